package storeweb

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/store"
)

// site mounts a Web as a host does.
type site struct {
	t       *testing.T
	mux     *http.ServeMux
	cookies map[string]*http.Cookie
}

type people struct{}

func (people) Person(_ context.Context, id string) (*access.Principal, error) {
	switch id {
	case "root":
		return &access.Principal{ID: "root", Name: "Root", Superuser: true}, nil
	case "eve":
		return &access.Principal{ID: "eve", Name: "Eve", Roles: []string{access.Viewer}}, nil
	}
	return nil, nil
}

func (p people) People(ctx context.Context, _ string, _ int) ([]access.Principal, error) {
	eve, err := p.Person(ctx, "eve")
	return []access.Principal{*eve}, err
}

func newSite(t *testing.T, directory store.Directory) (*site, *store.Store) {
	t.Helper()
	registry, _ := fixture.Open(t, fixture.SQLite(t))
	s, err := store.Open(t.Context(), registry, store.Options{
		Directory: directory, BcryptCost: bcrypt.MinCost, HostScopes: []string{"site:read"}, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	auth := s.Session
	if directory != nil {
		auth = func(r *http.Request) (*access.Principal, error) {
			return directory.Person(r.Context(), r.Header.Get("As"))
		}
	}
	mux := http.NewServeMux()
	for _, route := range New(s, Options{Logger: slog.New(slog.DiscardHandler)}).Routes() {
		mux.HandleFunc(route.Method+" "+route.Pattern, func(w http.ResponseWriter, r *http.Request) {
			by, err := s.Identify(r, auth)
			if err != nil && !route.Public {
				t.Fatal(err)
			}
			if by != nil {
				r = r.WithContext(access.NewContext(r.Context(), *by))
			}
			route.Handler(w, r)
		})
	}
	return &site{t: t, mux: mux, cookies: make(map[string]*http.Cookie)}, s
}

// ask sends a request and returns the answer's JSON object.
func (s *site) ask(as, method, path, body string, status int) map[string]any {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("As", as)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, c := range s.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(s.cookies, c.Name)
		} else {
			s.cookies[c.Name] = c
		}
	}
	if w.Code != status {
		s.t.Fatalf("%s %s: %d %s, want %d", method, path, w.Code, w.Body, status)
	}
	if cache := w.Header().Get("Cache-Control"); status != http.StatusNoContent && cache != "no-store" {
		s.t.Errorf("%s %s may be cached: %q", method, path, cache)
	}
	var answer map[string]any
	if w.Body.Len() > 0 {
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			s.t.Fatalf("%s %s: %v in %s", method, path, err, w.Body)
		}
	}
	return answer
}

func items(answer map[string]any) []any {
	list, _ := answer["items"].([]any)
	return list
}

