package inventory

// Record is one item as the tables keep it. Field tags are the columns' names; a nil pointer is an unknown value and
// becomes NULL. A part that says nothing is nil and has no row.
type Record struct {
	Item         Item          `json:"item"`
	Combat       *Combat       `json:"combat,omitempty"`
	Requirements *Requirements `json:"requirements,omitempty"`
	Enhancements *Enhancements `json:"enhancements,omitempty"`
	Ratings      *Ratings      `json:"ratings,omitempty"`
	Spells       []Spell       `json:"spells,omitempty"` // by spell; each once as the item's own and once as active
}

// Item is the row of table items, without what depends on where and when it was seen.
type Item struct {
	ObjectID        int64    `json:"object_id"` // unsigned 32 bits
	Name            string   `json:"name"`      // with the material in front
	ObjectClass     int64    `json:"object_class"`
	WCID            *int64   `json:"wcid,omitempty"`
	Category        *int64   `json:"category,omitempty"`
	Icon            *int64   `json:"icon,omitempty"` // without 0x06000000
	IconOverlay     *int64   `json:"icon_overlay,omitempty"`
	IconUnderlay    *int64   `json:"icon_underlay,omitempty"`
	IconOutline     *int64   `json:"icon_outline,omitempty"` // UiEffects bits: magical, poisoned …
	ValuePyreals    *int64   `json:"value_pyreals,omitempty"`
	Burden          *int64   `json:"burden,omitempty"`
	StackCount      *int64   `json:"stack_count,omitempty"`
	StackMax        *int64   `json:"stack_max,omitempty"`
	ItemSlots       *int64   `json:"item_slots,omitempty"` // a container's: how many items fit
	PackSlots       *int64   `json:"pack_slots,omitempty"` // a container's: how many packs fit
	Material        *int64   `json:"material,omitempty"`
	Workmanship     *float64 `json:"workmanship,omitempty"` // 1 to 10
	EquipmentSet    *int64   `json:"equipment_set,omitempty"`
	RareID          *int64   `json:"rare_id,omitempty"`
	EquippableSlots *int64   `json:"equippable_slots,omitempty"` // equip mask, as the game has it
	EquippedSlots   int64    `json:"equipped_slots"`             // equip mask; 0: not worn
	Coverage        *int64   `json:"coverage,omitempty"`
	WearSlots       int64    `json:"wear_slots"` // gamedata.WearSlot bits: where it goes as it is
	// ReducedSlots are gamedata.WearSlot bits: single slots that a tailor can make of it.
	ReducedSlots int64  `json:"reduced_slots"`
	ContainerID  *int64 `json:"container_id,omitempty"`
	SlotInPack   *int64 `json:"slot_in_pack,omitempty"`
	WielderID    *int64 `json:"wielder_id,omitempty"`
	Bonded       *int64 `json:"bonded,omitempty"`
	Attuned      *int64 `json:"attuned,omitempty"`
	HasIDData    bool   `json:"has_id_data"`
}

