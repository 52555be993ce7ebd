package rig

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/pgcluster"
)

// private is this process's PostgreSQL server, kept here since it ends when nobody holds it.
var private = sync.OnceValues(func() (*pgcluster.Cluster, error) {
	return pgcluster.StartWith(pgcluster.Options{Durable: true, TCP: true})
})

// Cluster is a PostgreSQL server of this process's own, durable as in production; it ends with the process. Where none
// is installed the test is skipped, except in CI.
func Cluster(t testing.TB) *pgcluster.Cluster {
	t.Helper()
	c, err := private()
	if errors.Is(err, pgcluster.ErrNotInstalled) && os.Getenv("CI") == "" && os.Getenv("OVERLORD_TEST_REQUIRE_POSTGRES") != "1" {
		t.Skipf("SKIPPED, NOT TESTED ON POSTGRESQL: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Database makes an empty database on the private PostgreSQL server, removes it at the test's end, and returns its URL.
// template names one to copy, or is empty.
func Database(t testing.TB, name, template string) string {
	t.Helper()
	c := Cluster(t)
	create := "CREATE DATABASE " + name
	if template != "" {
		create += " TEMPLATE " + template
	}
	SQL(t, c.URL("postgres"), create)
	t.Cleanup(func() { SQL(t, c.URL("postgres"), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return c.URL(name)
}

// SQL runs one statement on a connection of its own.
func SQL(t testing.TB, url, statement string) {
	t.Helper()
	if err := run(context.WithoutCancel(t.Context()), url, statement); err != nil {
		t.Errorf("%s: %v", statement, err)
	}
}

func run(ctx context.Context, url, statement string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	db, _, err := database.Connect(ctx, url, 60*time.Second)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, statement)
	return err
}

// CutConnections ends every connection of the program's to a database, again and again until ctx ends, and returns how
// many that were.
func CutConnections(ctx context.Context, c *pgcluster.Cluster, name string, every time.Duration) (cut int, err error) {
	db, _, err := database.Connect(ctx, c.URL("postgres"), 10*time.Second)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for {
		var n int
		err := db.QueryRowContext(ctx, `SELECT count(*) FROM (
			SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = 'overlord'
		) AS ended`, name).Scan(&n)
		if ctx.Err() != nil {
			return cut, nil
		}
		if err != nil {
			return cut, fmt.Errorf("end connections: %w", err)
		}
		cut += n
		select {
		case <-ctx.Done():
			return cut, nil
		case <-time.After(every):
		}
	}
}

// Through is the URL of a database on another address.
func Through(url, address string) string {
	before, _, _ := strings.Cut(url, "?")
	return strings.Replace(before, "postgres@/", "postgres@"+address+"/", 1) + "?sslmode=disable"
}
