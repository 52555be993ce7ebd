package server

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
)

// How a route is made
//
// Every route is registered in one of two ways, each with its Access level, from a method of *Server that build calls
// (registerAccount, registerUsers, …). A route that is added to Echo behind their back stops New.
//
// A JSON operation, whose handler is func(ctx context.Context, in *Input) (*Output, error):
//
//	operate(s, User, huma.Operation{
//		OperationID: "change-password", Method: http.MethodPost, Path: "/account/password", Tags: []string{"account"},
//		Summary: "Change your own password", DefaultStatus: http.StatusNoContent,
//	}, s.changePassword)
//
// Paths use {name}. Inputs and outputs are huma's: tags path, query, header and json, validation tags, a Body field, an
// output field Status int. Unknown body fields are refused. Errors are *fault.Error, or anything else: that is a 500 whose
// text goes to the log alone. Output types have names of their own, as the front end's types are made of them.
//
// Anything else (sockets, pages, forms, files), with an echo.HandlerFunc, which returns errors in the same way:
//
//	s.handle(Public, http.MethodGet, "/login", s.loginPage)
//
// A raw route that belongs in the OpenAPI document is described with s.describe. Both take options: pageRoute (a
// signed-out browser is sent to /login instead of a 401), socketRoute (no timeout, no compression, never HEAD),
// streamRoute (no timeout: the handler has its own), allowReadOnly (a write that works under READ_ONLY, as signing in does).
//
// PrincipalFrom(ctx) says who is asking, RequestID(ctx) which request it is; wire(ctx) is the HTTP request and response
// behind an operation, for cookies and addresses: set headers there, write no body. Handlers must not touch s.auth or the
// database while registering: the OpenAPI document is made from a Server that has neither. Path parameters arrive
// unescaped, /api/X as /X, and HEAD as GET. ETags and 304 are revalidate's, for every GET. A new route needs a row in routes_test.go, and make generate.

// Route is one route of the site. Path has its parameters in braces, as the OpenAPI document has.
type Route struct {
	Method string
	Path   string
	Access Access
	Socket bool // a WebSocket upgrade

	page        bool
	readOnlyToo bool
	stream      bool
	ownLimits   bool // its handler has limits and scopes of its own
}

type routeKey struct{ method, path string }

type routeOption func(*Route)

// pageRoute marks a page for people: a signed-out browser is led to /login.
func pageRoute(r *Route) { r.page = true }

// socketRoute marks a WebSocket.
func socketRoute(r *Route) { r.Socket = true }

// streamRoute marks an operation whose answer may be a stream of events: it times itself.
func streamRoute(r *Route) { r.stream = true }

// ownLimits marks a handler that bounds bodies and times itself, and knows what an API key may do there.
func ownLimits(r *Route) { r.ownLimits = true }

// allowReadOnly marks a write that stays possible under READ_ONLY.
func allowReadOnly(r *Route) { r.readOnlyToo = true }

// operate registers a JSON operation. See "How a route is made".
func operate[I, O any](s *Server, access Access, op huma.Operation, handler func(context.Context, *I) (*O, error), opts ...routeOption) {
	s.declare(access, op.Method, op.Path, opts)
	op.MaxBodyBytes = BodyLimit
	op.BodyReadTimeout = cmp.Or(op.BodyReadTimeout, 10*time.Second)
	op.Extensions = map[string]any{"x-access": access.String()}
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	op.Responses["default"] = s.problemResponse()
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			return nil, s.problemFor(ctx, err)
		}
		return out, nil
	})
}

// handle registers a raw Echo handler. See "How a route is made".
func (s *Server) handle(access Access, method, path string, h echo.HandlerFunc, opts ...routeOption) {
	s.declare(access, method, path, opts)
	s.echo.Add(method, echoPath(path), h)
}

// describe puts a raw route into the OpenAPI document. The route must be registered.
func (s *Server) describe(op huma.Operation) {
	route, ok := s.byKey[routeKey{op.Method, echoPath(op.Path)}]
	if !ok {
		panic(fmt.Sprintf("describe %s %s: no such route", op.Method, op.Path))
	}
	op.Extensions = map[string]any{"x-access": route.Access.String()}
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	op.Responses["default"] = s.problemResponse()
	s.api.OpenAPI().AddOperation(&op)
}

func (s *Server) declare(access Access, method, path string, opts []routeOption) *Route {
	route := &Route{Method: method, Path: path, Access: access}
	for _, o := range opts {
		o(route)
	}
	key := routeKey{method, echoPath(path)}
	if access.String() == Access(0).String() || s.byKey[key] != nil {
		panic(fmt.Sprintf("route %s %s: no access level, or registered twice", method, path))
	}
	s.byKey[key] = route
	s.routes = append(s.routes, route)
	return route
}

// Routes lists every route with its access level, sorted by path and method. The route of the app's pages, which
// answers what no other does, is GET /{page...}.
func (s *Server) Routes() []Route {
	out := make([]Route, 0, len(s.routes))
	for _, r := range s.routes {
		out = append(out, *r)
	}
	slices.SortFunc(out, func(a, b Route) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
	})
	return out
}

// undeclared lists routes that Echo has and s does not.
func (s *Server) undeclared() error {
	for _, r := range s.echo.Routes() {
		if s.byKey[routeKey{r.Method, r.Path}] == nil {
			return fmt.Errorf("route %s %s was registered without an access level", r.Method, r.Path)
		}
	}
	return nil
}

// echoPath turns {name} into :name and {name...} into *.
func echoPath(path string) string {
	if strings.HasSuffix(path, "...}") {
		return path[:strings.LastIndex(path, "{")] + "*"
	}
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}
