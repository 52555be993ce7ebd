package ingest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/goleak"

	"github.com/mosswart/overlord/ingest/event"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const testSecret = "correct horse battery staple"

// sink takes events in place of the live state and the writer, which are not the point here.
type sink struct {
	mu     sync.Mutex
	events []event.Event
	hold   chan struct{} // when set, Write blocks until it is closed
}

func (s *sink) Consume(events []event.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, events...)
}

func (s *sink) Write(ctx context.Context, events []event.Event) error {
	s.mu.Lock()
	hold := s.hold
	s.mu.Unlock()
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return fmt.Errorf("queue: %w", ctx.Err())
		}
	}
	s.Consume(events)
	return nil
}

func (s *sink) block(hold chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hold = hold
}

func (s *sink) all() []event.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]event.Event(nil), s.events...)
}

func (s *sink) types() string {
	var types []string
	for _, e := range s.all() {
		types = append(types, string(e.Header().Type))
	}
	return strings.Join(types, " ")
}

// syncBuffer is a log that tests may read while it is written.
type syncBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *syncBuffer) count(part string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return strings.Count(b.text.String(), part)
}

type rig struct {
	t            *testing.T
	gateway      *Gateway
	url          string
	live, stored *sink
	log          *syncBuffer
	registry     *prometheus.Registry
}

// newRig serves a gateway over real sockets.
func newRig(t *testing.T, o Options) *rig {
	t.Helper()
	r := &rig{t: t, live: &sink{}, stored: &sink{}, log: &syncBuffer{}, registry: prometheus.NewRegistry()}
	o.Live, o.Writer, o.Metrics = r.live, r.stored, r.registry
	o.Log = slog.New(slog.NewTextHandler(r.log, nil))
	if o.Secret == "" {
		o.Secret = testSecret
	}
	r.gateway = NewGateway(o)
	server := httptest.NewServer(r.gateway)
	r.url = "ws" + strings.TrimPrefix(server.URL, "http") + "/ws/position"
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := r.gateway.Close(ctx); err != nil {
			t.Errorf("close: %v", err)
		}
		server.Close()
	})
	return r
}

// plugin is a client that answers pings and collects what it is sent.
type plugin struct {
	t     *testing.T
	conn  *websocket.Conn
	mu    sync.Mutex
	got   []string
	ended chan error
	pings int
}

func (r *rig) connect() *plugin {
	r.t.Helper()
	conn, response, err := websocket.DefaultDialer.Dial(r.url, http.Header{"X-Plugin-Secret": {testSecret}})
	if err != nil {
		r.t.Fatalf("dial: %v", err)
	}
	_ = response.Body.Close()
	p := &plugin{t: r.t, conn: conn, ended: make(chan error, 1)}
	answer := conn.PingHandler()
	conn.SetPingHandler(func(text string) error {
		p.mu.Lock()
		p.pings++
		p.mu.Unlock()
		return answer(text)
	})
	go func() {
		for {
			_, text, err := conn.ReadMessage()
			if err != nil {
				p.ended <- err
				return
			}
			p.mu.Lock()
			p.got = append(p.got, string(text))
			p.mu.Unlock()
		}
	}()
	r.t.Cleanup(func() { _ = conn.Close() })
	return p
}

func (p *plugin) send(frames ...string) {
	p.t.Helper()
	for _, frame := range frames {
		if err := p.conn.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
			p.t.Fatalf("send: %v", err)
		}
	}
}

func (p *plugin) received() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.got...)
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within 5 s: %s", what)
		}
	}
}

// count reads a counter, summed over the label values given as name=value.
func (r *rig) count(metric string, labels ...string) float64 {
	r.t.Helper()
	families, err := r.registry.Gather()
	if err != nil {
		r.t.Fatal(err)
	}
	var sum float64
	for _, family := range families {
		if family.GetName() != "overlord_ingest_"+metric {
			continue
		}
	metrics:
		for _, m := range family.GetMetric() {
			for _, want := range labels {
				found := false
				for _, label := range m.GetLabel() {
					found = found || label.GetName()+"="+label.GetValue() == want
				}
				if !found {
					continue metrics
				}
			}
			sum += m.GetCounter().GetValue() + m.GetGauge().GetValue()
		}
	}
	return sum
}

func register(name string) string {
	return `{"type":"register","character_name":"` + name + `"}`
}

