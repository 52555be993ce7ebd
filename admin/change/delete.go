package change

import (
	"context"
	"net/http"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

// Delete deletes a row, or moves it into the trash where the type has one. ifMatch is as with [Engine.Update].
func (e *Engine) Delete(ctx context.Context, by access.Principal, t *entity.Type, id, ifMatch string) (Result, error) {
	m := e.model(t)
	rights, err := e.allowed(by, m, access.Delete, "delete")
	if err != nil {
		return Result{}, err
	}
	if ifMatch == "" {
		return Result{}, unconditional()
	}
	s, err := e.run(ctx, by, Delete, m, func(ctx context.Context, s *session) error {
		old, err := s.one(ctx, m, rights, access.Delete, id, live)
		if err != nil {
			return err
		}
		if ifMatch != "*" && !matches(ifMatch, m.Version(old)) {
			return s.stale(ctx, m, rights, old, ifMatch, nil)
		}
		return s.discard(ctx, m, []any{old})
	})
	if err != nil {
		return Result{}, err
	}
	return s.result(m, id, nil), nil
}

// discard moves rows, at most a chunk of them, into the trash, or deletes them where there is none. They are whole,
// locked and in the order of their ids.
func (s *session) discard(ctx context.Context, m *model, rows []any) error {
	if m.SoftDelete == "" {
		return s.remove(ctx, m, rows)
	}
	return s.mark(ctx, m, rows, s.e.now().UTC(), trash)
}

// mark sets the time at which rows went into the trash, or clears it with nil, and records it as action.
func (s *session) mark(ctx context.Context, m *model, rows []any, at any, action string) error {
	writes := make([]*write, len(rows))
	for i, row := range rows {
		writes[i] = &write{set: []setting{{field: m.names[m.SoftDelete], value: at}}}
		if err := s.before(m, &HookCall{Op: s.op, ID: m.IDText(row), Old: row}); err != nil {
			return err
		}
	}
	_, err := s.apply(entity.WithDeleted(ctx), m, rows, writes, nil, action)
	return err
}

// remove deletes rows for good, at most a chunk of them, whole, locked and in the order of their ids.
func (s *session) remove(ctx context.Context, m *model, rows []any) error {
	ctx = entity.WithDeleted(ctx)
	for _, row := range rows {
		if err := s.before(m, &HookCall{Op: s.op, ID: m.IDText(row), Old: row}); err != nil {
			return err
		}
	}
	ids := m.ids(rows)
	t, err := s.taker(ctx, m)
	if err != nil {
		return err
	}
	if err := t.take(ctx, m, ids); err != nil {
		return err
	}
	if len(ids) == 1 {
		err = m.Ops.Delete(ctx, s.tx.Client, ids[0])
	} else {
		_, err = m.Ops.DeleteMany(ctx, s.tx.Client, m.withID(ids...))
	}
	if err != nil {
		return s.inUse(m, err)
	}
	left, err := s.find(ctx, m, false, m.withID(ids...))
	if err != nil {
		return err
	}
	if len(left) > 0 {
		t.cannot("The schema does something else than deleting the row.")
	}
	snaps := t.settle()
	for i, row := range rows {
		was := m.read(row)
		r := store.Revision{
			ObjectID: m.IDText(row), Action: Delete, Label: m.label.Of(row),
			Diff: m.diff(was, m.blank(), nil), VersionBefore: m.version(was),
		}
		if snaps != nil {
			r.Snapshot = snaps[i].encode()
		}
		if err := s.record(ctx, m, r); err != nil {
			return err
		}
		if err := s.after(m, &HookCall{Op: s.op, ID: r.ObjectID, Old: row}); err != nil {
			return err
		}
	}
	s.along(m, t)
	return nil
}

// along tells listeners of other types that some of their rows have gone or changed.
func (s *session) along(m *model, t *taker) {
	touched := map[string]bool{}
	for _, p := range t.snaps {
		for i := range p.Tables {
			touched[p.Tables[i].Table] = true
		}
		for i := range p.Nulled {
			touched[p.Nulled[i].Table] = true
		}
	}
	for slug, other := range s.e.models {
		if other != m && t.c != nil && t.c.table(other) != nil && touched[t.c.table(other).name] {
			if s.events[slug] == nil {
				s.events[slug] = &Event{Type: slug}
			}
			s.events[slug].More = true
		}
	}
}

// inUse says of a deletion that the database refused why.
func (s *session) inUse(m *model, err error) error {
	if s.e.source.Classify(err).Kind == entity.Constraint {
		p := problem.New(http.StatusConflict, "in_use", "Other rows still refer to it.")
		p.Cause = err
		return p
	}
	return s.e.failure(m, err)
}
