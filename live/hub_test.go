package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"go.uber.org/goleak"

	"github.com/mosswart/overlord/ingest/event"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSocketThatNeverSubscribesHearsAllAsItCameInButTelemetryWithoutTypeAndInventoriesWithoutItems(t *testing.T) {
	r := newRig(t, HubOptions{})
	b := r.connect(Viewer{UserID: 1})
	events := exampleEvents(t)
	r.consume(events...)
	for i, text := range b.waitFor(16) {
		if h := events[i].Header(); h.Type != event.TypeTelemetry {
			want := string(h.Raw)
			if h.Type == event.TypeFullInventory { // without its items
				want = `{"type":"full_inventory","character_name":"Mule 07","timestamp":"2026-06-24T17:40:00Z","item_count":1}`
			}
			if text != want {
				t.Errorf("%s: %s", h.Type, text)
			}
			continue
		}
		want := `{"character_name":"Mule 07","timestamp":"2026-06-24T17:46:50Z","session_id":"b1f0","char_tag":"moss",` +
			`"ew":33.61,"ns":42.1,"z":0.39,"landcell":null,"indoors":false,"heading":null,"kills":1203,"kills_per_hour":842.5,` +
			`"onlinetime":"01:25:40","deaths":0,"total_deaths":57,"prismatic_taper_count":1834,"rares_found":2,"vt_state":"Combat",` +
			`"mem_mb":412.5,"cpu_pct":7.2,"mem_handles":null,"latency_ms":38,"server":"","last_server_message_s":null}`
		if text != want {
			t.Errorf("telemetry %s", text)
		}
	}
}

func TestTelemetryIsValidJSONWhateverTheTexts(t *testing.T) {
	e := at(t, 0, "telemetry", "Ünïcode \" \\", `"vt_state":"a\"b\\\n\u2028","ew":1e-9,"ns":-1e300,"kills":null`)
	var fields map[string]any
	text := newFrame(e).text
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	if fields["character_name"] != "Ünïcode \" \\" || fields["vt_state"] != "a\"b\\\n\u2028" || fields["ew"] != 1e-9 || fields["ns"] != -1e300 {
		t.Errorf("%s", text)
	}
	if _, ok := fields["type"]; ok {
		t.Error("telemetry with a type")
	}
}

func TestSubscriptionChoosesTypesAndTelemetryNamesTheTypelessFrames(t *testing.T) {
	r := newRig(t, HubOptions{})
	some, none, all := r.connect(Viewer{UserID: 1}), r.connect(Viewer{UserID: 1}), r.connect(Viewer{UserID: 1})
	some.subscribe(`{"type":"subscribe","message_types":["rare","telemetry"]}`)
	none.subscribe(`{"type":"subscribe","message_types":[]}`)
	all.subscribe(`{"type":"subscribe","message_types":["rare"]}`)
	all.subscribe(`{"type":"subscribe"}`) // the last one counts
	r.consume(exampleEvents(t)...)
	all.waitFor(16)
	got := strings.Join(some.waitFor(2), "\n")
	if len(some.received()) != 2 || !strings.Contains(got, `"type":"rare"`) || !strings.Contains(got, `"kills":1203`) {
		t.Errorf("got %s", got)
	}
	if got := none.received(); len(got) != 0 {
		t.Errorf("got %s", got)
	}
}

func TestBatchHoldsTheNewestOfReplaceableKindsAndAllOfTheRest(t *testing.T) {
	r := newRig(t, HubOptions{})
	b := r.connect(Viewer{UserID: 1})
	b.subscribe(`{"type":"subscribe","batch_ms":200}`)
	var events []event.Event
	for i := range 5 {
		for _, name := range []string{"A", "B"} {
			events = append(events,
				at(t, i, "telemetry", name, fmt.Sprintf(`"kills":%d`, i)), at(t, i, "vitals", name, fmt.Sprintf(`"vitae":%d`, i)),
				at(t, i, "nearby_objects", name, fmt.Sprintf(`"radius":%d`, i)), at(t, i, "rare", name, fmt.Sprintf(`"name":"%d"`, i)))
		}
	}
	r.consume(events...)
	var batch struct {
		Type   string
		Events []map[string]any
	}
	text := b.waitFor(1)[0]
	if err := json.Unmarshal([]byte(text), &batch); err != nil || batch.Type != "batch" {
		t.Fatalf("%s: %v", text, err)
	}
	var rares, last int
	for _, e := range batch.Events {
		switch e["type"] {
		case "rare":
			rares++
		case nil:
			if e["kills"] == 4.0 {
				last++
			}
		case "vitals":
			if e["vitae"] == 4.0 {
				last++
			}
		case "nearby_objects":
			if e["radius"] == 4.0 {
				last++
			}
		}
	}
	if rares != 10 || last != 6 || len(batch.Events) != 16 {
		t.Errorf("%d rares, %d newest, %d events", rares, last, len(batch.Events))
	}
	if n := testutil.ToFloat64(r.hub.metrics.dropped); n != 0 {
		t.Errorf("%v count as dropped", n)
	}
}

