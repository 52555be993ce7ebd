package admin_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/internal/fixture/ent/book"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
)

func TestTheLifeOfARow(t *testing.T) {
	var mu sync.Mutex
	var events []change.Event
	listen := func(o *admin.Options) {
		o.Publish = func(e change.Event) {
			mu.Lock()
			defer mu.Unlock()
			events = append(events, e)
		}
	}
	eachWorld(t, 10, listen, func(t *testing.T, w *world) {
		events = nil
		made := w.do("editor", http.MethodPost, "/books", `{"title":"Dune","isbn":"42","author":"1","tags":["1","2"],"pages":412,
			"supplier_code":"`+secretCode+`","metadata":{"a":[1,2]},"published_at":"1965-08-01T00:00:00Z"}`).want(http.StatusCreated)
		id := made.text("id")
		if made.text("label") != "Dune" || made.header.Get("Location") != "books/"+id || made.header.Get("Undo") == "" || made.text("author", "id") != "1" {
			t.Errorf("created %s %v", made.body, made.header)
		}
		row := w.get("editor", "/books/"+id).want(200)
		if row.header.Get("ETag") != made.header.Get("ETag") || row.text("tags", "count") != "2" || row.text("status") != "draft" {
			t.Errorf("it is %s", row.body)
		}
		changed := w.do("editor", http.MethodPatch, "/books/"+id, `{"pages":413,"tags":{"remove":["1"],"add":["3"]}}`, "If-Match", row.header.Get("ETag")).want(200)
		stale := w.do("admin", http.MethodPatch, "/books/"+id, `{"pages":500}`, "If-Match", row.header.Get("ETag")).want(http.StatusConflict)
		if stale.text("code") != "stale" || stale.text("base", "pages") != "412" || stale.text("theirs", "pages") != "413" || stale.text("yours", "pages") != "500" {
			t.Errorf("stale: %s", stale.body)
		}
		history := w.get("editor", "/books/"+id+"/history").want(200)
		if got := history.text("items", 0, "diff", "pages"); got != "[412 413]" || history.text("items", 1, "action") != "create" {
			t.Errorf("history: %s", history.body)
		}
		undone := w.do("editor", http.MethodPost, "/_undo/"+changed.header.Get("Undo"), "").want(200)
		if undone.text("changed") != "1" || undone.header.Get("Undo") == "" {
			t.Errorf("undone: %s %v", undone.body, undone.header)
		}
		row = w.get("editor", "/books/"+id).want(200)
		if row.text("pages") != "412" || !strings.Contains(row.text("tags"), "novel") || strings.Contains(row.text("tags"), "history") {
			t.Errorf("after the undo: %s", row.body)
		}
		w.do("editor", http.MethodPost, "/_undo/"+changed.header.Get("Undo"), "").want(http.StatusGone)
		w.do("viewer", http.MethodPost, "/_undo/"+undone.header.Get("Undo"), "").want(http.StatusForbidden)
		w.do("editor", http.MethodDelete, "/books/"+id, "", "If-Match", row.header.Get("ETag")).want(http.StatusNoContent)
		if a := w.get("editor", "/books", "filter", "isbn:42").want(200); a.text("items") != "[]" {
			t.Errorf("a deleted row is listed: %s", a.body)
		}
		if a := w.get("editor", "/books", "trash", "1").want(200); a.text("items", 0, "id") != id {
			t.Errorf("it is not in the trash: %s", a.body)
		}
		w.do("editor", http.MethodPost, "/books/"+id+"/restore", "").want(200)
		if a := w.get("editor", "/books", "filter", "isbn:42").want(200); a.text("items", 0, "id") != id {
			t.Errorf("a restored row is not listed: %s", a.body)
		}
		reverted := w.do("editor", http.MethodPost, "/books/"+id+"/revert/2", "").want(200)
		if reverted.text("pages") != "413" {
			t.Errorf("reverted to %s", reverted.body)
		}
		if stored, err := w.client.Book.Query().Where(book.Isbn("42")).Only(t.Context()); err != nil || stored.SupplierCode != secretCode {
			t.Errorf("the sensitive field is %q: %v", stored.SupplierCode, err)
		}
		mu.Lock()
		defer mu.Unlock()
		var told []string
		for _, e := range events {
			told = append(told, fmt.Sprint(e.Type, e.IDs, e.Action, e.By.Name))
		}
		if len(told) < 6 || told[0] != "books["+id+"]createeditor" {
			t.Errorf("published %v", told)
		}
	})
}

