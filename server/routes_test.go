package server

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/server/auth"
)

// routeRow is one route and the status that each kind of caller gets: nobody, user, admin, internal. A route without a
// row fails the test, and so does a row without a route.
//
// Where an admitted caller would change something, the request is one that is refused for what it says (400, 404, 410,
// 422): it shows that he was let in, and the next caller finds the same house.
type routeRow struct {
	method, route string // as Routes has them
	target        string // the request's path and query; "" is the route itself
	body          string
	html          bool // asked for as a browser opens a page

	nobody, user, admin, internal int
}

// reads are rows of a GET for readers: a signed-in user or an internal caller.
func reads(route, target string) routeRow {
	return routeRow{"GET", route, target, "", false, 401, 200, 200, 200}
}

// open is a row of a GET that everybody may make.
func open(route, target string, status int) routeRow {
	return routeRow{"GET", route, target, "", false, status, status, status, status}
}

var routeTable = []routeRow{
	open("/api-version", "", 200),
	open("/robots.txt", "", 200),
	open("/favicon.svg", "", 200),
	open("/theme.js", "", 200),
	open("/assets/{file...}", "/assets/index-1a.js", 200),
	open("/pages/{file...}", "/pages/site.css", 200),
	{"GET", "/inventory.html", "", "", true, 303, 200, 200, 200},
	{"GET", "/suitbuilder.html", "", "", true, 303, 200, 200, 200},
	{"GET", "/classic", "", "", true, 303, 200, 200, 200},
	{"GET", "/{page...}", "/players/Mule%2007", "", true, 303, 200, 200, 200},

	reads("/map/{file...}", "/map/dereth.json"),
	reads("/api-docs", ""),
	reads("/api-docs/openapi.json", ""),
	reads("/live", "/live?within=600"),
	reads("/characters", ""),
	reads("/stats/{character}", "/stats/Mule%2007"),
	reads("/character-stats/{character}", "/character-stats/Mule%2007"),
	reads("/combat-stats", ""),
	reads("/combat-stats/{character}", "/combat-stats/Mule%2007"),
	reads("/total-kills", ""),
	reads("/total-rares", ""),
	reads("/vitals", ""),
	reads("/cantrips/{character}", "/cantrips/Mule%2007"),
	reads("/nearby/{character}", "/nearby/Mule%2007"),
	reads("/chat/{character}", "/chat/Mule%2007"),
	reads("/quest-status", ""),
	reads("/quests", ""),
	reads("/trails", ""),
	reads("/trails/past", "/trails/past?hours=1"),
	reads("/explored", ""),
	reads("/history", "/history?character=Mule%2007"),
	reads("/spawns/heatmap", ""),
	reads("/spawns/mobs", ""),
	reads("/dungeon-map/{landblock}", "/dungeon-map/0x01C9"),
	reads("/server-health", ""),
	reads("/rares", "/rares?limit=1"),
	reads("/rares/totals", "/rares/totals?tier=great"),
	reads("/deaths", "/deaths?limit=1"),
	reads("/alerts", "/alerts?kind=death&kind=idle&limit=1"),
	{"POST", "/alerts/{id}/acknowledge", "/alerts/987654/acknowledge", "", false, 401, 403, 404, 403},
	{"POST", "/alerts/acknowledge", "", "{}", false, 401, 403, 422, 403},
	reads("/alerts/rules", ""),
	{"POST", "/alerts/rules", "", "{}", false, 401, 403, 422, 403},
	{"PATCH", "/alerts/rules/{id}", "/alerts/rules/987654", "{}", false, 401, 403, 422, 403},
	{"DELETE", "/alerts/rules/{id}", "/alerts/rules/987654", "", false, 401, 403, 404, 403},
	{"POST", "/alerts/rules/{id}/mute", "/alerts/rules/987654/mute", `{"until":null}`, false, 401, 403, 404, 403},
	{"POST", "/alerts/rules/{id}/test", "/alerts/rules/987654/test", "", false, 401, 403, 404, 403},
	reads("/portals", "/portals?all=1"),
	reads("/search/items", "/search/items?q=is:armor&facets=slot,set"),
	{"GET", "/search/items/{id}", "/search/items/987654", "", false, 401, 404, 404, 404},
	reads("/search/items.csv", "/search/items.csv?q=is:armor"),
	reads("/sets/list", ""),
	reads("/spells/list", "/spells/list?q=strength&limit=5"),
	reads("/materials/list", ""),
	reads("/issues", "/issues?state=open"),
	{"POST", "/issues", "", "{}", false, 401, 422, 422, 403},
	{"GET", "/issues/{id}", "/issues/987654", "", false, 401, 404, 404, 404},
	{"PATCH", "/issues/{id}", "/issues/987654", "{}", false, 401, 404, 404, 403},
	{"DELETE", "/issues/{id}", "/issues/987654", "", false, 401, 404, 404, 403},
	{"POST", "/issues/{id}/comments", "/issues/987654/comments", "{}", false, 401, 422, 422, 403},
	{"PATCH", "/issues/{id}/comments/{comment}", "/issues/987654/comments/1", "{}", false, 401, 422, 422, 403},
	{"DELETE", "/issues/{id}/comments/{comment}", "/issues/987654/comments/1", "", false, 401, 404, 404, 403},
	reads("/static/openissues.json", ""),
	{"GET", "/saved-searches", "", "", false, 401, 200, 200, 403},
	{"POST", "/saved-searches", "", "{}", false, 401, 422, 422, 403},
	{"PATCH", "/saved-searches/{id}", "/saved-searches/987654", "{}", false, 401, 404, 404, 403},
	{"DELETE", "/saved-searches/{id}", "/saved-searches/987654", "", false, 401, 404, 404, 403},
	{"GET", "/preferences", "", "", false, 401, 200, 200, 403},
	{"GET", "/preferences/{key}", "/preferences/players", "", false, 401, 200, 200, 403},
	{"PUT", "/preferences/{key}", "/preferences/players", "{}", false, 401, 422, 422, 403},
	{"DELETE", "/preferences/{key}", "/preferences/none", "", false, 401, 204, 204, 403},
	reads("/inventories", ""),
	reads("/inventory-characters", ""),
	reads("/inventory/{character}", "/inventory/Mule%2007"),
	reads("/inventory/{character}/search", "/inventory/Mule%2007/search?q=al:>100"),
	reads("/inventory/{character}/changes", "/inventory/Mule%2007/changes?limit=1"),
	{"GET", "/icons/{file}", "/icons/6689.png", "", false, 401, 404, 404, 404},
	reads("/suitbuilder/characters", ""),
	reads("/suitbuilder/sets", ""),
	reads("/suitbuilder/cantrips", ""),
	reads("/suitbuilder/candidates", "/suitbuilder/candidates?slot=head"),
	{"POST", "/suitbuilder/search", "", `{"want":["Epic Nonsense"]}`, false, 401, 422, 422, 422},
	{"GET", "/suitbuilder/search/{id}", "/suitbuilder/search/00000000-0000-4000-8000-000000000000", "", false, 401, 404, 404, 404},
	{"DELETE", "/suitbuilder/search/{id}", "/suitbuilder/search/00000000-0000-4000-8000-000000000000", "", false, 401, 404, 404, 404},

	{"GET", "/healthz", "", "", false, 403, 403, 403, 200},
	{"GET", "/readyz", "", "", false, 403, 403, 403, 200},
	{"GET", "/metrics", "", "", false, 403, 403, 403, 200},

	{"GET", "/login", "", "", true, 200, 303, 303, 200},
	{"POST", "/login", "", "{}", false, 422, 422, 422, 422},
	{"POST", "/logout", "", "", false, 204, 204, 204, 204},
	{"GET", "/signin", "", "", true, 303, 303, 303, 303},
	open("/map/dereth.svg", "", 200), // the sign-in form's picture
	{"GET", "/invite/{token}", "/invite/no-such-token", "", true, 410, 410, 410, 410},
	{"POST", "/invite/{token}", "/invite/no-such-token", "username=x&password=y", true, 410, 410, 410, 410},
	reads("/me", ""),

	{"POST", "/account/password", "", "{}", false, 401, 422, 422, 403},
	{"GET", "/account/sessions", "", "", false, 401, 200, 200, 403},
	{"DELETE", "/account/sessions/{id}", "/account/sessions/none", "", false, 401, 404, 404, 403},
	{"GET", "/account/totp", "", "", false, 401, 200, 200, 403},
	{"POST", "/account/totp", "", "{}", false, 401, 422, 422, 403},
	{"PUT", "/account/totp", "", "{}", false, 401, 422, 422, 403},
	{"DELETE", "/account/totp", "", "{}", false, 401, 422, 422, 403},

	// This house has no generated admin: package resources tests it.
	{"GET", "/api-admin/resources/{path...}", "/api-admin/resources/_meta", "", false, 401, 404, 404, 403},
	{"POST", "/api-admin/resources/{path...}", "/api-admin/resources/users", "{}", false, 401, 404, 404, 403},
	{"PUT", "/api-admin/resources/{path...}", "/api-admin/resources/_roles/x", "{}", false, 401, 404, 404, 403},
	{"PATCH", "/api-admin/resources/{path...}", "/api-admin/resources/users/1", "{}", false, 401, 404, 404, 403},
	{"DELETE", "/api-admin/resources/{path...}", "/api-admin/resources/users/1", "", false, 401, 404, 404, 403},
	{"GET", "/api-admin/resources/_live", "", "", false, 401, 404, 404, 403},

	{"GET", "/api-admin/users", "", "", false, 401, 403, 200, 403},
	{"POST", "/api-admin/users", "", "{}", false, 401, 403, 422, 403},
	{"PATCH", "/api-admin/users/{id}", "/api-admin/users/987654", `{"is_admin":"yes"}`, false, 401, 403, 422, 403},
	{"DELETE", "/api-admin/users/{id}", "/api-admin/users/987654", "", false, 401, 403, 404, 403},
	{"POST", "/api-admin/users/{id}/reset", "/api-admin/users/987654/reset", "", false, 401, 403, 404, 403},
	{"GET", "/api-admin/characters", "", "", false, 401, 403, 200, 403},
	{"PATCH", "/api-admin/characters/{id}", "/api-admin/characters/987654", "{}", false, 401, 403, 404, 403},
	{"DELETE", "/api-admin/characters/{id}", "/api-admin/characters/987654", "", false, 401, 403, 404, 403},
	{"PUT", "/api-admin/characters/{id}/access/{user}", "/api-admin/characters/987654/access/1", `{"see_tells":true,"command":true}`, false, 401, 403, 404, 403},
	{"DELETE", "/api-admin/characters/{id}/access/{user}", "/api-admin/characters/987654/access/1", "", false, 401, 403, 404, 403},
	{"GET", "/api-admin/commands", "", "", false, 401, 403, 200, 403},
	{"GET", "/api-admin/invitations", "", "", false, 401, 403, 200, 403},
	{"POST", "/api-admin/invitations", "", `{"is_admin":"yes"}`, false, 401, 403, 422, 403},
	{"DELETE", "/api-admin/invitations/{id}", "/api-admin/invitations/987654", "", false, 401, 403, 404, 403},

	{"GET", "/ws/live", "", "", false, 401, 101, 101, 101},
	{"GET", "/ws/position", "", "", false, 401, 401, 401, 401}, // nobody here is a plugin; TestOnlyPluginsOpenThePluginSocket
}

