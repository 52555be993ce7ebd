package items

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemcombat"
	"github.com/mosswart/overlord/ent/itemenhancements"
	"github.com/mosswart/overlord/gamedata"
)

// list is a closed list of values and the column that has them.
type list struct {
	values []value
	at     column
	isMask bool // the values are bits of the column's
}

var lists = sync.OnceValue(func() map[string]list {
	combat := func(field string) column { return column{itemcombat.Table, field} }
	return map[string]list{
		"slots":     {slices.Concat(slots, moreSlots), wearSlots, true},
		"elements":  {elements, combat(itemcombat.FieldDamageType), true},
		"imbues":    {imbues, column{itemenhancements.Table, itemenhancements.FieldImbueBits}, true},
		"classes":   {classes(), column{item.Table, item.FieldObjectClass}, false},
		"sets":      {sets(), column{item.Table, item.FieldEquipmentSet}, false},
		"materials": {materials(), column{item.Table, item.FieldMaterial}, false},
		"skills":    {skills(), combat(itemcombat.FieldWeaponSkill), false},
		"masteries": {masteries(), combat(itemcombat.FieldWeaponMastery), false},
		"creatures": {creatures(), combat(itemcombat.FieldSlayerCreature), false},
	}
})

func numbered(n int, label func(id int) (string, bool)) []value {
	var out []value
	for id := range n {
		if name, ok := label(id); ok {
			out = append(out, value{Word: squash(name), Label: name, ID: int64(id)})
		}
	}
	return out
}

// More than there are of any kind.
const maxListed = 1000

func classes() []value {
	return numbered(int(gamedata.ClassScroll)+1, func(id int) (string, bool) { return gamedata.ObjectClass(id).String(), true })
}

func sets() []value {
	return numbered(maxListed, func(id int) (string, bool) {
		_, ok := gamedata.EquipmentSetByID(id)
		return SetName(id), ok
	})
}

func materials() []value {
	return numbered(maxListed, func(id int) (string, bool) {
		m, ok := gamedata.MaterialByID(id)
		return m.Name, ok
	})
}

func skills() []value {
	return numbered(maxListed, func(id int) (string, bool) {
		s, ok := gamedata.SkillByID(gamedata.Skill(id))
		return s.Name, ok && s.Live
	})
}

func masteries() []value {
	return numbered(int(gamedata.MasteryTwoHandedCombat)+1, func(id int) (string, bool) { return gamedata.Mastery(id).String(), id > 0 })
}

func creatures() []value { return numbered(maxListed, gamedata.CreatureTypeName) }

