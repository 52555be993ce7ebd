package sim

import "github.com/mosswart/overlord/gamedata"

type cantripsEvent struct {
	header
	Cantrips []activeCantrip `json:"cantrips"`
}

type activeCantrip struct {
	SpellID int           `json:"spell_id"`
	Name    string        `json:"name"`
	Family  int           `json:"family"`
	Tier    gamedata.Tier `json:"tier"`
	ItemID  int32         `json:"item_id"`
}

// tellCantrips lists what the worn items cast.
func (c *character) tellCantrips() {
	active := []activeCantrip{}
	for i := range c.pack.things {
		t := &c.pack.things[i]
		if t.worn == 0 {
			continue
		}
		t.describe(&c.pack.item, c.pack.dice, c)
		for _, id := range c.pack.item.spells {
			if s, ok := gamedata.SpellByID(id); ok && s.Cantrip {
				active = append(active, activeCantrip{s.ID, s.Name, s.Family, s.Tier, t.id})
			}
		}
	}
	c.send(kindCantrips, note{}, func(h header) any { return cantripsEvent{h, active} })
}
