package items

import (
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/gamedata"
)

// Item is one item as lists show it. Numbers that are not known are null.
type Item struct {
	ID             int            `json:"id" doc:"the row's"`
	ObjectID       int64          `json:"object_id" doc:"the game's, unsigned 32 bits"`
	CharacterName  string         `json:"character_name"`
	Name           string         `json:"name"`
	ObjectClass    int            `json:"object_class"`
	Class          string         `json:"class" doc:"the object class's name"`
	Icon           *int64         `json:"icon" doc:"without 0x06000000"`
	IconOverlay    *int64         `json:"icon_overlay"`
	IconUnderlay   *int64         `json:"icon_underlay"`
	Material       *string        `json:"material"`
	Set            *Set           `json:"set"`
	Slots          []string       `json:"slots" nullable:"false" doc:"where it goes as it is"`
	ReducedSlots   []string       `json:"reduced_slots" nullable:"false" doc:"single slots that a tailor can cut it down to"`
	Worn           bool           `json:"worn"`
	WornAt         []string       `json:"worn_at" nullable:"false"`
	ContainerID    *int64         `json:"container_id" doc:"object id of the pack"`
	Value          *int64         `json:"value"`
	Burden         *int64         `json:"burden"`
	StackCount     *int64         `json:"stack_count"`
	Workmanship    *float64       `json:"workmanship"`
	WieldLevel     *int64         `json:"wield_level"`
	Lore           *int64         `json:"lore"`
	ArmorLevel     *int64         `json:"armor_level" doc:"as shown, with the spells now on it"`
	BaseArmorLevel *int64         `json:"base_armor_level"`
	MaxDamage      *int64         `json:"max_damage"`
	DamageType     []string       `json:"damage_type" nullable:"false"`
	Variance       *float64       `json:"variance"`
	Ratings        map[string]int `json:"ratings" doc:"those that it has, without their sum"`
	Cantrips       []Cantrip      `json:"cantrips" nullable:"false"`
	Spells         []Spell        `json:"spells" nullable:"false" doc:"all, cantrips too"`
	Imbues         []string       `json:"imbues" nullable:"false"`
	Tinks          *int64         `json:"tinks"`
	Rare           *Rare          `json:"rare"`
	Bonded         bool           `json:"bonded"`
	Attuned        bool           `json:"attuned"`
	Appraised      bool           `json:"appraised"`
	AsOf           time.Time      `json:"as_of" doc:"when the plugin last told of it"`
}

// Set is the equipment set that an item belongs to.
type Set struct {
	ID   int    `json:"id"`
	Name string `json:"name" example:"Soldier's"`
}

// Cantrip is one of an item's own cantrips.
type Cantrip struct {
	Family int    `json:"family"`
	Name   string `json:"name" doc:"the family's"`
	Tier   string `json:"tier" example:"epic"`
	Label  string `json:"label" doc:"the spell's name"`
}

// Spell is a spell on an item.
type Spell struct {
	ID     int    `json:"id"`
	Name   string `json:"name"`
	Active bool   `json:"active" doc:"cast on it now, and not its own"`
}

// Rare says which rare an item is.
type Rare struct {
	ID   int    `json:"id"`
	Tier int    `json:"tier" doc:"1 to 6; 0 where the table does not have it"`
	Name string `json:"name"`
}

// itemOf puts an item together out of its rows. The edges are loaded; fullAsOf is when all of its character's items were
// last told.
func itemOf(row *ent.Item, fullAsOf time.Time) Item {
	it := Item{
		ID: row.ID, ObjectID: row.ObjectID, CharacterName: row.CharacterName, Name: row.Name, ObjectClass: row.ObjectClass,
		Class: gamedata.ObjectClass(row.ObjectClass).String(), Icon: row.Icon, IconOverlay: row.IconOverlay, IconUnderlay: row.IconUnderlay,
		Slots: slotWords(row.WearSlots), ReducedSlots: slotWords(row.ReducedSlots), Worn: row.EquippedSlots > 0, WornAt: slotWords(row.EquippedSlots),
		ContainerID: row.ContainerID, Value: row.ValuePyreals, Burden: row.Burden, StackCount: row.StackCount,
		Workmanship: row.Workmanship, WieldLevel: row.WieldLevel, ArmorLevel: row.ArmorLevel, MaxDamage: row.MaxDamage,
		DamageType: []string{}, Ratings: ratingsOf(row.Edges.Ratings), Cantrips: []Cantrip{}, Spells: []Spell{}, Imbues: []string{},
		Tinks: row.TimesTinkered, Bonded: isSet(row.Bonded), Attuned: isSet(row.Attuned), Appraised: row.HasIDData, AsOf: fullAsOf,
	}
	if row.AsOf != nil && row.AsOf.After(fullAsOf) {
		it.AsOf = row.AsOf.UTC()
	}
	if row.Material != nil {
		if m, ok := gamedata.MaterialByID(int(*row.Material)); ok {
			it.Material = &m.Name
		}
	}
	if row.EquipmentSet != nil {
		it.Set = &Set{ID: int(*row.EquipmentSet), Name: SetName(int(*row.EquipmentSet))}
	}
	if row.RareID != nil {
		it.Rare = rareOf(int(*row.RareID), row.Name)
	}
	if c := row.Edges.Combat; c != nil {
		it.BaseArmorLevel, it.Variance = c.BaseArmorLevel, c.Variance
		if c.DamageType != nil {
			it.DamageType = bitWords(elements, *c.DamageType)
		}
	}
	if r := row.Edges.Requirements; r != nil {
		it.Lore = r.LoreDifficulty
	}
	if e := row.Edges.Enhancements; e != nil && e.ImbueBits != nil {
		it.Imbues = bitLabels(imbues, *e.ImbueBits)
	}
	for _, s := range row.Edges.Spells {
		spell, known := gamedata.SpellByID(s.SpellID)
		if !known {
			spell.Name = unnamed("spell", s.SpellID)
		}
		it.Spells = append(it.Spells, Spell{ID: s.SpellID, Name: spell.Name, Active: s.IsActive})
		if family, ok := gamedata.CantripFamilyByID(s.Family); ok && s.Tier != "" && !s.IsActive {
			it.Cantrips = append(it.Cantrips, Cantrip{Family: s.Family, Name: family.Name, Tier: s.Tier, Label: spell.Name})
		}
	}
	return it
}

func ratingsOf(r *ent.ItemRatings) map[string]int {
	all := map[string]int{}
	if r == nil {
		return all
	}
	for name, value := range map[string]*int64{
		"damage": r.Damage, "damage_resist": r.DamageResist, "crit": r.Crit, "crit_resist": r.CritResist,
		"crit_damage": r.CritDamage, "crit_damage_resist": r.CritDamageResist, "healing_boost": r.HealingBoost,
		"nether_resist": r.NetherResist, "life_resist": r.LifeResist, "vitality": r.Vitality,
		"pk_damage": r.PkDamage, "pk_damage_resist": r.PkDamageResist,
	} {
		if value != nil && *value != 0 {
			all[name] = int(*value)
		}
	}
	return all
}

func rareOf(id int, name string) *Rare {
	for _, r := range gamedata.Rares() {
		if r.ID == id {
			return &Rare{ID: id, Tier: r.Tier, Name: r.Name}
		}
	}
	return &Rare{ID: id, Name: name}
}

func isSet(v *int64) bool { return v != nil && *v > 0 }
