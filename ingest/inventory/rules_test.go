package inventory_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/ingest/inventory"
)

// columns are a record's values by "part.column", numbers as JSON writes them; what is unknown is not there.
func columns(t testing.TB, r inventory.Record) map[string]string {
	t.Helper()
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for name, part := range parts {
		var values map[string]json.RawMessage
		if name == "spells" || json.Unmarshal(part, &values) != nil {
			continue
		}
		for column, v := range values {
			out[name+"."+column] = strings.Trim(string(v), `"`)
		}
	}
	return out
}

// TestTheRulesOfTheGame holds values that were worked out by hand from the game's rules, not by the program. "-" stands
// for unknown.
func TestTheRulesOfTheGame(t *testing.T) {
	rules := map[string]map[string]string{
		"worn helm, Impenetrability VIII and its own legendary one active": {
			"item.name": "Silver Basinet", "item.object_id": "2147549185", "item.wear_slots": "1", "item.equipped_slots": "1", "item.equipment_set": "13",
			"combat.armor_level": "620", "combat.base_armor_level": "300" /* 620-240-80 */, "combat.buffed_armor_level": "380", /* 300+80 */
			"combat.tinked_armor_level": "580" /* 10 of steel */, "requirements.wield_level": "180", "item.icon": "4000",
		},
		"worn gauntlets, two Impenetrabilities active of which the stronger counts": {
			"combat.base_armor_level": "200" /* 440-240 */, "combat.buffed_armor_level": "200", /* its own VI is no cantrip */
		},
		"worn breastplate under banes: Acid capped at 2, Flame not": {
			"combat.vs_acid": "2", "combat.base_vs_acid": "-" /* more than the cap */, "combat.base_vs_fire": "0.2" /* 1.9-1.7 */, "combat.base_vs_cold": "1", /* 1.15-0.15 */
		},
		"helm under Brittlemail, whose effect nobody tells": {"combat.armor_level": "60", "combat.base_armor_level": "-", "combat.buffed_armor_level": "-"},
		"quest coat: no material, not to be cut": {
			"item.name": "Greater Olthoi Coat", "item.wear_slots": "7680", "item.reduced_slots": "0", "item.material": "-", "item.value_pyreals": "0",
			"combat.tinked_armor_level": "530" /* a tinker cannot work it */, "requirements.wield_level": "150", "enhancements.unenchantable": "9999",
			"item.attuned": "1", "item.bonded": "1", "enhancements.mana_rate": "-0.033", "item.container_id": "2415919105", /* -1879048191 + 2^32 */
		},
		"loot coat over four slots":                 {"item.wear_slots": "7680" /* 0x1E00 */, "item.reduced_slots": "512" /* chest */, "combat.buffed_armor_level": "322" /* Epic beats Major */},
		"the same coat, cut down to the chest":      {"item.wear_slots": "512", "item.reduced_slots": "0", "combat.base_armor_level": "262"},
		"sleeves":                                   {"item.wear_slots": "6144", "item.reduced_slots": "6144" /* upper or lower arms */},
		"leggings over three slots":                 {"item.wear_slots": "25600", "item.reduced_slots": "25600" /* abdomen, upper or lower legs */},
		"boots that list the lower legs too":        {"item.equippable_slots": "384", "item.wear_slots": "256" /* feet */, "item.reduced_slots": "0"},
		"robe":                                      {"item.reduced_slots": "0"},
		"armour, ten times tinkered":                {"combat.buffed_armor_level": "520", "combat.tinked_armor_level": "520", "enhancements.times_tinkered": "10", "enhancements.tinkerer": "Smith of Holtburg"},
		"rated armour":                              {"ratings.crit_damage": "2", "ratings.crit_damage_resist": "1", "ratings.pk_damage": "1", "ratings.total": "4", "ratings.damage": "-"},
		"armour for one heritage, two requirements": {"requirements.wield_kind": "2", "requirements.wield_level": "150", "requirements.heritage": "3", "requirements.heritage_specific": "1"},
		"society armour":                            {"item.equipment_set": "30", "requirements.wield_kind_4": "8", "requirements.wield_minimum_4": "3", "requirements.wield_level": "180"},
		"shield, absorbs magic":                     {"item.wear_slots": "2097152", "enhancements.imbue_bits": "536870912", "combat.magic_absorb": "0.25"},
		"shirt":                                     {"item.wear_slots": "26" /* 0x1A */, "combat.armor_level": "0", "combat.tinked_armor_level": "0", "ratings.damage_resist": "1"},
		"pants":                                     {"item.wear_slots": "192" /* 0xC0 */, "ratings.damage": "3", "combat.armor_level": "-"},
		"shirt and trousers in one":                 {"item.wear_slots": "218" /* both */, "requirements.wield_kind": "-"},
		"cloak":                                     {"item.wear_slots": "134217728", "item.equipment_set": "54", "enhancements.item_level_max": "5", "combat.cloak_proc": "1"},
		"ring, worn on the left":                    {"item.name": "Gold Ring", "item.wear_slots": "786432", "item.equipped_slots": "262144", "ratings.vitality": "3", "item.wielder_id": "1342177290"},
		"necklace":                                  {"requirements.activation_skill": "33", "requirements.activation_skill_level": "250"},
		"caster, wielded: Spirit Drinker VIII and its own Spirit Thirst active": {
			"combat.base_elemental_vs_monsters":   "1.18", /* 1.33-0.08-0.07 */
			"combat.buffed_elemental_vs_monsters": "1.25", /* its own Spirit Drinker VIII is no cantrip */
			"combat.base_melee_defense_bonus":     "1.09", /* 1.38-0.20-0.09 */
			"combat.buffed_melee_defense_bonus":   "1.18",
			"combat.base_mana_conversion_bonus":   "0.1", /* 0.198/1.8/1.1 */
			"combat.buffed_mana_conversion_bonus": "0.11",
			"combat.damage_type":                  "16", /* fire, from the casters' property */
			"enhancements.imbue_bits":             "512",
		},
		"orb, not appraised": {"item.has_id_data": "false", "item.workmanship": "7", "combat.mana_conversion_bonus": "-", "requirements.wield_kind": "-"},
		"sword, wielded: Blood Drinker VIII, Defender VI, Swift Killer V and Blood Thirst active": {
			"combat.max_damage": "95", "combat.base_max_damage": "64" /* 95-24-7 */, "combat.buffed_max_damage": "71",
			"combat.base_attack_bonus": "1.24" /* 1.27-0.03 */, "combat.base_melee_defense_bonus": "1.11", /* 1.26-0.15 */
			"combat.weapon_speed": "0", "combat.base_weapon_speed": "-", /* at its bound */
			// (71+24) and one tinker left, imbued already: granite makes 0.4 into 0.32: 95 x (0.9x1.68/2 + 0.2) = 90.82,
			// iron 96 x (0.9x1.6/2 + 0.2) = 88.32.
			"combat.melee_worth": "90.82",
		},
		"dagger of two strikes, quest, slayer of Mosswarts": {
			"combat.slayer_creature": "4", "combat.slayer_bonus": "2.2", "combat.attack_type": "36",
			"combat.melee_worth": "56" /* 64 x (0.9x1.5/2 + 0.2): no tinkers */, "combat.ignore_armor": "0.5",
		},
		"Phantom Sword: ignores all armour, bit 31":          {"enhancements.imbue_bits": "2147483648", "combat.melee_worth": "45.5" /* 52 x 0.875 */},
		"two imbues in two properties":                       {"enhancements.imbue_bits": "6"},
		"two-handed sword that cleaves, resistance cleaving": {"combat.cleave_targets": "2", "combat.resistance_cleave_element": "8", "item.wear_slots": "33554432"},
		"bow with an elemental bonus": {
			"combat.missile_worth": "72.667", /* 4 of its Blood Thirst + 140/3 + 22 */
			"combat.melee_worth":   "-",
		},
		"crossbow with a plain bolt's damage unknown": {"combat.max_damage": "-", "combat.weapon_speed": "-", "combat.missile_worth": "-"},
		"thrown weapons, a stack of 60":               {"item.stack_count": "60", "item.stack_max": "250", "combat.missile_worth": "22"},
		"arrows":                                      {"item.wear_slots": "8388608"},
		"Aetheria":                                    {"item.equipment_set": "35", "item.wear_slots": "268435456", "enhancements.item_level_max": "4", "item.icon_underlay": "27699", "item.icon_overlay": "27704"},
		"rare sword":                                  {"item.rare_id": "253", "combat.melee_worth": "81.06" /* 84 x (0.9x1.7/2 + 0.2) */},
		"prismatic tapers":                            {"item.stack_count": "1000", "item.slot_in_pack": "0", "item.wear_slots": "0", "item.name": "Prismatic Taper"},
		"salvage":                                     {"item.name": "Salvaged Steel", "item.workmanship": "7", "enhancements.structure": "87", "enhancements.salvage_items": "10"},
		"salvage, whose workmanship comes as a sum only": {"item.workmanship": "5.5" /* 44/8 */},
		"pack":                                  {"item.item_slots": "24", "item.pack_slots": "-", "item.container_id": "1342177290"},
		"the fork's own container id, negative": {"item.container_id": "2415919105"},
		"summoning essence":                     {"requirements.use_skill": "54", "requirements.use_skill_level": "430", "requirements.use_level": "150", "requirements.summoning_mastery": "1", "ratings.total": "68"},
		"mana stone":                            {"enhancements.mana_stone_efficiency": "0.9"},
		"scroll":                                {"enhancements.associated_spell": "1332"},
		"inscribed book with line feeds in its text":      {"enhancements.inscription": "first line  second line"},
		"a default serialiser's getters, -1 where absent": {"item.name": "Gold Crown", "combat.armor_level": "180", "enhancements.times_tinkered": "-", "ratings.crit_damage": "1", "combat.melee_defense_bonus": "-"},
		"numbers as strings, others absurd":               {"item.burden": "1200", "item.value_pyreals": "-", "combat.armor_level": "-", "combat.vs_slash": "1.3", "combat.melee_defense_bonus": "-"},
		"slips away at death, mana a point a second":      {"item.bonded": "-1", "enhancements.mana_rate": "-1"},
	}
	_, items := telling(t)
	for name, want := range rules {
		raw, ok := items[name]
		if !ok {
			t.Errorf("there is no item %q", name)
			continue
		}
		o, _ := object.Decode(raw)
		got := columns(t, inventory.Normalise(o))
		for _, column := range slices.Sorted(maps.Keys(want)) {
			value, ok := got[column]
			if !ok {
				value = "-"
			}
			if value != want[column] {
				t.Errorf("%s: %s is %s, want %s", name, column, value, want[column])
			}
		}
	}
}

func TestSpellsAreTheItemsOwnOrActiveAndCantripsHaveTheirTier(t *testing.T) {
	_, items := telling(t)
	o, _ := object.Decode(items["worn helm, Impenetrability VIII and its own legendary one active"])
	var got []string
	for _, s := range inventory.Normalise(o).Spells {
		got = append(got, fmt.Sprint(s.SpellID, " ", s.Family, " ", s.Power, " ", s.Tier, " ", s.Active))
	}
	want := []string{
		"4391 162 400  false", "4407 160 400  true", "6095 391 4 legendary false", "6095 391 4 legendary true", "6107 261 35 legendary false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