// caller is one way to ask. kind says which column of the table holds for him.
type caller struct {
	name, kind string
	cookie     func(*routeHouse) string
	headers    map[string][]string
	host       string
	foreign    bool // sent by a page of another site: nothing may be changed, no socket opened
}

var loopbackPeer = map[string][]string{"X-Test-Peer": {"127.0.0.1:4000"}}

func fromLoopback(name string, values ...string) map[string][]string {
	h := map[string][]string{"X-Test-Peer": {"127.0.0.1:4000"}}
	if values != nil {
		h[name] = values
	}
	return h
}

var callers = []caller{
	{name: "nobody", kind: "nobody"},
	{name: "a forged cookie", kind: "nobody", cookie: func(h *routeHouse) string { return h.forged }},
	{name: "an expired cookie", kind: "nobody", cookie: func(h *routeHouse) string { return h.expired }},
	{name: "a removed user's cookie", kind: "nobody", cookie: func(h *routeHouse) string { return h.removed }},
	{name: "a user", kind: "user", cookie: func(h *routeHouse) string { return h.signedIn("reader") }},
	{name: "an admin", kind: "admin", cookie: func(h *routeHouse) string { return h.signedIn("admin") }},
	{name: "internal", kind: "internal", headers: loopbackPeer},
	{name: "internal, spoofed X-Forwarded-For", kind: "nobody", headers: fromLoopback("X-Forwarded-For", "127.0.0.1")},
	{name: "internal, empty X-Forwarded-For", kind: "nobody", headers: fromLoopback("X-Forwarded-For", "")},
	{name: "internal, Forwarded", kind: "nobody", headers: fromLoopback("Forwarded", "for=127.0.0.1")},
	{name: "internal, X-Real-Ip", kind: "nobody", headers: fromLoopback("X-Real-Ip", "127.0.0.1")},
	{name: "internal, a forged cookie", kind: "nobody", headers: loopbackPeer, cookie: func(h *routeHouse) string { return h.forged }},
	{name: "internal, foreign Host", kind: "nobody", headers: loopbackPeer, host: "evil.example"},
	{name: "internal, foreign Origin", kind: "nobody", headers: fromLoopback("Origin", "https://evil.example"), foreign: true},
	{name: "outside, claims to be inside", kind: "nobody", headers: map[string][]string{"X-Forwarded-For": {"127.0.0.1"}, "X-Real-Ip": {"127.0.0.1"}}},
	{name: "an admin, foreign Host", kind: "admin", host: "evil.example", cookie: func(h *routeHouse) string { return h.signedIn("admin") }},
	{
		name: "an admin, foreign Origin", kind: "admin", foreign: true, headers: map[string][]string{"Origin": {"https://evil.example"}},
		cookie: func(h *routeHouse) string { return h.signedIn("admin") },
	},
	{
		name: "an admin, fetch metadata of another site", kind: "admin", foreign: true, headers: map[string][]string{"Sec-Fetch-Site": {"cross-site"}},
		cookie: func(h *routeHouse) string { return h.signedIn("admin") },
	},
}

