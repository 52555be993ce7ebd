package admin_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/store"
)

// The values of the library's sensitive fields. They are in no answer, log line or error.
const (
	secretCode     = "SECRET-SUPPLIER-4711"
	secretPassword = "SECRET-PASSWORD-0815"
)

// people are the users of the library that the tests run on.
var people = map[string]access.Principal{
	"root":   {ID: "1", Name: "root", Superuser: true, Via: "session"},
	"viewer": {ID: "2", Name: "viewer", Roles: []string{access.Viewer}, Via: "session"},
	"editor": {ID: "3", Name: "editor", Roles: []string{access.Editor}, Via: "session"},
	"admin":  {ID: "4", Name: "admin", Roles: []string{access.Admin}, Via: "session"},
	"nobody": {ID: "5", Name: "nobody", Via: "session"},
	// blind may not read books.pages, books.metadata and members.email, and no authors at all.
	"blind": {ID: "6", Name: "blind", Roles: []string{"blind"}, Via: "session"},
	// drafts may do everything with draft books, and sees no other.
	"drafts": {ID: "7", Name: "drafts", Roles: []string{"drafts"}, Via: "session"},
}

// soak reports whether tests are to be long.
func soak() bool { return os.Getenv("OVERLORD_SOAK") == "1" }

type directory struct{}

func (directory) Person(_ context.Context, id string) (*access.Principal, error) {
	for _, p := range people {
		if p.ID == id {
			return &p, nil
		}
	}
	return nil, nil
}

func (directory) People(context.Context, string, int) ([]access.Principal, error) { return nil, nil }

// world is an admin over a seeded library, and everything that it ever answered or logged.
type world struct {
	t      testing.TB
	reg    *entity.Registry
	client *ent.Client
	store  *store.Store
	admin  *admin.Admin
	server *httptest.Server

	mu   sync.Mutex
	said bytes.Buffer
}

// Write takes the log.
func (w *world) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.said.Write(p)
}

func newWorld(t testing.TB, books int, reg *entity.Registry, client *ent.Client, change func(*admin.Options)) *world {
	t.Helper()
	ctx := t.Context()
	if err := fixture.Seed(ctx, client, books); err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, reg: reg, client: client}
	logger := slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var err error
	w.store, err = store.Open(ctx, reg, store.Options{Directory: directory{}, Logger: logger})
	if err != nil {
		t.Fatal(err)
	}
	o := admin.Options{
		Name: "Library", Version: "1.2", Store: w.store, Logger: logger,
		Auth: func(r *http.Request) (*access.Principal, error) {
			if p, ok := people[r.Header.Get("X-Test-User")]; ok {
				return &p, nil
			}
			return nil, nil
		},
		Limits: admin.Limits{
			Read: admin.Rate{PerSecond: 1e6, Burst: 1e6}, Write: admin.Rate{PerSecond: 1e6, Burst: 1e6}, Refused: admin.Rate{PerSecond: 1e6, Burst: 1e6},
		},
	}
	if change != nil {
		change(&o)
	}
	if w.admin, err = admin.New(reg, o); err != nil {
		t.Fatal(err)
	}
	root := people["root"]
	for _, role := range []access.Role{
		{Name: "blind", Label: "Blind", Grants: []access.Grant{
			{Type: "books", Actions: []string{"view", "update", "create", "export", "import"}, Fields: access.Fields{Read: []string{"*", "-pages", "-metadata"}}},
			{Type: "members", Actions: []string{"view"}, Fields: access.Fields{Read: []string{"*", "-email"}}},
			{Type: "tags", Actions: []string{"view"}},
		}},
		{Name: "drafts", Label: "Drafts", Grants: []access.Grant{
			{Type: "books", Actions: []string{"*"}, Rows: "status:draft"},
			{Type: "authors", Actions: []string{"view"}, Rows: "born>1900"},
			{Type: "tags", Actions: []string{"view"}},
		}},
	} {
		if _, err := w.store.PutRole(ctx, root, role); err != nil {
			t.Fatal(err)
		}
	}
	w.server = httptest.NewServer(w.admin)
	t.Cleanup(func() {
		w.server.Close()
		if err := w.admin.Close(); err != nil {
			t.Error(err)
		}
		w.checkSecrets()
	})
	return w
}

