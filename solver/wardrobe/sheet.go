package wardrobe

import (
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/solver"
)

// counted are the numbers of an item that count when it is worn.
var counted = [...]gamedata.IntProperty{
	gamedata.IntEquipableSlots, gamedata.IntCoverage, gamedata.IntMaterial, gamedata.IntEquipmentSet, gamedata.IntArmorLevel,
	gamedata.IntAttuned, gamedata.IntLoreRequirement, gamedata.IntHeritageSpecific, gamedata.IntHeritage,
	gamedata.IntWieldType, gamedata.IntWieldSkill, gamedata.IntWieldValue,
	gamedata.IntWieldType2, gamedata.IntWieldSkill2, gamedata.IntWieldValue2,
	gamedata.IntWieldType3, gamedata.IntWieldSkill3, gamedata.IntWieldValue3,
	gamedata.IntWieldType4, gamedata.IntWieldSkill4, gamedata.IntWieldValue4,
	370, 371, 372, 373, 374, 375, 376, 377, 378, 379, 383, 384,
}

const (
	firstWield  = 9  // in counted
	firstRating = 21 // in counted, to its end
)

// sheet are an item's numbers in the order of counted; 0 where one is absent.
type sheet [len(counted)]int64

// The places of counted, by number: one more than the place, 0 for what does not count.
var (
	gamePlaces   [400]uint8 // the game's own
	pluginPlaces [64]uint8  // the plugin's, from firstPlugin on
)

const firstPlugin gamedata.IntProperty = 218103808

func init() {
	for k, p := range counted {
		if p >= firstPlugin {
			pluginPlaces[p-firstPlugin] = uint8(k + 1) //nolint:gosec // few
		} else {
			gamePlaces[p] = uint8(k + 1) //nolint:gosec // few
		}
	}
}

// placeOn is where a property is on a sheet; ok is false for one that does not count.
func placeOn(p int64) (k int, ok bool) {
	at := uint8(0)
	switch plugin := p - int64(firstPlugin); {
	case p >= 0 && p < int64(len(gamePlaces)):
		at = gamePlaces[p]
	case plugin >= 0 && plugin < int64(len(pluginPlaces)):
		at = pluginPlaces[plugin]
	}
	return int(at) - 1, at > 0
}

// record is what the sheet says, without the item's id, owner and spells. The armour level that the plugin shows has in it
// the enchantments that are active on the item.
func (s *sheet) record(name string, active []int) Record {
	r := Record{
		Name: object.Called(name, s[2]), Slots: gamedata.Slot(s[0]), Coverage: gamedata.Coverage(s[1]), //nolint:gosec // masks of 32 bits, signed or not
		Loot: s[2] > 0, Set: int(s[3]), BaseArmor: int(s[4]), Attuned: s[5] > 0, Lore: int(s[6]),
	}
	if len(active) > 0 {
		if base, ok := gamedata.BaseArmorLevel(r.BaseArmor, active); ok {
			r.BaseArmor = base
		}
	}
	if s[7] > 0 {
		r.Heritage = int(s[8])
	}
	for k := range r.Wield {
		at := s[firstWield+3*k:]
		r.Wield[k] = Requirement{gamedata.WieldRequirement(at[0]), int(at[1]), int(at[2])}
	}
	for k, v := range s[firstRating:] {
		if v <= 0 {
			continue
		}
		if r.Ratings == nil {
			r.Ratings = map[solver.Rating]int{}
		}
		r.Ratings[solver.Rating(counted[firstRating+k])] = int(v)
	}
	return r
}
