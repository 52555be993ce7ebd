// Package fault is the house's one domain error: a code that says what kind of thing went wrong, a message that is
// safe to show to whoever asked, messages for single input fields, and a cause that is for the log alone.
//
// Code that knows why something failed returns a *Error; the server maps its Code to an HTTP status in one place.
// Any other error is treated as Internal: its text never reaches a client.
package fault

import (
	"errors"
	"maps"
	"time"
)

// Code is the kind of a fault.
type Code int

// The kinds of faults. The server's problem.go maps each to one HTTP status.
const (
	Internal        Code = iota // something of ours broke; the message shown is always the same
	Malformed                   // the request could not be read at all
	Invalid                     // the request was read, and a value in it is not acceptable
	Unauthenticated             // the caller must sign in (or sign in again, or give a second factor)
	Forbidden                   // the caller is known and may not
	NotFound                    // there is no such thing
	Conflict                    // the state of things does not allow it
	Gone                        // there was such a thing, and it will not come back
	TooLarge                    // the request is larger than allowed
	TooMany                     // too many attempts; RetryAfter says when to come again
	Unavailable                 // a part we need is away, or writes are switched off
)

// Error is one fault. Build it with New, Field or Wrap and refine it with the With methods, which return copies.
type Error struct {
	Code    Code
	Message string            // safe to show; one sentence
	Fields  map[string]string // input field → what is wrong with it
	// Kind tells faults of one Code apart for programs; it becomes the last element of the problem's type, as in
	// "/problems/totp-required". Empty means that the status says enough.
	Kind       string
	RetryAfter time.Duration // how long to wait, with TooMany and Unavailable; rounded up to seconds
	Cause      error         // for the log only
}

// Error is the message and, for logs, the cause. It must not be shown to a client; Message may be.
func (e *Error) Error() string {
	if e.Cause == nil {
		return e.Message
	}
	return e.Message + ": " + e.Cause.Error()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// New is a fault with a message that is safe to show.
func New(code Code, message string) *Error { return &Error{Code: code, Message: message} }

// Field is an Invalid fault of one input field. The message is used for the field and as a whole.
func Field(field, message string) *Error {
	return &Error{Code: Invalid, Message: message, Fields: map[string]string{field: message}}
}

// Wrap is a fault with a cause, which goes to the log.
func Wrap(cause error, code Code, message string) *Error {
	return &Error{Code: code, Message: message, Cause: cause}
}

// WithField returns a copy that also says what is wrong with one field.
func (e *Error) WithField(field, message string) *Error {
	c := *e
	c.Fields = maps.Clone(e.Fields)
	if c.Fields == nil {
		c.Fields = map[string]string{}
	}
	c.Fields[field] = message
	return &c
}

// WithKind returns a copy with the Kind.
func (e *Error) WithKind(kind string) *Error {
	c := *e
	c.Kind = kind
	return &c
}

// WithRetryAfter returns a copy that says when to come again.
func (e *Error) WithRetryAfter(d time.Duration) *Error {
	c := *e
	c.RetryAfter = d
	return &c
}

// CodeOf is the code of the first *Error in err's chain, Internal where there is none.
func CodeOf(err error) Code {
	var f *Error
	if errors.As(err, &f) {
		return f.Code
	}
	return Internal
}
