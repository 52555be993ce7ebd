package wardrobe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
)

// Wish is what a cantrip's name asks for: its family, at that tier or better. ok is false where no cantrip is called so.
// Wearer says whether it serves the wearer: Impenetrability, banes and the weapons' cantrips are never met by a suit.
func Wish(name string) (wish solver.Wish, wearer bool, err error) {
	plain := strings.Join(strings.Fields(name), " ")
	for _, s := range gamedata.Spells() {
		if !s.Cantrip || !strings.EqualFold(s.Name, plain) {
			continue
		}
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
func rank(s gamedata.Spell) int {
	return slices.Index([]gamedata.Tier{
		gamedata.TierNone, gamedata.TierFeeble, gamedata.TierMinor, gamedata.TierLesser, gamedata.TierModerate,
		gamedata.TierInner, gamedata.TierMajor, gamedata.TierEpic, gamedata.TierLegendary,
	}, s.Tier)
}
