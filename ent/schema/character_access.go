package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// CharacterAccess is what one user may do with one character.
type CharacterAccess struct{ ent.Schema }

// Annotations implements ent.Interface.
func (CharacterAccess) Annotations() []schema.Annotation {
	return described("character_accesses", "CharacterAccess is what one user may do with one character.", annotation.Model{
		Label: "Character access", Plural: "Character access", Group: groupPeople, Icon: "lock",
		ListColumns: []string{"user_id", "character_id", "see_tells", "command"},
	})
}

// Fields implements ent.Interface.
func (CharacterAccess) Fields() []ent.Field {
	return []ent.Field{
		field.Int("user_id").Comment("Who.").Annotations(annotation.Field{Label: "User"}),
		field.Int("character_id").Comment("With which character.").Annotations(annotation.Field{Label: "Character"}),
		field.Bool("see_tells").Default(false).Comment("May read the character's tells."),
		field.Bool("command").Default(true).Comment("May send commands to the character."),
		createdAt(),
	}
}

// Edges implements ent.Interface.
func (CharacterAccess) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("user", User.Type).Ref("accesses").Field("user_id").Unique().Required(),
		edge.From("character", Character.Type).Ref("accesses").Field("character_id").Unique().Required(),
	}
}

// Indexes implements ent.Interface.
func (CharacterAccess) Indexes() []ent.Index {
	return []ent.Index{index.Fields("user_id", "character_id").Unique(), index.Fields("character_id")}
}
