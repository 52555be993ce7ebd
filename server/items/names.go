package items

import (
	"fmt"
	"strings"

	"github.com/mosswart/overlord/gamedata"
)

// value is one choice of a closed list: a bit, several, or a number.
type value struct {
	Word  string // as the language writes it: "upperarms"
	Label string
	ID    int64
}

// slots are where items are worn. Each is what people call one place, which may be several of the game's.
var slots = []value{
	{"head", "Head", int64(gamedata.SlotHead)},
	{"chest", "Chest", int64(gamedata.SlotChest)},
	{"abdomen", "Abdomen", int64(gamedata.SlotAbdomen)},
	{"upperarms", "Upper arms", int64(gamedata.SlotUpperArms)},
	{"lowerarms", "Lower arms", int64(gamedata.SlotLowerArms)},
	{"hands", "Hands", int64(gamedata.SlotHands)},
	{"upperlegs", "Upper legs", int64(gamedata.SlotUpperLegs)},
	{"lowerlegs", "Lower legs", int64(gamedata.SlotLowerLegs)},
	{"feet", "Feet", int64(gamedata.SlotFeet)},
	{"shirt", "Shirt", int64(gamedata.SlotsShirt)},
	{"pants", "Pants", int64(gamedata.SlotsPants)},
	{"neck", "Neck", int64(gamedata.SlotNeck)},
	{"bracelet", "Bracelet", int64(gamedata.SlotsWrists)},
	{"ring", "Ring", int64(gamedata.SlotsFingers)},
	{"trinket", "Trinket", int64(gamedata.SlotTrinket)},
	{"cloak", "Cloak", int64(gamedata.SlotCloak)},
	{"blue", "Blue aetheria", int64(gamedata.SlotBlueAetheria)},
	{"yellow", "Yellow aetheria", int64(gamedata.SlotYellowAetheria)},
	{"red", "Red aetheria", int64(gamedata.SlotRedAetheria)},
	{"shield", "Shield", int64(gamedata.SlotShield)},
	{"melee", "Melee weapon", int64(gamedata.SlotMelee)},
	{"twohanded", "Two-handed weapon", int64(gamedata.SlotTwoHanded)},
	{"missile", "Missile weapon", int64(gamedata.SlotMissile)},
	{"caster", "Caster", int64(gamedata.SlotHeld)},
	{"ammo", "Ammunition", int64(gamedata.SlotAmmunition)},
}

// moreSlots are further words for slots.
var moreSlots = []value{
	{"aetheria", "Aetheria", int64(gamedata.SlotsAetheria)},
	{"weapon", "Weapon", int64(gamedata.SlotsWeapon)},
	{"jewelry", "Jewellery", int64(gamedata.SlotsJewelry)},
	{"armor", "Body armour", int64(gamedata.SlotsBodyArmor)},
	{"arms", "Arms", int64(gamedata.SlotUpperArms | gamedata.SlotLowerArms)},
	{"legs", "Legs", int64(gamedata.SlotUpperLegs | gamedata.SlotLowerLegs)},
	{"necklace", "Neck", int64(gamedata.SlotNeck)},
	{"wrist", "Bracelet", int64(gamedata.SlotsWrists)},
	{"finger", "Ring", int64(gamedata.SlotsFingers)},
	{"wand", "Caster", int64(gamedata.SlotHeld)},
	{"boots", "Feet", int64(gamedata.SlotFeet)},
	{"gloves", "Hands", int64(gamedata.SlotHands)},
	{"braceletleft", "Bracelet", int64(gamedata.SlotsWrists)},
	{"braceletright", "Bracelet", int64(gamedata.SlotsWrists)},
	{"ringleft", "Ring", int64(gamedata.SlotsFingers)},
	{"ringright", "Ring", int64(gamedata.SlotsFingers)},
	{"aetheriablue", "Blue aetheria", int64(gamedata.SlotBlueAetheria)},
	{"aetheriayellow", "Yellow aetheria", int64(gamedata.SlotYellowAetheria)},
	{"aetheriared", "Red aetheria", int64(gamedata.SlotRedAetheria)},
}

