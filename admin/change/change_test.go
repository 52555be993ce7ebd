package change_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

var root = access.Principal{ID: "1", Name: "root", Superuser: true, Via: "session"}

// library is a library with its engine.
type library struct {
	*change.Engine
	t        testing.TB
	registry *entity.Registry
	client   *ent.Client
	store    *store.Store
	events   []change.Event
}

// each runs fn on both databases, over a library of 20 books.
func each(t *testing.T, o change.Options, fn func(t *testing.T, l *library)) {
	t.Helper()
	fixture.EachDatabase(t, func(t *testing.T, registry *entity.Registry, client *ent.Client) {
		fn(t, open(t, registry, client, 20, o))
	})
}

func open(t testing.TB, registry *entity.Registry, client *ent.Client, books int, o change.Options) *library {
	t.Helper()
	if err := fixture.Seed(t.Context(), client, books); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), registry, store.Options{Now: o.Now})
	if err != nil {
		t.Fatal(err)
	}
	l := &library{t: t, registry: registry, client: client, store: st}
	if o.Publish == nil {
		o.Publish = func(e change.Event) { l.events = append(l.events, e) }
	}
	l.Engine = change.New(registry, st, o)
	return l
}

func (l *library) typ(slug string) *entity.Type { return l.registry.Type(slug) }

// input decodes a body as root would send it.
func (l *library) input(slug, body string, creating bool) change.Input {
	l.t.Helper()
	t := l.typ(slug)
	in, err := l.Decode(t, l.store.Rights(root, &t.Type), []byte(body), creating)
	if err != nil {
		l.t.Fatalf("decode %s: %v", body, err)
	}
	return in
}

func (l *library) create(slug, body string) change.Result {
	l.t.Helper()
	r, err := l.Create(l.t.Context(), root, l.typ(slug), l.input(slug, body, true))
	l.ok(err)
	return r
}

func (l *library) update(slug, id, body string) change.Result {
	l.t.Helper()
	r, err := l.Update(l.t.Context(), root, l.typ(slug), id, "*", l.input(slug, body, false))
	l.ok(err)
	return r
}

func (l *library) undo(token string) change.Result {
	l.t.Helper()
	if token == "" {
		l.t.Fatal("no token for undo")
	}
	r, err := l.Undo(l.t.Context(), root, token)
	l.ok(err)
	return r
}

func (l *library) ok(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatalf("%v %+v", err, problem.Of(err))
	}
}

// refused asserts that err is a problem with that status and code.
func (l *library) refused(err error, status int, code string) {
	l.t.Helper()
	_ = l.problem(err, status, code)
}

// problem is err, which has to be a problem with that status and code.
func (l *library) problem(err error, status int, code string) *problem.Problem {
	l.t.Helper()
	var p *problem.Problem
	if !errors.As(err, &p) || p.Status != status || p.Code != code {
		l.t.Fatalf("got %v, want %d %s", err, status, code)
	}
	return p
}

// row loads a row whole, from the trash too; nil where there is none.
func (l *library) row(slug, id string) any {
	l.t.Helper()
	t := l.typ(slug)
	key, err := t.ParseID(id)
	l.ok(err)
	q := t.Whole()
	q.Shape = func(s *sql.Selector) { s.Where(sql.EQ(s.C("id"), key)) }
	rows, err := t.Ops.Find(entity.WithDeleted(l.t.Context()), l.client, q)
	l.ok(err)
	if len(rows) == 0 {
		return nil
	}
	return rows[0]
}

func (l *library) history(slug, id string) []store.Entry {
	l.t.Helper()
	entries, err := l.store.History(l.t.Context(), slug, id, 0, 1000)
	l.ok(err)
	return entries
}

