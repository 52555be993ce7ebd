package sim

import (
	"sync"

	"github.com/mosswart/overlord/gamedata"
)

// wareKind says how chance makes an item of a ware, and what can happen to it.
type wareKind uint8

const (
	treasureArmor wareKind = iota
	treasureShield
	treasureClothes
	treasureJewelry
	treasureMelee
	treasureMissile
	treasureCaster
	trinket
	cloak
	aetheria
	stacked   // many in one place
	worked    // has uses left: kits, keys, salvage
	container // a pack
	plain
)

// treasure says whether loot makes it: with a material, workmanship, spells.
func (k wareKind) treasure() bool { return k <= treasureCaster }

// ware is a kind of item. There is one of each, shared by all that own such an item.
type ware struct {
	name   string
	kind   wareKind
	class  gamedata.ObjectClass
	typ    gamedata.ItemType
	slots  gamedata.Slot
	covers gamedata.Coverage
	burden int // of one
	value  int // of one
	// amount is the armour level, the greatest damage, the damage bonus in per cent, the size of a full stack, the uses,
	// or the room in a pack.
	amount  int
	skill   gamedata.Skill
	mastery gamedata.Mastery
	wcid    int // 0: the simulation's own, by its place in the list
}

const (
	tapersName  = "Prismatic Taper"
	pyrealsName = "Pyreal"
	salvageName = "Salvaged"
	fullSalvage = 100
)

// wares are all kinds of items that there are.
func wares() []ware { return allWares() }

