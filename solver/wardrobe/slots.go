package wardrobe

import (
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
)

// bodySlots are the slots of which an item takes all that it lists.
var bodySlots = []struct {
	mask gamedata.Slot
	slot solver.Slot
}{
	{gamedata.SlotHead, solver.Head}, {gamedata.SlotHands, solver.Hands}, {gamedata.SlotFeet, solver.Feet},
	{gamedata.SlotChest, solver.Chest}, {gamedata.SlotAbdomen, solver.Abdomen}, {gamedata.SlotUpperArms, solver.UpperArms},
	{gamedata.SlotLowerArms, solver.LowerArms}, {gamedata.SlotUpperLegs, solver.UpperLegs}, {gamedata.SlotLowerLegs, solver.LowerLegs},
}

// otherSlots are those of which an item takes one that it lists.
var otherSlots = []struct {
	mask gamedata.Slot
	slot solver.Slot
}{
	{gamedata.SlotNeck, solver.Neck}, {gamedata.SlotLeftWrist, solver.BraceletLeft}, {gamedata.SlotRightWrist, solver.BraceletRight},
	{gamedata.SlotLeftFinger, solver.RingLeft}, {gamedata.SlotRightFinger, solver.RingRight}, {gamedata.SlotTrinket, solver.Trinket},
	{gamedata.SlotCloak, solver.Cloak}, {gamedata.SlotBlueAetheria, solver.AetheriaBlue},
	{gamedata.SlotYellowAetheria, solver.AetheriaYellow}, {gamedata.SlotRedAetheria, solver.AetheriaRed}, {gamedata.SlotShield, solver.Shield},
}

// Options are the ways to wear an item that lists such slots and covers such parts of the body; nil for what is not worn.
// Loot is body armour that a tailor can cut down. Boots that list the lower legs' wear too go on the feet only.
func Options(slots gamedata.Slot, coverage gamedata.Coverage, loot bool) []solver.Option {
	if body := slots & gamedata.SlotsBodyArmor; body != 0 {
		return armor(body, coverage, loot)
	}
	var under solver.Slots
	if slots&gamedata.SlotsShirt != 0 {
		under |= solver.SlotsOf(solver.Shirt)
	}
	if slots&gamedata.SlotsPants != 0 {
		under |= solver.SlotsOf(solver.Pants)
	}
	if under != 0 {
		return []solver.Option{{Slots: under}}
	}
	if slots&gamedata.SlotTwoHanded != 0 {
		return []solver.Option{{Slots: solver.SlotsOf(solver.Weapon, solver.Shield)}}
	}
	var out []solver.Option
	for _, s := range otherSlots {
		if slots&s.mask != 0 {
			out = append(out, solver.Option{Slots: solver.SlotsOf(s.slot)})
		}
	}
	if slots&gamedata.SlotsWeapon != 0 {
		out = append(out, solver.Option{Slots: solver.SlotsOf(solver.Weapon)})
	}
	return out
}

// armor adds what the tailoring tools make of a piece (server rule): one that covers the chest becomes a breastplate;
// others upper arms or else abdomen, lower arms, upper legs, and feet or else lower legs. Robes cannot be cut.
func armor(body gamedata.Slot, coverage gamedata.Coverage, loot bool) []solver.Option {
	var whole solver.Slots
	for _, s := range bodySlots {
		if body&s.mask != 0 {
			whole |= solver.SlotsOf(s.slot)
		}
	}
	out := []solver.Option{{Slots: whole}}
	robe := whole.Has(solver.Chest) && (whole.Has(solver.Feet) || whole.Has(solver.LowerLegs) || coverage&gamedata.CoversFeet != 0)
	if !loot || whole.Len() == 1 || robe {
		return out
	}
	cut := func(s solver.Slot) { out = append(out, solver.Option{Slots: solver.SlotsOf(s), Reduced: true}) }
	if whole.Has(solver.Chest) {
		cut(solver.Chest)
		return out
	}
	switch {
	case whole.Has(solver.UpperArms):
		cut(solver.UpperArms)
	case whole.Has(solver.Abdomen):
		cut(solver.Abdomen)
	}
	if whole.Has(solver.LowerArms) {
		cut(solver.LowerArms)
	}
	if whole.Has(solver.UpperLegs) {
		cut(solver.UpperLegs)
	}
	switch {
	case whole.Has(solver.Feet):
		cut(solver.Feet)
	case whole.Has(solver.LowerLegs):
		cut(solver.LowerLegs)
	}
	return out
}