// routeHouse is a house on a real socket, with bad cookies at hand.
type routeHouse struct {
	*house
	web                      *httptest.Server
	forged, expired, removed string
	cookies                  map[string]string // by user
}

// signedIn is a user's cookie; all rows share it, until one of them signs out.
func (h *routeHouse) signedIn(name string) string {
	if h.cookies[name] == "" {
		h.cookies[name] = h.cookie(name)
	}
	return h.cookies[name]
}

func newRouteHouse(t *testing.T, db *database.DB) *routeHouse {
	h := &routeHouse{house: newHouse(t, db, nil), cookies: map[string]string{}}
	// Tests say in a header of their own where a request comes from; without it, from outside.
	h.web = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.RemoteAddr = "203.0.113.7:4000"
		if peer := r.Header.Get("X-Test-Peer"); peer != "" {
			r.RemoteAddr = peer
		}
		r.Header.Del("X-Test-Peer")
		h.ServeHTTP(w, r)
	}))
	t.Cleanup(h.web.Close)

	genuine := h.cookie("admin")
	h.forged = genuine[:len(genuine)-2] + map[bool]string{true: "AA", false: "BB"}[genuine[len(genuine)-2:] != "AA"]
	past := h.service(func() time.Time { return time.Now().Add(-auth.CookieLifetime - time.Hour) }, nil)
	h.expired = h.cookieFrom(past, "admin")
	gone := h.user("gone", true)
	h.removed = h.cookie("gone")
	must(t, h.auth.Remove(t.Context(), h.adminID, gone))

	h.character("Mule 07")
	h.hears(h.dungeonMap())
	must(t, db.Ent.CharacterSheet.Create().SetCharacterName("Mule 07").SetAsOf(h.clock.now()).SetPayload([]byte("{}")).Exec(t.Context()))
	return h
}

