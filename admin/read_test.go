package admin_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/admin"
)

func TestAListIsPagedBothWaysAndCounted(t *testing.T) {
	eachWorld(t, 120, nil, func(t *testing.T, w *world) {
		var titles []string
		var pages []*answer
		for after := ""; ; {
			a := w.get("viewer", "/books", "limit", "25", "sort", "author.name,-pages", "fields", "title", "count", "capped", "after", after).want(200)
			pages = append(pages, a)
			if a.text("count", "value") != "120" || a.get("count", "capped") != false {
				t.Errorf("counted %v", a.get("count"))
			}
			items, _ := a.get("items").([]any)
			for i := range items {
				titles = append(titles, a.text("items", i, "title"))
			}
			if a.get("next") == nil {
				break
			}
			after = a.text("next")
		}
		if len(titles) != 120 || len(pages) != 5 {
			t.Fatalf("%d titles on %d pages", len(titles), len(pages))
		}
		back := w.get("viewer", "/books", "limit", "25", "sort", "author.name,-pages", "fields", "title", "before", pages[4].text("prev")).want(200)
		if got, want := back.text("items"), pages[3].text("items"); got != want {
			t.Errorf("going back shows\n%s\nnot\n%s", got, want)
		}
		exact := w.get("viewer", "/books", "limit", "0", "count", "exact", "filter", "status:draft").want(200)
		if exact.text("count") != "map[capped:false value:40]" || exact.text("items") != "[]" {
			t.Errorf("a count alone is %s", exact.body)
		}
		if none := w.get("viewer", "/books").want(200); none.get("count") != nil {
			t.Errorf("nobody asked for a count, it is %v", none.get("count"))
		}
	})
}

func TestARowHasItsEdges(t *testing.T) {
	eachWorld(t, 130, nil, func(t *testing.T, w *world) {
		a := w.get("viewer", "/tags/1").want(200)
		if a.text("name") != "novel" || a.text("books", "count") != "26" || a.header.Get("ETag") == "" {
			t.Errorf("a tag is %s", a.body)
		}
		branch := w.get("viewer", "/branches", "filter", "name:Main").want(200).text("items", 0, "id")
		a = w.get("viewer", "/branches/"+branch).want(200)
		items, _ := a.get("copies", "items").([]any)
		if a.text("copies", "count") != "130" || len(items) != 50 || a.text("children", "count") != "2" {
			t.Errorf("a branch has %v copies, %d shown, %v children", a.get("copies", "count"), len(items), a.get("children", "count"))
		}
		seen := map[string]bool{}
		for after := ""; ; {
			page := w.get("viewer", "/branches/"+branch+"/copies", "limit", "40", "after", after).want(200)
			items, _ := page.get("items").([]any)
			for i := range items {
				seen[page.text("items", i, "label")] = true
			}
			if page.get("next") == nil {
				break
			}
			after = page.text("next")
		}
		if len(seen) != 130 {
			t.Errorf("the edge's pages have %d rows", len(seen))
		}
		book := w.get("viewer", "/books/8").want(200)
		for _, name := range []string{"supplier_code", "internal_note"} {
			if _, ok := book.json()[name]; ok {
				t.Errorf("%s is shown", name)
			}
		}
		if book.text("copies", "items", 0, "label") != "A-000007" || book.get("author", "label") == nil {
			t.Errorf("a book is %s", book.body)
		}
	})
}

