package server

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/server/auth"
)

// resourcesPath is where the generated admin's API is.
const resourcesPath = "/api-admin/resources/"

// Scopes of API keys for the site's own routes. What a key may do in the generated admin, other scopes say.
const (
	ScopeRead  = "site:read"  // GET
	ScopeWrite = "site:write" // everything else
	ScopeAdmin = "site:admin" // beside one of the two: the routes that only admins may use
)

// Resources is the generated admin, as package resources puts it together.
type Resources interface {
	// ServeEcho answers everything below resourcesPath.
	ServeEcho(c echo.Context) error
	// Identify is the user whose API key a request brings; ok is false where it brings none.
	Identify(r *http.Request) (p auth.Principal, ok bool, err error)
	// CloseSockets closes the sockets of the admin's pages.
	CloseSockets()
}

// registerResources is the generated admin, /api-admin/resources/…. It has its own rights and limits, and tells by the
// request's principal who is there.
func (s *Server) registerResources() {
	serve := func(c echo.Context) error {
		if s.options.Resources == nil {
			return echo.ErrNotFound
		}
		return s.options.Resources.ServeEcho(c)
	}
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		s.handle(User, method, resourcesPath+"{path...}", serve, ownLimits)
	}
	s.handle(User, http.MethodGet, resourcesPath+"_live", serve, socketRoute, ownLimits)
}

// identify tells who sent a request: the owner of its API key, else whoever the gate says. A key that is not valid is an
// error, so that a program with a wrong key does not go on as somebody else.
func (s *Server) identify(r *http.Request) (auth.Principal, error) {
	if s.options.Resources != nil {
		if p, ok, err := s.options.Resources.Identify(r); ok || err != nil {
			return p, err
		}
	}
	return s.gate.Identify(r), nil
}

// checkScope is nil where p was not identified by an API key, and where the key's scopes cover the route.
func checkScope(p auth.Principal, route *Route, method string) error {
	if p.Key == nil || route.Access == Public || route.ownLimits {
		return nil
	}
	needed := []string{ScopeWrite}
	if isSafe(method) && !route.Socket {
		needed = []string{ScopeRead}
	}
	if route.Access == Admin {
		needed = append(needed, ScopeAdmin)
	}
	for _, scope := range needed {
		if !slices.Contains(p.Key.Scopes, scope) {
			return fault.New(fault.Forbidden, "This API key lacks the scope "+scope+".").WithKind("scope")
		}
	}
	return nil
}
