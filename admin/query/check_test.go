package query_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
)

func library1(t *testing.T) (*entity.Registry, *query.Compiler) {
	reg, _ := fixture.Open(t, fixture.SQLite(t))
	return reg, query.New(reg)
}

func TestErrorsNameWhatIsWrongAndWhere(t *testing.T) {
	reg, c := library1(t)
	for text, want := range map[string]struct {
		code string
		pos  int
		says string
	}{
		`titel:x`:                   {"unknown_field", 0, `unknown field "titel" of Books; did you mean "title"?`},
		`pages:1 or author.nme:x`:   {"unknown_field", 11, `unknown field "nme" of Authors; did you mean "name"?`},
		`zzzzz:x`:                   {"unknown_field", 0, `unknown field "zzzzz" of Books`},
		`title.x:1`:                 {"unknown_field", 0, `"title" of Books is no edge: nothing is behind its dot`},
		`supplier_code:x`:           {"unknown_field", 0, `unknown field "supplier_code" of Books`},
		`internal_note:x`:           {"unknown_field", 0, `unknown field "internal_note" of Books`},
		`pages~1`:                   {"bad_operator", 5, `~ does not suit "pages", which is a number; use one of : = != > >= < <=`},
		`status>draft`:              {"bad_operator", 6, `> does not suit "status", which is a choice; use one of : = !=`},
		`metadata=x`:                {"bad_operator", 8, `= does not suit "metadata", which is JSON; use one of : ~`},
		`author>3`:                  {"bad_operator", 6, `> does not suit the edge "author"; use one of : = !=`},
		`pages:many`:                {"bad_value", 6, `"pages" must be a whole number`},
		`pages:1..x`:                {"bad_value", 6, `"pages" must be a whole number`},
		`pages:(1,x)`:               {"bad_value", 6, `"pages" must be a whole number`},
		`pages>null`:                {"bad_value", 6, `"pages" is compared with null by : = or != only`},
		`volume:300`:                {"bad_value", 7, `"volume" must be between 0 and 255`},
		`rating:NaN`:                {"bad_value", 7, `"rating" must be a number`},
		`in_print:perhaps`:          {"bad_value", 9, `"in_print" must be yes or no`},
		`in_print:no..yes`:          {"bad_value", 9, `"in_print" has no order, and so takes no range`},
		`status:gone`:               {"bad_value", 7, `"status" must be one of draft, published, withdrawn`},
		`status=Draft`:              {"bad_value", 7, `"status" must be one of draft, published, withdrawn`},
		`created_at>soon`:           {"bad_value", 11, `"created_at" must be a date and time such as 2026-11-22 or 2026-11-22 15:04`},
		`created_at:now-9999y`:      {"bad_value", 11, `"created_at" must be in the years 1 to 9999`},
		`author:x`:                  {"bad_value", 7, `"author" must be a whole number`},
		`author:$you`:               {"bad_value", 7, `unknown variable $you; there is $me`},
		`copies.branch:3`:           {"bad_value", 14, `"branch" is not of the form that belongs here`},
		`cover:"no base"`:           {"bad_value", 6, `"cover" must be bytes in base64`},
		`id:x`:                      {"bad_value", 3, `"id" must be a whole number`},
		`author.books.titl:x pages`: {"bad_filter", 25, `expected one of : = != > >= < <= ~`},
	} {
		e, err := query.ParseFilter(text)
		if err == nil {
			_, err = c.Check(reg.Type("books"), e, query.Access{Vars: map[string]string{"me": "1"}})
		}
		var p *problem.Problem
		if !errors.As(err, &p) {
			t.Errorf("%s: error %v, want a problem", text, err)
			continue
		}
		if p.Status != 400 || p.Code != want.code || p.Extra["position"] != want.pos || p.Errors["filter"] != want.says {
			t.Errorf("%s: %d %s at %v %q; want %s at %d %q", text, p.Status, p.Code, p.Extra["position"], p.Errors["filter"], want.code, want.pos, want.says)
		}
	}
}

