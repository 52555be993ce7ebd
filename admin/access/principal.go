// Package access decides who may do what: principals hold roles, roles are made of grants, and a Policy turns the
// two into the Rights that a principal has on one type. It keeps nothing and speaks no HTTP.
//
// Rights only ever add up: another role never takes a right away, and the scopes of an API key never give one.
package access

import (
	"context"
	"slices"
	"strings"
)

// Principal is who sends a request. It is plain data; who makes one has proved that it is true.
type Principal struct {
	ID    string // the user's, "" for nobody
	Name  string // for people to read
	Roles []string
	// Superuser may do everything, and alone may impersonate.
	Superuser bool
	// Scopes narrow what the roles give, where the request came with an API key: "books:view", "books:*", "*:view",
	// or one of the host's own. nil narrows nothing; an empty list leaves nothing.
	Scopes []string
	// Via is how the request proved who sends it: "session" or "key", or whatever the host calls its own way.
	Via string
	// KeyID is the API key's, "" without one.
	KeyID string
	// Impersonator is the superuser who acts as this principal, nil mostly.
	Impersonator *Principal
}

// Vars are the values of the variables in row filters: $me and $name.
func (p Principal) Vars() map[string]string {
	return map[string]string{"me": p.ID, "name": p.Name}
}

type contextKey struct{}

// NewContext returns a context that carries p.
func NewContext(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, contextKey{}, p)
}

// FromContext returns the principal that ctx carries; false where it carries none.
func FromContext(ctx context.Context) (Principal, bool) {
	p, ok := ctx.Value(contextKey{}).(Principal)
	return p, ok
}

// Allows reports whether p's scopes leave one of the host's own, such as "site:read": it is among them, or all of its
// subject is, as "site:*". It says nothing about what p may do there otherwise.
func Allows(p Principal, scope string) bool {
	if p.Scopes == nil {
		return true
	}
	subject, _, _ := strings.Cut(scope, ":")
	return slices.Contains(p.Scopes, scope) || slices.Contains(p.Scopes, subject+":*")
}

// leaves reports whether p's scopes leave an action on a type.
func leaves(scopes []string, slug, action string) bool {
	if scopes == nil {
		return true
	}
	for _, scope := range scopes {
		subject, verb, _ := strings.Cut(scope, ":")
		if (subject == slug || subject == Any && !special(slug)) && (verb == action || verb == Any) {
			return true
		}
	}
	return false
}
