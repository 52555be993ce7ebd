// Package auth knows who sends a request and who may sign in: session cookies that the Python service reads too, users and
// their sessions, passwords, second factors, one-time links, and the trust in callers on our own networks. It speaks
// net/http and ent; it knows nothing of routes or pages.
package auth

// Kind is what sort of caller a request has.
type Kind int

// The kinds of callers. The zero value is nobody.
const (
	Anonymous Kind = iota
	Internal       // a program on one of our own networks; may read
	User           // somebody who is signed in
)

// Principal is who sent a request. It is plain data; the zero value is nobody.
type Principal struct {
	Kind     Kind
	UserID   int    // of a User
	Username string // of a User
	// Admin is read from the user's row, never from the cookie.
	Admin bool
	// SessionID names the sign-in; "" for the cookies of the Python service, which have none.
	SessionID string
	// SecondFactor reports whether the user has one.
	SecondFactor bool
	// Key is the API key that a program of the user's sent; nil for people.
	Key *Key
}

// Key is an API key.
type Key struct {
	ID     string
	Scopes []string // what it may be used for
}