func TestLookupSearchAndChart(t *testing.T) {
	eachWorld(t, 60, nil, func(t *testing.T, w *world) {
		if a := w.get("viewer", "/books/_lookup", "q", "holtburg", "limit", "3").want(200); len(a.get("items").([]any)) != 3 {
			t.Errorf("lookup of holtburg: %s", a.body)
		}
		if a := w.get("viewer", "/books/_lookup", "q", "17").want(200); a.text("items", 0, "id") != "17" {
			t.Errorf("lookup of an id: %s", a.body)
		}
		if a := w.get("viewer", "/_search", "q", "Arwic").want(200); !strings.Contains(a.text("groups"), "type:books") || !strings.Contains(a.text("groups"), "of Arwic") {
			t.Errorf("search: %s", a.body)
		}
		if a := w.get("viewer", "/_search", "q", "a").want(200); a.text("groups") != "[]" {
			t.Errorf("search of one letter: %s", a.body)
		}
		from := time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
		chart := w.get("viewer", "/books/_chart", "field", "created_at", "points", "4", "from", from.Format(time.RFC3339), "to", from.Add(40*time.Hour).Format(time.RFC3339)).want(200)
		if got, want := chart.text("points"), "[[2026-01-01T09:00:00Z 10] [2026-01-01T19:00:00Z 10] [2026-01-02T05:00:00Z 10] [2026-01-02T15:00:00Z 10]]"; got != want {
			t.Errorf("chart: %s\nwant   %s", got, want)
		}
		chart = w.get("viewer", "/books/_chart", "field", "created_at", "points", "1", "agg", "max:volume", "filter", "volume<8",
			"from", from.Format(time.RFC3339), "to", from.Add(400*time.Hour).Format(time.RFC3339)).want(200)
		if got, want := chart.text("points"), "[[2026-01-01T09:00:00Z 7]]"; got != want {
			t.Errorf("chart: %s, want %s", got, want)
		}
	})
}

func TestMetaIsWhatTheCallerMaySee(t *testing.T) {
	eachWorld(t, 5, nil, func(t *testing.T, w *world) {
		a := w.get("editor", "/_meta").want(200)
		if a.text("me", "name") != "editor" || len(a.get("types").([]any)) != 7 || a.get("types", 1, "rights", "create") != true {
			t.Errorf("meta: %.500s", a.body)
		}
		if strings.Contains(string(a.body), "internal_note") || !strings.Contains(string(a.body), "supplier_code") {
			t.Error("meta has a hidden field, or lacks a sensitive one that can be written")
		}
		if again := w.do("editor", http.MethodGet, "/_meta", "", "If-None-Match", a.header.Get("ETag")); again.status != http.StatusNotModified {
			t.Errorf("the same meta is answered with %d", again.status)
		}
		blind := w.get("blind", "/_meta").want(200)
		for _, name := range []string{`"pages"`, `"metadata"`, `"email"`, "authors", "pages\\u003e500"} {
			if strings.Contains(string(blind.body), name) {
				t.Errorf("blind's meta has %s", name)
			}
		}
		viewer := w.get("viewer", "/_meta").want(200)
		if strings.Contains(string(viewer.body), "supplier_code") || viewer.get("types", 1, "rights", "update") != false {
			t.Error("a viewer's meta has fields that can only be written, or rights that he lacks")
		}
		doc := w.get("blind", "/openapi.json").want(200)
		if doc.text("openapi")[:3] != "3.1" || strings.Contains(string(doc.body), `"metadata"`) {
			t.Errorf("openapi: %.200s", doc.body)
		}
	})
}

