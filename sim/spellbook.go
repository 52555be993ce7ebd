package sim

import (
	"slices"
	"strconv"
	"sync"

	"github.com/mosswart/overlord/gamedata"
)

// lootTier is the treasure that the guild finds: the highest.
const lootTier = 8

// spellbook is what treasure can have cast on it, sorted by the kind of treasure.
type spellbook struct {
	cantrips map[gamedata.LootGroup][]gamedata.CantripFamily
	spells   map[gamedata.LootGroup][]int // levels 6 and 8
	banes    []int                        // level 8, on the armour of whoever is buffed
}

var theSpellbook = sync.OnceValue(func() spellbook {
	b := spellbook{cantrips: map[gamedata.LootGroup][]gamedata.CantripFamily{}, spells: map[gamedata.LootGroup][]int{}}
	for _, f := range gamedata.CantripFamilies() {
		for _, group := range f.Loot {
			b.cantrips[group] = append(b.cantrips[group], f)
		}
	}
	byName := map[string]int{}
	for _, s := range gamedata.Spells() {
		byName[s.Name] = s.ID
	}
	add := func(group gamedata.LootGroup, names ...string) {
		for _, name := range names {
			for _, full := range []string{name + " VI", "Incantation of " + name, "Aura of " + name + " VI", "Aura of Incantation of " + name} {
				if id := byName[full]; id != 0 {
					b.spells[group] = append(b.spells[group], id)
				}
			}
		}
	}
	armor := []string{"Impenetrability", "Acid Bane", "Blade Bane", "Bludgeon Bane", "Flame Bane", "Frost Bane", "Lightning Bane", "Piercing Bane"}
	add(gamedata.LootArmor, armor...)
	self := []string{"Strength Self", "Endurance Self", "Coordination Self", "Quickness Self", "Focus Self", "Willpower Self", "Invulnerability Self", "Magic Resistance Self", "Regeneration Self", "Armor Self", "Sprint Self"}
	add(gamedata.LootArmor, self...)
	add(gamedata.LootJewelry, self...)
	add(gamedata.LootMelee, "Blood Drinker Self", "Heart Seeker Self", "Defender Self", "Swift Killer Self", "Strength Self", "Coordination Self")
	add(gamedata.LootMissile, "Blood Drinker Self", "Defender Self", "Swift Killer Self", "Coordination Self")
	add(gamedata.LootWand, "Spirit Drinker Self", "Hermetic Link Self", "Defender Self", "Focus Self", "Willpower Self")
	for _, name := range armor {
		if id := byName["Incantation of "+name]; id != 0 {
			b.banes = append(b.banes, id)
		}
	}
	return b
})

// roll draws one outcome of a roll on treasure.
func roll(r random, what string) string {
	left := r.Float64()
	chances := gamedata.LootChances(what, lootTier)
	for _, c := range chances {
		if left -= c.Chance; left < 0 {
			return c.Value
		}
	}
	return chances[0].Value
}

func rollNumber(r random, what string) int {
	n, err := strconv.Atoi(roll(r, what))
	if err != nil {
		panic("sim: " + what + " is no number: " + err.Error()) // the tables are tested
	}
	return n
}

// enchant draws the spells of a piece of treasure: cantrips of different families by the server's chances, and a few
// ordinary spells. It appends to spells.
func enchant(r random, group gamedata.LootGroup, spells []int) []int {
	book := theSpellbook()
	tiers := []gamedata.Tier{gamedata.TierMinor, gamedata.TierMajor, gamedata.TierEpic, gamedata.TierLegendary}
	var families [4]int
	for i := range min(rollNumber(r, gamedata.RollCantrips), len(families)) {
		f, t := pick(r, book.cantrips[group]), tiers[rollNumber(r, gamedata.RollCantripLevel)-1]
		if !slices.Contains(families[:], f.Family) {
			families[i] = f.Family
			spells = append(spells, pick(r, f.Of(t)))
		}
	}
	for range r.IntN(4) {
		if id := pick(r, book.spells[group]); !slices.Contains(spells, id) {
			spells = append(spells, id)
		}
	}
	return spells
}
