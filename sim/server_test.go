package sim

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

const testSecret = "sesame-for-tests"

// tracker is a small plugin endpoint that keeps every frame it reads.
type tracker struct {
	*httptest.Server
	mu      sync.Mutex
	frames  map[string][]string // by character, in the order of arrival
	sockets map[string]*websocket.Conn
	opened  int
	// cutAfter ends each of the first cuts sockets without a word after so many frames.
	cutAfter, cuts int
	away           bool
}

func newTracker(t *testing.T) *tracker {
	t.Helper()
	tr := &tracker{frames: map[string][]string{}, sockets: map[string]*websocket.Conn{}}
	tr.Server = httptest.NewServer(tr)
	t.Cleanup(tr.Close)
	return tr
}

func (tr *tracker) url() string { return "ws" + strings.TrimPrefix(tr.URL, "http") + "/ws/position" }

func (tr *tracker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	tr.mu.Lock()
	away := tr.away
	tr.mu.Unlock()
	if away {
		http.Error(w, "back soon", http.StatusServiceUnavailable)
		return
	}
	if r.Header.Get("X-Plugin-Secret") != testSecret || r.Header.Get("Origin") != "" {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	upgrader := websocket.Upgrader{}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	tr.mu.Lock()
	tr.opened++
	leave := -1
	if tr.cuts > 0 {
		tr.cuts--
		leave = tr.cutAfter
	}
	tr.mu.Unlock()
	for n := 0; n != leave; n++ {
		_, text, err := conn.ReadMessage()
		if err != nil {
			return
		}
		tr.keep(conn, string(text))
	}
}

func (tr *tracker) keep(conn *websocket.Conn, text string) {
	var head struct {
		Character string `json:"character_name"`
	}
	_ = json.Unmarshal([]byte(text), &head)
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.frames[head.Character] = append(tr.frames[head.Character], text)
	tr.sockets[head.Character] = conn
}

// order sends a message to a character once it is there.
func (tr *tracker) order(t *testing.T, character, text string) {
	t.Helper()
	eventually(t, "the character is connected", func() bool {
		tr.mu.Lock()
		defer tr.mu.Unlock()
		conn := tr.sockets[character]
		return conn != nil && conn.WriteMessage(websocket.TextMessage, []byte(text)) == nil
	})
}

func (tr *tracker) heard(character, part string) bool {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	for _, text := range tr.frames[character] {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

func (tr *tracker) count() (frames, sockets int) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	for _, f := range tr.frames {
		frames += len(f)
	}
	return frames, tr.opened
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("not within 10 s: %s", what)
}
