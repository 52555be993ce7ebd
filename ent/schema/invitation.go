package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// Invitation is a one-time link: to join, to set a forgotten password anew, or to become the first admin.
type Invitation struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Invitation) Annotations() []schema.Annotation {
	return described("invitations",
		"Invitation is a one-time link: to join, to set a forgotten password anew, or to become the first admin.",
		annotation.Model{
			Label: "Invitation", Plural: "Invitations", Group: groupPeople, Icon: "mail", ReadOnly: true,
			ListColumns: []string{"kind", "username", "is_admin", "created_at", "expires_at", "used_at"},
			Search:      []string{"username"}, Order: []string{"-created_at"},
			Scopes: []annotation.Scope{{Name: "Open", Filter: "used_at:null expires_at>now"}, {Name: "Used", Filter: "used_at!=null"}},
		})
}

// Fields implements ent.Interface.
func (Invitation) Fields() []ent.Field {
	return []ent.Field{
		field.String("token_hash").Unique().Sensitive().NotEmpty().MaxLen(128).Immutable().
			Comment("Hash of the link's token; the token itself is shown once and kept nowhere."),
		field.Enum("kind").Values("invite", "reset", "first_admin").Immutable().Comment("What the link is for.").
			Annotations(annotation.Field{Choices: []annotation.Choice{
				{Value: "invite", Label: "Invitation"}, {Value: "reset", Label: "New password"}, {Value: "first_admin", Label: "First admin", Tone: "warn"},
			}}),
		field.String("username").Default("").MaxRuneLen(maxNameLength).Validate(plainLine).
			Comment("The name that is fixed for the new user, or whose password is reset; '' lets the guest choose."),
		field.Bool("is_admin").Default(false).Comment("Whether the new user will be an admin.").Annotations(annotation.Field{Label: "Admin"}),
		field.Int("user_id").Optional().Nillable().Immutable().Comment("Whose password a reset sets."),
		field.Int("created_by_id").Optional().Nillable().Immutable().Comment("Who made it; NULL: the program itself."),
		createdAt(),
		field.Time("expires_at").Comment("After this the link is dead."),
		field.Time("used_at").Optional().Nillable().Comment("When it was used; it works once."),
	}
}

// Edges implements ent.Interface.
func (Invitation) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("user", User.Type).Field("user_id").Unique().Immutable().Annotations(entsql.OnDelete(entsql.Cascade)),
		edge.To("created_by", User.Type).Field("created_by_id").Unique().Immutable().
			Annotations(entsql.OnDelete(entsql.SetNull)),
	}
}

// Indexes implements ent.Interface.
func (Invitation) Indexes() []ent.Index {
	return []ent.Index{index.Fields("created_at"), index.Fields("user_id")}
}
