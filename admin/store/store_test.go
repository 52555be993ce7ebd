package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture"
	libraryent "github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/internal/fixture/ent/resource"
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

// The migrations make exactly the tables that the schema describes.
func TestMigrationsMakeTheSchema(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, _ *clock, _ *hostPeople) {
		var text bytes.Buffer
		if err := s.client.Schema.WriteTo(t.Context(), &text); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(text.String()) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "PRAGMA") {
				t.Errorf("the schema wants more: %s", line)
			}
		}
	})
}

// Revisions from before their ids told their change keep their order, their numbers and what they say.
func TestOldRevisionsAreKept(t *testing.T) {
	fixture.EachDatabase(t, func(t *testing.T, registry *entity.Registry, _ *libraryent.Client) {
		d := registry.Source.Driver()
		must(0, exec(t.Context(), d, `CREATE TABLE admin_migrations (version bigint NOT NULL PRIMARY KEY, name varchar(255) NOT NULL)`))(t)
		must(0, must(migrationsFor(d.Dialect()))(t)[0].apply(t.Context(), d))(t)
		for range 3 {
			must(0, exec(t.Context(), d, `INSERT INTO admin_changes (at, actor_id, actor_name, via, action, type, rows) `+
				`VALUES (1, '1', 'Eve', 'session', 'update', 'books', 1)`))(t)
		}
		for i, change := range []int{2, 1, 2, 3, 2} { // as several transactions at once leave them
			must(0, exec(t.Context(), d, fmt.Sprintf(`INSERT INTO admin_revisions (id, change_id, type, object_id, number, action, label, diff, snapshot) `+
				`VALUES (%d, %d, 'books', '%[1]d', 7, 'update', 'Book', '{"a":[1,2]}', '{}')`, i+1, change)))(t)
		}
		s := openStore(t, registry, newClock(), nil)
		for change, want := range map[int64]string{1: "2", 2: "1 3 5", 3: "4"} {
			var got []string
			for _, e := range must(s.EntriesOf(t.Context(), change, 0, 10))(t) {
				got = append(got, e.ObjectID)
				if e.ChangeID != change || e.Number != 7 || string(e.Diff) != `{"a":[1,2]}` {
					t.Errorf("a revision of change %d is %+v", change, e.Revision)
				}
			}
			if strings.Join(got, " ") != want {
				t.Errorf("change %d touches %v, want %s", change, got, want)
			}
		}
		next := &Change{Action: "update", Type: "books"}
		must(0, in(t, s, func(ctx context.Context, tx entity.Tx) error { return s.Record(ctx, tx, next, revisionsOf("4")) }))(t)
		if history := must(s.History(t.Context(), "books", "4", 0, 10))(t); len(history) != 2 || history[0].Number != 8 || history[0].ChangeID != next.ID {
			t.Errorf("the history goes on with %+v", history)
		}
	})
}

