package gamedata

import (
	_ "embed"
	"sync"
)

// Rare is one of the game's rare items.
type Rare struct {
	Name string
	Tier int    // 1 (about 1 in 2,500 kills) to 6 (1 in 8.75 million)
	ID   int    // the property "rare id" of the item
	WCID int    // weenie class id
	Type string // the game's item type: "Gem", "MeleeWeapon" …
}

// Common says whether the rare is of the frequent kind: tiers 1 and 2, crystals, pearls, elixirs and jewels. The rest
// are the "great" rares.
func (r Rare) Common() bool { return r.Tier <= 2 }

// TierName is the plugin's word for it: "common" or "great".
func (r Rare) TierName() string {
	if r.Common() {
		return "common"
	}
	return "great"
}

//go:embed rares.csv
var raresCSV string

// Rares are all 295 rares, by tier, then name.
func Rares() []Rare { return rares() }

var rares = sync.OnceValue(func() []Rare {
	const file = "rares.csv"
	var all []Rare
	for _, r := range rows(file, raresCSV, 5) {
		all = append(all, Rare{
			Name: r[0], Tier: int(whole(file, r[1])), ID: int(whole(file, r[2])), WCID: int(whole(file, r[3])), Type: r[4],
		})
	}
	return all
})

var raresByName = sync.OnceValue(func() map[string]Rare {
	byName := make(map[string]Rare, len(rares()))
	for _, r := range rares() {
		byName[r.Name] = r
	}
	return byName
})

// RareByName finds a rare by its exact name.
func RareByName(name string) (Rare, bool) {
	r, ok := raresByName()[name]
	return r, ok
}
