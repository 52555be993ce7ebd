package stmtcache_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"modernc.org/sqlite"

	"github.com/mosswart/overlord/admin/stmtcache"
)

// counting counts the statements that are prepared on, and closed again, below the cache.
type counting struct {
	driver.Connector
	prepared, closed int
}

type countingConn struct {
	driver.Conn
	driver.QueryerContext
	driver.ExecerContext
	driver.ConnBeginTx
	of *counting
}

type countingStmt struct {
	driver.Stmt
	driver.StmtQueryContext
	driver.StmtExecContext
	of *counting
}

func (c *counting) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &countingConn{inner, inner.(driver.QueryerContext), inner.(driver.ExecerContext), inner.(driver.ConnBeginTx), c}, nil
}

func (c *countingConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	s, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.of.prepared++
	return countingStmt{s, s.(driver.StmtQueryContext), s.(driver.StmtExecContext), c.of}, nil
}

func (s countingStmt) Close() error {
	s.of.closed++
	return s.Stmt.Close()
}

func open(t testing.TB, size int) (*sql.DB, *counting) {
	t.Helper()
	base, err := sqlite.NewConnector("file:" + filepath.Join(t.TempDir(), "x.db") + "?_busy_timeout=5000&_journal_mode=WAL")
	if err != nil {
		t.Fatal(err)
	}
	c := &counting{Connector: base}
	db := sql.OpenDB(stmtcache.Connector(c, size))
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Exec("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER); CREATE INDEX i ON t (v)"); err != nil {
		t.Fatal(err)
	}
	return db, c
}

func TestAStatementIsPreparedWhenItComesAgain(t *testing.T) {
	db, c := open(t, 0)
	for i := range 10 {
		if _, err := db.Exec("INSERT INTO t (v) VALUES (?)", i); err != nil {
			t.Fatal(err)
		}
		var n int
		if err := db.QueryRow("SELECT COUNT(*) FROM t").Scan(&n); err != nil || n != i+1 {
			t.Fatalf("counted %d after %d inserts: %v", n, i+1, err)
		}
	}
	if c.prepared != 2 {
		t.Errorf("prepared %d statements, want 2", c.prepared)
	}
	if err := db.Close(); err != nil || c.closed != c.prepared {
		t.Errorf("closed %d of %d statements: %v", c.closed, c.prepared, err)
	}
}

