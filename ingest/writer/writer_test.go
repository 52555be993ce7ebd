package writer

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/timeseries"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

var noon = time.Date(2026, 6, 24, 12, 0, 0, 0, time.UTC)

// at is that many seconds after noon.
func at(seconds float64) time.Time {
	return noon.Add(time.Duration(seconds * float64(time.Second))).Truncate(time.Microsecond)
}

type fields map[string]any

// occur makes an event by way of its frame, as the gateway does.
func occur(t testing.TB, kind event.Type, character string, when time.Time, more fields) event.Event {
	t.Helper()
	frame := fields{"type": kind, "character_name": character, "timestamp": when}
	maps.Copy(frame, more)
	text, err := json.Marshal(frame)
	if err != nil {
		t.Fatal(err)
	}
	e, err := event.Decode(text, noon.Add(24*time.Hour))
	if err != nil {
		t.Fatalf("decode %s: %v", text, err)
	}
	return e
}

func pulse(t testing.TB, character, session string, when time.Time, more fields) event.Event {
	t.Helper()
	all := fields{"session_id": session, "ew": 33.6, "ns": 42.1, "z": 0.4}
	maps.Copy(all, more)
	return occur(t, event.TypeTelemetry, character, when, all)
}

// house is a writer and the journal that feeds it.
type house struct {
	*Writer
	journal *journal.Journal
}

// Write hands events to the journal.
func (h house) Write(ctx context.Context, events []event.Event) error {
	return h.journal.Write(ctx, events)
}

// run makes a writer with a new journal, and runs it. stop, which the test's end calls too, waits until what was written
// is stored, and checks the books.
func run(t testing.TB, db *database.DB) (h house, stop func()) {
	t.Helper()
	return runOn(t, db, filepath.Join(t.TempDir(), "journal.db"))
}

// runOn is run with the journal at path, new or not.
func runOn(t testing.TB, db *database.DB, path string) (h house, stop func()) {
	t.Helper()
	h = made(t, db, path)
	return h, start(t, h)
}

// made opens the journal at path and makes a writer that does not run yet.
func made(t testing.TB, db *database.DB, path string) house {
	t.Helper()
	books := ledger.New(nil)
	spool, err := journal.Open(t.Context(), journal.Options{Path: path, Ledger: books, Log: quiet()})
	must(t, err)
	t.Cleanup(func() { must(t, spool.Close()) })
	w, err := New(t.Context(), Options{
		DB: db, Series: openSeries(t, db), Journal: spool, Ledger: books, Log: quiet(), Metrics: prometheus.NewRegistry(),
	})
	must(t, err)
	return house{w, spool}
}

func openSeries(t testing.TB, db *database.DB) *timeseries.Store {
	t.Helper()
	series, err := timeseries.Open(t.Context(), db, timeseries.Options{Log: quiet()})
	must(t, err)
	return series
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func start(t testing.TB, h house) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- h.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
		balance(t, h)
		must(t, h.journal.Close())
	})
	t.Cleanup(stop)
	return stop
}

// balance asserts that what the ledger says is pending is what the journal has beyond the database's positions.
func balance(t testing.TB, h house) {
	t.Helper()
	waiting := map[event.Type]int{}
	for _, l := range h.lanes {
		must(t, h.journal.Sync(context.Background()))
		pending, err := h.journal.Pending(context.Background(), l.name, l.at())
		must(t, err)
		maps.Copy(waiting, pending)
	}
	for kind, c := range h.Counts() {
		if c.Pending != waiting[kind] {
			t.Errorf("%s: %d wait in the journal, but %+v", kind, waiting[kind], c)
		}
	}
}

// write hands events to w and waits until they are stored.
func write(t testing.TB, w house, events ...event.Event) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	if err := w.Write(ctx, events); err != nil {
		t.Fatalf("Write: %v", err)
	}
	if err := w.Flush(ctx); err != nil {
		t.Fatalf("Flush: %v", err)
	}
}

// rows counts the rows of a table.
func rows(t testing.TB, db *database.DB, table string) (n int) {
	t.Helper()
	if err := db.SQL.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		t.Fatalf("count %s: %v", table, err)
	}
	return n
}
