package gamedata

import (
	_ "embed"
	"strings"
	"sync"
)

// Slot is the game's bit mask of where an item is, or can be, worn or wielded.
type Slot uint32

// The slots.
const (
	SlotHead           Slot = 0x1        // head
	SlotChestWear      Slot = 0x2        // shirt
	SlotAbdomenWear    Slot = 0x4        // shirt/pants abdomen
	SlotUpperArmWear   Slot = 0x8        // shirt arms
	SlotLowerArmWear   Slot = 0x10       // shirt arms
	SlotHands          Slot = 0x20       // hands
	SlotUpperLegWear   Slot = 0x40       // pants
	SlotLowerLegWear   Slot = 0x80       // pants
	SlotFeet           Slot = 0x100      // feet
	SlotChest          Slot = 0x200      // chest
	SlotAbdomen        Slot = 0x400      // abdomen
	SlotUpperArms      Slot = 0x800      // upper arms
	SlotLowerArms      Slot = 0x1000     // lower arms
	SlotUpperLegs      Slot = 0x2000     // upper legs
	SlotLowerLegs      Slot = 0x4000     // lower legs
	SlotNeck           Slot = 0x8000     // necklace
	SlotLeftWrist      Slot = 0x10000    // left bracelet
	SlotRightWrist     Slot = 0x20000    // right bracelet
	SlotLeftFinger     Slot = 0x40000    // left ring
	SlotRightFinger    Slot = 0x80000    // right ring
	SlotMelee          Slot = 0x100000   // main hand melee
	SlotShield         Slot = 0x200000   // shield / off hand
	SlotMissile        Slot = 0x400000   // missile weapon
	SlotAmmunition     Slot = 0x800000   // ammunition
	SlotHeld           Slot = 0x1000000  // wand, staff, orb
	SlotTwoHanded      Slot = 0x2000000  // two-handed weapon
	SlotTrinket        Slot = 0x4000000  // trinket
	SlotCloak          Slot = 0x8000000  // cloak
	SlotBlueAetheria   Slot = 0x10000000 // blue aetheria
	SlotYellowAetheria Slot = 0x20000000 // yellow aetheria
	SlotRedAetheria    Slot = 0x40000000 // red aetheria
)

// Groups of slots.
const (
	// SlotsBodyArmor are the nine slots of body armour.
	SlotsBodyArmor = SlotHead | SlotHands | SlotFeet | SlotChest | SlotAbdomen | SlotUpperArms | SlotLowerArms |
		SlotUpperLegs | SlotLowerLegs
	// SlotsShirt are those of underclothes that make them a shirt.
	SlotsShirt = SlotChestWear | SlotUpperArmWear | SlotLowerArmWear
	// SlotsPants are those of underclothes that make them trousers.
	SlotsPants    = SlotUpperLegWear | SlotLowerLegWear
	SlotsWrists   = SlotLeftWrist | SlotRightWrist
	SlotsFingers  = SlotLeftFinger | SlotRightFinger
	SlotsJewelry  = SlotNeck | SlotsWrists | SlotsFingers | SlotTrinket
	SlotsAetheria = SlotBlueAetheria | SlotYellowAetheria | SlotRedAetheria
	SlotsWeapon   = SlotMelee | SlotMissile | SlotHeld | SlotTwoHanded
)

// SlotFacts are what is known of one slot.
type SlotFacts struct {
	Slot      Slot
	Name      string // "upper arms"
	BodyArmor bool
}

//go:embed slots.csv
var slotsCSV string

// Slots are all slots, the lowest bit first.
func Slots() []SlotFacts { return slots() }

var slots = sync.OnceValue(func() []SlotFacts {
	const file = "slots.csv"
	var all []SlotFacts
	for _, r := range rows(file, slotsCSV, 3) {
		all = append(all, SlotFacts{Slot: Slot(whole(file, r[0])), Name: r[1], BodyArmor: r[2] == "1"})
	}
	return all
})

// String names the slots, with ", " between them.
func (s Slot) String() string {
	var out []string
	for _, f := range slots() {
		if s&f.Slot != 0 {
			out = append(out, f.Name)
		}
	}
	return strings.Join(out, ", ")
}

// Coverage is the game's bit mask of the parts of the body that a garment covers: under is underclothes.
type Coverage uint32

// The parts.
const (
	CoversUnknown        Coverage = 0x1
	CoversUnderUpperLegs Coverage = 0x2
	CoversUnderLowerLegs Coverage = 0x4
	CoversUnderChest     Coverage = 0x8
	CoversUnderAbdomen   Coverage = 0x10
	CoversUnderUpperArms Coverage = 0x20
	CoversUnderLowerArms Coverage = 0x40
	CoversUpperLegs      Coverage = 0x100
	CoversLowerLegs      Coverage = 0x200
	CoversChest          Coverage = 0x400
	CoversAbdomen        Coverage = 0x800
	CoversUpperArms      Coverage = 0x1000
	CoversLowerArms      Coverage = 0x2000
	CoversHead           Coverage = 0x4000
	CoversHands          Coverage = 0x8000
	CoversFeet           Coverage = 0x10000
	CoversCloak          Coverage = 0x20000
)

//go:embed coverage.csv
var coverageCSV string

var coverage = sync.OnceValue(func() names {
	const file = "coverage.csv"
	all := names{}
	for _, r := range rows(file, coverageCSV, 3) {
		all[whole(file, r[0])] = r[1]
	}
	return all
})

// String names the parts, with " | " between them.
func (c Coverage) String() string { return coverage().bits(int64(c)) }
