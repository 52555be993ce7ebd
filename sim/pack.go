package sim

import (
	"slices"

	"github.com/mosswart/overlord/gamedata"
)

// pack is what a character owns. Whatever changes in it is told at once, but for tapers in use: those are told of when
// the next round of them is taken out.
type pack struct {
	things []thing
	next   uint16 // number of the next item
	first  uint32 // id of the first
	wants  int    // how many things the character likes to carry
	burnt  int32  // tapers used up and not told of
	unread []int32
	corpse []thing // left behind at the last death
	dice   dice
	item   item // what things are written through
}

const (
	fewestThings = 80
	mostThings   = 200
	packRoom     = 102 // of the main pack
)

// newPack fills a character's bags: a suit and a weapon, packs, money, components, kits, and treasure for the rest.
func newPack(c *character) pack {
	p := pack{first: 0x90000000 + uint32(c.order)<<16, dice: newDice()} //nolint:gosec // below 2,000 characters
	r, s := c.random, theStock()
	p.wants = r.whole(fewestThings, mostThings)
	p.dress(c)
	for range r.whole(2, 6) {
		p.put(thing{ware: pick(r, s.packs)}, r)
	}
	tapers := 1
	if c.trade.spell != 0 {
		tapers = r.whole(2, 5)
	}
	for range tapers {
		p.put(thing{ware: s.tapers, count: int32(r.whole(300, 1000))}, r) //nolint:gosec // small
	}
	for range r.whole(1, 4) {
		p.put(thing{ware: s.pyreals, count: int32(r.whole(200, 25000))}, r) //nolint:gosec // small
	}
	for range r.whole(1, 8) {
		p.put(thing{ware: s.salvage, count: int32(r.whole(5, fullSalvage)), appraised: true}, r) //nolint:gosec // small
	}
	for range r.whole(25, 45) {
		p.put(p.some(pick(r, s.sundry), r), r)
	}
	for len(p.things) < p.wants {
		p.put(thing{ware: pick(r, s.treasure), appraised: r.chance(0.97)}, r)
	}
	return p
}

// some is a likely number of a ware.
func (p *pack) some(ware uint16, r random) thing {
	w := &wares()[ware]
	t := thing{ware: ware, appraised: w.class.Appraised(w.name)}
	switch w.kind {
	case stacked:
		t.count = int32(r.whole(1, max(1, w.amount/4))) //nolint:gosec // small
	case worked:
		t.count = int32(r.whole(1, w.amount)) //nolint:gosec // small
	default:
	}
	return t
}

// dress puts a suit on, most of it of one or two sets, and a weapon for the character's trade into its hands.
func (p *pack) dress(c *character) {
	r, s := c.random, theStock()
	sets := [2]uint8{uint8(r.whole(gamedata.FirstLootSet, gamedata.LastLootSet)), uint8(r.whole(gamedata.FirstLootSet, gamedata.LastLootSet))} //nolint:gosec // small
	armor := 0
	wear := func(slots, at gamedata.Slot) {
		t := thing{ware: pick(r, s.bySlot[slots]), worn: at, appraised: true}
		if at&gamedata.SlotsBodyArmor != 0 && r.chance(0.8) {
			t.set = sets[min(armor/5, 1)]
			armor++
		}
		p.put(t, r)
	}
	const boots = gamedata.SlotFeet | gamedata.SlotLowerLegWear
	single := []gamedata.Slot{gamedata.SlotHead, gamedata.SlotChest, gamedata.SlotAbdomen, gamedata.SlotUpperArms, gamedata.SlotLowerArms, gamedata.SlotHands, gamedata.SlotUpperLegs, gamedata.SlotLowerLegs, boots}
	if c.level < 150 { // whole coats and leggings, before they are cut down to one slot each
		single = []gamedata.Slot{
			gamedata.SlotHead, gamedata.SlotChest | gamedata.SlotAbdomen | gamedata.SlotUpperArms | gamedata.SlotLowerArms,
			gamedata.SlotHands, gamedata.SlotUpperLegs | gamedata.SlotLowerLegs, boots,
		}
	}
	for _, slot := range single {
		wear(slot, slot)
	}
	wear(gamedata.SlotsShirt, gamedata.SlotsShirt)
	pants := gamedata.SlotAbdomenWear | gamedata.SlotsPants
	wear(pants, pants)
	wear(gamedata.SlotNeck, gamedata.SlotNeck)
	for _, at := range []gamedata.Slot{gamedata.SlotLeftWrist, gamedata.SlotRightWrist} {
		wear(gamedata.SlotsWrists, at)
	}
	for _, at := range []gamedata.Slot{gamedata.SlotLeftFinger, gamedata.SlotRightFinger} {
		wear(gamedata.SlotsFingers, at)
	}
	wear(gamedata.SlotTrinket, gamedata.SlotTrinket)
	if c.level >= 100 {
		wear(gamedata.SlotCloak, gamedata.SlotCloak)
	}
	for i, at := range []gamedata.Slot{gamedata.SlotBlueAetheria, gamedata.SlotYellowAetheria, gamedata.SlotRedAetheria} {
		if c.level >= []int{75, 150, 225}[i] {
			wear(at, at)
		}
	}
	wear(c.trade.wields, c.trade.wields)
	if c.trade.wields == gamedata.SlotMelee {
		wear(gamedata.SlotShield, gamedata.SlotShield)
	}
}

// put adds a thing: it gets an id, its luck and a place. Packs lie beside the main pack; what does not fit there goes
// into them.
func (p *pack) put(t thing, r random) *thing {
	for {
		t.id = int32(p.first + uint32(p.next)) //nolint:gosec // ids are 32 bits, signed on the wire
		p.next++
		if p.find(t.id) < 0 {
			break
		}
	}
	t.roll = r.Uint32()
	if t.worn == 0 && t.kind() != container {
		t.in, t.place = p.room()
	}
	p.things = append(p.things, t)
	return &p.things[len(p.things)-1]
}

// room is the first container with space, and the place in it.
func (p *pack) room() (in int32, place uint8) {
	loose := 0
	used := map[int32]int{}
	for i := range p.things {
		switch t := &p.things[i]; {
		case t.in != 0:
			used[t.in]++
		case t.worn == 0 && t.kind() != container:
			loose++
		}
	}
	if loose < packRoom*6/10 {
		return 0, uint8(loose) //nolint:gosec // at most 102
	}
	for i := range p.things {
		if t := &p.things[i]; t.kind() == container && used[t.id] < wares()[t.ware].amount {
			return t.id, uint8(used[t.id]) //nolint:gosec // at most 24
		}
	}
	return 0, uint8(min(loose, 255)) //nolint:gosec // small
}

func (p *pack) find(id int32) int {
	return slices.IndexFunc(p.things, func(t thing) bool { return t.id == id })
}

// take removes a thing and gives it back.
func (p *pack) take(i int) thing {
	t := p.things[i]
	p.things = slices.Delete(p.things, i, i+1)
	return t
}

// tapers is how many are left, those in use taken off.
func (p *pack) tapers() int {
	sum, s := -p.burnt, theStock()
	for i := range p.things {
		if p.things[i].ware == s.tapers && p.things[i].rare == 0 {
			sum += p.things[i].count
		}
	}
	return int(max(0, sum))
}

// loose are the places of what a rule takes among the treasure that is only carried.
func (p *pack) loose(rule func(*thing) bool) []int {
	var out []int
	for i := range p.things {
		if t := &p.things[i]; t.worn == 0 && t.rare == 0 && t.kind().treasure() && rule(t) {
			out = append(out, i)
		}
	}
	return out
}
