package change

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

// Undo takes a whole change back: all of its rows or none. It is for whoever made the change, and for superusers, as
// long as the token lives; rights that were lost meanwhile are missed. Where a row is not any more as the change left
// it, the problem is 409 "changed_since", whose member rows lists up to 100 such rows as {type, id, label}.
func (e *Engine) Undo(ctx context.Context, by access.Principal, token string) (Result, error) {
	var only *model
	var row any
	var id string
	s, err := e.run(ctx, by, Undo, nil, func(ctx context.Context, s *session) error {
		ctx = entity.WithDeleted(ctx)
		change, err := e.store.ChangeByToken(ctx, s.tx, token)
		if err != nil {
			return err
		}
		if change.Actor.ID != by.ID && !by.Superuser {
			return problem.Forbidden("undo what somebody else did")
		}
		if err := e.store.MarkUndone(ctx, s.tx, change.ID, by.Name); err != nil {
			return err
		}
		s.change.Type = change.Type
		u := undoer{session: s}
		if err := u.all(ctx, change); err != nil {
			return err
		}
		if s.changed == 1 {
			only, row, id = u.m, u.row, u.id
		}
		return nil
	})
	if err != nil {
		return Result{}, err
	}
	if only == nil {
		return s.result(nil, "", nil), nil
	}
	return s.result(only, id, row), nil
}

// undoer takes the revisions of a change back, newest first, in runs of one kind.
type undoer struct {
	*session
	stale []stale
	// The last row that was taken back.
	m   *model
	row any
	id  string
}

// stale is a row that has changed since.
type stale struct {
	Type  string `json:"type"`
	ID    string `json:"id"`
	Label string `json:"label"`
}

// kind is what a revision did.
type kind int

const (
	made kind = iota
	altered
	removed
)

func kindOf(r *store.Revision) kind {
	switch {
	case r.VersionAfter == "":
		return removed
	case r.VersionBefore == "":
		return made
	}
	return altered
}

func (u *undoer) all(ctx context.Context, change *store.Change) error {
	var run []store.Revision
	for before := int64(0); ; {
		page, err := u.e.store.Revisions(ctx, u.tx, change.ID, before, store.MaxPage)
		if err != nil {
			return err
		}
		for i := range page {
			r := &page[i]
			before = r.Seq
			if r.Effect {
				continue
			}
			// What was deleted at once has to come back at once. The rest goes in chunks, none of which has a row twice.
			if len(run) > 0 && (kindOf(&run[0]) != kindOf(r) || run[0].Type != r.Type || kindOf(r) != removed &&
				(len(run) == chunk || slices.ContainsFunc(run, func(o store.Revision) bool { return o.ObjectID == r.ObjectID }))) {
				if err := u.back(ctx, run); err != nil {
					return err
				}
				run = run[:0]
			}
			run = append(run, *r)
		}
		if len(page) < store.MaxPage {
			break
		}
	}
	if len(run) > 0 {
		if err := u.back(ctx, run); err != nil {
			return err
		}
	}
	return u.conflict()
}

// conflict is the problem that rows have changed since, nil where none has.
func (u *undoer) conflict() error {
	if len(u.stale) == 0 {
		return nil
	}
	p := problem.New(http.StatusConflict, "changed_since", "It cannot be undone: it was changed again since.")
	if len(u.stale) > 1 {
		p.Detail = fmt.Sprintf("It cannot be undone: %d of its rows were changed again since.", len(u.stale))
	}
	p.Extra = map[string]any{"rows": u.stale[:min(len(u.stale), maxConflict)]}
	return p
}

func (u *undoer) note(r *store.Revision) {
	u.stale = append(u.stale, stale{Type: r.Type, ID: r.ObjectID, Label: r.Label})
}

// back takes a run of revisions of one type and kind back.
func (u *undoer) back(ctx context.Context, run []store.Revision) error {
	m := u.e.models[run[0].Type]
	if m == nil {
		return changedSince("the type " + run[0].Type + " is no more")
	}
	right := map[kind]string{made: access.Create, altered: access.Update, removed: access.Delete}[kindOf(&run[0])]
	if right == access.Update && (run[0].Action == trash || run[0].Action == Restore) {
		right = access.Delete
	}
	rights := u.e.store.Rights(u.by, &m.Type.Type)
	if u.op == Undo && !rights.Actions(right) {
		return problem.Forbidden(right + " " + strings.ToLower(m.Plural))
	}
	allowed, err := u.e.rows(m, u.by, rights, right)
	if err != nil {
		return err
	}
	u.m = m
	if kindOf(&run[0]) == removed {
		if len(u.stale) > 0 {
			return nil
		}
		return u.bringBack(ctx, m, run, allowed)
	}
	rows, err := u.current(ctx, m, run, allowed)
	if err != nil || rows == nil {
		return err
	}
	if kindOf(&run[0]) == made {
		return u.takeAway(ctx, m, run, rows)
	}
	return u.setBack(ctx, m, run, rows)
}

// current are the rows of a run as they are, in its order; those that are not as the run left them are noted, and then
// there are no rows.
func (u *undoer) current(ctx context.Context, m *model, run []store.Revision, allowed func(*sql.Selector)) ([]any, error) {
	ids := make([]any, len(run))
	for i := range run {
		id, err := m.ParseID(run[i].ObjectID)
		if err != nil {
			return nil, problem.Internal(err)
		}
		ids[i] = id
	}
	found, err := u.find(ctx, m, true, m.withID(ids...), allowed, m.byID)
	if err != nil {
		return nil, err
	}
	byID := make(map[any]any, len(found))
	for _, row := range found {
		byID[m.ID(row)] = row
	}
	rows := make([]any, len(run))
	for i := range run {
		rows[i] = byID[ids[i]]
		if rows[i] == nil || m.Version(rows[i]) != run[i].VersionAfter {
			u.note(&run[i])
		}
	}
	if len(u.stale) > 0 {
		return nil, nil
	}
	return rows, nil
}
