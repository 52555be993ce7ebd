package database_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"go.uber.org/goleak"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/user"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

func TestEverySQLiteConnectionHasTheParameters(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	var connections []*sql.Conn
	for range 3 { // held at once, so that each is another
		conn, err := db.SQL.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		connections = append(connections, conn)
		for pragma, want := range map[string]string{
			"foreign_keys": "1", "journal_mode": "wal", "synchronous": "2", "busy_timeout": "5000", "cache_size": "-32768",
		} {
			var got string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %q, %v; want %q", pragma, got, err, want)
			}
		}
	}
	for _, conn := range connections {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestASQLiteTransactionWritesFromItsBeginning(t *testing.T) {
	url := testkit.SQLite(t)
	db := testkit.Open(t, url)
	hasty, err := sql.Open("sqlite", database.SQLiteDSN(strings.TrimPrefix(url, "sqlite:"), map[string][]string{"_busy_timeout": {"0"}}))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = hasty.Close() }()
	tx, err := db.SQL.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if second, err := hasty.BeginTx(t.Context(), nil); err == nil {
		_ = second.Rollback()
		t.Error("a second transaction began as well")
	}
	// Readers go on.
	if n, err := db.Ent.User.Query().Count(t.Context()); err != nil || n != 0 {
		t.Errorf("%d users, %v", n, err)
	}
}

func TestASQLitePathIsAFileNameWhateverItsCharacters(t *testing.T) {
	for _, name := range []string{"a b.db", "q?_fk=0.db", "h#x.db", "p%20c.db", "a&b=c.db", "ümläut.db", "file:x.db"} {
		path := filepath.Join(t.TempDir(), name)
		db, err := database.Open(t.Context(), "sqlite:"+path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := db.SQL.ExecContext(t.Context(), `CREATE TABLE x (id integer)`); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := db.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Size() == 0 || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want the database there, for its owner alone", name, info, err)
		}
	}
}

func TestOpenRefusesWhatItCannotOpen(t *testing.T) {
	tests := []struct{ name, url, message string }{
		{"nothing", "", "must begin with"},
		{"another database", "mysql://root:hunter2@host/db", "must begin with"},
		{"a relative path", "sqlite:overlord.db", "absolute"},
		{"a folder that is not there", "sqlite:" + filepath.Join(t.TempDir(), "no", "x.db"), "no such file"},
		{"a file that is no database", "sqlite:" + noDatabase(t), "not a database"},
		{"a malformed URL", "postgres://u:hunter2@[::1", "cannot be read"},
		{"a server that is not there", "postgres://u:hunter2@127.0.0.1:1/db", "refused"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			db, err := database.Open(t.Context(), test.url)
			if err == nil {
				_ = db.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), test.message) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("got %q; want it to say %q, and no password", err, test.message)
			}
		})
	}
}

func noDatabase(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, []byte(strings.Repeat("this is a letter, not a database\n", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestATransactionIsSharedByEntAndSQL(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		err := db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) error {
			if err := tx.Ent.Character.Create().SetName("Mule 07").Exec(ctx); err != nil {
				return err
			}
			var n int
			if err := tx.SQL.QueryRowContext(ctx, `SELECT count(*) FROM characters WHERE name = 'Mule 07'`).Scan(&n); err != nil {
				return err
			}
			if n != 1 || tx.Dialect != db.Dialect {
				t.Errorf("SQL sees %d rows of ent's, dialect %q", n, tx.Dialect)
			}
			if _, err := tx.SQL.ExecContext(ctx, `UPDATE characters SET tag = 'moss'`); err != nil {
				return err
			}
			if got := tx.Ent.Character.Query().OnlyX(ctx).Tag; got != "moss" {
				t.Errorf("ent sees the tag %q", got)
			}
			// ent wraps this into a transaction of its own, which must be the same.
			aldra := tx.Ent.User.Create().SetUsername("Aldra").SetPasswordHash("x").SaveX(ctx)
			return tx.Ent.CharacterAccess.Create().SetUser(aldra).SetCharacter(tx.Ent.Character.Query().OnlyX(ctx)).Exec(ctx)
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := db.Ent.CharacterAccess.Query().CountX(t.Context()); n != 1 {
			t.Errorf("%d accesses after the commit", n)
		}
	})
}

func TestNothingRemainsOfATransactionThatFails(t *testing.T) {
	failed := errors.New("failed")
	create := func(ctx context.Context, tx database.Tx) {
		tx.Ent.Character.Create().SetName("Mule 07").ExecX(ctx)
	}
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		err := db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) error {
			create(ctx, tx)
			return failed
		})
		if !errors.Is(err, failed) {
			t.Errorf("got %v, want the function's own error", err)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			_ = db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) error {
				create(ctx, tx)
				panic("at the disco")
			})
		}()
		ctx, cancel := context.WithCancel(t.Context())
		err = db.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
			create(ctx, tx)
			cancel()
			return nil
		})
		if err == nil {
			t.Error("a cancelled transaction was committed")
		}
		if n := db.Ent.Character.Query().CountX(t.Context()); n != 0 {
			t.Errorf("%d characters remain", n)
		}
		// And the writer's place is free again.
		if err := db.InTx(t.Context(), func(context.Context, database.Tx) error { return nil }); err != nil {
			t.Error(err)
		}
	})
}

