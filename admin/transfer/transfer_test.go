package transfer_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/internal/fixture/ent"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/store"
	"github.com/mosswart/overlord/admin/transfer"
)

var root = access.Principal{ID: "1", Name: "root", Superuser: true, Via: "session"}

// library is a library with all that exports and imports need.
type library struct {
	*transfer.Importer
	t        testing.TB
	registry *entity.Registry
	client   *ent.Client
	store    *store.Store
	engine   *change.Engine
	queries  *query.Compiler
}

// each runs fn on both databases, over a library of some books.
func each(t *testing.T, books int, fn func(t *testing.T, l *library)) {
	t.Helper()
	fixture.EachDatabase(t, func(t *testing.T, registry *entity.Registry, client *ent.Client) {
		if books > 0 {
			if err := fixture.Seed(t.Context(), client, books); err != nil {
				t.Fatal(err)
			}
		}
		fn(t, open(t, registry, client))
	})
}

func open(t testing.TB, registry *entity.Registry, client *ent.Client) *library {
	t.Helper()
	st, err := store.Open(t.Context(), registry, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l := &library{t: t, registry: registry, client: client, store: st, queries: query.New(registry)}
	l.engine = change.New(registry, st, change.Options{})
	l.Importer = transfer.NewImporter(registry, l.queries, l.engine, st.Access, st.Rights)
	return l
}

func (l *library) typ(slug string) *entity.Type { return l.registry.Type(slug) }

// export is what of books there is, as a file.
func (l *library) export(x transfer.Export) string {
	l.t.Helper()
	x.Registry, x.Compiler = l.registry, l.queries
	if x.Type == nil {
		x.Type = l.typ("books")
	}
	w := httptest.NewRecorder()
	if err := x.Serve(l.t.Context(), w); err != nil {
		l.t.Fatal(err)
	}
	return w.Body.String()
}

// request is an import of a file with parameters, as it comes over HTTP.
func (l *library) request(slug, kind, parameters, file string) *transfer.Request {
	l.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/?"+parameters, strings.NewReader(file))
	r.Header.Set("Content-Type", kind)
	req, err := transfer.ReadRequest(l.t.Context(), r, l.typ(slug), transfer.MaxBytes)
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() {
		if err := req.Close(); err != nil {
			l.t.Error(err)
		}
	})
	return req
}

func (l *library) check(slug, kind, parameters, file string) *transfer.Report {
	l.t.Helper()
	report, err := l.Check(l.t.Context(), root, l.request(slug, kind, parameters, file))
	if err != nil {
		l.t.Fatal(err)
	}
	return report
}

// importAll checks a file, imports it, and holds the two to each other.
func (l *library) importAll(slug, kind, parameters, file string) *transfer.Report {
	l.t.Helper()
	checked := l.check(slug, kind, parameters, file)
	if checked.ErrorsTotal > 0 {
		l.t.Fatalf("mistakes: %v", checked.Errors)
	}
	report, err := l.Run(l.t.Context(), root, l.request(slug, kind, parameters, file), nil)
	if err != nil {
		l.t.Fatal(err)
	}
	if report.Rows != checked.Rows || report.Create != checked.Create || report.Update != checked.Update || report.Unchanged != checked.Unchanged {
		l.t.Fatalf("foreseen %+v, done %+v", checked, report)
	}
	return report
}

// counts fails unless a report says so much.
func counts(t *testing.T, r *transfer.Report, rows, create, update, unchanged int) {
	t.Helper()
	if r.Rows != rows || r.Create != create || r.Update != update || r.Unchanged != unchanged {
		t.Fatalf("rows %d, create %d, update %d, unchanged %d; want %d, %d, %d, %d; mistakes %v",
			r.Rows, r.Create, r.Update, r.Unchanged, rows, create, update, unchanged, r.Errors[:min(5, len(r.Errors))])
	}
}

// mistakes fails unless a report has exactly these.
func mistakes(t *testing.T, r *transfer.Report, want ...transfer.RowError) {
	t.Helper()
	if r.ErrorsTotal != len(want) || len(r.Errors) != len(want) {
		t.Fatalf("%d mistakes, want %d: %v", r.ErrorsTotal, len(want), r.Errors)
	}
	for i, e := range r.Errors {
		if e.Row != want[i].Row || e.Column != want[i].Column || !strings.Contains(e.Reason, want[i].Reason) {
			t.Errorf("mistake %d is %+v, want %+v", i, e, want[i])
		}
	}
}

