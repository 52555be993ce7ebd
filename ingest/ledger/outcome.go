package ledger

import "github.com/mosswart/overlord/ingest/event"

// Outcome is what became of an event. Each event that was taken in ends in exactly one.
type Outcome string

// The outcomes.
const (
	Inserted   Outcome = "inserted"   // a new row
	Applied    Outcome = "applied"    // changed a row that was there: a newer state, a death filled in, a portal seen again
	Duplicate  Outcome = "duplicate"  // nothing in it that was not stored already
	Superseded Outcome = "superseded" // replaces state, but is older than the state stored
	Dropped    Outcome = "dropped"    // not stored, for a reason that is counted with it
	Dead       Outcome = "dead"       // the database refuses it, or it cannot be read; put aside
)

// Result is an outcome as it is counted.
type Result struct {
	Type    event.Type
	Outcome Outcome
	Reason  string // of Dropped; else empty
}

// Tally counts the results of some events. It is good for one goroutine.
type Tally map[Result]int

// Add counts n events of a type with an outcome other than Dropped.
func (t Tally) Add(kind event.Type, o Outcome, n int) {
	if n != 0 {
		t[Result{Type: kind, Outcome: o}] += n
	}
}

// Drop counts one event that is not stored.
func (t Tally) Drop(kind event.Type, reason string) {
	t[Result{Type: kind, Outcome: Dropped, Reason: reason}]++
}

// Sum is the number of events counted.
func (t Tally) Sum() (n int) {
	for _, count := range t {
		n += count
	}
	return n
}
