package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func decode(t *testing.T, w *httptest.ResponseRecorder, out any) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), out); err != nil {
		t.Fatalf("%v: %s", err, w.Body)
	}
}

func TestUsersOverHTTP(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		admin, reader := h.cookie("admin"), h.cookie("reader")
		at := func(id int) string { return fmt.Sprintf("/api-admin/users/%d", id) }
		var made UserAccount
		h.play(t, []scenario{
			{name: "list", method: "GET", target: "/api-admin/users", cookie: admin, status: 200, holds: []string{`{"users":[{"id":`, `"username":"admin","is_admin":true,"totp":false,"created_at":"`, `"sessions":1}`}, lacks: []string{`"last_seen_at":null`, "hash", "secret"}},
			{name: "list, as a reader", method: "GET", target: "/api-admin/users", cookie: reader, status: 403},
			{name: "create", method: "POST", target: "/api-admin/users", cookie: admin, json: `{"username":"Dace","password":"` + password + `","is_admin":true}`, status: 201, holds: []string{`"username":"Dace","is_admin":true`}, check: func(t *testing.T, w *httptest.ResponseRecorder) { decode(t, w, &made) }},
			{name: "create, taken", method: "POST", target: "/api-admin/users", cookie: admin, json: `{"username":"dACE","password":"` + password + `"}`, status: 422, holds: []string{`"errors":{"username":"Is taken."}`}},
			{name: "create, all fields wrong", method: "POST", target: "/api-admin/users", cookie: admin, json: `{"username":" ","password":"short"}`, status: 422, holds: []string{`"username":"Must not begin`, `"password":"Must have at least 10`}},
			{name: "create, a field missing", method: "POST", target: "/api-admin/users", cookie: admin, json: `{"username":"x"}`, status: 422, holds: []string{`"password":`}},
			{name: "create, an unknown field", method: "POST", target: "/api-admin/users", cookie: admin, json: `{"username":"x","password":"` + password + `","root":true}`, status: 422, holds: []string{`"root":`}},
			{name: "create, from another site", method: "POST", target: "/api-admin/users", cookie: admin, json: `{"username":"x","password":"` + password + `"}`, headers: []string{"Origin", "http://evil.example"}, status: 403},
			{name: "promote", method: "PATCH", target: at(h.readerID), cookie: admin, json: `{"is_admin":true}`, status: 200, holds: []string{`"username":"reader","is_admin":true`}},
			{name: "his rights count at once", method: "GET", target: "/api-admin/users", cookie: reader, status: 200},
			{name: "demote", method: "PATCH", target: at(h.readerID), cookie: admin, json: `{"is_admin":false}`, status: 200, holds: []string{`"is_admin":false`}},
			{name: "so does their end", method: "GET", target: "/api-admin/users", cookie: reader, status: 403},
			{name: "demote oneself", method: "PATCH", target: at(h.adminID), cookie: admin, json: `{"is_admin":false}`, status: 409, holds: []string{`"errors":{"is_admin":`}},
			{name: "remove oneself", method: "DELETE", target: at(h.adminID), cookie: admin, status: 409},
			{name: "nobody there", method: "PATCH", target: at(99999), cookie: admin, json: `{"end_sessions":true}`, status: 404},
			{name: "no id", method: "DELETE", target: "/api-admin/users/x", cookie: admin, status: 422},
			{name: "an id beyond the database's", method: "DELETE", target: "/api-admin/users/99999999999999", cookie: admin, status: 422},
			{name: "nothing to change", method: "PATCH", target: at(h.readerID), cookie: admin, json: `{}`, status: 200},
			{name: "end his sessions", method: "PATCH", target: at(h.readerID), cookie: admin, json: `{"end_sessions":true}`, status: 200, holds: []string{`"sessions":0`}},
			{name: "he is signed out", method: "GET", target: "/me", cookie: reader, status: 401},
			{name: "a short password", method: "PATCH", target: at(h.readerID), cookie: admin, json: `{"password":"short"}`, status: 422, holds: []string{`"errors":{"password":`}},
			{name: "a password", method: "PATCH", target: at(h.readerID), cookie: admin, json: `{"password":"another mosswart"}`, status: 200},
			{name: "he signs in with it", method: "POST", target: "/login", json: `{"username":"reader","password":"another mosswart"}`, status: 200},
			{name: "remove", method: "DELETE", target: at(h.readerID), cookie: admin, status: 204},
			{name: "twice", method: "DELETE", target: at(h.readerID), cookie: admin, status: 404},
		})
		h.play(t, []scenario{
			{name: "another admin removes the first", method: "DELETE", target: at(h.adminID), cookie: h.cookie("Dace"), status: 204},
			{name: "who is signed out", method: "GET", target: "/api-admin/users", cookie: admin, status: 401},
			{name: "the last one stays", method: "PATCH", target: at(made.ID), cookie: h.cookie("Dace"), json: `{"is_admin":false}`, status: 409},
		})
	})
}

