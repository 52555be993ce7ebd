package sim

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/mosswart/overlord/gamedata"
)

// item has the plugin's shape (Mag-Tools' MyWorldObject): properties by number, spells by number. It is what a thing is
// written through: reset, described and appended, again and again.
type item struct {
	appraised bool
	id        int32
	container int32
	class     gamedata.ObjectClass
	ints      []intValue
	floats    []floatValue
	texts     []textValue
	flags     []flagValue
	active    []int
	spells    []int
}

type intValue struct {
	id gamedata.IntProperty
	v  int32
}

type floatValue struct {
	id gamedata.FloatProperty
	v  float64
}

type textValue struct {
	id gamedata.StringProperty
	v  string
}

type flagValue struct {
	id gamedata.BoolProperty
	v  bool
}

func (it *item) reset() {
	*it = item{ints: it.ints[:0], floats: it.floats[:0], texts: it.texts[:0], flags: it.flags[:0], active: it.active[:0], spells: it.spells[:0]}
}

func (it *item) int(id gamedata.IntProperty, v int) {
	it.ints = append(it.ints, intValue{id, int32(uint32(v))}) //nolint:gosec // masks wrap, as on the wire
}

func (it *item) float(id gamedata.FloatProperty, v float64) {
	it.floats = append(it.floats, floatValue{id, v})
}
func (it *item) text(id gamedata.StringProperty, v string) {
	it.texts = append(it.texts, textValue{id, v})
}
func (it *item) flag(id gamedata.BoolProperty, v bool) { it.flags = append(it.flags, flagValue{id, v}) }

// shape is how a client writes items.
type shape struct {
	containerID bool // newer plugins name the container outside the properties, too
	getters     bool // a plugin whose serialiser writes the class's getters as well, -1 for what is absent
}

// appendJSON writes the item.
func (it *item) appendJSON(b []byte, as shape) []byte {
	b = append(b, `{"HasIdData":`...)
	b = strconv.AppendBool(b, it.appraised)
	b = append(b, `,"Id":`...)
	b = strconv.AppendInt(b, int64(it.id), 10)
	b = append(b, `,"LastIdTime":0,"ObjectClass":`...)
	b = strconv.AppendInt(b, int64(it.class), 10)
	if as.containerID {
		b = append(b, `,"ContainerId":`...)
		b = strconv.AppendInt(b, int64(it.container), 10)
	}
	b = append(b, `,"BoolValues":`...)
	b = appendMap(b, it.flags, func(b []byte, f flagValue) []byte {
		return strconv.AppendBool(appendKey(b, int32(f.id)), f.v)
	})
	b = append(b, `,"DoubleValues":`...)
	b = appendMap(b, it.floats, func(b []byte, f floatValue) []byte {
		return appendFloat(appendKey(b, int32(f.id)), f.v)
	})
	b = append(b, `,"IntValues":`...)
	b = appendMap(b, it.ints, func(b []byte, i intValue) []byte {
		return strconv.AppendInt(appendKey(b, int32(i.id)), int64(i.v), 10)
	})
	b = append(b, `,"StringValues":`...)
	b = appendMap(b, it.texts, func(b []byte, t textValue) []byte {
		return appendText(appendKey(b, int32(t.id)), t.v)
	})
	b = append(b, `,"ActiveSpells":`...)
	b = appendNumbers(b, it.active)
	b = append(b, `,"Spells":`...)
	b = appendNumbers(b, it.spells)
	if as.getters {
		b = it.appendGetters(b)
	}
	return append(b, '}')
}

func appendMap[T any](b []byte, values []T, entry func([]byte, T) []byte) []byte {
	b = append(b, '{')
	for i, v := range values {
		if i > 0 {
			b = append(b, ',')
		}
		b = entry(b, v)
	}
	return append(b, '}')
}

func appendKey(b []byte, id int32) []byte {
	b = append(b, '"')
	b = strconv.AppendInt(b, int64(id), 10)
	return append(b, '"', ':')
}

func appendNumbers(b []byte, all []int) []byte {
	b = append(b, '[')
	for i, v := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(v), 10)
	}
	return append(b, ']')
}

// appendFloat writes a double as .NET does: whole ones with ".0".
func appendFloat(b []byte, v float64) []byte {
	before := len(b)
	b = strconv.AppendFloat(b, v, 'f', -1, 64)
	if !slices.Contains(b[before:], '.') {
		b = append(b, '.', '0')
	}
	return b
}

