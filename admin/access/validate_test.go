package access

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
)

func validator() Validator {
	return Validator{
		Types:      library(),
		Actions:    map[string][]string{"books": {"lend"}},
		HostScopes: []string{"site:read", "site:write"},
		Check: func(t *meta.Type, rows filter.Expr) (err error) {
			filter.Walk(rows, func(c *filter.Cmp) {
				if t.Field(c.Path[0]) == nil {
					err = errors.New("There is no field " + c.Path[0] + ".")
				}
			})
			return err
		},
	}
}

func TestValidRole(t *testing.T) {
	errs := validator().Role(Role{Name: "clerk-2", Label: "Clerk", Grants: []Grant{
		{Type: "books", Actions: []string{View, "lend"}, Fields: Fields{Read: []string{Any, "-price"}, Write: []string{"author"}}, Rows: "owner=$me"},
		{Type: Any, Actions: []string{Any, "lend"}, Fields: Fields{Read: []string{Any, "-price"}}},
		{Type: Audit, Actions: []string{View}},
	}})
	if len(errs) > 0 {
		t.Error(errs)
	}
}

func TestInvalidRoleNamesItsParts(t *testing.T) {
	errs := validator().Role(Role{Name: "Clerk", Grants: []Grant{
		{Type: "ghosts", Actions: []string{View}},
		{Type: "books", Actions: []string{"view", "sing"}, Fields: Fields{Read: []string{"title", "internal"}, Write: []string{"-nonsense", "-*"}}, Rows: "nonsense=1"},
		{Type: "authors", Actions: []string{"lend"}, Rows: "(("},
		{Type: Any, Fields: Fields{Read: []string{"boo", "price"}}, Rows: "price>1"},
		{Type: System, Actions: []string{"delete"}},
		{Type: "books", Actions: []string{View}, Rows: " "},
	}})
	want := []string{
		"grants[0].type", "grants[1].actions[1]", "grants[1].fields.read[1]", "grants[1].fields.write[0]", "grants[1].fields.write[1]",
		"grants[1].rows", "grants[2].actions[0]", "grants[2].rows", "grants[3].actions", "grants[3].fields.read[0]", "grants[3].rows",
		"grants[4].actions[0]", "grants[5].rows", "name",
	}
	if got := slices.Sorted(maps.Keys(errs)); !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if errs := validator().Role(Role{Name: Admin}); errs["name"] == "" {
		t.Error("a built-in role can be replaced")
	}
}

func TestScopes(t *testing.T) {
	good := []string{"books:view", "books:*", "*:view", "*:*", "books:lend", "*:lend", "_audit:view", "site:read", "site:*"}
	if errs := validator().Scopes(good); len(errs) > 0 {
		t.Error(errs)
	}
	bad := []string{"books", "books:sing", "authors:lend", "ghosts:view", "_audit:*", "_roles:view", "site:delete", "", ":", "*"}
	if errs := validator().Scopes(bad); len(errs) != len(bad) {
		t.Errorf("%d of %d are refused: %v", len(errs), len(bad), errs)
	}
	if errs := validator().Scopes(nil); errs["scopes"] == "" {
		t.Error("a key without scopes is accepted")
	}
}
