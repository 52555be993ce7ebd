package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// UserSession is one sign-in of a user, named by its cookie's sid.
type UserSession struct{ ent.Schema }

// Annotations implements ent.Interface.
func (UserSession) Annotations() []schema.Annotation {
	return described("user_sessions", "UserSession is one sign-in of a user, named by its cookie's sid.", annotation.Model{
		Label: "Session", Plural: "Sessions", Group: groupPeople, Icon: "key", ReadOnly: true, Title: []string{"address"},
		ListColumns: []string{"user_id", "created_at", "last_seen_at", "address", "user_agent", "ended_at"},
		Search:      []string{"address", "user_agent"}, Order: []string{"-last_seen_at"},
		Scopes: []annotation.Scope{{Name: "Signed in", Filter: "ended_at:null expires_at>now"}, {Name: "Ended", Filter: "ended_at!=null"}},
	})
}

// Fields implements ent.Interface.
func (UserSession) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").NotEmpty().MaxLen(64).Immutable().Comment("The random sid of the cookie."),
		field.Int("user_id").Immutable().Comment("Whose session it is.").Annotations(annotation.Field{Label: "User"}),
		createdAt(),
		field.Time("last_seen_at").Default(now).Comment("The last request, to within minutes."),
		field.Time("expires_at").Comment("When the cookie ends by itself."),
		field.String("address").Default("").MaxLen(64).Comment("The client's address at sign-in."),
		field.String("user_agent").Default("").MaxLen(1_024).Comment("The browser's own description at sign-in."),
		field.Time("ended_at").Optional().Nillable().Comment("When it was ended; NULL while it counts."),
	}
}

// Edges implements ent.Interface.
func (UserSession) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("user", User.Type).Ref("sessions").Field("user_id").Unique().Required().Immutable(),
	}
}

// Indexes implements ent.Interface.
func (UserSession) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id", "last_seen_at"), index.Fields("expires_at")}
}
