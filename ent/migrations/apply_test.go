package migrations_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/mosswart/overlord/ent/migrations"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestApplyBringsAnEmptyDatabaseToTheSchemaOnce(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		for range 2 {
			if err := migrations.Apply(t.Context(), url, discard); err != nil {
				t.Fatal(err)
			}
		}
		entries, err := migrations.Status(t.Context(), url)
		if err != nil || len(entries) < 2 {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		for _, e := range entries {
			if e.AppliedAt.IsZero() || e.Problem != "" {
				t.Errorf("%s %s: applied at %v, problem %q", e.Version, e.Name, e.AppliedAt, e.Problem)
			}
		}
		if n, err := testkit.Open(t, url).Ent.User.Query().Count(t.Context()); err != nil || n != 0 {
			t.Errorf("%d users, %v", n, err)
		}
	})
}

func TestStatusDoesNotMakeAMissingSQLiteFile(t *testing.T) {
	url := testkit.EmptySQLite(t)
	got := versions(t, newSet(family), url)
	if want := []string{"20260101000000 pending"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if _, err := os.Stat(strings.TrimPrefix(url, "sqlite:")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is there now: %v", err)
	}
}

func TestApplyRefusesADatabaseThatDoesNotFit(t *testing.T) {
	edited := files{}
	for name, content := range family {
		edited[name] = content + "-- a harmless word\n"
	}
	later := files{"20260303000000_later.sql": "CREATE TABLE later (id bigint);\n"}
	tests := []struct {
		name        string
		before, now files
		want        error
		message     string // part of it: what to do
		versions    []string
	}{
		{"an applied migration was edited", family, edited, migrations.ErrEdited, "undo the edit",
			[]string{"20260101000000 refused"}},
		{"an applied migration is missing", family.with(rebuild).with(later), family.with(later), migrations.ErrMissing, "restore the file",
			[]string{"20260101000000 applied", "20260202000000 refused", "20260303000000 applied"}},
		{"the database is newer", family.with(later), family, migrations.ErrNewer, "start the newer program",
			[]string{"20260101000000 applied", "20260303000000 refused"}},
		{"the program has nothing", family, files{}, migrations.ErrNewer, "start the newer program",
			[]string{"20260101000000 refused"}},
		{"a migration comes too late", family.with(later), family.with(rebuild).with(later), migrations.ErrOutOfOrder, "version of its own time",
			[]string{"20260101000000 applied", "20260202000000 refused", "20260303000000 applied"}},
	}
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		for _, test := range tests {
			t.Run(test.name, func(t *testing.T) {
				reset(t, url)
				if err := newSet(test.before).Apply(t.Context(), url, discard); err != nil {
					t.Fatal(err)
				}
				raise(t, url)
				now := newSet(test.now)
				err := now.Apply(t.Context(), url, discard)
				if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.message) {
					t.Errorf("got %v; want %v with %q", err, test.want, test.message)
				}
				if n := count(t, url, `SELECT count(*) FROM children`); n != children {
					t.Errorf("%d children, want them untouched", n)
				}
				if got := versions(t, now, url); !slices.Equal(got, test.versions) {
					t.Errorf("status %v, want %v", got, test.versions)
				}
			})
		}
	})
}

// reset empties the database.
func reset(t *testing.T, url string) {
	t.Helper()
	for _, table := range []string{"children", "parents", "first", "last", "later", "schema_migrations"} {
		drop(t, url, table)
	}
}

func TestApplyRefusesFilesThatTheirSumDoesNotList(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		for name, alter := range map[string]func(fstest.MapFS, string){
			"changed": func(f fstest.MapFS, dir string) {
				f[dir+"/20260101000000_family.sql"].Data = append(f[dir+"/20260101000000_family.sql"].Data, "-- x"...)
			},
			"lost": func(f fstest.MapFS, dir string) { delete(f, dir+"/20260101000000_family.sql") },
			"added": func(f fstest.MapFS, dir string) {
				f[dir+"/20260303000000_x.sql"] = &fstest.MapFile{Data: []byte("DROP TABLE parents;")}
			},
		} {
			t.Run(name, func(t *testing.T) {
				set := newSet(family)
				for _, dir := range []string{"sqlite", "postgres"} {
					alter(set.Files.(fstest.MapFS), dir)
				}
				if err := set.Apply(t.Context(), url, discard); !errors.Is(err, migrations.ErrAltered) {
					t.Errorf("got %v, want %v", err, migrations.ErrAltered)
				}
			})
		}
	})
}

func TestApplyLeavesTheTablesOfAnotherProgramAlone(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		if _, err := testkit.Open(t, url).SQL.ExecContext(t.Context(), `CREATE TABLE somebody_elses (id bigint)`); err != nil {
			t.Fatal(err)
		}
		err := newSet(family).Apply(t.Context(), url, discard)
		if !errors.Is(err, migrations.ErrForeign) || !strings.Contains(err.Error(), "somebody_elses") {
			t.Errorf("got %v, want %v that names the table", err, migrations.ErrForeign)
		}
		if got := versions(t, newSet(family), url); !slices.Equal(got, []string{"20260101000000 pending"}) {
			t.Errorf("status %v, want nothing applied", got)
		}
	})
}