// Several processes that start at once on an empty database, and again, migrate it once.
func TestManyOpenAtOnce(t *testing.T) {
	for kind, address := range map[string]func(testing.TB) string{"sqlite": fixture.SQLite, "postgres": fixture.Postgres} {
		t.Run(kind, func(t *testing.T) {
			url := address(t)
			registries := make([]*entity.Registry, 4)
			for i := range registries {
				registries[i], _ = fixture.Open(t, url)
			}
			for range 2 {
				errs := make(chan error)
				for _, registry := range registries {
					go func() {
						_, err := Open(t.Context(), registry, Options{})
						errs <- err
					}()
				}
				for range registries {
					if err := <-errs; err != nil {
						t.Error(err)
					}
				}
			}
			d := registries[0].Source.Driver()
			steps := must(migrationsFor(d.Dialect()))(t)
			if n := must(one[int](t.Context(), d, `SELECT COUNT(*) FROM admin_migrations`))(t); n != len(steps) {
				t.Errorf("%d migrations are noted, want %d", n, len(steps))
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	fixture.EachDatabase(t, func(t *testing.T, registry *entity.Registry, _ *libraryent.Client) {
		if _, err := Open(t.Context(), registry, Options{KeyPrefix: "A_"}); err == nil {
			t.Error("an unfit prefix is accepted")
		}
		openStore(t, registry, newClock(), nil)
		err := exec(t.Context(), registry.Source.Driver(), `INSERT INTO admin_migrations (version, name) VALUES (99, 'later')`)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open(t.Context(), registry, Options{}); err == nil || !strings.Contains(err.Error(), "version 99") {
			t.Errorf("Open on tables of a later program: %v", err)
		}
	})
}

func TestMigrationsAreTheSameOnEveryDialect(t *testing.T) {
	lite, pg := must(migrationsFor("sqlite3"))(t), must(migrationsFor("postgres"))(t)
	if len(lite) != len(pg) {
		t.Fatalf("%d and %d", len(lite), len(pg))
	}
	for i := range lite {
		if lite[i].name != pg[i].name {
			t.Errorf("%d: %s and %s", i+1, lite[i].name, pg[i].name)
		}
	}
	if _, err := migrationsFor("mysql"); err == nil {
		t.Error("another dialect is accepted")
	}
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

func TestRecord(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, c *clock, people *hostPeople) {
		by := people.of(t, "eve")
		root := people.of(t, "root")
		by.Impersonator, by.KeyID = &root, "k1"
		change := &Change{Actor: ActorOf(by), Action: "update", Type: "books", ExpiresAt: s.now().Add(time.Hour), Note: "a note"}
		diff := []byte(`{"title": ["<a>\u0000", 1e2]}`)
		snapshot := []byte(`{ "b":1.0, "a":"ü" }`)
		revisions := []Revision{
			{
				Type: "books", ObjectID: "7~%7E", Action: "update", Label: "Dune", Diff: diff, Snapshot: snapshot,
				SecretFields: []string{"supplier_code", "pin"}, VersionBefore: "v1", VersionAfter: "v2",
			},
			{Type: "tags", ObjectID: "1", Action: "link", Label: "sf", Effect: true},
			{Type: "books", ObjectID: "7~%7E", Action: "update", Label: "Dune 2"},
		}
		err := in(t, s, func(ctx context.Context, tx entity.Tx) error { return s.Record(ctx, tx, change, revisions) })
		if err != nil {
			t.Fatal(err)
		}
		if change.ID == 0 || change.Token == "" || change.Rows != 3 || !change.At.Equal(s.now()) {
			t.Errorf("the change is %+v", change)
		}

		history := must(s.History(t.Context(), "books", "7~%7E", 0, 10))(t)
		if len(history) != 2 || history[0].Number != 2 || history[0].Snapshot != nil {
			t.Fatalf("the history is %+v", history)
		}
		e := history[1]
		if string(e.Diff) != string(diff) || !slices.Equal(e.SecretFields, revisions[0].SecretFields) || e.VersionBefore != "v1" || e.VersionAfter != "v2" {
			t.Errorf("the revision is %+v", e.Revision)
		}
		want := Actor{ID: "eve", Name: "Eve", Via: "session", KeyID: "k1", ImpersonatorID: "root", ImpersonatorName: "Root"}
		if e.Actor != want || e.At != s.now() || e.At.Location() != time.UTC || e.Note != "a note" || !e.ExpiresAt.Equal(change.ExpiresAt) {
			t.Errorf("the change is %+v", e.Change)
		}
		if older := must(s.History(t.Context(), "books", "7~%7E", 2, 10))(t); len(older) != 1 || older[0].Number != 1 {
			t.Errorf("before 2: %+v", older)
		}

		err = in(t, s, func(ctx context.Context, tx entity.Tx) error {
			newest := must(s.Revision(ctx, tx, "books", "7~%7E", 0))(t)
			if newest.Number != 1 || string(newest.Snapshot) != string(snapshot) {
				t.Errorf("the newest with a snapshot is %+v", newest.Revision)
			}
			_, err := s.Revision(ctx, tx, "books", "7~%7E", 9)
			wants(t, err, 404, "not_found")
			latest := must(s.Latest(ctx, tx, "books", []string{"7~%7E", "8"}))(t)
			if len(latest) != 1 || latest["7~%7E"].Number != 2 {
				t.Errorf("Latest = %+v", latest)
			}
			all := must(s.Revisions(ctx, tx, change.ID, 0, 2))(t)
			if len(all) != 2 || all[0].Label != "Dune 2" || !all[1].Effect {
				t.Errorf("Revisions = %+v", all)
			}
			rest := must(s.Revisions(ctx, tx, change.ID, all[1].Seq, 2))(t)
			if len(rest) != 1 || string(rest[0].Snapshot) != string(snapshot) || string(rest[0].Diff) != string(diff) {
				t.Errorf("the rest of Revisions = %+v", rest)
			}
			if h := must(s.HistoryIn(ctx, tx, "books", "7~%7E", 0, 1))(t); len(h) != 1 || h[0].Number != 2 {
				t.Errorf("HistoryIn = %+v", h)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// What a transaction that is rolled back has recorded is gone.
func TestRecordIsPartOfTheTransaction(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, _ *clock, _ *hostPeople) {
		broken := errors.New("broken")
		err := in(t, s, func(ctx context.Context, tx entity.Tx) error {
			if err := s.Record(ctx, tx, &Change{Action: "update", Type: "books"}, revisionsOf("1")); err != nil {
				return err
			}
			return broken
		})
		if !errors.Is(err, broken) {
			t.Fatal(err)
		}
		if left := must(s.Audit(t.Context(), AuditQuery{Limit: 10}))(t); len(left) > 0 {
			t.Errorf("left is %+v", left)
		}
	})
}

func TestUndoTokens(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, c *clock, _ *hostPeople) {
		record := func(expires time.Time) *Change {
			change := &Change{Action: "update", Type: "books", ExpiresAt: expires}
			err := in(t, s, func(ctx context.Context, tx entity.Tx) error { return s.Record(ctx, tx, change, revisionsOf("1")) })
			if err != nil {
				t.Fatal(err)
			}
			return change
		}
		look := func(token string) (found *Change, err error) {
			_ = in(t, s, func(ctx context.Context, tx entity.Tx) error {
				found, err = s.ChangeByToken(ctx, tx, token)
				return nil
			})
			return found, err
		}
		mark := func(c *Change) error {
			return in(t, s, func(ctx context.Context, tx entity.Tx) error { return s.MarkUndone(ctx, tx, c.ID, "Eve") })
		}
		fixed := record(time.Time{})
		if fixed.Token != "" {
			t.Error("what cannot be undone has a token")
		}
		_, err := look("")
		wants(t, err, 404, "not_found")
		_, err = look("nonsense")
		wants(t, err, 404, "not_found")

		first := record(s.now().Add(time.Hour))
		for _, near := range []string{first.Token + "x", fmt.Sprint(first.ID), fmt.Sprint(first.ID, "-"), "0" + first.Token, fmt.Sprint(fixed.ID, "-")} {
			_, err = look(near)
			wants(t, err, 404, "not_found")
		}
		if found, err := look(first.Token); err != nil || found.ID != first.ID || found.Rows != 1 {
			t.Fatalf("%+v, %v", found, err)
		}
		if err := mark(first); err != nil {
			t.Fatal(err)
		}
		wants(t, mark(first), 409, "undone")
		_, err = look(first.Token)
		wants(t, err, 410, "undone")
		if !strings.Contains(err.Error(), "Eve") {
			t.Error(err)
		}

		second := record(s.now().Add(time.Hour))
		c.add(time.Hour)
		_, err = look(second.Token)
		wants(t, err, 410, "expired")

		long := record(s.now().Add(time.Hour))
		token := long.Token
		err = in(t, s, func(ctx context.Context, tx entity.Tx) error {
			long.Rows, long.Note, long.ExpiresAt = 12, "done", time.Time{}
			return errors.Join(s.Append(ctx, tx, long, revisionsOf("2", "3")), s.Settle(ctx, tx, long))
		})
		if err != nil || long.Token != "" {
			t.Fatal(err, long.Token)
		}
		_, err = look(token)
		wants(t, err, 404, "not_found")
		settled := must(s.Audit(t.Context(), AuditQuery{Limit: 1}))(t)[0]
		if settled.Rows != 12 || settled.Note != "done" || settled.Token != "" {
			t.Errorf("settled is %+v", settled)
		}
		if all := must(s.EntriesOf(t.Context(), long.ID, 0, 10))(t); len(all) != 3 || all[2].ObjectID != "3" {
			t.Errorf("its entries are %+v", all)
		}
	})
}

// Two that change the same row at the same time get numbers of their own.
func TestNumbersUnderConcurrency(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, _ *clock, _ *hostPeople) {
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() {
				errs[i] = s.exclusively(t.Context(), func(ctx context.Context, tx tx) error {
					return s.Record(ctx, tx.raw, &Change{Action: "update", Type: "books"}, revisionsOf("1", fmt.Sprint(100+i)))
				})
			})
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		history := must(s.History(t.Context(), "books", "1", 0, 100))(t)
		for i, e := range history {
			if e.Number != len(errs)-i {
				t.Errorf("number %d stands at %d", e.Number, i)
			}
		}
	})
}

func TestAuditFilters(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, c *clock, people *hostPeople) {
		eve, root := people.of(t, "eve"), people.of(t, "root")
		asEve := eve
		asEve.Impersonator = &root
		start := s.now()
		for i, change := range []Change{
			{Actor: ActorOf(eve), Action: "create", Type: "books"},
			{Actor: ActorOf(eve), Action: "update", Type: "tags"},
			{Actor: ActorOf(asEve), Action: "update", Type: "books"},
			{Actor: ActorOf(root), Action: "delete", Type: "books"},
		} {
			err := in(t, s, func(ctx context.Context, tx entity.Tx) error {
				return s.Record(ctx, tx, &change, revisionsOf(fmt.Sprint(i)))
			})
			if err != nil {
				t.Fatal(err)
			}
			c.add(12 * time.Hour)
		}
		ids := func(q AuditQuery) (ids []int64) {
			if q.Limit == 0 {
				q.Limit = 10
			}
			for _, c := range must(s.Audit(t.Context(), q))(t) {
				ids = append(ids, c.ID)
			}
			return ids
		}
		for _, tc := range []struct {
			name string
			q    AuditQuery
			want []int64
		}{
			{"all", AuditQuery{}, []int64{4, 3, 2, 1}},
			{"an actor", AuditQuery{Actor: "eve"}, []int64{3, 2, 1}},
			{"an impersonator", AuditQuery{Actor: "root"}, []int64{4, 3}},
			{"an actor by name", AuditQuery{Actor: "EVE"}, []int64{3, 2, 1}},
			{"an impersonator by name", AuditQuery{Actor: "Root"}, []int64{4, 3}},
			{"a type and action", AuditQuery{Type: "books", Action: "update"}, []int64{3}},
			{"types", AuditQuery{Types: []string{"tags"}}, []int64{2}},
			{"no types", AuditQuery{Types: []string{}}, nil},
			{"a time", AuditQuery{From: start.Add(12 * time.Hour), To: start.Add(36 * time.Hour)}, []int64{3, 2}},
			{"a page", AuditQuery{Before: 4, Limit: 2}, []int64{3, 2}},
		} {
			if got := ids(tc.q); !slices.Equal(got, tc.want) {
				t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
			}
		}
		days := must(s.Activity(t.Context(), start, []string{"books"}))(t)
		if want := []Day{{"2026-11-22", 1}, {"2026-11-23", 1}, {"2026-11-24", 1}}; !slices.Equal(days, want) {
			t.Errorf("Activity = %v, want %v", days, want)
		}
	})
}

