package change_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/internal/fixture/ent/resource"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

// Two processes may share a SQLite file, and its transactions need not be immediate ones.
func TestTwoProcessesShareASQLiteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "library.db")
	var libraries []*library
	for i := range 2 {
		db, err := sql.Open("sqlite", "file:"+path+"?_fk=1&_journal_mode=WAL&_busy_timeout=60000&_synchronous=OFF")
		if err != nil {
			t.Fatal(err)
		}
		client := ent.NewClient(ent.Driver(entsql.OpenDB(dialect.SQLite, db)))
		t.Cleanup(func() { _ = client.Close() })
		registry := resource.New(client)
		if i == 0 {
			if err := client.Schema.Create(t.Context()); err != nil {
				t.Fatal(err)
			}
			libraries = append(libraries, open(t, registry, client, 5, change.Options{Publish: func(change.Event) {}}))
			continue
		}
		st, err := store.Open(t.Context(), registry, store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		libraries = append(libraries, &library{
			t: t, registry: registry, client: client, store: st, Engine: change.New(registry, st, change.Options{}),
		})
	}
	libraries[0].update("books", "1", `{"pages":0}`)
	var wg sync.WaitGroup
	for i := range 20 {
		l := libraries[i%2]
		wg.Go(func() {
			for {
				row := l.row("books", "1")
				in := l.input("books", fmt.Sprintf(`{"pages":%d}`, *row.(*ent.Book).Pages+1), false)
				_, err := l.Update(t.Context(), root, l.typ("books"), "1", l.typ("books").Version(row), in)
				if err == nil {
					return
				}
				if problem.Of(err).Code != "stale" {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if pages := *libraries[0].row("books", "1").(*ent.Book).Pages; pages != 20 {
		t.Errorf("%d of 20 updates are left", pages)
	}
}
