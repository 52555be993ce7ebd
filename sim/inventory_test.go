package sim

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/gamedata"
)

// told is what a tracker knows of a character's items: it applies the events in their order.
type told struct {
	asOf  time.Time
	items map[int32]json.RawMessage
	acts  map[string]int
}

func (p *told) apply(t *testing.T, f frame) {
	t.Helper()
	var e struct {
		Count  int               `json:"item_count"`
		Items  []json.RawMessage `json:"items"`
		Action string            `json:"action"`
		Item   json.RawMessage   `json:"item"`
		ItemID int32             `json:"item_id"`
	}
	if f.kind != kindFullInventory && f.kind != kindInventoryDelta {
		return
	}
	if err := json.Unmarshal(f.body, &e); err != nil {
		t.Fatalf("%v: %.300s", err, f.body)
	}
	p.asOf = f.at
	p.acts[e.Action]++
	if e.Action == "remove" {
		delete(p.items, e.ItemID)
		return
	}
	if e.Item != nil {
		e.Items = []json.RawMessage{e.Item}
	} else if clear(p.items); len(e.Items) != e.Count {
		t.Fatalf("%d items, item_count %d", len(e.Items), e.Count)
	}
	for _, item := range e.Items {
		var head struct{ Id int32 } //nolint:staticcheck // the wire's name
		if err := json.Unmarshal(item, &head); err != nil {
			t.Fatal(err)
		}
		p.items[head.Id] = bytes.Clone(item)
	}
}

// pocket lives with a guild and gives every character with what its plugin has told of its items.
func pocket(t *testing.T, o Options, span time.Duration) map[*character]*told {
	t.Helper()
	all := map[*character]*told{}
	for _, c := range guild(o, o.clock()) {
		p := &told{items: map[int32]json.RawMessage{}, acts: map[string]int{}}
		for c.now <= span {
			for _, f := range c.step().frames {
				p.apply(t, f)
			}
		}
		all[c] = p
	}
	return all
}

func TestWhatIsToldOfTheItemsIsWhatTheSummarySays(t *testing.T) {
	acts := map[string]int{}
	for c, p := range pocket(t, options(9, 20, 30), 15*time.Minute) {
		sum := c.inventory()
		ids := slices.Sorted(maps.Keys(p.items))
		hash := sha256.New()
		for _, id := range ids {
			_, _ = hash.Write(append(CanonicalItem(p.items[id]), '\n'))
		}
		if !slices.Equal(sum.IDs, ids) || sum.Count != len(ids) || !sum.AsOf.Equal(p.asOf) {
			t.Errorf("%s owns %d items as of %v; told of %d as of %v", c.name, sum.Count, sum.AsOf, len(ids), p.asOf)
		}
		if got := hex.EncodeToString(hash.Sum(nil)); got != sum.Digest {
			t.Errorf("%s: what was told differs from what is owned", c.name)
		}
		for act, n := range p.acts {
			acts[act] += n
		}
	}
	for act, least := range map[string]int{"": 40, "add": 200, "update": 300, "remove": 100} {
		if acts[act] < least {
			t.Errorf("%q: %d times, want at least %d", act, acts[act], least)
		}
	}
}

// wireItem is an item as a tracker reads it.
type wireItem struct {
	HasIdData    bool //nolint:staticcheck // the wire's name
	ObjectClass  gamedata.ObjectClass
	ContainerId  *int32 //nolint:staticcheck // the wire's name
	BoolValues   map[string]bool
	DoubleValues map[string]float64
	IntValues    map[string]int64
	StringValues map[string]string
	ActiveSpells []int
	Spells       []int
	ArmorLevel   *int
}

func (w wireItem) int(id gamedata.IntProperty) int64 { return w.IntValues[strconv.Itoa(int(id))] }

