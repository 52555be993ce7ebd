package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/lib/pq"
)

const (
	postgresConnections = 12
	postgresIdle        = 5 * time.Minute
	postgresLifetime    = time.Hour
	dialTimeout         = 5 * time.Second
)

func openPostgres(rawURL string, silence time.Duration) (*sql.DB, error) {
	dsn, err := postgresDSN(rawURL)
	if err != nil {
		return nil, err
	}
	connector, err := pq.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	connector.Dialer(dialer{silence: silence})
	db := sql.OpenDB(connector)
	db.SetMaxOpenConns(postgresConnections)
	db.SetMaxIdleConns(postgresConnections)
	db.SetConnMaxIdleTime(postgresIdle)
	db.SetConnMaxLifetime(postgresLifetime)
	return db, nil
}

// postgresDSN adds what the URL leaves open: TLS is required unless the server is on this machine or the URL
// says otherwise, times are UTC, and a server that does not answer is given up after seconds.
func postgresDSN(rawURL string) (string, error) {
	u, err := url.Parse(rawURL)
	if err != nil {
		return "", errors.New("the PostgreSQL URL cannot be read") // the cause would show the password
	}
	query := u.Query()
	add := func(key, value string) {
		if !query.Has(key) {
			query.Set(key, value)
		}
	}
	host := u.Hostname()
	if host == "" {
		host = query.Get("host")
	}
	if isLocal(host) {
		add("sslmode", "disable")
	} else {
		add("sslmode", "require")
	}
	add("connect_timeout", fmt.Sprint(int(dialTimeout.Seconds())))
	add("fallback_application_name", "overlord")
	query.Set("timezone", "UTC")
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// isLocal reports whether host is this machine: a loopback name or address, or a Unix socket's folder.
func isLocal(host string) bool {
	if host == "" || host == "localhost" || host[0] == '/' || host[0] == '@' {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

// dialer makes connections whose reads and writes end in an error when the other side stays silent.
type dialer struct{ silence time.Duration }

func (d dialer) Dial(network, address string) (net.Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

func (d dialer) DialTimeout(network, address string, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return d.DialContext(ctx, network, address)
}

func (d dialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil || d.silence == 0 {
		return conn, err
	}
	return &impatient{Conn: conn, silence: d.silence}, nil
}

// impatient is a connection on which every read and write has to get on within silence. lib/pq reads only while
// it waits for an answer, so an idle connection never runs out.
type impatient struct {
	net.Conn
	silence time.Duration

	mu       sync.Mutex
	deadline time.Time // set by the user of the connection; holds where it is nearer
}

func (c *impatient) next() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := time.Now().Add(c.silence)
	if !c.deadline.IsZero() && c.deadline.Before(next) {
		return c.deadline
	}
	return next
}

func (c *impatient) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(c.next()); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

func (c *impatient) Write(p []byte) (int, error) {
	if err := c.SetWriteDeadline(c.next()); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

// SetDeadline implements net.Conn.
func (c *impatient) SetDeadline(t time.Time) error {
	c.mu.Lock()
	c.deadline = t
	c.mu.Unlock()
	return c.Conn.SetDeadline(t)
}
