package writer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/mosswart/overlord/ingest/journal"
)

const (
	firstPause = 50 * time.Millisecond
	longPause  = 5 * time.Second
)

// write stores entries, which follow the lane's position, and returns when all are settled, when ctx ends, or when the
// database's position turns out to be another. It takes as many of them at once as it can. A failure that is a row's
// own fault halves the part in which the row is until it is alone; that one is put aside. Any other is repeated until
// it passes, with less at once where time ran out.
func (l *lane) write(ctx context.Context, entries []journal.Entry) {
	wait, failures := firstPause, 0
	for len(entries) > 0 && ctx.Err() == nil {
		l.begin(entries)
		part := entries[:l.size(len(entries))]
		before := l.at()
		err := l.try(ctx, part)
		switch refused := rowFault(err); {
		case err == nil:
			l.limit = min(2*l.limit, l.maxEvents)
			l.suspect = max(0, l.suspect-len(part))
			if failures > 0 {
				l.log.InfoContext(ctx, "storing events again", slog.String("lane", string(l.name)), slog.Int("failures", failures))
			}
			wait, failures = firstPause, 0
		case ctx.Err() != nil:
			return
		case refused && len(part) == 1:
			l.suspect = 0
			l.refuse(ctx, &entries[0], err)
		case refused:
			l.suspect = len(part)
		default:
			failures++
			l.trouble(ctx, err, len(part), failures)
			if errors.Is(err, errOutOfTime) {
				l.limit = max(1, len(part)/2)
			}
			pause(ctx, wait)
			wait = min(2*wait, longPause)
		}
		if l.at() < before {
			break
		}
		entries = beyond(entries, l.at())
	}
	l.begin(nil)
}

// size is how many of n entries to take at once.
func (l *lane) size(n int) int {
	n = min(n, l.limit)
	if l.suspect > 0 {
		n = min(n, max(1, l.suspect/2))
	}
	return n
}

// beyond returns the entries after position.
func beyond(entries []journal.Entry, position int64) []journal.Entry {
	n, _ := slices.BinarySearchFunc(entries, position+1, func(e journal.Entry, p int64) int {
		return int(min(1, max(-1, e.Position-p)))
	})
	return entries[n:]
}

// begin notes what is being written; nil for nothing.
func (l *lane) begin(entries []journal.Entry) {
	l.begun = time.Now()
	var oldest time.Time
	if len(entries) > 0 {
		oldest = receipt(entries[0], l.now())
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.oldest = oldest
}

// receipt is when an entry came in, or a guess where that cannot be read.
func receipt(e journal.Entry, guess time.Time) time.Time {
	if e.Event == nil {
		return guess
	}
	return e.Event.Header().ReceivedAt
}

// trouble notes a failure that is not a row's. Of many only the 1st, 2nd, 4th, 8th … is logged: an outage does not fill
// the log.
func (l *lane) trouble(ctx context.Context, err error, events, failures int) {
	l.metrics.retries.WithLabelValues(string(l.name)).Inc()
	l.note(err)
	if failures&(failures-1) == 0 {
		l.log.WarnContext(ctx, "cannot store events, trying again", slog.String("lane", string(l.name)),
			slog.Int("events", events), slog.Int("failures", failures), slog.Any("error", err))
	}
}

// refuse makes an entry a dead letter, which the next attempt buries.
func (l *lane) refuse(ctx context.Context, e *journal.Entry, cause error) {
	h := e.Event.Header()
	l.log.ErrorContext(ctx, "an event cannot be stored", slog.String("lane", string(l.name)),
		slog.Int64("position", e.Position), slog.String("type", string(h.Type)), slog.String("character", h.Character),
		slog.Time("timestamp", h.Timestamp), slog.Any("error", cause))
	letter := journal.Letter(l.name, *e, l.now(), cause.Error())
	e.Event, e.Bad = nil, &letter
}

// bury puts aside what cannot be stored of entries. It keeps in mind what it has put aside, so that an attempt that is
// repeated does not do it again.
func (l *lane) bury(ctx context.Context, entries []journal.Entry) error {
	var letters []journal.DeadLetter
	for _, e := range entries {
		if e.Bad != nil && e.Position > l.buried {
			letters = append(letters, *e.Bad)
		}
	}
	if len(letters) == 0 {
		return nil
	}
	if err := l.journal.Bury(ctx, letters); err != nil {
		return fmt.Errorf("put %d events aside: %w", len(letters), err)
	}
	l.buried = letters[len(letters)-1].Position
	return nil
}
