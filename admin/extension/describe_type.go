package extension

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/entc/gen"
	entschema "entgo.io/ent/schema"

	"github.com/mosswart/overlord/admin/annotation"
	"github.com/mosswart/overlord/admin/meta"
)

// describe reads one type.
func (b *builder) describe(n *gen.Type) (*typeDescription, error) {
	var model annotation.Model
	if err := read(n.Annotations, annotation.ModelName, &model); err != nil {
		return nil, fmt.Errorf("schema %s: %w", n.Name, err)
	}
	m := &meta.Type{
		Name: n.Name, Slug: b.slugs[n.Name],
		Label: cmp.Or(model.Label, label(n.Name)),
		Group: model.Group, Icon: model.Icon, Help: cmp.Or(model.Help, commentOf(n)),
		Scopes: scopes(model.Scopes), Inlines: model.Inlines,
		ReadOnly: model.ReadOnly, View: n.IsView(), SoftDelete: model.SoftDelete, TimeField: model.TimeField,
		Table: n.Table(), Hidden: model.Hidden, Intercepted: n.NumInterceptors() > 0 || n.NumPolicy() > 0,
	}
	m.Plural = cmp.Or(model.Plural, pluralLabel(m.Label))
	if a := n.EntSQL(); a != nil {
		m.Schema = a.Schema
	}
	t := &typeDescription{Name: n.Name, Dir: n.PackageDir(), Mutation: n.MutationName(), Meta: m, node: n}
	viewID := b.describeID(t)
	for _, f := range n.Fields {
		if f == viewID {
			continue
		}
		if err := t.describeField(f); err != nil {
			return nil, fmt.Errorf("schema %s, field %s: %w", n.Name, f.Name, err)
		}
	}
	for _, e := range n.Edges {
		if err := b.describeEdge(t, e); err != nil {
			return nil, fmt.Errorf("schema %s, edge %s: %w", n.Name, e.Name, err)
		}
	}
	t.Editable = m.Editable()
	t.Width = len(n.Fields) + len(n.UnexportedForeignKeys()) + 1
	m.Keys = keysOf(n, m)
	m.Title = orGuess(model.Title, guessTitle(m))
	m.Columns = orGuess(model.ListColumns, guessColumns(m))
	m.Search = orGuess(model.Search, guessSearch(m))
	m.Order = model.Order
	for _, used := range []string{"binding.Check(p", "p" + n.Name + ".ValueScanner"} {
		for _, v := range append(slices.Clone(t.Values), t.IDCodec) {
			t.UsesPackage = t.UsesPackage || strings.Contains(v, used)
		}
	}
	return t, validate(m)
}

// describeID reads how rows of the type are named. It returns the field that a view has for its id, if any: ent knows
// ids of tables only.
func (b *builder) describeID(t *typeDescription) (viewID *gen.Field) {
	n, m := t.node, t.Meta
	id := n.ID
	switch {
	case n.HasCompositeID():
		for _, f := range n.EdgeSchema.ID {
			m.ID.Parts = append(m.ID.Parts, f.Name)
			m.ID.Columns = append(m.ID.Columns, f.StorageKey())
			t.IDParts = append(t.IDParts, idPart{codingOf(n, f, zeroOf(f, "z")).codec, f.StructField()})
			t.UsesZero = true
		}
		return nil
	case n.IsView():
		i := slices.IndexFunc(n.Fields, func(f *gen.Field) bool { return f.Name == "id" && !f.Nillable })
		if i < 0 {
			return nil
		}
		viewID = n.Fields[i]
		id = viewID
	case id == nil:
		return nil
	}
	c := codingOf(n, id, zeroOf(id, "ent."+n.Name+"{}"))
	t.IDCodec = c.codec
	if c.unfit() { // it can be shown, but nothing finds a row by it
		return nil
	}
	t.HasID = true
	m.ID = meta.ID{Kind: c.kind, Columns: []string{id.StorageKey()}}
	if !n.IsView() && id.UserDefined {
		m.ID.Settable = true
		increments := id.Type.Type.Integer()
		if a := id.EntSQL(); a != nil && a.Incremental != nil {
			increments = *a.Incremental
		}
		m.ID.Required = !id.Default && !increments && len(id.RequiredFor()) > 0
	}
	return viewID
}

