package gamedata_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/gamedata"
)

func TestSpellsAreThoseOfTheFinalClient(t *testing.T) {
	all := gamedata.Spells()
	if len(all) != 6266 {
		t.Fatalf("%d spells", len(all))
	}
	tiers := map[gamedata.Tier]int{}
	for i, s := range all {
		if i > 0 && s.ID <= all[i-1].ID {
			t.Fatalf("%d comes after %d", s.ID, all[i-1].ID)
		}
		if s.Name == "" || s.School == "" || s.Level < 0 || s.Level > 8 {
			t.Errorf("%+v", s)
		}
		if s.Cantrip {
			tiers[s.Tier]++
		}
	}
	want := map[gamedata.Tier]int{gamedata.TierMinor: 76, gamedata.TierMajor: 76, gamedata.TierEpic: 79, gamedata.TierLegendary: 69}
	for tier, n := range want {
		if tiers[tier] != n {
			t.Errorf("%d %s cantrips, want %d", tiers[tier], tier, n)
		}
	}
	if len(tiers) != len(want) {
		t.Errorf("tiers of cantrips: %v", tiers)
	}
}

func TestSpellsAreFoundByNumber(t *testing.T) {
	for _, want := range []gamedata.Spell{
		{ID: 1486, Name: "Impenetrability VI", School: "Item Enchantment", Family: 160, Power: 250, Level: 6, Duration: 45 * time.Minute, Mana: 60},
		{ID: 6107, Name: "Legendary Strength", School: "Creature Enchantment", Family: 261, Power: 35, Duration: 13 * time.Minute, Mana: 10, Tier: gamedata.TierLegendary, Cantrip: true},
		{ID: 3809, Name: "Minor Salvaging Aptitude", School: "Creature Enchantment", Family: 437, Power: 5, Duration: time.Hour, Mana: 10},
	} {
		if got, ok := gamedata.SpellByID(want.ID); !ok || got != want {
			t.Errorf("got %+v, %v, want %+v", got, ok, want)
		}
	}
	for _, id := range []int{-1, 0, 7000, math.MaxInt} {
		if s, ok := gamedata.SpellByID(id); ok {
			t.Errorf("%d: %+v", id, s)
		}
	}
}

func TestEveryCantripIsInItsFamilyAtItsTier(t *testing.T) {
	families := gamedata.CantripFamilies()
	if len(families) != 68 {
		t.Fatalf("%d families", len(families))
	}
	inFamilies, wards, onItem, onWeapon := 0, 0, 0, 0
	for _, f := range families {
		if found, ok := gamedata.CantripFamilyByID(f.Family); !ok || found.Name != f.Name {
			t.Errorf("%s is not found by its number", f.Name)
		}
		for _, tier := range []gamedata.Tier{gamedata.TierMinor, gamedata.TierMajor, gamedata.TierEpic, gamedata.TierLegendary} {
			if len(f.Of(tier)) == 0 {
				t.Errorf("%s has no %s cantrip", f.Name, tier)
			}
			for _, id := range f.Of(tier) {
				inFamilies++
				if s, ok := gamedata.SpellByID(id); !ok || !s.Cantrip || s.Family != f.Family || s.Tier != tier {
					t.Errorf("%s, %s: %+v", f.Name, tier, s)
				}
			}
		}
		if f.Of(gamedata.TierNone) != nil || f.Of(gamedata.TierInner) != nil {
			t.Errorf("%s has cantrips of tiers that loot does not have", f.Name)
		}
		if f.Ward {
			wards++
		}
		switch f.ActsOn {
		case gamedata.ActsOnItem:
			onItem++
		case gamedata.ActsOnWeapon:
			onWeapon++
		case gamedata.ActsOnWearer:
		default:
			t.Errorf("%s acts on %q", f.Name, f.ActsOn)
		}
	}
	if inFamilies != 300 || wards != 7 || onItem != 8 || onWeapon != 5 {
		t.Errorf("%d cantrips, %d wards, %d act on the item, %d on the weapon", inFamilies, wards, onItem, onWeapon)
	}
	if f, ok := gamedata.CantripFamilyByID(311); !ok || len(f.Minor) != 5 || !slices.Contains(f.Loot, gamedata.LootJewelry) {
		t.Errorf("Light Weapon Aptitude: %+v", f)
	}
	if f, ok := gamedata.CantripFamilyByID(1); ok {
		t.Errorf("the buffs of Strength are cantrips: %+v", f)
	}
}