func TestItemsAreOfTheGamesTables(t *testing.T) {
	classes := map[gamedata.ObjectClass]int{}
	seen := map[string]int{}
	count := func(what string, is bool) {
		if is {
			seen[what]++
		}
	}
	for c, p := range pocket(t, options(13, 30, 60), 8*time.Minute) {
		if len(p.items) < fewestThings-10 || len(p.items) > mostThings+10 {
			t.Errorf("%s owns %d items", c.name, len(p.items))
		}
		worn := map[int64]wireItem{}
		for _, text := range p.items {
			var it wireItem
			if err := json.Unmarshal(text, &it); err != nil {
				t.Fatalf("%v: %s", err, text)
			}
			name := it.StringValues["1"]
			classes[it.ObjectClass]++
			checkProperties(t, it, text)
			for _, id := range append(slices.Clone(it.Spells), it.ActiveSpells...) {
				if _, ok := gamedata.SpellByID(id); !ok {
					t.Errorf("%s: no spell %d", name, id)
				}
			}
			if at := it.int(gamedata.IntWornAt); at != 0 {
				for slot, other := range worn {
					// Boots list the slot of the lower legs' underclothes, too: what they cover decides.
					mine, its := it.int(gamedata.IntCoverage), other.int(gamedata.IntCoverage)
					if slot&at != 0 && (mine&its != 0 || mine == 0) {
						t.Errorf("%s wears %s and %s at %x", c.name, other.StringValues["1"], name, at)
					}
				}
				worn[at] = it
				count("worn, by whom", it.int(gamedata.IntWielder) == c.playerID)
				if it.int(gamedata.IntEquipableSlots)&at == 0 {
					t.Errorf("%s: %s cannot be worn at %x", c.name, name, at)
				}
			} else if in := int32(it.int(gamedata.IntContainer)); in != int32(c.playerID) { //nolint:gosec // as on the wire
				if _, there := p.items[in]; !there {
					t.Errorf("%s: %s lies in %d, which is not there", c.name, name, in)
				}
				count("in a pack", true)
			}
			if !it.HasIdData && (len(it.Spells) > 0 || it.int(gamedata.IntArmorLevel) > 0 || it.int(gamedata.IntEquipmentSet) > 0) {
				t.Errorf("%s is not appraised, and known: %s", name, text)
			}
			for _, id := range it.Spells {
				s, _ := gamedata.SpellByID(id)
				count(string(s.Tier), s.Cantrip)
			}
			count("not appraised", !it.HasIdData)
			count("armour's set", it.int(gamedata.IntEquipmentSet) >= gamedata.FirstLootSet && it.int(gamedata.IntEquipmentSet) <= gamedata.LastLootSet)
			count("imbued", it.int(gamedata.IntImbue) != 0)
			count("tinkered", it.int(gamedata.IntTimesTinkered) > 0)
			count("rated", it.int(gamedata.IntCritDamageRating)+it.int(gamedata.IntDamageRating)+it.int(gamedata.IntVitalityRating) > 0)
			count("material", it.int(gamedata.IntMaterial) > 0)
			count("underlay", it.int(gamedata.IntIconUnderlay) > 0)
			count("overlay", it.int(gamedata.IntIconOverlay) > 0)
			count("wield level", it.int(gamedata.IntWieldType) == int64(gamedata.RequireLevel))
			count("wield skill", it.int(gamedata.IntWieldType) == int64(gamedata.RequireBaseSkill))
			count("active spells", len(it.ActiveSpells) > 0)
			count("rare", it.int(gamedata.IntRareID) > 0)
			count("tapers", name == tapersName && it.int(gamedata.IntWeenieClass) == 20631)
			count("container id", it.ContainerId != nil)
			count("getters", it.ArmorLevel != nil)
			count("salvage", strings.HasPrefix(name, salvageName) && it.int(gamedata.IntMaterial) > 0)
			count("negative imbue", it.int(gamedata.IntImbue) < 0)
		}
		if len(worn) < 15 {
			t.Errorf("%s wears %d items", c.name, len(worn))
		}
	}
	for _, what := range []string{
		"worn, by whom", "in a pack", "minor", "major", "epic", "legendary", "not appraised", "armour's set", "imbued", "tinkered",
		"rated", "material", "underlay", "overlay", "wield level", "wield skill", "active spells", "rare", "tapers", "container id",
		"getters", "salvage", "negative imbue",
	} {
		if seen[what] == 0 {
			t.Errorf("no item: %s", what)
		}
	}
	for _, class := range []gamedata.ObjectClass{
		gamedata.ClassArmor, gamedata.ClassClothing, gamedata.ClassJewelry, gamedata.ClassMeleeWeapon, gamedata.ClassMissileWeapon,
		gamedata.ClassWandStaffOrb, gamedata.ClassSpellComponent, gamedata.ClassMoney, gamedata.ClassTradeNote, gamedata.ClassContainer,
		gamedata.ClassSalvage, gamedata.ClassGem, gamedata.ClassManaStone, gamedata.ClassHealingKit, gamedata.ClassFoci,
	} {
		if classes[class] == 0 {
			t.Errorf("no item of class %v", class)
		}
	}
}

