// Package annotation is what ent schemas say about themselves to an admin interface: how a type and its
// fields are called, grouped, listed and edited. It holds plain values and imports nothing but ent's schema
// package, so that a schema which uses it pulls in no web code.
//
// Everything is optional: a zero Model or Field leaves each choice to the reader of the annotations, which then
// derives it from ent's own description of the schema.
package annotation

import (
	"cmp"

	"entgo.io/ent/schema"
)

// The names under which ent stores the annotations of a graph's nodes and fields.
const (
	ModelName = "AdminModel"
	FieldName = "AdminField"
)

// Model describes a type. Names in ListColumns, Search and Order are names of the schema's fields (or "id"),
// not of database columns.
type Model struct {
	Label       string   `json:"label,omitempty"`        // one of them: "Alert rule"
	Plural      string   `json:"plural,omitempty"`       // several of them: "Alert rules"
	Group       string   `json:"group,omitempty"`        // heading under which the type is listed
	Icon        string   `json:"icon,omitempty"`         // name of an icon in the interface's own set
	ListColumns []string `json:"list_columns,omitempty"` // columns of the list, in order
	Search      []string `json:"search,omitempty"`       // text fields that a search looks into
	Order       []string `json:"order,omitempty"`        // default order; a leading "-" means descending
	ReadOnly    bool     `json:"read_only,omitempty"`    // shown, never written
}

// Name implements schema.Annotation.
func (Model) Name() string { return ModelName }

// Merge implements schema.Merger: what other says wins, what it leaves out stays. ReadOnly, once said, stays.
// An annotation of another kind changes nothing.
func (m Model) Merge(other schema.Annotation) schema.Annotation {
	o, ok := other.(Model)
	if !ok {
		p, ok := other.(*Model)
		if !ok || p == nil {
			return m
		}
		o = *p
	}
	m.Label = cmp.Or(o.Label, m.Label)
	m.Plural = cmp.Or(o.Plural, m.Plural)
	m.Group = cmp.Or(o.Group, m.Group)
	m.Icon = cmp.Or(o.Icon, m.Icon)
	m.ListColumns = firstSet(o.ListColumns, m.ListColumns)
	m.Search = firstSet(o.Search, m.Search)
	m.Order = firstSet(o.Order, m.Order)
	m.ReadOnly = m.ReadOnly || o.ReadOnly
	return m
}

// Field describes one field of a type.
type Field struct {
	Label    string `json:"label,omitempty"`     // heading of the column and label of the input
	Help     string `json:"help,omitempty"`      // one sentence under the input
	Hidden   bool   `json:"hidden,omitempty"`    // neither shown nor written
	ReadOnly bool   `json:"read_only,omitempty"` // shown, never written
	Widget   string `json:"widget,omitempty"`    // kind of input where the field's type does not say it: "textarea", "json"
}

// Name implements schema.Annotation.
func (Field) Name() string { return FieldName }

// Merge implements schema.Merger: what other says wins, what it leaves out stays. Hidden and ReadOnly, once
// said, stay. An annotation of another kind changes nothing.
func (f Field) Merge(other schema.Annotation) schema.Annotation {
	o, ok := other.(Field)
	if !ok {
		p, ok := other.(*Field)
		if !ok || p == nil {
			return f
		}
		o = *p
	}
	f.Label = cmp.Or(o.Label, f.Label)
	f.Help = cmp.Or(o.Help, f.Help)
	f.Widget = cmp.Or(o.Widget, f.Widget)
	f.Hidden = f.Hidden || o.Hidden
	f.ReadOnly = f.ReadOnly || o.ReadOnly
	return f
}

func firstSet(a, b []string) []string {
	if a != nil {
		return a
	}
	return b
}

var (
	_ schema.Merger = Model{}
	_ schema.Merger = Field{}
)
