package auth

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// enterLater starts a waiter and returns once it is in the queue or has been let in.
func enterLater(t *testing.T, g *gate, ctx context.Context, urgency int) <-chan func() {
	t.Helper()
	g.mu.Lock()
	before := len(g.waiting) + g.running
	g.mu.Unlock()
	entered := make(chan func(), 1)
	go func() {
		leave, err := g.enter(ctx, urgency)
		if err == nil {
			entered <- leave
		} else {
			close(entered)
		}
	}()
	poll(t, func() bool {
		g.mu.Lock()
		defer g.mu.Unlock()
		return len(g.waiting)+g.running > before
	})
	return entered
}

func poll(t testing.TB, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain for 10 s")
		}
	}
}

func mustEnter(t *testing.T, g *gate, urgency int) func() {
	t.Helper()
	leave, err := g.enter(t.Context(), urgency)
	if err != nil {
		t.Fatal(err)
	}
	return leave
}

func waitingIn(g *gate) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.waiting)
}

func TestGateServesTheMostUrgentAndOfEqualsTheNewest(t *testing.T) {
	g := &gate{}
	first, second := mustEnter(t, g, 0), mustEnter(t, g, 0)
	names := []string{"calm, early", "troubled", "known", "calm, late"}
	var queue []<-chan func()
	for _, urgency := range []int{1, 5, 0, 1} {
		queue = append(queue, enterLater(t, g, t.Context(), urgency))
	}
	leave := first
	for _, i := range []int{2, 3, 0, 1} {
		leave()
		select {
		case leave = <-queue[i]:
		case <-time.After(10 * time.Second):
			t.Fatalf("%q was not served in its turn", names[i])
		}
	}
	leave()
	second()
}

func TestGateKeepsASlotForTheUntroubled(t *testing.T) {
	g := &gate{}
	leave := mustEnter(t, g, 7)
	troubled := enterLater(t, g, t.Context(), 7)
	if waitingIn(g) != 1 {
		t.Fatal("two troubled ones run at the same time")
	}
	mustEnter(t, g, calm)()
	if waitingIn(g) != 1 {
		t.Fatal("the slot of the untroubled went to a troubled one")
	}
	leave()
	(<-troubled)()
}

func TestGateLetsNobodyStarveWhoIsNotToBlame(t *testing.T) {
	var ahead atomic.Int64
	g := &gate{now: func() time.Time { return time.Unix(0, ahead.Load()) }}
	one, two := mustEnter(t, g, 0), mustEnter(t, g, 0)
	victim := enterLater(t, g, t.Context(), attacked)
	culprit := enterLater(t, g, t.Context(), attacked+1)
	known := enterLater(t, g, t.Context(), 0)
	one()
	leave := <-known // a known one goes first …
	known = enterLater(t, g, t.Context(), 0)
	ahead.Store(int64(fairness))
	leave() // … but not for ever
	(<-victim)()
	(<-known)()
	two()
	(<-culprit)()
}

func TestGateSendsTheLeastUrgentAwayWhenItIsFull(t *testing.T) {
	g := &gate{}
	a, b := mustEnter(t, g, 0), mustEnter(t, g, 0)
	victim := enterLater(t, g, t.Context(), 9)
	ctx, cancel := context.WithCancel(t.Context())
	var rest []<-chan func()
	for range gateWaiting - 1 {
		rest = append(rest, enterLater(t, g, ctx, 3))
	}
	late := make(chan struct{})
	go func() {
		defer close(late)
		if leave, err := g.enter(ctx, 3); err == nil {
			leave()
		}
	}()
	if _, in := <-victim; in {
		t.Error("the least urgent was let in")
	}
	if _, err := g.enter(t.Context(), 9); !errors.Is(err, errBusy) {
		t.Errorf("a newcomer who is the least urgent got %v", err)
	}
	cancel()
	for _, r := range rest {
		if _, in := <-r; in {
			t.Error("somebody was let in though both slots are taken")
		}
	}
	<-late
	if n := waitingIn(g); n != 0 {
		t.Errorf("%d are waiting after all gave up", n)
	}
	a()
	b()
}

func TestGateForgetsWhoGaveUp(t *testing.T) {
	g := &gate{}
	a, b := mustEnter(t, g, 0), mustEnter(t, g, 0)
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("gone home")
	cancel(gone)
	if _, err := g.enter(ctx, 0); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
	a()
	a() // twice is once
	b()
	if g.running != 0 || len(g.waiting) != 0 || g.troubled != 0 {
		t.Errorf("left behind: %+v", g)
	}
}

func TestGateNeverRunsMoreThanItsSlots(t *testing.T) {
	g := &gate{}
	var mu sync.Mutex
	running, most := 0, 0
	var wg sync.WaitGroup
	for i := range 200 {
		wg.Go(func() {
			leave, err := g.enter(t.Context(), i%5)
			if err != nil {
				return
			}
			mu.Lock()
			running++
			most = max(most, running)
			mu.Unlock()
			mu.Lock()
			running--
			mu.Unlock()
			leave()
		})
	}
	wg.Wait()
	if most > gateSlots || most == 0 {
		t.Errorf("%d ran at the same time, want at most %d", most, gateSlots)
	}
	if g.running != 0 || g.troubled != 0 {
		t.Errorf("left behind: %+v", g)
	}
}
