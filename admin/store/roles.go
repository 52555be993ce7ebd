package store

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store/ent"
	"github.com/mosswart/overlord/admin/store/ent/member"
	"github.com/mosswart/overlord/admin/store/ent/role"
)

// maxRoles bounds the custom roles, and those of one member.
const maxRoles = 200

func (s *Store) customRoles(ctx context.Context, client *ent.Client) ([]access.Role, error) {
	rows, err := client.Role.Query().Order(role.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read roles: %w", err)
	}
	roles := make([]access.Role, len(rows))
	for i, row := range rows {
		if roles[i], err = roleOf(row); err != nil {
			return nil, err
		}
	}
	return roles, nil
}

func roleOf(row *ent.Role) (access.Role, error) {
	r := access.Role{Name: row.ID, Label: row.Label}
	if err := json.Unmarshal([]byte(row.Grants), &r.Grants); err != nil {
		return r, fmt.Errorf("read role %s: %w", row.ID, err)
	}
	return r, nil
}

// manages is a problem for who may not manage the store.
func (s *Store) manages(by access.Principal, what string) error {
	if s.Policy().Manages(by) {
		return nil
	}
	return problem.Forbidden(what)
}

// Roles are all roles, the built-in ones first. Everybody who is signed in may know them, to share views with them;
// who may not manage roles does not see their grants.
func (s *Store) Roles(ctx context.Context, by access.Principal) ([]access.Role, error) {
	custom, err := s.customRoles(ctx, s.client)
	if err != nil {
		return nil, err
	}
	roles := append(access.BuiltIn(), custom...)
	if s.manages(by, "") != nil {
		for i := range roles {
			roles[i].Grants = nil
		}
	}
	return roles, nil
}

// PutRole makes a custom role or replaces it. What is wrong with it is a problem that names the part:
// "grants[1].fields.read[0]".
func (s *Store) PutRole(ctx context.Context, by access.Principal, r access.Role) (access.Role, error) {
	if err := s.manages(by, "change roles"); err != nil {
		return r, err
	}
	r.BuiltIn = false
	if r.Label == "" {
		r.Label = r.Name
	}
	if r.Grants == nil {
		r.Grants = []access.Grant{}
	}
	if errs := s.validator().Role(r); len(errs) > 0 {
		return r, problem.Fields(errs)
	}
	grants, err := json.Marshal(r.Grants)
	if err != nil {
		return r, fmt.Errorf("write grants: %w", err)
	}
	err = s.change(ctx, func(ctx context.Context, tx tx) error {
		if err := s.addsUp(ctx, tx, r); err != nil {
			return err
		}
		now := s.now()
		old, err := tx.Role.Get(ctx, r.Name)
		switch {
		case ent.IsNotFound(err):
			if err := s.roomForRole(ctx, tx); err != nil {
				return err
			}
			err = tx.Role.Create().SetID(r.Name).SetLabel(r.Label).SetGrants(string(grants)).SetUpdatedAt(micros(now)).Exec(ctx)
			if err != nil {
				return fmt.Errorf("create role: %w", err)
			}
			return s.note(ctx, tx, by, "create", typeRoles, r.Name, r.Label, nil, roleDiff(r))
		case err != nil:
			return fmt.Errorf("read role: %w", err)
		}
		before, err := roleOf(old)
		if err != nil {
			return err
		}
		err = old.Update().SetLabel(r.Label).SetGrants(string(grants)).SetUpdatedAt(micros(now)).Exec(ctx)
		if err != nil {
			return fmt.Errorf("update role: %w", err)
		}
		return s.note(ctx, tx, by, "update", typeRoles, r.Name, r.Label, roleDiff(before), roleDiff(r))
	})
	return r, err
}

// addsUp is a problem where a role, alone or with the others of somebody who holds it, would give more than its grants
// say, see access.Policy.Widened.
func (s *Store) addsUp(ctx context.Context, tx tx, r access.Role) error {
	custom, err := s.customRoles(ctx, tx.Client)
	if err != nil {
		return err
	}
	policy := access.NewPolicy(s.types(), append(slices.DeleteFunc(custom, func(c access.Role) bool { return c.Name == r.Name }), r))
	if w := policy.Widened(r.Name); w != nil {
		return problem.Field("grants", "%s", w)
	}
	members, err := tx.Member.Query().All(ctx)
	if err != nil {
		return fmt.Errorf("read members: %w", err)
	}
	for _, m := range members {
		if !slices.Contains(m.Roles, r.Name) {
			continue
		}
		if w := policy.Widened(m.Roles...); w != nil {
			return problem.Field("grants", "%s has this role and others. %s", m.Name, w)
		}
	}
	return nil
}

func (s *Store) roomForRole(ctx context.Context, tx tx) error {
	n, err := tx.Role.Query().Count(ctx)
	if err != nil {
		return fmt.Errorf("count roles: %w", err)
	}
	if n >= maxRoles {
		return problem.New(http.StatusConflict, "too_many", "There are %d custom roles, which is the most there can be.", n)
	}
	return nil
}

func roleDiff(r access.Role) fields { return fields{"label": r.Label, "grants": r.Grants} }

