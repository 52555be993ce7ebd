package auth

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/internal/fault"
)

// What a signed-in user does to his own account. p is always the principal of the request.

// ChangePassword sets a user's own password, ends all of his sessions and begins a new one for this browser.
// fault.Invalid for a wrong present password (field current_password) and for an unfit new one (new_password).
func (s *Service) ChangePassword(ctx context.Context, p Principal, current, next string, from netip.Addr, userAgent string) (SignedIn, error) {
	u, err := s.checkPassword(ctx, p, "current_password", current, from)
	if err != nil {
		return SignedIn{}, err
	}
	if message := checkNewPassword(p.Username, next); message != "" {
		return SignedIn{}, fault.Field("new_password", message)
	}
	hash, err := s.passwords.hash(ctx, next)
	if err != nil {
		return SignedIn{}, err
	}
	var in SignedIn
	err = s.exclusively(ctx, func(ctx context.Context, tx *ent.Client) error {
		now := s.now()
		fresh, err := tx.User.Get(ctx, u.ID)
		if err != nil {
			return notFound(fmt.Errorf("read user: %w", err), "user")
		}
		if fresh.PasswordHash != u.PasswordHash {
			return fault.New(fault.Conflict, "Your password was changed a moment ago. Sign in again.")
		}
		remember := true
		if p.SessionID != "" {
			if session, err := tx.UserSession.Get(ctx, p.SessionID); err == nil {
				remember = session.ExpiresAt.Sub(session.CreatedAt) > ShortSession
			}
		}
		if err := setPassword(ctx, tx, u.ID, hash, now); err != nil {
			return err
		}
		in, err = s.beginSession(ctx, tx, fresh, device{from, userAgent}, remember, now)
		return err
	})
	if err != nil {
		return SignedIn{}, err
	}
	s.sockets.CloseUser(u.ID)
	return in, nil
}

// checkPassword asks a user for his password once more. field is the input that bears the blame.
func (s *Service) checkPassword(ctx context.Context, p Principal, field, password string, from netip.Addr) (*ent.User, error) {
	switch {
	case password == "":
		return nil, fault.Field(field, "Is missing.")
	case len(password) > MaxPasswordBytes:
		return nil, fault.Field(field, tooLong)
	}
	try, wait := s.throttle.admit(p.Username, from)
	if wait > 0 {
		return nil, tooMany(wait)
	}
	u, err := s.db.Ent.User.Get(ctx, p.UserID)
	if err != nil {
		return nil, notFound(fmt.Errorf("read user: %w", err), "user")
	}
	ok, _, err := s.passwords.verify(ctx, try.urgency, u.PasswordHash, password)
	if err != nil {
		s.throttle.unread(try)
		return nil, err
	}
	if !ok {
		return nil, fault.Field(field, "Is not your password.")
	}
	s.throttle.passed(try)
	return u, nil
}

// BeginTOTP gives a user a new secret for a second factor, which ConfirmTOTP switches on.
func (s *Service) BeginTOTP(ctx context.Context, p Principal, password string, from netip.Addr) (TOTPSetup, error) {
	if _, err := s.checkPassword(ctx, p, "password", password, from); err != nil {
		return TOTPSetup{}, err
	}
	return s.beginTOTP(ctx, p.UserID)
}

// ConfirmTOTP switches a user's second factor on, and ends his other sessions. It returns the recovery codes and who the
// new cookie is for: the present one is not accepted any more.
func (s *Service) ConfirmTOTP(ctx context.Context, p Principal, code string, from netip.Addr, userAgent string) ([]string, SignedIn, error) {
	if code == "" {
		return nil, SignedIn{}, fault.Field("code", "Is missing.")
	}
	if wait := s.throttle.admitCode(p.UserID); wait > 0 {
		return nil, SignedIn{}, tooMany(wait)
	}
	var in SignedIn
	codes, err := s.confirmTOTP(ctx, p.UserID, code, func(ctx context.Context, tx *ent.Client, u *ent.User) (err error) {
		in, err = s.beginSession(ctx, tx, u, device{from, userAgent}, true, s.now())
		return err
	})
	if err != nil {
		return nil, SignedIn{}, err
	}
	s.throttle.codePassed(p.UserID)
	return codes, in, nil
}

// RemoveTOTP switches a user's second factor off.
func (s *Service) RemoveTOTP(ctx context.Context, p Principal, password string, from netip.Addr) error {
	if _, err := s.checkPassword(ctx, p, "password", password, from); err != nil {
		return err
	}
	return s.removeTOTP(ctx, p.UserID)
}

// SignOut ends the session of a request. Cookies of the Python service have none: those only go with the cookie.
func (s *Service) SignOut(ctx context.Context, p Principal) error {
	if p.Kind != User || p.SessionID == "" {
		return nil
	}
	err := s.EndSession(ctx, p.UserID, p.SessionID)
	if fault.CodeOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// Accept uses a one-time link: it makes the user that it promises, or sets a user's password, and signs him in, except
// where he has a second factor, which no link replaces: then signedIn is false. username is heeded where the link fixes
// none. Errors: fault.Gone for links that do not work, fault.Invalid with the fields username and password.
func (s *Service) Accept(ctx context.Context, token, username, password string, from netip.Addr, userAgent string) (in SignedIn, signedIn bool, err error) {
	u, err := s.accept(ctx, token, username, password)
	if err != nil {
		return SignedIn{}, false, err
	}
	if hasSecondFactor(u) {
		return SignedIn{}, false, nil
	}
	in, err = s.begin(ctx, u, Credentials{Address: from, UserAgent: userAgent, Remember: true})
	return in, err == nil, err
}
