package query_test

import (
	"testing"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/query"
)

// BenchmarkPage is all that a list costs before the database sees it: the filter and the order are read, checked and
// written as SQL.
func BenchmarkPage(b *testing.B) {
	reg, _ := fixture.Open(b, fixture.SQLite(b))
	c, books := query.New(reg), reg.Type("books")
	rows, err := filter.Parse("-status:withdrawn")
	if err != nil {
		b.Fatal(err)
	}
	access := query.Access{
		Reads: func(string, string) bool { return true },
		Rows: func(slug string) (filter.Expr, error) {
			if slug == "books" {
				return rows, nil
			}
			return nil, nil
		},
		Vars: map[string]string{"me": "7"},
	}
	for _, bench := range []struct{ name, filter, search, sort string }{
		{"ordinary", "status:published pages>200", "", "-created_at"},
		{"plain", "", "", ""},
		{"heavy", `(pages>200 or author.name:"le guin") -tags.name=(draft,spam) created_at:today-7d..`, "left hand", "author.name,-rating"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e, err := query.ParseFilter(bench.filter)
				if err != nil {
					b.Fatal(err)
				}
				keys, err := query.ParseSort(bench.sort)
				if err != nil {
					b.Fatal(err)
				}
				p, err := c.Page(books, query.Plan{Filter: e, Search: bench.search, Sort: keys}, access)
				if err != nil {
					b.Fatal(err)
				}
				builder := sql.Dialect(reg.Source.Dialect())
				s := builder.Select("id").From(builder.Table(books.Table))
				p.Query(entity.Query{}).Shape(s)
				if text, _ := s.Query(); text == "" {
					b.Fatal("no statement")
				}
			}
		})
	}
}
