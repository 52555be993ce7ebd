package server

import (
	"context"
	"net/http"

	"github.com/mosswart/overlord/server/auth"
)

// exchange is what the layers of one request tell each other: the outer ones (log, metrics, errors) read what the
// inner ones (routing, access) find out. It belongs to the request's goroutine.
type exchange struct {
	id        string
	head      bool   // HEAD, answered by the GET route
	prefixed  bool   // came in under /api/ or /websocket/
	route     *Route // nil until routed, and where nothing matched
	principal auth.Principal
	hijacked  bool   // the connection is a socket's now
	path      string // as routed: without the prefix

	w http.ResponseWriter
	r *http.Request
}

type exchangeKey struct{}

func withExchange(ctx context.Context, x *exchange) context.Context {
	return context.WithValue(ctx, exchangeKey{}, x)
}

// exchangeFrom never returns nil: outside a request it is an empty one.
func exchangeFrom(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{}
}

// PrincipalFrom is who sent the request that ctx belongs to; Anonymous outside of requests.
func PrincipalFrom(ctx context.Context) auth.Principal { return exchangeFrom(ctx).principal }

// RequestID is the id of the request that ctx belongs to, or "".
func RequestID(ctx context.Context) string { return exchangeFrom(ctx).id }

// wire is the HTTP exchange behind an operation. An operation may read the request and set response headers; the body
// is written by its answer. Nil outside of requests.
func wire(ctx context.Context) (http.ResponseWriter, *http.Request) {
	x := exchangeFrom(ctx)
	return x.w, x.r
}