// appendText writes a string as JSON.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c < ' ':
			b = append(b, `\u00`...)
			b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		default:
			b = utf8.AppendRune(b, c)
		}
	}
	return append(b, '"')
}

func (it *item) intOr(id gamedata.IntProperty, absent int) int {
	for _, i := range it.ints {
		if i.id == id {
			return int(i.v)
		}
	}
	return absent
}

func (it *item) floatOr(id gamedata.FloatProperty, absent float64) float64 {
	for _, f := range it.floats {
		if f.id == id {
			return f.v
		}
	}
	return absent
}

// appendGetters writes the class's read-only members: names, null where there is none, and numbers, -1 where there are
// none. The calculated ones are left at -1.
func (it *item) appendGetters(b []byte) []byte {
	name := func(key, v string) {
		b = append(append(append(b, ',', '"'), key...), '"', ':')
		if v == "" {
			b = append(b, "null"...)
		} else {
			b = appendText(b, v)
		}
	}
	material, _ := gamedata.MaterialByID(it.intOr(gamedata.IntMaterial, 0))
	set, _ := gamedata.EquipmentSetByID(it.intOr(gamedata.IntEquipmentSet, 0))
	skill, mastery := "", ""
	if s := it.intOr(gamedata.IntEquipSkill, 0); s > 0 {
		skill = gamedata.Skill(s).String()
	}
	if m := it.intOr(gamedata.IntMastery, 0); m > 0 {
		mastery = gamedata.Mastery(m).String()
	}
	name("Material", material.Name)
	name("Name", it.texts[0].v)
	name("EquipSkill", skill)
	name("Mastery", mastery)
	name("ItemSet", set.Name)
	for _, g := range []struct {
		key string
		id  gamedata.IntProperty
	}{
		{"ArmorLevel", gamedata.IntArmorLevel}, {"Imbue", gamedata.IntImbue}, {"Tinks", gamedata.IntTimesTinkered},
		{"MaxDamage", gamedata.IntMaxDamage}, {"ElementalDmgBonus", gamedata.IntElementalBonus},
		{"WieldLevel", gamedata.IntWieldValue}, {"LoreRequirement", gamedata.IntLoreRequirement},
		{"Workmanship", gamedata.IntWorkmanship}, {"Value", gamedata.IntValue}, {"Burden", gamedata.IntBurden},
		{"DamRating", gamedata.IntDamageRating}, {"DamResistRating", gamedata.IntDamageResistRating},
		{"CritRating", gamedata.IntCritRating}, {"CritResistRating", gamedata.IntCritResistRating},
		{"CritDamRating", gamedata.IntCritDamageRating}, {"CritDamResistRating", gamedata.IntCritDamageResistRating},
		{"HealBoostRating", gamedata.IntHealingBoostRating}, {"VitalityRating", gamedata.IntVitalityRating},
		{"TotalRating", -1}, {"SkillLevel", -1}, {"CalcedStartingArmorLevel", -1},
	} {
		b = append(append(append(b, ',', '"'), g.key...), '"', ':')
		v := it.intOr(g.id, -1)
		if g.id == gamedata.IntWieldValue && it.intOr(gamedata.IntWieldType, 0) != int(gamedata.RequireLevel) {
			v = -1
		}
		b = strconv.AppendInt(b, int64(v), 10)
	}
	for _, g := range []struct {
		key string
		id  gamedata.FloatProperty
	}{
		{"Variance", gamedata.FloatVariance}, {"DamageBonus", gamedata.FloatDamageBonus},
		{"ElementalDamageVersusMonsters", gamedata.FloatElementalVersusMonsters}, {"AttackBonus", gamedata.FloatAttackBonus},
		{"MeleeDefenseBonus", gamedata.FloatMeleeDefense}, {"MagicDBonus", gamedata.FloatMagicDefense},
		{"MissileDBonus", gamedata.FloatMissileDefense}, {"ManaCBonus", gamedata.FloatManaConversion},
		{"SalvageWorkmanship", gamedata.FloatSalvageWorkmanship}, {"CalcedBuffedTinkedDoT", -1},
		{"CalcedBuffedMissileDamage", -1}, {"BuffedElementalDamageVersusMonsters", -1}, {"BuffedAttackBonus", -1},
		{"BuffedMeleeDefenseBonus", -1}, {"BuffedManaCBonus", -1},
	} {
		b = append(append(append(b, ',', '"'), g.key...), '"', ':')
		b = appendFloat(b, it.floatOr(g.id, -1))
	}
	return b
}
