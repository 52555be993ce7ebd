package query_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
)

// TestSearchFindsRowsThatHaveEveryWord compares searches with a look into the rows.
func TestSearchFindsRowsThatHaveEveryWord(t *testing.T) {
	eachLibrary(t, 60, func(t *testing.T, l *library) {
		c, books := query.New(l.reg), l.reg.Type("books")
		fields := []string{"title", "isbn", "subtitle"}
		for range 60 {
			var search []string
			for range 1 + l.IntN(2) {
				search = append(search, []string{"a", "LE", "guin", "élan", "É", "50%", "_", `\`, "x*y", "?", "日", "7", "12", "3-", "o'n", "(p)", "zzz"}[l.IntN(17)])
			}
			var want []string
			for _, o := range l.rows["books"] {
				if !slices.ContainsFunc(search, func(word string) bool {
					return books.IDText(o.row) != word && !slices.ContainsFunc(fields, func(name string) bool {
						text, ok := o.fields[name].(string)
						return ok && strings.Contains(strings.ToLower(text), strings.ToLower(word))
					})
				}) {
					want = append(want, books.IDText(o.row))
				}
			}
			shape, err := c.Shape(books, query.Plan{Search: " " + strings.Join(search, "  ") + "\t", Sort: []query.Key{{Path: []string{"id"}}}}, query.Access{})
			if err != nil {
				t.Fatal(err)
			}
			if got := l.find(t, books, shape); !slices.Equal(got, want) {
				t.Fatalf("%q finds %v, want %v\n%s", search, got, want, statement(l, books, shape))
			}
		}
	})
}

func TestSearchLooksOnlyIntoWhatMayBeRead(t *testing.T) {
	fixture.EachDatabase(t, func(t *testing.T, reg *entity.Registry, client *ent.Client) {
		book := client.Book.Create().SetTitle("Dune").SetSubtitle("Arrakis").SetIsbn("1").SaveX(t.Context())
		c, books := query.New(reg), reg.Type("books")
		found := func(search string, a query.Access) int {
			t.Helper()
			p, err := c.Page(books, query.Plan{Search: search}, a)
			if err != nil {
				t.Fatal(err)
			}
			n, err := books.Ops.Count(t.Context(), client, p.CountShape(), 0)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		blind := query.Access{Reads: func(_, name string) bool { return name != "subtitle" }}
		none := query.Access{Reads: func(string, string) bool { return false }}
		for _, x := range []struct {
			search string
			a      query.Access
			want   int
		}{
			{"arr dun", query.Access{}, 1}, {"arr dun x", query.Access{}, 0}, {"arr", blind, 0}, {"dun", blind, 1}, {"dun", none, 0}, {books.IDText(book), none, 1}, {"", none, 1},
		} {
			if got := found(x.search, x.a); got != x.want {
				t.Errorf("%q finds %d, want %d", x.search, got, x.want)
			}
		}
		for _, bad := range []string{strings.Repeat("x", 1025), strings.Repeat("x ", 17), "\xff", "a\x00"} {
			_, err := c.Page(books, query.Plan{Search: bad}, query.Access{})
			var p *problem.Problem
			if !errors.As(err, &p) || p.Code != "bad_search" {
				t.Errorf("search %.20q: %v", bad, err)
			}
		}
	})
}

// TestDeletedAndHiddenRowsAreNotAtTheEndOfAnEdge looks at a row through edges.
func TestDeletedAndHiddenRowsAreNotAtTheEndOfAnEdge(t *testing.T) {
	fixture.EachDatabase(t, func(t *testing.T, reg *entity.Registry, client *ent.Client) {
		ctx := t.Context()
		author := client.Author.Create().SetName("Herbert").SaveX(ctx)
		book := client.Book.Create().SetTitle("Dune").SetIsbn("1").SetAuthor(author).SaveX(ctx)
		second := client.Book.Create().SetTitle("Messiah").SetIsbn("2").SetAuthor(author).SetPrequel(book).SaveX(ctx)
		c := query.New(reg)
		finds := func(slug, text string, rows string) bool {
			t.Helper()
			typ := reg.Type(slug)
			var access query.Access
			if rows != "" {
				access.Rows = func(slug string) (filter.Expr, error) {
					if slug == "books" {
						return filter.Parse(rows)
					}
					return nil, nil
				}
			}
			b, err := c.Check(typ, must(text), access)
			if err != nil {
				t.Fatal(err)
			}
			n, err := typ.Ops.Count(ctx, client, b.Predicate(), 0)
			if err != nil {
				t.Fatal(err)
			}
			return n > 0
		}
		check := func(slug, text, rows string, want bool) {
			t.Helper()
			if got := finds(slug, text, rows); got != want {
				t.Errorf("%s where %s, of books where %q: %v", slug, text, rows, got)
			}
		}
		check("authors", "books.title:dune", "", true)
		check("authors", "books.title:dune", "title:messiah", false)
		check("authors", "books:null", "title:nothing", true)
		check("books", "prequel:null isbn=2", "", false)
		check("books", "prequel:null isbn=2", "isbn=2", true)
		check("books", "prequel:"+reg.Type("books").IDText(book), "isbn=2", false)
		check("books", "prequel.title:null isbn=2", "isbn=2", true)
		client.Book.DeleteOne(second).ExecX(ctx)
		client.Book.UpdateOne(book).SetDeletedAt(noon).ExecX(ctx)
		check("authors", "books.title:dune", "", false)
		check("authors", "books!=null", "", false)
	})
}
