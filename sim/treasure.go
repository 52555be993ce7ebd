package sim

import (
	"math/rand/v2"

	"github.com/mosswart/overlord/gamedata"
)

// thing is one item that somebody owns: which ware it is, and what has become of it. What chance made of it (spells,
// material, numbers) follows from its roll, and is worked out whenever the item is told: a character with 200 items
// keeps a few kilobytes.
type thing struct {
	id        int32
	in        int32         // container: a pack's id; 0 the character
	roll      uint32        // decides what treasure is like
	count     int32         // of a stack; uses left of what wears off; units of salvage
	worn      gamedata.Slot // 0: carried
	ware      uint16
	rare      uint16 // place in the list of rares + 1; 0 for all that is none
	spent     uint16 // mana used up
	set       uint8  // equipment set that it was chosen for; 0: as rolled
	place     uint8  // in its pack
	appraised bool
}

func (t *thing) kind() wareKind {
	if t.rare > 0 {
		return plain
	}
	return wares()[t.ware].kind
}

// dice is a random source that is set anew for each thing.
type dice struct {
	source *rand.PCG
	random
}

func newDice() dice {
	source := rand.NewPCG(0, 0)
	return dice{source, random{rand.New(source)}} //nolint:gosec // repeatable on purpose
}

// The icons' numbers are made up, but for the two that the game draws under loot and over what is imbued.
const (
	iconUnderlay = 13146
	iconOverlay  = 25847
	firstIcon    = 4096
	firstModel   = 0x02000100
)

// describe works out all that the plugin knows of a thing. Of what is not appraised that is what came with the item's
// creation.
func (t *thing) describe(it *item, d dice, owner *character) {
	it.reset()
	d.source.Seed(uint64(t.roll), uint64(t.ware)<<16|uint64(t.rare))
	it.id, it.appraised, it.container = t.id, t.appraised, t.in
	if t.in == 0 {
		it.container = int32(owner.playerID) //nolint:gosec // 0x5xxxxxxx
	}
	if t.rare > 0 {
		t.describeRare(it, d.random)
		return
	}
	w := &wares()[t.ware]
	t.created(it, w)
	switch w.kind {
	case stacked:
		it.int(gamedata.IntStackCount, int(t.count))
		it.int(gamedata.IntStackMax, w.amount)
	case worked:
		t.describeWorked(it, d.random, w)
	case container:
		it.int(gamedata.IntItemSlots, w.amount)
	case trinket, cloak, aetheria:
		t.describeGrowing(it, d.random, w)
	case treasureArmor, treasureShield, treasureClothes, treasureJewelry, treasureMelee, treasureMissile, treasureCaster:
		t.describeTreasure(it, d.random, w, owner)
	case plain:
	}
}

// created is what comes with an object's creation.
func (t *thing) created(it *item, w *ware) {
	it.class = w.class
	count := 1
	if w.kind == stacked {
		count = int(t.count)
	}
	it.text(gamedata.StringName, w.name)
	it.flag(gamedata.BoolInscribable, w.kind != stacked)
	it.int(gamedata.IntCategory, int(w.typ))
	it.int(gamedata.IntWeenieClass, w.wcid)
	it.int(gamedata.IntIcon, firstIcon+int(t.ware)*13)
	it.int(gamedata.IntSetup, firstModel+int(t.ware)*5)
	it.int(gamedata.IntContainer, int(it.container))
	it.int(gamedata.IntBurden, w.burden*count)
	if w.kind != worked && !w.kind.treasure() {
		it.int(gamedata.IntValue, w.value*count)
	}
	if w.slots != 0 {
		it.int(gamedata.IntEquipableSlots, int(w.slots))
	}
	if w.covers != 0 {
		it.int(gamedata.IntCoverage, int(w.covers))
	}
	t.whereabouts(it)
}

