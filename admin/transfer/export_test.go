package transfer_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/transfer"
)

func TestExport(t *testing.T) {
	each(t, 0, func(t *testing.T, l *library) {
		ctx := t.Context()
		l.authors(2)
		for i, title := range []string{"B", "=A", "", "'=D"} {
			c := l.client.Book.Create().SetIsbn(string(rune('1' + i))).SetSupplierCode("secret").SetTitle("empty")
			if title != "" {
				c.SetTitle(title).SetAuthorID(1 + i%2).SetPages(i - 1 + 1)
			}
			c.SaveX(ctx)
		}
		l.client.Book.Create().SetIsbn("9").SetTitle("gone").SetDeletedAt(l.client.Book.Query().FirstX(ctx).CreatedAt).SaveX(ctx)
		sorted, err := query.ParseSort("-title")
		if err != nil {
			t.Fatal(err)
		}
		x := transfer.Export{Plan: query.Plan{Sort: sorted}, Fields: []string{"title", "author", "pages", "subtitle"}}
		want := "id,title,author,author.label,pages,subtitle\n"
		rows := []string{"3,empty,,,,\"\"", "1,B,1,Author 000,0,\"\"", "2,'=A,2,Author 001,1,\"\"", "4,''=D,2,Author 001,3,\"\""}
		if got := l.export(x); got != want+strings.Join(rows, "\n")+"\n" {
			t.Errorf("the file is\n%s", got)
		}
		x.BOM, x.Delimiter = true, ';'
		if got := l.export(x); !strings.HasPrefix(got, "\ufeffid;title;author;author.label;pages;subtitle\n3;empty;;;;\"\"\n") {
			t.Errorf("the file is\n%s", got)
		}
		// The filter is kept.
		only, err := filter.Parse("title:B")
		if err != nil {
			t.Fatal(err)
		}
		x = transfer.Export{Plan: query.Plan{Filter: only}, Fields: []string{"author", "pages"}, Format: transfer.JSON}
		var items []map[string]any
		if err := json.Unmarshal([]byte(l.export(x)), &items); err != nil {
			t.Fatal(err)
		}
		if got := asJSON(t, items); got != `[{"author":{"id":"1","label":"Author 000"},"id":"1","label":"B","pages":0}]` {
			t.Errorf("the file is %s", got)
		}
		x.Plan.Filter, err = filter.Parse("title:nothing")
		if got := l.export(x); err != nil || got != "[\n]\n" {
			t.Errorf("an empty file is %q", got)
		}
		x.Format = transfer.NDJSON
		if got := l.export(x); got != "" {
			t.Errorf("an empty file is %q", got)
		}
		x.Plan.Filter = nil
		if got := l.export(x); strings.Count(got, "\n") != 4 || strings.Contains(got, "[") {
			t.Errorf("the file is\n%s", got)
		}
		// A row behind an edge that the caller may not see keeps its name to itself.
		narrow := query.Access{Rows: func(slug string) (filter.Expr, error) {
			if slug == "authors" {
				return filter.Parse(`name:"Author 000"`)
			}
			return nil, nil
		}}
		x = transfer.Export{Plan: query.Plan{Sort: sorted}, Access: narrow, Fields: []string{"author"}}
		if got := l.export(x); got != "id,author,author.label\n3,,\n1,1,Author 000\n2,2,2\n4,2,2\n" {
			t.Errorf("the file is\n%s", got)
		}
		x.Format = transfer.NDJSON
		if got := l.export(x); strings.Count(got, `"label":"2"`) != 2 || strings.Contains(got, "Author 001") {
			t.Errorf("the file is\n%s", got)
		}
		// Sensitive and hidden fields never, unreadable ones not for this caller.
		all := l.export(transfer.Export{Access: query.Access{Reads: func(slug, name string) bool { return name != "pages" && slug != "authors" }}})
		head, _, _ := strings.Cut(all, "\n")
		for _, absent := range []string{"secret", "supplier_code", "internal_note", "pages", "Author 00", "author_id"} {
			if strings.Contains(all, absent) {
				t.Errorf("%s is in the file", absent)
			}
		}
		if !strings.HasPrefix(head, "id,title,subtitle,isbn,status,") || !strings.Contains(head, ",author,author.label,") {
			t.Errorf("the columns are %s", head)
		}
	})
}

