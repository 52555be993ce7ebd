package echoadmin_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/echoadmin"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/melodylive"
	"github.com/mosswart/overlord/admin/store"
)

// Lists, files, pages and sockets work behind Echo and the group's middleware.
func TestAnAdminBehindEcho(t *testing.T) {
	reg, client := fixture.Open(t, fixture.SQLite(t))
	if err := fixture.Seed(t.Context(), client, 20); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), reg, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	hub := melodylive.New(melodylive.Options{})
	t.Cleanup(func() { _ = hub.Close() })
	a, err := admin.New(reg, admin.Options{
		Store: st, Base: "/admin", API: "/api/library", Live: hub,
		Auth: func(*http.Request) (*access.Principal, error) {
			return &access.Principal{ID: "1", Name: "root", Superuser: true, Via: "session"}, nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })

	e := echo.New()
	seen := 0
	echoadmin.Mount(e.Group("/api/library", func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			seen++
			return next(c)
		}
	}), a)
	echoadmin.MountPages(e.Group("/admin"), a)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)

	for path, want := range map[string]string{
		"/api/library/books?limit=1":                      `"items":[{"id":"20"`,
		"/api/library/books/20":                           `"id":"20"`,
		"/api/library/books/%5Fexport":                    "There is no Book _export.",
		"/api/library/books/_export?format=csv&fields=id": "id\n",
		"/admin":             `content="/api/library"`,
		"/admin/books/20":    `content="/api/library"`,
		"/admin/_api/nope":   "<!doctype html>",
		"/api/library/nope":  "There is no type nope.",
		"/api/library/books": `"next":null`,
	} {
		res, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || !bytes.Contains(body, []byte(want)) {
			t.Errorf("%s: %d %.200s lacks %s: %v", path, res.StatusCode, body, want, err)
		}
	}
	if seen != 6 {
		t.Errorf("the group's middleware has seen %d requests", seen)
	}

	conn, res, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(server.URL, "http")+"/api/library/_live", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = res.Body.Close()
	if err := conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"editing","resource":"books","id":"20"}`)); err != nil {
		t.Fatal(err)
	}
	_ = conn.SetReadDeadline(time.Now().Add(time.Minute))
	if _, told, err := conn.ReadMessage(); err != nil || !bytes.Contains(told, []byte(`"presence"`)) {
		t.Errorf("the socket says %s: %v", told, err)
	}
}