func telemetry(name, session, at string) string {
	return `{"type":"telemetry","character_name":"` + name + `","session_id":"` + session + `","timestamp":"` + at + `"}`
}

func exampleFrames(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("event/testdata/examples.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func TestHandshake(t *testing.T) {
	cases := []struct {
		name, secret string
		header       http.Header
		want         int
	}{
		{"right secret", testSecret, http.Header{"X-Plugin-Secret": {testSecret}}, 101},
		{"header's case does not matter", testSecret, http.Header{"x-plugin-secret": {testSecret}}, 101},
		{"wrong secret", testSecret, http.Header{"X-Plugin-Secret": {testSecret + "r"}}, 401},
		{"no secret sent", testSecret, http.Header{}, 401},
		{"empty secret sent", testSecret, http.Header{"X-Plugin-Secret": {""}}, 401},
		{"two secrets sent", testSecret, http.Header{"X-Plugin-Secret": {testSecret, "x"}}, 401},
		{"blank secret configured", " ", http.Header{"X-Plugin-Secret": {" "}}, 401},
		{"placeholder configured", "changeme", http.Header{"X-Plugin-Secret": {"changeme"}}, 401},
		{"placeholder with a tail configured", "CHANGE-ME-please", http.Header{"X-Plugin-Secret": {"CHANGE-ME-please"}}, 401},
		{"origin", testSecret, http.Header{"X-Plugin-Secret": {testSecret}, "Origin": {"https://example.org"}}, 403},
		{"empty origin", testSecret, http.Header{"X-Plugin-Secret": {testSecret}, "Origin": {""}}, 403},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, Options{Secret: c.secret})
			conn, response, err := websocket.DefaultDialer.Dial(r.url, c.header)
			if response == nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if conn != nil {
				_ = conn.Close()
			}
			if response.StatusCode != c.want {
				t.Errorf("status %d, want %d", response.StatusCode, c.want)
			}
			if c.want != 101 && response.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("content type %q", response.Header.Get("Content-Type"))
			}
		})
	}
	t.Run("unset secret, empty one sent", func(t *testing.T) {
		g := NewGateway(Options{Log: slog.New(slog.DiscardHandler)})
		w := httptest.NewRecorder()
		request := httptest.NewRequest(http.MethodGet, "/ws/position", nil)
		request.Header["X-Plugin-Secret"] = []string{""}
		if g.ServeHTTP(w, request); w.Code != 401 {
			t.Errorf("status %d", w.Code)
		}
	})
}

func TestSocketsAreLimited(t *testing.T) {
	r := newRig(t, Options{MaxSockets: 2})
	first := r.connect()
	r.connect()
	_, response, err := websocket.DefaultDialer.Dial(r.url, http.Header{"X-Plugin-Secret": {testSecret}})
	if err == nil || response.StatusCode != 503 || response.Header.Get("Retry-After") == "" {
		t.Fatalf("%v, %+v", err, response)
	}
	var problem struct{ Detail string }
	if err := json.NewDecoder(response.Body).Decode(&problem); err != nil || problem.Detail == "" {
		t.Errorf("problem %+v, %v", problem, err)
	}
	_ = response.Body.Close()
	_ = first.conn.Close()
	eventually(t, "place for another", func() bool { return r.gateway.open.Load() == 1 })
	r.connect()
}

func TestEveryExampleReachesLiveAndThePersistedOnesTheWriter(t *testing.T) {
	r := newRig(t, Options{Now: func() time.Time { return time.Date(2026, 6, 24, 19, 0, 0, 0, time.UTC) }})
	frames := exampleFrames(t)
	r.connect().send(frames...)
	eventually(t, "all 16 live", func() bool { return len(r.live.all()) == 16 })
	eventually(t, "9 stored", func() bool { return len(r.stored.all()) == 9 })
	if got := r.stored.types(); got != "telemetry rare spawn portal inventory_delta full_inventory character_stats combat_stats death" {
		t.Errorf("stored %s", got)
	}
	for i, e := range r.live.all() {
		h := e.Header()
		if string(h.Raw) != frames[i] {
			t.Errorf("raw %s\nwant %s", h.Raw, frames[i])
		}
		// The session of the telemetry, which came first, is stamped on all that follows.
		if h.SessionID != "b1f0" {
			t.Errorf("%s: session %q", h.Type, h.SessionID)
		}
		if r.count("events_total", "type="+string(h.Type)) != 1 {
			t.Errorf("%s not counted", h.Type)
		}
	}
}

