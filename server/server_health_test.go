package server

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/ingest/writer"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// said is a journal or a writer that says what it is told to.
type said[T any] struct{ status T }

func (s *said[T]) Status() T { return s.status }

// internally asks as a program of the machine does.
func (h *house) internally(path string) *httptest.ResponseRecorder {
	r := request("GET", "http://127.0.0.1:8770"+path, "")
	r.RemoteAddr = "127.0.0.1:4000"
	return do(h, r)
}

func TestReadinessFollowsDatabaseJournalAndWriter(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	spool, store := &said[journal.Status]{}, &said[writer.Status]{}
	h := newHouse(t, db, func(o *Options) { o.Journal, o.Writer = spool, store })
	for _, tc := range []struct {
		name   string
		happen func()
		status int
		body   string
	}{
		{"all is well", func() {}, 200, `{"status":"ok","checks":{"database":"ok","journal":"ok"}}`},
		{"the disk is full", func() { spool.status.Error = "no space" }, 503, `{"status":"degraded","checks":{"database":"ok","journal":"stuck"}}`},
		{"room again", func() { spool.status.Error = "" }, 200, `{"status":"ok","checks":{"database":"ok","journal":"ok"}}`},
		{
			"the writer is held up", func() { store.status.Lanes = []writer.LaneStatus{{Lane: journal.Kept, Error: "away"}} }, 503,
			`{"status":"degraded","checks":{"database":"away","journal":"ok"}}`,
		},
		{"it moves on", func() { store.status.Lanes = nil }, 200, `{"status":"ok","checks":{"database":"ok","journal":"ok"}}`},
		{"the database is gone", func() { must(t, db.SQL.Close()) }, 503, `{"status":"degraded","checks":{"database":"away","journal":"ok"}}`},
	} {
		tc.happen()
		if w := h.internally("/readyz"); w.Code != tc.status || w.Body.String() != tc.body+"\n" {
			t.Errorf("%s: %d %s", tc.name, w.Code, w.Body)
		}
	}
}

func TestServerHealthTellsOfAllParts(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		spool, store := &said[journal.Status]{}, &said[writer.Status]{}
		h := newHouse(t, db, func(o *Options) { o.Journal, o.Writer = spool, store })
		cookie, now := h.cookie("reader"), h.clock.now()
		spool.status = journal.Status{Dead: 2, Lanes: map[journal.Lane]journal.LaneStatus{journal.Bulk: {Bytes: 4096}}}
		store.status = writer.Status{Lanes: []writer.LaneStatus{{Lane: journal.Bulk, Pending: 7, OldestPendingAgeS: 1.5}, {Lane: journal.Kept}}}
		h.hears(
			says(now, "telemetry", "A", `"server":"Coldeve","latency_ms":30,"last_server_message_s":0.2`),
			says(now, "telemetry", "B", `"server":"Coldeve","latency_ms":50,"last_server_message_s":40`),
			says(now, "telemetry", "C", `"server":"Coldeve"`),
			says(now, "telemetry", "D", `"server":"Levistras","last_server_message_s":31,"latency_ms":900`),
			says(now, "telemetry", "E", `"latency_ms":20`),
			says(now, "vitals", "F", `"vitae":5`),
		)
		ask := func() (got ServerHealth, servers string) {
			if code := h.get(cookie, "/server-health", &got); code != 200 {
				t.Fatal(code)
			}
			for _, g := range got.GameServers {
				servers += fmt.Sprintf("%q %s %s %d %s; ", g.Server, shown(g.Up), shown(g.LatencyMS), g.Characters, shown(g.LastMessageAgeS))
			}
			return got, servers
		}
		got, servers := ask()
		if want := `"" true 20 1 -; "Coldeve" true 50 3 0.2; "Levistras" false 900 1 31; `; servers != want {
			t.Errorf("got  %s\nwant %s", servers, want)
		}
		if got.Status != "ok" || got.Database.Status != "ok" || got.Database.Kind != h.series.Kind() || got.Database.LatencyMS == nil || got.LastEventAt != nil ||
			got.Journal.Dead != 2 || got.Journal.Error != "" || len(got.Journal.Lanes) != 2 || got.Journal.Lanes[0].Pending != 7 ||
			got.Journal.Lanes[0].Bytes != 4096 || *got.Journal.Lanes[0].OldestAgeS != 1.5 || got.Journal.Lanes[1].OldestAgeS != nil {
			t.Errorf("%+v", got)
		}
		h.clock.advance(time.Minute)
		spool.status.Error = "write /secret/path: no space"
		if got, servers = ask(); got.Status != "degraded" || strings.Contains(got.Journal.Error, "secret") || got.Journal.Error == "" ||
			servers != `"" - - 0 -; "Coldeve" - - 0 60.2; "Levistras" - - 0 91; ` {
			t.Errorf("a minute later: %s %+v", servers, got)
		}
		h.clock.advance(gameServerWithin)
		if _, servers = ask(); servers != "" {
			t.Errorf("ten minutes later: %s", servers)
		}
	})
}

func shown[T any](v *T) string {
	if v == nil {
		return "-"
	}
	return fmt.Sprint(*v)
}

func TestServerHealthCountsSocketsAndAnswersWhileTheDatabaseIsAway(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	h := newRouteHouse(t, db)
	cookie := h.cookie("reader")
	dial := func(path string, headers map[string][]string) *websocket.Conn {
		conn, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(h.web.URL, "http")+path, headers)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		t.Cleanup(func() { _ = conn.Close() })
		return conn
	}
	plugin := dial("/ws/position", map[string][]string{"X-Plugin-Secret": {pluginSecret}})
	dial("/ws/live", map[string][]string{"Cookie": {cookie}, "Host": {"127.0.0.1:8770"}})
	for _, name := range []string{"A", "B"} {
		must(t, plugin.WriteMessage(websocket.TextMessage, []byte(says(time.Now(), "vitals", name, ""))))
	}
	must(t, db.SQL.Close())
	var got ServerHealth
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		h.clock.advance(liveAge)
		if code := h.get(cookie, "/server-health", &got); code != 200 {
			t.Fatal(code)
		}
		if got.PluginSockets == 1 && got.CharactersOnline == 2 && got.Browsers == 1 && got.EventsPerSecond[string(event.TypeVitals)] > 0 && got.LastEventAt != nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%+v", got)
		}
	}
	if got.Status != "degraded" || got.Database.Status != "away" || got.Database.LatencyMS != nil {
		t.Errorf("%+v", got.Database)
	}
}
