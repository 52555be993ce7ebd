package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture"
	libraryent "github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/internal/fixture/ent/resource"
)

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
