package items_test

import (
	"context"
	"math"
	"math/rand/v2"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/internal/database"
)

// thing is an item as the oracle knows it: plain values, nil where there is none.
type thing struct {
	id                               int
	character, name, pack            string
	class, wear, equipped            int64
	set, material, rare              *int64
	al, dmg, value, burden, stack    *int64
	wield, tinks, ratings, critdmg   *int64
	work, variance, attack           *float64
	imbue, element                   *int64
	spells                           []int // its own
	active                           []int
	appraised, removed, isInMainPack bool
}

// number is a numeric field's value; percentages as people read them.
func (t *thing) number(field string) *float64 {
	whole := func(v *int64) *float64 {
		if v == nil {
			return nil
		}
		f := float64(*v)
		return &f
	}
	switch field {
	case "al":
		return whole(t.al)
	case "dmg":
		return whole(t.dmg)
	case "value":
		return whole(t.value)
	case "burden":
		return whole(t.burden)
	case "wield":
		return whole(t.wield)
	case "tinks":
		return whole(t.tinks)
	case "ratings":
		return whole(t.ratings)
	case "critdmg":
		return whole(t.critdmg)
	case "work":
		return t.work
	case "variance":
		return t.variance
	case "attack":
		if t.attack == nil {
			return nil
		}
		percent := math.Round((*t.attack-1)*1000) / 10
		return &percent
	}
	panic(field)
}

// holds evaluates a search on a thing, by the language's rules alone.
func holds(e filter.Expr, t *thing) bool {
	switch e := e.(type) {
	case filter.And:
		return !slices.ContainsFunc(e, func(term filter.Expr) bool { return !holds(term, t) })
	case filter.Or:
		return slices.ContainsFunc(e, func(term filter.Expr) bool { return holds(term, t) })
	case filter.Not:
		return !holds(e.Term, t)
	case *filter.Word:
		return fits(t.name, filter.Has, e.Value)
	case *filter.Cmp:
		values := []filter.Value{e.Value}
		if list, ok := e.Value.(filter.List); ok {
			values = list
		}
		one := slices.ContainsFunc(values, func(v filter.Value) bool { return compares(e.Path[0], e.Op, v, t) })
		return one != (e.Op == filter.NotEqual)
	}
	return true
}

func fits(text string, op filter.Op, v filter.Value) bool {
	switch v := v.(type) {
	case filter.Pattern:
		return wild(strings.Join(v, "*"), text)
	case filter.Text:
		switch {
		case op == filter.Equal || op == filter.NotEqual:
			return text == string(v)
		case op == filter.Has && strings.Contains(string(v), "*"):
			return wild(string(v), text)
		}
		return strings.Contains(strings.ToLower(text), strings.ToLower(string(v)))
	}
	panic("a text's value")
}

// wild is a glob of the standard library's; the names here have no "/", "[", "?" and no "\".
func wild(pattern, text string) bool {
	ok, err := path.Match(strings.ToLower(pattern), strings.ToLower(text))
	return ok && err == nil
}

