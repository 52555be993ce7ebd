package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"modernc.org/sqlite" // also the driver "sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteParameters are those that modernc.org/sqlite v1.60 honours; unknown ones it would silently ignore, so
// a test reads each of them back.
//
//   - WAL: readers do not wait for the writer, nor the writer for them.
//   - synchronous FULL: a commit survives a power cut.
//   - immediate: a transaction takes the writer's place when it begins; one that begins as a reader could not
//     become a writer after another has written.
//   - times as text in UTC, which sorts in time's order.
//   - a cache of up to 32 MiB a connection: with SQLite's own 2 MiB a search over items reads most pages anew.
var sqliteParameters = url.Values{
	"_fk":           {"1"},
	"_journal_mode": {"WAL"},
	"_synchronous":  {"FULL"},
	"_busy_timeout": {"5000"},
	"_txlock":       {"immediate"},
	"_time_format":  {"sqlite"},
	"_timezone":     {"UTC"},
	"_pragma":       {"cache_size(-32768)"},
}

// sqliteConnections bounds the pool: one writes, the others read.
const sqliteConnections = 8

func openSQLite(path string) (*sql.DB, error) {
	if !filepath.IsAbs(path) {
		return nil, fmt.Errorf("the path of a SQLite database must be absolute, as in sqlite:/var/lib/overlord/overlord.db; got %q", path)
	}
	if err := createPrivate(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", SQLiteDSN(path, nil))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(sqliteConnections)
	db.SetMaxIdleConns(sqliteConnections)
	return db, nil
}

// walPatience is how long Answer asks again while others switch a new file to its journal mode.
const walPatience = 5 * time.Second

// Answer pings the database. Where several processes open a new SQLite file at once, one of them switches it to WAL,
// and the others find it locked: SQLite does not wait there by itself, whatever the busy timeout is, so it is asked
// again.
func Answer(ctx context.Context, db *sql.DB) error {
	for end := time.Now().Add(walPatience); ; {
		err := db.PingContext(ctx)
		var busy *sqlite.Error
		if err == nil || !errors.As(err, &busy) || busy.Code()&0xff != sqlite3.SQLITE_BUSY || time.Now().After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// SQLiteDSN is the driver's name for the database file at path, with the parameters that Overlord always uses
// and those of override in their place. The path is escaped: no character in it becomes a parameter.
func SQLiteDSN(path string, override url.Values) string {
	query := maps.Clone(sqliteParameters)
	maps.Copy(query, override)
	escaped := (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()
	return "file:" + strings.ReplaceAll(escaped, "?", "%3F") + "?" + query.Encode()
}

// createPrivate makes an empty file that only its owner reads, unless there is one: it will hold password hashes.
// SQLite gives its side files the same mode.
func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) // #nosec G304 -- the operator names the file
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}
