package openapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/internal/fixture"
	"github.com/mosswart/overlord/admin/store"
)

// What the admin answers is what the document says: each answer here is held to the schema of its operation, member by
// member, and none has a member that the schema does not have.
func TestAnswersAreAsDescribed(t *testing.T) {
	c := newClient(t)
	c.signIn()
	c.get("/_meta")
	c.get("/_schema")
	c.get("/_dashboard")
	c.get("/_system")
	c.get("/_search?q=Songs")
	c.get("/openapi.json")

	c.get("/books?limit=3&count=capped&etag=1&sort=-title")
	next := c.get("/books?limit=3&count=exact")["next"].(string)
	c.get("/books?limit=3&count=none&after=" + url.QueryEscape(next))
	c.get("/books/_lookup?q=Songs")
	c.get("/loans/_chart?agg=count&from=2025-01-01T00:00:00Z&to=2027-01-01T00:00:00Z")
	c.get("/tags/1/books?limit=2")
	c.get("/authors/1/books")
	book := c.post(http.StatusCreated, "/books", `{"title":"New","isbn":"77","author":"1","tags":["1","2"],"supplier_code":"s","metadata":{"a":1},"rating":4.5,"cover":"AAE=","published_at":"2020-01-02T03:04:05Z","barcode":"9007199254740993"}`)
	id := book["id"].(string)
	c.get("/books/" + id)
	c.send(http.MethodPatch, http.StatusPreconditionRequired, "/books/"+id, `{"title":"No version"}`, "")
	c.send(http.MethodPatch, http.StatusConflict, "/books/"+id, `{"title":"Stale"}`, `"stale"`)
	c.send(http.MethodPatch, http.StatusOK, "/books/"+id, `{"title":"Newer","tags":{"add":["3"],"remove":["1"]},"author":null}`, c.etag)
	c.send(http.MethodPatch, http.StatusUnprocessableEntity, "/books/"+id, `{"title":"","rating":9}`, c.etag)
	c.get("/books/" + id + "/history")
	c.post(http.StatusOK, "/books/"+id+"/revert/1", "")
	c.post(http.StatusOK, "/books/_consequences", `{"action":"delete","filter":"rating>4.5"}`)
	c.send(http.MethodDelete, http.StatusNoContent, "/books/"+id, "", "*")
	undo := c.undo
	c.post(http.StatusOK, "/_undo/"+undo, "")
	c.post(http.StatusOK, "/books/_bulk", `{"action":"delete","ids":["`+id+`"]}`)
	c.post(http.StatusOK, "/books/"+id+"/restore", "")
	c.get("/books?trash=1")
	c.post(http.StatusOK, "/books/_bulk", `{"action":"update","filter":"title:Newer","args":{"volume":2}}`)
	c.job(c.post(http.StatusAccepted, "/books/_bulk", `{"action":"update","filter":"","args":{"volume":3}}`))
	c.get("/books/4711")

	c.send(http.MethodPost, http.StatusOK, "/tags/_import?dry_run=1", "Name,Colour\nt,blue\n", "", "text/csv")
	c.job(c.send(http.MethodPost, http.StatusAccepted, "/tags/_import", `[{"name":"fresh"}]`, ""))
	c.job(c.send(http.MethodPost, http.StatusAccepted, "/tags/_import", `[{"name":"fresh"}]`, "")) // fails: it is there

	audit := c.get("/_audit?type=books&limit=5")["items"].([]any)
	c.get("/_audit/" + audit[0].(map[string]any)["change"].(string))
	view := c.post(http.StatusCreated, "/_views", `{"type":"books","name":"Mine","filter":"rating>4","columns":["title"],"shared":["viewer"]}`)
	c.send(http.MethodPatch, http.StatusOK, "/_views/"+view["id"].(string), `{"shared":"everyone","position":2}`, "")
	c.get("/_views?type=books")
	c.send(http.MethodDelete, http.StatusNoContent, "/_views/"+view["id"].(string), "", "")
	c.send(http.MethodPut, http.StatusOK, "/_roles/clerk", `{"label":"Clerk","grants":[{"type":"books","actions":["view"],"fields":{"read":["title"]},"rows":"rating>3"}]}`, "")
	c.get("/_roles")
	c.send(http.MethodDelete, http.StatusNoContent, "/_roles/clerk", "", "")
	key := c.post(http.StatusCreated, "/_keys", `{"name":"k","scopes":["books:view"],"expires_at":"2099-01-01T00:00:00Z"}`)
	c.get("/_keys?all=1")
	c.send(http.MethodDelete, http.StatusNoContent, "/_keys/"+key["id"].(string), "", "")

	user := c.post(http.StatusCreated, "/_people", `{"name":"ada"}`)
	ada := user["id"].(string)
	link := user["link"].(map[string]any)["token"].(string)
	c.post(http.StatusOK, "/_session/link", `{"token":"`+link+`"}`)
	c.post(http.StatusOK, "/_session/accept", `{"token":"`+link+`","password":"a library card"}`)
	c.send(http.MethodPatch, http.StatusOK, "/_people/"+ada, `{"active":true}`, "")
	c.post(http.StatusCreated, "/_people/"+ada+"/link", "")
	c.get("/_people")
	c.send(http.MethodPut, http.StatusOK, "/_members/"+ada, `{"roles":["viewer"]}`, "")
	c.get("/_members")
	c.get("/_members/" + ada)
	c.post(http.StatusOK, "/_impersonate", `{"user":"`+ada+`"}`)
	c.get("/_meta")
	c.send(http.MethodDelete, http.StatusNoContent, "/_impersonate", "", "")
	c.send(http.MethodDelete, http.StatusNoContent, "/_people/"+ada, "", "")
	c.get("/_session")
	c.post(http.StatusOK, "/_session/totp", `{"password":"a library card"}`)
	c.send(http.MethodDelete, http.StatusNoContent, "/_session", "", "")
	c.get("/_meta") // 401

	// Nothing that can be read was forgotten, but for a socket, a file, and what other types were asked for.
	other := []string{"/_live", "/books/_export", "/books/_chart", "/books/{id}/copies", "/books/{id}/loans", "/books/{id}/tags"}
	for path, item := range c.doc["paths"].(map[string]any) {
		ours := strings.HasPrefix(path, "/_") || strings.HasPrefix(path, "/books")
		if item.(map[string]any)["get"] != nil && ours && !c.seen["get "+path] && !slices.Contains(other, path) {
			t.Errorf("%s was never asked for", path)
		}
	}
}

