package change_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

func (l *library) exec(query string) {
	l.t.Helper()
	l.ok(l.registry.Source.Driver().Exec(l.t.Context(), query, []any{}, nil))
}

func (l *library) purge(slug string, ids ...string) change.Result {
	l.t.Helper()
	if l.typ(slug).SoftDelete != "" {
		_, err := l.Bulk(l.t.Context(), root, l.typ(slug), change.Bulk{Action: change.Delete, IDs: ids}, nil)
		l.ok(err)
		r, err := l.Bulk(l.t.Context(), root, l.typ(slug), change.Bulk{Action: change.Purge, IDs: ids}, nil)
		l.ok(err)
		return r
	}
	r, err := l.Bulk(l.t.Context(), root, l.typ(slug), change.Bulk{Action: change.Delete, IDs: ids}, nil)
	l.ok(err)
	return r
}

// Rows that lead to each other in circles come back in whatever order.
func TestCirclesComeBack(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		for _, pair := range [][2]int{{1, 5}, {5, 9}, {9, 1}, {2, 2}} {
			l.update("books", strconv.Itoa(pair[0]), fmt.Sprintf(`{"sequel":"%d"}`, pair[1]))
		}
		_, err := l.Bulk(t.Context(), root, l.typ("books"), change.Bulk{Action: change.Delete}, nil)
		l.ok(err)
		start := l.dump()
		some, err := l.Bulk(t.Context(), root, l.typ("books"), change.Bulk{Action: change.Purge, IDs: []string{"9", "1"}}, nil)
		l.ok(err)
		rest, err := l.Bulk(t.Context(), root, l.typ("books"), change.Bulk{Action: change.Purge}, nil)
		l.ok(err)
		l.undo(rest.Undo)
		l.undo(some.Undo)
		l.same(start)
		all, err := l.Bulk(t.Context(), root, l.typ("books"), change.Bulk{Action: change.Purge}, nil)
		l.ok(err)
		l.undo(all.Undo)
		l.same(start)
	})
}

// What a row referred to may be gone when it comes back: it is then as it would be had it been there.
func TestComingBackToAChangedWorld(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		ctx := t.Context()
		author := l.create("authors", `{"name":"Gone"}`)
		l.update("books", "1", `{"tags":["1","2"],"author":"`+author.ID+`","sequel":"2"}`)
		copies := len(l.client.BookCopy.Query().AllX(ctx))
		l.purge("books", "1", "2")
		l.purge("tags", "2")
		main := l.client.Branch.Query().Where(func(s *sql.Selector) { s.Where(sql.EQ(s.C("name"), "Main")) }).OnlyX(ctx)
		l.purge("branches", main.ID.String())
		// Each comes back by itself; the book whose sequel 2 is knows it again only when both are there.
		_, err := l.Restore(ctx, root, l.typ("books"), "2")
		l.ok(err)
		_, err = l.Restore(ctx, root, l.typ("books"), "1")
		l.ok(err)
		if n := len(l.client.BookCopy.Query().AllX(ctx)); n != copies {
			t.Errorf("%d copies, want %d", n, copies)
		}
		_, err = l.Bulk(ctx, root, l.typ("books"), change.Bulk{Action: change.Restore, IDs: []string{"1", "2"}}, nil)
		l.ok(err)
		if tags := l.client.Book.GetX(ctx, 1).QueryTags().IDsX(ctx); !slices.Equal(tags, []int{1}) {
			t.Errorf("tags %v", tags)
		}
		_, err = l.Restore(ctx, root, l.typ("books"), "1")
		l.refused(err, http.StatusNotFound, "not_found")

		// The author does not come back, and the foreign key forbids a book without him.
		l.purge("books", "1")
		l.purge("authors", author.ID)
		_, err = l.Restore(ctx, root, l.typ("books"), "1")
		l.refused(err, http.StatusConflict, "changed_since")
		_, err = l.Restore(ctx, root, l.typ("authors"), author.ID)
		l.ok(err)
		_, err = l.Restore(ctx, root, l.typ("books"), "1")
		l.ok(err)

		// Another book has taken the number.
		gone := l.purge("books", "3")
		l.create("books", `{"title":"x","isbn":"978-000000002"}`)
		_, err = l.Undo(ctx, root, gone.Undo)
		p := l.problem(err, http.StatusConflict, "changed_since")
		t.Log(p.Detail)
	})
}

