package inventory

import (
	"math"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
)

func combat(o *object.Object) Combat {
	c := Combat{
		Variance:                fraction(o, gamedata.FloatVariance),
		DamageType:              damageType(o),
		AttackType:              mask(o, gamedata.IntAttackType),
		AmmoType:                mask(o, gamedata.IntMissileType),
		WeaponSkill:             positive(o, gamedata.IntEquipSkill),
		WeaponMastery:           positive(o, gamedata.IntMastery),
		DamageModifier:          float(o, gamedata.FloatDamageBonus),
		MissileDefenseBonus:     float(o, gamedata.FloatMissileDefense),
		MagicDefenseBonus:       float(o, gamedata.FloatMagicDefense),
		ElementalDamageBonus:    natural(o, gamedata.IntElementalBonus),
		CriticalFrequency:       float(o, gamedata.FloatCritFrequency),
		CriticalMultiplier:      float(o, gamedata.FloatCritMultiplier),
		IgnoreArmor:             float(o, gamedata.FloatIgnoreArmor),
		ResistanceModifier:      float(o, gamedata.FloatResistanceModifier),
		ResistanceCleaveElement: mask(o, gamedata.IntResistanceCleave),
		MagicAbsorb:             float(o, gamedata.FloatMagicAbsorb),
		SlayerCreature:          positive(o, gamedata.IntSlayerCreature),
		SlayerBonus:             float(o, gamedata.FloatSlayerBonus),
		CleaveTargets:           positive(o, gamedata.IntCleaving),
		CloakProc:               positive(o, gamedata.IntCloakProc),
		VsNether:                float(o, gamedata.FloatNetherProtection),
	}
	e := enchanted{o, gamedata.EnchantmentsOf(o.ActiveSpells), gamedata.OwnEnchantmentsOf(o.Spells)}
	c.ArmorLevel, c.BaseArmorLevel, c.BuffedArmorLevel = e.points(gamedata.IntArmorLevel, gamedata.StatArmorLevel)
	c.MaxDamage, c.BaseMaxDamage, c.BuffedMaxDamage = e.points(gamedata.IntMaxDamage, gamedata.StatMaxDamage)
	c.WeaponSpeed, c.BaseWeaponSpeed, _ = e.points(gamedata.IntWeaponSpeed, gamedata.StatWeaponSpeed)
	c.AttackBonus, c.BaseAttackBonus, c.BuffedAttackBonus = e.bonus(gamedata.FloatAttackBonus, gamedata.StatAttackBonus)
	c.MeleeDefenseBonus, c.BaseMeleeDefenseBonus, c.BuffedMeleeDefenseBonus = e.bonus(gamedata.FloatMeleeDefense, gamedata.StatMeleeDefense)
	c.ElementalVsMonsters, c.BaseElementalVsMonsters, c.BuffedElementalVsMonsters =
		e.bonus(gamedata.FloatElementalVersusMonsters, gamedata.StatElementalVersusMonsters)
	c.ManaConversionBonus, c.BaseManaConversionBonus, c.BuffedManaConversionBonus =
		e.bonus(gamedata.FloatManaConversion, gamedata.StatManaConversion)
	c.VsSlash, c.BaseVsSlash, _ = e.bonus(gamedata.FloatSlashProtection, gamedata.StatVersusSlash)
	c.VsPierce, c.BaseVsPierce, _ = e.bonus(gamedata.FloatPierceProtection, gamedata.StatVersusPierce)
	c.VsBludgeon, c.BaseVsBludgeon, _ = e.bonus(gamedata.FloatBludgeonProtection, gamedata.StatVersusBludgeon)
	c.VsAcid, c.BaseVsAcid, _ = e.bonus(gamedata.FloatAcidProtection, gamedata.StatVersusAcid)
	c.VsLightning, c.BaseVsLightning, _ = e.bonus(gamedata.FloatLightningProtection, gamedata.StatVersusLightning)
	c.VsFire, c.BaseVsFire, _ = e.bonus(gamedata.FloatFireProtection, gamedata.StatVersusFire)
	c.VsCold, c.BaseVsCold, _ = e.bonus(gamedata.FloatColdProtection, gamedata.StatVersusCold)
	c.TinkedArmorLevel = tinkedArmorLevel(o, c)
	c.MeleeWorth = meleeWorth(o, c)
	c.MissileWorth = missileWorth(o, c)
	return c
}

// damageType is that of a weapon, or the one of a wand, which is another property.
func damageType(o *object.Object) *int64 {
	if elements := mask(o, gamedata.IntDamageType); elements != nil {
		return elements
	}
	return mask(o, gamedata.IntCasterDamageType)
}

// enchanted is an item with what the spells on it now, and its own cantrips, do to it.
type enchanted struct {
	*object.Object
	active, own gamedata.Enchantments
}

// points are a whole number as shown, without the active spells, and with the item's own cantrips alone.
func (e enchanted) points(p gamedata.IntProperty, stat gamedata.ItemStat) (shown, base, buffed *int64) {
	shown = whole(e.Object, p)
	if shown == nil {
		return nil, nil, nil
	}
	b, f := e.unbuffed(stat, float64(*shown))
	return shown, rounded(b), rounded(f)
}

// bonus are a number with a fraction likewise.
func (e enchanted) bonus(p gamedata.FloatProperty, stat gamedata.ItemStat) (shown, base, buffed *float64) {
	shown = float(e.Object, p)
	if shown == nil {
		return nil, nil, nil
	}
	base, buffed = e.unbuffed(stat, *shown)
	return shown, base, buffed
}

// unbuffed takes the active spells out of a shown number, and puts the item's own cantrips in. What cannot be told is
// nil: where a spell's effect is unknown, and where the server has cut the number off at a bound.
func (e enchanted) unbuffed(stat gamedata.ItemStat, shown float64) (base, buffed *float64) {
	active := e.active.On(stat)
	if active.Any && (!active.Known || bounded(stat, shown)) {
		return nil, nil
	}
	b := round((shown - active.Add) / active.Times)
	base = &b
	if own := e.own.On(stat); own.Known {
		f := round(b*own.Times + own.Add)
		buffed = &f
	}
	return base, buffed
}

// bounded says whether the server may have cut the number off (server rule: armour modifiers between -2 and 2, no
// weapon faster than 0).
func bounded(stat gamedata.ItemStat, shown float64) bool {
	switch stat {
	case gamedata.StatVersusSlash, gamedata.StatVersusPierce, gamedata.StatVersusBludgeon, gamedata.StatVersusAcid,
		gamedata.StatVersusLightning, gamedata.StatVersusFire, gamedata.StatVersusCold:
		return math.Abs(shown) >= gamedata.MaxProtection
	case gamedata.StatWeaponSpeed:
		return shown <= gamedata.MinWeaponSpeed
	case gamedata.StatArmorLevel, gamedata.StatMaxDamage, gamedata.StatAttackBonus, gamedata.StatMeleeDefense,
		gamedata.StatElementalVersusMonsters, gamedata.StatManaConversion:
		return false
	default:
		return false
	}
}

// round takes out what adding fractions leaves behind.
func round(v float64) float64 { return math.Round(v*1e6) / 1e6 }

func rounded(v *float64) *int64 {
	if v == nil {
		return nil
	}
	n := int64(math.Round(*v))
	return &n
}

// fraction is a number from 0 to 1.
func fraction(o *object.Object, p gamedata.FloatProperty) *float64 {
	if v := float(o, p); v != nil && *v >= 0 && *v <= 1 {
		return v
	}
	return nil
}
