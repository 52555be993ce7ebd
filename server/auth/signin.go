package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/usersession"
	"github.com/mosswart/overlord/internal/fault"
)

// KindTOTPRequired is the fault's Kind that asks for a second factor.
const KindTOTPRequired = "totp-required"

// pendingLifetime is how long one may look for the second factor after the password was right.
const pendingLifetime = 5 * time.Minute

// Credentials is one try to sign in: a name with a password and perhaps a code; or what an earlier try has left Pending,
// with a code.
type Credentials struct {
	Username string
	Password string
	Code     string // of the authenticator app, or a recovery code
	Pending  string
	Remember bool // for 30 days, else for this browser session and at most a day

	Address   netip.Addr // ClientAddr
	UserAgent string
}

// SignedIn is somebody who has just proved who he is. Cookie makes the cookie of it.
type SignedIn struct {
	UserID    int
	Username  string
	Admin     bool
	SessionID string
	ExpiresAt time.Time

	remember     bool
	secondFactor bool // has been given
}

var errWrongPassword = fault.New(fault.Unauthenticated, "The name or the password is wrong.").
	WithField("password", "The name or the password is wrong.")

// SignIn checks credentials and begins a session. Where the password is right and a second factor is missing or wrong,
// pending is what to send with the next try in the password's place. Errors: fault.Invalid for missing fields and passwords
// that are too long, fault.Unauthenticated for wrong ones (with KindTOTPRequired for the second factor), fault.TooMany with
// the time to wait.
func (s *Service) SignIn(ctx context.Context, c Credentials) (in SignedIn, pending string, err error) {
	defer func() { s.signIns.WithLabelValues(outcome(err)).Inc() }()
	if c.Pending != "" {
		return s.finishPending(ctx, c)
	}
	if err := checkFilledIn(c); err != nil {
		return SignedIn{}, "", err
	}
	s.loadKnown(ctx)
	try, wait := s.throttle.admit(c.Username, c.Address)
	if wait > 0 {
		return SignedIn{}, "", tooMany(wait)
	}
	u, err := findUser(ctx, s.db.Ent, c.Username)
	if err != nil {
		return SignedIn{}, "", err
	}
	hash := ""
	if u != nil {
		hash = u.PasswordHash
	}
	ok, stale, err := s.passwords.verify(ctx, try.urgency, hash, c.Password)
	if err != nil {
		s.throttle.unread(try)
		return SignedIn{}, "", err
	}
	if !ok {
		return SignedIn{}, "", errWrongPassword
	}
	s.throttle.passed(try)
	if stale {
		s.rehash(ctx, u, c.Password)
	}
	return s.withSecondFactor(ctx, u, c)
}

func checkFilledIn(c Credentials) error {
	f := fault.New(fault.Invalid, "Name and password are needed.")
	switch {
	case c.Username == "" && c.Password == "":
		return f.WithField("username", "Is missing.").WithField("password", "Is missing.")
	case c.Username == "":
		return f.WithField("username", "Is missing.")
	case c.Password == "":
		return f.WithField("password", "Is missing.")
	case len(c.Password) > MaxPasswordBytes:
		return fault.Field("password", tooLong)
	}
	return nil
}

func tooMany(wait time.Duration) error {
	seconds := int(wait.Seconds()) + 1
	return fault.New(fault.TooMany, fmt.Sprintf("Too many attempts. Try again in %d s.", seconds)).
		WithRetryAfter(time.Duration(seconds) * time.Second)
}

// outcome is the label under which a try is counted.
func outcome(err error) string {
	var f *fault.Error
	switch {
	case err == nil:
		return "ok"
	case !errors.As(err, &f):
		return "error"
	case f.Kind == KindTOTPRequired:
		return "second_factor"
	case f.Code == fault.Unauthenticated:
		return "wrong"
	case f.Code == fault.TooMany:
		return "throttled"
	default:
		return "refused"
	}
}

// rehash replaces a hash that is cheaper than ours. It is no matter if that fails: the next sign-in tries again.
func (s *Service) rehash(ctx context.Context, u *ent.User, password string) {
	hash, err := s.passwords.hash(ctx, password)
	if err == nil {
		err = s.exclusively(ctx, func(ctx context.Context, tx *ent.Client) error {
			now, err := tx.User.Get(ctx, u.ID)
			if err != nil || now.PasswordHash != u.PasswordHash {
				return err
			}
			return tx.User.UpdateOneID(u.ID).SetPasswordHash(hash).Exec(ctx)
		})
	}
	if err != nil {
		s.log.WarnContext(ctx, "cannot strengthen a password's hash", slog.Int("user_id", u.ID), slog.Any("error", err))
		return
	}
	u.PasswordHash = hash
}

