package writer

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/mosswart/overlord/ingest/inventory"
)

const (
	forgetFirst = time.Minute // after the start, which has other things to do
	forgetEvery = time.Hour
)

// forget deletes the history of items that has had its time, now and then, until ctx ends.
func (w *Writer) forget(ctx context.Context) {
	for pause(ctx, forgetFirst); ctx.Err() == nil; pause(ctx, forgetEvery) {
		var n atomic.Int64
		err := w.bounded(ctx, new(atomic.Bool), func(ctx context.Context) error {
			deleted, err := inventory.Forget(ctx, w.db, w.now())
			n.Store(int64(deleted))
			return err
		})
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			w.log.WarnContext(ctx, "cannot delete old history of items", slog.Any("error", err))
		case n.Load() > 0:
			w.log.InfoContext(ctx, "deleted old history of items", slog.Int64("lines", n.Load()))
		}
	}
}
