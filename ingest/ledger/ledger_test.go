package ledger_test

import (
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/ledger"
)

func TestEveryEventIsPendingUntilItHasAnOutcome(t *testing.T) {
	l := ledger.New(nil)
	l.Pending(event.TypeRare, 2)
	l.Received(event.TypeRare, 5)
	l.Replayed(event.TypeRare, 1)
	l.Dropped(event.TypeRare, 1, "journal_full")
	results := ledger.Tally{}
	results.Add(event.TypeRare, ledger.Inserted, 2)
	results.Add(event.TypeRare, ledger.Duplicate, 1)
	results.Add(event.TypeRare, ledger.Dead, 1)
	results.Add(event.TypeRare, ledger.Applied, 0)
	results.Drop(event.TypeRare, "nameless")
	if results.Sum() != 5 || len(results) != 4 {
		t.Errorf("tally %v", results)
	}
	l.Settle(results)
	want := ledger.Counts{
		PendingAtStart: 2, Received: 5, Replayed: 1, Pending: 2, Inserted: 2, Duplicate: 1, Dead: 1,
		Dropped: map[string]int{"journal_full": 1, "nameless": 1},
	}
	if got := l.Counts()[event.TypeRare]; !reflect.DeepEqual(got, want) || got.Settled() != 6 {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestMetricsShowTheBooks(t *testing.T) {
	registry := prometheus.NewRegistry()
	l := ledger.New(registry)
	l.Pending(event.TypeSpawn, 1)
	l.Received(event.TypeSpawn, 4)
	results := ledger.Tally{}
	results.Add(event.TypeSpawn, ledger.Inserted, 2)
	results.Drop(event.TypeSpawn, "nameless")
	l.Settle(results)
	want := `
# HELP overlord_events_pending Events taken in and not yet in the database.
# TYPE overlord_events_pending gauge
overlord_events_pending{type="spawn"} 2
# HELP overlord_events_pending_at_start Events that waited in the journal when the process began.
# TYPE overlord_events_pending_at_start gauge
overlord_events_pending_at_start{type="spawn"} 1
# HELP overlord_events_received_total Events from plugins that were taken in to be stored.
# TYPE overlord_events_received_total counter
overlord_events_received_total{type="spawn"} 4
# HELP overlord_events_replayed_total Dead letters that were sent back into the journal.
# TYPE overlord_events_replayed_total counter
overlord_events_replayed_total{type="spawn"} 0
# HELP overlord_events_settled_total What became of events: inserted, applied, duplicate, superseded, dropped (with the reason) or dead.
# TYPE overlord_events_settled_total counter
overlord_events_settled_total{outcome="dropped",reason="nameless",type="spawn"} 1
overlord_events_settled_total{outcome="inserted",reason="",type="spawn"} 2
`
	if err := testutil.GatherAndCompare(registry, strings.NewReader(want)); err != nil {
		t.Error(err)
	}
}

func TestCountsAreBalancedWhileOthersCount(t *testing.T) {
	l := ledger.New(nil)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 1000 {
				l.Received(event.TypeTelemetry, 3)
				l.Settle(ledger.Tally{{Type: event.TypeTelemetry, Outcome: ledger.Inserted}: 2})
				l.Dropped(event.TypeTelemetry, 1, "journal_full")
				if c := l.Counts()[event.TypeTelemetry]; c.Received != c.Settled()+c.Pending || c.Pending < 0 {
					t.Errorf("%+v", c)
				}
			}
		})
	}
	group.Wait()
	if c := l.Counts()[event.TypeTelemetry]; c.Pending != 0 || c.Inserted != 8000 || c.Dropped["journal_full"] != 4000 {
		t.Errorf("%+v", c)
	}
}
