package writer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/journalposition"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
)

// The database says how far it has taken in each lane of each journal, in a row that moves in the same transaction as
// what was taken in. A transaction locks the row first, so two of them never take in the same entries.

// errMoved says that the database's position is not the one that was expected.
var errMoved = errors.New("the database's position in the journal is another")

// move moves the lane's row, in a transaction, and fails with errMoved if it is not at from.
func (l *lane) move(ctx context.Context, tx *ent.Client, from, to int64) error {
	n, err := tx.JournalPosition.Update().
		Where(journalposition.JournalID(l.journal.ID()), journalposition.Lane(string(l.name)), journalposition.Position(from)).
		SetPosition(to).Save(ctx)
	if err != nil {
		return fmt.Errorf("move the position in the journal: %w", err)
	}
	if n != 1 {
		return errMoved
	}
	return nil
}

// open finds the lane's position before anything is written, and counts what is pending.
func (l *lane) open(ctx context.Context) error {
	_, last := l.journal.Range(l.name)
	position, err := l.adopt(ctx, func(held int64) bool { return held <= last })
	if err != nil {
		return err
	}
	if err := l.journal.Cut(l.name, position); err != nil {
		return err
	}
	pending, err := l.journal.Pending(ctx, l.name, position)
	if err != nil {
		return err
	}
	for kind, n := range pending {
		l.ledger.Pending(kind, n)
	}
	l.position = position
	return nil
}

// adopt reads the lane's position and makes sure that its row is there and can be: a journal that the database does not
// know begins at its first entry. So does one in which the database claims to be further than it can have come by what
// was written, after one of the two was replaced by a backup: identities make it harmless to write an entry again, and
// nothing would make it harmless to skip one.
func (l *lane) adopt(ctx context.Context, credible func(held int64) bool) (int64, error) {
	var position atomic.Int64
	err := l.bounded(ctx, new(atomic.Bool), func(ctx context.Context) error {
		return l.db.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
			held, err := l.adoptIn(ctx, tx.Ent, credible)
			position.Store(held)
			return err
		})
	})
	return position.Load(), err
}

func (l *lane) adoptIn(ctx context.Context, tx *ent.Client, credible func(held int64) bool) (int64, error) {
	first, last := l.journal.Range(l.name)
	about := []any{
		slog.String("lane", string(l.name)), slog.Any("journal", l.journal.ID()), slog.Int64("first", first), slog.Int64("last", last),
	}
	row, err := tx.JournalPosition.Query().
		Where(journalposition.JournalID(l.journal.ID()), journalposition.Lane(string(l.name))).Only(ctx)
	if ent.IsNotFound(err) {
		l.log.InfoContext(ctx, "the database does not know this journal: storing from its first entry", about...)
		err := tx.JournalPosition.Create().SetJournalID(l.journal.ID()).SetLane(string(l.name)).SetPosition(first - 1).Exec(ctx)
		if err != nil {
			return 0, fmt.Errorf("note a journal: %w", err)
		}
		return first - 1, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the position in the journal: %w", err)
	}
	held := row.Position
	about = append(about, slog.Int64("position", held))
	switch {
	case held < first-1:
		l.metrics.lost.WithLabelValues(string(l.name)).Inc()
		l.log.ErrorContext(ctx, "the journal begins after the database's position, because an older database was restored or "+
			"the journal lost its oldest when it was full: storing from its first entry", about...)
		return held, nil // what follows it begins with the first entry
	case !credible(held):
		l.metrics.lost.WithLabelValues(string(l.name)).Inc()
		l.log.ErrorContext(ctx, "the database's position is beyond what was written of this journal, because one of them was "+
			"restored: storing again from its first entry", about...)
		return first - 1, l.move(ctx, tx, held, first-1)
	default:
		return held, nil
	}
}

// follow sets the lane to where the database is, which is not where it was thought to be. Mostly one of the lane's own
// attempts was committed although it seemed to fail; then what it did is what became of its entries.
func (l *lane) follow(ctx context.Context) error {
	known, attempts := l.at(), slices.Clone(l.attempts)
	own := func(held int64) *attempt {
		for _, a := range attempts {
			if a.to == held && a.results.Load() != nil {
				return a
			}
		}
		return nil
	}
	held, err := l.adopt(ctx, func(held int64) bool { return held <= known || own(held) != nil })
	if err != nil {
		return err
	}
	if held > known {
		l.settle(ctx, held, own(held).results.Load())
		return nil
	}
	if err := l.countAgain(ctx, held, known); err != nil {
		return err
	}
	l.attempts = nil
	l.mu.Lock()
	defer l.mu.Unlock()
	l.position = held
	return nil
}

// countAgain counts entries after one position and up to another, which had been settled, as pending.
func (l *lane) countAgain(ctx context.Context, after, upTo int64) error {
	again := map[event.Type]int{}
	for after < upTo {
		entries, err := l.journal.Read(ctx, l.name, after, l.maxEvents, rangeBytes)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			break
		}
		for _, e := range entries[:len(entries)-len(beyond(entries, upTo))] {
			if e.Bad != nil {
				again[e.Bad.Type]++
			} else {
				again[e.Event.Header().Type]++
			}
		}
		after = entries[len(entries)-1].Position
	}
	for kind, n := range again {
		l.ledger.Pending(kind, n)
	}
	return nil
}
