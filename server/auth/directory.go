package auth

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/invitation"
	"github.com/mosswart/overlord/ent/user"
	"github.com/mosswart/overlord/ent/usersession"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
)

// Sockets are the live connections of browsers. A user who is removed, or whose sessions end, must not go on listening.
type Sockets interface {
	CloseUser(userID int)
	CloseSession(sessionID string)
}

// Directory is the users of the site with their sessions, second factors and one-time links. Its errors are *fault.Error
// where the caller can do something about them. It is safe for concurrent use.
type Directory struct {
	db        *database.DB
	passwords passwords
	clock     func() time.Time
	// changed is called after every committed change of users or sessions.
	changed func()
	sockets Sockets
}

// NewDirectory is the users in a migrated database, for programs that serve no requests. A cost of 0 means BcryptCost, a
// nil clock time.Now.
func NewDirectory(db *database.DB, cost int, clock func() time.Time) *Directory {
	if cost == 0 {
		cost = BcryptCost
	}
	if clock == nil {
		clock = time.Now
	}
	return &Directory{
		db: db, passwords: passwords{cost: cost, gate: &gate{}}, clock: clock, changed: func() {}, sockets: noSockets{},
	}
}

type noSockets struct{}

func (noSockets) CloseUser(int)       {}
func (noSockets) CloseSession(string) {}

// now is the present as the databases keep it.
func (d *Directory) now() time.Time { return d.clock().UTC().Truncate(time.Microsecond) }

// usersLock is the key of PostgreSQL's advisory lock around changes of users.
const usersLock = 0x6f7665726c6f7264 >> 1

// exclusively runs fn in a transaction that no other change of users runs beside: SQLite's transactions take the write
// lock when they begin, PostgreSQL's take an advisory lock here. So what fn has checked still holds when it commits.
func (d *Directory) exclusively(ctx context.Context, fn func(ctx context.Context, tx *ent.Client) error) error {
	err := d.db.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
		if err := lockUsers(ctx, tx.Ent); err != nil {
			return err
		}
		return fn(ctx, tx.Ent)
	})
	if err == nil {
		d.changed()
	}
	return err
}

// lockUsers keeps other changes of users out until the transaction ends. On SQLite there are none.
func lockUsers(ctx context.Context, tx *ent.Client) error {
	driver := ent.AdminDriver(tx)
	if driver.Dialect() != dialect.Postgres {
		return nil
	}
	if err := driver.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, []any{int64(usersLock)}, nil); err != nil {
		return fmt.Errorf("lock users: %w", err)
	}
	return nil
}

// nameTaken turns the violation of the users' unique name into words.
func nameTaken(err error) error {
	if !ent.IsConstraintError(err) {
		return err
	}
	return fault.Wrap(err, fault.Invalid, "A user of that name exists.").WithField("username", "Is taken.")
}

func notFound(err error, what string) error {
	if !ent.IsNotFound(err) {
		return err
	}
	return fault.Wrap(err, fault.NotFound, "There is no such "+what+".")
}

// endSessions ends what sessions a user has.
func endSessions(ctx context.Context, tx *ent.Client, userID int, now time.Time) error {
	err := tx.UserSession.Update().
		Where(usersession.UserID(userID), usersession.EndedAtIsNil()).
		SetEndedAt(now).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	return nil
}

// setPassword changes a user's password and ends every session, cookie and link from before.
func setPassword(ctx context.Context, tx *ent.Client, userID int, hash string, now time.Time) error {
	err := tx.User.UpdateOneID(userID).SetPasswordHash(hash).SetSessionsValidAfter(now).Exec(ctx)
	if err != nil {
		return notFound(fmt.Errorf("set password: %w", err), "user")
	}
	_, err = tx.Invitation.Delete().Where(invitation.UserID(userID), invitation.UsedAtIsNil()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove reset links: %w", err)
	}
	return endSessions(ctx, tx, userID, now)
}

// checkNewAccount refuses a bad name or password, each at its field.
func checkNewAccount(username, password string) error {
	var f *fault.Error
	for field, message := range map[string]string{
		"username": checkNewName(username), "password": checkNewPassword(username, password),
	} {
		switch {
		case message == "":
		case f == nil:
			f = fault.New(fault.Invalid, "Some values are not acceptable.").WithField(field, message)
		default:
			f = f.WithField(field, message)
		}
	}
	if f == nil {
		return nil
	}
	return f
}

// findUser is the user of a name in any case, or nil. Names that nobody can have are not asked for: a database may choke
// on them.
func findUser(ctx context.Context, client *ent.Client, username string) (*ent.User, error) {
	if checkNewName(username) != "" {
		return nil, nil
	}
	u, err := client.User.Query().Where(user.UsernameKey(foldName(username))).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("find user: %w", err)
	}
	return u, nil
}

// hasSecondFactor reports whether a user's codes are asked for.
func hasSecondFactor(u *ent.User) bool { return u.TotpConfirmedAt != nil && u.TotpSecret != nil }

// randomToken is 32 random bytes as text.
func randomToken() string {
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails
	return strictBase64.EncodeToString(raw[:])
}
