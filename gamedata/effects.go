package gamedata

import (
	"slices"
	"strings"
)

// ItemStat is a number of an item that enchantments on it, or its own cantrips, change.
type ItemStat string

// The numbers.
const (
	StatArmorLevel              ItemStat = "armor_level"
	StatMaxDamage               ItemStat = "max_damage"
	StatWeaponSpeed             ItemStat = "weapon_speed"
	StatAttackBonus             ItemStat = "attack_bonus"
	StatMeleeDefense            ItemStat = "melee_defense_bonus"
	StatElementalVersusMonsters ItemStat = "elemental_vs_monsters"
	StatManaConversion          ItemStat = "mana_conversion_bonus"
	StatVersusSlash             ItemStat = "vs_slash"
	StatVersusPierce            ItemStat = "vs_pierce"
	StatVersusBludgeon          ItemStat = "vs_bludgeon"
	StatVersusAcid              ItemStat = "vs_acid"
	StatVersusLightning         ItemStat = "vs_lightning"
	StatVersusFire              ItemStat = "vs_fire"
	StatVersusCold              ItemStat = "vs_cold"
)

// Bounds of what the server shows. Beyond them a number does not say how much an enchantment has added.
const (
	MaxProtection  = 2.0 // of the armour modifiers against an element; the least is -MaxProtection
	MinWeaponSpeed = 0
)

// ItemEffect is what one spell does to one number of the item that it is on. Of the spells of one family only the one
// with the highest power counts (server rule).
type ItemEffect struct {
	Stat   ItemStat
	Amount float64 // added, or what the number is multiplied by
	Factor bool    // multiplied
	// Known is false where no source says how much: then what the item is without the spell is unknown too.
	Known bool
	// Own says that the spell is a cantrip, which belongs to the item and works for whoever wears it.
	Own    bool
	Family int
	Power  int
}

// ItemEffects are what a spell does to the item that it is on; nil for the spells that do nothing to an item. Weapons'
// auras, which lie on the wielder, are in the weapon's numbers as if they lay on it.
//
// The amounts are those of Mag-Tools' tables and, where they have none, of the emulators' spell table; levels on which
// the two, or the table's versions, disagree are unknown.
func ItemEffects(spellID int) []ItemEffect { return appendItemEffects(nil, spellID) }

func appendItemEffects(to []ItemEffect, spellID int) []ItemEffect {
	s, ok := SpellByID(spellID)
	if !ok {
		return to
	}
	rule, ok := itemRules[s.Family]
	if !ok {
		return to
	}
	e := ItemEffect{Factor: rule.factor, Own: rule.own, Family: s.Family, Power: s.Power}
	switch special, ok := itemAmounts[spellID]; {
	case ok:
		e.Amount = special
	case rule.own:
		e.Amount = rule.byTier[s.Tier]
	case s.Level > 0 && s.Level < len(rule.byLevel):
		e.Amount = rule.byLevel[s.Level]
	}
	e.Known = e.Amount != 0
	stats := rule.stats
	// Some families hold spells for two numbers, told apart by their names. Where that is not clear, both may be it.
	if len(stats) == 2 && e.Known {
		if strings.Contains(s.Name, "Spirit") {
			stats = stats[1:]
		} else {
			stats = stats[:1]
		}
	}
	for _, stat := range stats {
		e.Stat = stat
		to = append(to, e)
	}
	return to
}

// itemRule is what the spells of one family do.
type itemRule struct {
	stats   []ItemStat
	factor  bool
	own     bool             // cantrips
	byLevel [9]float64       // of the spells I to VIII; 0 unknown
	byTier  map[Tier]float64 // of the cantrips; none: unknown
}