func TestLootDrawsFromAsManyCantripsAsTheServersTables(t *testing.T) {
	groups := map[gamedata.LootGroup]int{}
	for _, f := range gamedata.CantripFamilies() {
		for _, g := range f.Loot {
			groups[g]++
		}
	}
	want := map[gamedata.LootGroup]int{gamedata.LootArmor: 60, gamedata.LootJewelry: 46, gamedata.LootMelee: 12, gamedata.LootMissile: 11, gamedata.LootWand: 13}
	for g, n := range want {
		if groups[g] != n {
			t.Errorf("%s: %d, want %d", g, groups[g], n)
		}
	}
	if len(groups) != len(want) {
		t.Errorf("%v", groups)
	}
}

func TestChancesOfARollAddUpToOne(t *testing.T) {
	for _, roll := range []string{
		gamedata.RollCantrips, gamedata.RollCantripLevel, gamedata.RollArmorSet, gamedata.RollHasRating,
		gamedata.RollArmorRating, gamedata.RollClothesRating,
	} {
		sum := 0.0
		for _, c := range gamedata.LootChances(roll, 8) {
			sum += c.Chance
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%s: %v", roll, sum)
		}
	}
	if got := gamedata.LootChances(gamedata.RollArmorSet, 3); got != nil {
		t.Errorf("tier 3 rolls sets: %v", got)
	}
}

func TestSetsAreFoundByNumber(t *testing.T) {
	all := gamedata.EquipmentSets()
	if len(all) != 140 {
		t.Fatalf("%d sets", len(all))
	}
	for i, s := range all {
		if found, ok := gamedata.EquipmentSetByID(s.ID); !ok || found.Name != s.Name || s.ID != i+1 || s.Name == "" {
			t.Errorf("%+v", s)
		}
		if loot := s.ID >= gamedata.FirstLootSet && s.ID <= gamedata.LastLootSet; loot != (s.Kind == "loot armour") {
			t.Errorf("%+v", s)
		}
		if byLevel := s.Kind == "cloak weave" || s.Kind == "aetheria" || s.Kind == "rare armour"; s.ByLevel != byLevel {
			t.Errorf("%+v", s)
		}
	}
	if s, _ := gamedata.EquipmentSetByID(13); s.Name != "Soldier's Set" || !slices.Equal(s.BonusAt, []int{2, 3, 4, 5}) {
		t.Errorf("%+v", s)
	}
	for _, id := range []int{-1, 0, 141} {
		if _, ok := gamedata.EquipmentSetByID(id); ok {
			t.Errorf("there is a set %d", id)
		}
	}
}