func compares(field string, op filter.Op, v filter.Value, t *thing) bool {
	_, isNull := v.(filter.Null)
	p, isPattern := v.(filter.Pattern)
	text, _ := v.(filter.Text)
	anything := isPattern && strings.Join(p, "*") == "*"
	id := func(have *int64, named func(name string) []int64) bool {
		switch {
		case isNull:
			return have == nil
		case have == nil:
			return false
		case anything:
			return true
		}
		if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
			return *have == n
		}
		return slices.Contains(named(string(text)), *have)
	}
	mask := func(have, wanted int64) bool { return have&wanted != 0 }
	switch field {
	case "name":
		return fits(t.name, op, v)
	case "on":
		return fits(t.character, op, v)
	case "in":
		if text == "main" {
			return t.isInMainPack
		}
		return t.pack != "" && fits(t.pack, op, v)
	case "is":
		return t.is(string(text))
	case "slot":
		return mask(t.wear, map[string]int64{
			"chest": 0x200, "head": 1, "hands": 0x20, "ring": 0xC0000, "shirt": 0x1A, "weapon": 0x3500000, "upper_arms": 0x800, "feet": 0x100,
		}[string(text)])
	case "set":
		return id(t.set, func(name string) []int64 {
			return map[string][]int64{"adept": {14}, "adepts": {14}, "hearty": {19}, "defender's": {16}, "proof": {26, 27, 28, 29}}[name]
		})
	case "mat":
		return id(t.material, func(name string) []int64 {
			return map[string][]int64{"gold": {60}, "wood": {72, 73, 74, 75, 76, 77}, "opal": {33}, "silk": {6}}[name]
		})
	case "imbue":
		if t.imbue == nil {
			return isNull
		}
		return mask(*t.imbue, map[string]int64{"ar": 4, "cs": 1, "fire": 0x200, "*": -1}[string(text)+strings.Join(p, "*")]) || isNull && *t.imbue == 0
	case "element":
		return t.element != nil && mask(*t.element, map[string]int64{"slash": 1, "pierce": 2, "fire": 16}[string(text)])
	case "spell":
		return slices.ContainsFunc(t.spells, func(spell int) bool {
			s, _ := gamedata.SpellByID(spell)
			return fits(s.Name, op, v)
		})
	case "cantrip":
		return slices.ContainsFunc(t.spells, func(spell int) bool { return isCantrip(spell, op, strings.ToLower(string(text)), anything) })
	default:
		have := t.number(field)
		switch v := v.(type) {
		case filter.Null:
			return have == nil
		case filter.Pattern:
			return have != nil
		case filter.Range:
			return have != nil && (v.Low == nil || *have >= parsed(v.Low)) && (v.High == nil || *have <= parsed(v.High))
		default:
			if have == nil {
				return false
			}
			n := parsed(v)
			switch op { //nolint:exhaustive // the others are "="
			case filter.Greater:
				return *have > n
			case filter.GreaterEqual:
				return *have >= n
			case filter.Less:
				return *have < n
			case filter.LessEqual:
				return *have <= n
			}
			return *have == n
		}
	}
}

func parsed(v filter.Value) float64 {
	text := string(v.(filter.Text))
	factor := 1.0
	if digits, ok := strings.CutSuffix(text, "k"); ok {
		text, factor = digits, 1000
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err)
	}
	return n * factor
}

// isCantrip says whether a spell is a cantrip of a name such as "strength", "epic" or "epic strength".
func isCantrip(spell int, op filter.Op, name string, anything bool) bool {
	s, _ := gamedata.SpellByID(spell)
	if s.Tier == "" {
		return false
	}
	if anything {
		return true
	}
	order := []string{"minor", "major", "epic", "legendary"}
	tier, family := -1, name
	for i, word := range order {
		if rest, ok := strings.CutPrefix(name, word); ok {
			tier, family = i, strings.TrimSpace(rest)
		}
	}
	f, _ := gamedata.CantripFamilyByID(s.Family)
	if family != "" && !strings.EqualFold(f.Name, family) {
		return false
	}
	have := slices.Index(order, string(s.Tier))
	return tier < 0 || have == tier || op == filter.GreaterEqual && have > tier
}

func (t *thing) is(word string) bool {
	switch word {
	case "armor":
		return t.class == 2
	case "weapon":
		return t.class == 1 || t.class == 9 || t.class == 31
	case "worn":
		return t.equipped != 0
	case "rare":
		return t.rare != nil
	case "imbued":
		return t.imbue != nil && *t.imbue != 0
	case "stacked":
		return t.stack != nil && *t.stack > 1
	case "loot":
		return t.material != nil
	case "quest":
		return t.material == nil && t.wear != 0
	case "unappraised":
		return !t.appraised
	case "cantrip":
		return slices.ContainsFunc(t.spells, func(id int) bool { s, _ := gamedata.SpellByID(id); return s.Tier != "" })
	}
	panic(word)
}

// The values that things are made of and searches ask for.
var (
	characters = []string{"Aldra", "Brisk", "Mule 1", "Mule 2", "mule_x"}
	nouns      = []string{"Gold Coat", "Steel Helm", "Silk Shirt", "Ring of 100% Gold", "Scroll of Fire", "Élan Orb", "Two-Handed Axe", "Olthoi's Claw"}
	somePacks  = []string{"Red Pack", "Sack"}
	someSpells = []int{4667, 6095, 3965, 2591, 2108, 4710, 4226, 6107, 4687, 1, 2, 3, 2061}
)

