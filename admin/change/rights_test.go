package change_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/problem"
)

// as makes a role and somebody who holds it.
func (l *library) as(grants ...access.Grant) access.Principal {
	l.t.Helper()
	name := fmt.Sprintf("role%d", len(grants[0].Rows)+len(grants))
	_, err := l.store.PutRole(l.t.Context(), root, access.Role{Name: name, Label: name, Grants: grants})
	l.ok(err)
	return access.Principal{ID: "9", Name: "niner", Roles: []string{name}, Via: "session"}
}

func (l *library) decode(by access.Principal, slug, body string, creating bool) (change.Input, error) {
	t := l.typ(slug)
	return l.Decode(t, l.store.Rights(by, &t.Type), []byte(body), creating)
}

func TestEveryWrongFieldIsNamedAtOnce(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		_, err := l.decode(root, "books", `{"titel":"x","isbn":"abc","pages":-1,"volume":300,"rating":"many","status":"lost","updated_at":"2020-01-01T00:00:00Z",
			"deleted_at":null,"subtitle":"`+strings.Repeat("x", 201)+`","in_print":null,"author_id":1,"author":"2","tags":{"plus":["1"]},"internal_note":"x",
			"copies":["one"],"supplier_code":"`+strings.Repeat("secret", 10)+`","id":"7"}`, true)
		p := l.problem(err, http.StatusUnprocessableEntity, "invalid")
		want := map[string]string{
			"titel": "there is no such field", "internal_note": "there is no such field", "isbn": "must be digits and hyphens", "title": "is required",
			"status": "must be one of draft, published, withdrawn", "updated_at": "cannot be changed", "deleted_at": "cannot be changed",
			"in_print": "cannot be empty", "author": "is given twice, also as author_id", "supplier_code": "is not valid", "id": "cannot be given",
			"subtitle": "must not be longer than 200 bytes", "tags": `must be a list of ids, or {"add": […], "remove": […]}`,
		}
		for name, reason := range want {
			if p.Errors[name] != reason {
				t.Errorf("%s: %q, want %q", name, p.Errors[name], reason)
			}
		}
		for _, name := range []string{"pages", "volume", "rating", "copies"} {
			if p.Errors[name] == "" {
				t.Errorf("nothing is said of %s", name)
			}
		}
		if len(p.Errors) != len(want)+4 {
			t.Errorf("errors %v", slices.Sorted(maps.Keys(p.Errors)))
		}
		for _, body := range []string{``, `[]`, `null`, `{"title":"x"} x`, `"x"`} {
			_, err := l.decode(root, "books", body, true)
			l.refused(err, http.StatusBadRequest, "bad_json")
		}
		_, err = l.decode(root, "books", `{"created_at":"2020-01-01T00:00:00Z"}`, false)
		if p := l.problem(err, 422, "invalid"); p.Errors["created_at"] != "can only be given when it is created" {
			t.Errorf("%v", p.Errors)
		}
		zero, backslash := `\u0000`, `\\u0000`
		_, err = l.decode(root, "books", `{"title":"a`+zero+`","metadata":{"a":[{"b`+zero+`":1}]},"languages":["`+backslash+`"]}`, false)
		if p := l.problem(err, 422, "invalid"); len(p.Errors) != 2 || p.Errors["title"] != p.Errors["metadata"] {
			t.Errorf("%v", p.Errors)
		}
		// What only the database knows.
		_, err = l.Create(t.Context(), root, l.typ("books"), l.input("books", `{"title":"x","isbn":"1","author":"77","tags":["1","88","99"]}`, true))
		p = l.problem(err, http.StatusUnprocessableEntity, "invalid")
		if p.Errors["author"] != "there is no author 77" || p.Errors["tags"] != "there is no tag 88, 99" {
			t.Errorf("%v", p.Errors)
		}
		_, err = l.Create(t.Context(), root, l.typ("books"), l.input("books", `{"title":"x","isbn":"978-000000003"}`, true))
		if p := l.problem(err, http.StatusUnprocessableEntity, "invalid"); p.Errors["isbn"] == "" {
			t.Errorf("%v", p.Errors)
		}
		_, err = l.Update(t.Context(), root, l.typ("books"), "1", "*", l.input("books", `{"copies":{"add":["2"]}}`, false))
		if p := l.problem(err, http.StatusUnprocessableEntity, "invalid"); p.Errors["copies"] != "copy 2 already belongs to another" {
			t.Errorf("%v", p.Errors)
		}
		_, err = l.Update(t.Context(), root, l.typ("books"), "1", "*", l.input("books", `{"copies":[]}`, false))
		if p := l.problem(err, http.StatusUnprocessableEntity, "invalid"); p.Errors["copies"] == "" {
			t.Errorf("%v", p.Errors)
		}
		// A hook of the schema's.
		_, err = l.Create(t.Context(), root, l.typ("members"), l.input("members", `{"name":"root","password_hash":"long enough"}`, true))
		l.refused(problem.Of(err), http.StatusInternalServerError, "internal")
	})
}

