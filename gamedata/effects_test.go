package gamedata_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/mosswart/overlord/gamedata"
)

func effects(id int) string {
	var out []string
	for _, e := range gamedata.ItemEffects(id) {
		sign, amount := "+", fmt.Sprint(e.Amount)
		if e.Factor {
			sign = "x"
		}
		if !e.Known {
			amount = "?"
		}
		if e.Own {
			amount += " own"
		}
		out = append(out, fmt.Sprintf("%s %s%s", e.Stat, sign, amount))
	}
	return strings.Join(out, ", ")
}

func TestSpellsChangeTheItemThatTheyAreOn(t *testing.T) {
	for id, want := range map[int]string{
		1486: "armor_level +200", 2108: "armor_level +220", 4407: "armor_level +240", 51: "armor_level +20", // Impenetrability
		2604: "armor_level +20 own", 2592: "armor_level +40 own", 4667: "armor_level +60 own", 6095: "armor_level +80 own",
		2598: "max_damage +2 own", 2586: "max_damage +4 own", 4661: "max_damage +7 own", 6089: "max_damage +10 own", // Blood Thirst
		3251: "elemental_vs_monsters +0.01 own", 3250: "elemental_vs_monsters +0.03 own", // Spirit Thirst, of the same family
		4670: "elemental_vs_monsters +0.05 own", 6098: "elemental_vs_monsters +0.07 own",
		2603: "attack_bonus +0.03 own", 2591: "attack_bonus +0.05 own", 4666: "attack_bonus +0.07 own", 6094: "attack_bonus +0.09 own", // Heart Thirst
		2600: "melee_defense_bonus +0.03 own", 6091: "melee_defense_bonus +0.09 own", 3985: "melee_defense_bonus +0.04 own",
		2596: "weapon_speed +-20 own", 6100: "weapon_speed +-40 own",
		3199: "mana_conversion_bonus x1.1 own", 6087: "mana_conversion_bonus x1.3 own",
		1616: "max_damage +20", 2096: "max_damage +22", 4395: "max_damage +24", 5183: "max_damage +24", // Blood Drinker
		3258: "elemental_vs_monsters +0.06", 4414: "elemental_vs_monsters +0.08", 5182: "elemental_vs_monsters +0.08",
		1592: "attack_bonus +0.15", 4405: "attack_bonus +0.2", 1605: "melee_defense_bonus +0.15", 4400: "melee_defense_bonus +0.2",
		1480: "mana_conversion_bonus x1.6", 4418: "mana_conversion_bonus x1.8", 4417: "weapon_speed +-80",
		4391: "vs_acid +2", 2092: "vs_acid +1.7", 4393: "vs_slash +2", 4397: "vs_bludgeon +2", 4412: "vs_pierce +2",
		4403: "vs_cold +2", 4401: "vs_fire +2", 4409: "vs_lightning +2", 2585: "vs_acid +0.15 own", 6097: "vs_slash +0.25 own",
		3688: "max_damage +300", 3735: "elemental_vs_monsters +0.15", 3718: "vs_lightning +5",
		// No source says how much.
		1487: "armor_level +?", 3980: "armor_level +?", 2015: "armor_level +?", 1499: "vs_acid +?", 1493: "vs_acid +?",
		5998: "max_damage +?", 2452: "max_damage +? own, elemental_vs_monsters +? own", 1469: "mana_conversion_bonus x?",
		// They do nothing to an item: Strength, Epic Strength, Armor of the wearer, no spell.
		1: "", 3965: "", 4911: "", 0: "", -5: "",
	} {
		if got := effects(id); got != want {
			t.Errorf("%d: %q, want %q", id, got, want)
		}
	}
}

func TestOfAFamilyOnlyTheStrongestCounts(t *testing.T) {
	active := []int{1486, 4407, 6095, 4661, 51} // Impenetrability VI, VIII, I; Legendary Impenetrability
	c := gamedata.EnchantmentsOf(active).On(gamedata.StatArmorLevel)
	if c.Add != 320 || !c.Known || !c.Any {
		t.Errorf("%+v", c)
	}
	if base, ok := gamedata.BaseArmorLevel(620, active); base != 300 || !ok {
		t.Errorf("%d, %v", base, ok)
	}
	if base, ok := gamedata.BaseArmorLevel(300, nil); base != 300 || !ok {
		t.Errorf("%d, %v", base, ok)
	}
	if _, ok := gamedata.BaseArmorLevel(300, []int{1487}); ok {
		t.Error("Brittlemail's effect is known")
	}
	// Its own spell VI is no cantrip: anybody can cast it.
	if got := gamedata.OwnImpenetrability([]int{1486, 4667, 2604}); got != 60 {
		t.Errorf("own: %d", got)
	}
	link := gamedata.EnchantmentsOf([]int{4418, 6087}).On(gamedata.StatManaConversion)
	if math.Abs(link.Times-1.8*1.3) > 1e-9 || link.Add != 0 {
		t.Errorf("%+v", link)
	}
	if c := gamedata.EnchantmentsOf([]int{1, 3965}).On(gamedata.StatArmorLevel); c.Any || !c.Known || c.Times != 1 {
		t.Errorf("%+v", c)
	}
}

// TestEverySpellOfTheItemFamiliesHasARule finds families of cantrips that act on the item or the weapon without a rule.
func TestEverySpellOfTheItemFamiliesHasARule(t *testing.T) {
	for _, f := range gamedata.CantripFamilies() {
		for _, tier := range []gamedata.Tier{gamedata.TierMinor, gamedata.TierMajor, gamedata.TierEpic, gamedata.TierLegendary} {
			for _, id := range f.Of(tier) {
				got := gamedata.ItemEffects(id)
				ok := len(got) == 0
				if f.ActsOn != gamedata.ActsOnWearer {
					ok = len(got) == 1 && got[0].Known && got[0].Own
				}
				if !ok {
					t.Errorf("%s %s acts on the %s: %+v", tier, f.Name, f.ActsOn, got)
				}
			}
		}
	}
}
