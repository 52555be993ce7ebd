package change

import (
	"maps"

	"entgo.io/ent"

	"github.com/mosswart/overlord/admin/meta"
)

// Input is what a write is to set, as [Engine.Decode] makes it.
type Input struct {
	ID    any                  // of a new row, in its Go type; nil: none is given
	Set   map[string]any       // fields, each in its Go type; nil clears
	Edges map[string]EdgeInput // edges by name
}

// clone is a copy that can be changed without the original.
func (in *Input) clone() Input {
	return Input{ID: in.ID, Set: maps.Clone(in.Set), Edges: maps.Clone(in.Edges)}
}

// EdgeInput is what becomes of an edge. Ids have the Go type of the target's.
type EdgeInput struct {
	Replace     bool  // Set is the whole of it; a to-one edge has at most one
	Set         []any //
	Add, Remove []any // of to-many edges, without Replace
}

// write is an Input that was checked against the database and relieved of what changes nothing.
type write struct {
	id    any
	set   []setting
	links []linkChange
}

type setting struct {
	field int
	value any // nil clears
}

// linkChange is what becomes of one edge: the target rows that it gains and loses. A to-one edge gains at most one,
// and then loses what it had by itself.
type linkChange struct {
	edge        *meta.Edge
	target      *model
	add, remove []any
	raw         bool  // rows of the join table bring add, ent does not
	others      []any // where the foreign key is theirs: those of add and remove as they were, loaded whole
}

func (w *write) empty() bool {
	for i := range w.links {
		if len(w.links[i].add)+len(w.links[i].remove) > 0 {
			return false
		}
	}
	return len(w.set) == 0
}

// secrets are the names of the sensitive fields that w sets.
func (w *write) secrets(m *model) []string {
	var names []string
	for _, s := range w.set {
		if m.Fields[s.field].Sensitive {
			names = append(names, m.Fields[s.field].Name)
		}
	}
	return names
}

// fill sets up ent's mutation.
func (w *write) fill(m *model, creating bool) func(ent.Mutation) error {
	return func(mutation ent.Mutation) error {
		if w.id != nil && creating {
			m.SetID(mutation, w.id)
		}
		for _, s := range w.set {
			column := m.Fields[s.field].Column // ent's mutations know fields by their columns
			var err error
			switch {
			case s.value != nil:
				err = mutation.SetField(column, s.value)
			case !creating:
				err = mutation.ClearField(column)
			}
			if err != nil {
				return err
			}
		}
		for _, l := range w.links {
			if err := l.fill(m, mutation); err != nil {
				return err
			}
		}
		return nil
	}
}

func (l *linkChange) fill(m *model, mutation ent.Mutation) error {
	if l.edge.ToOne() && len(l.remove) > 0 && (len(l.add) == 0 || !l.edge.OwnFK) {
		if err := mutation.ClearEdge(l.edge.Name); err != nil {
			return err
		}
	}
	if !l.edge.ToOne() && len(l.remove) > 0 {
		if err := m.Link(mutation, l.edge.Name, true, l.target.ids(l.remove)...); err != nil {
			return err
		}
	}
	if len(l.add) > 0 && !l.raw {
		return m.Link(mutation, l.edge.Name, false, l.target.ids(l.add)...)
	}
	return nil
}
