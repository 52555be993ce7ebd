package writer

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestEventsAreCommittedWithoutBeingFlushed(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, _ := run(t, db)
		must(t, w.Write(t.Context(), []event.Event{pulse(t, "Ann", "s1", at(0), nil)}))
		eventually(t, func() bool { return rows(t, db, "telemetry_events") == 1 })
	})
}

func TestStopStoresWhatTheJournalHas(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w := made(t, db, filepath.Join(t.TempDir(), "journal.db"))
		must(t, w.Write(t.Context(), pulses(t, "Ann", 0, 1200)))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		must(t, w.Run(ctx))
		if n := rows(t, db, "telemetry_events"); n != 1200 {
			t.Errorf("%d rows", n)
		}
		balance(t, w)
	})
}

// pulses are a character's telemetry of the seconds from first on.
func pulses(t testing.TB, character string, first, n int) []event.Event {
	t.Helper()
	events := make([]event.Event, n)
	for i := range events {
		events[i] = pulse(t, character, "s1", at(float64(first+i)), nil)
	}
	return events
}

// TestRefusedRowsAreBuriedAndTheRestCommitted builds events that Decode would not let through.
func TestRefusedRowsAreBuriedAndTheRestCommitted(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, stop := run(t, db)
		var events []event.Event
		for i := range 200 {
			events = append(events, pulse(t, fmt.Sprintf("Mule %02d", i%60), "s1", at(float64(i)), nil))
		}
		tooLong := pulse(t, "Mule 00", "s1", at(500), nil).(*event.Telemetry)
		tooLong.CharTag = strings.Repeat("moss", 40) // ent's validator
		// Next to each other, and at both ends.
		events = slices.Insert(events, 77, event.Event(tooLong), event.Event(tooLong))
		events = append(events, tooLong)
		events = slices.Insert(events, 0, event.Event(tooLong))
		telemetry, spawns := 4, 0
		if db.Dialect == dialect.Postgres {
			noText := pulse(t, "Mule 01", "s1", at(501), nil).(*event.Telemetry)
			noText.VTState = "Com\x00bat" // the server, in the series
			notUTF8 := occur(t, event.TypeSpawn, "Mule 02", at(502), fields{"mob": "x"}).(*event.Spawn)
			notUTF8.Mob = "\xff\xfe"
			events = slices.Insert(events, 150, event.Event(noText), event.Event(notUTF8))
			telemetry, spawns = 5, 1
		}
		write(t, w, events...)
		c := w.Counts()
		if n := rows(t, db, "telemetry_events"); n != 200 || c[event.TypeTelemetry].Inserted != 200 ||
			c[event.TypeTelemetry].Dead != telemetry || c[event.TypeSpawn].Dead != spawns {
			t.Errorf("%d rows, %+v; want 200, and %d and %d dead", n, c, telemetry, spawns)
		}
		letters, err := w.journal.Dead(t.Context(), 0, 100)
		must(t, err)
		for _, d := range letters {
			if d.Lane != journal.Bulk || len(d.Raw) == 0 || d.Reason == "" || d.Position == 0 {
				t.Errorf("letter %+v", d)
			}
		}
		if len(letters) != telemetry+spawns || !strings.Contains(letters[0].Reason, "tag") || letters[0].Position != 1 {
			t.Errorf("%d letters, the first %+v", len(letters), letters[0])
		}
		stop()
	})
}

