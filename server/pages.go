package server

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"
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

// unrouted answers what no route does.
func (s *Server) unrouted(c echo.Context, next echo.HandlerFunc) error {
	return next(c)
}