// What others have linked to a new row is not swept away when its creation is undone.
func TestACreationIsNotUndoneUnderOthers(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		start := l.dump()
		made := l.create("books", `{"title":"New","isbn":"1","tags":["1"],"sequel":"4"}`)
		for _, link := range []func() change.Result{
			func() change.Result { return l.create("book_copies", `{"shelf_mark":"X","book":"`+made.ID+`"}`) },
			func() change.Result { return l.update("tags", "2", `{"books":{"add":["`+made.ID+`"]}}`) },
			func() change.Result { return l.update("books", "8", `{"sequel":"`+made.ID+`"}`) },
		} {
			linked := link()
			_, err := l.Undo(t.Context(), root, made.Undo)
			l.refused(err, http.StatusConflict, "changed_since")
			l.undo(linked.Undo)
		}
		l.undo(made.Undo)
		l.same(start)
	})
}

// Columns that a join table has beside the two ids come back with the link.
func TestLinksComeBackWithAllTheirColumns(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		l.exec(`ALTER TABLE book_tags ADD COLUMN note varchar`)
		l.typ("books").Edge("tags").Through = "taggings"
		l.update("books", "1", `{"tags":["1","2","3"]}`)
		l.exec(`UPDATE book_tags SET note = 'note ' || tag_id WHERE book_id = 1`)
		notes := func() (got []string) {
			rows := &sql.Rows{}
			l.ok(l.registry.Source.Driver().Query(t.Context(),
				`SELECT tag_id || coalesce(note, 'NULL') FROM book_tags WHERE book_id = 1 ORDER BY tag_id`, []any{}, rows))
			for rows.Next() {
				var note string
				l.ok(rows.Scan(&note))
				got = append(got, note)
			}
			l.ok(rows.Close())
			return got
		}
		changed := l.update("books", "1", `{"tags":["4","3"]}`)
		redo := l.undo(changed.Undo)
		if got, want := notes(), []string{"1note 1", "2note 2", "3note 3"}; !slices.Equal(got, want) {
			t.Errorf("notes %q", got)
		}
		again := l.undo(redo.Undo)
		if got, want := notes(), []string{"3note 3", "4NULL"}; !slices.Equal(got, want) {
			t.Errorf("notes %q", got)
		}
		l.undo(again.Undo)
		if got, want := notes(), []string{"1note 1", "2note 2", "3note 3"}; !slices.Equal(got, want) {
			t.Errorf("notes %q", got)
		}
	})
}

// Values that no ent field would write come back all the same, bit for bit, in rows that go along.
func TestOddValuesComeBack(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		if l.registry.Source.Dialect() == dialect.SQLite {
			l.exec(`UPDATE loans SET note = CAST(x'61ff00' AS TEXT), lent_at = 'yesterday', due_at = 1700000000, returned_at = x'00ff', fine_cents = 9e999`)
			l.exec(`UPDATE book_copies SET "condition" = -9223372036854775808, shelf_mark = 0.1 + 0.2 WHERE id = 1`)
			l.exec(`UPDATE book_copies SET "condition" = '', shelf_mark = x'' WHERE id = 2`)
			l.exec(`UPDATE book_copies SET "condition" = '2024-01-01 00:00:00', shelf_mark = '2024-01-01' WHERE id = 3`)
		} else {
			l.exec(`ALTER TABLE loans ADD COLUMN b bytea, ADD COLUMN f float8, ADD COLUMN j json, ADD COLUMN a text[], ADD COLUMN n numeric, ` +
				`ADD COLUMN d date, ADD COLUMN i interval, ADD COLUMN r int4range, ADD COLUMN g int GENERATED ALWAYS AS (fine_cents * 2) STORED`)
			l.exec(`UPDATE loans SET lent_at = 'infinity', due_at = '0044-03-15 12:00:00.000001+00 BC', b = '\x00ff5c', f = 'NaN', j = '{"b": 1 , "a":1e400}', ` +
				`a = '{"a,b",NULL,"\"\\"}', n = 1e300 + 0.1, d = '-infinity', i = '1 mon -1 day 00:00:00.1', r = '[1,5)'`)
			l.exec(`UPDATE loans SET f = 0.1::float8 + 0.2, note = E'\n\t\\' WHERE id = 1`)
		}
		odd := func() []string {
			text := `SELECT hex(CAST(note AS BLOB)) || hex(CAST(shelf_mark AS BLOB)) FROM loans, book_copies ORDER BY 1`
			if l.registry.Source.Dialect() == dialect.Postgres {
				text = `SELECT loans::text FROM loans ORDER BY 1`
			}
			var lines []string
			rows := &sql.Rows{}
			l.ok(l.registry.Source.Driver().Query(t.Context(), text, []any{}, rows))
			for rows.Next() {
				var line string
				l.ok(rows.Scan(&line))
				lines = append(lines, line)
			}
			l.ok(rows.Close())
			return lines
		}
		before, more := l.dump(), odd()
		_, err := l.Bulk(t.Context(), root, l.typ("books"), change.Bulk{Action: change.Delete}, nil)
		l.ok(err)
		gone, err := l.Bulk(t.Context(), root, l.typ("books"), change.Bulk{Action: change.Purge}, nil)
		l.ok(err)
		l.undo(gone.Undo)
		_, err = l.Bulk(t.Context(), root, l.typ("books"), change.Bulk{Action: change.Restore}, nil)
		l.ok(err)
		for i, line := range odd() {
			if line != more[i] {
				t.Errorf("got  %s\nwant %s", line, more[i])
			}
		}
		after := l.dump()
		for _, line := range before {
			if !strings.HasPrefix(line, "books ") && !slices.Contains(after, line) {
				t.Errorf("is gone: %s", line)
			}
		}
	})
}