func atRandom(r *rand.Rand, n int) []*thing {
	maybe := func(share float64, v int64) *int64 {
		if r.Float64() < share {
			return &v
		}
		return nil
	}
	decimal := func(share, v float64) *float64 {
		if r.Float64() < share {
			return &v
		}
		return nil
	}
	pick := func(from ...int64) int64 { return from[r.IntN(len(from))] }
	out := make([]*thing, n)
	for i := range out {
		t := &thing{
			character: characters[r.IntN(len(characters))], name: nouns[r.IntN(len(nouns))],
			class: pick(1, 2, 2, 3, 4, 9, 11, 31, 42), wear: pick(0, 1, 0x20, 0x100, 0x200, 0x1E00, 0x1800, 0x1A, 0xC0000, 0x100000), equipped: pick(0, 0, 0, 0x200),
			set: maybe(.4, pick(14, 16, 19, 26, 29)), material: maybe(.6, pick(6, 33, 60, 73, 77)), rare: maybe(.05, pick(3, 200)),
			al: maybe(.5, pick(0, 100, 220, 240, 300, 300, 329)), dmg: maybe(.3, pick(10, 40, 40, 77)), value: maybe(.9, pick(0, 50, 1000, 1000, 25_000)),
			burden: maybe(.9, pick(5, 50, 450)), stack: maybe(.3, pick(1, 2, 100)), wield: maybe(.5, pick(60, 125, 180)), tinks: maybe(.3, pick(0, 1, 9, 10)),
			critdmg: maybe(.2, pick(1, 2)), work: decimal(.6, float64(pick(1, 5, 8, 10))), variance: decimal(.3, float64(pick(1, 2, 5))/10),
			attack: decimal(.3, float64(float32(1+float64(pick(0, 5, 18, 20))/100))), imbue: maybe(.2, pick(0, 1, 4, 5, 0x200, 1<<31)), element: maybe(.3, pick(1, 3, 16)),
			appraised: r.IntN(3) > 0, removed: r.IntN(12) == 0,
		}
		t.ratings = t.critdmg
		for _, spell := range someSpells {
			switch r.IntN(10) {
			case 0:
				t.spells = append(t.spells, spell)
			case 1:
				t.active = append(t.active, spell)
			}
		}
		switch r.IntN(3) {
		case 0:
			t.pack = somePacks[r.IntN(len(somePacks))]
		case 1:
			t.isInMainPack = t.equipped == 0
		}
		out[i] = t
	}
	return out
}

// conditions are what searches are put together from.
var conditions = []string{
	"gold", "GOLD*", `"of 100%"`, "*orb", "élan", "two-handed", `name="Gold Coat"`, `name!="Gold Coat"`, "name~_", "name:(gold,silk)",
	"on:mule*", "on:mule", "on=Aldra", "-on:Mule*", "on:nobody", "on!=Aldra", "in:red", "in:main", `in:"*sack"`,
	"is:armor", "is:weapon", "is:worn", "is:rare", "is:imbued", "is:stacked", "is:loot", "is:quest", "is:unappraised", "is:cantrip", "is:(armor,weapon)",
	"slot:chest", "slot:(head,hands)", "slot:ring", "slot:shirt", "slot:weapon", "slot:upper_arms", "slot!=feet",
	"set:adept", "set:adepts", "set:*", "set:null", "set:16", "set:(hearty,null)", "set!=defender's", "set:proof", "mat:gold", "mat:wood", "mat:opal", "mat:null",
	"imbue:ar", "imbue:cs", "imbue:*", "imbue:fire", "element:slash", "element:(pierce,fire)",
	`spell:"Epic*"`, "spell:incantation", `spell:"Strength Self I"`, "-spell:fire", `spell="Major Coordination"`,
	"cantrip:*", "cantrip:epic", "cantrip:>=epic", "cantrip:impenetrability", `cantrip:"epic impenetrability"`, `cantrip:>="epic impenetrability"`, "cantrip:strength",
	"al:>=300", "al>220", "al<=240", "al:300", "al!=300", "al:null", "al!=null", "al:*", "al:220..300", "al:(0,329,240..)", "al:..100", "al:>220.5", "al=240.5", "al:<1k",
	"dmg:>=40", "-dmg:>=40", "value:>=1k", "value<50", "wield:<=125", "-wield:<=125", "tinks:9..", "tinks:null", "ratings:>=1", "critdmg:2", "critdmg:null", "critdmg!=1",
	"work:8", "work>=7.5", "variance:<=0.2", "-variance:<=0.2", "variance:0.1..0.5", "attack:18", "attack:>=18", "attack:>18", "attack:<18", "attack:<=5", "attack!=20", "attack:5..18", "attack:null", "-attack:>=18",
}

