package admin

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
)

// call is one request.
type call struct {
	caller // nobody on public routes
	w      http.ResponseWriter
	r      *http.Request

	t    *entity.Type // of {type}
	vars []pathVar
}

type pathVar struct{ name, value string }

// path is the value of a placeholder of the route.
func (c *call) path(name string) string {
	for _, v := range c.vars {
		if v.name == name {
			return v.value
		}
	}
	return ""
}

// ServeHTTP answers a request of the API; its path is relative to where the API is mounted.
func (a *Admin) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	answer := &recorder{ResponseWriter: w}
	defer func() {
		failure := recover()
		if failure == nil {
			return
		}
		if err, ok := failure.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(failure)
		}
		a.fail(answer, r, panicked(failure))
	}()
	if err := a.serve(answer, r); err != nil {
		a.fail(answer, r, err)
	}
}

// recovered makes an error of a panic, in a deferred call.
func recovered(err *error) {
	if failure := recover(); failure != nil {
		*err = panicked(failure)
	}
}

func panicked(failure any) error {
	return problem.Internal(fmt.Errorf("panic: %v\n%s", failure, debug.Stack()))
}

// recorder notes whether an answer has begun.
type recorder struct {
	http.ResponseWriter
	begun bool
}

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	w.begun = true
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(p []byte) (int, error) {
	w.begun = true
	return w.ResponseWriter.Write(p)
}

// Hijack implements http.Hijacker, for sockets.
func (w *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.begun = true
	return http.NewResponseController(w.ResponseWriter).Hijack()
}

// Unwrap is for http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// fail answers err, and logs it where it is the server's fault.
func (a *Admin) fail(w *recorder, r *http.Request, err error) {
	p := problem.Of(err)
	switch {
	case r.Context().Err() != nil: // nobody is there any more, which is why it failed
		a.o.Logger.DebugContext(r.Context(), "admin: a client went away", "method", r.Method, "path", r.URL.Path, "error", p)
		p = problem.New(http.StatusServiceUnavailable, "cancelled", "The request was cancelled.")
	case p.Status >= http.StatusInternalServerError:
		a.o.Logger.ErrorContext(r.Context(), "admin: a request failed", "method", r.Method, "path", r.URL.Path, "status", p.Status, "error", p)
	}
	if w.begun {
		panic(http.ErrAbortHandler) // half an answer must not look like a whole one
	}
	p.Write(w)
}

// inTime is err, or 503 where ctx has run out of time, whatever the database made of that.
func inTime(ctx context.Context, err error) error {
	if err == nil || !errors.Is(ctx.Err(), context.DeadlineExceeded) || problem.Of(err).Status < http.StatusInternalServerError {
		return err
	}
	p := problem.New(http.StatusServiceUnavailable, "timeout", "That took too long; ask for less at once.")
	p.Cause = err
	return p
}

func (a *Admin) serve(w http.ResponseWriter, r *http.Request) error {
	c := &call{caller: caller{a: a, ctx: r.Context()}, w: w, r: r}
	rt, err := c.route()
	if err != nil {
		return err
	}
	if err := checkQuery(r); err != nil {
		return err
	}
	if rt.public {
		if err := a.crossOrigin.Check(r); err != nil {
			return foreign(err)
		}
		if err := a.limit(w, a.refused, a.o.Address(r)); err != nil {
			return err
		}
	} else if err := c.identify(); err != nil {
		return err
	}
	if rt.long {
		c.r = r.WithContext(c.ctx)
		// The server's own deadlines, where it has any, are meant for short answers. Where they cannot be moved, they hold.
		until := time.Now().Add(a.o.Limits.JobTimeout)
		control := http.NewResponseController(w)
		_, _ = control.SetReadDeadline(until), control.SetWriteDeadline(until)
	} else {
		ctx, cancel := context.WithTimeout(c.ctx, a.o.Limits.Timeout)
		defer cancel()
		c.ctx, c.r = ctx, r.WithContext(ctx)
	}
	return inTime(c.ctx, rt.handle(c))
}

// identify finds out who asks, and whether so often and from there.
func (c *call) identify() error {
	a, r := c.a, c.r
	by, err := a.store.Identify(r, a.o.Auth)
	if err == nil && by == nil {
		err = problem.New(http.StatusUnauthorized, "unauthenticated", "Sign in first.")
	}
	if err != nil {
		if problem.Of(err).Status == http.StatusUnauthorized {
			if err := a.limit(c.w, a.refused, a.o.Address(r)); err != nil {
				return err
			}
		}
		return err
	}
	if by.Via != "key" {
		if err := a.crossOrigin.Check(r); err != nil {
			return foreign(err)
		}
	}
	bucket := a.reads
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		bucket = a.writes
	}
	if err := a.limit(c.w, bucket, callerKey(by)); err != nil {
		return err
	}
	c.by = *by
	c.ctx = access.NewContext(r.Context(), *by)
	return nil
}

func (a *Admin) limit(w http.ResponseWriter, l *limiter, key string) error {
	if wait := l.take(key, a.o.Now()); wait > 0 {
		return tooMany(w, wait)
	}
	return nil
}

func foreign(cause error) error {
	p := problem.New(http.StatusForbidden, "cross_origin", "This request came from a page of another site.")
	p.Cause = cause
	return p
}

// route finds the route of the request, its type and its placeholders.
func (c *call) route() (*route, error) {
	raw := strings.Split(strings.TrimPrefix(c.r.URL.EscapedPath(), "/"), "/")
	method := c.r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	var allowed []string
	for i := range c.a.routes {
		rt := &c.a.routes[i]
		if !rt.matches(raw) {
			continue
		}
		if rt.method != method {
			allowed = append(allowed, rt.method)
			continue
		}
		return rt, c.fill(rt, raw)
	}
	if allowed != nil {
		c.w.Header().Set("Allow", strings.Join(allowed, ", "))
		return nil, problem.New(http.StatusMethodNotAllowed, "method_not_allowed", "Only %s here.", strings.Join(allowed, ", "))
	}
	return nil, problem.NotFound("such path")
}

// fill reads the placeholders of a route out of a path that it matches.
func (c *call) fill(rt *route, raw []string) error {
	for i, segment := range rt.pattern {
		name, ok := placeholder(segment)
		if !ok {
			continue
		}
		value, err := url.PathUnescape(raw[i])
		if err != nil {
			return problem.New(http.StatusBadRequest, "malformed", "The path is not well-formed.")
		}
		if !isText(value) {
			return problem.NotFound("such path")
		}
		if name == "type" {
			if c.t = c.a.bySlug[value]; c.t == nil {
				return problem.NotFound("type " + quoteShort(value))
			}
		}
		c.vars = append(c.vars, pathVar{name, value})
		c.r.SetPathValue(name, value)
	}
	return nil
}

// checkQuery refuses parameters that are no text, which databases take offence at.
func checkQuery(r *http.Request) error {
	if !strings.Contains(r.URL.RawQuery, "%") && isText(r.URL.RawQuery) {
		return nil
	}
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return problem.New(http.StatusBadRequest, "malformed", "The query of the address is not well-formed.")
	}
	for name, given := range values {
		for _, text := range given {
			if !isText(name) || !isText(text) {
				return badParameter("bad_parameter", name, "is not UTF-8, or holds a zero byte")
			}
		}
	}
	return nil
}

// isText reports whether every database can hold s.
func isText(s string) bool { return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 }

// quoteShort is what somebody sent, fit for an answer.
func quoteShort(s string) string {
	if len(s) > 100 {
		s = s[:100] + "…"
	}
	return strings.ToValidUTF8(s, "�")
}
