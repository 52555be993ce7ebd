package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"
	"golang.org/x/crypto/bcrypt"

	"github.com/mosswart/overlord/ingest"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/live"
	"github.com/mosswart/overlord/server/auth"
	"github.com/mosswart/overlord/timeseries"
)

// The PostgreSQL server of the tests ends with the process.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

const (
	password     = "a mosswart of the swamps"
	pluginSecret = "the plugins' secret of this test"
)

// clock is the tests' time.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// house is the whole site over a real database, with an admin and a reader.
type house struct {
	*Server
	t       testing.TB
	db      *database.DB
	auth    *auth.Service
	hub     *live.Hub
	gateway *ingest.Gateway
	series  *timeseries.Store
	clock   *clock
	log     *lockedBuffer

	adminID, readerID int
}

// lockedBuffer is a log that goroutines may write to.
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

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}

func newHouse(t testing.TB, db *database.DB, change func(*Options)) *house {
	t.Helper()
	h := openHouse(t, db, change)
	h.adminID = h.user("admin", true)
	h.readerID = h.user("reader", false)
	return h
}

// openHouse is a house over a database that has its users, as after a restart.
func openHouse(t testing.TB, db *database.DB, change func(*Options)) *house {
	t.Helper()
	h := &house{t: t, db: db, clock: &clock{at: time.Now().UTC().Truncate(time.Second)}, log: &lockedBuffer{}}
	log := slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	h.hub = live.NewHub(live.HubOptions{Log: log, Now: h.clock.now})
	h.gateway = ingest.NewGateway(ingest.Options{Secret: pluginSecret, Live: h.hub, Log: log})
	h.auth = h.service(h.clock.now, h.hub)
	series, err := timeseries.Open(t.Context(), db, timeseries.Options{Log: log, Now: h.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	h.series = series
	o := Options{
		DB: db, Series: series, Auth: h.auth, Hub: h.hub, Gateway: h.gateway, Static: appFiles(), Log: log,
		Metrics: prometheus.NewRegistry(), Now: h.clock.now, Version: "2026.6.24.1750-test",
	}
	if change != nil {
		change(&o)
	}
	if h.Server, err = New(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := h.Shutdown(ctx, &http.Server{ReadHeaderTimeout: time.Second}); err != nil {
			t.Error(err)
		}
		if err := h.auth.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return h
}

// service is an auth.Service over the house's database with a clock of its own.
func (h *house) service(now func() time.Time, sockets auth.Sockets) *auth.Service {
	h.t.Helper()
	s, err := auth.New(auth.Options{
		DB: h.db, SecretKeys: []string{"a secret of the test's own, long enough"}, InternalNetworks: loopback,
		ListenAddr: "127.0.0.1:8770", Sockets: sockets, BcryptCost: bcrypt.MinCost, Now: now,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

func (h *house) user(name string, isAdmin bool) int {
	h.t.Helper()
	u, err := h.auth.Create(h.t.Context(), name, password, isAdmin)
	if err != nil {
		h.t.Fatal(err)
	}
	return u.ID
}

// cookie signs a user in.
func (h *house) cookie(name string) string { return h.cookieFrom(h.auth, name) }

func (h *house) cookieFrom(s *auth.Service, name string) string {
	h.t.Helper()
	in, _, err := s.SignIn(h.t.Context(), auth.Credentials{
		Username: name, Password: password, Remember: true, Address: netip.MustParseAddr("203.0.113.7"),
	})
	if err != nil {
		h.t.Fatal(err)
	}
	c, err := s.Cookie(request("POST", "/login", ""), in)
	if err != nil {
		h.t.Fatal(err)
	}
	return c.Name + "=" + c.Value
}

// get asks as a user and decodes the answer into out.
func (h *house) get(cookie, path string, out any) int {
	h.t.Helper()
	w := do(h, request("GET", path, "", "Cookie", cookie))
	if w.Code == 200 && out != nil {
		dec := json.NewDecoder(bytes.NewReader(w.Body.Bytes()))
		dec.DisallowUnknownFields()
		if err := dec.Decode(out); err != nil {
			h.t.Fatalf("%s: %v: %s", path, err, w.Body)
		}
		if strings.Contains(w.Body.String(), ":null,\"next") {
			h.t.Errorf("%s: a list is null: %s", path, w.Body)
		}
	}
	return w.Code
}

// hears lets the live state hear events, as frames of a plugin.
func (h *house) hears(frames ...string) {
	h.t.Helper()
	for _, f := range frames {
		e, err := event.Decode([]byte(f), h.clock.now())
		if err != nil {
			h.t.Fatal(err)
		}
		h.hub.Consume([]event.Event{e})
	}
}

func (h *house) telemetry(name string, kills int) string {
	return fmt.Sprintf(`{"type":"telemetry","timestamp":%q,"character_name":%q,"char_tag":"moss","session_id":"b1f0","ew":33.61,"ns":42.1,"kills":%d,"kills_per_hour":"842.5","deaths":"0","total_deaths":"57","vt_state":"Combat"}`,
		h.clock.now().Format(time.RFC3339), name, kills)
}

func (h *house) dungeonMap() string {
	return fmt.Sprintf(`{"type":"dungeon_map","timestamp":%q,"character_name":"Mule 07","landblock":"0x01C9","levels":[{"z":-6,"tiles":[{"x":10,"y":-20,"cell":256,"rot":0,"env_id":13}]}]}`,
		h.clock.now().Format(time.RFC3339))
}

func (h *house) character(name string) int {
	h.t.Helper()
	c, err := h.db.Ent.Character.Create().SetName(name).SetServer("Coldeve").SetTag("moss").Save(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return c.ID
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