type client struct {
	t      *testing.T
	server *httptest.Server
	store  *store.Store
	http   *http.Client
	doc    map[string]any
	paths  []template
	seen   map[string]bool
	etag   string
	undo   string
}

// template is a path of the document.
type template struct {
	path    string
	pattern *regexp.Regexp
}

func newClient(t *testing.T) *client {
	registry, library := fixture.Open(t, fixture.SQLite(t))
	if err := fixture.Seed(t.Context(), library, 300); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), registry, store.Options{BcryptCost: 4})
	if err != nil {
		t.Fatal(err)
	}
	a, err := admin.New(registry, admin.Options{Store: st, System: []admin.Panel{
		{Name: "facts", Title: "Facts", Load: func(_ context.Context) (admin.PanelBody, error) {
			return admin.PanelBody{Facts: [][2]string{{"a", "b"}}}, nil
		}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a)
	t.Cleanup(func() {
		server.Close()
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &client{t: t, server: server, store: st, http: &http.Client{Jar: jar}, seen: map[string]bool{}}
}

func (c *client) signIn() {
	c.t.Helper()
	token, err := c.store.SetupToken(c.t.Context())
	if err != nil {
		c.t.Fatal(err)
	}
	for _, step := range [][2]string{
		{"/_session/accept", `{"token":"` + token + `","name":"root","password":"a library card"}`},
		{"/_session", `{"name":"root","password":"a library card"}`},
	} {
		if status, raw := c.raw(http.MethodPost, step[0], step[1], "", "application/json"); status != http.StatusOK {
			c.t.Fatalf("%s: %d %s", step[0], status, raw)
		}
	}
	status, raw := c.raw(http.MethodGet, "/openapi.json", "", "", "")
	if err := json.Unmarshal(raw, &c.doc); err != nil || status != http.StatusOK {
		c.t.Fatalf("openapi.json: %d %v", status, err)
	}
	for _, path := range slices.Sorted(maps.Keys(c.doc["paths"].(map[string]any))) {
		pattern := regexp.MustCompile("^" + regexp.MustCompile(`\\\{[^}]+\\\}`).ReplaceAllString(regexp.QuoteMeta(path), "[^/]+") + "$")
		c.paths = append(c.paths, template{path, pattern})
	}
	// A path that says more comes first.
	slices.SortStableFunc(c.paths, func(a, b template) int { return strings.Count(a.path, "{") - strings.Count(b.path, "{") })
}

func (c *client) raw(method, path, body, etag, kind string) (status int, answer []byte) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.server.URL+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", kind)
	}
	if etag != "" {
		req.Header.Set("If-Match", etag)
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if answer, err = io.ReadAll(res.Body); err != nil {
		c.t.Fatal(err)
	}
	if tag := res.Header.Get("ETag"); tag != "" {
		c.etag = tag
	}
	if undo := res.Header.Get("Undo"); undo != "" {
		c.undo = undo
	}
	return res.StatusCode, answer
}

func (c *client) get(path string) map[string]any {
	c.t.Helper()
	return c.send(http.MethodGet, 0, path, "", "")
}

func (c *client) post(status int, path, body string) map[string]any {
	c.t.Helper()
	return c.send(http.MethodPost, status, path, body, "")
}

// job waits for a job's end.
func (c *client) job(started map[string]any) {
	c.t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if c.get("/_jobs/" + started["job"].(string))["state"] != "running" {
			return
		}
	}
	c.t.Error("the job does not end")
}

// send asks, and holds the answer to the document.
func (c *client) send(method string, want int, path, body, etag string, kind ...string) map[string]any {
	c.t.Helper()
	status, raw := c.raw(method, path, body, etag, append(kind, "application/json")[0])
	if want != 0 && status != want {
		c.t.Fatalf("%s %s: %d, want %d: %s", method, path, status, want, raw)
	}
	bare, _, _ := strings.Cut(path, "?")
	at := slices.IndexFunc(c.paths, func(p template) bool { return p.pattern.MatchString(bare) })
	if at < 0 {
		c.t.Fatalf("%s is not in the document", path)
	}
	name := c.paths[at].path
	operation, ok := c.doc["paths"].(map[string]any)[name].(map[string]any)[strings.ToLower(method)].(map[string]any)
	if !ok {
		c.t.Fatalf("%s of %s is not in the document", method, name)
	}
	c.seen[strings.ToLower(method)+" "+name] = true
	responses := operation["responses"].(map[string]any)
	response, ok := responses[fmt.Sprint(status)]
	if !ok {
		if status < 400 {
			c.t.Fatalf("%s %s: %d is not in the document", method, name, status)
		}
		response = responses["default"]
	}
	described := c.resolve(response)
	content, _ := described["content"].(map[string]any)
	if content == nil {
		if len(raw) > 0 {
			c.t.Errorf("%s %s: %d has a body", method, name, status)
		}
		return nil
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if err := decoder.Decode(&value); err != nil {
		c.t.Fatalf("%s %s: %v: %s", method, name, err, raw)
	}
	for _, media := range content {
		if fault := c.fits(media.(map[string]any)["schema"], value, "answer"); fault != "" {
			c.t.Errorf("%s %s, %d: %s", method, path, status, fault)
		}
	}
	object, _ := value.(map[string]any)
	return object
}

func (c *client) resolve(value any) map[string]any {
	o := value.(map[string]any)
	link, ok := o["$ref"].(string)
	if !ok {
		return o
	}
	var target any = c.doc
	for name := range strings.SplitSeq(strings.TrimPrefix(link, "#/"), "/") {
		target = target.(map[string]any)[name]
	}
	return target.(map[string]any)
}

// fits says where a value does not fit a schema, "" where it does. Members that the schema does not have are refused
// unless it allows them in so many words.
func (c *client) fits(schema, value any, where string) string {
	s := c.resolve(schema)
	if either, ok := s["oneOf"].([]any); ok {
		var faults []string
		for _, one := range either {
			fault := c.fits(one, value, where)
			if fault == "" {
				return ""
			}
			faults = append(faults, fault)
		}
		return strings.Join(faults, " nor ")
	}
	if s["type"] == nil && s["const"] == nil && s["enum"] == nil { // any JSON
		return ""
	}
	if fault := fitsType(s, value, where); fault != "" {
		return fault
	}
	switch v := value.(type) {
	case map[string]any:
		return c.fitsObject(s, v, where)
	case []any:
		if most, ok := s["maxItems"].(float64); ok && len(v) > int(most) {
			return fmt.Sprintf("%s has %d elements", where, len(v))
		}
		prefix, _ := s["prefixItems"].([]any)
		for i, element := range v {
			item := s["items"]
			if i < len(prefix) {
				item = prefix[i]
			}
			if item == nil {
				continue
			}
			if fault := c.fits(item, element, fmt.Sprintf("%s[%d]", where, i)); fault != "" {
				return fault
			}
		}
	}
	return ""
}

func (c *client) fitsObject(s map[string]any, v map[string]any, where string) string {
	properties, _ := s["properties"].(map[string]any)
	required, _ := s["required"].([]any)
	for _, name := range required {
		if _, ok := v[name.(string)]; !ok {
			return fmt.Sprintf("%s lacks %s", where, name)
		}
	}
	for name, member := range v {
		property, ok := properties[name]
		if !ok {
			switch more := s["additionalProperties"].(type) {
			case bool:
				if more {
					continue
				}
			case map[string]any:
				property, ok = more, true
			}
		}
		if !ok {
			return fmt.Sprintf("%s has %s, which is not described", where, name)
		}
		if fault := c.fits(property, member, where+"."+name); fault != "" {
			return fault
		}
	}
	return ""
}

func fitsType(s map[string]any, value any, where string) string {
	if constant, ok := s["const"]; ok && constant != value {
		return fmt.Sprintf("%s is %v, not %v", where, value, constant)
	}
	if values, ok := s["enum"].([]any); ok && !slices.Contains(values, value) {
		return fmt.Sprintf("%s is %v, not one of %v", where, value, values)
	}
	if text, ok := value.(string); ok {
		if _, err := time.Parse(time.RFC3339Nano, text); s["format"] == "date-time" && err != nil {
			return fmt.Sprintf("%s is no time: %q", where, text)
		}
	}
	var kinds []any
	switch t := s["type"].(type) {
	case nil:
		return ""
	case string:
		kinds = []any{t}
	case []any:
		kinds = t
	}
	kind := "object"
	switch v := value.(type) {
	case nil:
		kind = "null"
	case bool:
		kind = "boolean"
	case string:
		kind = "string"
	case []any:
		kind = "array"
	case float64:
		kind = "number"
		if v == float64(int64(v)) && slices.Contains(kinds, any("integer")) {
			kind = "integer"
		}
	}
	if !slices.Contains(kinds, any(kind)) {
		return fmt.Sprintf("%s is %s, not %v", where, kind, kinds)
	}
	return ""
}
