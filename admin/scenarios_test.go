package admin_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// scenario is one request and what has to come back.
type scenario struct {
	as, method, path, body string
	headers                []string
	status                 int
	code                   string // of the problem
	at                     string // what the problem's errors name
	holds                  string // in the body
}

const (
	get    = http.MethodGet
	post   = http.MethodPost
	patch  = http.MethodPatch
	remove = http.MethodDelete
)

func (w *world) run(t *testing.T, scenarios []scenario) {
	t.Helper()
	for i, s := range scenarios {
		switch s.as {
		case "-":
			s.as = ""
		case "":
			s.as = "editor"
		}
		a := w.do(s.as, s.method, s.path, s.body, s.headers...)
		if a.status != s.status {
			t.Errorf("%d: %s %.200s: %d %.400s, want %d", i, a.what, s.body, a.status, a.body, s.status)
			continue
		}
		if s.code != "" && a.text("code") != s.code {
			t.Errorf("%d: %s %.200s: code %s, want %s: %.300s", i, a.what, s.body, a.text("code"), s.code, a.body)
		}
		if s.at != "" && a.get("errors", s.at) == nil {
			t.Errorf("%d: %s %.200s: errors do not name %s: %.300s", i, a.what, s.body, s.at, a.body)
		}
		if s.holds != "" && !strings.Contains(string(a.body), s.holds) {
			t.Errorf("%d: %s %.200s: %.400s lacks %s", i, a.what, s.body, a.body, s.holds)
		}
	}
}

func deep(n int) string { return strings.Repeat("(", n) + "pages>1" + strings.Repeat(")", n) }