func (h *routeHouse) ask(t *testing.T, row routeRow, c caller, prefix string) (status int, body string) {
	t.Helper()
	target := prefix + row.target
	if row.target == "" {
		target = prefix + row.route
	}
	header := http.Header{}
	maps.Copy(header, c.headers)
	if c.cookie != nil {
		header.Set("Cookie", c.cookie(h))
	}
	if row.route == "/logout" {
		defer clear(h.cookies)
	}
	if row.html {
		header.Set("Accept", "text/html")
	}
	host := "127.0.0.1:8770"
	if c.host != "" {
		host = c.host
	}
	if strings.HasPrefix(row.route, "/ws/") {
		header.Set("Host", host)
		conn, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(h.web.URL, "http")+target, header)
		if err == nil {
			_ = conn.Close()
			return http.StatusSwitchingProtocols, ""
		}
		if res == nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(res.Body)
		_ = res.Body.Close()
		return res.StatusCode, string(text)
	}
	r, err := http.NewRequestWithContext(t.Context(), row.method, h.web.URL+target, strings.NewReader(row.body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header, r.Host = header, host
	switch {
	case row.body != "" && row.html:
		header.Set("Content-Type", "application/x-www-form-urlencoded")
	case row.body != "":
		header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func (row routeRow) want(c caller) int {
	socket := strings.HasPrefix(row.route, "/ws/")
	_, hasOrigin := c.headers["Origin"]
	switch {
	case row.route == "/ws/position" && hasOrigin:
		return 403 // plugins are no browsers
	case row.route == "/ws/position":
		return 401
	case c.foreign && (socket && row.column(c.kind) == 101 || row.method != "GET"):
		return 403
	default:
		return row.column(c.kind)
	}
}

func (row routeRow) column(kind string) int {
	switch kind {
	case "user":
		return row.user
	case "admin":
		return row.admin
	case "internal":
		return row.internal
	default:
		return row.nobody
	}
}

func TestEveryRouteAdmitsWhomItShouldAndNobodyElse(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newRouteHouse(t, db)
		for _, row := range routeTable {
			t.Run(row.method+" "+row.route, func(t *testing.T) {
				for _, c := range callers {
					want := row.want(c)
					prefixes := []string{""}
					if !row.html && c.host == "" {
						prefixes = append(prefixes, "/api") // nginx or not: the same rights
					}
					for _, prefix := range prefixes {
						if got, body := h.ask(t, row, c, prefix); got != want {
							t.Errorf("%s%s: %d, want %d: %.300s", c.name, map[string]string{"": "", "/api": " under /api"}[prefix], got, want, body)
						}
					}
				}
			})
		}
	})
}

func TestEveryRouteHasARowAndEveryRowARoute(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	rows := map[string]routeRow{}
	for _, row := range routeTable {
		key := row.method + " " + row.route
		if _, twice := rows[key]; twice {
			t.Errorf("%s has two rows", key)
		}
		rows[key] = row
	}
	declared := map[string]bool{}
	for _, route := range h.Routes() {
		key := route.Method + " " + route.Path
		declared[key] = true
		row, ok := rows[key]
		if !ok {
			t.Errorf("%s (%s) has no row in the table", key, route.Access)
			continue
		}
		if problem := row.contradicts(route); problem != "" {
			t.Errorf("%s is declared for %s, and its row %s", key, route.Access, problem)
		}
	}
	for key := range rows {
		if !declared[key] {
			t.Errorf("%s has a row and no route", key)
		}
	}
	for _, r := range h.echo.Routes() {
		if h.byKey[routeKey{r.Method, r.Path}] == nil {
			t.Errorf("%s %s is known to Echo alone", r.Method, r.Path)
		}
	}
	if len(declared) < 20 {
		t.Errorf("only %d routes", len(declared))
	}
}

// contradicts says how a row differs from the route's declared level: who is let in must be let in by both.
func (row routeRow) contradicts(route Route) string {
	for kind, p := range map[string]auth.Principal{
		"nobody": {}, "user": {Kind: auth.User}, "admin": {Kind: auth.User, Admin: true}, "internal": {Kind: auth.Internal},
	} {
		refused := slices.Contains([]int{401, 403}, row.column(kind)) || route.Access != Public && row.column(kind) == 303
		allowed := route.Access.check(p) == nil
		if route.Access != Plugin && refused == allowed {
			return fmt.Sprintf("answers %s with %s", kind, strconv.Itoa(row.column(kind)))
		}
	}
	return ""
}

func TestOnlyPluginsOpenThePluginSocket(t *testing.T) {
	h := newRouteHouse(t, testkit.Open(t, testkit.SQLite(t)))
	row := routeRow{method: "GET", route: "/ws/position"}
	for name, tc := range map[string]struct {
		headers map[string][]string
		want    int
	}{
		"the secret":                {map[string][]string{"X-Plugin-Secret": {pluginSecret}}, 101},
		"a wrong secret":            {map[string][]string{"X-Plugin-Secret": {pluginSecret + "x"}}, 401},
		"an empty secret":           {map[string][]string{"X-Plugin-Secret": {""}}, 401},
		"the secret, from a page":   {map[string][]string{"X-Plugin-Secret": {pluginSecret}, "Origin": {h.web.URL}}, 403},
		"the secret, under a proxy": {map[string][]string{"X-Plugin-Secret": {pluginSecret}, "X-Forwarded-For": {"203.0.113.9"}}, 101},
	} {
		for _, prefix := range []string{"", "/api", "/websocket"} {
			if got, body := h.ask(t, row, caller{headers: tc.headers}, prefix); got != tc.want {
				t.Errorf("%s at %s: %d, want %d: %s", name, prefix, got, tc.want, body)
			}
		}
	}
}

func TestThePagesOwnOriginOpensTheLiveSocket(t *testing.T) {
	h := newRouteHouse(t, testkit.Open(t, testkit.SQLite(t)))
	cookie := h.cookie("reader")
	row := routeRow{method: "GET", route: "/ws/live"}
	for _, prefix := range []string{"", "/websocket"} {
		for origin, want := range map[string]int{
			"http://127.0.0.1:8770": 101, "http://127.0.0.1:8771": 403, "null": 403, "https://evil.example": 403, "": 403,
		} {
			c := caller{headers: map[string][]string{"Origin": {origin}}, cookie: func(*routeHouse) string { return cookie }}
			if got, body := h.ask(t, row, c, prefix); got != want {
				t.Errorf("Origin %q at %s: %d, want %d: %s", origin, prefix, got, want, body)
			}
		}
	}
	t.Run("a request that is no upgrade is told so", func(t *testing.T) {
		w := do(h, request("GET", "/ws/live", "", "Cookie", cookie))
		if w.Code != 426 || w.Header().Get("Upgrade") != "websocket" {
			t.Errorf("%d %v", w.Code, w.Header())
		}
		problemOf(t, w)
	})
	t.Run("HEAD opens no socket", func(t *testing.T) {
		for _, path := range []string{"/ws/live", "/ws/position"} {
			w := do(h, request("HEAD", path, "", "Cookie", cookie, "Connection", "Upgrade", "Upgrade", "websocket", "X-Plugin-Secret", pluginSecret))
			if w.Code != 405 {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
	})
}
