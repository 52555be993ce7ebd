// Package binding is what the code that the extension generates for a project has in common, whatever the project:
// queries and writes through ent's builders, values of ent's structs, and what the database's errors mean. Only
// generated code calls it.
package binding

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// Query is one of ent's query builders: P is its type's predicate, S its selecting builder, R a pointer to its struct.
type Query[Q, P, S, R any] interface {
	Where(...P) Q
	Select(...string) S
	Modify(...func(*sql.Selector)) S
	All(context.Context) ([]R, error)
	Count(context.Context) (int, error)
}

// Columns are a type's columns as queries load them. It is read-only once made.
type Columns struct {
	ids    []string          // always loaded
	all    []string          // all that are for people's eyes
	some   bool              // there are others, so that queries have to name these
	byName map[string]string // column of each field and id
}

// ColumnsOf makes Columns from a type's description.
func ColumnsOf(t *meta.Type) Columns {
	c := Columns{ids: t.ID.Columns, byName: make(map[string]string, len(t.Fields)+1)}
	if t.ID.Kind != "" && len(c.ids) == 1 {
		c.byName["id"] = c.ids[0]
	}
	c.all = slices.Clone(c.ids)
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Computed {
			continue
		}
		c.byName[f.Name] = f.Column
		if f.Sensitive || f.Hidden {
			c.some = true
		} else {
			c.all = append(c.all, f.Column)
		}
	}
	return c
}

// Explicit has queries name their columns in any case: the type has some that ent does not load by itself.
func (c Columns) Explicit() Columns {
	c.some = true
	return c
}

// named gives the columns of fields, the id's first.
func (c Columns) named(fields []string) ([]string, error) {
	if fields == nil && !c.some {
		return nil, nil
	}
	if fields == nil {
		return c.all, nil
	}
	columns := slices.Clone(c.ids)
	for _, name := range fields {
		column, ok := c.byName[name]
		if !ok {
			return nil, fmt.Errorf("there is no field %q", name)
		}
		if !slices.Contains(columns, column) {
			columns = append(columns, column)
		}
	}
	return columns, nil
}

// Find runs q on one of ent's queries, whose edges are added already, and returns the rows.
func Find[P ~func(*sql.Selector), S, R any, Q Query[Q, P, S, R]](ctx context.Context, query Q, q entity.Query, c Columns) ([]any, error) {
	columns, err := c.named(q.Fields)
	if err != nil {
		return nil, err
	}
	if q.Shape != nil {
		query.Where(P(q.Shape))
	}
	if len(columns) > 0 {
		query.Select(columns...)
	}
	found, err := query.All(ctx)
	if err != nil {
		return nil, err
	}
	return rows(found), nil
}

// Count counts what a query selects, but not beyond limit where limit > 0: then the database stops there.
func Count[P ~func(*sql.Selector), S interface {
	Int(context.Context) (int, error)
}, R any, Q Query[Q, P, S, R]](ctx context.Context, query Q, shape func(*sql.Selector), limit int, c Columns) (int, error) {
	if shape != nil {
		query.Where(P(shape))
	}
	if limit <= 0 {
		// ent's own count is of ids, for which the database looks at each row where count(*) only counts them.
		return query.Modify(func(s *sql.Selector) { s.Select(sql.Count("*")) }).Int(ctx)
	}
	// Modifiers come last, so that s already has the predicates of interceptors and policies.
	query.Modify(func(s *sql.Selector) {
		inner := s.Clone().ClearOrder().Limit(limit)
		if len(c.ids) > 0 {
			inner.Select(inner.Columns(c.ids...)...)
		}
		*s = *sql.Dialect(s.Dialect()).Select().From(inner.As("limited")).As("limited")
	})
	return query.Count(ctx)
}

func rows[R any](found []R) []any {
	all := make([]any, len(found))
	for i, row := range found {
		all[i] = row
	}
	return all
}
