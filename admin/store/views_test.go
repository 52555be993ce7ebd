package store

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/mosswart/overlord/admin/access"
)

func names(views []View) []string {
	names := []string{}
	for _, v := range views {
		names = append(names, v.Name)
	}
	return names
}

func TestViews(t *testing.T) {
	eachStore(t, func(t *testing.T, s *Store, _ *clock, people *hostPeople) {
		root := people.of(t, "root")
		_, err := s.PutRole(t.Context(), root, access.Role{Name: "clerk", Grants: []access.Grant{
			{Type: "books", Actions: []string{"view"}, Fields: access.Fields{Read: []string{"*", "-isbn"}}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		eve := access.Principal{ID: "eve", Name: "Eve", Roles: []string{access.Viewer}}
		clerk := access.Principal{ID: "clerk", Name: "Clerk", Roles: []string{"clerk"}}
		input := func(typ, name, filter string, shared Shared) ViewInput {
			return ViewInput{Type: &typ, Name: &name, Filter: &filter, Shared: Optional[Shared]{shared, true}}
		}
		everyone := Shared{Everyone: true}
		create := func(by access.Principal, in ViewInput) View {
			t.Helper()
			return must(s.CreateView(t.Context(), by, in))(t)
		}
		_, err = s.CreateView(t.Context(), eve, ViewInput{})
		wantsFields(t, err, "type")
		_, err = s.CreateView(t.Context(), clerk, input("tags", "x", "", Shared{}))
		wantsFields(t, err, "type")
		_, err = s.CreateView(t.Context(), eve, input("books", " ", "title:(", everyone))
		wantsFields(t, err, "filter", "name", "shared")
		_, err = s.CreateView(t.Context(), eve, input("books", "x", "", Shared{Roles: []string{"clerk"}}))
		wantsFields(t, err, "shared")

		own := create(eve, input("books", "own", "title~dune", Shared{}))
		create(eve, input("books", "shared with viewers", "", Shared{Roles: []string{access.Viewer}}))
		create(root, input("books", "for clerks", "title~a", Shared{Roles: []string{"clerk"}}))
		create(root, input("books", "by isbn", "isbn=1", everyone))
		create(root, input("tags", "tags", "", everyone))
		create(root, input("books", "root's own", "", Shared{}))

		if got := names(must(s.Views(t.Context(), eve, ""))(t)); !slices.Equal(got, []string{"by isbn", "own", "shared with viewers", "tags"}) {
			t.Errorf("Eve sees %q", got)
		}
		// A clerk may not view tags, nor what is filtered by a field that he cannot read.
		if got := names(must(s.Views(t.Context(), clerk, ""))(t)); !slices.Equal(got, []string{"for clerks"}) {
			t.Errorf("a clerk sees %q", got)
		}
		if got := names(must(s.Views(t.Context(), eve, "tags"))(t)); !slices.Equal(got, []string{"tags"}) {
			t.Errorf("of tags Eve sees %q", got)
		}

		columns, position, renamed := []string{"title", "author"}, 3, "renamed"
		changed := must(s.UpdateView(t.Context(), eve, own.ID, ViewInput{Name: &renamed, Columns: Optional[[]string]{columns, true}, Position: &position}))(t)
		if changed.Name != renamed || changed.Filter != "title~dune" || !slices.Equal(changed.Columns, columns) || !changed.Mine {
			t.Errorf("changed is %+v", changed)
		}
		_, err = s.UpdateView(t.Context(), clerk, own.ID, ViewInput{Name: &renamed})
		wants(t, err, 404, "not_found")
		for _, v := range must(s.Views(t.Context(), eve, ""))(t) {
			if v.Name == "by isbn" {
				wants(t, s.DeleteView(t.Context(), eve, v.ID), 403, "forbidden")
				if v.Editable || v.Mine || v.OwnerName != "Root" {
					t.Errorf("of root's view Eve sees %+v", v)
				}
			}
		}
		wants(t, s.DeleteView(t.Context(), eve, "nonsense"), 404, "not_found")
		key := root
		key.Scopes = []string{"*:*"}
		wants(t, s.DeleteView(t.Context(), key, own.ID), 403, "forbidden")
		_, err = s.CreateView(t.Context(), key, input("books", "x", "", Shared{}))
		wants(t, err, 403, "forbidden")
		if err := s.DeleteView(t.Context(), root, own.ID); err != nil {
			t.Fatal(err)
		}
	})
}

func TestSharedOnTheWire(t *testing.T) {
	for text, want := range map[string]Shared{`null`: {}, `"everyone"`: {Everyone: true}, `["a","b"]`: {Roles: []string{"a", "b"}}} {
		var s Shared
		if err := json.Unmarshal([]byte(text), &s); err != nil || s.Everyone != want.Everyone || !slices.Equal(s.Roles, want.Roles) {
			t.Errorf("%s: %+v, %v", text, s, err)
		}
		if back := must(json.Marshal(s))(t); string(back) != text {
			t.Errorf("%s comes back as %s", text, back)
		}
	}
	if err := json.Unmarshal([]byte(`"nobody"`), new(Shared)); err == nil {
		t.Error(`"nobody" is accepted`)
	}
}