func TestManyRowsAtOnce(t *testing.T) {
	eachWorld(t, 700, nil, func(t *testing.T, w *world) {
		few := w.do("editor", http.MethodPost, "/books/_bulk", `{"action":"update","ids":["1","2","3"],"args":{"rating":1.5}}`).want(200)
		if few.text("changed") != "3" || few.text("undo") == "" {
			t.Errorf("three rows: %s", few.body)
		}
		job := w.job("editor", w.do("editor", http.MethodPost, "/books/_bulk", `{"action":"update","filter":"status:draft","args":{"weight_kg":2.5}}`))
		if job.text("state") != "done" || job.text("result", "changed") != "234" {
			t.Errorf("the job: %s", job.body)
		}
		if a := w.get("viewer", "/books", "limit", "0", "count", "exact", "filter", "weight_kg:2.5 status:draft").want(200); a.text("count", "value") != "234" {
			t.Errorf("%s have the new weight", a.text("count"))
		}
		w.get("viewer", "/_jobs/"+job.text("id")).want(404)
		undone := w.do("editor", http.MethodPost, "/_undo/"+job.text("result", "undo"), "").want(200)
		if undone.text("changed") != "234" {
			t.Errorf("undone %s", undone.body)
		}
		effects := w.do("editor", http.MethodPost, "/authors/_consequences", `{"action":"delete","ids":["1"]}`).want(200)
		if effects.text("rows") != "1" || !strings.Contains(effects.text("blocked"), "books") {
			t.Errorf("deleting an author: %s", effects.body)
		}
		w.do("editor", http.MethodPost, "/authors/_bulk", `{"action":"delete","ids":["1"]}`).want(http.StatusConflict)
		deleted := w.job("editor", w.do("editor", http.MethodPost, "/books/_bulk", `{"action":"delete","filter":""}`))
		if deleted.text("result", "changed") != "700" {
			t.Errorf("deleting all: %s", deleted.body)
		}
		purged := w.job("editor", w.do("editor", http.MethodPost, "/books/_bulk", `{"action":"purge","filter":""}`))
		if purged.text("result", "changed") != "700" || w.client.Book.Query().CountX(t.Context()) != 0 || w.client.Loan.Query().CountX(t.Context()) != 0 {
			t.Errorf("purging all: %s", purged.body)
		}
		back := w.do("editor", http.MethodPost, "/_undo/"+purged.text("result", "undo"), "").want(200)
		if back.text("changed") == "0" || w.client.Book.Query().CountX(t.Context()) != 700 || w.client.Loan.Query().CountX(t.Context()) != 350 {
			t.Errorf("undoing the purge: %s", back.body)
		}
	})
}

func withActions(o *admin.Options) {
	o.Actions = []admin.Action{
		{Type: "books", Name: "publish", Label: "Publish", On: []admin.Target{admin.OnRow, admin.OnSelection, admin.OnFilter},
			Form: []meta.Field{{Name: "rating", Kind: meta.Float, Required: true}},
			Run: func(ctx context.Context, call admin.ActionCall) error {
				for _, row := range call.Rows {
					b := row.(*ent.Book)
					if b.Title == "Forbidden" {
						return problem.New(http.StatusConflict, "banned", "%s cannot be published.", b.Title)
					}
					err := call.Client.(*ent.Client).Book.UpdateOne(b).SetStatus(book.StatusPublished).SetRating(call.Args["rating"].(float64)).Exec(ctx)
					if err != nil {
						return err
					}
				}
				return nil
			}},
		{Type: "tags", Name: "reset", On: []admin.Target{admin.OnNothing}, Run: func(ctx context.Context, call admin.ActionCall) error {
			return call.Client.(*ent.Client).Tag.Create().SetName("reset by " + call.By.Name).Exec(ctx)
		}},
		{Type: "tags", Name: "explode", On: []admin.Target{admin.OnNothing}, Run: func(context.Context, admin.ActionCall) error {
			panic("the password is " + "hunter2")
		}},
	}
	o.Hooks = []admin.Hook{
		admin.Before(func(_ context.Context, op admin.Op[*ent.Book]) error {
			if op.Old.Title == "Kept" {
				return problem.New(http.StatusConflict, "kept", "%s is kept.", op.Old.Title)
			}
			return nil
		}, "delete"),
		admin.After(func(ctx context.Context, op admin.Op[*ent.Author]) error {
			if op.New.Name == "Nobody" {
				return errors.New("a detail of the server's own")
			}
			return op.Client.(*ent.Client).Tag.Create().SetName("by " + op.New.Name).Exec(ctx)
		}, "create"),
	}
	o.Authorize = func(_ context.Context, by access.Principal, op string, t *meta.Type) error {
		if op == "delete" && t.Slug == "tags" && by.Name == "editor" {
			return problem.Forbidden("delete tags on a Sunday")
		}
		return nil
	}
}

