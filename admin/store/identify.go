package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
)

const (
	impersonationCookie   = "admin_as"
	impersonationLifetime = time.Hour
	// ImpersonationHeader carries what StartImpersonation gave, for clients that keep no cookies.
	ImpersonationHeader = "Admin-Impersonate"
)

// Identify is who sends a request: the owner of its API key; else who auth says (with nil, whose session of the store's
// own users it is); with the roles that the store gives him; or who is impersonated by him. It is nil where that is
// nobody. Problems: 401 for a key that is not valid, 403 with the code "impersonation_over".
func (s *Store) Identify(r *http.Request, auth func(*http.Request) (*access.Principal, error)) (*access.Principal, error) {
	ctx := r.Context()
	p, err := s.Authenticate(ctx, r)
	if p != nil || err != nil {
		return p, err
	}
	if auth == nil {
		auth = s.Session
	}
	p, err = auth(r)
	if p == nil || err != nil {
		return nil, err
	}
	rules, err := s.fresh(ctx)
	if err != nil {
		return nil, err
	}
	found := rules.withRoles(*p)
	return s.impersonated(ctx, r, rules, found)
}

// impersonation is the content of a token: who acts, as whom, until when.
type impersonation struct {
	By      string `json:"by"`
	As      string `json:"as"`
	Expires int64  `json:"exp"` // Unix seconds
}

func (s *Store) sign(payload string) string {
	mac := hmac.New(sha256.New, s.rules.secret)
	mac.Write([]byte("impersonate " + payload))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func (s *Store) seal(i impersonation) (string, error) {
	text, err := json.Marshal(i)
	if err != nil {
		return "", fmt.Errorf("seal impersonation: %w", err)
	}
	payload := base64.RawURLEncoding.EncodeToString(text)
	return payload + "." + s.sign(payload), nil
}

func (s *Store) open(token string) (i impersonation, ok bool) {
	payload, signature, _ := strings.Cut(token, ".")
	if !hmac.Equal([]byte(signature), []byte(s.sign(payload))) {
		return i, false
	}
	text, err := base64.RawURLEncoding.DecodeString(payload)
	return i, err == nil && json.Unmarshal(text, &i) == nil
}

// impersonated is by, or whom he acts as. Where he cannot any more, that is a problem: he is not to act as himself
// without knowing.
func (s *Store) impersonated(ctx context.Context, r *http.Request, rules *ruleset, by access.Principal) (*access.Principal, error) {
	token := r.Header.Get(ImpersonationHeader)
	if c, err := r.Cookie(impersonationCookie); token == "" && err == nil {
		token = c.Value
	}
	if token == "" {
		return &by, nil
	}
	i, ok := s.open(token)
	if ok && i.By != by.ID {
		return &by, nil // somebody else's, who used this browser before
	}
	over := problem.New(http.StatusForbidden, "impersonation_over", "You do not act as somebody else any more.")
	if !ok || !by.Superuser || by.Impersonator != nil || i.Expires <= s.o.Now().Unix() {
		return nil, over
	}
	target, err := s.person(ctx, i.As)
	if err != nil {
		return nil, err
	}
	if target == nil || target.Superuser {
		return nil, over
	}
	as := rules.withRoles(*target)
	as.Via, as.KeyID, as.Scopes, as.Impersonator = by.Via, "", nil, &by
	return &as, nil
}

// Impersonating is who a superuser acts as.
type Impersonating struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	ExpiresAt time.Time `json:"expires_at"`
	Token     string    `json:"token"` // for ImpersonationHeader
}

// StartImpersonation lets by, a superuser who comes himself, act as a user who is none, for an hour. What he changes is
// recorded with both names. It returns the cookie that does it.
func (s *Store) StartImpersonation(ctx context.Context, r *http.Request, by access.Principal, userID string) (Impersonating, *http.Cookie, error) {
	if !by.Superuser || asHimself(by, "") != nil {
		return Impersonating{}, nil, problem.Forbidden("act as somebody else")
	}
	target, err := s.person(ctx, userID)
	switch {
	case err != nil:
		return Impersonating{}, nil, err
	case target == nil:
		return Impersonating{}, nil, problem.NotFound("such user")
	case target.Superuser:
		return Impersonating{}, nil, problem.Forbidden("act as another superuser")
	}
	expires := s.now().Add(impersonationLifetime).Truncate(time.Second)
	token, err := s.seal(impersonation{By: by.ID, As: target.ID, Expires: expires.Unix()})
	if err != nil {
		return Impersonating{}, nil, err
	}
	err = s.exclusively(ctx, func(ctx context.Context, tx tx) error {
		return s.note(ctx, tx, by, "impersonate", typePeople, target.ID, target.Name, nil, nil)
	})
	if err != nil {
		return Impersonating{}, nil, err
	}
	// The cookie outlives the token: what follows an hour later is refused, and not done in the superuser's own name.
	i := Impersonating{ID: target.ID, Name: target.Name, ExpiresAt: expires, Token: token}
	return i, s.cookie(r, impersonationCookie, token, 0), nil
}

// StopImpersonation is the cookie that ends it. Whoever asks may have it.
func (s *Store) StopImpersonation(r *http.Request) *http.Cookie {
	return s.cookie(r, impersonationCookie, "", -time.Second)
}
