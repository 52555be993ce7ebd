package timeseries_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent/migrations"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/timeseries"
)

// openedQuietly opens the time series and returns what that logged.
func openedQuietly(t *testing.T, db *database.DB, o timeseries.Options) (*timeseries.Store, string) {
	t.Helper()
	var log bytes.Buffer
	o.Log = slog.New(slog.NewTextHandler(&log, nil))
	s, err := timeseries.Open(t.Context(), db, o)
	if err != nil {
		t.Fatal(err)
	}
	return s, log.String()
}

func scalar(t *testing.T, db *database.DB, query string, arguments ...any) (value string) {
	t.Helper()
	if err := db.SQL.QueryRowContext(t.Context(), query, arguments...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return value
}

func TestTablesWithRowsBecomeHypertablesOnce(t *testing.T) {
	db := testkit.Open(t, testkit.Timescale(t))
	plain := timeseries.OpenPlain(db)
	now := time.Now().UTC()
	var pulses []*event.Telemetry
	for day := range 5 {
		e := counted(0, int64(day), 30)
		e.Timestamp = now.Add(-time.Duration(day) * 24 * time.Hour)
		pulses = append(pulses, e)
	}
	insert(t, db, plain.InsertTelemetry, pulses...)
	insert(t, db, plain.InsertSpawns, spawn("Olthoi", event.Float{}))

	s, log := openedQuietly(t, db, timeseries.Options{})
	if s.Kind() != timeseries.KindTimescale || !strings.Contains(log, "telemetry_events a hypertable") {
		t.Fatalf("%s; log:\n%s", s.Kind(), log)
	}
	if n := count(t, db, "telemetry_events"); n != 5 {
		t.Errorf("%d rows, want 5", n)
	}
	if got := scalar(t, db, "SELECT count(*) FROM show_chunks('telemetry_events')"); got != "5" {
		t.Errorf("%s chunks, want one a day", got)
	}
	if inserted, duplicate := insert(t, db, s.InsertTelemetry, pulses...); inserted != 0 || duplicate != 5 {
		t.Errorf("again: %d inserted, %d duplicate", inserted, duplicate)
	}
	if n := count(t, db, "telemetry_minutes_stale"); n != 0 {
		t.Errorf("%d minutes are noted for nobody", n)
	}
	if _, log := openedQuietly(t, db, timeseries.Options{}); log != "" {
		t.Errorf("the second start did something:\n%s", log)
	}
	if _, log := openedQuietly(t, db, timeseries.Options{TelemetryDays: 30}); strings.Count(log, "\n") != 3 {
		t.Errorf("another retention should change the refresh and two removals:\n%s", log)
	}
	const dropAfter = `SELECT string_agg(config->>'drop_after', ', ' ORDER BY hypertable_name) FROM timescaledb_information.jobs
WHERE hypertable_schema = current_schema() AND proc_name = 'policy_retention'`
	if got := scalar(t, db, dropAfter); got != "7 days, 30 days, 30 days" {
		t.Errorf("rows are kept for %s", got)
	}
}

// TestCompressedChunksTakeLateRowsOnce has a chunk of 100,500 rows, more than TimescaleDB unpacks by itself.
func TestCompressedChunksTakeLateRowsOnce(t *testing.T) {
	db := testkit.Open(t, testkit.Timescale(t))
	s := openedWith(t, db, timeseries.Options{})
	day := time.Now().UTC().Truncate(24*time.Hour).AddDate(0, 0, -12)
	_, err := db.SQL.ExecContext(t.Context(), `INSERT INTO telemetry_events (character_name, session_id, timestamp, kills)
SELECT 'Mule', 's1', $1::timestamptz + i * interval '700 milliseconds', i FROM generate_series(1, 100500) i`, day)
	if err != nil {
		t.Fatal(err)
	}
	runJob(t, db, "policy_compression", "telemetry_events")
	if got := scalar(t, db, `SELECT count(*) FROM timescaledb_information.chunks
WHERE hypertable_schema = current_schema() AND hypertable_name = 'telemetry_events' AND is_compressed`); got == "0" {
		t.Fatal("nothing is compressed")
	}
	var late []*event.Telemetry
	for i := range 700 { // over the whole day, every second one known
		e := pulse("Mule", "s1", 0)
		e.Timestamp = day.Add(time.Duration(100*i+100) * 700 * time.Millisecond)
		if i%2 == 1 {
			e.Timestamp = e.Timestamp.Add(time.Millisecond)
		}
		late = append(late, e)
	}
	if inserted, duplicate := insert(t, db, s.InsertTelemetry, late...); inserted != 350 || duplicate != 350 {
		t.Errorf("%d inserted, %d duplicate; want 350 each", inserted, duplicate)
	}
	if n := count(t, db, "telemetry_events"); n != 100_850 {
		t.Errorf("%d rows, want 100,850", n)
	}
}

func TestRetentionDropsChunks(t *testing.T) {
	db := testkit.Open(t, testkit.Timescale(t))
	s := openedWith(t, db, timeseries.Options{TelemetryDays: 3, SpawnDays: 2})
	for _, age := range []int{0, 1, 5} {
		e, seen := counted(0, 1, 30), spawn("Olthoi", event.Float{})
		e.Timestamp = time.Now().UTC().AddDate(0, 0, -age)
		seen.Timestamp = e.Timestamp
		insert(t, db, s.InsertTelemetry, e)
		insert(t, db, s.InsertSpawns, seen)
	}
	runJob(t, db, "policy_retention", "telemetry_events")
	runJob(t, db, "policy_retention", "spawn_events")
	if pulses, spawns := count(t, db, "telemetry_events"), count(t, db, "spawn_events"); pulses != 2 || spawns != 2 {
		t.Errorf("%d pulses and %d spawns, want 2 each", pulses, spawns)
	}
}

// role is the URL of the same schema for a new role without any privileges.
func role(t *testing.T, db *database.DB, address string) (name, asRole string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	schema, _, _ := strings.Cut(u.Query().Get("search_path"), ",")
	name = strings.Replace(schema, "test", "role", 1)
	for _, statement := range []string{"CREATE ROLE %[1]s LOGIN", "GRANT USAGE ON SCHEMA %[2]s TO %[1]s"} {
		if _, err := db.SQL.ExecContext(t.Context(), fmt.Sprintf(statement, name, schema)); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		for _, statement := range []string{"DROP OWNED BY %s CASCADE", "DROP ROLE %s"} {
			if _, err := db.SQL.ExecContext(context.WithoutCancel(t.Context()), fmt.Sprintf(statement, name)); err != nil {
				t.Error(err)
			}
		}
	})
	u.User = url.User(name)
	return name, u.String()
}

