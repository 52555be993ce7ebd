package server

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"math"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/internal/fault"
)

//go:embed templates/form.html templates/login.html templates/invite.html
var formTemplates embed.FS

// formPage is what the pages with a form show: signing in, and using a one-time link. They work without JavaScript.
type formPage struct {
	Title   string
	Version string
	Action  string // where the form goes

	Alert  string            // above the form
	Errors map[string]string // below its fields

	Username string
	Fixed    bool // the name is not to choose
	Next     string
	Remember bool
	Pending  string // the password was right; a code is missing
	AskCode  bool
	Kind     string // of a link
	Gone     bool   // the link does not work
}

// writeForm answers with a page.
func (s *Server) writeForm(c echo.Context, status int, name string, page formPage) error {
	t, err := template.ParseFS(formTemplates, "templates/form.html", "templates/"+name)
	if err != nil {
		return fmt.Errorf("read the template of %s: %w", name, err)
	}
	page.Version = readBuild(s.options.Version).version
	var out bytes.Buffer
	if err := t.ExecuteTemplate(&out, "form.html", page); err != nil {
		return fmt.Errorf("render %s: %w", name, err)
	}
	return c.HTMLBlob(status, out.Bytes())
}

// blame puts what went wrong into the page and returns the status. ok is false for errors that are not the user's: those
// are not shown in a form.
func (p *formPage) blame(c echo.Context, err error) (status int, ok bool) {
	var f *fault.Error
	if !errors.As(err, &f) || f.Code == fault.Internal {
		return 0, false
	}
	p.Alert, p.Errors = f.Message, f.Fields
	if slices.Contains(slices.Collect(maps.Values(f.Fields)), f.Message) || f.Code == fault.Invalid && len(f.Fields) > 0 {
		p.Alert = "" // the fields say it
	}
	if f.RetryAfter > 0 {
		c.Response().Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(f.RetryAfter.Seconds()))))
	}
	return statusOf(f.Code), true
}

// isForm tells a form that a browser posted from a program's JSON.
func isForm(r *http.Request) bool { return mediaType(r) == "application/x-www-form-urlencoded" }

func mediaType(r *http.Request) string {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

// parseForm reads a posted form; its fields are in r.PostForm then.
func parseForm(r *http.Request) error {
	var tooLarge *http.MaxBytesError
	err := r.ParseForm()
	if err != nil && !errors.As(err, &tooLarge) {
		return fault.Wrap(err, fault.Malformed, "The form cannot be read.")
	}
	return err
}

// localPath is next where it is a page of this site to go on to, else "/": nobody is led elsewhere by a link.
func localPath(next string) string {
	u, err := url.Parse(next)
	switch {
	case err != nil, u.Scheme != "", u.Host != "", u.User != nil, u.Opaque != "":
		return "/"
	case !strings.HasPrefix(next, "/"), strings.HasPrefix(next, "//"), len(next) > 2000,
		strings.ContainsFunc(next, func(r rune) bool { return r == '\\' || unprintable(r) }):
		return "/"
	}
	for _, own := range []string{"/login", "/signin", "/logout", "/invite"} {
		if u.Path == own || strings.HasPrefix(u.Path, own+"/") {
			return "/"
		}
	}
	return next
}
