package writer

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/inventory"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/internal/database"
)

const (
	grace = time.Second // for a driver to notice that its context is over
	// maxAttempts bounds what is remembered of attempts whose end is not known.
	maxAttempts = 64
)

// errOutOfTime marks an attempt that took longer than it may.
var errOutOfTime = errors.New("out of time")

// attempt is one try to write the entries from one position to another. When its connection breaks in the middle of
// the commit, or is given up because the server does not answer, it is not known whether the commit counts; then the
// database's position tells, since that moves with the rows and from nowhere but from.
type attempt struct {
	from, to int64
	results  atomic.Pointer[results] // set before the commit is asked for
	ended    atomic.Bool
}

// open reports whether the attempt may have been, or may yet be, committed.
func (a *attempt) open() bool { return a.results.Load() != nil || !a.ended.Load() }

// try writes entries, which follow the lane's position, in one transaction, and moves the lane on. Where the database
// turns out to be at another position, it writes nothing and sets the lane to that.
func (l *lane) try(ctx context.Context, entries []journal.Entry) error {
	l.inspect(ctx, entries)
	if err := l.bury(ctx, entries); err != nil {
		return err
	}
	begun := time.Now()
	a := &attempt{from: l.at(), to: entries[len(entries)-1].Position}
	events, dead := parted(entries)
	err := l.within(ctx, l.flushTimeout+transferTime(events), &a.ended, func(ctx context.Context) error {
		return l.db.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
			if err := l.move(ctx, tx.Ent, a.from, a.to); err != nil {
				return err
			}
			results, err := store(ctx, tx, l.series, events)
			if err != nil {
				return err
			}
			for kind, n := range dead {
				results.Add(kind, ledger.Dead, n)
			}
			a.results.Store(results)
			return nil
		})
	})
	l.metrics.flushSeconds.WithLabelValues(string(l.name)).Observe(time.Since(begun).Seconds())
	switch {
	case err == nil:
		l.settle(ctx, a.to, a.results.Load())
		l.metrics.rows.WithLabelValues(string(l.name)).Observe(float64(len(entries)))
		l.metrics.lagSeconds.WithLabelValues(string(l.name)).Observe(l.now().Sub(receipt(entries[0], l.now())).Seconds())
		return nil
	case errors.Is(err, errMoved):
		return l.follow(ctx)
	}
	l.remember(a)
	return err
}

// parted returns the events of entries, and how many are none, by type.
func parted(entries []journal.Entry) (events []event.Event, dead map[event.Type]int) {
	events = make([]event.Event, 0, len(entries))
	for _, e := range entries {
		if e.Bad == nil {
			events = append(events, e.Event)
			continue
		}
		if dead == nil {
			dead = map[event.Type]int{}
		}
		dead[e.Bad.Type]++
	}
	return events, dead
}

// inspect makes dead letters of the full inventories that would replace everything by nothing.
func (l *lane) inspect(ctx context.Context, entries []journal.Entry) {
	for i := range entries {
		full, ok := entries[i].Event.(*event.FullInventory)
		if !ok {
			continue
		}
		if err := inventory.Unusable(full); err != nil {
			l.refuse(ctx, &entries[i], err)
		}
	}
}

// timePerMiB is what an attempt may take longer for each MiB of its events: the largest inventory alone is 16.
const timePerMiB = 2 * time.Second

func transferTime(events []event.Event) time.Duration {
	bytes := 0
	for _, e := range events {
		bytes += len(e.Header().Raw)
	}
	return time.Duration(bytes>>20) * timePerMiB
}

// remember keeps a failed attempt that may have been committed all the same.
func (l *lane) remember(a *attempt) {
	kept := l.attempts[:0]
	for _, o := range append(l.attempts, a) {
		if o.open() {
			kept = append(kept, o)
		}
	}
	l.attempts = kept[max(0, len(kept)-maxAttempts):]
}

// bounded is within flushTimeout.
func (w *Writer) bounded(ctx context.Context, ended *atomic.Bool, work func(ctx context.Context) error) error {
	return w.within(ctx, w.flushTimeout, ended, work)
}

// within runs work for at most that long, and sets ended when it has come to its end.
//
// A server that is frozen holds lib/pq beyond its context, until the connection itself runs out of patience. Such work
// is left behind after a moment's grace. It ends with its connection, and can do no harm: its context is over, so all
// that may still come is a commit that the server had been told of, and that moves the position with the rows.
func (w *Writer) within(
	ctx context.Context, timeout time.Duration, ended *atomic.Bool, work func(ctx context.Context) error,
) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	result := make(chan error, 1)
	go func() {
		err := work(ctx)
		ended.Store(true)
		result <- err
	}()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-result:
		if err != nil {
			return fmt.Errorf("%w: %w", errOutOfTime, err)
		}
		return nil
	case <-time.After(grace):
		return fmt.Errorf("%w: the database does not answer", errOutOfTime)
	}
}
