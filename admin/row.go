package admin

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/render"
	"github.com/mosswart/overlord/admin/sight"
)

// byID selects the row that an id of the wire names. The error is fit to show.
func byID(t *entity.Type, id string) (func(*sql.Selector), error) {
	if t.ParseID != nil && len(t.Type.ID.Columns) == 1 {
		v, err := t.ParseID(id)
		if err != nil {
			return nil, err
		}
		return func(s *sql.Selector) { s.Where(sql.EQ(s.C(t.Type.ID.Columns[0]), v)) }, nil
	}
	parts := strings.Split(id, "~")
	if len(t.Type.ID.Parts) == 0 || len(parts) != len(t.Type.ID.Parts) {
		return nil, errors.New("is no id of this type")
	}
	args := make([]any, len(parts))
	for i, part := range parts {
		text, err := url.PathUnescape(part)
		if err != nil {
			return nil, err
		}
		if args[i], err = fieldArg(t, t.Type.ID.Parts[i], text); err != nil {
			return nil, err
		}
	}
	return func(s *sql.Selector) {
		for i, column := range t.Type.ID.Columns {
			s.Where(sql.EQ(s.C(column), args[i]))
		}
	}, nil
}

// fieldArg reads the text of a field's value into an argument of a statement.
func fieldArg(t *entity.Type, name, text string) (any, error) {
	for i := range t.Fields {
		if t.Fields[i].Name == name && t.Values[i].Codec != nil {
			v, err := t.Values[i].Codec.ParseText(text)
			if err != nil {
				return nil, err
			}
			return t.Values[i].Codec.Arg(v)
		}
	}
	return nil, errors.New("cannot be read")
}

// find is the row of the path's type with that id, as far as the caller may see it, in the trash or not.
func (c *call) find(id string, q entity.Query) (any, error) {
	shape, err := byID(c.t, id)
	if err != nil {
		return nil, c.noRow(id)
	}
	rows, err := c.a.queries.RowFilter(c.t, c.access())
	if err != nil {
		return nil, err
	}
	only := rows.Predicate()
	q.Shape = func(s *sql.Selector) {
		shape(s)
		only(s)
		s.Limit(1)
	}
	ctx := c.ctx
	if c.a.reg.Source.Dialect() == dialect.SQLite {
		ctx = context.WithoutCancel(ctx) // a statement that can be cancelled costs goroutines, and this one is short
	}
	if c.t.SoftDelete != "" {
		ctx = entity.WithDeleted(ctx)
	}
	found, err := c.t.Ops.Find(ctx, c.a.reg.Source.Client(), q)
	if err != nil {
		return nil, c.a.failure(c.t, err)
	}
	if len(found) == 0 {
		return nil, c.noRow(id)
	}
	return found[0], nil
}

func (c *call) noRow(id string) error {
	return problem.NotFound(c.t.Label + " " + quoteShort(id))
}

// seesRow reports whether the caller may see a row.
func (c *call) seesRow(id string) (bool, error) {
	_, err := c.find(id, entity.Query{Fields: []string{}})
	if isNotFound(err) {
		return false, nil
	}
	return err == nil, err
}

func isNotFound(err error) bool {
	var p *problem.Problem
	return errors.As(err, &p) && p.Status == http.StatusNotFound
}

// visible finds out which of the rows that these lead to the caller may see, where that depends on the row.
func (c *call) visible(plan *render.Plan, rows []any) (render.Seen, error) {
	return c.sight().Rows(c.ctx, c.t, plan.Query().Edges, rows)
}

func (c *call) sight() sight.Sight {
	return sight.Sight{Registry: c.a.reg, Compiler: c.a.queries, Access: c.access()}
}

// selection reads a filter and a search.
func (c *call) selection(filterText, search string) (query.Plan, error) {
	e, err := query.ParseFilter(filterText)
	return query.Plan{Filter: e, Search: strings.TrimSpace(search)}, err
}

// sorted reads the parameters filter, search and sort.
func (c *call) sorted(values url.Values) (query.Plan, error) {
	plan, err := c.selection(values.Get("filter"), values.Get("search"))
	if err != nil {
		return plan, err
	}
	plan.Sort, err = query.ParseSort(values.Get("sort"))
	return plan, err
}
