package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// Spell is one spell of the game, so that searches can name it.
type Spell struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Spell) Annotations() []schema.Annotation {
	return described("spells", "Spell is one spell of the game, so that searches can name it.", annotation.Model{
		Label: "Spell", Plural: "Spells", Group: groupItems, Icon: "zap", ReadOnly: true,
		ListColumns: []string{"spell_id", "name", "school", "family", "power", "tier"},
		Search:      []string{"name", "family_name"}, Order: []string{"name"},
	})
}

// Fields implements ent.Interface.
func (Spell) Fields() []ent.Field {
	return []ent.Field{
		field.Int("spell_id").Unique().Positive().Comment("The game's id."),
		field.String("name").NotEmpty().MaxRuneLen(255).Comment("The game's name."),
		field.String("school").Default("").MaxRuneLen(maxNameLength).Comment("School of magic."),
		field.Int("family").Default(0).NonNegative().Comment("Spells of one family do not add up: the greatest power counts."),
		field.String("family_name").Default("").MaxRuneLen(255).Comment("The family's name."),
		field.Int("power").Default(0).Comment("Rank within the family."),
		field.Int("level").Default(0).NonNegative().Comment("I to VIII as 1 to 8; 0 for none."),
		field.Int("duration_seconds").Default(0).Comment("0 for what lasts as long as it is worn."),
		field.Int("mana").Default(0).NonNegative().Comment("Mana to cast it."),
		field.String("tier").Default("").MaxRuneLen(32).Comment("Cantrips: minor, major, epic, legendary, …; '' for others."),
		field.Bool("is_cantrip").Default(false).Comment("Lasts while the item is worn."),
		field.Bool("is_ward").Default(false).Comment("Guards against an element."),
	}
}

// Indexes implements ent.Interface.
func (Spell) Indexes() []ent.Index {
	return []ent.Index{index.Fields("name"), index.Fields("family", "power")}
}
