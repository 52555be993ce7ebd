package gamedata

import (
	_ "embed"
	"sync"
)

// IntProperty is the plugin's number for one of an item's whole numbers; icon, container, wielder and
// weenie class are among them.
type IntProperty int32

// The properties that items use; beside each what the game calls it.
const (
	IntCategory               IntProperty = 218103834 // ItemType: item type bits
	IntCoverage               IntProperty = 218103821 // ClothingPriority: clothing priority = coverage mask
	IntBurden                 IntProperty = 5         // EncumbranceVal: burden
	IntItemSlots              IntProperty = 218103812 // ItemsCapacity
	IntPackSlots              IntProperty = 218103813 // ContainersCapacity
	IntEquipableSlots         IntProperty = 218103822 // ValidLocations: slots it can go in (EquipMask)
	IntWornAt                 IntProperty = 10        // CurrentWieldedLocation: slots it is worn in now (EquipMask; 0 or absent = in a pack)
	IntStackCount             IntProperty = 218103814 // StackSize: stack count
	IntStackMax               IntProperty = 218103815 // MaxStackSize: max stack
	IntRareID                 IntProperty = 17        // RareId: rare id (>0: a rare)
	IntIconOutline            IntProperty = 218103824 // UiEffects: icon effect/outline bits
	IntValue                  IntProperty = 19        // Value: pyreal value
	IntLevel                  IntProperty = 25        // Level
	IntArmorLevel             IntProperty = 28        // ArmorLevel: armour level
	IntBonded                 IntProperty = 33        // Bonded: bonded status
	IntUnenchantable          IntProperty = 36        // ResistMagic: unenchantable marker (9999)
	IntMaxDamage              IntProperty = 218103842 // Damage: max damage
	IntDamageType             IntProperty = 218103841 // DamageType: damage type bits
	IntCasterDamageType       IntProperty = 45        // DamageType: damage type bits
	IntAttackType             IntProperty = 47        // AttackType
	IntEquipSkill             IntProperty = 218103840 // WeaponSkill: weapon skill id
	IntWeaponSpeed            IntProperty = 218103839 // WeaponTime: weapon speed
	IntMissileType            IntProperty = 218103825 // AmmoType
	IntEquipType              IntProperty = 218103823 // CombatUse
	IntMaxStructure           IntProperty = 91        // MaxStructure: max structure (uses/units; salvage 100)
	IntStructure              IntProperty = 92        // Structure: structure left
	IntUsageMask              IntProperty = 218103826 // TargetType
	IntWorkmanship            IntProperty = 105       // ItemWorkmanship: workmanship 1-10 (x items for salvage)
	IntSpellcraft             IntProperty = 106       // ItemSpellcraft: spellcraft
	IntMana                   IntProperty = 107       // ItemCurMana: current mana
	IntMaxMana                IntProperty = 108       // ItemMaxMana: max mana
	IntLoreRequirement        IntProperty = 109       // ItemDifficulty: arcane lore difficulty to activate
	IntAllegianceRank         IntProperty = 110       // ItemAllegianceRankLimit
	IntAttuned                IntProperty = 114       // Attuned: attuned status
	IntSkillLimit             IntProperty = 115       // ItemSkillLevelLimit: skill level limit to activate
	IntManaCost               IntProperty = 117       // ItemManaCost: mana cost to cast
	IntMaterial               IntProperty = 131       // MaterialType: material id
	IntHookType               IntProperty = 218103829 // HookType
	IntHookMask               IntProperty = 218103828 // HookItemType
	IntWieldType              IntProperty = 158       // WieldRequirements: wield requirement type (1 skill,2 raw skill,3 attrib,4 raw attrib,5 vital,6 raw vital,7 level,8 trained,9 int stat,10 bool stat,11 creature type,12 heritage)
	IntWieldSkill             IntProperty = 159       // WieldSkillType: wield requirement skill or attribute id
	IntWieldValue             IntProperty = 160       // WieldDifficulty: wield requirement value
	IntWieldType2             IntProperty = 270       // WieldRequirements2: 2nd wield req type
	IntWieldSkill2            IntProperty = 271       // WieldSkillType2: 2nd wield req skill
	IntWieldValue2            IntProperty = 272       // WieldDifficulty2: 2nd wield req value
	IntWieldType3             IntProperty = 273       // WieldRequirements3: 3rd wield req type
	IntWieldSkill3            IntProperty = 274       // WieldSkillType3: 3rd wield req skill
	IntWieldValue3            IntProperty = 275       // WieldDifficulty3: 3rd wield req value
	IntWieldType4             IntProperty = 276       // WieldRequirements4: 4th wield req type
	IntWieldSkill4            IntProperty = 277       // WieldSkillType4: 4th wield req skill
	IntWieldValue4            IntProperty = 278       // WieldDifficulty4: 4th wield req value
	IntSlayerCreature         IntProperty = 166       // SlayerCreatureType: slayer creature type
	IntSalvagedItems          IntProperty = 170       // NumItemsInMaterial: items a salvage bag is made from
	IntTimesTinkered          IntProperty = 171       // NumTimesTinkered: times tinkered (max 10)
	IntActivationSkill        IntProperty = 176       // AppraisalItemSkill: skill id needed to activate
	IntGemCount               IntProperty = 177       // GemCount: gems set in the item
	IntGemType                IntProperty = 178       // GemType: gem material
	IntImbue                  IntProperty = 179       // ImbuedEffect: imbued effect bits
	IntImbue2                 IntProperty = 303       // ImbuedEffect2: imbued effect 2
	IntImbue3                 IntProperty = 304       // ImbuedEffect3: imbued effect 3
	IntImbue4                 IntProperty = 305       // ImbuedEffect4
	IntImbue5                 IntProperty = 306       // ImbuedEffect5
	IntHeritage               IntProperty = 188       // HeritageGroup: heritage
	IntElementalBonus         IntProperty = 204       // ElementalDamageBonus: elemental damage bonus (missile launchers)
	IntResistanceCleave       IntProperty = 263       // ResistanceModifierType: resistance cleave damage type
	IntEquipmentSet           IntProperty = 265       // EquipmentSetId: equipment set id
	IntCleaving               IntProperty = 292       // Cleaving: cleave: extra targets
	IntItemMaxLevel           IntProperty = 319       // ItemMaxLevel: item max level (aetheria, cloaks, some rares)
	IntItemXPStyle            IntProperty = 320       // ItemXpStyle: item xp style
	IntHeritageSpecific       IntProperty = 324       // HeritageSpecificArmor: heritage-specific armour
	IntCloakProc              IntProperty = 352       // CloakWeaveProc: cloak weave proc (1 = damage absorb, 2 = cast)
	IntMastery                IntProperty = 353       // WeaponType: weapon type / mastery (1 UA..11 two-handed)
	IntSummoningMastery       IntProperty = 362       // SummoningMastery: summoning mastery
	IntUseSkill               IntProperty = 366       // UseRequiresSkill: skill needed to use (summon essence)
	IntUseSkillLevel          IntProperty = 367       // UseRequiresSkillLevel: skill level needed to use
	IntUseSkillSpecialized    IntProperty = 368       // UseRequiresSkillSpec: spec skill needed to use
	IntUseLevel               IntProperty = 369       // UseRequiresLevel: level needed to use
	IntDamageRating           IntProperty = 370       // GearDamage: gear damage rating
	IntDamageResistRating     IntProperty = 371       // GearDamageResist: gear damage resist rating
	IntCritRating             IntProperty = 372       // GearCrit: gear crit rating
	IntCritResistRating       IntProperty = 373       // GearCritResist: gear crit resist rating
	IntCritDamageRating       IntProperty = 374       // GearCritDamage: gear crit damage rating
	IntCritDamageResistRating IntProperty = 375       // GearCritDamageResist: gear crit damage resist rating
	IntHealingBoostRating     IntProperty = 376       // GearHealingBoost: gear healing boost rating
	IntNetherResistRating     IntProperty = 377       // GearNetherResist: gear nether resist rating
	IntLifeResistRating       IntProperty = 378       // GearLifeResist: gear life resist rating
	IntVitalityRating         IntProperty = 379       // GearMaxHealth: gear max health (vitality) rating
	IntPKDamageRating         IntProperty = 383       // GearPKDamageRating: gear PK damage rating
	IntPKDamageResistRating   IntProperty = 384       // GearPKDamageResistRating: gear PK damage resist rating
	IntWeenieClass            IntProperty = 218103808 // WeenieClassId
	IntIcon                   IntProperty = 218103809 // Icon
	IntContainer              IntProperty = 218103810 // Container
	IntLandcell               IntProperty = 218103811 // Landblock
	IntAssociatedSpell        IntProperty = 218103816 // Spell
	IntWielder                IntProperty = 218103818 // Wielder
	IntWieldingSlot           IntProperty = 218103819 // WieldingSlot
	IntMonarch                IntProperty = 218103820 // Monarch
	IntHouseOwner             IntProperty = 218103827 // HouseOwner
	IntSetup                  IntProperty = 218103830 // Setup
	IntBehavior               IntProperty = 218103835 // Behavior
	IntSpellCount             IntProperty = 218103838 // SpellCount
	IntActiveSpellCount       IntProperty = 218103848 // ActiveSpellCount
	IntIconOverlay            IntProperty = 218103849 // IconOverlay
	IntIconUnderlay           IntProperty = 218103850 // IconUnderlay
	IntPackSlot               IntProperty = 231735296 // Slot
)

