package store

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/admin/problem"
)

const (
	// MinPassword and MaxPassword bound a new password, in characters and in bytes. bcrypt reads no further.
	MinPassword = 10
	MaxPassword = 72

	hashesAtOnce = 2
	hashesQueued = 24
	hashPatience = 4 * time.Second
)

// passwords hashes and compares, a few at a time: each takes a quarter of a second of a processor. It is safe for
// concurrent use.
type passwords struct {
	cost  int
	queue chan struct{} // who waits or works
	slots chan struct{} // who works
}

func newPasswords(cost int) passwords {
	return passwords{cost: cost, queue: make(chan struct{}, hashesAtOnce+hashesQueued), slots: make(chan struct{}, hashesAtOnce)}
}

// turn waits for a slot. It returns the function that gives it back, or a problem with status 503.
func (p passwords) turn(ctx context.Context) (leave func(), err error) {
	busy := problem.New(http.StatusServiceUnavailable, "busy", "Too many people are signing in. Try again in a few seconds.")
	select {
	case p.queue <- struct{}{}:
	default:
		return nil, busy
	}
	patience := time.NewTimer(hashPatience)
	defer patience.Stop()
	select {
	case p.slots <- struct{}{}:
		return func() { <-p.slots; <-p.queue }, nil
	case <-patience.C:
		err = busy
	case <-ctx.Done():
		err = context.Cause(ctx)
	}
	<-p.queue
	return nil, err
}

// hash is the hash of a password that checkPassword has found nothing wrong with.
func (p passwords) hash(ctx context.Context, password string) (string, error) {
	leave, err := p.turn(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	hash, err := bcrypt.GenerateFromPassword([]byte(password), p.cost)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return string(hash), nil
}

// verify reports whether a password is the one that was hashed. An empty hash stands for a user who does not exist or
// has no password: it takes as long, and never matches.
func (p passwords) verify(ctx context.Context, hash, password string) (bool, error) {
	leave, err := p.turn(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	if hash == "" {
		_ = bcrypt.CompareHashAndPassword(nobodys(p.cost), []byte(password))
		return false, nil
	}
	err = bcrypt.CompareHashAndPassword([]byte(hash), []byte(password))
	if errors.Is(err, bcrypt.ErrMismatchedHashAndPassword) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("compare password: %w", err)
	}
	return true, nil
}

// nobodys is a well-formed hash of nobody's password.
func nobodys(cost int) []byte {
	return fmt.Appendf(nil, "$2a$%02d$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", cost)
}

var tooLong = fmt.Sprintf("Must have at most %d bytes (letters with accents take two or more).", MaxPassword)

// checkPassword says what is wrong with a password that somebody chose; "" where nothing is.
func checkPassword(name, password string) string {
	switch {
	case password == "":
		return "Is missing."
	case len(password) > MaxPassword:
		return tooLong
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return "Contains characters that cannot be used."
	case utf8.RuneCountInString(password) < MinPassword:
		return fmt.Sprintf("Must have at least %d characters.", MinPassword)
	case strings.EqualFold(password, name):
		return "Must not be the name."
	case strings.Count(password, password[:1]) == len(password):
		return "Must not be one character over and over."
	}
	return ""
}
