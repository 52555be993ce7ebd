package server

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/zstd"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/mosswart/overlord/server/auth"
)

func TestEveryErrorIsAProblemThatNamesTheFieldAtFault(t *testing.T) {
	s, log := edgeServer(t, nobody, nil)
	for _, tc := range []struct {
		name, method, path, body string
		status                   int
		fields                   string // comma-separated
	}{
		{"malformed JSON", "POST", "/things/a", `{"count":`, 400, "body"},
		{"no body", "POST", "/things/a", "", 400, ""},
		{"not JSON", "POST", "/things/a", "", 415, "body"},
		{"unknown field", "POST", "/things/a", `{"count":1,"name":"x","colour":"red"}`, 422, "colour"},
		{"wrong type", "POST", "/things/a", `{"count":"one","name":"x"}`, 422, "count"},
		{"fraction", "POST", "/things/a", `{"count":1.5,"name":"x"}`, 422, "count"},
		{"too small", "POST", "/things/a", `{"count":0,"name":"x"}`, 422, "count"},
		{"missing field", "POST", "/things/a", `{"count":1}`, 422, "name"},
		{"two fields", "POST", "/things/a?limit=99", `{"count":0,"name":"x"}`, 422, "count,limit"},
		{"query of the wrong type", "POST", "/things/a?limit=many", `{"count":1,"name":"x"}`, 422, "limit"},
		{"a list for an object", "POST", "/things/a", `[]`, 422, "body"},
		{"a domain error", "POST", "/things/a", `{"count":1,"name":"taken"}`, 422, "name"},
		{"too slow", "POST", "/things/a", `{"count":1,"name":"slow"}`, 503, ""},
		{"any other error", "POST", "/things/a", `{"count":1,"name":"secret"}`, 500, ""},
		{"a panic in an operation", "POST", "/things/a", `{"count":1,"name":"panic"}`, 500, ""},
		{"a panic in a handler", "GET", "/panic/early", "", 500, ""},
		{"no such address", "GET", "/nothing", "", 404, ""},
		{"no such method", "DELETE", "/api-version", "", 405, ""},
		{"not for him", "GET", "/metrics", "", 401, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := request(tc.method, tc.path, tc.body)
			if tc.status == 415 {
				r = request(tc.method, tc.path, "count=1", "Content-Type", "application/x-www-form-urlencoded")
			}
			if tc.path == "/metrics" {
				tc.status = 403
			}
			w := do(s, r)
			if w.Code != tc.status {
				t.Fatalf("status = %d, want %d: %s", w.Code, tc.status, w.Body)
			}
			for _, secret := range []string{"hunter2", "goroutine", ".go:", "Go value", "Go struct"} {
				if strings.Contains(w.Body.String(), secret) {
					t.Errorf("the answer tells %q: %s", secret, w.Body)
				}
			}
			p := problemOf(t, w)
			for field := range strings.SplitSeq(tc.fields, ",") {
				if field != "" && p.Errors[field] == "" {
					t.Errorf("errors = %v, want one for %q", p.Errors, field)
				}
			}
			if tc.fields == "" && len(p.Errors) != 0 {
				t.Errorf("errors = %v, want none", p.Errors)
			}
		})
	}
	for _, want := range []string{"password=hunter2", `"panic":"hunter2"`, "recover.go"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log does not tell %q", want)
		}
	}
	t.Run("kind, headers and Allow", func(t *testing.T) {
		w := do(s, request("POST", "/things/a", `{"count":1,"name":"taken"}`))
		if got := w.Header().Get("Retry-After"); got != "2" {
			t.Errorf("Retry-After = %q", got)
		}
		if p := problemOf(t, w); p.Type != "/problems/taken" {
			t.Errorf("type = %q", p.Type)
		}
		if got := do(s, request("DELETE", "/api-version", "")).Header().Get("Allow"); !strings.Contains(got, "GET") {
			t.Errorf("Allow = %q", got)
		}
	})
}

func TestAPanicAfterTheAnswerBeganCutsTheConnection(t *testing.T) {
	s, _ := edgeServer(t, nobody, nil)
	web := httptest.NewServer(s)
	defer web.Close()
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, web.URL+"/panic/late", nil)
	res, err := http.DefaultTransport.RoundTrip(r)
	if err == nil {
		body, readErr := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if readErr == nil {
			t.Fatalf("a whole answer came: %d %s", res.StatusCode, body)
		}
	}
}

