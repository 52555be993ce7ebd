//go:generate go run ./openapi ../frontend/src/api/openapi.json

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
	"net/netip"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

	"github.com/mosswart/overlord/ingest"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/live"
	"github.com/mosswart/overlord/server/auth"
	"github.com/mosswart/overlord/server/suits"
)

// Options is what New puts together.
type Options struct {
	DB        *database.DB
	Auth      *auth.Service
	Hub       *live.Hub // New connects it with the Commander and the Gateway
	Gateway   Gateway
	Series    Series    // nil: the routes that read it answer 503, and counts of hours are empty
	Journal   Journal   // nil: there is none
	Writer    Writer    // nil: there is none
	Alerts    Alerts    // nil: nobody watches over the guild
	Resources Resources // the generated admin; nil: there is none, and no API keys
	Static    fs.FS     // the tree of package static
	Icons     fs.FS     // the game's icons as PNG files; nil: there are none
	// IssuesFile is where the guild's board is kept as a flat file too; "": nowhere
	IssuesFile string
	Log        *slog.Logger
	Metrics    *prometheus.Registry

	Version string // CalVer with the short hash; "" means dev

	ReadOnly         bool   // refuse writes with 503
	InternalCommands bool   // internal callers may command characters
	PublicURL        string // the site's own address; https there turns HSTS on

	Now func() time.Time // nil means time.Now

	gate gate // tests' own; nil means Auth
}

// Gateway is the plugins' end, as ingest.Gateway is.
type Gateway interface {
	http.Handler // GET /ws/position; blocks as long as the socket is open
	Plugins
	live.Plugins
	Status() ingest.Status
	Close(ctx context.Context) error
}

// gate is what the edge asks about every request. auth.Service is one.
type gate interface {
	Identify(r *http.Request) auth.Principal
	CrossOrigin(r *http.Request) bool
	ClientAddr(r *http.Request) netip.Addr
}

// Server answers every HTTP request of the site. It is safe for concurrent use; make it with New.
type Server struct {
	options   Options
	auth      *auth.Service
	gate      gate
	log       *slog.Logger
	now       func() time.Time
	startedAt time.Time

	echo    *echo.Echo
	api     huma.API
	routes  []*Route
	app     *Route // the pages of the app, behind all other routes
	byKey   map[routeKey]*Route
	handler http.Handler
	metrics *httpMetrics

	errands   sync.WaitGroup
	totals    *totalsCache
	tells     *tellRights
	ping      *errand
	commander *Commander
	suits     *suits.Service
	issues    *issuesFile
}

// New builds the server. It starts no goroutines.
func New(o Options) (*Server, error) {
	for name, missing := range map[string]bool{
		"DB": o.DB == nil, "Auth": o.Auth == nil, "Hub": o.Hub == nil,
		"Gateway": o.Gateway == nil, "Static": o.Static == nil, "Log": o.Log == nil, "Metrics": o.Metrics == nil,
	} {
		if missing {
			return nil, fmt.Errorf("server: Options.%s is missing", name)
		}
	}
	s, err := build(o)
	if err != nil {
		return nil, err
	}
	o.Hub.Connect(s.commander, o.Gateway)
	return s, nil
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
		options: o, auth: o.Auth, gate: o.gate, log: o.Log, now: o.Now, startedAt: o.Now().UTC(),
		echo: echo.New(), byKey: map[routeKey]*Route{},
	}
	if s.gate == nil {
		s.gate = o.Auth
	}
	if o.DB != nil {
		s.totals = newTotalsCache(o.DB.Ent, o.Now, o.Log, &s.errands)
		s.tells = newTellRights(o.DB.Ent, o.Now, o.Log, &s.errands)
		s.suits = suits.New(suits.Options{DB: o.DB, ReadOnly: o.ReadOnly, Log: o.Log, Now: o.Now})
		s.ping = newErrand(&s.errands, o.DB.SQL.PingContext)
	}
	s.commander = &Commander{
		db: o.DB, plugins: o.Gateway, internal: o.InternalCommands, readOnly: o.ReadOnly, log: o.Log, now: o.Now,
		limiters: map[int]*rate.Limiter{},
	}
	s.echo.HideBanner = true
	s.echo.HTTPErrorHandler = s.writeError
	s.echo.IPExtractor = echo.ExtractIPDirect()
	s.echo.Use(s.recovered, s.guard)
	s.api = humaecho.New(s.echo, apiConfig())

	s.registerVersion()
	s.registerHealth()
	s.registerLogin()
	s.registerLogout()
	s.registerMe()
	s.registerAccountPassword()
	s.registerAccountSessions()
	s.registerAccountTOTP()
	s.registerUsers()
	s.registerInvitations()
	s.registerInvite()
	s.registerLive()
	s.registerCharacters()
	s.registerOwners()
	s.registerCommandLog()
	s.registerStats()
	s.registerCharacterStats()
	s.registerCombatStats()
	s.registerTotals()
	s.registerVitals()
	s.registerCantrips()
	s.registerNearby()
	s.registerChat()
	s.registerQuests()
	s.registerTrails()
	s.registerPast()
	s.registerHistory()
	s.registerSpawns()
	s.registerDungeonMap()
	s.registerServerHealth()
	s.registerRares()
	s.registerDeaths()
	s.registerPortals()
	s.registerAlerts()
	s.registerIssues()
	s.registerSearchItems()
	s.registerGameLists()
	s.registerSavedSearches()
	s.registerPreferences()
	s.registerIcons()
	s.registerInventories()
	s.registerInventory()
	s.registerInventoryChanges()
	s.registerInventorySearch()
	s.registerSuitBuilder()
	s.registerSockets()
	s.registerResources()
	if err := s.registerFiles(); err != nil {
		return nil, err
	}
	if err := s.registerDocs(); err != nil {
		return nil, err
	}
	s.app = &Route{Method: http.MethodGet, Path: appRoute, Access: Reader, page: true}
	s.routes = append(s.routes, s.app)

	if err := s.undeclared(); err != nil {
		return nil, err
	}
	var err error
	if s.metrics, err = newHTTPMetrics(o.Metrics); err != nil {
		return nil, fmt.Errorf("server: register metrics: %w", err)
	}
	if s.handler, err = s.edge(s.echo); err != nil {
		return nil, fmt.Errorf("server: build the edge: %w", err)
	}
	return s, nil
}

// Suits runs the suit builder's searches. Its Run keeps their table; Shutdown ends it.
func (s *Server) Suits() *suits.Service { return s.suits }

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// edge is every layer around routing, the outermost last.
func (s *Server) edge(routed http.Handler) (http.Handler, error) {
	h, err := compress(revalidate(routed))
	if err != nil {
		return nil, err
	}
	h = s.crossOrigin(h)
	h = s.limitBody(h)
	h = stripPrefix(h)
	h = s.secureHeaders(h)
	return s.observe(h), nil
}
