package auth

import (
	"context"
	"fmt"
	"time"

	entsql "entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/invitation"
	"github.com/mosswart/overlord/ent/predicate"
	"github.com/mosswart/overlord/ent/user"
	"github.com/mosswart/overlord/ent/usersession"
	"github.com/mosswart/overlord/internal/fault"
)

// Account is what may be told about a user. Times are UTC.
type Account struct {
	ID           int
	Username     string
	Admin        bool
	SecondFactor bool
	CreatedAt    time.Time
	LastSeenAt   *time.Time // nil: never
	Sessions     int        // that count now
}

// Change is what an admin may change of a user; a nil or false field leaves it as it is.
type Change struct {
	Admin             *bool
	Password          *string // ends his sessions
	EndSessions       bool
	ResetSecondFactor bool
}

// Users lists everybody by name.
func (d *Directory) Users(ctx context.Context) ([]Account, error) {
	users, err := d.db.Ent.User.Query().Order(user.ByUsernameKey()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list users: %w", err)
	}
	var counts []struct {
		UserID int `json:"user_id"`
		Count  int `json:"count"`
	}
	err = d.db.Ent.UserSession.Query().Where(d.counts()...).
		GroupBy(usersession.FieldUserID).Aggregate(ent.Count()).Scan(ctx, &counts)
	if err != nil {
		return nil, fmt.Errorf("count sessions: %w", err)
	}
	sessions := make(map[int]int, len(counts))
	for _, c := range counts {
		sessions[c.UserID] = c.Count
	}
	accounts := make([]Account, len(users))
	for i, u := range users {
		accounts[i] = accountOf(u, sessions[u.ID])
	}
	return accounts, nil
}

// counts selects the sessions that are neither ended nor expired.
func (d *Directory) counts() []predicate.UserSession {
	return []predicate.UserSession{usersession.EndedAtIsNil(), usersession.ExpiresAtGT(d.now())}
}

func accountOf(u *ent.User, sessions int) Account {
	a := Account{
		ID: u.ID, Username: u.Username, Admin: u.IsAdmin, SecondFactor: hasSecondFactor(u),
		CreatedAt: u.CreatedAt.UTC(), Sessions: sessions,
	}
	if u.LastSeenAt != nil {
		seen := u.LastSeenAt.UTC()
		a.LastSeenAt = &seen
	}
	return a
}

// account reads one user.
func (d *Directory) account(ctx context.Context, id int) (Account, error) {
	u, err := d.db.Ent.User.Get(ctx, id)
	if err != nil {
		return Account{}, notFound(fmt.Errorf("read user: %w", err), "user")
	}
	sessions, err := d.db.Ent.UserSession.Query().Where(append(d.counts(), usersession.UserID(id))...).Count(ctx)
	if err != nil {
		return Account{}, fmt.Errorf("count sessions: %w", err)
	}
	return accountOf(u, sessions), nil
}

// Find is the user of a name in any case, or fault.NotFound.
func (d *Directory) Find(ctx context.Context, username string) (Account, error) {
	u, err := findUser(ctx, d.db.Ent, username)
	if err != nil {
		return Account{}, err
	}
	if u == nil {
		return Account{}, fault.New(fault.NotFound, fmt.Sprintf("There is no user %q.", username))
	}
	return d.account(ctx, u.ID)
}

// Create adds a user. fault.Invalid says what is wrong with username or password.
func (d *Directory) Create(ctx context.Context, username, password string, admin bool) (Account, error) {
	if err := checkNewAccount(username, password); err != nil {
		return Account{}, err
	}
	hash, err := d.passwords.hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	var id int
	err = d.exclusively(ctx, func(ctx context.Context, tx *ent.Client) error {
		u, err := createUser(ctx, tx, username, hash, admin, d.now())
		if err == nil {
			id = u.ID
		}
		return err
	})
	if err != nil {
		return Account{}, err
	}
	return d.account(ctx, id)
}

// createUser adds a user to whom no cookie from before belongs: his name may have been somebody else's.
func createUser(ctx context.Context, tx *ent.Client, username, hash string, admin bool, now time.Time) (*ent.User, error) {
	u, err := tx.User.Create().SetUsername(username).SetPasswordHash(hash).SetIsAdmin(admin).
		SetCreatedAt(now).SetSessionsValidAfter(now).Save(ctx)
	if err != nil {
		return nil, nameTaken(fmt.Errorf("create user: %w", err))
	}
	if admin {
		if err := closeFirstAdmin(ctx, tx); err != nil {
			return nil, err
		}
	}
	return u, nil
}

