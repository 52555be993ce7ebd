package change

import (
	"context"
	"net/http"
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
)

// Bulk is one operation on many rows.
type Bulk struct {
	Action string              // Update, Delete, Restore or Purge, or a custom action's name
	IDs    []string            // the rows; nil: those that Where selects
	Where  func(*sql.Selector) // nil selects all
	Input  Input               // of Update
}

// right is what one has to be allowed for an action, and the place in which its rows are.
func (b *Bulk) right() (right string, where place) {
	switch b.Action {
	case Restore, Purge:
		return access.Delete, inTrash
	}
	return b.Action, live
}

// selection narrows m's rows to those of b on which the caller may do it.
func (e *Engine) selection(by access.Principal, m *model, b *Bulk) (access.Rights, func(*sql.Selector), error) {
	right, where := b.right()
	rights, err := e.allowed(by, m, right, b.Action)
	if err != nil {
		return rights, nil, err
	}
	if where == inTrash && m.SoftDelete == "" {
		return rights, nil, problem.New(http.StatusNotFound, "no_trash", "%s have no trash.", m.Plural)
	}
	allowed, err := e.rows(m, by, rights, right)
	if err != nil {
		return rights, nil, err
	}
	return rights, shapes(b.Where, m.in(where), allowed), nil
}

// Size is how many rows b would be about, but no more than limit, where limit > 0.
func (e *Engine) Size(ctx context.Context, by access.Principal, t *entity.Type, b Bulk, limit int) (int, error) {
	m := e.model(t)
	_, shape, err := e.selection(by, m, &b)
	if err != nil {
		return 0, err
	}
	if b.IDs != nil {
		return len(b.IDs), nil
	}
	n, err := m.Ops.Count(b.context(ctx), e.source.Client(), shape, limit)
	return n, e.failure(m, err)
}

// context makes the trash visible to the schema where the rows are there.
func (b *Bulk) context(ctx context.Context) context.Context {
	if _, where := b.right(); where == inTrash {
		return entity.WithDeleted(ctx)
	}
	return ctx
}

// Bulk does b in one transaction: to all of the rows or to none. Of ids that name no row on which the caller may do it,
// the problem is 404.
func (e *Engine) Bulk(ctx context.Context, by access.Principal, t *entity.Type, b Bulk, p Progress) (Result, error) {
	m := e.model(t)
	var do func(ctx context.Context, s *session, rights access.Rights, rows []any) error
	switch b.Action {
	case Update:
		do = func(ctx context.Context, s *session, rights access.Rights, rows []any) error {
			ins := make([]Input, len(rows))
			for i := range ins {
				ins[i] = b.Input.clone()
			}
			_, err := s.update(ctx, m, rights, rows, ins, 0)
			return err
		}
	case Delete:
		do = func(ctx context.Context, s *session, _ access.Rights, rows []any) error {
			return s.discard(ctx, m, rows)
		}
	case Purge:
		do = func(ctx context.Context, s *session, _ access.Rights, rows []any) error {
			return s.remove(ctx, m, rows)
		}
	case Restore:
		do = func(ctx context.Context, s *session, _ access.Rights, rows []any) error {
			return s.mark(ctx, m, rows, nil, Restore)
		}
	default:
		return Result{}, problem.New(http.StatusBadRequest, "unknown_action", "There is no action %q.", b.Action)
	}
	return e.bulk(ctx, by, m, b, p, do)
}

// Act runs a custom action over the rows of b in one transaction: run gets at most 500 of them at a time, loaded with
// [entity.Type.Whole] and locked, and the transaction's client. Whatever it changes in those rows is recorded and can be
// undone; what it changes elsewhere is not.
func (e *Engine) Act(ctx context.Context, by access.Principal, t *entity.Type, b Bulk,
	run func(ctx context.Context, client any, rows []any) error, p Progress,
) (Result, error) {
	m := e.model(t)
	return e.bulk(ctx, by, m, b, p, func(ctx context.Context, s *session, _ access.Rights, rows []any) error {
		return s.act(ctx, m, rows, run)
	})
}

