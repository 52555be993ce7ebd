package migrations

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"ariga.io/atlas/sql/migrate"
	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/schema"

	entmigrate "github.com/mosswart/overlord/ent/migrate"
	"github.com/mosswart/overlord/internal/database"
)

// ErrNoChange says that the migrations already lead to the schema.
var ErrNoChange = errors.New("the migrations already lead to the schema")

var migrationName = regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)

// DevDatabases are empty databases to replay migrations on while comparing them with the schema. What is in them
// afterwards is of no use to anybody.
type DevDatabases struct {
	SQLite   string // URL of a database without tables
	Postgres string // likewise
}

// Diff is for developers: it writes what ent/schema has gained since the last migration into new files
// VERSION_name.sql, one for each dialect, in root/{sqlite,postgres}, and brings both atlas.sum files up to date.
// root is this package's folder; name is lower case with underscores. It returns the files that it wrote, or
// ErrNoChange where neither dialect needs one.
//
// Tables that are in the migrations alone (timeseries) are left alone, so a table whose entity is removed must be
// dropped by hand: write the statement into a file and call Rehash.
func Diff(ctx context.Context, root, name string, dev DevDatabases) ([]string, error) {
	if !migrationName.MatchString(name) {
		return nil, fmt.Errorf("name the migration in lower case with underscores, not %q", name)
	}
	version := time.Now().UTC().Format("20060102150405")
	var written []string
	for _, d := range []struct{ dialect, url string }{{dialect.SQLite, dev.SQLite}, {dialect.Postgres, dev.Postgres}} {
		err := diffDialect(ctx, filepath.Join(root, folder(d.dialect)), d.url, name, version)
		switch {
		case errors.Is(err, migrate.ErrNoPlan):
		case err != nil:
			return written, fmt.Errorf("diff %s: %w", d.dialect, err)
		default:
			written = append(written, filepath.Join(root, folder(d.dialect), version+"_"+name+".sql"))
		}
	}
	if len(written) == 0 {
		return nil, ErrNoChange
	}
	return written, nil
}

func diffDialect(ctx context.Context, path, devURL, name, version string) error {
	dir, err := migrate.NewLocalDir(path)
	if err != nil {
		return err
	}
	db, dialectName, err := openDev(ctx, devURL)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	atlas, err := schema.NewMigrate(entsql.OpenDB(dialectName, db),
		schema.WithDir(dir),
		schema.WithFormatter(versioned(version)),
		schema.WithMigrationMode(schema.ModeReplay),
		schema.WithDropColumn(true),
		schema.WithDropIndex(true),
		schema.WithForeignKeys(true),
		schema.WithErrNoPlan(true),
		schema.WithIndent("  "),
	)
	if err != nil {
		return err
	}
	return atlas.NamedDiff(ctx, name, entmigrate.Tables...)
}

// openDev opens a development database on one connection: what Atlas sets on a connection must still hold when it
// sends the next statement.
func openDev(ctx context.Context, url string) (*sql.DB, string, error) {
	db, dialectName, err := database.Connect(ctx, url, 0)
	if err != nil {
		return nil, "", err
	}
	db.SetMaxOpenConns(1)
	return db, dialectName, nil
}

// versioned formats plans as files of one version, so that both dialects' files carry the same.
type versioned string

// Format implements migrate.Formatter.
func (v versioned) Format(plan *migrate.Plan) ([]migrate.File, error) {
	plan.Version = string(v)
	return migrate.DefaultFormatter.Format(plan)
}

// Rehash is for developers: it brings both atlas.sum files up to date after a file was written by hand. A file
// that any database has applied must not change any more.
func Rehash(root string) error {
	for _, d := range []string{dialect.SQLite, dialect.Postgres} {
		dir, err := migrate.NewLocalDir(filepath.Join(root, folder(d)))
		if err != nil {
			return err
		}
		sum, err := dir.Checksum()
		if err != nil {
			return fmt.Errorf("hash %s: %w", dir.Path(), err)
		}
		if err := migrate.WriteSumFile(dir, sum); err != nil {
			return fmt.Errorf("write sums of %s: %w", dir.Path(), err)
		}
	}
	return nil
}

// Root finds this package's folder in the source tree that the working directory is in.
func Root() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		root := filepath.Join(dir, "ent", "migrations")
		if _, err := os.Stat(filepath.Join(root, "sqlite", sumFile)); err == nil {
			return root, nil
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		return "", errors.New("run this inside a checkout of Overlord's sources: no ent/migrations here")
	}
}
