package writer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestEventsAreCommittedWithoutBeingFlushed(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, _ := run(t, db, Options{})
		must(t, w.Write(t.Context(), []event.Event{pulse(t, "Ann", "s1", at(0), nil)}))
		eventually(t, func() bool { return rows(t, db, "telemetry_events") == 1 })
	})
}

func TestWriteBlocksWhileTheQueueIsFull(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	for name, o := range map[string]Options{"by number": {QueueEvents: 2}, "by bytes": {QueueBytes: 3 * eventBytes}} {
		t.Run(name, func(t *testing.T) {
			empty(t, db)
			w := made(db, o)
			three := []event.Event{
				pulse(t, "Ann", "", at(0), nil), pulse(t, "Ann", "", at(2), nil), pulse(t, "Ann", "", at(4), nil),
			}
			must(t, w.Write(t.Context(), slices.Clone(three))) // larger than the queue, but alone
			short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			defer cancel()
			if err := w.Write(short, slices.Clone(three)); !errors.Is(err, context.DeadlineExceeded) {
				t.Fatalf("Write into a full queue: %v", err)
			}
			if c := w.Counts()[event.TypeTelemetry]; c.Received != 3 || c.Pending != 3 {
				t.Errorf("what Write refused was counted: %+v", c)
			}
			blocked := make(chan error)
			go func() {
				blocked <- w.Write(t.Context(), []event.Event{pulse(t, "Ann", "", at(6), nil)})
			}()
			ctx, stop := context.WithCancel(t.Context())
			done := make(chan error)
			go func() { done <- w.Run(ctx) }()
			must(t, <-blocked)
			stop()
			must(t, <-done)
			if n := rows(t, db, "telemetry_events"); n != 4 {
				t.Errorf("%d rows", n)
			}
		})
	}
}

func TestStopWritesWhatWasAcceptedAndRefusesMore(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w := made(db, Options{})
		var events []event.Event
		for i := range 1200 { // several batches
			events = append(events, pulse(t, "Ann", "s1", at(float64(i)), nil))
		}
		must(t, w.Write(t.Context(), events))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		must(t, w.Run(ctx))
		if n := rows(t, db, "telemetry_events"); n != 1200 {
			t.Errorf("%d rows", n)
		}
		if err := w.Write(t.Context(), []event.Event{pulse(t, "Ann", "s1", at(-1), nil)}); !errors.Is(err, ErrStopped) {
			t.Errorf("Write after the stop: %v", err)
		}
		balance(t, w)
	})
}

// TestRefusedRowIsPutAsideAndTheRestCommitted builds events that Decode would not let through.
func TestRefusedRowIsPutAsideAndTheRestCommitted(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, stop := run(t, db, Options{})
		var events []event.Event
		for i := range 200 {
			events = append(events, pulse(t, fmt.Sprintf("Mule %02d", i%60), "s1", at(float64(i)), nil))
		}
		tooLong := pulse(t, "Mule 00", "s1", at(500), nil).(*event.Telemetry)
		tooLong.CharTag = strings.Repeat("moss", 40) // ent's validator
		events = slices.Insert(events, 77, event.Event(tooLong))
		refused := 1
		if db.Dialect == dialect.Postgres {
			noText := pulse(t, "Mule 01", "s1", at(501), nil).(*event.Telemetry)
			noText.VTState = "Com\x00bat" // the server, in the series
			notUTF8 := occur(t, event.TypeSpawn, "Mule 02", at(502), fields{"mob": "x"}).(*event.Spawn)
			notUTF8.Mob = "\xff\xfe"
			events = slices.Insert(events, 150, event.Event(noText), event.Event(notUTF8))
			refused = 3
		}
		write(t, w, events...)
		stop()
		dead := w.Counts()[event.TypeTelemetry].Dead + w.Counts()[event.TypeSpawn].Dead
		if n := rows(t, db, "telemetry_events"); n != 200 || dead != refused {
			t.Errorf("%d rows, %d dead; want 200 and %d", n, dead, refused)
		}
	})
}

