package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent"
)

// Tx is one transaction, seen as raw SQL and as an ent client. It is good for one goroutine, until the function
// that was given it returns.
type Tx struct {
	SQL     *sql.Tx
	Ent     *ent.Client
	Dialect string // dialect.SQLite or dialect.Postgres
}

// InTx runs fn in one transaction that ent and raw SQL share, and commits it when fn returns nil; else, or when
// fn panics, nothing of it remains. The error is fn's own, or one that says that beginning or committing failed;
// after a failed commit on PostgreSQL it may be unknown whether the transaction counts.
//
// On SQLite one transaction runs at a time and the others wait their turn, as long as ctx allows. fn must do all
// of its writing through tx, and must not call InTx: on SQLite it would wait for itself.
func (db *DB) InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) error) (err error) {
	if db.writer != nil {
		select {
		case db.writer <- struct{}{}:
			defer func() { <-db.writer }()
		case <-ctx.Done():
			return fmt.Errorf("wait to begin transaction: %w", ctx.Err())
		}
	}
	sqlTx, err := db.SQL.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	done := false
	defer func() {
		if done {
			return
		}
		if rerr := sqlTx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) && err != nil {
			err = errors.Join(err, fmt.Errorf("roll back: %w", rerr))
		}
	}()
	client := ent.NewClient(ent.Driver(txDriver{entsql.NewDriver(db.Dialect, entsql.Conn{ExecQuerier: sqlTx})}))
	client.Use(wholeMicroseconds)
	if err := fn(ctx, Tx{SQL: sqlTx, Ent: client, Dialect: db.Dialect}); err != nil {
		return err
	}
	if err := sqlTx.Commit(); err != nil {
		return fmt.Errorf("commit transaction: %w", err)
	}
	done = true
	return nil
}

// txDriver is an ent driver inside a transaction that somebody else ends: what ent would wrap into a transaction
// of its own runs in this one.
type txDriver struct{ *entsql.Driver }

// Tx implements dialect.Driver.
func (d txDriver) Tx(context.Context) (dialect.Tx, error) { return dialect.NopTx(d), nil }

// BeginTx is what ent's clients ask for when they are given options.
func (d txDriver) BeginTx(context.Context, *sql.TxOptions) (dialect.Tx, error) {
	return dialect.NopTx(d), nil
}

// Close implements dialect.Driver; the transaction's owner closes.
func (txDriver) Close() error { return nil }

// wholeMicroseconds is an ent hook that writes every time as UTC, cut to whole microseconds, which is what
// PostgreSQL can hold: otherwise it would round, and SQLite would not.
func wholeMicroseconds(next ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		for _, name := range m.Fields() {
			value, ok := m.Field(name)
			if !ok {
				continue
			}
			if t, ok := value.(time.Time); ok {
				if err := m.SetField(name, Microseconds(t)); err != nil {
					return nil, fmt.Errorf("cut %s to microseconds: %w", name, err)
				}
			}
		}
		return next.Mutate(ctx, m)
	})
}

// Microseconds is t as databases keep it: UTC, cut to whole microseconds, without a monotonic reading.
func Microseconds(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
