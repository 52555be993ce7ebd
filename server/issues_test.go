package server

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestTheBoardIsItsAuthorsAndTheAdmins(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		path := filepath.Join(t.TempDir(), "static", "openissues.json")
		h := newHouse(t, db, func(o *Options) { o.IssuesFile = path })
		reader, admin := h.cookie("reader"), h.cookie("admin")
		send := func(cookie, method, at, body string, want int, out any) {
			t.Helper()
			w := do(h, request(method, at, body, "Cookie", cookie, "Content-Type", "application/json"))
			if w.Code != want {
				t.Fatalf("%s %s: %d %s", method, at, w.Code, w.Body)
			}
			if out != nil {
				must(t, json.Unmarshal(w.Body.Bytes(), out))
			}
		}
		var mine, theirs BoardIssue
		send(reader, "POST", "/issues", `{"title":"The map forgets","body":"Layers\nare gone.","category":"map"}`, 201, &mine)
		send(admin, "POST", "/issues", `{"title":"Mules are idle","state":"done"}`, 201, &theirs)
		if mine.Author != "reader" || mine.State != "open" || !mine.MayEdit || mine.ClosedAt != nil || theirs.ClosedAt == nil {
			t.Errorf("%+v %+v", mine, theirs)
		}
		for _, bad := range []string{`{}`, `{"title":""}`, `{"title":" x"}`, `{"title":"a\nb"}`, `{"title":"x","state":"lost"}`, `{"title":"x","author":"y"}`} {
			send(reader, "POST", "/issues", bad, 422, nil)
		}

		at := fmt.Sprint("/issues/", mine.ID)
		var comment BoardComment
		send(admin, "POST", at+"/comments", `{"body":"Which browser?"}`, 201, &comment)
		send(reader, "PATCH", fmt.Sprint(at, "/comments/", comment.ID), `{"body":"x"}`, 403, nil)
		send(reader, "DELETE", fmt.Sprint(at, "/comments/", comment.ID), ``, 403, nil)
		send(admin, "PATCH", fmt.Sprint("/issues/", theirs.ID, "/comments/", comment.ID), `{"body":"x"}`, 404, nil)
		send(admin, "PATCH", fmt.Sprint(at, "/comments/", comment.ID), `{"body":"Which browser, please?"}`, 200, nil)
		send(reader, "PATCH", fmt.Sprint("/issues/", theirs.ID), `{"state":"open"}`, 403, nil)
		send(reader, "DELETE", fmt.Sprint("/issues/", theirs.ID), ``, 403, nil)

		var moved BoardIssue
		send(reader, "PATCH", at, `{"state":"declined"}`, 200, &moved)
		if moved.State != "declined" || moved.ClosedAt == nil || moved.Comments != 1 || moved.Body != "Layers\nare gone." {
			t.Errorf("moved: %+v", moved)
		}
		version, _ := json.Marshal(mine.UpdatedAt)
		send(reader, "PATCH", at, fmt.Sprintf(`{"title":"New","updated_at":%s}`, version), 409, nil)
		version, _ = json.Marshal(moved.UpdatedAt)
		send(admin, "PATCH", at, fmt.Sprintf(`{"state":"in_progress","updated_at":%s}`, version), 200, &moved)
		if moved.ClosedAt != nil {
			t.Errorf("opened again: %+v", moved)
		}

		var thread BoardThread
		send(reader, "GET", at, "", 200, &thread)
		if thread.State != "in_progress" || len(thread.Thread) != 1 || thread.Thread[0].Body != "Which browser, please?" || thread.Thread[0].MayEdit || !thread.MayEdit {
			t.Errorf("thread: %+v", thread)
		}
		var list BoardIssues
		send(reader, "GET", "/issues?limit=1", "", 200, &list)
		if len(list.Issues) != 1 || list.Issues[0].ID != theirs.ID || list.Issues[0].MayEdit || list.NextCursor == "" {
			t.Errorf("first page: %+v", list)
		}
		send(reader, "GET", "/issues?limit=1&cursor="+list.NextCursor, "", 200, &list)
		if len(list.Issues) != 1 || list.Issues[0].ID != mine.ID || list.Issues[0].Comments != 1 || list.NextCursor != "" {
			t.Errorf("second page: %+v", list)
		}
		send(reader, "GET", "/issues?state=done", "", 200, &list)
		if len(list.Issues) != 1 || list.Issues[0].ID != theirs.ID {
			t.Errorf("done: %+v", list)
		}

		// The file is what its address shows.
		written, err := os.ReadFile(path)
		must(t, err)
		w := do(h, request("GET", issuesURL, "", "Cookie", reader))
		if w.Code != 200 || w.Body.String() != string(written) || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%d %s\n%s", w.Code, w.Body, written)
		}
		var flat []fileIssue
		must(t, json.Unmarshal(written, &flat))
		if len(flat) != 2 || flat[1].Title != "The map forgets" || flat[1].Status != "in_progress" || flat[1].Comments[0].Text != "Which browser, please?" {
			t.Errorf("file: %s", written)
		}
		send(admin, "DELETE", at, ``, 204, nil)
		send(reader, "GET", at, "", 404, nil)
		send(reader, "POST", at+"/comments", `{"body":"x"}`, 404, nil)
		written, err = os.ReadFile(path)
		must(t, err)
		if strings.Contains(string(written), "The map forgets") {
			t.Errorf("a removed matter is in the file: %s", written)
		}
		if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".openissues-*")); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
}