// A reader without the right on a field meets it nowhere, and no row through a filter that he could not see.
func TestWhatMayNotBeReadIsNowhere(t *testing.T) {
	eachWorld(t, 40, nil, func(t *testing.T, w *world) {
		if _, err := w.client.Book.Create().SetTitle("Zebra").SetIsbn("111").SetPages(31337).SetSupplierCode(secretCode).SetInternalNote("internal-31337").Save(t.Context()); err != nil {
			t.Fatal(err)
		}
		id := w.get("root", "/books", "filter", "isbn:111").want(200).text("items", 0, "id")
		w.do("root", http.MethodPatch, "/books/"+id, `{"pages":31338,"title":"Zebras","supplier_code":"`+secretCode+`2"}`, "If-Match", "*").want(200)
		for _, path := range []string{"/books", "/books?etag=1", "/books/" + id, "/books/" + id + "/history", "/books/_lookup?q=Zebra", "/_search?q=Zebra",
			"/books/_export?format=json", "/books/_export?format=csv", "/books/_export?format=ndjson", "/_dashboard"} {
			a := w.get("blind", path)
			if a.status != 200 {
				t.Errorf("%s: %d %s", path, a.status, a.body)
			}
			for _, told := range []string{"31337", "31338", `"pages"`, "metadata", "Ada Ash", "internal"} {
				if strings.Contains(string(a.body), told) {
					t.Errorf("%s tells %s: %.300s", path, told, a.body)
				}
			}
		}
		history := w.get("root", "/books/"+id+"/history").want(200)
		if !strings.Contains(history.text("items", 0, "diff"), "31338") || history.text("items", 0, "secret_fields") != "[supplier_code]" {
			t.Errorf("who may read it all reads %s", history.body)
		}
		w.run(t, []scenario{
			{as: "blind", method: get, path: "/books?filter=pages:31338", status: 400, code: "unknown_field"},
			{as: "blind", method: get, path: "/books?filter=nope:31338", status: 400, code: "unknown_field"},
			{as: "blind", method: get, path: "/books?filter=author.name:Ada", status: 400, code: "unknown_field"},
			{as: "blind", method: get, path: "/books?sort=pages", status: 400},
			{as: "blind", method: get, path: "/books?sort=author.name", status: 400},
			{as: "blind", method: get, path: "/books?fields=pages", status: 400, code: "unknown_field"},
			{as: "blind", method: get, path: "/books?fields=author", status: 400, code: "unknown_field"},
			{as: "blind", method: get, path: "/books?fields=author_id", status: 400, code: "unknown_field"},
			{as: "blind", method: get, path: "/books/_chart?field=created_at&agg=avg:pages", status: 400, code: "unknown_field"},
			{as: "blind", method: get, path: "/books/_export?fields=pages", status: 400},
			{as: "blind", method: get, path: "/books/7/author", status: 404},
			{as: "blind", method: patch, path: "/books/7", body: `{"pages":1}`, headers: []string{"If-Match", "*"}, status: 422, at: "pages"},
			{as: "blind", method: patch, path: "/books/7", body: `{"nope":1}`, headers: []string{"If-Match", "*"}, status: 422, at: "nope"},
			{as: "blind", method: get, path: "/members?filter=email:m1", status: 400, code: "unknown_field"},
		})
		conflict := w.do("blind", http.MethodPatch, "/books/"+id, `{"title":"x"}`, "If-Match", `"old"`).want(http.StatusConflict)
		if bytes.Contains(conflict.body, []byte("31338")) || bytes.Contains(conflict.body, []byte(`"pages"`)) {
			t.Errorf("a conflict tells %s", conflict.body)
		}
	})
}

