package gamedata

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// ActsOn says what a cantrip serves. A second one of the same family on another piece is wasted where it acts on the
// wearer, and is not where it acts on the item.
type ActsOn string

// What cantrips act on.
const (
	ActsOnWearer ActsOn = "wearer"
	ActsOnItem   ActsOn = "item" // Impenetrability and the banes
	ActsOnWeapon ActsOn = "weapon"
)

// LootGroup is a kind of treasure that draws its cantrips from a table of its own.
type LootGroup string

// The loot groups.
const (
	LootArmor   LootGroup = "armor"
	LootJewelry LootGroup = "jewelry"
	LootMelee   LootGroup = "melee"
	LootMissile LootGroup = "missile"
	LootWand    LootGroup = "wand"
)

// CantripFamily is a spell family whose members replace each other. Match cantrips by family, never by spell or name:
// some families hold several spells a tier.
type CantripFamily struct {
	Family int
	Name   string // "Strength", "Acid Ward"
	// The spells of each tier; most have one.
	Minor, Major, Epic, Legendary []int
	Ward                          bool // less damage of one element
	ActsOn                        ActsOn
	Loot                          []LootGroup // treasure that can have it
}

// Of gives the spells of a tier; nil for the tiers that loot does not have.
func (f CantripFamily) Of(t Tier) []int {
	switch t {
	case TierMinor:
		return f.Minor
	case TierMajor:
		return f.Major
	case TierEpic:
		return f.Epic
	case TierLegendary:
		return f.Legendary
	case TierNone, TierFeeble, TierLesser, TierModerate, TierInner:
		return nil
	default:
		return nil
	}
}

//go:embed cantrip_families.csv
var cantripFamiliesCSV string

// CantripFamilies are all 68 families of cantrips, by number.
func CantripFamilies() []CantripFamily { return cantripFamilies() }

var cantripFamilies = sync.OnceValue(func() []CantripFamily {
	const file = "cantrip_families.csv"
	var all []CantripFamily
	for _, r := range rows(file, cantripFamiliesCSV, 9) {
		f := CantripFamily{
			Family: int(whole(file, r[0])), Name: r[1],
			Minor: wholes(file, r[2]), Major: wholes(file, r[3]), Epic: wholes(file, r[4]), Legendary: wholes(file, r[5]),
			Ward: r[6] == "1", ActsOn: ActsOn(r[7]),
		}
		for group := range strings.SplitSeq(r[8], "|") {
			if group != "" {
				f.Loot = append(f.Loot, LootGroup(group))
			}
		}
		all = append(all, f)
	}
	return all
})

// CantripFamilyByID finds a family by the game's number of the spell category; ok is false where it holds no cantrips.
func CantripFamilyByID(family int) (CantripFamily, bool) {
	all := cantripFamilies()
	i, ok := slices.BinarySearchFunc(all, family, func(f CantripFamily, family int) int { return f.Family - family })
	if !ok {
		return CantripFamily{}, false
	}
	return all[i], true
}

// CantripOf finds what cantrip a spell is: its family and its tier. ok is false for all other spells, also for those
// whose name only sounds so ("Minor Mists of Bur") and for a quest's timed spell of a cantrips' family.
func CantripOf(spellID int) (family CantripFamily, tier Tier, ok bool) {
	s, known := SpellByID(spellID)
	family, of := CantripFamilyByID(s.Family)
	if !known || !of || s.Tier == TierNone {
		return CantripFamily{}, TierNone, false
	}
	return family, s.Tier, true
}
