package store

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store/ent"
	"github.com/mosswart/overlord/admin/store/ent/link"
)

// linkLifetime is how long a one-time link works.
const linkLifetime = 7 * 24 * time.Hour

// Link is a one-time link: to make the first user, or to choose a password. The token is shown this once. Pages take it
// behind a "#", so that no server's log has it.
type Link struct {
	Token     string    `json:"token"`
	ExpiresAt time.Time `json:"expires_at"`
}

var errLinkGone = problem.New(http.StatusGone, "gone", "This link has been used, or is too old. Ask for another one.")

// newLink makes a link for a user, or for the first one.
func (s *Store) newLink(ctx context.Context, tx tx, userID *int64) (Link, error) {
	now := s.now()
	l := Link{Token: randomLetters(keySecretLetters), ExpiresAt: now.Add(linkLifetime)}
	err := tx.Link.Create().SetID(hash(l.Token)).SetNillableUserID(userID).
		SetCreatedAt(micros(now)).SetExpiresAt(micros(l.ExpiresAt)).Exec(ctx)
	if err != nil {
		return Link{}, fmt.Errorf("make link: %w", err)
	}
	return l, nil
}

// SetupToken makes a token with which the first user, a superuser, is made; "" where there is a user, or the host has
// users of its own. A host prints the address of the page "welcome" with it at its start. Tokens of before work too.
func (s *Store) SetupToken(ctx context.Context) (string, error) {
	if !s.Standalone() {
		return "", nil
	}
	var l Link
	err := s.exclusively(ctx, func(ctx context.Context, tx tx) error {
		exists, err := tx.User.Query().Exist(ctx)
		if err != nil || exists {
			return err
		}
		l, err = s.newLink(ctx, tx, nil)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("make the link for the first user: %w", err)
	}
	return l.Token, nil
}

// LinkInfo is what a link is for.
type LinkInfo struct {
	First bool   `json:"first"` // makes the first user, who chooses a name
	Name  string `json:"name"`  // else the user's, who chooses a password
}

// LookAtLink tells what a link is for: a problem with status 410 where it does not work (any more).
func (s *Store) LookAtLink(ctx context.Context, token string) (LinkInfo, error) {
	row, err := s.working(ctx, s.client, token)
	if err != nil {
		return LinkInfo{}, err
	}
	if row.Edges.User == nil {
		return LinkInfo{First: true}, nil
	}
	return LinkInfo{Name: row.Edges.User.Name}, nil
}

// working is a link that works, with its user.
func (s *Store) working(ctx context.Context, client *ent.Client, token string) (*ent.Link, error) {
	row, err := client.Link.Query().Where(link.ID(hash(token)), link.ExpiresAtGT(micros(s.now()))).WithUser().Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil, errLinkGone
	case err != nil:
		return nil, fmt.Errorf("read link: %w", err)
	case row.UserID != nil && (row.Edges.User == nil || !row.Edges.User.Active):
		return nil, errLinkGone
	}
	return row, nil
}

// Accepted is what somebody with a link chose.
type Accepted struct {
	Token    string `json:"token"`
	Name     string `json:"name"` // of the first user; else ignored
	Password string `json:"password"`
}

// AcceptLink makes the first user, or sets a user's password, and ends all of his sessions. It works once. He then
// signs in.
func (s *Store) AcceptLink(ctx context.Context, in Accepted) (User, error) {
	info, err := s.LookAtLink(ctx, in.Token)
	if err != nil {
		return User{}, err
	}
	errs := make(map[string]string)
	if info.First {
		if message := checkName(in.Name); message != "" {
			errs["name"] = message
		}
	} else {
		in.Name = info.Name
	}
	if message := checkPassword(in.Name, in.Password); message != "" {
		errs["password"] = message
	}
	if len(errs) > 0 {
		return User{}, problem.Fields(errs)
	}
	hashed, err := s.hashes.hash(ctx, in.Password)
	if err != nil {
		return User{}, err
	}
	var done User
	err = s.change(ctx, func(ctx context.Context, tx tx) error {
		row, err := s.working(ctx, tx.Client, in.Token)
		if err != nil {
			return err
		}
		who := row.Edges.User
		action := "set_password"
		if who == nil {
			action = "create"
			if who, err = s.firstUser(ctx, tx, in.Name); err != nil {
				return err
			}
		}
		if who, err = s.setPassword(ctx, tx, who, hashed, ""); err != nil {
			return err
		}
		if _, err := tx.Link.Delete().Where(link.Or(link.ID(row.ID), link.UserIDIsNil())).Exec(ctx); err != nil {
			return fmt.Errorf("use link: %w", err)
		}
		done = userOf(who)
		himself := access.Principal{ID: done.ID, Name: done.Name, Via: "link"}
		return s.note(ctx, tx, himself, action, typePeople, done.ID, done.Name, nil, nil)
	})
	return done, err
}

// firstUser makes the first user.
func (s *Store) firstUser(ctx context.Context, tx tx, name string) (*ent.User, error) {
	exists, err := tx.User.Query().Exist(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for users: %w", err)
	}
	if exists {
		return nil, errLinkGone
	}
	row, err := tx.User.Create().SetName(name).SetNameKey(nameKey(name)).SetSuperuser(true).SetCreatedAt(micros(s.now())).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("create the first user: %w", err)
	}
	return row, nil
}

// setPassword sets a user's password, and ends his links and his sessions but the one with the hash keep.
func (s *Store) setPassword(ctx context.Context, tx tx, row *ent.User, hashed, keep string) (*ent.User, error) {
	row, err := tx.User.UpdateOne(row).SetPasswordHash(hashed).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("set password: %w", err)
	}
	if _, err := tx.Link.Delete().Where(link.UserID(row.ID)).Exec(ctx); err != nil {
		return nil, fmt.Errorf("end links: %w", err)
	}
	return row, endSessions(ctx, tx, row.ID, keep)
}
