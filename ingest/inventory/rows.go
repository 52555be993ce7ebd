package inventory

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
)

const (
	// rowsAtOnce keeps a statement of the widest table below PostgreSQL's limit of 65,535 parameters.
	rowsAtOnce = 500
	// sqliteRowsAtOnce is where more rows a statement stop to pay on SQLite; the statement is prepared and repeated.
	sqliteRowsAtOnce = 16
	// copyFrom is from how many rows on PostgreSQL's COPY pays.
	copyFrom = 20
)

// layout is the columns of a struct, by its tags, and where their values are.
type layout struct {
	columns []string
	fields  []int
}

func layoutOf[T any]() layout {
	var l layout
	for i, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		column, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		l.columns = append(l.columns, column)
		l.fields = append(l.fields, i)
	}
	return l
}

// appendTo appends the values of what row points to; a nil pointer among them is NULL.
func (l layout) appendTo(values []any, row any) []any {
	v := reflect.ValueOf(row).Elem()
	for _, i := range l.fields {
		switch f := v.Field(i); {
		case f.Kind() != reflect.Pointer:
			values = append(values, f.Interface())
		case f.IsNil():
			values = append(values, nil)
		default:
			values = append(values, f.Elem().Interface())
		}
	}
	return values
}

// bulk is rows for one table.
type bulk struct {
	table   string
	columns []string
	rows    [][]any
}

// insert adds rows, of which none is there yet.
func (s *session) insert(ctx context.Context, b bulk) error {
	if s.tx.Dialect == dialect.Postgres && len(b.rows) >= copyFrom {
		return s.copyIn(ctx, b)
	}
	return s.write(ctx, b)
}

// upsert adds rows, and replaces those that are there under the same key.
func (s *session) upsert(ctx context.Context, b bulk, key string) error {
	return s.write(ctx, b, sql.ConflictColumns(key), sql.ResolveWith(func(u *sql.UpdateSet) {
		for _, c := range b.columns {
			if c != key {
				u.SetExcluded(c)
			}
		}
	}))
}

// write sends rows in statements for many each.
func (s *session) write(ctx context.Context, b bulk, conflict ...sql.ConflictOption) error {
	atOnce := rowsAtOnce
	if s.tx.Dialect == dialect.SQLite {
		atOnce = sqliteRowsAtOnce
	}
	whole := len(b.rows) - len(b.rows)%atOnce
	if err := s.repeat(ctx, b, b.rows[:whole], atOnce, conflict); err != nil {
		return err
	}
	return s.repeat(ctx, b, b.rows[whole:], len(b.rows)-whole, conflict)
}

// repeat sends rows, whose number is a multiple of atOnce, by one statement.
func (s *session) repeat(ctx context.Context, b bulk, rows [][]any, atOnce int, conflict []sql.ConflictOption) (err error) {
	if len(rows) == 0 {
		return nil
	}
	into := sql.Dialect(s.tx.Dialect).Insert(b.table).Columns(b.columns...)
	sample := slices.Repeat([]any{0}, len(b.columns)) // the builder writes NULLs as such; a statement to repeat has parameters
	for range atOnce {
		into.Values(sample...)
	}
	if len(conflict) > 0 {
		into.OnConflict(conflict...)
	}
	query, args := into.Query() // the sample's arguments give way to the rows'
	statement, err := s.tx.SQL.PrepareContext(ctx, query)
	if err != nil {
		return fmt.Errorf("prepare to write %s: %w", b.table, err)
	}
	defer func() { _ = statement.Close() }()
	for part := range slices.Chunk(rows, atOnce) {
		args = args[:0]
		for _, row := range part {
			args = append(args, row...)
		}
		if err := s.count(statement.ExecContext(ctx, args...)); err != nil {
			return fmt.Errorf("write %d rows of %s: %w", len(rows), b.table, err)
		}
	}
	return nil
}

// copyIn adds rows by COPY, which costs PostgreSQL a fraction of an INSERT.
func (s *session) copyIn(ctx context.Context, b bulk) error {
	quoted := make([]string, len(b.columns))
	for i, c := range b.columns {
		quoted[i] = `"` + c + `"`
	}
	statement, err := s.tx.SQL.PrepareContext(ctx, `COPY "`+b.table+`" (`+strings.Join(quoted, ", ")+") FROM STDIN")
	if err != nil {
		return fmt.Errorf("prepare to copy into %s: %w", b.table, err)
	}
	defer func() { _ = statement.Close() }()
	for _, row := range b.rows {
		if _, err := statement.ExecContext(ctx, row...); err != nil {
			return fmt.Errorf("copy into %s: %w", b.table, err)
		}
	}
	if _, err := statement.ExecContext(ctx); err != nil {
		return fmt.Errorf("copy %d rows into %s: %w", len(b.rows), b.table, err)
	}
	s.report.Rows += len(b.rows)
	return nil
}

// remove deletes the rows whose key is among ids.
func (s *session) remove(ctx context.Context, table, key string, ids []int) error {
	for part := range slices.Chunk(ids, namesAtOnce) {
		query, args := sql.Dialect(s.tx.Dialect).Delete(table).Where(sql.In(key, values(part)...)).Query()
		if err := s.count(s.tx.SQL.ExecContext(ctx, query, args...)); err != nil {
			return fmt.Errorf("delete from %s: %w", table, err)
		}
	}
	return nil
}

// count adds the rows that a statement touched to the report.
func (s *session) count(result interface{ RowsAffected() (int64, error) }, err error) error {
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err != nil {
		return err
	}
	s.report.Rows += int(n)
	return nil
}