func TestBatchPeriodIsClampedTo20To1000ms(t *testing.T) {
	for ms, want := range map[float64]time.Duration{
		0: 0, -5: 0, 0.5: 20 * time.Millisecond, 19: 20 * time.Millisecond, 50: 50 * time.Millisecond,
		1000: time.Second, 1e300: time.Second,
	} {
		if got := batchPeriod(ms); got != want {
			t.Errorf("%v: %v, want %v", ms, got, want)
		}
	}
}

func TestSnapshotIsTheFirstFrameAndHasThePlayers(t *testing.T) {
	r := newRig(t, HubOptions{Now: clockAt(10)})
	r.consume(at(t, 5, "telemetry", "A", `"kills":5`), at(t, 5, "vitals", "A", `"vitae":3`))
	b := r.connect(Viewer{UserID: 1})
	b.send(`{"type":"subscribe","snapshot":true}`)
	var snapshot struct {
		Type    string
		Players []map[string]any
	}
	if text := b.waitFor(1)[0]; json.Unmarshal([]byte(text), &snapshot) != nil || snapshot.Type != "snapshot" ||
		len(snapshot.Players) != 1 || snapshot.Players[0]["kills"] != 5.0 || snapshot.Players[0]["vitae"] != 3.0 {
		t.Errorf("%s", text)
	}
	r.consume(at(t, 7, "telemetry", "A", `"kills":6`))
	if text := b.waitFor(2)[1]; !strings.Contains(text, `"kills":6`) {
		t.Errorf("%s", text)
	}
}

func TestLateFramesOfReplaceableKindsDoNotGoOut(t *testing.T) {
	r := newRig(t, HubOptions{})
	b := r.connect(Viewer{UserID: 1})
	r.consume(at(t, 5, "telemetry", "A", `"kills":5`), at(t, 4, "telemetry", "A", `"kills":4`),
		at(t, 5, "vitals", "A", ""), at(t, 4, "vitals", "A", ""), at(t, 4, "rare", "A", `"name":"late, but news"`))
	got := b.waitFor(3)
	if !strings.Contains(got[0], `"kills":5`) || !strings.Contains(got[1], "12:00:05Z") || !strings.Contains(got[2], "late, but news") {
		t.Errorf("%s", got)
	}
}

func TestTellsGoOnlyToThoseWhoMaySeeThem(t *testing.T) {
	r := newRig(t, HubOptions{})
	admin := r.connect(Viewer{UserID: 1, Admin: true})
	granted := r.connect(Viewer{UserID: 2, SeesTells: func(character string) bool { return character == "A" }})
	plain := r.connect(Viewer{UserID: 3})
	internal := r.connect(Viewer{Internal: true})
	for _, name := range []string{"A", "B"} {
		for _, color := range []string{"3", `"4"`, "31", "null", "2"} {
			r.consume(at(t, 0, "chat", name, fmt.Sprintf(`"text":"x","color":%s`, color)))
		}
	}
	r.consume(at(t, 0, "rare", "A", `"name":"end"`))
	for who, c := range map[string]struct {
		b    *browser
		want int
	}{"admin": {admin, 10}, "granted A": {granted, 6}, "plain": {plain, 2}, "internal": {internal, 2}} {
		eventually(t, "the end", func() bool {
			got := c.b.received()
			return len(got) > 0 && strings.Contains(got[len(got)-1], "end")
		})
		if got := len(c.b.received()) - 1; got != c.want {
			t.Errorf("%s heard %d lines, want %d", who, got, c.want)
		}
	}
}

