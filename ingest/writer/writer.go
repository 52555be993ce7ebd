// Package writer stores the plugin's events: it reads them from the journal in ranges, and writes each range in one
// transaction that the entities, the time series and the lane's position share. So whatever ends the process, nothing is
// skipped and nothing is doubled. Storing is idempotent by each event's identity, and what is stored does not depend on
// the order in which events come; each file says how for its kind.
package writer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/internal/database"
)

// Journal is what the writer needs of *journal.Journal.
type Journal interface {
	ID() uuid.UUID
	Sync(ctx context.Context) error
	Read(ctx context.Context, lane journal.Lane, after int64, maxEvents, maxBytes int) ([]journal.Entry, error)
	Wait(ctx context.Context, lane journal.Lane, after int64) error
	Range(lane journal.Lane) (first, last int64)
	Pending(ctx context.Context, lane journal.Lane, after int64) (map[event.Type]int, error)
	Cut(lane journal.Lane, upTo int64) error
	Bury(ctx context.Context, letters []journal.DeadLetter) error
}

// Series is where the rows of the time series go: a row for each event of which there is none yet, in tx. The counts are
// of the rows added and of the events whose row was there already.
type Series interface {
	InsertTelemetry(ctx context.Context, tx *sql.Tx, events []*event.Telemetry) (inserted, duplicate int, err error)
	InsertSpawns(ctx context.Context, tx *sql.Tx, events []*event.Spawn) (inserted, duplicate int, err error)
}

const (
	// patience is the least time between the beginnings of two transactions of a lane, so that many events share one,
	// unless enough of them wait. After a longer quiet an event is written at once.
	patience = 50 * time.Millisecond
	enough   = 2_000

	// Of the bulk lane a transaction takes whole seconds of hundreds of characters, to catch up after an outage. The
	// events of the other lane are larger and each costs more.
	bulkEvents = 5_000
	keptEvents = 1_000
	rangeBytes = 8 << 20

	// defaultFlushTimeout ends one attempt to write a range, so that a server that does not answer cannot hold a lane.
	defaultFlushTimeout = 10 * time.Second
	// defaultDrainTimeout is how long a stopping writer goes on writing what the journal has.
	defaultDrainTimeout = 4 * time.Second
)

// Options are what a Writer needs. DB, Series and Journal are required.
type Options struct {
	DB      *database.DB
	Series  Series
	Journal Journal
	Ledger  *ledger.Ledger        // the journal's too; nil: one of its own, in Metrics
	Log     *slog.Logger          // nil: slog.Default()
	Metrics prometheus.Registerer // nil: not registered
	Now     func() time.Time      // nil: time.Now
}

// Writer stores what the journal holds. Its methods are safe for concurrent use; Run may be called once.
type Writer struct {
	db      *database.DB
	series  Series
	journal Journal
	ledger  *ledger.Ledger
	log     *slog.Logger
	now     func() time.Time
	metrics *metrics
	lanes   []*lane

	flushTimeout, drainTimeout time.Duration
}

// New makes a writer, which stores nothing before Run. It finds where in the journal the database stands, and counts what
// is pending into the ledger, so it must be called before the journal is written to. It fails when the database or the
// journal does not answer.
func New(ctx context.Context, o Options) (*Writer, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Ledger == nil {
		o.Ledger = ledger.New(o.Metrics)
	}
	w := &Writer{
		db: o.DB, series: o.Series, journal: o.Journal, ledger: o.Ledger, log: o.Log, now: o.Now,
		metrics: newMetrics(o.Metrics), flushTimeout: defaultFlushTimeout, drainTimeout: defaultDrainTimeout,
	}
	for _, name := range journal.Lanes() {
		l := newLane(w, name)
		if err := l.open(ctx); err != nil {
			return nil, fmt.Errorf("find the database's place in the journal: lane %s: %w", name, err)
		}
		w.lanes = append(w.lanes, l)
	}
	return w, nil
}

// Run stores events until ctx ends, then what the journal still has, for at most 4 s, unless the database is away;
// what is left is stored after the next start. While the database is away it tries the same range again, ever less
// often. It ends early, with an error, only when the journal has been closed.
//
// Two writers may share a database, since each locks the rows of its characters before it reads what depends on them;
// but only one of them may be given telemetry, whose deaths are reckoned from what the rows held before.
func (w *Writer) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, l := range w.lanes {
		group.Go(func() error { return l.run(ctx) })
	}
	group.Go(func() error {
		w.forget(ctx)
		return nil
	})
	return group.Wait()
}

// Flush returns when everything that the journal accepted before the call is stored or otherwise settled, or with ctx's
// error. It needs Run to be running.
func (w *Writer) Flush(ctx context.Context) error {
	if err := w.journal.Sync(ctx); err != nil {
		return fmt.Errorf("flush the journal: %w", err)
	}
	var errs []error
	for _, l := range w.lanes {
		_, last := w.journal.Range(l.name)
		errs = append(errs, l.reach(ctx, last))
	}
	return errors.Join(errs...)
}

// Counts returns, by type, what became of the events so far.
func (w *Writer) Counts() map[event.Type]ledger.Counts { return w.ledger.Counts() }
