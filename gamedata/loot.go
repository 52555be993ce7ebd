package gamedata

import (
	_ "embed"
	"sync"
)

// LootChance is one outcome of a roll that the server makes for a piece of treasure.
type LootChance struct {
	Value  string // a number, or "yes" and "no"
	Chance float64
}

// The rolls.
const (
	RollCantrips      = "num_cantrips"                       // how many cantrips
	RollCantripLevel  = "cantrip_level"                      // 1 minor to 4 legendary
	RollArmorSet      = "armor_has_set"                      // yes or no; tiers 6 to 8
	RollHasRating     = "has_gear_rating"                    // yes or no; tier 8
	RollArmorRating   = "armor_gear_rating"                  // tier 8
	RollClothesRating = "clothing_cloak_jewelry_gear_rating" // tier 8
)

//go:embed loot_chances.csv
var lootChancesCSV string

type lootRoll struct {
	name string
	tier int
}

var lootChances = sync.OnceValue(func() map[lootRoll][]LootChance {
	const file = "loot_chances.csv"
	all := map[lootRoll][]LootChance{}
	for _, r := range rows(file, lootChancesCSV, 4) {
		key := lootRoll{r[0], int(whole(file, r[1]))}
		all[key] = append(all[key], LootChance{Value: r[2], Chance: number(file, r[3])})
	}
	return all
})

// LootChances are the outcomes of a roll on treasure of a tier (1 to 8) in an emulated server's tables; nil where that
// tier does not roll it.
func LootChances(roll string, tier int) []LootChance { return lootChances()[lootRoll{roll, tier}] }
