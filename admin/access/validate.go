package access

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
)

// Limits of a role.
const (
	MaxGrants = 200
	MaxFields = 500 // names in one list of one grant
)

var roleName = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)

// Validator checks roles and scopes against a project before they are kept.
type Validator struct {
	Types []*meta.Type
	// Actions are the names of custom actions, by the slug of their type.
	Actions map[string][]string
	// Check says what is wrong with a row filter of a type, in an error that is fit to show.
	Check func(t *meta.Type, rows filter.Expr) error
	// HostScopes are the scopes that the host knows beside the types', such as "site:read".
	HostScopes []string
}

// Role says what is wrong with a custom role: the part, as "grants[1].fields.read[0]", and why. It is empty where
// nothing is.
func (v Validator) Role(r Role) map[string]string {
	errs := make(map[string]string)
	builtIn := slices.ContainsFunc(BuiltIn(), func(b Role) bool { return b.Name == r.Name })
	switch {
	case builtIn:
		errs["name"] = "Is a built-in role, which cannot be changed."
	case !roleName.MatchString(r.Name):
		errs["name"] = "Must begin with a letter and have at most 40 small letters, digits, - and _."
	}
	if n := len([]rune(r.Label)); n > 80 {
		errs["label"] = "Must have at most 80 characters."
	}
	if len(r.Grants) > MaxGrants {
		errs["grants"] = fmt.Sprintf("Must be at most %d.", MaxGrants)
		return errs
	}
	for i, g := range r.Grants {
		v.grant(g, func(part, format string, args ...any) {
			errs[fmt.Sprintf("grants[%d].%s", i, part)] = fmt.Sprintf(format, args...)
		})
	}
	return errs
}

type report func(part, format string, args ...any)

func (v Validator) grant(g Grant, wrong report) {
	t := v.typeOf(g.Type)
	if t == nil && g.Type != Any && !special(g.Type) {
		wrong("type", "There is no type %q.", g.Type)
		return
	}
	v.actions(g, wrong)
	v.names(t, "fields.read", g.Fields.Read, wrong)
	v.names(t, "fields.write", g.Fields.Write, wrong)
	if g.Rows == "" {
		return
	}
	if t == nil {
		wrong("rows", "Needs one type.")
		return
	}
	rows, err := filter.Parse(g.Rows)
	if err == nil && rows != nil && v.Check != nil {
		err = v.Check(t, rows)
	}
	if err != nil {
		wrong("rows", "%s", err)
	} else if rows == nil {
		wrong("rows", "Is blank.")
	}
}

func (v Validator) actions(g Grant, wrong report) {
	if len(g.Actions) == 0 {
		wrong("actions", "Is missing.")
	}
	for i, action := range g.Actions {
		if special(g.Type) && action != View {
			wrong(fmt.Sprintf("actions[%d]", i), "Can only be %q there.", View)
		} else if !v.knowsAction(g.Type, action) {
			wrong(fmt.Sprintf("actions[%d]", i), "There is no action %q.", action)
		}
	}
}

// names checks a list of fields; t is nil for all types.
func (v Validator) names(t *meta.Type, part string, list []string, wrong report) {
	if len(list) > MaxFields {
		wrong(part, "Must be at most %d.", MaxFields)
		return
	}
	for i, name := range list {
		name = strings.TrimPrefix(name, "-")
		if name == Any && list[i] == Any {
			continue
		}
		known := func(t *meta.Type) bool {
			f, e := t.Field(name), t.Edge(name)
			return !t.Hidden && (f != nil && !f.Hidden || e != nil && !e.Hidden)
		}
		if t != nil && !known(t) || t == nil && !slices.ContainsFunc(v.Types, known) {
			wrong(fmt.Sprintf("%s[%d]", part, i), "There is no field %q.", name)
		}
	}
}

// Scopes says what is wrong with the scopes of an API key: the part, as "scopes[0]", and why.
func (v Validator) Scopes(scopes []string) map[string]string {
	errs := make(map[string]string)
	if len(scopes) == 0 {
		errs["scopes"] = "Is missing: a key without scopes may do nothing."
	}
	if len(scopes) > MaxGrants {
		errs["scopes"] = fmt.Sprintf("Must be at most %d.", MaxGrants)
		return errs
	}
	for i, scope := range scopes {
		if !v.knowsScope(scope) {
			errs[fmt.Sprintf("scopes[%d]", i)] = fmt.Sprintf("There is no scope %q.", scope)
		}
	}
	return errs
}

func (v Validator) knowsScope(scope string) bool {
	subject, verb, ok := strings.Cut(scope, ":")
	if !ok {
		return false
	}
	host := slices.ContainsFunc(v.HostScopes, func(known string) bool {
		return scope == known || verb == Any && strings.HasPrefix(known, subject+":")
	})
	switch {
	case host:
		return true
	case special(subject):
		return verb == View
	case subject != Any && v.typeOf(subject) == nil:
		return false
	}
	return v.knowsAction(subject, verb)
}

// knowsAction reports whether an action is known to a type, or for Any to any type.
func (v Validator) knowsAction(slug, action string) bool {
	if action == Any || slices.Contains(Actions, action) || slices.Contains(v.Actions[slug], action) {
		return true
	}
	if slug == Any {
		for _, names := range v.Actions {
			if slices.Contains(names, action) {
				return true
			}
		}
	}
	return false
}

func (v Validator) typeOf(slug string) *meta.Type {
	for _, t := range v.Types {
		if t.Slug == slug && !t.Hidden {
			return t
		}
	}
	return nil
}
