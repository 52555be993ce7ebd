package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
)

// Files are called 0001_what_it_does.sql; a statement ends with a semicolon at the end of a line.
//
//go:embed migrations
var migrations embed.FS

// migration is one step of the store's schema. It is never changed once it has been released.
type migration struct {
	version    int
	name       string
	statements []string
}

// migrationLock is the key of PostgreSQL's advisory lock around migrations.
const migrationLock = 0x61646d696e // "admin"

// migrate brings the store's tables up to date, in one transaction. Of several processes one does it, and the others
// wait.
func migrate(ctx context.Context, source entity.Source) error {
	steps, err := migrationsFor(source.Dialect())
	if err != nil {
		return err
	}
	const table = `CREATE TABLE IF NOT EXISTS admin_migrations (version bigint NOT NULL PRIMARY KEY, name varchar(255) NOT NULL)`
	if source.Dialect() == dialect.SQLite {
		if err := exec(ctx, source.Driver(), table); err != nil {
			return fmt.Errorf("make the table of migrations: %w", err)
		}
	}
	return source.InTx(ctx, func(ctx context.Context, tx entity.Tx) error {
		if err := lockMigrations(ctx, tx.Driver, table); err != nil {
			return fmt.Errorf("lock migrations: %w", err)
		}
		done, err := one[int](ctx, tx.Driver, `SELECT COALESCE(MAX(version), 0) FROM admin_migrations`)
		if err != nil {
			return fmt.Errorf("read migrations: %w", err)
		}
		if done > len(steps) {
			return fmt.Errorf("the admin's tables are of version %d, and this program knows only %d", done, len(steps))
		}
		for _, step := range steps[done:] {
			if err := step.apply(ctx, tx.Driver); err != nil {
				return fmt.Errorf("migration %d (%s): %w", step.version, step.name, err)
			}
		}
		return nil
	})
}

// lockMigrations lets one transaction on at a time. On SQLite a statement that writes takes the write lock, even where
// it changes nothing; as the first one of its transaction it waits for the lock as long as the host's settings say.
func lockMigrations(ctx context.Context, tx dialect.Driver, table string) error {
	if tx.Dialect() == dialect.SQLite {
		return exec(ctx, tx, `UPDATE admin_migrations SET version = version WHERE 0 = 1`)
	}
	if err := exec(ctx, tx, `SELECT pg_advisory_xact_lock($1)`, migrationLock); err != nil {
		return err
	}
	return exec(ctx, tx, table)
}

func (m migration) apply(ctx context.Context, tx dialect.Driver) error {
	for _, statement := range m.statements {
		if err := exec(ctx, tx, statement); err != nil {
			return fmt.Errorf("%w in %q", err, statement)
		}
	}
	query, args := sql.Dialect(tx.Dialect()).Insert("admin_migrations").
		Columns("version", "name").Values(m.version, m.name).Query()
	return exec(ctx, tx, query, args...)
}

// migrationsFor are the steps for a dialect, in order, numbered from 1 without a gap.
func migrationsFor(name string) ([]migration, error) {
	folder := path.Join("migrations", name)
	files, err := fs.ReadDir(migrations, folder)
	if err != nil {
		return nil, fmt.Errorf("the admin's store does not know the dialect %q: it works on %s and %s", name, dialect.SQLite, dialect.Postgres)
	}
	steps := make([]migration, len(files))
	for i, file := range files {
		number, rest, _ := strings.Cut(strings.TrimSuffix(file.Name(), ".sql"), "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("migration %s: want number %d", file.Name(), i+1)
		}
		text, err := migrations.ReadFile(path.Join(folder, file.Name()))
		if err != nil {
			return nil, fmt.Errorf("migration %s: %w", file.Name(), err)
		}
		steps[i] = migration{version: version, name: rest, statements: split(string(text))}
	}
	return steps, nil
}

// split cuts a migration into its statements.
func split(text string) []string {
	var statements []string
	for part := range strings.SplitSeq(text, ";\n") {
		if part = strings.TrimSpace(part); part != "" {
			statements = append(statements, part)
		}
	}
	return statements
}
