package query

import (
	"slices"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
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
		if p.from[i], err = key.decodeValue(c.Values[i], p.c.dialect, !p.isID(key)); err != nil {
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
			if !key.isID && !p.isRaw(key) && !slices.Contains(q.Fields, key.name) {
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

// isID says that the key is the id or a part of it.
func (p *Page) isID(key sortKey) bool {
	return slices.ContainsFunc(p.ids, func(id sortKey) bool { return id.path == key.path })
}

// isRaw says that the value by which the database orders a row cannot be had from the ent row: an edge's target has
// not all of its fields loaded, a Go type may not know null, and SQLite compares times as they were written.
func (p *Page) isRaw(key sortKey) bool {
	return !p.isID(key) && (len(key.steps) > 0 || key.nullable || p.c.dialect == dialect.SQLite && key.kind == meta.Time)
}
