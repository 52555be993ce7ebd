package server

import (
	"context"

	"github.com/mosswart/overlord/server/auth"
)

// exchange is what the layers of one request tell each other: the outer ones (log, metrics, errors) read what the
// inner ones (routing, access) find out. It belongs to the request's goroutine.
type exchange struct {
	id        string
	prefixed  bool   // came in under /api/ or /websocket/
	route     *Route // nil until routed, and where nothing matched
	principal auth.Principal
	hijacked  bool
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
