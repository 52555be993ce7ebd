package extension

import (
	"cmp"
	"slices"

	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/entc/gen"

	"github.com/mosswart/overlord/admin/annotation"
	"github.com/mosswart/overlord/admin/meta"
)

var relations = map[gen.Rel]meta.Relation{
	gen.O2O: meta.OneToOne, gen.O2M: meta.OneToMany, gen.M2O: meta.ManyToOne, gen.M2M: meta.ManyToMany,
}

// describeEdge adds an edge to the type.
func (b *builder) describeEdge(t *typeDescription, e *gen.Edge) error {
	var a annotation.Edge
	if err := read(e.Annotations, annotation.EdgeName, &a); err != nil {
		return err
	}
	var model annotation.Model
	if err := read(e.Type.Annotations, annotation.ModelName, &model); err != nil {
		return err
	}
	m := meta.Edge{
		Name: e.Name, Label: cmp.Or(a.Label, label(e.Name)), Help: cmp.Or(a.Help, e.Comment()), Group: a.Group,
		Type: b.slugs[e.Type.Name], Rel: relations[e.Rel.Type],
		Required: !e.Optional, Immutable: e.Immutable, Hidden: a.Hidden || model.Hidden,
		ReadOnly: a.ReadOnly || !hasPlainID(e.Type) || !hasPlainID(t.node) && !e.OwnFK() || !fillsIn(through(e)),
		Table:    e.Rel.Table, Columns: slices.Clone(e.Rel.Columns), OwnFK: e.OwnFK(),
	}
	switch {
	case e.Bidi:
		m.Inverse = e.Name
	case e.Ref != nil:
		m.Inverse = e.Ref.Name
	}
	if e.M2M() && e.IsInverse() {
		slices.Reverse(m.Columns)
	}
	if f := e.Field(); f != nil {
		m.Field = f.Name
	}
	if through := through(e); through != nil {
		m.Through = b.slugs[through.Name]
	}
	m.OnDelete = b.onDelete(m)
	t.Meta.Edges = append(t.Meta.Edges, m)

	d := edgeDescription{
		Name: e.Name, Struct: e.StructField(), Target: e.Type.Name, TargetQuery: e.Type.QueryName(), Unique: e.Unique,
		Set: e.MutationSet(), Add: e.MutationAdd(), Remove: e.MutationRemove(),
	}
	if m.ToOne() {
		t.ToOne = append(t.ToOne, d)
	}
	if !t.node.IsView() && !e.Type.HasCompositeID() {
		t.Linked = append(t.Linked, d)
	}
	return nil
}

// hasPlainID reports whether a type's rows can be found by one id as it stands on the wire.
func hasPlainID(n *gen.Type) bool { return n.HasOneFieldID() && !codingOf(n, n.ID, "").unfit() }

// through is the edge schema that is between the two sides of an edge, or nil.
func through(e *gen.Edge) *gen.Type {
	if e.Through == nil && e.Ref != nil {
		return e.Ref.Through
	}
	return e.Through
}

// fillsIn reports whether ent can make rows of an edge schema by itself: the schema wants no value but the two ids.
func fillsIn(n *gen.Type) bool {
	if n == nil {
		return true
	}
	if n.HasOneFieldID() && n.ID.UserDefined && !n.ID.Default && !n.ID.Type.Type.Integer() {
		return false
	}
	return !slices.ContainsFunc(n.Fields, func(f *gen.Field) bool {
		return !f.IsEdgeField() && !f.Optional && !f.Default && len(f.RequiredFor()) > 0
	})
}

// onDelete is what the database does to the row with the foreign key when the other one is deleted.
func (b *builder) onDelete(e meta.Edge) string {
	table := b.tables[e.Table]
	if table == nil {
		return ""
	}
	for _, k := range table.ForeignKeys {
		if len(k.Columns) == 1 && k.Columns[0].Name == e.Columns[0] {
			return string(cmp.Or(k.OnDelete, schema.NoAction))
		}
	}
	return ""
}
