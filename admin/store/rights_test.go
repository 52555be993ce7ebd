package store

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture"
	libraryent "github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/meta"
)

func (s *Store) typeOf(t testing.TB, slug string) *meta.Type {
	t.Helper()
	for _, found := range s.types() {
		if found.Slug == slug {
			return found
		}
	}
	t.Fatalf("no type %s", slug)
	return nil
}

func identified(t testing.TB, s *Store, p access.Principal, header ...string) *access.Principal {
	t.Helper()
	found, err := s.Identify(request(header...), signedIn(p))
	if err != nil || found == nil {
		t.Fatalf("Identify = %v, %v", found, err)
	}
	return found
}

func TestRoles(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, _ *clock, people *hostPeople) {
		root, eve, adam := people.of(t, "root"), people.of(t, "eve"), people.of(t, "adam")
		clerk := access.Role{Name: "clerk", Label: "Clerk", Grants: []access.Grant{
			{Type: "books", Actions: []string{"view", "update", "lend"}, Fields: access.Fields{Read: []string{"*", "-isbn"}}, Rows: "title:$name or id=$me"},
		}}
		_, err := s.PutRole(t.Context(), eve, clerk)
		wants(t, err, 403, "forbidden")
		bad := clerk
		bad.Grants = append(slices.Clone(clerk.Grants),
			access.Grant{Type: "books", Actions: []string{"sing"}, Fields: access.Fields{Read: []string{"nonsense"}}, Rows: "nonsense=1"},
			access.Grant{Type: "books", Actions: []string{"view"}, Rows: "title:("})
		_, err = s.PutRole(t.Context(), root, bad)
		wantsFields(t, err, "grants[1].actions[0]", "grants[1].fields.read[0]", "grants[1].rows", "grants[2].rows")

		if _, err := s.PutRole(t.Context(), root, clerk); err != nil {
			t.Fatal(err)
		}
		if identified(t, s, adam).Roles != nil {
			t.Error("Adam has roles")
		}
		_, err = s.PutMember(t.Context(), root, "adam", []string{"clerk", "poet"})
		wantsFields(t, err, "roles[1]")
		_, err = s.PutMember(t.Context(), root, "nobody", []string{"clerk"})
		wants(t, err, 404, "not_found")
		_, err = s.PutMember(t.Context(), eve, "eve", []string{"admin"})
		wants(t, err, 403, "forbidden")
		if _, err := s.PutMember(t.Context(), root, "adam", []string{"clerk", "clerk"}); err != nil {
			t.Fatal(err)
		}
		who := *identified(t, s, adam)
		if !slices.Equal(who.Roles, []string{"clerk"}) {
			t.Errorf("Adam's roles are %q", who.Roles)
		}
		r := s.Rights(who, s.typeOf(t, "books"))
		if !r.View || !r.Update || r.Delete || !r.Actions("lend") || !r.Reads("title") || r.Reads("isbn") || r.Rows == nil {
			t.Errorf("Adam's rights are %+v", r)
		}
		rows, err := s.Access(who).Rows("books")
		if err != nil || rows.String() != r.Rows.String() || s.Access(who).Vars["me"] != "adam" {
			t.Errorf("his rows are %v, %v", rows, err)
		}
		_, err = s.Access(who).Rows("tags")
		wants(t, err, 403, "forbidden")

		clerk.Label, clerk.Grants = "Reader", []access.Grant{{Type: "books", Actions: []string{"view"}}}
		if _, err := s.PutRole(t.Context(), root, clerk); err != nil {
			t.Fatal(err)
		}
		if r := s.Rights(who, s.typeOf(t, "books")); r.Update || r.Rows != nil {
			t.Errorf("after the change his rights are %+v", r)
		}

		roles := must(s.Roles(t.Context(), root))(t)
		if len(roles) != 4 || roles[3].Label != "Reader" || len(roles[3].Grants) != 1 {
			t.Errorf("Roles = %+v", roles)
		}
		for _, role := range must(s.Roles(t.Context(), eve))(t) {
			if role.Grants != nil {
				t.Errorf("Eve sees the grants of %s", role.Name)
			}
		}
		members := must(s.Members(t.Context(), root, "a"))(t)
		if len(members) != 1 || members[0].ID != "adam" || !slices.Equal(members[0].Roles, []string{"clerk"}) {
			t.Errorf("Members = %+v", members)
		}
		if m := must(s.Member(t.Context(), root, "eve"))(t); len(m.Roles) != 0 || !slices.Equal(m.Own, []string{"viewer"}) {
			t.Errorf("Eve is %+v", m)
		}

		wants(t, s.DeleteRole(t.Context(), root, "viewer"), 404, "not_found")
		if err := s.DeleteRole(t.Context(), root, "clerk"); err != nil {
			t.Fatal(err)
		}
		if who := identified(t, s, adam); len(who.Roles) != 0 {
			t.Errorf("Adam's roles are %q", who.Roles)
		}
		page := must(s.AuditList(t.Context(), root, AuditInput{Limit: 10}))(t)
		var actions []string
		for _, l := range page.Items {
			actions = append(actions, l.Action+" "+l.Type)
		}
		if want := []string{"delete _roles", "update _roles", "update _members", "create _roles"}; !slices.Equal(actions, want) {
			t.Errorf("recorded is %q, want %q", actions, want)
		}
		changed := must(s.AuditRows(t.Context(), root, page.Items[1].Change, "", 10))(t)
		if len(changed.Items) != 1 || !strings.Contains(string(changed.Items[0].Diff), `"label":["Clerk","Reader"]`) {
			t.Errorf("the update is %+v", changed.Items)
		}
	})
}

