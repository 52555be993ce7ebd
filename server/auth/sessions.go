package auth

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/usersession"
	"github.com/mosswart/overlord/internal/fault"
)

const (
	// ShortSession is how long a sign-in counts that is not to be remembered.
	ShortSession = 24 * time.Hour
	// endedKept is how long the rows of ended sessions stay, to be looked at.
	endedKept = 30 * 24 * time.Hour
)

// Session is one sign-in of a user. Times are UTC.
type Session struct {
	ID         string
	CreatedAt  time.Time
	LastSeenAt time.Time
	ExpiresAt  time.Time
	Address    string // the client's at sign-in, or ""
	UserAgent  string
}

// Sessions lists a user's sign-ins that count, the latest used first.
func (d *Directory) Sessions(ctx context.Context, userID int) ([]Session, error) {
	rows, err := d.db.Ent.UserSession.Query().Where(append(d.counts(), usersession.UserID(userID))...).
		Order(newestFirst(usersession.FieldLastSeenAt), usersession.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	sessions := make([]Session, len(rows))
	for i, row := range rows {
		sessions[i] = Session{
			ID: row.ID, CreatedAt: row.CreatedAt.UTC(), LastSeenAt: row.LastSeenAt.UTC(), ExpiresAt: row.ExpiresAt.UTC(),
			Address: row.Address, UserAgent: row.UserAgent,
		}
	}
	return sessions, nil
}

// EndSession ends one sign-in of a user and closes its sockets. fault.NotFound where he has no such one.
func (d *Directory) EndSession(ctx context.Context, userID int, id string) error {
	ended, err := d.db.Ent.UserSession.Update().
		Where(usersession.ID(id), usersession.UserID(userID), usersession.EndedAtIsNil()).
		SetEndedAt(d.now()).Save(ctx)
	if err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	if ended == 0 {
		return fault.New(fault.NotFound, "There is no such session.")
	}
	d.changed()
	d.sockets.CloseSession(id)
	return nil
}

// device is where a sign-in comes from.
type device struct {
	address   netip.Addr
	userAgent string
}

// createSession adds a sign-in, which counts as being seen, and forgets the user's long ended ones.
func createSession(ctx context.Context, tx *ent.Client, userID int, from device, now, expires time.Time) (string, error) {
	_, err := tx.UserSession.Delete().
		Where(usersession.UserID(userID), usersession.ExpiresAtLT(now.Add(-endedKept))).Exec(ctx)
	if err != nil {
		return "", fmt.Errorf("forget old sessions: %w", err)
	}
	create := tx.UserSession.Create().SetID(randomToken()).SetUserID(userID).
		SetCreatedAt(now).SetLastSeenAt(now).SetExpiresAt(expires).SetUserAgent(clipLine(from.userAgent, 512))
	if from.address.IsValid() {
		create.SetAddress(from.address.String())
	}
	row, err := create.Save(ctx)
	if err != nil {
		return "", fmt.Errorf("create session: %w", err)
	}
	if err := tx.User.UpdateOneID(userID).SetLastSeenAt(now).Exec(ctx); err != nil {
		return "", fmt.Errorf("note when the user was seen: %w", err)
	}
	return row.ID, nil
}

// clipLine makes at most limit bytes of harmless text out of what a client sent.
func clipLine(text string, limit int) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, text)
	for len(text) > limit {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}