func TestActionsHooksAndTheHostsWord(t *testing.T) {
	eachWorld(t, 300, withActions, func(t *testing.T, w *world) {
		if a := w.get("editor", "/_meta").want(200); a.text("actions", "books", 0, "name") != "publish" || a.text("actions", "tags", 0, "label") != "reset" {
			t.Errorf("meta's actions: %v", a.get("actions"))
		}
		if a := w.get("viewer", "/_meta").want(200); a.text("actions") != "map[]" {
			t.Errorf("a viewer's actions: %v", a.get("actions"))
		}
		w.run(t, []scenario{
			{as: "viewer", method: post, path: "/books/_actions/publish", body: `{"ids":["1"],"args":{"rating":1}}`, status: 403},
			{method: post, path: "/books/_actions/publish", body: `{"ids":["1"]}`, status: 422, at: "rating"},
			{method: post, path: "/books/_actions/publish", body: `{"ids":["1"],"args":{"rating":"x","more":1}}`, status: 422, at: "more"},
			{method: post, path: "/books/_actions/publish", body: `{"args":{"rating":1}}`, status: 422, at: "ids"},
			{method: post, path: "/tags/_actions/reset", body: `{"ids":["1"]}`, status: 422, at: "ids"},
			{method: post, path: "/tags/_actions/reset", body: `{}`, status: 200},
			{method: post, path: "/books/_bulk", body: `{"action":"publish","ids":["1","2"],"args":{"rating":4}}`, status: 200, holds: `"undo"`},
			{as: "drafts", method: post, path: "/books/_actions/publish", body: `{"filter":"status:published rating:4","args":{"rating":1}}`, status: 200, holds: `"changed":0`},
		})
		if w.client.Book.Query().Where(book.RatingEQ(4), book.StatusEQ(book.StatusPublished)).CountX(t.Context()) < 2 || w.client.Tag.Query().CountX(t.Context()) != 6 {
			t.Error("the actions did not do what they say")
		}
		done := w.job("editor", w.do("editor", http.MethodPost, "/books/_actions/publish", `{"filter":"","args":{"rating":3}}`))
		if done.text("state") != "done" || w.client.Book.Query().Where(book.RatingEQ(3)).CountX(t.Context()) != 300 {
			t.Errorf("publish all: %s", done.body)
		}
		w.do("editor", http.MethodPost, "/_undo/"+done.text("result", "undo"), "").want(200)
		if n := w.client.Book.Query().Where(book.RatingEQ(3)).CountX(t.Context()); n > 30 {
			t.Errorf("%d books have the rating of an action that was undone", n)
		}
		w.client.Book.UpdateOneID(5).SetTitle("Forbidden").ExecX(t.Context())
		failed := w.job("editor", w.do("editor", http.MethodPost, "/books/_actions/publish", `{"filter":"","args":{"rating":3}}`))
		if failed.text("state") != "failed" || failed.text("problem", "code") != "banned" || w.client.Book.Query().Where(book.RatingEQ(3)).CountX(t.Context()) > 30 {
			t.Errorf("an action that fails in its middle: %s", failed.body)
		}
		w.client.Book.UpdateOneID(6).SetTitle("Kept").ExecX(t.Context())
		w.run(t, []scenario{
			{method: remove, path: "/books/6", headers: []string{"If-Match", "*"}, status: 409, code: "kept"},
			{method: post, path: "/books/_bulk", body: `{"action":"delete","ids":["6","7"]}`, status: 409, code: "kept"},
			{method: get, path: "/books/7", status: 200},
			{method: post, path: "/authors", body: `{"name":"Somebody"}`, status: 201},
			{method: get, path: "/tags?filter=name:%22by+Somebody%22", status: 200, holds: "by Somebody"},
			{method: remove, path: "/tags/1", headers: []string{"If-Match", "*"}, status: 403},
			{as: "admin", method: remove, path: "/tags/1", headers: []string{"If-Match", "*"}, status: 204},
		})
		gone := w.do("admin", http.MethodDelete, "/tags/2", "", "If-Match", "*").want(204)
		w.do("editor", http.MethodPost, "/_undo/"+gone.header.Get("Undo"), "").want(403)
		w.do("admin", http.MethodPost, "/_undo/"+gone.header.Get("Undo"), "").want(200)
	})
}

