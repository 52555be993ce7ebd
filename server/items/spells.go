package items

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemspell"
	"github.com/mosswart/overlord/gamedata"
)

// lootTiers are the tiers of cantrips, the lowest first, with their bits in items.cantrip_tiers.
var lootTiers = []struct {
	tier gamedata.Tier
	bit  int64
}{{gamedata.TierMinor, 1}, {gamedata.TierMajor, 2}, {gamedata.TierEpic, 4}, {gamedata.TierLegendary, 8}}

var cantripTiers = column{item.Table, item.FieldCantripTiers}

// spellCondition is that an item has one of the spells that a value names.
func spellCondition(op filter.Op, v filter.Value) (condition, error) {
	var fits func(s gamedata.Spell) bool
	switch v := v.(type) {
	case filter.Null:
		return opposite{hasSpell{func(*sql.Selector) *sql.Predicate { return constant(true) }}}, nil
	case filter.Pattern:
		test := texts{whole(v)}
		fits = func(s gamedata.Spell) bool { return test.fits(s.Name) }
	case filter.Text:
		id, err := strconv.Atoi(string(v))
		exact := op == filter.Equal || op == filter.NotEqual
		wanted := strings.ToLower(string(v))
		fits = func(s gamedata.Spell) bool {
			name := strings.ToLower(s.Name)
			return err == nil && s.ID == id || name == wanted || !exact && strings.Contains(name, wanted)
		}
	default:
		return nil, fmt.Errorf("spell takes no ranges and no variables")
	}
	found := hasOneOf(fits)
	if found == nil {
		return nil, unknownValue("spell", v, make([]value, maxNamed+1))
	}
	return found, nil
}

// hasOneOf is that an item has one of the spells that fit; nil where there are none.
func hasOneOf(fits func(s gamedata.Spell) bool) condition {
	var ids []any
	tiers := map[gamedata.Tier]int{}
	for _, s := range gamedata.Spells() {
		if fits(s) {
			ids = append(ids, s.ID)
			tiers[s.Tier]++
		}
	}
	if len(ids) == 0 {
		return nil
	}
	if mask, ok := wholeTiers(tiers); ok {
		return bits(cantripTiers, mask)
	}
	return hasSpell{func(s *sql.Selector) *sql.Predicate { return sql.In(s.C(itemspell.FieldSpellID), ids...) }}
}

// wholeTiers is the mask of tiers of cantrips, all of whose spells are meant and no others.
func wholeTiers(counts map[gamedata.Tier]int) (mask int64, ok bool) {
	for tier, n := range counts {
		at := slices.IndexFunc(lootTiers, func(t struct {
			tier gamedata.Tier
			bit  int64
		},
		) bool {
			return t.tier == tier
		})
		if at < 0 || n != spellsOf(tier) {
			return 0, false
		}
		mask |= lootTiers[at].bit
	}
	return mask, true
}

func spellsOf(tier gamedata.Tier) int {
	n := 0
	for _, s := range gamedata.Spells() {
		if s.Tier == tier {
			n++
		}
	}
	return n
}

// cantripCondition is that an item has a cantrip of a family, a tier or both; with ">=" of that tier or a better one.
func cantripCondition(op filter.Op, v filter.Value) (condition, error) {
	switch v := v.(type) {
	case filter.Null:
		return opposite{some(cantripTiers)}, nil
	case filter.Pattern:
		if len(v) == 2 && v[0] == "" && v[1] == "" {
			return some(cantripTiers), nil
		}
		return spellCondition(op, v)
	case filter.Text:
		return cantripNamed(op == filter.GreaterEqual, string(v))
	default:
		return nil, fmt.Errorf("cantrip takes no ranges and no variables")
	}
}

func cantripNamed(orBetter bool, text string) (condition, error) {
	first, name, _ := strings.Cut(strings.TrimSpace(strings.ToLower(text)), " ")
	rank := -1
	for i, t := range lootTiers {
		if string(t.tier) == first {
			rank = i
		}
	}
	if rank < 0 {
		name = text
	}
	if rank >= 0 && strings.TrimSpace(name) == "" {
		mask := lootTiers[rank].bit
		for _, better := range lootTiers[rank+1:] {
			if orBetter {
				mask |= better.bit
			}
		}
		return bits(cantripTiers, mask), nil
	}
	families := familiesNamed(name)
	if len(families) == 0 {
		return nil, fmt.Errorf("there is no cantrip %q", text)
	}
	if rank < 0 && orBetter {
		return nil, fmt.Errorf(`say a tier: cantrip:>="epic %s"`, strings.TrimSpace(name))
	}
	var either anyOf
	for _, f := range families {
		either = append(either, hasCantrip(f, rank, orBetter))
	}
	return either, nil
}

// hasCantrip is that an item has a cantrip of a family; with rank ≥ 0 of that tier, or one of at least its power, which is
// how the game ranks them.
func hasCantrip(f gamedata.CantripFamily, rank int, orBetter bool) condition {
	var least gamedata.Spell
	if rank >= 0 {
		least, _ = gamedata.SpellByID(f.Of(lootTiers[rank].tier)[0])
	}
	return hasOneOf(func(s gamedata.Spell) bool {
		switch {
		case s.Family != f.Family || s.Tier == gamedata.TierNone:
			return false
		case orBetter:
			return s.Power >= least.Power
		}
		return rank < 0 || s.Tier == least.Tier
	})
}

// familiesNamed are the families of cantrips that a text names, by one of their names or by number.
func familiesNamed(text string) []gamedata.CantripFamily {
	var values []value
	for _, f := range gamedata.CantripFamilies() {
		for name := range strings.SplitSeq(f.Name, " / ") {
			values = append(values, value{Word: strconv.Itoa(f.Family), Label: name, ID: int64(f.Family)})
		}
	}
	var out []gamedata.CantripFamily
	for _, v := range find(values, text) {
		if f, ok := gamedata.CantripFamilyByID(int(v.ID)); ok && len(f.Of(gamedata.TierMinor)) > 0 {
			if len(out) == 0 || out[len(out)-1].Family != f.Family {
				out = append(out, f)
			}
		}
	}
	return out
}