func TestSlotsAreAsTheGameNumbersThem(t *testing.T) {
	var armor, all gamedata.Slot
	for i, f := range gamedata.Slots() {
		if f.Slot != 1<<i || f.Name == "" {
			t.Errorf("slot %d: %+v", i, f)
		}
		if all |= f.Slot; f.BodyArmor {
			armor |= f.Slot
		}
	}
	if armor != gamedata.SlotsBodyArmor || uint32(gamedata.SlotsBodyArmor) != 0x7F21 || all != 0x7FFFFFFF {
		t.Errorf("armour %x, all %x", armor, all)
	}
	for slot, want := range map[gamedata.Slot]string{
		gamedata.SlotHead: "head", gamedata.SlotFeet: "feet", gamedata.SlotUpperArms | gamedata.SlotLowerArms: "upper arms, lower arms",
		gamedata.SlotsFingers: "left ring, right ring", gamedata.SlotTrinket: "trinket", gamedata.SlotCloak: "cloak",
		gamedata.SlotHeld: "wand, staff, orb", gamedata.SlotRedAetheria: "red aetheria", gamedata.SlotNeck: "necklace", 0: "",
		gamedata.SlotTwoHanded: "two-handed weapon", gamedata.SlotMelee: "main hand melee", gamedata.SlotLowerLegs: "lower legs",
	} {
		if got := slot.String(); got != want {
			t.Errorf("%x: %q, want %q", uint32(slot), got, want)
		}
	}
	for part, want := range map[gamedata.Coverage]string{
		gamedata.CoversHead: "Head", gamedata.CoversChest | gamedata.CoversUpperArms: "Outerwear Chest | Outerwear Upper Arms",
		gamedata.CoversUnderUpperLegs: "Underwear Upper Legs", gamedata.CoversCloak: "Cloak", 0: "",
	} {
		if got := part.String(); got != want {
			t.Errorf("%x: %q, want %q", uint32(part), got, want)
		}
	}
}