// Roles that would together give more than their grants say are refused, whichever comes last.
func TestRolesThatDoNotAddUp(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, _ *clock, people *hostPeople) {
		root := people.of(t, "root")
		titles := access.Grant{Type: "books", Actions: []string{"view"}, Fields: access.Fields{Read: []string{"title"}}}
		some := access.Grant{Type: "books", Actions: []string{"view"}, Rows: "title~dune"}
		put := func(name string, grants ...access.Grant) error {
			_, err := s.PutRole(t.Context(), root, access.Role{Name: name, Grants: grants})
			return err
		}
		wantsFields(t, put("both", titles, some), "grants")
		for name, grant := range map[string]access.Grant{"titles": titles, "some": some, "tags": {Type: "tags", Actions: []string{"view"}}} {
			if err := put(name, grant); err != nil {
				t.Fatal(err)
			}
		}
		_, err := s.PutMember(t.Context(), root, "adam", []string{"some", "titles"})
		wantsFields(t, err, "roles")
		must(s.PutMember(t.Context(), root, "eve", []string{"some", "titles"}))(t) // a viewer anyway
		must(s.PutMember(t.Context(), root, "adam", []string{"some", "tags"}))(t)
		wantsFields(t, put("tags", titles), "grants")
	})
}

// A change that another process makes is noticed within five seconds.
func TestOtherProcesses(t *testing.T) {
	fixture.EachDatabase(t, func(t *testing.T, registry *entity.Registry, _ *libraryent.Client) {
		c, people := newClock(), newHostPeople()
		here, there := openStore(t, registry, c, people), openStore(t, registry, c, people)
		root, adam := people.of(t, "root"), people.of(t, "adam")
		if _, err := there.PutMember(t.Context(), root, "adam", []string{"editor"}); err != nil {
			t.Fatal(err)
		}
		key := must(there.CreateKey(t.Context(), adam, KeyInput{Name: "k", Scopes: []string{"books:view"}}))(t)
		c.add(freshFor)
		if who := identified(t, here, adam); !slices.Equal(who.Roles, []string{"editor"}) {
			t.Errorf("his roles are %q", who.Roles)
		}
		if _, err := here.Authenticate(t.Context(), request("Authorization", "Bearer "+key.Token)); err != nil {
			t.Error(err)
		}
		if err := there.RevokeKey(t.Context(), adam, key.ID); err != nil {
			t.Fatal(err)
		}
		c.add(freshFor)
		_, err := here.Authenticate(t.Context(), request("Authorization", "Bearer "+key.Token))
		wants(t, err, 401, "bad_key")
	})
}

var keyForm = regexp.MustCompile(`^adm_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}$`)

