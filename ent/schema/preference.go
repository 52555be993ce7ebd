package schema

import (
	"encoding/json"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// Preference is one setting of a user's own: theme, density, columns.
type Preference struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Preference) Annotations() []schema.Annotation {
	return described("preferences", "Preference is one setting of a user's own: theme, density, columns.", annotation.Model{
		Label: "Preference", Plural: "Preferences", Group: groupPeople, Icon: "sliders-horizontal", ReadOnly: true,
		ListColumns: []string{"user_id", "key", "updated_at"}, Search: []string{"key"}, Order: []string{"key"},
	})
}

// Fields implements ent.Interface.
func (Preference) Fields() []ent.Field {
	return []ent.Field{
		field.Int("user_id").Comment("Whose it is.").Annotations(annotation.Field{Label: "User"}),
		field.String("key").NotEmpty().MaxLen(64).Comment("What is set."),
		field.JSON("content", json.RawMessage{}).Comment("What it is set to."),
		updatedAt(),
	}
}

// Edges implements ent.Interface.
func (Preference) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("user", User.Type).Field("user_id").Unique().Required().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes implements ent.Interface.
func (Preference) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id", "key").Unique()}
}
