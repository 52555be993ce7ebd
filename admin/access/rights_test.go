package access

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
)

func library() []*meta.Type {
	id := meta.ID{Kind: meta.Int, Columns: []string{"id"}}
	return []*meta.Type{
		{
			Name: "Book", Slug: "books", ID: id,
			Fields: []meta.Field{
				{Name: "title", Kind: meta.String}, {Name: "owner", Kind: meta.String}, {Name: "price", Kind: meta.Int},
				{Name: "author_id", Kind: meta.Int, Edge: "author"},
				{Name: "secret", Kind: meta.String, Sensitive: true}, {Name: "internal", Kind: meta.String, Hidden: true},
				{Name: "made_at", Kind: meta.Time, ReadOnly: true}, {Name: "age", Kind: meta.Int, Computed: true},
			},
			Edges: []meta.Edge{
				{Name: "author", Type: "authors", Rel: meta.ManyToOne, Field: "author_id"},
				{Name: "loans", Type: "loans", Rel: meta.OneToMany},
				{Name: "ghosts", Type: "ghosts", Rel: meta.OneToMany},
			},
		},
		{Name: "Author", Slug: "authors", ID: id, Fields: []meta.Field{{Name: "name", Kind: meta.String}}},
		{Name: "Loan", Slug: "loans", ID: id, Fields: []meta.Field{{Name: "price", Kind: meta.Int}}},
		{Name: "Ghost", Slug: "ghosts", ID: id, Hidden: true, Fields: []meta.Field{{Name: "boo", Kind: meta.String}}},
		{Name: "Stat", Slug: "stats", View: true, Fields: []meta.Field{{Name: "count", Kind: meta.Int}}},
	}
}

func TestBuiltInRoles(t *testing.T) {
	types := library()
	p := NewPolicy(types, nil)
	for _, c := range []struct {
		name  string
		who   Principal
		slug  string
		want  []string
		write bool
	}{
		{"nobody", Principal{}, "books", nil, false},
		{"an unknown role", Principal{Roles: []string{"poet"}}, "books", nil, false},
		{"viewer", Principal{Roles: []string{Viewer}}, "books", []string{View, Export}, false},
		{"editor", Principal{Roles: []string{Editor}}, "books", append([]string{"lend"}, Actions...), true},
		{"admin", Principal{Roles: []string{Admin}}, "books", append([]string{"lend"}, Actions...), true},
		{"superuser", Principal{Superuser: true}, "books", append([]string{"lend"}, Actions...), true},
		{"a superuser with a hidden type", Principal{Superuser: true}, "ghosts", nil, false},
		{"an editor of a view", Principal{Roles: []string{Editor}}, "stats", []string{View, Export, "lend"}, false},
		{"a key for reading", Principal{Superuser: true, Scopes: []string{"*:view"}}, "books", []string{View}, false},
		{"a key for books", Principal{Superuser: true, Scopes: []string{"books:*"}}, "books", append([]string{"lend"}, Actions...), true},
		{"a key for others", Principal{Superuser: true, Scopes: []string{"authors:*"}}, "books", nil, false},
		{"a key for nothing", Principal{Superuser: true, Scopes: []string{}}, "books", nil, false},
		{"a key to update without view", Principal{Superuser: true, Scopes: []string{"books:update"}}, "books", nil, false},
	} {
		r := p.Rights(c.who, typeOf(types, c.slug))
		for _, action := range append([]string{"lend"}, Actions...) {
			if got, want := r.Actions(action), slices.Contains(c.want, action); got != want {
				t.Errorf("%s: Actions(%q) = %v, want %v", c.name, action, got, want)
			}
		}
		if flags := [6]bool{r.View, r.Create, r.Update, r.Delete, r.Export, r.Import}; flags != flagsOf(r) {
			t.Errorf("%s: the flags %v differ from Actions %v", c.name, flags, flagsOf(r))
		}
		if r.Rows != nil {
			t.Errorf("%s: Rows = %v, want all", c.name, r.Rows)
		}
	}
}

func flagsOf(r Rights) (flags [6]bool) {
	for i, action := range Actions {
		flags[i] = r.Actions(action)
	}
	return flags
}

