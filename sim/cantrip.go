package sim

// cantrip is a spell that an item casts on its wearer.
type cantrip struct {
	spell, family int
	name, tier    string
}

func cantrips() []cantrip {
	return []cantrip{
		{6107, 261, "Legendary Strength", "legendary"}, {6104, 263, "Legendary Endurance", "legendary"},
		{6103, 267, "Legendary Coordination", "legendary"}, {6106, 265, "Legendary Quickness", "legendary"},
		{6105, 269, "Legendary Focus", "legendary"}, {6101, 271, "Legendary Willpower", "legendary"},
		{6055, 351, "Legendary Invulnerability", "legendary"}, {6063, 299, "Legendary Magic Resistance", "legendary"},
		{6075, 255, "Legendary War Magic Aptitude", "legendary"}, {6077, 257, "Legendary Health Gain", "legendary"},
		{6102, 379, "Legendary Armor", "legendary"}, {6095, 391, "Legendary Impenetrability", "legendary"},
		{3964, 269, "Epic Focus", "epic"}, {3965, 261, "Epic Strength", "epic"}, {4226, 263, "Epic Endurance", "epic"},
		{4227, 271, "Epic Willpower", "epic"}, {4911, 379, "Epic Armor", "epic"}, {4667, 391, "Epic Impenetrability", "epic"},
	}
}

type cantripsEvent struct {
	header
	Cantrips []activeCantrip `json:"cantrips"`
}

type activeCantrip struct {
	SpellID int    `json:"spell_id"`
	Name    string `json:"name"`
	Family  int    `json:"family"`
	Tier    string `json:"tier"`
	ItemID  int32  `json:"item_id"`
}

// tellCantrips lists what the worn items cast.
func (c *character) tellCantrips() {
	known := map[int]cantrip{}
	for _, k := range cantrips() {
		known[k.spell] = k
	}
	active := []activeCantrip{}
	for _, it := range c.pack.items {
		if it.IntValues[intWornAt] == 0 {
			continue
		}
		for _, spell := range it.Spells {
			k := known[spell]
			active = append(active, activeCantrip{spell, k.name, k.family, k.tier, it.Id})
		}
	}
	c.send(kindCantrips, note{}, func(h header) any { return cantripsEvent{h, active} })
}