func TestKeys(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, c *clock, people *hostPeople) {
		root, eve := people.of(t, "root"), people.of(t, "eve")
		past := s.now().Add(-time.Hour)
		_, err := s.CreateKey(t.Context(), eve, KeyInput{Name: " ", Scopes: []string{"books:view", "site:delete"}, ExpiresAt: &past})
		wantsFields(t, err, "expires_at", "name", "scopes[1]")
		_, err = s.CreateKey(t.Context(), eve, KeyInput{Name: "k"})
		wantsFields(t, err, "scopes")

		soon := s.now().Add(time.Hour)
		made := must(s.CreateKey(t.Context(), eve, KeyInput{Name: "script", Scopes: []string{"books:*", "site:read"}, ExpiresAt: &soon}))(t)
		if !keyForm.MatchString(made.Token) {
			t.Errorf("the token is %q", made.Token)
		}
		authenticate := func(header ...string) (*access.Principal, error) {
			return s.Authenticate(t.Context(), request(header...))
		}
		for _, none := range [][]string{nil, {"Authorization", "Basic abc"}, {"Authorization", "Bearer other_token"}, {"Authorization", "Bearer"}} {
			if p, err := authenticate(none...); p != nil || err != nil {
				t.Errorf("%q: %v, %v", none, p, err)
			}
		}
		p := must(authenticate("Authorization", "bearer "+made.Token))(t)
		if p.ID != "eve" || p.Name != "Eve" || p.Via != "key" || p.KeyID != made.ID || !slices.Equal(p.Scopes, made.Scopes) || !slices.Equal(p.Roles, []string{"viewer"}) {
			t.Errorf("the principal is %+v", p)
		}
		if r := s.Rights(*p, s.typeOf(t, "books")); !r.View || r.Update {
			t.Errorf("a viewer's key has %+v", r)
		}
		if s.Rights(*p, s.typeOf(t, "tags")).View || !access.Allows(*p, "site:read") || access.Allows(*p, "site:write") {
			t.Error("the scopes are not heeded")
		}
		// One letter changed anywhere makes it another key.
		for i := len("adm_"); i < len(made.Token); i += 7 {
			other := []byte(made.Token)
			if other[i] == 'x' {
				other[i] = 'y'
			} else {
				other[i] = 'x'
			}
			_, err := authenticate("Authorization", "Bearer "+string(other))
			wants(t, err, 401, "bad_key")
		}
		// Well-formed, but of nobody's.
		_, stranger := s.newToken()
		_, err = authenticate("Authorization", "Bearer "+stranger)
		wants(t, err, 401, "bad_key")

		// No key makes another one, or manages anything.
		_, err = s.CreateKey(t.Context(), *p, KeyInput{Name: "k", Scopes: []string{"books:view"}})
		wants(t, err, 403, "forbidden")
		rootKey := must(s.CreateKey(t.Context(), root, KeyInput{Name: "all", Scopes: []string{"*:*"}}))(t)
		rp := must(authenticate("Authorization", "Bearer "+rootKey.Token))(t)
		if s.Policy().Manages(*rp) || !rp.Superuser {
			t.Errorf("a superuser's key is %+v", rp)
		}
		wants(t, s.RevokeKey(t.Context(), *rp, made.ID), 404, "not_found")

		if keys := must(s.Keys(t.Context(), eve, false))(t); len(keys) != 1 || keys[0].LastUsedAt != nil || keys[0].ExpiresAt == nil || !keys[0].ExpiresAt.Equal(soon) {
			t.Errorf("Keys = %+v", keys)
		}
		if err := s.writeMarks(t.Context()); err != nil {
			t.Fatal(err)
		}
		if keys := must(s.Keys(t.Context(), eve, false))(t); keys[0].LastUsedAt == nil || !keys[0].LastUsedAt.Equal(s.now()) {
			t.Errorf("Keys = %+v", keys)
		}
		_, err = s.Keys(t.Context(), eve, true)
		wants(t, err, 403, "forbidden")
		if keys := must(s.Keys(t.Context(), root, true))(t); len(keys) != 2 {
			t.Errorf("all Keys = %+v", keys)
		}
		text := must(json.Marshal(must(s.Keys(t.Context(), root, true))(t)))(t)
		if strings.Contains(string(text), hash(made.Token)) || strings.Contains(string(text), "hash") {
			t.Errorf("the list shows hashes: %s", text)
		}

		c.add(time.Hour)
		_, err = authenticate("Authorization", "Bearer "+made.Token)
		wants(t, err, 401, "bad_key")
		wants(t, s.RevokeKey(t.Context(), eve, rootKey.ID), 404, "not_found")
		people.remove("root")
		c.add(freshFor)
		_, err = authenticate("Authorization", "Bearer "+rootKey.Token)
		wants(t, err, 401, "bad_key")
		if err := s.RevokeKey(t.Context(), root, made.ID); err != nil {
			t.Fatal(err)
		}
		if keys := must(s.Keys(t.Context(), eve, false))(t); len(keys) != 0 {
			t.Errorf("after revoking Keys = %+v", keys)
		}
	})
}