// A refused operation leaves nothing, wherever it stops.
func TestAllOrNothing(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		ctx := t.Context()
		before := l.dump()
		calls := 0
		_, err := l.Act(ctx, root, l.typ("books"), change.Bulk{Action: "x"}, func(ctx context.Context, client any, rows []any) error {
			calls++
			for _, row := range rows {
				row.(*ent.Book).Title = "changed in memory"
				if err := client.(*ent.Client).Book.UpdateOneID(row.(*ent.Book).ID).SetTitle("y").Exec(ctx); err != nil {
					return err
				}
			}
			return errors.New("and then it fails")
		}, nil)
		l.refused(problem.Of(err), http.StatusInternalServerError, "internal")
		l.same(before)
		cancelled, cancel := context.WithCancel(ctx)
		_, err = l.Bulk(cancelled, root, l.typ("books"), change.Bulk{Action: change.Delete}, func(done, total int) { cancel() })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
		l.same(before)
		if n, err := l.store.Audit(ctx, store.AuditQuery{Limit: 10}); err != nil || len(n) != 0 {
			t.Errorf("the log has %v %v", n, err)
		}
	})
}

// Rows that go along and that nobody knows how to bring back are told beforehand, and take the whole undo with them,
// however late they turn up.
func TestWhatTheAdminDoesNotKnowCannotBeUndone(t *testing.T) {
	each(t, change.Options{Publish: func(change.Event) {}}, func(t *testing.T, l *library) {
		ctx := t.Context()
		tags := make([]*ent.TagCreate, 600)
		for i := range tags {
			tags[i] = l.client.Tag.Create().SetName(fmt.Sprintf("many %d", i))
		}
		last := l.client.Tag.CreateBulk(tags...).SaveX(ctx)[599].ID
		l.exec(`CREATE TABLE extra (id integer PRIMARY KEY, tag bigint NOT NULL REFERENCES tags (id) ON DELETE CASCADE)`)
		l.exec(fmt.Sprintf(`INSERT INTO extra VALUES (1, %d)`, last))
		every := change.Bulk{Action: change.Delete, Where: func(s *sql.Selector) { s.Where(sql.HasPrefix(s.C("name"), "many")) }}
		c, err := l.Consequences(ctx, root, l.typ("tags"), every)
		l.ok(err)
		if c.Rows != 600 || c.Undo || !strings.Contains(c.Why, "extra") || len(c.Deleted) != 1 {
			t.Errorf("consequences %+v", c)
		}
		var done []int
		gone, err := l.Bulk(ctx, root, l.typ("tags"), every, func(n, of int) { done = append(done, n, of) })
		l.ok(err)
		if gone.Changed != 600 || gone.Undo != "" || !strings.Contains(gone.Why, "extra") {
			t.Errorf("%+v", gone)
		}
		if !slices.Equal(done, []int{0, 600, 500, 600, 600, 600}) {
			t.Errorf("progress %v", done)
		}
		log, err := l.store.Audit(ctx, store.AuditQuery{Limit: 1})
		l.ok(err)
		if log[0].Token != "" || log[0].Rows != 600 || !log[0].ExpiresAt.IsZero() {
			t.Errorf("logged as %+v", log[0])
		}
	})
}
