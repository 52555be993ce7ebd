package gamedata

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// ObjectClass is the plugin's (DECAL's) number for what an object is.
type ObjectClass int

// The object classes.
const (
	ClassUnknown          ObjectClass = 0
	ClassMeleeWeapon      ObjectClass = 1
	ClassArmor            ObjectClass = 2
	ClassClothing         ObjectClass = 3
	ClassJewelry          ObjectClass = 4
	ClassMonster          ObjectClass = 5
	ClassFood             ObjectClass = 6
	ClassMoney            ObjectClass = 7
	ClassMisc             ObjectClass = 8
	ClassMissileWeapon    ObjectClass = 9
	ClassContainer        ObjectClass = 10
	ClassGem              ObjectClass = 11
	ClassSpellComponent   ObjectClass = 12
	ClassKey              ObjectClass = 13
	ClassPortal           ObjectClass = 14
	ClassTradeNote        ObjectClass = 15
	ClassManaStone        ObjectClass = 16
	ClassPlant            ObjectClass = 17
	ClassBaseCooking      ObjectClass = 18
	ClassBaseAlchemy      ObjectClass = 19
	ClassBaseFletching    ObjectClass = 20
	ClassCraftedCooking   ObjectClass = 21
	ClassCraftedAlchemy   ObjectClass = 22
	ClassCraftedFletching ObjectClass = 23
	ClassPlayer           ObjectClass = 24
	ClassVendor           ObjectClass = 25
	ClassDoor             ObjectClass = 26
	ClassCorpse           ObjectClass = 27
	ClassLifestone        ObjectClass = 28
	ClassHealingKit       ObjectClass = 29
	ClassLockpick         ObjectClass = 30
	ClassWandStaffOrb     ObjectClass = 31
	ClassBundle           ObjectClass = 32
	ClassBook             ObjectClass = 33
	ClassJournal          ObjectClass = 34
	ClassSign             ObjectClass = 35
	ClassHousing          ObjectClass = 36
	ClassNpc              ObjectClass = 37
	ClassFoci             ObjectClass = 38
	ClassSalvage          ObjectClass = 39
	ClassUst              ObjectClass = 40
	ClassServices         ObjectClass = 41
	ClassScroll           ObjectClass = 42
)

// Appraised says whether the plugin appraises an item of this class by itself. Of the gems it does so with Aetheria, of
// the miscellaneous with Essences only.
func (c ObjectClass) Appraised(name string) bool {
	switch c {
	case ClassArmor, ClassClothing, ClassMeleeWeapon, ClassMissileWeapon, ClassWandStaffOrb, ClassJewelry:
		return true
	case ClassGem:
		return strings.Contains(name, "Aetheria")
	case ClassMisc:
		return strings.Contains(name, "Essence")
	default:
		return false
	}
}

// String is the class's name: "Melee Weapon".
func (c ObjectClass) String() string { return objectClasses().name("object class", int64(c)) }

// ItemType is the game's bit mask of what an item is: the property "category".
type ItemType uint32

// The item types.
const (
	TypeMeleeWeapon                ItemType = 0x1
	TypeArmor                      ItemType = 0x2
	TypeClothing                   ItemType = 0x4
	TypeJewelry                    ItemType = 0x8
	TypeCreature                   ItemType = 0x10
	TypeFood                       ItemType = 0x20
	TypeMoney                      ItemType = 0x40
	TypeMisc                       ItemType = 0x80
	TypeMissileWeapon              ItemType = 0x100
	TypeContainer                  ItemType = 0x200
	TypeUseless                    ItemType = 0x400
	TypeGem                        ItemType = 0x800
	TypeSpellComponents            ItemType = 0x1000
	TypeWritable                   ItemType = 0x2000
	TypeKey                        ItemType = 0x4000
	TypeCaster                     ItemType = 0x8000
	TypePortal                     ItemType = 0x10000
	TypeLockable                   ItemType = 0x20000
	TypePromissoryNote             ItemType = 0x40000
	TypeManaStone                  ItemType = 0x80000
	TypeService                    ItemType = 0x100000
	TypeMagicWieldable             ItemType = 0x200000
	TypeCraftCookingBase           ItemType = 0x400000
	TypeCraftAlchemyBase           ItemType = 0x800000
	TypeCraftFletchingBase         ItemType = 0x2000000
	TypeCraftAlchemyIntermediate   ItemType = 0x4000000
	TypeCraftFletchingIntermediate ItemType = 0x8000000
	TypeLifeStone                  ItemType = 0x10000000
	TypeTinkeringTool              ItemType = 0x20000000
	TypeTinkeringMaterial          ItemType = 0x40000000
	TypeGameboard                  ItemType = 0x80000000
)

// String names the bits, with " | " between them.
func (t ItemType) String() string { return itemTypes().bits(int64(t)) }

// DamageType is the game's bit mask of elements.
type DamageType uint32

// The elements.
const (
	DamageSlash    DamageType = 0x1
	DamagePierce   DamageType = 0x2
	DamageBludgeon DamageType = 0x4
	DamageCold     DamageType = 0x8
	DamageFire     DamageType = 0x10
	DamageAcid     DamageType = 0x20
	DamageElectric DamageType = 0x40
	DamageHealth   DamageType = 0x80
	DamageStamina  DamageType = 0x100
	DamageMana     DamageType = 0x200
	DamageNether   DamageType = 0x400
	DamageBase     DamageType = 0x10000000
)

// String names the bits, with " | " between them: "Slash | Pierce".
func (t DamageType) String() string { return damageTypes().bits(int64(t)) }

