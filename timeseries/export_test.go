package timeseries

import (
	"context"

	"github.com/mosswart/overlord/internal/database"
)

// OpenPlain is Open on PostgreSQL as it is where there is no TimescaleDB.
func OpenPlain(db *database.DB) *Store {
	return &Store{db: db.SQL, pool: db, kind: KindPostgres, options: Options{}.withDefaults(), home: postgresHome{}, insert: newPostgres(true)}
}

// Tidy is one round of Run's work.
func (s *Store) Tidy(ctx context.Context) error { return s.tidy(ctx) }
