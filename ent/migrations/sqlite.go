package migrations

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/mosswart/overlord/internal/database"
)

// keptBackups is how many copies from before migrations stay beside the database.
const keptBackups = 2

// sqliteTarget migrates over one connection with foreign keys switched off since before the transaction: Atlas
// rebuilds a table by dropping it, which would otherwise take the rows of its children along, and inside a
// transaction the switch does nothing.
type sqliteTarget struct {
	db   *sql.DB
	path string
	log  *slog.Logger
}

func openSQLite(ctx context.Context, rawURL string, log *slog.Logger) (target, error) {
	path := strings.TrimPrefix(rawURL, "sqlite:")
	db, err := sql.Open("sqlite", database.SQLiteDSN(path, url.Values{"_fk": {"0"}, "_busy_timeout": {"1000"}}))
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	db.SetMaxOpenConns(1)
	t := &sqliteTarget{db: db, path: path, log: log}
	if err := database.Answer(ctx, db); err != nil {
		return nil, errors.Join(fmt.Errorf("open database: no answer: %w", err), db.Close())
	}
	var on bool
	if err := db.QueryRowContext(ctx, `PRAGMA foreign_keys`).Scan(&on); err != nil {
		return nil, errors.Join(fmt.Errorf("ask for foreign keys: %w", err), db.Close())
	}
	if on {
		return nil, errors.Join(errors.New("foreign keys cannot be switched off: migrating would lose rows"), db.Close())
	}
	return t, nil
}

// isMissingSQLite reports whether url names a SQLite file that opening it would create.
func isMissingSQLite(rawURL string) bool {
	path, ok := strings.CutPrefix(rawURL, "sqlite:")
	if !ok {
		return false
	}
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

func (t *sqliteTarget) close() error { return t.db.Close() }

// begin takes the one writer's place (BEGIN IMMEDIATE), waiting for whoever has it. The system gives the place of
// a process that died to the next.
func (t *sqliteTarget) begin(ctx context.Context) (*sql.Tx, error) {
	for told := false; ; told = true {
		tx, err := t.db.BeginTx(ctx, nil) // waits a second by itself
		var serr *sqlite.Error
		if err == nil || ctx.Err() != nil || !errors.As(err, &serr) || serr.Code()&0xff != sqlite3.SQLITE_BUSY {
			return tx, err
		}
		if !told {
			t.log.InfoContext(ctx, "waiting for another process that writes to the database", slog.String("file", t.path))
		}
	}
}

// backup copies the database through a second connection, which sees it as it was before the transaction.
func (t *sqliteTarget) backup(ctx context.Context, before migration) (_ string, err error) {
	path := t.path + ".before-" + before.version
	part := path + ".part"
	defer func() {
		if err != nil {
			err = fmt.Errorf("copy the database to %s before migrating it (is there room?): %w", path, err)
		}
	}()
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600) // #nosec G304 -- beside the operator's file
	if err != nil {
		return "", err
	}
	defer func() {
		if f != nil {
			err = errors.Join(err, f.Close(), os.Remove(part))
		}
	}()
	reader, err := sql.Open("sqlite", database.SQLiteDSN(t.path, url.Values{"_txlock": {"deferred"}}))
	if err != nil {
		return "", err
	}
	_, err = reader.ExecContext(ctx, `VACUUM INTO ?`, part)
	if err := errors.Join(err, reader.Close()); err != nil {
		return "", err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return "", err
	}
	f = nil
	return path, os.Rename(part, path)
}

// verify makes sure that every reference still has its target, since nobody looked while foreign keys were off.
func (t *sqliteTarget) verify(ctx context.Context, tx *sql.Tx) (err error) {
	rows, err := tx.QueryContext(ctx, `SELECT "table", parent, count(*) FROM pragma_foreign_key_check GROUP BY 1, 2 ORDER BY 1, 2`)
	if err != nil {
		return fmt.Errorf("check foreign keys: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var broken []string
	for rows.Next() {
		var (
			child, parent string
			n             int
		)
		if err := rows.Scan(&child, &parent, &n); err != nil {
			return fmt.Errorf("check foreign keys: %w", err)
		}
		broken = append(broken, fmt.Sprintf("%d rows of %s have no %s", n, child, parent))
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("check foreign keys: %w", err)
	}
	if len(broken) > 0 {
		return fmt.Errorf("the migration would break references: %s", strings.Join(broken, "; "))
	}
	return nil
}

// tidy removes all but the newest copies.
func (t *sqliteTarget) tidy(log *slog.Logger) {
	entries, err := os.ReadDir(filepath.Dir(t.path))
	if err != nil {
		log.Warn("look for older backups", slog.Any("err", err))
		return
	}
	var copies []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), filepath.Base(t.path)+".before-") {
			copies = append(copies, filepath.Join(filepath.Dir(t.path), e.Name()))
		}
	}
	slices.Sort(copies) // by version
	for len(copies) > keptBackups {
		if err := os.Remove(copies[0]); err != nil {
			log.Warn("remove an older backup", slog.String("file", copies[0]), slog.Any("err", err))
		}
		copies = copies[1:]
	}
}
