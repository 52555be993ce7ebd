package admin_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/melodylive"
)

func TestAnAPIKeyDoesWhatItsScopesSay(t *testing.T) {
	eachWorld(t, 10, nil, func(t *testing.T, w *world) {
		made := w.do("editor", http.MethodPost, "/_keys", `{"name":"reports","scopes":["books:view","tags:*"]}`).want(201)
		key := []string{"Authorization", "Bearer " + made.text("token"), "Sec-Fetch-Site", "cross-site"}
		w.run(t, []scenario{
			{as: "-", method: get, path: "/books", headers: key, status: 200},
			{as: "-", method: get, path: "/books/1/history", headers: key, status: 200},
			{as: "-", method: get, path: "/authors", headers: key, status: 403},
			{as: "-", method: get, path: "/books?filter=author.name:Ada", headers: key, status: 400, code: "unknown_field"},
			{as: "-", method: get, path: "/books/_export", headers: key, status: 403},
			{as: "-", method: post, path: "/tags", body: `{"name":"by key"}`, headers: key, status: 201},
			{as: "-", method: post, path: "/books", body: `{"title":"x","isbn":"1"}`, headers: key, status: 403},
			{as: "-", method: post, path: "/_keys", body: `{"name":"more","scopes":["*:*"]}`, headers: key, status: 403},
			{as: "-", method: get, path: "/books", headers: []string{"Authorization", "Bearer adm_nope"}, status: 401},
			{as: "-", method: get, path: "/books", headers: []string{"Authorization", "Bearer " + made.text("token") + "x"}, status: 401},
		})
		meta := w.do("", http.MethodGet, "/_meta", "", key...).want(200)
		if types, _ := meta.get("types").([]any); len(types) != 2 {
			t.Errorf("a key for books and tags sees %d types", len(types))
		}
		history := w.get("editor", "/tags", "filter", `name:"by key"`).want(200).text("items", 0, "id")
		if a := w.get("editor", "/tags/"+history+"/history").want(200); a.text("items", 0, "by", "via") != "key" || a.text("items", 0, "by", "name") != "editor" {
			t.Errorf("a write by key is recorded as %s", a.body)
		}
		w.do("editor", http.MethodDelete, "/_keys/"+made.text("id"), "").want(204)
		w.do("", http.MethodGet, "/books", "", key...).want(401)
	})
}

func TestLiveTellsWhatChangesToWhomItConcerns(t *testing.T) {
	var hub *melodylive.Hub
	with := func(o *admin.Options) {
		hub = melodylive.New(melodylive.Options{})
		o.Live = hub
	}
	eachWorld(t, 10, with, func(t *testing.T, w *world) {
		t.Cleanup(func() { _ = hub.Close() })
		open := func(as string) *websocket.Conn {
			t.Helper()
			conn, res, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(w.server.URL, "http")+"/_live", http.Header{"X-Test-User": {as}})
			if err != nil {
				t.Fatal(err)
			}
			_ = res.Body.Close()
			t.Cleanup(func() { _ = conn.Close() })
			return conn
		}
		next := func(conn *websocket.Conn) string {
			t.Helper()
			_ = conn.SetReadDeadline(time.Now().Add(time.Minute))
			var m map[string]any
			if err := conn.ReadJSON(&m); err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(m["type"], m["ids"], m["action"], m["id"], m["people"])
		}
		published := w.get("root", "/books", "filter", "status:published").want(200).text("items", 0, "id")
		draft := w.get("root", "/books", "filter", "status:draft").want(200).text("items", 0, "id")
		viewer, drafts := open("viewer"), open("drafts")
		for _, conn := range []*websocket.Conn{viewer, drafts} {
			// The last message is answered, so that the first is done when the answer is here. A published book is not for drafts to open.
			for _, m := range []string{`{"type":"watch","resource":"books"}`, `{"type":"editing","resource":"books","id":"` + published + `"}`, `{"type":"editing","resource":"books","id":"` + draft + `"}`} {
				if err := conn.WriteMessage(websocket.TextMessage, []byte(m)); err != nil {
					t.Fatal(err)
				}
			}
			for !strings.Contains(next(conn), draft+"[map") {
			}
		}
		for !strings.Contains(next(viewer), "name:drafts") { // both have the draft open
		}
		w.do("editor", http.MethodPatch, "/books/"+published, `{"pages":1}`, "If-Match", "*").want(200)
		if got := next(viewer); got != "change["+published+"]update<nil> <nil>" {
			t.Errorf("the viewer is told %s", got)
		}
		if got := next(drafts); got != "change[]update<nil> <nil>" {
			t.Errorf("drafts is told %s", got)
		}
		w.run(t, []scenario{
			{as: "-", method: get, path: "/_live", status: 401},
			{as: "viewer", method: get, path: "/_live", headers: []string{"Origin", "https://evil.example", "Connection", "upgrade", "Upgrade", "websocket",
				"Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4PEC=="}, status: 403},
		})
	})
}

