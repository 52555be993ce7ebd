package store

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture"
	libraryent "github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/problem"
)

// clock is a time that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 22, 12, 0, 0, 123456789, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// hostPeople is a host's users.
type hostPeople struct {
	mu     sync.Mutex
	people map[string]access.Principal
}

func newHostPeople() *hostPeople {
	h := &hostPeople{people: make(map[string]access.Principal)}
	for _, p := range []access.Principal{
		{ID: "root", Name: "Root", Superuser: true}, {ID: "boss", Name: "Boss", Superuser: true},
		{ID: "eve", Name: "Eve", Roles: []string{access.Viewer}}, {ID: "adam", Name: "Adam"},
	} {
		h.people[p.ID] = p
	}
	return h
}

func (h *hostPeople) Person(_ context.Context, id string) (*access.Principal, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if p, ok := h.people[id]; ok {
		return &p, nil
	}
	return nil, nil
}

func (h *hostPeople) People(_ context.Context, search string, limit int) ([]access.Principal, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var found []access.Principal
	for _, p := range h.people {
		if strings.Contains(strings.ToLower(p.Name), strings.ToLower(search)) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b access.Principal) int { return strings.Compare(a.Name, b.Name) })
	return found[:min(limit, len(found))], nil
}

func (h *hostPeople) remove(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.people, id)
}

func (h *hostPeople) of(t testing.TB, id string) access.Principal {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	p, ok := h.people[id]
	if !ok {
		t.Fatalf("no person %s", id)
	}
	p.Via = "session"
	return p
}

// eachStore runs fn on SQLite and on PostgreSQL, with the host's users.
func eachStore(t *testing.T, fn func(t *testing.T, s *Store, c *clock, people *hostPeople)) {
	t.Helper()
	fixture.EachDatabase(t, func(t *testing.T, registry *entity.Registry, _ *libraryent.Client) {
		c, people := newClock(), newHostPeople()
		fn(t, openStore(t, registry, c, people), c, people)
	})
}

// eachStandalone runs fn on SQLite and on PostgreSQL, with users of the store.
func eachStandalone(t *testing.T, fn func(t *testing.T, s *Store, c *clock)) {
	t.Helper()
	fixture.EachDatabase(t, func(t *testing.T, registry *entity.Registry, _ *libraryent.Client) {
		c := newClock()
		fn(t, openStore(t, registry, c, nil), c)
	})
}

func openStore(t testing.TB, registry *entity.Registry, c *clock, people Directory) *Store {
	t.Helper()
	if h, ok := people.(*hostPeople); ok && h == nil {
		people = nil
	}
	s, err := Open(t.Context(), registry, Options{
		Directory: people, Now: c.Now, BcryptCost: bcrypt.MinCost, HostScopes: []string{"site:read", "site:write"},
		Logger: slog.New(slog.DiscardHandler), KeepAudit: 30 * 24 * time.Hour,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.DeclareActions(map[string][]string{"books": {"lend"}})
	return s
}

// wants fails unless err is a problem with that status and code.
func wants(t testing.TB, err error, status int, code string) {
	t.Helper()
	var p *problem.Problem
	if !errors.As(err, &p) || p.Status != status || p.Code != code {
		t.Fatalf("got %v, want a problem %d %s", err, status, code)
	}
}

// wantsFields fails unless err is a problem with exactly these fields.
func wantsFields(t testing.TB, err error, fields ...string) {
	t.Helper()
	wants(t, err, 422, "invalid")
	if got := slices.Sorted(maps.Keys(problem.Of(err).Errors)); !slices.Equal(got, fields) {
		t.Fatalf("got %v, want the fields %q", err, fields)
	}
}

func must[T any](value T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func request(header ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// in runs fn in a transaction of the host's.
func in(t testing.TB, s *Store, fn func(ctx context.Context, tx entity.Tx) error) error {
	t.Helper()
	return s.registry.Source.InTx(t.Context(), fn)
}

func revisionsOf(ids ...string) []Revision {
	revisions := make([]Revision, len(ids))
	for i, id := range ids {
		revisions[i] = Revision{Type: "books", ObjectID: id, Action: "update", Label: "Book " + id}
	}
	return revisions
}

// signedIn is a host that has found out who asks.
func signedIn(p access.Principal) func(*http.Request) (*access.Principal, error) {
	return func(*http.Request) (*access.Principal, error) { return &p, nil }
}

// cpuTime reports the processor's time that this process takes for an operation; PostgreSQL's own is not in it.
func cpuTime(b *testing.B) (report func()) {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	return func() { b.ReportMetric(float64((used()-before).Nanoseconds())/float64(b.N), "cpu-ns/op") }
}