// act runs code of the host on rows and records what it did to them.
func (s *session) act(ctx context.Context, m *model, rows []any, run func(ctx context.Context, client any, rows []any) error) error {
	was := make([]*state, len(rows)) // before run gets its hands on the rows
	for i, row := range rows {
		was[i] = m.read(row)
	}
	t, err := s.taker(ctx, m)
	if err != nil {
		return err
	}
	if err := t.take(ctx, m, m.ids(rows)); err != nil {
		return err
	}
	nulls, err := s.allNulls(ctx, m, rows)
	if err != nil {
		return err
	}
	ids, labels, texts := m.ids(rows), make([]string, len(rows)), make([]string, len(rows))
	for i, row := range rows {
		labels[i], texts[i] = m.label.Of(row), m.IDText(row)
	}
	if err := run(s.host, s.tx.Client, rows); err != nil {
		return s.e.failure(m, err)
	}
	now, err := s.find(entity.WithDeleted(ctx), m, false, m.withID(ids...))
	if err != nil {
		return err
	}
	byID := make(map[any]any, len(now))
	for _, row := range now {
		byID[m.ID(row)] = row
	}
	var gone bool
	for _, id := range ids {
		gone = gone || byID[id] == nil
	}
	var snaps []*snapshot
	if gone {
		snaps = t.settle()
	}
	for i, id := range ids {
		r := m.revision(texts[i], labels[i], was[i], nil)
		row := byID[id]
		if row != nil {
			r = m.revision(texts[i], m.label.Of(row), was[i], m.read(row))
			r.Snapshot = nulls[i].encode()
		} else if snaps != nil {
			r.Snapshot = snaps[i].encode()
		}
		if r.Diff == nil {
			continue
		}
		if err := s.record(ctx, m, r); err != nil {
			return err
		}
	}
	return nil
}

// bulk does something to the rows of b in chunks, in one transaction.
func (e *Engine) bulk(ctx context.Context, by access.Principal, m *model, b Bulk, p Progress,
	do func(ctx context.Context, s *session, rights access.Rights, rows []any) error,
) (Result, error) {
	rights, shape, err := e.selection(by, m, &b)
	if err != nil {
		return Result{}, err
	}
	s, err := e.run(ctx, by, b.Action, m, func(ctx context.Context, s *session) error {
		ctx = b.context(ctx)
		ids, err := s.pick(ctx, m, &b, shape)
		if err != nil {
			return err
		}
		for start := 0; start < len(ids); start += chunk {
			p.report(start, len(ids))
			part := ids[start:min(start+chunk, len(ids))]
			rows, err := s.find(ctx, m, true, m.withID(part...), shape, m.byID)
			if err != nil {
				return err
			}
			if len(rows) == 0 { // they went along with others
				continue
			}
			if err := do(ctx, s, rights, rows); err != nil {
				return err
			}
		}
		p.report(len(ids), len(ids))
		return nil
	})
	if err != nil {
		return Result{}, single(err)
	}
	return s.result(m, "", nil), nil
}

// pick are the ids of b's rows, in their order.
func (s *session) pick(ctx context.Context, m *model, b *Bulk, shape func(*sql.Selector)) ([]any, error) {
	tooMany := problem.New(http.StatusUnprocessableEntity, "too_many", "No more than %d rows can be changed at once.", MaxRows)
	if b.IDs == nil {
		limit := func(sel *sql.Selector) { sel.Limit(MaxRows + 1) }
		rows, err := m.Ops.Find(ctx, s.tx.Client, entity.Query{Fields: []string{}, Shape: shapes(shape, m.byID, limit)})
		if err != nil {
			return nil, s.e.failure(m, err)
		}
		if len(rows) > MaxRows {
			return nil, tooMany
		}
		return m.ids(rows), nil
	}
	if len(b.IDs) > MaxRows {
		return nil, tooMany
	}
	ids := make([]any, 0, len(b.IDs))
	seen := make(map[any]bool, len(b.IDs))
	for _, text := range b.IDs {
		id, err := m.ParseID(text)
		if err != nil {
			return nil, problem.New(http.StatusNotFound, "not_found", "There is no row %s.", text)
		}
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	sorted := make([]any, 0, len(ids))
	for part := range slices.Chunk(ids, chunk) {
		rows, err := m.Ops.Find(ctx, s.tx.Client, entity.Query{Fields: []string{}, Shape: shapes(shape, m.withID(part...), m.byID)})
		if err != nil {
			return nil, s.e.failure(m, err)
		}
		sorted = append(sorted, m.ids(rows)...)
	}
	if len(sorted) < len(ids) {
		return nil, problem.New(http.StatusNotFound, "not_found", "%d of the rows are not there.", len(ids)-len(sorted))
	}
	return sorted, nil
}
