package solvertest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

// Twenty are the wishes that a fighter begins with.
const Twenty = "Epic Strength,Epic Endurance,Epic Coordination,Epic Quickness,Epic Focus,Epic Willpower,Epic Invulnerability," +
	"Epic Impregnability,Epic Magic Resistance,Epic Heavy Weapon Aptitude,Epic Armor,Epic Acid Ward,Epic Flame Ward,Epic Frost Ward," +
	"Epic Storm Ward,Epic Slashing Ward,Epic Piercing Ward,Epic Bludgeoning Ward,Epic Healing Prowess,Epic Arcane Prowess"

// Names are n wishes: the twenty, then Epic cantrips, and where those of loot are used up, Legendary ones of the first
// families again.
func Names(n int) []string {
	names := strings.Split(Twenty, ",")
	wishes := Wishes(names...)
	for _, tier := range []gamedata.Tier{gamedata.TierEpic, gamedata.TierLegendary} {
		for _, f := range gamedata.CantripFamilies() {
			if len(names) >= n || f.ActsOn != gamedata.ActsOnWearer || len(f.Loot) == 0 {
				continue
			}
			spell, _ := gamedata.SpellByID(f.Of(tier)[0])
			if w := Wishes(spell.Name)[0]; !slices.Contains(wishes, w) {
				names, wishes = append(names, spell.Name), append(wishes, w)
			}
		}
	}
	return names[:n]
}

// Wishes are the solver's wishes of cantrips. It panics where there is no such cantrip, or it serves no wearer.
func Wishes(names ...string) (out []solver.Wish) {
	for _, name := range names {
		w, wearer, err := wardrobe.Wish(name)
		if err != nil || !wearer {
			panic(fmt.Sprint(name, wearer, err))
		}
		out = append(out, w)
	}
	return out
}
