package admin

import (
	"net/http"
	"strconv"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/render"
)

const (
	linksShown  = 50   // of a to-many edge, in the answer of a row
	linksCapped = 1000 // how far they are counted
)

// get answers one row with everything that the caller may read of it.
func (c *call) get() error {
	if _, err := c.need(access.View); err != nil {
		return err
	}
	values, err := c.parameters("fields")
	if err != nil {
		return err
	}
	fields, err := c.fields(values)
	if err != nil {
		return err
	}
	row, err := c.find(c.path("id"), c.t.Whole())
	if err != nil {
		return err
	}
	out := newBuffer()
	defer out.free()
	b, err := c.appendRow(out.b, row, fields)
	if err != nil {
		return err
	}
	b = b[:len(b)-1] // the object goes on
	for i := range c.t.Edges {
		e := &c.t.Edges[i]
		if fields != nil || e.ToOne() || e.Hidden || c.t.ID == nil || !c.reads(c.t.Slug, e.Name) {
			continue
		}
		b = append(render.AppendString(append(b, ','), e.Name), ':')
		if b, err = c.appendLinks(b, row, e); err != nil {
			return err
		}
	}
	out.b = append(b, '}')
	c.w.Header().Set("ETag", `"`+c.t.Version(row)+`"`)
	return c.write(http.StatusOK, out.b)
}

// appendRow writes a row of the path's type that was loaded whole, without its to-many edges.
func (c *call) appendRow(b []byte, row any, fields []string) ([]byte, error) {
	plan := c.plan(fields, false)
	seen, err := c.visible(plan, []any{row})
	if err != nil {
		return nil, err
	}
	return plan.AppendSeen(b, row, seen), nil
}

// appendLinks writes how many rows an edge leads to, and the first of them.
func (c *call) appendLinks(b []byte, row any, e *meta.Edge) ([]byte, error) {
	links, err := c.links(row, e, query.Plan{Limit: linksShown})
	if err != nil {
		return nil, err
	}
	n := len(links.Rows)
	if links.Next != "" {
		target := c.a.bySlug[e.Type]
		ctx, shape := undeleted(c.ctx, target, false, links.shape)
		if n, err = target.Ops.Count(ctx, c.a.reg.Source.Client(), shape, linksCapped); err != nil {
			return nil, c.a.failure(target, err)
		}
	}
	b = append(b, `{"count":`...)
	b = strconv.AppendInt(b, int64(n), 10)
	b = append(b, `,"items":`...)
	b = links.appendItems(b)
	b = append(b, `,"next":`...)
	return append(appendCursor(b, links.Next), '}'), nil
}

// edge answers a page of the rows that a to-many edge leads to.
func (c *call) edge() error {
	if _, err := c.need(access.View); err != nil {
		return err
	}
	values, err := c.parameters("after", "limit")
	if err != nil {
		return err
	}
	limit, err := number(values, "limit", linksShown, 1, maxPage)
	if err != nil {
		return err
	}
	e := c.t.Edge(c.path("edge"))
	if e == nil || e.ToOne() || e.Hidden || c.t.ID == nil || !c.reads(c.t.Slug, e.Name) {
		return problem.NotFound("edge " + quoteShort(c.path("edge")))
	}
	row, err := c.find(c.path("id"), entity.Query{Fields: []string{}})
	if err != nil {
		return err
	}
	links, err := c.links(row, e, query.Plan{After: values.Get("after"), Limit: limit})
	if err != nil {
		return err
	}
	out := newBuffer()
	defer out.free()
	b := links.appendItems(append(out.b, `{"items":`...))
	b = appendCursor(append(b, `,"next":`...), links.Next)
	out.b = append(b, '}')
	return c.write(http.StatusOK, out.b)
}

// links are rows that an edge leads to.
type links struct {
	query.Result
	target *entity.Type
	label  render.Label
	shape  func(*sql.Selector) // selects all of them
}

func (l *links) appendItems(b []byte) []byte {
	b = append(b, '[')
	for i, row := range l.Rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = render.AppendRef(b, l.target.IDText(row), l.label.Of(row))
	}
	return append(b, ']')
}

// links finds a page of the rows that an edge of a row leads to, by their id, as far as the caller may see them.
func (c *call) links(row any, e *meta.Edge, plan query.Plan) (*links, error) {
	l := &links{target: c.a.bySlug[e.Type]}
	l.label = render.NewLabel(l.target, c.reads)
	if l.target.Type.ID.Kind != "" { // a type without one id has an order of its own
		plan.Sort = []query.Key{{Path: []string{"id"}}}
	}
	page, err := c.a.queries.Page(l.target, plan, c.access())
	if err != nil {
		return nil, err
	}
	linked := linkedTo(l.target, e, c.t.ID(row))
	all := page.CountShape()
	l.shape = func(s *sql.Selector) {
		all(s)
		linked(s)
	}
	q := page.Query(entity.Query{Fields: append([]string{}, l.label.Fields()...)})
	paged := q.Shape
	ctx, shape := undeleted(c.ctx, l.target, false, func(s *sql.Selector) {
		paged(s)
		linked(s)
	})
	q.Shape = shape
	source := c.a.reg.Source
	rows, err := l.target.Ops.Find(ctx, source.Client(), q)
	if err != nil {
		return nil, c.a.failure(l.target, err)
	}
	l.Result, err = page.Finish(ctx, source.Driver(), rows)
	return l, err
}

// linkedTo selects the rows of target to which the to-many edge of the row with that id leads.
func linkedTo(target *entity.Type, e *meta.Edge, id any) func(*sql.Selector) {
	return func(s *sql.Selector) {
		if e.Rel != meta.ManyToMany {
			s.Where(sql.EQ(s.C(e.Columns[0]), id))
			return
		}
		join := sql.Table(e.Table)
		s.Where(sql.In(s.C(target.Type.ID.Columns[0]),
			sql.Dialect(s.Dialect()).Select(join.C(e.Columns[1])).From(join).Where(sql.EQ(join.C(e.Columns[0]), id))))
	}
}
