// Package writer stores the plugin's events: batches of them, each in one transaction that the entities and the time
// series share. Storing is idempotent by each event's identity, and what is stored does not depend on the order in
// which events come; each file says how for its kind.
package writer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/internal/database"
)

// ErrStopped is returned by Write after the writer has stopped.
var ErrStopped = errors.New("the writer has stopped")

const (
	// A batch is committed when it holds so many events or its oldest has waited so long. 500 rows of the widest
	// table stay below both databases' limit of parameters a statement.
	batchEvents = 500
	batchBytes  = 4 << 20
	patience    = 50 * time.Millisecond

	// defaultFlushTimeout ends one attempt to write a batch, so that a server that does not answer cannot hold the writer.
	defaultFlushTimeout = 10 * time.Second
	// defaultDrainTimeout is how long a stopping writer tries to write what it has accepted.
	defaultDrainTimeout = 5 * time.Second

	defaultQueueEvents = 20_000
	defaultQueueBytes  = 64 << 20
)

// Series is where the rows of the time series go: a row for each event of which there is none yet, in tx. The counts are
// of the rows added and of the events whose row was there already.
type Series interface {
	InsertTelemetry(ctx context.Context, tx *sql.Tx, events []*event.Telemetry) (inserted, duplicate int, err error)
	InsertSpawns(ctx context.Context, tx *sql.Tx, events []*event.Spawn) (inserted, duplicate int, err error)
}

// Options are what a Writer needs. DB and Series are required.
type Options struct {
	DB      *database.DB
	Series  Series
	Log     *slog.Logger          // nil: slog.Default()
	Metrics prometheus.Registerer // nil: not registered
	Now     func() time.Time      // nil: time.Now
	Ledger  *ledger.Ledger        // nil: one of its own, in Metrics

	QueueEvents int // 0: 20,000. Write blocks when so many events wait
	QueueBytes  int // 0: 64 MiB. Write blocks when the waiting events' frames take so much
}

// Writer takes events and stores them. Its methods are safe for concurrent use; Run may be called once.
type Writer struct {
	db     *database.DB
	series Series
	log    *slog.Logger
	now    func() time.Time
	queue  *queue
	ledger *ledger.Ledger

	flushTimeout, drainTimeout time.Duration

	flushSeconds prometheus.Histogram
	lagSeconds   prometheus.Histogram
	retries      prometheus.Counter
}

// New makes a writer, which stores nothing before Run.
func New(o Options) *Writer {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.QueueEvents == 0 {
		o.QueueEvents = defaultQueueEvents
	}
	if o.QueueBytes == 0 {
		o.QueueBytes = defaultQueueBytes
	}
	if o.Ledger == nil {
		o.Ledger = ledger.New(o.Metrics)
	}
	factory := promauto.With(o.Metrics)
	return &Writer{
		db: o.DB, series: o.Series, log: o.Log, now: o.Now,
		queue:        newQueue(o.QueueEvents, o.QueueBytes),
		ledger:       o.Ledger,
		flushTimeout: defaultFlushTimeout, drainTimeout: defaultDrainTimeout,
		flushSeconds: factory.NewHistogram(prometheus.HistogramOpts{
			Name: "overlord_writer_flush_seconds", Help: "Time to write one batch.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}),
		lagSeconds: factory.NewHistogram(prometheus.HistogramOpts{
			Name: "overlord_writer_lag_seconds", Help: "From the receipt of a batch's first event to its commit.",
			Buckets: []float64{.01, .025, .05, .1, .25, .5, 1, 5, 15, 60, 300},
		}),
		retries: factory.NewCounter(prometheus.CounterOpts{
			Name: "overlord_writer_retries_total", Help: "Attempts to write a batch that failed and were repeated.",
		}),
	}
}

// Write accepts events for storing, all or none, and takes ownership of the slice; the events themselves are only
// read. It blocks while the queue is full: until there is room, ctx ends or the writer stops (ErrStopped). Events of
// types that are not stored are accepted and counted as dropped.
func (w *Writer) Write(ctx context.Context, events []event.Event) error {
	if len(events) == 0 {
		return nil
	}
	return w.queue.put(ctx, events, func() {
		for _, e := range events {
			w.ledger.Received(e.Header().Type, 1)
		}
	})
}

// Flush returns when every event accepted before the call has been committed or otherwise settled, or with ctx's
// error. It needs Run to be running.
func (w *Writer) Flush(ctx context.Context) error { return w.queue.flushed(ctx) }

// Counts returns, by type, what became of the events so far.
func (w *Writer) Counts() map[event.Type]ledger.Counts { return w.ledger.Counts() }

// Run stores events until ctx ends, then refuses new ones, writes those that it has accepted, for at most 5 s, and
// returns. What it could not write by then is counted as dropped and makes the error. While the database is away it
// repeats the same batch, ever less often, and Write comes to block.
//
// Two writers may share a database, since each locks the rows of its characters before it reads what depends on them;
// but only one of them may be given telemetry, whose deaths are reckoned from what the rows held before.
func (w *Writer) Run(ctx context.Context) error {
	defer w.queue.close()
	var left []event.Event
	for left == nil && w.queue.await(ctx, batchEvents, patience) {
		left = w.flush(ctx, w.queue.take(batchEvents, batchBytes))
	}
	w.queue.close()
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.drainTimeout)
	defer cancel()
	lost := 0
	for batch := left; ; batch = nil {
		if batch == nil {
			batch = w.queue.take(batchEvents, batchBytes)
		}
		if len(batch) == 0 {
			break
		}
		for _, e := range w.flush(drain, batch) {
			lost++
			w.settle(ledger.Tally{{Type: e.Header().Type, Outcome: ledger.Dropped, Reason: "stopped"}: 1})
		}
	}
	if lost > 0 {
		return fmt.Errorf("stop the writer: %d events were not written within %v", lost, w.drainTimeout)
	}
	return nil
}

// flush writes a batch and returns what the end of ctx left of it, nil for nothing.
func (w *Writer) flush(ctx context.Context, events []event.Event) (left []event.Event) {
	written := w.commit(ctx, events)
	if written > 0 {
		w.lagSeconds.Observe(w.now().Sub(events[0].Header().ReceivedAt).Seconds())
	}
	if written == len(events) {
		return nil
	}
	return events[written:]
}

// settle books the results of events that are done with.
func (w *Writer) settle(results ledger.Tally) {
	w.ledger.Settle(results)
	w.queue.settle(results.Sum())
}
