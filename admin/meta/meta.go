// Package meta describes the types of a project as plain data: what the extension reads from an ent schema and
// its annotations, what the generated code carries as one literal a type, what the admin's pages are drawn from,
// and what the OpenAPI document is written from. It imports nothing.
//
// Names of types, fields and edges are ent's own, in snake case for fields and edges. Everything here is fixed at
// build time and read-only afterwards; it is safe for concurrent use.
package meta

// Kind says what values a field holds, and so which operators, codec and widget it gets.
type Kind string

// The kinds. A value's form on the wire is given with each.
const (
	String Kind = "string" // JSON string
	Int    Kind = "int"    // JSON number; beyond ±2^53 a string of digits, which is always accepted
	Float  Kind = "float"  // JSON number
	Bool   Kind = "bool"   // true, false
	Time   Kind = "time"   // RFC 3339 with up to nanoseconds, in UTC
	Enum   Kind = "enum"   // JSON string, one of Choices
	UUID   Kind = "uuid"   // JSON string
	JSON   Kind = "json"   // any JSON
	Bytes  Kind = "bytes"  // base64, standard, padded
	Other  Kind = "other"  // JSON string through encoding.TextMarshaler, fmt.Stringer or driver.Valuer
)

// Relation is how an edge binds two types, seen from the type that has the edge.
type Relation string

// The relations. OneToOne and ManyToOne edges lead to at most one row, the others to many.
const (
	OneToOne   Relation = "o2o"
	OneToMany  Relation = "o2m"
	ManyToOne  Relation = "m2o"
	ManyToMany Relation = "m2m"
)

// Type is one entity type.
type Type struct {
	Name   string `json:"name"`            // ent's name: "AlertRule"
	Slug   string `json:"slug"`            // its path segment, unique: "alert_rules"
	Label  string `json:"label"`           // one of them: "Alert rule"
	Plural string `json:"plural"`          // several: "Alert rules"
	Group  string `json:"group,omitempty"` // heading in the menu
	Icon   string `json:"icon,omitempty"`  // name in the interface's set
	Help   string `json:"help,omitempty"`  // one sentence

	ID     ID      `json:"id"`
	Fields []Field `json:"fields"`
	Edges  []Edge  `json:"edges"`

	Title   []string   `json:"title"`             // fields that name a row, joined by a space; empty: the id
	Columns []string   `json:"columns"`           // fields and to-one edges that the list shows at first
	Search  []string   `json:"search,omitempty"`  // text fields that a search looks into
	Order   []string   `json:"order,omitempty"`   // default order, "-" before a descending one
	Keys    [][]string `json:"keys,omitempty"`    // natural keys: sets of fields and to-one edges that are unique together
	Scopes  []Scope    `json:"scopes,omitempty"`  // filters offered as tabs
	Inlines []string   `json:"inlines,omitempty"` // edges whose rows are edited on this type's page

	ReadOnly   bool   `json:"read_only,omitempty"`   // shown, never written
	View       bool   `json:"view,omitempty"`        // a database view
	SoftDelete string `json:"soft_delete,omitempty"` // time field that is set where others delete; the trash shows those rows
	TimeField  string `json:"time_field,omitempty"`  // a series: the list always has a range of this field, and a chart over it

	// Not for readers of the wire.
	Table  string `json:"-"`
	Schema string `json:"-"` // database schema, mostly ""
	// Hidden types are not for people: they are in no menu, list or search, and only keep the others whole.
	Hidden bool `json:"-"`
	// Intercepted says that the schema has interceptors or a privacy policy, so that raw SQL may not read it.
	Intercepted bool `json:"-"`
}

// Scope is a filter that the list offers as a tab.
type Scope struct {
	Name   string `json:"name"`
	Filter string `json:"filter"`
}

// ID describes how a row is named. On the wire an id is always a string; the parts of a composite one are each
// percent-encoded and joined by "~".
type ID struct {
	Kind     Kind     `json:"kind"`               // of the one id field; "" where the id is composite or there is none
	Parts    []string `json:"parts,omitempty"`    // fields of a composite id, in order
	Settable bool     `json:"settable,omitempty"` // may be given on create
	Required bool     `json:"required,omitempty"` // must be given on create: no default and no sequence
	Columns  []string `json:"-"`                  // one, or one a part; none for a view without an id
}