// FloatProperty is the plugin's number for one of an item's numbers with a fraction.
type FloatProperty int32

// The properties that items use; beside each what the game calls it.
const (
	FloatManaRate                FloatProperty = 5         // ManaRate: mana rate of change (negative = drain)
	FloatSlashProtection         FloatProperty = 167772160 // ArmorModVsSlash: armour mod vs slash
	FloatPierceProtection        FloatProperty = 167772161 // ArmorModVsPierce: armour mod vs pierce
	FloatBludgeonProtection      FloatProperty = 167772162 // ArmorModVsBludgeon: armour mod vs bludgeon
	FloatAcidProtection          FloatProperty = 167772163 // ArmorModVsAcid: armour mod vs acid
	FloatLightningProtection     FloatProperty = 167772164 // ArmorModVsElectric: armour mod vs electric
	FloatFireProtection          FloatProperty = 167772165 // ArmorModVsFire: armour mod vs fire
	FloatColdProtection          FloatProperty = 167772166 // ArmorModVsCold: armour mod vs cold
	FloatNetherProtection        FloatProperty = 165       // ArmorModVsNether: armour mod vs nether
	FloatUseRadius               FloatProperty = 167772168 // UseRadius: use radius
	FloatSalvageWorkmanship      FloatProperty = 167772169 // SalvageWorkmanship: salvage workmanship = total workmanship / item count (create message)
	FloatScale                   FloatProperty = 167772170 // DefaultScale: scale
	FloatVariance                FloatProperty = 167772171 // DamageVariance: damage variance (min = max*(1-variance))
	FloatAttackBonus             FloatProperty = 167772172 // WeaponOffense: attack bonus multiplier (weapon offense)
	FloatMissileRange            FloatProperty = 167772173 // MaximumVelocity: missile range (max velocity)
	FloatDamageBonus             FloatProperty = 167772174 // DamageMod: missile damage multiplier (damage mod)
	FloatWeaponLength            FloatProperty = 21        // WeaponLength
	FloatMeleeDefense            FloatProperty = 29        // WeaponDefense: melee defence multiplier (1.20 = +20%)
	FloatManaStoneEfficiency     FloatProperty = 87        // ItemEfficiency: mana stone efficiency
	FloatHealingKitBonus         FloatProperty = 100       // HealkitMod: healing kit bonus
	FloatCritMultiplier          FloatProperty = 136       // CriticalMultiplier: critical damage multiplier (crushing blow)
	FloatManaStoneBreakChance    FloatProperty = 137       // ManaStoneDestroyChance: mana stone break chance
	FloatSlayerBonus             FloatProperty = 138       // SlayerDamageBonus: slayer damage multiplier
	FloatManaConversion          FloatProperty = 144       // ManaConversionMod: mana conversion bonus (0.10 = +10%)
	FloatCritFrequency           FloatProperty = 147       // CriticalFrequency: critical hit frequency (biting strike)
	FloatMissileDefense          FloatProperty = 149       // WeaponMissileDefense: missile defence multiplier
	FloatMagicDefense            FloatProperty = 150       // WeaponMagicDefense: magic defence multiplier
	FloatElementalVersusMonsters FloatProperty = 152       // ElementalDamageMod: elemental damage vs monsters (casters)
	FloatIgnoreArmor             FloatProperty = 155       // IgnoreArmor: ignore armour fraction
	FloatResistanceModifier      FloatProperty = 157       // ResistanceModifier: resistance modifier (resistance cleave)
	FloatMagicAbsorb             FloatProperty = 159       // AbsorbMagicDamage: magic absorb fraction
)

