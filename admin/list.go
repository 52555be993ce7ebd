package admin

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/render"
	"github.com/mosswart/overlord/admin/stmtcache"
)

const (
	defaultPage = 50
	maxPage     = 500
	// countCap is how far a capped count goes; what is beyond it would cost more than it tells.
	countCap = 1000
	maxText  = 8 << 10 // bytes of a filter, a search, a sort, a cursor
)

// parameters are those of the request's query. Unknown ones, and those given twice, are refused: a mistyped filter must
// not select everything.
func (c *call) parameters(known ...string) (url.Values, error) {
	values, err := c.manyParameters(known...)
	for name, given := range values {
		if len(given) > 1 {
			return nil, badParameter("bad_parameter", name, "is given twice")
		}
	}
	return values, err
}

// manyParameters is parameters where one may be given more than once.
func (c *call) manyParameters(known ...string) (url.Values, error) {
	values := c.r.URL.Query() // which is well-formed, see checkQuery
	for name, given := range values {
		if !slices.Contains(known, name) {
			return nil, badParameter("unknown_parameter", name, "is unknown; known are "+strings.Join(known, ", "))
		}
		for _, text := range given {
			if len(text) > maxText {
				return nil, badParameter("bad_parameter", name, fmt.Sprintf("is longer than %d bytes", maxText))
			}
		}
	}
	return values, nil
}

func badParameter(code, name, reason string) error {
	p := problem.New(http.StatusBadRequest, code, "A parameter of the address is not valid.")
	p.Errors = map[string]string{quoteShort(name): reason}
	return p
}

// number reads a whole number between lo and hi; absent where it is not given.
func number(values url.Values, name string, absent, lo, hi int) (int, error) {
	text := values.Get(name)
	if text == "" {
		return absent, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < lo || n > hi {
		return 0, badParameter("bad_parameter", name, fmt.Sprintf("must be a whole number from %d to %d", lo, hi))
	}
	return n, nil
}

// flag reads "1" or "0".
func flag(values url.Values, name string) (bool, error) {
	switch values.Get(name) {
	case "", "0":
		return false, nil
	case "1":
		return true, nil
	}
	return false, badParameter("bad_parameter", name, "must be 1 or 0")
}

// fields reads a comma-separated list of fields and to-one edges, nil where it is not given. What the caller may not
// read is answered like what is not there.
func (c *call) fields(values url.Values) ([]string, error) {
	if !values.Has("fields") {
		return nil, nil
	}
	names := []string{}
	for name := range strings.SplitSeq(values.Get("fields"), ",") {
		if name = strings.TrimSpace(name); name == "" || name == "id" {
			continue
		}
		e := c.t.Edge(name)
		if c.t.Field(name) == nil && (e == nil || !e.ToOne()) || !c.reads(c.t.Slug, name) {
			return nil, badParameter("unknown_field", "fields", "there is no field "+quoteShort(name))
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}

// listRequest is what a list asks for.
type listRequest struct {
	query.Plan
	fields      []string
	count       string
	trash, etag bool
}

func (c *call) listRequest() (l listRequest, err error) {
	values, err := c.parameters("filter", "search", "sort", "after", "before", "limit", "count", "fields", "trash", "etag")
	if err != nil {
		return l, err
	}
	if l.Plan, err = c.sorted(values); err != nil {
		return l, err
	}
	l.After, l.Before = values.Get("after"), values.Get("before")
	if l.Limit, err = number(values, "limit", defaultPage, 0, maxPage); err != nil {
		return l, err
	}
	if l.fields, err = c.fields(values); err != nil {
		return l, err
	}
	if l.trash, err = flag(values, "trash"); err != nil {
		return l, err
	}
	if l.trash && c.t.SoftDelete == "" {
		return l, badParameter("bad_parameter", "trash", c.t.Plural+" have no trash")
	}
	if l.etag, err = flag(values, "etag"); err != nil {
		return l, err
	}
	switch l.count = values.Get("count"); l.count {
	case "", "none", "capped", "exact":
		return l, nil
	}
	return l, badParameter("bad_parameter", "count", "must be none, capped or exact")
}

// list answers a page of rows.
func (c *call) list() error {
	if _, err := c.need(access.View); err != nil {
		return err
	}
	l, err := c.listRequest()
	if err != nil {
		return err
	}
	if bounds(l.Filter) {
		c.ctx = stmtcache.Unprepared(c.ctx)
	}
	seen := c.access()
	empty := l.Limit == 0
	l.Limit = max(l.Limit, 1)
	page, err := c.a.queries.Page(c.t, l.Plan, seen)
	if err != nil {
		return err
	}
	result, plan := query.Result{}, c.plan(l.fields, l.etag)
	source := c.a.reg.Source
	if !empty {
		q := page.Query(plan.Query())
		ctx, shape := undeleted(c.ctx, c.t, l.trash, q.Shape)
		q.Shape = shape
		rows, err := c.t.Ops.Find(ctx, source.Client(), q)
		if err != nil {
			return c.a.failure(c.t, err)
		}
		if result, err = page.Finish(ctx, source.Driver(), rows); err != nil {
			return err
		}
	}
	refs, err := c.visible(plan, result.Rows)
	if err != nil {
		return err
	}
	out := newBuffer()
	defer out.free()
	b := append(out.b, `{"items":[`...)
	for i, row := range result.Rows {
		if i > 0 {
			b = append(b, ',')
		}
		b = plan.AppendSeen(b, row, refs)
	}
	b = append(b, `],"next":`...)
	b = appendCursor(b, result.Next)
	b = append(b, `,"prev":`...)
	b = appendCursor(b, result.Prev)
	b = append(b, `,"count":`...)
	if b, err = c.appendCount(b, page, l); err != nil {
		return err
	}
	out.b = append(b, '}')
	return c.write(http.StatusOK, out.b)
}

// bounds reports whether a filter says what is more or less than something: how many rows that are, and so how best to
// find them, depends on what it is.
func bounds(e filter.Expr) (does bool) {
	filter.Walk(e, func(c *filter.Cmp) {
		_, between := c.Value.(filter.Range)
		does = does || between || slices.Contains([]filter.Op{filter.Greater, filter.GreaterEqual, filter.Less, filter.LessEqual}, c.Op)
	})
	return does
}

func appendCursor(b []byte, cursor string) []byte {
	if cursor == "" {
		return append(b, "null"...)
	}
	return render.AppendString(b, cursor)
}

func (c *call) appendCount(b []byte, page *query.Page, l listRequest) ([]byte, error) {
	limit := 0
	switch l.count {
	case "", "none":
		return append(b, "null"...), nil
	case "capped":
		limit = countCap + 1
	}
	ctx, shape := undeleted(c.ctx, c.t, l.trash, page.CountShape())
	n, err := c.t.Ops.Count(ctx, c.a.reg.Source.Client(), shape, limit)
	if err != nil {
		return nil, c.a.failure(c.t, err)
	}
	capped := limit > 0 && n > countCap
	if capped {
		n = countCap
	}
	b = append(b, `{"value":`...)
	b = strconv.AppendInt(b, int64(n), 10)
	b = append(b, `,"capped":`...)
	b = strconv.AppendBool(b, capped)
	return append(b, '}'), nil
}

// plan is how rows of the type are written for the caller.
func (c *call) plan(fields []string, etag bool) *render.Plan {
	return render.New(c.a.reg, c.t, render.Options{
		Fields: fields, Reads: c.reads, Computed: c.a.computed[c.t.Slug], ETag: etag,
	})
}
