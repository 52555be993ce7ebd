package extension

import (
	"cmp"
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"slices"

	"entgo.io/ent/dialect/sql/schema"
	"entgo.io/ent/entc/gen"

	"github.com/mosswart/overlord/admin/annotation"
	"github.com/mosswart/overlord/admin/meta"
)

// description is what the templates need to know of a graph.
type description struct {
	Package     string // of the generated code
	Ent         string // import path of ent's
	EntName     string
	folder      string
	types       []*typeDescription
	Names       []string
	Constraints []constraint
}

type constraint struct {
	Name, Table string
	Columns     []string
}

// typeDescription is what the templates need to know of a type.
type typeDescription struct {
	Package, Ent, Dir string
	Name, Mutation    string
	Meta              *meta.Type
	Values            []string // Go literals of entity.Value
	HasID             bool     // one field
	IDCodec           string
	IDParts           []idPart
	Width             int // columns of the table
	Editable          bool
	UsesZero          bool // a variable of the struct's type is needed
	UsesPackage       bool // the type's own package is imported
	Deprecated        bool // has fields that ent does not load by itself
	ToOne             []edgeDescription
	Linked            []edgeDescription

	node *gen.Type
}

type idPart struct{ Codec, Struct string }

// edgeDescription is what the templates need to know of an edge.
type edgeDescription struct {
	Name, Struct, Target, TargetQuery string
	TargetColumns                     []string
	Unique                            bool
	Set, Add, Remove                  string
}

// describe reads a graph.
func describe(g *gen.Graph) (*description, error) {
	tables, err := g.Tables()
	if err != nil {
		return nil, err
	}
	d := &description{Package: "resource", Ent: g.Package, EntName: path.Base(g.Package)}
	if slices.ContainsFunc(g.Nodes, func(n *gen.Type) bool { return n.PackageDir() == d.Package }) {
		d.Package = "adminresource" // ent itself makes a package of that name
	}
	d.folder = filepath.Join(g.Target, d.Package)
	d.Constraints = constraintsOf(tables)
	slugs, err := slugsOf(g)
	if err != nil {
		return nil, err
	}
	b := &builder{slugs: slugs, tables: byName(tables), byType: make(map[string]*typeDescription, len(g.Nodes))}
	for _, n := range g.Nodes {
		t, err := b.describe(n)
		if err != nil {
			return nil, err
		}
		t.Package, t.Ent = d.Package, d.Ent
		b.byType[n.Name] = t
		d.types = append(d.types, t)
		d.Names = append(d.Names, n.Name)
	}
	for _, t := range d.types { // only now every type's title is known
		for i := range t.ToOne {
			t.ToOne[i].TargetColumns = titleColumns(b.byType[t.ToOne[i].Target].Meta)
		}
	}
	return d, nil
}

// builder describes the types of one graph.
type builder struct {
	slugs  map[string]string // by type name
	tables map[string]*schema.Table
	byType map[string]*typeDescription
}

// slugsOf gives each type its slug and refuses two that are the same, and reserved ones.
func slugsOf(g *gen.Graph) (map[string]string, error) {
	slugs, owner := make(map[string]string, len(g.Nodes)), make(map[string]string, len(g.Nodes))
	for _, n := range g.Nodes {
		var model annotation.Model
		if err := read(n.Annotations, annotation.ModelName, &model); err != nil {
			return nil, fmt.Errorf("schema %s: %w", n.Name, err)
		}
		s := cmp.Or(model.Slug, slug(n.Name))
		if slices.Contains(reserved, s) || s != snake(s) || s[0] == '_' {
			return nil, fmt.Errorf("schema %s: the slug %q cannot be used: the admin needs it for a page of its own, or it is not lower_case; "+
				"choose another in annotation.Model{Slug: …}", n.Name, s)
		}
		if other, taken := owner[s]; taken {
			return nil, fmt.Errorf("schemas %s and %s have the same slug %q: give one of them another in annotation.Model{Slug: …}", other, n.Name, s)
		}
		slugs[n.Name], owner[s] = s, n.Name
	}
	return slugs, nil
}

// read fills into from an annotation, which ent keeps as decoded JSON.
func read(all gen.Annotations, name string, into any) error {
	a, ok := all[name]
	if !ok {
		return nil
	}
	raw, err := json.Marshal(a)
	if err == nil {
		err = json.Unmarshal(raw, into)
	}
	if err != nil {
		return fmt.Errorf("annotation %s: %w", name, err)
	}
	return nil
}

func byName(tables []*schema.Table) map[string]*schema.Table {
	m := make(map[string]*schema.Table, len(tables))
	for _, t := range tables {
		m[t.Name] = t
	}
	return m
}

// constraintsOf lists what the database can refuse by name.
func constraintsOf(tables []*schema.Table) (all []constraint) {
	add := func(name string, t *schema.Table, columns []*schema.Column) {
		c := constraint{Name: name, Table: t.Name}
		for _, column := range columns {
			c.Columns = append(c.Columns, column.Name)
		}
		all = append(all, c)
	}
	for _, t := range tables {
		if len(t.PrimaryKey) > 0 {
			add(t.Name+"_pkey", t, t.PrimaryKey)
		}
		for _, c := range t.Columns {
			if c.Unique {
				add(t.Name+"_"+c.Name+"_key", t, []*schema.Column{c})
			}
		}
		for _, i := range t.Indexes {
			if i.Unique {
				add(i.Name, t, i.Columns)
			}
		}
		for _, k := range t.ForeignKeys {
			add(k.Symbol, t, k.Columns)
		}
	}
	slices.SortStableFunc(all, func(a, b constraint) int { return cmp.Compare(a.Name, b.Name) })
	return slices.CompactFunc(all, func(a, b constraint) bool { return a.Name == b.Name })
}