// dump is all of the library's tables, exactly: a line a row, NULLs told apart from empty text.
func (l *library) dump() []string {
	l.t.Helper()
	columns := map[string]string{
		"authors": "id,name,born,biography,created_at", "tags": "id,name,color", "book_tags": "book_id,tag_id",
		"books": "id,title,subtitle,isbn,author_id,status,pages,barcode,volume,rating,weight_kg,in_print,reference_only,published_at,created_at," +
			"updated_at,deleted_at,summary,metadata,languages,dimensions,cover,supplier_code,internal_note,book_sequel",
		"members": "id,name,email,password_hash,role,joined_at", "branches": "id,name,city,open,branch_children",
		"book_copies": "id,shelf_mark,condition,book_id,branch_copies",
		"loans":       "id,lent_at,due_at,returned_at,fine_cents,note,book_loans,member_loans",
	}
	d := l.registry.Source.Driver()
	var lines []string
	for table, names := range columns {
		list := strings.Split(names, ",")
		for i, name := range list {
			if d.Dialect() == dialect.SQLite {
				list[i] = fmt.Sprintf("quote(%q)", name)
			} else {
				list[i] = fmt.Sprintf("coalesce(quote_literal(%q::text), 'NULL')", name)
			}
		}
		rows := &sql.Rows{}
		l.ok(d.Query(l.t.Context(), fmt.Sprintf("SELECT '%s ' || %s FROM %s", table, strings.Join(list, "||','||"), table), []any{}, rows))
		for rows.Next() {
			var line string
			l.ok(rows.Scan(&line))
			lines = append(lines, line)
		}
		l.ok(rows.Err())
		l.ok(rows.Close())
	}
	slices.Sort(lines)
	return lines
}

// same asserts that the library is as it was.
func (l *library) same(before []string) {
	l.t.Helper()
	after := l.dump()
	for _, line := range before {
		if !slices.Contains(after, line) {
			l.t.Errorf("is gone:  %s", line)
		}
	}
	for _, line := range after {
		if !slices.Contains(before, line) {
			l.t.Errorf("is there: %s", line)
		}
	}
	if l.t.Failed() {
		l.t.FailNow()
	}
}