// StringProperty is the plugin's number for one of an item's texts.
type StringProperty int32

// The properties that items use; beside each what the game calls it.
const (
	StringName              StringProperty = 1         // Name: name
	StringTitle             StringProperty = 5         // Template: title
	StringInscription       StringProperty = 7         // Inscription: inscription
	StringInscribedBy       StringProperty = 8         // ScribeName: inscribed by
	StringUse               StringProperty = 14        // Use: use text
	StringShortDescription  StringProperty = 15        // ShortDesc: short description
	StringLongDescription   StringProperty = 16        // LongDesc: long description
	StringPluralName        StringProperty = 20        // PluralName
	StringCrafter           StringProperty = 25        // CraftsmanName: who crafted / only activated by
	StringPortalDestination StringProperty = 38        // AppraisalPortalDestination: portal destination
	StringTinkerer          StringProperty = 39        // TinkerName: last tinkered by
	StringImbuer            StringProperty = 40        // ImbuerName: imbued by
	StringSecondaryName     StringProperty = 184549376 // SecondaryName: plural or second name (DECAL only)
)

// BoolProperty is the plugin's number for one of an item's yes-or-no properties.
type BoolProperty int32

// The properties that items use; beside each what the game calls it.
const (
	BoolOpen          BoolProperty = 2   // Open
	BoolLocked        BoolProperty = 3   // Locked
	BoolInscribable   BoolProperty = 22  // Inscribable
	BoolDestroyOnSell BoolProperty = 23  // DestroyOnSell
	BoolUnlimitedUse  BoolProperty = 63  // UnlimitedUse
	BoolSellable      BoolProperty = 69  // IsSellable
	BoolRetained      BoolProperty = 91  // Retained
	BoolIvoryable     BoolProperty = 99  // Ivoryable
	BoolDyable        BoolProperty = 100 // Dyable
)