// withSecondFactor goes on after the password, which was u's, to the session.
func (s *Service) withSecondFactor(ctx context.Context, u *ent.User, c Credentials) (SignedIn, string, error) {
	if hasSecondFactor(u) {
		pending, err := s.sealPending(u)
		if err != nil {
			return SignedIn{}, "", err
		}
		if c.Code == "" {
			return SignedIn{}, pending, askForCode("Enter the code that your authenticator app shows, or a recovery code.")
		}
		if wait := s.throttle.admitCode(u.ID); wait > 0 {
			return SignedIn{}, pending, tooMany(wait)
		}
		in, err := s.begin(ctx, u, c)
		if err != nil {
			return SignedIn{}, pending, err
		}
		s.throttle.codePassed(u.ID)
		return in, "", nil
	}
	in, err := s.begin(ctx, u, c)
	return in, "", err
}

func askForCode(message string) error {
	return fault.New(fault.Unauthenticated, message).WithField("code", message).WithKind(KindTOTPRequired)
}

// begin spends the second factor and makes the session, provided that nothing has happened to u since his password was
// compared.
func (s *Service) begin(ctx context.Context, u *ent.User, c Credentials) (SignedIn, error) {
	var in SignedIn
	err := s.exclusively(ctx, func(ctx context.Context, tx *ent.Client) error {
		now := s.now()
		fresh, err := tx.User.Get(ctx, u.ID)
		switch {
		case ent.IsNotFound(err):
			return errWrongPassword
		case err != nil:
			return fmt.Errorf("read user: %w", err)
		case fresh.PasswordHash != u.PasswordHash:
			return errWrongPassword
		}
		if hasSecondFactor(fresh) {
			ok, err := spendCode(ctx, tx, fresh, c.Code, now)
			if err != nil {
				return err
			}
			if !ok {
				return askForCode("This code is not right, or it has been used.")
			}
		}
		in, err = s.beginSession(ctx, tx, fresh, device{c.Address, c.UserAgent}, c.Remember, now)
		return err
	})
	if err != nil {
		return SignedIn{}, err
	}
	s.throttle.signedIn(u.Username, c.Address)
	return in, nil
}

func (s *Service) beginSession(ctx context.Context, tx *ent.Client, u *ent.User, from device, remember bool, now time.Time) (SignedIn, error) {
	expires := now.Add(ShortSession)
	if remember {
		expires = now.Add(CookieLifetime)
	}
	id, err := createSession(ctx, tx, u.ID, from, now, expires)
	if err != nil {
		return SignedIn{}, err
	}
	return SignedIn{
		UserID: u.ID, Username: u.Username, Admin: u.IsAdmin, SessionID: id, ExpiresAt: expires,
		remember: remember, secondFactor: hasSecondFactor(u),
	}, nil
}

// pendingPassword is a password that was right. The fingerprint ties it to that password.
type pendingPassword struct {
	UserID      int    `json:"u"`
	Fingerprint string `json:"h"`
}

func fingerprint(u *ent.User) string {
	sum := sha256.Sum256([]byte(u.PasswordHash))
	return hex.EncodeToString(sum[:8])
}

func (s *Service) sealPending(u *ent.User) (string, error) {
	text, err := compactJSON(pendingPassword{u.ID, fingerprint(u)})
	if err != nil {
		return "", fmt.Errorf("seal pending sign-in: %w", err)
	}
	return s.pending[0].sign(text, s.now())
}

func (s *Service) finishPending(ctx context.Context, c Credentials) (SignedIn, string, error) {
	expired := fault.New(fault.Unauthenticated, "That took too long. Enter your name and password again.")
	for _, key := range s.pending {
		text, _, err := key.open(c.Pending, s.now(), pendingLifetime)
		if err != nil {
			continue
		}
		var p pendingPassword
		if err := json.Unmarshal(text, &p); err != nil {
			return SignedIn{}, "", expired
		}
		u, err := s.db.Ent.User.Get(ctx, p.UserID)
		switch {
		case ent.IsNotFound(err):
			return SignedIn{}, "", expired
		case err != nil:
			return SignedIn{}, "", fmt.Errorf("read user: %w", err)
		case fingerprint(u) != p.Fingerprint:
			return SignedIn{}, "", expired
		}
		return s.withSecondFactor(ctx, u, c)
	}
	return SignedIn{}, "", expired
}

// loadKnown reads once, from the sessions of the last weeks, who has signed in from where, so that a restart does not make
// strangers of everybody.
func (s *Service) loadKnown(ctx context.Context) {
	s.knownMu.Lock()
	defer s.knownMu.Unlock()
	if s.knownLoaded {
		return
	}
	rows, err := s.db.Ent.UserSession.Query().WithUser().
		Order(usersession.ByLastSeenAt(sql.OrderDesc())).Limit(throttleEntries / 4).All(ctx)
	if err != nil {
		s.log.WarnContext(ctx, "cannot read where users signed in from", slog.Any("error", err))
		return
	}
	for _, row := range rows {
		if addr := parseAddr(row.Address); addr.IsValid() && row.Edges.User != nil {
			s.throttle.signedIn(row.Edges.User.Username, addr)
		}
	}
	s.knownLoaded = true
}
