package cmd

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/mosswart/overlord/internal/testkit"
)

const testSecret = "a-secret-for-plugins-1789"

// running is `overlord serve` in this process.
type running struct {
	url, firstAdmin string
	stop            func() (code int, took time.Duration)
}

// serve starts the command on a free port and waits until it has said where it is.
func serve(t testing.TB, dataDir string, args ...string) running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	stdout, toStdout := io.Pipe()
	var stderr lockedBuffer
	exit := make(chan int, 1)
	go func() {
		args := append([]string{"serve", "--addr", "127.0.0.1:0", "--data", dataDir}, args...)
		exit <- Run(ctx, args, strings.NewReader(""), toStdout, &stderr)
		_ = toStdout.Close()
	}()
	var r running
	said := make(chan running, 1)
	go func() {
		lines := bufio.NewScanner(stdout)
		link := regexp.MustCompile(`http://\S+`)
		for lines.Scan() {
			if at := link.FindString(lines.Text()); strings.Contains(at, "/invite/") {
				r.firstAdmin = at
				said <- r
			} else if at != "" {
				r.url = at
			}
		}
	}()
	stopped := false
	stop := func() (int, time.Duration) {
		if stopped {
			return 0, 0
		}
		stopped = true
		began := time.Now()
		cancel()
		return <-exit, time.Since(began)
	}
	t.Cleanup(func() { stop() })
	select {
	case r = <-said:
	case code := <-exit:
		t.Fatalf("serve ended with %d: %s", code, stderr.String())
	case <-time.After(60 * time.Second):
		t.Fatalf("serve said nothing: %s", stderr.String())
	}
	r.stop = stop
	return r
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// get fetches a path as an internal caller: from loopback, without a cookie.
func (r running) get(t *testing.T, path string) (status int, body []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if body, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, body
}

// object fetches a path that answers 200 with a JSON object.
func (r running) object(t *testing.T, path string) map[string]any {
	t.Helper()
	status, body := r.get(t, path)
	var answer map[string]any
	if err := json.Unmarshal(body, &answer); err != nil || status != http.StatusOK {
		t.Fatalf("GET %s: %d %s", path, status, body)
	}
	return answer
}

// plugin opens a plugin's socket.
func (r running) plugin(t *testing.T) *websocket.Conn {
	t.Helper()
	socket, response, err := websocket.DefaultDialer.DialContext(t.Context(), strings.Replace(r.url, "http", "ws", 1)+"/ws/position",
		http.Header{"X-Plugin-Secret": {testSecret}})
	if err != nil {
		t.Fatalf("dial: %v %v", err, response)
	}
	_ = response.Body.Close()
	t.Cleanup(func() { _ = socket.Close() })
	return socket
}

// eventually polls until what holds, or fails after 20 s with what it last said.
func eventually(t *testing.T, what func() error) {
	t.Helper()
	var err error
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if err = what(); err == nil {
			return
		}
	}
	t.Fatal(err)
}

