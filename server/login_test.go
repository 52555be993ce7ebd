package server

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/mosswart/overlord/internal/testkit"
)

// scenario is one request over HTTP and what must come of it.
type scenario struct {
	name, method, target string
	cookie               string // "" = nobody
	json                 string // the body, or
	form                 url.Values
	headers              []string

	status   int
	location string
	holds    []string // in the body
	lacks    []string
	check    func(t *testing.T, w *httptest.ResponseRecorder)
}

func (h *house) play(t *testing.T, scenarios []scenario) {
	t.Helper()
	for _, sc := range scenarios {
		t.Run(sc.name, func(t *testing.T) {
			r := request(sc.method, sc.target, sc.json, sc.headers...)
			if sc.form != nil {
				r = request(sc.method, sc.target, sc.form.Encode(), sc.headers...)
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			if sc.cookie != "" {
				r.Header.Set("Cookie", sc.cookie)
			}
			w := do(h, r)
			if w.Code != sc.status {
				t.Fatalf("status %d, want %d: %s", w.Code, sc.status, w.Body)
			}
			if got := w.Header().Get("Location"); got != sc.location {
				t.Errorf("leads to %q, want %q", got, sc.location)
			}
			for _, want := range sc.holds {
				if !strings.Contains(w.Body.String(), want) {
					t.Errorf("lacks %s: %s", want, w.Body)
				}
			}
			for _, no := range sc.lacks {
				if strings.Contains(w.Body.String(), no) {
					t.Errorf("holds %s: %s", no, w.Body)
				}
			}
			if sc.check != nil {
				sc.check(t, w)
			}
		})
	}
}

// sessionOf is the session cookie that an answer sets, as a Cookie header.
func sessionOf(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	for _, c := range w.Result().Cookies() {
		if c.Name == "session" && c.Value != "" {
			if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
				t.Errorf("the cookie is %v", c)
			}
			return c.Name + "=" + c.Value
		}
	}
	t.Fatalf("no session cookie among %v", w.Header()["Set-Cookie"])
	return ""
}

func fields(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v
}

func setsCookie(t *testing.T, w *httptest.ResponseRecorder) { sessionOf(t, w) }
func setsNoCookie(t *testing.T, w *httptest.ResponseRecorder) {
	if set := w.Header()["Set-Cookie"]; set != nil {
		t.Errorf("sets %v", set)
	}
}

