// Package migrations brings a database to the schema that this program needs, and refuses one that it cannot
// bring there.
//
// The files in sqlite/ and postgres/ are versioned SQL, embedded, each folder summed up in its atlas.sum. They are
// written by Diff from ent/schema, or by hand (the hypertables). A file that any database has applied never
// changes: the table schema_migrations keeps the checksum of each, and every start compares them.
//
// All pending files are applied in one transaction under a lock, so that a program that is killed leaves the
// database as it was. A SQLite database that has rows is copied first, and the copy is kept.
package migrations

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"time"

	"ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"
)

//go:embed sqlite/*.sql sqlite/atlas.sum postgres/*.sql postgres/atlas.sum
var embedded embed.FS

const sumFile = "atlas.sum"

// Apply applies the pending migrations of this program to the database that url names. With nothing to do it
// costs one connection and one query. See Set.Apply.
func Apply(ctx context.Context, url string, log *slog.Logger) error {
	return Set{embedded}.Apply(ctx, url, log)
}

// Status lists this program's migrations and those that the database has, in order. See Set.Status.
func Status(ctx context.Context, url string) ([]Entry, error) {
	return Set{embedded}.Status(ctx, url)
}

// Set is a set of migrations: a file system with the folders sqlite and postgres, each with its atlas.sum.
type Set struct{ Files fs.FS }

// Entry is one migration in a Status.
type Entry struct {
	Version   string    // 20060102150405, by which they are ordered
	Name      string    // what it is about
	AppliedAt time.Time // zero while it is pending
	Problem   string    // why a start would be refused because of it; "" for none
}

// migration is one file of a dialect.
type migration struct {
	version, name string
	checksum      string // SHA-256 of the file, hex
	file          migrate.File
}

func (m migration) String() string { return m.version + "_" + m.name }

func folder(dialectName string) string {
	if dialectName == dialect.Postgres {
		return "postgres"
	}
	return "sqlite"
}

// load reads a dialect's files in order and makes sure that they are those that atlas.sum lists: a file that was
// edited, added or lost on its way into this program is an error.
func (s Set) load(dialectName string) ([]migration, error) {
	dir, err := fs.Sub(s.Files, folder(dialectName))
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(dir, "*.sql") // sorted
	if err != nil {
		return nil, err
	}
	var (
		files  []migrate.File
		loaded []migration
	)
	for _, name := range names {
		content, err := fs.ReadFile(dir, name)
		if err != nil {
			return nil, fmt.Errorf("read migration %s: %w", name, err)
		}
		file := migrate.NewLocalFile(name, content)
		files = append(files, file)
		digest := sha256.Sum256(content)
		loaded = append(loaded, migration{
			version: file.Version(), name: file.Desc(), checksum: hex.EncodeToString(digest[:]), file: file,
		})
	}
	want, err := fs.ReadFile(dir, sumFile)
	if err != nil {
		return nil, fmt.Errorf("read %s/%s: %w", folder(dialectName), sumFile, err)
	}
	sum, err := migrate.NewHashFile(files)
	if err != nil {
		return nil, err
	}
	have, err := sum.MarshalText()
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(string(have)) != strings.TrimSpace(string(want)) {
		return nil, fmt.Errorf("%w: the files in ent/migrations/%s are not those that its %s lists; "+
			"if you are writing a migration by hand, run `overlord migrate hash`, else restore the files",
			ErrAltered, folder(dialectName), sumFile)
	}
	return loaded, nil
}

// Why a database and this program do not fit together. Each is wrapped in a message that says what to do.
var (
	ErrAltered    = errors.New("the program's migrations were altered")
	ErrEdited     = errors.New("an applied migration was edited")
	ErrMissing    = errors.New("an applied migration is missing from this program")
	ErrNewer      = errors.New("the database is newer than this program")
	ErrOutOfOrder = errors.New("a migration comes too late")
	ErrForeign    = errors.New("the database belongs to something else")
)