// Clocks that differ, gaps in the ids: the changes between two times are those of which each one says so.
func TestAuditFindsTimesWithoutAnIndex(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, c *clock, _ *hostPeople) {
		random := rand.New(rand.NewPCG(3, 4))
		start, d := s.now(), s.registry.Source.Driver()
		times := map[int64]time.Time{}
		for id := int64(1); id < 200; id += 1 + random.Int64N(3) {
			when := start.Add(time.Duration(id)*20*time.Minute + time.Duration(random.Int64N(int64(clockSlack))))
			err := exec(t.Context(), d, fmt.Sprintf(`INSERT INTO admin_changes (id, at, actor_id, actor_name, via, action, type, rows) `+
				`VALUES (%d, %d, '1', 'Eve', 'session', 'update', 'books', 1)`, id, micros(when)))
			if err != nil {
				t.Fatal(err)
			}
			times[id] = when
		}
		for range 50 {
			from := start.Add(time.Duration(random.Int64N(int64(70 * time.Hour))))
			to := from.Add(time.Duration(random.Int64N(int64(10 * time.Hour))))
			want := 0
			for _, when := range times {
				if !when.Before(from) && when.Before(to) {
					want++
				}
			}
			found := must(s.Audit(t.Context(), AuditQuery{From: from, To: to, Limit: MaxPage}))(t)
			if len(found) != want || !slices.IsSortedFunc(found, func(a, b Change) int { return cmp.Compare(b.ID, a.ID) }) {
				t.Errorf("from %s to %s: %d changes, want %d", from, to, len(found), want)
			}
		}
	})
}

