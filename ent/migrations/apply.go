package migrations

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/internal/database"
)

// target is a database that migrations are applied to, with what its dialect does differently.
type target interface {
	// begin starts the transaction that holds the lock: nobody else migrates until it ends.
	begin(ctx context.Context) (*sql.Tx, error)
	// backup copies the database as it was before the transaction and returns where the copy is, or "".
	backup(ctx context.Context, before migration) (string, error)
	// verify looks for damage before the commit.
	verify(ctx context.Context, tx *sql.Tx) error
	// tidy removes older backups after the commit.
	tidy(log *slog.Logger)
	close() error
}

// Apply applies the pending migrations of the set to the database that url names, all in one transaction, or
// none. Of several processes that start at once one migrates and the others wait for it, as long as ctx allows.
//
// It returns an error that wraps ErrAltered, ErrEdited, ErrMissing, ErrNewer, ErrOutOfOrder or ErrForeign where
// the database and the set do not fit together; then nothing was touched. Any other error means that nothing was
// changed either, and names the copy that was made before, where there is one. A program that is killed meanwhile
// leaves the database as it was; the next Apply starts again.
func (s Set) Apply(ctx context.Context, url string, log *slog.Logger) error {
	db, dialectName, err := database.Connect(ctx, url, 0)
	if err != nil {
		return err
	}
	pending, err := s.check(ctx, db, dialectName)
	if cerr := db.Close(); err == nil && cerr != nil {
		err = fmt.Errorf("close database: %w", cerr)
	}
	if err != nil || len(pending) == 0 {
		return err
	}

	var t target
	if dialectName == dialect.Postgres {
		t, err = openPostgres(ctx, url, log)
	} else {
		t, err = openSQLite(ctx, url, log)
	}
	if err != nil {
		return err
	}
	return errors.Join(s.apply(ctx, t, dialectName, log), t.close())
}

// check compares the set with the database and returns what is pending.
func (s Set) check(ctx context.Context, db querier, dialectName string) ([]migration, error) {
	want, err := s.load(dialectName)
	if err != nil {
		return nil, err
	}
	have, err := readRevisions(ctx, db, dialectName)
	if err != nil {
		return nil, err
	}
	return compare(have, want)
}

func (s Set) apply(ctx context.Context, t target, dialectName string, log *slog.Logger) (err error) {
	tx, err := t.begin(ctx)
	if err != nil {
		return fmt.Errorf("begin to migrate: %w", err)
	}
	var copied string
	defer func() {
		if err == nil {
			return
		}
		if rerr := tx.Rollback(); rerr != nil && !errors.Is(rerr, sql.ErrTxDone) {
			err = errors.Join(err, fmt.Errorf("roll back: %w", rerr))
		}
		if copied != "" {
			err = fmt.Errorf("%w; the database is as it was before, and a copy of that is kept in %s: "+
				"start the previous version of Overlord to go on", err, copied)
		}
	}()

	// Again, now that nobody else can change it.
	pending, err := s.check(ctx, tx, dialectName)
	if err != nil || len(pending) == 0 {
		return errors.Join(err, tx.Rollback())
	}
	have, err := readRevisions(ctx, tx, dialectName)
	if err != nil {
		return err
	}
	if len(have) == 0 {
		err = refuseForeign(ctx, tx, dialectName)
	} else {
		copied, err = t.backup(ctx, pending[0])
	}
	if err != nil {
		return err
	}

	begun := time.Now()
	if _, err := tx.ExecContext(ctx, createRevisions); err != nil {
		return fmt.Errorf("create schema_migrations: %w", err)
	}
	for _, m := range pending {
		if err := run(ctx, tx, m); err != nil {
			return err
		}
	}
	if err := t.verify(ctx, tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit migrations: %w", err)
	}
	log.InfoContext(ctx, "database migrated", slog.Int("migrations", len(pending)),
		slog.String("version", pending[len(pending)-1].version), slog.String("backup", copied),
		slog.Int64("took_ms", time.Since(begun).Milliseconds()))
	t.tidy(log)
	return nil
}

// run executes one file's statements and notes that the database has it.
func run(ctx context.Context, tx *sql.Tx, m migration) error {
	statements, err := m.file.StmtDecls()
	if err != nil {
		return fmt.Errorf("read migration %s: %w", m, err)
	}
	for i, statement := range statements {
		if _, err := tx.ExecContext(ctx, statement.Text); err != nil {
			return fmt.Errorf("migration %s, statement %d of %d: %w", m, i+1, len(statements), err)
		}
	}
	appliedAt := time.Now().UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano)
	if _, err := tx.ExecContext(ctx, insertRevision, m.version, m.name, m.checksum, appliedAt); err != nil {
		return fmt.Errorf("note migration %s: %w", m, err)
	}
	return nil
}

// Status lists the migrations of the set and those that the database has, in order, with what would keep a start
// from going on. It changes nothing.
func (s Set) Status(ctx context.Context, url string) (_ []Entry, err error) {
	var (
		have        []revision
		dialectName = dialect.SQLite
	)
	if !isMissingSQLite(url) {
		var db *sql.DB
		db, dialectName, err = database.Connect(ctx, url, 0)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, db.Close()) }()
		if have, err = readRevisions(ctx, db, dialectName); err != nil {
			return nil, err
		}
	}
	want, err := s.load(dialectName)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	for _, a := range align(have, want) {
		var e Entry
		if a.migration != nil {
			e.Version, e.Name = a.migration.version, a.migration.name
		}
		if a.revision != nil {
			e.Version, e.Name, e.AppliedAt = a.revision.version, a.revision.name, a.revision.appliedAt
		}
		if a.problem != nil {
			e.Problem = a.problem.Error()
		}
		entries = append(entries, e)
	}
	return entries, nil
}
