// Package timeseries keeps what grows without end: the tables telemetry_events and spawn_events. It holds the only
// raw SQL of the program, since ent knows neither hypertables nor a cheap way to add many rows of which some are
// there already.
//
// A telemetry row's identity is (character_name, session_id, timestamp), a spawn's (character_name, timestamp, mob,
// ew, ns, z), where unknown coordinates equal each other. Adding a row whose identity is taken changes nothing.
// Timestamps are UTC with microseconds: timestamptz on PostgreSQL, Unix microseconds on SQLite.
//
// Long stretches of telemetry are read by the minute. TimescaleDB keeps the minutes itself, as a continuous aggregate;
// on plain PostgreSQL and SQLite every insert notes which minutes it touched (telemetry_minutes_stale), and Run rolls
// those up into telemetry_minutes. A read takes the minutes that are still noted from the rows themselves, so it
// always sees every row that is committed, however late it came.
package timeseries

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"entgo.io/ent/dialect"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
)

// The kinds of database that a Store may stand on.
const (
	KindTimescale = "timescaledb"
	KindPostgres  = "postgres"
	KindSQLite    = "sqlite"
)

// Defaults of Options.
const (
	DefaultTelemetryDays = 90
	DefaultRawDays       = 3
	DefaultSpawnDays     = 7
)

// Options say how long rows are kept. Zero values stand for the defaults.
type Options struct {
	TelemetryDays int // days of telemetry: as rows, or on SQLite as minutes
	RawDays       int // days of telemetry as rows on SQLite; at most TelemetryDays
	SpawnDays     int // days of spawns
	Log           *slog.Logger
	Metrics       prometheus.Registerer // nil: not registered
	Now           func() time.Time      // nil: time.Now
}

func (o Options) withDefaults() Options {
	orDefault := func(days *int, otherwise int) {
		if *days <= 0 {
			*days = otherwise
		}
	}
	orDefault(&o.TelemetryDays, DefaultTelemetryDays)
	orDefault(&o.RawDays, DefaultRawDays)
	orDefault(&o.SpawnDays, DefaultSpawnDays)
	o.RawDays = min(o.RawDays, o.TelemetryDays)
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Store is the time series of one database. It is safe for concurrent use.
type Store struct {
	db      *sql.DB
	pool    *database.DB
	kind    string
	options Options
	metrics metrics
	insert  inserter
	home    home
}

// inserter adds rows to the tables in the way that is cheapest for a database.
type inserter interface {
	InsertTelemetry(ctx context.Context, tx *sql.Tx, events []*event.Telemetry) (inserted, duplicate int, err error)
	InsertSpawns(ctx context.Context, tx *sql.Tx, events []*event.Spawn) (inserted, duplicate int, err error)
}

// Open prepares the time series of db, which must be migrated: it makes hypertables of the tables where TimescaleDB is
// installed or may be created, and says so in the log; where it may not, it says that and goes on without. That it
// found the tables in order at the last start costs a few queries. An error means that the database failed.
func Open(ctx context.Context, db *database.DB, o Options) (*Store, error) {
	s := &Store{db: db.SQL, pool: db, options: o.withDefaults(), metrics: newMetrics(o.Metrics)}
	if db.Dialect == dialect.SQLite {
		s.kind, s.home, s.insert = KindSQLite, sqliteHome{}, newSQLite()
		return s, nil
	}
	s.kind, s.home = KindPostgres, postgresHome{}
	hyper, err := s.useTimescale(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("open the time series: %w", err)
	}
	insert := newPostgres(!hyper)
	if hyper {
		s.kind, insert.compressed = KindTimescale, s.mayBeCompressed
	}
	s.insert = insert
	if err := insert.prepare(ctx, db.SQL); err != nil {
		return nil, fmt.Errorf("open the time series: %w", err)
	}
	return s, nil
}

// Kind is KindTimescale, KindPostgres or KindSQLite.
func (s *Store) Kind() string { return s.kind }

// InsertTelemetry adds a row for each event of which there is none yet, and counts those added and those that were
// there already or come twice in events. An error leaves the transaction to be rolled back.
func (s *Store) InsertTelemetry(ctx context.Context, tx *sql.Tx, events []*event.Telemetry) (inserted, duplicate int, err error) {
	return s.insert.InsertTelemetry(ctx, tx, events)
}

// InsertSpawns does the same for spawns.
func (s *Store) InsertSpawns(ctx context.Context, tx *sql.Tx, events []*event.Spawn) (inserted, duplicate int, err error) {
	return s.insert.InsertSpawns(ctx, tx, events)
}