// What is wrong with a request for a list, a row or a search is named, and costs nothing.
var badReads = []scenario{
	{as: "-", method: get, path: "/books", status: 401, code: "unauthenticated"},
	{as: "stranger", method: get, path: "/books", status: 401},
	{as: "nobody", method: get, path: "/books", status: 403, code: "forbidden"},
	{as: "blind", method: get, path: "/authors", status: 403},
	{method: get, path: "/nothing", status: 404, code: "not_found"},
	{method: get, path: "/_nothing", status: 404},
	{method: get, path: "/books/_nothing", status: 404},
	{method: get, path: "/books//", status: 404},
	{method: get, path: "/books/7/8/9/10", status: 404},
	{method: get, path: "/books/999999", status: 404, code: "not_found"},
	{method: get, path: "/books/abc", status: 404},
	{method: get, path: "/books/%00", status: 404},
	{method: get, path: "/books/%ff%fe", status: 404},
	{method: get, path: "/branches/not-a-uuid", status: 404},
	{method: get, path: "/books/" + strings.Repeat("9", 5000), status: 404},
	{method: "PUT", path: "/books/7", status: 405, code: "method_not_allowed"},
	{method: "BREW", path: "/books", status: 405},
	{method: remove, path: "/books", status: 405},

	{method: get, path: "/books?filtre=pages%3E1", status: 400, code: "unknown_parameter", at: "filtre"},
	{method: get, path: "/books?limit=0&limit=1", status: 400, code: "bad_parameter", at: "limit"},
	{method: get, path: "/books?limit=501", status: 400, at: "limit"},
	{method: get, path: "/books?limit=-1", status: 400, at: "limit"},
	{method: get, path: "/books?limit=many", status: 400, at: "limit"},
	{method: get, path: "/books?count=all", status: 400, at: "count"},
	{method: get, path: "/books?trash=yes", status: 400, at: "trash"},
	{method: get, path: "/authors?trash=1", status: 400, at: "trash"},
	{method: get, path: "/books?fields=title,nope", status: 400, code: "unknown_field", at: "fields"},
	{method: get, path: "/books?fields=supplier_code", status: 400, code: "unknown_field", at: "fields"},
	{method: get, path: "/books?fields=internal_note", status: 400, code: "unknown_field"},
	{method: get, path: "/books?fields=tags", status: 400, code: "unknown_field"},
	{method: get, path: "/books?filter=%zz", status: 400, code: "malformed"},
	{method: get, path: "/books?filter=nope:1", status: 400, code: "unknown_field", at: "filter"},
	{method: get, path: "/books?filter=supplier_code:a", status: 400, code: "unknown_field", at: "filter"},
	{method: get, path: "/books?filter=internal_note:a", status: 400, code: "unknown_field", at: "filter"},
	{method: get, path: "/books?filter=author.nope:1", status: 400, code: "unknown_field", at: "filter"},
	{method: get, path: "/books?filter=pages:abc", status: 400, code: "bad_value", at: "filter"},
	{method: get, path: "/books?filter=status:nope", status: 400, code: "bad_value", at: "filter"},
	{method: get, path: "/books?filter=in_print~1", status: 400, code: "bad_operator", at: "filter"},
	{method: get, path: "/books?filter=(pages%3E1", status: 400, code: "bad_filter", at: "filter", holds: `"position"`},
	{method: get, path: "/books?filter=" + deep(40), status: 400, code: "bad_filter", at: "filter"},
	{method: get, path: "/books?filter=" + strings.Repeat("pages:1+", 300), status: 400, code: "bad_filter", at: "filter"},
	{method: get, path: "/books?filter=title:" + strings.Repeat("a", 9000), status: 400, at: "filter"},
	{method: get, path: "/books?filter=title:%22%27%3B+DROP+TABLE+books%3B--%22", status: 200, holds: `"items":[]`},
	{method: get, path: "/books?sort=nope", status: 400, at: "sort"},
	{method: get, path: "/books?sort=supplier_code", status: 400, at: "sort"},
	{method: get, path: "/books?sort=metadata", status: 400, at: "sort"},
	{method: get, path: "/books?sort=author.nope", status: 400, at: "sort"},
	{method: get, path: "/books?sort=" + strings.Repeat("title,", 100), status: 400, at: "sort"},
	{method: get, path: "/books?after=garbage", status: 400, code: "bad_cursor", at: "after"},
	{method: get, path: "/books?before=%00", status: 400, code: "bad_parameter", at: "before"},
	{method: get, path: "/books/7/nope", status: 404},
	{method: get, path: "/books/7/author", status: 404},
	{method: get, path: "/books/7/tags?limit=0", status: 400, at: "limit"},
	{method: get, path: "/books/7/tags?after=x", status: 400, code: "bad_cursor"},
	{method: get, path: "/books/7/history?before=x", status: 400, at: "before"},
	{method: get, path: "/books/_lookup?limit=51", status: 400, at: "limit"},
	{method: get, path: "/books/_chart?field=title", status: 400, at: "field"},
	{method: get, path: "/books/_chart?field=nope", status: 400, code: "unknown_field", at: "field"},
	{method: get, path: "/books/_chart?field=created_at&agg=avg", status: 400, at: "agg"},
	{method: get, path: "/books/_chart?field=created_at&agg=avg:title", status: 400, at: "agg"},
	{method: get, path: "/books/_chart?field=created_at&agg=avg:supplier_code", status: 400, code: "unknown_field", at: "agg"},
	{method: get, path: "/books/_chart?field=created_at&agg=sqrt:pages", status: 400, at: "agg"},
	{method: get, path: "/books/_chart?field=created_at&points=501", status: 400, at: "points"},
	{method: get, path: "/books/_chart?field=created_at&from=yesterday", status: 400, at: "from"},
	{method: get, path: "/books/_chart?field=created_at&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", status: 400, at: "from"},
	{method: get, path: "/books/_export?format=xlsx", status: 422, at: "format"},
	{method: get, path: "/books/_export?filter=nope:1", status: 400, code: "unknown_field"},
	{method: get, path: "/_jobs/nope", status: 404},
	{method: get, path: "/_live", status: 404},
	{as: "viewer", method: get, path: "/_system", status: 403},
}

