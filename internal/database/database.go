// Package database opens Overlord's database, SQLite or PostgreSQL, so that ent and hand-written SQL share it:
// one pool, one transaction.
//
// Times are written as UTC with whole microseconds on both, so that an identity that contains one compares equal
// after a round trip.
package database

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent"
	_ "github.com/mosswart/overlord/ent/runtime" // the schema's defaults, validators and hooks
)

// ioTimeout is how long PostgreSQL may stay silent in the middle of a statement before the connection is given
// up: lib/pq itself waits for a frozen server for ever, whatever its context says.
const ioTimeout = 45 * time.Second

// DB is one open database. It is safe for concurrent use.
type DB struct {
	SQL     *sql.DB
	Dialect string      // dialect.SQLite or dialect.Postgres
	Ent     *ent.Client // outside of transactions; inside of InTx use Tx.Ent

	url string

	// writer holds SQLite's one writer's place, so that transactions queue in order here instead of racing
	// for the file's lock; nil on PostgreSQL.
	writer chan struct{}
}

// Open opens the database that url names, "sqlite:/absolute/path.db" or "postgres://…", and makes sure that it
// answers. A missing SQLite file is created, readable by its owner alone. The schema is not touched: see
// ent/migrations. Unsupported or malformed URLs and databases that do not answer are errors; no error shows the
// URL's password.
func Open(ctx context.Context, url string) (*DB, error) {
	sqlDB, dialectName, err := Connect(ctx, url, ioTimeout)
	if err != nil {
		return nil, err
	}
	db := &DB{url: url, SQL: sqlDB, Dialect: dialectName, Ent: ent.NewClient(ent.Driver(entsql.OpenDB(dialectName, sqlDB)))}
	db.Ent.Use(wholeMicroseconds)
	if dialectName == dialect.SQLite {
		db.writer = make(chan struct{}, 1)
	}
	return db, nil
}

// Patient opens another pool on the same database, for statements that may be silent for as long as they take. The
// caller closes it.
func (db *DB) Patient(ctx context.Context) (*sql.DB, error) {
	patient, _, err := Connect(ctx, db.url, 0)
	return patient, err
}

// Close closes every connection. Transactions that still run fail.
func (db *DB) Close() error { return db.SQL.Close() }

// Connect opens a pool on the database that url names, and pings it. It is what Open stands on, for callers that
// need no ent client. silence is how long a PostgreSQL connection may stay silent in the middle of a statement;
// 0 means for ever. The second result is dialect.SQLite or dialect.Postgres.
func Connect(ctx context.Context, url string, silence time.Duration) (*sql.DB, string, error) {
	var (
		db          *sql.DB
		dialectName string
		err         error
	)
	switch scheme, rest, _ := strings.Cut(url, ":"); scheme {
	case "sqlite":
		dialectName = dialect.SQLite
		db, err = openSQLite(rest)
	case "postgres", "postgresql":
		dialectName = dialect.Postgres
		db, err = openPostgres(url, silence)
	default:
		return nil, "", fmt.Errorf(`open database: the URL must begin with "sqlite:" or "postgres://"`)
	}
	if err != nil {
		return nil, "", fmt.Errorf("open database: %w", err)
	}
	if err := Answer(ctx, db); err != nil {
		_ = db.Close()
		return nil, "", fmt.Errorf("open database: no answer: %w", err)
	}
	return db, dialectName, nil
}