func rows(t *testing.T, url, table string) (n int) {
	t.Helper()
	db := testkit.Open(t, url)
	if err := db.SQL.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestExamplesOfTheContractAreStoredOnceAndShown(t *testing.T) {
	for name, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(name, func(t *testing.T) {
			url := database(t)
			t.Setenv("DATABASE_URL", url)
			t.Setenv("SHARED_SECRET", testSecret)
			site := serve(t, t.TempDir())
			examples, err := os.ReadFile("../ingest/event/testdata/examples.jsonl")
			if err != nil {
				t.Fatal(err)
			}
			socket := site.plugin(t)
			for range 2 {
				for line := range bytes.Lines(examples) {
					if err := socket.WriteMessage(websocket.TextMessage, bytes.TrimSpace(line)); err != nil {
						t.Fatal(err)
					}
				}
			}

			var player map[string]any
			eventually(t, func() error {
				players, _ := site.object(t, "/live")["players"].([]any)
				if len(players) != 1 {
					return fmt.Errorf("%d players", len(players))
				}
				player, _ = players[0].(map[string]any)
				if player["vitae"] == nil {
					return fmt.Errorf("no vitals yet: %v", player)
				}
				return nil
			})
			for key, want := range map[string]any{
				"character_name": "Mule 07", "ew": 33.61, "ns": 42.1, "kills": 1203.0, "kills_per_hour": 842.5,
				"total_deaths": 57.0, "prismatic_taper_count": 1834.0, "health_current": 301.0, "vitae": 5.0, "vt_state": "Combat",
			} {
				if player[key] != want {
					t.Errorf("/live %s = %v, want %v", key, player[key], want)
				}
			}
			eventually(t, func() error {
				for path, want := range map[string]string{
					"/rares":               `"Hunter's Crystal"`,
					"/portals?all=1":       `"Portal to Holtburg"`,
					"/deaths":              `"killer":"Raving Fiun"`,
					"/characters":          `"name":"Mule 07"`,
					"/api/stats/Mule%2007": `"kills":1203`,
					"/api/live":            `"total_rares":1`,
					"/api-version":         `"version"`,
				} {
					if status, got := site.get(t, path); !strings.Contains(string(got), want) {
						return fmt.Errorf("%s answers %d %s, which lacks %s", path, status, got, want)
					}
				}
				return nil
			})
			sheet := site.object(t, "/character-stats/Mule%2007")
			if sheet["level"] != 275.0 || sheet["total_xp"] != 191226310247.0 || sheet["race"] != "Aluvian" {
				t.Errorf("the sheet is %v", sheet)
			}

			code, took := site.stop()
			if code != 0 || took > 10*time.Second {
				t.Errorf("stop with an open socket: exit %d after %v", code, took)
			}
			for table, want := range map[string]int{
				"telemetry_events": 1, "spawn_events": 1, "rare_events": 1, "portals": 1, "death_events": 1,
				"character_stats": 1, "char_sessions": 1, "char_stats": 1, "rare_stats": 1, "characters": 1,
			} {
				if got := rows(t, url, table); got != want {
					t.Errorf("%s has %d rows, want %d", table, got, want)
				}
			}
		})
	}
}

func TestFirstStartIsClosedAndPrintsOneLink(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	site := serve(t, data)
	for file, mode := range map[string]fs.FileMode{"secrets.env": 0o600, "overlord.db": 0o600} {
		info, err := os.Stat(filepath.Join(data, file))
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", file, info, err)
		}
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site.url+"/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Forwarded-For", "203.0.113.7")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger behind a proxy gets %s", response.Status)
	}
	socket, response, err := websocket.DefaultDialer.DialContext(t.Context(), strings.Replace(site.url, "http", "ws", 1)+"/ws/position", nil)
	defer func() { _ = response.Body.Close() }()
	if err == nil {
		_ = socket.Close()
		t.Error("a plugin without the secret gets in")
	} else if response.StatusCode != http.StatusUnauthorized {
		t.Errorf("a plugin without the secret gets %s", response.Status)
	}
	if code, _ := site.stop(); code != 0 {
		t.Errorf("exit %d", code)
	}
	if again := serve(t, data); again.firstAdmin == "" {
		t.Error("while there is no admin, each start prints a link")
	}
}

