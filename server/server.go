// Package server is the site's edge: it answers HTTP for browsers and hands sockets to the live hub and the ingest
// gateway. Handlers are thin: one file a route or family of routes, named after it. How a route is registered is told
// in register.go, who may use it in access.go, how errors look in problem.go.
package server

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/mosswart/overlord/server/auth"
)

// Identifier tells who sent a request. It is safe for concurrent use and quick: it is asked for every request.
type Identifier interface {
	Identify(r *http.Request) auth.Principal
}

// Options is what New puts together.
type Options struct {
	Auth    Identifier
	Static  fs.FS // the tree of package static
	Log     *slog.Logger
	Metrics *prometheus.Registry

	Version string // CalVer with the short hash; "" means the build's own

	ReadOnly  bool   // refuse writes with 503
	PublicURL string // the site's own address; https there turns HSTS on

	Now func() time.Time // nil means time.Now
}

// Server answers every HTTP request of the site. It is safe for concurrent use; make it with New.
type Server struct {
	options   Options
	auth      Identifier
	log       *slog.Logger
	now       func() time.Time
	startedAt time.Time

	echo    *echo.Echo
	api     huma.API
	routes  []*Route
	byKey   map[routeKey]*Route
	handler http.Handler
}

// New builds the server. It starts no goroutines.
func New(o Options) (*Server, error) {
	for name, missing := range map[string]bool{
		"Auth": o.Auth == nil, "Static": o.Static == nil, "Log": o.Log == nil, "Metrics": o.Metrics == nil,
	} {
		if missing {
			return nil, fmt.Errorf("server: Options.%s is missing", name)
		}
	}
	return build(o)
}

// build does New's work without asking for the parts, which only a request needs.
func build(o Options) (*Server, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Metrics == nil {
		o.Metrics = prometheus.NewRegistry()
	}
	s := &Server{
		options: o, auth: o.Auth, log: o.Log, now: o.Now, startedAt: o.Now().UTC(),
		echo: echo.New(), byKey: map[routeKey]*Route{},
	}
	s.echo.HideBanner = true
	s.echo.HTTPErrorHandler = s.writeError
	s.echo.IPExtractor = echo.ExtractIPDirect()
	s.echo.Use(s.guard)
	s.api = humaecho.New(s.echo, apiConfig())

	s.registerVersion()

	if err := s.undeclared(); err != nil {
		return nil, err
	}
	s.handler = s.edge(s.echo)
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// edge is every layer around routing, outermost first.
func (s *Server) edge(routed http.Handler) http.Handler {
	return routed
}

// registerVersion is GET /api-version.
func (s *Server) registerVersion() {
	build := readBuild(s.options.Version)
	started := s.startedAt.Truncate(time.Second)
	operate(s, Public, huma.Operation{
		OperationID: "version", Method: http.MethodGet, Path: "/api-version",
		Summary: "Which build is running, and since when", Tags: []string{"site"},
	}, func(context.Context, *struct{}) (*versionOutput, error) {
		return &versionOutput{Body: Version{Version: build.version, Commit: build.commit, Go: build.goVersion, StartedAt: started}}, nil
	})
}

// Version says which build is running.
type Version struct {
	Version   string    `json:"version" doc:"YYYY.M.D.HHMM-shorthash, or dev" example:"2026.6.24.1750-1a2b3c4"`
	Commit    string    `json:"commit" doc:"git commit, empty where the build does not know it"`
	Go        string    `json:"go" example:"go1.26.8"`
	StartedAt time.Time `json:"started_at"`
}

type versionOutput struct{ Body Version }

type buildFacts struct{ version, commit, goVersion string }

func readBuild(version string) buildFacts {
	b := buildFacts{version: version}
	if info, ok := debug.ReadBuildInfo(); ok {
		b.goVersion = info.GoVersion
		for _, kv := range info.Settings {
			if kv.Key == "vcs.revision" {
				b.commit = kv.Value
			}
		}
	}
	if b.version == "" {
		b.version = "dev"
	}
	return b
}
