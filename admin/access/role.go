package access

// The actions of every type. A custom action goes by its own name.
const (
	View   = "view"
	Create = "create"
	Update = "update"
	Delete = "delete"
	Export = "export"
	Import = "import"
)

// Actions are the actions of every type, in the order in which people expect them.
var Actions = []string{View, Create, Update, Delete, Export, Import}

// Any stands for every type, every action or every field.
const Any = "*"

// What a grant may name beside types: the list of all changes, and the state of the program. Both know View alone.
const (
	Audit  = "_audit"
	System = "_system"
)

// The names of the roles that are always there.
const (
	Viewer = "viewer"
	Editor = "editor"
	Admin  = "admin"
)

// Role is a named set of grants.
type Role struct {
	Name    string  `json:"name"`     // [a-z][a-z0-9_-]*, at most 40 letters
	Label   string  `json:"label"`    // for people to read
	BuiltIn bool    `json:"built_in"` // cannot be changed
	Grants  []Grant `json:"grants"`
}

// Grant gives actions on the rows of a type.
//
// Several grants of one type add up, part by part: an action is allowed on the rows of every grant that names it; a
// field may be read (given in a create, given in an update) where any grant that allows to view (to create, to update)
// names it, and then on every row that may be viewed (updated). The same holds for column privileges and row policies in
// PostgreSQL. So that nobody gets more by it than the grants say one by one, Policy.Widened finds what does not add up.
// To import, one needs the right to create or to update as well.
type Grant struct {
	Type    string   `json:"type"`    // slug, Any for all types, or Audit or System
	Actions []string `json:"actions"` // Any includes custom actions
	// Fields narrows a grant to some fields and edges.
	Fields Fields `json:"fields,omitzero"`
	// Rows narrows a grant to the rows that this filter selects, "" for all. $me and $name stand for the id and the name
	// of whoever asks. A row may be created outside of it. Export, update, delete and custom actions are for rows that
	// may be viewed as well.
	Rows string `json:"rows,omitempty"`
}

// Fields are the fields and edges that a grant is narrowed to: names, Any for all, and names after a "-" that are left
// out whatever else is said. A field that holds an edge's foreign key and that edge are one. nil is all of them; for
// Write it is all that can be read.
type Fields struct {
	Read  []string `json:"read,omitzero"`
	Write []string `json:"write,omitzero"`
}

// BuiltIn are the roles that are always there. Beside what its grant says, Admin manages roles, members, API keys and
// people.
func BuiltIn() []Role {
	all := []Grant{{Type: Any, Actions: []string{Any}}}
	return []Role{
		{Name: Viewer, Label: "Viewer", BuiltIn: true, Grants: []Grant{{Type: Any, Actions: []string{View, Export}}}},
		{Name: Editor, Label: "Editor", BuiltIn: true, Grants: all},
		{Name: Admin, Label: "Administrator", BuiltIn: true, Grants: append(all[:1:1],
			Grant{Type: Audit, Actions: []string{View}}, Grant{Type: System, Actions: []string{View}})},
	}
}

// special reports whether a grant's type is none of the project's.
func special(slug string) bool { return slug == Audit || slug == System }
