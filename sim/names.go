package sim

import (
	"fmt"
	"strings"
)

// names invents n different names, in the ways players do.
func names(r random, n int) []string {
	taken := make(map[string]bool, n)
	out := make([]string, 0, n)
	for len(out) < n {
		name := inventName(r)
		key := strings.ToLower(name)
		if taken[key] || len(name) > 32 {
			continue
		}
		taken[key] = true
		out = append(out, name)
	}
	return out
}

func inventName(r random) string {
	switch k := r.IntN(20); {
	case k < 7:
		return given(r)
	case k < 13:
		return given(r) + " " + pick(r, bynameFirst()) + pick(r, bynameLast())
	case k < 16:
		return strings.ToUpper(pick(r, []string{"a", "k", "d", "z", "m"})) + pick(r, []string{"a", "i", "o"}) + "'" + strings.ToLower(given(r))
	case k < 18:
		return pick(r, []string{"Old", "Lady", "Sir", "Mad", "Little", "Grim", "Dame"}) + " " + given(r)
	case k < 19:
		return given(r) + " " + pick(r, []string{"of", "o'"}) + " " + pick(r, []string{"Cragstone", "Arwic", "Yanshi", "Lin", "Tufa", "Uziz", "Rithwic"})
	default:
		return fmt.Sprintf("%s %02d", pick(r, []string{"Mule", "Bank", "Vault"}), r.whole(1, 99))
	}
}

func given(r random) string {
	first := []string{"Al", "Bel", "Bran", "Cael", "Dar", "El", "Fen", "Gor", "Hal", "Ir", "Jas", "Kel", "Lor", "Mor", "Nal", "Or", "Per", "Quil", "Ral", "Sor", "Tam", "Ul", "Var", "Wen", "Yor", "Zan", "Thor", "Shai", "Rho", "Kith"}
	middle := []string{"a", "e", "i", "o", "u", "ari", "eli", "ora", "ani", "y", "ae"}
	last := []string{"n", "ric", "dan", "wyn", "th", "ra", "lis", "mir", "dor", "ssa", "ven", "rik", "na", "gar", "las", "shi", "zim", "bin"}
	name := pick(r, first) + pick(r, middle) + pick(r, last)
	if r.chance(0.25) {
		name = pick(r, first) + pick(r, last)
	}
	return name
}

func bynameFirst() []string {
	return []string{"Moss", "Dusk", "Ash", "Storm", "Iron", "Silver", "Grey", "Bright", "Thorn", "Raven", "Frost", "Ember", "Stone", "Night", "Wolf", "Gold"}
}

func bynameLast() []string {
	return []string{"walker", "bane", "hand", "mantle", "song", "blade", "field", "ward", "brook", "heart", "runner", "shield", "weaver", "fall"}
}
