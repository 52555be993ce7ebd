package melodylive_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/melodylive"
	"github.com/mosswart/overlord/admin/problem"
)

// live is a hub behind a server. A request's query says who comes: name, and sees (all, some or none).
type live struct {
	hub       *melodylive.Hub
	url       string
	signedOut atomic.Bool
}

func newLive(t *testing.T, o melodylive.Options) *live {
	t.Helper()
	l := &live{hub: melodylive.New(o)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sight := map[string]admin.Sight{"all": admin.AllRows, "some": admin.SomeRows}[r.FormValue("sees")]
		name := r.FormValue("name")
		err := l.hub.Serve(w, r, admin.Viewer{
			Principal: access.Principal{ID: "id-" + name, Name: name},
			Sees: func(slug string) admin.Sight {
				if slug != "books" {
					return admin.Nothing
				}
				return sight
			},
			SeesRow: func(_ context.Context, _, id string) bool { return id != "hidden" },
			Still:   func(context.Context) bool { return !l.signedOut.Load() },
		})
		var p *problem.Problem
		if errors.As(err, &p) {
			p.Write(w)
		}
	}))
	t.Cleanup(func() {
		_ = l.hub.Close()
		server.Close()
	})
	l.url = "ws" + strings.TrimPrefix(server.URL, "http")
	return l
}

// page is a browser's end of a socket.
type page struct {
	t    *testing.T
	conn *websocket.Conn
}

func (l *live) dial(name, sees string, header http.Header) (*websocket.Conn, *http.Response, error) {
	return websocket.DefaultDialer.Dial(fmt.Sprintf("%s/?name=%s&sees=%s", l.url, name, sees), header)
}

func (l *live) open(t *testing.T, name, sees string) *page {
	t.Helper()
	conn, res, err := l.dial(name, sees, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	t.Cleanup(func() { _ = conn.Close() })
	return &page{t, conn}
}

func (p *page) send(text string) {
	p.t.Helper()
	if err := p.conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		p.t.Fatal(err)
	}
}

func (p *page) next() map[string]any {
	p.t.Helper()
	_ = p.conn.SetReadDeadline(time.Now().Add(time.Minute))
	var m map[string]any
	if err := p.conn.ReadJSON(&m); err != nil {
		p.t.Fatal(err)
	}
	return m
}

// settle returns when everything that the page has sent is handled: it opens a row and closes it again, and reads the
// answers to that.
func (p *page) settle() {
	p.t.Helper()
	p.send(`{"type":"editing","resource":"books","id":"settle"}`)
	for p.next()["id"] != "settle" {
	}
}

// closed reads to the end and answers the code.
func (p *page) closed() int {
	p.t.Helper()
	_ = p.conn.SetReadDeadline(time.Now().Add(time.Minute))
	for {
		_, _, err := p.conn.ReadMessage()
		var end *websocket.CloseError
		if errors.As(err, &end) {
			return end.Code
		}
		if err != nil {
			p.t.Fatal(err)
		}
	}
}

var event = change.Event{Type: "books", IDs: []string{"7", "8"}, Action: "update", By: access.Principal{ID: "9", Name: "Ada"}}