func TestARowIsCreatedChangedDeletedAndAllOfItUndone(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		made := l.create("books", `{"title":"Dune","isbn":"978-1","author":"1","tags":["1","3"],"metadata":{"a":[1,null]},"barcode":"9007199254740993"}`)
		book := made.Row.(*ent.Book)
		if book.Title != "Dune" || book.Edges.Author == nil || *book.Barcode != 9007199254740993 || made.Undo == "" || made.Changed != 1 {
			t.Fatalf("made %+v %v", made, book)
		}
		if l.typ("books").Version(made.Row) != made.Version {
			t.Error("the version is another one")
		}
		created := l.dump()
		changed := l.update("books", made.ID, `{"title":"Dune Messiah","author":null,"tags":{"add":["2"],"remove":["1"]},"pages":null,"summary":"x","rating":4.5}`)
		entries := l.history("books", made.ID)
		if len(entries) != 2 || entries[0].Change.Action != change.Update || entries[0].Label != "Dune Messiah" {
			t.Fatalf("history: %+v", entries)
		}
		var diff map[string]any
		l.ok(json.Unmarshal(entries[0].Diff, &diff))
		want := map[string]any{
			"title": []any{"Dune", "Dune Messiah"}, "summary": []any{"", "x"}, "rating": []any{nil, 4.5}, "author_id": []any{1.0, nil},
			"author": []any{map[string]any{"id": "1", "label": book.Edges.Author.Name}, nil},
			"tags": map[string]any{
				"removed": []any{map[string]any{"id": "1", "label": "novel"}}, "added": []any{map[string]any{"id": "2", "label": "poetry"}},
			},
		}
		delete(diff, "updated_at")
		if got, expected := fmt.Sprint(diff), fmt.Sprint(want); got != expected {
			t.Errorf("diff\n%s, want\n%s", got, expected)
		}
		trashed, err := l.Delete(t.Context(), root, l.typ("books"), made.ID, `"`+changed.Version+`"`)
		l.ok(err)
		if l.row("books", made.ID).(*ent.Book).DeletedAt == nil {
			t.Error("it is not in the trash")
		}
		before := l.dump()
		purged, err := l.Bulk(t.Context(), root, l.typ("books"), change.Bulk{Action: change.Purge, IDs: []string{made.ID}}, nil)
		l.ok(err)
		if l.row("books", made.ID) != nil {
			t.Error("it is still there")
		}
		redo := l.undo(purged.Undo)
		l.same(before)
		l.undo(redo.Undo)
		if l.row("books", made.ID) != nil {
			t.Error("redo did nothing")
		}
		restored, err := l.Restore(t.Context(), root, l.typ("books"), made.ID)
		l.ok(err)
		l.same(before)
		l.undo(restored.Undo)
		_, err = l.Restore(t.Context(), root, l.typ("books"), made.ID)
		l.ok(err)
		l.same(before)
		l.undo(trashed.Undo)
		back := l.undo(changed.Undo)
		l.same(created)
		l.undo(back.Undo)
		if l.row("books", made.ID).(*ent.Book).Title != "Dune Messiah" {
			t.Error("redo did nothing")
		}
		_, err = l.Revert(t.Context(), root, l.typ("books"), made.ID, "", 1)
		l.ok(err)
		if b := l.row("books", made.ID).(*ent.Book); b.Title != "Dune" || b.Edges.Author == nil || b.Rating != nil {
			t.Errorf("reverted to %v", b)
		}
		tags, err := l.client.Book.QueryTags(l.client.Book.GetX(t.Context(), made.Row.(*ent.Book).ID)).IDs(t.Context())
		l.ok(err)
		if slices.Sort(tags); !slices.Equal(tags, []int{1, 3}) {
			t.Errorf("reverted to tags %v", tags)
		}
		_, err = l.Undo(t.Context(), root, made.Undo)
		l.refused(err, http.StatusConflict, "changed_since")
		_, err = l.Undo(t.Context(), root, trashed.Undo)
		l.refused(err, http.StatusGone, "undone")
	})
}

func TestDeletingTakesAllThatGoesAlongAndBringsItBack(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		ctx := t.Context()
		l.update("books", "2", `{"sequel":"3","tags":["1","2","5"]}`)
		start := l.dump()
		books := l.typ("books")
		trashed, err := l.Bulk(ctx, root, books, change.Bulk{Action: change.Delete}, nil)
		l.ok(err)
		all, err := l.Consequences(ctx, root, books, change.Bulk{Action: change.Purge})
		l.ok(err)
		if all.Rows != 20 || !all.Undo || len(all.Deleted) != 3 || len(all.Blocked) != 0 {
			t.Errorf("consequences %+v", all)
		}
		purged, err := l.Bulk(ctx, root, books, change.Bulk{Action: change.Purge, Where: func(s *sql.Selector) { s.Where(sql.NEQ(s.C("id"), 3)) }}, nil)
		l.ok(err)
		if purged.Changed != 19 {
			t.Errorf("purged %d", purged.Changed)
		}
		if n := l.client.BookCopy.Query().CountX(ctx); n != 1 {
			t.Errorf("%d copies are left", n)
		}
		l.undo(purged.Undo)
		l.undo(trashed.Undo)
		l.same(start)
		// Members whose loans forbid it, and whose password has no copy.
		_, err = l.Delete(ctx, root, l.typ("members"), "1", "*")
		l.refused(err, http.StatusConflict, "in_use")
		l.same(start)
		free := l.create("members", `{"name":"free","password_hash":"12345678"}`)
		c, err := l.Consequences(ctx, root, l.typ("members"), change.Bulk{Action: change.Delete, IDs: []string{free.ID}})
		l.ok(err)
		if c.Undo || !strings.Contains(c.Why, "password_hash") {
			t.Errorf("consequences %+v", c)
		}
		gone, err := l.Delete(ctx, root, l.typ("members"), free.ID, "*")
		l.ok(err)
		if gone.Undo != "" || gone.Why == "" {
			t.Errorf("deleted: %+v", gone)
		}
		// A branch of which others are a part, and with copies.
		main, err := l.client.Branch.Query().Where(func(s *sql.Selector) { s.Where(sql.EQ(s.C("name"), "Main")) }).Only(ctx)
		l.ok(err)
		gone, err = l.Delete(ctx, root, l.typ("branches"), main.ID.String(), "*")
		l.ok(err)
		if n := l.client.Branch.Query().CountX(ctx); n != 2 {
			t.Errorf("%d branches are left", n)
		}
		l.undo(gone.Undo)
		l.same(start)
	})
}