func (l *library) books() int {
	l.t.Helper()
	n, err := l.client.Book.Query().Count(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
	return n
}

// changes is how many writes there are in the audit.
func (l *library) changes() int {
	l.t.Helper()
	all, err := l.store.Audit(l.t.Context(), store.AuditQuery{Limit: 100})
	if err != nil {
		l.t.Fatal(err)
	}
	return len(all)
}

// authors makes authors called "Author 000" and so on.
func (l *library) authors(n int) {
	l.t.Helper()
	err := l.client.Author.MapCreateBulk(make([]struct{}, n), func(c *ent.AuthorCreate, i int) {
		c.SetName(fmt.Sprintf("Author %03d", i)).SetBorn(1900)
	}).Exec(l.t.Context())
	if err != nil {
		l.t.Fatal(err)
	}
}

// shelf is a CSV file of books, of which spoil may spoil cells: n is the row, 0 the first after the header.
func shelf(rows int, spoil func(n int, cells []string)) string {
	var b strings.Builder
	b.WriteString("Title,isbn,author.name,status,pages,rating,published_at,Colour\n")
	for n := range rows {
		cells := []string{
			fmt.Sprintf(`"Book, %d"`, n), fmt.Sprintf("978-%09d", n), fmt.Sprintf("Author %03d", n%100), "published",
			fmt.Sprint(100 + n%400), fmt.Sprintf("%.1f", float64(n%50)/10), "1999-12-31T00:00:00Z", "blue",
		}
		if spoil != nil {
			spoil(n, cells)
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	return b.String()
}

// 20,000 rows of which 137 are bad: a dry run lists exactly these and writes nothing, and so does an import; after they
// have been corrected all are imported, and one undo takes them back.
func TestManyRowsSomeBad(t *testing.T) {
	const rows = 20_000
	each(t, 0, func(t *testing.T, l *library) {
		l.authors(100)
		l.importAll("books", "text/csv", "", shelf(5_000, nil)) // upserts change these
		before := l.changes()

		var want []transfer.RowError
		bad := shelf(rows, func(n int, cells []string) {
			if n%146 != 77 {
				return
			}
			add := func(column, reason string) {
				want = append(want, transfer.RowError{Row: n + 2, Column: column, Reason: reason})
			}
			switch len(want) % 7 {
			case 0:
				cells[4] = "many"
				add("pages", "")
			case 1:
				cells[3] = "lost"
				add("status", "")
			case 2:
				cells[2] = "Nobody"
				add("author.name", "there is no author")
			case 3:
				cells[1] = "978 and more"
				add("isbn", "must be digits and hyphens")
			case 4:
				cells[5] = "7"
				add("rating", "")
			case 5:
				cells[6] = "the other day"
				add("published_at", "")
			case 6:
				cells[1] = fmt.Sprintf("978-%09d", n-1)
				add("isbn", fmt.Sprintf("is the same as in row %d", n+1))
			}
		})
		if len(want) != 137 {
			t.Fatalf("the test spoils %d rows", len(want))
		}
		report := l.check("books", "text/csv", "mode=upsert&key=isbn", bad)
		mistakes(t, report, want...)
		for _, e := range report.Errors {
			if e.Reason == "" {
				t.Errorf("row %d, %s: no reason", e.Row, e.Column)
			}
		}
		if len(report.Ignored) != 1 || report.Ignored[0].Column != "Colour" || report.Columns["author.name"] != "author.name" || report.Columns["Title"] != "title" {
			t.Errorf("columns %v, ignored %v", report.Columns, report.Ignored)
		}
		_, err := l.Run(t.Context(), root, l.request("books", "text/csv", "mode=upsert&key=isbn", bad), nil)
		var refused *problem.Problem
		if !errors.As(err, &refused) || refused.Code != "rows" || refused.Extra["report"].(*transfer.Report).ErrorsTotal != 137 {
			t.Fatalf("the import answers %v", err)
		}
		if l.books() != 5_000 || l.changes() != before {
			t.Fatalf("something was written: %d books, %d changes", l.books(), l.changes()-before)
		}

		corrected := shelf(rows, func(n int, cells []string) {
			if n < 1_000 {
				cells[0] = fmt.Sprintf("Changed %d", n)
			}
		})
		steps := 0
		done, err := l.Run(t.Context(), root, l.request("books", "text/csv", "mode=upsert&key=isbn", corrected), func(done, total int) {
			if steps++; total != rows || done > rows {
				t.Errorf("progress %d of %d", done, total)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		counts(t, done, rows, 15_000, 1_000, 4_000)
		if l.books() != rows || l.changes() != before+1 || steps < rows/1_000 || done.Undo == "" {
			t.Fatalf("%d books, %d changes, %d steps, undo %q", l.books(), l.changes()-before, steps, done.Undo)
		}
		if again := l.check("books", "text/csv", "mode=upsert&key=isbn", corrected); again.Unchanged != rows {
			t.Fatalf("the same file again changes something: %+v", again)
		}
		if _, err := l.engine.Undo(t.Context(), root, done.Undo); err != nil {
			t.Fatal(err)
		}
		if back := l.check("books", "text/csv", "mode=upsert&key=isbn", shelf(5_000, nil)); l.books() != 5_000 || back.Unchanged != 5_000 {
			t.Fatalf("after undo there are %d books, of which %d are as before", l.books(), back.Unchanged)
		}
	})
}

// What was exported is imported again without a change, in every format.
func TestRoundTrip(t *testing.T) {
	each(t, 300, func(t *testing.T, l *library) {
		ctx := t.Context()
		for i, title := range []string{"=1+1", "'quoted", "'=both", "-5", "+49 170", "line\r\nfeed", `say "hi", then`, "\ttab", "@home", " space ", "sep=,", "\ufeffmark", "−5"} {
			c := l.client.Book.Create().SetTitle(title).SetIsbn(fmt.Sprintf("979-%d", i)).SetSummary(strings.Repeat("=x\n", i))
			if i%2 == 0 {
				c.SetAuthorID(i + 1).SetDimensions(nil).SetCover([]byte{0, 1, 0xff}).SetLanguages([]string{"a,b", "c;d"})
			}
			if err := c.Exec(ctx); err != nil {
				t.Fatal(err)
			}
		}
		for _, x := range []struct {
			kind   string
			export transfer.Export
		}{
			{"text/csv", transfer.Export{}},
			{"text/csv", transfer.Export{BOM: true, Delimiter: ';'}},
			{"text/csv", transfer.Export{Delimiter: '\t'}},
			{"application/json", transfer.Export{Format: transfer.JSON}},
			{"application/x-ndjson", transfer.Export{Format: transfer.NDJSON}},
		} {
			file := l.export(x.export)
			for _, key := range []string{"id", "isbn", ""} {
				report := l.check("books", x.kind, "mode=upsert&key="+key, file)
				mistakes(t, report)
				counts(t, report, 313, 0, 0, 313)
			}
		}
		// Into an empty library, where it makes the same rows.
		all := transfer.Export{
			Fields: []string{"title", "subtitle", "isbn", "pages", "summary", "languages", "dimensions", "cover", "rating", "published_at"},
			Plan:   query.Plan{Sort: []query.Key{{Path: []string{"isbn"}}}},
		}
		file := l.export(all)
		if _, err := l.client.Loan.Delete().Exec(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := l.client.Book.Delete().Exec(ctx); err != nil {
			t.Fatal(err)
		}
		counts(t, l.importAll("books", "text/csv", "", file), 313, 313, 0, 0)
		if was, is := withoutID(t, file), withoutID(t, l.export(all)); !slices.Equal(was, is) {
			t.Errorf("the rows are not the same:\n%q\n%q", was, is)
		}
	})
}

// withoutID are the records of a CSV file without their first cell.
func withoutID(t *testing.T, file string) []string {
	t.Helper()
	records, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	lines := make([]string, len(records))
	for i, record := range records {
		lines[i] = strings.Join(record[1:], "|")
	}
	return lines
}

func TestErrorsOfAnEarlyEnd(t *testing.T) {
	registry, client := fixture.Open(t, fixture.SQLite(t))
	if err := fixture.Seed(t.Context(), client, 2_500); err != nil {
		t.Fatal(err)
	}
	l := open(t, registry, client)
	ctx, cancel := context.WithCancel(t.Context())
	w := &leaving{ResponseRecorder: httptest.NewRecorder(), leave: cancel}
	x := transfer.Export{Registry: l.registry, Compiler: l.queries, Type: l.typ("books")}
	err := x.Serve(ctx, w)
	if !errors.Is(err, transfer.ErrBroken) || !errors.Is(err, context.Canceled) {
		t.Fatalf("an export whose client leaves ends with %v", err)
	}
	if lines := bytes.Count(w.Body.Bytes(), []byte("\n")); lines > 1_200 {
		t.Errorf("%d lines were written", lines)
	}
	if err := x.Serve(ctx, httptest.NewRecorder()); errors.Is(err, transfer.ErrBroken) || !errors.Is(err, context.Canceled) {
		t.Errorf("an export that has not begun ends with %v", err)
	}
}

// leaving is a client that leaves after the first flush.
type leaving struct {
	*httptest.ResponseRecorder
	leave func()
}

func (l *leaving) Flush() { l.leave() }

func asJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