func TestPrefixesAreStrippedOnceAndOnlyAtARealSlash(t *testing.T) {
	s, _ := edgeServer(t, reader, nil)
	for path, want := range map[string]int{
		"/api-version":                200,
		"/api/api-version":            200,
		"/websocket/api-version":      200,
		"/api/api/api-version":        404,
		"/api/websocket/api-version":  404,
		"/websocket/api/api-version":  404,
		"/api%2Fapi-version":          404,
		"/api/%2Fapi-version":         404,
		"/api//api-version":           404,
		"//api/api-version":           404,
		"/API/api-version":            404,
		"/api":                        404,
		"/api/":                       404,
		"/api/things/a":               405,
		"/api-docs":                   200,
		"/api-docs/openapi.json":      200,
		"/api/../api-version":         404,
		"/api/path/a%2Fb":             200,
		"/api/%61pi-version":          404, // routed as written
		"/api-version/":               404,
		"/api-version%3Fadmin=1":      404,
		"/assets/..%2f..%2fstatic.go": 404,
		"/assets/../static.go":        404,
	} {
		t.Run(path, func(t *testing.T) {
			if w := do(s, request("GET", path, "")); w.Code != want {
				t.Errorf("status = %d, want %d: %s", w.Code, want, w.Body)
			}
		})
	}
}

func TestPathParametersArriveUnescaped(t *testing.T) {
	s, _ := edgeServer(t, nobody, nil)
	for path, want := range map[string]string{
		"/path/Mule%2007":       "Mule 07",
		"/path/O'Neil":          "O'Neil",
		"/path/O%27Neil":        "O'Neil",
		"/api/path/a%2Fb%20c":   "a/b c",
		"/path/100%25":          "100%",
		"/path/a+b":             "a+b",
		"/path/%C3%9Cber%2Fdog": "Über/dog",
	} {
		if w := do(s, request("GET", path, "")); w.Code != 200 || w.Body.String() != want {
			t.Errorf("%s: %d %q, want %q", path, w.Code, w.Body, want)
		}
	}
}

func TestSecurityHeadersAreOnEveryKindOfAnswer(t *testing.T) {
	s, _ := edgeServer(t, reader, func(o *Options) { o.PublicURL = "https://overlord.example" })
	for name, r := range map[string]*http.Request{
		"JSON":         request("GET", "/api-version", ""),
		"problem":      request("POST", "/things/a", "{"),
		"404":          request("GET", "/nothing", ""),
		"405":          request("PUT", "/api-version", ""),
		"403":          request("GET", "/metrics", ""),
		"413":          request("POST", "/things/a", strings.Repeat("x", BodyLimit+1)),
		"cross-origin": request("POST", "/things/a", "{}", "Origin", "https://evil.example"),
		"panic":        request("GET", "/panic/early", ""),
		"page":         request("GET", "/players", "", "Accept", "text/html"),
		"asset":        request("GET", "/assets/index-1a.js", ""),
		"docs":         request("GET", "/api-docs", "", "Accept", "text/html"),
		"HEAD":         request("HEAD", "/api-version", ""),
		"OPTIONS":      request("OPTIONS", "/api-version", ""),
	} {
		t.Run(name, func(t *testing.T) {
			h := do(s, r).Header()
			csp := h.Get("Content-Security-Policy")
			for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
				if !strings.Contains(csp, want) {
					t.Errorf("CSP lacks %q: %q", want, csp)
				}
			}
			if strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
				t.Errorf("CSP is not strict: %q", csp)
			}
			for header, want := range map[string]string{
				"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
				"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000",
			} {
				if got := h.Get(header); got != want {
					t.Errorf("%s = %q, want %q", header, got, want)
				}
			}
			if h.Get("Permissions-Policy") == "" || h.Get("Cache-Control") == "" || h.Get("X-Request-Id") == "" {
				t.Errorf("headers are missing: %v", h)
			}
		})
	}
	t.Run("no HSTS without TLS", func(t *testing.T) {
		s, _ := edgeServer(t, reader, nil)
		if got := do(s, request("GET", "/api-version", "")).Header().Get("Strict-Transport-Security"); got != "" {
			t.Errorf("Strict-Transport-Security = %q", got)
		}
	})
}

