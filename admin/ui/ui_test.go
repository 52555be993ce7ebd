package ui_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/ui"
)

func get(t *testing.T, h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func body(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestEveryPageIsTheDocumentAndKnowsWhereItIs(t *testing.T) {
	h := ui.Handler(ui.Options{API: `/admin/"api"`, Base: "/admin/", Theme: "/house.css"})
	for _, path := range []string{"/admin", "/admin/", "/admin/books", "/admin/books/7?filter=x", "/admin/index.html"} {
		res := get(t, h, path)
		page := body(t, res.Body)
		for _, want := range []string{
			`<meta name="admin-api" content="/admin/&#34;api&#34;" />`, `<meta name="admin-base" content="/admin" />`,
			`href="/house.css"`, `src="/admin/theme.js"`, `src="/admin/assets/`,
		} {
			if !strings.Contains(page, want) {
				t.Errorf("GET %s: no %s in\n%s", path, want, page)
			}
		}
		if strings.Contains(page, `"./`) {
			t.Errorf("GET %s: an address depends on the page's own", path)
		}
		policy := res.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "script-src 'self'; style-src 'self'") {
			t.Errorf("GET %s: policy is %q", path, policy)
		}
	}
}

func TestAtTheRoot(t *testing.T) {
	h := ui.Handler(ui.Options{})
	page := body(t, get(t, h, "/books").Body)
	if !strings.Contains(page, `name="admin-api" content="/_api"`) || !strings.Contains(page, `name="admin-base" content=""`) {
		t.Errorf("got\n%s", page)
	}
}

func TestNothingInTheDocumentIsInline(t *testing.T) {
	page := body(t, get(t, ui.Handler(ui.Options{}), "/").Body)
	for _, bad := range []string{"<style", "style=", "data:", "onload"} {
		if strings.Contains(page, bad) {
			t.Errorf("%s in\n%s", bad, page)
		}
	}
	if regexp.MustCompile(`<script[^>]*>[^<]`).MatchString(page) {
		t.Errorf("an inline script in\n%s", page)
	}
}

func TestAssetsAreKeptForeverAndCompressed(t *testing.T) {
	h := ui.Handler(ui.Options{Base: "/admin"})
	page := body(t, get(t, h, "/admin/").Body)
	name := regexp.MustCompile(`/admin/assets/[^"]+\.js`).FindString(page)
	plain := get(t, h, name)
	script := body(t, plain.Body)
	if plain.Code != http.StatusOK || !strings.Contains(plain.Header().Get("Cache-Control"), "immutable") ||
		!strings.Contains(plain.Header().Get("Content-Type"), "javascript") {
		t.Fatalf("GET %s: %d %v", name, plain.Code, plain.Header())
	}
	packed := get(t, h, name, "Accept-Encoding", "br, gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("GET %s: not compressed: %v", name, packed.Header())
	}
	unpacked, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body(t, unpacked) != script {
		t.Error("unpacked it is another script")
	}
	if again := get(t, h, name, "If-None-Match", plain.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("with its ETag: %d", again.Code)
	}
}

func TestWhatIsNotThere(t *testing.T) {
	h := ui.Handler(ui.Options{Base: "/admin"})
	for _, path := range []string{"/admin/assets/gone.js", "/administrator", "/other", "/admin/assets/"} {
		if res := get(t, h, path); res.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d", path, res.Code)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/admin/", http.NoBody))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}
