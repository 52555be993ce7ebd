package change_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/problem"
)

func TestManyRowsAreOneChange(t *testing.T) {
	each(t, change.Options{Publish: func(change.Event) {}}, func(t *testing.T, l *library) {
		ctx := t.Context()
		books := l.typ("books")
		start := l.dump()
		result, err := l.InTx(ctx, root, "import", books, func(ctx context.Context, tx *change.Tx) error {
			ins := make([]change.Input, 1200)
			for i := range ins {
				ins[i] = l.input("books", fmt.Sprintf(`{"title":"Book %d","isbn":"5-%d","author":"1","tags":["%d"]}`, i, i, 1+i%5), true)
			}
			made, err := tx.Create(ctx, ins)
			if err != nil {
				return err
			}
			for i, row := range made {
				if b := row.(*ent.Book); b.Title != fmt.Sprintf("Book %d", i) || b.Edges.Author == nil {
					t.Errorf("row %d is %v", i, b)
				}
			}
			rows, err := tx.Load(ctx, func(s *sql.Selector) { s.Where(sql.LTE(s.C("id"), 20)) })
			if err != nil {
				return err
			}
			ins = make([]change.Input, len(rows))
			for i := range ins {
				ins[i] = l.input("books", fmt.Sprintf(`{"pages":%d,"status":"draft","tags":["1"]}`, i/2), false)
			}
			changed, err := tx.Update(ctx, rows, ins)
			if changed != 20 {
				t.Errorf("changed %d", changed)
			}
			return err
		})
		l.ok(err)
		if result.Changed != 1220 || l.client.Book.Query().CountX(ctx) != 1220 {
			t.Errorf("%+v", result)
		}
		differs, err := l.Check(ctx, root, books, []any{l.row("books", "1"), l.row("books", "1"), nil}, []change.Input{
			l.input("books", `{"pages":0,"tags":{"add":["1"]}}`, false), l.input("books", `{"pages":0,"tags":{"add":["2"]}}`, false), {},
		})
		if err != nil || fmt.Sprint(differs) != "[false true true]" {
			t.Errorf("differs %v %v", differs, err)
		}
		l.undo(result.Undo)
		l.same(start)
	})
}

func TestWrongRowsAreNamedByTheirPlace(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		ctx := t.Context()
		start := l.dump()
		ins := make([]change.Input, 700)
		for i := range ins {
			ins[i] = l.input("books", fmt.Sprintf(`{"title":"Book","isbn":"5-%d"}`, i), true)
		}
		ins[3] = l.input("books", `{"title":"x","isbn":"6","tags":["1","9"]}`, true)
		ins[600] = l.input("books", `{"title":"x","isbn":"6","author":"99","tags":["77"]}`, true)
		check := func(err error, want string) {
			t.Helper()
			var rows *change.RowErrors
			if !errors.As(err, &rows) || fmt.Sprint(rows.Rows) != want {
				t.Errorf("got %v %+v, want %s", err, rows, want)
			}
		}
		all := "map[3:map[tags:there is no tag 9] 600:map[author:there is no author 99 tags:there is no tag 77]]"
		_, err := l.Check(ctx, root, l.typ("books"), make([]any, len(ins)), ins)
		check(err, all)
		_, err = l.InTx(ctx, root, "import", l.typ("books"), func(ctx context.Context, tx *change.Tx) error {
			_, err := tx.Create(ctx, ins)
			return err
		})
		check(err, "map[3:map[tags:there is no tag 9]]")
		l.same(start)
		// What only the database can say, too.
		_, err = l.InTx(ctx, root, "import", l.typ("books"), func(ctx context.Context, tx *change.Tx) error {
			_, err := tx.Create(ctx, []change.Input{l.input("books", `{"title":"x","isbn":"5"}`, true), l.input("books", `{"title":"x","isbn":"5"}`, true)})
			return err
		})
		if p := problem.Of(err); p.Status != 422 || p.Errors["isbn"] == "" {
			t.Errorf("%v", err)
		}
		l.same(start)
		limited := l.as(access.Grant{Type: "books", Actions: []string{access.View, access.Update, access.Import}, Rows: "status:draft"})
		_, err = l.InTx(ctx, limited, "import", l.typ("books"), func(ctx context.Context, tx *change.Tx) error {
			rows, err := tx.Load(ctx, nil)
			if len(rows) != 7 {
				t.Errorf("loaded %d", len(rows))
			}
			return err
		})
		l.ok(err)
	})
}