// commentOf is the comment that a schema has by schema.Comment.
func commentOf(n *gen.Type) string {
	var c entschema.CommentAnnotation
	if read(n.Annotations, c.Name(), &c) != nil {
		return ""
	}
	return c.Text
}

func scopes(list []annotation.Scope) (all []meta.Scope) {
	for _, s := range list {
		all = append(all, meta.Scope(s))
	}
	return all
}

func orGuess(given, guess []string) []string {
	if given != nil {
		return given
	}
	return guess
}

// keysOf lists the sets of fields and edges that are unique together. Indexes over some rows only are none.
func keysOf(n *gen.Type, m *meta.Type) (keys [][]string) {
	add := func(columns ...string) {
		var key []string
		for _, column := range columns {
			name := nameOf(m, column)
			if name == "" {
				return
			}
			key = append(key, name)
		}
		if !slices.ContainsFunc(keys, func(k []string) bool { return slices.Equal(k, key) }) {
			keys = append(keys, key)
		}
	}
	for _, f := range n.Fields {
		if f.Unique {
			add(f.StorageKey())
		}
	}
	for _, e := range n.Edges {
		if e.O2O() && e.OwnFK() {
			add(e.Rel.Column())
		}
	}
	for _, i := range n.Indexes {
		var a entsql.IndexAnnotation
		if i.Unique && read(i.Annotations, a.Name(), &a) == nil && a.Where == "" {
			add(i.Columns...)
		}
	}
	return keys
}

// nameOf is the edge or the field that people know a column by; "" for one that they may not read.
func nameOf(m *meta.Type, column string) string {
	for i := range m.Edges {
		if e := &m.Edges[i]; e.OwnFK && !e.Hidden && e.Columns[0] == column {
			return e.Name
		}
	}
	for i := range m.Fields {
		if f := &m.Fields[i]; f.Column == column && !f.Sensitive && !f.Hidden {
			return f.Name
		}
	}
	return ""
}

// validate refuses annotations that name what is not there.
func validate(m *meta.Type) error {
	for _, list := range []struct {
		what  string
		names []string
		edges bool // to-one edges too
	}{
		{"Title", m.Title, false}, {"ListColumns", m.Columns, true}, {"Search", m.Search, false}, {"Order", m.Order, true},
	} {
		for _, name := range list.names {
			name = strings.TrimPrefix(name, "-")
			first, _, through := strings.Cut(name, ".")
			e := m.Edge(first)
			ok := name == "id" || m.Field(name) != nil || list.edges && e != nil && (e.ToOne() || through && list.what == "Order")
			if !ok {
				return fmt.Errorf("schema %s: annotation.Model.%s names %q, which is not there", m.Name, list.what, name)
			}
		}
	}
	for _, name := range m.Inlines {
		if m.Edge(name) == nil {
			return fmt.Errorf("schema %s: annotation.Model.Inlines names %q, which is no edge", m.Name, name)
		}
	}
	if f := m.Field(m.SoftDelete); m.SoftDelete != "" && (f == nil || f.Kind != meta.Time || !f.Nullable) {
		return fmt.Errorf("schema %s: annotation.Model.SoftDelete names %q, which is no optional time field", m.Name, m.SoftDelete)
	}
	if f := m.Field(m.TimeField); m.TimeField != "" && (f == nil || f.Kind != meta.Time) {
		return fmt.Errorf("schema %s: annotation.Model.TimeField names %q, which is no time field", m.Name, m.TimeField)
	}
	return nil
}
