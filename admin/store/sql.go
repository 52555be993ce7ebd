package store

import (
	"context"
	"errors"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
)

// exec runs a statement whose result does not matter.
func exec(ctx context.Context, d dialect.ExecQuerier, query string, args ...any) error {
	return d.Exec(ctx, query, args, nil)
}

// affected runs a statement and returns how many rows it changed.
func affected(ctx context.Context, d dialect.ExecQuerier, query string, args ...any) (int, error) {
	var result sql.Result
	if err := d.Exec(ctx, query, args, &result); err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// inserted runs a statement of SQLite's that inserts one row, and returns its id.
func inserted(ctx context.Context, d dialect.ExecQuerier, query string, args ...any) (int64, error) {
	var result sql.Result
	if err := d.Exec(ctx, query, args, &result); err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// one returns the only value of a query that gives one row.
func one[T any](ctx context.Context, d dialect.ExecQuerier, query string, args ...any) (T, error) {
	var value T
	err := each(ctx, d, query, args, func(r rows) error { return r.Scan(&value) })
	return value, err
}

// each calls scan for every row of a query. Where there is none, it is not called.
func each(ctx context.Context, d dialect.ExecQuerier, query string, args []any, scan func(rows) error) error {
	var found sql.Rows
	if err := d.Query(ctx, query, args, &found); err != nil {
		return err
	}
	for found.Next() {
		if err := scan(&found); err != nil {
			return errors.Join(err, found.Close())
		}
	}
	return errors.Join(found.Err(), found.Close())
}

// rows is the present row of a query.
type rows interface{ Scan(into ...any) error }

// micros is a time as the tables keep it.
func micros(t time.Time) int64 { return t.UnixMicro() }

// microsOrNil is a time as the tables keep it, null where it is zero.
func microsOrNil(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	m := micros(t)
	return &m
}

// at is a time that the tables keep.
func at(micros int64) time.Time { return time.UnixMicro(micros).UTC() }

// atOrZero is a time that the tables keep, zero where it is null.
func atOrZero(micros *int64) time.Time {
	if micros == nil {
		return time.Time{}
	}
	return at(*micros)
}

// atOrNil is a time that the tables keep, nil where it is null.
func atOrNil(micros *int64) *time.Time {
	if micros == nil {
		return nil
	}
	t := at(*micros)
	return &t
}
