package inventory

import "github.com/mosswart/overlord/gamedata"

// Why some properties stay in the raw item alone.
const (
	lookOnly      = "how the world draws or moves it"
	physicsOnly   = "a flag of the object's physics"
	hookOnly      = "how it hangs on a house's hook"
	createdOnly   = "the server's own note on how it was made"
	stackOnly     = "of a single one of the stack; burden and value are of the whole"
	creatureOnly  = "a creature's rating, which a summons or a launcher repeats"
	tradeOnly     = "what a vendor, a dyer or ivory can do with it; read from the raw item where it is shown"
	textOnly      = "a text, read from the raw item where it is shown"
	useOnly       = "how it is used; read from the raw item where it is shown"
	countedByUs   = "how many spells it has: the spells themselves are kept"
	placeOnly     = "where in the world it lay: an item in a pack is nowhere"
	emulatorOnly  = "an emulator's own, not in the last retail client"
	nobodyKnows   = "nobody has found out what it means"
	derivedByGame = "the client derives it from the slots, the skill or the type"
)

type fate struct {
	fate Fate
	why  string
}

// fates are what becomes of each property that items are known to have.
var fates = func() map[property]fate {
	all := map[property]fate{}
	column := func(kind gamedata.PropertyKind, columns map[int32]string) {
		for id, name := range columns {
			all[property{kind, id}] = fate{InColumn, name}
		}
	}
	raw := func(kind gamedata.PropertyKind, why string, ids ...int32) {
		for _, id := range ids {
			all[property{kind, id}] = fate{RawOnly, why}
		}
	}
	column(gamedata.IntProperties, intColumns)
	column(gamedata.FloatProperties, floatColumns)
	column(gamedata.StringProperties, map[int32]string{
		int32(gamedata.StringName): "items.name", int32(gamedata.StringInscription): "item_enhancements.inscription",
		int32(gamedata.StringTinkerer): "item_enhancements.tinkerer", int32(gamedata.StringImbuer): "item_enhancements.imbuer",
	})

	raw(gamedata.BoolProperties, physicsOnly, 1, 11, 12, 13, 14, 15, 16, 17, 18, 19)
	raw(gamedata.BoolProperties, lookOnly, 24, 84)
	raw(gamedata.BoolProperties, tradeOnly, 22, 23, 69, 91, 99, 100)
	raw(gamedata.BoolProperties, useOnly, 2, 3, 63, 85, 94, 130)

	raw(gamedata.FloatProperties, lookOnly, 12, 27, 76, 77, int32(gamedata.FloatScale))
	raw(gamedata.FloatProperties, physicsOnly, 78, 79)
	raw(gamedata.FloatProperties, createdOnly, 44, 110, 111, 151)
	raw(gamedata.FloatProperties, useOnly, int32(gamedata.FloatWeaponLength), int32(gamedata.FloatUseRadius), int32(gamedata.FloatMissileRange),
		int32(gamedata.FloatManaStoneBreakChance), 156, 167)

	raw(gamedata.IntProperties, lookOnly, 3, 124, int32(gamedata.IntSetup))
	raw(gamedata.IntProperties, hookOnly, 150, int32(gamedata.IntHookType), int32(gamedata.IntHookMask), int32(gamedata.IntHouseOwner))
	raw(gamedata.IntProperties, createdOnly, 8, 27, 32, 37, 56, 60, 169, int32(gamedata.IntBehavior))
	raw(gamedata.IntProperties, stackOnly, 13, 14, 15)
	raw(gamedata.IntProperties, creatureOnly, 307, 308, 313, 314, 315, 316, 386, 387)
	raw(gamedata.IntProperties, useOnly, 16, 26, 89, 90, 267, 268, 280, int32(gamedata.IntUsageMask), int32(gamedata.IntLevel))
	raw(gamedata.IntProperties, derivedByGame, 46, 52, 53, int32(gamedata.IntEquipType))
	raw(gamedata.IntProperties, countedByUs, int32(gamedata.IntSpellCount), int32(gamedata.IntActiveSpellCount))
	raw(gamedata.IntProperties, placeOnly, int32(gamedata.IntLandcell), int32(gamedata.IntMonarch))
	raw(gamedata.IntProperties, emulatorOnly, 388, 389)
	raw(gamedata.IntProperties, nobodyKnows, 380, 385)

	raw(gamedata.StringProperties, textOnly, int32(gamedata.StringTitle), int32(gamedata.StringInscribedBy), int32(gamedata.StringUse),
		int32(gamedata.StringShortDescription), int32(gamedata.StringLongDescription), 19, int32(gamedata.StringPluralName),
		int32(gamedata.StringCrafter), int32(gamedata.StringPortalDestination), int32(gamedata.StringSecondaryName))
	raw(gamedata.StringProperties, createdOnly, 33)
	return all
}()

