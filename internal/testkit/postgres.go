package testkit

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/mosswart/overlord/ent/migrations"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/pgcluster"
)

// Postgres returns the URL of a migrated, empty PostgreSQL database, which is removed at the test's end.
func Postgres(t testing.TB) (url string) {
	t.Helper()
	s := postgres(t)
	if s.template == nil {
		url = s.create(t, "")
		if err := migrate(url); err != nil {
			t.Fatal(err)
		}
		return url
	}
	template, err := s.template()
	if err != nil {
		t.Fatalf("make a PostgreSQL template: %v", err)
	}
	return s.create(t, " TEMPLATE "+template)
}

// EmptyPostgres returns the URL of a PostgreSQL database without tables, which is removed at the test's end.
func EmptyPostgres(t testing.TB) (url string) {
	t.Helper()
	return postgres(t).create(t, "")
}

// server is where this process's test databases are.
type server struct {
	admin    string                 // URL of a database to create others from
	template func() (string, error) // makes a migrated database once and names it; nil on a server that outlives the process
	private  *pgcluster.Cluster     // kept, since it ends when nobody holds it any more; nil on such a server
	life     *os.File               // likewise, of a server with TimescaleDB
}

func postgres(t testing.TB) *server {
	t.Helper()
	s, err := startPostgres()
	switch {
	case err == nil:
		return s
	case errors.Is(err, pgcluster.ErrNotInstalled) && os.Getenv("CI") == "" && os.Getenv("OVERLORD_TEST_REQUIRE_POSTGRES") != "1":
		t.Skipf("SKIPPED, NOT TESTED ON POSTGRESQL: %v", err)
	default:
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	return nil
}

// startPostgres starts one server a process. It ends with the process.
var startPostgres = sync.OnceValues(func() (*server, error) {
	if admin := os.Getenv("OVERLORD_TEST_POSTGRES"); admin != "" {
		return &server{admin: admin}, nil
	}
	c, err := pgcluster.Start()
	if err != nil {
		return nil, err
	}
	s := &server{admin: c.URL("postgres"), private: c}
	s.template = sync.OnceValues(func() (string, error) {
		const name = "overlord_template"
		if err := s.exec("CREATE DATABASE " + name); err != nil {
			return "", err
		}
		return name, migrate(s.url(name))
	})
	return s, nil
})

func migrate(url string) error {
	return migrations.Apply(context.Background(), url, slog.New(slog.DiscardHandler))
}

// create makes a database with the given options of CREATE DATABASE and removes it at the test's end.
func (s *server) create(t testing.TB, options string) (url string) {
	t.Helper()
	name := "overlord_test_" + randomName()
	if err := s.exec("CREATE DATABASE " + name + options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("remove the test's database: %v", err)
		}
	})
	return s.url(name)
}

func (s *server) url(name string) string {
	u, err := url.Parse(s.admin)
	if err != nil {
		return s.admin // cannot connect either, and then says why
	}
	u.Path = "/" + name
	return u.String()
}

// exec runs one statement on a connection of its own, so that none is left open when a test looks for leaks.
func (s *server) exec(statement string) (err error) {
	ctx := context.Background()
	db, _, err := database.Connect(ctx, s.admin, 0)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

func randomName() string { return strings.ToLower(rand.Text()[:12]) }