func TestSlowBrowserLosesReplaceableFramesIsToldAndIsClosedWhileOthersHearAll(t *testing.T) {
	// The browsers' clock runs with the test: 30 s pass when it says so.
	var mu sync.Mutex
	passed := time.Duration(0)
	now := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return noon.Add(passed)
	}
	r := newRig(t, HubOptions{Now: now, QueueFrames: 100})
	slow := r.open(Viewer{UserID: 1})
	fast := r.connect(Viewer{UserID: 2})
	lost := func() float64 { return testutil.ToFloat64(r.hub.metrics.dropped) }

	bulk := strings.Repeat("x", 64<<10) // fills the kernel's buffers soon
	rares, pulses := 0, 0
	for lost() < 150 {
		r.consume(at(t, pulses, "vitals", "A", `"bulk":"`+bulk+`"`))
		pulses++
		if pulses%20 == 0 {
			r.consume(at(t, pulses, "rare", "A", fmt.Sprintf(`"name":"%d"`, rares)))
			rares++
		}
		n := rares + pulses // in step, so that only the slow one can be the one that loses
		eventually(t, "the fast browser keeps up", func() bool { return len(fast.received()) == n })
	}

	go slow.read()
	// Every event is either heard or owned up to, and no rare is among the lost.
	var gone, heard, heardRares int
	eventually(t, "the slow browser has caught up", func() bool {
		gone, heard, heardRares = 0, 0, 0
		for _, text := range slow.received() {
			var f struct {
				Type    string
				Dropped int
				Name    string
			}
			if err := json.Unmarshal([]byte(text), &f); err != nil {
				t.Fatal(err)
			}
			switch f.Type {
			case "gap":
				gone += f.Dropped
				continue
			case "rare":
				if f.Name != fmt.Sprint(heardRares) {
					t.Fatalf("rare %s, want %d", f.Name, heardRares)
				}
				heardRares++
			}
			heard++
		}
		return heard+gone == rares+pulses
	})
	if heardRares != rares || float64(gone) != lost() {
		t.Errorf("heard %d of %d rares; told of %d lost frames of %v", heardRares, rares, gone, lost())
	}
	_ = slow.conn.Close()
	eventually(t, "it has gone", func() bool { return len(*r.hub.listeners.Load()) == 1 })

	// One that stays behind is closed.
	stuck := r.open(Viewer{UserID: 3})
	since := lost()
	for lost() < since+1 {
		r.consume(at(t, pulses, "vitals", "A", `"bulk":"`+bulk+`"`))
		pulses++
		n := rares + pulses
		eventually(t, "the fast browser keeps up", func() bool { return len(fast.received()) == n })
	}
	mu.Lock()
	passed = 31 * time.Second
	mu.Unlock()
	r.consume(at(t, pulses, "vitals", "A", ""))
	eventually(t, "it is closed", func() bool {
		return testutil.ToFloat64(r.hub.metrics.closed.WithLabelValues("behind")) == 1 && len(*r.hub.listeners.Load()) == 1
	})
	_ = stuck.conn.Close()
}

func TestMalformedMessagesAreAnsweredWithErrorsAndManyClose(t *testing.T) {
	r := newRig(t, HubOptions{})
	b := r.connect(Viewer{UserID: 1})
	for _, frame := range []string{`{`, `[]`, `"x"`, `{"type":"subscribe","message_types":"rare"}`, `{"type":"subscribe","batch_ms":"soon"}`,
		`{"type":"telemetry"}`, `{"player_name":"A"}`, `{"player_name":"A","command":5}`, `{"type":"request_dungeon_map"}`,
		`{"player_name":"A","command":"x","id":"` + strings.Repeat("x", 65) + `"}`} {
		n := len(b.received())
		b.send(frame)
		if got := b.waitFor(n + 1)[n]; !strings.HasPrefix(got, `{"type":"error","message":"`) {
			t.Errorf("%s: %s", frame, got)
		}
	}
	r.consume(at(t, 0, "rare", "A", ""))
	b.waitFor(11) // still there
	for range malformedBurst {
		_ = b.conn.WriteMessage(websocket.TextMessage, []byte(`{`)) // fails once the socket is closed
	}
	if err := <-b.ended; !websocket.IsCloseError(err, websocket.ClosePolicyViolation) {
		t.Errorf("ended with %v", err)
	}
}

func TestMessageOver64KiBClosesWith1009(t *testing.T) {
	r := newRig(t, HubOptions{})
	b := r.connect(Viewer{UserID: 1})
	b.send(`{"type":"subscribe","x":"` + strings.Repeat("x", maxMessage-100) + `"}`)
	r.consume(at(t, 0, "rare", "A", ""))
	b.waitFor(1)
	_ = b.conn.WriteMessage(websocket.TextMessage, []byte(strings.Repeat(" ", maxMessage+1)))
	if err := <-b.ended; !websocket.IsCloseError(err, websocket.CloseMessageTooBig) {
		t.Errorf("ended with %v", err)
	}
}