func TestNobodyWritesOverWhatSomebodyElseHasWritten(t *testing.T) {
	each(t, change.Options{Publish: func(change.Event) {}}, func(t *testing.T, l *library) {
		books := l.typ("books")
		l.update("books", "1", `{"pages":0}`)
		const editors = 50
		var wg sync.WaitGroup
		var mu sync.Mutex
		var conflicts int
		for range editors {
			wg.Go(func() {
				for {
					row := l.row("books", "1")
					in := l.input("books", fmt.Sprintf(`{"pages":%d}`, *row.(*ent.Book).Pages+1), false)
					_, err := l.Update(t.Context(), root, books, "1", books.Version(row), in)
					if err == nil {
						return
					}
					if problem.Of(err).Code != "stale" {
						t.Error(err)
						return
					}
					mu.Lock()
					conflicts++
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if pages := *l.row("books", "1").(*ent.Book).Pages; pages != editors {
			t.Errorf("%d of %d updates are left", pages, editors)
		}
		if n := len(l.history("books", "1")); n != editors+1 {
			t.Errorf("%d revisions", n)
		}
		t.Logf("%d conflicts", conflicts)
	})
}

func TestAConflictShowsAllThreeStates(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		books := l.typ("books")
		base := l.update("books", "1", `{"title":"Base","pages":1,"supplier_code":"secret one"}`)
		l.update("books", "1", `{"title":"Theirs","author":"2"}`)
		l.update("books", "1", `{"rating":1.5,"supplier_code":"secret two"}`)
		in := l.input("books", `{"title":"Yours","tags":["2"],"sequel":"5","supplier_code":"secret three"}`, false)
		_, err := l.Update(t.Context(), root, books, "1", `"`+base.Version+`"`, in)
		p := l.problem(err, http.StatusConflict, "stale")
		body, err := json.Marshal(p)
		l.ok(err)
		var got struct {
			Base, Theirs, Yours map[string]any
			Version             string
		}
		l.ok(json.Unmarshal(body, &got))
		if got.Base["title"] != "Base" || got.Base["rating"] == 1.5 || got.Theirs["title"] != "Theirs" || got.Theirs["rating"] != 1.5 ||
			got.Yours["title"] != "Yours" || len(got.Yours) != 3 || got.Yours["sequel"].(map[string]any)["id"] != "5" {
			t.Errorf("conflict %s", body)
		}
		if strings.Contains(string(body), "secret") {
			t.Errorf("the conflict shows secrets: %s", body)
		}
		if got.Version != books.Version(l.row("books", "1")) {
			t.Error("the version is another one")
		}
		_, err = l.Update(t.Context(), root, books, "1", `"nonsense"`, in)
		if p := l.problem(err, http.StatusConflict, "stale"); p.Extra["base"] != nil {
			t.Errorf("a base for nothing: %v", p.Extra["base"])
		}
		_, err = l.Update(t.Context(), root, books, "1", "", in)
		l.refused(err, http.StatusPreconditionRequired, "precondition_required")
		_, err = l.Update(t.Context(), root, books, "1000", "*", in)
		l.refused(err, http.StatusNotFound, "not_found")
	})
}

func TestUndoIsRefusedAfterwards(t *testing.T) {
	now := time.Now()
	each(t, change.Options{Now: func() time.Time { return now }}, func(t *testing.T, l *library) {
		ctx := t.Context()
		first, err := l.Bulk(ctx, root, l.typ("books"), change.Bulk{Action: change.Update, Input: l.input("books", `{"pages":7,"tags":{"add":["1"]}}`, false)}, nil)
		l.ok(err)
		if first.Changed != 20 {
			t.Fatalf("changed %d", first.Changed)
		}
		second := l.update("books", "3", `{"pages":8}`)
		third := l.update("books", "4", `{"tags":{"remove":["1"]}}`)
		_, err = l.Undo(ctx, root, first.Undo)
		p := l.problem(err, http.StatusConflict, "changed_since")
		raw, err := json.Marshal(p.Extra["rows"])
		l.ok(err)
		if !strings.Contains(string(raw), `"id":"3"`) {
			t.Errorf("rows %s", raw)
		}
		l.undo(second.Undo)
		_, err = l.Undo(ctx, root, first.Undo)
		l.refused(err, http.StatusConflict, "changed_since")
		l.undo(third.Undo)
		other := access.Principal{ID: "2", Name: "other", Roles: []string{access.Admin}, Via: "session"}
		_, err = l.Undo(ctx, other, first.Undo)
		l.refused(err, http.StatusForbidden, "forbidden")
		_, err = l.Undo(ctx, root, "nonsense")
		l.refused(err, http.StatusNotFound, "not_found")
		l.undo(first.Undo)
		late := l.update("books", "5", `{"pages":99}`)
		now = now.Add(25 * time.Hour)
		_, err = l.Undo(ctx, root, late.Undo)
		l.refused(err, http.StatusGone, "expired")
	})
}

func TestHooksRunInsideTheTransaction(t *testing.T) {
	var calls []string
	hook := change.Hook{
		Type: "authors",
		Before: func(ctx context.Context, c *change.HookCall) error {
			calls = append(calls, "before "+c.Op)
			if c.Input != nil && c.Input.Set["name"] == "Nobody" {
				return problem.Field("name", "is taken by nobody")
			}
			if c.Input != nil {
				c.Input.Set["biography"] = "by a hook"
			}
			return nil
		},
		After: func(ctx context.Context, c *change.HookCall) error {
			calls = append(calls, "after "+c.Op)
			if c.New != nil {
				return c.Client.(*ent.Client).Tag.Create().SetName("of " + c.ID).Exec(ctx)
			}
			return errors.New("no")
		},
	}
	each(t, change.Options{Hooks: []change.Hook{hook}}, func(t *testing.T, l *library) {
		calls = nil
		ctx := t.Context()
		made := l.create("authors", `{"name":"Somebody"}`)
		if made.Row.(*ent.Author).Biography != "by a hook" || l.client.Tag.Query().CountX(ctx) != 6 {
			t.Error("the hook did nothing")
		}
		_, err := l.Create(ctx, root, l.typ("authors"), l.input("authors", `{"name":"Nobody"}`, true))
		if p := l.problem(err, http.StatusUnprocessableEntity, "invalid"); p.Errors["name"] != "is taken by nobody" {
			t.Errorf("%+v", p)
		}
		_, err = l.Delete(ctx, root, l.typ("authors"), made.ID, "*")
		l.refused(problem.Of(err), http.StatusInternalServerError, "internal")
		if l.row("authors", made.ID) == nil {
			t.Error("it is gone")
		}
		if want := []string{"before create", "after create", "before create", "before delete", "after delete"}; !slices.Equal(calls, want) {
			t.Errorf("calls %v", calls)
		}
	})
}