// Whatever is asked, the answer is no 500, and no error tells more than what the caller sent.
func TestNothingThatIsAskedFailsInside(t *testing.T) {
	words := []string{"title", "pages", "author", "author.name", "tags.name", "id", "status", "created_at", "metadata", "nope", ":", "=", "!=", ">", ">=", "<", "<=",
		"~", "..", "(", ")", "\"", "or", "and", "not", "-", ",", "null", "$me", "today", "2026", "2026-02-31", "1e9", "-1", "*", "%", "'", "\\", "draft", "é", "🐢", " "}
	paths := []string{"/books", "/authors", "/members", "/loans", "/branches", "/book_copies", "/books/_lookup", "/books/_export", "/books/_chart", "/books/7",
		"/books/7/tags", "/books/7/history", "/_search", "/loans/_chart", "/branches/x", "/_audit", "/_views", "/_members"}
	parameters := []string{"filter", "search", "sort", "after", "before", "limit", "count", "fields", "trash", "etag", "q", "field", "agg", "points", "from", "to", "format"}
	eachWorld(t, 10, nil, func(t *testing.T, w *world) {
		random := rand.New(rand.NewPCG(7, 7))
		cursor := w.get("root", "/books", "limit", "2").want(200).text("next")
		some := func() string {
			var b strings.Builder
			for range random.IntN(7) {
				b.WriteString(words[random.IntN(len(words))])
				if random.IntN(3) == 0 {
					b.WriteByte(' ')
				}
			}
			return b.String()
		}
		requests := 400
		if soak() {
			requests = 20_000
		}
		for range requests {
			values := url.Values{}
			for range 1 + random.IntN(2) {
				name := parameters[random.IntN(len(parameters))]
				if name == "after" || name == "before" {
					at := random.IntN(len(cursor))
					values.Set(name, cursor[:at]+string(words[random.IntN(len(words))][0])+cursor[min(at+1, len(cursor)):])
				} else {
					values.Set(name, some())
				}
			}
			w.do([]string{"root", "blind", "drafts"}[random.IntN(3)], http.MethodGet, paths[random.IntN(len(paths))]+"?"+values.Encode(), "")
		}
	})
}

// The store's own routes are there, behind the same doors as the others.
func TestTheStoresRoutesAreMounted(t *testing.T) {
	eachWorld(t, 2, nil, func(t *testing.T, w *world) {
		w.run(t, []scenario{
			{as: "-", method: get, path: "/_roles", status: 401},
			{as: "viewer", method: get, path: "/_roles", status: 200},
			{as: "viewer", method: "PUT", path: "/_roles/mine", body: `{"label":"Mine","grants":[]}`, status: 403},
			{as: "viewer", method: get, path: "/_audit", status: 403},
			{as: "admin", method: get, path: "/_audit", status: 200, holds: `"_roles"`},
			{as: "admin", method: "PUT", path: "/_members/5", body: `{"roles":["viewer"]}`, status: 200},
			{as: "nobody", method: get, path: "/books", status: 200},
			{as: "viewer", method: post, path: "/_views", body: `{"type":"books","name":"Long ones","filter":"pages>500"}`, status: 201},
			{as: "viewer", method: post, path: "/_views", body: `{"type":"books","name":"x"}`, headers: []string{"Sec-Fetch-Site", "cross-site"}, status: 403, code: "cross_origin"},
			{as: "viewer", method: get, path: "/_views?type=books", status: 200, holds: "Long ones"},
			{as: "viewer", method: post, path: "/_impersonate", body: `{"user":"4"}`, status: 403},
			{as: "root", method: post, path: "/_impersonate", body: `{"user":"2"}`, status: 200},
			{as: "-", method: post, path: "/_session", body: `{}`, status: 404},
		})
	})
}
