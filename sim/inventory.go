package sim

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/mosswart/overlord/gamedata"
)

// tellInventory sends all that the character owns, as the plugin does after a login.
func (c *character) tellInventory() {
	c.pack.unread = c.pack.unread[:0]
	for i := range c.pack.things {
		if t := &c.pack.things[i]; t.rare == 0 && t.kind().treasure() {
			t.appraised = true
		}
	}
	c.sendRaw(kindFullInventory, func(b []byte) []byte {
		b = append(b, `,"item_count":`...)
		b = strconv.AppendInt(b, int64(len(c.pack.things)), 10)
		b = append(b, `,"items":[`...)
		for i := range c.pack.things {
			if i > 0 {
				b = append(b, ',')
			}
			b = c.appendThing(b, &c.pack.things[i])
		}
		return append(b, ']')
	})
}

func (c *character) appendThing(b []byte, t *thing) []byte {
	t.describe(&c.pack.item, c.pack.dice, c)
	return c.pack.item.appendJSON(b, c.shape)
}

func (c *character) tellAdded(t *thing)   { c.tellDelta("add", t) }
func (c *character) tellChanged(t *thing) { c.tellDelta("update", t) }

func (c *character) tellDelta(action string, t *thing) {
	c.sendRaw(kindInventoryDelta, func(b []byte) []byte {
		b = append(append(append(b, `,"action":"`...), action...), `","item":`...)
		return c.appendThing(b, t)
	})
}

// giveUp takes a thing out of the pack, tells it and gives it back.
func (c *character) giveUp(i int) thing {
	t := c.pack.take(i)
	c.sendRaw(kindInventoryDelta, func(b []byte) []byte {
		b = append(b, `,"action":"remove","item_id":`...)
		return strconv.AppendInt(b, int64(t.id), 10)
	})
	return t
}

// loot takes something from a corpse. What it is, the client knows after an appraisal, a moment later.
func (c *character) loot() {
	s := theStock()
	if len(c.pack.things) >= mostThings {
		c.salvage()
		return
	}
	ware := pick(c.random, s.treasure)
	if c.random.chance(0.3) {
		ware = pick(c.random, s.sundry)
	}
	if ware == s.pyreals {
		c.money(int32(c.random.whole(50, 900))) //nolint:gosec // small
		return
	}
	t := c.pack.some(ware, c.random)
	t.appraised = false
	found := c.pack.put(t, c.random)
	if w := &wares()[ware]; w.class.Appraised(w.name) {
		c.pack.unread = append(c.pack.unread, found.id)
	}
	c.tellAdded(found)
}

// appraise tells what the oldest unread item is.
func (c *character) appraise() {
	id := c.pack.unread[0]
	c.pack.unread = slices.Delete(c.pack.unread, 0, 1)
	if i := c.pack.find(id); i >= 0 {
		c.pack.things[i].appraised = true
		c.tellChanged(&c.pack.things[i])
	}
}

// salvage breaks some treasure up into a bag.
func (c *character) salvage() {
	carried := c.pack.loose(func(t *thing) bool { return t.appraised })
	if len(carried) == 0 {
		return
	}
	material := pick(c.random, []string{"Steel", "Iron", "Silk", "Granite", "Mahogany", "Gold", "Leather"})
	units := int32(0)
	for n := range min(len(carried), c.random.whole(1, 3)) {
		c.giveUp(carried[len(carried)-1-n])   // from the end: the places before it stay
		units += int32(c.random.whole(3, 30)) //nolint:gosec // small
	}
	c.chat(gamedata.ChatSalvaging, "You obtain "+strconv.Itoa(int(units))+" "+material+" (ws "+
		strconv.FormatFloat(float64(c.random.whole(400, 1000))/100, 'f', 2, 64)+") using your knowledge of Salvaging.")
	salvage := theStock().salvage
	if i := slices.IndexFunc(c.pack.things, func(t thing) bool {
		return t.ware == salvage && t.rare == 0 && t.count < fullSalvage
	}); i >= 0 {
		t := &c.pack.things[i]
		t.count = min(fullSalvage, t.count+units)
		c.tellChanged(t)
		return
	}
	c.tellAdded(c.pack.put(thing{ware: salvage, count: min(fullSalvage, units), appraised: true}, c.random))
}

// sell carries treasure beyond what the character likes to carry to a vendor.
func (c *character) sell() {
	carried := c.pack.loose(func(t *thing) bool { return t.appraised })
	sold := min(len(carried), len(c.pack.things)-c.pack.wants, 12)
	for n := range max(0, sold) {
		c.giveUp(carried[len(carried)-1-n])
	}
	if sold > 0 {
		c.money(int32(sold * c.random.whole(300, 4000))) //nolint:gosec // small
	}
}

