package writer

import (
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"github.com/mosswart/overlord/ingest/event"
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

// run makes a writer and runs it. stop, which the test's end calls too, waits for it and checks its books.
func run(t testing.TB, db *database.DB, o Options) (w *Writer, stop func()) {
	t.Helper()
	w = made(db, o)
	return w, start(t, w)
}

func made(db *database.DB, o Options) *Writer {
	o.DB, o.Series, o.Metrics = db, timeseries.New(db.Dialect), prometheus.NewRegistry()
	o.Log = slog.New(slog.DiscardHandler)
	return New(o)
}

func start(t testing.TB, w *Writer) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: %v", err)
		}
		balance(t, w)
	})
	t.Cleanup(stop)
	return stop
}

// balance asserts that every event received has one outcome or is pending.
func balance(t testing.TB, w *Writer) {
	t.Helper()
	for kind, c := range w.Counts() {
		sum := c.Pending + c.Inserted + c.Applied + c.Duplicate + c.Superseded + c.Dead
		for _, n := range c.Dropped {
			sum += n
		}
		if sum != c.Received {
			t.Errorf("%s: %d received, but %+v", kind, c.Received, c)
		}
	}
}

// write hands events to w and waits until they are stored.
func write(t testing.TB, w *Writer, events ...event.Event) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
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