func TestHostSite(t *testing.T) {
	s, st := newSite(t, people{})
	for _, route := range New(st, Options{}).Routes() {
		if strings.HasPrefix(route.Pattern, "/_people") || strings.HasPrefix(route.Pattern, "/_session") {
			t.Errorf("the host has people, and yet there is %s", route.Pattern)
		}
	}
	if got := s.ask("", "GET", "/_views", "", 401); got["code"] != "unauthenticated" {
		t.Error(got)
	}

	s.ask("root", "PUT", "/_roles/clerk", `{"label":"Clerk","grants":[{"type":"books","actions":["view"],"fields":{"read":["*","-isbn"]}}]}`, 200)
	got := s.ask("root", "PUT", "/_roles/clerk", `{"label":"Clerk","grants":[{"type":"books","actions":["sing"]}]}`, 422)
	if errs, _ := got["errors"].(map[string]any); errs["grants[0].actions[0]"] == nil {
		t.Error(got)
	}
	s.ask("root", "PUT", "/_roles/clerk", `{"colour":1}`, 422)
	s.ask("root", "PUT", "/_roles/clerk", `{"label":1}`, 422)
	s.ask("root", "PUT", "/_roles/clerk", `{"label":"x"} {}`, 400)
	s.ask("root", "PUT", "/_roles/clerk", `{"label":`, 400)
	s.ask("root", "PUT", "/_roles/clerk", ``, 415)
	s.ask("root", "PUT", "/_roles/clerk", `{"label":"`+strings.Repeat("x", maxBody)+`"}`, 413)
	s.ask("eve", "DELETE", "/_roles/clerk", "", 403)
	if got := items(s.ask("root", "GET", "/_roles", "", 200)); len(got) != 4 {
		t.Error(got)
	}
	if got := s.ask("root", "PUT", "/_members/eve", `{"roles":["clerk"]}`, 200); got["name"] != "Eve" {
		t.Error(got)
	}
	if got := items(s.ask("root", "GET", "/_members?q=e", "", 200)); len(got) != 1 {
		t.Error(got)
	}
	s.ask("root", "GET", "/_members/eve", "", 200)
	s.ask("root", "GET", "/_members?x=1", "", 422)

	view := s.ask("eve", "POST", "/_views", `{"type":"books","name":"mine","filter":"title~dune","columns":["title"],"shared":["clerk"]}`, 201)
	path := "/_views/" + view["id"].(string)
	if got := s.ask("eve", "PATCH", path, `{"shared":null,"name":"renamed"}`, 200); got["shared"] != nil || got["name"] != "renamed" || got["mine"] != true {
		t.Error(got)
	}
	s.ask("eve", "PATCH", path, `{"shared":"nobody"}`, 400)
	for _, field := range []string{"name", "filter", "search", "sort"} {
		got := s.ask("eve", "PATCH", path, `{"`+field+`":"a\u0000b"}`, 422)
		if errs, _ := got["errors"].(map[string]any); errs[field] == nil {
			t.Errorf("a zero in %s: %v", field, got)
		}
	}
	s.ask("eve", "PATCH", path, `{"columns":["\u0000"]}`, 422)
	s.ask("eve", "PATCH", path, `{"name":"\\u0000"}`, 200)
	s.ask("root", "GET", "/_members?q=%00", "", 422)
	s.ask("root", "PUT", "/_roles/x", `{"grants":[{"type":"books","actions":["view"],"rows":"title=\u0000"}]}`, 422)
	if got := items(s.ask("eve", "GET", "/_views?type=books", "", 200)); len(got) != 1 {
		t.Error(got)
	}
	s.ask("eve", "DELETE", path, "", 204)

	key := s.ask("eve", "POST", "/_keys", `{"name":"k","scopes":["books:view","site:read"],"expires_at":"2099-01-01T00:00:00Z"}`, 201)
	if token, _ := key["token"].(string); !strings.HasPrefix(token, "adm_") {
		t.Error(key)
	}
	s.ask("eve", "POST", "/_keys", `{"name":"k","scopes":["books:view"],"expires_at":"tomorrow"}`, 422)
	if got := items(s.ask("eve", "GET", "/_keys", "", 200)); len(got) != 1 || got[0].(map[string]any)["token"] != nil {
		t.Error(got)
	}
	s.ask("root", "GET", "/_keys?all=1", "", 200)
	s.ask("eve", "DELETE", "/_keys/"+key["id"].(string), "", 204)

	audit := s.ask("root", "GET", "/_audit?type=_roles&from=2020-01-01&limit=1", "", 200)
	if len(items(audit)) != 1 || audit["next"] == nil {
		t.Fatal(audit)
	}
	change := items(audit)[0].(map[string]any)["change"].(string)
	if rows := items(s.ask("root", "GET", "/_audit/"+change, "", 200)); len(rows) != 1 {
		t.Error(rows)
	}
	s.ask("root", "GET", "/_audit?from=yesterday", "", 422)
	s.ask("root", "GET", "/_audit?limit=0", "", 422)
	s.ask("eve", "GET", "/_audit", "", 403)

	if got := s.ask("root", "POST", "/_impersonate", `{"user":"eve"}`, 200); got["name"] != "Eve" || len(s.cookies) != 1 {
		t.Error(got)
	}
	s.ask("root", "GET", "/_audit", "", 403) // as Eve
	s.ask("root", "DELETE", "/_impersonate", "", 204)
	s.ask("root", "GET", "/_audit", "", 200)
	s.ask("root", "DELETE", "/_roles/clerk", "", 204)
}

func TestStandaloneSite(t *testing.T) {
	s, st := newSite(t, nil)
	token, err := st.SetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	link := `{"token":"` + token + `"}`
	if got := s.ask("", "POST", "/_session/link", link, 200); got["first"] != true {
		t.Error(got)
	}
	s.ask("", "POST", "/_session/accept", `{"token":"`+token+`","name":"Root","password":"correct horse"}`, 200)
	s.ask("", "POST", "/_session/link", link, 410)
	s.ask("", "POST", "/_session", `{"name":"root","password":"wrong horse"}`, 401)
	s.ask("", "GET", "/_session", "", 401)
	s.ask("", "POST", "/_session", `{"name":"root","password":"correct horse"}`, 200)
	if got := s.ask("", "GET", "/_session", "", 200); got["name"] != "Root" || len(got["sessions"].([]any)) != 1 {
		t.Error(got)
	}
	made := s.ask("", "POST", "/_people", `{"name":"Eve"}`, 201)
	if made["link"].(map[string]any)["token"] == "" || made["password"] != false {
		t.Error(made)
	}
	path := "/_people/" + made["id"].(string)
	s.ask("", "PATCH", path, `{"name":"Eva"}`, 200)
	s.ask("", "POST", path+"/link", "", 201)
	s.ask("", "DELETE", path+"/totp", "", 204)
	if got := items(s.ask("", "GET", "/_people?q=ev", "", 200)); len(got) != 1 {
		t.Error(got)
	}
	s.ask("", "DELETE", path, "", 204)
	s.ask("", "POST", "/_session/password", `{"current":"correct horse","password":"battery staple"}`, 204)
	setup := s.ask("", "POST", "/_session/totp", `{"password":"battery staple"}`, 200)
	if setup["secret"] == "" || !strings.HasPrefix(setup["url"].(string), "otpauth://") {
		t.Error(setup)
	}
	s.ask("", "PUT", "/_session/totp", `{"code":"0"}`, 422)
	s.ask("", "DELETE", "/_session/totp", `{"password":"battery staple"}`, 204)
	s.ask("", "DELETE", "/_session/nonsense", "", 404)
	s.ask("", "DELETE", "/_session", "", 204)
	if len(s.cookies) != 0 {
		t.Errorf("cookies are left: %v", s.cookies)
	}
	s.ask("", "GET", "/_session", "", 401)
}
