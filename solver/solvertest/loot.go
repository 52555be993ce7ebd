// Package solvertest makes what tests and benchmarks of the solver need: inventories as the server rolls its treasure, wishes
// for them, and the same problems as integer programs for other solvers.
package solvertest

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

// loot rolls pieces as the server's treasure of the eighth tier.
type loot struct {
	*rand.Rand
	armor, jewelry []gamedata.CantripFamily
}

func newLoot(seed uint64) *loot {
	l := &loot{Rand: rand.New(rand.NewPCG(seed, 8))} // #nosec G404 -- the same for a seed
	for _, f := range gamedata.CantripFamilies() {
		if slices.Contains(f.Loot, gamedata.LootArmor) {
			l.armor = append(l.armor, f)
		}
		if slices.Contains(f.Loot, gamedata.LootJewelry) {
			l.jewelry = append(l.jewelry, f)
		}
	}
	return l
}

func (l *loot) roll(name string) string {
	u := l.Float64()
	for _, c := range gamedata.LootChances(name, 8) {
		if u -= c.Chance; u < 0 {
			return c.Value
		}
	}
	return ""
}

// kinds of pieces: slots, coverage, how common, and whether armour, clothing or jewellery.
var shapes = []struct {
	slots, coverage int64
	weight          int
	class           gamedata.ObjectClass
}{
	{0x1, 0x4000, 12, 2}, {0x20, 0x8000, 8, 2}, {0x100, 0x10000, 6, 2}, {0x180, 0x10000, 2, 2}, {0x200, 0x400, 9, 2},
	{0x400, 0x800, 6, 2}, {0x800, 0x1000, 5, 2}, {0x1000, 0x2000, 5, 2}, {0x2000, 0x100, 5, 2}, {0x4000, 0x200, 5, 2},
	{0x1800, 0x3000, 4, 2}, {0x1A00, 0x3400, 2, 2}, {0x1E00, 0x3C00, 1, 2}, {0x600, 0xC00, 2, 2}, {0x6000, 0x300, 3, 2},
	{0x6400, 0xB00, 3, 2}, {0xE00, 0x1C00, 2, 2},
	{0x1E, 0x78, 3, 3}, {0x6, 0x18, 3, 3}, {0x44, 0x12, 3, 3}, {0xC4, 0x16, 3, 3},
	{0x8000, 0, 9, 4}, {0x30000, 0, 7, 4}, {0xC0000, 0, 8, 4}, {0x4000000, 0, 7, 4},
}

func (l *loot) item(i int) wardrobe.Item {
	at := l.IntN(124)
	k := 0
	for at >= shapes[k].weight {
		at -= shapes[k].weight
		k = (k + 1) % len(shapes)
	}
	s := shapes[k]
	it := wardrobe.Item{Owner: fmt.Sprintf("Mule %02d", l.IntN(60)), Object: object.Object{
		ID: uint32(0x80010001 + i), HasIDData: true, ObjectClass: s.class, //nolint:gosec // few
		Ints:    map[gamedata.IntProperty]int64{gamedata.IntEquipableSlots: s.slots, gamedata.IntCoverage: s.coverage, gamedata.IntMaterial: 60},
		Strings: map[gamedata.StringProperty]string{gamedata.StringName: fmt.Sprintf("Piece %d", i)},
	}}
	from := l.jewelry
	if s.class != gamedata.ClassJewelry {
		from = l.armor
	}
	if s.class == gamedata.ClassArmor {
		it.Ints[gamedata.IntArmorLevel] = int64(150 + l.IntN(200))
		if l.roll(gamedata.RollArmorSet) == "yes" {
			it.Ints[gamedata.IntEquipmentSet] = int64(gamedata.FirstLootSet + l.IntN(17))
		}
	}
	var n int
	_, _ = fmt.Sscan(l.roll(gamedata.RollCantrips), &n)
	for range n {
		f := from[l.IntN(len(from))]
		tier := map[string]gamedata.Tier{"1": gamedata.TierMinor, "2": gamedata.TierMajor, "3": gamedata.TierEpic, "4": gamedata.TierLegendary}[l.roll(gamedata.RollCantripLevel)]
		if of := f.Of(tier); len(of) > 0 {
			it.Spells = append(it.Spells, of[l.IntN(len(of))])
		}
	}
	return it
}

// Inventory is n pieces, always the same for a seed.
func Inventory(seed uint64, n int) (out []solver.Item) {
	for _, it := range Items(seed, n) {
		if piece, ok := it.Piece(wardrobe.Wearer{}); ok {
			out = append(out, piece)
		}
	}
	return out
}

// Items are the same pieces as the plugin sends them.
func Items(seed uint64, n int) (out []wardrobe.Item) {
	l := newLoot(seed)
	for len(out) < n {
		it := l.item(len(out))
		if _, ok := it.Piece(wardrobe.Wearer{}); ok {
			out = append(out, it)
		}
	}
	return out
}
