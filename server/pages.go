package server

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/server/auth"
)

// acceptsHTML tells a browser that opens a page from a program that asks for data: text/html is named, not just */*.
func acceptsHTML(r *http.Request) bool {
	for _, accept := range r.Header.Values("Accept") {
		if strings.Contains(accept, "text/html") {
			return true
		}
	}
	return false
}

// redirectToLogin leads a signed-out browser to the form, which leads back.
func redirectToLogin(c echo.Context) error {
	target := "/login"
	if next := c.Request().URL.RequestURI(); next != "/" && strings.HasPrefix(next, "/") && !strings.HasPrefix(next, "//") && !strings.Contains(next, `\`) {
		target += "?next=" + url.QueryEscape(next)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return c.Redirect(http.StatusSeeOther, target)
}

// decodeParams unescapes path parameters where Echo matched the escaped path, so that handlers always see plain text.
func decodeParams(c echo.Context) error {
	if c.Request().URL.RawPath == "" {
		return nil
	}
	values := c.ParamValues()
	for i, v := range values {
		plain, err := url.PathUnescape(v)
		if err != nil {
			return echo.ErrNotFound
		}
		values[i] = plain
	}
	c.SetParamValues(values...)
	return nil
}

// appRoute is how the pages of the app appear among the routes: they answer every GET for HTML that no route does.
const appRoute = "/{page...}"

// unrouted answers what no route does: a page of the app for a browser that opens one, else Echo's 404 or 405.
func (s *Server) unrouted(c echo.Context, next echo.HandlerFunc) error {
	err := next(c)
	r, x := c.Request(), exchangeFrom(c.Request().Context())
	if !errors.Is(err, echo.ErrNotFound) || r.Method != http.MethodGet || x.prefixed || !acceptsHTML(r) {
		return err
	}
	x.route = s.app
	if refused := s.app.Access.check(x.principal); refused != nil {
		if x.principal.Kind == auth.Anonymous {
			return redirectToLogin(c)
		}
		return refused
	}
	index, err := fs.ReadFile(s.options.Static, "app/index.html")
	if errors.Is(err, fs.ErrNotExist) {
		index, err = templates.ReadFile("templates/unbuilt.html")
	}
	if err != nil {
		return fmt.Errorf("read the app's page: %w", err)
	}
	return writeFile(c, file{name: "index.html", content: index, cache: cacheRevalidate})
}
