package schema

import (
	"context"
	"fmt"
	"strings"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"

	"github.com/mosswart/overlord/admin/annotation"
)

// User is a person who may sign in.
type User struct{ ent.Schema }

// Annotations implements ent.Interface.
func (User) Annotations() []schema.Annotation {
	return described("users", "User is a person who may sign in.", annotation.Model{
		Label: "User", Plural: "Users", Slug: "accounts", Group: groupPeople, Icon: "user",
		ListColumns: []string{"username", "is_admin", "created_at", "last_seen_at"},
		Search:      []string{"username"}, Order: []string{"username"}, Inlines: []string{"accesses"},
		Help:   "Invitations and links for new passwords are made on the page Users.",
		Scopes: []annotation.Scope{{Name: "Admins", Filter: "is_admin:true"}, {Name: "Without second factor", Filter: "totp_confirmed_at:null"}},
	})
}

// Fields implements ent.Interface.
func (User) Fields() []ent.Field {
	return []ent.Field{
		field.String("username").NotEmpty().MaxRuneLen(maxNameLength).Validate(plainLine).
			Comment("The name to sign in with, as it is shown."),
		field.String("username_key").Unique().NotEmpty().Annotations(annotation.Field{Hidden: true}).
			Comment("The username in lower case, so that two users never differ by case alone; follows username by itself."),
		field.String("password_hash").Sensitive().NotEmpty().MaxLen(100).Comment("bcrypt.").Annotations(annotation.Field{
			Label: "Password", Widget: "password", Help: "10 characters or more. A new one signs the user out everywhere.",
		}),
		field.Bool("is_admin").Default(false).Comment("May do everything.").Annotations(annotation.Field{Label: "Admin"}),
		field.Time("sessions_valid_after").Optional().Nillable().Annotations(annotation.Field{ReadOnly: true, Label: "Signed out until"}).
			Comment("A cookie issued before this is refused; moved when the password changes."),
		field.String("totp_secret").Sensitive().Optional().Nillable().MaxLen(128).Annotations(annotation.Field{Hidden: true}).
			Comment("The second factor's secret, base32; counts only once confirmed."),
		field.Time("totp_confirmed_at").Optional().Nillable().Comment("When the first code was entered; NULL: no second factor.").
			Annotations(annotation.Field{ReadOnly: true, Label: "Second factor since"}),
		field.Int64("totp_last_step").Optional().Nillable().NonNegative().Annotations(annotation.Field{Hidden: true}).
			Comment("The newest 30 s step whose code was accepted: no code works twice."),
		field.Strings("recovery_code_hashes").Sensitive().Optional().Annotations(annotation.Field{Hidden: true}).
			Comment("Hashes of the recovery codes that are left."),
		createdAt(),
		field.Time("last_seen_at").Optional().Nillable().Comment("The last request, to within minutes.").Annotations(annotation.Field{ReadOnly: true}),
	}
}

// Edges implements ent.Interface.
func (User) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("sessions", UserSession.Type).Annotations(entsql.OnDelete(entsql.Cascade), annotation.Edge{ReadOnly: true}),
		edge.To("accesses", CharacterAccess.Type).Annotations(entsql.OnDelete(entsql.Cascade), annotation.Edge{Label: "Characters"}),
	}
}

// Hooks implements ent.Interface: username_key follows username.
func (User) Hooks() []ent.Hook {
	return []ent.Hook{func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			if name, ok := m.Field("username"); ok {
				if err := m.SetField("username_key", UsernameKey(fmt.Sprint(name))); err != nil {
					return nil, fmt.Errorf("set username_key: %w", err)
				}
			}
			return next.Mutate(ctx, m)
		})
	}}
}

// UsernameKey is the form in which usernames are compared and looked up.
func UsernameKey(username string) string { return strings.ToLower(username) }
