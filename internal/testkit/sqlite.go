package testkit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/mosswart/overlord/ent/migrations"
)

// SQLite returns the URL of a migrated, empty SQLite database in a folder of the test's own.
func SQLite(t testing.TB) (url string) {
	t.Helper()
	content, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("make a SQLite template: %v", err)
	}
	path := filepath.Join(t.TempDir(), "overlord.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return "sqlite:" + path
}

// EmptySQLite returns the URL of a SQLite database that does not exist yet, in a folder of the test's own.
func EmptySQLite(t testing.TB) (url string) {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "overlord.db")
}

// sqliteTemplate migrates one database a process and keeps its bytes.
var sqliteTemplate = sync.OnceValues(func() (_ []byte, err error) {
	dir, err := os.MkdirTemp("", "overlord-sqlite-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	path := filepath.Join(dir, "template.db")
	if err := migrations.Apply(context.Background(), "sqlite:"+path, slog.New(slog.DiscardHandler)); err != nil {
		return nil, err
	}
	// The last connection has been closed, so that the file is whole without its write-ahead log.
	if wal, err := os.Stat(path + "-wal"); err == nil && wal.Size() > 0 {
		return nil, fmt.Errorf("%s still has %d bytes of write-ahead log", path, wal.Size())
	}
	return os.ReadFile(path) // #nosec G304 -- made above
})
