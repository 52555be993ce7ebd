package sim

import "slices"

// pack is what a character owns.
type pack struct {
	items []item
	next  int32 // id of the next item
	owner int64
}

// item has the plugin's shape (Mag-Tools' MyWorldObject): maps of property ids to values, ids as text.
type item struct {
	HasIdData    bool  //nolint:staticcheck // the wire's name
	Id           int32 //nolint:staticcheck // the wire's name
	LastIdTime   int32
	ObjectClass  int
	BoolValues   map[string]bool
	DoubleValues map[string]float64
	IntValues    map[string]int
	StringValues map[string]string
	ActiveSpells []int
	Spells       []int
}

// Property ids: the plugin's own numbers for what comes with an object's creation, the game's for the rest.
const (
	intBurden       = "5"
	intWornAt       = "10"
	intValue        = "19"
	intArmorLevel   = "28"
	intWorkmanship  = "105"
	intSpellcraft   = "106"
	intMana         = "107"
	intMaxMana      = "108"
	intLore         = "109"
	intMaterial     = "131"
	intWieldType    = "158"
	intWieldSkill   = "159"
	intWieldLevel   = "160"
	intSet          = "265"
	intDamageRating = "370"
	intCritDamage   = "374"
	intVitality     = "379"
	intWCID         = "218103808"
	intContainer    = "218103810"
	intStack        = "218103814"
	intStackMax     = "218103815"
	intSlots        = "218103822"
	intCoverage     = "218103821"
	intCategory     = "218103834"
	intSpellCount   = "218103838"
	intMaxDamage    = "218103842"
	stringName      = "1"
	doubleVariance  = "167772171"
	doubleDefence   = "29"

	tapersName = "Prismatic Taper"
	tapersWCID = 20631
	stackMax   = 1000
)

// base is a kind of item.
type base struct {
	name            string
	class, category int
	slots, coverage int // equippable slots and body parts covered
	burden, value   int
	armor, damage   int
}

// wearable is what a character may wear or wield; the first eighteen make a full suit and a weapon.
func wearable() []base {
	return []base{
		{"Helm", 2, 2, 0x1, 0x4000, 330, 5200, 240, 0},
		{"Breastplate", 2, 2, 0x200, 0x400, 900, 9100, 260, 0},
		{"Girth", 2, 2, 0x400, 0x800, 500, 6100, 245, 0},
		{"Pauldrons", 2, 2, 0x800, 0x1000, 480, 5900, 240, 0},
		{"Bracers", 2, 2, 0x1000, 0x2000, 420, 5100, 240, 0},
		{"Gauntlets", 2, 2, 0x20, 0x8000, 350, 4700, 235, 0},
		{"Tassets", 2, 2, 0x2000, 0x100, 520, 6000, 245, 0},
		{"Greaves", 2, 2, 0x4000, 0x200, 500, 5800, 245, 0},
		{"Sollerets", 2, 2, 0x100, 0x10000, 360, 4900, 240, 0},
		{"Shirt", 3, 4, 0x1A, 0x68, 60, 1200, 0, 0},
		{"Breeches", 3, 4, 0xC4, 0x16, 70, 1300, 0, 0},
		{"Necklace", 4, 8, 0x8000, 0, 40, 8000, 0, 0},
		{"Bracelet", 4, 8, 0x30000, 0, 35, 7200, 0, 0},
		{"Bracelet", 4, 8, 0x30000, 0, 35, 7200, 0, 0},
		{"Ring", 4, 8, 0xC0000, 0, 20, 7600, 0, 0},
		{"Ring", 4, 8, 0xC0000, 0, 20, 7600, 0, 0},
		{"Cloak", 3, 4, 0x8000000, 0x20000, 80, 12000, 0, 0},
		{"Sceptre", 31, 32768, 0x1000000, 0, 60, 14000, 0, 0},
		{"Hauberk", 2, 2, 0x1E00, 0x3C00, 1900, 12500, 250, 0},
		{"Leggings", 2, 2, 0x6400, 0xB00, 1200, 9900, 245, 0},
		{"Kite Shield", 2, 2, 0x200000, 0, 690, 4300, 220, 0},
		{"Broad Sword", 1, 1, 0x100000, 0, 470, 6900, 0, 58},
		{"Spear", 1, 1, 0x100000, 0, 410, 6400, 0, 54},
		{"Great Axe", 1, 1, 0x2000000, 0, 900, 8800, 0, 62},
		{"Longbow", 9, 256, 0x400000, 0, 300, 7700, 0, 0},
		{"Baton", 31, 32768, 0x1000000, 0, 50, 9000, 0, 0},
	}
}

// stackable is what fills the rest of the bags.
func stackable() []base {
	return []base{
		{tapersName, 12, 4096, 0, 0, 1, 10, 0, 0},
		{"Pyreal", 7, 64, 0, 0, 0, 1, 0, 0},
		{"Trade Note (250,000)", 15, 262144, 0, 0, 5, 250000, 0, 0},
		{"Massive Mana Charge", 16, 524288, 0, 0, 50, 4000, 0, 0},
		{"Treated Healing Kit", 29, 128, 0, 0, 100, 900, 0, 0},
		{"Gem of Hunting", 11, 2048, 0, 0, 5, 600, 0, 0},
		{"Salvaged Steel", 39, 1073741824, 0, 0, 100, 2000, 0, 0},
		{"Blank Scroll", 42, 8192, 0, 0, 10, 200, 0, 0},
		{"Ust", 40, 536870912, 0, 0, 10, 500, 0, 0},
	}
}

