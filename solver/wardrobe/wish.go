package wardrobe

import (
	"fmt"
	"strings"
	"sync"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
)

// Wish is what a cantrip's name asks for: its family, at that tier or better. ok is false where no cantrip is called so.
// Wearer says whether it serves the wearer: Impenetrability, banes and the weapons' cantrips are never met by a suit.
func Wish(name string) (wish solver.Wish, wearer bool, err error) {
	plain := strings.Join(strings.Fields(name), " ")
	if s, ok := cantrips()[strings.ToLower(plain)]; ok {
		family, _ := gamedata.CantripFamilyByID(s.Family)
		return solver.Wish{Family: s.Family, Power: rank(s)}, family.ActsOn == gamedata.ActsOnWearer, nil
	}
	// By tier and family's name, for families whose spells are called otherwise: "Epic Bludgeon Ward".
	tier, family, _ := strings.Cut(plain, " ")
	for _, f := range gamedata.CantripFamilies() {
		for called := range strings.SplitSeq(f.Name, " / ") {
			if !strings.EqualFold(called, family) {
				continue
			}
			for _, id := range f.Of(gamedata.Tier(strings.ToLower(tier))) {
				if s, ok := gamedata.SpellByID(id); ok {
					return solver.Wish{Family: s.Family, Power: rank(s)}, f.ActsOn == gamedata.ActsOnWearer, nil
				}
			}
		}
	}
	return solver.Wish{}, false, fmt.Errorf("no cantrip is called %q", name)
}

// rank orders the cantrips of a family by tier, as players do. Power is the same order but for one of the two Epic
// Slashing Wards, which has a legendary one's.
func rank(s gamedata.Spell) int { return s.Tier.Rank() }

// cantrips are the first of each name, in lower case.
var cantrips = sync.OnceValue(func() map[string]gamedata.Spell {
	all := map[string]gamedata.Spell{}
	for _, s := range gamedata.Spells() {
		name := strings.ToLower(s.Name)
		if _, taken := all[name]; s.Cantrip && !taken {
			all[name] = s
		}
	}
	return all
})

// CantripName is what a cantrip of a family and a power is called: "Epic Strength", whatever its spell's own name. Wish
// reads it.
func CantripName(family, power int) string {
	f, _ := gamedata.CantripFamilyByID(family)
	name, _, _ := strings.Cut(f.Name, " / ")
	tier := TierOf(power)
	if tier == gamedata.TierNone {
		return name
	}
	return strings.ToUpper(string(tier[:1])) + string(tier[1:]) + " " + name
}

// TierOf is the tier of a cantrip's power.
func TierOf(power int) gamedata.Tier {
	for _, t := range []gamedata.Tier{
		gamedata.TierFeeble, gamedata.TierMinor, gamedata.TierLesser, gamedata.TierModerate, gamedata.TierInner, gamedata.TierMajor,
		gamedata.TierEpic, gamedata.TierLegendary,
	} {
		if t.Rank() == power {
			return t
		}
	}
	return gamedata.TierNone
}