func TestManyTransactionsAtOnceAllCommit(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		const writers, each = 12, 10
		stats := db.Ent.RareStats.Create().SetCharacterName("Mule 07").SaveX(t.Context())
		var wait sync.WaitGroup
		for range writers {
			wait.Go(func() {
				for range each {
					err := db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) error {
						return tx.Ent.RareStats.UpdateOneID(stats.ID).AddTotalRares(1).Exec(ctx)
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wait.Wait()
		if got := db.Ent.RareStats.GetX(t.Context(), stats.ID).TotalRares; got != writers*each {
			t.Errorf("counted %d, want %d", got, writers*each)
		}
	})
}

func TestATransactionGivesUpItsTurnWithItsContext(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	err := db.InTx(t.Context(), func(context.Context, database.Tx) error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		return db.InTx(ctx, func(context.Context, database.Tx) error { return nil })
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestTimesAreUTCInWholeMicroseconds(t *testing.T) {
	given := time.Date(2026, 6, 24, 19, 46, 50, 123456789, time.FixedZone("CEST", 2*60*60))
	want := time.Date(2026, 6, 24, 17, 46, 50, 123456000, time.UTC)
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		rare := db.Ent.RareEvent.Create().SetCharacterName("Mule").SetName("Pearl").SetTimestamp(given).SaveX(ctx)
		if !rare.Timestamp.Equal(want) {
			t.Errorf("saved as %v, want %v", rare.Timestamp, want)
		}
		read := db.Ent.RareEvent.GetX(ctx, rare.ID).Timestamp
		if read != want {
			t.Errorf("read %#v, want %#v", read, want)
		}
		// A second earlier and later, and with fewer digits: text must sort as time does.
		for i, delta := range []time.Duration{-time.Second, time.Microsecond, -456 * time.Microsecond, time.Hour} {
			db.Ent.RareEvent.Create().SetCharacterName("Mule").SetName(fmt.Sprint(i)).SetTimestamp(want.Add(delta)).ExecX(ctx)
		}
		previous := time.Time{}
		for _, r := range db.Ent.RareEvent.Query().Order(ent.Asc("timestamp")).AllX(ctx) {
			if !r.Timestamp.After(previous) {
				t.Errorf("%v comes after %v", r.Timestamp, previous)
			}
			previous = r.Timestamp
		}
		// In a transaction as well.
		err := db.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
			return tx.Ent.RareEvent.Create().SetCharacterName("Mule").SetName("Pearl").SetTimestamp(given).Exec(ctx)
		})
		if !ent.IsConstraintError(err) {
			t.Errorf("the same rare again: %v, want a constraint error", err)
		}
	})
}

func TestUsernamesDifferByMoreThanCase(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		aldra := db.Ent.User.Create().SetUsername("Aldra").SetPasswordHash("x").SaveX(ctx)
		if aldra.UsernameKey != "aldra" || aldra.Username != "Aldra" {
			t.Errorf("saved as %q with the key %q", aldra.Username, aldra.UsernameKey)
		}
		if err := db.Ent.User.Create().SetUsername("ALDRA").SetPasswordHash("x").Exec(ctx); !ent.IsConstraintError(err) {
			t.Errorf("ALDRA: %v, want a constraint error", err)
		}
		db.Ent.User.UpdateOne(aldra).SetUsername("Brisk").ExecX(ctx)
		if !db.Ent.User.Query().Where(user.UsernameKey("brisk")).ExistX(ctx) {
			t.Error("the key did not follow the name")
		}
		for _, name := range []string{"", " x", "x ", "a\nb", "a\x00b", strings.Repeat("ü", 65), "\xff"} {
			if err := db.Ent.User.Create().SetUsername(name).SetPasswordHash("x").Exec(ctx); !ent.IsValidationError(err) {
				t.Errorf("%q: %v, want a validation error", name, err)
			}
		}
	})
}

func TestASilentServerIsGivenUp(t *testing.T) {
	db, dialectName, err := database.Connect(t.Context(), testkit.EmptyPostgres(t), 200*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if dialectName != dialect.Postgres {
		t.Errorf("dialect %q", dialectName)
	}
	begun := time.Now()
	_, err = db.ExecContext(context.Background(), `SELECT pg_sleep(20)`) // no context would end it
	if err == nil || time.Since(begun) > 10*time.Second {
		t.Errorf("%v after %v, want an error soon", err, time.Since(begun))
	}
	// What does not stay silent is not given up, nor is an idle connection.
	if _, err := db.ExecContext(t.Context(), `SELECT 1`); err != nil {
		t.Errorf("the next statement: %v", err)
	}
}