// What goes wrong inside is answered with 500, told to the log, and changes nothing.
func TestFailuresInsideTellNothing(t *testing.T) {
	eachWorld(t, 5, withActions, func(t *testing.T, w *world) {
		for _, s := range []scenario{
			{method: post, path: "/tags/_actions/explode", body: `{}`},
			{method: post, path: "/authors", body: `{"name":"Nobody"}`},
		} {
			r, err := http.NewRequestWithContext(t.Context(), s.method, w.server.URL+s.path, strings.NewReader(s.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("X-Test-User", "editor")
			r.Header.Set("Content-Type", "application/json")
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			var body bytes.Buffer
			_, _ = body.ReadFrom(res.Body)
			_ = res.Body.Close()
			if res.StatusCode != 500 || strings.Contains(body.String(), "hunter2") || strings.Contains(body.String(), "detail of the server") || strings.Contains(body.String(), ".go") {
				t.Errorf("%s: %d %s", s.path, res.StatusCode, body.String())
			}
		}
		if w.client.Author.Query().Where().CountX(t.Context()) != 1 {
			t.Error("an author was written")
		}
	})
}

// What takes too long ends, within a request and as a job, and says so.
func TestWhatTakesTooLongEnds(t *testing.T) {
	slow := func(o *admin.Options) {
		o.Limits.Timeout, o.Limits.JobTimeout = time.Second, 100*time.Millisecond
		wait := func(ctx context.Context, _ admin.ActionCall) error {
			<-ctx.Done()
			return errors.New("a database says it in its own words")
		}
		o.Actions = []admin.Action{{Type: "books", Name: "wait", On: []admin.Target{admin.OnNothing, admin.OnFilter}, Run: wait}}
	}
	eachWorld(t, 250, slow, func(t *testing.T, w *world) {
		if a := w.do("editor", http.MethodPost, "/books/_actions/wait", `{}`).want(503); a.text("code") != "timeout" {
			t.Errorf("a request: %s", a.body)
		}
		started := w.do("editor", http.MethodPost, "/books/_actions/wait", `{"filter":""}`)
		if started.status == http.StatusServiceUnavailable {
			return // counting the rows has taken too long already
		}
		if a := w.job("editor", started); a.text("problem", "code") != "timeout" {
			t.Errorf("a job: %s", a.body)
		}
	})
}

func TestOptionsThatDoNotFitAreRefused(t *testing.T) {
	eachWorld(t, 1, nil, func(t *testing.T, w *world) {
		run := func(context.Context, admin.ActionCall) error { return nil }
		for what, o := range map[string]admin.Options{
			"no store":               {},
			"an unknown type":        {Store: w.store, Actions: []admin.Action{{Type: "nope", Name: "a", On: []admin.Target{admin.OnRow}, Run: run}}},
			"a reserved name":        {Store: w.store, Actions: []admin.Action{{Type: "books", Name: "delete", On: []admin.Target{admin.OnRow}, Run: run}}},
			"no target":              {Store: w.store, Actions: []admin.Action{{Type: "books", Name: "a", Run: run}}},
			"a target of its own":    {Store: w.store, Actions: []admin.Action{{Type: "books", Name: "a", On: []admin.Target{"all"}, Run: run}}},
			"nothing to run":         {Store: w.store, Actions: []admin.Action{{Type: "books", Name: "a", On: []admin.Target{admin.OnRow}}}},
			"an origin that is none": {Store: w.store, TrustedOrigins: []string{"example.org"}},
			"a hook of no type":      {Store: w.store, Hooks: []admin.Hook{admin.Before(func(context.Context, admin.Op[*world]) error { return nil })}},
			"an undeclared field":    {Store: w.store, Computed: []admin.Computed{admin.Compute("age", func(*ent.Book) any { return 1 })}},
			"a form without choice":  {Store: w.store, Actions: []admin.Action{{Type: "books", Name: "a", On: []admin.Target{admin.OnRow}, Run: run, Form: []meta.Field{{Name: "x", Kind: meta.Enum}}}}},
		} {
			if _, err := admin.New(w.reg, o); err == nil {
				t.Errorf("%s was taken", what)
			}
		}
	})
}

func TestPanelsAndTheDashboard(t *testing.T) {
	panels := func(o *admin.Options) {
		o.System = []admin.Panel{
			{Name: "build", Title: "Build", Load: func(context.Context) (admin.PanelBody, error) {
				return admin.PanelBody{Facts: [][2]string{{"version", "1"}}}, nil
			}},
			{Name: "broken", Title: "Broken", Load: func(context.Context) (admin.PanelBody, error) {
				return admin.PanelBody{}, errors.New("no such file")
			}},
		}
	}
	eachWorld(t, 20, panels, func(t *testing.T, w *world) {
		a := w.get("admin", "/_system").want(200)
		if a.text("panels", 0, "kind") != "facts" || a.text("panels", 1, "kind") != "text" || strings.Contains(string(a.body), "no such file") {
			t.Errorf("panels: %s", a.body)
		}
		w.do("editor", http.MethodPost, "/tags", `{"name":"fresh"}`).want(201)
		a = w.get("viewer", "/_dashboard").want(200)
		if !strings.Contains(a.text("types"), "count:20 type:books") || a.text("recent") != "[]" || a.text("changes", 0, 0) != time.Now().UTC().Format(time.DateOnly) {
			t.Errorf("a viewer's dashboard: %s", a.body)
		}
		if a := w.get("editor", "/_dashboard").want(200); a.text("recent", 0, "type") != "tags" {
			t.Errorf("an editor's dashboard: %s", a.body)
		}
	})
}
