package solver_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/solvertest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTheAnswerDoesNotDependOnCoresOrOrder(t *testing.T) {
	t.Parallel()
	for k, rule := range []string{"any", "maxima", "minima"} {
		p := ruled(solvertest.Inventory(uint64(40+k), 1500), wanted(30), rule)
		p.Top, p.Distance = 3, 2
		if rule == "minima" {
			p.Primary.Min, p.Secondary.Min = 3, 2
		}
		one, err := solver.Solve(t.Context(), p, solver.Options{Workers: 1})
		if err != nil || !one.Proven || len(one.Suits) != 3 {
			t.Fatal(err, one)
		}
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(p.Items), func(i, j int) { p.Items[i], p.Items[j] = p.Items[j], p.Items[i] })
		for _, workers := range []int{1, 2, 2, 5} {
			again, err := solver.Solve(t.Context(), p, solver.Options{Workers: workers})
			if err != nil || !reflect.DeepEqual(again.Suits, one.Suits) || !reflect.DeepEqual(again.RunnersUp, one.RunnersUp) {
				t.Fatalf("%s, %d workers: %v\n%+v\n%+v", rule, workers, err, again.Suits, one.Suits)
			}
		}
	}
}

// hard is a problem that takes a while: few owners of many.
func hard(t testing.TB) *solver.Problem {
	t.Helper()
	p := ruled(solvertest.Inventory(7, 20000), wanted(62), "any")
	p.MaxOwners, p.Top, p.Distance = 9, 32, 4
	return p
}

// polled is a context that ends when it is asked for the so-many-th time, and that counts the processor time between being
// asked. Time as the clock has it would count what else the machine does.
type polled struct {
	context.Context
	mu     sync.Mutex
	left   int // until it ends
	asked  time.Duration
	worst  time.Duration // from one time to the next
	ended  time.Duration // when it ended
	cancel context.CancelFunc
}

func poll(t *testing.T, times int) *polled {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return &polled{Context: ctx, left: times, asked: processor(), cancel: cancel}
}

func (p *polled) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.note()
	if p.left--; p.left == 0 {
		p.ended = p.asked
		p.cancel()
	}
	return p.Context.Err()
}

func (p *polled) note() {
	now := processor()
	p.worst = max(p.worst, now-p.asked)
	p.asked = now
}

// atOnce is the processor time within which a cancelled search of 20,000 pieces returns, on one core. The race detector makes
// everything slower, and so does a neighbour on the same core.
const atOnce = 50 * time.Millisecond * slower

// They are not parallel: they count the processor time of the whole process.

func TestASearchLooksForItsEndAllTheTime(t *testing.T) {
	for name, p := range map[string]*solver.Problem{
		"few owners": hard(t), "any": ruled(solvertest.Inventory(8, 20000), wanted(62), "any"), "minima": ruled(solvertest.Inventory(9, 20000), wanted(62), "minima"),
	} {
		ctx := poll(t, 2000)
		r, err := solver.Solve(ctx, p, solver.Options{Workers: 1})
		if ctx.note(); err != nil || len(r.Suits) == 0 {
			t.Fatal(name, err)
		}
		t.Logf("%s: %v at most, asked %d times, %v from the end on", name, ctx.worst, 2000-ctx.left, processor()-ctx.ended)
		if ctx.worst > atOnce {
			t.Errorf("%s: it did not look for %v", name, ctx.worst)
		}
	}
}

func TestACancelledSearchKeepsItsBestAndReturnsAtOnce(t *testing.T) {
	p := hard(t)
	for _, times := range []int{1, 3, 10, 30, 100, 300} {
		ctx := poll(t, times)
		r, err := solver.Solve(ctx, p, solver.Options{Workers: 2})
		took := processor() - ctx.ended
		if err != nil || r.Proven || len(r.Suits) == 0 {
			t.Fatal(times, err, r)
		}
		verify(t, p, r.Suits[0])
		t.Logf("ended when asked for the %d. time: %v", times, took)
		if took > 2*atOnce { // two workers
			t.Errorf("%d: it took %v", times, took)
		}
	}
}

