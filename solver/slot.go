package solver

import (
	"math/bits"
	"strings"
)

// Slot is a place where a piece is worn.
type Slot uint8

// The slots: the seventeen of a suit, then those that can be asked for on top.
const (
	Head Slot = iota
	Hands
	Feet
	Chest
	Abdomen
	UpperArms
	LowerArms
	UpperLegs
	LowerLegs
	Shirt
	Pants
	Neck
	BraceletLeft
	BraceletRight
	RingLeft
	RingRight
	Trinket
	Cloak
	AetheriaBlue
	AetheriaYellow
	AetheriaRed
	Shield
	Weapon
	slotCount
)

var slotNames = [slotCount]string{
	"head", "hands", "feet", "chest", "abdomen", "upper_arms", "lower_arms", "upper_legs", "lower_legs", "shirt", "pants",
	"neck", "bracelet_left", "bracelet_right", "ring_left", "ring_right", "trinket",
	"cloak", "aetheria_blue", "aetheria_yellow", "aetheria_red", "shield", "weapon",
}

// String is the slot's name in every interface: "upper_arms".
func (s Slot) String() string {
	if s < slotCount {
		return slotNames[s]
	}
	return "slot?"
}

// SlotByName finds a slot by its name; ok is false where there is none.
func SlotByName(name string) (s Slot, ok bool) {
	for i, n := range slotNames {
		if n == name {
			return Slot(i), true //nolint:gosec // 23 slots
		}
	}
	return 0, false
}

// Slots is a set of slots.
type Slots uint32

// Groups of slots.
const (
	BodyArmor Slots = 1<<(LowerLegs+1) - 1 // the nine in which sets count
	WholeSuit Slots = 1<<(Trinket+1) - 1   // the seventeen
	Extras    Slots = 1<<slotCount - 1 - WholeSuit
)

// SlotsOf makes a set of slots.
func SlotsOf(slots ...Slot) Slots {
	var set Slots
	for _, s := range slots {
		set |= 1 << s
	}
	return set
}

// Has says whether s is in the set.
func (set Slots) Has(s Slot) bool { return set&(1<<s) != 0 }

// Len is the number of slots in the set.
func (set Slots) Len() int { return bits.OnesCount32(uint32(set)) }

// Each gives the slots of the set, in their order.
func (set Slots) Each(yield func(Slot) bool) {
	for rest := uint32(set); rest != 0; rest &= rest - 1 {
		if !yield(Slot(bits.TrailingZeros32(rest))) { //nolint:gosec // at most 31
			return
		}
	}
}

// String names the slots, with "+" between them.
func (set Slots) String() string {
	var names []string
	for s := range set.Each {
		names = append(names, s.String())
	}
	return strings.Join(names, "+")
}