func TestOwnerOfTheTablesNeedsNoOtherPrivilege(t *testing.T) {
	address := testkit.EmptyTimescale(t)
	db := testkit.Open(t, address)
	name, asRole := role(t, db, address)
	schema := scalar(t, db, "SELECT current_schema()")
	if _, err := db.SQL.ExecContext(t.Context(), "ALTER SCHEMA "+schema+" OWNER TO "+name); err != nil {
		t.Fatal(err)
	}
	if err := migrations.Apply(t.Context(), asRole, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	own := testkit.Open(t, asRole)
	if got := scalar(t, own, "SELECT current_user"); got != name {
		t.Fatalf("the test runs as %s", got)
	}
	s := openedWith(t, own, timeseries.Options{TelemetryDays: 2})
	if s.Kind() != timeseries.KindTimescale {
		t.Errorf("%s, want %s", s.Kind(), timeseries.KindTimescale)
	}
	insert(t, own, s.InsertTelemetry, counted(0, 1, 30))
}

// TestWhereTablesMayNotBeChangedTheyStayPlain is about a role that may use tables which belong to somebody else.
func TestWhereTablesMayNotBeChangedTheyStayPlain(t *testing.T) {
	address := testkit.Timescale(t)
	db := testkit.Open(t, address)
	name, asRole := role(t, db, address)
	if _, err := db.SQL.ExecContext(t.Context(), "GRANT ALL ON ALL TABLES IN SCHEMA "+scalar(t, db, "SELECT current_schema()")+" TO "+name); err != nil {
		t.Fatal(err)
	}
	guest := testkit.Open(t, asRole)
	s, log := openedQuietly(t, guest, timeseries.Options{})
	if s.Kind() != timeseries.KindPostgres || !strings.Contains(log, "level=WARN") {
		t.Errorf("%s, want %s and a warning; log:\n%s", s.Kind(), timeseries.KindPostgres, log)
	}
	insert(t, guest, s.InsertTelemetry, counted(0, 1, 30))
	hours, err := s.KillsPerHour(t.Context(), "Ann", noon, noon)
	if err != nil || hours[0].Kills != 1 {
		t.Errorf("%v, %v; want one kill", hours, err)
	}
}
