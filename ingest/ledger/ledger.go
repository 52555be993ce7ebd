// Package ledger keeps the books of the events that are stored. For each type, at every moment and for the life of the
// process,
//
//	pending at start + received + replayed = inserted + applied + duplicate + superseded + dropped + dead + pending
//
// where pending is what waits in the journal, on disk or in memory.
package ledger

import (
	"maps"
	"sync"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/mosswart/overlord/ingest/event"
)

// Counts is what came of one type and what became of it since the ledger was made.
type Counts struct {
	PendingAtStart int // waited in the journal when the process began, or wait there again since their database went back
	Received       int // from plugins
	Replayed       int // dead letters that were sent back into the journal

	Pending                                        int
	Inserted, Applied, Duplicate, Superseded, Dead int
	Dropped                                        map[string]int // by reason
}

// Settled is the number of events that have an outcome.
func (c Counts) Settled() int {
	n := c.Inserted + c.Applied + c.Duplicate + c.Superseded + c.Dead
	for _, dropped := range c.Dropped {
		n += dropped
	}
	return n
}

// Ledger counts events. It is safe for concurrent use, and a prometheus.Collector whose every scrape is balanced.
type Ledger struct {
	mu      sync.Mutex
	came    map[event.Type]*intake
	results Tally
}

// intake is where events of one type came from.
type intake struct{ atStart, received, replayed int }

// New makes an empty ledger and registers it, where registry is not nil.
func New(registry prometheus.Registerer) *Ledger {
	l := &Ledger{came: map[event.Type]*intake{}, results: Tally{}}
	if registry != nil {
		registry.MustRegister(l)
	}
	return l
}

// of finds a type's intake; l.mu is held.
func (l *Ledger) of(kind event.Type) *intake {
	in := l.came[kind]
	if in == nil {
		in = &intake{}
		l.came[kind] = in
	}
	return in
}

// Pending counts events that waited in the journal when the process began.
func (l *Ledger) Pending(kind event.Type, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of(kind).atStart += n
}

// Received counts events that came from plugins and were taken in.
func (l *Ledger) Received(kind event.Type, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of(kind).received += n
}

// Replayed counts dead letters that were sent back into the journal.
func (l *Ledger) Replayed(kind event.Type, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of(kind).replayed += n
}

// Dropped counts events that were taken in before and will not be stored.
func (l *Ledger) Dropped(kind event.Type, n int, reason string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of(kind)
	l.results[Result{Type: kind, Outcome: Dropped, Reason: reason}] += n
}

// Settle counts the outcomes of events that are done with.
func (l *Ledger) Settle(results Tally) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for r, n := range results {
		l.of(r.Type)
		l.results[r] += n
	}
}

// Counts returns a consistent picture of all types seen, which is the caller's own.
func (l *Ledger) Counts() map[event.Type]Counts {
	came, results := l.picture()
	all := make(map[event.Type]Counts, len(came))
	for kind, in := range came {
		all[kind] = Counts{
			PendingAtStart: in.atStart, Received: in.received, Replayed: in.replayed,
			Dropped: map[string]int{},
		}
	}
	for r, n := range results {
		c := all[r.Type]
		switch r.Outcome {
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
			c.Dropped[r.Reason] += n
		}
		all[r.Type] = c
	}
	for kind, c := range all {
		c.Pending = c.PendingAtStart + c.Received + c.Replayed - c.Settled()
		all[kind] = c
	}
	return all
}

func (l *Ledger) picture() (map[event.Type]intake, Tally) {
	l.mu.Lock()
	defer l.mu.Unlock()
	came := make(map[event.Type]intake, len(l.came))
	for kind, in := range l.came {
		came[kind] = *in
	}
	return came, maps.Clone(l.results)
}
