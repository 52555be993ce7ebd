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

// The names under which ent stores the annotations of a graph's nodes, fields and edges.
const (
	ModelName = "AdminModel"
	FieldName = "AdminField"
	EdgeName  = "AdminEdge"
)

// Model describes a type. Names in its lists are names of the schema's fields, edges or "id", not of database columns.
type Model struct {
	Label       string   `json:"label,omitempty"`        // one of them: "Alert rule"
	Plural      string   `json:"plural,omitempty"`       // several of them: "Alert rules"
	Slug        string   `json:"slug,omitempty"`         // in addresses: "alert_rules"
	Group       string   `json:"group,omitempty"`        // heading under which the type is listed
	Icon        string   `json:"icon,omitempty"`         // name of an icon in the interface's own set
	Help        string   `json:"help,omitempty"`         // one sentence
	Title       []string `json:"title,omitempty"`        // fields that name a row
	ListColumns []string `json:"list_columns,omitempty"` // columns of the list, in order
	Search      []string `json:"search,omitempty"`       // text fields that a search looks into
	Order       []string `json:"order,omitempty"`        // default order; a leading "-" means descending
	Scopes      []Scope  `json:"scopes,omitempty"`       // filters offered as tabs
	Inlines     []string `json:"inlines,omitempty"`      // edges whose rows are edited on this type's page
	SoftDelete  string   `json:"soft_delete,omitempty"`  // optional time field that is set where others delete
	TimeField   string   `json:"time_field,omitempty"`   // time field of a series, over which it is always read
	ReadOnly    bool     `json:"read_only,omitempty"`    // shown, never written
	Hidden      bool     `json:"hidden,omitempty"`       // neither shown nor written
}

// Scope is a filter that the list offers as a tab.
type Scope struct {
	Name   string `json:"name"`
	Filter string `json:"filter"`
}

// Name implements schema.Annotation.
func (Model) Name() string { return ModelName }

// Merge implements schema.Merger: what other says wins, what it leaves out stays. ReadOnly and Hidden, once
// said, stay. An annotation of another kind changes nothing.
func (m Model) Merge(other schema.Annotation) schema.Annotation {
	o, ok := value[Model](other)
	if !ok {
		return m
	}
	return Model{
		Label:       cmp.Or(o.Label, m.Label),
		Plural:      cmp.Or(o.Plural, m.Plural),
		Slug:        cmp.Or(o.Slug, m.Slug),
		Group:       cmp.Or(o.Group, m.Group),
		Icon:        cmp.Or(o.Icon, m.Icon),
		Help:        cmp.Or(o.Help, m.Help),
		Title:       firstSet(o.Title, m.Title),
		ListColumns: firstSet(o.ListColumns, m.ListColumns),
		Search:      firstSet(o.Search, m.Search),
		Order:       firstSet(o.Order, m.Order),
		Scopes:      firstSet(o.Scopes, m.Scopes),
		Inlines:     firstSet(o.Inlines, m.Inlines),
		SoftDelete:  cmp.Or(o.SoftDelete, m.SoftDelete),
		TimeField:   cmp.Or(o.TimeField, m.TimeField),
		ReadOnly:    o.ReadOnly || m.ReadOnly,
		Hidden:      o.Hidden || m.Hidden,
	}
}

// Field describes one field of a type.
type Field struct {
	Label     string   `json:"label,omitempty"`     // heading of the column and label of the input
	Help      string   `json:"help,omitempty"`      // one sentence under the input
	Group     string   `json:"group,omitempty"`     // heading on the form
	Widget    string   `json:"widget,omitempty"`    // kind of input where the field's type does not say it: "textarea", "json"
	Unit      string   `json:"unit,omitempty"`      // after the number: "min"
	When      string   `json:"when,omitempty"`      // filter over the form's own values; shown only where it holds
	Choices   []Choice `json:"choices,omitempty"`   // labels and tones of an enum's values; values left out keep the default
	Hidden    bool     `json:"hidden,omitempty"`    // neither shown nor written
	ReadOnly  bool     `json:"read_only,omitempty"` // shown, never written
	Sensitive bool     `json:"sensitive,omitempty"` // written, never shown, even where ent does not call it sensitive
}

// Choice describes one value of an enum.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label,omitempty"`
	Tone  string `json:"tone,omitempty"` // "good", "warn", "bad", "info"
}

// Name implements schema.Annotation.
func (Field) Name() string { return FieldName }

// Merge implements schema.Merger: what other says wins, what it leaves out stays. Hidden, ReadOnly and Sensitive, once
// said, stay. An annotation of another kind changes nothing.
func (f Field) Merge(other schema.Annotation) schema.Annotation {
	o, ok := value[Field](other)
	if !ok {
		return f
	}
	return Field{
		Label:     cmp.Or(o.Label, f.Label),
		Help:      cmp.Or(o.Help, f.Help),
		Group:     cmp.Or(o.Group, f.Group),
		Widget:    cmp.Or(o.Widget, f.Widget),
		Unit:      cmp.Or(o.Unit, f.Unit),
		When:      cmp.Or(o.When, f.When),
		Choices:   firstSet(o.Choices, f.Choices),
		Hidden:    o.Hidden || f.Hidden,
		ReadOnly:  o.ReadOnly || f.ReadOnly,
		Sensitive: o.Sensitive || f.Sensitive,
	}
}

// Edge describes one edge of a type, seen from the side that has the annotation.
type Edge struct {
	Label    string `json:"label,omitempty"`
	Help     string `json:"help,omitempty"`
	Group    string `json:"group,omitempty"`
	Hidden   bool   `json:"hidden,omitempty"`    // neither shown nor written
	ReadOnly bool   `json:"read_only,omitempty"` // shown, never written
}

// Name implements schema.Annotation.
func (Edge) Name() string { return EdgeName }

// Merge implements schema.Merger, as Field does.
func (e Edge) Merge(other schema.Annotation) schema.Annotation {
	o, ok := value[Edge](other)
	if !ok {
		return e
	}
	return Edge{
		Label:    cmp.Or(o.Label, e.Label),
		Help:     cmp.Or(o.Help, e.Help),
		Group:    cmp.Or(o.Group, e.Group),
		Hidden:   o.Hidden || e.Hidden,
		ReadOnly: o.ReadOnly || e.ReadOnly,
	}
}

// value is an annotation as a T, which it may also point to.
func value[T any](a schema.Annotation) (T, bool) {
	if v, ok := a.(T); ok {
		return v, true
	}
	if p, ok := a.(any).(*T); ok && p != nil {
		return *p, true
	}
	var none T
	return none, false
}

func firstSet[T any](a, b []T) []T {
	if a != nil {
		return a
	}
	return b
}

var (
	_ schema.Merger = Model{}
	_ schema.Merger = Field{}
	_ schema.Merger = Edge{}
)
