package change

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// remember keeps of rows that are about to be updated what a diff cannot say: which fields are NULL that read as zero,
// and what join tables hold beside the two ids of links that go. Snapshots of rows with nothing of the kind are nil.
func (s *session) remember(ctx context.Context, m *model, rows []any, writes []*write) ([]*snapshot, error) {
	snaps := make([]*snapshot, len(writes))
	of := func(i int) *snapshot {
		if snaps[i] == nil {
			snaps[i] = &snapshot{}
		}
		return snaps[i]
	}
	if err := s.nulls(ctx, m, rows, writes, of); err != nil {
		return nil, err
	}
	for i, w := range writes {
		for _, l := range w.links {
			if l.edge.Rel != meta.ManyToMany || l.edge.Through == "" || len(l.remove) == 0 {
				continue
			}
			if err := s.joins(ctx, m, m.ID(rows[i]), l, of(i)); err != nil {
				return nil, err
			}
		}
	}
	return snaps, nil
}

// allNulls is what nulls finds among all fields, for rows of which nobody knows what will become.
func (s *session) allNulls(ctx context.Context, m *model, rows []any) ([]snapshot, error) {
	snaps := make([]snapshot, len(rows))
	every := &write{}
	for _, i := range m.fields {
		every.set = append(every.set, setting{field: i})
	}
	err := s.nulls(ctx, m, rows, slices.Repeat([]*write{every}, len(rows)), func(i int) *snapshot { return &snaps[i] })
	return snaps, err
}

// nulls looks for fields that are NULL among those that read as zero and that writes, or an update's defaults, may set.
func (s *session) nulls(ctx context.Context, m *model, rows []any, writes []*write, of func(int) *snapshot) error {
	for _, at := range m.fields {
		f := &m.Fields[at]
		if !f.Nullable || f.Immutable {
			continue
		}
		places := map[any]int{}
		var ids []any
		for i, w := range writes {
			if w.empty() || f.Kind != meta.Time && !slices.ContainsFunc(w.set, func(s setting) bool { return s.field == at }) {
				continue
			}
			if m.mayBeNull(at, rows[i]) {
				ids = append(ids, m.ID(rows[i]))
				places[m.ID(rows[i])] = i
			}
		}
		for part := range slices.Chunk(ids, chunk) {
			null := func(sel *sql.Selector) { sel.Where(sql.IsNull(sel.C(f.Column))) }
			found, err := m.Ops.Find(ctx, s.tx.Client, entity.Query{Fields: []string{}, Shape: shapes(m.withID(part...), null)})
			if err != nil {
				return s.e.failure(m, err)
			}
			for _, row := range found {
				snap := of(places[m.ID(row)])
				snap.Nulls = append(snap.Nulls, f.Name)
			}
		}
	}
	return nil
}

// joins keeps the rows of the join table that a link's removal deletes.
func (s *session) joins(ctx context.Context, m *model, owner any, l linkChange, snap *snapshot) error {
	t, err := s.taker(ctx, m)
	if err != nil || t.c == nil || t.c.tables[l.edge.Table] == nil {
		return err
	}
	join := t.c.tables[l.edge.Table]
	columns, flags := t.columns(join)
	for part := range slices.Chunk(l.target.ids(l.remove), chunk) {
		q := t.selectFrom(join, columns, flags)
		q.sql(" WHERE ", quote(l.edge.Columns[0]), " = ").list(owner).
			sql(" AND ", quote(l.edge.Columns[1]), " IN (").list(part...).sql(")")
		if err := t.read(ctx, q, columns, flags, func(row cells) { snap.add(join, columns, row) }); err != nil {
			return err
		}
	}
	return nil
}