func TestChangesGoToThoseWhoWatchAndMaySee(t *testing.T) {
	l := newLive(t, melodylive.Options{})
	all, some := l.open(t, "all", "all"), l.open(t, "some", "some")
	none, idle := l.open(t, "none", "none"), l.open(t, "idle", "all")
	for _, p := range []*page{all, some} {
		p.send(`{"type":"watch","resource":"books"}`)
		p.settle()
	}
	none.send(`{"type":"watch","resource":"books"}`)
	l.hub.Publish(event)
	want := func(p *page, want string) {
		t.Helper()
		m := p.next()
		for m["type"] == "presence" {
			m = p.next()
		}
		if got := fmt.Sprint(m); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	want(all, "map[action:update by:map[id:9 name:Ada] ids:[7 8] more:false resource:books type:change]")
	want(some, "map[action:update by:map[id:9 name:Ada] ids:[] more:true resource:books type:change]")
	idle.send(`{"type":"watch","resource":"books"}`)
	idle.settle()
	l.hub.Publish(change.Event{Type: "books", IDs: []string{"9"}, Action: "create"})
	want(idle, "map[action:create by:map[id: name:] ids:[9] more:false resource:books type:change]")
}

func people(m map[string]any) string {
	raw, _ := json.Marshal(m["people"])
	return fmt.Sprint(m["type"], " ", m["id"], " ", string(raw))
}

func TestPresenceGoesToThoseWhoHaveTheRowOpenOrWatchAll(t *testing.T) {
	l := newLive(t, melodylive.Options{})
	watcher, ada, bob := l.open(t, "watcher", "all"), l.open(t, "ada", "all"), l.open(t, "bob", "some")
	watcher.send(`{"type":"watch","resource":"books"}`)
	watcher.settle()
	ada.send(`{"type":"editing","resource":"books","id":"7"}`)
	const adaOnly = `presence 7 [{"id":"id-ada","name":"ada"}]`
	for _, p := range []*page{ada, watcher} {
		if got := people(p.next()); got != adaOnly {
			t.Errorf("got %s", got)
		}
	}
	bob.send(`{"type":"editing","resource":"books","id":"hidden"}`) // a row that he may not see
	bob.send(`{"type":"editing","resource":"books","id":"7"}`)
	for _, p := range []*page{bob, ada, watcher} {
		if got := people(p.next()); !strings.Contains(got, "ada") || !strings.Contains(got, "bob") || !strings.HasPrefix(got, "presence 7") {
			t.Errorf("got %s", got)
		}
	}
	_ = bob.conn.Close()
	for _, p := range []*page{ada, watcher} {
		if got := people(p.next()); got != adaOnly {
			t.Errorf("after bob has gone: %s", got)
		}
	}
	ada.send(`{"type":"idle"}`)
	if got := people(watcher.next()); got != "presence 7 []" {
		t.Errorf("after all have gone: %s", got)
	}
}

func TestASlowPageIsToldOfItsGap(t *testing.T) {
	l := newLive(t, melodylive.Options{Queue: 4})
	slow := l.open(t, "slow", "all")
	slow.send(`{"type":"watch","resource":"books"}`)
	slow.settle()
	big := change.Event{Type: "books", Action: strings.Repeat("x", 64<<10)}
	const sent = 300 // more than a connection's buffers hold
	for range sent {
		l.hub.Publish(big)
	}
	got, dropped := 0, 0
	for got+dropped < sent {
		switch m := slow.next(); m["type"] {
		case "change":
			got++
		case "gap":
			n, _ := m["dropped"].(float64)
			dropped += int(n)
		}
	}
	if dropped == 0 || got+dropped != sent {
		t.Errorf("%d changes came and %d were dropped, of %d", got, dropped, sent)
	}
}

func TestSocketsAreBounded(t *testing.T) {
	l := newLive(t, melodylive.Options{MaxSockets: 3, MaxSocketsPerUser: 2})
	status := func(name string, header http.Header) int {
		t.Helper()
		conn, res, err := l.dial(name, "all", header)
		if err == nil {
			t.Cleanup(func() { _ = conn.Close() })
		}
		_ = res.Body.Close()
		return res.StatusCode
	}
	if got := status("ada", http.Header{"Origin": {"https://evil.example"}}); got != http.StatusForbidden {
		t.Errorf("a page of another site is answered with %d", got)
	}
	for i, test := range []struct {
		name string
		want int
	}{{"ada", 101}, {"ada", 101}, {"ada", 429}, {"bob", 101}, {"cleo", 503}} {
		if got := status(test.name, nil); got != test.want {
			t.Errorf("%d: %s is answered with %d, want %d", i, test.name, got, test.want)
		}
	}
}

func TestSocketsThatMisbehaveAreClosed(t *testing.T) {
	l := newLive(t, melodylive.Options{})
	for name, test := range map[string]struct {
		do   func(p *page)
		want int
	}{
		"binary":   {func(p *page) { _ = p.conn.WriteMessage(websocket.BinaryMessage, []byte("{}")) }, websocket.CloseUnsupportedData},
		"not JSON": {func(p *page) { p.send("hello") }, websocket.CloseUnsupportedData},
		"too long": {func(p *page) { p.send(`{"type":"` + strings.Repeat("x", 5000) + `"}`) }, websocket.CloseMessageTooBig},
		"too fast": {func(p *page) {
			for range 200 {
				if p.conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"idle"}`)) != nil {
					return
				}
			}
		}, 4429},
	} {
		p := l.open(t, strings.ReplaceAll(name, " ", ""), "all")
		test.do(p)
		if got := p.closed(); got != test.want {
			t.Errorf("%s: closed with %d, want %d", name, got, test.want)
		}
	}
}

func TestWhoIsSignedOutIsClosed(t *testing.T) {
	l := newLive(t, melodylive.Options{PingPeriod: 20 * time.Millisecond})
	p := l.open(t, "ada", "all")
	l.signedOut.Store(true)
	if got := p.closed(); got != 4401 {
		t.Errorf("closed with %d", got)
	}
}

func TestCloseSaysGoingAway(t *testing.T) {
	l := newLive(t, melodylive.Options{})
	p := l.open(t, "ada", "all")
	p.settle()
	if err := l.hub.Close(); err != nil {
		t.Fatal(err)
	}
	if got := p.closed(); got != websocket.CloseGoingAway {
		t.Errorf("closed with %d", got)
	}
	_, res, err := l.dial("bob", "all", nil)
	if err == nil {
		t.Fatal("a closed hub takes sockets")
	}
	if _ = res.Body.Close(); res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a closed hub answers %d", res.StatusCode)
	}
}
