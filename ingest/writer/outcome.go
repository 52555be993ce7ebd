package writer

import (
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/mosswart/overlord/ingest/event"
)

// Outcome is what became of an event. Each event that Write accepts ends in exactly one.
type Outcome string

// The outcomes.
const (
	Inserted   Outcome = "inserted"   // a new row
	Applied    Outcome = "applied"    // changed a row that was there: a newer state, a death filled in, a portal seen again
	Duplicate  Outcome = "duplicate"  // nothing in it that was not stored already
	Superseded Outcome = "superseded" // replaces state, but is older than the state stored
	Dropped    Outcome = "dropped"    // cannot be stored, for a reason that is counted with it
	Dead       Outcome = "dead"       // the database refuses it; put aside
)

// result is an outcome as it is counted.
type result struct {
	kind    event.Type
	outcome Outcome
	reason  string // of Dropped
}

// tally counts the results of one batch.
type tally map[result]int

func (t tally) add(e event.Event, o Outcome) { t[result{kind: e.Header().Type, outcome: o}]++ }

func (t tally) addMany(kind event.Type, o Outcome, n int) {
	if n > 0 {
		t[result{kind: kind, outcome: o}] += n
	}
}

func (t tally) drop(e event.Event, reason string) {
	t[result{kind: e.Header().Type, outcome: Dropped, reason: reason}]++
}

// Counts is what became of the events of one type since the writer was made. Received is always the sum of the rest.
type Counts struct {
	Received, Pending                              int
	Inserted, Applied, Duplicate, Superseded, Dead int
	Dropped                                        map[string]int // by reason
}

// ledger keeps the counts, so that at every moment received = outcomes + pending, and shows them to Prometheus.
type ledger struct {
	mu       sync.Mutex
	received map[event.Type]int
	pending  map[event.Type]int
	results  tally

	receivedTotal *prometheus.CounterVec
	resultsTotal  *prometheus.CounterVec
	pendingGauge  *prometheus.GaugeVec
}

func newLedger(registry prometheus.Registerer) *ledger {
	factory := promauto.With(registry)
	return &ledger{
		received: map[event.Type]int{}, pending: map[event.Type]int{}, results: tally{},
		receivedTotal: factory.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_writer_received_total", Help: "Events that the writer accepted.",
		}, []string{"type"}),
		resultsTotal: factory.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_writer_events_total",
			Help: "What became of events: inserted, applied, duplicate, superseded, dropped (with the reason) or dead.",
		}, []string{"type", "outcome", "reason"}),
		pendingGauge: factory.NewGaugeVec(prometheus.GaugeOpts{
			Name: "overlord_writer_pending", Help: "Events accepted and not yet in the database.",
		}, []string{"type"}),
	}
}

// receive counts events that were accepted.
func (l *ledger) receive(events []event.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range events {
		kind := e.Header().Type
		l.received[kind]++
		l.pending[kind]++
		l.receivedTotal.WithLabelValues(string(kind)).Inc()
		l.pendingGauge.WithLabelValues(string(kind)).Inc()
	}
}

// settle moves a batch from pending to its results.
func (l *ledger) settle(results tally) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for r, n := range results {
		l.pending[r.kind] -= n
		l.results[r] += n
		l.pendingGauge.WithLabelValues(string(r.kind)).Sub(float64(n))
		l.resultsTotal.WithLabelValues(string(r.kind), string(r.outcome), r.reason).Add(float64(n))
	}
}

// counts returns a consistent picture of all types seen.
func (l *ledger) counts() map[event.Type]Counts {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make(map[event.Type]Counts, len(l.received))
	for kind, n := range l.received {
		all[kind] = Counts{Received: n, Pending: l.pending[kind], Dropped: map[string]int{}}
	}
	for r, n := range l.results {
		c := all[r.kind]
		switch r.outcome {
		case Inserted:
			c.Inserted += n
		case Applied:
			c.Applied += n
		case Duplicate:
			c.Duplicate += n
		case Superseded:
			c.Superseded += n
		case Dead:
			c.Dead += n
		case Dropped:
			c.Dropped[r.reason] += n
		}
		all[r.kind] = c
	}
	return all
}