// Combat is the row of table item_combat_stats. Of each number that enchantments change there is the shown value, the
// base (shown without the active spells; unknown where a spell's effect is) and the buffed one (base with the item's own
// cantrips, as any wearer gets it).
type Combat struct {
	ArmorLevel       *int64 `json:"armor_level,omitempty"`
	BaseArmorLevel   *int64 `json:"base_armor_level,omitempty"`
	BuffedArmorLevel *int64 `json:"buffed_armor_level,omitempty"`
	// TinkedArmorLevel is the buffed level after the tinkers that are left, all of steel.
	TinkedArmorLevel *int64   `json:"tinked_armor_level,omitempty"`
	MaxDamage        *int64   `json:"max_damage,omitempty"`
	BaseMaxDamage    *int64   `json:"base_max_damage,omitempty"`
	BuffedMaxDamage  *int64   `json:"buffed_max_damage,omitempty"`
	Variance         *float64 `json:"variance,omitempty"`
	// MeleeWorth is the mean damage of a hit with Blood Drinker VIII, after the tinkers that are left.
	MeleeWorth *float64 `json:"melee_worth,omitempty"`
	// MissileWorth is the missile index: buffed damage + damage modifier's per cent / 3 + elemental bonus.
	MissileWorth              *float64 `json:"missile_worth,omitempty"`
	DamageType                *int64   `json:"damage_type,omitempty"`
	AttackType                *int64   `json:"attack_type,omitempty"`
	AmmoType                  *int64   `json:"ammo_type,omitempty"`
	WeaponSkill               *int64   `json:"weapon_skill,omitempty"`
	WeaponMastery             *int64   `json:"weapon_mastery,omitempty"`
	WeaponSpeed               *int64   `json:"weapon_speed,omitempty"`
	BaseWeaponSpeed           *int64   `json:"base_weapon_speed,omitempty"`
	DamageModifier            *float64 `json:"damage_modifier,omitempty"`
	AttackBonus               *float64 `json:"attack_bonus,omitempty"`
	BaseAttackBonus           *float64 `json:"base_attack_bonus,omitempty"`
	BuffedAttackBonus         *float64 `json:"buffed_attack_bonus,omitempty"`
	MeleeDefenseBonus         *float64 `json:"melee_defense_bonus,omitempty"`
	BaseMeleeDefenseBonus     *float64 `json:"base_melee_defense_bonus,omitempty"`
	BuffedMeleeDefenseBonus   *float64 `json:"buffed_melee_defense_bonus,omitempty"`
	MissileDefenseBonus       *float64 `json:"missile_defense_bonus,omitempty"`
	MagicDefenseBonus         *float64 `json:"magic_defense_bonus,omitempty"`
	ElementalVsMonsters       *float64 `json:"elemental_vs_monsters,omitempty"`
	BaseElementalVsMonsters   *float64 `json:"base_elemental_vs_monsters,omitempty"`
	BuffedElementalVsMonsters *float64 `json:"buffed_elemental_vs_monsters,omitempty"`
	ElementalDamageBonus      *int64   `json:"elemental_damage_bonus,omitempty"`
	ManaConversionBonus       *float64 `json:"mana_conversion_bonus,omitempty"`
	BaseManaConversionBonus   *float64 `json:"base_mana_conversion_bonus,omitempty"`
	BuffedManaConversionBonus *float64 `json:"buffed_mana_conversion_bonus,omitempty"`
	CriticalFrequency         *float64 `json:"critical_frequency,omitempty"`
	CriticalMultiplier        *float64 `json:"critical_multiplier,omitempty"`
	IgnoreArmor               *float64 `json:"ignore_armor,omitempty"`
	ResistanceModifier        *float64 `json:"resistance_modifier,omitempty"`
	ResistanceCleaveElement   *int64   `json:"resistance_cleave_element,omitempty"`
	MagicAbsorb               *float64 `json:"magic_absorb,omitempty"`
	SlayerCreature            *int64   `json:"slayer_creature,omitempty"`
	SlayerBonus               *float64 `json:"slayer_bonus,omitempty"`
	CleaveTargets             *int64   `json:"cleave_targets,omitempty"`
	CloakProc                 *int64   `json:"cloak_proc,omitempty"`
	VsSlash                   *float64 `json:"vs_slash,omitempty"`
	VsPierce                  *float64 `json:"vs_pierce,omitempty"`
	VsBludgeon                *float64 `json:"vs_bludgeon,omitempty"`
	VsAcid                    *float64 `json:"vs_acid,omitempty"`
	VsLightning               *float64 `json:"vs_lightning,omitempty"`
	VsFire                    *float64 `json:"vs_fire,omitempty"`
	VsCold                    *float64 `json:"vs_cold,omitempty"`
	VsNether                  *float64 `json:"vs_nether,omitempty"`
	BaseVsSlash               *float64 `json:"base_vs_slash,omitempty"`
	BaseVsPierce              *float64 `json:"base_vs_pierce,omitempty"`
	BaseVsBludgeon            *float64 `json:"base_vs_bludgeon,omitempty"`
	BaseVsAcid                *float64 `json:"base_vs_acid,omitempty"`
	BaseVsLightning           *float64 `json:"base_vs_lightning,omitempty"`
	BaseVsFire                *float64 `json:"base_vs_fire,omitempty"`
	BaseVsCold                *float64 `json:"base_vs_cold,omitempty"`
}

