package inventory

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
)

// RulesVersion numbers the rules of Normalise: it grows with each change of theirs that shows in a Record. Items that
// were written by older rules are stale, and are made anew from their raw data.
const RulesVersion = 1

// Lengths of texts in characters, as the tables have them.
const (
	maxItemName    = 255
	maxPersonName  = 64
	maxInscription = 4000
)

// Normalise makes an item's rows. It is pure, it never panics, and it takes any object, also one without an id or a
// name. A value that the plugin did not send, or that makes no sense, is unknown, never 0.
func Normalise(o object.Object) Record {
	return Record{
		Item: item(&o), Combat: part(combat(&o)), Requirements: part(requirements(&o)),
		Enhancements: part(enhancements(&o)), Ratings: part(ratings(&o)), Spells: spells(&o),
	}
}

// part is nil for rows that say nothing.
func part[T comparable](row T) *T {
	var nothing T
	if row == nothing {
		return nil
	}
	return &row
}

func item(o *object.Object) Item {
	wear, reduced := worn(o)
	return Item{
		ObjectID:        int64(o.ID),
		Name:            text(o.Name(), maxItemName),
		ObjectClass:     int64(o.ObjectClass),
		WCID:            positive(o, gamedata.IntWeenieClass),
		Category:        mask(o, gamedata.IntCategory),
		Icon:            icon(o, gamedata.IntIcon),
		IconOverlay:     icon(o, gamedata.IntIconOverlay),
		IconUnderlay:    icon(o, gamedata.IntIconUnderlay),
		IconOutline:     mask(o, gamedata.IntIconOutline),
		ValuePyreals:    natural(o, gamedata.IntValue),
		Burden:          natural(o, gamedata.IntBurden),
		StackCount:      positive(o, gamedata.IntStackCount),
		StackMax:        positive(o, gamedata.IntStackMax),
		ItemSlots:       positive(o, gamedata.IntItemSlots),
		PackSlots:       positive(o, gamedata.IntPackSlots),
		Material:        positive(o, gamedata.IntMaterial),
		Workmanship:     workmanship(o),
		EquipmentSet:    positive(o, gamedata.IntEquipmentSet),
		RareID:          positive(o, gamedata.IntRareID),
		EquippableSlots: known(int64(o.EquippableSlots())),
		EquippedSlots:   int64(o.EquippedSlots()),
		Coverage:        known(int64(o.Coverage())),
		WearSlots:       int64(wear),
		ReducedSlots:    int64(reduced),
		ContainerID:     known(int64(o.Container())),
		SlotInPack:      slotInPack(o),
		WielderID:       known(int64(o.Wielder())),
		Bonded:          whole(o, gamedata.IntBonded),
		Attuned:         natural(o, gamedata.IntAttuned),
		HasIDData:       o.HasIDData,
	}
}

// worn are the slots that the item can go in as it is, and the single ones that a tailor can make of it.
func worn(o *object.Object) (wear, reduced gamedata.Slot) {
	for _, way := range gamedata.WearOptions(o.EquippableSlots(), o.Coverage(), o.Loot()) {
		if way.Reduced() {
			reduced |= way.Slots
		} else {
			wear |= way.Slots
		}
	}
	return wear, reduced
}

// icon is an icon's number without the 0x06000000 that all have.
func icon(o *object.Object, p gamedata.IntProperty) *int64 {
	v, _ := o.Int(p)
	return known(v & 0x00FFFFFF)
}

// workmanship is 1 to 10. A bag of salvage has the sum over the items that went in, and their number.
func workmanship(o *object.Object) *float64 {
	v, ok := o.Float(gamedata.FloatSalvageWorkmanship)
	if !ok {
		sum, _ := o.Int(gamedata.IntWorkmanship)
		v = float64(sum)
		if items, ok := o.Int(gamedata.IntSalvagedItems); ok && items > 0 {
			v /= float64(items)
		}
	}
	if v <= 0 || v > 10 {
		return nil
	}
	v = round(v)
	return &v
}