// TestConstantsAreNamedAsTheTablesAre compares constants with the tables, by the names that String looks up.
func TestConstantsAreNamedAsTheTablesAre(t *testing.T) {
	for got, want := range map[string]string{
		gamedata.ClassMeleeWeapon.String(): "Melee Weapon", gamedata.ClassPortal.String(): "Portal", gamedata.ClassWandStaffOrb.String(): "Wand Staff Orb",
		gamedata.ClassSalvage.String(): "Salvage", gamedata.ClassScroll.String(): "Scroll", gamedata.ClassCorpse.String(): "Corpse",
		gamedata.ObjectClass(99).String(): "object class 99",
		gamedata.TypeCaster.String():      "Caster", gamedata.TypePromissoryNote.String(): "Promissory Note",
		(gamedata.DamageSlash | gamedata.DamagePierce).String(): "Slash | Pierce", gamedata.DamageNether.String(): "Nether",
		gamedata.ImbueCripplingBlow.String(): "Crippling Blow", gamedata.ImbueIgnoreAllArmor.String(): "Ignore All Armor", gamedata.Imbue(0).String(): "",
		gamedata.Imbue(0x100000).String(): "0x100000", gamedata.MasteryTwoHandedCombat.String(): "Two Handed Combat",
		gamedata.SkillVoidMagic.String(): "Void Magic", gamedata.SkillHeavyWeapons.String(): "Heavy Weapons", gamedata.Skill(77).String(): "skill 77",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	live := 0
	for i, s := range gamedata.Skills() {
		if int(s.ID) != i || s.Name == "" || s.Key == "" {
			t.Errorf("%d: %+v", i, s)
		}
		if s.Live {
			live++
		}
	}
	if s, ok := gamedata.SkillByID(gamedata.SkillTwoHandedCombat); !ok || s.Key != "two_handed_combat" || live != 38 {
		t.Errorf("%+v; %d live skills", s, live)
	}
	if _, ok := gamedata.SkillByID(-1); ok {
		t.Error("there is a skill -1")
	}
}

func TestMaterialsTitlesAndPeoplesAreFoundByNumber(t *testing.T) {
	if all := gamedata.Materials(); len(all) != 77 {
		t.Errorf("%d materials", len(all))
	}
	for i, m := range gamedata.Materials() {
		if found, ok := gamedata.MaterialByID(m.ID); !ok || found != m || m.ID != i+1 || m.Name == "" || m.Group == "" {
			t.Errorf("%+v", m)
		}
	}
	if m, _ := gamedata.MaterialByID(16); m.Name != "Black Opal" || m.Group != "gem" {
		t.Errorf("%+v", m)
	}
	if _, ok := gamedata.MaterialByID(78); ok {
		t.Error("there is a material 78")
	}
	tests := []struct {
		what string
		find func(int) (string, bool)
		id   int
		want string
	}{
		{"heritage", gamedata.HeritageName, 1, "Aluvian"}, {"heritage", gamedata.HeritageName, 0, ""}, {"heritage", gamedata.HeritageName, 99, ""},
		{"creature", gamedata.CreatureTypeName, 4, "Mosswart"}, {"creature", gamedata.CreatureTypeName, 0, ""},
		{"title", gamedata.TitleName, 34, "Champion of Dereth"}, {"title", gamedata.TitleName, 895, ""},
	}
	for _, test := range tests {
		if got, ok := test.find(test.id); ok != (test.want != "") || ok && got != test.want {
			t.Errorf("%s %d: %q, %v", test.what, test.id, got, ok)
		}
	}
}

func TestThePluginAppraisesWhatCanBeWornOrWielded(t *testing.T) {
	tests := []struct {
		class gamedata.ObjectClass
		name  string
		want  bool
	}{
		{gamedata.ClassArmor, "Helm", true}, {gamedata.ClassWandStaffOrb, "Orb", true}, {gamedata.ClassGem, "Aetheria", true},
		{gamedata.ClassGem, "Gem of Hunting", false}, {gamedata.ClassMisc, "Moar Essence (200)", true}, {gamedata.ClassMisc, "Idol", false},
		{gamedata.ClassSalvage, "Salvaged Steel", false},
	}
	for _, test := range tests {
		if got := test.class.Appraised(test.name); got != test.want {
			t.Errorf("%v %s: %v", test.class, test.name, got)
		}
	}
}

func TestPropertiesHaveTheNumbersOfTheWire(t *testing.T) {
	tests := []struct {
		kind   gamedata.PropertyKind
		id     int32
		gameID int32
		name   string
	}{
		{gamedata.IntProperties, int32(gamedata.IntCategory), 1, "ItemType"},
		{gamedata.IntProperties, int32(gamedata.IntCoverage), 4, "ClothingPriority"},
		{gamedata.IntProperties, int32(gamedata.IntItemSlots), 6, "ItemsCapacity"},
		{gamedata.IntProperties, int32(gamedata.IntPackSlots), 7, "ContainersCapacity"},
		{gamedata.IntProperties, int32(gamedata.IntEquipableSlots), 9, "ValidLocations"},
		{gamedata.IntProperties, int32(gamedata.IntStackCount), 12, "StackSize"},
		{gamedata.IntProperties, int32(gamedata.IntStackMax), 11, "MaxStackSize"},
		{gamedata.IntProperties, int32(gamedata.IntIconOutline), 18, "UiEffects"},
		{gamedata.IntProperties, int32(gamedata.IntMaxDamage), 44, "Damage"},
		{gamedata.IntProperties, int32(gamedata.IntDamageType), 45, "DamageType"},
		{gamedata.IntProperties, int32(gamedata.IntEquipSkill), 48, "WeaponSkill"},
		{gamedata.IntProperties, int32(gamedata.IntWeaponSpeed), 49, "WeaponTime"},
		{gamedata.IntProperties, int32(gamedata.IntMissileType), 50, "AmmoType"},
		{gamedata.IntProperties, int32(gamedata.IntEquipType), 51, "CombatUse"},
		{gamedata.IntProperties, int32(gamedata.IntUsageMask), 94, "TargetType"},
		{gamedata.IntProperties, int32(gamedata.IntHookType), 0, "HookType"},
		{gamedata.IntProperties, int32(gamedata.IntHookMask), 152, "HookItemType"},
		{gamedata.IntProperties, int32(gamedata.IntWeenieClass), 0, "WeenieClassId"},
		{gamedata.IntProperties, int32(gamedata.IntIcon), 0, "Icon"},
		{gamedata.IntProperties, int32(gamedata.IntContainer), 0, "Container"},
		{gamedata.IntProperties, int32(gamedata.IntLandcell), 0, "Landblock"},
		{gamedata.IntProperties, int32(gamedata.IntAssociatedSpell), 0, "Spell"},
		{gamedata.IntProperties, int32(gamedata.IntWielder), 0, "Wielder"},
		{gamedata.IntProperties, int32(gamedata.IntWieldingSlot), 0, "WieldingSlot"},
		{gamedata.IntProperties, int32(gamedata.IntMonarch), 0, "Monarch"},
		{gamedata.IntProperties, int32(gamedata.IntHouseOwner), 0, "HouseOwner"},
		{gamedata.IntProperties, int32(gamedata.IntSetup), 0, "Setup"},
		{gamedata.IntProperties, int32(gamedata.IntBehavior), 0, "Behavior"},
		{gamedata.IntProperties, int32(gamedata.IntSpellCount), 0, "SpellCount"},
		{gamedata.IntProperties, int32(gamedata.IntActiveSpellCount), 0, "ActiveSpellCount"},
		{gamedata.IntProperties, int32(gamedata.IntIconOverlay), 0, "IconOverlay"},
		{gamedata.IntProperties, int32(gamedata.IntIconUnderlay), 0, "IconUnderlay"},
		{gamedata.IntProperties, int32(gamedata.IntPackSlot), 0, "Slot"},
		{gamedata.FloatProperties, int32(gamedata.FloatSlashProtection), 13, "ArmorModVsSlash"},
		{gamedata.FloatProperties, int32(gamedata.FloatPierceProtection), 14, "ArmorModVsPierce"},
		{gamedata.FloatProperties, int32(gamedata.FloatBludgeonProtection), 15, "ArmorModVsBludgeon"},
		{gamedata.FloatProperties, int32(gamedata.FloatAcidProtection), 18, "ArmorModVsAcid"},
		{gamedata.FloatProperties, int32(gamedata.FloatLightningProtection), 19, "ArmorModVsElectric"},
		{gamedata.FloatProperties, int32(gamedata.FloatFireProtection), 17, "ArmorModVsFire"},
		{gamedata.FloatProperties, int32(gamedata.FloatColdProtection), 16, "ArmorModVsCold"},
		{gamedata.FloatProperties, int32(gamedata.FloatUseRadius), 54, "UseRadius"},
		{gamedata.FloatProperties, int32(gamedata.FloatSalvageWorkmanship), 0, "SalvageWorkmanship"},
		{gamedata.FloatProperties, int32(gamedata.FloatScale), 39, "DefaultScale"},
		{gamedata.FloatProperties, int32(gamedata.FloatVariance), 22, "DamageVariance"},
		{gamedata.FloatProperties, int32(gamedata.FloatAttackBonus), 62, "WeaponOffense"},
		{gamedata.FloatProperties, int32(gamedata.FloatMissileRange), 26, "MaximumVelocity"},
		{gamedata.FloatProperties, int32(gamedata.FloatDamageBonus), 63, "DamageMod"},
		{gamedata.StringProperties, int32(gamedata.StringSecondaryName), 0, "SecondaryName"},
		{gamedata.BoolProperties, int32(gamedata.BoolDyable), 100, "Dyable"},
	}
	for _, test := range tests {
		p, ok := gamedata.PropertyByID(test.kind, test.id)
		if !ok || p.Kind != test.kind || p.GameID != test.gameID || p.Name != test.name {
			t.Errorf("%s %d: %+v, %v, want %s (%d)", test.kind, test.id, p, ok, test.name, test.gameID)
		}
	}
	for _, kind := range []gamedata.PropertyKind{gamedata.IntProperties, gamedata.FloatProperties, gamedata.StringProperties, gamedata.BoolProperties} {
		seen := map[int32]bool{}
		for _, p := range gamedata.Properties(kind) {
			if seen[p.ID] || p.Name == "" {
				t.Errorf("%s: %+v", kind, p)
			}
			seen[p.ID] = true
		}
		if len(seen) < 50 {
			t.Errorf("%d %s properties", len(seen), kind)
		}
	}
	if _, ok := gamedata.PropertyByID(gamedata.IntProperties, -5); ok {
		t.Error("there is a property -5")
	}
}
