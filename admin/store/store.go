// Package store keeps what the admin has to remember beside the project's own rows: who changed what, saved views,
// roles and who holds them, API keys, and, for projects that have no users of their own, users with their sessions and
// second factors. All of it is in tables called admin_… of the project's own database, so that a write and the record
// of it share one transaction.
//
// Errors that the caller can do something about are *problem.Problem.
package store

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/store/ent"
)

// Options are the store's settings. The zero value is a store with users of its own.
type Options struct {
	// KeepAudit is how long changes stay, 400 days where it is 0. Negative: for ever.
	KeepAudit time.Duration
	// KeyPrefix begins every API key, "adm" where it is "": small letters and digits.
	KeyPrefix string
	// HostScopes are what API keys may be scoped to beside the admin's types, as "site:read".
	HostScopes []string
	// Directory is the host's users. nil: the store brings its own.
	Directory Directory
	// Issuer is the name under which authenticator apps list a second factor of the store's own users, "Admin" where it
	// is "".
	Issuer string
	// CookiePath is the path for which the store's cookies are sent, "/" where it is "".
	CookiePath string
	// Secure reports whether the client's connection is encrypted. nil asks for r.TLS; a host behind a proxy knows better.
	Secure func(*http.Request) bool
	// Address is the client's, for the back-off of sign-ins. nil takes it from r.RemoteAddr.
	Address func(*http.Request) string
	// BcryptCost is that of new passwords, 12 where it is 0.
	BcryptCost int
	// Now is the clock, time.Now where it is nil.
	Now func() time.Time
	// Logger takes what goes wrong in the background, slog.Default() where it is nil.
	Logger *slog.Logger
}

// Directory is the host's users, as far as the admin must know them. It is safe for concurrent use.
type Directory interface {
	// Person is the user of that id as he is now, nil where there is none (any more) who may sign in. Of the principal
	// ID, Name, Roles and Superuser count. Answers are kept for a few seconds.
	Person(ctx context.Context, id string) (*access.Principal, error)
	// People are users whose names contain search, at most limit of them, ordered by name.
	People(ctx context.Context, search string, limit int) ([]access.Principal, error)
}

// Store is the admin's memory. It is safe for concurrent use, also by several processes on one database.
type Store struct {
	o        Options
	registry *entity.Registry
	client   *ent.Client
	queries  *query.Compiler

	rules    rules
	people   *recent[string, *access.Principal] // by id
	sessions *recent[string, *access.Principal] // by the hash of the cookie
	used     marks                              // keys that were used
	seen     marks                              // sessions that were used
	signIns  *throttle
	hashes   passwords

	actionsMu sync.RWMutex
	actions   map[string][]string
}

// Open brings the store's tables in the project's database up to date and reads what has to be at hand.
func Open(ctx context.Context, registry *entity.Registry, o Options) (*Store, error) {
	if err := o.fill(); err != nil {
		return nil, err
	}
	if err := migrate(ctx, registry.Source); err != nil {
		return nil, fmt.Errorf("admin: migrate the store: %w", err)
	}
	s := &Store{
		o: o, registry: registry,
		client:   ent.NewClient(ent.Driver(registry.Source.Driver())),
		queries:  query.New(registry),
		people:   newRecent[string, *access.Principal](maxRecent, o.Now),
		sessions: newRecent[string, *access.Principal](maxRecent, o.Now),
		signIns:  newThrottle(o.Now),
		hashes:   newPasswords(o.BcryptCost),
	}
	if err := s.prepareState(ctx); err != nil {
		return nil, fmt.Errorf("admin: prepare the store: %w", err)
	}
	if err := s.reload(ctx); err != nil {
		return nil, fmt.Errorf("admin: read roles: %w", err)
	}
	return s, nil
}

// fill puts the defaults in place of zero values.
func (o *Options) fill() error {
	if o.KeepAudit == 0 {
		o.KeepAudit = 400 * 24 * time.Hour
	}
	if o.KeyPrefix == "" {
		o.KeyPrefix = "adm"
	}
	if !keyPrefix.MatchString(o.KeyPrefix) {
		return fmt.Errorf("admin: KeyPrefix %q: want 2 to 16 small letters and digits", o.KeyPrefix)
	}
	if o.Issuer == "" {
		o.Issuer = "Admin"
	}
	if o.CookiePath == "" {
		o.CookiePath = "/"
	}
	if o.Secure == nil {
		o.Secure = func(r *http.Request) bool { return r.TLS != nil }
	}
	if o.Address == nil {
		o.Address = remoteAddress
	}
	if o.BcryptCost == 0 {
		o.BcryptCost = 12
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	return nil
}

// Standalone reports whether the store brings the users.
func (s *Store) Standalone() bool { return s.o.Directory == nil }

// DeclareActions tells the store the names of the host's custom actions, by the slug of their type, so that roles and
// scopes can name them.
func (s *Store) DeclareActions(actions map[string][]string) {
	s.actionsMu.Lock()
	defer s.actionsMu.Unlock()
	s.actions = actions
}

// validator checks roles and scopes.
func (s *Store) validator() access.Validator {
	s.actionsMu.RLock()
	defer s.actionsMu.RUnlock()
	return access.Validator{Types: s.types(), Actions: s.actions, Check: s.checkRows, HostScopes: s.o.HostScopes}
}

func (s *Store) types() []*meta.Type {
	types := make([]*meta.Type, len(s.registry.Types))
	for i, t := range s.registry.Types {
		types[i] = &t.Type
	}
	return types
}

// now is the present as the tables keep it.
func (s *Store) now() time.Time { return s.o.Now().UTC().Truncate(time.Microsecond) }

// storeLock is the key of PostgreSQL's advisory lock around changes of the store's own rows.
const storeLock = migrationLock + 1

// exclusively runs fn in a transaction that no other such one runs beside, so that what fn has checked still holds when
// it commits. The records of changes to the project's rows do not wait for it on PostgreSQL.
func (s *Store) exclusively(ctx context.Context, fn func(ctx context.Context, tx tx) error) error {
	return s.registry.Source.InTx(ctx, func(ctx context.Context, raw entity.Tx) error {
		if err := s.Lock(ctx, raw); err != nil {
			return err
		}
		if raw.Driver.Dialect() != dialect.SQLite {
			if err := exec(ctx, raw.Driver, `SELECT pg_advisory_xact_lock($1)`, storeLock); err != nil {
				return fmt.Errorf("lock the store: %w", err)
			}
		}
		return fn(ctx, tx{Client: ent.NewClient(ent.Driver(raw.Driver)), raw: raw})
	})
}

// tx is a transaction, seen through the store's own client.
type tx struct {
	*ent.Client
	raw entity.Tx
}

// Lock takes SQLite's write lock without changing anything: a transaction there that reads before it writes fails when
// another has written in between. On other databases it does nothing.
func (s *Store) Lock(ctx context.Context, tx entity.Tx) error {
	if tx.Driver.Dialect() != dialect.SQLite {
		return nil
	}
	if err := exec(ctx, tx.Driver, `UPDATE admin_state SET number = number WHERE 0 = 1`); err != nil {
		return fmt.Errorf("lock the database: %w", err)
	}
	return nil
}

// without is list without item.
func without(list []string, item string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(other string) bool { return other == item })
}
