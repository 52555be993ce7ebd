package server

import (
	"context"
	"sync"
	"time"
)

// errandTime is how long an errand's own context lasts.
const errandTime = 5 * time.Second

// errand is a question to the database that one goroutine at a time asks for everybody. Who needs the answer waits no
// longer than he likes, whatever the database does: lib/pq waits for a frozen server, and forgets its context over it.
// Make it with newErrand; it is safe for concurrent use.
type errand struct {
	do func(context.Context) error
	// running has all errands of the server, for whoever stops it.
	running *sync.WaitGroup

	mu  sync.Mutex
	now *errandRun // nil while none is under way
}

type errandRun struct {
	done chan struct{}
	err  error // once done is closed
}

func newErrand(running *sync.WaitGroup, do func(context.Context) error) *errand {
	return &errand{do: do, running: running}
}

// run asks, or joins who is asking, and waits for at most as long. The error is the question's own, or says that the
// wait was in vain.
func (e *errand) run(ctx context.Context, wait time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	r := e.join(ctx)
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (e *errand) join(ctx context.Context) *errandRun {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.now != nil {
		return e.now
	}
	r := &errandRun{done: make(chan struct{})}
	e.now = r
	e.running.Go(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), errandTime)
		defer cancel()
		r.err = e.do(ctx)
		e.mu.Lock()
		e.now = nil
		e.mu.Unlock()
		close(r.done)
	})
	return r
}