func newPack(c *character) pack {
	p := pack{next: -2147418112 + int32(c.number)*4096, owner: c.playerID} //nolint:gosec // below 2,000 characters
	r := c.random
	kinds := wearable()
	for i, kind := range kinds[:18] {
		it := p.loot(r, kind)
		it.IntValues[intWornAt] = worn(kind.slots, i)
		p.items = append(p.items, it)
	}
	for range r.whole(8, 30) {
		p.items = append(p.items, p.loot(r, pick(r, kinds)))
	}
	for _, kind := range stackable() {
		count := r.whole(1, 60)
		if kind.name == tapersName {
			count = r.whole(300, stackMax)
		}
		p.items = append(p.items, p.stack(kind, count))
	}
	return p
}

// worn is the slot that a piece fills: of two fingers or wrists the one that its place in the list says.
func worn(slots, index int) int {
	switch slots {
	case 0x30000:
		return 0x10000 << (index & 1)
	case 0xC0000:
		return 0x40000 << (index & 1)
	default:
		return slots
	}
}

func (p *pack) fresh(kind base) item {
	p.next++
	return item{
		Id: p.next, ObjectClass: kind.class, BoolValues: map[string]bool{}, DoubleValues: map[string]float64{},
		IntValues: map[string]int{
			intBurden: kind.burden, intValue: kind.value, intCategory: kind.category, intContainer: int(p.owner),
		},
		StringValues: map[string]string{stringName: kind.name}, ActiveSpells: []int{}, Spells: []int{},
	}
}

func (p *pack) stack(kind base, count int) item {
	it := p.fresh(kind)
	it.IntValues[intStack], it.IntValues[intStackMax] = count, stackMax
	if kind.name == tapersName {
		it.IntValues[intWCID] = tapersWCID
	}
	return it
}

// loot makes an appraised piece of treasure.
func (p *pack) loot(r random, kind base) item {
	it := p.fresh(kind)
	it.HasIdData, it.LastIdTime = true, 0
	v := it.IntValues
	v[intSlots], v[intWorkmanship], v[intMaterial] = kind.slots, r.whole(5, 10), pick(r, []int{57, 58, 60, 61, 63, 64})
	v[intSpellcraft], v[intMaxMana], v[intLore] = r.whole(250, 420), r.whole(400, 1800), r.whole(80, 330)
	v[intMana] = v[intMaxMana] - r.IntN(200)
	v[intWieldType], v[intWieldSkill], v[intWieldLevel] = 7, 1, pick(r, []int{150, 180, 180})
	it.BoolValues["22"] = true
	it.DoubleValues["5"] = -0.033
	if kind.coverage > 0 {
		v[intCoverage] = kind.coverage
	}
	if kind.armor > 0 {
		v[intArmorLevel] = kind.armor + r.IntN(60)
		if kind.class == 2 && kind.coverage > 0 && r.chance(0.5) {
			v[intSet] = r.whole(13, 29)
		}
		if r.chance(0.3) {
			v[intCritDamage] = r.whole(1, 2)
		}
	}
	switch {
	case kind.damage > 0:
		v[intMaxDamage] = kind.damage + r.IntN(12)
		it.DoubleValues[doubleVariance] = 0.42
		it.DoubleValues[doubleDefence] = 1 + float64(r.whole(8, 20))/100
	case kind.class == 3 && r.chance(0.4):
		v[intDamageRating] = r.whole(1, 3)
	case kind.class == 4 && r.chance(0.4):
		v[intVitality] = r.whole(1, 3)
	}
	for range r.IntN(4) {
		if spell := pick(r, cantrips()).spell; !slices.Contains(it.Spells, spell) {
			it.Spells = append(it.Spells, spell)
		}
	}
	v[intSpellCount] = len(it.Spells)
	return it
}

func (p *pack) tapers() int {
	for _, it := range p.items {
		if it.IntValues[intWCID] == tapersWCID {
			return it.IntValues[intStack]
		}
	}
	return 0
}

// burnTapers uses tapers up; who runs out buys a full stack.
func (p *pack) burnTapers(n int) {
	for _, it := range p.items {
		if it.IntValues[intWCID] != tapersWCID {
			continue
		}
		if it.IntValues[intStack] -= n; it.IntValues[intStack] < 1 {
			it.IntValues[intStack] = stackMax
		}
	}
}

type inventoryEvent struct {
	header
	Count int    `json:"item_count"`
	Items []item `json:"items"`
}

func (c *character) tellInventory() {
	c.send(kindFullInventory, note{}, func(h header) any { return inventoryEvent{h, len(c.pack.items), c.pack.items} })
}

type deltaEvent struct {
	header
	Action string `json:"action"`
	Item   *item  `json:"item,omitempty"`
	ItemID *int32 `json:"item_id,omitempty"`
}

// changePack tells one change: something found, something sold, or the tapers left.
func (c *character) changePack() {
	last := len(c.pack.items) - 1
	switch k := c.random.IntN(3); {
	case k == 0 && (c.doing == hunting || c.doing == delving) && last < 120:
		found := c.pack.loot(c.random, pick(c.random, wearable()))
		c.pack.items = append(c.pack.items, found)
		c.tellDelta("add", &found, nil)
	case k == 1 && last > 40 && c.pack.items[last].IntValues[intWornAt] == 0 && c.pack.items[last].IntValues[intStack] == 0:
		gone := c.pack.items[last].Id
		c.pack.items = c.pack.items[:last]
		c.tellDelta("remove", nil, &gone)
	default:
		i := slices.IndexFunc(c.pack.items, func(it item) bool { return it.IntValues[intWCID] == tapersWCID })
		c.tellDelta("update", &c.pack.items[i], nil)
	}
}

func (c *character) tellDelta(action string, it *item, id *int32) {
	c.send(kindInventoryDelta, note{}, func(h header) any { return deltaEvent{h, action, it, id} })
}
