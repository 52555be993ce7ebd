package wardrobe

import (
	"encoding/json"
	"fmt"

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

// Piece is the solver's item; ok is false for what is not worn.
func (it *Item) Piece(w Wearer) (piece solver.Item, ok bool) {
	r := it.Record()
	return r.Piece(w)
}

// Record is what counts of the item when it is worn.
func (it *Item) Record() Record {
	var s sheet
	for k, p := range counted {
		s[k], _ = it.Int(p)
	}
	r := s.record(it.Strings[gamedata.StringName], it.ActiveSpells)
	r.ID, r.Owner, r.Spells = object.Wire(it.ID), it.Owner, it.Spells
	return r
}