var allWares = sync.OnceValue(func() []ware {
	const (
		arms  = gamedata.SlotUpperArms | gamedata.SlotLowerArms
		legs  = gamedata.SlotUpperLegs | gamedata.SlotLowerLegs
		torso = gamedata.SlotChest | gamedata.SlotAbdomen
		boots = gamedata.SlotFeet | gamedata.SlotLowerLegWear
	)
	var all []ware
	armor := func(burden, value, level int, slots gamedata.Slot, names ...string) {
		for _, name := range names {
			w := ware{name: name, kind: treasureArmor, class: gamedata.ClassArmor, typ: gamedata.TypeArmor, slots: slots, covers: covers(slots), burden: burden, value: value, amount: level}
			if slots&gamedata.SlotShield != 0 {
				w.kind = treasureShield
			}
			all = append(all, w)
		}
	}
	armor(330, 5200, 240, gamedata.SlotHead, "Covenant Helm", "Nariyid Helm", "Olthoi Helm", "Armet", "Chainmail Basinet", "Amuli Casque", "Diadem")
	armor(900, 9100, 260, gamedata.SlotChest, "Covenant Breastplate", "Celdon Breastplate", "Olthoi Breastplate", "Platemail Vest", "Scalemail Breastplate")
	armor(500, 6100, 245, gamedata.SlotAbdomen, "Covenant Girth", "Celdon Girth", "Olthoi Girth", "Chainmail Girth", "Studded Leather Girth")
	armor(480, 5900, 240, gamedata.SlotUpperArms, "Covenant Pauldrons", "Olthoi Pauldrons", "Platemail Pauldrons", "Yoroi Pauldrons")
	armor(420, 5100, 240, gamedata.SlotLowerArms, "Covenant Bracers", "Olthoi Bracers", "Platemail Vambraces", "Yoroi Kote")
	armor(350, 4700, 235, gamedata.SlotHands, "Covenant Gauntlets", "Nariyid Gauntlets", "Chiran Gauntlets", "Olthoi Gauntlets", "Leather Gauntlets")
	armor(520, 6000, 245, gamedata.SlotUpperLegs, "Covenant Tassets", "Olthoi Tassets", "Platemail Tassets", "Yoroi Cuisses")
	armor(500, 5800, 245, gamedata.SlotLowerLegs, "Covenant Greaves", "Olthoi Greaves", "Platemail Greaves", "Yoroi Greaves")
	armor(360, 4900, 240, boots, "Sollerets", "Nariyid Boots", "Steel Toed Boots", "Chiran Sandals", "Alduressa Boots", "Haebrean Boots")
	armor(860, 8800, 242, arms, "Celdon Sleeves", "Nariyid Sleeves", "Lorica Sleeves", "Koujia Sleeves", "Chainmail Sleeves")
	armor(1010, 9300, 246, legs, "Celdon Leggings", "Lorica Leggings", "Diforsa Leggings", "Tenassa Leggings")
	armor(1200, 9900, 245, legs|gamedata.SlotAbdomen, "Amuli Leggings", "Nariyid Leggings", "Koujia Leggings", "Chiran Leggings", "Alduressa Leggings")
	armor(1900, 12500, 250, torso|arms, "Amuli Coat", "Chainmail Hauberk", "Alduressa Coat", "Scalemail Hauberk")
	armor(1100, 9700, 250, torso, "Koujia Breastplate", "Lorica Breastplate", "Nariyid Breastplate", "Chiran Coat")
	armor(1400, 9900, 250, torso|gamedata.SlotUpperArms, "Leather Shirt of Plates", "Chainmail Shirt")
	armor(690, 4300, 220, gamedata.SlotShield, "Kite Shield", "Covenant Shield", "Tower Shield", "Round Shield", "Olthoi Shield")

	worn := func(kind wareKind, class gamedata.ObjectClass, typ gamedata.ItemType, slots gamedata.Slot, part gamedata.Coverage, burden, value int, names ...string) {
		for _, name := range names {
			all = append(all, ware{name: name, kind: kind, class: class, typ: typ, slots: slots, covers: part, burden: burden, value: value})
		}
	}
	const (
		shirtCovers = gamedata.CoversUnderChest | gamedata.CoversUnderUpperArms | gamedata.CoversUnderLowerArms
		pantsSlots  = gamedata.SlotAbdomenWear | gamedata.SlotsPants
		pantsCovers = gamedata.CoversUnderAbdomen | gamedata.CoversUnderUpperLegs | gamedata.CoversUnderLowerLegs
	)
	worn(treasureClothes, gamedata.ClassClothing, gamedata.TypeClothing, gamedata.SlotsShirt, shirtCovers, 60, 1200, "Shirt", "Smock", "Tunic", "Flared Shirt", "Puffy Shirt")
	worn(treasureClothes, gamedata.ClassClothing, gamedata.TypeClothing, pantsSlots, pantsCovers, 70, 1300, "Breeches", "Trousers", "Baggy Pants", "Flared Pants", "Pantaloons")
	worn(treasureJewelry, gamedata.ClassJewelry, gamedata.TypeJewelry, gamedata.SlotNeck, 0, 40, 8000, "Necklace", "Amulet", "Gorget", "Heavy Necklace")
	worn(treasureJewelry, gamedata.ClassJewelry, gamedata.TypeJewelry, gamedata.SlotsWrists, 0, 35, 7200, "Bracelet", "Heavy Bracelet")
	worn(treasureJewelry, gamedata.ClassJewelry, gamedata.TypeJewelry, gamedata.SlotsFingers, 0, 20, 7600, "Ring", "Heavy Ring")
	worn(trinket, gamedata.ClassJewelry, gamedata.TypeJewelry, gamedata.SlotTrinket, 0, 60, 9000, "Compass", "Goggles", "Mechanical Scarab", "Pocket Watch", "Puzzle Box", "Top")
	worn(cloak, gamedata.ClassClothing, gamedata.TypeClothing, gamedata.SlotCloak, gamedata.CoversCloak, 80, 12000, "Cloak", "Bordered Cloak", "Chevron Cloak", "Halved Cloak", "Trimmed Cloak")
	worn(aetheria, gamedata.ClassGem, gamedata.TypeGem, gamedata.SlotBlueAetheria, 0, 50, 10000, "Aetheria")
	worn(aetheria, gamedata.ClassGem, gamedata.TypeGem, gamedata.SlotYellowAetheria, 0, 50, 10000, "Aetheria")
	worn(aetheria, gamedata.ClassGem, gamedata.TypeGem, gamedata.SlotRedAetheria, 0, 50, 10000, "Aetheria")

	weapon := func(slot gamedata.Slot, skill gamedata.Skill, mastery gamedata.Mastery, burden, value, amount int, names ...string) {
		w := ware{kind: treasureMelee, class: gamedata.ClassMeleeWeapon, typ: gamedata.TypeMeleeWeapon, slots: slot, burden: burden, value: value, amount: amount, skill: skill, mastery: mastery}
		switch skill {
		case gamedata.SkillMissileWeapons:
			w.kind, w.class, w.typ = treasureMissile, gamedata.ClassMissileWeapon, gamedata.TypeMissileWeapon
		case gamedata.SkillWarMagic:
			w.kind, w.class, w.typ = treasureCaster, gamedata.ClassWandStaffOrb, gamedata.TypeCaster
		default:
		}
		for _, w.name = range names {
			all = append(all, w)
		}
	}
	const melee, two = gamedata.SlotMelee, gamedata.SlotTwoHanded
	weapon(melee, gamedata.SkillHeavyWeapons, gamedata.MasterySword, 470, 6900, 71, "Broad Sword", "Flamberge", "Tachi", "Takuba")
	weapon(melee, gamedata.SkillHeavyWeapons, gamedata.MasteryAxe, 640, 7100, 74, "Battle Axe", "Lugian Hammer", "Silifi")
	weapon(melee, gamedata.SkillLightWeapons, gamedata.MasterySword, 300, 6100, 58, "Kaskara", "Short Sword", "Simi", "Yaoji")
	weapon(melee, gamedata.SkillLightWeapons, gamedata.MasterySpear, 410, 6400, 57, "Spear", "Djarid")
	weapon(melee, gamedata.SkillFinesseWeapons, gamedata.MasteryDagger, 120, 5900, 44, "Dagger", "Khanjar", "Knife", "Lancet")
	weapon(melee, gamedata.SkillFinesseWeapons, gamedata.MasteryUnarmedWeapon, 110, 5800, 43, "Claw", "Hand Wraps")
	weapon(two, gamedata.SkillTwoHandedCombat, gamedata.MasteryTwoHandedCombat, 900, 8800, 46, "Nodachi", "Spadone", "Great Star Mace", "Greataxe", "Corsesca", "Tetsubo")
	weapon(gamedata.SlotMissile, gamedata.SkillMissileWeapons, gamedata.MasteryBow, 300, 7700, 155, "Longbow", "Yumi", "War Bow", "Composite Bow")
	weapon(gamedata.SlotMissile, gamedata.SkillMissileWeapons, gamedata.MasteryCrossbow, 640, 7900, 165, "Heavy Crossbow", "Arbalest", "Compound Crossbow")
	weapon(gamedata.SlotMissile, gamedata.SkillMissileWeapons, gamedata.MasteryThrown, 150, 6700, 160, "Atlatl", "Slingshot")
	weapon(gamedata.SlotHeld, gamedata.SkillWarMagic, 0, 50, 9000, 0, "Baton", "Sceptre", "Staff", "Wand", "Orb", "Nether Staff")

	simple := func(kind wareKind, class gamedata.ObjectClass, typ gamedata.ItemType, burden, value, amount int, names ...string) {
		for _, name := range names {
			all = append(all, ware{name: name, kind: kind, class: class, typ: typ, burden: burden, value: value, amount: amount})
		}
	}
	all = append(all,
		ware{name: tapersName, kind: stacked, class: gamedata.ClassSpellComponent, typ: gamedata.TypeSpellComponents, value: 10, amount: 1000, wcid: 20631},
		ware{name: pyrealsName, kind: stacked, class: gamedata.ClassMoney, typ: gamedata.TypeMoney, value: 1, amount: 25000, wcid: 273})
	simple(stacked, gamedata.ClassTradeNote, gamedata.TypePromissoryNote, 5, 250000, 250, "Trade Note (250,000)")
	simple(stacked, gamedata.ClassTradeNote, gamedata.TypePromissoryNote, 5, 100000, 250, "Trade Note (100,000)")
	simple(stacked, gamedata.ClassSpellComponent, gamedata.TypeSpellComponents, 5, 1000, 100, "Lead Scarab", "Iron Scarab", "Silver Scarab", "Gold Scarab", "Pyreal Scarab", "Platinum Scarab", "Mana Scarab")
	simple(stacked, gamedata.ClassGem, gamedata.TypeGem, 5, 600, 100, "Gem of Hunting", "Blue Portal Gem", "Facility Hub Portal Gem", "Lifestone Recall Gem")
	simple(stacked, gamedata.ClassFood, gamedata.TypeFood, 25, 40, 100, "Hearty Stew", "Apple Pie", "Elaborate Dried Rations")
	simple(stacked, gamedata.ClassCraftedFletching, gamedata.TypeCraftFletchingIntermediate, 1, 20, 250, "Deadly Armor Piercing Arrow", "Raider Frost Quarrel")
	simple(stacked, gamedata.ClassManaStone, gamedata.TypeManaStone, 50, 4000, 25, "Massive Mana Charge")
	simple(worked, gamedata.ClassHealingKit, gamedata.TypeMisc, 100, 900, 50, "Treated Healing Kit", "Peerless Healing Kit")
	simple(worked, gamedata.ClassKey, gamedata.TypeKey, 10, 2500, 10, "Mana Forge Key", "Aged Legendary Key", "Sturdy Steel Key")
	simple(worked, gamedata.ClassMisc, gamedata.TypeMisc, 50, 5000, 50, "Moar Essence (150)", "Frost Elemental Essence (180)", "Acid Wisp Essence (200)")
	simple(worked, gamedata.ClassSalvage, gamedata.TypeTinkeringMaterial, 100, 2000, fullSalvage, salvageName)
	simple(container, gamedata.ClassContainer, gamedata.TypeContainer, 65, 250, 24, "Pack", "Belt Pouch", "Sack", "Small Belt Pouch")
	simple(plain, gamedata.ClassFoci, gamedata.TypeMisc, 5, 15000, 0, "Foci of Strife", "Foci of Verdancy", "Foci of Artifice", "Foci of Enchantment", "Foci of Shadow")
	simple(plain, gamedata.ClassManaStone, gamedata.TypeManaStone, 50, 8000, 0, "Greater Mana Stone", "Moderate Mana Stone")
	simple(plain, gamedata.ClassUst, gamedata.TypeTinkeringTool, 10, 500, 0, "Ust")
	simple(plain, gamedata.ClassScroll, gamedata.TypeWritable, 30, 3200, 0, "Scroll of Incantation of Flame Bolt", "Scroll of Incantation of Armor Other", "Scroll of Incantation of Sprint Self")
	simple(plain, gamedata.ClassBook, gamedata.TypeWritable, 20, 10, 0, "A Letter from Elysa", "Tattered Journal")
	simple(plain, gamedata.ClassMisc, gamedata.TypeMisc, 20, 0, 0, "Stipend Token", "Mnemosyne", "Pristine Olthoi Claw", "Broken Compass Rose", "Society Commendation")
	for i := range all {
		if all[i].wcid == 0 {
			all[i].wcid = 40001 + i*7
		}
	}
	return all
})