func TestFields(t *testing.T) {
	types := library()
	clerk := Role{Name: "clerk", Grants: []Grant{
		{Type: "books", Actions: []string{View, Update}, Fields: Fields{Read: []string{Any, "-price"}, Write: []string{"title", "made_at", "author_id"}}},
		{Type: "authors", Actions: []string{View}, Fields: Fields{Read: []string{}}},
	}}
	r := NewPolicy(types, []Role{clerk}).Rights(Principal{Roles: []string{"clerk"}}, types[0])
	reads, writes := map[string]bool{}, map[string]bool{}
	for _, name := range []string{"id", "title", "owner", "price", "author_id", "author", "loans", "ghosts", "secret", "internal", "made_at", "age", "nonsense"} {
		if r.Reads(name) {
			reads[name] = true
		}
		if r.Writes(name) {
			writes[name] = true
		}
	}
	// price is taken out, secret is sensitive, internal hidden, and loans may not be viewed at all.
	for _, name := range []string{"id", "title", "owner", "author_id", "author", "made_at", "age"} {
		if !reads[name] {
			t.Errorf("%s is not readable", name)
		}
		delete(reads, name)
	}
	// A foreign key and its edge are one; made_at is read-only.
	for _, name := range []string{"title", "author_id", "author"} {
		if !writes[name] {
			t.Errorf("%s is not writable", name)
		}
		delete(writes, name)
	}
	if len(reads)+len(writes) > 0 {
		t.Errorf("also readable: %v; also writable: %v", reads, writes)
	}
	if a := NewPolicy(types, []Role{clerk}).Rights(Principal{Roles: []string{"clerk"}}, types[1]); a.Reads("name") || !a.Reads("id") {
		t.Error("an empty list of fields leaves the id alone")
	}
	if NewPolicy(types, nil).Rights(Principal{Superuser: true}, types[0]).Reads("ghosts") {
		t.Error("an edge to a hidden type is readable")
	}
	diff := r.Diff(json.RawMessage(`{"title":["a","b"],"price":[1,2],"nonsense":[1,2]}`))
	if string(diff) != `{"title":["a","b"]}` {
		t.Errorf("Diff = %s", diff)
	}
	if whole := json.RawMessage(`{"title" : ["a","b"]}`); string(r.Diff(whole)) != string(whole) {
		t.Errorf("Diff of a readable one = %s", r.Diff(whole))
	}
}

func TestRowsByAction(t *testing.T) {
	types := library()
	p := NewPolicy(types, []Role{
		{Name: "reader", Grants: []Grant{{Type: "books", Actions: []string{View}}}},
		{Name: "owner", Grants: []Grant{{Type: "books", Actions: []string{Update}, Rows: "owner=$me"}}},
		{Name: "shop", Grants: []Grant{{Type: "books", Actions: []string{View, Update}, Rows: "price>5"}}},
		{Name: "broken", Grants: []Grant{{Type: "books", Actions: []string{Any}, Rows: "((("}}},
	})
	for _, c := range []struct {
		roles        []string
		view, update string
	}{
		{[]string{"reader", "owner"}, "", "owner=$me"},
		{[]string{"shop", "owner"}, "price>5", "price>5 (owner=$me or price>5)"},
		{[]string{"shop", "owner", "reader"}, "", "owner=$me or price>5"},
		{[]string{"reader", "broken"}, "", "-"},
	} {
		slices.Sort(c.roles)
		r := p.Rights(Principal{Roles: c.roles}, types[0])
		if got := text(r.Rows); got != c.view {
			t.Errorf("%v may view %q, want %q", c.roles, got, c.view)
		}
		if c.update == "-" {
			if r.Update {
				t.Errorf("%v may update", c.roles)
			}
		} else if got := text(r.RowsFor(Update)); !r.Update || got != c.update {
			t.Errorf("%v may update %q, want %q", c.roles, got, c.update)
		}
	}
}

func text(e filter.Expr) string {
	if e == nil {
		return ""
	}
	return e.String()
}

func typeOf(types []*meta.Type, slug string) *meta.Type {
	return types[slices.IndexFunc(types, func(t *meta.Type) bool { return t.Slug == slug })]
}

