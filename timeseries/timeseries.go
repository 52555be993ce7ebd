// Package timeseries keeps what grows without end: the tables telemetry_events and spawn_events. It holds the only
// raw SQL of the program, since ent knows neither hypertables nor a cheap way to add many rows of which some are
// there already.
//
// A telemetry row's identity is (character_name, session_id, timestamp), a spawn's (character_name, timestamp, mob,
// ew, ns, z), where unknown coordinates equal each other. Adding a row whose identity is taken changes nothing.
// Timestamps are UTC with microseconds: timestamptz on PostgreSQL, Unix microseconds on SQLite.
package timeseries

import (
	"context"
	"database/sql"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/ingest/event"
)

// Store adds rows to the time series. It holds no state, so it is safe for concurrent use as far as the transactions
// given to it are.
type Store interface {
	// InsertTelemetry adds a row for each event of which there is none yet, and counts those added and those that
	// were there already or come twice in events. An error leaves the transaction to be rolled back.
	InsertTelemetry(ctx context.Context, tx *sql.Tx, events []*event.Telemetry) (inserted, duplicate int, err error)
	// InsertSpawns does the same for spawns.
	InsertSpawns(ctx context.Context, tx *sql.Tx, events []*event.Spawn) (inserted, duplicate int, err error)
}

// New returns the store for a database of that dialect: dialect.SQLite, else dialect.Postgres.
func New(name string) Store {
	if name == dialect.SQLite {
		return newSQLite()
	}
	return newPostgres()
}
