package store

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store/ent"
	"github.com/mosswart/overlord/admin/store/ent/session"
	"github.com/mosswart/overlord/admin/store/ent/user"
)

const (
	// SessionCookie is the name of the cookie of the store's own users.
	SessionCookie = "admin_session"
	// SessionLifetime is how long one stays signed in.
	SessionLifetime = 14 * 24 * time.Hour
)

// Credentials are one try to sign in.
type Credentials struct {
	Name     string `json:"name"`
	Password string `json:"password"`
	Code     string `json:"code"` // of the second factor, or a recovery code; "" where there is none
}

var errWrongPassword = &problem.Problem{
	Status: http.StatusUnauthorized, Title: http.StatusText(http.StatusUnauthorized), Code: "wrong_password",
	Detail: "The name or the password is wrong.", Errors: map[string]string{"password": "The name or the password is wrong."},
}

// askForCode is a problem with status 401 and the code "totp_required".
func askForCode(message string) error {
	p := problem.New(http.StatusUnauthorized, "totp_required", "%s", message)
	p.Errors = map[string]string{"code": message}
	return p
}

// tooMany is a problem with status 429; its member retry_after counts seconds.
func tooMany(wait time.Duration) error {
	seconds := int(wait.Seconds()) + 1
	p := problem.New(http.StatusTooManyRequests, "too_many", "Too many attempts. Try again in %d s.", seconds)
	p.Extra = map[string]any{"retry_after": seconds}
	return p
}

// SignIn checks credentials of one of the store's own users and begins a session, whose cookie it returns. Problems: 401
// "wrong_password", 401 "totp_required", 422 for what is missing, 429 and 503 for who is to wait.
func (s *Store) SignIn(ctx context.Context, r *http.Request, in Credentials) (User, *http.Cookie, error) {
	if err := filledIn(in); err != nil {
		return User{}, nil, err
	}
	try, wait := s.signIns.admit(in.Name, s.o.Address(r))
	if wait > 0 {
		return User{}, nil, tooMany(wait)
	}
	row, err := s.client.User.Query().Where(user.NameKey(nameKey(in.Name)), user.Active(true)).Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return User{}, nil, fmt.Errorf("look for user: %w", err)
	}
	hashed := ""
	if row != nil {
		hashed = row.PasswordHash
	}
	ok, err := s.hashes.verify(ctx, hashed, in.Password)
	if err != nil {
		return User{}, nil, err
	}
	if !ok {
		return User{}, nil, errWrongPassword
	}
	s.signIns.passed(try)
	return s.begin(ctx, r, row, in.Code)
}

func filledIn(in Credentials) error {
	errs := make(map[string]string)
	if in.Name == "" {
		errs["name"] = "Is missing."
	}
	if in.Password == "" {
		errs["password"] = "Is missing."
	} else if len(in.Password) > MaxPassword {
		errs["password"] = tooLong
	}
	if len(errs) > 0 {
		return problem.Fields(errs)
	}
	return nil
}

// begin begins a session of a user whose password was right, provided that nothing has happened to him since.
func (s *Store) begin(ctx context.Context, r *http.Request, found *ent.User, code string) (User, *http.Cookie, error) {
	var try attempt
	if found.TotpConfirmedAt != nil {
		if code == "" {
			return User{}, nil, askForCode("Enter the code that your authenticator app shows, or a recovery code.")
		}
		var wait time.Duration
		if try, wait = s.signIns.admitCode(userID(found)); wait > 0 {
			return User{}, nil, tooMany(wait)
		}
	}
	token := randomLetters(keySecretLetters)
	var in User
	err := s.exclusively(ctx, func(ctx context.Context, tx tx) error {
		row, err := tx.User.Get(ctx, found.ID)
		if ent.IsNotFound(err) || err == nil && (row.PasswordHash != found.PasswordHash || !row.Active) {
			return errWrongPassword
		}
		if err != nil {
			return fmt.Errorf("read user: %w", err)
		}
		if row.TotpConfirmedAt != nil {
			if err := s.spendCode(ctx, row, code); err != nil {
				return err
			}
		}
		in = userOf(row)
		return s.newSession(ctx, tx, r, row.ID, token)
	})
	if err != nil {
		return User{}, nil, err
	}
	s.signIns.passed(try)
	return in, s.cookie(r, SessionCookie, token, SessionLifetime), nil
}

