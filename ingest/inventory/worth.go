package inventory

import (
	"math"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
)

// Rules of tinkering: a loot item takes ten, one of which is kept for an imbue on weapons. Steel adds 20 to the armour
// level, iron 1 to the damage, granite takes a fifth off the variance.
const (
	maxTinkers      = 10
	steelArmor      = 20
	ironDamage      = 1
	graniteVariance = 0.8
)

// bloodDrinkerVIII is the damage that everybody's best aura adds.
const bloodDrinkerVIII = 24

// The crits that a weapon is compared with: one hit in ten, for twice the greatest damage.
const (
	critChance     = 0.1
	critMultiplier = 2
)

// tinkersLeft is how often the item can still be tinkered: never if it is no loot.
func tinkersLeft(o *object.Object) int {
	if !o.Loot() {
		return 0
	}
	done, _ := o.Int(gamedata.IntTimesTinkered)
	return int(max(maxTinkers-max(done, 0), 0))
}

// tinkedArmorLevel is the buffed armour level once all tinkers that are left were steel.
func tinkedArmorLevel(o *object.Object, c Combat) *int64 {
	if c.BuffedArmorLevel == nil {
		return nil
	}
	level := *c.BuffedArmorLevel
	if level > 0 { // only what has an armour level takes steel
		level += int64(steelArmor * tinkersLeft(o))
	}
	return &level
}

// meleeWorth is the mean damage of a hit with the item's own cantrips and Blood Drinker VIII, when each tinker that is
// left was the better of iron and granite (Mag-Tools' "buffed, tinked damage over time"). nil for other weapons, and
// where damage or variance is unknown.
func meleeWorth(o *object.Object, c Combat) *float64 {
	if o.ObjectClass != gamedata.ClassMeleeWeapon || c.BuffedMaxDamage == nil || *c.BuffedMaxDamage <= 0 || c.Variance == nil {
		return nil
	}
	left := tinkersLeft(o)
	if o.Imbues() == 0 {
		left-- // that one is for the imbue
	}
	damage, variance := float64(*c.BuffedMaxDamage)+bloodDrinkerVIII, *c.Variance
	for range left {
		if meanDamage(damage+ironDamage, variance) >= meanDamage(damage, variance*graniteVariance) {
			damage += ironDamage
		} else {
			variance *= graniteVariance
		}
	}
	v := round(meanDamage(damage, variance))
	return &v
}

// meanDamage is max x ((1-c) x (2-variance)/2 + c x m): hits lie evenly between max x (1-variance) and max, crits at m
// times max.
func meanDamage(greatest, variance float64) float64 {
	return greatest * ((1-critChance)*(2-variance)/2 + critChance*critMultiplier)
}

// missileWorth is Mag-Tools' index of a missile weapon: buffed damage + a third of the damage modifier's per cent +
// elemental bonus. nil for other weapons, and where damage or modifier is unknown.
func missileWorth(o *object.Object, c Combat) *float64 {
	if o.ObjectClass != gamedata.ClassMissileWeapon || c.BuffedMaxDamage == nil || c.DamageModifier == nil {
		return nil
	}
	v := float64(*c.BuffedMaxDamage) + (*c.DamageModifier-1)*100/3
	if c.ElementalDamageBonus != nil {
		v += float64(*c.ElementalDamageBonus)
	}
	v = math.Round(v*1000) / 1000
	return &v
}
