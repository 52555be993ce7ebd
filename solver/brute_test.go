package solver_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/mosswart/overlord/solver"
)

// brute tries every suit of a problem. It shares nothing with the solver but the problem and the scores' meaning.
type brute struct {
	p     *solver.Problem
	worn  []worn
	best  [4]int64 // required, wishes, ratings, armour; or the weighted sum first
	found bool
	apart [][]int64 // suits to differ from
	ties  int
}

type worn struct {
	item   *solver.Item
	option solver.Option
	locked bool
}

func (b *brute) solve() {
	use := b.p.Slots
	if use == 0 {
		use = solver.WholeSuit
	}
	use &^= b.p.Empty
	for _, l := range b.p.Locks {
		i := slices.IndexFunc(b.p.Items, func(it solver.Item) bool { return it.ID == l.Item })
		k := slices.IndexFunc(b.p.Items[i].Options, func(o solver.Option) bool { return o.Slots == l.Slots })
		b.worn = append(b.worn, worn{&b.p.Items[i], b.p.Items[i].Options[k], true})
		use &^= l.Slots
	}
	b.next(0, use)
}

func (b *brute) next(i int, use solver.Slots) {
	if i == len(b.p.Items) {
		b.count()
		return
	}
	b.next(i+1, use)
	it := &b.p.Items[i]
	if it.Barred != "" || slices.Contains(b.p.Exclude, it.ID) || slices.Contains(b.p.Without, it.Owner) ||
		len(b.p.Owners) > 0 && !slices.Contains(b.p.Owners, it.Owner) ||
		slices.ContainsFunc(b.p.Locks, func(l solver.Lock) bool { return l.Item == it.ID }) {
		return
	}
	for _, o := range it.Options {
		if o.Slots&^use == 0 {
			b.worn = append(b.worn, worn{it, o, false})
			b.next(i+1, use&^o.Slots)
			b.worn = b.worn[:len(b.worn)-1]
		}
	}
}

func (b *brute) count() {
	score, ok := judge(b.p, b.worn)
	if !ok {
		return
	}
	for _, earlier := range b.apart {
		missing := 0
		for _, id := range earlier {
			if !slices.ContainsFunc(b.worn, func(w worn) bool { return w.item.ID == id }) {
				missing++
			}
		}
		if missing < max(b.p.Distance, 1) {
			return
		}
	}
	if !b.found || slices.Compare(score[:], b.best[:]) > 0 {
		b.best, b.found, b.ties = score, true, 0
	}
	if score == b.best {
		b.ties++
	}
}

// judge is what a suit is worth; ok is false where it breaks a rule that is not about its slots.
func judge(p *solver.Problem, suit []worn) (score [4]int64, ok bool) {
	sets, owners, reduced := map[int]int{}, map[string]bool{}, 0
	var wishes, required, ratings, armor int64
	for _, w := range suit {
		if w.option.Slots&solver.BodyArmor != 0 {
			sets[w.item.Set]++
			if p.ExclusiveSets && (w.item.Set == 0 || w.item.Set != p.Primary.Set && w.item.Set != p.Secondary.Set) {
				return score, false
			}
		}
		owners[w.item.Owner] = true
		if w.option.Reduced {
			reduced++
		}
		armor += int64(w.item.Armor)
		for r, weight := range p.Objective.Ratings {
			ratings += int64(weight * w.item.Ratings[r])
		}
	}
	for _, r := range []solver.SetRule{p.Primary, p.Secondary} {
		if n := sets[r.Set]; r.Set != 0 && (n < r.Min || r.Bounded && n > r.Max) {
			return score, false
		}
	}
	if p.MaxOwners > 0 && len(owners) > p.MaxOwners || p.LimitReductions && reduced > p.MaxReductions || armor < int64(p.ArmorFloor) {
		return score, false
	}
	for _, w := range p.Wishes {
		if slices.ContainsFunc(suit, func(s worn) bool {
			return slices.ContainsFunc(s.item.Cantrips, func(c solver.Cantrip) bool { return c.Family == w.Family && c.Power >= w.Power })
		}) {
			if w.Required {
				required += int64(max(w.Weight, 1))
			} else {
				wishes += int64(max(w.Weight, 1))
			}
		}
	}
	if o := p.Objective; o.Weighted {
		return [4]int64{required, wishes*int64(max(o.WishWeight, 1)) + ratings + armor*int64(o.ArmorWeight)}, true
	}
	return ranked(p, required, wishes, ratings, armor), true
}

// ranked puts a score in the order of a lexicographic objective.
func ranked(p *solver.Problem, required, wishes, ratings, armor int64) [4]int64 {
	score, at := [4]int64{required}, 1
	of := map[solver.Criterion]int64{solver.ByWishes: wishes, solver.ByRatings: ratings, solver.ByArmor: armor}
	for _, c := range append(slices.Clone(p.Objective.Order), solver.Criteria()...) {
		if value, left := of[c]; left {
			score[at] = value
			at++
			delete(of, c)
		}
	}
	return score
}