// checkSecrets looks for what must not be in anything that was answered or logged.
func (w *world) checkSecrets() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, secret := range []string{secretCode, secretPassword, "not a hash"} {
		if at := bytes.Index(w.said.Bytes(), []byte(secret)); at >= 0 {
			w.t.Errorf("%q was told: …%s…", secret, w.said.Bytes()[max(0, at-300):min(w.said.Len(), at+100)])
		}
	}
}

// answer is what came back.
type answer struct {
	t      testing.TB
	what   string
	status int
	header http.Header
	body   []byte
}

// json reads the body.
func (a *answer) json() map[string]any {
	a.t.Helper()
	var v map[string]any
	d := json.NewDecoder(bytes.NewReader(a.body))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		a.t.Fatalf("%s: %d, not an object: %s", a.what, a.status, a.body)
	}
	return v
}

// want checks the status.
func (a *answer) want(status int) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: %d %s, want %d", a.what, a.status, a.body, status)
	}
	return a
}

// get is a member, by the names that lead to it.
func (a *answer) get(path ...any) any {
	a.t.Helper()
	var v any = a.json()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := v.(map[string]any)
			v = object[step]
		case int:
			list, _ := v.([]any)
			if step >= len(list) {
				return nil
			}
			v = list[step]
		}
	}
	return v
}

// text is get, printed.
func (a *answer) text(path ...any) string {
	a.t.Helper()
	return fmt.Sprint(a.get(path...))
}

// do sends a request as somebody; headers are pairs after the body.
func (w *world) do(as, method, path, body string, headers ...string) *answer {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.server.URL+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if as != "" {
		r.Header.Set("X-Test-User", as)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	what := fmt.Sprintf("%s %s as %s", method, path, as)
	if strings.Contains(string(raw), "goroutine ") || strings.Contains(string(raw), ".go:") {
		w.t.Errorf("%s answers a stack: %s", what, raw)
	}
	if res.StatusCode >= 400 {
		if kind := res.Header.Get("Content-Type"); kind != "application/problem+json" {
			w.t.Errorf("%s answers %d as %q: %s", what, res.StatusCode, kind, raw)
		}
	}
	if res.StatusCode >= 500 && res.StatusCode != http.StatusServiceUnavailable {
		w.mu.Lock()
		w.t.Errorf("%s: %d\n%s", what, res.StatusCode, w.said.Bytes()[max(0, w.said.Len()-2000):])
		w.mu.Unlock()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	fmt.Fprintln(&w.said, what, res.Header)
	w.said.Write(raw)
	return &answer{t: w.t, what: what, status: res.StatusCode, header: res.Header, body: raw}
}

func (w *world) get(as, path string, query ...string) *answer {
	w.t.Helper()
	values := url.Values{}
	for i := 0; i < len(query); i += 2 {
		values.Add(query[i], query[i+1])
	}
	if len(values) > 0 {
		path += "?" + values.Encode()
	}
	return w.do(as, http.MethodGet, path, "")
}

// job waits for a job to end.
func (w *world) job(as string, started *answer) *answer {
	w.t.Helper()
	id := started.want(http.StatusAccepted).text("job")
	for range 30_000 {
		if a := w.get(as, "/_jobs/"+id).want(http.StatusOK); a.text("state") != "running" {
			return a
		}
		select {
		case <-w.t.Context().Done():
		case <-time.After(10 * time.Millisecond):
		}
	}
	w.t.Fatalf("job %s does not end", id)
	return nil
}

// eachWorld runs fn on both databases.
func eachWorld(t *testing.T, books int, change func(*admin.Options), fn func(t *testing.T, w *world)) {
	t.Helper()
	fixture.EachDatabase(t, func(t *testing.T, reg *entity.Registry, client *ent.Client) {
		fn(t, newWorld(t, books, reg, client, change))
	})
}
