// Package testkit gives tests real databases: SQLite files, a private PostgreSQL server, and TimescaleDB, all with
// Overlord's schema. Only tests import it.
//
// A test process that asks for PostgreSQL starts a server of its own, which ends with the process, and migrates
// one template; each test gets a copy. OVERLORD_TEST_POSTGRES names a running server to use instead, by the URL
// of a database from which a superuser may create others. Where there is no PostgreSQL the test is skipped,
// unless CI is set or OVERLORD_TEST_REQUIRE_POSTGRES=1: then it fails.
//
// TimescaleDB is PostgreSQL compiled to WebAssembly, run by Node, in the folder timescale; its packages are installed
// when they are first needed. OVERLORD_TEST_TIMESCALE names a server to use instead, by a URL like the other. Where
// there is no Node the test is skipped, unless CI is set or OVERLORD_TEST_REQUIRE_TIMESCALE=1.
package testkit

import (
	"testing"

	"github.com/mosswart/overlord/internal/database"
)

// EachDatabase runs fn as the subtests "sqlite" and "postgres", each with a migrated, empty database of its own
// that is closed and removed at its end.
func EachDatabase(t *testing.T, fn func(t *testing.T, db *database.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, Open(t, SQLite(t))) })
	t.Run("postgres", func(t *testing.T) { fn(t, Open(t, Postgres(t))) })
}

// EachSeriesDatabase does the same for "sqlite", "postgres" and "timescaledb", the homes of the time series.
func EachSeriesDatabase(t *testing.T, fn func(t *testing.T, db *database.DB)) {
	t.Helper()
	EachDatabase(t, fn)
	t.Run("timescaledb", func(t *testing.T) { fn(t, Open(t, Timescale(t))) })
}

// Open opens the database that url names and closes it at the test's end.
func Open(t testing.TB, url string) *database.DB {
	t.Helper()
	db, err := database.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close the database: %v", err)
		}
	})
	return db
}
