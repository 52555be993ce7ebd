package wardrobe

import (
	"slices"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
)

// Options are the ways to wear an item that lists such slots and covers such parts of the body; nil for what is not worn
// in a suit. Loot is body armour that a tailor can cut down.
func Options(slots gamedata.Slot, coverage gamedata.Coverage, loot bool) []solver.Option {
	var out []solver.Option
	for _, way := range gamedata.WearOptions(slots, coverage, loot) {
		option := solver.Option{Slots: Slots(way.Slots), Reduced: way.Reduced()}
		if option.Slots != 0 && !slices.Contains(out, option) {
			out = append(out, option)
		}
	}
	return out
}

// Slots are the suit's slots of a mask of the game's. A two-handed weapon takes the shield's place too.
func Slots(mask gamedata.Slot) (set solver.Slots) {
	for _, place := range places {
		if mask&place.mask != 0 {
			set |= place.slots
		}
	}
	if mask&gamedata.SlotTwoHanded != 0 {
		set |= solver.SlotsOf(solver.Shield)
	}
	return set
}

type place struct {
	mask  gamedata.Slot
	slots solver.Slots
}

// places are gamedata's slots under the names that they share with the solver's.
var places = func() (all []place) {
	for s := range (solver.WholeSuit | solver.Extras).Each {
		if mask, ok := gamedata.SlotsByWearName(s.String()); ok {
			all = append(all, place{mask, solver.SlotsOf(s)})
		}
	}
	return all
}()

// Tool is what cuts a piece down to such slots; NoReduction where nothing has to.
func (r *Record) Tool(slots solver.Slots) gamedata.ReductionTool {
	for _, way := range gamedata.WearOptions(r.Slots, r.Coverage, r.Loot) {
		if Slots(way.Slots) == slots {
			return way.Tool
		}
	}
	return gamedata.NoReduction
}