// Change changes a user on behalf of another, whose id is by (0: the program). It fails with fault.Conflict where nobody
// would be left as an admin, and where by would take his own rights or evade the questions that changing one's own
// password asks.
func (d *Directory) Change(ctx context.Context, by, id int, c Change) (Account, error) {
	if by == id {
		switch {
		case c.Admin != nil && !*c.Admin:
			return Account{}, conflict("is_admin", "You cannot take your own rights away. Ask another admin.")
		case c.Password != nil:
			return Account{}, conflict("password", "Change your own password under your account.")
		case c.ResetSecondFactor:
			return Account{}, conflict("reset_totp", "Remove your own second factor under your account.")
		}
	}
	var hash string
	if c.Password != nil {
		u, err := d.account(ctx, id)
		if err != nil {
			return Account{}, err
		}
		if message := checkNewPassword(u.Username, *c.Password); message != "" {
			return Account{}, fault.Field("password", message)
		}
		if hash, err = d.passwords.hash(ctx, *c.Password); err != nil {
			return Account{}, err
		}
	}
	err := d.exclusively(ctx, func(ctx context.Context, tx *ent.Client) error { return d.apply(ctx, tx, id, c, hash) })
	if err != nil {
		return Account{}, err
	}
	if c.Admin != nil || c.Password != nil || c.EndSessions {
		d.sockets.CloseUser(id)
	}
	return d.account(ctx, id)
}

func (d *Directory) apply(ctx context.Context, tx *ent.Client, id int, c Change, hash string) error {
	now := d.now()
	u, err := tx.User.Get(ctx, id)
	if err != nil {
		return notFound(fmt.Errorf("read user: %w", err), "user")
	}
	if c.Admin != nil && *c.Admin != u.IsAdmin {
		if u.IsAdmin {
			if err := stepDown(ctx, tx, id, "is_admin"); err != nil {
				return err
			}
		}
		if err := tx.User.UpdateOneID(id).SetIsAdmin(*c.Admin).Exec(ctx); err != nil {
			return fmt.Errorf("set rights: %w", err)
		}
		if *c.Admin {
			if err := closeFirstAdmin(ctx, tx); err != nil {
				return err
			}
		}
	}
	if c.Password != nil {
		if err := setPassword(ctx, tx, id, hash, now); err != nil {
			return err
		}
	}
	if c.EndSessions {
		if err := tx.User.UpdateOneID(id).SetSessionsValidAfter(now).Exec(ctx); err != nil {
			return fmt.Errorf("end cookies: %w", err)
		}
		if err := endSessions(ctx, tx, id, now); err != nil {
			return err
		}
	}
	if c.ResetSecondFactor {
		return clearSecondFactor(ctx, tx, id)
	}
	return nil
}

// Remove removes a user with all that is his own, on behalf of by (0: the program). It fails with fault.Conflict for
// oneself and for the last admin.
func (d *Directory) Remove(ctx context.Context, by, id int) error {
	if by == id {
		return fault.New(fault.Conflict, "You cannot remove yourself. Ask another admin.")
	}
	err := d.exclusively(ctx, func(ctx context.Context, tx *ent.Client) error {
		u, err := tx.User.Get(ctx, id)
		if err != nil {
			return notFound(fmt.Errorf("read user: %w", err), "user")
		}
		if u.IsAdmin {
			if err := stepDown(ctx, tx, id, ""); err != nil {
				return err
			}
		}
		if err := tx.User.DeleteOneID(id).Exec(ctx); err != nil {
			return fmt.Errorf("remove user: %w", err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	d.sockets.CloseUser(id)
	return nil
}

// stepDown prepares an admin's demotion or removal: there must be another one, and the unused links that he made die with
// his rights. field is the input at fault, or "".
func stepDown(ctx context.Context, tx *ent.Client, id int, field string) error {
	others, err := tx.User.Query().Where(user.IsAdmin(true), user.IDNEQ(id)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for another admin: %w", err)
	}
	if !others {
		return conflict(field, "This is the last admin. Make somebody else an admin first.")
	}
	_, err = tx.Invitation.Delete().Where(invitation.CreatedByID(id), invitation.UsedAtIsNil()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove the admin's invitations: %w", err)
	}
	return nil
}

func conflict(field, message string) error {
	f := fault.New(fault.Conflict, message)
	if field != "" {
		f = f.WithField(field, message)
	}
	return f
}

// newestFirst orders by a column of times.
func newestFirst(column string) func(*entsql.Selector) {
	return entsql.OrderByField(column, entsql.OrderDesc()).ToFunc()
}
