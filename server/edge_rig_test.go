package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/server/auth"
)

var (
	nobody   = auth.Principal{}
	internal = auth.Principal{Kind: auth.Internal}
	reader   = auth.Principal{Kind: auth.User, UserID: 2, Username: "reader", SessionID: "s2"}
	admin    = auth.Principal{Kind: auth.User, UserID: 1, Username: "admin", Admin: true, SessionID: "s1"}
)

// as is the real gate, but for who sends the requests.
type as struct {
	*auth.Service
	principal auth.Principal
}

func (g as) Identify(*http.Request) auth.Principal { return g.principal }

// appFiles is a tree like the one that the program embeds, with the app built.
func appFiles() fstest.MapFS {
	return fstest.MapFS{
		"app/index.html":            {Data: []byte("<!doctype html><title>app</title>")},
		"app/theme.js":              {Data: []byte("// theme")},
		"app/assets/ready-2b.js":    {Data: []byte("plain")},
		"app/assets/ready-2b.js.br": {Data: []byte("as the build laid it")},
		"app/assets/index-1a.js":    {Data: []byte(strings.Repeat("console.log('mosswart');\n", 200))},
		"pages/site.css":            {Data: []byte("body{}")},
		"inventory.html":            {Data: []byte("<!doctype html><title>items</title>")},
		"classic.html":              {Data: []byte("<!doctype html><title>classic</title>")},
		"suitbuilder.html":          {Data: []byte("<!doctype html><title>suits</title>")},
		"map/dereth.json":           {Data: []byte("{}")},
		"map/dereth.svg":            {Data: []byte("<svg/>")},
		"robots.txt":                {Data: []byte("User-agent: *\nDisallow: /\n")},
		"favicon.svg":               {Data: []byte("<svg/>")},
		"static.go":                 {Data: []byte("package static")},
	}
}

type thing struct {
	Count int    `json:"count" minimum:"1"`
	Name  string `json:"name"`
}

// edgeServer is a server without a database: what happens before a handler needs one. It has some routes of its own.
func edgeServer(t *testing.T, p auth.Principal, change func(*Options)) (*Server, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	o := Options{
		Static: appFiles(), Metrics: prometheus.NewRegistry(),
		Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if change != nil {
		change(&o)
	}
	public, err := url.Parse(o.PublicURL)
	if err != nil {
		t.Fatal(err)
	}
	service, err := auth.New(auth.Options{DB: &database.DB{}, SecretKeys: []string{"a secret of the test's own, long enough"}, PublicURL: public})
	if err != nil {
		t.Fatal(err)
	}
	o.gate = as{service, p}
	s, err := build(o)
	if err != nil {
		t.Fatal(err)
	}
	operate(s, Public, huma.Operation{OperationID: "make-thing", Method: http.MethodPost, Path: "/things/{owner}"},
		func(ctx context.Context, in *struct {
			Owner string `path:"owner"`
			Limit int    `query:"limit" maximum:"10"`
			Body  thing
		}) (*struct{ Body thing }, error) {
			switch in.Body.Name {
			case "secret":
				return nil, errors.New("dial tcp 10.0.0.1: password=hunter2")
			case "taken":
				return nil, fault.Field("name", "This name is taken.").WithRetryAfter(1500 * time.Millisecond).WithKind("taken")
			case "slow":
				return nil, context.DeadlineExceeded
			case "panic":
				panic("hunter2")
			}
			return &struct{ Body thing }{thing{in.Body.Count, in.Owner}}, nil
		})
	s.handle(Public, http.MethodGet, "/panic/{how}", func(c echo.Context) error {
		if c.Param("how") == "late" {
			_, _ = c.Response().Write([]byte("half an ans"))
		}
		panic("hunter2")
	})
	s.handle(Public, http.MethodGet, "/large", func(c echo.Context) error {
		return c.JSON(http.StatusOK, strings.Repeat("mosswart ", 1000))
	})
	s.handle(Public, http.MethodGet, "/stream", func(c echo.Context) error {
		c.Response().Header().Set("Content-Type", "text/event-stream")
		_, _ = c.Response().Write([]byte("data: " + strings.Repeat("mosswart ", 1000) + "\n\n"))
		return nil
	})
	s.handle(Public, http.MethodGet, "/path/{name}", func(c echo.Context) error { return c.String(http.StatusOK, c.Param("name")) })
	return s, &log
}

func request(method, target, body string, headers ...string) *http.Request {
	var reader io.Reader
	if body != "" {
		reader = strings.NewReader(body)
	}
	r := httptest.NewRequest(method, target, reader)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func do(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func problemOf(t *testing.T, w *httptest.ResponseRecorder) Problem {
	t.Helper()
	if ct := w.Header().Get("Content-Type"); ct != problemJSON {
		t.Fatalf("Content-Type = %q, body %s", ct, w.Body)
	}
	var p Problem
	dec := json.NewDecoder(w.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		t.Fatal(err)
	}
	if p.Status != w.Code || p.Title != http.StatusText(w.Code) || p.Type == "" || p.Detail == "" {
		t.Errorf("problem does not say what it is: %+v", p)
	}
	if p.RequestID == "" || p.RequestID != w.Header().Get("X-Request-Id") {
		t.Errorf("request_id = %q, header %q", p.RequestID, w.Header().Get("X-Request-Id"))
	}
	return p
}
