package timeseries

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
)

// hypertableLock is the key of the lock under which tables become hypertables ("overlordt" cut to eight letters).
const hypertableLock = 0x6f7665726c6f7274

const (
	chunkDays    = 1
	compressDays = 7
	// The continuous aggregate is refreshed up to an hour ago; what is younger, reads take from the rows themselves.
	refreshEvery = "10 minutes"
	refreshLag   = "1 hour"
)

// useTimescale makes the time series of a PostgreSQL database hypertables, if it can, and reports whether they are.
// What it finds done it leaves, so it may run at every start; of several processes one does it and the others wait. It
// is all or nothing: where something is not allowed or not possible, the log says so and the tables stay plain.
func (s *Store) useTimescale(ctx context.Context, pool *database.DB) (_ bool, err error) {
	db, err := pool.Patient(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if usable, err := s.hasExtension(ctx, db); err != nil || !usable {
		return false, err
	}
	failure := s.convert(ctx, db)
	var done bool
	err = db.QueryRowContext(ctx, `SELECT count(*) = 1 FROM timescaledb_information.continuous_aggregates
WHERE view_schema = current_schema() AND view_name = 'telemetry_by_minute'`).Scan(&done)
	if err != nil {
		return false, fmt.Errorf("look for hypertables: %w", err)
	}
	if failure != nil {
		kind := KindPostgres
		if done { // at an earlier start
			kind = KindTimescale
		}
		s.options.Log.WarnContext(ctx, "time series: cannot prepare them for TimescaleDB; going on as they are",
			slog.String("kind", kind), slog.Any("error", failure))
	}
	return done, nil
}

// hasExtension makes sure that TimescaleDB is there with all of its functions, and reports whether it is.
func (s *Store) hasExtension(ctx context.Context, db *sql.DB) (bool, error) {
	const find = `SELECT installed_version IS NOT NULL FROM pg_available_extensions WHERE name = 'timescaledb'`
	var installed bool
	switch err := db.QueryRowContext(ctx, find).Scan(&installed); {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("look for TimescaleDB: %w", err)
	}
	if !installed {
		if _, err := db.ExecContext(ctx, `CREATE EXTENSION IF NOT EXISTS timescaledb`); err != nil {
			s.options.Log.WarnContext(ctx, "time series: TimescaleDB is available, but cannot be created in this database; "+
				"going on as plain PostgreSQL (an administrator may run CREATE EXTENSION timescaledb)", slog.Any("error", err))
			return false, nil
		}
		s.options.Log.InfoContext(ctx, "time series: TimescaleDB created in this database")
	}
	var license string
	if err := db.QueryRowContext(ctx, `SELECT current_setting('timescaledb.license', true)`).Scan(&license); err != nil {
		return false, fmt.Errorf("ask for TimescaleDB's license: %w", err)
	}
	if license != "timescale" {
		s.options.Log.InfoContext(ctx, "time series: this TimescaleDB has no continuous aggregates; going on as plain PostgreSQL",
			slog.String("license", license))
		return false, nil
	}
	return true, nil
}

// convert does in one transaction what is left to do.
func (s *Store) convert(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if rerr := tx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) {
			err = errors.Join(err, fmt.Errorf("roll back: %w", rerr))
		}
	}()
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(hypertableLock)); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	c := conversion{Store: s, tx: tx}
	for _, step := range []func(context.Context) error{c.makeHypertables, c.compress, c.aggregate, c.retain, c.forget} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// conversion is the work of one transaction.
type conversion struct {
	*Store
	tx *sql.Tx
}