// squash leaves the letters and digits of a name, in lower case: "Adept's" and "adepts" are the same.
func squash(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// find looks a value up: an exact name if there is one, else names that begin so, else those with a word that does.
func find(values []value, text string) []value {
	wanted := squash(text)
	if wanted == "" {
		return nil
	}
	for _, fits := range []func(v value) bool{
		func(v value) bool { return v.Word == wanted || squash(v.Label) == wanted },
		func(v value) bool { return strings.HasPrefix(squash(v.Label), wanted) },
		func(v value) bool {
			return slices.ContainsFunc(strings.Fields(v.Label), func(word string) bool { return strings.HasPrefix(squash(word), wanted) })
		},
	} {
		if found := keep(values, fits); len(found) > 0 {
			return found
		}
	}
	return nil
}

func keep(values []value, fits func(value) bool) []value {
	var out []value
	for _, v := range values {
		if fits(v) {
			out = append(out, v)
		}
	}
	return out
}

// choose is the condition that a column has a value.
func (l list) choose(f *Field, op filter.Op, v filter.Value) (condition, error) {
	var found []value
	switch v := v.(type) {
	case filter.Null:
		return opposite{l.any()}, nil
	case filter.Pattern:
		if len(v) == 2 && v[0] == "" && v[1] == "" {
			return l.any(), nil
		}
		test := texts{whole(v)}
		found = keep(l.values, func(v value) bool { return test.fits(v.Label) })
	case filter.Text:
		if id, err := strconv.ParseInt(string(v), 10, 32); err == nil && !l.isMask {
			return oneOf(l.at, []int64{id}), nil
		}
		if op == filter.Contains {
			found = keep(l.values, func(c value) bool { return strings.Contains(squash(c.Label), squash(string(v))) })
		} else {
			found = find(l.values, string(v))
		}
	default:
		return nil, fmt.Errorf("%s takes no ranges and no variables", f.Name)
	}
	if len(found) == 0 {
		return nil, l.unknown(f, v)
	}
	if l.isMask {
		var mask int64
		for _, v := range found {
			mask |= v.ID
		}
		return bits(l.at, mask), nil
	}
	return oneOf(l.at, l.ids(found)), nil
}

// ids are the numbers of values; of a group of materials those of all its members.
func (l list) ids(found []value) []int64 {
	var ids []int64
	for _, v := range found {
		ids = append(ids, v.ID)
		if l.at.name != item.FieldMaterial {
			continue
		}
		for _, m := range gamedata.Materials() {
			if m.Group == v.Word && int64(m.ID) != v.ID {
				ids = append(ids, int64(m.ID))
			}
		}
	}
	return ids
}

func (l list) any() condition {
	if l.isMask {
		return some(l.at)
	}
	return known(l.at)
}

// maxNamed is how many values a message lists.
const maxNamed = 40

func (l list) unknown(f *Field, v filter.Value) error {
	return unknownValue(strings.ToLower(f.Label), v, l.values)
}

func unknownValue(what string, v filter.Value, values []value) error {
	text := strings.Trim((&filter.Cmp{Path: []string{"v"}, Op: filter.Has, Value: v}).String()[2:], `"`)
	if len(values) > maxNamed {
		return fmt.Errorf("there is no %s %q", what, text)
	}
	var words []string
	for _, v := range values {
		words = append(words, v.Word)
	}
	return fmt.Errorf("there is no %s %q; there are %s", what, text, strings.Join(words, ", "))
}

// is are the words that "is" takes.
var is = sync.OnceValue(func() map[string]condition {
	class := func(of ...gamedata.ObjectClass) condition {
		ids := make([]int64, len(of))
		for i, c := range of {
			ids[i] = int64(c)
		}
		return oneOf(column{item.Table, item.FieldObjectClass}, ids)
	}
	has := func(field string) condition { return known(column{item.Table, field}) }
	least := func(field string, n float64) condition {
		return test{at: column{item.Table, field}, passes: func(c string) *sql.Predicate { return span{low: n, high: 1e15}.where(c, true) }}
	}
	appraised := test{at: column{item.Table, item.FieldHasIDData}, passes: func(c string) *sql.Predicate { return sql.EQ(c, true) }}
	wearable := some(wearSlots)
	return map[string]condition{
		"armor": class(gamedata.ClassArmor), "clothing": class(gamedata.ClassClothing), "jewelry": class(gamedata.ClassJewelry),
		"weapon": class(gamedata.ClassMeleeWeapon, gamedata.ClassMissileWeapon, gamedata.ClassWandStaffOrb),
		"melee":  class(gamedata.ClassMeleeWeapon), "missile": class(gamedata.ClassMissileWeapon), "caster": class(gamedata.ClassWandStaffOrb),
		"shield": worn(gamedata.SlotShield), "twohanded": worn(gamedata.SlotTwoHanded), "aetheria": worn(gamedata.SlotsAetheria),
		"cloak": worn(gamedata.SlotCloak), "trinket": worn(gamedata.SlotTrinket),
		"gem": class(gamedata.ClassGem), "container": class(gamedata.ClassContainer), "salvage": class(gamedata.ClassSalvage),
		"essence": all{class(gamedata.ClassMisc), named{texts{containing("essence")}}},
		"healing": class(gamedata.ClassHealingKit), "food": class(gamedata.ClassFood), "key": class(gamedata.ClassKey),
		"lockpick": class(gamedata.ClassLockpick), "scroll": class(gamedata.ClassScroll), "component": class(gamedata.ClassSpellComponent),
		"manastone": class(gamedata.ClassManaStone), "money": class(gamedata.ClassMoney), "note": class(gamedata.ClassTradeNote),
		"foci": class(gamedata.ClassFoci), "book": class(gamedata.ClassBook, gamedata.ClassJournal), "misc": class(gamedata.ClassMisc),
		"wearable": wearable, "worn": some(column{item.Table, item.FieldEquippedSlots}),
		"rare": has(item.FieldRareID), "stacked": least(item.FieldStackCount, 2), "bonded": least(item.FieldBonded, 1),
		"attuned": least(item.FieldAttuned, 1), "imbued": some(column{itemenhancements.Table, itemenhancements.FieldImbueBits}),
		"tinkered": least(item.FieldTimesTinkered, 1), "rated": least(item.FieldRatingTotal, 1), "set": has(item.FieldEquipmentSet),
		"cantrip": some(column{item.Table, item.FieldCantripTiers}), "loot": has(item.FieldMaterial),
		"quest":     all{wearable, opposite{has(item.FieldMaterial)}},
		"reducible": some(column{item.Table, item.FieldReducedSlots}),
		"appraised": appraised, "unappraised": opposite{appraised},
	}
})
