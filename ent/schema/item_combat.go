package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"

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
		unknownInt("buffed_armor_level", "Without spells on it, but with its own cantrips."),
		unknownInt("tinked_armor_level", "Buffed, after the tinkers that are left, all of steel."),
		unknownInt("max_damage", "As shown."),
		unknownInt("base_max_damage", "Without spells."),
		unknownInt("buffed_max_damage", "Without spells on it, but with its own cantrips."),
		unknownFloat("variance", "Share of the damage that varies."),
		unknownFloat("melee_worth", "Mean damage of a hit with Blood Drinker VIII, after the tinkers that are left."),
		unknownFloat("missile_worth", "Missile index: buffed damage + damage modifier's per cent / 3 + elemental bonus."),
		unknownInt("damage_type", "Damage type bits."),
		unknownInt("attack_type", "Kinds of attack that it makes, bits."),
		unknownInt("ammo_type", "Kind of ammunition."),
		unknownInt("weapon_skill", "Skill that wields it."),
		unknownInt("weapon_mastery", "Kind of weapon for masteries."),
		unknownInt("weapon_speed", "Lower is faster."),
		unknownInt("base_weapon_speed", "Without spells."),
		unknownFloat("damage_modifier", "Missile weapons: multiplier, 1.6 = +60 %."),
		unknownFloat("attack_bonus", "Multiplier, 1.18 = +18 %."),
		unknownFloat("base_attack_bonus", "Without spells."),
		unknownFloat("buffed_attack_bonus", "With its own cantrips."),
		unknownFloat("melee_defense_bonus", "Multiplier."),
		unknownFloat("base_melee_defense_bonus", "Without spells."),
		unknownFloat("buffed_melee_defense_bonus", "With its own cantrips."),
		unknownFloat("missile_defense_bonus", "Multiplier."),
		unknownFloat("magic_defense_bonus", "Multiplier."),
		unknownFloat("elemental_vs_monsters", "Casters: multiplier."),
		unknownFloat("base_elemental_vs_monsters", "Without spells."),
		unknownFloat("buffed_elemental_vs_monsters", "With its own cantrips."),
		unknownInt("elemental_damage_bonus", "Missile weapons: points."),
		unknownFloat("mana_conversion_bonus", "Fraction."),
		unknownFloat("base_mana_conversion_bonus", "Without spells."),
		unknownFloat("buffed_mana_conversion_bonus", "With its own cantrips."),
		unknownFloat("critical_frequency", "Chance of a critical hit."),
		unknownFloat("critical_multiplier", "Strength of a critical hit."),
		unknownFloat("ignore_armor", "Share of the armour that it ignores."),
		unknownFloat("resistance_modifier", "Resistance cleaving."),
		unknownInt("resistance_cleave_element", "Damage type bits that it cleaves."),
		unknownFloat("magic_absorb", "Share of magic damage that it absorbs."),
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
		unknownFloat("base_vs_slash", "Against slashing, without spells."),
		unknownFloat("base_vs_pierce", "Against piercing, without spells."),
		unknownFloat("base_vs_bludgeon", "Against bludgeoning, without spells."),
		unknownFloat("base_vs_acid", "Against acid, without spells."),
		unknownFloat("base_vs_lightning", "Against lightning, without spells."),
		unknownFloat("base_vs_fire", "Against fire, without spells."),
		unknownFloat("base_vs_cold", "Against cold, without spells."),
	}
}

// Edges implements ent.Interface.
func (ItemCombat) Edges() []ent.Edge {
	return []ent.Edge{edge.From("item", Item.Type).Ref("combat").Field("item_id").Unique().Required()}
}

// Indexes implements ent.Interface.
func (ItemCombat) Indexes() []ent.Index {
	return sparse("base_armor_level", "buffed_armor_level", "base_max_damage", "variance", "melee_worth", "missile_worth",
		"weapon_speed", "damage_modifier", "attack_bonus", "melee_defense_bonus", "missile_defense_bonus", "magic_defense_bonus",
		"elemental_vs_monsters", "elemental_damage_bonus", "mana_conversion_bonus", "critical_frequency", "critical_multiplier",
		"cleave_targets", "damage_type", "weapon_skill", "weapon_mastery", "slayer_creature")
}