// itemAmounts are the spells that are no level and no tier, and those that differ from theirs; 0 is unknown.
var itemAmounts = map[int]float64{
	2586: 4, 2598: 2, 4661: 7, 6089: 10, // Blood Thirst
	3250: .03, 3251: .01, 3252: .02, 4670: .05, 6098: .07, // Spirit Thirst, of the same family
	3985: .04,                        // Mukkir Sense: defence
	3688: 300, 3735: .15, 3710: 1000, // Prodigal Blood Drinker, Spirit Drinker, Impenetrability
	3699: .25, 3708: .25, 3739: -1000, // Prodigal Defender, Heart Seeker, Swift Killer
	3709: 2,                            // Prodigal Hermetic Link
	3679: 5, 3686: 5, 3689: 5, 3703: 5, // Prodigal banes
	3706: 5, 3718: 5, 3728: 5,
	3980: 0,          // Impenetrability Incantation: 20 or 240
	5998: 0, 6023: 0, // the weaker twins of Blood and Spirit Drinker VIII
}

var itemRules = func() map[int]itemRule {
	var (
		attack     = [9]float64{1: .025, .05, .075, .10, .125, .15, .17, .20}
		defense    = [9]float64{2: .05, 4: .10, 6: .15, .17, .20}
		bane       = [9]float64{2: .25, .5, .75, 1, 1.5, 1.7, 2}
		baneTiers  = map[Tier]float64{TierMinor: .10, TierMajor: .15, TierEpic: .20, TierLegendary: .25}
		skillTiers = map[Tier]float64{TierMinor: .03, TierMajor: .05, TierEpic: .07, TierLegendary: .09}
		weapon     = []ItemStat{StatMaxDamage, StatElementalVersusMonsters}
	)
	all := map[int]itemRule{
		152: {stats: []ItemStat{StatAttackBonus}, byLevel: attack},                                                                                        // Heart Seeker
		153: {stats: []ItemStat{StatAttackBonus}},                                                                                                         // Turn Blade
		154: {stats: []ItemStat{StatMaxDamage}, byLevel: [9]float64{2: 4, 8, 12, 16, 20, 22, 24}},                                                         // Blood Drinker
		155: {stats: weapon},                                                                                                                              // Blood and Spirit Loather
		156: {stats: []ItemStat{StatMeleeDefense}, byLevel: defense},                                                                                      // Defender
		157: {stats: []ItemStat{StatMeleeDefense}},                                                                                                        // Lure Blade
		158: {stats: []ItemStat{StatWeaponSpeed}, byLevel: [9]float64{1: -10, -20, -30, -40, -50, -60, -70, -80}},                                         // Swift Killer
		159: {stats: []ItemStat{StatWeaponSpeed}},                                                                                                         // Leaden Weapon
		160: {stats: []ItemStat{StatArmorLevel}, byLevel: [9]float64{1: 20, 50, 75, 100, 150, 200, 220, 240}},                                             // Impenetrability
		161: {stats: []ItemStat{StatArmorLevel}},                                                                                                          // Brittlemail
		194: {stats: []ItemStat{StatManaConversion}, factor: true},                                                                                        // Hermetic Void
		195: {stats: []ItemStat{StatManaConversion}, factor: true, byLevel: [9]float64{1: 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8}},                        // Hermetic Link
		695: {stats: []ItemStat{StatElementalVersusMonsters}, byLevel: [9]float64{1: .01, .02, .03, .04, .05, .06, .07, .08}},                             // Spirit Drinker
		323: {stats: weapon, own: true},                                                                                                                   // Blood and Spirit Thirst
		329: {stats: []ItemStat{StatMeleeDefense}, own: true, byTier: skillTiers},                                                                         // Defender
		389: {stats: []ItemStat{StatAttackBonus}, own: true, byTier: skillTiers},                                                                          // Heart Thirst
		391: {stats: []ItemStat{StatArmorLevel}, own: true, byTier: map[Tier]float64{TierMinor: 20, TierMajor: 40, TierEpic: 60, TierLegendary: 80}},      // Impenetrability
		399: {stats: []ItemStat{StatWeaponSpeed}, own: true, byTier: map[Tier]float64{TierMinor: -10, TierMajor: -20, TierEpic: -30, TierLegendary: -40}}, // Swift Hunter
		425: {stats: []ItemStat{StatManaConversion}, factor: true, own: true, byTier: map[Tier]float64{
			TierFeeble: 1.05, TierMinor: 1.10, TierModerate: 1.15, TierMajor: 1.20, TierEpic: 1.25, TierLegendary: 1.30, // Hermetic Link
		}},
		// What the rares' gems cast.
		451: {stats: []ItemStat{StatManaConversion}, factor: true}, 458: {stats: []ItemStat{StatArmorLevel}},
		461: {stats: []ItemStat{StatAttackBonus}}, 473: {stats: weapon}, 475: {stats: []ItemStat{StatMeleeDefense}},
		512: {stats: []ItemStat{StatWeaponSpeed}},
	}
	// The elements: family of the bane, of the lure (the one after it), of the cantrip, of the rare's bane.
	for _, e := range []struct {
		stat                ItemStat
		bane, cantrip, rare int
	}{
		{StatVersusAcid, 162, 381, 449}, {StatVersusBludgeon, 164, 383, 464}, {StatVersusCold, 166, 387, 467},
		{StatVersusLightning, 168, 397, 477}, {StatVersusFire, 170, 385, 480}, {StatVersusPierce, 172, 393, 498},
		{StatVersusSlash, 174, 395, 503},
	} {
		stats := []ItemStat{e.stat}
		all[e.bane] = itemRule{stats: stats, byLevel: bane}
		all[e.bane+1] = itemRule{stats: stats}
		all[e.cantrip] = itemRule{stats: stats, own: true, byTier: baneTiers}
		all[e.rare] = itemRule{stats: stats}
	}
	return all
}()

