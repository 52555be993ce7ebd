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

// SavedSearch is a search that a user gave a name.
type SavedSearch struct{ ent.Schema }

// Annotations implements ent.Interface.
func (SavedSearch) Annotations() []schema.Annotation {
	return described("saved_searches", "SavedSearch is a search that a user gave a name.", annotation.Model{
		Label: "Saved search", Plural: "Saved searches", Group: groupPeople, Icon: "search",
		ListColumns: []string{"user_id", "page", "name", "expression"},
		Search:      []string{"name", "expression"}, Order: []string{"name"},
	})
}

// Fields implements ent.Interface.
func (SavedSearch) Fields() []ent.Field {
	return []ent.Field{
		field.Int("user_id").Comment("Whose it is.").Annotations(annotation.Field{Label: "User"}),
		field.String("page").NotEmpty().MaxLen(32).Comment("The page that it belongs to: items, players, …"),
		field.String("name").NotEmpty().MaxRuneLen(maxNameLength).Validate(plainLine).Comment("What the user calls it."),
		field.String("expression").Default("").MaxRuneLen(maxTextLength).Comment("The page's URL state."),
		createdAt(),
		updatedAt(),
	}
}

// Edges implements ent.Interface.
func (SavedSearch) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("user", User.Type).Field("user_id").Unique().Required().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes implements ent.Interface.
func (SavedSearch) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id", "page", "name").Unique()}
}
