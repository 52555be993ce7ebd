package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/store/ent"
	"github.com/mosswart/overlord/admin/store/ent/key"
)

// The rows of admin_state.
const (
	stateVersion = "rights" // number: counted up by every change of roles, members and keys
	stateSecret  = "secret" // text: signs impersonations
)

// rules are roles, members and API keys, kept in memory. They are read anew when this process changes them, and when
// another has, which is looked for when they are asked for after freshFor.
type rules struct {
	mu      sync.Mutex // held while reading
	current atomic.Pointer[ruleset]
	secret  []byte
}

// ruleset is the rules at one moment.
type ruleset struct {
	version int64
	checked time.Time
	policy  *access.Policy
	members map[string][]string // user id → roles
	keys    map[string]*ent.Key // those that are not revoked, by id
}

// prepareState makes the rows of admin_state where they are missing.
func (s *Store) prepareState(ctx context.Context) error {
	d := s.registry.Source.Driver()
	for id, text := range map[string]string{stateVersion: "", stateSecret: rand.Text() + rand.Text()} {
		q := from(d, `INSERT INTO admin_state (id, number, text) VALUES (`)
		q.WriteString(q.arg(id) + `, 0, ` + q.arg(text) + `) ON CONFLICT DO NOTHING`)
		if err := exec(ctx, d, q.String(), q.args...); err != nil {
			return err
		}
	}
	secret, err := s.client.State.Get(ctx, stateSecret)
	if err != nil {
		return err
	}
	s.rules.secret = []byte(secret.Text)
	return nil
}

// fresh is the rules, at most freshFor behind what another process has done.
func (s *Store) fresh(ctx context.Context) (*ruleset, error) {
	if r := s.rules.current.Load(); s.o.Now().Sub(r.checked) < freshFor {
		return r, nil
	}
	s.rules.mu.Lock()
	defer s.rules.mu.Unlock()
	r := s.rules.current.Load()
	now := s.o.Now()
	if now.Sub(r.checked) < freshFor {
		return r, nil
	}
	state, err := s.client.State.Get(ctx, stateVersion)
	if err != nil {
		return nil, fmt.Errorf("read the version of roles: %w", err)
	}
	if state.Number != r.version {
		return s.read(ctx)
	}
	again := *r
	again.checked = now
	s.rules.current.Store(&again)
	return &again, nil
}

// reload reads the rules anew.
func (s *Store) reload(ctx context.Context) error {
	s.rules.mu.Lock()
	defer s.rules.mu.Unlock()
	_, err := s.read(ctx)
	return err
}

// read reads the rules. The version is read first: what is changed after it is read again. The caller holds the lock.
func (s *Store) read(ctx context.Context) (*ruleset, error) {
	now := s.o.Now()
	state, err := s.client.State.Get(ctx, stateVersion)
	if err != nil {
		return nil, fmt.Errorf("read the version of roles: %w", err)
	}
	r := &ruleset{version: state.Number, checked: now, members: make(map[string][]string), keys: make(map[string]*ent.Key)}
	custom, err := s.customRoles(ctx, s.client)
	if err != nil {
		return nil, err
	}
	r.policy = access.NewPolicy(s.types(), custom)
	members, err := s.client.Member.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read members: %w", err)
	}
	for _, m := range members {
		r.members[m.ID] = m.Roles
	}
	keys, err := s.client.Key.Query().Where(key.RevokedAtIsNil()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read API keys: %w", err)
	}
	for _, k := range keys {
		r.keys[k.ID] = k
	}
	s.rules.current.Store(r)
	return r, nil
}

// change runs fn exclusively, tells other processes that rules have changed, and reads them anew.
func (s *Store) change(ctx context.Context, fn func(ctx context.Context, tx tx) error) error {
	err := s.exclusively(ctx, func(ctx context.Context, tx tx) error {
		if err := fn(ctx, tx); err != nil {
			return err
		}
		return tx.State.UpdateOneID(stateVersion).AddNumber(1).Exec(ctx)
	})
	if err != nil {
		return err
	}
	s.people.clear()
	s.sessions.clear()
	return s.reload(ctx)
}

// Policy is the roles as they are now. Changes that other processes make are in it at most five seconds after the next
// request that Identify or Authenticate looks at.
func (s *Store) Policy() *access.Policy { return s.rules.current.Load().policy }

// Rights are what a principal may do with a type.
func (s *Store) Rights(p access.Principal, t *meta.Type) access.Rights {
	return s.Policy().Rights(p, t)
}

// Access is what a principal may see, for queries.
func (s *Store) Access(p access.Principal) query.Access {
	policy := s.Policy()
	rights := func(slug string) access.Rights {
		if t := s.registry.Type(slug); t != nil {
			return policy.Rights(p, &t.Type)
		}
		return access.Rights{}
	}
	return query.Access{
		Reads: func(slug, name string) bool { return rights(slug).Reads(name) },
		Rows: func(slug string) (filter.Expr, error) {
			r := rights(slug)
			if !r.View {
				return nil, problem.Forbidden("view " + slug)
			}
			return r.Rows, nil
		},
		Vars: p.Vars(),
		Now:  s.o.Now(),
	}
}

// withRoles is p with the roles that the store gives him beside those that he brings.
func (r *ruleset) withRoles(p access.Principal) access.Principal {
	given := r.members[p.ID]
	if len(given) == 0 {
		return p
	}
	roles := slices.Clone(p.Roles)
	for _, role := range given {
		if !slices.Contains(roles, role) {
			roles = append(roles, role)
		}
	}
	p.Roles = roles
	return p
}

// samples are what $me may stand for: a filter is right where it is for any of them.
var samples = []string{"a", "1", "00000000-0000-0000-0000-000000000000"}

// checkRows says what is wrong with a role's row filter.
func (s *Store) checkRows(t *meta.Type, rows filter.Expr) error {
	typ := s.registry.Type(t.Slug)
	if typ == nil {
		return errors.New("There is no such type.") //nolint:staticcheck // shown to people as it is
	}
	var err error
	for _, sample := range samples {
		_, err = s.queries.Check(typ, rows, query.Access{Vars: access.Principal{ID: sample, Name: sample}.Vars()})
		if err == nil {
			return nil
		}
	}
	var p *problem.Problem
	if errors.As(err, &p) {
		for _, reason := range p.Errors {
			return errors.New(reason)
		}
		return errors.New(p.Detail)
	}
	return err
}