func TestCookiesAreThoseOfThePythonService(t *testing.T) {
	const key, password = "a-key-that-signs-cookies-1789", "the night watch over Dereth"
	t.Setenv("SECRET_KEY", key)
	data := t.TempDir()
	site := serve(t, data)
	var stderr lockedBuffer
	if code := Run(t.Context(), []string{"user", "add", "erik", "--password-stdin", "--data", data}, strings.NewReader(password+"\n"), io.Discard, &stderr); code != 0 {
		t.Fatal(stderr.String())
	}
	do := func(method, path, cookie, body string) (status int, answer []byte, cookies []*http.Cookie) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), method, site.url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		if cookie != "" {
			request.Header.Set("Cookie", "session="+cookie)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		if answer, err = io.ReadAll(response.Body); err != nil {
			t.Fatal(err)
		}
		return response.StatusCode, answer, response.Cookies()
	}

	var made string
	var me struct {
		Username string `json:"username"`
		Admin    bool   `json:"is_admin"`
	}
	// Cookies tell whole seconds, and one of the second in which the user was made may be older than the user.
	eventually(t, func() error {
		made = testkit.Python(t, `
import sys
from itsdangerous import URLSafeTimedSerializer
print(URLSafeTimedSerializer(sys.argv[1]).dumps({"username": "erik", "is_admin": True}))`, key)
		status, answer, _ := do(http.MethodGet, "/me", made, "")
		if status != http.StatusOK {
			return fmt.Errorf("the cookie that Python made gets %d", status)
		}
		return json.Unmarshal(answer, &me)
	})
	if me.Username != "erik" {
		t.Errorf("Python's cookie signs %q in", me.Username)
	}
	if me.Admin {
		t.Error("the cookie's is_admin is believed")
	}
	if status, _, _ := do(http.MethodGet, "/me", made[:len(made)-1]+"~", ""); status != http.StatusUnauthorized {
		t.Errorf("a tampered cookie gets %d", status)
	}

	status, _, cookies := do(http.MethodPost, "/login", "", `{"username":"erik","password":"`+password+`"}`)
	if status != http.StatusOK || len(cookies) != 1 || cookies[0].Name != "session" || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteLaxMode {
		t.Fatalf("login: %d %v", status, cookies)
	}
	read := testkit.Python(t, `
import sys
from itsdangerous import URLSafeTimedSerializer
payload = URLSafeTimedSerializer(sys.argv[1]).loads(sys.argv[2], max_age=30*86400)
print(payload["username"], payload["is_admin"])`, key, cookies[0].Value)
	if read != "erik False" {
		t.Errorf("Python reads %q in our cookie", read)
	}
}

func TestServeRefusesPlaceholdersByName(t *testing.T) {
	t.Setenv("SHARED_SECRET", "changeme")
	var stderr lockedBuffer
	code := Run(t.Context(), []string{"serve", "--addr", "127.0.0.1:0", "--data", t.TempDir()}, strings.NewReader(""), io.Discard, &stderr)
	if code != 1 || !strings.Contains(stderr.String(), "SHARED_SECRET") || !strings.Contains(stderr.String(), "placeholder") {
		t.Errorf("exit %d: %s", code, stderr.String())
	}
}

func TestCommandLineNamesItsMistakes(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"serv"}, `unknown command "serv"`},
		{[]string{"serve", "--nonsense"}, "--nonsense"},
		{[]string{"user", "passwd", "nobody"}, "--password-stdin"},
		{[]string{"migrate", "diff"}, "arg"},
	} {
		var stderr lockedBuffer
		if code := Run(t.Context(), append(c.args, "--data", t.TempDir()), strings.NewReader(""), io.Discard, &stderr); code != 1 || !strings.Contains(stderr.String(), c.want) {
			t.Errorf("%v: exit %d, %s", c.args, code, stderr.String())
		}
	}
}

func TestConfigCommands(t *testing.T) {
	for args, want := range map[string]string{
		"config check": "settings are sound",
		"config doc":   "| `SHARED_SECRET` |",
		"config show":  "SECRET_KEY         (unset)",
	} {
		var stdout lockedBuffer
		if code := Run(t.Context(), append(strings.Fields(args), "--data", t.TempDir()), strings.NewReader(""), &stdout, io.Discard); code != 0 || !strings.Contains(stdout.String(), want) {
			t.Errorf("%s: exit %d, %s", args, code, stdout.String())
		}
	}
}

// BenchmarkServeStart is the time from the command to the first answer, on a database that needs no migration.
func BenchmarkServeStart(b *testing.B) {
	b.Setenv("LOG_LEVEL", "warn")
	data := b.TempDir()
	serve(b, data).stop()
	for b.Loop() {
		site := serve(b, data)
		response, err := http.Get(site.url + "/healthz")
		if err != nil {
			b.Fatal(err)
		}
		_ = response.Body.Close()
		b.StopTimer()
		site.stop()
		b.StartTimer()
	}
	b.ReportMetric(300, "ms-budget")
}