// money adds pyreals to a stack that has room, or is a stack of its own.
func (c *character) money(n int32) {
	s := theStock()
	full := int32(wares()[s.pyreals].amount) //nolint:gosec // 25,000
	n = min(n, full)
	for i := range c.pack.things {
		if t := &c.pack.things[i]; t.ware == s.pyreals && t.rare == 0 && t.count+n <= full {
			t.count += n
			c.tellChanged(t)
			return
		}
	}
	c.tellAdded(c.pack.put(thing{ware: s.pyreals, count: n}, c.random))
}

// useUp settles what has been used since the last time: tapers, else the mana of something worn.
func (c *character) useUp() {
	if c.pack.burnt > 0 {
		c.takeTapers()
		return
	}
	i := c.random.IntN(len(c.pack.things))
	if t := &c.pack.things[i]; t.worn != 0 && t.kind().treasure() {
		t.spent += uint16(c.random.whole(1, 30)) //nolint:gosec // small
		c.tellChanged(t)
	}
}

// takeTapers takes the burnt tapers off the last stack, and buys more when there are none.
func (c *character) takeTapers() {
	s := theStock()
	for i, t := range slices.Backward(c.pack.things) {
		if t.ware != s.tapers || t.rare != 0 {
			continue
		}
		used := min(c.pack.burnt, t.count)
		c.pack.burnt -= used
		if used == t.count {
			c.giveUp(i)
		} else {
			c.pack.things[i].count -= used
			c.tellChanged(&c.pack.things[i])
		}
		if c.pack.burnt == 0 {
			return
		}
	}
	c.pack.burnt = 0
	c.tellAdded(c.pack.put(thing{ware: s.tapers, count: int32(wares()[s.tapers].amount)}, c.random)) //nolint:gosec // 1,000
}

// own adds a rare that was found.
func (c *character) own(rare gamedata.Rare) {
	i := slices.Index(gamedata.Rares(), rare)
	c.tellAdded(c.pack.put(thing{rare: uint16(i + 1), appraised: true}, c.random)) //nolint:gosec // 295
}

// dropCorpse leaves some of what is carried behind.
func (c *character) dropCorpse() {
	carried := c.pack.loose(func(*thing) bool { return true })
	for n := range min(len(carried), c.random.whole(1, 3)) {
		c.pack.corpse = append(c.pack.corpse, c.giveUp(carried[len(carried)-1-n]))
	}
}

// recoverCorpse picks up what was left behind, under the ids it had.
func (c *character) recoverCorpse() {
	for _, t := range c.pack.corpse {
		t.in, t.place = c.pack.room()
		c.pack.things = append(c.pack.things, t)
		c.tellAdded(&c.pack.things[len(c.pack.things)-1])
	}
	c.pack.corpse = nil
}

// inventory is the summary of what the character owns.
func (c *character) inventory() InventorySummary {
	s := InventorySummary{AsOf: c.pocketed, Count: len(c.pack.things)}
	all := slices.Clone(c.pack.things)
	slices.SortFunc(all, func(a, b thing) int { return int(int64(a.id) - int64(b.id)) })
	hash := sha256.New()
	var line []byte
	for i := range all {
		s.IDs = append(s.IDs, all[i].id)
		line = c.appendThing(line[:0], &all[i])
		_, _ = hash.Write(append(CanonicalItem(line), '\n'))
		s.Burden += int64(c.pack.item.intOr(gamedata.IntBurden, 0))
		s.Value += int64(c.pack.item.intOr(gamedata.IntValue, 0))
		s.Stacked += int64(c.pack.item.intOr(gamedata.IntStackCount, 0))
		s.Spells += len(c.pack.item.spells)
		if all[i].worn != 0 {
			s.Worn++
		}
	}
	s.Digest = hex.EncodeToString(hash.Sum(nil))
	return s
}

// CanonicalItem is an item's JSON with its keys in order and without blanks, since a database may keep it otherwise than it
// came; nil for what is no JSON. Numbers stay as they are written.
func CanonicalItem(text []byte) []byte {
	var item any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&item); err != nil {
		return nil
	}
	canonical, err := json.Marshal(item)
	if err != nil {
		return nil
	}
	return canonical
}

// InventorySummary is what a character owns at the end, as its plugin has told it.
type InventorySummary struct {
	AsOf  time.Time `json:"as_of"` // newest full_inventory or inventory_delta
	Count int       `json:"count"`
	Worn  int       `json:"worn"`
	// IDs are the items' numbers as the plugin writes them (signed), ascending.
	IDs     []int32 `json:"ids"`
	Value   int64   `json:"value"`   // sum of the property "value"
	Burden  int64   `json:"burden"`  // sum of the property "burden"
	Stacked int64   `json:"stacked"` // sum of the stack counts
	Spells  int     `json:"spells"`  // on all items
	// Digest is the SHA-256 of the items as they would be written now, ordered by number, each as CanonicalItem makes it and
	// with a line feed.
	Digest string `json:"digest"`
}
