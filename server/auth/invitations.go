package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/invitation"
	"github.com/mosswart/overlord/ent/user"
	"github.com/mosswart/overlord/internal/fault"
)

const (
	// InvitationHours is how long a link works unless its maker says otherwise, and MaxInvitationHours the longest.
	InvitationHours    = 7 * 24
	MaxInvitationHours = 90 * 24
)

// InvitationKind says what a one-time link is for.
type InvitationKind string

// The kinds of links, as the API calls them.
const (
	Invite     InvitationKind = "invite"      // makes a new user
	Reset      InvitationKind = "reset"       // sets a user's password anew
	FirstAdmin InvitationKind = "first-admin" // makes the first admin; works until used
)

// Invitation is a one-time link that has not been used. Times are UTC.
type Invitation struct {
	ID        int
	Kind      InvitationKind
	Username  string // fixed by the link; "" lets the guest choose
	Admin     bool   // whether the new user will be one
	CreatedBy string // "" = the program, or someone who is gone
	CreatedAt time.Time
	ExpiresAt time.Time
	// Token is the last part of the link, /invite/{token}. It is known only to whoever makes the link: the database
	// has its hash.
	Token string
}

var errLinkGone = fault.New(fault.Gone, "This link has been used, or it has expired. Ask for a new one.")

func invitationOf(row *ent.Invitation) Invitation {
	i := Invitation{
		ID: row.ID, Kind: Invite, Username: row.Username, Admin: row.IsAdmin,
		CreatedAt: row.CreatedAt.UTC(), ExpiresAt: row.ExpiresAt.UTC(),
	}
	switch row.Kind {
	case invitation.KindReset:
		i.Kind = Reset
	case invitation.KindFirstAdmin:
		i.Kind = FirstAdmin
	case invitation.KindInvite:
	}
	if by := row.Edges.CreatedBy; by != nil {
		i.CreatedBy = by.Username
	}
	return i
}

