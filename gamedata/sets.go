package gamedata

import (
	_ "embed"
	"sync"
)

// EquipmentSet is a set that items belong to.
type EquipmentSet struct {
	ID   int
	Name string // "Soldier's Set"
	Kind string // "loot armour", "society armour", "cloak weave", "aetheria", "relic armour" … "quest/other"
	// ByLevel says that the sum of the items' levels counts, not the number of pieces (server rule: items with
	// experience of their own).
	ByLevel bool
	// BonusAt are the numbers of pieces at which the bonus grows, where players know them. What the bonus is, no public
	// source lists.
	BonusAt []int
}

// Sets that treasure can roll, all equally likely.
const (
	FirstLootSet = 13 // Soldier's
	LastLootSet  = 29 // Lightning Proof
)

//go:embed equipment_sets.csv
var equipmentSetsCSV string

// EquipmentSets are all 140 sets, by number: number n is at index n-1.
func EquipmentSets() []EquipmentSet { return equipmentSets() }

var equipmentSets = sync.OnceValue(func() []EquipmentSet {
	const file = "equipment_sets.csv"
	var all []EquipmentSet
	for _, r := range rows(file, equipmentSetsCSV, 5) {
		all = append(all, EquipmentSet{
			ID: int(whole(file, r[0])), Name: r[1], Kind: r[2], ByLevel: r[3] == "1", BonusAt: wholes(file, r[4]),
		})
	}
	return all
})

// EquipmentSetByID finds a set; ok is false where there is none with that number.
func EquipmentSetByID(id int) (EquipmentSet, bool) {
	all := equipmentSets()
	if id < 1 || id > len(all) {
		return EquipmentSet{}, false
	}
	return all[id-1], true
}
