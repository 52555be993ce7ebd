package store

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/mosswart/overlord/admin/store/ent"
	"github.com/mosswart/overlord/admin/store/ent/key"
	"github.com/mosswart/overlord/admin/store/ent/link"
	"github.com/mosswart/overlord/admin/store/ent/session"
	"github.com/mosswart/overlord/admin/store/ent/user"
)

const (
	markEvery  = time.Minute
	pruneEvery = time.Hour
)

// Run does what has to be done in the background until ctx ends: it writes down, once a minute, when keys and sessions
// were last used, and forgets, once an hour, what is older than KeepAudit. One process of several is enough. It returns
// ctx's error; what fails is logged and tried again.
func (s *Store) Run(ctx context.Context) error {
	marking, pruning := time.NewTicker(markEvery), time.NewTicker(pruneEvery)
	defer marking.Stop()
	defer pruning.Stop()
	s.try(ctx, s.sweep)
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-marking.C:
			s.try(ctx, s.writeMarks)
		case <-pruning.C:
			s.try(ctx, s.sweep)
		}
	}
}

func (s *Store) try(ctx context.Context, task func(context.Context) error) {
	if err := task(ctx); err != nil && ctx.Err() == nil {
		s.o.Logger.ErrorContext(ctx, "the admin's store failed in the background", slog.Any("error", err))
	}
}

// writeMarks writes down when keys and sessions were last used.
func (s *Store) writeMarks(ctx context.Context) error {
	keys, sessions := s.used.take(), s.seen.take()
	if len(keys)+len(sessions) == 0 {
		return nil
	}
	err := s.exclusively(ctx, func(ctx context.Context, tx tx) error {
		for id, when := range keys {
			if err := tx.Key.Update().Where(key.ID(id)).SetLastUsedAt(micros(when)).Exec(ctx); err != nil {
				return err
			}
		}
		for id, when := range sessions {
			if err := markSession(ctx, tx, id, micros(when)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("write down what was used: %w", err)
	}
	return nil
}

func markSession(ctx context.Context, tx tx, id string, when int64) error {
	row, err := tx.Session.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil // has ended
	}
	if err != nil {
		return err
	}
	if err := row.Update().SetLastSeenAt(when).Exec(ctx); err != nil {
		return err
	}
	return tx.User.Update().Where(user.ID(row.UserID)).SetLastSeenAt(when).Exec(ctx)
}

// sweep forgets old changes, sessions that are over, links that are too old and keys that were revoked long ago.
func (s *Store) sweep(ctx context.Context) error {
	if err := s.prune(ctx); err != nil {
		return err
	}
	return s.exclusively(ctx, func(ctx context.Context, tx tx) error {
		now := micros(s.now())
		if _, err := tx.Session.Delete().Where(session.ExpiresAtLTE(now)).Exec(ctx); err != nil {
			return fmt.Errorf("forget sessions: %w", err)
		}
		if _, err := tx.Link.Delete().Where(link.ExpiresAtLTE(now)).Exec(ctx); err != nil {
			return fmt.Errorf("forget links: %w", err)
		}
		if s.o.KeepAudit < 0 {
			return nil
		}
		oldest := micros(s.now().Add(-s.o.KeepAudit))
		if _, err := tx.Key.Delete().Where(key.RevokedAtLT(oldest)).Exec(ctx); err != nil {
			return fmt.Errorf("forget API keys: %w", err)
		}
		return nil
	})
}