// Requirements is the row of table item_requirements.
type Requirements struct {
	WieldLevel           *int64 `json:"wield_level,omitempty"` // the greatest of the four that ask for a level
	WieldKind            *int64 `json:"wield_kind,omitempty"`
	WieldSubject         *int64 `json:"wield_subject,omitempty"`
	WieldMinimum         *int64 `json:"wield_minimum,omitempty"`
	WieldKind2           *int64 `json:"wield_kind_2,omitempty"`
	WieldSubject2        *int64 `json:"wield_subject_2,omitempty"`
	WieldMinimum2        *int64 `json:"wield_minimum_2,omitempty"`
	WieldKind3           *int64 `json:"wield_kind_3,omitempty"`
	WieldSubject3        *int64 `json:"wield_subject_3,omitempty"`
	WieldMinimum3        *int64 `json:"wield_minimum_3,omitempty"`
	WieldKind4           *int64 `json:"wield_kind_4,omitempty"`
	WieldSubject4        *int64 `json:"wield_subject_4,omitempty"`
	WieldMinimum4        *int64 `json:"wield_minimum_4,omitempty"`
	LoreDifficulty       *int64 `json:"lore_difficulty,omitempty"`
	ActivationSkill      *int64 `json:"activation_skill,omitempty"`
	ActivationSkillLevel *int64 `json:"activation_skill_level,omitempty"`
	AllegianceRank       *int64 `json:"allegiance_rank,omitempty"`
	Heritage             *int64 `json:"heritage,omitempty"`
	HeritageSpecific     *int64 `json:"heritage_specific,omitempty"`
	SummoningMastery     *int64 `json:"summoning_mastery,omitempty"`
	UseSkill             *int64 `json:"use_skill,omitempty"`
	UseSkillLevel        *int64 `json:"use_skill_level,omitempty"`
	UseSkillSpecialized  *int64 `json:"use_skill_specialized,omitempty"`
	UseLevel             *int64 `json:"use_level,omitempty"`
}

// Enhancements is the row of table item_enhancements.
type Enhancements struct {
	TimesTinkered       *int64   `json:"times_tinkered,omitempty"`
	ImbueBits           *int64   `json:"imbue_bits,omitempty"` // unsigned 32 bits, all five imbue properties together
	Spellcraft          *int64   `json:"spellcraft,omitempty"`
	ManaCurrent         *int64   `json:"mana_current,omitempty"`
	ManaMax             *int64   `json:"mana_max,omitempty"`
	ManaRate            *float64 `json:"mana_rate,omitempty"` // a second, negative
	ManaCost            *int64   `json:"mana_cost,omitempty"`
	Unenchantable       *int64   `json:"unenchantable,omitempty"`
	ItemLevelMax        *int64   `json:"item_level_max,omitempty"`
	ItemXPStyle         *int64   `json:"item_xp_style,omitempty"`
	GemCount            *int64   `json:"gem_count,omitempty"`
	GemType             *int64   `json:"gem_type,omitempty"`
	SalvageItems        *int64   `json:"salvage_items,omitempty"`
	Structure           *int64   `json:"structure,omitempty"`
	StructureMax        *int64   `json:"structure_max,omitempty"`
	HealingKitBonus     *float64 `json:"healing_kit_bonus,omitempty"`
	ManaStoneEfficiency *float64 `json:"mana_stone_efficiency,omitempty"`
	AssociatedSpell     *int64   `json:"associated_spell,omitempty"` // the spell that a scroll, a gem or a weapon casts
	Tinkerer            string   `json:"tinkerer,omitempty"`
	Imbuer              string   `json:"imbuer,omitempty"`
	Inscription         string   `json:"inscription,omitempty"`
}

// Ratings is the row of table item_ratings.
type Ratings struct {
	Damage           *int64 `json:"damage,omitempty"`
	DamageResist     *int64 `json:"damage_resist,omitempty"`
	Crit             *int64 `json:"crit,omitempty"`
	CritResist       *int64 `json:"crit_resist,omitempty"`
	CritDamage       *int64 `json:"crit_damage,omitempty"`
	CritDamageResist *int64 `json:"crit_damage_resist,omitempty"`
	HealingBoost     *int64 `json:"healing_boost,omitempty"`
	NetherResist     *int64 `json:"nether_resist,omitempty"`
	LifeResist       *int64 `json:"life_resist,omitempty"`
	Vitality         *int64 `json:"vitality,omitempty"`
	PKDamage         *int64 `json:"pk_damage,omitempty"`
	PKDamageResist   *int64 `json:"pk_damage_resist,omitempty"`
	Total            *int64 `json:"total,omitempty"` // the sum of all
}

// Spell is a row of table item_spells.
type Spell struct {
	SpellID int    `json:"spell_id"`
	Family  int    `json:"family"` // 0 for a spell that the tables do not have
	Power   int    `json:"power"`
	Tier    string `json:"tier"` // of a cantrip: "minor" … "legendary"; "" for other spells
	Active  bool   `json:"is_active"`
}
