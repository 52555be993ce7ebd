// Package object holds an item as the plugin describes it (Mag-Tools' MyWorldObject), decoded once for all who read it:
// the inventory, the suit builder, the importer of Mag-Tools' files.
//
// The plugin cannot be changed by us, so decoding bends: numbers may be strings, members may be missing, null or of
// another kind, and what cannot be read is unknown and told of as an Oddity. Nothing here decides what a number means
// for a search: that is ingest/inventory's.
package object

import (
	"strings"

	"github.com/mosswart/overlord/gamedata"
)

// Object is one item as the plugin knows it. Properties are by the plugin's numbers, of both families: an appraisal's
// are the game's own, those of the creation message DECAL's. The maps are nil where the item has none of that kind.
// Objects are not changed after they were decoded, so they may be read from several goroutines.
type Object struct {
	// ID is the game's id of the object. On the wire it is a signed number, negative for what the server made.
	ID uint32
	// HasIDData says that the client had an appraisal of it. Without one there are no spells, no armour level, no set,
	// no requirements and no ratings: they are unknown, not absent.
	HasIDData   bool
	LastIDTime  int64 // when it was appraised, in the client's seconds; 0 unknown
	ObjectClass gamedata.ObjectClass
	Bools       map[gamedata.BoolProperty]bool
	Doubles     map[gamedata.FloatProperty]float64 // finite
	Ints        map[gamedata.IntProperty]int64     // within 32 bits, signed or not
	Strings     map[gamedata.StringProperty]string // at most MaxText bytes
	// ActiveSpells are the enchantments on it now; their effect is in the numbers.
	ActiveSpells []int
	Spells       []int // its own spells
	// ContainerID is the pack that it lies in, where the plugin's fork says so in a member of its own; 0 unknown.
	ContainerID uint32
}

// Wire is an id as the plugin writes it: a signed number.
func Wire(id uint32) int64 { return int64(int32(id)) } //nolint:gosec // that is the wire's form

// Int is a whole number of the item's; ok is false where it is absent. -1 is the plugin's way to say absent, but of the
// few properties that can be -1.
func (o *Object) Int(p gamedata.IntProperty) (v int64, ok bool) {
	v, ok = o.Ints[p]
	if v == absent && p != gamedata.IntBonded { // -1: slips away at death
		return 0, false
	}
	return v, ok
}

// Float is a number with a fraction; ok is false where it is absent.
func (o *Object) Float(p gamedata.FloatProperty) (v float64, ok bool) {
	v, ok = o.Doubles[p]
	if v == absent && p != gamedata.FloatManaRate { // -1: one point a second
		return 0, false
	}
	return v, ok
}

// absent is what the plugin's getters answer for a number that the item does not have.
const absent = -1

// Name is what the game shows: a loot item's material comes before its name.
func (o *Object) Name() string {
	material, _ := o.Int(gamedata.IntMaterial)
	return Called(o.Strings[gamedata.StringName], material)
}

// Called is what the game shows of an item with such a name and material; a material of 0 is none.
func Called(name string, materialID int64) string {
	name = strings.TrimSpace(name)
	material, ok := gamedata.MaterialByID(int(materialID))
	// A bag of salvage has the material in its name already.
	if !ok || name == "" || strings.Contains(" "+name+" ", " "+material.Name+" ") {
		return name
	}
	return material.Name + " " + name
}

// Loot says whether the item is treasure, which a tailor can cut down and a tinker can work: quest items have no
// material.
func (o *Object) Loot() bool {
	id, _ := o.Int(gamedata.IntMaterial)
	return id > 0
}

// EquippableSlots are where it can be worn; 0 for what is not worn, and where that is unknown.
func (o *Object) EquippableSlots() gamedata.Slot {
	return gamedata.Slot(o.mask(gamedata.IntEquipableSlots))
}

// EquippedSlots are where it is worn now; 0 for what lies in a pack.
func (o *Object) EquippedSlots() gamedata.Slot {
	if worn := o.mask(gamedata.IntWornAt); worn != 0 {
		return gamedata.Slot(worn)
	}
	return gamedata.Slot(o.mask(gamedata.IntWieldingSlot))
}

// Coverage are the parts of the body that it covers; 0 for what covers none.
func (o *Object) Coverage() gamedata.Coverage { return gamedata.Coverage(o.mask(gamedata.IntCoverage)) }

// mask is a property of 32 bits, which the wire may have signed; 0 where it is absent.
func (o *Object) mask(p gamedata.IntProperty) uint32 {
	v, _ := o.Int(p)
	return uint32(v) //nolint:gosec // 32 bits, signed or not
}

// Imbues are what a tinker has made of it, over all five of the game's properties for that. Ignoring all armour is bit
// 31, so that the number is negative on the wire.
func (o *Object) Imbues() gamedata.Imbue {
	var all gamedata.Imbue
	for _, p := range [...]gamedata.IntProperty{
		gamedata.IntImbue, gamedata.IntImbue2, gamedata.IntImbue3, gamedata.IntImbue4, gamedata.IntImbue5,
	} {
		all |= gamedata.Imbue(o.mask(p))
	}
	return all
}

// Container is the pack (or the character) that it lies in; 0 where that is unknown.
func (o *Object) Container() uint32 {
	if o.ContainerID != 0 {
		return o.ContainerID
	}
	return o.mask(gamedata.IntContainer)
}

// Wielder is who wears it; 0 for what nobody wears.
func (o *Object) Wielder() uint32 { return o.mask(gamedata.IntWielder) }