var intColumns = map[int32]string{
	int32(gamedata.IntWeenieClass):            "items.wcid",
	int32(gamedata.IntCategory):               "items.category",
	int32(gamedata.IntIcon):                   "items.icon",
	int32(gamedata.IntIconOverlay):            "items.icon_overlay",
	int32(gamedata.IntIconUnderlay):           "items.icon_underlay",
	int32(gamedata.IntIconOutline):            "items.icon_outline",
	int32(gamedata.IntValue):                  "items.value_pyreals",
	int32(gamedata.IntBurden):                 "items.burden",
	int32(gamedata.IntStackCount):             "items.stack_count",
	int32(gamedata.IntStackMax):               "items.stack_max",
	int32(gamedata.IntItemSlots):              "items.item_slots",
	int32(gamedata.IntPackSlots):              "items.pack_slots",
	int32(gamedata.IntMaterial):               "items.material",
	int32(gamedata.IntWorkmanship):            "items.workmanship",
	int32(gamedata.IntEquipmentSet):           "items.equipment_set",
	int32(gamedata.IntRareID):                 "items.rare_id",
	int32(gamedata.IntEquipableSlots):         "items.equippable_slots",
	int32(gamedata.IntWornAt):                 "items.equipped_slots",
	int32(gamedata.IntWieldingSlot):           "items.equipped_slots",
	int32(gamedata.IntCoverage):               "items.coverage",
	int32(gamedata.IntContainer):              "items.container_id",
	int32(gamedata.IntPackSlot):               "items.slot_in_pack",
	int32(legacyPackSlot):                     "items.slot_in_pack",
	int32(gamedata.IntWielder):                "items.wielder_id",
	int32(gamedata.IntBonded):                 "items.bonded",
	int32(gamedata.IntAttuned):                "items.attuned",
	int32(gamedata.IntArmorLevel):             "item_combat_stats.armor_level",
	int32(gamedata.IntMaxDamage):              "item_combat_stats.max_damage",
	int32(gamedata.IntDamageType):             "item_combat_stats.damage_type",
	int32(gamedata.IntCasterDamageType):       "item_combat_stats.damage_type",
	int32(gamedata.IntAttackType):             "item_combat_stats.attack_type",
	int32(gamedata.IntMissileType):            "item_combat_stats.ammo_type",
	int32(gamedata.IntEquipSkill):             "item_combat_stats.weapon_skill",
	int32(gamedata.IntMastery):                "item_combat_stats.weapon_mastery",
	int32(gamedata.IntWeaponSpeed):            "item_combat_stats.weapon_speed",
	int32(gamedata.IntElementalBonus):         "item_combat_stats.elemental_damage_bonus",
	int32(gamedata.IntResistanceCleave):       "item_combat_stats.resistance_cleave_element",
	int32(gamedata.IntSlayerCreature):         "item_combat_stats.slayer_creature",
	int32(gamedata.IntCleaving):               "item_combat_stats.cleave_targets",
	int32(gamedata.IntCloakProc):              "item_combat_stats.cloak_proc",
	int32(gamedata.IntWieldType):              "item_requirements.wield_kind",
	int32(gamedata.IntWieldSkill):             "item_requirements.wield_subject",
	int32(gamedata.IntWieldValue):             "item_requirements.wield_minimum",
	int32(gamedata.IntWieldType2):             "item_requirements.wield_kind_2",
	int32(gamedata.IntWieldSkill2):            "item_requirements.wield_subject_2",
	int32(gamedata.IntWieldValue2):            "item_requirements.wield_minimum_2",
	int32(gamedata.IntWieldType3):             "item_requirements.wield_kind_3",
	int32(gamedata.IntWieldSkill3):            "item_requirements.wield_subject_3",
	int32(gamedata.IntWieldValue3):            "item_requirements.wield_minimum_3",
	int32(gamedata.IntWieldType4):             "item_requirements.wield_kind_4",
	int32(gamedata.IntWieldSkill4):            "item_requirements.wield_subject_4",
	int32(gamedata.IntWieldValue4):            "item_requirements.wield_minimum_4",
	int32(gamedata.IntLoreRequirement):        "item_requirements.lore_difficulty",
	int32(gamedata.IntActivationSkill):        "item_requirements.activation_skill",
	int32(gamedata.IntSkillLimit):             "item_requirements.activation_skill_level",
	int32(gamedata.IntAllegianceRank):         "item_requirements.allegiance_rank",
	int32(gamedata.IntHeritage):               "item_requirements.heritage",
	int32(gamedata.IntHeritageSpecific):       "item_requirements.heritage_specific",
	int32(gamedata.IntSummoningMastery):       "item_requirements.summoning_mastery",
	int32(gamedata.IntUseSkill):               "item_requirements.use_skill",
	int32(gamedata.IntUseSkillLevel):          "item_requirements.use_skill_level",
	int32(gamedata.IntUseSkillSpecialized):    "item_requirements.use_skill_specialized",
	int32(gamedata.IntUseLevel):               "item_requirements.use_level",
	int32(gamedata.IntTimesTinkered):          "item_enhancements.times_tinkered",
	int32(gamedata.IntImbue):                  "item_enhancements.imbue_bits",
	int32(gamedata.IntImbue2):                 "item_enhancements.imbue_bits",
	int32(gamedata.IntImbue3):                 "item_enhancements.imbue_bits",
	int32(gamedata.IntImbue4):                 "item_enhancements.imbue_bits",
	int32(gamedata.IntImbue5):                 "item_enhancements.imbue_bits",
	int32(gamedata.IntSpellcraft):             "item_enhancements.spellcraft",
	int32(gamedata.IntMana):                   "item_enhancements.mana_current",
	int32(gamedata.IntMaxMana):                "item_enhancements.mana_max",
	int32(gamedata.IntManaCost):               "item_enhancements.mana_cost",
	int32(gamedata.IntUnenchantable):          "item_enhancements.unenchantable",
	int32(gamedata.IntItemMaxLevel):           "item_enhancements.item_level_max",
	int32(gamedata.IntItemXPStyle):            "item_enhancements.item_xp_style",
	int32(gamedata.IntGemCount):               "item_enhancements.gem_count",
	int32(gamedata.IntGemType):                "item_enhancements.gem_type",
	int32(gamedata.IntSalvagedItems):          "item_enhancements.salvage_items",
	int32(gamedata.IntStructure):              "item_enhancements.structure",
	int32(gamedata.IntMaxStructure):           "item_enhancements.structure_max",
	int32(gamedata.IntAssociatedSpell):        "item_enhancements.associated_spell",
	int32(gamedata.IntDamageRating):           "item_ratings.damage",
	int32(gamedata.IntDamageResistRating):     "item_ratings.damage_resist",
	int32(gamedata.IntCritRating):             "item_ratings.crit",
	int32(gamedata.IntCritResistRating):       "item_ratings.crit_resist",
	int32(gamedata.IntCritDamageRating):       "item_ratings.crit_damage",
	int32(gamedata.IntCritDamageResistRating): "item_ratings.crit_damage_resist",
	int32(gamedata.IntHealingBoostRating):     "item_ratings.healing_boost",
	int32(gamedata.IntNetherResistRating):     "item_ratings.nether_resist",
	int32(gamedata.IntLifeResistRating):       "item_ratings.life_resist",
	int32(gamedata.IntVitalityRating):         "item_ratings.vitality",
	int32(gamedata.IntPKDamageRating):         "item_ratings.pk_damage",
	int32(gamedata.IntPKDamageResistRating):   "item_ratings.pk_damage_resist",
}