// The token is in no table.
func TestKeysAreNotKept(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, _ *clock, people *hostPeople) {
		made := must(s.CreateKey(t.Context(), people.of(t, "eve"), KeyInput{Name: "k", Scopes: []string{"*:view"}}))(t)
		secret := made.Token[len("adm_")+keyIDLetters+1:]
		for _, query := range []string{
			`SELECT id, hash, name, CAST(scopes AS text) FROM admin_keys`, `SELECT diff, label, object_id, object_id FROM admin_revisions`,
		} {
			err := each(t.Context(), s.registry.Source.Driver(), query, []any{}, func(rows rows) error {
				var v [4]string
				err := rows.Scan(&v[0], &v[1], &v[2], &v[3])
				if strings.Contains(fmt.Sprint(v), secret) {
					t.Errorf("%s gives %q", query, v)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestImpersonation(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, c *clock, people *hostPeople) {
		root, eve := people.of(t, "root"), people.of(t, "eve")
		for who, as := range map[*access.Principal]string{&root: "boss", &eve: "adam"} {
			_, _, err := s.StartImpersonation(t.Context(), request(), *who, as)
			wants(t, err, 403, "forbidden")
		}
		_, _, err := s.StartImpersonation(t.Context(), request(), root, "nobody")
		wants(t, err, 404, "not_found")
		key := root
		key.Scopes, key.KeyID = []string{"*:*"}, "k"
		_, _, err = s.StartImpersonation(t.Context(), request(), key, "eve")
		wants(t, err, 403, "forbidden")

		as, cookie, err := s.StartImpersonation(t.Context(), request(), root, "eve")
		if err != nil {
			t.Fatal(err)
		}
		if !cookie.HttpOnly || cookie.SameSite == 0 || cookie.MaxAge != 0 {
			t.Errorf("the cookie is %v", cookie)
		}
		for _, header := range [][]string{{"Cookie", cookie.String()}, {ImpersonationHeader, as.Token}} {
			p := identified(t, s, root, header...)
			if p.ID != "eve" || p.Superuser || p.Impersonator == nil || p.Impersonator.ID != "root" || !slices.Equal(p.Roles, []string{"viewer"}) {
				t.Fatalf("%q: %+v", header, p)
			}
			if actor := ActorOf(*p); actor.ImpersonatorName != "Root" || actor.Name != "Eve" {
				t.Errorf("the actor is %+v", actor)
			}
			_, _, err := s.StartImpersonation(t.Context(), request(), *p, "adam")
			wants(t, err, 403, "forbidden")
			_, err = s.CreateKey(t.Context(), *p, KeyInput{Name: "k", Scopes: []string{"*:view"}})
			wants(t, err, 403, "forbidden")
		}
		// Somebody else in the same browser is himself.
		if p := identified(t, s, eve, "Cookie", cookie.String()); p.ID != "eve" || p.Impersonator != nil {
			t.Errorf("with another's cookie: %+v", p)
		}
		over := func(p access.Principal, header ...string) {
			t.Helper()
			_, err := s.Identify(request(header...), signedIn(p))
			wants(t, err, 403, "impersonation_over")
		}
		over(root, ImpersonationHeader, as.Token+"x")
		demoted := root
		demoted.Superuser = false
		over(demoted, ImpersonationHeader, as.Token)
		forged, _ := s.seal(impersonation{By: "root", As: "boss", Expires: s.now().Add(time.Hour).Unix()})
		over(root, ImpersonationHeader, forged)
		c.add(impersonationLifetime)
		over(root, "Cookie", cookie.String())
		if stop := s.StopImpersonation(request()); stop.Name != cookie.Name || stop.MaxAge >= 0 || stop.Path != cookie.Path {
			t.Errorf("it stops with %v", stop)
		}
		page := must(s.AuditList(t.Context(), root, AuditInput{Action: "impersonate", Limit: 10}))(t)
		if len(page.Items) != 1 || page.Items[0].By.ID != "root" {
			t.Errorf("recorded is %+v", page.Items)
		}
	})
}
