package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"

	"github.com/mosswart/overlord/admin/annotation"
)

// ItemEnhancements is what was done to an item, and the magic in it.
type ItemEnhancements struct{ ent.Schema }

// Annotations implements ent.Interface.
func (ItemEnhancements) Annotations() []schema.Annotation {
	return described("item_enhancements", "ItemEnhancements is what was done to an item, and the magic in it.", annotation.Model{
		Label: "Enhancements", Plural: "Enhancements", Group: groupItemParts, Icon: "wrench", ReadOnly: true,
		ListColumns: []string{"item_id", "times_tinkered", "imbue_bits", "spellcraft"},
	})
}

// Fields implements ent.Interface.
func (ItemEnhancements) Fields() []ent.Field {
	return []ent.Field{
		field.Int("item_id").Comment("Row id of the item.").Annotations(annotation.Field{Label: "Item"}),
		unknownInt("times_tinkered", "0 to 10."),
		unknownInt("imbue_bits", "Imbue bits, unsigned 32 bits."),
		unknownInt("spellcraft", "Strength of its spells."),
		unknownInt("mana_current", "Mana in it."),
		unknownInt("mana_max", "Mana that it holds."),
		unknownFloat("mana_rate", "Mana a second, negative."),
		unknownInt("mana_cost", "Mana that activating it takes."),
		unknownInt("unenchantable", "9999: no spell can be cast on it."),
		unknownInt("item_level_max", "Highest item level."),
		unknownInt("item_xp_style", "How it levels."),
		unknownInt("gem_count", "Gems set in it."),
		unknownInt("gem_type", "Their material."),
		unknownInt("salvage_items", "Salvage: how many items went in."),
		unknownInt("structure", "Uses left."),
		unknownInt("structure_max", "Uses when new."),
		unknownFloat("healing_kit_bonus", "Healing kits: multiplier."),
		unknownFloat("mana_stone_efficiency", "Mana stones: share of the mana that they take."),
		unknownInt("associated_spell", "The spell that a scroll, a gem or a weapon casts."),
		field.String("tinkerer").Default("").MaxRuneLen(maxNameLength).Comment("Who tinkered it last."),
		field.String("imbuer").Default("").MaxRuneLen(maxNameLength).Comment("Who imbued it."),
		field.String("inscription").Default("").MaxRuneLen(maxTextLength).Comment("What is written on it."),
	}
}

// Edges implements ent.Interface.
func (ItemEnhancements) Edges() []ent.Edge {
	return []ent.Edge{edge.From("item", Item.Type).Ref("enhancements").Field("item_id").Unique().Required()}
}

// Indexes implements ent.Interface.
func (ItemEnhancements) Indexes() []ent.Index {
	return sparse("imbue_bits", "item_level_max")
}