func (s *Store) newSession(ctx context.Context, tx tx, r *http.Request, userID int64, token string) error {
	now := s.now()
	if _, err := tx.Session.Delete().Where(session.ExpiresAtLTE(micros(now))).Exec(ctx); err != nil {
		return fmt.Errorf("forget old sessions: %w", err)
	}
	err := tx.Session.Create().SetID(hash(token)).SetUserID(userID).SetCreatedAt(micros(now)).SetLastSeenAt(micros(now)).
		SetExpiresAt(micros(now.Add(SessionLifetime))).SetAddress(s.o.Address(r)).SetUserAgent(clip(r.UserAgent(), 512)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("begin session: %w", err)
	}
	return nil
}

// clip makes at most limit bytes of harmless text out of what a client sent.
func clip(text string, limit int) string {
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

// cookie is one of the store's cookies: for ever less than 0 seconds it takes the cookie away, for 0 it stays until the
// browser is closed.
func (s *Store) cookie(r *http.Request, name, value string, lifetime time.Duration) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure is the host's to say: there may be no encryption on the inside
		Name: name, Value: value, Path: s.o.CookiePath, MaxAge: int(lifetime / time.Second),
		HttpOnly: true, Secure: s.o.Secure(r), SameSite: http.SameSiteLaxMode,
	}
}

// sessionHash is that of the request's session cookie, "" where there is none.
func sessionHash(r *http.Request) string {
	c, err := r.Cookie(SessionCookie)
	if err != nil || c.Value == "" {
		return ""
	}
	return hash(c.Value)
}

// Session is the user of the store whose session cookie a request brings, nil where there is none.
func (s *Store) Session(r *http.Request) (*access.Principal, error) {
	id := sessionHash(r)
	if id == "" || !s.Standalone() {
		return nil, nil
	}
	ctx := r.Context()
	p, err := s.sessions.get(id, func() (*access.Principal, error) {
		row, err := s.client.Session.Query().Where(session.ID(id), session.ExpiresAtGT(micros(s.now()))).WithUser().Only(ctx)
		if ent.IsNotFound(err) || err == nil && !row.Edges.User.Active {
			return nil, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read session: %w", err)
		}
		u := row.Edges.User
		return &access.Principal{ID: userID(u), Name: u.Name, Superuser: u.Superuser, Via: "session"}, nil
	})
	if p != nil {
		s.seen.mark(id, s.o.Now())
	}
	return p, err
}

// SignOut ends the session of a request. It returns the cookies that take its cookies away.
func (s *Store) SignOut(ctx context.Context, r *http.Request) ([]*http.Cookie, error) {
	if id := sessionHash(r); id != "" {
		err := s.client.Session.DeleteOneID(id).Exec(ctx)
		if err != nil && !ent.IsNotFound(err) {
			return nil, fmt.Errorf("end session: %w", err)
		}
		s.sessions.clear()
	}
	return []*http.Cookie{s.cookie(r, SessionCookie, "", -time.Second), s.cookie(r, impersonationCookie, "", -time.Second)}, nil
}

// SignedIn is one session of a user.
type SignedIn struct {
	ID         string    `json:"id"`
	Current    bool      `json:"current"` // of the request that asks
	CreatedAt  time.Time `json:"created_at"`
	LastSeenAt time.Time `json:"last_seen_at"` // to the minute
	ExpiresAt  time.Time `json:"expires_at"`
	Address    string    `json:"address"`
	UserAgent  string    `json:"user_agent"`
}

// publicID names a session without being able to use it, or to find it in the cookie.
func publicID(hash string) string { return hash[:16] }

// Account is what a user sees of himself.
type Account struct {
	User
	RecoveryCodes int        `json:"recovery_codes"` // that are left
	Sessions      []SignedIn `json:"sessions"`       // the latest used first
}