func TestChildrenSurviveTheRebuildOfTheirParent(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		if err := newSet(family).Apply(t.Context(), url, discard); err != nil {
			t.Fatal(err)
		}
		raise(t, url)
		if err := newSet(family.with(rebuild)).Apply(t.Context(), url, discard); err != nil {
			t.Fatal(err)
		}
		if n := count(t, url, `SELECT count(*) FROM children c JOIN parents p ON p.id = c.parent_id WHERE p.note = 'new; old'`); n != children {
			t.Errorf("%d of %d children are left", n, children)
		}
		// And the reference still holds.
		db := testkit.Open(t, url)
		if _, err := db.SQL.ExecContext(t.Context(), `DELETE FROM parents WHERE id = 1`); err != nil {
			t.Fatal(err)
		}
		if n := count(t, url, `SELECT count(*) FROM children`); n != children-children/50 {
			t.Errorf("%d children after one of 50 parents went", n)
		}
		if _, err := db.SQL.ExecContext(t.Context(), `INSERT INTO children (id, parent_id) VALUES (1000000, 777)`); err == nil {
			t.Error("a child without a parent was accepted")
		}
	})
}

func TestAMigrationThatWouldBreakReferencesIsRefused(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		if err := newSet(family).Apply(t.Context(), url, discard); err != nil {
			t.Fatal(err)
		}
		raise(t, url)
		careless := newSet(family.with(files{
			"sqlite/20260202000000_careless.sql": "DELETE FROM parents WHERE id = 7;\n",
			"postgres/20260202000000_careless.sql": "ALTER TABLE children DROP CONSTRAINT children_parent;\nDELETE FROM parents WHERE id = 7;\n" +
				"ALTER TABLE children ADD CONSTRAINT children_parent FOREIGN KEY (parent_id) REFERENCES parents (id);\n",
		}))
		err := careless.Apply(t.Context(), url, discard)
		if err == nil || !strings.Contains(err.Error(), "children") {
			t.Errorf("got %v, want an error that names the children", err)
		}
		if n := count(t, url, `SELECT count(*) FROM parents`); n != 50 {
			t.Errorf("%d parents, want all 50", n)
		}
	})
}

func TestAFailedMigrationChangesNothing(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		if err := newSet(family).Apply(t.Context(), url, discard); err != nil {
			t.Fatal(err)
		}
		raise(t, url)
		failing := newSet(family.with(rebuild).with(files{
			"20260303000000_fails.sql": "CREATE TABLE half (id bigint);\nDELETE FROM children;\nINSERT INTO nowhere VALUES (1);\n",
		}))
		err := failing.Apply(t.Context(), url, discard)
		if err == nil || !strings.Contains(err.Error(), "20260303000000_fails, statement 3 of 3") {
			t.Errorf("got %v, want an error that names the statement", err)
		}
		if n := count(t, url, `SELECT count(*) FROM children`); n != children {
			t.Errorf("%d children, want all %d", n, children)
		}
		want := []string{"20260101000000 applied", "20260202000000 pending", "20260303000000 pending"}
		if got := versions(t, failing, url); !slices.Equal(got, want) {
			t.Errorf("status %v, want %v: not even the first of the two", got, want)
		}
	})
}

func TestSQLiteIsCopiedBeforeItIsMigrated(t *testing.T) {
	url := testkit.EmptySQLite(t)
	path := strings.TrimPrefix(url, "sqlite:")
	all := family
	if err := newSet(all).Apply(t.Context(), url, discard); err != nil {
		t.Fatal(err)
	}
	if copies := backups(t, path); len(copies) != 0 {
		t.Errorf("an empty database was copied: %v", copies)
	}
	raise(t, url)

	// A failing migration says where the copy is, and the copy is the database as it was.
	err := newSet(all.with(files{"20260202000000_fails.sql": "DELETE FROM children;\nnonsense;\n"})).Apply(t.Context(), url, discard)
	if err == nil {
		t.Fatal("nonsense was applied")
	}
	copied := path + ".before-20260202000000"
	if !strings.Contains(err.Error(), copied) {
		t.Errorf("%v; want it to name %s", err, copied)
	}
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("copy: %v, %v; want it for its owner alone", info, err)
	}
	if n := count(t, "sqlite:"+copied, `SELECT count(*) FROM children`); n != children {
		t.Errorf("%d children in the copy", n)
	}

	// Later ones take its place, and only the newest two stay.
	for _, name := range []string{"20260202000000_a.sql", "20260303000000_b.sql", "20260404000000_c.sql"} {
		all = all.with(files{name: "CREATE TABLE t" + name[15:16] + " (id bigint);\n"})
		if err := newSet(all).Apply(t.Context(), url, discard); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{path + ".before-20260303000000", path + ".before-20260404000000"}
	if copies := backups(t, path); !slices.Equal(copies, want) {
		t.Errorf("copies %v, want %v", copies, want)
	}
}

func backups(t *testing.T, path string) []string {
	t.Helper()
	found, err := filepath.Glob(path + ".before-*")
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(found, func(name string) bool {
		return strings.HasSuffix(name, "-wal") || strings.HasSuffix(name, "-shm")
	})
}

func TestOfManyThatStartAtOnceOneMigrates(t *testing.T) {
	eachEmptyDatabase(t, func(t *testing.T, url string) {
		set := newSet(family.with(rebuild).with(files{"20260303000000_once.sql": "CREATE TABLE once (id bigint);\nINSERT INTO once VALUES (1);\n"}))
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				if err := set.Apply(t.Context(), url, discard); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := count(t, url, `SELECT count(*) FROM once`); n != 1 {
			t.Errorf("%d rows, want 1: the migration ran %d times", n, n)
		}
	})
}

func drop(t *testing.T, url, table string) {
	t.Helper()
	if _, err := testkit.Open(t, url).SQL.ExecContext(t.Context(), "DROP TABLE IF EXISTS "+table); err != nil {
		t.Fatal(err)
	}
}