// rightsOf is everything that Rights say, spelled out over a small world of five rows.
func rightsOf(t *rapid.T, p *Policy, who Principal, types []*meta.Type) map[string]bool {
	all := make(map[string]bool)
	for _, typ := range types {
		r := p.Rights(who, typ)
		for _, action := range append([]string{"lend"}, Actions...) {
			if !r.Actions(action) {
				continue
			}
			all[typ.Slug+":"+action] = true
			for _, row := range owners {
				if holds(t, r.RowsFor(action), row) {
					all[typ.Slug+":"+action+" of "+row] = true
				}
			}
		}
		names := []string{"id"}
		for _, f := range typ.Fields {
			names = append(names, f.Name)
		}
		for _, e := range typ.Edges {
			names = append(names, e.Name)
		}
		for _, name := range names {
			if r.Reads(name) {
				all[typ.Slug+" reads "+name] = true
			}
			all[typ.Slug+" creates "+name] = r.Sets(name, true)
			all[typ.Slug+" updates "+name] = r.Sets(name, false)
			if r.Writes(name) != (r.Sets(name, true) || r.Sets(name, false)) {
				t.Fatalf("Writes(%q) differs from Sets", name)
			}
		}
	}
	all["manages"] = p.Manages(who)
	all["audits"] = p.Audits(who)
	all["system"] = p.Sees(who, System)
	return all
}

var owners = []string{"a", "b", "c", "d", "e"}

// holds evaluates the filters that genRole writes.
func holds(t *rapid.T, e filter.Expr, owner string) bool {
	switch e := e.(type) {
	case nil:
		return true
	case filter.And:
		return !slices.ContainsFunc(e, func(term filter.Expr) bool { return !holds(t, term, owner) })
	case filter.Or:
		return slices.ContainsFunc(e, func(term filter.Expr) bool { return holds(t, term, owner) })
	case *filter.Cmp:
		return string(e.Value.(filter.Text)) == owner
	}
	t.Fatalf("unexpected filter %v", e)
	return false
}

func genNames(t *rapid.T) []string {
	if rapid.Bool().Draw(t, "all fields") {
		return nil
	}
	return rapid.SliceOfN(rapid.SampledFrom([]string{Any, "title", "-title", "price", "-price", "author", "author_id", "-author", "loans", "name"}), 0, 4).Draw(t, "fields")
}

func genRole(t *rapid.T, name string) Role {
	r := Role{Name: name}
	for range rapid.IntRange(0, 3).Draw(t, "grants") {
		g := Grant{
			Type:    rapid.SampledFrom([]string{"books", "authors", "loans", "stats", Any, Audit, System}).Draw(t, "type"),
			Actions: rapid.SliceOfN(rapid.SampledFrom(append([]string{Any, "lend"}, Actions...)), 1, 3).Draw(t, "actions"),
			Fields:  Fields{Read: genNames(t), Write: genNames(t)},
		}
		if g.Type == "books" && rapid.Bool().Draw(t, "some rows") {
			g.Rows = "owner=" + rapid.SampledFrom(owners).Draw(t, "owner")
		}
		r.Grants = append(r.Grants, g)
	}
	return r
}

// Another role never takes a right away, and scopes never give one.
func TestRightsAreMonotone(t *testing.T) {
	types := library()
	rapid.Check(t, func(t *rapid.T) {
		custom := []Role{genRole(t, "r0"), genRole(t, "r1"), genRole(t, "r2")}
		p := NewPolicy(types, custom)
		names := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"r0", "r1", "r2", Viewer, Editor, Admin}), rapid.ID).Draw(t, "roles")
		who := Principal{ID: "a", Roles: names}
		before := rightsOf(t, p, who, types)

		more := who
		more.Roles = append(slices.Clone(names), rapid.SampledFrom([]string{"r0", "r1", "r2", Viewer, Editor, Admin}).Draw(t, "another role"))
		contains(t, "another role", rightsOf(t, p, more, types), before)
		more.Superuser = true
		contains(t, "being superuser", rightsOf(t, p, more, types), before)

		scope := rapid.Custom(func(t *rapid.T) string {
			return rapid.SampledFrom([]string{"books", "authors", "loans", Any, Audit, "site"}).Draw(t, "subject") + ":" +
				rapid.SampledFrom(append([]string{Any, "lend"}, Actions...)).Draw(t, "verb")
		})
		key := who
		key.Scopes = rapid.SliceOfN(scope, 0, 4).Draw(t, "scopes")
		if key.Scopes == nil {
			key.Scopes = []string{}
		}
		narrowed := rightsOf(t, p, key, types)
		contains(t, "no scopes", before, narrowed)
		wider := key
		wider.Scopes = append(slices.Clone(key.Scopes), scope.Draw(t, "another scope"))
		contains(t, "another scope", rightsOf(t, p, wider, types), narrowed)
	})
}