func TestSigningInOverHTTP(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	reader := h.cookie("reader")
	h.play(t, []scenario{
		{
			name: "JSON", method: "POST", target: "/login", json: `{"username":"Reader","password":"` + password + `"}`,
			status: 200, holds: []string{`{"username":"reader","is_admin":false}`},
			check: func(t *testing.T, w *httptest.ResponseRecorder) {
				sessionOf(t, w)
				if !strings.Contains(w.Header().Get("Set-Cookie"), "Max-Age=2592000") {
					t.Errorf("not for 30 days: %s", w.Header().Get("Set-Cookie"))
				}
			},
		},
		{
			name: "JSON, not to be remembered", method: "POST", target: "/login",
			json: `{"username":"reader","password":"` + password + `","remember":false}`, status: 200,
			check: func(t *testing.T, w *httptest.ResponseRecorder) {
				if strings.Contains(w.Header().Get("Set-Cookie"), "Max-Age") {
					t.Errorf("outlives the browser: %s", w.Header().Get("Set-Cookie"))
				}
			},
		},
		{name: "under /api", method: "POST", target: "/api/login", json: `{"username":"admin","password":"` + password + `"}`, status: 200, holds: []string{`"is_admin":true`}, check: setsCookie},
		{name: "wrong password", method: "POST", target: "/login", json: `{"username":"reader","password":"x"}`, status: 401, holds: []string{`"errors":{"password":"`}, check: setsNoCookie},
		{name: "unknown user gets the same answer", method: "POST", target: "/login", json: `{"username":"nobody","password":"x"}`, status: 401, holds: []string{`"errors":{"password":"The name or the password is wrong."}`}},
		{name: "nothing filled in", method: "POST", target: "/login", json: `{}`, status: 422, holds: []string{`"password":"Is missing."`, `"username":"Is missing."`}},
		{name: "73 bytes", method: "POST", target: "/login", json: `{"username":"reader","password":"` + strings.Repeat("x", 73) + `"}`, status: 422, holds: []string{`72 bytes`}},
		{name: "an unknown field", method: "POST", target: "/login", json: `{"username":"reader","passwort":"x"}`, status: 400},
		{name: "no JSON", method: "POST", target: "/login", json: `username=reader`, status: 400},
		{name: "two objects", method: "POST", target: "/login", json: `{"username":"a","password":"b"}{}`, status: 400},
		{name: "a number for a name", method: "POST", target: "/login", json: `{"username":1,"password":"b"}`, status: 400},
		{name: "another kind of body", method: "POST", target: "/login", json: `x`, headers: []string{"Content-Type", "text/plain"}, status: 415},
		{name: "another site's page", method: "POST", target: "/login", json: `{"username":"reader","password":"` + password + `"}`, headers: []string{"Origin", "https://evil.example"}, status: 403, check: setsNoCookie},
		{name: "another site's form", method: "POST", target: "/login", form: fields("username", "reader", "password", password), headers: []string{"Sec-Fetch-Site", "cross-site"}, status: 403, check: setsNoCookie},

		{name: "the form", method: "GET", target: "/login?next=/players%3Fq=x", status: 200, holds: []string{`<form method="post" action="/login">`, `name="next" value="/players?q=x"`, "2026.6.24.1750-test"}, lacks: []string{"onclick", "style=", "<style"}},
		{name: "the form, to be led elsewhere", method: "GET", target: "/login?next=https://evil.example/", status: 200, holds: []string{`name="next" value="/"`}},
		{name: "the form for somebody who is signed in", method: "GET", target: "/login?next=/players", cookie: reader, status: 303, location: "/players"},
		{name: "its other address", method: "GET", target: "/signin?next=/players", status: 303, location: "/login?next=%2Fplayers"},
		{name: "form sent", method: "POST", target: "/login", form: fields("username", "reader", "password", password, "next", "/players?q=a&b", "remember", "1"), status: 303, location: "/players?q=a&b", check: setsCookie},
		{name: "form sent, to be led elsewhere", method: "POST", target: "/login", form: fields("username", "reader", "password", password, "next", "//evil.example"), status: 303, location: "/"},
		{
			name: "form sent with a wrong password", method: "POST", target: "/login", form: fields("username", `"><script>`, "password", "hunter2hunter2", "next", "/players"), status: 401,
			holds: []string{`id="password-error"`, `role="alert"`, `aria-invalid="true"`, `value="&#34;&gt;&lt;script&gt;"`, `name="next" value="/players"`},
			lacks: []string{"<script>", "hunter2"}, check: setsNoCookie,
		},
		{name: "a form that cannot be read", method: "POST", target: "/login", json: "%zz=1", headers: []string{"Content-Type", "application/x-www-form-urlencoded"}, status: 400},
	})
}

func TestAFloodGetsRetryAfter(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	var w *httptest.ResponseRecorder
	for range 20 {
		w = do(h, request("POST", "/login", `{"username":"reader","password":"x"}`))
	}
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("%d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	r := request("POST", "/login", "username=reader&password=x")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w = do(h, r)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "Try again in") {
		t.Errorf("the form: %d, %s", w.Code, w.Body)
	}
}