// PropertyKind is one of the four maps of the plugin's items.
type PropertyKind string

// The kinds of properties.
const (
	IntProperties    PropertyKind = "int"
	FloatProperties  PropertyKind = "float"
	StringProperties PropertyKind = "string"
	BoolProperties   PropertyKind = "bool"
)

// Property is what is known of one property. There are two families of numbers: what an appraisal tells has the game's
// own, what comes with an object's creation has the plugin's (218103808 and up for whole numbers, 167772160 and up for
// those with a fraction).
type Property struct {
	Kind      PropertyKind
	ID        int32 // the plugin's number: what is on the wire
	GameID    int32 // the game's number; 0 where it has none of that kind
	Name      string
	Appraised bool // comes with an appraisal
	Meaning   string
}

//go:embed properties.csv
var propertiesCSV string

// Properties are all properties of a kind, by the game's number.
func Properties(kind PropertyKind) []Property { return properties()[kind] }

var properties = sync.OnceValue(func() map[PropertyKind][]Property {
	const file = "properties.csv"
	all := map[PropertyKind][]Property{}
	for _, r := range rows(file, propertiesCSV, 6) {
		p := Property{
			Kind: PropertyKind(r[0]), ID: int32(whole(file, r[1])), Name: r[3], Appraised: r[4] == "1", Meaning: r[5], //nolint:gosec // the table is checked
		}
		if r[2] != "" {
			p.GameID = int32(whole(file, r[2])) //nolint:gosec // the table is checked
		}
		all[p.Kind] = append(all[p.Kind], p)
	}
	return all
})

// PropertyByID finds a property by the plugin's number; ok is false where there is none.
func PropertyByID(kind PropertyKind, id int32) (Property, bool) {
	for _, p := range properties()[kind] {
		if p.ID == id {
			return p, true
		}
	}
	return Property{}, false
}