// Text that a database may not be able to hold or compare is refused, or matches nothing.
var oddText = []scenario{
	{method: get, path: "/books?filter=title:%ff%fe", status: 400, at: "filter"},
	{method: get, path: "/books?filter=title:a%00b", status: 400, at: "filter"},
	{method: get, path: "/books?search=%ff%fe", status: 400, at: "search"},
	{method: get, path: "/books?search=a%00b", status: 400, at: "search"},
	{method: get, path: "/books/_lookup?q=%ff", status: 400},
	{method: get, path: "/books/_lookup?q=a%00b", status: 400},
	{method: get, path: "/_search?q=a%00b", status: 400},
	{method: get, path: "/books?sort=%ff", status: 400, at: "sort"},
	{method: get, path: "/books?fields=%ff", status: 400, at: "fields"},
	{method: get, path: "/books/_export?filter=title:%ff", status: 400, at: "filter"},
	{method: get, path: "/books/_export?search=%00", status: 400},
	{method: post, path: "/books/_bulk", body: `{"action":"delete","filter":"","search":"a\u0000b"}`, status: 400},
	{method: post, path: "/books/_bulk", body: `{"action":"delete","filter":"title:\u0000"}`, status: 400},
	{method: post, path: "/books", body: `{"title":"a\u0000b","isbn":"1"}`, status: 422, at: "title"},
	{method: post, path: "/books", body: "{\"title\":\"a\xff\",\"isbn\":\"1\"}", status: 422, at: "title"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","metadata":{"a\u0000":"b\u0000"}}`, status: 422, at: "metadata"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","languages":["\u0000"]}`, status: 422, at: "languages"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1"} {"title":"y"}`, status: 400, code: "malformed"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","published_at":"9999999-01-01T00:00:00Z"}`, status: 422, at: "published_at"},
	{method: get, path: "/books?filter=pages:99999999999999999999", status: 400, code: "bad_value"},
	{method: get, path: "/books?filter=published_at%3E0000-01-01", status: 400, at: "filter"},
	{method: get, path: "/books?filter=rating:NaN", status: 400, at: "filter"},
	{method: get, path: "/books?filter=rating%3E1e999", status: 400, at: "filter"},
	{method: get, path: "/authors?filter=id:99999999999999999999", status: 400, at: "filter"},
	{method: get, path: "/books/99999999999999999999", status: 404},
	{method: get, path: "/books/9223372036854775807", status: 404},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","author":"9223372036854775807"}`, status: 422, at: "author"},
	{method: post, path: "/books/_bulk", body: `{"action":"delete","ids":["9223372036854775807"]}`, status: 404},
	{method: get, path: "/books/7%00/history", status: 404},
	{method: get, path: "/books/%ff/history", status: 404},
	{method: post, path: "/_undo/%00", status: 404},
	{method: get, path: "/_jobs/%ff", status: 404},
	{method: remove, path: "/_keys/%00", status: 404},
	{method: remove, path: "/_views/%ff", status: 404},
	{method: get, path: "/_views?type=%00", status: 400},
	{as: "root", method: get, path: "/_audit?actor=%ff", status: 400},
	{as: "root", method: get, path: "/_members?q=%00", status: 400},
	{method: post, path: "/_views", body: `{"type":"books","name":"a\u0000b"}`, status: 422, at: "name"},
	{method: post, path: "/_views", body: `{"type":"books","name":"b","filter":"title:\"\u0000\""}`, status: 422, at: "filter"},
	{method: post, path: "/_views", body: `{"type":"books","name":"c","columns":["\u0000"]}`, status: 422},
	{method: post, path: "/_keys", body: `{"name":"a\u0000b","scopes":[]}`, status: 422, at: "name"},
	{as: "root", method: "PUT", path: "/_roles/odd", body: `{"label":"a\u0000b","grants":[]}`, status: 422, at: "label"},
}

func TestOddTextIsRefused(t *testing.T) {
	eachWorld(t, 10, nil, func(t *testing.T, w *world) { w.run(t, oddText) })
}

func TestBadReadsAreRefused(t *testing.T) {
	eachWorld(t, 30, nil, func(t *testing.T, w *world) { w.run(t, badReads) })
}

func object(members string) string { return "{" + members + "}" }