// places are the slots of items, as all of the site names them.
var places = []value{
	{"head", "Head", int64(gamedata.SlotHead)},
	{"hands", "Hands", int64(gamedata.SlotHands)},
	{"feet", "Feet", int64(gamedata.SlotFeet)},
	{"chest", "Chest", int64(gamedata.SlotChest)},
	{"abdomen", "Abdomen", int64(gamedata.SlotAbdomen)},
	{"upper_arms", "Upper arms", int64(gamedata.SlotUpperArms)},
	{"lower_arms", "Lower arms", int64(gamedata.SlotLowerArms)},
	{"upper_legs", "Upper legs", int64(gamedata.SlotUpperLegs)},
	{"lower_legs", "Lower legs", int64(gamedata.SlotLowerLegs)},
	{"shirt", "Shirt", int64(gamedata.SlotsShirt)},
	{"pants", "Pants", int64(gamedata.SlotsPants)},
	{"neck", "Neck", int64(gamedata.SlotNeck)},
	{"bracelet_left", "Left bracelet", int64(gamedata.SlotLeftWrist)},
	{"bracelet_right", "Right bracelet", int64(gamedata.SlotRightWrist)},
	{"ring_left", "Left ring", int64(gamedata.SlotLeftFinger)},
	{"ring_right", "Right ring", int64(gamedata.SlotRightFinger)},
	{"trinket", "Trinket", int64(gamedata.SlotTrinket)},
	{"cloak", "Cloak", int64(gamedata.SlotCloak)},
	{"aetheria_blue", "Blue aetheria", int64(gamedata.SlotBlueAetheria)},
	{"aetheria_yellow", "Yellow aetheria", int64(gamedata.SlotYellowAetheria)},
	{"aetheria_red", "Red aetheria", int64(gamedata.SlotRedAetheria)},
	{"shield", "Shield", int64(gamedata.SlotShield)},
	{"weapon", "Weapon", int64(gamedata.SlotsWeapon)},
	{"ammunition", "Ammunition", int64(gamedata.SlotAmmunition)},
}

// elements are the kinds of damage.
var elements = []value{
	{"slash", "Slash", int64(gamedata.DamageSlash)},
	{"pierce", "Pierce", int64(gamedata.DamagePierce)},
	{"bludgeon", "Bludgeon", int64(gamedata.DamageBludgeon)},
	{"cold", "Cold", int64(gamedata.DamageCold)},
	{"fire", "Fire", int64(gamedata.DamageFire)},
	{"acid", "Acid", int64(gamedata.DamageAcid)},
	{"electric", "Electric", int64(gamedata.DamageElectric)},
	{"nether", "Nether", int64(gamedata.DamageNether)},
}

// imbues are what tinkers make of items.
var imbues = []value{
	{"cs", "Critical Strike", int64(gamedata.ImbueCriticalStrike)},
	{"cb", "Crippling Blow", int64(gamedata.ImbueCripplingBlow)},
	{"ar", "Armor Rending", int64(gamedata.ImbueArmorRending)},
	{"slash", "Slash Rending", int64(gamedata.ImbueSlashRending)},
	{"pierce", "Pierce Rending", int64(gamedata.ImbuePierceRending)},
	{"bludgeon", "Bludgeon Rending", int64(gamedata.ImbueBludgeonRending)},
	{"acid", "Acid Rending", int64(gamedata.ImbueAcidRending)},
	{"cold", "Cold Rending", int64(gamedata.ImbueColdRending)},
	{"electric", "Electric Rending", int64(gamedata.ImbueElectricRending)},
	{"fire", "Fire Rending", int64(gamedata.ImbueFireRending)},
	{"nether", "Nether Rending", int64(gamedata.ImbueNetherRending)},
	{"meleed", "Melee Defense", int64(gamedata.ImbueMeleeDefense)},
	{"missiled", "Missile Defense", int64(gamedata.ImbueMissileDefense)},
	{"magicd", "Magic Defense", int64(gamedata.ImbueMagicDefense)},
	{"spellbook", "Spellbook", int64(gamedata.ImbueSpellbook)},
	{"absorb", "Ignore Some Magic Projectile Damage", int64(gamedata.ImbueIgnoreSomeMagicProjectileDamage)},
	{"alwayscrit", "Always Critical", int64(gamedata.ImbueAlwaysCritical)},
	{"ignorearmor", "Ignore All Armor", int64(gamedata.ImbueIgnoreAllArmor)},
}

func slotWords(mask int64) []string { return bitWords(places, mask) }

// bitWords are the words of the values that share a bit with mask.
func bitWords(of []value, mask int64) []string {
	out := []string{}
	for _, v := range of {
		if v.ID&mask != 0 {
			out = append(out, v.Word)
		}
	}
	return out
}

func bitLabels(of []value, mask int64) []string {
	out := []string{}
	for _, v := range of {
		if v.ID&mask != 0 {
			out = append(out, v.Label)
		}
	}
	return out
}

// SetName is a set's name as people say it: "Soldier's".
func SetName(id int) string {
	if set, ok := gamedata.EquipmentSetByID(id); ok {
		return strings.TrimSuffix(set.Name, " Set")
	}
	return unnamed("set", id)
}

func unnamed(what string, id int) string { return fmt.Sprintf("%s %d", what, id) }
