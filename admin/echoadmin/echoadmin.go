// Package echoadmin mounts an admin in an Echo server.
package echoadmin

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/admin"
)

// Mount serves the API of a at the root of group, behind the group's middleware:
//
//	echoadmin.Mount(e.Group("/admin/_api"), a)
//
// Middleware that cuts requests off after a while, or holds answers back, must leave _live, _export and _import alone.
func Mount(group *echo.Group, a *admin.Admin) {
	group.Any("/*", Handler(a))
}

// Handler is what Mount registers, for a host that registers its routes itself: on a route that ends with *. h, such as
// an *admin.Admin, sees the path that the * stands for.
func Handler(h http.Handler) echo.HandlerFunc {
	return func(c echo.Context) error {
		serve(c, h)
		return nil
	}
}

// MountPages serves the pages of a at the root of group, whose path is the admin's Options.Base.
func MountPages(group *echo.Group, a *admin.Admin) {
	pages := echo.WrapHandler(a.Pages())
	group.GET("", pages)
	group.GET("/*", pages)
}

// serve calls h with what the route's * stands for as its path, escaped as it came.
func serve(c echo.Context, h http.Handler) {
	r := c.Request()
	depth := strings.Count(strings.TrimSuffix(c.Path(), "*"), "/")
	rest := r.URL.EscapedPath()
	for range depth {
		_, rest, _ = strings.Cut(rest, "/")
	}
	inner := r.Clone(r.Context())
	inner.URL.RawPath = "/" + rest
	if path, err := url.PathUnescape(inner.URL.RawPath); err == nil {
		inner.URL.Path = path
	}
	h.ServeHTTP(c.Response(), inner)
}
