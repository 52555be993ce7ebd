package admin_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// A large file in which every tenth row is wrong is refused as a whole: each mistake is named, up to the cap, and nothing
// is written.
func TestALargeImportWithMistakesWritesNothing(t *testing.T) {
	rows := 10_000
	if soak() {
		rows = 100_000
	}
	var file strings.Builder
	file.WriteString("title,isbn,pages,supplier_code\n")
	for i := range rows {
		pages := fmt.Sprint(i % 900)
		if i%10 == 9 {
			pages = "many"
		}
		fmt.Fprintf(&file, "Imported %d,9-%d,%s,%s\n", i, i, pages, secretCode)
	}
	eachWorld(t, 10, nil, func(t *testing.T, w *world) {
		header := []string{"Content-Type", "text/csv"}
		dry := w.do("editor", http.MethodPost, "/books/_import?dry_run=1", file.String(), header...).want(200)
		errs, _ := dry.get("errors").([]any)
		if dry.text("rows") != fmt.Sprint(rows) || dry.text("errors_total") != fmt.Sprint(rows/10) || len(errs) != rows/10 {
			t.Fatalf("dry run: %s rows, %s mistakes, %d listed", dry.text("rows"), dry.text("errors_total"), len(errs))
		}
		if dry.text("errors", 0) != "map[column:pages reason:must be a whole number row:11]" && dry.text("errors", 0, "row") != "11" {
			t.Errorf("the first mistake is %v", dry.get("errors", 0))
		}
		job := w.job("editor", w.do("editor", http.MethodPost, "/books/_import", file.String(), header...))
		if job.text("state") != "failed" || job.text("problem", "status") != "422" || job.text("problem", "report", "errors_total") != fmt.Sprint(rows/10) {
			t.Errorf("the import: %.600s", job.body)
		}
		if n := w.client.Book.Query().CountX(t.Context()); n != 10 {
			t.Errorf("there are %d books", n)
		}
	})
}

func TestAnImportIsOneChangeThatCanBeUndone(t *testing.T) {
	eachWorld(t, 10, nil, func(t *testing.T, w *world) {
		file := "isbn,title,author.name,tags\n978-000000001,Changed,,\n555,New,Ada Ash,1 2\n"
		done := w.job("editor", w.do("editor", http.MethodPost, "/books/_import?mode=upsert&key=isbn", file, "Content-Type", "text/csv"))
		if done.text("state") != "done" || done.text("result", "create") != "1" || done.text("result", "update") != "1" {
			t.Fatalf("the import: %s", done.body)
		}
		if a := w.get("editor", "/books", "filter", "isbn:555", "fields", "title,author").want(200); a.text("items", 0, "author", "label") != "Ada Ash" {
			t.Errorf("the new row: %s", a.body)
		}
		w.do("editor", http.MethodPost, "/_undo/"+done.text("result", "undo"), "").want(200)
		if a := w.get("editor", "/books", "filter", "isbn:(555,978-000000001)", "fields", "title", "sort", "id").want(200); len(a.get("items").([]any)) != 1 || a.text("items", 0, "title") == "Changed" {
			t.Errorf("after undoing it: %s", a.body)
		}
	})
}

// What a spreadsheet would run as a formula comes out guarded, and in again as it was.
func TestFormulasAreGuardedInFiles(t *testing.T) {
	eachWorld(t, 1, nil, func(t *testing.T, w *world) {
		titles := []string{"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tTab", "'=quoted", "-5", "plain", "=HYPERLINK(\"http://evil\",\"x\"),\"y\""}
		for i, title := range titles {
			w.client.Book.Create().SetTitle(title).SetIsbn(fmt.Sprint(i)).SaveX(t.Context())
		}
		file := w.get("editor", "/books/_export", "format", "csv", "fields", "isbn,title", "filter", "-isbn~978", "sort", "isbn").want(200)
		records, err := csv.NewReader(bytes.NewReader(file.body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range records[1:] {
			if title := record[len(record)-1]; title != "-5" && strings.ContainsAny(title[:1], "=+-@\t") {
				t.Errorf("a file holds %q", title)
			}
		}
		if got := file.header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") {
			t.Errorf("a file comes as %q", got)
		}
		same := w.do("editor", http.MethodPost, "/books/_import?dry_run=1&mode=upsert&key=isbn", string(file.body), "Content-Type", "text/csv").want(200)
		if same.text("unchanged") != fmt.Sprint(len(titles)) || same.text("errors_total") != "0" {
			t.Errorf("the file again: %s", same.body)
		}
	})
}

func TestASensitiveColumnIsImportedAndNeverExported(t *testing.T) {
	eachWorld(t, 1, nil, func(t *testing.T, w *world) {
		file := "name,password_hash\nimported," + secretPassword + "\nshort,abc\n"
		dry := w.do("editor", http.MethodPost, "/members/_import?dry_run=1", file, "Content-Type", "text/csv").want(200)
		if dry.text("errors_total") != "1" || strings.Contains(string(dry.body), "abc") {
			t.Errorf("dry run: %s", dry.body)
		}
		file = "name,password_hash\nimported," + secretPassword + "\n"
		done := w.job("editor", w.do("editor", http.MethodPost, "/members/_import", file, "Content-Type", "text/csv"))
		if done.text("state") != "done" {
			t.Fatalf("the import: %s", done.body)
		}
		for _, format := range []string{"csv", "json", "ndjson"} {
			if a := w.get("editor", "/members/_export", "format", format).want(200); !strings.Contains(string(a.body), "imported") || strings.Contains(string(a.body), "password") {
				t.Errorf("%s: %.300s", format, a.body)
			}
		}
		w.run(t, []scenario{{method: get, path: "/members/_export?fields=password_hash", status: 400}})
	})
}
