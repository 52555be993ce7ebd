package testkit_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"
	"golang.org/x/sync/errgroup"

	"github.com/mosswart/overlord/internal/testkit"
)

// numbers is a database of TimescaleDB's with a table for the test, as so many clients see it.
func numbers(t *testing.T, clients int) []*sql.DB {
	t.Helper()
	url := testkit.EmptyTimescale(t)
	all := make([]*sql.DB, clients)
	for i := range all {
		all[i] = testkit.Open(t, url).SQL
	}
	do(t, all[0], "CREATE TABLE numbers (client int, n int, text text, UNIQUE (client, n))")
	return all
}

func do(t *testing.T, db interface {
	ExecContext(ctx context.Context, query string, arguments ...any) (sql.Result, error)
}, statement string, arguments ...any) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), statement, arguments...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func sum(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM numbers").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestTimescaleClientsTakeTurns has each client use statements of the same names, transactions and single statements.
func TestTimescaleClientsTakeTurns(t *testing.T) {
	const rounds = 40
	clients := numbers(t, 3)
	var group errgroup.Group
	for client, db := range clients {
		group.Go(func() error {
			insert, err := db.PrepareContext(t.Context(), fmt.Sprintf("INSERT INTO numbers VALUES (%d, $1, $2)", client))
			if err != nil {
				return err
			}
			defer func() { _ = insert.Close() }()
			for n := range rounds {
				tx, err := db.BeginTx(t.Context(), nil)
				if err != nil {
					return err
				}
				text := strings.Repeat("x", n*2_000)
				if _, err := tx.StmtContext(t.Context(), insert).ExecContext(t.Context(), n, text); err != nil { //nolint:sqlclosecheck // the transaction closes its own
					return errors.Join(err, tx.Rollback())
				}
				var seen int
				err = tx.QueryRowContext(t.Context(), "SELECT count(*) FROM numbers WHERE client = $1", client).Scan(&seen)
				if err != nil || seen != (n+1)/2+1 {
					return errors.Join(fmt.Errorf("client %d sees %d rows in round %d", client, seen, n), err, tx.Rollback())
				}
				end := tx.Commit
				if n%2 == 1 {
					end = tx.Rollback
				}
				if err := end(); err != nil {
					return fmt.Errorf("client %d, round %d: %w", client, n, err)
				}
				if n%2 == 1 {
					continue
				}
				var length int
				if err := db.QueryRowContext(t.Context(), "SELECT length(text) FROM numbers WHERE client = $1 AND n = $2", client, n).Scan(&length); err != nil || length != n*2_000 {
					return errors.Join(fmt.Errorf("client %d reads %d letters in round %d", client, length, n), err)
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	if n := sum(t, clients[0]); n != len(clients)*rounds/2 {
		t.Errorf("%d rows, want %d", n, len(clients)*rounds/2)
	}
}

func TestTimescaleRollsBackForAClientThatGoes(t *testing.T) {
	clients := numbers(t, 2)
	conn, err := clients[0].Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	do(t, conn, "BEGIN")
	do(t, conn, "INSERT INTO numbers VALUES (1, 1)")
	// The pool closes a connection that is said to be bad.
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
	if n := sum(t, clients[1]); n != 0 {
		t.Errorf("%d rows, want none", n)
	}
}

func TestTimescaleErrorsKeepTheirCodesAndTheConnection(t *testing.T) {
	db := numbers(t, 1)[0]
	db.SetMaxOpenConns(1)
	do(t, db, "INSERT INTO numbers VALUES (1, 1)")
	for statement, code := range map[string]string{
		"INSERT INTO numbers VALUES (1, 1)": "23505",
		"SELECT nothing FROM nowhere":       "42P01",
		"COPY numbers (client) FROM STDIN":  "0A000",
	} {
		_, err := db.ExecContext(t.Context(), statement)
		var refused *pq.Error
		if !errors.As(err, &refused) || string(refused.Code) != code {
			t.Errorf("%s: %v, want code %s", statement, err, code)
		}
		if n := sum(t, db); n != 1 {
			t.Errorf("after %s: %d rows", statement, n)
		}
	}
}

func TestTimescaleClientThatWaitsCanGiveUp(t *testing.T) {
	clients := numbers(t, 2)
	tx, err := clients[0].BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	do(t, tx, "INSERT INTO numbers VALUES (1, 1)")
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := clients[1].ExecContext(ctx, "INSERT INTO numbers VALUES (2, 1)"); err == nil {
		t.Error("a client did not wait for another's transaction")
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if n := sum(t, clients[1]); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

func TestEachSeriesDatabaseIsItsOwn(t *testing.T) {
	for range 2 {
		db := testkit.Open(t, testkit.Timescale(t))
		if n, err := db.Ent.User.Query().Count(t.Context()); err != nil || n != 0 {
			t.Fatalf("%d users, %v; want none", n, err)
		}
		if _, err := db.Ent.User.Create().SetUsername("Aldra").SetPasswordHash("x").Save(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
