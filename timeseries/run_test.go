package timeseries_test

import (
	"context"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/timeseries"
)

// aged is a store whose clock shows so many days after noon.
func aged(t *testing.T, db *database.DB, days int) *timeseries.Store {
	t.Helper()
	return openedWith(t, db, timeseries.Options{
		RawDays: 3, TelemetryDays: 9, SpawnDays: 7, Now: func() time.Time { return noon.Add(time.Duration(days) * 24 * time.Hour) },
	})
}

func counted(second int, kills int64, latency float64) *event.Telemetry {
	e := pulse("Ann", "s1", second)
	e.Kills, e.LatencyMS = event.Int{V: kills, Known: true}, event.Float{V: latency, Known: true}
	return e
}

func TestOldRowsGoAndOnSQLiteTheirMinutesStay(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		fresh := aged(t, db, 0)
		var pulses []*event.Telemetry
		for i := range 2_500 { // more than go in a step
			pulses = append(pulses, counted(2*i, int64(i), 30))
		}
		insert(t, db, fresh.InsertTelemetry, pulses...)
		insert(t, db, fresh.InsertSpawns, spawn("Olthoi", event.Float{}))
		raw := map[string][]int{"sqlite3": {2_500, 0, 0, 0}, "postgres": {2_500, 2_500, 2_500, 0}}[db.Dialect]
		spawnTables := map[string][]string{"sqlite3": {"spawn_events", "spawn_mobs"}, "postgres": {"spawn_events"}}
		for i, want := range []struct{ day, minutes, spawns int }{{1, 84, 1}, {4, 84, 1}, {8, 84, 0}, {10, 0, 0}} {
			s := aged(t, db, want.day)
			if err := s.Tidy(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := count(t, db, "telemetry_events"); n != raw[i] {
				t.Errorf("day %d: %d rows, want %d", want.day, n, raw[i])
			}
			if n := count(t, db, "telemetry_minutes"); n != want.minutes {
				t.Errorf("day %d: %d minutes, want %d", want.day, n, want.minutes)
			}
			for _, table := range spawnTables[db.Dialect] {
				if n := count(t, db, table); n != want.spawns {
					t.Errorf("day %d: %d rows of %s, want %d", want.day, n, table, want.spawns)
				}
			}
			h, err := s.History(t.Context(), timeseries.HistoryQuery{Character: "Ann", From: noon, To: noon.Add(2 * time.Hour), Step: time.Minute})
			if err != nil || len(h.T) != want.minutes {
				t.Errorf("day %d: a history of %d points, %v; want %d", want.day, len(h.T), err, want.minutes)
			}
		}
	})
}

// TestLateRowAddsToAnOldMinute is about a row of a minute whose rows are gone already.
func TestLateRowAddsToAnOldMinute(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	s := aged(t, db, 4)
	insert(t, db, s.InsertTelemetry, counted(0, 10, 30), counted(2, 20, 50))
	check := func(when string, kills int64, rows int) {
		t.Helper()
		hours, err := s.KillsPerHour(t.Context(), "Ann", noon, noon)
		if err != nil || hours[0].Kills != kills || hours[0].Minutes != 1 {
			t.Errorf("%s: %v, %v; want %d kills", when, hours, err, kills)
		}
		if n := count(t, db, "telemetry_events"); n != rows {
			t.Errorf("%s: %d rows, want %d", when, n, rows)
		}
	}
	check("at once", 20, 2)
	if err := s.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
	check("rolled up", 20, 0)
	for _, late := range []*event.Telemetry{counted(1, 15, 900), counted(4, 25, 900)} {
		insert(t, db, s.InsertTelemetry, late)
		check("a late row", max(20, late.Kills.V), 1)
		if err := s.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		check("a late row rolled up", max(20, late.Kills.V), 0)
	}
	h, err := s.History(t.Context(), timeseries.HistoryQuery{Character: "Ann", From: noon, To: noon.Add(time.Second)})
	if err != nil || len(h.T) != 1 || *h.LatencyMS[0] != 40 {
		t.Errorf("%+v, %v; want the latency of the two rows that came in time", h, err)
	}
}

// TestMinuteStaysNotedWhileARowOfItIsNotCommitted rolls a minute up while a transaction adds to it.
func TestMinuteStaysNotedWhileARowOfItIsNotCommitted(t *testing.T) {
	db := testkit.Open(t, testkit.Postgres(t))
	s := aged(t, db, 1)
	insert(t, db, s.InsertTelemetry, counted(0, 10, 30))
	err := db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) error {
		if _, _, err := s.InsertTelemetry(ctx, tx.SQL, []*event.Telemetry{counted(2, 20, 30)}); err != nil {
			return err
		}
		return s.Tidy(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		hours, err := s.KillsPerHour(t.Context(), "Ann", noon, noon)
		if err != nil || hours[0].Kills != 20 {
			t.Errorf("%v, %v; want 20 kills", hours, err)
		}
		if err := s.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(t, db, "telemetry_minutes_stale"); n != 0 {
		t.Errorf("%d minutes are noted, want none", n)
	}
}

func TestRunTidiesAndEndsWithItsContext(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		s := aged(t, db, 1)
		insert(t, db, s.InsertTelemetry, counted(0, 10, 30))
		running := goleak.IgnoreCurrent()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- s.Run(ctx) }()
		for end := time.Now().Add(20 * time.Second); count(t, db, "telemetry_minutes") == 0; time.Sleep(5 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatal("nothing is rolled up")
			}
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		goleak.VerifyNone(t, running, goleak.IgnoreTopFunction("database/sql.(*DB).connectionOpener"))
	})
}