// Account is by's own account, where the store brings the users.
func (s *Store) Account(ctx context.Context, r *http.Request, by access.Principal) (Account, error) {
	row, err := s.self(ctx, by)
	if err != nil {
		return Account{}, err
	}
	rows, err := s.client.Session.Query().Where(session.UserID(row.ID), session.ExpiresAtGT(micros(s.now()))).
		Order(session.ByLastSeenAt(sql.OrderDesc()), session.ByID()).Limit(MaxPage).All(ctx)
	if err != nil {
		return Account{}, fmt.Errorf("read sessions: %w", err)
	}
	a := Account{User: userOf(row), RecoveryCodes: len(row.RecoveryHashes), Sessions: make([]SignedIn, len(rows))}
	for i, row := range rows {
		a.Sessions[i] = SignedIn{
			ID: publicID(row.ID), Current: row.ID == sessionHash(r), CreatedAt: at(row.CreatedAt), LastSeenAt: at(row.LastSeenAt),
			ExpiresAt: at(row.ExpiresAt), Address: row.Address, UserAgent: row.UserAgent,
		}
	}
	return a, nil
}

// EndSession ends one of by's own sessions.
func (s *Store) EndSession(ctx context.Context, by access.Principal, id string) error {
	row, err := s.self(ctx, by)
	if err != nil {
		return err
	}
	ids, err := s.client.Session.Query().Where(session.UserID(row.ID)).IDs(ctx)
	if err != nil {
		return fmt.Errorf("read sessions: %w", err)
	}
	i := slices.IndexFunc(ids, func(hash string) bool { return publicID(hash) == id })
	if i < 0 {
		return problem.NotFound("such session")
	}
	if err := s.client.Session.DeleteOneID(ids[i]).Exec(ctx); err != nil && !ent.IsNotFound(err) {
		return fmt.Errorf("end session: %w", err)
	}
	s.sessions.clear()
	return nil
}

// self is the row of a user who comes himself.
func (s *Store) self(ctx context.Context, by access.Principal) (*ent.User, error) {
	if !s.Standalone() {
		return nil, problem.NotFound("such page: users come from elsewhere")
	}
	if err := asHimself(by, "see or change an account"); err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(by.ID, 10, 64)
	if err != nil {
		return nil, problem.NotFound("such user")
	}
	row, err := s.client.User.Get(ctx, id)
	if ent.IsNotFound(err) {
		return nil, problem.NotFound("such user")
	}
	if err != nil {
		return nil, fmt.Errorf("read user: %w", err)
	}
	return row, nil
}

// confirmSelf is self for one who has given his password once more. field is the input that bears the blame.
func (s *Store) confirmSelf(ctx context.Context, r *http.Request, by access.Principal, field, password string) (*ent.User, error) {
	row, err := s.self(ctx, by)
	switch {
	case err != nil:
		return nil, err
	case password == "":
		return nil, problem.Field(field, "Is missing.")
	case len(password) > MaxPassword:
		return nil, problem.Field(field, "%s", tooLong)
	}
	try, wait := s.signIns.admit(row.Name, s.o.Address(r))
	if wait > 0 {
		return nil, tooMany(wait)
	}
	ok, err := s.hashes.verify(ctx, row.PasswordHash, password)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, problem.Field(field, "Is not your password.")
	}
	s.signIns.passed(try)
	return row, nil
}

// PasswordChange is a new password, and the old one once more.
type PasswordChange struct {
	Current  string `json:"current"`
	Password string `json:"password"`
}

// ChangePassword sets by's own password, and ends his other sessions.
func (s *Store) ChangePassword(ctx context.Context, r *http.Request, by access.Principal, in PasswordChange) error {
	old, err := s.confirmSelf(ctx, r, by, "current", in.Current)
	if err != nil {
		return err
	}
	if message := checkPassword(old.Name, in.Password); message != "" {
		return problem.Field("password", "%s", message)
	}
	hashed, err := s.hashes.hash(ctx, in.Password)
	if err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx tx) error {
		row, err := unchanged(ctx, tx, old)
		if err != nil {
			return err
		}
		if _, err := s.setPassword(ctx, tx, row, hashed, sessionHash(r)); err != nil {
			return err
		}
		return s.note(ctx, tx, by, "set_password", typePeople, by.ID, by.Name, nil, nil)
	})
}

// unchanged is the user's row, provided that his password is what it was.
func unchanged(ctx context.Context, tx tx, old *ent.User) (*ent.User, error) {
	row, err := tx.User.Get(ctx, old.ID)
	if ent.IsNotFound(err) || err == nil && (row.PasswordHash != old.PasswordHash || !row.Active) {
		return nil, problem.New(http.StatusConflict, "stale", "Your account was changed a moment ago. Sign in again.")
	}
	if err != nil {
		return nil, fmt.Errorf("read user: %w", err)
	}
	return row, nil
}