// checkProperties sees that the item has the plugin's keys, and no property that the game does not have.
func checkProperties(t *testing.T, it wireItem, text []byte) {
	t.Helper()
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(text, &keys); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"HasIdData", "Id", "LastIdTime", "ObjectClass", "BoolValues", "DoubleValues", "IntValues", "StringValues", "ActiveSpells", "Spells"} {
		if _, ok := keys[key]; !ok {
			t.Fatalf("no %s: %s", key, text)
		}
	}
	for kind, ids := range map[gamedata.PropertyKind][]string{
		gamedata.BoolProperties: slices.Collect(maps.Keys(it.BoolValues)), gamedata.FloatProperties: slices.Collect(maps.Keys(it.DoubleValues)),
		gamedata.IntProperties: slices.Collect(maps.Keys(it.IntValues)), gamedata.StringProperties: slices.Collect(maps.Keys(it.StringValues)),
	} {
		for _, id := range ids {
			n, err := strconv.ParseInt(id, 10, 32)
			if err != nil {
				t.Fatalf("%s property %q", kind, id)
			}
			if _, ok := gamedata.PropertyByID(kind, int32(n)); !ok {
				t.Errorf("the game has no %s property %d: %s", kind, n, text)
			}
		}
	}
	for id, v := range it.IntValues {
		if int64(int32(v)) != v { //nolint:gosec // that is the question
			t.Errorf("property %s is %d, more than 32 bits", id, v)
		}
	}
}

func TestATextIsWrittenAsJSON(t *testing.T) {
	for _, s := range []string{"", "Hunter's Crystal", `a "b" \c`, "tab\tand \x01", "Größe ✓"} {
		var got string
		if err := json.Unmarshal(appendText(nil, s), &got); err != nil || got != s {
			t.Errorf("%q came back as %q, %v", s, got, err)
		}
	}
	for v, want := range map[float64]string{1: "1.0", -0.033: "-0.033", 0: "0.0", 1e6: "1000000.0"} {
		if got := string(appendFloat(nil, v)); got != want {
			t.Errorf("%v: %s, want %s", v, got, want)
		}
	}
}

func TestAppraisingAThingChangesNothingElse(t *testing.T) {
	c := guild(options(1, 1, 1), options(1, 1, 1).clock())[0]
	var before, after wireItem
	for i := range c.pack.things {
		thing := c.pack.things[i]
		for appraised, into := range map[bool]*wireItem{false: &before, true: &after} {
			*into = wireItem{}
			thing.appraised = appraised
			if err := json.Unmarshal(c.appendThing(nil, &thing), into); err != nil {
				t.Fatal(err)
			}
		}
		for id, v := range before.IntValues {
			if after.IntValues[id] != v {
				t.Errorf("%s: property %s was %d, is %d", before.StringValues["1"], id, v, after.IntValues[id])
			}
		}
	}
}
