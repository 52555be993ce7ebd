package store

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store/ent"
	"github.com/mosswart/overlord/admin/store/ent/key"
	"github.com/mosswart/overlord/admin/store/ent/link"
	"github.com/mosswart/overlord/admin/store/ent/session"
	"github.com/mosswart/overlord/admin/store/ent/user"
)

// User is somebody who signs in, where the store brings the users.
type User struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Superuser  bool       `json:"superuser"`
	Active     bool       `json:"active"`   // may sign in
	Password   bool       `json:"password"` // has chosen one
	TOTP       bool       `json:"totp"`     // has a second factor
	CreatedAt  time.Time  `json:"created_at"`
	LastSeenAt *time.Time `json:"last_seen_at"` // to the minute; null: never
}

// UserInput is what of a user is to be set. nil leaves it.
type UserInput struct {
	Name      *string `json:"name"`
	Superuser *bool   `json:"superuser"`
	Active    *bool   `json:"active"`
}

func userOf(row *ent.User) User {
	return User{
		ID: userID(row), Name: row.Name, Superuser: row.Superuser, Active: row.Active,
		Password: row.PasswordHash != "", TOTP: row.TotpConfirmedAt != nil,
		CreatedAt: at(row.CreatedAt), LastSeenAt: atOrNil(row.LastSeenAt),
	}
}

func userID(row *ent.User) string { return strconv.FormatInt(row.ID, 10) }

func userDiff(row *ent.User) fields {
	return fields{"name": row.Name, "superuser": row.Superuser, "active": row.Active}
}

// own is the store's own users as a Directory.
type own struct{ *Store }

// directory is the users, the host's or the store's.
func (s *Store) directory() Directory {
	if s.o.Directory != nil {
		return s.o.Directory
	}
	return own{s}
}

// Person implements Directory.
func (o own) Person(ctx context.Context, id string) (*access.Principal, error) {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return nil, nil //nolint:nilerr // nobody has such an id
	}
	row, err := o.client.User.Get(ctx, number)
	if ent.IsNotFound(err) || err == nil && !row.Active {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &access.Principal{ID: userID(row), Name: row.Name, Superuser: row.Superuser}, nil
}

// People implements Directory.
func (o own) People(ctx context.Context, search string, limit int) ([]access.Principal, error) {
	rows, err := o.client.User.Query().Where(user.Active(true), user.NameKeyContains(nameKey(search))).
		Order(user.ByNameKey()).Limit(limit).All(ctx)
	if err != nil {
		return nil, err
	}
	people := make([]access.Principal, len(rows))
	for i, row := range rows {
		people[i] = access.Principal{ID: userID(row), Name: row.Name, Superuser: row.Superuser}
	}
	return people, nil
}

// nameKey is the form under which names are the same.
func nameKey(name string) string { return strings.ToLower(name) }

// checkName says what is wrong with a name that somebody chose; "" where nothing is.
func checkName(name string) string {
	switch {
	case name == "":
		return "Is missing."
	case !utf8.ValidString(name):
		return "Contains characters that cannot be used."
	case utf8.RuneCountInString(name) > 64:
		return "Must have at most 64 characters."
	case strings.TrimSpace(name) != name:
		return "Must not begin or end with a space."
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) && r != ' ' }):
		return "Contains characters that cannot be used."
	}
	return ""
}

// managesPeople is a problem for who may not manage the store's users, and where it has none.
func (s *Store) managesPeople(by access.Principal) error {
	if !s.Standalone() {
		return problem.NotFound("such page: users come from elsewhere")
	}
	return s.manages(by, "manage people")
}

// Users are the store's users whose names contain search, by name.
func (s *Store) Users(ctx context.Context, by access.Principal, search string) ([]User, error) {
	if err := s.managesPeople(by); err != nil {
		return nil, err
	}
	rows, err := s.client.User.Query().Where(user.NameKeyContains(nameKey(search))).
		Order(user.ByNameKey()).Limit(MaxPage).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read users: %w", err)
	}
	users := make([]User, len(rows))
	for i, row := range rows {
		users[i] = userOf(row)
	}
	return users, nil
}

// NewUser is a user who was just made, and the link with which he chooses his password.
type NewUser struct {
	User
	Link Link `json:"link"`
}

// CreateUser makes a user. Only a superuser makes another one.
func (s *Store) CreateUser(ctx context.Context, by access.Principal, in UserInput) (NewUser, error) {
	if err := s.managesPeople(by); err != nil {
		return NewUser{}, err
	}
	var made NewUser
	err := s.change(ctx, func(ctx context.Context, tx tx) error {
		name := ""
		if in.Name != nil {
			name = *in.Name
		}
		if message := checkName(name); message != "" {
			return problem.Field("name", "%s", message)
		}
		superuser := in.Superuser != nil && *in.Superuser
		if superuser && !by.Superuser {
			return problem.Forbidden("make superusers")
		}
		row, err := tx.User.Create().SetName(name).SetNameKey(nameKey(name)).SetSuperuser(superuser).
			SetActive(in.Active == nil || *in.Active).SetCreatedAt(micros(s.now())).Save(ctx)
		if err != nil {
			return nameTaken(err)
		}
		made.User = userOf(row)
		if made.Link, err = s.newLink(ctx, tx, &row.ID); err != nil {
			return err
		}
		return s.note(ctx, tx, by, "create", typePeople, userID(row), name, nil, userDiff(row))
	})
	return made, err
}

