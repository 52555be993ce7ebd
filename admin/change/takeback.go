package change

import (
	"context"
	"net/http"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

// bringBack restores rows that were deleted.
func (u *undoer) bringBack(ctx context.Context, m *model, run []store.Revision, allowed func(*sql.Selector)) error {
	snaps := make([]*snapshot, len(run))
	ids := make([]any, len(run))
	for i := range run {
		if len(run[i].Snapshot) == 0 {
			return problem.New(http.StatusConflict, "no_snapshot", "%s was deleted without a copy.", run[i].Label)
		}
		snap, err := parseSnapshot(run[i].Snapshot)
		if err != nil {
			return problem.Internal(err)
		}
		snaps[i] = snap
		if ids[i], err = m.ParseID(run[i].ObjectID); err != nil {
			return problem.Internal(err)
		}
	}
	if err := u.putBack(ctx, m, snaps); err != nil {
		return err
	}
	for start := 0; start < len(ids); start += chunk {
		part := ids[start:min(start+chunk, len(ids))]
		rows, err := u.find(ctx, m, false, m.withID(part...), allowed)
		if err != nil {
			return err
		}
		byID := make(map[any]any, len(rows))
		for _, row := range rows {
			byID[m.ID(row)] = row
		}
		for n, id := range part {
			r := &run[start+n]
			row := byID[id]
			if row == nil {
				u.note(r)
				continue
			}
			now := m.read(row)
			err := u.record(ctx, m, store.Revision{
				ObjectID: r.ObjectID, Action: Restore, Label: m.label.Of(row),
				Diff: m.diff(m.blank(), now, nil), VersionAfter: m.version(now), Snapshot: r.Snapshot,
			})
			if err != nil {
				return err
			}
			if err := u.after(m, &HookCall{Op: u.op, ID: r.ObjectID, New: row}); err != nil {
				return err
			}
			u.row, u.id = row, r.ObjectID
		}
	}
	return nil
}

// takeAway deletes rows that were created, unless others have come to refer to them.
func (u *undoer) takeAway(ctx context.Context, m *model, run []store.Revision, rows []any) error {
	order := make(map[string]*store.Revision, len(run))
	for i := range run {
		order[run[i].ObjectID] = &run[i]
	}
	sorted, err := u.find(ctx, m, false, m.withID(m.ids(rows)...), m.byID)
	if err != nil {
		return err
	}
	t, err := u.taker(ctx, m)
	if err != nil {
		return err
	}
	if err := t.take(ctx, m, m.ids(sorted)); err != nil {
		return err
	}
	for i, row := range sorted {
		if t.why != "" {
			break
		}
		r := order[m.IDText(row)]
		expected, err := u.brought(t.c.table(m), m, r)
		if err != nil {
			return err
		}
		for table, n := range t.snaps[i].count() {
			if n > expected[table] {
				u.note(r)
				break
			}
		}
	}
	if len(u.stale) > 0 {
		return nil
	}
	if err := u.remove(ctx, m, sorted); err != nil {
		return err
	}
	u.row, u.id = nil, run[len(run)-1].ObjectID
	return nil
}

// count is how many rows of each table are part of a snapshot or refer to it.
func (p *snapshot) count() map[string]int {
	n := map[string]int{}
	for i := range p.Tables {
		n[p.Tables[i].Table] += len(p.Tables[i].Rows)
	}
	for i := range p.Nulled {
		n[p.Nulled[i].Table] += len(p.Nulled[i].Rows)
	}
	return n
}

// brought is how many rows of each table came with the row that a revision made: those that a snapshot brought back, or
// the links that it was created with.
func (u *undoer) brought(of *table, m *model, r *store.Revision) (map[string]int, error) {
	snap, err := parseSnapshot(r.Snapshot)
	if err != nil {
		return nil, problem.Internal(err)
	}
	expected := snap.count()
	if len(r.Snapshot) > 0 {
		return expected, nil
	}
	deltas, err := parseDiff(r.Diff)
	if err != nil {
		return nil, problem.Internal(err)
	}
	expected[of.name]++
	for i := range m.Edges {
		edge := &m.Edges[i]
		d := deltas[edge.Name]
		switch {
		case edge.ToOne() && !edge.OwnFK && d.to != nil:
			expected[edge.Table]++
		case !edge.ToOne():
			expected[edge.Table] += len(d.added)
			if edge.Rel == meta.ManyToMany && edge.Type == m.Slug && edge.Inverse == "" {
				expected[edge.Table] += len(d.added) // kept in both directions
			}
		}
	}
	return expected, nil
}

// setBack takes updates back.
func (u *undoer) setBack(ctx context.Context, m *model, run []store.Revision, rows []any) error {
	ins := make([]Input, len(run))
	joins := make([]*snapshot, len(run))
	for i := range run {
		snap, err := parseSnapshot(run[i].Snapshot)
		if err != nil {
			return problem.Internal(err)
		}
		deltas, err := parseDiff(run[i].Diff)
		if err != nil {
			return problem.Internal(err)
		}
		joins[i] = snap
		if ins[i], err = m.reverse(deltas, snap); err != nil {
			return problem.Internal(err)
		}
		if err := u.before(m, &HookCall{Op: u.op, ID: run[i].ObjectID, Old: rows[i], Input: &ins[i]}); err != nil {
			return err
		}
	}
	var errs RowErrors
	writes, err := u.resolve(ctx, m, rows, ins, 0, &errs)
	if err != nil {
		return err
	}
	for i := range run {
		if len(errs.Rows[i]) > 0 || !complete(&ins[i], writes[i]) {
			u.note(&run[i])
		}
	}
	if len(u.stale) > 0 {
		return nil
	}
	for i, w := range writes {
		for n := range w.links {
			w.links[n].raw = joins[i].has(w.links[n].edge.Table)
		}
	}
	action := Update
	switch run[0].Action {
	case trash:
		action = Restore
	case Restore:
		action = trash
	}
	if rows, err = u.apply(ctx, m, rows, writes, nil, action); err != nil {
		return err
	}
	var snaps []*snapshot
	for i := range joins {
		if len(joins[i].Tables) > 0 {
			snaps = append(snaps, &snapshot{Tables: joins[i].Tables})
		}
	}
	if len(snaps) > 0 {
		if err := u.putBack(ctx, m, snaps); err != nil {
			return err
		}
	}
	u.row, u.id = rows[len(rows)-1], run[len(run)-1].ObjectID
	return nil
}

// complete reports whether all the links that an input names are still to be made or cut.
func complete(in *Input, w *write) bool {
	for name, edge := range in.Edges {
		if edge.Replace {
			continue
		}
		at := slices.IndexFunc(w.links, func(l linkChange) bool { return l.edge.Name == name })
		if at < 0 || len(w.links[at].add) != len(edge.Add) || len(w.links[at].remove) != len(edge.Remove) {
			return false
		}
	}
	return true
}

func (p *snapshot) has(table string) bool {
	return slices.ContainsFunc(p.Tables, func(rows tableRows) bool { return rows.Table == table })
}
