package migrations_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/mosswart/overlord/ent/migrations"
	"github.com/mosswart/overlord/internal/testkit"
)

// copyOf copies this package's migrations into a folder of the test's own.
func copyOf(t *testing.T) (root string) {
	t.Helper()
	root = t.TempDir()
	for _, dialect := range []string{"sqlite", "postgres"} {
		if err := os.CopyFS(filepath.Join(root, dialect), os.DirFS(dialect)); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func dev(t *testing.T) migrations.DevDatabases {
	t.Helper()
	return migrations.DevDatabases{SQLite: testkit.EmptySQLite(t), Postgres: testkit.EmptyPostgres(t)}
}

func TestTheMigrationsLeadToTheSchema(t *testing.T) {
	written, err := migrations.Diff(t.Context(), copyOf(t), "missing", dev(t))
	if !errors.Is(err, migrations.ErrNoChange) {
		for _, path := range written {
			content, _ := os.ReadFile(path)
			t.Logf("%s:\n%s", path, content)
		}
		t.Errorf("got %v; the schema has changes that no migration makes: run `overlord migrate diff NAME`", err)
	}
}

func TestDiffWritesOneVersionForBothDialectsThatAppliesAndIsComplete(t *testing.T) {
	root := t.TempDir()
	for _, dialect := range []string{"sqlite", "postgres"} {
		if err := os.Mkdir(filepath.Join(root, dialect), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	written, err := migrations.Diff(t.Context(), root, "everything", dev(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(written) != 2 || filepath.Base(written[0]) != filepath.Base(written[1]) {
		t.Errorf("wrote %v, want one name for both dialects", written)
	}
	if _, err := migrations.Diff(t.Context(), root, "more", dev(t)); !errors.Is(err, migrations.ErrNoChange) {
		t.Errorf("a second time: %v, want %v", err, migrations.ErrNoChange)
	}
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		if err := (migrations.Set{Files: os.DirFS(root)}).Apply(t.Context(), url, discard); err != nil {
			t.Fatal(err)
		}
		if n, err := testkit.Open(t, url).Ent.Item.Query().Count(t.Context()); err != nil || n != 0 {
			t.Errorf("%d items, %v", n, err)
		}
	})
}

func TestRehashTakesInAFileWrittenByHand(t *testing.T) {
	root := copyOf(t)
	set := migrations.Set{Files: os.DirFS(root)}
	for _, dialect := range []string{"sqlite", "postgres"} {
		if err := os.WriteFile(filepath.Join(root, dialect, "99990101000000_by_hand.sql"), []byte("CREATE TABLE by_hand (id bigint);\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := set.Apply(t.Context(), testkit.EmptySQLite(t), discard); !errors.Is(err, migrations.ErrAltered) {
		t.Errorf("before: %v, want %v", err, migrations.ErrAltered)
	}
	if err := migrations.Rehash(root); err != nil {
		t.Fatal(err)
	}
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		if err := set.Apply(t.Context(), url, discard); err != nil {
			t.Errorf("after: %v", err)
		}
	})
}

func TestDiffRefusesNamesThatAreNoFileNames(t *testing.T) {
	for _, name := range []string{"", "../x", "Add Users", "x.sql", "-x", "a__b"} {
		if _, err := migrations.Diff(t.Context(), t.TempDir(), name, migrations.DevDatabases{}); err == nil {
			t.Errorf("%q was accepted", name)
		}
	}
}