var floatColumns = map[int32]string{
	int32(gamedata.FloatSalvageWorkmanship):      "items.workmanship",
	int32(gamedata.FloatVariance):                "item_combat_stats.variance",
	int32(gamedata.FloatDamageBonus):             "item_combat_stats.damage_modifier",
	int32(gamedata.FloatAttackBonus):             "item_combat_stats.attack_bonus",
	int32(gamedata.FloatMeleeDefense):            "item_combat_stats.melee_defense_bonus",
	int32(gamedata.FloatMissileDefense):          "item_combat_stats.missile_defense_bonus",
	int32(gamedata.FloatMagicDefense):            "item_combat_stats.magic_defense_bonus",
	int32(gamedata.FloatElementalVersusMonsters): "item_combat_stats.elemental_vs_monsters",
	int32(gamedata.FloatManaConversion):          "item_combat_stats.mana_conversion_bonus",
	int32(gamedata.FloatCritFrequency):           "item_combat_stats.critical_frequency",
	int32(gamedata.FloatCritMultiplier):          "item_combat_stats.critical_multiplier",
	int32(gamedata.FloatIgnoreArmor):             "item_combat_stats.ignore_armor",
	int32(gamedata.FloatResistanceModifier):      "item_combat_stats.resistance_modifier",
	int32(gamedata.FloatMagicAbsorb):             "item_combat_stats.magic_absorb",
	int32(gamedata.FloatSlayerBonus):             "item_combat_stats.slayer_bonus",
	int32(gamedata.FloatSlashProtection):         "item_combat_stats.vs_slash",
	int32(gamedata.FloatPierceProtection):        "item_combat_stats.vs_pierce",
	int32(gamedata.FloatBludgeonProtection):      "item_combat_stats.vs_bludgeon",
	int32(gamedata.FloatAcidProtection):          "item_combat_stats.vs_acid",
	int32(gamedata.FloatLightningProtection):     "item_combat_stats.vs_lightning",
	int32(gamedata.FloatFireProtection):          "item_combat_stats.vs_fire",
	int32(gamedata.FloatColdProtection):          "item_combat_stats.vs_cold",
	int32(gamedata.FloatNetherProtection):        "item_combat_stats.vs_nether",
	int32(gamedata.FloatManaRate):                "item_enhancements.mana_rate",
	int32(gamedata.FloatHealingKitBonus):         "item_enhancements.healing_kit_bonus",
	int32(gamedata.FloatManaStoneEfficiency):     "item_enhancements.mana_stone_efficiency",
}
