package change

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// locking says whether rows that are about to change are locked: not outside of an operation.
func (s *session) locking() bool { return s.op != "" }

// visible are the rows of m with these ids that the caller may see, by id, with their label's fields.
func (s *session) visible(ctx context.Context, m *model, ids []any) (map[any]any, error) {
	seen := s.seen[m]
	if seen == nil {
		seen = map[any]any{}
		s.seen[m] = seen
	}
	var unknown []any
	asked := map[any]bool{}
	for _, id := range ids {
		if _, ok := seen[id]; !ok && !asked[id] {
			asked[id] = true
			unknown = append(unknown, id)
		}
	}
	rights := s.e.store.Rights(s.by, &m.Type.Type)
	if len(unknown) == 0 || !rights.View {
		return seen, nil
	}
	allowed, err := s.e.rows(m, s.by, rights, access.View)
	if err != nil {
		return nil, err
	}
	where := live
	if s.op == Undo {
		where = anywhere // what led into the trash is to lead there again
	}
	for part := range slices.Chunk(unknown, chunk) {
		rows, err := m.Ops.Find(ctx, s.tx.Client, m.named(shapes(m.withID(part...), m.in(where), allowed)))
		if err != nil {
			return nil, s.e.failure(m, err)
		}
		for _, row := range rows {
			seen[m.ID(row)] = row
		}
	}
	return seen, nil
}

// linked are the rows to which an edge of the row with the id owner leads, of those that the caller may see, with
// their label's fields: all where all is set, though no more than one beyond MaxLinks, else those among ids.
func (s *session) linked(ctx context.Context, m *model, edge *meta.Edge, target *model, owner any, ids []any, all bool) ([]any, error) {
	rights := s.e.store.Rights(s.by, &target.Type.Type)
	if !rights.View || !all && len(ids) == 0 {
		return nil, nil
	}
	allowed, err := s.e.rows(target, s.by, rights, access.View)
	if err != nil {
		return nil, err
	}
	if all {
		limit := func(sel *sql.Selector) { sel.Limit(MaxLinks + 1) }
		rows, err := target.Ops.Find(ctx, s.tx.Client, target.named(shapes(linkedTo(edge, target, owner), allowed, target.byID, limit)))
		return rows, s.e.failure(target, err)
	}
	var rows []any
	for part := range slices.Chunk(ids, chunk) {
		more, err := target.Ops.Find(ctx, s.tx.Client,
			target.named(shapes(linkedTo(edge, target, owner), target.withID(part...), allowed, target.byID)))
		if err != nil {
			return nil, s.e.failure(target, err)
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// named is the query for rows with nothing but their id and what their label is made of.
func (m *model) named(shape func(*sql.Selector)) entity.Query {
	return entity.Query{Fields: append([]string{}, m.label.Fields()...), Shape: shape}
}

// linkedTo narrows a selection of target's rows to those that the edge leads to from the row with the id owner.
func linkedTo(edge *meta.Edge, target *model, owner any) func(*sql.Selector) {
	return func(sel *sql.Selector) {
		if edge.Rel != meta.ManyToMany {
			sel.Where(sql.EQ(sel.C(edge.Columns[0]), owner))
			return
		}
		links := sql.Dialect(sel.Dialect()).Table(edge.Table)
		sel.Where(sql.In(sel.C(target.idCol), sql.Dialect(sel.Dialect()).
			Select(links.C(edge.Columns[1])).From(links).Where(sql.EQ(links.C(edge.Columns[0]), owner))))
	}
}