// DeleteRole deletes a custom role. Who held it does not any more.
func (s *Store) DeleteRole(ctx context.Context, by access.Principal, name string) error {
	if err := s.manages(by, "change roles"); err != nil {
		return err
	}
	return s.change(ctx, func(ctx context.Context, tx tx) error {
		row, err := tx.Role.Get(ctx, name)
		if ent.IsNotFound(err) {
			return problem.NotFound("custom role of that name")
		}
		if err != nil {
			return fmt.Errorf("read role: %w", err)
		}
		before, err := roleOf(row)
		if err != nil {
			return err
		}
		members, err := tx.Member.Query().All(ctx)
		if err != nil {
			return fmt.Errorf("read members: %w", err)
		}
		for _, m := range members {
			if slices.Contains(m.Roles, name) {
				if err := m.Update().SetRoles(without(m.Roles, name)).Exec(ctx); err != nil {
					return fmt.Errorf("take the role from %s: %w", m.ID, err)
				}
			}
		}
		if err := tx.Role.DeleteOneID(name).Exec(ctx); err != nil {
			return fmt.Errorf("delete role: %w", err)
		}
		return s.note(ctx, tx, by, "delete", typeRoles, name, before.Label, roleDiff(before), nil)
	})
}

// Member is a user and the roles that the store gives him.
type Member struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Roles []string `json:"roles"`
	// Own are the roles that the host gives him, and Superuser is the host's (or the store's) word.
	Own       []string `json:"own,omitempty"`
	Superuser bool     `json:"superuser,omitempty"`
}

// Members are all users that hold roles of the store, and up to a hundred others, whose names contain search.
func (s *Store) Members(ctx context.Context, by access.Principal, search string) ([]Member, error) {
	if err := s.manages(by, "see who has which role"); err != nil {
		return nil, err
	}
	query := s.client.Member.Query().Order(member.ByName(), member.ByID())
	if search != "" {
		query.Where(member.NameContainsFold(search))
	}
	rows, err := query.Limit(MaxPage).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read members: %w", err)
	}
	people, err := s.directory().People(ctx, search, 100)
	if err != nil {
		return nil, fmt.Errorf("look for people: %w", err)
	}
	members := make([]Member, 0, len(rows)+len(people))
	for _, row := range rows {
		members = append(members, Member{ID: row.ID, Name: row.Name, Roles: row.Roles})
	}
	for _, p := range people {
		i := slices.IndexFunc(members, func(m Member) bool { return m.ID == p.ID })
		if i < 0 {
			i = len(members)
			members = append(members, Member{ID: p.ID, Roles: []string{}})
		}
		members[i].Name, members[i].Own, members[i].Superuser = p.Name, p.Roles, p.Superuser
	}
	return members, nil
}

// Member is one user with his roles.
func (s *Store) Member(ctx context.Context, by access.Principal, id string) (Member, error) {
	if err := s.manages(by, "see who has which role"); err != nil {
		return Member{}, err
	}
	p, err := s.directory().Person(ctx, id)
	if err != nil {
		return Member{}, fmt.Errorf("look for a person: %w", err)
	}
	m := Member{ID: id, Roles: []string{}}
	row, err := s.client.Member.Get(ctx, id)
	switch {
	case err == nil:
		m.Name, m.Roles = row.Name, row.Roles
	case !ent.IsNotFound(err):
		return m, fmt.Errorf("read member: %w", err)
	case p == nil:
		return m, problem.NotFound("such user")
	}
	if p != nil {
		m.Name, m.Own, m.Superuser = p.Name, p.Roles, p.Superuser
	}
	return m, nil
}

// PutMember gives a user exactly these roles, beside those that the host gives him.
func (s *Store) PutMember(ctx context.Context, by access.Principal, id string, roles []string) (Member, error) {
	if err := s.manages(by, "give roles"); err != nil {
		return Member{}, err
	}
	roles = slices.Compact(slices.Sorted(slices.Values(roles)))
	errs := make(map[string]string)
	for i, name := range roles {
		if !s.Policy().Known(name) {
			errs[fmt.Sprintf("roles[%d]", i)] = fmt.Sprintf("There is no role %q.", name)
		}
	}
	if len(roles) > maxRoles {
		errs["roles"] = fmt.Sprintf("Must be at most %d.", maxRoles)
	}
	if len(errs) > 0 {
		return Member{}, problem.Fields(errs)
	}
	m, err := s.Member(ctx, by, id)
	if err != nil {
		return m, err
	}
	if w := s.Policy().Widened(append(slices.Clone(m.Own), roles...)...); w != nil {
		return m, problem.Field("roles", "%s", w)
	}
	err = s.change(ctx, func(ctx context.Context, tx tx) error {
		if err := putMember(ctx, tx, id, m.Name, roles, micros(s.now())); err != nil {
			return err
		}
		return s.note(ctx, tx, by, "update", typeMembers, id, m.Name, fields{"roles": m.Roles}, fields{"roles": roles})
	})
	m.Roles = roles
	return m, err
}

// putMember writes a member's roles; without any he is none.
func putMember(ctx context.Context, tx tx, id, name string, roles []string, now int64) error {
	if _, err := tx.Member.Delete().Where(member.ID(id)).Exec(ctx); err != nil {
		return fmt.Errorf("write member: %w", err)
	}
	if len(roles) == 0 {
		return nil
	}
	if err := tx.Member.Create().SetID(id).SetName(name).SetRoles(roles).SetUpdatedAt(now).Exec(ctx); err != nil {
		return fmt.Errorf("write member: %w", err)
	}
	return nil
}