func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Invitations lists the links that still work, the newest first.
func (d *Directory) Invitations(ctx context.Context) ([]Invitation, error) {
	rows, err := d.db.Ent.Invitation.Query().
		Where(invitation.UsedAtIsNil(), invitation.ExpiresAtGT(d.now())).
		WithCreatedBy().Order(newestFirst(invitation.FieldCreatedAt), newestFirst(invitation.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list invitations: %w", err)
	}
	list := make([]Invitation, len(rows))
	for i, row := range rows {
		list[i] = invitationOf(row)
	}
	return list, nil
}

// Invite makes a link for a new user, on behalf of by. An empty username lets the guest choose; hours 0 means
// InvitationHours.
func (d *Directory) Invite(ctx context.Context, by int, username string, admin bool, hours int) (Invitation, error) {
	if username != "" {
		if message := checkNewName(username); message != "" {
			return Invitation{}, fault.Field("username", message)
		}
		switch u, err := findUser(ctx, d.db.Ent, username); {
		case err != nil:
			return Invitation{}, err
		case u != nil:
			return Invitation{}, fault.Field("username", "Is taken.")
		}
	}
	row := d.db.Ent.Invitation.Create().SetKind(invitation.KindInvite).SetUsername(username).SetIsAdmin(admin)
	return d.link(ctx, row, by, hours)
}

// ResetLink makes a link that sets a user's password anew, on behalf of by. hours 0 means InvitationHours.
func (d *Directory) ResetLink(ctx context.Context, by, userID, hours int) (Invitation, error) {
	u, err := d.db.Ent.User.Get(ctx, userID)
	if err != nil {
		return Invitation{}, notFound(fmt.Errorf("read user: %w", err), "user")
	}
	row := d.db.Ent.Invitation.Create().SetKind(invitation.KindReset).SetUserID(u.ID).SetUsername(u.Username)
	return d.link(ctx, row, by, hours)
}

func (d *Directory) link(ctx context.Context, create *ent.InvitationCreate, by, hours int) (Invitation, error) {
	if hours == 0 {
		hours = InvitationHours
	}
	if hours < 1 || hours > MaxInvitationHours {
		return Invitation{}, fault.Field("hours", fmt.Sprintf("Must be between 1 and %d.", MaxInvitationHours))
	}
	now, token := d.now(), randomToken()
	if by != 0 {
		create.SetCreatedByID(by)
	}
	row, err := create.SetTokenHash(hashToken(token)).SetCreatedAt(now).
		SetExpiresAt(now.Add(time.Duration(hours) * time.Hour)).Save(ctx)
	if err != nil {
		return Invitation{}, fmt.Errorf("make link: %w", err)
	}
	i := invitationOf(row)
	i.Token = token
	if by != 0 {
		maker, err := d.db.Ent.User.Get(ctx, by)
		if err != nil {
			return Invitation{}, fmt.Errorf("read the link's maker: %w", err)
		}
		i.CreatedBy = maker.Username
	}
	return i, nil
}

// RemoveInvitation kills a link. fault.NotFound where there is none of that id that still works.
func (d *Directory) RemoveInvitation(ctx context.Context, id int) error {
	removed, err := d.db.Ent.Invitation.Delete().Where(invitation.ID(id), invitation.UsedAtIsNil()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove invitation: %w", err)
	}
	if removed == 0 {
		return fault.New(fault.NotFound, "There is no such invitation.")
	}
	return nil
}

// FirstAdminLink makes the address that creates the first admin, or "" where there is an admin. It works until somebody
// has used it. Every call makes another one.
func (d *Directory) FirstAdminLink(ctx context.Context, baseURL string) (string, error) {
	token := randomToken()
	err := d.exclusively(ctx, func(ctx context.Context, tx *ent.Client) error {
		exists, err := tx.User.Query().Where(user.IsAdmin(true)).Exist(ctx)
		if err != nil {
			return fmt.Errorf("look for an admin: %w", err)
		}
		if exists {
			token = ""
			return nil
		}
		now := d.now()
		return tx.Invitation.Create().SetKind(invitation.KindFirstAdmin).SetIsAdmin(true).
			SetTokenHash(hashToken(token)).SetCreatedAt(now).SetExpiresAt(now.AddDate(100, 0, 0)).Exec(ctx)
	})
	if err != nil {
		return "", fmt.Errorf("make the first admin's link: %w", err)
	}
	if token == "" {
		return "", nil
	}
	return baseURL + "/invite/" + token, nil
}

// closeFirstAdmin kills the links for a first admin: there is an admin now.
func closeFirstAdmin(ctx context.Context, tx *ent.Client) error {
	_, err := tx.Invitation.Delete().Where(invitation.KindEQ(invitation.KindFirstAdmin), invitation.UsedAtIsNil()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove the first admin's links: %w", err)
	}
	return nil
}

// Look tells what a link is for. fault.Gone where it does not work (any more).
func (d *Directory) Look(ctx context.Context, token string) (Invitation, error) {
	row, err := d.working(ctx, d.db.Ent, token)
	if err != nil {
		return Invitation{}, err
	}
	return invitationOf(row), nil
}

// working is the row of a link that works.
func (d *Directory) working(ctx context.Context, client *ent.Client, token string) (*ent.Invitation, error) {
	row, err := client.Invitation.Query().
		Where(invitation.TokenHash(hashToken(token)), invitation.UsedAtIsNil(), invitation.ExpiresAtGT(d.now())).
		Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errLinkGone
	}
	if err != nil {
		return nil, fmt.Errorf("read link: %w", err)
	}
	if row.Kind == invitation.KindFirstAdmin {
		exists, err := client.User.Query().Where(user.IsAdmin(true)).Exist(ctx)
		if err != nil {
			return nil, fmt.Errorf("look for an admin: %w", err)
		}
		if exists {
			return nil, errLinkGone
		}
	}
	return row, nil
}

// accept uses a link: it makes the user or sets his password, and returns him. It works once, however many ask at the same
// time. username is heeded where the link fixes none.
func (d *Directory) accept(ctx context.Context, token, username, password string) (*ent.User, error) {
	row, err := d.working(ctx, d.db.Ent, token)
	if err != nil {
		return nil, err
	}
	if row.Username != "" {
		username = row.Username
	}
	if err := checkNewAccount(username, password); err != nil {
		return nil, err
	}
	hash, err := d.passwords.hash(ctx, password)
	if err != nil {
		return nil, err
	}
	var u *ent.User
	err = d.exclusively(ctx, func(ctx context.Context, tx *ent.Client) error {
		row, err := d.working(ctx, tx, token)
		if err != nil {
			return err
		}
		now := d.now()
		if err := tx.Invitation.UpdateOneID(row.ID).SetUsedAt(now).Exec(ctx); err != nil {
			return fmt.Errorf("use link: %w", err)
		}
		if row.Kind == invitation.KindReset {
			if row.UserID == nil {
				return errLinkGone
			}
			if err := setPassword(ctx, tx, *row.UserID, hash, now); err != nil {
				return err
			}
			u, err = tx.User.Get(ctx, *row.UserID)
			return err
		}
		u, err = createUser(ctx, tx, username, hash, row.IsAdmin, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	if row.Kind == invitation.KindReset {
		d.sockets.CloseUser(u.ID)
	}
	return u, nil
}
