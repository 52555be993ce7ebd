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

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
)

// DefaultLimit is how many rows a page has where its plan does not say.
const DefaultLimit = 50

// Plan is what is asked of a list.
type Plan struct {
	Filter        filter.Expr
	Search        string // words that must all be in a row
	Sort          []Key  // nil: the type's own order
	After, Before string // cursor of the page before or behind this one; at most one is set
	Limit         int    // rows of the page
}

// Page is a part of a list. It is safe for concurrent use.
type Page struct {
	c     *Compiler
	t     *entity.Type
	where node
	keys  []sortKey
	ids   []sortKey // those that tell every two rows apart, none where nothing does
	order string    // the signature of keys

	limit  int
	back   bool  // the page lies before from
	from   []any // values of keys to continue from, nil for the first page
	offset int   // rows before from, where there are no ids
}

// Page plans a page of the type's rows. The error is a *problem.Problem.
func (c *Compiler) Page(t *entity.Type, plan Plan, a Access) (*Page, error) {
	p, err := c.list(t, plan, a)
	if err != nil {
		return nil, err
	}
	p.order = signature(t, c.dialect, p.keys)
	if p.limit <= 0 {
		p.limit = DefaultLimit
	}
	if plan.After != "" && plan.Before != "" {
		return nil, refusal("bad_cursor", "before", "A page lies after a cursor or before one, not both.")
	}
	if err := p.continueFrom("after", plan.After); err != nil {
		return nil, err
	}
	p.back = plan.Before != ""
	return p, p.continueFrom("before", plan.Before)
}

// Shape selects and orders the type's rows, at most plan.Limit of them where that is over 0. Cursors are not looked
// at. The error is a *problem.Problem.
func (c *Compiler) Shape(t *entity.Type, plan Plan, a Access) (func(*sql.Selector), error) {
	p, err := c.list(t, plan, a)
	if err != nil {
		return nil, err
	}
	return func(s *sql.Selector) {
		where(s, outer(s), p.where)
		orderBy(s, p.keys, exprs(s, p.keys), false)
		if p.limit > 0 {
			s.Limit(p.limit)
		}
	}, nil
}

func (c *Compiler) list(t *entity.Type, plan Plan, a Access) (*Page, error) {
	k := newChecker(c, a)
	p := &Page{c: c, t: t, limit: plan.Limit}
	matched, err := k.bind(t, plan.Filter)
	if err != nil {
		return nil, err
	}
	found, err := k.search(t, plan.Search)
	if err != nil {
		return nil, err
	}
	seen, err := k.rows(t)
	if err != nil {
		return nil, err
	}
	p.where = all(seen, matched, found)
	p.keys, p.ids, err = k.order(t, plan.Sort)
	return p, err
}

func (p *Page) continueFrom(parameter, text string) error {
	if text == "" {
		return nil
	}
	c, err := decodeCursor(text, p.order)
	if err == nil && len(p.ids) > 0 && len(c.Values) != len(p.keys) {
		err = errCursor
	}
	if err != nil {
		return refusal("bad_cursor", parameter, "%s %s", parameter, err)
	}
	if len(p.ids) == 0 {
		p.offset = c.Offset
		return nil
	}
	p.from = make([]any, len(p.keys))
	for i, key := range p.keys {
		if p.from[i], err = key.decodeValue(c.Values[i], p.c.dialect); err != nil {
			return refusal("bad_cursor", parameter, "%s %s", parameter, err)
		}
	}
	return nil
}

// CountShape selects all rows of the list, of whatever page: the filter, the search and the caller's rows.
func (p *Page) CountShape() func(*sql.Selector) {
	return func(s *sql.Selector) { where(s, outer(s), p.where) }
}

// Query is q for the rows of the page and one more, which Finish takes off again. Where q loads only some fields,
// those are added that the page's cursors are made of.
func (p *Page) Query(q entity.Query) entity.Query {
	if q.Fields != nil {
		q.Fields = slices.Clone(q.Fields)
		for _, key := range p.keys {
			if !key.isID && !key.isRaw(p.c.dialect) && !slices.Contains(q.Fields, key.name) {
				q.Fields = append(q.Fields, key.name)
			}
		}
	}
	q.Shape = p.shape
	return q
}

