package admin

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/store"
)

// Options configure an [Admin]. Only Store is required.
type Options struct {
	Name    string // of the site, for the pages' head; "Admin"
	Version string // of the site, for its system page and its OpenAPI document; "0"

	// Store holds roles, keys, views, history and, where the host has no users of its own, users.
	Store *store.Store
	// Auth says who sent a request: nil, nil for nobody. An error that is no *problem.Problem is answered with 500.
	// nil: the store's users and their sessions. API keys are the store's in either case.
	Auth func(*http.Request) (*access.Principal, error)
	// Authorize may refuse what the caller's roles allow: op is "view", "create", "update", "delete", "export",
	// "import" or a custom action's name; where a change is to be undone, whatever that was. nil refuses nothing.
	Authorize func(ctx context.Context, by access.Principal, op string, t *meta.Type) error
	// TrustedOrigins are other sites whose pages may send writes, such as "https://example.org". A page of the same site
	// may always; what is the same site is told by Sec-Fetch-Site, else by comparing Origin with Host.
	TrustedOrigins []string
	// Address is where a request comes from, for rate limits; nil: r.RemoteAddr, an IPv6 address cut to its /64.
	Address func(*http.Request) string

	Hooks    []Hook     // see Before and After
	Actions  []Action   // beside create, update, delete, …
	Computed []Computed // values of the schemas' computed fields, see Compute
	System   []Panel    // of the system page

	// Publish is called after each commit, from the goroutine that committed: it must be quick.
	Publish func(change.Event)
	// Live carries changes and presence to the pages over a WebSocket; nil: the pages ask again instead.
	// Package melodylive has one.
	Live Live

	Base  string // path below which the pages are mounted, "/"
	API   string // path at which the pages find the API; Base + "/_api"
	Theme string // path of a style sheet that the pages load after their own; "" for none

	Limits Limits
	Logger *slog.Logger     // nil: slog.Default()
	Now    func() time.Time // nil: time.Now
}

// Limits are what the admin takes from one caller. A zero means the default, which stands beside it.
type Limits struct {
	Read    Rate // of each user, and each API key: 100 a second, 300 at once
	Write   Rate // likewise: 50 a second, 150 at once
	Refused Rate // of one address, requests from nobody: sign-ins and what is answered 401. 1 a second, 30 at once

	Body       int64         // bytes of a JSON body; 1 MiB
	Import     int64         // bytes of an import; 64 MiB
	Timeout    time.Duration // of one request; 30 s. Exports, imports, jobs and sockets have longer, see JobTimeout
	JobTimeout time.Duration // 15 min
}

func (o *Options) withDefaults() {
	o.Name = cmp.Or(o.Name, "Admin")
	o.Version = cmp.Or(o.Version, "0")
	o.API = cmp.Or(o.API, strings.TrimSuffix(o.Base, "/")+"/_api")
	if o.Address == nil {
		o.Address = peer
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	l := &o.Limits
	l.Read = cmp.Or(l.Read, Rate{PerSecond: 100, Burst: 300})
	l.Write = cmp.Or(l.Write, Rate{PerSecond: 50, Burst: 150})
	l.Refused = cmp.Or(l.Refused, Rate{PerSecond: 1, Burst: 30})
	l.Body = cmp.Or(l.Body, 1<<20)
	l.Import = cmp.Or(l.Import, 64<<20)
	l.Timeout = cmp.Or(l.Timeout, 30*time.Second)
	l.JobTimeout = cmp.Or(l.JobTimeout, 15*time.Minute)
}

// Panel is one part of the system page. Whoever may see the page sees all of it, so Load must not answer secrets.
type Panel struct {
	Name  string // unique
	Title string
	Load  func(ctx context.Context) (PanelBody, error)
}

// PanelBody is what a panel shows: exactly one of its members.
type PanelBody struct {
	Facts   [][2]string `json:"facts,omitempty"` // names and values
	Columns []string    `json:"columns,omitempty"`
	Rows    [][]string  `json:"rows,omitempty"`
	Text    string      `json:"text,omitempty"`
}
