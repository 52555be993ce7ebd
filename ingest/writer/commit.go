package writer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/internal/database"
)

const (
	firstPause = 50 * time.Millisecond
	longPause  = 5 * time.Second
	grace      = time.Second // for a driver to notice that its context is over
)

// errOutOfTime marks an attempt that took longer than it may.
var errOutOfTime = errors.New("out of time")

// commit writes events in order, in one transaction where it can, and returns how many are done with: all of them,
// unless ctx ended. A failure that is a row's own fault splits the batch until the row is alone; that one is put
// aside. Any other is repeated until it passes, by halves where time ran out.
func (w *Writer) commit(ctx context.Context, events []event.Event) (written int) {
	pause := firstPause
	for attempt := 1; ; attempt++ {
		results, err := w.attempt(ctx, events)
		if err == nil {
			if attempt > 1 {
				w.log.InfoContext(ctx, "storing events again", slog.Int("attempts", attempt))
			}
			w.settle(results)
			return len(events)
		}
		if ctx.Err() != nil {
			return 0
		}
		switch refused := rowFault(err); {
		case refused && len(events) == 1:
			w.putAside(ctx, events[0], err)
			return 1
		case refused:
			return w.halves(ctx, events)
		}
		w.retries.Inc()
		if attempt&(attempt-1) == 0 { // 1, 2, 4, 8 …: an outage does not fill the log
			w.log.WarnContext(ctx, "cannot store events, trying again",
				slog.Int("events", len(events)), slog.Int("attempt", attempt), slog.Any("error", err))
		}
		if errors.Is(err, errOutOfTime) && len(events) > 1 {
			return w.halves(ctx, events)
		}
		select {
		case <-time.After(pause):
			pause = min(2*pause, longPause)
		case <-ctx.Done():
			return 0
		}
	}
}

// halves commits the first half of a batch, then the second.
func (w *Writer) halves(ctx context.Context, events []event.Event) (written int) {
	half := len(events) / 2
	if written = w.commit(ctx, events[:half]); written < half {
		return written
	}
	return half + w.commit(ctx, events[half:])
}

// putAside gives up an event that the database refuses.
func (w *Writer) putAside(ctx context.Context, e event.Event, cause error) {
	head := e.Header()
	w.log.ErrorContext(ctx, "the database refuses an event",
		slog.String("type", string(head.Type)), slog.String("character", head.Character),
		slog.Time("timestamp", head.Timestamp), slog.Any("error", cause))
	results := ledger.Tally{}
	results.Add(head.Type, ledger.Dead, 1)
	w.settle(results)
}

// attempt writes events in one transaction, for at most flushTimeout.
//
// A server that is frozen holds lib/pq beyond its context, until the connection itself runs out of patience. Such an
// attempt is left behind after a moment's grace. It ends with its connection, and can do no harm: its context is over,
// so all that may still come is a commit that the server had been told of, and storing twice changes nothing.
func (w *Writer) attempt(ctx context.Context, events []event.Event) (ledger.Tally, error) {
	begun := time.Now()
	defer func() { w.flushSeconds.Observe(time.Since(begun).Seconds()) }()
	ctx, cancel := context.WithTimeout(ctx, w.flushTimeout)
	defer cancel()
	type end struct {
		results ledger.Tally
		err     error
	}
	ended := make(chan end, 1)
	go func() {
		var results ledger.Tally
		err := w.db.InTx(ctx, func(ctx context.Context, tx database.Tx) (err error) {
			results, err = store(ctx, tx, w.series, events)
			return err
		})
		ended <- end{results, err}
	}()
	select {
	case e := <-ended:
		return e.results, e.err
	case <-ctx.Done():
	}
	select {
	case e := <-ended:
		if e.err != nil {
			return nil, fmt.Errorf("%w: %w", errOutOfTime, e.err)
		}
		return e.results, nil
	case <-time.After(grace):
		return nil, fmt.Errorf("%w: the database does not answer", errOutOfTime)
	}
}