// What is wrong with a write is named by field, and nothing is written.
var badWrites = []scenario{
	{as: "viewer", method: post, path: "/books", body: `{"title":"x"}`, status: 403, code: "forbidden"},
	{as: "viewer", method: patch, path: "/books/7", body: `{"title":"x"}`, headers: []string{"If-Match", "*"}, status: 403},
	{as: "viewer", method: remove, path: "/books/7", headers: []string{"If-Match", "*"}, status: 403},
	{as: "viewer", method: post, path: "/books/_bulk", body: `{"action":"delete","ids":["7"]}`, status: 403},
	{as: "viewer", method: post, path: "/books/_consequences", body: `{"action":"delete","ids":["7"]}`, status: 403},
	{as: "viewer", method: post, path: "/books/_import", body: "[]", status: 403},
	{as: "viewer", method: post, path: "/books/7/revert/1", status: 403},
	{as: "viewer", method: post, path: "/books/7/restore", status: 403},
	{as: "-", method: post, path: "/books", body: `{"title":"x"}`, status: 401},

	{method: post, path: "/books", body: `{"title":`, status: 400, code: "malformed"},
	{method: post, path: "/books", body: `{}`, status: 422, code: "invalid", at: "title"},
	{method: post, path: "/books", body: `{}`, status: 422, at: "isbn"},
	{method: post, path: "/books", body: `[]`, status: 400, code: "bad_json"},
	{method: post, path: "/books", body: `null`, status: 400, code: "bad_json"},
	{method: post, path: "/books", body: `"x"`, status: 400, code: "bad_json"},
	{method: post, path: "/books", body: `{"title":"x"}`, headers: []string{"Content-Type", "text/plain"}, status: 415, code: "not_json"},
	{method: post, path: "/books", body: `{"title":"x"}`, headers: []string{"Content-Type", "application/x-www-form-urlencoded"}, status: 415},
	{method: post, path: "/books", body: object(`"title":"` + strings.Repeat("a", 2<<20) + `"`), status: 413, code: "too_large"},
	{method: post, path: "/books", body: `{"metadata":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`, status: 422, code: "too_deep"},
	{method: post, path: "/books", body: strings.Repeat("[", 200_000), status: 422, code: "too_deep"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","nope":1}`, status: 422, at: "nope"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","internal_note":"n"}`, status: 422, at: "internal_note"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","updated_at":"2026-01-01T00:00:00Z"}`, status: 422, at: "updated_at"},
	{method: post, path: "/books", body: `{"title":"","isbn":"1"}`, status: 422, at: "title"},
	{method: post, path: "/books", body: `{"title":null,"isbn":"1"}`, status: 422, at: "title"},
	{method: post, path: "/books", body: `{"title":5,"isbn":"1"}`, status: 422, at: "title"},
	{method: post, path: "/books", body: object(`"isbn":"1","title":"` + strings.Repeat("a", 301) + `"`), status: 422, at: "title"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"abc"}`, status: 422, at: "isbn", holds: "digits and hyphens"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"978-000000001"}`, status: 422, at: "isbn"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","pages":-1}`, status: 422, at: "pages"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","pages":1.5}`, status: 422, at: "pages"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","pages":"many"}`, status: 422, at: "pages"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","pages":1e400}`, status: 422, at: "pages"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","volume":256}`, status: 422, at: "volume"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","volume":-1}`, status: 422, at: "volume"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","rating":6}`, status: 422, at: "rating"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","barcode":99999999999999999999}`, status: 422, at: "barcode"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","status":"lost"}`, status: 422, at: "status"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","in_print":"yes"}`, status: 422, at: "in_print"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","published_at":"tomorrow"}`, status: 422, at: "published_at"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","cover":"***"}`, status: 422, at: "cover"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","languages":{"a":1}}`, status: 422, at: "languages"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","dimensions":[]}`, status: 422, at: "dimensions"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","author":"999999"}`, status: 422, at: "author"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","author":"abc"}`, status: 422, at: "author"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","author":["1"]}`, status: 422, at: "author"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","tags":["999999"]}`, status: 422, at: "tags"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","tags":"1"}`, status: 422, at: "tags"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1","nope.more":1}`, status: 422, at: "nope.more"},
	{method: post, path: "/books", body: `{"title":"","isbn":"x","pages":-1,"status":"lost","nope":1}`, status: 422, at: "pages"},
	{method: post, path: "/books", body: `{"title":"","isbn":"x","pages":-1,"status":"lost","nope":1}`, status: 422, at: "status"},
	{method: post, path: "/books", body: `{"title":"","isbn":"x","pages":-1,"status":"lost","nope":1}`, status: 422, at: "nope"},
	{method: post, path: "/members", body: `{"name":"m","email":"nowhere","password_hash":"` + secretPassword + `"}`, status: 422, at: "email"},
	{method: post, path: "/members", body: `{"name":"m"}`, status: 422, at: "password_hash"},
	{method: post, path: "/members", body: `{"name":"m","password_hash":"short"}`, status: 422, at: "password_hash"},
	{method: post, path: "/loans", body: `{"due_at":"2026-01-01T00:00:00Z"}`, status: 422, at: "book"},

	{method: patch, path: "/books/7", body: `{"title":"x"}`, status: 428, code: "precondition_required"},
	{method: patch, path: "/books/7", body: `{"title":"x"}`, headers: []string{"If-Match", `"nonsense"`}, status: 409, holds: `"theirs"`},
	{method: patch, path: "/books/999999", body: `{"title":"x"}`, headers: []string{"If-Match", `*`}, status: 404},
	{method: patch, path: "/books/abc", body: `{"title":"x"}`, headers: []string{"If-Match", `*`}, status: 404},
	{method: patch, path: "/books/7", body: `{"created_at":"2026-01-01T00:00:00Z"}`, headers: []string{"If-Match", `*`}, status: 422, at: "created_at"},
	{method: patch, path: "/books/7", body: `{"isbn":"978-000000001"}`, headers: []string{"If-Match", `*`}, status: 422, at: "isbn"},
	{method: remove, path: "/books/7", status: 428},
	{method: remove, path: "/books/7", headers: []string{"If-Match", `"nonsense"`}, status: 409},
	{method: remove, path: "/books/999999", headers: []string{"If-Match", "*"}, status: 404},
	{method: remove, path: "/members/1", headers: []string{"If-Match", "*"}, status: 409},

	{method: post, path: "/books/_bulk", body: `{"action":"explode","ids":["1"]}`, status: 422, at: "action"},
	{method: post, path: "/books/_bulk", body: `{"action":"delete"}`, status: 422, at: "ids"},
	{method: post, path: "/books/_bulk", body: `{"action":"delete","ids":["1"],"filter":"pages:1"}`, status: 422, at: "ids"},
	{method: post, path: "/books/_bulk", body: `{"action":"delete","ids":"all"}`, status: 422, at: "ids"},
	{method: post, path: "/books/_bulk", body: `{"action":"delete","ids":["1"],"args":{"pages":1}}`, status: 422, at: "args"},
	{method: post, path: "/books/_bulk", body: `{"action":"delete","ids":["abc"]}`, status: 404},
	{method: post, path: "/books/_bulk", body: `{"action":"delete","filter":"nope:1"}`, status: 400, code: "unknown_field"},
	{method: post, path: "/books/_bulk", body: `{"action":"delete","rows":"all"}`, status: 422, at: "rows"},
	{method: post, path: "/books/_bulk", body: `{"action":"update","ids":["1"],"args":{"pages":-1}}`, status: 422, at: "pages"},
	{method: post, path: "/books/_bulk", body: `{"action":"update","ids":["1"]}`, status: 400},
	{method: post, path: "/books/_bulk", body: `{"action":"update","ids":["1"],"args":[]}`, status: 400},
	{method: post, path: "/books/_consequences", body: `{"action":"update","ids":["1"]}`, status: 422, at: "action"},
	{method: post, path: "/books/_actions/nope", body: `{}`, status: 404},
	{method: post, path: "/books/7/revert/99", status: 404},
	{method: post, path: "/books/7/revert/x", status: 404},
	{method: post, path: "/_undo/nope", status: 404},
	{method: remove, path: "/_jobs/nope", status: 404},
	{method: post, path: "/books/_import", body: "<xml/>", headers: []string{"Content-Type", "text/xml"}, status: 415},
	{method: post, path: "/books/_import?mod=upsert", body: "a,b\n", headers: []string{"Content-Type", "text/csv"}, status: 400, code: "unknown_parameter", at: "mod"},
	{method: post, path: "/books/_import?mode=replace", body: "a,b\n", headers: []string{"Content-Type", "text/csv"}, status: 422, at: "mode"},
	// A page of another site.
	{method: post, path: "/books", body: `{"title":"x","isbn":"1"}`, headers: []string{"Sec-Fetch-Site", "cross-site"}, status: 403, code: "cross_origin"},
	{method: post, path: "/books", body: `{"title":"x","isbn":"1"}`, headers: []string{"Origin", "https://evil.example"}, status: 403, code: "cross_origin"},
	{method: post, path: "/_undo/x", headers: []string{"Sec-Fetch-Site", "same-site"}, status: 403, code: "cross_origin"},
}

func TestBadWritesAreRefusedAndWriteNothing(t *testing.T) {
	eachWorld(t, 30, nil, func(t *testing.T, w *world) {
		state := func() string {
			var all strings.Builder
			for _, path := range []string{"/books", "/members", "/authors", "/loans", "/tags"} {
				all.Write(w.get("root", path, "limit", "500", "count", "exact", "etag", "1").want(200).body)
			}
			changes, err := w.store.Audit(t.Context(), auditAll)
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(all.String(), len(changes))
		}
		before := state()
		w.run(t, badWrites)
		if after := state(); before != after {
			t.Errorf("something was written:\n%s\n%s", before, after)
		}
	})
}
