// Package resources puts the generated admin of this house together: the types that are generated from ent/schema, the
// store of roles, keys and history, and the house's own users. What the admin does with them is package admin's.
package resources

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/echoadmin"
	"github.com/mosswart/overlord/admin/melodylive"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/resource"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/server"
	"github.com/mosswart/overlord/server/auth"
)

// Options is what New puts together.
type Options struct {
	DB      *database.DB
	Auth    *auth.Service
	Version string
	// Site is asked for its health by the system page. It is called once the site serves.
	Site func() *server.Server
	Log  *slog.Logger
}

// Resources is the generated admin. It implements server.Resources, and is safe for concurrent use.
type Resources struct {
	admin *admin.Admin
	store *store.Store
	hub   *melodylive.Hub
	serve echo.HandlerFunc
}

// New opens the admin on a migrated database, and brings the tables of its own up to date.
func New(ctx context.Context, o Options) (*Resources, error) {
	registry := resource.New(o.DB.Ent, resource.WithTx(func(ctx context.Context, fn func(context.Context, *ent.Client) error) error {
		return o.DB.InTx(ctx, func(ctx context.Context, tx database.Tx) error { return fn(ctx, tx.Ent) })
	}))
	series, err := seriesTypes(ent.AdminDriver(o.DB.Ent))
	if err != nil {
		return nil, err
	}
	registry.Types = append(registry.Types, series...)
	kept, err := store.Open(ctx, registry, store.Options{
		Directory: directory{o.DB.Ent}, HostScopes: []string{server.ScopeRead, server.ScopeWrite, server.ScopeAdmin}, Logger: o.Log,
	})
	if err != nil {
		return nil, fmt.Errorf("open the admin's store: %w", err)
	}
	r := &Resources{store: kept, hub: melodylive.New(melodylive.Options{AllowedOrigin: o.Auth.SameOrigin, Logger: o.Log})}
	r.admin, err = admin.New(registry, admin.Options{
		Name: "Mosswart Overlord", Version: o.Version, Store: kept, Auth: signedIn, Live: r.hub,
		Address: func(req *http.Request) string { return o.Auth.ClientAddr(req).String() },
		Authorize: func(_ context.Context, by access.Principal, op string, t *meta.Type) error {
			return authorize(by, op, t.Slug)
		},
		Hooks: []admin.Hook{userHook(o.Auth)}, Actions: userActions(o.Auth), Publish: usersWritten(o.Auth),
		System: panels{o.Site, o.DB}.all(), Base: "/admin", API: "/api-admin/resources", Logger: o.Log,
	})
	if err != nil {
		return nil, err
	}
	r.serve = echoadmin.Handler(r.admin)
	return r, nil
}

// Run does the admin's work in the background until ctx ends.
func (r *Resources) Run(ctx context.Context) error {
	err := r.store.Run(ctx)
	if ctx.Err() != nil {
		err = nil // it says only that it was told to end
	}
	return errors.Join(err, r.admin.Close())
}

// ServeEcho implements server.Resources.
func (r *Resources) ServeEcho(c echo.Context) error { return r.serve(c) }

// CloseSockets implements server.Resources.
func (r *Resources) CloseSockets() { _ = r.hub.Close() } // it says only that it was closed already

// Identify implements server.Resources.
func (r *Resources) Identify(req *http.Request) (auth.Principal, bool, error) {
	p, err := r.store.Authenticate(req.Context(), req)
	if refused := (*problem.Problem)(nil); errors.As(err, &refused) {
		return auth.Principal{}, false, fault.New(fault.Unauthenticated, refused.Detail)
	}
	if p == nil || err != nil {
		return auth.Principal{}, false, err
	}
	id, err := strconv.Atoi(p.ID)
	if err != nil {
		return auth.Principal{}, false, fmt.Errorf("owner of an API key: %w", err)
	}
	return auth.Principal{Kind: auth.User, UserID: id, Username: p.Name, Admin: p.Superuser, Key: &auth.Key{ID: p.KeyID, Scopes: p.Scopes}}, true, nil
}

// signedIn is who the site says sent a request; API keys the admin knows by itself.
func signedIn(r *http.Request) (*access.Principal, error) {
	p := server.PrincipalFrom(r.Context())
	if p.Kind != auth.User || p.Key != nil {
		return nil, nil
	}
	return &access.Principal{ID: strconv.Itoa(p.UserID), Name: p.Username, Superuser: p.Admin, Via: "session"}, nil
}
