package stmtcache

import (
	"context"
	"database/sql"
	"database/sql/driver"
)

// SQLite is Connector for a driver of SQLite. It keeps the statements around transactions prepared as well. Each
// transaction, unless it only reads, takes the write lock as it begins (BEGIN IMMEDIATE), whatever the driver's settings
// are: one that has read first could not write any more after another one has. Waiting for that lock ends with the
// connection's busy_timeout, and is not cut short by a context.
func SQLite(c driver.Connector, size int) driver.Connector {
	wrapped := Connector(c, size).(connector)
	wrapped.sqlite = true
	return wrapped
}

// around are the statements around transactions that were needed on a connection so far.
type around map[string]driver.Stmt

const (
	beginRead  = "BEGIN"
	beginWrite = "BEGIN IMMEDIATE"
	commit     = "COMMIT"
	rollback   = "ROLLBACK"
)

// run runs one of the statements around transactions.
func (c *conn) run(query string) error {
	stmt := c.around[query]
	if stmt == nil {
		var err error
		if stmt, err = c.prepare(context.Background(), query); err != nil {
			return err
		}
		c.around[query] = stmt
	}
	_, err := stmt.(driver.StmtExecContext).ExecContext(context.Background(), nil)
	return err
}

// begin begins a transaction of SQLite.
func (c *conn) begin(opts driver.TxOptions) (driver.Tx, error) {
	query := beginWrite
	if opts.ReadOnly {
		query = beginRead
	}
	if err := c.run(query); err != nil {
		return nil, err
	}
	return sqliteTx{c}, nil
}

// plainly reports whether options ask for nothing that SQLite's transactions are not anyway: they are serializable.
func plainly(opts driver.TxOptions) bool {
	level := sql.IsolationLevel(opts.Isolation)
	return level == sql.LevelDefault || level == sql.LevelSerializable
}

type sqliteTx struct{ conn *conn }

// Commit implements driver.Tx. One that fails leaves no transaction behind.
func (t sqliteTx) Commit() error {
	err := t.conn.run(commit)
	if err != nil {
		_ = t.conn.run(rollback) // fails where SQLite has rolled back by itself
	}
	return err
}

// Rollback implements driver.Tx.
func (t sqliteTx) Rollback() error { return t.conn.run(rollback) }