func slotInPack(o *object.Object) *int64 {
	if slot := natural(o, gamedata.IntPackSlot); slot != nil {
		return slot
	}
	return natural(o, legacyPackSlot)
}

// legacyPackSlot is the number that older plugins have for the place in the pack.
const legacyPackSlot gamedata.IntProperty = 218103817

func requirements(o *object.Object) Requirements {
	r := Requirements{
		LoreDifficulty:       natural(o, gamedata.IntLoreRequirement),
		ActivationSkill:      positive(o, gamedata.IntActivationSkill),
		ActivationSkillLevel: positive(o, gamedata.IntSkillLimit),
		AllegianceRank:       positive(o, gamedata.IntAllegianceRank),
		Heritage:             positive(o, gamedata.IntHeritage),
		HeritageSpecific:     positive(o, gamedata.IntHeritageSpecific),
		SummoningMastery:     positive(o, gamedata.IntSummoningMastery),
		UseSkill:             positive(o, gamedata.IntUseSkill),
		UseSkillLevel:        natural(o, gamedata.IntUseSkillLevel),
		UseSkillSpecialized:  positive(o, gamedata.IntUseSkillSpecialized),
		UseLevel:             positive(o, gamedata.IntUseLevel),
	}
	for _, w := range [...]struct {
		of                     [3]gamedata.IntProperty
		kind, subject, minimum **int64
	}{
		{[3]gamedata.IntProperty{gamedata.IntWieldType, gamedata.IntWieldSkill, gamedata.IntWieldValue}, &r.WieldKind, &r.WieldSubject, &r.WieldMinimum},
		{[3]gamedata.IntProperty{gamedata.IntWieldType2, gamedata.IntWieldSkill2, gamedata.IntWieldValue2}, &r.WieldKind2, &r.WieldSubject2, &r.WieldMinimum2},
		{[3]gamedata.IntProperty{gamedata.IntWieldType3, gamedata.IntWieldSkill3, gamedata.IntWieldValue3}, &r.WieldKind3, &r.WieldSubject3, &r.WieldMinimum3},
		{[3]gamedata.IntProperty{gamedata.IntWieldType4, gamedata.IntWieldSkill4, gamedata.IntWieldValue4}, &r.WieldKind4, &r.WieldSubject4, &r.WieldMinimum4},
	} {
		kind := positive(o, w.of[0])
		if kind == nil {
			continue
		}
		*w.kind, *w.subject, *w.minimum = kind, natural(o, w.of[1]), natural(o, w.of[2])
		level := *w.minimum
		if gamedata.WieldRequirement(*kind) == gamedata.RequireLevel && level != nil && (r.WieldLevel == nil || *level > *r.WieldLevel) {
			r.WieldLevel = level
		}
	}
	return r
}

func enhancements(o *object.Object) Enhancements {
	return Enhancements{
		TimesTinkered:       natural(o, gamedata.IntTimesTinkered),
		ImbueBits:           known(int64(o.Imbues())),
		Spellcraft:          natural(o, gamedata.IntSpellcraft),
		ManaCurrent:         natural(o, gamedata.IntMana),
		ManaMax:             natural(o, gamedata.IntMaxMana),
		ManaRate:            float(o, gamedata.FloatManaRate),
		ManaCost:            natural(o, gamedata.IntManaCost),
		Unenchantable:       natural(o, gamedata.IntUnenchantable),
		ItemLevelMax:        natural(o, gamedata.IntItemMaxLevel),
		ItemXPStyle:         natural(o, gamedata.IntItemXPStyle),
		GemCount:            natural(o, gamedata.IntGemCount),
		GemType:             positive(o, gamedata.IntGemType),
		SalvageItems:        natural(o, gamedata.IntSalvagedItems),
		Structure:           natural(o, gamedata.IntStructure),
		StructureMax:        natural(o, gamedata.IntMaxStructure),
		HealingKitBonus:     float(o, gamedata.FloatHealingKitBonus),
		ManaStoneEfficiency: float(o, gamedata.FloatManaStoneEfficiency),
		AssociatedSpell:     positive(o, gamedata.IntAssociatedSpell),
		Tinkerer:            text(o.Strings[gamedata.StringTinkerer], maxPersonName),
		Imbuer:              text(o.Strings[gamedata.StringImbuer], maxPersonName),
		Inscription:         text(o.Strings[gamedata.StringInscription], maxInscription),
	}
}