func TestAnswersAreCompressedWhereItHelps(t *testing.T) {
	s, _ := edgeServer(t, reader, nil)
	plain := do(s, request("GET", "/large", "")).Body.String()
	if len(plain) < 5000 {
		t.Fatalf("plain answer has %d bytes", len(plain))
	}
	unzip := func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }
	unzstd := func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) }
	for _, tc := range []struct {
		accept, want string
		open         func(io.Reader) (io.Reader, error)
	}{
		{"gzip", "gzip", unzip},
		{"gzip, deflate, br, zstd", "zstd", unzstd},
		{"br", "", nil},
		{"identity", "", nil},
		{"gzip;q=0", "", nil},
	} {
		w := do(s, request("GET", "/large", "", "Accept-Encoding", tc.accept))
		if got := w.Header().Get("Content-Encoding"); got != tc.want {
			t.Errorf("%s: Content-Encoding = %q, want %q", tc.accept, got, tc.want)
			continue
		}
		if !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") {
			t.Errorf("%s: Vary = %q", tc.accept, w.Header().Get("Vary"))
		}
		body := io.Reader(w.Body)
		if tc.open != nil {
			var err error
			if body, err = tc.open(w.Body); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := io.ReadAll(body); err != nil || string(got) != plain {
			t.Errorf("%s: got %d bytes, %v", tc.accept, len(got), err)
		}
	}
	for _, path := range []string{"/stream", "/favicon.svg"} {
		if got := do(s, request("GET", path, "", "Accept-Encoding", "gzip")).Header().Get("Content-Encoding"); got != "" {
			t.Errorf("%s is encoded as %q", path, got)
		}
	}
	t.Run("one ETag for every encoding", func(t *testing.T) {
		a := do(s, request("GET", "/assets/index-1a.js", ""))
		b := do(s, request("GET", "/assets/index-1a.js", "", "Accept-Encoding", "gzip"))
		tag := a.Header().Get("Etag")
		if b.Header().Get("Content-Encoding") != "gzip" || tag == "" || tag != b.Header().Get("Etag") || !strings.HasPrefix(tag, "W/") {
			t.Errorf("ETags %q and %q", tag, b.Header().Get("Etag"))
		}
		c := do(s, request("GET", "/assets/index-1a.js", "", "Accept-Encoding", "gzip", "If-None-Match", tag))
		if c.Code != 304 || c.Body.Len() != 0 {
			t.Errorf("revalidation: %d, %d bytes", c.Code, c.Body.Len())
		}
	})
}

func TestFormsThatTheBuildLaidAreHandedOutAsTheyAre(t *testing.T) {
	s, _ := edgeServer(t, reader, nil)
	plain := do(s, request("GET", "/assets/ready-2b.js", ""))
	for accept, encoding := range map[string]string{
		"": "", "gzip": "", "br": "br", "gzip, deflate, br, zstd": "br", "gzip, BR;q=0.5": "br", "br;q=0": "", "br;q=x": "", "xbr": "",
	} {
		w := do(s, request("GET", "/assets/ready-2b.js", "", "Accept-Encoding", accept))
		want := "plain"
		if encoding != "" {
			want = "as the build laid it"
		}
		h := w.Header()
		if h.Get("Content-Encoding") != encoding || w.Body.String() != want || h.Get("Content-Type") != "text/javascript; charset=utf-8" ||
			!strings.Contains(strings.Join(h.Values("Vary"), ","), "Accept-Encoding") || h.Get("Etag") != plain.Header().Get("Etag") {
			t.Errorf("%q: %v %q", accept, h, w.Body)
		}
	}
}

func TestRequestIDsAreTakenWhenSaneAndMadeOtherwise(t *testing.T) {
	s, log := edgeServer(t, nobody, nil)
	for inbound, keep := range map[string]bool{
		"abc-123_x.Y": true, "": false, "a b": false, "a\nb": false, strings.Repeat("x", 65): false, "<script>": false, strings.Repeat("x", 64): true,
	} {
		log.Reset()
		r := request("GET", "/api-version", "")
		r.Header["X-Request-Id"] = []string{inbound}
		got := do(s, r).Header().Get("X-Request-Id")
		if (got == inbound) != keep || got == "" {
			t.Errorf("inbound %q became %q", inbound, got)
		}
		if !strings.Contains(log.String(), got) {
			t.Errorf("%q is not in the log", got)
		}
	}
}