func TestATimeLimitGivesASuitAndATrueBound(t *testing.T) {
	t.Parallel()
	p := ruled(solvertest.Inventory(11, 4000), wanted(62), "any")
	whole, err := solver.Solve(t.Context(), p, solver.Options{})
	if err != nil || !whole.Proven {
		t.Fatal(err)
	}
	best := whole.Suits[0].Score
	for _, limit := range []time.Duration{time.Nanosecond, 10 * time.Millisecond, 30 * time.Millisecond, 60 * time.Millisecond} {
		ctx, cancel := context.WithTimeout(t.Context(), limit)
		r, err := solver.Solve(ctx, p, solver.Options{})
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		verify(t, p, r.Suits[0])
		if b := r.Bound; b.Met < best.Met || b.Met == best.Met && b.Armor < best.Armor {
			t.Errorf("%v: bound %+v, but %+v is possible", limit, b, best)
		}
		if limit == time.Nanosecond && r.Proven {
			t.Error("proven in no time")
		}
	}
}

func TestBoundsFallAndSuitsImprove(t *testing.T) {
	t.Parallel()
	p := ruled(solvertest.Inventory(11, 4000), wanted(40), "any")
	var last solver.Progress
	suits := 0
	r, err := solver.Solve(t.Context(), p, solver.Options{Progress: func(now solver.Progress) {
		if last.Suit != nil && (now.Suit.Score.Met < last.Suit.Score.Met || now.Suit.Score.Met == last.Suit.Score.Met && now.Suit.Score.Armor < last.Suit.Score.Armor) {
			t.Errorf("from %+v to %+v", last.Suit.Score, now.Suit.Score)
		}
		if last.Bound.Met > 0 && (now.Bound.Met > last.Bound.Met || now.Bound.Met == last.Bound.Met && now.Bound.Armor > last.Bound.Armor) {
			t.Errorf("the bound goes from %+v to %+v", last.Bound, now.Bound)
		}
		if now.Found {
			suits++
		}
		last = now
	}})
	if err != nil || suits < 2 || !reflect.DeepEqual(last.Suit.Pieces, r.Suits[0].Pieces) {
		t.Errorf("%v, %d suits, last %+v", err, suits, last)
	}
}

func TestAWarmStartIsNeverLost(t *testing.T) {
	t.Parallel()
	p := ruled(solvertest.Inventory(12, 3000), wanted(40), "any")
	whole, err := solver.Solve(t.Context(), p, solver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, piece := range whole.Suits[0].Pieces {
		p.Warm = append(p.Warm, piece.Item)
	}
	p.Warm = append(p.Warm, 1) // somebody has sold it
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := solver.Solve(ctx, p, solver.Options{})
	if err != nil || !reflect.DeepEqual(r.Suits[0].Score, whole.Suits[0].Score) {
		t.Errorf("%v, %+v, was %+v", err, r, whole.Suits[0].Score)
	}
}

func TestWhatCannotBeAskedIsRefused(t *testing.T) {
	t.Parallel()
	head := []solver.Option{{Slots: solver.SlotsOf(solver.Head)}}
	items := []solver.Item{{ID: 1, Options: head, Set: 13}, {ID: 2, Options: head, Set: 16}}
	tests := map[string]struct {
		p    solver.Problem
		want error
	}{
		"an item twice":          {solver.Problem{Items: append(items, items[0])}, solver.ErrInvalid},
		"129 wishes":             {solver.Problem{Wishes: make([]solver.Wish, 129)}, solver.ErrInvalid},
		"a lock on nothing":      {solver.Problem{Items: items, Locks: []solver.Lock{{Item: 3, Slots: 1}}}, solver.ErrInvalid},
		"a lock elsewhere":       {solver.Problem{Items: items, Locks: []solver.Lock{{Item: 1, Slots: 2}}}, solver.ErrInvalid},
		"two locks on a slot":    {solver.Problem{Items: items, Locks: []solver.Lock{{Item: 1, Slots: 1}, {Item: 2, Slots: 1}}}, solver.ErrInvalid},
		"one set twice":          {solver.Problem{Primary: solver.SetRule{Set: 1}, Secondary: solver.SetRule{Set: 1}}, solver.ErrInvalid},
		"a lock on another set":  {solver.Problem{Items: items, Primary: solver.SetRule{Set: 13}, ExclusiveSets: true, Locks: []solver.Lock{{Item: 2, Slots: 1}}}, solver.ErrInfeasible},
		"two pieces on one slot": {solver.Problem{Items: items, Primary: solver.SetRule{Set: 13, Min: 1}, Secondary: solver.SetRule{Set: 16, Min: 1}}, solver.ErrInfeasible},
	}
	for name, test := range tests {
		if _, err := solver.Solve(t.Context(), &test.p, solver.Options{}); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}