func TestTheOwnAccountOverHTTP(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	here, there := h.cookie("reader"), h.cookie("reader")
	var sessions AccountSessions
	if code := h.get(here, "/account/sessions", &sessions); code != 200 || len(sessions.Sessions) != 2 {
		t.Fatalf("%d, %+v", code, sessions)
	}
	other, current := "", 0
	for _, s := range sessions.Sessions {
		if s.Current {
			current++
		} else {
			other = s.ID
		}
		if s.Address != "203.0.113.7" {
			t.Errorf("address %q", s.Address)
		}
	}
	if current != 1 {
		t.Errorf("%d sessions are the current one", current)
	}
	change := func(current, next string) string {
		return fmt.Sprintf(`{"current_password":%q,"new_password":%q}`, current, next)
	}
	cookie := ""
	h.play(t, []scenario{
		{name: "me", method: "GET", target: "/me", cookie: here, status: 200, holds: []string{`"username":"reader","user_id":`, `"is_admin":false,"internal":false,"totp":false,"session_id":"`}},
		{name: "me, as nobody", method: "GET", target: "/me", status: 401, holds: []string{`"request_id":"`}},
		{name: "somebody else's session", method: "DELETE", target: "/account/sessions/" + other, cookie: h.cookie("admin"), status: 404},
		{name: "end the other session", method: "DELETE", target: "/account/sessions/" + other, cookie: here, status: 204},
		{name: "it is over", method: "GET", target: "/me", cookie: there, status: 401},
		{name: "a wrong password", method: "POST", target: "/account/password", cookie: here, json: change("x", "another mosswart"), status: 422, holds: []string{`"errors":{"current_password":"Is not your password."}`}},
		{name: "an unfit password", method: "POST", target: "/account/password", cookie: here, json: change(password, "short"), status: 422, holds: []string{`"errors":{"new_password":`}},
	})
	h.clock.advance(1)
	h.play(t, []scenario{
		{
			name: "a new password", method: "POST", target: "/account/password", cookie: here, json: change(password, "another mosswart"), status: 204,
			check: func(t *testing.T, w *httptest.ResponseRecorder) { cookie = sessionOf(t, w) },
		},
		{name: "the old cookie", method: "GET", target: "/me", cookie: here, status: 401},
	})
	if code := h.get(cookie, "/account/sessions", &sessions); code != 200 || len(sessions.Sessions) != 1 || !sessions.Sessions[0].Current {
		t.Errorf("%d, %+v", code, sessions)
	}
}

