package query_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
)

// TestForeignCursorsAreRefused sends cursors of another order, and ones that somebody made up, to which no database
// may answer with an error of its own.
func TestForeignCursorsAreRefused(t *testing.T) {
	fixture.EachDatabase(t, func(t *testing.T, reg *entity.Registry, client *ent.Client) {
		if err := fixture.Seed(t.Context(), client, 20); err != nil {
			t.Fatal(err)
		}
		c, books := query.New(reg), reg.Type("books")
		sorted := func(text string) []query.Key {
			keys, err := query.ParseSort(text)
			if err != nil {
				t.Fatal(err)
			}
			return keys
		}
		cursorOf := func(sort string) string {
			p, err := c.Page(books, query.Plan{Sort: sorted(sort), Limit: 2}, query.Access{})
			if err != nil {
				t.Fatal(err)
			}
			rows, err := books.Ops.Find(t.Context(), client, p.Query(entity.Query{}))
			if err != nil {
				t.Fatal(err)
			}
			r, err := p.Finish(t.Context(), reg.Source.Driver(), rows)
			if err != nil || r.Next == "" {
				t.Fatalf("sort=%s: cursor %q, %v", sort, r.Next, err)
			}
			return r.Next
		}
		refused := func(sort, after string) {
			t.Helper()
			for _, plan := range []query.Plan{{Sort: sorted(sort), After: after}, {Sort: sorted(sort), Before: after}} {
				p, err := c.Page(books, plan, query.Access{})
				var failed *problem.Problem
				if err == nil {
					if _, err := books.Ops.Find(t.Context(), client, p.Query(entity.Query{})); err != nil {
						t.Errorf("sort=%s after %s: the database says %v", sort, after, err)
					}
				} else if !errors.As(err, &failed) || failed.Status != 400 || failed.Code != "bad_cursor" {
					t.Errorf("sort=%s after %s: %v", sort, after, err)
				}
			}
		}
		must := func(sort, after string) {
			t.Helper()
			if _, err := c.Page(books, query.Plan{Sort: sorted(sort), After: after}, query.Access{}); err == nil {
				t.Errorf("sort=%s takes the cursor %s", sort, after)
			}
		}
		for _, sort := range []string{"title", "-pages", "author.name", "created_at", "rating,-published_at", "volume", "in_print", "status"} {
			good := cursorOf(sort)
			must("id", good)
			must("-"+strings.TrimPrefix(sort+",weight_kg", "-"), good)
			raw, err := base64.RawURLEncoding.DecodeString(good)
			if err != nil {
				t.Fatal(err)
			}
			order := string(raw[:strings.Index(string(raw), `"v"`)])
			for _, values := range []string{`[]`, `[null]`, `["i1"]`, `["sx","sx"]`, `["i99999999999999","i99999999999999999999"]`, `["i99999999999999","i9999999999999"]`,
				`["t2020-01-01T00:00:00Z","i1"]`, `["bmaybe","i1"]`, `["btrue","i1"]`, `["fNaN","i1"]`, `["f1e400","i1"]`, `["s\u0000","i1"]`, `["","i1"]`, `["x","i1"]`,
				`["s2020","i1"]`, `["s2020","s1"]`, `["i1","i1","i1"]`, `["sx","sx","i1"]`, `["t9999-12-31T23:59:59Z","t0000-01-01T00:00:00Z","i1"]`, `[null,null,null]`, `{"a":1}`} {
				refused(sort, base64.RawURLEncoding.EncodeToString([]byte(order+`"v":`+values+`}`)))
			}
		}
		for _, after := range []string{"x", "!!!", "e30", "bnVsbA", "W10", strings.Repeat("A", 20_000), base64.RawURLEncoding.EncodeToString([]byte(`{"o":"","n":-1}`))} {
			must("title", after)
		}
	})
}
