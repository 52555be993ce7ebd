// Package admin is the run time of a generated admin: [New] turns what the extension generated for an ent project, its
// [entity.Registry], into one http.Handler with everything that an admin needs, and another with its pages.
//
//	st, err := store.Open(ctx, registry, store.Options{})
//	…
//	a, err := admin.New(registry, admin.Options{Store: st})
//	…
//	mux.Handle("/api/", http.StripPrefix("/api", a))
//	mux.Handle("/", a.Pages())
//
// The API speaks JSON; errors are RFC 9457 problem+json. Who asks is decided by Options.Auth or by the store's users and
// keys, what they may do by the store's roles. All writes are recorded, and most can be undone.
package admin

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/store"
	"github.com/mosswart/overlord/admin/storeweb"
	"github.com/mosswart/overlord/admin/transfer"
	"github.com/mosswart/overlord/admin/ui"
)

// Admin answers the admin's requests. It is an http.Handler, and is safe for concurrent use.
type Admin struct {
	o        Options
	reg      *entity.Registry
	bySlug   map[string]*entity.Type
	store    *store.Store
	web      *storeweb.Web
	queries  *query.Compiler
	changes  *change.Engine
	jobs     *change.Jobs
	importer *transfer.Importer
	actions  map[string][]Action
	computed map[string]map[string]func(any) any

	routes                 []route
	crossOrigin            *http.CrossOriginProtection
	reads, writes, refused *limiter
}

// New makes an admin for a project's types. It refuses options that do not fit them: hooks, actions and computed fields
// of types that are not there. Close it at the end; the store remains the caller's to close.
func New(reg *entity.Registry, o Options) (*Admin, error) {
	if o.Store == nil {
		return nil, errors.New("admin: Options.Store is missing")
	}
	o.withDefaults()
	a := &Admin{
		o: o, reg: reg, store: o.Store, bySlug: make(map[string]*entity.Type, len(reg.Types)),
		queries: query.New(reg), jobs: change.NewJobs(o.Now), crossOrigin: http.NewCrossOriginProtection(),
		reads: newLimiter(o.Limits.Read), writes: newLimiter(o.Limits.Write), refused: newLimiter(o.Limits.Refused),
	}
	for _, t := range reg.Types {
		a.bySlug[t.Slug] = t
	}
	for _, origin := range o.TrustedOrigins {
		if err := a.crossOrigin.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("admin: %w", err)
		}
	}
	var err error
	if a.computed, err = computedBySlug(reg, o.Computed); err != nil {
		return nil, fmt.Errorf("admin: %w", err)
	}
	if a.actions, err = actionsBySlug(reg, o.Actions); err != nil {
		return nil, fmt.Errorf("admin: %w", err)
	}
	hooks, err := changeHooks(reg, o.Hooks)
	if err != nil {
		return nil, fmt.Errorf("admin: %w", err)
	}
	a.changes = change.New(reg, o.Store, change.Options{Hooks: hooks, Publish: a.publish, Now: o.Now, Logger: o.Logger})
	a.importer = transfer.NewImporter(reg, a.queries, a.changes, a.accessOf, a.store.Rights)
	names := map[string][]string{}
	for slug, actions := range a.actions {
		for _, action := range actions {
			names[slug] = append(names[slug], action.Name)
		}
	}
	o.Store.DeclareActions(names)
	a.web = storeweb.New(o.Store, storeweb.Options{Logger: o.Logger})
	a.routes = a.newRoutes()
	return a, nil
}

// Close cancels the jobs that still run, and waits for them.
func (a *Admin) Close() error {
	a.jobs.Close()
	return nil
}

func (a *Admin) publish(e change.Event) {
	if a.o.Live != nil {
		a.o.Live.Publish(e)
	}
	if a.o.Publish != nil {
		a.o.Publish(e)
	}
}

// Pages serves the admin's pages; it expects paths that begin with Options.Base.
func (a *Admin) Pages() http.Handler {
	return ui.Handler(ui.Options{API: a.o.API, Base: a.o.Base, Theme: a.o.Theme})
}

// accessOf is what queries of somebody see, beyond one request.
func (a *Admin) accessOf(by access.Principal) query.Access {
	c := caller{a: a, ctx: context.Background(), by: by}
	return c.access()
}
