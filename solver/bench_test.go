package solver_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

// loot rolls pieces as the server's treasure of the eighth tier.
type loot struct {
	*rand.Rand
	armor, jewelry []gamedata.CantripFamily
}

func newLoot(seed uint64) *loot {
	l := &loot{Rand: rand.New(rand.NewPCG(seed, 8))}
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
	it := wardrobe.Item{
		ID: int64(-2147418111 + i), ObjectClass: s.class, Owner: fmt.Sprintf("Mule %02d", l.IntN(60)),
		IntValues:    map[gamedata.IntProperty]int64{gamedata.IntEquipableSlots: s.slots, gamedata.IntCoverage: s.coverage, gamedata.IntMaterial: 60},
		StringValues: map[gamedata.StringProperty]string{gamedata.StringName: fmt.Sprintf("Piece %d", i)},
	}
	from := l.jewelry
	if s.class != gamedata.ClassJewelry {
		from = l.armor
	}
	if s.class == gamedata.ClassArmor {
		it.IntValues[gamedata.IntArmorLevel] = int64(150 + l.IntN(200))
		if l.roll(gamedata.RollArmorSet) == "yes" {
			it.IntValues[gamedata.IntEquipmentSet] = int64(gamedata.FirstLootSet + l.IntN(17))
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

func inventory(seed uint64, n int) (out []solver.Item) {
	l := newLoot(seed)
	for len(out) < n {
		it := l.item(len(out))
		if piece, ok := it.Piece(wardrobe.Wearer{}); ok {
			out = append(out, piece)
		}
	}
	return out
}

// wanted are n wishes: Epic cantrips, and where those of loot are used up, Legendary ones of the first families again.
func wanted(tb testing.TB, n int) []solver.Wish {
	out := wishes(tb, twenty)
	for _, tier := range []gamedata.Tier{gamedata.TierEpic, gamedata.TierLegendary} {
		for _, f := range gamedata.CantripFamilies() {
			if len(out) < n && f.ActsOn == gamedata.ActsOnWearer && len(f.Loot) > 0 {
				spell, _ := gamedata.SpellByID(f.Of(tier)[0])
				w, _, err := wardrobe.Wish(spell.Name)
				if err != nil {
					tb.Fatal(err)
				}
				if !slices.Contains(out, w) {
					out = append(out, w)
				}
			}
		}
	}
	return out
}

func ruled(items []solver.Item, wishes []solver.Wish, rule string) *solver.Problem {
	p := &solver.Problem{Items: items, Wishes: wishes}
	switch rule {
	case "maxima":
		p.Primary = solver.SetRule{Set: 13, Bounded: true, Max: 5}
		p.Secondary = solver.SetRule{Set: 16, Bounded: true, Max: 4}
		p.ExclusiveSets = true
	case "minima":
		p.Primary = solver.SetRule{Set: 13, Min: 5}
		p.Secondary = solver.SetRule{Set: 16, Min: 4}
	}
	return p
}

// processor is the processor time that this process has used: others use the machine too.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkSolve(b *testing.B) {
	for _, n := range []int{1000, 5000, 20000} {
		items := inventory(uint64(n), n)
		for _, w := range []int{20, 40, 62} {
			for _, rule := range []string{"any", "maxima", "minima"} {
				p := ruled(items, wanted(b, w), rule)
				b.Run(fmt.Sprintf("items=%d/wishes=%d/sets=%s", n, w, rule), func(b *testing.B) {
					for b.Loop() {
						began, busy, first := time.Now(), processor(), time.Duration(0)
						ctx, cancel := context.WithTimeout(b.Context(), 20*time.Second)
						r, err := solver.Solve(ctx, p, solver.Options{Progress: func(p solver.Progress) {
							if p.Found && first == 0 {
								first = time.Since(began)
							}
						}})
						cancel()
						if err != nil {
							b.Fatal(err)
						}
						s := r.Suits[0].Score
						b.ReportMetric(float64((processor()-busy).Microseconds())/1000, "cpu-ms")
						b.ReportMetric(float64(r.Nodes), "nodes")
						b.ReportMetric(float64(first.Microseconds())/1000, "first-ms")
						b.ReportMetric(float64(s.Met), "met")
						b.ReportMetric(float64(r.Bound.Met), "bound")
						b.ReportMetric(float64(s.Armor), "armor")
						if !r.Proven {
							b.Logf("not proven: %+v, bound %+v", s, r.Bound)
						}
					}
				})
			}
		}
	}
}