func TestASecondFactorOverHTTP(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	cookie := h.cookie("reader")
	var setup SecondFactorSecret
	var codes RecoveryCodes
	code := func() string {
		code, err := totp.GenerateCode(setup.Secret, h.clock.now())
		must(t, err)
		return code
	}
	h.play(t, []scenario{
		{name: "off", method: "GET", target: "/account/totp", cookie: cookie, status: 200, holds: []string{`{"enabled":false,"recovery_codes_left":0}`}},
		{name: "begin, wrong password", method: "POST", target: "/account/totp", cookie: cookie, json: `{"password":"x"}`, status: 422, holds: []string{`"errors":{"password":"Is not your password."}`}},
		{
			name: "begin", method: "POST", target: "/account/totp", cookie: cookie, json: `{"password":"` + password + `"}`, status: 200, holds: []string{`"qr_svg":"<svg`, `"otpauth_url":"otpauth://totp/`},
			check: func(t *testing.T, w *httptest.ResponseRecorder) { decode(t, w, &setup) },
		},
		{name: "confirm, wrong code", method: "PUT", target: "/account/totp", cookie: cookie, json: `{"code":"x"}`, status: 422, holds: []string{`"errors":{"code":`}},
	})
	w := do(h, request("PUT", "/account/totp", `{"code":"`+code()+`"}`, "Cookie", cookie))
	if w.Code != 200 {
		t.Fatalf("confirm: %d %s", w.Code, w.Body)
	}
	decode(t, w, &codes)
	with := sessionOf(t, w)
	login := `{"username":"reader","password":"` + password + `"`
	pending := ""
	h.play(t, []scenario{
		{name: "the cookie of before", method: "GET", target: "/me", cookie: cookie, status: 401},
		{name: "the new cookie", method: "GET", target: "/me", cookie: with, status: 200, holds: []string{`"totp":true`}},
		{name: "JSON without a code", method: "POST", target: "/login", json: login + `}`, status: 401, holds: []string{`"type":"/problems/totp-required"`, `"errors":{"code":`}, check: setsNoCookie},
		{name: "JSON with a code that was used", method: "POST", target: "/login", json: login + `,"code":"` + code() + `"}`, status: 401, holds: []string{`"type":"/problems/totp-required"`}},
		{name: "JSON with a recovery code", method: "POST", target: "/login", json: login + `,"code":"` + codes.RecoveryCodes[0] + `"}`, status: 200, check: setsCookie},
		{
			name: "the form asks for the code alone", method: "POST", target: "/login", form: fields("username", "reader", "password", password, "next", "/players", "remember", "1"), status: 401,
			holds: []string{`name="code"`, `name="remember"`, `name="next" value="/players"`}, lacks: []string{`name="password"`, password},
			check: func(t *testing.T, w *httptest.ResponseRecorder) {
				_, rest, _ := strings.Cut(w.Body.String(), `name="pending" value="`)
				pending, _, _ = strings.Cut(rest, `"`)
			},
		},
	})
	h.clock.advance(time.Minute)
	h.play(t, []scenario{
		{name: "a wrong code asks again", method: "POST", target: "/login", form: fields("username", "reader", "pending", pending, "code", "x"), status: 401, holds: []string{`id="code-error"`, `name="pending" value="`}},
		{name: "a forged step asks for the password", method: "POST", target: "/login", form: fields("username", "reader", "pending", "x", "code", code()), status: 401, holds: []string{`name="password"`}},
		{name: "the code signs in", method: "POST", target: "/login", form: fields("username", "reader", "pending", pending, "code", code(), "next", "/players"), status: 303, location: "/players", check: setsCookie},
		{name: "state", method: "GET", target: "/account/totp", cookie: with, status: 200, holds: []string{`{"enabled":true,"recovery_codes_left":9}`}},
		{name: "an admin sees it", method: "GET", target: "/api-admin/users", cookie: h.cookie("admin"), status: 200, holds: []string{`"username":"reader","is_admin":false,"totp":true`}},
		{name: "removal needs the password", method: "DELETE", target: "/account/totp", cookie: with, json: `{"password":"x"}`, status: 422},
		{name: "removal", method: "DELETE", target: "/account/totp", cookie: with, json: `{"password":"` + password + `"}`, status: 204},
		{name: "signed in as before", method: "GET", target: "/me", cookie: with, status: 200, holds: []string{`"totp":false`}},
	})
}

func TestSigningOut(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	one, two := h.cookie("reader"), h.cookie("reader")
	gone := func(t *testing.T, w *httptest.ResponseRecorder) {
		if set := w.Header().Get("Set-Cookie"); !strings.HasPrefix(set, "session=;") || !strings.Contains(set, "Max-Age=0") {
			t.Errorf("the cookie stays: %q", set)
		}
	}
	h.play(t, []scenario{
		{name: "by another site's page", method: "POST", target: "/logout", cookie: one, headers: []string{"Origin", "https://evil.example"}, status: 403},
		{name: "still signed in", method: "GET", target: "/me", cookie: one, status: 200},
		{name: "JSON", method: "POST", target: "/logout", cookie: one, status: 204, check: gone},
		{name: "the cookie is worth nothing", method: "GET", target: "/me", cookie: one, status: 401},
		{name: "elsewhere it is", method: "GET", target: "/me", cookie: two, status: 200},
		{name: "a form", method: "POST", target: "/logout", cookie: two, form: fields("x", "y"), status: 303, location: "/login", check: gone},
		{name: "again", method: "POST", target: "/logout", cookie: two, status: 204, check: gone},
		{name: "nobody", method: "POST", target: "/logout", status: 204},
	})
}

func TestOnlyPathsOfThisSiteAreLedTo(t *testing.T) {
	for next, want := range map[string]string{
		"/": "/", "/players": "/players", "/players?q=a#b": "/players?q=a#b", "/players/Mule%2007": "/players/Mule%2007",
		"": "/", "players": "/", "//evil.example": "/", "/\\evil.example": "/", "https://evil.example": "/", "/\t/evil.example": "/",
		"javascript:alert(1)": "/", "/a\nSet-Cookie: x": "/", "/login": "/", "/login?next=/login": "/", "/logout": "/", "/invite/abc": "/",
		"/loginx": "/loginx", "/" + strings.Repeat("x", 3000): "/", "/%zz": "/", "///evil.example": "/",
	} {
		if got := localPath(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}
