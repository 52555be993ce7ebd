package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"net/http"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store/ent"
	"github.com/mosswart/overlord/admin/store/ent/key"
)

// An API key is "adm_<id>_<secret><checksum>": 12, 43 and 6 letters and digits. The checksum is the CRC-32 of what stands
// before it, so that a scanner for leaked keys can tell one from any other text. Only its SHA-256 is kept.
const (
	keyIDLetters     = 12
	keySecretLetters = 43
	keySumLetters    = 6

	maxKeys = 100 // of one owner that are not revoked
)

var keyPrefix = regexp.MustCompile(`^[a-z0-9]{2,16}$`)

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

// randomLetters are n letters and digits that nobody can guess.
func randomLetters(n int) string {
	text := make([]byte, 0, n)
	var raw [64]byte
	for len(text) < n {
		_, _ = rand.Read(raw[:]) // never fails
		for _, b := range raw {
			if b < 4*62 && len(text) < n { // so that each letter is as likely
				text = append(text, base62[b%62])
			}
		}
	}
	return string(text)
}

// checksum is the CRC-32 of a text as six letters and digits.
func checksum(text string) string {
	sum := crc32.ChecksumIEEE([]byte(text))
	var letters [keySumLetters]byte
	for i := range letters {
		letters[len(letters)-1-i] = base62[sum%62]
		sum /= 62
	}
	return string(letters[:])
}

// newToken makes a key's token.
func (s *Store) newToken() (id, token string) {
	id = randomLetters(keyIDLetters)
	token = s.o.KeyPrefix + "_" + id + "_" + randomLetters(keySecretLetters)
	return id, token + checksum(token)
}

// keyID is the id in a token. ours is whether it looks like an API key at all, and ok whether its checksum is right.
func (s *Store) keyID(token string) (id string, ours, ok bool) {
	rest, ours := strings.CutPrefix(token, s.o.KeyPrefix+"_")
	if !ours || len(rest) != keyIDLetters+1+keySecretLetters+keySumLetters || rest[keyIDLetters] != '_' {
		return "", ours, false
	}
	body, sum := token[:len(token)-keySumLetters], token[len(token)-keySumLetters:]
	return rest[:keyIDLetters], true, checksum(body) == sum
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// Key is an API key. Its token is not part of it.
type Key struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	OwnerID    string     `json:"owner_id"`
	OwnerName  string     `json:"owner_name"`
	Scopes     []string   `json:"scopes"`
	CreatedAt  time.Time  `json:"created_at"`
	ExpiresAt  *time.Time `json:"expires_at"`   // null: never
	LastUsedAt *time.Time `json:"last_used_at"` // to the minute; null: never
}

// NewKey is a key that was just made, and the only time that its token is shown.
type NewKey struct {
	Key
	Token string `json:"token"`
}

// KeyInput is what a new key is to be.
type KeyInput struct {
	Name      string     `json:"name"`
	Scopes    []string   `json:"scopes"`
	ExpiresAt *time.Time `json:"expires_at"`
}

func keyOf(row *ent.Key) Key {
	return Key{
		ID: row.ID, Name: row.Name, OwnerID: row.OwnerID, OwnerName: row.OwnerName, Scopes: row.Scopes,
		CreatedAt: at(row.CreatedAt), ExpiresAt: atOrNil(row.ExpiresAt), LastUsedAt: atOrNil(row.LastUsedAt),
	}
}

// asHimself is a problem for who comes with an API key, or in another's name: some things one does oneself.
func asHimself(by access.Principal, what string) error {
	if by.Scopes != nil || by.KeyID != "" || by.Impersonator != nil {
		return problem.Forbidden(what + " with an API key or in another's name")
	}
	return nil
}

// Keys are by's own API keys that are not revoked, the newest first; with all, and where he may see them, everybody's.
func (s *Store) Keys(ctx context.Context, by access.Principal, all bool) ([]Key, error) {
	query := s.client.Key.Query().Where(key.RevokedAtIsNil())
	if all {
		if err := s.manages(by, "see other people's API keys"); err != nil {
			return nil, err
		}
	} else {
		query.Where(key.OwnerID(by.ID))
	}
	rows, err := query.Order(key.ByCreatedAt(sql.OrderDesc()), key.ByID()).Limit(MaxPage).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read API keys: %w", err)
	}
	keys := make([]Key, len(rows))
	for i, row := range rows {
		keys[i] = keyOf(row)
	}
	return keys, nil
}

