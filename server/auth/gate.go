package auth

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	gateSlots       = 2                       // hashes that are computed at the same time
	gateWaiting     = 24                      // requests that may wait for a slot
	gatePatience    = 4 * time.Second         // longest wait …
	troublePatience = 1500 * time.Millisecond // … and that of the troubled ones
	calm            = 1                       // greatest urgency number that may take the last slot …
	attacked        = 2                       // … and of those that are not to blame themselves, who wait as long
	fairness        = 100 * time.Millisecond  // after which those have a slot of their own
)

// errBusy means that others were more urgent, or that it took too long to come to one's turn.
var errBusy = errors.New("too many sign-ins at the same time")

// gate lets a few hashes run at a time and chooses who is next: the most urgent, and of equals the one who came last, so
// that under a flood whoever comes now is served now, and not after all that were there before him. One slot is kept free
// for those without failures behind them. The queue is bounded: beyond that the least urgent, and of equals the oldest,
// goes away empty-handed. Who is not to blame for his trouble does not wait for the untroubled for ever: one slot is his
// then. It is safe for concurrent use; the zero value is ready.
type gate struct {
	now func() time.Time // nil means time.Now

	mu       sync.Mutex
	running  int
	troubled int // of the running ones
	waiting  []*waiter
}

type waiter struct {
	urgency int
	since   time.Time
	turn    chan error // receives once: nil = go, errBusy = go away
}

// enter waits for a slot. It returns the function that gives the slot back, or errBusy, or the context's error.
func (g *gate) enter(ctx context.Context, urgency int) (leave func(), err error) {
	w := &waiter{urgency: urgency, since: g.time(), turn: make(chan error, 1)}
	g.mu.Lock()
	g.waiting = append(g.waiting, w)
	g.fill()
	if len(g.waiting) > gateWaiting {
		g.take(g.worst()).turn <- errBusy
	}
	g.mu.Unlock()

	longest := gatePatience
	if urgency > attacked {
		longest = troublePatience
	}
	patience := time.NewTimer(longest)
	defer patience.Stop()
	select {
	case err = <-w.turn:
	case <-ctx.Done():
		err = g.giveUp(w, context.Cause(ctx))
	case <-patience.C:
		err = g.giveUp(w, errBusy)
	}
	if err != nil {
		return nil, err
	}
	return sync.OnceFunc(func() { g.leave(urgency) }), nil
}

// giveUp takes w out of the queue and returns why. Where its turn came just now, it returns what that was instead.
func (g *gate) giveUp(w *waiter, why error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, other := range g.waiting {
		if other == w {
			g.take(i)
			return why
		}
	}
	return <-w.turn
}

func (g *gate) leave(urgency int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running--
	if urgency > calm {
		g.troubled--
	}
	g.fill()
}

// fill starts whoever may start. The caller holds the lock.
func (g *gate) fill() {
	for g.running < gateSlots {
		next := g.best()
		if next < 0 {
			return
		}
		w := g.take(next)
		g.running++
		if w.urgency > calm {
			g.troubled++
		}
		w.turn <- nil
	}
}

func (g *gate) time() time.Time {
	if g.now == nil {
		return time.Now()
	}
	return g.now()
}

// best is the waiter to start next, -1 where none may start.
func (g *gate) best() int {
	best := -1
	if g.troubled == 0 {
		for i, w := range g.waiting {
			if w.urgency == attacked && g.time().Sub(w.since) >= fairness {
				best = i
			}
		}
		if best >= 0 {
			return best
		}
	}
	for i, w := range g.waiting {
		if w.urgency > calm && g.troubled >= gateSlots-1 {
			continue
		}
		if best < 0 || w.urgency <= g.waiting[best].urgency {
			best = i
		}
	}
	return best
}

// worst is the waiter to send away. The caller holds the lock and knows that there is one.
func (g *gate) worst() int {
	worst := 0
	for i, w := range g.waiting {
		if w.urgency > g.waiting[worst].urgency {
			worst = i
		}
	}
	return worst
}

func (g *gate) take(i int) *waiter {
	w := g.waiting[i]
	g.waiting = append(g.waiting[:i], g.waiting[i+1:]...)
	return w
}
