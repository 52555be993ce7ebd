package store

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture"
	libraryent "github.com/mosswart/overlord/admin/internal/fixture/ent"
)

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