// TestOutageLosesNothing takes the table away for a while, which the writer must not hold against the events.
func TestOutageLosesNothing(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, _ := run(t, db)
		rename := func(from, to string) {
			t.Helper()
			_, err := db.SQL.ExecContext(t.Context(), "ALTER TABLE "+from+" RENAME TO "+to)
			must(t, err)
		}
		write(t, w, pulses(t, "Ann", 0, 1)...)
		if bulk := w.Status().Lanes[0]; bulk.Error != "" {
			t.Errorf("status before: %+v", bulk)
		}
		rename("telemetry_events", "away")
		must(t, w.Write(t.Context(), pulses(t, "Ann", 1, 20)))
		must(t, w.Write(t.Context(), []event.Event{occur(t, event.TypeRare, "Ann", at(0), fields{"name": "Hunter's Crystal"})}))
		eventually(t, func() bool { return rows(t, db, "rare_events") == 1 }) // the other lane goes on
		eventually(t, func() bool { return w.Status().Lanes[0].Error != "" })
		bulk := w.Status().Lanes[0]
		if bulk.Lane != journal.Bulk || bulk.Pending != 20 || bulk.Position != 1 || !strings.Contains(bulk.Error, "telemetry_events") ||
			bulk.OldestPendingAgeS <= 0 || bulk.LastCommitAt.IsZero() || bulk.ErrorSince.IsZero() {
			t.Errorf("status %+v", bulk)
		}
		rename("away", "telemetry_events")
		write(t, w, pulses(t, "Ann", 100, 1)...)
		if n := rows(t, db, "telemetry_events"); n != 22 {
			t.Errorf("%d rows, want 22", n)
		}
		if c := w.Counts()[event.TypeTelemetry]; c.Inserted != 22 || c.Dead != 0 {
			t.Errorf("%+v", c)
		}
		if bulk := w.Status().Lanes[0]; bulk.Error != "" || bulk.Pending != 0 {
			t.Errorf("status after: %+v", bulk)
		}
	})
}

func TestRangeThatTakesTooLongIsWrittenInSmallerOnes(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	w := made(t, db, filepath.Join(t.TempDir(), "journal.db"))
	w.series = slow{w.series}
	w.flushTimeout = 200 * time.Millisecond
	start(t, w)
	write(t, w, pulses(t, "Ann", 0, 5)...)
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
	w := made(t, testkit.Open(t, link.url), filepath.Join(t.TempDir(), "journal.db"))
	w.flushTimeout = 200 * time.Millisecond
	start(t, w)
	write(t, w, pulses(t, "Ann", 0, 1)...)
	link.freeze()
	must(t, w.Write(t.Context(), pulses(t, "Ann", 1, 1)))
	eventuallyWithin(t, 20*time.Second, func() bool { return retries(w, journal.Bulk) > 1 })
	link.thaw()
	write(t, w, pulses(t, "Ann", 2, 1)...)
	if n := rows(t, testkit.Open(t, direct), "telemetry_events"); n != 3 {
		t.Errorf("%d rows, want 3", n)
	}
}

func retries(w house, lane journal.Lane) float64 {
	return testutil.ToFloat64(w.metrics.retries.WithLabelValues(string(lane)))
}

// TestLanesDoNotLockEachOtherOut has both lanes write for the same characters, in orders of their own.
func TestLanesDoNotLockEachOtherOut(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, _ := run(t, db)
		for round := range 20 {
			var events []event.Event
			for i := range 60 {
				up, down := fmt.Sprintf("Mule %02d", i), fmt.Sprintf("Mule %02d", 59-i)
				events = append(events,
					pulse(t, up, "s1", at(float64(round)), fields{"total_deaths": round}),
					occur(t, event.TypeDeath, down, at(float64(round)), fields{"total_deaths": round, "killer": "Olthoi"}),
					occur(t, event.TypeRare, down, at(float64(round)), fields{"name": "Hunter's Crystal"}))
			}
			must(t, w.Write(t.Context(), events))
			must(t, w.journal.Sync(t.Context()))
		}
		write(t, w)
		if n := retries(w, journal.Bulk) + retries(w, journal.Kept); n != 0 {
			t.Errorf("%v attempts failed", n)
		}
		if n := rows(t, db, "telemetry_events") + rows(t, db, "rare_events"); n != 2400 {
			t.Errorf("%d rows", n)
		}
	})
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
