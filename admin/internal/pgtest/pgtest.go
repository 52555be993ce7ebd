// Package pgtest gives tests a private PostgreSQL server that goes away with the process that started it, however
// that ends. Only tests import it.
//
// OVERLORD_TEST_POSTGRES names a running server to use instead, by the URL of a database from which a superuser may
// create others. Where there is no PostgreSQL the test is skipped, unless CI is set or
// OVERLORD_TEST_REQUIRE_POSTGRES=1: then it fails.
package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	_ "github.com/lib/pq" // the driver "postgres"
)

// URL is the URL of an empty database that is removed at the test's end.
func URL(t testing.TB) string {
	t.Helper()
	s, err := start()
	if errors.Is(err, errNotInstalled) && os.Getenv("CI") == "" && os.Getenv("OVERLORD_TEST_REQUIRE_POSTGRES") != "1" {
		t.Skipf("SKIPPED, NOT TESTED ON POSTGRESQL: %v", err)
	}
	if err != nil {
		t.Fatalf("PostgreSQL for tests: %v", err)
	}
	name := "admin_test_" + strings.ToLower(rand.Text()[:12])
	if err := s.exec("CREATE DATABASE " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.exec("DROP DATABASE " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("remove the test's database: %v", err)
		}
	})
	u, err := url.Parse(s.admin)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// Installed reports whether there is a server to be had, or whether there has to be.
func Installed() bool {
	_, err := start()
	return !errors.Is(err, errNotInstalled) || os.Getenv("CI") != "" || os.Getenv("OVERLORD_TEST_REQUIRE_POSTGRES") == "1"
}

// server is where this process's databases are.
type server struct {
	admin string   // URL of a database to create others from
	life  *os.File // the server ends when it is closed, so it is kept
}

// start starts one server a process.
var start = sync.OnceValues(func() (*server, error) {
	if admin := os.Getenv("OVERLORD_TEST_POSTGRES"); admin != "" {
		return &server{admin: admin}, nil
	}
	return startServer()
})

func (s *server) exec(statement string) (err error) {
	db, err := sql.Open("postgres", s.admin)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}
