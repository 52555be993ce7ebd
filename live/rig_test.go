package live

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/mosswart/overlord/ingest/event"
)

type rig struct {
	t   *testing.T
	hub *Hub
	url string

	mu     sync.Mutex
	viewer Viewer // of the next socket
	errs   []error
}

// newRig serves a hub over real sockets.
func newRig(t *testing.T, o HubOptions) *rig {
	t.Helper()
	o.Log = slog.New(slog.DiscardHandler)
	r := &rig{t: t, hub: NewHub(o)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		r.mu.Lock()
		v := r.viewer
		r.mu.Unlock()
		err := r.hub.Serve(w, request, v)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.errs = append(r.errs, err)
	}))
	r.url = "ws" + strings.TrimPrefix(server.URL, "http") + "/ws/live"
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := r.hub.Close(ctx); err != nil {
			t.Errorf("close: %v", err)
		}
		server.Close()
	})
	return r
}

type browser struct {
	t     *testing.T
	conn  *websocket.Conn
	mu    sync.Mutex
	got   []string
	ended chan error
}

// dial returns the connection, or nil and how the request was answered.
func (r *rig) dial(v Viewer, header http.Header) (*websocket.Conn, int, http.Header) {
	r.t.Helper()
	r.mu.Lock()
	r.viewer = v
	r.mu.Unlock()
	conn, response, err := websocket.DefaultDialer.Dial(r.url, header)
	if response == nil {
		r.t.Fatalf("dial: %v", err)
	}
	_ = response.Body.Close()
	return conn, response.StatusCode, response.Header
}

// open connects a viewer and waits until the hub has it.
func (r *rig) open(v Viewer) *browser {
	r.t.Helper()
	before := len(*r.hub.listeners.Load())
	conn, status, _ := r.dial(v, nil)
	if conn == nil {
		r.t.Fatalf("dial: status %d", status)
	}
	b := &browser{t: r.t, conn: conn, ended: make(chan error, 1)}
	r.t.Cleanup(func() { _ = conn.Close() })
	eventually(r.t, "the hub has the socket", func() bool { return len(*r.hub.listeners.Load()) > before })
	return b
}

// connect opens a socket and reads it.
func (r *rig) connect(v Viewer) *browser {
	r.t.Helper()
	b := r.open(v)
	go b.read()
	return b
}

func (b *browser) read() {
	for {
		_, text, err := b.conn.ReadMessage()
		if err != nil {
			b.ended <- err
			return
		}
		b.mu.Lock()
		b.got = append(b.got, string(text))
		b.mu.Unlock()
	}
}

func (b *browser) send(frames ...string) {
	b.t.Helper()
	for _, frame := range frames {
		if err := b.conn.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
			b.t.Fatalf("send: %v", err)
		}
	}
}

func (b *browser) received() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.got)
}

func (b *browser) waitFor(n int) []string {
	b.t.Helper()
	eventually(b.t, fmt.Sprintf("%d frames", n), func() bool { return len(b.received()) >= n })
	return b.received()
}

// subscribe sends a subscription and waits until it holds: frames are handled in order, and so an answer to the
// second shows that the first was.
func (b *browser) subscribe(frame string) {
	b.t.Helper()
	n := len(b.received())
	b.send(frame, `{"player_name":"-","command":"-","id":"subscribed"}`)
	eventually(b.t, "the subscription", func() bool {
		return slices.ContainsFunc(b.received()[n:], func(text string) bool { return strings.Contains(text, `"subscribed"`) })
	})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.got = slices.DeleteFunc(b.got, func(text string) bool { return strings.Contains(text, `"subscribed"`) })
}

func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Second); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within 5 s: %s", what)
		}
	}
}

func (r *rig) consume(events ...event.Event) { r.hub.Consume(events) }

func exampleEvents(t *testing.T) []event.Event {
	t.Helper()
	text, err := os.ReadFile("../ingest/event/testdata/examples.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var events []event.Event
	for line := range strings.Lines(string(text)) {
		events = append(events, decodeAt(t, strings.TrimSpace(line), time.Date(2026, 6, 24, 19, 0, 0, 0, time.UTC)))
	}
	return events
}