// Enchantments are what several spells do to the item that they are on: of each family only the strongest.
type Enchantments []ItemEffect

// EnchantmentsOf are the effects of spells that are on an item.
func EnchantmentsOf(spells []int) Enchantments {
	var strongest Enchantments
	var room [2]ItemEffect
	for _, id := range spells {
	effects:
		for _, e := range appendItemEffects(room[:0], id) {
			for i := range strongest {
				if s := &strongest[i]; s.Family == e.Family && s.Stat == e.Stat {
					if e.Power > s.Power {
						*s = e
					}
					continue effects
				}
			}
			strongest = append(strongest, e)
		}
	}
	return strongest
}

// OwnEnchantmentsOf are the effects of an item's own cantrips: they come with the item, unlike spells that anybody can
// cast on it.
func OwnEnchantmentsOf(spells []int) Enchantments {
	return slices.DeleteFunc(EnchantmentsOf(spells), func(e ItemEffect) bool { return !e.Own })
}

// Change is what enchantments do to one number: it is multiplied by Times and Add is added.
type Change struct {
	Add, Times float64
	Known      bool // false where the effect of one of the spells is not
	Any        bool // some spell changes the number
}

// On sums up the change of one number.
func (all Enchantments) On(stat ItemStat) Change {
	c := Change{Times: 1, Known: true}
	for _, e := range all {
		switch {
		case e.Stat != stat:
			continue
		case !e.Known:
			c.Known = false
		case e.Factor:
			c.Times *= e.Amount
		default:
			c.Add += e.Amount
		}
		c.Any = true
	}
	return c
}

// BaseArmorLevel is the armour level without the enchantments that are on the item now; ok is false where the effect of
// one of them is unknown.
func BaseArmorLevel(shown int, active []int) (base int, ok bool) {
	c := EnchantmentsOf(active).On(StatArmorLevel)
	return shown - int(c.Add), c.Known
}

// OwnImpenetrability is the armour level that an item's own cantrips give it while it is worn; 0 for none.
func OwnImpenetrability(spells []int) int {
	return int(OwnEnchantmentsOf(spells).On(StatArmorLevel).Add)
}