// TestOutageLosesNothing takes the table away for a while, which the writer must not hold against the events.
func TestOutageLosesNothing(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, _ := run(t, db, Options{QueueEvents: 4})
		rename := func(from, to string) {
			t.Helper()
			_, err := db.SQL.ExecContext(t.Context(), "ALTER TABLE "+from+" RENAME TO "+to)
			must(t, err)
		}
		write(t, w, pulse(t, "Ann", "s1", at(0), nil))
		rename("telemetry_events", "away")
		var accepted atomic.Int64
		var writers sync.WaitGroup
		for i := range 20 {
			writers.Go(func() {
				must(t, w.Write(t.Context(), []event.Event{pulse(t, "Ann", "s1", at(float64(2+i)), nil)}))
				accepted.Add(1)
			})
		}
		eventually(t, func() bool { return w.Counts()[event.TypeTelemetry].Pending >= 4 && accepted.Load() >= 4 })
		balance(t, w)
		rename("away", "telemetry_events")
		writers.Wait()
		write(t, w, pulse(t, "Ann", "s1", at(100), nil))
		if n := rows(t, db, "telemetry_events"); n != 22 {
			t.Errorf("%d rows, want 22", n)
		}
		if c := w.Counts()[event.TypeTelemetry]; c.Inserted != 22 || c.Dead != 0 {
			t.Errorf("%+v", c)
		}
	})
}

func TestWhatCannotBeWrittenByTheStopIsReported(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	_, err := db.SQL.ExecContext(t.Context(), "DROP TABLE telemetry_events")
	must(t, err)
	w := made(db, Options{})
	w.drainTimeout = 100 * time.Millisecond
	must(t, w.Write(t.Context(), []event.Event{pulse(t, "Ann", "", at(0), nil), pulse(t, "Ann", "", at(2), nil)}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.Run(ctx); err == nil || !strings.Contains(err.Error(), "2 events") {
		t.Errorf("Run: %v", err)
	}
	if c := w.Counts()[event.TypeTelemetry]; c.Dropped["stopped"] != 2 || c.Pending != 0 {
		t.Errorf("%+v", c)
	}
}

func TestBatchThatTakesTooLongIsWrittenInSmallerOnes(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	w := made(db, Options{})
	w.series = slow{w.series}
	w.flushTimeout = 200 * time.Millisecond
	start(t, w)
	var events []event.Event
	for i := range 5 {
		events = append(events, pulse(t, "Ann", "s1", at(float64(i)), nil))
	}
	write(t, w, events...)
	if n := rows(t, db, "telemetry_events"); n != 5 {
		t.Errorf("%d rows", n)
	}
}

// slow gets one row written in time, and no more.
type slow struct{ Series }

func (s slow) InsertTelemetry(ctx context.Context, tx *sql.Tx, events []*event.Telemetry) (int, int, error) {
	if len(events) > 1 {
		<-ctx.Done()
		return 0, 0, ctx.Err()
	}
	return s.Series.InsertTelemetry(ctx, tx, events)
}

// TestFrozenServerDoesNotHoldTheWriterForEver stops all bytes between the writer and its server for a while.
func TestFrozenServerDoesNotHoldTheWriterForEver(t *testing.T) {
	direct := testkit.Postgres(t)
	link := newLink(t, direct)
	w := made(testkit.Open(t, link.url), Options{})
	w.flushTimeout = 200 * time.Millisecond
	start(t, w)
	write(t, w, pulse(t, "Ann", "s1", at(0), nil))
	link.freeze()
	must(t, w.Write(t.Context(), []event.Event{pulse(t, "Ann", "s1", at(2), nil)}))
	eventuallyWithin(t, 20*time.Second, func() bool { return testutil.ToFloat64(w.retries) > 1 })
	link.thaw()
	write(t, w, pulse(t, "Ann", "s1", at(4), nil))
	if n := rows(t, testkit.Open(t, direct), "telemetry_events"); n != 3 {
		t.Errorf("%d rows, want 3", n)
	}
}

func eventually(t *testing.T, condition func() bool) {
	t.Helper()
	eventuallyWithin(t, 10*time.Second, condition)
}

func eventuallyWithin(t *testing.T, limit time.Duration, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(limit); !condition(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited too long")
		}
	}
}
