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

// Piece is the solver's item; ok is false for what is not worn.
func (it *Item) Piece(w Wearer) (piece solver.Item, ok bool) {
	r := it.Record()
	return r.Piece(w)
}

// Record is what counts of the item when it is worn.
func (it *Item) Record() Record {
	r := Record{
		ID: it.ID, Owner: it.Owner, Name: it.Name(),
		Slots:    gamedata.Slot(it.number(gamedata.IntEquipableSlots)), //nolint:gosec // bit masks
		Coverage: gamedata.Coverage(it.number(gamedata.IntCoverage)),   //nolint:gosec // bit masks
		Loot:     it.number(gamedata.IntMaterial) > 0, Set: it.number(gamedata.IntEquipmentSet), BaseArmor: it.baseArmor(),
		Ratings: it.ratings(), Spells: it.Spells, Attuned: it.number(gamedata.IntAttuned) > 0, Lore: it.number(gamedata.IntLoreRequirement),
	}
	if it.number(gamedata.IntHeritageSpecific) > 0 {
		r.Heritage = it.number(gamedata.IntHeritage)
	}
	for k, p := range [...][3]gamedata.IntProperty{
		{gamedata.IntWieldType, gamedata.IntWieldSkill, gamedata.IntWieldValue},
		{gamedata.IntWieldType2, gamedata.IntWieldSkill2, gamedata.IntWieldValue2},
		{gamedata.IntWieldType3, gamedata.IntWieldSkill3, gamedata.IntWieldValue3},
		{gamedata.IntWieldType4, gamedata.IntWieldSkill4, gamedata.IntWieldValue4},
	} {
		r.Wield[k] = Requirement{gamedata.WieldRequirement(it.number(p[0])), it.number(p[1]), it.number(p[2])}
	}
	return r
}

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

// baseArmor is the armour level without spells. What the plugin shows has the enchantments that are on the item now in it.
func (it *Item) baseArmor() int {
	shown := it.number(gamedata.IntArmorLevel)
	if base, ok := gamedata.BaseArmorLevel(shown, it.ActiveSpells); ok {
		return base
	}
	return shown
}