func TestExportRequests(t *testing.T) {
	registry, client := fixture.Open(t, fixture.SQLite(t))
	l := open(t, registry, client)
	serve := func(parameters string) (*httptest.ResponseRecorder, error) {
		q, err := url.ParseQuery(parameters)
		if err != nil {
			t.Fatal(err)
		}
		x := transfer.Export{
			Registry: l.registry, Compiler: l.queries, Type: l.typ("books"), Name: "bücher",
			Access: query.Access{Reads: func(_, name string) bool { return name != "pages" }},
		}
		if err := x.Options(q); err != nil {
			return nil, err
		}
		w := httptest.NewRecorder()
		return w, x.Serve(t.Context(), w)
	}
	for parameters, status := range map[string]int{
		"format=xml":           http.StatusUnprocessableEntity,
		"delimiter=x":          http.StatusUnprocessableEntity,
		"fields=title,nothing": http.StatusBadRequest,
		"fields=pages":         http.StatusBadRequest,
		"fields=supplier_code": http.StatusBadRequest,
		"fields=internal_note": http.StatusBadRequest,
		"fields=tags":          http.StatusBadRequest,
	} {
		_, err := serve(parameters)
		var p *problem.Problem
		if !errors.As(err, &p) || p.Status != status {
			t.Errorf("%s: %v", parameters, err)
		}
	}
	for parameters, kind := range map[string]string{
		"":              "text/csv; charset=utf-8",
		"format=json":   "application/json",
		"format=ndjson": "application/x-ndjson",
	} {
		w, err := serve(parameters)
		if err != nil {
			t.Fatal(err)
		}
		if h := w.Header(); h.Get("Content-Type") != kind || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment; filename*=utf-8''b%C3%BCcher.") || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", parameters, h)
		}
	}
}

// An export of many rows is written in pages as it goes, and has each row once.
func TestExportOfManyRows(t *testing.T) {
	registry, client := fixture.Open(t, fixture.SQLite(t))
	l := open(t, registry, client)
	const rows = 50_000
	for range rows / 1_000 {
		err := client.Author.MapCreateBulk(make([]struct{}, 1_000), func(c *ent.AuthorCreate, i int) {
			c.SetName("Author").SetBiography(strings.Repeat("x", 300))
		}).Exec(t.Context())
		if err != nil {
			t.Fatal(err)
		}
	}
	w := &counting{header: http.Header{}, seen: map[string]bool{}, before: heap()}
	x := transfer.Export{Registry: l.registry, Compiler: l.queries, Type: l.typ("authors"), Format: transfer.NDJSON}
	if err := x.Serve(t.Context(), w); err != nil {
		t.Fatal(err)
	}
	if len(w.seen) != rows || w.flushes < rows/1_000 || w.most > 8<<20 {
		t.Errorf("%d rows, %d flushes, %d bytes at once", len(w.seen), w.flushes, w.most)
	}
}

// counting counts the rows of a file that it does not keep.
type counting struct {
	header       http.Header
	seen         map[string]bool
	rest         string
	flushes      int
	before, most int
}

func (c *counting) Header() http.Header { return c.header }
func (c *counting) WriteHeader(int)     {}

func (c *counting) Write(p []byte) (int, error) {
	text := c.rest + string(p)
	for {
		line, rest, ok := strings.Cut(text, "\n")
		if !ok {
			break
		}
		id, _, _ := strings.Cut(line, ",")
		c.seen[strings.Clone(id)], text = true, rest
	}
	c.rest = strings.Clone(text)
	return len(p), nil
}

func (c *counting) Flush() {
	if c.flushes++; c.flushes%10 == 0 {
		c.most = max(c.most, heap()-c.before)
	}
}