func TestSessionIsTheNewestTelemetrysAndTelemetryKeepsItsOwn(t *testing.T) {
	r := newRig(t, Options{})
	rare := `{"type":"rare","character_name":"A","name":"x","timestamp":"2026-06-24T17:00:00Z"}`
	r.connect().send(
		rare,
		telemetry("A", "s2", "2026-06-24T17:00:10Z"),
		telemetry("A", "s1", "2026-06-24T17:00:00Z"), // late
		rare,
		`{"type":"telemetry","character_name":"A","timestamp":"2026-06-24T17:00:20Z"}`,
		strings.ReplaceAll(rare, `"A"`, `"B"`),
		`{"type":"combat_stats","character_name":"A","session_id":"s0","timestamp":"2026-06-24T17:00:00Z"}`,
		`{"type":"combat_stats","character_name":"A","timestamp":"2026-06-24T17:00:00Z"}`,
	)
	eventually(t, "all", func() bool { return len(r.live.all()) == 8 })
	var got []string
	for _, e := range r.live.all() {
		got = append(got, e.Header().SessionID)
	}
	if want := "|s2|s1|s2|||s0|s2"; strings.Join(got, "|") != want {
		t.Errorf("sessions %s, want %s", strings.Join(got, "|"), want)
	}
}

func TestCommandReachesTheSocketThatRegistered(t *testing.T) {
	r := newRig(t, Options{})
	a, b := r.connect(), r.connect()
	a.send(register("A"))
	b.send(telemetry("B", "s", "2026-06-24T17:00:00Z")) // any event binds as well
	eventually(t, "both bound", func() bool { return r.gateway.Online("A") && r.gateway.Online("B") })
	if !r.gateway.SendCommand("A", `/mm "report" <&>`) || !r.gateway.SendCommand("B", "/b") || r.gateway.SendCommand("C", "/c") {
		t.Error("wrong answers")
	}
	if !r.gateway.RequestDungeonMap("A", "0x01C9") || r.gateway.RequestDungeonMap("C", "0x01C9") {
		t.Error("wrong answers for the floor plan")
	}
	want := `{"player_name":"A","command":"/mm \"report\" <&>"} {"type":"request_dungeon_map","landblock":"0x01C9"}`
	eventually(t, "A's command and request", func() bool { return strings.Join(a.received(), " ") == want })
	eventually(t, "B's command", func() bool {
		return strings.Join(b.received(), " ") == `{"player_name":"B","command":"/b"}`
	})
}

func TestCommandGoesToTheNewestSocketThatIsAliveAndTheOlderStaysOpen(t *testing.T) {
	r := newRig(t, Options{})
	older, newer := r.connect(), r.connect()
	older.send(register("A"))
	eventually(t, "older bound", func() bool { return len(r.gateway.roster.newest("A")) == 1 })
	newer.send(register("A"))
	eventually(t, "both bound", func() bool { return len(r.gateway.roster.newest("A")) == 2 })
	older.send(telemetry("A", "s", "2026-06-24T17:00:00Z")) // does not make it the newest
	eventually(t, "older is still heard", func() bool { return len(r.live.all()) == 1 })

	r.gateway.SendCommand("A", "1")
	eventually(t, "newer has it", func() bool { return len(newer.received()) == 1 })
	_ = newer.conn.Close()
	eventually(t, "newer is gone", func() bool { return len(r.gateway.roster.newest("A")) == 1 })
	r.gateway.SendCommand("A", "2")
	eventually(t, "older has the next", func() bool { return len(older.received()) == 1 })
	_ = older.conn.Close()
	eventually(t, "offline", func() bool { return !r.gateway.Online("A") })
	if r.gateway.SendCommand("A", "3") {
		t.Error("sent to nobody")
	}
}

func TestSocketCarriesAtMost4Characters(t *testing.T) {
	r := newRig(t, Options{})
	p := r.connect()
	for _, name := range []string{"A", "B", "C", "D", "E", "F", "A"} {
		p.send(telemetry(name, "s", "2026-06-24T17:00:00Z"))
	}
	eventually(t, "five events of four", func() bool { return len(r.live.all()) == 5 })
	if got := r.count("dropped_total", "reason=too_many_characters"); got != 2 {
		t.Errorf("%v dropped", got)
	}
	if r.gateway.Online("E") || !r.gateway.Online("D") {
		t.Error("bound the wrong ones")
	}
	if got := r.log.count("at most 4"); got != 1 {
		t.Errorf("logged %d times", got)
	}
}