// Who may see some rows only does not see others, whichever way he asks.
func TestRowsThatMayNotBeSeenAreNotThere(t *testing.T) {
	eachWorld(t, 30, nil, func(t *testing.T, w *world) {
		a := w.get("drafts", "/books", "limit", "500", "count", "exact").want(200)
		if a.text("count", "value") != "10" || strings.Contains(string(a.body), `"status":"published"`) {
			t.Errorf("drafts sees %s", a.text("count"))
		}
		published := w.get("root", "/books", "filter", "status:published").want(200).text("items", 0, "id")
		draft := w.get("root", "/books", "filter", "status:draft").want(200).text("items", 0, "id")
		match := []string{"If-Match", "*"}
		w.run(t, []scenario{
			{as: "drafts", method: get, path: "/books/" + draft, status: 200},
			{as: "drafts", method: get, path: "/books/" + published, status: 404},
			{as: "drafts", method: get, path: "/books/" + published + "/tags", status: 404},
			{as: "drafts", method: get, path: "/books/" + published + "/history", status: 404},
			{as: "drafts", method: patch, path: "/books/" + published, body: `{"title":"x"}`, headers: match, status: 404},
			{as: "drafts", method: remove, path: "/books/" + published, headers: match, status: 404},
			{as: "drafts", method: post, path: "/books/" + published + "/revert/1", headers: match, status: 404},
			{as: "drafts", method: get, path: "/books/_lookup?q=" + published, status: 200, holds: `"items":[]`},
			{as: "drafts", method: get, path: "/books?filter=id:" + published, status: 200, holds: `"items":[]`},
			{as: "drafts", method: post, path: "/books/_bulk", body: `{"action":"update","filter":"status:published","args":{"pages":1}}`, status: 200, holds: `"changed":0`},
		})
		for _, tag := range []string{"1", "2", "3", "4", "5"} {
			if all := w.get("root", "/tags/"+tag).want(200).text("books", "count"); all != "6" {
				t.Fatalf("root sees %s books of tag %s", all, tag)
			}
			if some := w.get("drafts", "/tags/"+tag).want(200).text("books", "count"); some != "2" {
				t.Errorf("drafts sees %s books of tag %s", some, tag)
			}
		}
		if a := w.get("drafts", "/books/_export", "format", "ndjson").want(200); bytes.Count(a.body, []byte("\n")) != 10 {
			t.Errorf("drafts exports %s", a.body)
		}
		if a := w.get("drafts", "/_search", "q", "of ").want(200); strings.Contains(string(a.body), `"published"`) {
			t.Errorf("drafts finds %s", a.body)
		}
		if a := w.get("drafts", "/books/_chart", "field", "created_at", "points", "1", "from", "2026-01-01T00:00:00Z", "to", "2027-01-01T00:00:00Z").want(200); a.text("points", 0, 1) != "10" {
			t.Errorf("drafts' chart is %s", a.body)
		}
		// The author of a draft who is too old for drafts to see has no name.
		old := w.client.Author.Create().SetName("Old Nick").SetBorn(1800).SaveX(t.Context())
		id, err := strconv.Atoi(draft)
		if err != nil {
			t.Fatal(err)
		}
		w.client.Book.UpdateOneID(id).SetAuthor(old).ExecX(t.Context())
		for _, path := range []string{"/books/" + draft, "/books?filter=id:" + draft} {
			if a := w.get("drafts", path).want(200); strings.Contains(string(a.body), "Old Nick") || !strings.Contains(string(a.body), fmt.Sprintf(`"author":{"id":"%d","label":"%[1]d"}`, old.ID)) {
				t.Errorf("%s: %s", path, a.body)
			}
			if a := w.get("root", path).want(200); !strings.Contains(string(a.body), "Old Nick") {
				t.Errorf("%s: %s", path, a.body)
			}
		}
		w.do("root", http.MethodPatch, "/books/"+draft, fmt.Sprintf(`{"author":null,"pages":%d}`, 7), "If-Match", "*").want(200)
		w.do("root", http.MethodPatch, "/books/"+draft, fmt.Sprintf(`{"author":"%d"}`, old.ID), "If-Match", "*").want(200)
		for _, path := range []string{"/books/_export?format=json", "/books/_export?format=csv", "/books/_export?format=ndjson", "/books/" + draft + "/history"} {
			if a := w.get("drafts", path).want(200); strings.Contains(string(a.body), "Old Nick") {
				t.Errorf("%s: %s", path, a.body)
			}
		}
		if a := w.do("drafts", http.MethodPatch, "/books/"+draft, `{"pages":3}`, "If-Match", `"old"`).want(409); strings.Contains(string(a.body), "Old Nick") {
			t.Errorf("a conflict: %s", a.body)
		}
		if a := w.do("drafts", http.MethodPatch, "/books/"+draft, `{"pages":3}`, "If-Match", "*").want(200); strings.Contains(string(a.body), "Old Nick") {
			t.Errorf("a write: %s", a.body)
		}
		if a := w.get("drafts", "/books", "filter", "author.name:Old*").want(200); a.text("items") != "[]" {
			t.Errorf("a filter finds a book by what its author is called: %s", a.body)
		}
	})
}

func TestRatesAreLimited(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	slow := func(o *admin.Options) {
		o.Now = func() time.Time { return now }
		o.Limits.Read = admin.Rate{PerSecond: 1, Burst: 3}
		o.Limits.Write = admin.Rate{PerSecond: 1, Burst: 1}
		o.Limits.Refused = admin.Rate{PerSecond: 1, Burst: 2}
	}
	eachWorld(t, 5, slow, func(t *testing.T, w *world) {
		for _, want := range []int{200, 200, 200, 429} {
			if a := w.get("viewer", "/books").want(want); want == 429 && a.header.Get("Retry-After") != "2" {
				t.Errorf("come again after %q", a.header.Get("Retry-After"))
			}
		}
		w.get("editor", "/books").want(200)
		w.do("editor", http.MethodPost, "/tags", `{"name":"one"}`).want(201)
		w.do("editor", http.MethodPost, "/tags", `{"name":"two"}`).want(429)
		for _, want := range []int{401, 401, 429} {
			w.get("", "/books").want(want)
		}
	})
}
