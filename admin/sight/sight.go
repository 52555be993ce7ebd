// Package sight finds out which of the rows that edges lead to a caller may see, where that depends on the row. Who may
// see a book, but not its author, is shown the author's id and not what the author is called.
package sight

import (
	"context"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/render"
)

// Sight is what one caller sees. It is for one goroutine.
type Sight struct {
	Registry *entity.Registry
	Compiler *query.Compiler
	Access   query.Access
}

// Rows says which of the rows that these lead to by their to-one edges the caller may see. The edges were loaded.
func (s Sight) Rows(ctx context.Context, t *entity.Type, edges []string, rows []any) (render.Seen, error) {
	var seen render.Seen
	for _, edge := range edges {
		target, err := s.narrowed(t, edge)
		if err != nil {
			return nil, err
		}
		if target == nil {
			continue
		}
		ids := map[string]bool{}
		for _, row := range rows {
			if _, id, _ := t.One(row, edge); id != "" {
				ids[id] = false
			}
		}
		if err := s.mark(ctx, target, ids); err != nil {
			return nil, err
		}
		if seen == nil {
			seen = render.Seen{}
		}
		seen[edge] = ids
	}
	return seen, nil
}

// Objects does the same for what was read from JSON: below the name of an edge, each {"id", "label"} of a row that the
// caller may not see gets its id as its label. The objects are changed.
func (s Sight) Objects(ctx context.Context, t *entity.Type, objects ...map[string]any) error {
	for i := range t.Edges {
		edge := t.Edges[i].Name
		target, err := s.narrowed(t, edge)
		if err != nil {
			return err
		}
		if target == nil {
			continue
		}
		ids := map[string]bool{}
		for _, object := range objects {
			references(object[edge], func(id string, _ map[string]any) { ids[id] = false })
		}
		if err := s.mark(ctx, target, ids); err != nil {
			return err
		}
		for _, object := range objects {
			references(object[edge], func(id string, reference map[string]any) {
				if !ids[id] {
					reference["label"] = id
				}
			})
		}
	}
	return nil
}

// references calls yield for each {"id", "label"} in v.
func references(v any, yield func(id string, reference map[string]any)) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			references(e, yield)
		}
	case map[string]any:
		if id, ok := v["id"].(string); ok {
			yield(id, v)
			return
		}
		for _, e := range v {
			references(e, yield)
		}
	}
}

// narrowed is the type that an edge leads to, nil where the caller may see all of its rows.
func (s Sight) narrowed(t *entity.Type, edge string) (*entity.Type, error) {
	e := t.Edge(edge)
	if e == nil || s.Access.Rows == nil {
		return nil, nil
	}
	only, err := s.Access.Rows(e.Type)
	if err != nil || only == nil {
		return nil, err
	}
	return s.Registry.Type(e.Type), nil
}

// mark sets those of ids to true that name rows which the caller may see.
func (s Sight) mark(ctx context.Context, t *entity.Type, ids map[string]bool) error {
	if len(ids) == 0 || t.ParseID == nil {
		return nil
	}
	only, err := s.Compiler.RowFilter(t, s.Access)
	if err != nil {
		return err
	}
	wanted := make([]any, 0, len(ids))
	for id := range ids {
		if v, err := t.ParseID(id); err == nil {
			wanted = append(wanted, v)
		}
	}
	found, err := t.Ops.Find(ctx, s.Registry.Source.Client(), entity.Query{Fields: []string{}, Shape: func(sel *sql.Selector) {
		sel.Where(sql.In(sel.C(t.Type.ID.Columns[0]), wanted...))
		only.Predicate()(sel)
	}})
	for _, row := range found {
		ids[t.IDText(row)] = true
	}
	return err
}