func TestTheBoardsFileIsImportedOnceWhereTheBoardIsEmpty(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		path := filepath.Join(t.TempDir(), "openissues.json")
		given := `{"issues":[{"id":7,"summary":"Charts are slow","text":"Very.","resolved":true,"user":"Aldra","date":"2025-03-01","comments":["me too",{"author":"Dace","message":"since May"}]},
			{"title":"Second","created_at":1760000000000,"state":"In progress"},{"description":"A matter\nwithout title"},{"nothing":1}]}`
		must(t, os.WriteFile(path, []byte(given), 0o600))
		h := newHouse(t, db, func(o *Options) { o.IssuesFile = path })
		for range 2 { // the second time the board is not empty
			must(t, h.PrepareIssues(t.Context()))
		}
		var flat []fileIssue
		written, err := os.ReadFile(path)
		must(t, err)
		must(t, json.Unmarshal(written, &flat))
		if len(flat) != 3 || flat[0].Title != "A matter" || flat[1].Title != "Second" || flat[1].Status != "in_progress" || flat[1].Created.Year() != 2025 ||
			flat[2].Title != "Charts are slow" || flat[2].Status != "done" || flat[2].Author != "Aldra" || flat[2].Closed == nil ||
			!flat[2].Created.Equal(time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)) || len(flat[2].Comments) != 2 || flat[2].Comments[0].Text != "me too" || flat[2].Comments[1].Author != "Dace" {
			t.Errorf("%s", written)
		}
		must(t, os.WriteFile(path, []byte(`"no issues"`), 0o600))
		if err := h.PrepareIssues(t.Context()); err == nil {
			t.Error("a file that is no list of issues was taken")
		}
		if kept, _ := os.ReadFile(path); string(kept) != `"no issues"` {
			t.Errorf("it was overwritten: %s", kept)
		}
	})
}

// Whatever a file holds, what is read of it fits the board.
func FuzzReadIssues(f *testing.F) {
	f.Add([]byte(`[{"title":"A","description":"b","status":"done","created":"2025-03-01T10:00:00Z","comments":[{"text":"x"},3]}]`))
	f.Add([]byte(`{"issues":[{"title":"\u0085 \u0000","created":-1e300,"comments":"none"}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		issues, err := readIssues(text)
		if err != nil {
			return
		}
		for _, i := range issues {
			if i.Title == "" || i.Title != strings.TrimSpace(i.Title) || len([]rune(i.Title)) > longestTitle || len([]rune(i.Description)) > longestBody ||
				i.Created.IsZero() || isClosed(i.Status) != (i.Closed != nil) {
				t.Fatalf("%+v", i)
			}
		}
	})
}
