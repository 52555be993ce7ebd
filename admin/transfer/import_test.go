package transfer_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/internal/fixture/ent/book"
	"github.com/mosswart/overlord/admin/internal/fixture/ent/bookcopy"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/transfer"
)

func TestColumnsAreMatched(t *testing.T) {
	each(t, 0, func(t *testing.T, l *library) {
		l.authors(2)
		// By name and label, however written; the separator and the byte order mark are found out.
		report := l.importAll("books", "text/csv", "",
			"\ufeffTITLE;Isbn;In-Print;Published at;AUTHOR.label;created_at;Updated at;Notes;id\r\n"+
				"\"One; two\r\nlines\";1;false;2020-05-01T00:00:00Z;Author 001;;;x;77\r\n")
		counts(t, report, 1, 1, 0, 0)
		b, err := l.client.Book.Query().WithAuthor().Only(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if b.Title != "One; two\r\nlines" || b.InPrint || b.Edges.Author == nil || b.Edges.Author.Name != "Author 001" || b.CreatedAt.IsZero() {
			t.Errorf("the row is %+v", b)
		}
		if got := asJSON(t, report.Ignored); got != `[{"column":"Updated at","reason":"is read-only"},{"column":"Notes","reason":"is unknown"},{"column":"id","reason":"is given by the database"}]` {
			t.Errorf("ignored: %s", got)
		}
		// By the request's word, which may also leave one out.
		report = l.importAll("books", "text/csv", "map=Was%20es%20heisst=title&map=a%3Db=isbn&map=pages=", "Was es heisst,a=b,pages\nTwo,2,99\n")
		if got := asJSON(t, report.Columns); got != `{"Was es heisst":"title","a=b":"isbn"}` {
			t.Errorf("columns: %s", got)
		}
		if n := l.client.Book.Query().Where(book.Isbn("2"), book.PagesIsNil()).CountX(t.Context()); n != 1 {
			t.Errorf("%d such books", n)
		}
		// Two columns that mean the same are a mistake.
		mistakes(t, l.check("books", "text/csv", "", "title,Title,isbn\na,b,3\n"),
			transfer.RowError{Row: 1, Column: "Title", Reason: `means the same as "title"`})
	})
}

func TestEmptyCells(t *testing.T) {
	each(t, 0, func(t *testing.T, l *library) {
		ctx := t.Context()
		l.authors(1)
		author := l.client.Author.Query().OnlyX(ctx)
		b := l.client.Book.Create().SetTitle("A").SetIsbn("1").SetPages(9).SetRating(4).SetSubtitle("Sub").SetAuthor(author).
			SetLanguages([]string{"en"}).SaveX(ctx)
		upsert := "mode=upsert&key=isbn"
		// Nothing between the separators is null, and the author is let go.
		counts(t, l.importAll("books", "text/csv", upsert, "isbn,pages,rating,subtitle,author,languages\n1,,,,,\n"), 1, 0, 1, 0)
		if b = l.client.Book.GetX(ctx, b.ID); b.Pages != nil || b.Rating != nil || b.Subtitle != "" || b.AuthorID != nil || b.Languages != nil {
			t.Errorf("the row is %+v", b)
		}
		// What cannot be null says so; a new row is given its default.
		mistakes(t, l.check("books", "text/csv", upsert, "isbn,title,volume,status\n1,,,\n"),
			transfer.RowError{Row: 2, Column: "status", Reason: "cannot be empty"},
			transfer.RowError{Row: 2, Column: "title", Reason: ""},
			transfer.RowError{Row: 2, Column: "volume", Reason: "cannot be empty"})
		counts(t, l.importAll("books", "text/csv", upsert, "isbn,title,volume,status\n2,B,,\n"), 1, 1, 0, 0)
		if b := l.client.Book.Query().Where(book.Isbn("2")).OnlyX(ctx); b.Volume != 1 || b.Status != book.StatusDraft {
			t.Errorf("the row is %+v", b)
		}
		// JSON says it with null.
		counts(t, l.importAll("books", "application/json", upsert, `[{"isbn":"2","pages":7},{"isbn":"1","title":"Z","pages":null}]`), 2, 0, 2, 0)
		mistakes(t, l.check("books", "application/json", upsert, `[{"isbn":"2","title":null}]`),
			transfer.RowError{Row: 1, Column: "title", Reason: ""})
	})
}

func TestEdgesByWhatTheyLeadTo(t *testing.T) {
	each(t, 0, func(t *testing.T, l *library) {
		ctx := t.Context()
		l.authors(3)
		l.client.Author.Create().SetName("Author 002").SetBorn(1950).SaveX(ctx)
		l.client.Book.Create().SetTitle("A").SetIsbn("1").SaveX(ctx)
		north := l.client.Branch.Create().SetName("North").SetCity("Arwic").SaveX(ctx)
		l.client.Branch.Create().SetName("North").SetCity("Eastham").SaveX(ctx)

		mistakes(t, l.check("books", "text/csv", "", "title,isbn,author.name\nB,2,Author 002\nC,3,Nobody\nD,4,\nE,5,Author 000\n"),
			transfer.RowError{Row: 2, Column: "author.name", Reason: "there are several authors with this"},
			transfer.RowError{Row: 3, Column: "author.name", Reason: "there is no author with this"})
		// By two columns together, a number among them.
		counts(t, l.importAll("books", "text/csv", "", "title,isbn,Author.Name,author.born\nB,2,Author 002,1950\n"), 1, 1, 0, 0)
		copies := "shelf_mark,book.isbn,Branch.name,branch.city\n"
		counts(t, l.importAll("book_copies", "text/csv", "", copies+"S1,1,North,Arwic\nS2,2,,\n"), 2, 2, 0, 0)
		if n := l.client.BookCopy.Query().Where(bookcopy.HasBranchWith()).CountX(ctx); n != 1 {
			t.Errorf("%d copies have a branch", n)
		}
		counts(t, l.importAll("book_copies", "text/csv", "mode=upsert", copies+"S1,1,North,Arwic\nS2,2,North,Eastham\n"), 2, 0, 1, 1)
		mistakes(t, l.check("book_copies", "text/csv", "", copies+"S3,1,North,\nS4,,North,Arwic\nS5,1,North,Nowhere\n"),
			transfer.RowError{Row: 2, Column: "branch.city", Reason: "is only given in part"},
			transfer.RowError{Row: 3, Column: "book.isbn", Reason: "required"},
			transfer.RowError{Row: 4, Column: "branch.city", Reason: "there is no branch with this"})
		// JSON likewise, and with ids in each of their forms.
		id := north.ID.String()
		counts(t, l.importAll("book_copies", "application/x-ndjson", "",
			`{"shelf_mark":"S6","book.isbn":"1","branch":"`+id+`"}`+"\n\n"+`{"shelf_mark":"S7","book":{"id":"1","label":"A"},"branch":{"id":"`+id+`"}}`), 2, 2, 0, 0)
		mistakes(t, l.check("book_copies", "application/json", "", `[{"shelf_mark":"S8","book":"4711"},{"shelf_mark":"S9","book":"no"}]`),
			transfer.RowError{Row: 1, Column: "book", Reason: "there is no book 4711"},
			transfer.RowError{Row: 2, Column: "book"})
		// To-many edges take ids.
		l.client.Tag.Create().SetName("t1").SaveX(ctx)
		l.client.Tag.Create().SetName("t2").SaveX(ctx)
		counts(t, l.importAll("books", "text/csv", "mode=upsert&key=isbn", "isbn,tags\n1,\"1,2\"\n"), 1, 0, 1, 0)
		counts(t, l.importAll("books", "application/json", "key=isbn", `[{"isbn":"1","tags":{"add":["2"],"remove":["1"]}}]`), 1, 0, 1, 0)
		if n := l.client.Book.Query().Where(book.Isbn("1")).QueryTags().CountX(ctx); n != 1 {
			t.Errorf("%d tags", n)
		}
	})
}

func TestKeys(t *testing.T) {
	each(t, 0, func(t *testing.T, l *library) {
		l.client.Book.Create().SetTitle("A").SetIsbn("1").SaveX(t.Context())
		refused := func(parameters, file, reason string) {
			t.Helper()
			_, err := l.Check(t.Context(), root, l.request("books", "text/csv", parameters, file))
			var p *problem.Problem
			if !errors.As(err, &p) || p.Status != http.StatusUnprocessableEntity || !strings.Contains(p.Errors["key"], reason) {
				t.Errorf("%s: %v", parameters, err)
			}
		}
		refused("mode=upsert&key=title", "title,isbn\nA,1\n", "is not unique")
		refused("mode=upsert&key=nothing", "title,isbn\nA,1\n", `there is no field "nothing"`)
		refused("mode=upsert&key=internal_note", "title,isbn\nA,1\n", `there is no field "internal_note"`)
		refused("mode=upsert&key=isbn", "title\nA\n", "no column for isbn")
		refused("mode=upsert", "title\nA\n", "no column by which")
		mistakes(t, l.check("books", "text/csv", "mode=upsert&key=isbn", "isbn,title\n1,B\n,C\n1,D\n"),
			transfer.RowError{Row: 3, Column: "isbn", Reason: "part of the key"},
			transfer.RowError{Row: 4, Column: "isbn", Reason: "the same as in row 2"})
		// By id: rows that are there, and new ones without an id.
		report := l.check("books", "text/csv", "mode=upsert&key=id", "id,isbn,title\n1,1,B\n,2,C\n4711,3,D\nx,4,E\n1,5,F\n")
		mistakes(t, report,
			transfer.RowError{Row: 4, Column: "id", Reason: "names no row"},
			transfer.RowError{Row: 5, Column: "id"},
			transfer.RowError{Row: 6, Column: "id", Reason: "the same as in row 2"})
		if report.Create != 1 || report.Update != 1 {
			t.Errorf("%+v", report)
		}
		// Ids that may be given make rows with them.
		file := "id,name\n6ba7b810-9dad-11d1-80b4-00c04fd430c8,East\n"
		counts(t, l.importAll("branches", "text/csv", "mode=upsert", file), 1, 1, 0, 0)
		counts(t, l.importAll("branches", "text/csv", "mode=upsert", file), 1, 0, 0, 1)
		mistakes(t, l.check("branches", "text/csv", "", file), transfer.RowError{Row: 2, Column: "id", Reason: "taken"})
	})
}

func TestUniqueAndImmutable(t *testing.T) {
	each(t, 0, func(t *testing.T, l *library) {
		ctx := t.Context()
		b := l.client.Book.Create().SetTitle("A").SetIsbn("1").SaveX(ctx)
		l.client.Book.Create().SetTitle("B").SetIsbn("2").SetDeletedAt(b.CreatedAt).SaveX(ctx)
		mistakes(t, l.check("books", "text/csv", "", "title,isbn\nX,1\nY,2\nZ,3\n"),
			transfer.RowError{Row: 2, Column: "isbn", Reason: "is taken"},
			transfer.RowError{Row: 3, Column: "isbn", Reason: "is taken"}) // by a row in the trash
		mistakes(t, l.check("books", "text/csv", "mode=upsert&key=isbn", "title,isbn\nY,2\n"),
			transfer.RowError{Row: 2, Column: "isbn", Reason: "is taken"})
		created := b.CreatedAt.Format("2006-01-02T15:04:05.999999Z")
		counts(t, l.importAll("books", "text/csv", "mode=upsert&key=isbn", "title,isbn,created_at\nC,1,"+created+"\n"), 1, 0, 1, 0)
		mistakes(t, l.check("books", "text/csv", "mode=upsert&key=isbn", "title,isbn,created_at\nC,1,2001-01-01T00:00:00Z\n"),
			transfer.RowError{Row: 2, Column: "created_at", Reason: "cannot be changed any more"})
	})
}

// What a person may not see or write is of no use in a file, and does not show.
func TestRights(t *testing.T) {
	each(t, 0, func(t *testing.T, l *library) {
		ctx := t.Context()
		l.authors(2)
		l.client.Book.Create().SetTitle("Mine").SetIsbn("1").SetStatus(book.StatusDraft).SaveX(ctx)
		l.client.Book.Create().SetTitle("Not mine").SetIsbn("2").SetStatus(book.StatusPublished).SaveX(ctx)
		role := access.Role{Name: "clerk", Grants: []access.Grant{
			{
				Type: "books", Actions: []string{"view", "update", "import", "export"}, Rows: "status:draft",
				Fields: access.Fields{Read: []string{"*", "-pages", "-rating"}, Write: []string{"title", "isbn", "author"}},
			},
			{Type: "authors", Actions: []string{"view"}, Rows: `name:"Author 000"`},
		}}
		if _, err := l.store.PutRole(ctx, root, role); err != nil {
			t.Fatal(err)
		}
		clerk := access.Principal{ID: "2", Name: "clerk", Roles: []string{"clerk"}, Via: "session"}
		check := func(parameters, file string) *transfer.Report {
			t.Helper()
			report, err := l.Check(ctx, clerk, l.request("books", "text/csv", parameters, file))
			if err != nil {
				t.Fatal(err)
			}
			return report
		}
		report := check("key=isbn", "isbn,title,pages,subtitle,author.name\n1,Still mine,5,x,Author 000\n2,Stolen,5,x,\n3,New,5,x,\n1,Still mine,5,x,Author 001\n")
		mistakes(t, report,
			transfer.RowError{Row: 3, Column: "", Reason: "may not create"},
			transfer.RowError{Row: 4, Column: "", Reason: "may not create"},
			transfer.RowError{Row: 5, Column: "author.name", Reason: "there is no author"})
		if got := asJSON(t, report.Ignored); got != `[{"column":"pages","reason":"is unknown"},{"column":"subtitle","reason":"may not be written by you"}]` {
			t.Errorf("ignored: %s", got)
		}
		done, err := l.Run(ctx, clerk, l.request("books", "text/csv", "key=isbn", "isbn,title\n1,Still mine\n"), nil)
		if err != nil || done.Update != 1 {
			t.Errorf("%+v, %v", done, err)
		}
		_, err = l.Check(ctx, access.Principal{ID: "3", Roles: []string{"viewer"}}, l.request("books", "text/csv", "", "title\nA\n"))
		var p *problem.Problem
		if !errors.As(err, &p) || p.Status != http.StatusForbidden {
			t.Errorf("a viewer's import answers %v", err)
		}
	})
}

// What may be given to new rows only is not emptied in one that is there either.
func TestRightsToCreateAlone(t *testing.T) {
	each(t, 0, func(t *testing.T, l *library) {
		ctx := t.Context()
		l.client.Book.Create().SetTitle("A").SetIsbn("1").SetSubtitle("Sub").SetPages(5).SaveX(ctx)
		role := access.Role{Name: "clerk", Grants: []access.Grant{
			{Type: "books", Actions: []string{"view", "create", "import"}},
			{Type: "books", Actions: []string{"update"}, Fields: access.Fields{Write: []string{"title"}}},
		}}
		if _, err := l.store.PutRole(ctx, root, role); err != nil {
			t.Fatal(err)
		}
		clerk := access.Principal{ID: "2", Name: "clerk", Roles: []string{"clerk"}, Via: "session"}
		for _, c := range [][2]string{
			{"text/csv", "isbn,title,subtitle,pages,author\n1,B,,,\n"},
			{"text/csv", "isbn,title,subtitle,pages,author\n1,B,x,7,1\n"},
			{"application/json", `[{"isbn":"1","title":"B","subtitle":null,"pages":null,"author":null}]`},
		} {
			report, err := l.Check(ctx, clerk, l.request("books", c[0], "key=isbn", c[1]))
			if err != nil {
				t.Fatal(err)
			}
			mistakes(t, report, transfer.RowError{Row: report.Errors[0].Row, Column: "pages"}, transfer.RowError{Row: report.Errors[0].Row, Column: "subtitle"})
		}
	})
}

// A sensitive field can be imported, and neither what it was nor what its validator says of it shows.
func TestSensitive(t *testing.T) {
	each(t, 0, func(t *testing.T, l *library) {
		report := l.check("members", "text/csv", "", "name,password_hash\nAda,hunter2\nBob,long enough\n")
		if report.ErrorsTotal != 1 || report.Create != 1 || strings.Contains(asJSON(t, report), "hunter2") {
			t.Errorf("%s", asJSON(t, report))
		}
		counts(t, l.importAll("members", "text/csv", "", "name,password_hash\nBob,long enough\n"), 1, 1, 0, 0)
	})
}

// A hook's refusal comes only when rows are written; then nothing is.
func TestHookRefuses(t *testing.T) {
	each(t, 0, func(t *testing.T, l *library) {
		file := "name,password_hash\nAda,long enough\nroot,long enough\n"
		if report := l.check("members", "text/csv", "", file); report.ErrorsTotal != 0 {
			t.Fatalf("%+v", report)
		}
		if _, err := l.Run(t.Context(), root, l.request("members", "text/csv", "", file), nil); err == nil {
			t.Fatal("it was imported")
		}
		if n := l.client.Member.Query().CountX(t.Context()); n != 0 {
			t.Errorf("%d members were written", n)
		}
	})
}

func TestMalformedFiles(t *testing.T) {
	registry, client := fixture.Open(t, fixture.SQLite(t))
	l := open(t, registry, client)
	for name, c := range map[string]struct {
		kind, file, column, reason string
		row                        int
	}{
		"empty":              {"text/csv", "", "", "The file is empty", 1},
		"UTF-16":             {"text/csv", "\xff\xfet\x00", "", "UTF-16", 1},
		"Latin-1 header":     {"text/csv", "title,\xfc\n", "", "not UTF-8", 1},
		"Latin-1":            {"text/csv", "title,isbn\nM\xfcller,1\n", "title", "is not UTF-8", 2},
		"zero byte":          {"text/csv", "title,isbn\nM\x00,1\n", "title", "zero byte", 2},
		"too many cells":     {"text/csv", "title,isbn\nA,1\nB,2,3\n", "", "more cells than the header", 3},
		"open quote":         {"text/csv", "title,isbn\nA,1\n\"B,2\n", "", "does not end", 3},
		"no array":           {"application/json", `{"title":"A"}`, "", "no JSON array", 1},
		"no end":             {"application/json", `[{"title":"A","isbn":"1"}`, "", "does not end", 2},
		"no object":          {"application/json", `[{"title":"A","isbn":"1"},5]`, "", "no JSON object", 2},
		"null":               {"application/json", `[null]`, "", "no JSON object", 1},
		"no JSON":            {"application/json", `[{"title":"A","isbn":"1"},{]`, "", "not JSON", 2},
		"zero byte in JSON":  {"application/json", `[{"title":"A\u0000","isbn":"1"}]`, "title", "zero byte", 1},
		"escaped backslash":  {"application/json", `[{"title":"A\\u0000","isbn":"no"}]`, "isbn", "digits", 1},
		"bad line":           {"application/x-ndjson", "{\"title\":\"A\",\"isbn\":\"1\"}\n{\n{\"title\":\"B\",\"isbn\":\"2\"}\n", "", "not JSON", 2},
		"cell of JSON":       {"application/json", `[{"title":"` + strings.Repeat("x", transfer.MaxCell) + `","isbn":"1"}]`, "title", "too long", 1},
		"row of JSON":        {"application/json", `[{"title":"` + strings.Repeat("x", 9<<20) + `"}]`, "", "longer than", 1},
		"line of JSON":       {"application/x-ndjson", strings.Repeat(" ", 5<<20), "", "longer than", 1},
		"too many rows":      {"text/csv", "title,isbn\n" + strings.Repeat(",\n", transfer.MaxRows+1), "", "", 2},
		"two types of quote": {"text/csv", "title,isbn\n\"A\"x,1\n", "", "text after a quoted cell", 2},
	} {
		report := l.check("books", c.kind, "", c.file)
		if name == "too many rows" {
			if last := report.ErrorsTotal - report.Rows*2; report.Rows != transfer.MaxRows || last != 1 || len(report.Errors) != transfer.MaxErrors {
				t.Errorf("%s: %d rows, %d mistakes", name, report.Rows, report.ErrorsTotal)
			}
			continue
		}
		if report.ErrorsTotal != 1 || report.Errors[0].Row != c.row || report.Errors[0].Column != c.column || !strings.Contains(report.Errors[0].Reason, c.reason) {
			t.Errorf("%s: %+v", name, report.Errors)
		}
	}
}

func TestRefusedRequests(t *testing.T) {
	registry, client := fixture.Open(t, fixture.SQLite(t))
	l := open(t, registry, client)
	for name, c := range map[string]struct {
		kind, parameters string
		size             int
		status           int
	}{
		"kind":      {"image/png", "", 1, http.StatusUnsupportedMediaType},
		"mode":      {"text/csv", "mode=replace", 1, http.StatusUnprocessableEntity},
		"delimiter": {"text/csv", "delimiter=x", 1, http.StatusUnprocessableEntity},
		"map":       {"text/csv", "map=title", 1, http.StatusUnprocessableEntity},
		"size":      {"text/csv", "", 1001, http.StatusRequestEntityTooLarge},
	} {
		r := httptest.NewRequest(http.MethodPost, "/?"+c.parameters, strings.NewReader(strings.Repeat("x", c.size)))
		r.Header.Set("Content-Type", c.kind)
		_, err := transfer.ReadRequest(t.Context(), r, l.typ("books"), 1_000)
		var p *problem.Problem
		if !errors.As(err, &p) || p.Status != c.status {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Check(ctx, root, l.request("books", "text/csv", "", shelf(10, nil))); !errors.Is(err, context.Canceled) {
		t.Errorf("a check whose caller is gone ends with %v", err)
	}
}

// A hundred thousand rows, every tenth of which is bad: all mistakes are counted and listed, in bounded memory.
func TestHundredThousandRows(t *testing.T) {
	registry, client := fixture.Open(t, fixture.SQLite(t))
	l := open(t, registry, client)
	l.authors(100)
	req := l.request("books", "text/csv", "key=isbn", shelf(100_000, func(n int, cells []string) {
		if n%10 == 9 {
			cells[4] = fmt.Sprint("p", n)
		}
	}))
	before := heap()
	report, err := l.Check(t.Context(), root, req)
	if err != nil {
		t.Fatal(err)
	}
	if report.Rows != 100_000 || report.ErrorsTotal != 10_000 || len(report.Errors) != 10_000 || report.Create != 90_000 {
		t.Fatalf("%d rows, %d mistakes, %d listed, %d to create", report.Rows, report.ErrorsTotal, len(report.Errors), report.Create)
	}
	for i, e := range report.Errors {
		if e.Row != 10*i+11 || e.Column != "pages" {
			t.Fatalf("mistake %d is %+v", i, e)
		}
	}
	if kept := heap() - before; kept > 8<<20 {
		t.Errorf("%d bytes are kept for a report", kept)
	}
	runtime.KeepAlive(report)
}

func heap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc) // #nosec G115
}
