package server

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/mosswart/overlord/internal/testkit"
)

func TestIconsAreServedUnderTheirNumberHoweverTheFileIsNamed(t *testing.T) {
	picture := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte("\x89PNG " + s)} }
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), func(o *Options) {
		o.Icons = fstest.MapFS{
			"6689.png": picture("bare"), "0x06001A22.png": picture("hex"), "06001a23.png": picture("lower"), "100669988.png": picture("whole"),
			"7.png":    {Data: []byte(strings.Repeat("x", maxIconBytes+1))},
			"8.png/x":  picture("in a folder"),
			"notes.md": {Data: []byte("no picture")},
		}
	})
	cookie := h.cookie("reader")
	for path, want := range map[string]string{
		"/icons/6689.png": "bare", "/icons/6690.png": "hex", "/icons/6691.png": "lower", "/icons/6692.png": "whole",
		"/icons/100669985.png": "bare", "/inv/icons/6689.png": "bare", "/api/icons/6689.png": "bare",
		"/icons/9.png": "", "/icons/7.png": "", "/icons/8.png": "", "/icons/notes.md": "", "/icons/0.png": "", "/icons/-1.png": "",
		"/icons/..%2F6689.png": "", "/icons/6689": "", "/icons/99999999999.png": "", "/icons/+6689.png": "",
	} {
		w := do(h, request("GET", path, "", "Cookie", cookie))
		if want == "" {
			if w.Code != 404 {
				t.Errorf("%s: %d", path, w.Code)
			}
			continue
		}
		if w.Code != 200 || w.Header().Get("Content-Type") != "image/png" || !strings.HasSuffix(w.Body.String(), " "+want) {
			t.Errorf("%s: %d %v %q", path, w.Code, w.Header(), w.Body)
		}
		if again := do(h, request("GET", path, "", "Cookie", cookie, "If-None-Match", w.Header().Get("Etag"))); again.Code != 304 || again.Body.Len() > 0 {
			t.Errorf("%s, asked for again: %d", path, again.Code)
		}
	}
	var version Version
	if h.get(cookie, "/api-version", &version); !version.Icons {
		t.Error("the site does not say that it has icons")
	}
}

func TestASiteWithoutIconsSaysSo(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	cookie := h.cookie("reader")
	var version Version
	if h.get(cookie, "/api-version", &version); version.Icons {
		t.Error("the site claims to have icons")
	}
	if code := h.get(cookie, "/icons/6689.png", nil); code != 404 {
		t.Errorf("%d", code)
	}
}