func ratings(o *object.Object) Ratings {
	r := Ratings{
		Damage:           whole(o, gamedata.IntDamageRating),
		DamageResist:     whole(o, gamedata.IntDamageResistRating),
		Crit:             whole(o, gamedata.IntCritRating),
		CritResist:       whole(o, gamedata.IntCritResistRating),
		CritDamage:       whole(o, gamedata.IntCritDamageRating),
		CritDamageResist: whole(o, gamedata.IntCritDamageResistRating),
		HealingBoost:     whole(o, gamedata.IntHealingBoostRating),
		NetherResist:     whole(o, gamedata.IntNetherResistRating),
		LifeResist:       whole(o, gamedata.IntLifeResistRating),
		Vitality:         whole(o, gamedata.IntVitalityRating),
		PKDamage:         whole(o, gamedata.IntPKDamageRating),
		PKDamageResist:   whole(o, gamedata.IntPKDamageResistRating),
	}
	for _, v := range [...]*int64{
		r.Damage, r.DamageResist, r.Crit, r.CritResist, r.CritDamage, r.CritDamageResist, r.HealingBoost, r.NetherResist,
		r.LifeResist, r.Vitality, r.PKDamage, r.PKDamageResist,
	} {
		if v == nil {
			continue
		}
		if r.Total == nil {
			r.Total = new(int64)
		}
		*r.Total += *v
	}
	return r
}

func spells(o *object.Object) []Spell {
	all := make([]Spell, 0, len(o.Spells)+len(o.ActiveSpells))
	add := func(id int, active bool) {
		s, _ := gamedata.SpellByID(id)
		_, tier, _ := gamedata.CantripOf(id)
		all = append(all, Spell{SpellID: id, Family: s.Family, Power: s.Power, Tier: string(tier), Active: active})
	}
	for _, id := range o.Spells {
		add(id, false)
	}
	for _, id := range o.ActiveSpells {
		add(id, true)
	}
	slices.SortFunc(all, func(a, b Spell) int {
		if a.Active != b.Active && a.SpellID == b.SpellID {
			if b.Active {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.SpellID, b.SpellID)
	})
	all = slices.Compact(all)
	if len(all) == 0 {
		return nil
	}
	return all
}

// whole is a whole number that may be negative.
func whole(o *object.Object, p gamedata.IntProperty) *int64 {
	if v, ok := o.Int(p); ok {
		return &v
	}
	return nil
}

// natural is a whole number from 0.
func natural(o *object.Object, p gamedata.IntProperty) *int64 {
	if v, ok := o.Int(p); ok && v >= 0 {
		return &v
	}
	return nil
}

// positive is a whole number from 1: 0 means none.
func positive(o *object.Object, p gamedata.IntProperty) *int64 {
	if v, ok := o.Int(p); ok && v > 0 {
		return &v
	}
	return nil
}

// mask is a number of unsigned 32 bits; 0 means none.
func mask(o *object.Object, p gamedata.IntProperty) *int64 {
	v, _ := o.Int(p)
	return known(int64(uint32(v))) //nolint:gosec // 32 bits, signed or not
}

// known is nil for 0.
func known(v int64) *int64 {
	if v == 0 {
		return nil
	}
	return &v
}

func float(o *object.Object, p gamedata.FloatProperty) *float64 {
	if v, ok := o.Float(p); ok {
		return &v
	}
	return nil
}

// text makes one line of plain characters, at most limit of them.
func text(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:limit]))
}
