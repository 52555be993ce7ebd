package wardrobe

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/solver"
)

// Item is a piece as the plugin sends it, with its owner.
type Item struct {
	object.Object
	Owner string
}

// MarshalJSON writes the item as Read reads it.
func (it Item) MarshalJSON() ([]byte, error) {
	out, err := it.Object.MarshalJSON()
	if err != nil {
		return nil, err //nolint:wrapcheck // it names the item
	}
	owner, err := json.Marshal(it.Owner)
	if err != nil {
		return nil, fmt.Errorf("write the owner of item %d: %w", it.ID, err)
	}
	out = append(out[:len(out)-1], `,"owner":`...)
	return append(append(out, owner...), '}'), nil
}

// Read reads items, one JSON object a line, with "owner" saying who has the piece; empty lines are skipped. What cannot be
// read of an item is unknown; an error names the first line that is no item at all. All processors decode.
func Read(r io.Reader) ([]Item, error) {
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read items: %w", err)
	}
	lines := bytes.Split(text, []byte("\n"))
	items, faults := make([]Item, len(lines)), make([]error, len(lines))
	workers := runtime.GOMAXPROCS(0)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for k := w * len(lines) / workers; k < (w+1)*len(lines)/workers; k++ {
				items[k], faults[k] = decode(lines[k])
			}
		})
	}
	group.Wait()
	out := items[:0]
	for k, err := range faults {
		switch {
		case errors.Is(err, errNothing):
		case err != nil:
			return nil, fmt.Errorf("line %d: %w", k+1, err)
		default:
			out = append(out, items[k])
		}
	}
	return out, nil
}

var errNothing = errors.New("an empty line")

func decode(line []byte) (Item, error) {
	switch line = bytes.TrimSpace(line); {
	case len(line) == 0:
		return Item{}, errNothing
	case len(line) > object.MaxItem:
		return Item{}, fmt.Errorf("longer than %d bytes", object.MaxItem)
	}
	o, oddities := object.Decode(line)
	for _, odd := range oddities {
		if odd.Property == "" && odd.Fault != object.TooMany {
			return Item{}, fmt.Errorf("no item: %s", odd.Fault)
		}
	}
	return Item{o, object.Member(line, "owner")}, nil
}

// number is a whole number of the item's; 0 where it is absent.
func (it *Item) number(p gamedata.IntProperty) int {
	v, _ := it.Int(p)
	return int(v)
}

// Piece is the solver's item; ok is false for what is not worn.
func (it *Item) Piece(w Wearer) (piece solver.Item, ok bool) {
	r := it.Record()
	return r.Piece(w)
}

// Record is what counts of the item when it is worn.
func (it *Item) Record() Record {
	r := Record{
		ID: object.Wire(it.ID), Owner: it.Owner, Name: it.Name(), Slots: it.EquippableSlots(), Coverage: it.Coverage(),
		Loot: it.Loot(), Set: it.number(gamedata.IntEquipmentSet), BaseArmor: it.baseArmor(),
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
