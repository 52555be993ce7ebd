package object

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"github.com/mosswart/overlord/gamedata"
)

// Decode reads one item as the plugin sends it. It never fails: what cannot be read is unknown, and told of. An item
// without a usable Id has ID 0. Members that it does not know are left out; who keeps raw keeps them.
//
// A default .NET serialiser writes the class's getters too (ArmorLevel, Tinks …). They fill in what the maps lack; -1 is
// their word for absent.
func Decode(raw []byte) (Object, []Oddity) {
	var b builder
	if len(raw) > MaxItem || !json.Valid(raw) {
		b.odd("", "", NotJSON)
		return b.Object, b.oddities
	}
	if !members(bytes.TrimSpace(raw), b.member) {
		b.odd("", "", WrongKind)
	}
	return b.finish()
}

// Member is the text of a member that an item has beside those of the plugin's class, such as an owner that a file of
// items names; empty where it has none, or no text, number or truth value. raw must be an object that Decode has read.
func Member(raw []byte, name string) (text string) {
	members(raw, func(key, value []byte) {
		if string(key) == name {
			found, _ := scalar(value)
			text = string(found)
		}
	})
	return text
}

// builder collects an item. Its methods take values as text, so that JSON and XML give the same item.
type builder struct {
	Object
	getters  []getter
	oddities []Oddity
}

// getter is a value that a getter gave.
type getter struct {
	of   getterOf
	text []byte
}

func (b *builder) member(key, value []byte) {
	if isNull(value) {
		return
	}
	switch name := string(key); name {
	case "HasIdData":
		b.flag(name, value)
	case "Id", "LastIdTime", "ObjectClass", "ContainerId":
		if text, ok := scalar(value); ok {
			b.header(name, text)
		} else {
			b.odd(name, "", WrongKind)
		}
	case "BoolValues", "DoubleValues", "IntValues", "StringValues":
		n := 0
		if name == "IntValues" && b.Ints == nil {
			b.Ints = make(map[gamedata.IntProperty]int64, usualInts)
		}
		if !members(value, func(key, value []byte) {
			if n++; n > MaxProperties {
				b.odd(name, "", TooMany)
				return
			}
			b.jsonProperty(name, key, value)
		}) {
			b.odd(name, "", WrongKind)
		}
	case "ActiveSpells", "Spells":
		if !elements(value, func(value []byte) {
			if text, ok := scalar(value); ok {
				b.spell(name, text)
			} else {
				b.odd(name, "", WrongKind)
			}
		}) {
			b.odd(name, "", WrongKind)
		}
	default:
		if of, ok := getterProperties[name]; ok {
			if text, ok := scalar(value); ok {
				b.getters = append(b.getters, getter{of, text})
			}
		}
	}
}

// usualInts are about as many as an appraised item has, so that the map need not grow.
const usualInts = 40

func (b *builder) flag(name string, value []byte) {
	text, _ := scalar(value)
	v, ok := boolean(text)
	if !ok {
		b.odd(name, "", WrongKind)
	}
	b.HasIDData = v
}

func (b *builder) header(name string, text []byte) {
	v, ok := whole(text)
	switch {
	case !ok:
		b.odd(name, "", WrongKind)
	case v < minID || v > maxID:
		b.odd(name, "", OutOfRange)
	case name == "Id":
		b.ID = uint32(v) //nolint:gosec // 32 bits, signed or not
	case name == "ContainerId":
		if v != absent {
			b.ContainerID = uint32(v) //nolint:gosec // 32 bits, signed or not
		}
	case name == "LastIdTime":
		b.LastIDTime = v
	case v < 0 || v > maxClass:
		b.odd(name, "", OutOfRange)
	default:
		b.ObjectClass = gamedata.ObjectClass(v)
	}
}

func (b *builder) jsonProperty(kind string, key, value []byte) {
	if isNull(value) {
		return
	}
	if text, ok := scalar(value); ok {
		b.property(kind, key, text)
	} else {
		b.odd(kind, string(key), WrongKind)
	}
}

