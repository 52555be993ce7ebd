// Package admintest tries the admin out on a project: with a row of every type, made up from what is known of its
// fields, it goes through everything that the pages do. A project calls it in a test of its own, on an empty database:
//
//	client := ent.NewClient(ent.Driver(admintest.SQLite(t)))
//	if err := client.Schema.Create(ctx); err != nil { … }
//	admintest.Exercise(t, resource.New(client))
package admintest

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/lib/pq"
	"modernc.org/sqlite"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/store"
)

// SQLite is the driver of an empty database in a folder of the test's own, which is closed at the test's end.
func SQLite(t testing.TB) dialect.Driver {
	t.Helper()
	connector, err := sqlite.NewConnector("file:" + filepath.Join(t.TempDir(), "test.db") +
		"?_fk=1&_journal_mode=WAL&_busy_timeout=10000&_txlock=immediate&_time_format=sqlite&_timezone=UTC&_synchronous=OFF")
	if err != nil {
		t.Fatal(err)
	}
	return opened(t, dialect.SQLite, connector)
}

// Postgres is the driver of an empty PostgreSQL database, by its URL, which is closed at the test's end.
func Postgres(t testing.TB, url string) dialect.Driver {
	t.Helper()
	connector, err := pq.NewConnector(url)
	if err != nil {
		t.Fatal(err)
	}
	return opened(t, dialect.Postgres, connector)
}

func opened(t testing.TB, d string, connector driver.Connector) dialect.Driver {
	opened := entsql.OpenDB(d, sql.OpenDB(connector))
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return opened
}

// Exercise goes through the admin's endpoints for every type, each in a subtest. A type that can be written is
// created, read, listed, filtered, searched, updated, exported, deleted and brought back; the others are listed and
// exported. A subtest is skipped where no value can be made up that the schema's validators, hooks or policies take:
// it then says what is in the way.
func Exercise(t *testing.T, registry *entity.Registry) {
	t.Helper()
	e := &exercise{t: t, registry: registry}
	logger := slog.New(slog.NewTextHandler(e, nil))
	st, err := store.Open(t.Context(), registry, store.Options{Directory: nobody{}, Logger: logger})
	if err != nil {
		t.Fatalf("open the admin's store: %v", err)
	}
	root := access.Principal{ID: "1", Name: "test", Superuser: true, Via: "session"}
	lavish := admin.Rate{PerSecond: 1e6, Burst: 1e6}
	a, err := admin.New(registry, admin.Options{
		Store: st, Logger: logger, Auth: func(*http.Request) (*access.Principal, error) { return &root, nil },
		Limits: admin.Limits{Read: lavish, Write: lavish, Refused: lavish},
	})
	if err != nil {
		t.Fatalf("make the admin: %v", err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	e.handler = a
	t.Run("_meta", func(t *testing.T) {
		for _, path := range []string{"/_meta", "/_schema", "/openapi.json", "/_dashboard"} {
			e.want(t, http.StatusOK, "GET", path, "", nil)
		}
	})
	for _, typ := range registry.Types {
		if typ.Hidden {
			continue
		}
		t.Run(typ.Slug, func(t *testing.T) {
			if a := e.send("GET", "/"+typ.Slug, "", nil); a.status == http.StatusForbidden && typ.Intercepted {
				t.Skip("the schema's policy does not allow it to be read")
			}
			if typ.Editable() {
				e.write(t, typ)
			} else {
				e.read(t, typ)
			}
		})
	}
}

// nobody is a host's directory without people.
type nobody struct{}

func (nobody) Person(context.Context, string) (*access.Principal, error)       { return nil, nil }
func (nobody) People(context.Context, string, int) ([]access.Principal, error) { return nil, nil }

// exercise is one run.
type exercise struct {
	t        testing.TB
	registry *entity.Registry
	handler  http.Handler
	serial   int // so that no two rows have the same values
	log      bytes.Buffer
}

// Write takes the admin's log, which is shown where an answer is a failure of the server.
func (e *exercise) Write(p []byte) (int, error) { return e.log.Write(p) }

// answer is what the admin answered.
type answer struct {
	status     int
	etag, undo string
	body       []byte
}

func (a answer) json(t *testing.T) map[string]any {
	t.Helper()
	var v map[string]any
	d := json.NewDecoder(bytes.NewReader(a.body))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("the answer is no JSON: %v\n%s", err, a.body)
	}
	return v
}

// send asks the admin. body may be nil.
func (e *exercise) send(method, path, ifMatch string, body any) answer {
	var content io.Reader = http.NoBody
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			e.t.Fatal(err)
		}
		content = bytes.NewReader(raw)
	}
	r := httptest.NewRequestWithContext(e.t.Context(), method, path, content)
	r.Header.Set("Content-Type", "application/json")
	if ifMatch != "" {
		r.Header.Set("If-Match", ifMatch)
	}
	w := httptest.NewRecorder()
	e.log.Reset()
	e.handler.ServeHTTP(w, r)
	return answer{w.Code, w.Header().Get("ETag"), w.Header().Get("Undo"), w.Body.Bytes()}
}

// want is send where only one status will do.
func (e *exercise) want(t *testing.T, status int, method, path, ifMatch string, body any) answer {
	t.Helper()
	a := e.send(method, path, ifMatch, body)
	if a.status != status {
		t.Fatalf("%s %s: %d, want %d\n%s\n%s", method, path, a.status, status, a.body, e.log.String())
	}
	return a
}