func searchAtRandom(r *rand.Rand, depth int) string {
	if depth == 0 || r.IntN(3) == 0 {
		return conditions[r.IntN(len(conditions))]
	}
	var terms []string
	for range 1 + r.IntN(3) {
		terms = append(terms, searchAtRandom(r, depth-1))
	}
	switch r.IntN(4) {
	case 0:
		return "(" + strings.Join(terms, " or ") + ")"
	case 1:
		return "-(" + strings.Join(terms, " ") + ")"
	default:
		return strings.Join(terms, " ")
	}
}

// put writes things into a database, with what is told of them beside.
func put(t *testing.T, db *database.DB, all []*thing) {
	t.Helper()
	if err := db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) error {
		putIn(t, ctx, tx.Ent, all)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func putIn(t *testing.T, ctx context.Context, client *ent.Client, all []*thing) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	named := map[string]bool{}
	name := func(name string) {
		if !named[name] {
			named[name] = true
			must(client.ItemName.Create().SetName(name).SetFolded(strings.ToLower(name)).Exec(ctx))
		}
	}
	for i, c := range characters {
		must(client.Inventory.Create().SetCharacterName(c).SetFullAsOf(time.Now()).Exec(ctx))
		for j, p := range somePacks {
			name(p)
			must(client.Item.Create().SetCharacterName(c).SetName(p).SetObjectID(int64(1<<31 + 1000*i + j)).SetObjectClass(10).SetRemovedAt(time.Now()).Exec(ctx))
		}
	}
	// The packs themselves are here only while nobody counts them.
	must(client.Item.Update().ClearRemovedAt().Exec(ctx))
	for i, it := range all {
		name(it.name)
		c := client.Item.Create().SetCharacterName(it.character).SetObjectID(int64(1<<31 + 1<<20 + i)).SetName(it.name).SetObjectClass(int(it.class)).
			SetWearSlots(it.wear).SetEquippedSlots(it.equipped).SetNillableEquipmentSet(it.set).SetNillableMaterial(it.material).SetNillableRareID(it.rare).
			SetNillableArmorLevel(it.al).SetNillableMaxDamage(it.dmg).SetNillableValuePyreals(it.value).SetNillableBurden(it.burden).
			SetNillableStackCount(it.stack).SetNillableWieldLevel(it.wield).SetNillableTimesTinkered(it.tinks).SetNillableRatingTotal(it.ratings).
			SetNillableWorkmanship(it.work).SetHasIDData(it.appraised)
		if it.removed {
			c.SetRemovedAt(time.Now())
		}
		owner := int64(slices.Index(characters, it.character))
		if it.pack != "" {
			c.SetContainerID(1<<31 + 1000*owner + int64(slices.Index(somePacks, it.pack)))
		} else if it.isInMainPack {
			c.SetContainerID(0x50000000 + owner)
		}
		var tiers int64
		for _, id := range it.spells {
			s, _ := gamedata.SpellByID(id)
			tiers |= map[gamedata.Tier]int64{gamedata.TierMinor: 1, gamedata.TierMajor: 2, gamedata.TierEpic: 4, gamedata.TierLegendary: 8}[s.Tier]
		}
		row, err := c.SetCantripTiers(tiers).Save(ctx)
		must(err)
		it.id = row.ID
		if it.variance != nil || it.attack != nil || it.element != nil {
			must(client.ItemCombat.Create().SetItemID(row.ID).SetNillableVariance(it.variance).SetNillableAttackBonus(it.attack).SetNillableDamageType(it.element).Exec(ctx))
		}
		if it.critdmg != nil {
			must(client.ItemRatings.Create().SetItemID(row.ID).SetNillableCritDamage(it.critdmg).Exec(ctx))
		}
		if it.imbue != nil {
			must(client.ItemEnhancements.Create().SetItemID(row.ID).SetNillableImbueBits(it.imbue).Exec(ctx))
		}
		for active, ids := range [][]int{it.spells, it.active} {
			for _, id := range ids {
				s, _ := gamedata.SpellByID(id)
				must(client.ItemSpell.Create().SetItemID(row.ID).SetSpellID(id).SetFamily(s.Family).SetPower(s.Power).SetTier(string(s.Tier)).SetIsActive(active == 1).Exec(ctx))
			}
		}
	}
}
