package auth

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/internal/fault"
)

const (
	// BcryptCost is the cost of the hashes that we make: about a quarter of a second each.
	BcryptCost = 12
	// MinPasswordRunes and MaxPasswordBytes bound a new password. bcrypt reads no further than 72 bytes.
	MinPasswordRunes = 10
	MaxPasswordBytes = 72
)

// passwords hashes and compares, a few at a time. It is safe for concurrent use.
type passwords struct {
	cost int
	gate *gate
}

// checkNewPassword says what is wrong with a password that someone chose, in words for him; "" when nothing is.
func checkNewPassword(username, password string) string {
	switch {
	case len(password) > MaxPasswordBytes:
		return tooLong
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return "Contains characters that cannot be used."
	case utf8.RuneCountInString(password) < MinPasswordRunes:
		return fmt.Sprintf("Must have at least %d characters.", MinPasswordRunes)
	case strings.EqualFold(password, username):
		return "Must not be the user's name."
	case strings.Count(password, password[:1]) == len(password):
		return "Must not be one character over and over."
	}
	return ""
}

var tooLong = fmt.Sprintf("Must have at most %d bytes (letters with accents take two or more).", MaxPasswordBytes)

// hash makes the hash of a password that checkNewPassword has accepted.
func (p passwords) hash(ctx context.Context, password string) (string, error) {
	leave, err := p.gate.enter(ctx, calm)
	if err != nil {
		return "", busy(err)
	}
	defer leave()
	hash, err := bcrypt.GenerateFromPassword([]byte(password), p.cost)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return string(hash), nil
}

// verify reports whether the password is the one that was hashed, and whether the hash should be made anew because it is
// cheaper than ours. Hashes of any cost are read. An empty hash stands for a user who does not exist: it takes as long, and
// never matches. A wrong password takes as long for a cheaper hash as for one of ours. The caller has refused passwords
// over MaxPasswordBytes.
func (p passwords) verify(ctx context.Context, urgency int, hash, password string) (ok, stale bool, err error) {
	leave, err := p.gate.enter(ctx, urgency)
	if err != nil {
		return false, false, busy(err)
	}
	defer leave()
	if hash == "" {
		p.waste(p.cost, password)
		return false, false, nil
	}
	err = bcrypt.CompareHashAndPassword([]byte(hash), []byte(password))
	cost, costErr := bcrypt.Cost([]byte(hash))
	switch {
	case err == nil:
		return true, cost < p.cost, nil
	case errors.Is(err, bcrypt.ErrMismatchedHashAndPassword):
		// 2^c + 2^c + 2^(c+1) + … + 2^(n-1) = 2^n
		for c := cost; c < p.cost; c++ {
			p.waste(c, password)
		}
		return false, false, nil
	case costErr != nil:
		p.waste(p.cost, password)
	}
	return false, false, fmt.Errorf("compare password: %w", err)
}

// waste takes as long as comparing with a hash of this cost.
func (p passwords) waste(cost int, password string) {
	_ = bcrypt.CompareHashAndPassword([]byte(dummyHash(cost)), []byte(password))
}

// dummyHash is a well-formed hash of nobody's password.
func dummyHash(cost int) string {
	return fmt.Sprintf("$2a$%02d$%s", cost, "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy")
}

func busy(err error) error {
	if errors.Is(err, errBusy) {
		return fault.Wrap(err, fault.TooMany, "Too many people are signing in at the moment. Try again in a few seconds.").
			WithRetryAfter(gatePatience)
	}
	return err
}
