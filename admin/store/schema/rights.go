package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Role is a custom role. The built-in ones have no row.
type Role struct{ ent.Schema }

// Annotations of the Role.
func (Role) Annotations() []schema.Annotation { return table("admin_roles") }

// Fields of the Role.
func (Role) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").Comment("its name"),
		field.String("label"),
		field.Text("grants").Comment("JSON"),
		field.Int64("updated_at"),
	}
}

// Member is a user who has roles in the admin.
type Member struct{ ent.Schema }

// Annotations of the Member.
func (Member) Annotations() []schema.Annotation { return table("admin_members") }

// Fields of the Member.
func (Member) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").Comment("the user's"),
		field.String("name"),
		field.Strings("roles"),
		field.Int64("updated_at"),
	}
}

// Key is an API key.
type Key struct{ ent.Schema }

// Annotations of the Key.
func (Key) Annotations() []schema.Annotation { return table("admin_keys") }

// Fields of the Key.
func (Key) Fields() []ent.Field {
	return []ent.Field{
		field.String("id"),
		field.String("hash").Sensitive().Immutable().Comment("SHA-256 of the secret, in hex"),
		field.String("name"),
		field.String("owner_id").Immutable(),
		field.String("owner_name").Immutable(),
		field.Strings("scopes"),
		field.Int64("created_at").Immutable(),
		field.Int64("expires_at").Optional().Nillable(),
		field.Int64("revoked_at").Optional().Nillable(),
		field.Int64("last_used_at").Optional().Nillable(),
	}
}

// Indexes of the Key.
func (Key) Indexes() []ent.Index {
	return []ent.Index{index.Fields("owner_id").StorageKey("admin_keys_owner_id")}
}

// View is a saved view of a type's list.
type View struct{ ent.Schema }

// Annotations of the View.
func (View) Annotations() []schema.Annotation { return table("admin_views") }

// Fields of the View.
func (View) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id"),
		field.String("type").Immutable(),
		field.String("name"),
		field.String("owner_id").Immutable(),
		field.String("owner_name").Immutable(),
		field.Text("filter").Default(""),
		field.String("search").Default(""),
		field.String("sort").Default(""),
		field.Strings("columns").Optional(),
		field.Bool("everyone").Default(false),
		field.Strings("roles").Optional().Comment("with whom it is shared"),
		field.Int("position").Default(0),
		field.Int64("updated_at"),
	}
}

// Indexes of the View.
func (View) Indexes() []ent.Index {
	return []ent.Index{index.Fields("type").StorageKey("admin_views_type")}
}

// State is a named value of the admin itself: the version of roles and rights, the secret that signs.
type State struct{ ent.Schema }

// Annotations of the State.
func (State) Annotations() []schema.Annotation { return table("admin_state") }

// Fields of the State.
func (State) Fields() []ent.Field {
	return []ent.Field{
		field.String("id"),
		field.Int64("number").Default(0),
		field.String("text").Default("").Sensitive(),
	}
}