// Imbue is the game's bit mask of what a tinker has made of an item. The plugin sends it as a signed number: convert an
// int32 by way of uint32.
type Imbue uint32

// The imbues.
const (
	ImbueCriticalStrike                  Imbue = 0x1
	ImbueCripplingBlow                   Imbue = 0x2
	ImbueArmorRending                    Imbue = 0x4
	ImbueSlashRending                    Imbue = 0x8
	ImbuePierceRending                   Imbue = 0x10
	ImbueBludgeonRending                 Imbue = 0x20
	ImbueAcidRending                     Imbue = 0x40
	ImbueColdRending                     Imbue = 0x80
	ImbueElectricRending                 Imbue = 0x100
	ImbueFireRending                     Imbue = 0x200
	ImbueMeleeDefense                    Imbue = 0x400
	ImbueMissileDefense                  Imbue = 0x800
	ImbueMagicDefense                    Imbue = 0x1000
	ImbueSpellbook                       Imbue = 0x2000
	ImbueNetherRending                   Imbue = 0x4000
	ImbueIgnoreSomeMagicProjectileDamage Imbue = 0x20000000
	ImbueAlwaysCritical                  Imbue = 0x40000000
	ImbueIgnoreAllArmor                  Imbue = 0x80000000
)

// String names the bits, with " | " between them.
func (i Imbue) String() string { return imbues().bits(int64(i)) }

// Mastery is the game's number for a kind of weapon.
type Mastery int

// The kinds of weapons.
const (
	MasteryUnarmedWeapon   Mastery = 1
	MasterySword           Mastery = 2
	MasteryAxe             Mastery = 3
	MasteryMace            Mastery = 4
	MasterySpear           Mastery = 5
	MasteryDagger          Mastery = 6
	MasteryStaff           Mastery = 7
	MasteryBow             Mastery = 8
	MasteryCrossbow        Mastery = 9
	MasteryThrown          Mastery = 10
	MasteryTwoHandedCombat Mastery = 11
)

// String is the kind's name: "Two Handed Combat".
func (m Mastery) String() string { return weaponMasteries().name("mastery", int64(m)) }

// WieldRequirement says what one needs to wield an item.
type WieldRequirement int

// The kinds of requirements. RequireLevel with skill field 1 is the "wield level".
const (
	RequireSkill         WieldRequirement = 1
	RequireBaseSkill     WieldRequirement = 2
	RequireAttribute     WieldRequirement = 3
	RequireBaseAttribute WieldRequirement = 4
	RequireVital         WieldRequirement = 5
	RequireBaseVital     WieldRequirement = 6
	RequireLevel         WieldRequirement = 7
	RequireTraining      WieldRequirement = 8
	RequireInt           WieldRequirement = 9
	RequireBool          WieldRequirement = 10
	RequireCreature      WieldRequirement = 11
	RequireHeritage      WieldRequirement = 12
)

// names maps the numbers of a small table to names.
type names map[int64]string

func (n names) name(what string, id int64) string {
	if name, ok := n[id]; ok {
		return name
	}
	return what + " " + strconv.FormatInt(id, 10)
}

// bits names the bits of a mask, the lowest first. A bit without a name is written in hexadecimal.
func (n names) bits(mask int64) string {
	var out []string
	for bit := int64(1); mask > 0 && bit <= mask; bit <<= 1 {
		if mask&bit == 0 {
			continue
		}
		name, ok := n[bit]
		if !ok {
			name = "0x" + strconv.FormatInt(bit, 16)
		}
		out = append(out, name)
	}
	return strings.Join(out, " | ")
}

// numbered makes the parser of a table whose first two columns are a number and a name.
func numbered(file string, text *string) func() names {
	return sync.OnceValue(func() names {
		all := names{}
		for _, r := range rows(file, *text, 2) {
			all[whole(file, r[0])] = r[1]
		}
		return all
	})
}

//go:embed object_classes.csv
var objectClassesCSV string

//go:embed item_types.csv
var itemTypesCSV string

//go:embed damage_types.csv
var damageTypesCSV string

//go:embed imbues.csv
var imbuesCSV string

//go:embed weapon_masteries.csv
var weaponMasteriesCSV string

//go:embed heritages.csv
var heritagesCSV string

//go:embed creature_types.csv
var creatureTypesCSV string

//go:embed titles.csv
var titlesCSV string

var (
	objectClasses   = numbered("object_classes.csv", &objectClassesCSV)
	itemTypes       = numbered("item_types.csv", &itemTypesCSV)
	damageTypes     = numbered("damage_types.csv", &damageTypesCSV)
	imbues          = numbered("imbues.csv", &imbuesCSV)
	weaponMasteries = numbered("weapon_masteries.csv", &weaponMasteriesCSV)
	heritages       = numbered("heritages.csv", &heritagesCSV)
	creatureTypes   = numbered("creature_types.csv", &creatureTypesCSV)
	titles          = numbered("titles.csv", &titlesCSV)
)

// HeritageName is the people with that number; ok is false where there is none.
func HeritageName(id int) (name string, ok bool) {
	name, ok = heritages()[int64(id)]
	return name, ok && id > 0
}

// CreatureTypeName is the kind of creature with that number, as slayer weapons and summons name it; ok is false where
// there is none.
func CreatureTypeName(id int) (name string, ok bool) {
	name, ok = creatureTypes()[int64(id)]
	return name, ok && id > 0
}

// TitleName is the character title with that number; ok is false where there is none.
func TitleName(id int) (name string, ok bool) {
	name, ok = titles()[int64(id)]
	return name, ok && id > 0
}