func (t *thing) whereabouts(it *item) {
	if t.worn == 0 {
		it.int(gamedata.IntPackSlot, int(t.place))
		return
	}
	it.int(gamedata.IntWielder, int(it.container))
	it.int(gamedata.IntWieldingSlot, int(t.worn))
	it.int(gamedata.IntWornAt, int(t.worn))
}

func (t *thing) describeRare(it *item, r random) {
	rare := gamedata.Rares()[t.rare-1]
	it.text(gamedata.StringName, rare.Name)
	it.int(gamedata.IntWeenieClass, rare.WCID)
	it.int(gamedata.IntIcon, firstIcon+rare.WCID%20000)
	it.int(gamedata.IntIconUnderlay, 23308) // the gold one
	it.int(gamedata.IntContainer, int(it.container))
	it.int(gamedata.IntBurden, 60)
	it.int(gamedata.IntValue, r.whole(5, 50)*1000)
	it.int(gamedata.IntRareID, rare.ID)
	it.class = gamedata.ClassMisc
	switch rare.Type {
	case "Gem":
		it.class = gamedata.ClassGem
	case "Armor":
		it.class = gamedata.ClassArmor
	case "Jewelry":
		it.class = gamedata.ClassJewelry
	case "MeleeWeapon":
		it.class = gamedata.ClassMeleeWeapon
	case "MissileWeapon":
		it.class = gamedata.ClassMissileWeapon
	case "Caster":
		it.class = gamedata.ClassWandStaffOrb
	}
	t.whereabouts(it)
}

// describeWorked is of what has uses left. A bag of salvage has a material, and the workmanship of what went into it.
func (t *thing) describeWorked(it *item, r random, w *ware) {
	it.int(gamedata.IntMaxStructure, w.amount)
	it.int(gamedata.IntStructure, int(t.count))
	if w.class != gamedata.ClassSalvage {
		it.int(gamedata.IntValue, w.value)
		if w.class == gamedata.ClassMisc && t.appraised { // an essence
			it.int(gamedata.IntUseSkill, int(gamedata.SkillSummoning))
			it.int(gamedata.IntUseSkillLevel, r.whole(400, 570))
			it.int(gamedata.IntUseLevel, 180)
		}
		return
	}
	material := pick(r, gamedata.Materials())
	for material.Group == "group" {
		material = pick(r, gamedata.Materials())
	}
	items := r.whole(1, 12)
	workmanship := float64(r.whole(4*items, 10*items))
	it.texts[0].v = salvageName + " " + material.Name
	it.int(gamedata.IntMaterial, material.ID)
	it.int(gamedata.IntValue, w.value*int(t.count)/fullSalvage)
	it.float(gamedata.FloatSalvageWorkmanship, round(workmanship/float64(items), 4))
	if t.appraised {
		it.int(gamedata.IntWorkmanship, int(workmanship))
		it.int(gamedata.IntSalvagedItems, items)
	}
}

// describeGrowing is of what has levels of its own, and of trinkets.
func (t *thing) describeGrowing(it *item, r random, w *ware) {
	it.int(gamedata.IntIconUnderlay, iconUnderlay)
	if !t.appraised {
		return
	}
	level := r.whole(1, 5)
	needs := []int{75, 75, 75, 150, 150, 225}[level]
	switch w.kind {
	case aetheria:
		it.int(gamedata.IntIconOverlay, 27699+level)
		it.int(gamedata.IntEquipmentSet, r.whole(35, 39))
	case cloak:
		needs = 30 * level
		it.int(gamedata.IntEquipmentSet, r.whole(49, 88))
		it.int(gamedata.IntCloakProc, r.whole(1, 2))
	default:
		it.int(gamedata.IntHealingBoostRating, r.whole(1, 5))
		needs = 150
	}
	if w.kind != trinket {
		it.int(gamedata.IntItemMaxLevel, level)
		it.int(gamedata.IntItemXPStyle, 2)
		if w.kind == cloak && roll(r, gamedata.RollHasRating) == "yes" {
			it.int(gamedata.IntDamageResistRating, rollNumber(r, gamedata.RollClothesRating))
		}
	}
	require(it, gamedata.RequireLevel, 1, needs)
	it.text(gamedata.StringUse, "Use this item to equip it.")
}

