package change

import (
	"context"
	"net/http"
	"strings"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

// Restore brings a row back: out of the trash, for which one has to be allowed to delete, or, where it was deleted for
// good, from history, for which one has to be allowed to create.
func (e *Engine) Restore(ctx context.Context, by access.Principal, t *entity.Type, id string) (Result, error) {
	m := e.model(t)
	rights := e.store.Rights(by, &m.Type.Type)
	if !rights.View {
		return Result{}, problem.NotFound("such type")
	}
	var row any
	s, err := e.run(ctx, by, Restore, m, func(ctx context.Context, s *session) error {
		ctx = entity.WithDeleted(ctx)
		found, err := s.trashed(ctx, m, rights, id)
		if err != nil {
			return err
		}
		if found != nil {
			if _, err := e.allowed(by, m, access.Delete, "restore"); err != nil {
				return err
			}
			if err := s.mark(ctx, m, []any{found}, nil, Restore); err != nil {
				return err
			}
			row, err = s.again(ctx, m, rights, access.Delete, m.ID(found))
			return err
		}
		if _, err := e.allowed(by, m, access.Create, "restore"); err != nil {
			return err
		}
		row, err = s.undelete(ctx, m, rights, id)
		return err
	})
	if err != nil {
		return Result{}, err
	}
	return s.result(m, id, row), nil
}

// trashed is the row with that id in the trash, nil where it is not there.
func (s *session) trashed(ctx context.Context, m *model, rights access.Rights, id string) (any, error) {
	if m.SoftDelete == "" {
		return nil, nil
	}
	row, err := s.one(ctx, m, rights, access.Delete, id, inTrash)
	if err != nil && problem.Of(err).Status == http.StatusNotFound {
		return nil, nil
	}
	return row, err
}

// undelete brings a row back that was deleted for good, if that is the last thing known of it.
func (s *session) undelete(ctx context.Context, m *model, rights access.Rights, id string) (any, error) {
	missing := problem.NotFound("deleted " + strings.ToLower(m.Label) + " " + id)
	latest, err := s.e.store.HistoryIn(ctx, s.tx, m.Slug, id, 0, 1)
	if err != nil {
		return nil, err
	}
	if len(latest) == 0 || kindOf(&latest[0]) != removed {
		return nil, missing
	}
	entry, err := s.e.store.Revision(ctx, s.tx, m.Slug, id, latest[0].Number)
	if err != nil {
		return nil, err
	}
	allowed, err := s.e.rows(m, s.by, rights, access.View)
	if err != nil {
		return nil, err
	}
	u := undoer{session: s}
	if err := u.bringBack(ctx, m, []store.Revision{entry.Revision}, allowed); err != nil {
		return nil, err
	}
	if len(u.stale) > 0 {
		return nil, missing
	}
	return u.row, nil
}
