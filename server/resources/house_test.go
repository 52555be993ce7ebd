package resources_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/ingest"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/live"
	"github.com/mosswart/overlord/server"
	"github.com/mosswart/overlord/server/auth"
	"github.com/mosswart/overlord/server/resources"
)

const password = "a mosswart of the swamps"

// house is the site with its admin over a real database, as a browser sees it from outside.
type house struct {
	t    *testing.T
	db   *database.DB
	auth *auth.Service
	site *server.Server
}

func eachHouse(t *testing.T, fn func(t *testing.T, h *house)) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) { fn(t, newHouse(t, db)) })
}

func newHouse(t *testing.T, db *database.DB) *house {
	t.Helper()
	h := &house{t: t, db: db}
	log := slog.New(slog.DiscardHandler)
	hub := live.NewHub(live.HubOptions{Log: log})
	var err error
	if h.auth, err = auth.New(auth.Options{
		DB: db, SecretKeys: []string{"a secret of the test's own, long enough"}, ListenAddr: "127.0.0.1:8770", Sockets: hub, BcryptCost: bcrypt.MinCost,
	}); err != nil {
		t.Fatal(err)
	}
	r, err := resources.New(t.Context(), resources.Options{DB: db, Auth: h.auth, Version: "test", Site: func() *server.Server { return h.site }, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	h.site, err = server.New(server.Options{
		DB: db, Auth: h.auth, Hub: hub, Gateway: ingest.NewGateway(ingest.Options{Live: hub, Log: log}), Resources: r, Version: "test",
		Static: fstest.MapFS{"app/index.html": {Data: []byte("<!doctype html><title>app</title>")}}, Log: log, Metrics: prometheus.NewRegistry(),
	})
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.Run(running) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := h.site.Shutdown(ctx, &http.Server{ReadHeaderTimeout: time.Second}); err != nil {
			t.Error(err)
		}
		if err := h.auth.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	if _, err := h.auth.Create(t.Context(), "admin", password, true); err != nil {
		t.Fatal(err)
	}
	return h
}

// person sends requests as somebody: by cookie, or by API key.
type person struct {
	h      *house
	header [2]string
}

func (h *house) signIn(name, word string) person {
	h.t.Helper()
	p, err := h.trySignIn(name, word)
	if err != nil {
		h.t.Fatalf("sign in %s: %v", name, err)
	}
	return p
}

func (h *house) trySignIn(name, word string) (person, error) {
	in, _, err := h.auth.SignIn(h.t.Context(), auth.Credentials{Username: name, Password: word, Address: netip.MustParseAddr("203.0.113.7")})
	if err != nil {
		return person{}, err
	}
	c, err := h.auth.Cookie(httptest.NewRequest(http.MethodPost, "/login", nil), in)
	if err != nil {
		return person{}, err
	}
	return person{h, [2]string{"Cookie", c.Name + "=" + c.Value}}, nil
}

func (h *house) withKey(token string) person {
	return person{h, [2]string{"Authorization", "Bearer " + token}}
}

// user makes somebody who may sign in, and answers his id.
func (h *house) user(name string) (person, string) {
	h.t.Helper()
	u, err := h.auth.Create(h.t.Context(), name, password, false)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.signIn(name, password), fmt.Sprint(u.ID)
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func (p person) do(method, path, body string, header ...string) answer {
	p.h.t.Helper()
	r := httptest.NewRequest(method, "http://127.0.0.1:8770"+path, strings.NewReader(body))
	r.RemoteAddr = "203.0.113.7:4711"
	r.Header.Set("Accept", "application/json")
	if p.header[0] != "" {
		r.Header.Set(p.header[0], p.header[1])
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	p.h.site.ServeHTTP(w, r)
	a := answer{status: w.Code, header: w.Header(), text: w.Body.String()}
	_ = json.Unmarshal(w.Body.Bytes(), &a.body) // answers of other kinds are read as text
	return a
}

// api sends a request to the admin.
func (p person) api(method, path, body string, header ...string) answer {
	p.h.t.Helper()
	return p.do(method, "/api-admin/resources"+path, body, header...)
}

// want fails where the answer has another status.
func (a answer) want(t *testing.T, status int, what string) answer {
	t.Helper()
	if a.status != status {
		t.Fatalf("%s: %d, want %d: %.400s", what, a.status, status, a.text)
	}
	return a
}

// change patches a row as it is now.
func (p person) change(path, body string) answer {
	p.h.t.Helper()
	return p.api("PATCH", path, body, "If-Match", p.api("GET", path, "").header.Get("ETag"))
}
