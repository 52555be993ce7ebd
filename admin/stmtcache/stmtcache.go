// Package stmtcache keeps statements prepared. database/sql prepares nothing unless it is told to, and ent does not
// tell it: each query is parsed and planned anew. A connector from this package wraps a driver's so that each
// connection keeps the statements that come again, which saves SQLite a parse and a plan and PostgreSQL a round trip.
// Nothing above it changes: sql.DB, transactions and ent work as before.
//
//	connector, err := sqlite.NewConnector(dsn)
//	…
//	db := sql.OpenDB(stmtcache.SQLite(connector, 0))
//
// A statement is prepared when its text comes the second time on a connection. Behind a pooler that hands the server's
// connections from one client to the next in the middle of a session (PgBouncer's transaction mode), don't use it.
package stmtcache

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"
)

const (
	defaultSize = 128     // statements a connection
	maxText     = 8 << 10 // bytes; longer statements, mostly bulk inserts, are not kept
)

// Connector wraps c so that each of its connections keeps up to size prepared statements; 0 means 128.
func Connector(c driver.Connector, size int) driver.Connector {
	if size <= 0 {
		size = defaultSize
	}
	return connector{Connector: c, size: size}
}

type connector struct {
	driver.Connector
	size   int
	sqlite bool
}

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	wrapped := &conn{Conn: inner, cache: newCache(c.size)}
	if c.sqlite {
		wrapped.around = around{}
	}
	return wrapped, nil
}

// conn is one connection. database/sql never uses one from two goroutines at once.
type conn struct {
	driver.Conn
	cache  *cache
	inTx   bool
	around around // nil unless it is SQLite's
}

type unprepared struct{}

// Unprepared is a context for queries that PostgreSQL is to plan for the very values that they are sent with. What is
// kept prepared it plans, after a while, for values of which it knows nothing: it takes a third of all rows to be above
// some price, whichever that is. SQLite never looks at values, and is not told.
func Unprepared(ctx context.Context) context.Context {
	return context.WithValue(ctx, unprepared{}, true)
}

// QueryContext implements driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	plain, ok := c.Conn.(driver.QueryerContext)
	if !ok {
		return nil, driver.ErrSkip
	}
	e := c.prepared(ctx, query, len(args))
	if e == nil {
		return plain.QueryContext(ctx, query, args)
	}
	statement, ok := e.stmt.(driver.StmtQueryContext)
	if !ok {
		return plain.QueryContext(ctx, query, args)
	}
	found, err := statement.QueryContext(ctx, args)
	if err != nil {
		c.cache.remove(e)
		if c.mayRepeat(err) {
			return plain.QueryContext(ctx, query, args)
		}
		return nil, err
	}
	e.busy = true
	return &rows{Rows: found, entry: e}, nil
}

// ExecContext implements driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	plain, ok := c.Conn.(driver.ExecerContext)
	if !ok {
		return nil, driver.ErrSkip
	}
	e := c.prepared(ctx, query, len(args))
	if e == nil {
		return plain.ExecContext(ctx, query, args)
	}
	statement, ok := e.stmt.(driver.StmtExecContext)
	if !ok {
		return plain.ExecContext(ctx, query, args)
	}
	result, err := statement.ExecContext(ctx, args)
	if err != nil {
		c.cache.remove(e)
		if c.mayRepeat(err) {
			return plain.ExecContext(ctx, query, args)
		}
	}
	return result, err
}

// prepared is the kept statement of that text, or nil where it is to be run without one.
func (c *conn) prepared(ctx context.Context, query string, args int) *entry {
	if !keepable(query, args) || c.around == nil && ctx.Value(unprepared{}) != nil {
		return nil
	}
	e, again := c.cache.entry(query)
	if !again || e.busy {
		return nil
	}
	if e.stmt == nil {
		stmt, err := c.prepare(ctx, query)
		if err != nil {
			c.cache.remove(e)
			return nil // running it plainly says what is wrong
		}
		e.stmt = stmt
	}
	return e
}

func (c *conn) prepare(ctx context.Context, query string) (driver.Stmt, error) {
	if p, ok := c.Conn.(driver.ConnPrepareContext); ok {
		return p.PrepareContext(ctx, query)
	}
	return c.Prepare(query)
}

// keepable reports whether a text is one statement. Without arguments it may be a script, except for a select.
func keepable(query string, args int) bool {
	if len(query) > maxText {
		return false
	}
	return args > 0 || strings.HasPrefix(query, "SELECT ") && !strings.Contains(query, ";")
}

// mayRepeat reports whether a kept statement failed only because the schema has changed under it (PostgreSQL's
// "cached plan must not change result type"). It has done nothing then; but it has aborted a transaction.
func (c *conn) mayRepeat(err error) bool {
	const featureNotSupported = "0A000"
	var state interface{ SQLState() string }
	return !c.inTx && errors.As(err, &state) && state.SQLState() == featureNotSupported
}

// PrepareContext implements driver.ConnPrepareContext. The statement is the caller's own.
func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	return c.prepare(ctx, query)
}

// BeginTx implements driver.ConnBeginTx.
func (c *conn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	var inner driver.Tx
	var err error
	if c.around != nil && plainly(opts) {
		inner, err = c.begin(opts)
	} else if b, ok := c.Conn.(driver.ConnBeginTx); ok {
		inner, err = b.BeginTx(ctx, opts)
	} else if opts != (driver.TxOptions{}) {
		return nil, errors.New("stmtcache: the driver has no transaction options")
	} else {
		inner, err = c.Begin() //nolint:staticcheck // the only way that is left
	}
	if err != nil {
		return nil, err
	}
	c.inTx = true
	return tx{Tx: inner, conn: c}, nil
}

// Ping implements driver.Pinger.
func (c *conn) Ping(ctx context.Context) error {
	if p, ok := c.Conn.(driver.Pinger); ok {
		return p.Ping(ctx)
	}
	return nil
}

// ResetSession implements driver.SessionResetter.
func (c *conn) ResetSession(ctx context.Context) error {
	if r, ok := c.Conn.(driver.SessionResetter); ok {
		return r.ResetSession(ctx)
	}
	return nil
}

// IsValid implements driver.Validator.
func (c *conn) IsValid() bool {
	v, ok := c.Conn.(driver.Validator)
	return !ok || v.IsValid()
}

// CheckNamedValue implements driver.NamedValueChecker.
func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	if n, ok := c.Conn.(driver.NamedValueChecker); ok {
		return n.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

// Close implements driver.Conn.
func (c *conn) Close() error {
	c.cache.clear()
	for _, stmt := range c.around {
		_ = stmt.Close()
	}
	return c.Conn.Close()
}

type tx struct {
	driver.Tx
	conn *conn
}

// Commit implements driver.Tx.
func (t tx) Commit() error {
	t.conn.inTx = false
	return t.Tx.Commit()
}

// Rollback implements driver.Tx.
func (t tx) Rollback() error {
	t.conn.inTx = false
	return t.Tx.Rollback()
}
