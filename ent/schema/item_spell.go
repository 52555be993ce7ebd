package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// ItemSpell is one spell on an item.
type ItemSpell struct{ ent.Schema }

// Annotations implements ent.Interface.
func (ItemSpell) Annotations() []schema.Annotation {
	return described("item_spells", "ItemSpell is one spell on an item.", annotation.Model{
		Label: "Item spell", Plural: "Spells on items", Group: groupItemParts, Icon: "zap", ReadOnly: true, Title: []string{"tier"},
		ListColumns: []string{"item_id", "spell_id", "family", "tier", "is_active"},
	})
}

// Fields implements ent.Interface.
func (ItemSpell) Fields() []ent.Field {
	return []ent.Field{
		field.Int("item_id").Comment("Row id of the item.").Annotations(annotation.Field{Label: "Item"}),
		field.Int("spell_id").Comment("The game's id of the spell."),
		field.Int("family").Default(0).Comment("The spell's family; 0 while unknown."),
		field.Int("power").Default(0).Comment("Rank within the family."),
		field.String("tier").Default("").MaxRuneLen(32).Comment("Cantrips: minor, major, epic, legendary, …; '' for others."),
		field.Bool("is_active").Default(false).Comment("Cast on the item now, rather than its own."),
	}
}

// Edges implements ent.Interface.
func (ItemSpell) Edges() []ent.Edge {
	return []ent.Edge{edge.From("item", Item.Type).Ref("spells").Field("item_id").Unique().Required()}
}

// Indexes implements ent.Interface.
func (ItemSpell) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("item_id", "spell_id", "is_active").Unique(),
		index.Fields("spell_id", "item_id", "is_active"),
	}
}