func require(it *item, what gamedata.WieldRequirement, skill, value int) {
	it.int(gamedata.IntWieldType, int(what))
	it.int(gamedata.IntWieldSkill, skill)
	it.int(gamedata.IntWieldValue, value)
}

// describeTreasure is of what loot drops.
func (t *thing) describeTreasure(it *item, r random, w *ware, owner *character) {
	workmanship := r.whole(4, 10)
	material := pick(r, substances(w.kind))
	magical := r.chance(0.93)
	value := w.value * r.whole(60, 260) / 100
	tinks := 0
	if t.worn != 0 && w.kind != treasureClothes && w.kind != treasureJewelry {
		tinks = r.whole(0, 10)
	}
	it.int(gamedata.IntMaterial, material)
	it.int(gamedata.IntValue, value)
	it.float(gamedata.FloatSalvageWorkmanship, float64(workmanship))
	it.int(gamedata.IntHookType, 2)
	if magical {
		it.int(gamedata.IntIconOutline, 1)
		it.int(gamedata.IntIconUnderlay, iconUnderlay)
	}
	t.weaponBase(it, r, w)
	if !t.appraised {
		return
	}
	it.flag(gamedata.BoolDyable, w.kind == treasureArmor || w.kind == treasureClothes)
	it.int(gamedata.IntWorkmanship, workmanship)
	it.int(gamedata.IntGemCount, r.whole(1, 4))
	it.int(gamedata.IntGemType, r.whole(10, 50))
	title := w.name
	if magical {
		title = t.describeMagic(it, r, w, title)
	}
	it.text(gamedata.StringLongDescription, title)
	switch w.kind {
	case treasureArmor, treasureShield:
		t.describeArmor(it, r, w, workmanship, tinks, owner)
	case treasureClothes:
		rating(it, r, gamedata.RollClothesRating, gamedata.IntDamageRating, gamedata.IntDamageResistRating)
	case treasureJewelry:
		rating(it, r, gamedata.RollClothesRating, gamedata.IntHealingBoostRating, gamedata.IntVitalityRating)
	default:
		t.describeWeapon(it, r, w)
	}
	t.describeTinkers(it, r, w, tinks, owner)
}

// describeMagic is what an enchanted piece has: spells, mana and what it takes to wake them. It gives the long name.
func (t *thing) describeMagic(it *item, r random, w *ware, name string) string {
	group := gamedata.LootArmor
	switch w.kind {
	case treasureJewelry:
		group = gamedata.LootJewelry
	case treasureMelee:
		group = gamedata.LootMelee
	case treasureMissile:
		group = gamedata.LootMissile
	case treasureCaster:
		group = gamedata.LootWand
	default:
	}
	it.spells = enchant(r, group, it.spells)
	mana := r.whole(400, 3200)
	spellcraft := r.whole(250, 420)
	it.int(gamedata.IntSpellcraft, spellcraft)
	it.int(gamedata.IntMana, max(0, mana-int(t.spent)))
	it.int(gamedata.IntMaxMana, mana)
	it.int(gamedata.IntLoreRequirement, r.whole(80, 330))
	it.int(gamedata.IntAllegianceRank, 0)
	it.int(gamedata.IntSkillLimit, 0)
	it.int(gamedata.IntSpellCount, len(it.spells))
	it.float(gamedata.FloatManaRate, -pick(r, []float64{0.025, 0.033, 0.042, 0.056}))
	if w.kind == treasureCaster {
		it.int(gamedata.IntAssociatedSpell, 4439)
		it.int(gamedata.IntManaCost, r.whole(60, 90))
	}
	if len(it.spells) > 0 {
		if s, ok := gamedata.SpellByID(it.spells[len(it.spells)-1]); ok {
			return name + " of " + s.Name
		}
	}
	return name
}

