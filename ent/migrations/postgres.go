package migrations

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"

	"github.com/mosswart/overlord/internal/database"
)

// advisoryLock is the key of the lock under which PostgreSQL databases are migrated ("overlord" in hexadecimal).
const advisoryLock = 0x6f7665726c6f7264

// oldestPostgres is the first version whose unique indexes can take unknown values for equal.
const oldestPostgres = 15

type postgresTarget struct {
	db  *sql.DB
	log *slog.Logger
}

func openPostgres(ctx context.Context, url string, log *slog.Logger) (target, error) {
	db, _, err := database.Connect(ctx, url, 0) // a statement may take its time
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &postgresTarget{db: db, log: log}, nil
}

func (t *postgresTarget) close() error { return t.db.Close() }

// begin takes the lock for as long as the transaction lives. A connection that is lost gives it back.
func (t *postgresTarget) begin(ctx context.Context) (*sql.Tx, error) {
	tx, err := t.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	if err := checkVersion(ctx, tx); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	var got bool
	err = tx.QueryRowContext(ctx, `SELECT pg_try_advisory_xact_lock($1)`, int64(advisoryLock)).Scan(&got)
	if err == nil && !got {
		t.log.InfoContext(ctx, "waiting for another process that migrates the database")
		_, err = tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(advisoryLock))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock: %w", err), tx.Rollback())
	}
	return tx, nil
}

func checkVersion(ctx context.Context, tx *sql.Tx) error {
	var version int // 150004 for 15.4
	if err := tx.QueryRowContext(ctx, `SELECT current_setting('server_version_num')::int`).Scan(&version); err != nil {
		return fmt.Errorf("ask for the server's version: %w", err)
	}
	if major := version / 10_000; major < oldestPostgres {
		return fmt.Errorf("the server is PostgreSQL %d; Overlord needs %d or newer", major, oldestPostgres)
	}
	return nil
}

// backup does nothing: a transaction of PostgreSQL's undoes DDL as well, and its backups are the operator's.
func (*postgresTarget) backup(context.Context, migration) (string, error) { return "", nil }

// verify does nothing: PostgreSQL checks constraints whatever a migration does.
func (*postgresTarget) verify(context.Context, *sql.Tx) error { return nil }

func (*postgresTarget) tidy(*slog.Logger) {}