// unless runs the statement where the query, a count, finds nothing, and says so in the log.
func (c conversion) unless(ctx context.Context, query string, arguments []any, what, statement string) error {
	var n int
	if err := c.tx.QueryRowContext(ctx, query, arguments...).Scan(&n); err != nil {
		return fmt.Errorf("look whether to %s: %w", what, err)
	}
	if n > 0 {
		return nil
	}
	c.options.Log.InfoContext(ctx, "time series: "+what)
	if _, err := c.tx.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

func (c conversion) makeHypertables(ctx context.Context) error {
	for _, table := range []string{"telemetry_events", "spawn_events"} {
		err := c.unless(ctx, `SELECT count(*) FROM timescaledb_information.hypertables
WHERE hypertable_schema = current_schema() AND hypertable_name = $1`, []any{table},
			"make "+table+" a hypertable, with the rows that it has",
			fmt.Sprintf(`SELECT create_hypertable('%s', 'timestamp', chunk_time_interval => INTERVAL '%d days',
	create_default_indexes => false, migrate_data => true)`, table, chunkDays))
		if err != nil {
			return err
		}
	}
	return nil
}

// compress has chunks of telemetry compressed. Spawns do not live long enough.
func (c conversion) compress(ctx context.Context) error {
	err := c.unless(ctx, `SELECT count(*) FROM timescaledb_information.hypertables
WHERE hypertable_schema = current_schema() AND hypertable_name = 'telemetry_events' AND compression_enabled`, nil,
		"let telemetry_events be compressed by character", `ALTER TABLE telemetry_events SET (timescaledb.compress,
	timescaledb.compress_segmentby = 'character_name', timescaledb.compress_orderby = 'timestamp, session_id')`)
	if err != nil {
		return err
	}
	return c.unless(ctx, jobs, []any{"telemetry_events", "policy_compression", "compress_after", days(compressDays)},
		fmt.Sprintf("compress telemetry after %d days", compressDays),
		fmt.Sprintf(`SELECT remove_compression_policy('telemetry_events', if_exists => true);
SELECT add_compression_policy('telemetry_events', INTERVAL '%d days')`, compressDays))
}

// jobs counts the jobs of the relation $1 by the procedure $2 whose setting $3 is the interval $4.
const jobs = `SELECT count(*) FROM timescaledb_information.jobs WHERE hypertable_schema = current_schema() AND hypertable_name = $1
AND proc_name = $2 AND (config->>$3)::interval = $4::interval`

func days(n int) string { return fmt.Sprintf("%d days", n) }

// aggregate makes the view that stands for telemetry_minutes.
func (c conversion) aggregate(ctx context.Context) error {
	err := c.unless(ctx, `SELECT count(*) FROM timescaledb_information.continuous_aggregates
WHERE view_schema = current_schema() AND view_name = 'telemetry_by_minute'`, nil,
		"make telemetry_by_minute, a continuous aggregate",
		`CREATE MATERIALIZED VIEW telemetry_by_minute WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
SELECT character_name, session_id, time_bucket(INTERVAL '1 minute', timestamp) AS minute, count(*) AS samples,
	max(kills) AS kills, max(rares_found) AS rares_found, max(deaths) AS deaths,
	max(prismatic_taper_count) AS prismatic_taper_count, avg(kills_per_hour) AS kills_per_hour, avg(mem_mb) AS mem_mb,
	avg(cpu_pct) AS cpu_pct, avg(latency_ms) AS latency_ms, max(latency_ms) AS latency_max_ms,
	last(ew, timestamp) FILTER (WHERE `+outdoors+`) AS ew, last(ns, timestamp) FILTER (WHERE `+outdoors+`) AS ns
FROM telemetry_events GROUP BY character_name, session_id, minute WITH NO DATA`)
	if err != nil {
		return err
	}
	// Late rows of any time are found by the refresh itself, which works on what has changed alone.
	since := days(c.options.TelemetryDays)
	return c.unless(ctx, jobs, []any{"telemetry_by_minute", "policy_refresh_continuous_aggregate", "start_offset", since},
		"refresh telemetry_by_minute every "+refreshEvery,
		fmt.Sprintf(`SELECT remove_continuous_aggregate_policy('telemetry_by_minute', if_exists => true);
SELECT add_continuous_aggregate_policy('telemetry_by_minute', start_offset => INTERVAL '%s', end_offset => INTERVAL '%s',
	schedule_interval => INTERVAL '%s')`, since, refreshLag, refreshEvery))
}

// retain has what is too old dropped, a chunk at a time.
func (c conversion) retain(ctx context.Context) error {
	for _, keep := range []struct {
		relation string
		days     int
	}{
		{"telemetry_events", c.options.TelemetryDays},
		{"telemetry_by_minute", c.options.TelemetryDays},
		{"spawn_events", c.options.SpawnDays},
	} {
		err := c.unless(ctx, jobs, []any{keep.relation, "policy_retention", "drop_after", days(keep.days)},
			fmt.Sprintf("keep %s for %d days", keep.relation, keep.days),
			fmt.Sprintf(`SELECT remove_retention_policy('%[1]s', if_exists => true); SELECT add_retention_policy('%[1]s', INTERVAL '%[2]d days')`,
				keep.relation, keep.days))
		if err != nil {
			return err
		}
	}
	return nil
}

// forget removes what plain PostgreSQL had instead: the view knows it from the rows.
func (c conversion) forget(ctx context.Context) error {
	for _, statement := range []string{`DELETE FROM telemetry_minutes`, `DELETE FROM telemetry_minutes_stale`} {
		if _, err := c.tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}

// mayBeCompressed reports whether a row of one of the events may go into a compressed chunk.
func (s *Store) mayBeCompressed(events []*event.Telemetry) bool {
	young := s.daysAgo(compressDays - chunkDays)
	return slices.ContainsFunc(events, func(e *event.Telemetry) bool { return e.Timestamp.Before(young) })
}