func TestShareEventsGoToTheOtherPlugins(t *testing.T) {
	r := newRig(t, Options{})
	a, b, c := r.connect(), r.connect(), r.connect()
	eventually(t, "three sockets", func() bool { return r.count("sockets") == 3 })
	share := `{"type":"share_position","character_name":"A","timestamp":"2026-06-24T17:00:00Z","ew":1.5,"extra":"kept"}`
	a.send(share, `{"type":"vitals","character_name":"A","timestamp":"2026-06-24T17:00:00Z"}`, register("A"))
	for _, other := range []*plugin{b, c} {
		eventually(t, "the share", func() bool { return strings.Join(other.received(), " ") == share })
	}
	eventually(t, "A bound", func() bool { return r.gateway.Online("A") })
	r.gateway.SendCommand("A", "x")
	eventually(t, "the command alone", func() bool { return len(a.received()) == 1 })
	if strings.Contains(a.received()[0], "share") {
		t.Error("a share came back to its sender")
	}
	if len(r.live.all()) != 2 || len(r.stored.all()) != 0 {
		t.Errorf("live %s, stored %s", r.live.types(), r.stored.types())
	}
}

func TestUnknownTypesAreCountedAndLoggedOncePerTypeAndConnection(t *testing.T) {
	r := newRig(t, Options{})
	weather := `{"type":"weather","character_name":"A"}`
	a, b := r.connect(), r.connect()
	a.send(weather, weather, `{"type":"tides","character_name":"A"}`, weather, telemetry("A", "s", "2026-06-24T17:00:00Z"))
	b.send(weather, telemetry("B", "s", "2026-06-24T17:00:00Z"))
	eventually(t, "the connections stay", func() bool { return len(r.live.all()) == 2 })
	if got := r.count("events_total", "type=unknown"); got != 5 {
		t.Errorf("counted %v", got)
	}
	if weather, tides := r.log.count("type=weather"), r.log.count("type=tides"); weather != 2 || tides != 1 {
		t.Errorf("logged weather %d, tides %d times", weather, tides)
	}
	if n, err := testutil.GatherAndCount(r.registry, "overlord_ingest_events_total"); err != nil || n != len(event.Types())+1 {
		t.Errorf("%d label values, %v", n, err)
	}
}

func TestMalformedFramesAreCountedAndTheConnectionStays(t *testing.T) {
	r := newRig(t, Options{})
	p := r.connect()
	p.send(`{`, `[]`, `{"type":"chat"}`, `{"character_name":"A"}`)
	if err := p.conn.WriteMessage(websocket.BinaryMessage, []byte(register("X"))); err != nil {
		t.Fatal(err)
	}
	p.send(`{"type":"telemetry","character_name":"A","ew":{},"kills":[],"timestamp":"2199-01-01T00:00:00Z"}`)
	eventually(t, "the good one", func() bool { return len(r.live.all()) == 1 })
	for labels, want := range map[string]float64{"field=frame": 3, "field=character_name": 1, "field=type": 1} {
		if got := r.count("decode_errors_total", labels); got != want {
			t.Errorf("%s: %v, want %v", labels, got, want)
		}
	}
	if r.count("timestamps_replaced_total") != 1 || r.count("unknown_fields_total") != 2 {
		t.Error("replaced timestamps and unknown fields not counted")
	}
	if got := r.log.count("malformed frame"); got != 1 {
		t.Errorf("logged %d times", got)
	}
}

func TestFrameOf16MiBIsTakenAndOneAboveClosesWith1009(t *testing.T) {
	r := newRig(t, Options{})
	p := r.connect()
	const head, tail = `{"type":"full_inventory","character_name":"A","x":"`, `"}`
	largest := head + strings.Repeat("x", maxFrame-len(head)-len(tail)) + tail
	p.send(largest)
	eventually(t, "the largest frame", func() bool { return len(r.live.all()) == 1 })
	_ = p.conn.WriteMessage(websocket.TextMessage, []byte(largest+" ")) // may fail while the server closes
	if err := <-p.ended; !websocket.IsCloseError(err, websocket.CloseMessageTooBig) {
		t.Errorf("ended with %v", err)
	}
	eventually(t, "counted", func() bool { return r.count("dropped_total", "reason=too_big") == 1 })
}

