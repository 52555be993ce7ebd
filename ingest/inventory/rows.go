package inventory

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
)

const (
	// rowsAtOnce keeps a statement of the widest table below PostgreSQL's limit of 65,535 parameters.
	rowsAtOnce = 500
	// sqliteRowsAtOnce is where more rows a statement stop to pay on SQLite; the statement is prepared and repeated.
	sqliteRowsAtOnce = 16
	// setFrom is from how many rows on insertSet pays.
	setFrom = 8
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
	if s.tx.Dialect == dialect.Postgres && len(b.rows) >= setFrom {
		return s.insertSet(ctx, b)
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
			for _, value := range row {
				if text, ok := value.(json.RawMessage); ok {
					value = string(text) // the drivers would write bytes
				}
				args = append(args, value)
			}
		}
		if err := s.count(statement.ExecContext(ctx, args...)); err != nil {
			return fmt.Errorf("write %d rows of %s: %w", len(rows), b.table, err)
		}
	}
	return nil
}

// insertSet adds rows by one statement with one parameter, whatever their number: PostgreSQL spends a multiple of the time
// on a statement with a parameter a value. The table itself says what types they are of.
func (s *session) insertSet(ctx context.Context, b bulk) error {
	quoted := make([]string, len(b.columns))
	for i, c := range b.columns {
		quoted[i] = `"` + c + `"`
	}
	columns := strings.Join(quoted, ", ")
	set, err := b.json()
	if err != nil {
		return fmt.Errorf("encode %d rows of %s: %w", len(b.rows), b.table, err)
	}
	query := `INSERT INTO "` + b.table + `" (` + columns + `) SELECT ` + columns + ` FROM json_populate_recordset(NULL::"` + b.table + `", $1)`
	if err := s.count(s.tx.SQL.ExecContext(ctx, query, set)); err != nil {
		return fmt.Errorf("insert %d rows into %s: %w", len(b.rows), b.table, err)
	}
	return nil
}

// json is the rows as a list of objects, in which what is unknown is left out.
func (b bulk) json() (string, error) {
	keys := make([]string, len(b.columns))
	for i, c := range b.columns {
		keys[i] = `"` + c + `":`
	}
	text := []byte{'['}
	for i, row := range b.rows {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(text, '{')
		comma := false
		for j, value := range row {
			if value == nil {
				continue
			}
			if comma {
				text = append(text, ',')
			}
			comma = true
			text = append(text, keys[j]...)
			switch v := value.(type) {
			case int64:
				text = strconv.AppendInt(text, v, 10)
			case int:
				text = strconv.AppendInt(text, int64(v), 10)
			case json.RawMessage:
				text = append(text, v...)
			default:
				encoded, err := json.Marshal(v)
				if err != nil {
					return "", err
				}
				text = append(text, encoded...)
			}
		}
		text = append(text, '}')
	}
	return string(append(text, ']')), nil
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
