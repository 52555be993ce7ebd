package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheLibraryServesItsPagesAndWantsASignIn(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	path := filepath.Join(t.TempDir(), "library.db")
	for range 2 { // the second time it is there already
		handler, welcome, err := library(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(welcome, "/welcome#") {
			t.Errorf("the first user is made at %q", welcome)
		}
		server := httptest.NewServer(handler)
		defer server.Close()
		for path, want := range map[string]struct {
			status int
			holds  string
		}{
			"/":           {http.StatusOK, "<title>"},
			"/books":      {http.StatusOK, "<title>"},
			"/_api/books": {http.StatusUnauthorized, `"status":401`},
		} {
			answer, err := http.Get(server.URL + path)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			if err != nil || answer.StatusCode != want.status || !strings.Contains(string(body), want.holds) {
				t.Errorf("%s: %d %.200s, %v", path, answer.StatusCode, body, err)
			}
		}
	}
}