func TestOneTimeLinksOverHTTP(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		admin := h.cookie("admin")
		var invite, named, reset NewInvitation
		take := func(out *NewInvitation) func(*testing.T, *httptest.ResponseRecorder) {
			return func(t *testing.T, w *httptest.ResponseRecorder) {
				decode(t, w, out)
				if !strings.HasPrefix(out.URL, "http://example.com/invite/") || len(out.URL) != len("http://example.com/invite/")+43 {
					t.Errorf("the link is %q", out.URL)
				}
			}
		}
		h.play(t, []scenario{
			{name: "invite", method: "POST", target: "/api-admin/invitations", cookie: admin, json: `{"is_admin":false}`, status: 201, holds: []string{`"kind":"invite"`, `"created_by":"admin"`}, check: take(&invite)},
			{name: "invite by name", method: "POST", target: "/api-admin/invitations", cookie: admin, json: `{"username":"Dace","is_admin":true,"hours":1}`, status: 201, holds: []string{`"username":"Dace"`, `"is_admin":true`}, check: take(&named)},
			{name: "invite, taken", method: "POST", target: "/api-admin/invitations", cookie: admin, json: `{"username":"Reader"}`, status: 422, holds: []string{`"errors":{"username":"Is taken."}`}},
			{name: "invite for ever", method: "POST", target: "/api-admin/invitations", cookie: admin, json: `{"hours":999999}`, status: 422, holds: []string{`"errors":{"hours":`}},
			{name: "reset", method: "POST", target: fmt.Sprintf("/api-admin/users/%d/reset", h.readerID), cookie: admin, status: 201, holds: []string{`"kind":"reset"`, `"username":"reader"`}, check: take(&reset)},
			{name: "reset nobody", method: "POST", target: "/api-admin/users/99999/reset", cookie: admin, status: 404},
			{name: "list", method: "GET", target: "/api-admin/invitations", cookie: admin, status: 200, holds: []string{`"kind":"reset"`, `"username":"Dace"`}, lacks: []string{`"url"`, `"token`}},
			{name: "withdraw nothing", method: "DELETE", target: "/api-admin/invitations/99999", cookie: admin, status: 404},
		})
		path := func(i NewInvitation) string { return strings.TrimPrefix(i.URL, "http://example.com") }
		link := path(invite)
		both := func(name, word string) map[string][]string {
			return fields("username", name, "password", word, "password_again", word)
		}
		h.play(t, []scenario{
			{name: "the page", method: "GET", target: link, status: 200, holds: []string{`action="` + link + `"`, "You are invited", `autocomplete="new-password"`}},
			{name: "the page of a fixed name", method: "GET", target: path(named), status: 200, holds: []string{`value="Dace"`, "readonly"}},
			{name: "the page of a reset", method: "GET", target: path(reset), status: 200, holds: []string{`value="reader"`, "readonly", "Set a new password"}},
			{name: "the passwords differ", method: "POST", target: link, form: fields("username", "guest", "password", password, "password_again", "x"), status: 422, holds: []string{`id="password_again-error"`, `value="guest"`}, lacks: []string{password}},
			{name: "nothing fits", method: "POST", target: link, form: both("reader ", "short"), status: 422, holds: []string{`id="username-error"`, `id="password-error"`}},
			{name: "the name is taken", method: "POST", target: link, form: both("READER", password), status: 422, holds: []string{"Is taken."}},
			{name: "JSON", method: "POST", target: link, json: `{}`, status: 415},
			{name: "another site's page", method: "POST", target: link, form: both("guest", password), headers: []string{"Origin", "https://evil.example"}, status: 403},
			{name: "it is used", method: "POST", target: link, form: both("guest", password), status: 303, location: "/", check: setsCookie},
			{name: "it is used again", method: "POST", target: link, form: both("guest2", password), status: 410, holds: []string{"does not work"}, check: setsNoCookie},
			{name: "its page", method: "GET", target: link, status: 410, holds: []string{"does not work", "<html"}},
			{name: "a link that never was", method: "GET", target: "/invite/%00%ff", status: 410},
			{name: "a fixed name is not to be chosen", method: "POST", target: path(named), form: both("somebody else", password), status: 303, location: "/"},
			{name: "the reset", method: "POST", target: path(reset), form: both("admin", "another mosswart"), status: 303, location: "/", check: setsCookie},
			{name: "it counts", method: "POST", target: "/login", json: `{"username":"reader","password":"another mosswart"}`, status: 200},
			{name: "who is there now", method: "GET", target: "/api-admin/users", cookie: admin, status: 200, holds: []string{`"username":"Dace","is_admin":true`, `"username":"guest","is_admin":false`}, lacks: []string{"somebody else", "guest2"}},
		})
	})
}

func TestALinkIsUsedOnceUnderConcurrentPosts(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		var made NewInvitation
		w := do(h, request("POST", "/api-admin/invitations", `{}`, "Cookie", h.cookie("admin")))
		decode(t, w, &made)
		link := strings.TrimPrefix(made.URL, "http://example.com")
		var wg sync.WaitGroup
		codes := make([]int, 10)
		for i := range codes {
			wg.Go(func() {
				form := fields("username", fmt.Sprint("guest", i), "password", password, "password_again", password)
				r := request("POST", link, form.Encode())
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				codes[i] = do(h, r).Code
			})
		}
		wg.Wait()
		count := map[int]int{}
		for _, code := range codes {
			count[code]++
		}
		if count[http.StatusSeeOther] != 1 || count[http.StatusGone] != 9 {
			t.Errorf("answers %v, want one 303 and nine 410", count)
		}
	})
}
