package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// User is somebody who signs in, where the project has no users of its own.
type User struct{ ent.Schema }

// Annotations of the User.
func (User) Annotations() []schema.Annotation { return table("admin_users") }

// Fields of the User.
func (User) Fields() []ent.Field {
	return []ent.Field{
		field.Int64("id"),
		field.String("name"),
		field.String("name_key").Unique().Comment("the name in lower case: one user a name"),
		field.String("password_hash").Default("").Sensitive().Comment("bcrypt; empty until a link is used"),
		field.Bool("superuser").Default(false),
		field.Bool("active").Default(true),
		field.Int64("created_at").Immutable(),
		field.Int64("last_seen_at").Optional().Nillable(),
		field.String("totp_secret").Default("").Sensitive(),
		field.Int64("totp_confirmed_at").Optional().Nillable(),
		field.Int64("totp_step").Default(0).Comment("the last one that a code was of"),
		field.Strings("recovery_hashes").Optional().Sensitive(),
	}
}

// Edges of the User.
func (User) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("sessions", Session.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("links", Link.Type).Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Session is one sign-in. Its row is gone when it ends.
type Session struct{ ent.Schema }

// Annotations of the Session.
func (Session) Annotations() []schema.Annotation { return table("admin_sessions") }

// Fields of the Session.
func (Session) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").Sensitive().Comment("SHA-256 of the cookie, in hex"),
		field.Int64("user_id").Immutable(),
		field.Int64("created_at").Immutable(),
		field.Int64("last_seen_at"),
		field.Int64("expires_at").Immutable(),
		field.String("address").Default("").Immutable(),
		field.String("user_agent").Default("").Immutable(),
	}
}

// Edges of the Session.
func (Session) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("user", User.Type).Ref("sessions").Field("user_id").Unique().Required().Immutable(),
	}
}

// Indexes of the Session.
func (Session) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id").StorageKey("admin_sessions_user_id"), index.Fields("expires_at").StorageKey("admin_sessions_expires_at")}
}

// Link is a one-time link: to make the first user, or to set a user's password.
type Link struct{ ent.Schema }

// Annotations of the Link.
func (Link) Annotations() []schema.Annotation { return table("admin_links") }

// Fields of the Link.
func (Link) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").Sensitive().Comment("SHA-256 of the token, in hex"),
		field.Int64("user_id").Optional().Nillable().Immutable().Comment("null: makes the first user"),
		field.Int64("created_at").Immutable(),
		field.Int64("expires_at").Immutable(),
	}
}

// Edges of the Link.
func (Link) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("user", User.Type).Ref("links").Field("user_id").Unique().Immutable(),
	}
}

// Indexes of the Link.
func (Link) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id").StorageKey("admin_links_user_id")}
}