func TestCellsAreReadAsPeopleTypeThem(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		books := l.typ("books")
		rights := l.store.Rights(root, &books.Type)
		in, errs := l.DecodeText(books, rights, map[string]string{
			"title": "x", "isbn": "1", "pages": "", "rating": "4.5", "author": "1", "tags": "1, 3;5", "in_print": "yes", "summary": "",
		}, true)
		if errs != nil || in.Set["pages"] != nil || in.Set["rating"] != 4.5 || in.Set["in_print"] != true || in.Set["summary"] != nil ||
			fmt.Sprint(in.Edges["author"].Set, in.Edges["tags"].Set) != "[1] [1 3 5]" {
			t.Errorf("%+v %v", in, errs)
		}
		_, errs = l.DecodeText(books, rights, map[string]string{"title": "", "volume": "", "pages": "x", "tags": "x", "nonsense": "1"}, true)
		if len(errs) != 6 {
			t.Errorf("%v", errs)
		}
	})
}

func TestNobodyWritesBeyondHisRights(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		ctx := t.Context()
		books := l.typ("books")
		drafts := l.as(
			access.Grant{Type: "books", Actions: []string{access.View, access.Create, access.Update, access.Delete}, Rows: "status:draft",
				Fields: access.Fields{Read: []string{"*", "-rating"}, Write: []string{"title", "isbn", "status", "pages", "copies"}}},
			access.Grant{Type: "tags", Actions: []string{access.View}, Rows: "name:novel"})
		// Seeded books 1, 4, 7… are drafts, the others are not.
		in, err := l.decode(drafts, "books", `{"title":"Mine"}`, false)
		l.ok(err)
		_, err = l.Update(ctx, drafts, books, "1", "*", in)
		l.ok(err)
		_, err = l.Update(ctx, drafts, books, "2", "*", in)
		l.refused(err, http.StatusNotFound, "not_found")
		_, err = l.Delete(ctx, drafts, books, "2", "*")
		l.refused(err, http.StatusNotFound, "not_found")
		_, err = l.Bulk(ctx, drafts, books, change.Bulk{Action: change.Update, IDs: []string{"1", "2"}, Input: in}, nil)
		l.refused(err, http.StatusNotFound, "not_found")
		all, err := l.Bulk(ctx, drafts, books, change.Bulk{Action: change.Update, Input: in}, nil)
		l.ok(err)
		if all.Changed != 6 { // of seven drafts one is called that already
			t.Errorf("changed %d", all.Changed)
		}
		before := l.dump()
		out, err := l.decode(drafts, "books", `{"status":"published"}`, false)
		l.ok(err)
		_, err = l.Update(ctx, drafts, books, "1", "*", out)
		l.refused(err, http.StatusForbidden, "forbidden")
		_, err = l.Bulk(ctx, drafts, books, change.Bulk{Action: change.Update, Input: out}, nil)
		l.refused(err, http.StatusForbidden, "forbidden")
		l.same(before)
		// Fields that he may not read are not there; those that he may not write are named as such.
		_, err = l.decode(drafts, "books", `{"rating":1,"summary":"x","nonsense":1,"tags":["1"]}`, false)
		p := l.problem(err, http.StatusUnprocessableEntity, "invalid")
		if p.Errors["rating"] != p.Errors["nonsense"] || p.Errors["summary"] != "you may not change it" || p.Errors["tags"] != "you may not change it" {
			t.Errorf("%v", p.Errors)
		}
		// The copies of a book are not his to change.
		_, err = l.Update(ctx, drafts, books, "1", "*", change.Input{Edges: map[string]change.EdgeInput{"copies": {Add: []any{2}}}})
		l.refused(err, http.StatusUnprocessableEntity, "invalid")
		// Tags that he cannot see are not there, and stay where they are when he replaces all that he sees.
		l.update("books", "1", `{"tags":["1","2"]}`)
		_, err = l.Update(ctx, drafts, books, "1", "*", change.Input{Edges: map[string]change.EdgeInput{"tags": {Add: []any{2}}}})
		l.refused(err, http.StatusUnprocessableEntity, "invalid")
		_, err = l.Update(ctx, drafts, books, "1", "*", change.Input{Edges: map[string]change.EdgeInput{"tags": {Replace: true}}})
		l.ok(err)
		if tags := l.client.Book.GetX(ctx, 1).QueryTags().IDsX(ctx); !slices.Equal(tags, []int{2}) {
			t.Errorf("tags %v", tags)
		}
		// A conflict shows him what he may read.
		_, err = l.Update(ctx, drafts, books, "1", `"old"`, in)
		p = l.problem(err, http.StatusConflict, "stale")
		theirs := p.Extra["theirs"].(map[string]json.RawMessage)
		if _, shown := theirs["rating"]; shown || theirs["title"] == nil {
			t.Errorf("theirs %v", theirs)
		}
		if _, err := l.Create(ctx, drafts, l.typ("tags"), change.Input{}); problem.Of(err).Status != http.StatusForbidden {
			t.Errorf("create a tag: %v", err)
		}
		if _, err := l.Create(ctx, drafts, l.typ("members"), change.Input{}); problem.Of(err).Status != http.StatusNotFound {
			t.Errorf("create a member: %v", err)
		}
		// What he changed he can undo no longer when the row is no more among his.
		mine, err := l.Update(ctx, drafts, books, "1", "*", change.Input{Set: map[string]any{"pages": 1}})
		l.ok(err)
		l.update("books", "1", `{"status":"published"}`)
		_, err = l.Undo(ctx, drafts, mine.Undo)
		l.refused(err, http.StatusConflict, "changed_since")
		// To revert is to write.
		_, err = l.Revert(ctx, drafts, books, "4", "", 1)
		l.ok(err)
		l.update("books", "4", `{"rating":0.5}`)
		_, err = l.Revert(ctx, drafts, books, "4", "", 1)
		l.refused(err, http.StatusForbidden, "forbidden")
		if strings.Contains(err.Error(), "rating") {
			t.Error("the field is named")
		}
	})
}

