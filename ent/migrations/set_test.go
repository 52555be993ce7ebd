package migrations_test

import (
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"ariga.io/atlas/sql/migrate"

	"github.com/mosswart/overlord/ent/migrations"
	"github.com/mosswart/overlord/internal/testkit"
)

var discard = slog.New(slog.DiscardHandler)

// files are migrations by file name, the same in both dialects unless the name begins with "sqlite/" or "postgres/".
type files map[string]string

// newSet makes a set of the files, with the sums that they should have.
func newSet(content files) migrations.Set {
	all := fstest.MapFS{}
	for _, dialect := range []string{"sqlite", "postgres"} {
		var list []migrate.File
		for _, key := range slices.SortedFunc(maps.Keys(content), func(a, b string) int { return strings.Compare(base(a), base(b)) }) {
			if own, _, ok := strings.Cut(key, "/"); ok && own != dialect {
				continue
			}
			all[dialect+"/"+base(key)] = &fstest.MapFile{Data: []byte(content[key])}
			list = append(list, migrate.NewLocalFile(base(key), []byte(content[key])))
		}
		sum, err := migrate.NewHashFile(list)
		if err != nil {
			panic(err) // does not happen: hashing writes to memory
		}
		text, err := sum.MarshalText()
		if err != nil {
			panic(err)
		}
		all[dialect+"/atlas.sum"] = &fstest.MapFile{Data: text}
	}
	return migrations.Set{Files: all}
}

func base(key string) string {
	if _, name, ok := strings.Cut(key, "/"); ok {
		return name
	}
	return key
}

// with is the files and more.
func (f files) with(more files) files {
	all := maps.Clone(f)
	maps.Copy(all, more)
	return all
}

// eachEmptyDatabase runs fn as the subtests "sqlite" and "postgres" with the URL of a database without tables.
func eachEmptyDatabase(t *testing.T, fn func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, testkit.EmptySQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, testkit.EmptyPostgres(t)) })
}

const children = 5_000

// family is a parent table with children that go when their parent goes.
var family = files{
	"sqlite/20260101000000_family.sql": "CREATE TABLE parents (id integer PRIMARY KEY AUTOINCREMENT, name text NOT NULL);\n" +
		"CREATE TABLE children (id integer PRIMARY KEY AUTOINCREMENT, parent_id integer NOT NULL,\n" +
		"  CONSTRAINT children_parent FOREIGN KEY (parent_id) REFERENCES parents (id) ON DELETE CASCADE);\n",
	"postgres/20260101000000_family.sql": "CREATE TABLE parents (id bigint PRIMARY KEY, name text NOT NULL);\n" +
		"CREATE TABLE children (id bigint PRIMARY KEY, parent_id bigint NOT NULL,\n" +
		"  CONSTRAINT children_parent FOREIGN KEY (parent_id) REFERENCES parents (id) ON DELETE CASCADE);\n",
}

// rebuild changes the parents: on SQLite as Atlas writes it, by a new table in the old one's place.
var rebuild = files{
	"sqlite/20260202000000_rebuild.sql": "-- Disable the enforcement of foreign-keys constraints\n" +
		"PRAGMA foreign_keys = off;\n" +
		"-- Create \"new_parents\" table\n" +
		"CREATE TABLE `new_parents` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `name` text NOT NULL, `note` text NOT NULL DEFAULT ('new; old'));\n" +
		"INSERT INTO `new_parents` (`id`, `name`) SELECT `id`, `name` FROM `parents`;\n" +
		"DROP TABLE `parents`;\n" +
		"ALTER TABLE `new_parents` RENAME TO `parents`;\n" +
		"-- Enable back the enforcement of foreign-keys constraints\n" +
		"PRAGMA foreign_keys = on;\n",
	"postgres/20260202000000_rebuild.sql": "ALTER TABLE parents ADD COLUMN note text NOT NULL DEFAULT 'new; old';\n" +
		"ALTER TABLE parents ALTER COLUMN name TYPE varchar(200);\n",
}

// raise fills the family with 50 parents and their children.
func raise(t testing.TB, url string) {
	t.Helper()
	db := testkit.Open(t, url)
	for _, statement := range []string{
		`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50) INSERT INTO parents (id, name) SELECT i, 'parent' FROM n`,
		fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO children (id, parent_id) SELECT i, 1 + i %% 50 FROM n`, children),
	} {
		if _, err := db.SQL.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

func count(t testing.TB, url, query string) (n int) {
	t.Helper()
	db := testkit.Open(t, url)
	if err := db.SQL.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// versions is what Status says, as "version state" with the state applied, pending or refused.
func versions(t testing.TB, s migrations.Set, url string) []string {
	t.Helper()
	entries, err := s.Status(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		state := "pending"
		switch {
		case e.Problem != "":
			state = "refused"
		case !e.AppliedAt.IsZero():
			state = "applied"
		}
		all = append(all, e.Version+" "+state)
	}
	return all
}