// scored is a solver's score in judge's terms.
func scored(p *solver.Problem, s solver.Score) [4]int64 {
	if p.Objective.Weighted {
		return [4]int64{s.Required, s.Total - s.Required*int64(max(p.Objective.WishWeight, 1))}
	}
	return ranked(p, s.Required, s.Wishes, s.Ratings, s.Armor)
}

// verify checks a suit against the problem and gives back what it is worth.
func verify(t *testing.T, p *solver.Problem, s solver.Suit) [4]int64 {
	t.Helper()
	var suit []worn
	var taken solver.Slots
	for _, piece := range s.Pieces {
		i := slices.IndexFunc(p.Items, func(it solver.Item) bool { return it.ID == piece.Item })
		if i < 0 {
			t.Fatalf("item %d is not in the problem", piece.Item)
		}
		it := &p.Items[i]
		k := slices.IndexFunc(it.Options, func(o solver.Option) bool { return o.Slots == piece.Slots && o.Reduced == piece.Reduced })
		if k < 0 || taken&piece.Slots != 0 {
			t.Fatalf("item %d cannot be worn at %v", piece.Item, piece.Slots)
		}
		if slices.ContainsFunc(suit, func(w worn) bool { return w.item == it }) {
			t.Fatalf("item %d is worn twice", piece.Item)
		}
		if !piece.Locked && (it.Barred != "" || slices.Contains(p.Exclude, it.ID) || slices.Contains(p.Without, it.Owner) || piece.Slots&p.Empty != 0) {
			t.Fatalf("item %d is out", piece.Item)
		}
		taken |= piece.Slots
		suit = append(suit, worn{it, it.Options[k], piece.Locked})
	}
	score, ok := judge(p, suit)
	if !ok {
		t.Fatalf("the suit breaks a rule: %+v", s.Pieces)
	}
	if got := scored(p, s.Score); got != score {
		t.Fatalf("says %v, is %v", got, score)
	}
	return score
}

// tiny makes a problem that can be solved by trying everything.
func tiny(r *rand.Rand, kind string) *solver.Problem {
	p := &solver.Problem{}
	families := 2 + r.IntN(5)
	for f := range families {
		p.Wishes = append(p.Wishes, solver.Wish{Family: f, Power: 1 + r.IntN(3)})
	}
	places := [][]solver.Option{
		{{Slots: solver.SlotsOf(solver.RingLeft)}, {Slots: solver.SlotsOf(solver.RingRight)}},
		{{Slots: solver.SlotsOf(solver.Head)}},
		{{Slots: solver.SlotsOf(solver.Chest)}},
		{{Slots: solver.SlotsOf(solver.UpperArms)}},
		{{Slots: solver.SlotsOf(solver.LowerArms)}},
		{{Slots: solver.SlotsOf(solver.UpperArms, solver.LowerArms)}},
		{{Slots: solver.SlotsOf(solver.UpperArms), Reduced: true}, {Slots: solver.SlotsOf(solver.LowerArms), Reduced: true}, {Slots: solver.SlotsOf(solver.UpperArms, solver.LowerArms)}},
		{{Slots: solver.SlotsOf(solver.Chest), Reduced: true}, {Slots: solver.SlotsOf(solver.Chest, solver.UpperArms, solver.LowerArms)}},
		{{Slots: solver.SlotsOf(solver.Chest, solver.UpperArms)}},
		{{Slots: solver.SlotsOf(solver.Neck)}},
		{{Slots: solver.SlotsOf(solver.Shirt, solver.Pants)}},
		{{Slots: solver.SlotsOf(solver.Shirt)}},
	}
	for i := range 4 + r.IntN(7) {
		it := solver.Item{
			ID: int64(r.IntN(1000)*100 + i), Owner: fmt.Sprintf("Mule %d", r.IntN(4)), Options: places[r.IntN(len(places))],
			Set: []int{0, 13, 13, 16, 16, 20}[r.IntN(6)], Armor: r.IntN(4) * 10,
			Ratings: map[solver.Rating]int{1: r.IntN(3), 2: r.IntN(2)},
		}
		for range r.IntN(4) {
			it.Cantrips = append(it.Cantrips, solver.Cantrip{Family: r.IntN(families + 1), Power: 1 + r.IntN(3)})
		}
		p.Items = append(p.Items, it)
	}
	constrain(r, p, kind)
	return p
}

var kinds = []string{
	"plain", "maxima", "minima", "exclusive", "lock", "empty", "excluded", "barred", "owners", "reductions", "ratings",
	"required", "weights", "weighted", "top", "one side", "floor", "order", "everything",
}

