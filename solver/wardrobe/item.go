package wardrobe

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
)

// Item is a piece as the plugin sends it (Mag-Tools' MyWorldObject as JSON), with its owner. Absent numbers may be left
// out or be -1.
type Item struct {
	ID           int64                              `json:"Id"`
	ObjectClass  gamedata.ObjectClass               `json:"ObjectClass"`
	IntValues    map[gamedata.IntProperty]int64     `json:"IntValues"`
	StringValues map[gamedata.StringProperty]string `json:"StringValues"`
	ActiveSpells []int                              `json:"ActiveSpells"`
	Spells       []int                              `json:"Spells"`
	Owner        string                             `json:"owner"`
}

// Read reads items, one JSON object a line; empty lines are skipped. An error names the line.
func Read(r io.Reader) ([]Item, error) {
	var items []Item
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 1<<16), 1<<22)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		var it Item
		if err := json.Unmarshal(lines.Bytes(), &it); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		items = append(items, it)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	return items, nil
}

func (it *Item) int(p gamedata.IntProperty) (int, bool) {
	v, ok := it.IntValues[p]
	return int(v), ok && v != -1
}

func (it *Item) number(p gamedata.IntProperty) int {
	v, _ := it.int(p)
	return v
}

// Name is what the game shows: a loot item's material comes before its name.
func (it *Item) Name() string {
	name := it.StringValues[gamedata.StringName]
	if material, ok := gamedata.MaterialByID(it.number(gamedata.IntMaterial)); ok {
		return material.Name + " " + name
	}
	return name
}

// Piece is the solver's item; ok is false for what is not worn. Ratings are by the numbers of gamedata's properties.
func (it *Item) Piece(w Wearer) (piece solver.Item, ok bool) {
	options := Options(gamedata.Slot(it.number(gamedata.IntEquipableSlots)), gamedata.Coverage(it.number(gamedata.IntCoverage)), it.loot()) //nolint:gosec // bit masks
	if len(options) == 0 {
		return solver.Item{}, false
	}
	piece = solver.Item{
		ID: it.ID, Owner: it.Owner, Name: it.Name(), Options: options, Set: it.number(gamedata.IntEquipmentSet),
		Ratings: it.ratings(), Barred: w.bars(it),
	}
	if options[0].Slots&solver.BodyArmor != 0 {
		piece.Armor = it.armor()
	}
	for _, id := range it.Spells {
		spell, known := gamedata.SpellByID(id)
		family, of := gamedata.CantripFamilyByID(spell.Family)
		// A quest's timed spell of the same family has no tier.
		if known && of && spell.Tier != gamedata.TierNone && family.ActsOn == gamedata.ActsOnWearer {
			piece.Cantrips = append(piece.Cantrips, solver.Cantrip{Family: spell.Family, Power: rank(spell)})
		}
	}
	return piece, true
}

// loot says whether the item is treasure, which a tailor can cut down: quest items have no material.
func (it *Item) loot() bool { return it.number(gamedata.IntMaterial) > 0 }

func (it *Item) ratings() map[solver.Rating]int {
	var all map[solver.Rating]int
	for p := gamedata.IntDamageRating; p <= gamedata.IntPKDamageResistRating; p++ {
		if v := it.number(p); v > 0 && p != 380 && p != 381 && p != 382 {
			if all == nil {
				all = map[solver.Rating]int{}
			}
			all[solver.Rating(p)] = v
		}
	}
	return all
}

// Families that change a piece's own armour level.
const (
	impenetrability        = 160 // the spell, levels I to VIII
	impenetrabilityCantrip = 391
)

// armor is the base armour level with the piece's own Impenetrability cantrip. What the plugin shows has the enchantments
// that are on the item now in it.
func (it *Item) armor() int {
	level, ok := it.int(gamedata.IntArmorLevel)
	if !ok {
		return 0
	}
	for _, id := range it.ActiveSpells {
		level -= protection(id)
	}
	best := 0
	for _, id := range it.Spells {
		if spell, known := gamedata.SpellByID(id); known && spell.Family == impenetrabilityCantrip {
			best = max(best, protection(id))
		}
	}
	return level + best
}

// protection is the armour level that a spell adds to the item that it is on.
func protection(id int) int {
	spell, _ := gamedata.SpellByID(id)
	switch spell.Family {
	case impenetrability:
		if byLevel := [...]int{0, 20, 50, 75, 100, 150, 200, 220, 240}; spell.Level < len(byLevel) {
			return byLevel[spell.Level]
		}
	case impenetrabilityCantrip:
		return map[gamedata.Tier]int{gamedata.TierMinor: 20, gamedata.TierMajor: 40, gamedata.TierEpic: 60, gamedata.TierLegendary: 80}[spell.Tier]
	}
	return 0
}
