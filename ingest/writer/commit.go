package writer

import (
	"context"
	"log/slog"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
)

const (
	firstPause = 50 * time.Millisecond
	longPause  = 5 * time.Second
)

// commit writes events in order, in one transaction where it can, and returns how many are done with: all of them,
// unless ctx ended. A failure that is a row's own fault splits the batch until the row is alone; that one is put
// aside. Any other is repeated until it passes.
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
		if rowFault(err) {
			return w.bisect(ctx, events, err)
		}
		w.retries.Inc()
		if attempt&(attempt-1) == 0 { // 1, 2, 4, 8 …: an outage does not fill the log
			w.log.WarnContext(ctx, "cannot store events, trying again",
				slog.Int("events", len(events)), slog.Int("attempt", attempt), slog.Any("error", err))
		}
		select {
		case <-time.After(pause):
			pause = min(2*pause, longPause)
		case <-ctx.Done():
			return 0
		}
	}
}

// bisect commits the halves of a batch that the database has refused, or puts its only event aside.
func (w *Writer) bisect(ctx context.Context, events []event.Event, cause error) (written int) {
	if len(events) == 1 {
		head := events[0].Header()
		w.log.ErrorContext(ctx, "the database refuses an event",
			slog.String("type", string(head.Type)), slog.String("character", head.Character),
			slog.Time("timestamp", head.Timestamp), slog.Any("error", cause))
		results := tally{}
		results.add(events[0], Dead)
		w.settle(results)
		return 1
	}
	half := len(events) / 2
	if written = w.commit(ctx, events[:half]); written < half {
		return written
	}
	return half + w.commit(ctx, events[half:])
}

// attempt writes events in one transaction.
func (w *Writer) attempt(ctx context.Context, events []event.Event) (tally, error) {
	begun := time.Now()
	ctx, cancel := context.WithTimeout(ctx, flushTimeout)
	defer cancel()
	var results tally
	err := w.db.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
		var err error
		results, err = store(ctx, tx, w.series, events)
		return err
	})
	w.flushSeconds.Observe(time.Since(begun).Seconds())
	return results, err
}