// Where nothing is widened, a field may be read (written) on exactly the rows on which some grant says so by itself.
func TestWhatIsNotWidenedIsExact(t *testing.T) {
	types := library()
	books := types[0]
	widened := 0
	rapid.Check(t, func(t *rapid.T) {
		roles := []Role{genRole(t, "r0"), genRole(t, "r1")}
		p := NewPolicy(types, roles)
		if p.Widened("r0", "r1") != nil {
			widened++
			return
		}
		r := p.Rights(Principal{Roles: []string{"r0", "r1"}}, books)
		for _, f := range []string{"title", "price"} {
			for _, row := range owners {
				for _, action := range []string{View, Update} {
					says := false
					for _, g := range p.grantsFor(Principal{Roles: []string{"r0", "r1"}}, "books", action) {
						says = says || holds(t, g.rows, row) && g.names(action).holds(f, "")
					}
					allowed := r.Actions(action) && holds(t, r.compiled.rows(action).expr(), row)
					if action == View {
						allowed = allowed && r.Reads(f)
					} else {
						allowed = allowed && r.Sets(f, false)
					}
					if allowed && !says {
						t.Fatalf("%s of %s: %s is allowed, and no grant says so", action, row, f)
					}
				}
			}
		}
	})
	if widened == 0 {
		t.Error("nothing was ever widened")
	}
}

func TestWidened(t *testing.T) {
	read := func(rows string, fields ...string) Grant {
		return Grant{Type: "books", Actions: []string{View}, Rows: rows, Fields: Fields{Read: fields}}
	}
	p := NewPolicy(library(), []Role{
		{Name: "titles", Grants: []Grant{read("", "title")}},
		{Name: "own", Grants: []Grant{read("owner=$me")}},
		{Name: "own-prices", Grants: []Grant{read("owner = $me", "price")}},
		{Name: "cheap", Grants: []Grant{read("price<5", "title", "owner")}},
	})
	for _, c := range []struct {
		roles []string
		field string
	}{
		{[]string{"titles"}, ""},
		{[]string{"titles", "own"}, "age"},
		{[]string{"titles", "own", Viewer}, ""},
		{[]string{"own", "own-prices"}, ""},
		{[]string{"cheap", "own-prices"}, "owner"},
		{[]string{"own", Editor}, ""},
	} {
		w := p.Widened(c.roles...)
		if got := w; got == nil && c.field != "" || got != nil && (got.Field != c.field || got.Type != "books" || got.Action != View) {
			t.Errorf("%v: %v, want %q", c.roles, got, c.field)
		}
	}
}

func contains(t *rapid.T, what string, larger, smaller map[string]bool) {
	for right, given := range smaller {
		if given && !larger[right] {
			t.Fatalf("with %s one may not %q any more", what, right)
		}
	}
}

func TestAllows(t *testing.T) {
	for _, c := range []struct {
		scopes []string
		want   bool
	}{
		{nil, true}, {[]string{}, false}, {[]string{"site:read"}, true}, {[]string{"site:*"}, true},
		{[]string{"site:write"}, false}, {[]string{"*:*", "*:read"}, false}, {[]string{"sites:*"}, false},
	} {
		if got := Allows(Principal{Superuser: true, Scopes: c.scopes}, "site:read"); got != c.want {
			t.Errorf("Allows(%q) = %v, want %v", c.scopes, got, c.want)
		}
	}
}

func BenchmarkRights(b *testing.B) {
	types := library()
	p := NewPolicy(types, nil)
	who := Principal{ID: "7", Roles: []string{Viewer, Editor}}
	b.ReportAllocs()
	for b.Loop() {
		if !p.Rights(who, types[0]).View {
			b.Fatal("no view")
		}
	}
}