func TestSecretsAreNowhere(t *testing.T) {
	const secret = "hunter2-hunter2"
	each(t, change.Options{}, func(t *testing.T, l *library) {
		ctx := t.Context()
		members := l.typ("members")
		made := l.create("members", `{"name":"Agent","password_hash":"`+secret+`"}`)
		book := l.create("books", `{"title":"Secret","isbn":"7","supplier_code":"`+secret+`"}`)
		changed := l.update("members", made.ID, `{"email":"a@b","password_hash":"new `+secret+`"}`)
		if changed.Undo != "" || !strings.Contains(changed.Why, "password_hash") {
			t.Errorf("%+v", changed)
		}
		if e := l.history("members", made.ID); !slices.Equal(e[0].SecretFields, []string{"password_hash"}) || !slices.Equal(e[1].SecretFields, []string{"password_hash"}) {
			t.Errorf("secret fields %v", e)
		}
		// Whether the schema's validator or the database quotes it.
		_, err := l.decode(root, "members", `{"name":"x","password_hash":"hunter2"}`, true)
		if p := l.problem(err, 422, "invalid"); strings.Contains(fmt.Sprint(p.Errors), "hunter2") {
			t.Errorf("%v", p.Errors)
		}
		_, err = l.Create(ctx, root, members, change.Input{Set: map[string]any{"name": "x", "password_hash": "hunter2"}})
		var p *problem.Problem
		if !errors.As(err, &p) || strings.Contains(fmt.Sprint(p.Detail, p.Errors, p.Extra), "hunter2") || p.Status != 422 {
			t.Errorf("%v", err)
		}
		_, err = l.Update(ctx, root, members, made.ID, `"old"`, l.input("members", `{"password_hash":"`+secret+`"}`, false))
		raw, _ := json.Marshal(problem.Of(err))
		if strings.Contains(string(raw), secret) {
			t.Errorf("%s", raw)
		}
		_, err = l.Delete(ctx, root, members, made.ID, "*")
		l.ok(err)
		_, err = l.Delete(ctx, root, l.typ("books"), book.ID, "*")
		l.ok(err)
		purged, err := l.Bulk(ctx, root, l.typ("books"), change.Bulk{Action: change.Purge, IDs: []string{book.ID}}, nil)
		l.ok(err)
		if !slices.Equal(purged.Lost, []string{"supplier_code"}) {
			t.Errorf("lost %v", purged.Lost)
		}
		l.undo(purged.Undo)
		if b := l.client.Book.Query().Where(func(s *sql.Selector) { s.Where(sql.EQ(s.C("isbn"), "7")) }).OnlyX(ctx); b.SupplierCode != "" || b.Title != "Secret" {
			t.Errorf("%v", b)
		}
		for _, column := range []string{"diff", "snapshot", "secret_fields", "label"} {
			rows := &sql.Rows{}
			l.ok(l.registry.Source.Driver().Query(ctx, "SELECT coalesce("+column+", '') FROM admin_revisions", []any{}, rows))
			for rows.Next() {
				var text string
				l.ok(rows.Scan(&text))
				if strings.Contains(text, secret) {
					t.Errorf("the log holds it: %s", text)
				}
			}
			l.ok(rows.Close())
		}
	})
}

func TestListenersHearWhatWasCommitted(t *testing.T) {
	each(t, change.Options{}, func(t *testing.T, l *library) {
		l.events = nil
		l.update("books", "1", `{"sequel":"2"}`)
		_, err := l.Create(t.Context(), root, l.typ("books"), l.input("books", `{"title":"x","isbn":"978-000000003"}`, true))
		if err == nil {
			t.Fatal("no error")
		}
		_, err = l.Bulk(t.Context(), root, l.typ("books"), change.Bulk{Action: change.Delete}, nil)
		l.ok(err)
		_, err = l.Bulk(t.Context(), root, l.typ("books"), change.Bulk{Action: change.Purge}, nil)
		l.ok(err)
		var heard []string
		for _, e := range l.events {
			heard = append(heard, fmt.Sprint(e.Action, " ", e.Type, " ", len(e.IDs), e.More, e.By.ID))
		}
		want := []string{"update books 2 false1", "delete books 20 false1", "purge book_copies 0 true1", "purge books 20 false1", "purge loans 0 true1"}
		if !slices.Equal(heard, want) {
			t.Errorf("heard %q", heard)
		}
	})
}