func TestTheAccessLogTellsNoSecrets(t *testing.T) {
	s, log := edgeServer(t, reader, nil)
	for _, target := range []string{"/invite/hunter2", "/api/invite/hunter2", "/api-version?token=hunter2", "/nothing?password=hunter2", "/invite/a/hunter2"} {
		for _, method := range []string{"GET", "DELETE"} {
			do(s, request(method, target, "", "Cookie", "session=hunter2", "Referer", "http://x/?hunter2"))
		}
	}
	if strings.Contains(log.String(), "hunter2") {
		t.Errorf("the log tells a secret: %s", log)
	}
	for _, want := range []string{`"path":"/invite/…"`, `"user":"reader"`, `"path":"/api-version"`, `"status":200`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s", want)
		}
	}
}

func TestLargeBodiesAreRefused(t *testing.T) {
	s, _ := edgeServer(t, nobody, nil)
	big := `{"count":1,"name":"` + strings.Repeat("x", BodyLimit) + `"}`
	if w := do(s, request("POST", "/things/a", big)); w.Code != 413 {
		t.Errorf("declared: %d", w.Code)
	}
	r := request("POST", "/things/a", big)
	r.ContentLength = -1
	if w := do(s, r); w.Code != 413 {
		t.Errorf("not declared: %d %s", w.Code, w.Body)
	} else {
		problemOf(t, w)
	}
}

func TestReadOnlyRefusesWrites(t *testing.T) {
	s, _ := edgeServer(t, admin, func(o *Options) { o.ReadOnly = true })
	w := do(s, request("POST", "/things/a", `{"count":1,"name":"x"}`))
	if p := problemOf(t, w); w.Code != 503 || p.Type != "/problems/read-only" {
		t.Errorf("%d %+v", w.Code, p)
	}
	if w := do(s, request("GET", "/api-version", "")); w.Code != 200 {
		t.Errorf("a read: %d", w.Code)
	}
}

func TestWritesFromOtherSitesPagesAreRefused(t *testing.T) {
	s, _ := edgeServer(t, admin, func(o *Options) { o.PublicURL = "https://overlord.example" })
	for _, tc := range []struct {
		name    string
		headers []string
		want    int
	}{
		{"no browser", nil, 200},
		{"same origin", []string{"Origin", "http://example.com"}, 200},
		{"the public address, behind a proxy", []string{"Origin", "https://overlord.example"}, 200},
		{"another site", []string{"Origin", "https://evil.example"}, 403},
		{"another port", []string{"Origin", "http://example.com:81"}, 403},
		{"null", []string{"Origin", "null"}, 403},
		{"fetch metadata of another site", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"fetch metadata of a sister site", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"fetch metadata of ours", []string{"Sec-Fetch-Site", "same-origin"}, 200},
	} {
		if w := do(s, request("POST", "/things/a", `{"count":1,"name":"x"}`, tc.headers...)); w.Code != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, w.Code, tc.want)
		}
	}
}

func TestMetricsCountByRouteTemplate(t *testing.T) {
	reg := prometheus.NewRegistry()
	s, _ := edgeServer(t, internal, func(o *Options) { o.Metrics = reg })
	for _, path := range []string{"/path/a", "/path/b", "/x1", "/x2", "/x3"} {
		do(s, request("GET", path, ""))
	}
	do(s, request("BREW", "/path/a", ""))
	body := do(s, request("GET", "/metrics", "")).Body.String()
	for _, want := range []string{
		`overlord_http_requests_total{method="GET",route="/path/{name}",status="200"} 2`,
		`overlord_http_requests_total{method="GET",route="none",status="404"} 3`,
		`overlord_http_requests_total{method="other",route="none",status="405"} 1`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("metrics lack %s\n%s", want, body)
		}
	}
	if strings.Contains(body, "/x1") {
		t.Error("a client's path became a label")
	}
}

func TestHeadIsAnsweredByTheGetRouteWithoutABody(t *testing.T) {
	s, _ := edgeServer(t, reader, nil)
	w := do(s, request("HEAD", "/api-version", ""))
	if w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("%d, %d bytes, %v", w.Code, w.Body.Len(), w.Header())
	}
}