func TestRowsThatAreStillReadKeepTheirStatement(t *testing.T) {
	db, c := open(t, 2)
	for i := range 5 {
		if _, err := db.Exec("INSERT INTO t (v) VALUES (?)", i); err != nil {
			t.Fatal(err)
		}
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	const query = "SELECT v FROM t WHERE v >= ? ORDER BY v"
	outer := make([]int, 0, 15)
	read := func() {
		rows, err := tx.Query(query, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var v, n int
			if err := rows.Scan(&v); err != nil {
				t.Fatal(err)
			}
			outer = append(outer, v)
			if err := tx.QueryRow(query, 3).Scan(&n); err != nil || n != 3 { // the same text while its rows are open
				t.Fatalf("the inner query found %d: %v", n, err)
			}
			for i := range 8 { // enough other texts to push it out of the cache
				if err := tx.QueryRow(fmt.Sprintf("SELECT v + %d FROM t WHERE v = ?", i/2), 1).Scan(&n); err != nil || n != i/2+1 {
					t.Fatalf("found %d, want %d: %v", n, i/2+1, err)
				}
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		read()
	}
	if got, want := fmt.Sprint(outer), "[0 1 2 3 4 0 1 2 3 4 0 1 2 3 4]"; got != want {
		t.Errorf("read %s, want %s", got, want)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil || c.closed != c.prepared {
		t.Errorf("closed %d of %d statements: %v", c.closed, c.prepared, err)
	}
}

func TestErrorsAndScriptsAreAsWithoutACache(t *testing.T) {
	db, _ := open(t, 0)
	for range 3 {
		if _, err := db.Exec("INSERT INTO t (nothing) VALUES (?)", 1); err == nil {
			t.Fatal("a wrong column was taken")
		}
		if _, err := db.Exec("INSERT INTO t (v) VALUES (7); INSERT INTO t (v) VALUES (8)"); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		if _, err := db.Exec("INSERT INTO t (id, v) VALUES (?, 1)", 1); err == nil {
			t.Fatal("a key was taken twice")
		}
	}
	if _, err := db.Exec("ALTER TABLE t ADD COLUMN w INTEGER DEFAULT 5"); err != nil {
		t.Fatal(err)
	}
	var n, w int
	for range 3 {
		if err := db.QueryRow("SELECT COUNT(*), MIN(w) FROM t WHERE id > ?", 0).Scan(&n, &w); err != nil || n != 6 || w != 5 {
			t.Fatalf("got %d, %d: %v", n, w, err)
		}
	}
}

// A cache that is too small, a random order of texts and transactions: every answer is that of the plain driver.
func TestAnyOrderGivesThePlainAnswers(t *testing.T) {
	db, _ := open(t, 3)
	random := rand.New(rand.NewPCG(1, 2))
	values := map[int]int{}
	for step := range 3000 {
		id, v := random.IntN(20), random.IntN(1000)
		switch random.IntN(3) {
		case 0:
			if _, err := db.Exec(fmt.Sprintf("INSERT INTO t (id, v) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET v = excluded.v -- %d", id%6), id, v); err != nil {
				t.Fatal(err)
			}
			values[id] = v
		case 1:
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.Exec("DELETE FROM t WHERE id = ?", id); err != nil {
				t.Fatal(err)
			}
			end := tx.Rollback
			if step%2 == 0 {
				end = tx.Commit
				delete(values, id)
			}
			if err := end(); err != nil {
				t.Fatal(err)
			}
		default:
			var got int
			err := db.QueryRow(fmt.Sprintf("SELECT v FROM t WHERE id = ? AND %d = %[1]d", id%6), id).Scan(&got)
			want, ok := values[id]
			if ok != (err == nil) || got != want {
				t.Fatalf("step %d: row %d is %d (%v), want %d, %v", step, id, got, err, want, ok)
			}
		}
	}
}

func BenchmarkQuery(b *testing.B) {
	base, err := sqlite.NewConnector("file:" + filepath.Join(b.TempDir(), "x.db"))
	if err != nil {
		b.Fatal(err)
	}
	for name, c := range map[string]driver.Connector{"plain": base, "cached": stmtcache.Connector(base, 0)} {
		b.Run(name, func(b *testing.B) {
			db := sql.OpenDB(c)
			defer func() { _ = db.Close() }()
			if _, err := db.Exec("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT)"); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				var n int
				if err := db.QueryRow("SELECT COUNT(*) FROM t WHERE id > ? AND a = ? OR b IN (?, ?) AND c IS NOT NULL", 1, "x", "y", "z").Scan(&n); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Transactions begin with the write lock or, where they only read, without it; a commit that fails leaves none behind.
func TestSQLiteTransactions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	base, err := sqlite.NewConnector("file:" + path + "?_busy_timeout=1&_journal_mode=WAL&_fk=1")
	if err != nil {
		t.Fatal(err)
	}
	counted := &counting{Connector: base}
	db := sql.OpenDB(stmtcache.SQLite(counted, 0))
	db.SetMaxIdleConns(3)
	if _, err := db.Exec("CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (p INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)"); err != nil {
		t.Fatal(err)
	}
	writer, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Begin(); err == nil {
		t.Error("two have the write lock")
	}
	reader, err := db.BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelSerializable})
	if err != nil {
		t.Fatalf("a reader waits for the lock: %v", err)
	}
	var n int
	if err := reader.QueryRow("SELECT COUNT(*) FROM t").Scan(&n); err != nil {
		t.Fatal(err)
	}
	if err := reader.Rollback(); err != nil {
		t.Fatal(err)
	}
	if _, err := writer.Exec("INSERT INTO t VALUES (7)"); err != nil {
		t.Fatal(err)
	}
	if err := writer.Commit(); err == nil {
		t.Error("a row that refers to nothing is committed")
	}
	for range 5 {
		tx, err := db.Begin()
		if err != nil {
			t.Fatalf("the failed commit has left a transaction: %v", err)
		}
		if _, err := tx.Exec("INSERT INTO p DEFAULT VALUES"); err != nil {
			t.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.QueryRow("SELECT (SELECT COUNT(*) FROM p) - (SELECT COUNT(*) FROM t)").Scan(&n); err != nil || n != 5 {
		t.Errorf("5 rows were committed, not %d: %v", n, err)
	}
	if err := db.Close(); err != nil || counted.closed != counted.prepared {
		t.Errorf("closed %d of %d statements: %v", counted.closed, counted.prepared, err)
	}
}

// What is to be planned for its values is not kept; SQLite plans for no values, and keeps it.
func TestUnpreparedStatementsAreNotKept(t *testing.T) {
	db, c := open(t, 0)
	kept := &counting{Connector: c.Connector}
	lite := sql.OpenDB(stmtcache.SQLite(kept, 0))
	defer func() { _ = lite.Close() }()
	lite.SetMaxOpenConns(1)
	for range 5 {
		for _, db := range []*sql.DB{db, lite} {
			var n int
			if err := db.QueryRowContext(stmtcache.Unprepared(t.Context()), "SELECT COUNT(*) FROM t WHERE v > ?", 3).Scan(&n); err != nil || n != 0 {
				t.Fatal(n, err)
			}
		}
	}
	if c.prepared != 0 || kept.prepared != 1 {
		t.Errorf("prepared %d and %d statements, want none and one", c.prepared, kept.prepared)
	}
}