// covers are the parts of the body that armour in those slots covers. Boots list the lower legs' underclothes, but
// cover the feet alone.
func covers(slots gamedata.Slot) gamedata.Coverage {
	var out gamedata.Coverage
	for slot, part := range map[gamedata.Slot]gamedata.Coverage{
		gamedata.SlotHead: gamedata.CoversHead, gamedata.SlotHands: gamedata.CoversHands, gamedata.SlotFeet: gamedata.CoversFeet,
		gamedata.SlotChest: gamedata.CoversChest, gamedata.SlotAbdomen: gamedata.CoversAbdomen,
		gamedata.SlotUpperArms: gamedata.CoversUpperArms, gamedata.SlotLowerArms: gamedata.CoversLowerArms,
		gamedata.SlotUpperLegs: gamedata.CoversUpperLegs, gamedata.SlotLowerLegs: gamedata.CoversLowerLegs,
	} {
		if slots&slot != 0 {
			out |= part
		}
	}
	return out
}

// waresOf are the places in the list of the wares that a rule takes.
func waresOf(rule func(ware) bool) []uint16 {
	var out []uint16
	for i, w := range wares() {
		if rule(w) {
			out = append(out, uint16(i)) //nolint:gosec // a short list
		}
	}
	return out
}

// stock is the wares sorted by what a character wants of them.
type stock struct {
	tapers, pyreals, salvage uint16
	bySlot                   map[gamedata.Slot][]uint16 // by all the slots that the ware can go to
	treasure, packs, sundry  []uint16                   // sundry is what fills bags
}

var theStock = sync.OnceValue(func() stock {
	s := stock{
		tapers:  waresOf(func(w ware) bool { return w.name == tapersName })[0],
		pyreals: waresOf(func(w ware) bool { return w.name == pyrealsName })[0],
		salvage: waresOf(func(w ware) bool { return w.name == salvageName })[0],
		bySlot:  map[gamedata.Slot][]uint16{},
		// What loot drops, and what is bought or found on the way.
		treasure: waresOf(func(w ware) bool { return w.kind.treasure() }),
		packs:    waresOf(func(w ware) bool { return w.kind == container }),
	}
	s.sundry = waresOf(func(w ware) bool {
		return w.kind == plain || (w.kind == stacked || w.kind == worked) && w.name != tapersName && w.name != salvageName
	})
	for i, w := range wares() {
		s.bySlot[w.slots] = append(s.bySlot[w.slots], uint16(i)) //nolint:gosec // a short list
	}
	return s
})