// Field is one field of a type, its id excepted.
type Field struct {
	Name      string   `json:"name"`
	Kind      Kind     `json:"kind"`
	Label     string   `json:"label"`
	Help      string   `json:"help,omitempty"`
	Group     string   `json:"group,omitempty"`  // heading on the form
	Widget    string   `json:"widget,omitempty"` // "textarea", "json", "password", "color", "markdown", "url", "email", "duration"; "" follows the kind
	Unit      string   `json:"unit,omitempty"`   // after the number: "min"
	Choices   []Choice `json:"choices,omitempty"`
	MaxLength int      `json:"max_length,omitempty"` // in bytes, of strings and bytes; 0: no limit known
	Default   any      `json:"default,omitempty"`    // of kind string, int, float, bool or enum, where constant
	When      string   `json:"when,omitempty"`       // filter over the form's own values; the field is shown only where it holds

	Required   bool `json:"required,omitempty"`    // must be given on create
	HasDefault bool `json:"has_default,omitempty"` // may be left out on create, and is then filled in
	Nullable   bool `json:"nullable,omitempty"`    // may be null, which clears it
	Unique     bool `json:"unique,omitempty"`
	Immutable  bool `json:"immutable,omitempty"` // only given on create
	ReadOnly   bool `json:"read_only,omitempty"` // never written by the admin
	Sensitive  bool `json:"sensitive,omitempty"` // written, never read: absent from lists, exports, diffs, filters, logs, errors
	Hidden     bool `json:"hidden,omitempty"`    // not part of the admin at all
	Computed   bool `json:"computed,omitempty"`  // no column of its own: made by the host's code from the row
	Filterable bool `json:"filterable,omitempty"`
	Sortable   bool `json:"sortable,omitempty"`

	// Edge is the to-one edge whose foreign key this field holds, "" for none. Pages show the edge in its place.
	Edge string `json:"edge,omitempty"`

	Column string `json:"-"`
}

// Choice is one value of an enum.
type Choice struct {
	Value string `json:"value"`
	Label string `json:"label"`
	Tone  string `json:"tone,omitempty"` // "good", "warn", "bad", "info"
}

// Edge is one edge of a type.
type Edge struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Help  string `json:"help,omitempty"`
	Group string `json:"group,omitempty"`

	Type     string   `json:"type"`              // slug of the type that it leads to
	Rel      Relation `json:"rel"`               //
	Inverse  string   `json:"inverse,omitempty"` // the edge that leads back, "" for none
	Field    string   `json:"field,omitempty"`   // the field that holds the foreign key, "" where none does
	Through  string   `json:"through,omitempty"` // slug of the edge schema between the two
	OnDelete string   `json:"on_delete,omitempty"`

	Required  bool `json:"required,omitempty"`
	Immutable bool `json:"immutable,omitempty"`
	ReadOnly  bool `json:"read_only,omitempty"`
	Hidden    bool `json:"hidden,omitempty"`

	// Where the edge lives: the table and columns of the foreign key, or of the join table, whose Columns are
	// first the one that names this type's row and then the one that names the other's.
	Table   string   `json:"-"`
	Columns []string `json:"-"`
	OwnFK   bool     `json:"-"` // the foreign key is in this type's own table
}

// ToOne reports whether the edge leads to at most one row.
func (e *Edge) ToOne() bool { return e.Rel == OneToOne || e.Rel == ManyToOne }

// Field returns the field of that name, or nil.
func (t *Type) Field(name string) *Field {
	if i := t.FieldIndex(name); i >= 0 {
		return &t.Fields[i]
	}
	return nil
}

// FieldIndex is the place of the field of that name in Fields, -1 where there is none.
func (t *Type) FieldIndex(name string) int {
	for i := range t.Fields {
		if t.Fields[i].Name == name {
			return i
		}
	}
	return -1
}

// Edge returns the edge of that name, or nil.
func (t *Type) Edge(name string) *Edge {
	if i := t.EdgeIndex(name); i >= 0 {
		return &t.Edges[i]
	}
	return nil
}

// EdgeIndex is the place of the edge of that name in Edges, -1 where there is none.
func (t *Type) EdgeIndex(name string) int {
	for i := range t.Edges {
		if t.Edges[i].Name == name {
			return i
		}
	}
	return -1
}

// Editable reports whether rows can be written through the admin at all: the type is no view and not read-only,
// and its rows have one id.
func (t *Type) Editable() bool {
	return !t.ReadOnly && !t.View && len(t.ID.Columns) == 1 && t.ID.Kind != ""
}
