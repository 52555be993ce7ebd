package server

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/server/auth"
)

// Access says who may use a route. A route is registered with exactly one, and guard is the one place that enforces it.
type Access int

// The levels. The zero value is none of them, so that a forgotten level refuses everybody.
const (
	_            Access = iota
	Public              // anybody; the handler may still look at the principal
	Reader              // a signed-in user, or an internal caller
	User                // a signed-in user
	Admin               // a signed-in user who is an admin
	InternalOnly        // an internal caller
	Plugin              // the game's plugin; the ingest gateway checks its secret
)

// String is the level's name, as tests and the OpenAPI document (x-access) show it.
func (a Access) String() string {
	switch a {
	case Public:
		return "public"
	case Reader:
		return "reader"
	case User:
		return "user"
	case Admin:
		return "admin"
	case InternalOnly:
		return "internal"
	case Plugin:
		return "plugin"
	default:
		return "nobody"
	}
}

// check is nil when p may use a route of this level.
func (a Access) check(p auth.Principal) error {
	signedIn, internal := p.Kind == auth.User, p.Kind == auth.Internal
	switch {
	case a == Public, a == Plugin:
		return nil
	case a == Reader && (signedIn || internal):
		return nil
	case a == User && signedIn:
		return nil
	case a == Admin && signedIn && p.Admin:
		return nil
	case a == InternalOnly && internal:
		return nil
	case a == InternalOnly:
		return fault.New(fault.Forbidden, "Only programs on this machine may ask for this.")
	case signedIn:
		return fault.New(fault.Forbidden, "Only an admin may do this.")
	case internal:
		return fault.New(fault.Forbidden, "Only a signed-in user may do this.")
	default:
		return fault.New(fault.Unauthenticated, "Sign in first.")
	}
}

// guard runs after routing. It identifies the caller, puts the principal into the request's context, and refuses the
// request unless the route's declared level admits him. A request that no route answers goes to unrouted.
func (s *Server) guard(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		x := exchangeFrom(r.Context())
		route, ok := s.byKey[routeKey{r.Method, c.Path()}]
		if ok {
			x.route = route
		}
		if route == nil || route.Access != Plugin {
			var err error
			if x.principal, err = s.identify(r); err != nil {
				return err
			}
		}
		if route == nil {
			return s.unrouted(c, next)
		}
		if err := route.Access.check(x.principal); err != nil {
			if route.page && x.principal.Kind == auth.Anonymous && acceptsHTML(r) {
				return redirectToLogin(c)
			}
			return err
		}
		if err := checkScope(x.principal, route, r.Method); err != nil {
			return err
		}
		if s.options.ReadOnly && !route.readOnlyToo && !isSafe(r.Method) {
			return fault.New(fault.Unavailable, "The site is read-only for the moment.").WithKind("read-only")
		}
		if route.Socket && x.head {
			return echo.ErrMethodNotAllowed
		}
		if err := decodeParams(c); err != nil {
			return err
		}
		if !route.Socket && !route.ownLimits && !route.stream {
			ctx, cancel := context.WithTimeout(r.Context(), RequestTimeout)
			defer cancel()
			c.SetRequest(r.WithContext(ctx))
		}
		x.w, x.r = c.Response(), c.Request()
		return next(c)
	}
}

// isSafe tells the methods that change nothing.
func isSafe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}
