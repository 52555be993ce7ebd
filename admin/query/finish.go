package query

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
)

// Result is a page's rows, in their order, and the cursors of the pages beside it, "" where there is none.
type Result struct {
	Rows       []any
	Next, Prev string
}

// Finish makes a page of the rows that its Query found. drv is the driver that they came from, which is asked once
// more, by id, for what the page's outermost rows have of keys that ent does not load. The error is a
// *problem.Problem.
func (p *Page) Finish(ctx context.Context, drv dialect.ExecQuerier, rows []any) (Result, error) {
	if len(p.ids) == 0 {
		return p.finishOffset(rows)
	}
	more := len(rows) > p.limit
	if more {
		rows = rows[:p.limit]
	}
	if p.back {
		slices.Reverse(rows)
	}
	r := Result{Rows: rows}
	if len(rows) == 0 {
		return r, nil
	}
	var err error
	if more || p.back {
		if r.Next, err = p.cursor(ctx, drv, slices.Backward(rows)); err != nil {
			return r, problem.Internal(err)
		}
	}
	if p.from != nil && (more || !p.back) {
		if r.Prev, err = p.cursor(ctx, drv, slices.All(rows)); err != nil {
			return r, problem.Internal(err)
		}
	}
	return r, nil
}

func (p *Page) finishOffset(rows []any) (Result, error) {
	start, limit := p.window()
	r := Result{Rows: rows[:min(limit, len(rows))]}
	var err error
	if end := start + limit; len(rows) > limit {
		if r.Next, err = (cursor{Order: p.order, Offset: end}).encode(); err != nil {
			return r, problem.Internal(err)
		}
	}
	if start > 0 {
		if r.Prev, err = (cursor{Order: p.order, Offset: start}).encode(); err != nil {
			return r, problem.Internal(err)
		}
	}
	return r, nil
}

// cursor is the place in the page's order of the first of rows that is still there, "" where none is.
func (p *Page) cursor(ctx context.Context, drv dialect.ExecQuerier, rows iter.Seq2[int, any]) (string, error) {
	for _, row := range rows {
		if text, err := p.place(ctx, drv, row); !errors.Is(err, errGone) {
			return text, err
		}
	}
	return "", nil
}

// place is a row's place in the page's order.
func (p *Page) place(ctx context.Context, drv dialect.ExecQuerier, row any) (string, error) {
	values := make([]any, len(p.keys))
	var raw []int
	for i, key := range p.keys {
		if p.isRaw(key) {
			raw = append(raw, i)
			continue
		}
		var err error
		if values[i], err = key.arg(key.get(row)); err != nil {
			return "", fmt.Errorf("%s of a row: %w", key.path, err)
		}
	}
	if len(raw) > 0 {
		if err := p.load(ctx, drv, raw, values); err != nil {
			return "", fmt.Errorf("load the order of a row: %w", err)
		}
	}
	c := cursor{Order: p.order, Values: make([]*string, len(values))}
	for i, value := range values {
		var err error
		if c.Values[i], err = encodeValue(value, !p.isID(p.keys[i])); err != nil {
			return "", err
		}
	}
	return c.encode()
}

// load reads the keys with the given numbers of the row that has the ids in values.
func (p *Page) load(ctx context.Context, drv dialect.ExecQuerier, numbers []int, values []any) error {
	wanted := make([]sortKey, len(numbers))
	for i, n := range numbers {
		wanted[i] = p.keys[n]
	}
	s, names := p.one(wanted, values)
	for i, name := range names {
		if p.c.dialect == dialect.SQLite && wanted[i].kind == meta.Time {
			name = "CAST(" + name + " AS TEXT)" // as it was written; the driver would read it as a time
		}
		s.AppendSelectExprAs(sql.Expr(name), fmt.Sprintf("_%d", i))
	}
	query, args := s.Query()
	rows := &sql.Rows{}
	if err := drv.Query(ctx, query, args, rows); err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return cmp.Or(rows.Err(), errGone)
	}
	into := make([]any, len(numbers))
	for i, n := range numbers {
		into[i] = &values[n]
	}
	if err := rows.Scan(into...); err != nil {
		return err
	}
	return rows.Err()
}

// one selects the one row whose ids are among values; names are how keys are written there.
func (p *Page) one(keys []sortKey, values []any) (s *sql.Selector, names []string) {
	builder := sql.Dialect(p.c.dialect)
	s = builder.Select().From(builder.Table(p.t.Table).Schema(p.t.Schema))
	names = exprs(s, keys)
	for i, key := range p.keys {
		if p.isID(key) {
			s.Where(sql.EQ(s.C(key.sql), values[i]))
		}
	}
	return s, names
}

// errGone says that a row was deleted after it was listed.
var errGone = errors.New("the row is gone")