// CreateKey makes an API key of by's. It can do what he can do at the time it is used, within its scopes.
func (s *Store) CreateKey(ctx context.Context, by access.Principal, in KeyInput) (NewKey, error) {
	if err := asHimself(by, "make API keys"); err != nil {
		return NewKey{}, err
	}
	now := s.now()
	errs := s.validator().Scopes(in.Scopes)
	in.Name = strings.TrimSpace(in.Name)
	if in.Name == "" {
		errs["name"] = "Is missing."
	} else if utf8.RuneCountInString(in.Name) > 80 {
		errs["name"] = "Must have at most 80 characters."
	}
	if in.ExpiresAt != nil && !in.ExpiresAt.After(now) {
		errs["expires_at"] = "Must be in the future."
	}
	if len(errs) > 0 {
		return NewKey{}, problem.Fields(errs)
	}
	id, token := s.newToken()
	var made Key
	err := s.change(ctx, func(ctx context.Context, tx tx) error {
		n, err := tx.Key.Query().Where(key.OwnerID(by.ID), key.RevokedAtIsNil()).Count(ctx)
		if err != nil {
			return fmt.Errorf("count API keys: %w", err)
		}
		if n >= maxKeys {
			return problem.New(http.StatusConflict, "too_many", "You have %d API keys, which is the most one can have.", n)
		}
		create := tx.Key.Create().SetID(id).SetHash(hash(token)).SetName(in.Name).SetOwnerID(by.ID).SetOwnerName(by.Name).
			SetScopes(in.Scopes).SetCreatedAt(micros(now))
		if in.ExpiresAt != nil {
			create.SetExpiresAt(micros(*in.ExpiresAt))
		}
		row, err := create.Save(ctx)
		if err != nil {
			return fmt.Errorf("create API key: %w", err)
		}
		made = keyOf(row)
		return s.note(ctx, tx, by, "create", typeKeys, id, made.Name, nil,
			fields{"name": made.Name, "scopes": made.Scopes, "expires_at": made.ExpiresAt})
	})
	if err != nil {
		return NewKey{}, err
	}
	return NewKey{Key: made, Token: token}, nil
}

// RevokeKey ends one of by's API keys or, where he may, anybody's. Other processes notice within five seconds.
func (s *Store) RevokeKey(ctx context.Context, by access.Principal, id string) error {
	return s.change(ctx, func(ctx context.Context, tx tx) error {
		row, err := tx.Key.Get(ctx, id)
		if ent.IsNotFound(err) || err == nil && (row.RevokedAt != nil || row.OwnerID != by.ID && s.manages(by, "") != nil) {
			return problem.NotFound("such API key")
		}
		if err != nil {
			return fmt.Errorf("read API key: %w", err)
		}
		if by.Scopes != nil && by.KeyID != id {
			return problem.Forbidden("revoke another API key with an API key")
		}
		if err := row.Update().SetRevokedAt(micros(s.now())).Exec(ctx); err != nil {
			return fmt.Errorf("revoke API key: %w", err)
		}
		return s.note(ctx, tx, by, "delete", typeKeys, id, row.Name, fields{"name": row.Name, "scopes": row.Scopes}, nil)
	})
}

// errBadKey says no more than that.
var errBadKey = &problem.Problem{
	Status: http.StatusUnauthorized, Title: http.StatusText(http.StatusUnauthorized), Code: "bad_key",
	Detail: "This API key is not valid (any more).",
}

// Authenticate is the owner of the API key that a request brings as "Authorization: Bearer …", narrowed to its scopes.
// It is nil where the request brings none (a bearer token that does not begin as a key does is somebody else's business),
// and a problem with status 401 where the key is not valid. A host may call it for all of its API, and then asks
// access.Allows for scopes of its own.
func (s *Store) Authenticate(ctx context.Context, r *http.Request) (*access.Principal, error) {
	token, ok := bearer(r)
	if !ok {
		return nil, nil
	}
	id, ours, ok := s.keyID(token)
	if !ours {
		return nil, nil
	}
	if !ok {
		return nil, errBadKey
	}
	rules, err := s.fresh(ctx)
	if err != nil {
		return nil, err
	}
	row := rules.keys[id]
	given, kept := hash(token), hash("")
	if row != nil {
		kept = row.Hash
	}
	if subtle.ConstantTimeCompare([]byte(given), []byte(kept)) != 1 || row == nil {
		return nil, errBadKey
	}
	now := s.o.Now()
	if row.ExpiresAt != nil && !at(*row.ExpiresAt).After(now) {
		return nil, errBadKey
	}
	owner, err := s.person(ctx, row.OwnerID)
	if err != nil {
		return nil, err
	}
	if owner == nil {
		return nil, errBadKey
	}
	s.used.mark(id, now)
	p := rules.withRoles(*owner)
	p.Scopes, p.Via, p.KeyID, p.Impersonator = row.Scopes, "key", id, nil
	if p.Scopes == nil {
		p.Scopes = []string{}
	}
	return &p, nil
}

func bearer(r *http.Request) (string, bool) {
	scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), ok && strings.EqualFold(scheme, "Bearer")
}

// person is a user of the host or of the store, at most freshFor behind; nil where there is none.
func (s *Store) person(ctx context.Context, id string) (*access.Principal, error) {
	return s.people.get(id, func() (*access.Principal, error) {
		p, err := s.directory().Person(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("look for user %s: %w", id, err)
		}
		return p, nil
	})
}
