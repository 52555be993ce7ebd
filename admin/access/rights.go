package access

import (
	"encoding/json"
	"slices"

	"github.com/mosswart/overlord/admin/filter"
)

// Rights are what a principal may do with one type. The zero value may do nothing. It is safe for concurrent use.
//
// All but Create and Import concern rows that are there, and need View.
type Rights struct {
	View, Create, Update, Delete, Export, Import bool

	// Rows are the rows that may be viewed, nil for all. $me and $name stand in it as variables, see Principal.Vars. It
	// may compare fields that the principal cannot read.
	Rows filter.Expr

	compiled *compiled
}

// compiled is what roles and scopes come to on one type. It is shared, and never changed.
type compiled struct {
	slug    string
	fixed   bool // rows are never written
	scopes  []string
	actions map[string]rowSet // Any: every custom action too
	reads   map[string]bool   // fields and edges
	creates map[string]bool
	updates map[string]bool
}

// rowSet is a union of row filters.
type rowSet struct {
	all   bool
	terms []filter.Expr
}

func (s rowSet) none() bool { return !s.all && len(s.terms) == 0 }

func (s rowSet) or(other rowSet) rowSet {
	return rowSet{all: s.all || other.all, terms: append(s.terms[:len(s.terms):len(s.terms)], other.terms...)}
}

// expr is the filter for the rows of the set, nil for all.
func (s rowSet) expr() filter.Expr {
	if s.all {
		return nil
	}
	return filter.Any(s.terms...)
}

// rows is the set on which an action is allowed.
func (c *compiled) rows(action string) rowSet {
	if c == nil || c.fixed && writes(action) || !leaves(c.scopes, c.slug, action) {
		return rowSet{}
	}
	return c.actions[action].or(c.actions[Any])
}

// writes reports whether a built-in action changes rows.
func writes(action string) bool {
	return action == Create || action == Update || action == Delete || action == Import
}

func (c *compiled) rights() Rights {
	view := c.rows(View)
	if view.none() {
		return Rights{Create: !c.rows(Create).none(), Import: !c.rows(Import).none(), compiled: c}
	}
	return Rights{
		View:   true,
		Create: !c.rows(Create).none(),
		Update: !c.rows(Update).none(),
		Delete: !c.rows(Delete).none(),
		Export: !c.rows(Export).none(),
		Import: !c.rows(Import).none(),
		Rows:   view.expr(), compiled: c,
	}
}

// Actions reports whether an action is allowed on some rows: a custom one, or one of the constants.
func (r Rights) Actions(name string) bool {
	if name != Create && name != Import && !r.View {
		return false
	}
	return !r.compiled.rows(name).none()
}

// RowsFor are the rows on which an action is allowed, nil for all. It says nothing where Actions is false. For Create
// and Import it is nil: there is no row yet.
func (r Rights) RowsFor(action string) filter.Expr {
	switch action {
	case View:
		return r.Rows
	case Create, Import:
		return nil
	}
	return filter.All(r.Rows, r.compiled.rows(action).expr())
}

// Reads reports whether a field or an edge may be read. An edge may be where its target type may be viewed. What may not
// be read is to be answered as if it did not exist.
func (r Rights) Reads(name string) bool {
	return r.View && (name == "id" || r.compiled.reads[name])
}

// Writes reports whether a field or an edge may be given in a create or in an update, see Sets.
func (r Rights) Writes(name string) bool { return r.Sets(name, true) || r.Sets(name, false) }

// Sets reports whether a field or an edge may be given in a create, or in an update. Whether one that is immutable still
// can be is for the caller to see.
func (r Rights) Sets(name string, creating bool) bool {
	switch {
	case r.compiled == nil:
		return false
	case creating:
		return r.compiled.creates[name]
	}
	return r.compiled.updates[name]
}

// Diff leaves out of a revision's diff what may not be read, and what any of keep does not hold for. Where nothing is left
// it is "{}".
func (r Rights) Diff(diff json.RawMessage, keep ...func(name string) bool) json.RawMessage {
	var fields map[string]json.RawMessage
	if len(diff) == 0 || json.Unmarshal(diff, &fields) != nil {
		return json.RawMessage("{}")
	}
	hidden := false
	for name := range fields {
		drops := func(keep func(string) bool) bool { return !keep(name) }
		if !r.Reads(name) || slices.ContainsFunc(keep, drops) {
			delete(fields, name)
			hidden = true
		}
	}
	if !hidden {
		return diff
	}
	kept, err := json.Marshal(fields)
	if err != nil {
		return json.RawMessage("{}")
	}
	return kept
}

// Names are those of names that may be read.
func (r Rights) Names(names []string) []string {
	var kept []string
	for _, name := range names {
		if r.Reads(name) {
			kept = append(kept, name)
		}
	}
	return kept
}