func constrain(r *rand.Rand, p *solver.Problem, kind string) {
	any := func() *solver.Item { return &p.Items[r.IntN(len(p.Items))] }
	switch kind {
	case "plain":
	case "maxima":
		p.Primary = solver.SetRule{Set: 13, Bounded: true, Max: r.IntN(3)}
		p.Secondary = solver.SetRule{Set: 16, Bounded: true, Max: r.IntN(3)}
	case "minima":
		p.Primary = solver.SetRule{Set: 13, Min: 1 + r.IntN(2)}
		p.Secondary = solver.SetRule{Set: 16, Min: r.IntN(3), Bounded: r.IntN(2) == 0, Max: 3}
	case "exclusive":
		p.Primary = solver.SetRule{Set: 13, Bounded: true, Max: 2}
		p.Secondary = solver.SetRule{Set: 16, Min: r.IntN(2)}
		p.ExclusiveSets = true
	case "lock":
		it := any()
		p.Locks = append(p.Locks, solver.Lock{Item: it.ID, Slots: it.Options[r.IntN(len(it.Options))].Slots})
	case "empty":
		p.Empty = solver.SlotsOf(solver.Slot(r.IntN(17)), solver.Chest)
	case "excluded":
		p.Exclude = []int64{any().ID}
		p.Without = []string{any().Owner}
	case "barred":
		any().Barred = "needs level 180"
		p.Owners = []string{"Mule 0", "Mule 1", any().Owner}
	case "owners":
		p.MaxOwners = 1 + r.IntN(3)
	case "reductions":
		p.LimitReductions, p.MaxReductions = true, r.IntN(3)
	case "ratings":
		p.Objective.Ratings = map[solver.Rating]int{1: 1 + r.IntN(3), 2: r.IntN(5)}
	case "required":
		p.Wishes[0].Required, p.Wishes[1].Required = true, r.IntN(2) == 0
	case "weights":
		for i := range p.Wishes {
			p.Wishes[i].Weight = 1 + r.IntN(4)
		}
	case "weighted":
		p.Objective = solver.Objective{Weighted: true, WishWeight: 1 + r.IntN(60), ArmorWeight: r.IntN(3), Ratings: map[solver.Rating]int{1: r.IntN(30)}}
		p.Wishes[0].Required = r.IntN(3) == 0
	case "top":
		p.Top, p.Distance = 3, 1+r.IntN(3)
	case "one side":
		for i := range p.Items {
			if len(p.Items[i].Options) == 2 && p.Items[i].Options[1].Slots == solver.SlotsOf(solver.RingRight) && r.IntN(2) == 0 {
				p.Items[i].Options = p.Items[i].Options[:1]
			}
		}
	case "floor":
		p.ArmorFloor = 10 * r.IntN(12)
	case "order":
		all := solver.Criteria()
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		p.Objective.Order = all[:1+r.IntN(3)]
		p.Objective.Ratings = map[solver.Rating]int{1: 1 + r.IntN(3), 2: r.IntN(5)}
		p.Wishes[0].Required = r.IntN(3) == 0
	case "everything":
		for _, other := range kinds {
			if other != kind && other != "weighted" && r.IntN(3) == 0 {
				constrain(r, p, other)
			}
		}
	}
}

func TestAgreesWithTryingEverySuit(t *testing.T) {
	t.Parallel()
	for k, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			feasible := 0
			for seed := range 130 {
				p := tiny(rand.New(rand.NewPCG(uint64(seed), uint64(k))), kind)
				if agree(t, p, seed) {
					feasible++
				}
				if t.Failed() {
					t.Fatalf("seed %d: %+v", seed, p)
				}
			}
			if feasible < 20 {
				t.Errorf("%d of 130 problems have a suit", feasible)
			}
		})
	}
}

func agree(t *testing.T, p *solver.Problem, seed int) (feasible bool) {
	t.Helper()
	result, err := solver.Solve(context.Background(), p, solver.Options{Workers: 1 + seed%2})
	oracle := brute{p: p}
	if errors.Is(err, solver.ErrInvalid) {
		return false // a lock at a slot that is to stay empty
	}
	oracle.solve()
	if !oracle.found {
		if !errors.Is(err, solver.ErrInfeasible) {
			t.Errorf("no suit keeps the rules: %v", err)
		}
		return false
	}
	if err != nil {
		t.Error(err)
		return true
	}
	if !result.Proven || !reflect.DeepEqual(result.Bound, result.Suits[0].Score) {
		t.Errorf("not proven: %+v", result)
	}
	for k, s := range result.Suits {
		if k > 0 {
			oracle = brute{p: p, apart: oracle.apart}
			oracle.solve()
		}
		if got := verify(t, p, s); !oracle.found || got != oracle.best {
			t.Errorf("suit %d is %v, best is %v (%v)", k, got, oracle.best, oracle.found)
		}
		var free []int64
		for _, piece := range s.Pieces {
			if !piece.Locked {
				free = append(free, piece.Item)
			}
		}
		oracle.apart = append(oracle.apart, free)
	}
	if len(result.Suits) < max(1, p.Top) {
		oracle = brute{p: p, apart: oracle.apart}
		if oracle.solve(); oracle.found {
			t.Errorf("%d suits, there are more", len(result.Suits))
		}
	}
	return true
}
