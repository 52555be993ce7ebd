package timeseries_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/timeseries"
)

// opened is the store of a database, which keeps two days: TimescaleDB goes through all of the time that it keeps when it
// refreshes its minutes for the first time.
func opened(t testing.TB, db *database.DB) *timeseries.Store {
	t.Helper()
	return openedWith(t, db, timeseries.Options{TelemetryDays: 2})
}

func openedWith(t testing.TB, db *database.DB, o timeseries.Options) *timeseries.Store {
	t.Helper()
	o.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	s, err := timeseries.Open(t.Context(), db, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// caughtUp does what the database's own jobs or Run would have done by now.
func caughtUp(t *testing.T, db *database.DB, s *timeseries.Store) {
	t.Helper()
	if s.Kind() == timeseries.KindTimescale {
		runJob(t, db, "policy_refresh_continuous_aggregate", "telemetry_by_minute")
		return
	}
	if err := s.Tidy(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// runJob runs one of TimescaleDB's jobs for a relation, which in tests nothing else does.
func runJob(t *testing.T, db *database.DB, procedure, relation string) {
	t.Helper()
	var id int
	err := db.SQL.QueryRowContext(t.Context(), `SELECT job_id FROM timescaledb_information.jobs
WHERE hypertable_schema = current_schema() AND proc_name = $1 AND hypertable_name = $2`, procedure, relation).Scan(&id)
	if err != nil {
		t.Fatalf("%s of %s: %v", procedure, relation, err)
	}
	if _, err := db.SQL.ExecContext(t.Context(), fmt.Sprintf("CALL run_job(%d)", id)); err != nil {
		t.Fatalf("%s of %s: %v", procedure, relation, err)
	}
}

// model is what the database should hold: by identity the row that came first.
type model map[identity]*event.Telemetry

type identity struct {
	character, session string
	micros             int64
}

func (m model) add(events []*event.Telemetry) {
	for _, e := range events {
		id := identity{e.Character, e.SessionID, e.Timestamp.UnixMicro()}
		if m[id] == nil {
			m[id] = e
		}
	}
}

// of are the rows of a character from a time until before another, in the order of time.
func (m model) of(character string, from, to time.Time) (rows []*event.Telemetry) {
	for _, e := range m {
		if e.Character == character && !e.Timestamp.Before(from) && e.Timestamp.Before(to) {
			rows = append(rows, e)
		}
	}
	slices.SortFunc(rows, func(a, b *event.Telemetry) int { return a.Timestamp.Compare(b.Timestamp) })
	return rows
}

// randomPulses are telemetry of two characters and three sessions in the span from start, of which some share their
// identity and nothing rises as it should.
func randomPulses(random *rand.Rand, start time.Time, span time.Duration, n int) []*event.Telemetry {
	whole := func(most int64) event.Int {
		return event.Int{V: random.Int64N(most), Known: random.IntN(5) > 0}
	}
	fraction := func(most float64) event.Float {
		return event.Float{V: random.Float64() * most, Known: random.IntN(5) > 0}
	}
	events := make([]*event.Telemetry, n)
	for i := range events {
		e := &event.Telemetry{Head: event.Head{
			Type: event.TypeTelemetry, Character: []string{"Ann", "Bob"}[random.IntN(2)], SessionID: []string{"", "s1", "s2"}[random.IntN(3)],
			Timestamp: start.Add(time.Duration(random.Int64N(int64(span/time.Second))) * time.Second),
		}}
		e.Kills, e.RaresFound, e.Deaths, e.PrismaticTaperCount = whole(1_000), whole(5), whole(4), whole(5_000)
		e.KillsPerHour, e.MemMB, e.CPUPct, e.LatencyMS = fraction(900), fraction(500), fraction(20), fraction(300)
		e.EW, e.NS = fraction(100), fraction(100)
		switch random.IntN(3) {
		case 0:
			e.Landcell = event.Int{V: 0xA9B40000 + random.Int64N(0x40), Known: true}
		case 1:
			e.Landcell = event.Int{V: 0xA9B40100 + random.Int64N(0x40), Known: true}
		}
		events[i] = e
	}
	return events
}

// outdoors reports whether a row is of a place on the map.
func outdoors(e *event.Telemetry) bool {
	return e.EW.Known && e.NS.Known && (!e.Landcell.Known || e.Landcell.V&0xffff < 0x100)
}

// insertInBatches adds the events in transactions of random sizes.
func insertInBatches(t *testing.T, random *rand.Rand, db *database.DB, s *timeseries.Store, events []*event.Telemetry) {
	t.Helper()
	for len(events) > 0 {
		n := min(1+random.IntN(200), len(events))
		insert(t, db, s.InsertTelemetry, events[:n]...)
		events = events[n:]
	}
}

// insert runs one insert in a transaction of its own.
func insert[E any](
	t *testing.T, db *database.DB, into func(context.Context, *sql.Tx, []*E) (int, int, error), events ...*E,
) (inserted, duplicate int) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) (err error) {
		inserted, duplicate, err = into(ctx, tx.SQL, events)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return inserted, duplicate
}

func count(t *testing.T, db *database.DB, table string) (n int) {
	t.Helper()
	if err := db.SQL.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