func (t *thing) describeArmor(it *item, r random, w *ware, workmanship, tinks int, owner *character) {
	level := w.amount + workmanship*6 + r.IntN(30) + 20*tinks
	if t.worn != 0 && owner.buffed {
		it.active = append(it.active, theSpellbook().banes...)
		it.int(gamedata.IntActiveSpellCount, len(it.active))
		level += 240 // Incantation of Impenetrability
	}
	it.int(gamedata.IntArmorLevel, level)
	for _, mod := range []gamedata.FloatProperty{
		gamedata.FloatSlashProtection, gamedata.FloatPierceProtection, gamedata.FloatBludgeonProtection, gamedata.FloatAcidProtection,
		gamedata.FloatLightningProtection, gamedata.FloatFireProtection, gamedata.FloatColdProtection,
	} {
		it.float(mod, round(r.between(0.4, 1.5), 3))
	}
	it.float(gamedata.FloatNetherProtection, 1)
	set := int(t.set)
	if rolled := roll(r, gamedata.RollArmorSet) == "yes"; set == 0 && rolled && w.kind == treasureArmor {
		set = r.whole(gamedata.FirstLootSet, gamedata.LastLootSet)
	}
	needs := pick(r, []int{100, 125, 150})
	if set != 0 {
		it.int(gamedata.IntEquipmentSet, set)
		needs = 180
	}
	if rating(it, r, gamedata.RollArmorRating, gamedata.IntCritDamageRating, gamedata.IntCritDamageResistRating) {
		needs = 180
	}
	require(it, gamedata.RequireLevel, 1, needs)
	if w.kind == treasureShield {
		it.int(gamedata.IntWieldType2, int(gamedata.RequireBaseSkill))
		it.int(gamedata.IntWieldSkill2, int(gamedata.SkillShield))
		it.int(gamedata.IntWieldValue2, r.whole(150, 300))
	}
}

// rating gives one of two gear ratings to a quarter of what can have one, and says whether it did.
func rating(it *item, r random, size string, one, other gamedata.IntProperty) bool {
	if roll(r, gamedata.RollHasRating) != "yes" {
		return false
	}
	if r.chance(0.5) {
		one = other
	}
	it.int(one, rollNumber(r, size))
	return true
}

// weaponBase is what a weapon's creation tells.
func (t *thing) weaponBase(it *item, r random, w *ware) {
	switch w.kind {
	case treasureMelee, treasureMissile:
		it.int(gamedata.IntEquipType, int(w.kind-treasureMelee)+1)
		it.float(gamedata.FloatScale, round(r.between(0.8, 1.3), 2))
	case treasureCaster:
		it.int(gamedata.IntUsageMask, 16)
	default:
	}
}