func TestUnreadableFieldsAnswerAsUnknownOnes(t *testing.T) {
	reg, c := library1(t)
	hidden := func(slug, name string) bool {
		return slug+"."+name != "books.pages" && slug+"."+name != "books.loans" && slug+"."+name != "authors.born"
	}
	without, _ := library1(t)
	for _, typ := range without.Types {
		for i := range slices.Backward(typ.Fields) {
			if !hidden(typ.Slug, typ.Fields[i].Name) {
				typ.Fields, typ.Values = slices.Delete(typ.Fields, i, i+1), slices.Delete(typ.Values, i, i+1)
			}
		}
		typ.Edges = slices.DeleteFunc(typ.Edges, func(e meta.Edge) bool { return !hidden(typ.Slug, e.Name) })
	}
	for _, text := range []string{"pages:1", "loans:1", "loans.note:x", "author.born:1", "pags:1", "author.bron>1", "loanz:1", "pages>x", "loans>1"} {
		_, unreadable := c.Check(reg.Type("books"), must(text), query.Access{Reads: hidden})
		_, unknown := query.New(without).Check(without.Type("books"), must(text), query.Access{})
		if fmt.Sprint(unreadable) != fmt.Sprint(unknown) || unknown == nil {
			t.Errorf("%s\nunreadable: %v\nunknown:    %v", text, unreadable, unknown)
		}
	}
	for _, sort := range []string{"pages", "-author.born"} {
		keys, err := query.ParseSort(sort)
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Page(reg.Type("books"), query.Plan{Sort: keys}, query.Access{Reads: hidden})
		var p *problem.Problem
		if !errors.As(err, &p) || p.Code != "unknown_field" {
			t.Errorf("sort by %s: %v", sort, err)
		}
	}
	e := must("pages>3 author.born:null")
	rows := func(string) (filter.Expr, error) { return e, nil }
	if _, err := c.RowFilter(reg.Type("books"), query.Access{Reads: hidden, Rows: rows}); err != nil {
		t.Errorf("a row filter over fields that the caller cannot read: %v", err)
	}
}

func TestBrokenRowFiltersAreNotShown(t *testing.T) {
	reg, c := library1(t)
	access := query.Access{Rows: func(string) (filter.Expr, error) { return filter.Parse("secret_column:1") }}
	for _, text := range []string{"pages:1", "author.name:x"} {
		_, err := c.Page(reg.Type("books"), query.Plan{Filter: must(text)}, access)
		if p := problem.Of(err); p.Status != 500 || strings.Contains(p.Detail, "secret") || !strings.Contains(err.Error(), "secret_column") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestOrdersThatCannotBeAreRefused(t *testing.T) {
	reg, c := library1(t)
	for sort, says := range map[string]string{
		"titel":                         `unknown field "titel" of Books; did you mean "title"?`,
		"metadata":                      `"metadata" of Books cannot be sorted by`,
		"tags":                          `"tags" of Books leads to many rows, which have no one value to sort by`,
		"tags.name":                     `"tags" of Books leads to many rows, which have no one value to sort by`,
		"title.x":                       `"title" of Books is no edge: nothing is behind its dot`,
		"author.":                       `unknown field "" of Authors`,
		"title,,id":                     `unknown field "" of Books`,
		"supplier_code":                 `unknown field "supplier_code" of Books`,
		strings.Repeat("id,", 8) + "id": `An order has at most 8 keys.`,
		"a" + strings.Repeat(".a", filter.MaxSteps): `A path has at most 8 names.`,
	} {
		keys, err := query.ParseSort(sort)
		if err == nil {
			_, err = c.Page(reg.Type("books"), query.Plan{Sort: keys}, query.Access{})
		}
		var p *problem.Problem
		if !errors.As(err, &p) || p.Status != 400 || p.Errors["sort"] != says {
			t.Errorf("sort=%s: %v, want %q", sort, err, says)
		}
	}
}

func TestGuardedTypesAreNotLookedInto(t *testing.T) {
	reg, _ := library1(t)
	authors := reg.Type("authors")
	authors.Intercepted = true
	c := query.New(reg)
	books := reg.Type("books")
	for _, text := range []string{"author:3", "author:null", "author!=(1,2)"} {
		if _, err := c.Check(books, must(text), query.Access{}); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := c.Check(books, must("author.name:x"), query.Access{}); err == nil {
		t.Error("a filter looks into a type that is guarded by code")
	}
	if _, err := c.Page(books, query.Plan{Sort: []query.Key{{Path: []string{"author", "name"}}}}, query.Access{}); err == nil {
		t.Error("an order looks into a type that is guarded by code")
	}
	open := query.Access{Crosses: func(t *entity.Type) bool { return t == authors }}
	if _, err := c.Check(books, must("author.name:x"), open); err != nil {
		t.Errorf("a host that lets it: %v", err)
	}
}

func TestWhatOnlyAsksForFieldsIsLocal(t *testing.T) {
	reg, c := library1(t)
	for text, want := range map[string]bool{"": true, "pages:1 or -(id:3)": true, "pages:1 author:2": false, "tags.name:x": false} {
		b, err := c.Check(reg.Type("books"), must(text), query.Access{})
		if err != nil || b.Local() != want {
			t.Errorf("%q is local: %v, %v", text, b.Local(), err)
		}
	}
}

func TestEveryKindHasOperators(t *testing.T) {
	for kind, ops := range query.Operators() {
		if !slices.Contains(ops, filter.Has) {
			t.Errorf("%s has %v", kind, ops)
		}
	}
}
