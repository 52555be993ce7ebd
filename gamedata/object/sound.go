package object

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mosswart/overlord/gamedata"
)

// Limits of one item.
const (
	MaxItem       = 16 << 20 // bytes of JSON: the largest frame
	MaxSpells     = 128      // of its own, and as many active; the game's own items have up to 35
	MaxProperties = 1024     // entries of each map
	MaxText       = 4000     // bytes of a text

	minID      = math.MinInt32
	maxID      = math.MaxUint32
	maxClass   = 999       // of an object; the plugin's go to 42
	maxSpellID = 1_000_000 // the client's go to 6,340
	maxFloat   = 1_000_000 // either way
)

// span is what a number can be. -1 is the plugin's word for absent, so every span but those of numbers that can be
// negative begins there.
type span struct{ least, most int64 }

// spans are what the game can mean by some properties; the others only have to fit into 32 bits.
var spans = func() map[gamedata.IntProperty]span {
	all := map[gamedata.IntProperty]span{}
	limit := func(most int64, properties ...gamedata.IntProperty) {
		for _, p := range properties {
			all[p] = span{absent, most}
		}
	}
	limit(1_000_000_000, gamedata.IntValue)
	limit(10_000_000, gamedata.IntBurden, gamedata.IntStackCount, gamedata.IntStackMax, gamedata.IntMana, gamedata.IntMaxMana)
	limit(1_000_000, gamedata.IntManaCost, gamedata.IntStructure, gamedata.IntMaxStructure,
		gamedata.IntWieldValue, gamedata.IntWieldValue2, gamedata.IntWieldValue3, gamedata.IntWieldValue4)
	limit(10_000, gamedata.IntMaxDamage, gamedata.IntElementalBonus, gamedata.IntSpellcraft, gamedata.IntLoreRequirement,
		gamedata.IntSkillLimit, gamedata.IntEquipmentSet, gamedata.IntRareID, gamedata.IntItemMaxLevel, gamedata.IntMaterial,
		gamedata.IntWorkmanship, gamedata.IntSalvagedItems, gamedata.IntWeaponSpeed)
	limit(1000, gamedata.IntTimesTinkered, gamedata.IntGemCount, gamedata.IntCleaving, gamedata.IntItemSlots, gamedata.IntPackSlots,
		gamedata.IntWieldType, gamedata.IntWieldType2, gamedata.IntWieldType3, gamedata.IntWieldType4)
	all[gamedata.IntArmorLevel] = span{-10_000, 10_000} // Brittlemail takes it below zero
	for p := gamedata.IntDamageRating; p <= gamedata.IntPKDamageResistRating; p++ {
		all[p] = span{-1000, 1000}
	}
	return all
}()

// soundInt reads a whole number that the game can mean.
func soundInt(p gamedata.IntProperty, text []byte) (int64, Fault) {
	v, ok := whole(text)
	if !ok {
		return 0, WrongKind
	}
	s, ok := spans[p]
	if !ok {
		s = span{math.MinInt32, math.MaxUint32}
	}
	if v < s.least || v > s.most {
		return 0, OutOfRange
	}
	return v, ""
}

// soundFloat reads a finite number of a size that the game can mean.
func soundFloat(text []byte) (float64, Fault) {
	v, err := strconv.ParseFloat(string(decimal(text)), 64)
	switch {
	case err != nil && math.IsInf(v, 0), err == nil && (math.IsNaN(v) || math.Abs(v) > maxFloat):
		return 0, OutOfRange
	case err != nil:
		return 0, WrongKind
	}
	return v, ""
}

// whole reads a whole number: 12, "12", 12.0, 1e3, "1,200". One that is beyond any range comes as the greatest or least.
func whole(text []byte) (v int64, ok bool) {
	if v, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return v, true
	}
	f, err := strconv.ParseFloat(string(decimal(text)), 64)
	switch {
	case err != nil && !math.IsInf(f, 0), f != math.Trunc(f): // also NaN
		return 0, false
	case f >= math.MaxInt64:
		return math.MaxInt64, true
	case f <= math.MinInt64:
		return math.MinInt64, true
	}
	return int64(f), true
}

// decimal takes the commas out of a number whose thousands are grouped.
func decimal(text []byte) []byte {
	text = bytes.TrimSpace(text)
	if bytes.IndexByte(text, ',') < 0 {
		return text
	}
	digits, fraction, _ := bytes.Cut(text, []byte("."))
	groups := bytes.Split(bytes.TrimLeft(digits, "+-"), []byte(","))
	for i, g := range groups {
		if len(g) > 3 || len(g) == 0 || i > 0 && len(g) != 3 || bytes.IndexByte(fraction, ',') >= 0 {
			return nil
		}
	}
	return bytes.ReplaceAll(text, []byte(","), nil)
}

// boolean reads true, false, 1 and 0, in any case.
func boolean(text []byte) (v, ok bool) {
	switch strings.ToLower(string(bytes.TrimSpace(text))) {
	case "true", "1":
		return true, true
	case "false", "0":
		return false, true
	default:
		return false, false
	}
}

// cut shortens text to at most limit bytes, between characters.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return strings.Clone(text[:limit])
}