func TestOriginsAreChecked(t *testing.T) {
	sameHost := newRig(t, HubOptions{})
	chosen := newRig(t, HubOptions{AllowedOrigin: func(r *http.Request) bool { return r.Header.Get("Origin") == "https://moss.example" }})
	cases := []struct {
		name, origin string
		rig          *rig
		want         int
	}{
		{"none", "", sameHost, 101},
		{"same host", "http" + strings.TrimSuffix(strings.TrimPrefix(sameHost.url, "ws"), "/ws/live"), sameHost, 101},
		{"foreign", "https://evil.example", sameHost, 403},
		{"null", "null", sameHost, 403},
		{"allowed", "https://moss.example", chosen, 101},
		{"not allowed", "https://evil.example", chosen, 403},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			header := http.Header{}
			if c.origin != "" {
				header.Set("Origin", c.origin)
			}
			conn, status, _ := c.rig.dial(Viewer{UserID: 1}, header)
			if conn != nil {
				_ = conn.Close()
			}
			if status != c.want {
				t.Errorf("status %d, want %d", status, c.want)
			}
		})
	}
}

func TestSocketsAreLimitedPerUserAndInAll(t *testing.T) {
	r := newRig(t, HubOptions{MaxSockets: 5, MaxSocketsPerUser: 2})
	first := r.connect(Viewer{UserID: 1})
	r.connect(Viewer{UserID: 1})
	if _, status, header := r.dial(Viewer{UserID: 1}, nil); status != 429 || header.Get("Retry-After") == "" {
		t.Errorf("third of a user: %d, %v", status, header)
	}
	for range 3 {
		r.connect(Viewer{Internal: true})
	}
	if _, status, _ := r.dial(Viewer{UserID: 2}, nil); status != 503 {
		t.Errorf("sixth in all: %d", status)
	}
	_ = first.conn.Close()
	eventually(t, "a place is free", func() bool { return len(*r.hub.listeners.Load()) == 4 })
	eventually(t, "and counted so", func() bool {
		r.hub.mu.Lock()
		defer r.hub.mu.Unlock()
		return len(r.hub.admitted) == 4
	})
	r.connect(Viewer{UserID: 1})
	r.mu.Lock()
	defer r.mu.Unlock()
	if !slices.ContainsFunc(r.errs, func(err error) bool { return errors.Is(err, ErrFull) }) ||
		!slices.ContainsFunc(r.errs, func(err error) bool { return errors.Is(err, ErrUserFull) }) {
		t.Errorf("errors %v", r.errs)
	}
}

func TestCloseUserAndCloseSessionEndTheirSocketsOnly(t *testing.T) {
	r := newRig(t, HubOptions{})
	one := r.connect(Viewer{UserID: 1, SessionID: "a"})
	two := r.connect(Viewer{UserID: 2, SessionID: "b"})
	three := r.connect(Viewer{UserID: 2, SessionID: "c"})
	internal := r.connect(Viewer{Internal: true})
	r.hub.CloseUser(0)
	r.hub.CloseSession("")
	r.hub.CloseUser(1)
	r.hub.CloseSession("b")
	for _, b := range []*browser{one, two} {
		if err := <-b.ended; !websocket.IsCloseError(err, websocket.ClosePolicyViolation) {
			t.Errorf("ended with %v", err)
		}
	}
	r.consume(at(t, 0, "rare", "A", ""))
	three.waitFor(1)
	internal.waitFor(1)
}

func TestCloseSays1001AndRefusesNewSockets(t *testing.T) {
	r := newRig(t, HubOptions{})
	browsers := []*browser{r.connect(Viewer{UserID: 1}), r.connect(Viewer{UserID: 2})}
	start := time.Now()
	if err := r.hub.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %v", took)
	}
	for _, b := range browsers {
		if err := <-b.ended; !websocket.IsCloseError(err, websocket.CloseGoingAway) {
			t.Errorf("ended with %v", err)
		}
	}
	if _, status, _ := r.dial(Viewer{UserID: 1}, nil); status != 503 {
		t.Errorf("status %d", status)
	}
}

func TestPingsComeOftenEnoughAndASilentBrowserIsClosed(t *testing.T) {
	r := newRig(t, HubOptions{PingPeriod: 40 * time.Millisecond})
	silent := r.open(Viewer{UserID: 1})
	silent.conn.SetPingHandler(func(string) error { return nil })
	go silent.read()
	answering := r.connect(Viewer{UserID: 2})
	<-silent.ended
	eventually(t, "one is left", func() bool { return len(*r.hub.listeners.Load()) == 1 })
	r.consume(at(t, 0, "rare", "A", ""))
	answering.waitFor(1)
	if period := NewHub(HubOptions{}).sockets.Config.PingPeriod; period > 25*time.Second {
		t.Errorf("pings every %v by default", period)
	}
}
