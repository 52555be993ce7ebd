// Package table makes types of an admin from tables that ent does not know: time series, tables of other programs. They
// are read-only. What is in such a table is described by hand, as a [meta.Type]:
//
//	readings, err := table.New(driver, meta.Type{
//		Name: "Reading", Slug: "readings", Label: "Reading", Plural: "Readings", Table: "readings", TimeField: "at",
//		ID:     meta.ID{Parts: []string{"at", "sensor"}},
//		Fields: []meta.Field{{Name: "at", Kind: meta.Time}, {Name: "sensor", Kind: meta.String}, {Name: "value", Kind: meta.Float}},
//	}, table.Micros("at"))
//	…
//	registry.Types = append(registry.Types, readings)
package table

import (
	"context"
	stdsql "database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/binding"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// Option says more about a table.
type Option func(*ops)

// Micros names time fields whose column is a whole number: microseconds since 1970 in UTC.
func Micros(fields ...string) Option {
	return func(o *ops) { o.micros = fields }
}

// New makes a type of a table that drv reads. Of t these must be set: Name, Slug, Label, Plural, Table, and of each field
// Name and Kind, which is one of String, Int, Float, Bool and Time. ID.Parts are the fields that together name a row, and
// empty where none do: rows are then listed, but have no page of their own. What is left empty is derived: labels, columns.
// The type is safe for concurrent use.
func New(drv dialect.Driver, t meta.Type, options ...Option) (*entity.Type, error) {
	o := &ops{driver: drv, table: t.Table, schema: t.Schema}
	for _, option := range options {
		option(o)
	}
	t.ReadOnly = true
	t.Fields = slices.Clone(t.Fields)
	made := &entity.Type{}
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Column == "" {
			f.Column = f.Name
		}
		if f.Label == "" {
			f.Label = label(f.Name)
		}
		f.ReadOnly, f.Filterable, f.Sortable = true, true, true
		k, err := o.kindOf(f)
		if err != nil {
			return nil, fmt.Errorf("type %s: field %s: %w", t.Name, f.Name, err)
		}
		o.columns = append(o.columns, column{f.Name, f.Column, k})
		made.Values = append(made.Values, entity.Value{Codec: k.codec, Get: func(r any) any { return r.(*row).values[i] }})
		if len(t.Columns) < maxColumns && !slices.Contains(t.Columns, f.Name) {
			t.Columns = append(t.Columns, f.Name)
		}
	}
	t.ID = meta.ID{Parts: t.ID.Parts}
	for _, part := range t.ID.Parts {
		at := slices.IndexFunc(o.columns, func(c column) bool { return c.field == part })
		if at < 0 {
			return nil, fmt.Errorf("type %s: its id names %q, which is no field", t.Name, part)
		}
		t.ID.Columns = append(t.ID.Columns, o.columns[at].name)
		o.id = append(o.id, at)
	}
	if t.TimeField != "" && (t.Field(t.TimeField) == nil || t.Field(t.TimeField).Kind != meta.Time) {
		return nil, fmt.Errorf("type %s: its time field %q is no field of kind time", t.Name, t.TimeField)
	}
	if len(t.Columns) == 0 {
		return nil, fmt.Errorf("type %s has no fields", t.Name)
	}
	made.Type, made.IDText, made.Ops = t, o.idText, o
	return made, nil
}

// maxColumns is how many columns a list has where the type does not say.
const maxColumns = 7

// label is a name as people write it: "char_tag" is "Char tag".
func label(name string) string {
	words := strings.ReplaceAll(name, "_", " ")
	return strings.ToUpper(words[:1]) + words[1:]
}

// row is one row: its fields' values in their order, nil where null or not asked for.
type row struct{ values []any }

type column struct {
	field, name string
	kind        kind
}

// kind is how values of a column are read and written.
type kind struct {
	codec entity.Codec
	scan  func() any            // where to scan into
	value func(scanned any) any // nil where it is null
}

func scanned[S any](codec entity.Codec, value func(S) (any, bool)) kind {
	return kind{codec, func() any { return new(S) }, func(v any) any {
		if got, valid := value(*v.(*S)); valid {
			return got
		}
		return nil
	}}
}