// Old changes are forgotten with their revisions, however many there are, and young ones stay.
func TestPrune(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, c *clock, _ *hostPeople) {
		err := in(t, s, func(ctx context.Context, tx entity.Tx) error {
			for range 1200 {
				if err := s.Record(ctx, tx, &Change{Action: "update", Type: "books"}, revisionsOf("1")); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		c.add(s.o.KeepAudit)
		young := &Change{Action: "update", Type: "books"}
		if err := in(t, s, func(ctx context.Context, tx entity.Tx) error { return s.Record(ctx, tx, young, revisionsOf("2")) }); err != nil {
			t.Fatal(err)
		}
		c.add(time.Microsecond)
		if err := s.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		d := s.registry.Source.Driver()
		for table, want := range map[string]int{"admin_changes": 1, "admin_revisions": 1} {
			if n := must(one[int](t.Context(), d, `SELECT COUNT(*) FROM `+table))(t); n != want {
				t.Errorf("%s has %d rows, want %d", table, n, want)
			}
		}
	})
}

func TestRunEndsWithItsContext(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, _ *clock, _ *hostPeople) {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- s.Run(ctx) }()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func BenchmarkRecord(b *testing.B) {
	for kind, address := range map[string]func(testing.TB) string{"sqlite": fixture.SQLite, "postgres": fixture.Postgres} {
		registry, _ := fixture.Open(b, address(b))
		s := openStore(b, registry, newClock(), nil)
		for _, n := range []int{1, 5000} {
			b.Run(fmt.Sprintf("%s/%d", kind, n), func(b *testing.B) {
				b.ReportAllocs()
				defer cpuTime(b)()
				id := 0
				err := registry.Source.InTx(b.Context(), func(ctx context.Context, tx entity.Tx) error {
					for b.Loop() {
						revisions := make([]Revision, n)
						for i := range revisions {
							id++
							revisions[i] = Revision{
								Type: "books", ObjectID: fmt.Sprint(id), Action: "update", Label: "A title of a book",
								Diff: []byte(`{"title":["The old title of the book","The new title of the book"],"pages":[100,200]}`),
							}
						}
						err := s.Record(ctx, tx, &Change{Actor: Actor{ID: "7", Name: "Eve", Via: "session"}, Action: "update", Type: "books", ExpiresAt: s.now().Add(time.Hour)}, revisions)
						if err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			})
		}
	}
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

// Where a host's transactions on SQLite begin without a lock, those of the store still wait for each other.
func TestDeferredTransactions(t *testing.T) {
	path := strings.TrimPrefix(fixture.SQLite(t), "sqlite:")
	var stores []*Store
	for range 2 {
		db, err := sql.Open("sqlite", "file:"+path+"?_pragma=foreign_keys(1)&_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		client := libraryent.NewClient(libraryent.Driver(entsql.OpenDB(dialect.SQLite, db)))
		stores = append(stores, openStore(t, resource.New(client), newClock(), newHostPeople()))
	}
	root := newHostPeople().of(t, "root")
	var wg sync.WaitGroup
	errs := make([]error, 16)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = stores[i%2].CreateKey(t.Context(), root, KeyInput{Name: "k", Scopes: []string{"*:view"}})
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if n := len(must(stores[0].Keys(t.Context(), root, false))(t)); n != len(errs) {
		t.Errorf("%d keys are made, want %d", n, len(errs))
	}
}
