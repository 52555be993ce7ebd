package render_test

import (
	"encoding/json"
	"testing"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/render"
)

func BenchmarkRows(b *testing.B) {
	reg, client := fixture.Open(b, fixture.SQLite(b))
	if err := fixture.Seed(b.Context(), client, 2000); err != nil {
		b.Fatal(err)
	}
	t := reg.Type("books")
	plan := render.New(reg, t, render.Options{})
	q := plan.Query()
	q.Shape = func(s *sql.Selector) { s.OrderBy(sql.Desc(s.C("id"))).Limit(50) }
	rows, err := t.Ops.Find(b.Context(), client, q)
	if err != nil || len(rows) != 50 {
		b.Fatal(len(rows), err)
	}
	b.Run("find", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := t.Ops.Find(b.Context(), client, q); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("plan", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			render.New(reg, t, render.Options{})
		}
	})
	b.Run("append", func(b *testing.B) {
		b.ReportAllocs()
		var buf []byte
		for b.Loop() {
			buf = buf[:0]
			for _, row := range rows {
				buf = plan.Append(buf, row)
			}
		}
		b.SetBytes(int64(len(buf)))
	})
}

// one is a book with everything that a row can have.
func one(t *testing.T, reg *entity.Registry, client *ent.Client, o render.Options) map[string]json.RawMessage {
	t.Helper()
	books := reg.Type("books")
	plan := render.New(reg, books, o)
	q := plan.Query()
	q.Shape = func(s *sql.Selector) { s.Where(sql.EQ(s.C("isbn"), "978-000000007")) }
	rows, err := books.Ops.Find(t.Context(), client, q)
	if err != nil || len(rows) != 1 {
		t.Fatal(len(rows), err)
	}
	raw := plan.Append(nil, rows[0])
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return object
}

func TestARowIsWrittenAsFarAsItMayBeRead(t *testing.T) {
	reg, client := fixture.Open(t, fixture.SQLite(t))
	if err := fixture.Seed(t.Context(), client, 20); err != nil {
		t.Fatal(err)
	}
	all := one(t, reg, client, render.Options{})
	for name, want := range map[string]string{
		"id": `"8"`, "label": `"Songs of Cragstone 7"`, "title": `"Songs of Cragstone 7"`, "status": `"published"`, "volume": "8",
		"barcode": `"9007199254740999"`, "subtitle": `""`, "metadata": `{"shelf":7,"signed":false}`, "in_print": "true",
		"created_at": `"2026-01-01T16:00:00Z"`, "sequel": "null", "reference_only": "null", "cover": "null",
	} {
		if got := string(all[name]); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if got := string(all["author"]); got != `{"id":"1","label":"Ada Ash"}` && got != `{"id":"2","label":"Bram Ash"}` {
		t.Errorf("author is %s", got)
	}
	for _, name := range []string{"supplier_code", "internal_note", "tags", "copies", "_etag"} {
		if _, ok := all[name]; ok {
			t.Errorf("%s is written", name)
		}
	}

	some := one(t, reg, client, render.Options{Fields: []string{"pages", "nope", "supplier_code", "author"}, ETag: true})
	if len(some) != 5 || some["pages"] == nil || some["author"] == nil || some["_etag"] == nil {
		t.Errorf("of pages and author: %v", some)
	}

	blind := one(t, reg, client, render.Options{Reads: func(slug, name string) bool {
		return name != "title" && name != "pages" && slug != "authors"
	}})
	if _, ok := blind["pages"]; ok || string(blind["label"]) != `"8"` {
		t.Errorf("without title: label %s, pages %s", blind["label"], blind["pages"])
	}
	var author struct{ ID, Label string }
	if err := json.Unmarshal(blind["author"], &author); err != nil || author.Label != author.ID {
		t.Errorf("an author whose name may not be read is %s", blind["author"])
	}
}
