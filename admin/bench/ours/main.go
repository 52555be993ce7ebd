// Command ours is our admin over the measured table: an editor's API key, rights checked, history and undo kept.
//
//	ours -db sqlite:<path>|postgres://… -seed      makes the tables, the rows and a key, and prints the key
//	ours -db … -http <address>
package main

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	_ "net/http/pprof" // #nosec G108 -- for profiles of what is measured, on loopback
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/lib/pq"
	"modernc.org/sqlite"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/bench/ent"
	"github.com/mosswart/overlord/admin/bench/ent/item"
	"github.com/mosswart/overlord/admin/bench/ent/resource"
	"github.com/mosswart/overlord/admin/bench/items"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/stmtcache"
	"github.com/mosswart/overlord/admin/store"
)

var (
	database = flag.String("db", "", "sqlite:<path> or postgres://…")
	seed     = flag.Bool("seed", false, "make the tables, the rows and a key")
	address  = flag.String("http", "127.0.0.1:8091", "where to listen")
)

// connections are kept open to the database, and no more than that.
const connections = 4

// gcPercent is what hosts whose heap is small beside their memory set, for half as many collections.
const gcPercent = 200

func main() {
	flag.Parse()
	debug.SetGCPercent(gcPercent)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) (err error) {
	client, err := open(*database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, client.Close()) }()
	if *seed {
		if err := client.Schema.Create(ctx); err != nil {
			return err
		}
	}
	registry := resource.New(client)
	st, err := store.Open(ctx, registry, store.Options{Directory: directory{}})
	if err != nil {
		return err
	}
	if *seed {
		return fill(ctx, client, registry, st)
	}
	fast := admin.Rate{PerSecond: 1e9, Burst: 1e9}
	a, err := admin.New(registry, admin.Options{
		Store: st, Auth: func(*http.Request) (*access.Principal, error) { return nil, nil },
		Limits: admin.Limits{Read: fast, Write: fast, Refused: fast},
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	background := make(chan error, 1)
	go func() { background <- st.Run(ctx) }()
	http.Handle("/", a)
	server := &http.Server{Addr: *address, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	if err := <-background; !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// directory is a host with one user, who owns the key.
type directory struct{}

var owner = access.Principal{ID: "1", Name: "bench", Roles: []string{access.Editor}, Via: "session"}

func (directory) Person(context.Context, string) (*access.Principal, error) {
	p := owner
	return &p, nil
}

func (directory) People(context.Context, string, int) ([]access.Principal, error) { return nil, nil }

func open(address string) (*ent.Client, error) {
	kind, dsn, keep := dialect.Postgres, address, stmtcache.Connector
	connect := func() (driver.Connector, error) { return pq.NewConnector(dsn) }
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		kind, dsn = dialect.SQLite, "file:"+(&url.URL{Path: path}).EscapedPath()+
			"?_fk=1&_journal_mode=WAL&_busy_timeout=10000&_txlock=immediate&_time_format=sqlite&_timezone=UTC&_synchronous=NORMAL&_pragma=cache_size(-3000)&_pragma=wal_autocheckpoint(4000)"
		connect, keep = func() (driver.Connector, error) { return sqlite.NewConnector(dsn) }, stmtcache.SQLite
	}
	connector, err := connect()
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(keep(connector, 0))
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections) // the default, 2, would close and open connections all the time
	return ent.NewClient(ent.Driver(entsql.OpenDB(kind, db))), nil
}

func fill(ctx context.Context, client *ent.Client, registry *entity.Registry, st *store.Store) error {
	for first := 0; first < items.Rows; first += 500 {
		err := client.Item.MapCreateBulk(make([]struct{}, 500), func(c *ent.ItemCreate, i int) {
			n := items.Make(first + i)
			c.SetSku(n.SKU).SetTitle(n.Title).SetBrand(n.Brand).SetCategory(item.Category(n.Category)).SetState(item.State(n.State)).
				SetPlace(n.Place).SetSummary(n.Summary).SetNotes(n.Notes).SetEmail(n.Email).SetURL(n.URL).
				SetPrice(n.Price).SetWeight(n.Weight).SetRating(n.Rating).SetStock(n.Stock).SetLevel(n.Level).
				SetActive(n.Active).SetFeatured(n.Featured).SetReleased(n.Released).SetSeen(n.Seen).SetExtra(n.Extra)
		}).Exec(ctx)
		if err != nil {
			return err
		}
	}
	if registry.Source.Dialect() == dialect.Postgres {
		// PostgreSQL does this by itself, a minute later, which would be in the midst of a measurement.
		if err := registry.Source.Driver().Exec(ctx, "VACUUM (ANALYZE)", []any{}, nil); err != nil {
			return err
		}
	}
	key, err := st.CreateKey(ctx, owner, store.KeyInput{Name: "bench", Scopes: []string{"items:*"}})
	if err != nil {
		return err
	}
	fmt.Println(key.Token)
	return nil
}
