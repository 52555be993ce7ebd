package access

import (
	"fmt"
	"maps"
	"slices"
)

// Widening is a field that grants together give on rows on which none of them gives it: one of them gives the field on
// some rows, another gives other rows without the field.
type Widening struct {
	Type, Field string
	Action      string // View or Update
}

// String says it to people.
func (w Widening) String() string {
	return fmt.Sprintf("Together they let %q of %s be %s on rows on which none of them alone does.",
		w.Field, w.Type, map[string]string{View: "read", Update: "written"}[w.Action])
}

// Widened is the first field, by type and name, that these roles together give on rows on which none of their grants
// does, since rights add up part by part; nil where there is none, and so what the roles give together is no more than
// what their grants say one by one. Whoever gives roles to people refuses those that widen.
func (p *Policy) Widened(roles ...string) *Widening {
	pr := Principal{Roles: roles}
	for _, slug := range slices.Sorted(maps.Keys(p.types)) {
		for _, action := range []string{View, Update} {
			var found []string
			grants := p.grantsFor(pr, slug, action)
			if len(grants) < 2 {
				continue
			}
			p.fields(pr, p.types[slug], func(name, twin string, readable, writable bool) {
				if (readable && action == View || writable && action == Update) && widens(grants, action, name, twin) {
					found = append(found, name)
				}
			})
			if len(found) > 0 {
				return &Widening{Type: slug, Field: slices.Min(found), Action: action}
			}
		}
	}
	return nil
}

// grantsFor are the grants that allow an action on a type.
func (p *Policy) grantsFor(pr Principal, slug, action string) []grant {
	return slices.DeleteFunc(p.grants(pr), func(g grant) bool {
		return g.Type != slug && (g.Type != Any || special(slug)) || !g.allows(action)
	})
}

// widens reports whether some of the grants give a field, and another rows on which none of those does.
func widens(grants []grant, action, name, twin string) bool {
	everywhere := false
	with, without := make(map[string]bool), make(map[string]bool) // row filters
	for _, g := range grants {
		rows := ""
		if g.rows != nil {
			rows = g.rows.String()
		}
		if g.names(action).holds(name, twin) {
			with[rows] = true
			everywhere = everywhere || g.rows == nil
		} else {
			without[rows] = true
		}
	}
	if len(with) == 0 || everywhere {
		return false
	}
	for rows := range without {
		if !with[rows] {
			return true
		}
	}
	return false
}