func (t *thing) describeWeapon(it *item, r random, w *ware) {
	elements := []gamedata.DamageType{gamedata.DamageSlash, gamedata.DamagePierce, gamedata.DamageBludgeon, gamedata.DamageCold, gamedata.DamageFire, gamedata.DamageAcid, gamedata.DamageElectric}
	element := pick(r, elements)
	percent := func(low, high int) float64 { return 1 + float64(r.whole(low, high))/100 }
	it.int(gamedata.IntWeaponSpeed, r.whole(0, 60))
	it.float(gamedata.FloatMeleeDefense, percent(1, 20))
	if r.chance(0.3) {
		it.float(gamedata.FloatMissileDefense, percent(1, 4))
		it.float(gamedata.FloatMagicDefense, percent(1, 4))
	}
	switch w.kind {
	case treasureMelee:
		it.int(gamedata.IntMaxDamage, w.amount-r.IntN(12))
		it.int(gamedata.IntDamageType, int(element))
		it.int(gamedata.IntEquipSkill, int(w.skill))
		it.int(gamedata.IntMastery, int(w.mastery))
		it.int(gamedata.IntAttackType, pick(r, []int{2, 4, 6, 0x1E0}))
		it.float(gamedata.FloatVariance, pick(r, []float64{0.24, 0.3, 0.42, 0.5, 0.58}))
		it.float(gamedata.FloatAttackBonus, percent(1, 22))
		if w.skill == gamedata.SkillTwoHandedCombat {
			it.int(gamedata.IntCleaving, 2)
		}
		require(it, gamedata.RequireBaseSkill, int(w.skill), pick(r, []int{350, 370, 400, 420, 430}))
	case treasureMissile:
		it.int(gamedata.IntMaxDamage, 0)
		it.int(gamedata.IntDamageType, int(element))
		it.int(gamedata.IntEquipSkill, int(w.skill))
		it.int(gamedata.IntMastery, int(w.mastery))
		it.int(gamedata.IntMissileType, int(w.mastery)-7)
		it.int(gamedata.IntElementalBonus, r.whole(8, 22))
		it.float(gamedata.FloatDamageBonus, float64(w.amount+r.whole(60, 85))/100)
		it.float(gamedata.FloatMissileRange, 27.3)
		require(it, gamedata.RequireBaseSkill, int(w.skill), pick(r, []int{315, 335, 360, 375, 385}))
	case treasureCaster:
		it.int(gamedata.IntCasterDamageType, int(element))
		it.float(gamedata.FloatElementalVersusMonsters, percent(3, 18))
		it.float(gamedata.FloatManaConversion, float64(r.whole(1, 10))/100)
		require(it, gamedata.RequireBaseSkill, int(pick(r, []gamedata.Skill{gamedata.SkillWarMagic, gamedata.SkillVoidMagic, gamedata.SkillLifeMagic})), pick(r, []int{310, 330, 355, 375, 385}))
	default:
	}
	switch r.IntN(30) {
	case 0:
		it.int(gamedata.IntSlayerCreature, r.whole(1, 60))
		it.float(gamedata.FloatSlayerBonus, 1.8)
	case 1:
		it.float(gamedata.FloatCritFrequency, 0.25)
	case 2:
		it.float(gamedata.FloatCritMultiplier, 3)
	case 3:
		it.int(gamedata.IntResistanceCleave, int(element))
		it.float(gamedata.FloatResistanceModifier, 1)
	}
}

// describeTinkers is what tinkers did to a worn piece: at most ten times, one of them an imbue.
func (t *thing) describeTinkers(it *item, r random, w *ware, tinks int, owner *character) {
	if tinks == 0 {
		return
	}
	it.int(gamedata.IntTimesTinkered, tinks)
	it.text(gamedata.StringTinkerer, owner.name)
	if !r.chance(0.6) {
		return
	}
	imbue := pick(r, []gamedata.Imbue{gamedata.ImbueMeleeDefense, gamedata.ImbueMissileDefense, gamedata.ImbueMagicDefense})
	if w.kind >= treasureMelee {
		imbue = pick(r, []gamedata.Imbue{
			gamedata.ImbueCriticalStrike, gamedata.ImbueCripplingBlow, gamedata.ImbueArmorRending, gamedata.ImbueFireRending,
			gamedata.ImbueColdRending, gamedata.ImbueSlashRending, gamedata.ImbueNetherRending, gamedata.ImbueIgnoreAllArmor,
		})
	}
	it.int(gamedata.IntImbue, int(imbue))
	it.int(gamedata.IntIconOverlay, iconOverlay)
	it.text(gamedata.StringImbuer, owner.name)
}

// substances are the materials that a kind of treasure can be made of.
func substances(kind wareKind) []int {
	switch kind {
	case treasureClothes:
		return []int{4, 5, 6, 7, 8, 52}
	case treasureJewelry:
		return []int{1, 2, 16, 20, 27, 39, 47, 51, 57, 58, 59, 60, 63}
	case treasureMissile:
		return []int{51, 61, 73, 74, 75, 76, 77}
	case treasureCaster:
		return []int{12, 16, 21, 28, 32, 38, 67, 69, 71, 73, 77}
	default:
		return []int{51, 52, 53, 54, 55, 57, 58, 59, 60, 61, 62, 63, 64}
	}
}