func (p *Page) shape(s *sql.Selector) {
	where(s, outer(s), p.where)
	names := exprs(s, p.keys)
	if len(p.ids) == 0 {
		orderBy(s, p.keys, names, false)
		start, limit := p.window()
		s.Offset(start).Limit(limit + 1)
		return
	}
	if p.from != nil {
		s.Where(sql.P(func(b *sql.Builder) { p.beyond(writer{b, new(int)}, names) }))
	}
	orderBy(s, p.keys, names, p.back)
	s.Limit(p.limit + 1)
}

// window is where a page by number begins, and how many rows it has.
func (p *Page) window() (start, limit int) {
	if !p.back {
		return p.offset, p.limit
	}
	start = max(0, p.offset-p.limit)
	return start, p.offset - start
}

// beyond writes that a row comes after from, or before it where the page goes back. Keys that all go one way and are
// never null are compared as one, which an index over them answers.
func (p *Page) beyond(w writer, names []string) {
	same := true
	for _, key := range p.keys {
		same = same && !key.nullable && key.desc == p.keys[0].desc
	}
	if same {
		w.S("(")
		for i, name := range names {
			if i > 0 {
				w.S(", ")
			}
			w.S(name)
		}
		w.S(") " + p.sign(0) + " (").Args(p.from...).S(")")
		return
	}
	if !p.keys[0].nullable { // it follows from the rest, and lets an index find the first row
		w.S(names[0] + " " + p.sign(0) + "= ").Arg(p.from[0]).S(" AND ")
	}
	p.beyondKey(w, names, 0)
}

// sign is how the i-th key of a row beyond compares with from's.
func (p *Page) sign(i int) string {
	if p.keys[i].desc != p.back {
		return "<"
	}
	return ">"
}

// beyondKey compares by the i-th key and those after it.
func (p *Page) beyondKey(w writer, names []string, i int) {
	name, value := names[i], p.from[i]
	nullsAhead := p.keys[i].nullable && !p.back
	w.S("(")
	switch {
	case value == nil && p.back:
		w.S(name + " IS NOT NULL")
	case value == nil:
		w.S("1 = 0")
	case nullsAhead:
		w.S(name + " " + p.sign(i) + " ").Arg(value).S(" OR " + name + " IS NULL")
	default:
		w.S(name + " " + p.sign(i) + " ").Arg(value)
	}
	if i+1 < len(names) {
		if w.S(" OR ("); value == nil {
			w.S(name + " IS NULL AND ")
		} else {
			w.S(name + " = ").Arg(value).S(" AND ")
		}
		p.beyondKey(w, names, i+1)
		w.S(")")
	}
	w.S(")")
}

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
		if key.isRaw(p.c.dialect) {
			raw = append(raw, i)
			continue
		}
		var err error
		if values[i], err = key.arg(key.get(row)); err != nil {
			return "", fmt.Errorf("%s of a row: %w", key.path, err)
		}
	}
	if len(raw) > 0 {
		if err := p.load(ctx, drv, row, raw, values); err != nil {
			return "", fmt.Errorf("load the order of a row: %w", err)
		}
	}
	c := cursor{Order: p.order, Values: make([]*string, len(values))}
	for i, value := range values {
		var err error
		if c.Values[i], err = encodeValue(value); err != nil {
			return "", err
		}
	}
	return c.encode()
}

// load reads the keys with the given numbers of a row from the database.
func (p *Page) load(ctx context.Context, drv dialect.ExecQuerier, row any, numbers []int, values []any) error {
	builder := sql.Dialect(p.c.dialect)
	s := builder.Select().From(builder.Table(p.t.Table).Schema(p.t.Schema))
	wanted := make([]sortKey, len(numbers))
	for i, n := range numbers {
		wanted[i] = p.keys[n]
	}
	for i, name := range exprs(s, wanted) {
		if p.c.dialect == dialect.SQLite && wanted[i].kind == meta.Time {
			name = "CAST(" + name + " AS TEXT)" // as it was written; the driver would read it as a time
		}
		s.AppendSelectExprAs(sql.Expr(name), fmt.Sprintf("_%d", i))
	}
	for _, id := range p.ids {
		arg, err := id.arg(id.get(row))
		if err != nil {
			return err
		}
		s.Where(sql.EQ(s.C(id.sql), arg))
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

// errGone says that a row was deleted after it was listed.
var errGone = errors.New("the row is gone")