// nameTaken turns the violation of the unique name into words.
func nameTaken(err error) error {
	if ent.IsConstraintError(err) {
		return problem.Field("name", "Is taken.")
	}
	return fmt.Errorf("write user: %w", err)
}

// UpdateUser changes a user. Only a superuser changes another one, and the last one that is active stays. Who may not
// sign in any more is signed out.
func (s *Store) UpdateUser(ctx context.Context, by access.Principal, id string, in UserInput) (User, error) {
	var changed User
	err := s.changeUser(ctx, by, id, func(ctx context.Context, tx tx, row *ent.User) error {
		before := userDiff(row)
		update := row.Update()
		if in.Name != nil {
			if message := checkName(*in.Name); message != "" {
				return problem.Field("name", "%s", message)
			}
			update.SetName(*in.Name).SetNameKey(nameKey(*in.Name))
		}
		if in.Superuser != nil {
			if *in.Superuser && !by.Superuser {
				return problem.Forbidden("make superusers")
			}
			update.SetSuperuser(*in.Superuser)
		}
		if in.Active != nil {
			update.SetActive(*in.Active)
		}
		after, err := update.Save(ctx)
		if err != nil {
			return nameTaken(err)
		}
		if !after.Active {
			if err := endSessions(ctx, tx, row.ID, ""); err != nil {
				return err
			}
		}
		changed = userOf(after)
		return s.note(ctx, tx, by, "update", typePeople, id, after.Name, before, userDiff(after))
	})
	return changed, err
}

// DeleteUser deletes a user with his sessions, and revokes his API keys.
func (s *Store) DeleteUser(ctx context.Context, by access.Principal, id string) error {
	return s.changeUser(ctx, by, id, func(ctx context.Context, tx tx, row *ent.User) error {
		if err := endSessions(ctx, tx, row.ID, ""); err != nil {
			return err
		}
		if _, err := tx.Link.Delete().Where(link.UserID(row.ID)).Exec(ctx); err != nil {
			return fmt.Errorf("delete links: %w", err)
		}
		err := tx.Key.Update().Where(key.OwnerID(id), key.RevokedAtIsNil()).SetRevokedAt(micros(s.now())).Exec(ctx)
		if err != nil {
			return fmt.Errorf("revoke API keys: %w", err)
		}
		if err := putMember(ctx, tx, id, row.Name, nil, 0); err != nil {
			return err
		}
		if err := tx.User.DeleteOne(row).Exec(ctx); err != nil {
			return fmt.Errorf("delete user: %w", err)
		}
		return s.note(ctx, tx, by, "delete", typePeople, id, row.Name, userDiff(row), nil)
	})
}

// ResetPassword makes a link with which a user chooses a new password. A second factor stays.
func (s *Store) ResetPassword(ctx context.Context, by access.Principal, id string) (Link, error) {
	var made Link
	err := s.changeUser(ctx, by, id, func(ctx context.Context, tx tx, row *ent.User) (err error) {
		if made, err = s.newLink(ctx, tx, &row.ID); err != nil {
			return err
		}
		return s.note(ctx, tx, by, "reset_password", typePeople, id, row.Name, nil, nil)
	})
	return made, err
}

// RemoveSecondFactor takes a user's second factor away, for one who has lost it.
func (s *Store) RemoveSecondFactor(ctx context.Context, by access.Principal, id string) error {
	return s.changeUser(ctx, by, id, func(ctx context.Context, tx tx, row *ent.User) error {
		if err := clearTOTP(ctx, row); err != nil {
			return err
		}
		return s.note(ctx, tx, by, "remove_totp", typePeople, id, row.Name, nil, nil)
	})
}

// changeUser runs fn on a user that by may change.
func (s *Store) changeUser(ctx context.Context, by access.Principal, id string, fn func(context.Context, tx, *ent.User) error) error {
	if err := s.managesPeople(by); err != nil {
		return err
	}
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return problem.NotFound("such user")
	}
	return s.change(ctx, func(ctx context.Context, tx tx) error {
		row, err := tx.User.Get(ctx, number)
		if ent.IsNotFound(err) {
			return problem.NotFound("such user")
		}
		if err != nil {
			return fmt.Errorf("read user: %w", err)
		}
		if row.Superuser && !by.Superuser {
			return problem.Forbidden("change a superuser")
		}
		if err := fn(ctx, tx, row); err != nil {
			return err
		}
		return superuserLeft(ctx, tx)
	})
}

// superuserLeft is a problem where nobody could manage superusers any more.
func superuserLeft(ctx context.Context, tx tx) error {
	left, err := tx.User.Query().Where(user.Superuser(true), user.Active(true)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for a superuser: %w", err)
	}
	if !left {
		return problem.New(http.StatusConflict, "last_superuser", "This is the last active superuser. Make another one first.")
	}
	return nil
}

// endSessions ends a user's sessions but the one with the hash keep.
func endSessions(ctx context.Context, tx tx, userID int64, keep string) error {
	_, err := tx.Session.Delete().Where(session.UserID(userID), session.IDNEQ(keep)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	return nil
}