// property takes one entry of one of the four maps.
func (b *builder) property(kind string, key, text []byte) {
	id, err := strconv.ParseInt(string(key), 10, 32)
	if err != nil {
		b.odd(kind, string(key), NoProperty)
		return
	}
	fault := Fault("")
	switch kind {
	case "BoolValues":
		v, ok := boolean(text)
		if fault = kindFault(ok); ok {
			put(&b.Bools, gamedata.BoolProperty(id), v)
		}
	case "DoubleValues":
		var v float64
		if v, fault = soundFloat(text); fault == "" {
			put(&b.Doubles, gamedata.FloatProperty(id), v)
		}
	case "IntValues":
		var v int64
		if v, fault = soundInt(gamedata.IntProperty(id), text); fault == "" {
			put(&b.Ints, gamedata.IntProperty(id), v)
		}
	case "StringValues":
		v := string(text)
		if len(v) > MaxText {
			v, fault = cut(v, MaxText), TooLong
		}
		put(&b.Strings, gamedata.StringProperty(id), v)
	}
	if fault != "" {
		b.odd(kind, string(key), fault)
	}
}

func put[K comparable, V any](m *map[K]V, key K, value V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[key] = value
}

func (b *builder) spell(list string, text []byte) {
	to := &b.Spells
	if list == "ActiveSpells" {
		to = &b.ActiveSpells
	}
	id, ok := whole(text)
	switch {
	case !ok:
		b.odd(list, "", WrongKind)
	case id <= 0 || id > maxSpellID:
		b.odd(list, "", OutOfRange)
	case len(*to) >= MaxSpells:
		b.odd(list, "", TooMany)
	case !slices.Contains(*to, int(id)):
		*to = append(*to, int(id))
	}
}

// finish fills in what only getters gave.
func (b *builder) finish() (Object, []Oddity) {
	for _, g := range b.getters {
		switch of := g.of; {
		case of.text != 0:
			if _, ok := b.Strings[of.text]; !ok {
				put(&b.Strings, of.text, cut(string(g.text), MaxText))
			}
		case of.float != 0:
			if v, fault := soundFloat(g.text); fault == "" && v != absent {
				if _, ok := b.Doubles[of.float]; !ok {
					put(&b.Doubles, of.float, v)
				}
			}
		default:
			if v, fault := soundInt(of.int, g.text); fault == "" && v != absent {
				if _, ok := b.Ints[of.int]; !ok {
					put(&b.Ints, of.int, v)
				}
			}
		}
	}
	if len(b.Ints) == 0 {
		b.Ints = nil
	}
	if b.ID == 0 {
		b.odd("Id", "", NoID)
	}
	return b.Object, b.oddities
}

// getterOf is the property that a getter reads.
type getterOf struct {
	int   gamedata.IntProperty
	float gamedata.FloatProperty
	text  gamedata.StringProperty
}

// getterProperties are the class's getters that read one property. The others are names of numbers, or computed.
var getterProperties = map[string]getterOf{
	"Name":                          {text: gamedata.StringName},
	"ArmorLevel":                    {int: gamedata.IntArmorLevel},
	"Tinks":                         {int: gamedata.IntTimesTinkered},
	"MaxDamage":                     {int: gamedata.IntMaxDamage},
	"ElementalDmgBonus":             {int: gamedata.IntElementalBonus},
	"LoreRequirement":               {int: gamedata.IntLoreRequirement},
	"Workmanship":                   {int: gamedata.IntWorkmanship},
	"Value":                         {int: gamedata.IntValue},
	"Burden":                        {int: gamedata.IntBurden},
	"DamRating":                     {int: gamedata.IntDamageRating},
	"DamResistRating":               {int: gamedata.IntDamageResistRating},
	"CritRating":                    {int: gamedata.IntCritRating},
	"CritResistRating":              {int: gamedata.IntCritResistRating},
	"CritDamRating":                 {int: gamedata.IntCritDamageRating},
	"CritDamResistRating":           {int: gamedata.IntCritDamageResistRating},
	"HealBoostRating":               {int: gamedata.IntHealingBoostRating},
	"VitalityRating":                {int: gamedata.IntVitalityRating},
	"Variance":                      {float: gamedata.FloatVariance},
	"DamageBonus":                   {float: gamedata.FloatDamageBonus},
	"ElementalDamageVersusMonsters": {float: gamedata.FloatElementalVersusMonsters},
	"AttackBonus":                   {float: gamedata.FloatAttackBonus},
	"MeleeDefenseBonus":             {float: gamedata.FloatMeleeDefense},
	"MagicDBonus":                   {float: gamedata.FloatMagicDefense},
	"MissileDBonus":                 {float: gamedata.FloatMissileDefense},
	"ManaCBonus":                    {float: gamedata.FloatManaConversion},
	"SalvageWorkmanship":            {float: gamedata.FloatSalvageWorkmanship},
}
