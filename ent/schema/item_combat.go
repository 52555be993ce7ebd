package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/mosswart/overlord/admin/annotation"
)

// ItemCombat is an item's numbers in combat; NULL where it has none.
type ItemCombat struct{ ent.Schema }

// Annotations implements ent.Interface.
func (ItemCombat) Annotations() []schema.Annotation {
	return described("item_combat_stats", "ItemCombat is an item's numbers in combat; NULL where it has none.", annotation.Model{
		Label: "Combat values", Plural: "Combat values", Group: groupItemParts, Icon: "swords", ReadOnly: true,
		ListColumns: []string{"item_id", "armor_level", "max_damage", "damage_type"},
	})
}

// Fields implements ent.Interface.
func (ItemCombat) Fields() []ent.Field {
	return []ent.Field{
		field.Int("item_id").Comment("Row id of the item.").Annotations(annotation.Field{Label: "Item"}),
		unknownInt("armor_level", "As shown, with the spells now on it."),
		unknownInt("base_armor_level", "Without spells."),
		unknownInt("max_damage", "As shown."),
		unknownInt("base_max_damage", "Without spells."),
		unknownFloat("variance", "Share of the damage that varies."),
		unknownInt("damage_type", "Damage type bits."),
		unknownInt("weapon_skill", "Skill that wields it."),
		unknownInt("weapon_mastery", "Kind of weapon for masteries."),
		unknownInt("weapon_speed", "Lower is faster."),
		unknownFloat("damage_modifier", "Missile weapons: multiplier, 1.6 = +60 %."),
		unknownFloat("attack_bonus", "Multiplier, 1.18 = +18 %."),
		unknownFloat("melee_defense_bonus", "Multiplier."),
		unknownFloat("missile_defense_bonus", "Multiplier."),
		unknownFloat("magic_defense_bonus", "Multiplier."),
		unknownFloat("elemental_vs_monsters", "Casters: multiplier."),
		unknownInt("elemental_damage_bonus", "Missile weapons: points."),
		unknownFloat("mana_conversion_bonus", "Fraction."),
		unknownFloat("critical_frequency", "Chance of a critical hit."),
		unknownFloat("critical_multiplier", "Strength of a critical hit."),
		unknownFloat("resistance_modifier", "Resistance cleaving."),
		unknownInt("resistance_cleave_element", "Damage type bits that it cleaves."),
		unknownInt("slayer_creature", "Creature type that it slays."),
		unknownFloat("slayer_bonus", "Multiplier against that type."),
		unknownInt("cleave_targets", "How many targets a swing reaches."),
		unknownInt("cloak_proc", "What a cloak does when it surges."),
		unknownFloat("vs_slash", "Armour modifier against slashing."),
		unknownFloat("vs_pierce", "Against piercing."),
		unknownFloat("vs_bludgeon", "Against bludgeoning."),
		unknownFloat("vs_acid", "Against acid."),
		unknownFloat("vs_lightning", "Against lightning."),
		unknownFloat("vs_fire", "Against fire."),
		unknownFloat("vs_cold", "Against cold."),
		unknownFloat("vs_nether", "Against nether."),
	}
}

// Edges implements ent.Interface.
func (ItemCombat) Edges() []ent.Edge {
	return []ent.Edge{edge.From("item", Item.Type).Ref("combat").Field("item_id").Unique().Required()}
}

// Indexes implements ent.Interface.
func (ItemCombat) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("item_id").Unique(),
		index.Fields("armor_level"),
		index.Fields("max_damage"),
	}
}