func TestSocketThatAnswersNoPingIsClosedAndOneThatDoesStays(t *testing.T) {
	r := newRig(t, Options{PingPeriod: 40 * time.Millisecond})
	silent, answering := r.connect(), r.connect()
	silent.conn.SetPingHandler(func(string) error { return nil })
	silent.send(register("A"))
	answering.send(register("A"))
	eventually(t, "both bound", func() bool { return len(r.gateway.roster.newest("A")) == 2 })
	eventually(t, "the silent one is gone", func() bool { return len(r.gateway.roster.newest("A")) == 1 })
	eventually(t, "many pings later", func() bool {
		answering.mu.Lock()
		defer answering.mu.Unlock()
		return answering.pings > 10
	})
	if !r.gateway.SendCommand("A", "x") {
		t.Error("the answering one is gone too")
	}
	if pingPeriod > 25*time.Second {
		t.Error("nginx cuts idle sockets: pings must come every 25 s at least")
	}
}

func TestStalledWriterDropsWithAReasonAndLiveGoesOn(t *testing.T) {
	r := newRig(t, Options{Patience: 30 * time.Millisecond})
	hold := make(chan struct{})
	r.stored.block(hold)
	p := r.connect()
	for i := range 5 {
		p.send(telemetry("A", "s", fmt.Sprintf("2026-06-24T17:00:%02dZ", i)))
	}
	eventually(t, "live is not held up", func() bool { return len(r.live.all()) == 5 })
	eventually(t, "drops", func() bool { return r.count("dropped_total", "reason=writer_stalled") == 5 })
	close(hold)
	p.send(telemetry("A", "s", "2026-06-24T17:01:00Z"))
	eventually(t, "the writer takes the next", func() bool { return len(r.stored.all()) == 1 })
	if r.gateway.stalled.Load() {
		t.Error("still counts as stalled")
	}
}

func TestBusyWriterHoldsTheSocketBackWithoutLoss(t *testing.T) {
	r := newRig(t, Options{})
	hold := make(chan struct{})
	r.stored.block(hold)
	p := r.connect()
	for i := range 5 {
		p.send(telemetry("A", "s", fmt.Sprintf("2026-06-24T17:00:%02dZ", i)))
	}
	eventually(t, "the first is live", func() bool { return len(r.live.all()) == 1 })
	close(hold)
	eventually(t, "all stored, in order", func() bool { return len(r.stored.all()) == 5 })
	for i, e := range r.stored.all() {
		if e.Header().Timestamp.Second() != i {
			t.Errorf("event %d is of second %d", i, e.Header().Timestamp.Second())
		}
	}
	if r.count("dropped_total") != 0 {
		t.Error("dropped some")
	}
}

func TestCloseSays1001AndRefusesNewSockets(t *testing.T) {
	r := newRig(t, Options{})
	plugins := []*plugin{r.connect(), r.connect(), r.connect()}
	eventually(t, "connected", func() bool { return r.count("sockets") == 3 })
	start := time.Now()
	if err := r.gateway.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v with well-behaved peers", took)
	}
	for _, p := range plugins {
		if err := <-p.ended; !websocket.IsCloseError(err, websocket.CloseGoingAway) {
			t.Errorf("ended with %v", err)
		}
	}
	if r.count("sockets") != 0 {
		t.Error("sockets are left")
	}
	_, response, err := websocket.DefaultDialer.Dial(r.url, http.Header{"X-Plugin-Secret": {testSecret}})
	if err == nil || response.StatusCode != 503 {
		t.Fatalf("%v, %+v", err, response)
	}
	_ = response.Body.Close()
}

func TestCloseCutsOffWhoDoesNotAnswerAndWhoWaitsForTheWriter(t *testing.T) {
	r := newRig(t, Options{})
	r.stored.block(make(chan struct{}))
	p := r.connect()
	p.send(telemetry("A", "s", "2026-06-24T17:00:00Z"))
	eventually(t, "it waits for the writer", func() bool { return len(r.live.all()) == 1 })
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := r.gateway.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
	if r.count("dropped_total", "reason=shutdown") != 1 {
		t.Error("the event that waited is not counted")
	}
}
