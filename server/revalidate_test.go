package server

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/internal/testkit"
)

func TestEveryReadOfJSONHasATagAndIs304ForWhoHasIt(t *testing.T) {
	h := newRouteHouse(t, testkit.Open(t, testkit.SQLite(t)))
	cookie := h.cookie("reader")
	reads := 0
	for _, row := range routeTable {
		if row.method != "GET" || row.user != 200 || row.html || row.nobody == 200 {
			continue
		}
		path := row.target
		if path == "" {
			path = row.route
		}
		first := do(h, request("GET", path, "", "Cookie", cookie))
		tag := first.Header().Get("Etag")
		if first.Header().Get("Content-Type") != "application/json" {
			continue
		}
		reads++
		if !strings.HasPrefix(tag, `W/"`) || first.Body.Len() == 0 {
			t.Errorf("%s: tag %q, %d bytes", path, tag, first.Body.Len())
		}
		if cache := first.Header().Get("Cache-Control"); cache != "private, no-cache" && cache != "no-cache" && !strings.Contains(cache, "no-store") {
			t.Errorf("%s: Cache-Control %q", path, cache)
		}
		if path == "/server-health" || path == "/account/sessions" {
			continue // what they say changes by itself
		}
		for given, want := range map[string]int{
			tag: 304, tag[2:]: 304, `"x", ` + tag + ` , "y"`: 304, "*": 304, `"x"`: 200, tag[:len(tag)-2] + `"`: 200,
		} {
			w := do(h, request("GET", path, "", "Cookie", cookie, "If-None-Match", given))
			if w.Code != want || want == 304 && (w.Body.Len() != 0 || w.Header().Get("Etag") != tag) || want == 200 && w.Body.Len() == 0 {
				t.Errorf("%s, If-None-Match %q: %d, %d bytes, tag %q", path, given, w.Code, w.Body.Len(), w.Header().Get("Etag"))
			}
		}
		if w := do(h, request("HEAD", path, "", "Cookie", cookie)); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Etag") != tag {
			t.Errorf("HEAD %s: %d, %d bytes, tag %q", path, w.Code, w.Body.Len(), w.Header().Get("Etag"))
		}
	}
	if reads < 20 {
		t.Errorf("only %d reads", reads)
	}
}

func TestATagIsOfWhatIsInTheAnswerAndNotOfHowItTravels(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	cookie := h.cookie("reader")
	ask := func(headers ...string) *httptest.ResponseRecorder {
		return do(h, request("GET", "/characters", "", append(headers, "Cookie", cookie)...))
	}
	for i := range 40 {
		h.character("Mule" + strings.Repeat("x", i))
	}
	plain, packed := ask(), ask("Accept-Encoding", "gzip")
	if packed.Header().Get("Content-Encoding") != "gzip" || plain.Header().Get("Etag") != packed.Header().Get("Etag") {
		t.Errorf("%v\n%v", plain.Header(), packed.Header())
	}
	if w := ask("Accept-Encoding", "gzip", "If-None-Match", plain.Header().Get("Etag")); w.Code != 304 || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	h.character("Another")
	if w := ask("If-None-Match", plain.Header().Get("Etag")); w.Code != 200 {
		t.Errorf("after a change: %d", w.Code)
	}
}

func TestProblemsPagesAndWritesAreNotHeldBack(t *testing.T) {
	e := echo.New()
	e.GET("/problem", func(c echo.Context) error {
		return c.JSONBlob(http.StatusTeapot, []byte(`{}`))
	})
	e.GET("/text", func(c echo.Context) error { return c.String(http.StatusOK, "hello") })
	e.POST("/write", func(c echo.Context) error { return c.JSONBlob(http.StatusOK, []byte(`{}`)) })
	e.GET("/twice", func(c echo.Context) error {
		c.Response().Header().Set("Content-Type", "application/json")
		_, _ = c.Response().Write([]byte(`{"a":`))
		c.Response().Flush()
		_, err := c.Response().Write([]byte(`1}`))
		return err
	})
	h := revalidate(e)
	for _, tc := range []struct {
		method, path string
		status       int
		body         string
		tagged       bool
	}{
		{"GET", "/problem", http.StatusTeapot, "{}", false}, {"GET", "/text", 200, "hello", false},
		{"POST", "/write", 200, "{}", false}, {"GET", "/twice", 200, `{"a":1}`, true},
	} {
		w := do(h, request(tc.method, tc.path, "", "If-None-Match", `"x"`))
		if w.Code != tc.status || w.Body.String() != tc.body || (w.Header().Get("Etag") != "") != tc.tagged {
			t.Errorf("%s %s: %d %s %v", tc.method, tc.path, w.Code, w.Body, w.Header())
		}
	}
}

func BenchmarkRevalidatingAnAnswer(b *testing.B) {
	body := bytes.Repeat([]byte(`{"character_name":"Mule 07","kills":1203},`), 1300) // 54 KB, as 60 players are
	h := revalidate(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(body)
	}))
	r := request("GET", "/", "")
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		do(h, r)
	}
}