func (o *ops) kindOf(f *meta.Field) (kind, error) {
	switch f.Kind { //nolint:exhaustive // the others are refused
	case meta.String:
		return scanned(entity.StringOf(""), func(v stdsql.NullString) (any, bool) { return v.String, v.Valid }), nil
	case meta.Int:
		return scanned(entity.IntOf(int64(0)), func(v stdsql.NullInt64) (any, bool) { return v.Int64, v.Valid }), nil
	case meta.Float:
		return scanned(entity.FloatOf(0.0), func(v stdsql.NullFloat64) (any, bool) { return v.Float64, v.Valid }), nil
	case meta.Bool:
		return scanned(entity.BoolOf(false), func(v stdsql.NullBool) (any, bool) { return v.Bool, v.Valid }), nil
	case meta.Time:
		if slices.Contains(o.micros, f.Name) {
			return scanned[stdsql.NullInt64](micros{entity.TimeOf(time.Time{})}, func(v stdsql.NullInt64) (any, bool) {
				return time.UnixMicro(v.Int64).UTC(), v.Valid
			}), nil
		}
		return scanned(entity.TimeOf(time.Time{}), func(v stdsql.NullTime) (any, bool) { return v.Time.UTC(), v.Valid }), nil
	}
	return kind{}, fmt.Errorf("kind %q is not for tables", f.Kind)
}

// micros is the codec of a time that the database holds as microseconds.
type micros struct{ entity.Codec }

func (micros) Arg(value any) (any, error) { return value.(time.Time).UnixMicro(), nil }

// Millis is the column, which is quoted, as milliseconds since 1970, for charts.
func (micros) Millis(column string) string { return "(" + column + " / 1000)" }

// ops reads the table. The client that its methods are given is not used: the table is none of ent's.
type ops struct {
	binding.ReadOnly
	driver        dialect.Driver
	table, schema string
	columns       []column
	id            []int // indexes of columns
	micros        []string
}

func (o *ops) idText(r any) string {
	parts := make([]string, len(o.id))
	for i, at := range o.id {
		if v := r.(*row).values[at]; v != nil {
			parts[i] = o.columns[at].kind.codec.Text(v)
		}
	}
	return entity.JoinID(parts...)
}

// Find implements entity.Ops.
func (o *ops) Find(ctx context.Context, _ any, q entity.Query) (found []any, err error) {
	var indexes []int
	for i, c := range o.columns {
		if q.Fields == nil || slices.Contains(q.Fields, c.field) || slices.Contains(o.id, i) {
			indexes = append(indexes, i)
		}
	}
	s := o.from()
	names := make([]string, len(indexes))
	for i, at := range indexes {
		names[i] = s.C(o.columns[at].name)
	}
	s.Select(names...)
	if q.Shape != nil {
		q.Shape(s)
	}
	err = o.query(ctx, s, func(rows *sql.Rows) error {
		into := make([]any, len(indexes))
		for i, at := range indexes {
			into[i] = o.columns[at].kind.scan()
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		r := &row{make([]any, len(o.columns))}
		for i, at := range indexes {
			r.values[at] = o.columns[at].kind.value(into[i])
		}
		found = append(found, r)
		return nil
	})
	return found, err
}

// Count implements entity.Ops.
func (o *ops) Count(ctx context.Context, _ any, shape func(*sql.Selector), limit int) (n int, err error) {
	s := o.from()
	s.AppendSelectExpr(sql.Raw("1 AS one"))
	if shape != nil {
		shape(s)
	}
	if s.ClearOrder(); limit > 0 {
		s.Limit(limit)
	}
	counted := sql.Dialect(o.driver.Dialect()).Select(sql.Count("*")).From(s.As("counted"))
	err = o.query(ctx, counted, func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n, err
}

func (o *ops) from() *sql.Selector {
	b := sql.Dialect(o.driver.Dialect())
	return b.Select().From(b.Table(o.table).Schema(o.schema))
}

func (o *ops) query(ctx context.Context, s *sql.Selector, each func(*sql.Rows) error) (err error) {
	text, args := s.Query()
	rows := &sql.Rows{}
	if err := o.driver.Query(ctx, text, args, rows); err != nil {
		return fmt.Errorf("read %s: %w", o.table, err)
	}
	defer func() {
		if closing := rows.Close(); err == nil {
			err = closing
		}
	}()
	for rows.Next() {
		if err := each(rows); err != nil {
			return fmt.Errorf("read %s: %w", o.table, err)
		}
	}
	return rows.Err()
}
