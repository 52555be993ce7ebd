package migrations

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"entgo.io/ent/dialect"
)

// revision is one row of schema_migrations: a migration that the database has.
type revision struct {
	version, name, checksum string
	appliedAt               time.Time
}

func (r revision) String() string { return r.version + "_" + r.name }

// querier is what *sql.DB, *sql.Conn and *sql.Tx have in common here.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// applied_at is text in both dialects, so that the table reads the same everywhere.
const createRevisions = `CREATE TABLE IF NOT EXISTS schema_migrations (
  version text NOT NULL PRIMARY KEY,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at text NOT NULL
)`

const insertRevision = `INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)`

// readRevisions returns what the database has, in order; nothing where schema_migrations does not exist.
func readRevisions(ctx context.Context, db querier, dialectName string) (_ []revision, err error) {
	exists, err := hasTable(ctx, db, dialectName, "schema_migrations")
	if err != nil || !exists {
		return nil, err
	}
	rows, err := db.QueryContext(ctx, `SELECT version, name, checksum, applied_at FROM schema_migrations ORDER BY version`)
	if err != nil {
		return nil, fmt.Errorf("read schema_migrations: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var revisions []revision
	for rows.Next() {
		var (
			r  revision
			at string
		)
		if err := rows.Scan(&r.version, &r.name, &r.checksum, &at); err != nil {
			return nil, fmt.Errorf("read schema_migrations: %w", err)
		}
		if r.appliedAt, err = time.Parse(time.RFC3339Nano, at); err != nil {
			return nil, fmt.Errorf("read schema_migrations: applied_at of %s: %w", r, err)
		}
		revisions = append(revisions, r)
	}
	return revisions, rows.Err()
}

func hasTable(ctx context.Context, db querier, dialectName, table string) (bool, error) {
	query := `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $1`
	if dialectName == dialect.Postgres {
		query = `SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = $1`
	}
	var n int
	if err := db.QueryRowContext(ctx, query, table).Scan(&n); err != nil {
		return false, fmt.Errorf("look for table %s: %w", table, err)
	}
	return n > 0, nil
}

// refuseForeign makes sure that a database without schema_migrations is empty: the tables of another program are
// not ours to change. Tables that belong to an extension do not count.
func refuseForeign(ctx context.Context, db querier, dialectName string) error {
	query := `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name LIMIT 1`
	if dialectName == dialect.Postgres {
		query = `SELECT c.relname FROM pg_catalog.pg_class c
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1 LIMIT 1`
	}
	var table string
	switch err := db.QueryRowContext(ctx, query).Scan(&table); {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("look for tables: %w", err)
	}
	return fmt.Errorf("%w: it has a table %q, but no schema_migrations; give Overlord an empty database of its own (DATABASE_URL)",
		ErrForeign, table)
}

// compare tells which of the program's migrations are pending, or why the two do not fit together.
func compare(have []revision, want []migration) (pending []migration, err error) {
	entries := align(have, want)
	for _, e := range entries {
		if e.problem != nil {
			return nil, e.problem
		}
		if e.migration != nil && e.revision == nil {
			pending = append(pending, *e.migration)
		}
	}
	return pending, nil
}

type aligned struct {
	revision  *revision
	migration *migration
	problem   error
}

// align merges what the database has and what the program has by version, both of which are in order.
func align(have []revision, want []migration) []aligned {
	var (
		entries       []aligned
		newestApplied string
		newestKnown   string
	)
	if len(have) > 0 {
		newestApplied = have[len(have)-1].version
	}
	if len(want) > 0 {
		newestKnown = want[len(want)-1].version
	}
	for len(have) > 0 || len(want) > 0 {
		switch {
		case len(want) == 0 || len(have) > 0 && have[0].version < want[0].version:
			entries = append(entries, aligned{revision: &have[0], problem: unknownRevision(have[0], newestKnown)})
			have = have[1:]
		case len(have) == 0 || want[0].version < have[0].version:
			e := aligned{migration: &want[0]}
			if want[0].version < newestApplied {
				e.problem = fmt.Errorf("%w: %s is not applied, but %s, which comes after it, is; "+
					"start the program that the database was last used with, or, if you wrote the migration, give it a version of its own time",
					ErrOutOfOrder, want[0], newestApplied)
			}
			entries = append(entries, e)
			want = want[1:]
		default:
			e := aligned{revision: &have[0], migration: &want[0]}
			if have[0].checksum != want[0].checksum {
				e.problem = fmt.Errorf("%w: %s was applied with checksum %.12s…, this program has %.12s…; "+
					"start the program that applied it, or undo the edit and put the change into a new migration",
					ErrEdited, have[0], have[0].checksum, want[0].checksum)
			}
			entries = append(entries, e)
			have, want = have[1:], want[1:]
		}
	}
	return entries
}

func unknownRevision(r revision, newestKnown string) error {
	if r.version > newestKnown {
		return fmt.Errorf("%w: it has %s, and the newest that this program knows is %q; "+
			"start the newer program, or restore a backup from before the upgrade", ErrNewer, r, newestKnown)
	}
	return fmt.Errorf("%w: the database has %s; start the program that applied it, or restore the file", ErrMissing, r)
}
