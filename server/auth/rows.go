package auth

import (
	"context"
	"fmt"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/invitation"
	"github.com/mosswart/overlord/internal/fault"
)

// RowWrite is what somebody is about to write of a user's row, in a transaction of his own: the generated admin does. A
// nil field stays as it is.
type RowWrite struct {
	By       int       // who writes
	Row      *ent.User // as it is; nil: a new one
	Username *string
	Admin    *bool
	Password *string // in plain text
	Removed  bool
}

// RowRules are what else to write into the row.
type RowRules struct {
	PasswordHash       string     // in the password's place, where there is one
	SessionsValidAfter *time.Time // nil: stays
}

// BeforeRow applies the rules of Create, Change and Remove to a write: it refuses what they refuse, and does in tx what
// they do beside the row itself. No other change of users runs beside it until tx ends. RowWritten must follow the commit.
func (d *Directory) BeforeRow(ctx context.Context, tx *ent.Client, w RowWrite) (rules RowRules, err error) {
	if err := lockUsers(ctx, tx); err != nil {
		return rules, err
	}
	if err := w.check(); err != nil {
		return rules, err
	}
	now := d.now()
	wasAdmin, isAdmin := w.Row != nil && w.Row.IsAdmin, w.Admin != nil && *w.Admin
	switch {
	case wasAdmin && (w.Removed || w.Admin != nil && !isAdmin):
		err = stepDown(ctx, tx, w.Row.ID, "is_admin")
	case isAdmin && !wasAdmin:
		err = closeFirstAdmin(ctx, tx)
	}
	if err != nil {
		return rules, err
	}
	if w.Row == nil {
		rules.SessionsValidAfter = &now // no cookie from before belongs to him: his name may have been somebody else's
	}
	if w.Password == nil {
		return rules, nil
	}
	rules.SessionsValidAfter = &now
	if rules.PasswordHash, err = d.passwords.hash(ctx, *w.Password); err != nil || w.Row == nil {
		return rules, err
	}
	if _, err := tx.Invitation.Delete().Where(invitation.UserID(w.Row.ID), invitation.UsedAtIsNil()).Exec(ctx); err != nil {
		return rules, fmt.Errorf("remove reset links: %w", err)
	}
	return rules, endSessions(ctx, tx, w.Row.ID, now)
}

// check refuses what needs no look at the database.
func (w *RowWrite) check() error {
	if w.Row != nil && w.Row.ID == w.By {
		switch {
		case w.Removed:
			return fault.New(fault.Conflict, "You cannot remove yourself. Ask another admin.")
		case w.Admin != nil && !*w.Admin:
			return conflict("is_admin", "You cannot take your own rights away. Ask another admin.")
		case w.Password != nil:
			return conflict("password_hash", "Change your own password under your account.")
		}
	}
	username := ""
	if w.Row != nil {
		username = w.Row.Username
	}
	if w.Username != nil {
		username = *w.Username
		if message := checkNewName(username); message != "" {
			return fault.Field("username", message)
		}
	}
	if w.Password != nil {
		if message := checkNewPassword(username, *w.Password); message != "" {
			return fault.Field("password_hash", message)
		}
	}
	return nil
}

// EndSessionsIn signs a user out everywhere, in a transaction of the caller's. RowWritten must follow the commit.
func (d *Directory) EndSessionsIn(ctx context.Context, tx *ent.Client, id int) error {
	now := d.now()
	if err := tx.User.UpdateOneID(id).SetSessionsValidAfter(now).Exec(ctx); err != nil {
		return fmt.Errorf("end cookies: %w", err)
	}
	return endSessions(ctx, tx, id, now)
}

// ClearSecondFactorIn takes a user's second factor away, in a transaction of the caller's.
func (d *Directory) ClearSecondFactorIn(ctx context.Context, tx *ent.Client, id int) error {
	return clearSecondFactor(ctx, tx, id)
}

// RowWritten makes a committed write of a user's row count at once: what is known of him is read anew, and his sockets
// are closed.
func (d *Directory) RowWritten(id int) {
	d.changed()
	d.sockets.CloseUser(id)
}
