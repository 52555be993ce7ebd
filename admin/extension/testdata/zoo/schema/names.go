package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
)

// Types whose names are also those of packages, of other types and of pages.
type (
	Task     struct{ ent.Schema }
	Group    struct{ ent.Schema }
	PC       struct{ ent.Schema }
	Goods    struct{ ent.Schema }
	API      struct{ ent.Schema }
	Admin    struct{ ent.Schema }
	Resource struct{ ent.Schema }
	Role     struct{ ent.Schema }
	Key      struct{ ent.Schema }
	Context  struct{ ent.Schema }
	Meta     struct{ ent.Schema }
	Entity   struct{ ent.Schema }
	Binding  struct{ ent.Schema }
	Dialect  struct{ ent.Schema }
	Errors   struct{ ent.Schema }
	Person   struct{ ent.Schema }
	Mixed    struct{ ent.Schema }
)

// Fields implements ent.Interface: keywords, and names that ent has other uses for.
func (Task) Fields() (fields []ent.Field) {
	for _, name := range []string{"type", "func", "range", "select", "default", "package", "map", "chan", "go", "var", "interface", "return",
		"op", "client", "label", "value", "config", "table", "where", "fields", "hooks", "policy", "mutation", "order", "limit", "path",
		"row", "m", "z", "t", "ok", "firstName"} {
		fields = append(fields, field.String(name).Optional())
	}
	return fields
}

// Edges implements ent.Interface.
func (Task) Edges() []ent.Edge {
	return []ent.Edge{edge.To("context", Context.Type).Unique(), edge.To("groups", Group.Type), edge.To("meta", Meta.Type).Unique(), edge.To("api", API.Type)}
}

// Fields implements ent.Interface.
func (Mixed) Fields() []ent.Field {
	return []ent.Field{field.String("name"), field.String("equipment_set"), field.String("name_history").Optional()}
}

// Fields implements ent.Interface.
func (Person) Fields() []ent.Field {
	return []ent.Field{field.String("first_name"), field.String("last_name"), field.String("email").Unique()}
}
