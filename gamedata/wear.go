package gamedata

// WearOption is one way to wear an item.
type WearOption struct {
	// Slots are those that it takes, all of them. Underclothes take SlotsShirt, SlotsPants or both, whichever of their
	// slots they list.
	Slots Slot
	// Tool is what makes it so: NoReduction for an item worn as it is.
	Tool ReductionTool
}

// Reduced says that a tailor has to cut the piece down first, for good. It keeps its spells, its set and its ratings.
func (o WearOption) Reduced() bool { return o.Tool != NoReduction }

// ReductionTool is one of the tailor's tools that cut a piece of armour down to one slot.
type ReductionTool int

// The tools. Each has one outcome for a piece (server rule).
const (
	NoReduction     ReductionTool = 0
	MainReduction   ReductionTool = 42622 // chest, else upper arms, else abdomen
	LowerReduction  ReductionTool = 44879 // lower arms, feet, else lower legs; not for what covers the chest
	MiddleReduction ReductionTool = 44880 // upper legs; not for what covers the chest
)

// WCID is the tool's weenie class; 0 for none.
func (t ReductionTool) WCID() int { return int(t) }

// String is the tool's name; empty for none.
func (t ReductionTool) String() string {
	switch t {
	case MainReduction:
		return "Armor Main Reduction Tool"
	case LowerReduction:
		return "Armor Lower Reduction Tool"
	case MiddleReduction:
		return "Armor Middle Reduction Tool"
	case NoReduction:
		return ""
	default:
		return names(nil).name("reduction tool", int64(t))
	}
}

// WearOptions are the ways to wear an item that lists such slots and covers such parts of the body, the uncut one first;
// nil for what is not worn. Loot is body armour that a tailor can cut down. Boots that list the lower legs' wear too go
// on the feet only. Of rings, bracelets and the like each slot is a way of its own.
func WearOptions(slots Slot, coverage Coverage, loot bool) []WearOption {
	if body := slots & SlotsBodyArmor; body != 0 {
		return armorOptions(body, coverage, loot)
	}
	var under Slot
	if slots&SlotsShirt != 0 {
		under |= SlotsShirt
	}
	if slots&SlotsPants != 0 {
		under |= SlotsPants
	}
	if under != 0 {
		return []WearOption{{Slots: under}}
	}
	if slots&SlotTwoHanded != 0 {
		return []WearOption{{Slots: SlotTwoHanded}}
	}
	var out []WearOption
	for _, f := range Slots() {
		if slots&f.Slot&^SlotAbdomenWear != 0 {
			out = append(out, WearOption{Slots: f.Slot})
		}
	}
	return out
}

// armorOptions adds what the tailoring tools make of a piece. Robes cannot be cut.
func armorOptions(body Slot, coverage Coverage, loot bool) []WearOption {
	out := []WearOption{{Slots: body}}
	robe := body&SlotChest != 0 && (body&(SlotFeet|SlotLowerLegs) != 0 || coverage&CoversFeet != 0)
	if !loot || body&(body-1) == 0 || robe {
		return out
	}
	cut := func(tool ReductionTool, choices ...Slot) {
		for _, s := range choices {
			if body&s != 0 {
				out = append(out, WearOption{Slots: s, Tool: tool})
				return
			}
		}
	}
	if body&SlotChest != 0 {
		cut(MainReduction, SlotChest)
		return out
	}
	cut(MainReduction, SlotUpperArms, SlotAbdomen)
	cut(LowerReduction, SlotLowerArms)
	cut(MiddleReduction, SlotUpperLegs)
	cut(LowerReduction, SlotFeet, SlotLowerLegs)
	return out
}

// wearNames are the words for slots in every interface: one for each place of a suit.
var wearNames = []struct {
	slots Slot
	name  string
}{
	{SlotHead, "head"}, {SlotHands, "hands"}, {SlotFeet, "feet"}, {SlotChest, "chest"}, {SlotAbdomen, "abdomen"},
	{SlotUpperArms, "upper_arms"}, {SlotLowerArms, "lower_arms"}, {SlotUpperLegs, "upper_legs"}, {SlotLowerLegs, "lower_legs"},
	{SlotsShirt, "shirt"}, {SlotsPants, "pants"}, {SlotNeck, "neck"}, {SlotLeftWrist, "bracelet_left"},
	{SlotRightWrist, "bracelet_right"}, {SlotLeftFinger, "ring_left"}, {SlotRightFinger, "ring_right"},
	{SlotTrinket, "trinket"}, {SlotCloak, "cloak"}, {SlotBlueAetheria, "aetheria_blue"},
	{SlotYellowAetheria, "aetheria_yellow"}, {SlotRedAetheria, "aetheria_red"}, {SlotShield, "shield"},
	{SlotsWeapon, "weapon"}, {SlotAmmunition, "ammunition"},
}

// WearNames are the interfaces' words for slots, "head" to "ammunition", in a suit's order. A ring's slots give both
// "ring_left" and "ring_right"; a shirt's several slots give one "shirt".
func WearNames(slots Slot) []string {
	var out []string
	for _, w := range wearNames {
		if slots&w.slots != 0 {
			out = append(out, w.name)
		}
	}
	return out
}

// SlotsByWearName is the mask of a word of WearNames; ok is false where there is no such word.
func SlotsByWearName(name string) (slots Slot, ok bool) {
	for _, w := range wearNames {
		if w.name == name {
			return w.slots, true
		}
	}
	return 0, false
}
