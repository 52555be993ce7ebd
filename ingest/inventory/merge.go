package inventory

import (
	"maps"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
)

// Merge is what is known of an item after later: an unappraised snapshot never wipes an earlier appraisal. Where later has
// none and earlier has, everything that later does not tell is kept from earlier, but where it lies, where it is worn, how many it
// is and who has it, which later alone tells: absent there is not so any more. Two objects with the same id but of
// different classes are different objects, as Mag-Tools has it; then later stands alone. Neither argument is changed.
func Merge(earlier, later object.Object) object.Object {
	if later.HasIDData || !earlier.HasIDData || earlier.ID != later.ID || earlier.ObjectClass != later.ObjectClass {
		return later
	}
	out := later
	out.HasIDData, out.LastIDTime = true, earlier.LastIDTime
	out.Bools, out.Doubles, out.Strings = both(earlier.Bools, later.Bools), both(earlier.Doubles, later.Doubles), both(earlier.Strings, later.Strings)
	out.Ints = both(earlier.Ints, later.Ints)
	for _, p := range placement {
		if _, ok := later.Ints[p]; !ok {
			delete(out.Ints, p)
		}
	}
	if len(later.Spells) == 0 && len(later.ActiveSpells) == 0 {
		out.Spells, out.ActiveSpells = earlier.Spells, earlier.ActiveSpells
	}
	return out
}

// placement are the numbers that say where an item is and how many it is.
var placement = []gamedata.IntProperty{
	gamedata.IntWornAt, gamedata.IntWieldingSlot, gamedata.IntWielder, gamedata.IntContainer, gamedata.IntPackSlot,
	legacyPackSlot, gamedata.IntLandcell, gamedata.IntStackCount,
}

func both[K comparable, V any](earlier, later map[K]V) map[K]V {
	out := maps.Clone(earlier)
	if out == nil {
		return maps.Clone(later)
	}
	maps.Copy(out, later)
	return out
}
