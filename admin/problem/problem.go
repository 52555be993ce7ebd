// Package problem is the one form in which the admin reports that it will not do what was asked: RFC 9457
// problem+json, with the fields or rows at fault named. What is in a Problem is fit for whoever asked; a cause that
// is not stays in Cause, for the log alone.
package problem

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
)

// Problem is an error with an HTTP status. The zero Code follows the status.
type Problem struct {
	Status int               `json:"status"`
	Title  string            `json:"title"`
	Code   string            `json:"code,omitempty"`   // for programs: "stale", "unknown_field"
	Detail string            `json:"detail,omitempty"` // one sentence that says what to do about it
	Errors map[string]string `json:"errors,omitempty"` // field or edge, or "row 12: field", and what is wrong with it
	Extra  map[string]any    `json:"-"`                // members beside the standard ones, such as base, theirs, yours
	Cause  error             `json:"-"`                // for the log
}

// New is a problem with a status, a code and a sentence.
func New(status int, code, format string, args ...any) *Problem {
	return &Problem{Status: status, Title: http.StatusText(status), Code: code, Detail: fmt.Sprintf(format, args...)}
}

// Fields is 422 with what is wrong with each field.
func Fields(errs map[string]string) *Problem {
	p := New(http.StatusUnprocessableEntity, "invalid", "Some fields are not valid.")
	p.Errors = errs
	return p
}

// Field is Fields with one field.
func Field(name, format string, args ...any) *Problem {
	return Fields(map[string]string{name: fmt.Sprintf(format, args...)})
}

// NotFound is 404 for something: "user 7".
func NotFound(what string) *Problem {
	return New(http.StatusNotFound, "not_found", "There is no %s.", what)
}

// Forbidden is 403; what is an infinitive: "delete users".
func Forbidden(what string) *Problem {
	return New(http.StatusForbidden, "forbidden", "You may not %s.", what)
}

// Internal is 500; the cause goes to the log.
func Internal(cause error) *Problem {
	p := New(http.StatusInternalServerError, "internal", "Something failed on the server; nothing was changed.")
	p.Cause = cause
	return p
}

// Of is err as a problem: itself where it is or wraps one, else Internal.
func Of(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return Internal(err)
}

// Error implements error.
func (p *Problem) Error() string {
	if p.Cause != nil {
		return fmt.Sprintf("%d %s: %v", p.Status, p.Code, p.Cause)
	}
	return fmt.Sprintf("%d %s: %s %v", p.Status, p.Code, p.Detail, p.Errors)
}

// Unwrap is the cause.
func (p *Problem) Unwrap() error { return p.Cause }

// MarshalJSON implements json.Marshaler: the standard members and those of Extra.
func (p *Problem) MarshalJSON() ([]byte, error) {
	members := map[string]any{"type": "about:blank", "status": p.Status, "title": p.Title}
	maps.Copy(members, p.Extra)
	if p.Code != "" {
		members["code"] = p.Code
	}
	if p.Detail != "" {
		members["detail"] = p.Detail
	}
	if len(p.Errors) > 0 {
		members["errors"] = p.Errors
	}
	return json.Marshal(members)
}

// Write answers a request with the problem.
func (p *Problem) Write(w http.ResponseWriter) {
	body, err := json.Marshal(p)
	if err != nil {
		body = []byte(`{"type":"about:blank","status":500,"title":"Internal Server Error"}`)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_, _ = w.Write(body) // the client is gone when this fails
}