func TestAppPagesAndAssets(t *testing.T) {
	html, script := []string{"Accept", "text/html,*/*;q=0.8"}, []string{"Accept", "*/*"}
	for _, tc := range []struct {
		name   string
		who    auth.Principal
		path   string
		accept []string
		status int
		where  string // Location
		cache  string
	}{
		{"a page", reader, "/players/Mule%2007", html, 200, "", "no-cache"},
		{"the first page", reader, "/", html, 200, "", "no-cache"},
		{"a page with a dot", reader, "/players/Mr.%20Foo", html, 200, "", "no-cache"},
		{"a page for a program on this machine", internal, "/", html, 200, "", "no-cache"},
		{"a page, asked for by a program", reader, "/players", script, 404, "", ""},
		{"signed out", nobody, "/players/Mule%2007?range=6h", html, 303, "/login?next=%2Fplayers%2FMule%252007%3Frange%3D6h", "no-store"},
		{"signed out at the first page", nobody, "/", html, 303, "/login", "no-store"},
		{"signed out at an address that is another host to a browser", nobody, "//evil.example/", html, 303, "/login", "no-store"},
		{"signed out with a backslash", nobody, "/%5C/evil.example", html, 303, "/login?next=%2F%255C%2Fevil.example", "no-store"},
		{"an asset", nobody, "/assets/index-1a.js", script, 200, "", cacheForever},
		{"a missing asset", nobody, "/assets/index-2b.js", script, 404, "", "no-store"},
		{"a missing asset, opened as a page", reader, "/assets/index-2b.js", html, 404, "", "no-store"},
		{"the assets' folder", reader, "/assets/", html, 404, "", "no-store"},
		{"a file beside the index", nobody, "/theme.js", script, 200, "", "no-cache"},
		{"the index itself", reader, "/index.html", script, 404, "", ""},
		{"the map, signed out", nobody, "/map/dereth.json", script, 401, "", ""},
		{"the map", reader, "/map/dereth.json", script, 200, "", "no-cache"},
		{"robots", nobody, "/robots.txt", script, 200, "", cacheHour},
		{"an unknown API path, opened as a page", reader, "/api/players", html, 404, "", ""},
		{"the API's page, signed out", nobody, "/api-docs", html, 303, "/login?next=%2Fapi-docs", ""},
		{"the API's page, signed out, for a program", nobody, "/api-docs", script, 401, "", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, _ := edgeServer(t, tc.who, nil)
			w := do(s, request("GET", tc.path, "", tc.accept...))
			if w.Code != tc.status || w.Header().Get("Location") != tc.where {
				t.Errorf("%d to %q, want %d to %q", w.Code, w.Header().Get("Location"), tc.status, tc.where)
			}
			if tc.cache != "" && w.Header().Get("Cache-Control") != tc.cache {
				t.Errorf("Cache-Control = %q, want %q", w.Header().Get("Cache-Control"), tc.cache)
			}
		})
	}
	t.Run("without the build, a page says how to make it", func(t *testing.T) {
		s, _ := edgeServer(t, reader, func(o *Options) { o.Static = fstest.MapFS{"robots.txt": {}} })
		w := do(s, request("GET", "/", "", html...))
		if w.Code != 200 || !strings.Contains(w.Body.String(), "make frontend") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

func TestTheAPIPageListsEveryOperationAndNeedsNoInlineCode(t *testing.T) {
	s, _ := edgeServer(t, reader, nil)
	page := do(s, request("GET", "/api-docs", "")).Body.String()
	for _, banned := range []string{"<style", "style=", "<script", "onclick", "http://", "https://"} {
		if strings.Contains(page, banned) {
			t.Errorf("the page contains %q", banned)
		}
	}
	document, err := OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var parsed struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			OperationID, Summary string
			XAccess              string `json:"x-access"`
		}
	}
	if err := json.Unmarshal(document, &parsed); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(parsed.OpenAPI, "3.1") || len(parsed.Paths) == 0 {
		t.Fatalf("openapi %q with %d paths", parsed.OpenAPI, len(parsed.Paths))
	}
	for path, methods := range parsed.Paths {
		for method, op := range methods {
			if op.OperationID == "" || op.Summary == "" || op.XAccess == "" {
				t.Errorf("%s %s is not described: %+v", method, path, op)
			}
			if !strings.Contains(page, `id="`+op.OperationID+`"`) {
				t.Errorf("%s %s is not on the page", method, path)
			}
		}
	}
}

func TestARouteWithoutAnAccessLevelStopsTheServer(t *testing.T) {
	s, _ := edgeServer(t, reader, nil)
	if err := s.undeclared(); err != nil {
		t.Fatal(err)
	}
	s.echo.GET("/backdoor", func(c echo.Context) error { return nil })
	if err := s.undeclared(); err == nil || !strings.Contains(err.Error(), "/backdoor") {
		t.Errorf("err = %v", err)
	}
}
