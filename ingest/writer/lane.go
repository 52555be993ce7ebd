package writer

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/mosswart/overlord/ingest/journal"
)

// lane writes one lane of the journal. Its methods belong to one goroutine, except where they say otherwise.
type lane struct {
	*Writer
	name      journal.Lane
	maxEvents int

	attempts []*attempt // that began at position, failed, and may have been committed all the same
	begun    time.Time  // when the last attempt began
	limit    int        // as many entries as one attempt takes in time
	suspect  int        // among so many first entries is one that the database refuses; 0: not that we know
	buried   int64      // damaged entries up to here have been put aside

	mu       sync.Mutex
	position int64         // the last entry that is settled, as the database has it
	moved    chan struct{} // closed, and renewed, when position changes
	urgent   int64         // entries up to here do not wait for company
	hurry    func()        // ends a wait for company
	oldest   time.Time     // receipt of the first entry that is being written; zero for none
	commitAt time.Time
	failure  error
	failedAt time.Time // since when
}

func newLane(w *Writer, name journal.Lane) *lane {
	l := &lane{Writer: w, name: name, maxEvents: keptEvents, moved: make(chan struct{}), hurry: func() {}}
	if name == journal.Bulk {
		l.maxEvents = bulkEvents
	}
	l.limit = l.maxEvents
	return l
}

// at is the lane's position. It is safe for concurrent use.
func (l *lane) at() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.position
}

// run writes until ctx ends, and then what is left.
func (l *lane) run(ctx context.Context) error {
	for ctx.Err() == nil {
		err := l.turn(ctx)
		switch {
		case err == nil || ctx.Err() != nil:
		case errors.Is(err, journal.ErrClosed):
			return err
		default:
			l.failed(ctx, err)
			pause(ctx, longPause)
		}
	}
	l.drain(ctx)
	return nil
}

// turn waits for entries and writes a range of them.
func (l *lane) turn(ctx context.Context) error {
	if _, last := l.journal.Range(l.name); last <= l.at() {
		l.note(nil) // nothing is held up
	}
	if err := l.journal.Wait(ctx, l.name, l.at()); err != nil {
		return err
	}
	l.gather(ctx)
	entries, err := l.journal.Read(ctx, l.name, l.at(), l.maxEvents, rangeBytes)
	if err != nil {
		return err
	}
	l.write(ctx, entries)
	return nil
}

// gather gives other events a moment to come along, unless the lane has been quiet.
func (l *lane) gather(ctx context.Context) {
	left := patience - time.Since(l.begun)
	if left <= 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, left)
	defer cancel()
	l.mu.Lock()
	position, hurry := l.position, l.urgent > l.position
	l.hurry = cancel
	l.mu.Unlock()
	if !hurry {
		_ = l.journal.Wait(ctx, l.name, position+enough-1) // however it ends
	}
}

// drain writes what the journal still has, while that works.
func (l *lane) drain(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.drainTimeout)
	defer cancel()
	err := l.failure
	if err == nil {
		err = l.journal.Sync(ctx)
	}
	for err == nil {
		var entries []journal.Entry
		entries, err = l.journal.Read(ctx, l.name, l.at(), l.limit, rangeBytes)
		if err == nil && len(entries) == 0 {
			return
		}
		if err == nil {
			err = l.try(ctx, entries)
		}
	}
	l.log.WarnContext(ctx, "stopped before all was stored: the rest stays in the journal",
		slog.String("lane", string(l.name)), slog.Int("events", l.pending()), slog.Any("error", err))
}

// settle moves the lane on: the entries up to position have these results.
func (l *lane) settle(ctx context.Context, position int64, results *results) {
	if err := l.journal.Cut(l.name, position); err != nil {
		l.log.ErrorContext(ctx, "cannot cut the journal", slog.String("lane", string(l.name)), slog.Any("error", err))
	}
	l.ledger.Settle(results.Tally)
	l.metrics.inventory(&results.inventory)
	l.attempts = nil
	l.mu.Lock()
	defer l.mu.Unlock()
	l.position = position
	l.commitAt = l.now()
	l.failure = nil
	close(l.moved)
	l.moved = make(chan struct{})
}

// failed notes what keeps the lane from moving on.
func (l *lane) failed(ctx context.Context, err error) {
	l.log.WarnContext(ctx, "cannot read the journal", slog.String("lane", string(l.name)), slog.Any("error", err))
	l.note(err)
}

// note is failed without the log; nil is that nothing does any more.
func (l *lane) note(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.failure == nil {
		l.failedAt = l.now()
	}
	l.failure = err
}

// reach returns when the lane has got to target, or with ctx's error. It is safe for concurrent use.
func (l *lane) reach(ctx context.Context, target int64) error {
	look := time.NewTicker(patience) // for entries that are gone before they were written
	defer look.Stop()
	for {
		l.mu.Lock()
		l.urgent = max(l.urgent, target)
		position, moved := l.position, l.moved
		l.hurry()
		l.mu.Unlock()
		if first, _ := l.journal.Range(l.name); position >= target || first > target {
			return nil
		}
		select {
		case <-moved:
		case <-look.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// pause waits, or returns when ctx ends.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}
