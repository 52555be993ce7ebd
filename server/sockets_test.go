package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/mosswart/overlord/ent/commandlog"
	"github.com/mosswart/overlord/internal/testkit"
)

// served is a house on a listener of its own, stopped by Shutdown.
type served struct {
	*house
	web  *http.Server
	host string
	done chan error
}

func serve(t *testing.T, h *house) *served {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	s := &served{house: h, web: HTTPServer(h, h.Server.log), host: l.Addr().String(), done: make(chan error, 1)}
	go func() { s.done <- s.web.Serve(l) }()
	return s
}

func (s *served) stop(timeout time.Duration) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	began := time.Now()
	err := s.Shutdown(ctx, s.web)
	if served := <-s.done; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return time.Since(began), err
}

func (s *served) dial(path string, headers ...string) *websocket.Conn {
	s.t.Helper()
	h := http.Header{}
	for i := 0; i+1 < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	conn, res, err := websocket.DefaultDialer.DialContext(s.t.Context(), "ws://"+s.host+path, h)
	if err != nil {
		s.t.Fatalf("%s: %v %v", path, err, res)
	}
	_ = res.Body.Close()
	s.t.Cleanup(func() { _ = conn.Close() })
	must(s.t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	return conn
}

// await reads frames until one contains all of the words.
func await(t *testing.T, conn *websocket.Conn, words ...string) string {
	t.Helper()
	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			t.Fatalf("waiting for %q: %v", words, err)
		}
		found := true
		for _, w := range words {
			found = found && strings.Contains(string(text), w)
		}
		if found {
			return string(text)
		}
	}
}

func TestACommandTravelsFromABrowserToThePluginAndItsTellsDoNotComeBack(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	h.character("Mule 07")
	s := serve(t, h)
	plugin := s.dial("/websocket/ws/position", "X-Plugin-Secret", pluginSecret)
	reader := s.dial("/ws/live", "Cookie", h.cookie("reader"), "Origin", "http://"+s.host)
	admin := s.dial("/api/ws/live", "Cookie", h.cookie("admin"), "Origin", "http://"+s.host)

	must(t, plugin.WriteMessage(websocket.TextMessage, []byte(h.telemetry("Mule 07", 1203))))
	if frame := await(t, reader, `"character_name":"Mule 07"`, `"kills":1203`); strings.Contains(frame, `"type"`) {
		t.Errorf("telemetry has a type: %s", frame)
	}
	must(t, reader.WriteMessage(websocket.TextMessage, []byte(`{"player_name":"Mule 07","command":"/mm report","id":"c1"}`)))
	await(t, plugin, `{"player_name":"Mule 07","command":"/mm report"}`)
	await(t, reader, `"command_status"`, `"id":"c1"`, `"state":"sent"`)
	if row := h.lastCommand(); row.State != commandlog.StateSent || row.Username != "reader" {
		t.Errorf("row = %+v", row)
	}

	chat := func(text string, color int) {
		must(t, plugin.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"type":"chat","timestamp":%q,"character_name":"Mule 07","text":%q,"color":%d}`,
			h.clock.now().Format(time.RFC3339), text, color)))
	}
	chat("a tell", 3)
	chat("a shout", 2)
	await(t, admin, "a tell")
	if frame := await(t, reader, `"chat"`); !strings.Contains(frame, "a shout") {
		t.Errorf("the reader heard %s", frame)
	}

	took, err := s.stop(9 * time.Second)
	if err != nil || took > 5*time.Second {
		t.Errorf("stopping took %s: %v", took, err)
	}
	for name, conn := range map[string]*websocket.Conn{"plugin": plugin, "reader": reader, "admin": admin} {
		for {
			_, _, err := conn.ReadMessage()
			if err == nil {
				continue
			}
			if !websocket.IsCloseError(err, websocket.CloseGoingAway) {
				t.Errorf("%s: %v", name, err)
			}
			break
		}
	}
}

func TestStoppingIsGracefulThoughSocketsDoNotAnswer(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	s := serve(t, h)
	cookie := h.cookie("reader")
	for range 10 { // nobody reads these: their closing handshakes stay without an answer
		s.dial("/ws/live", "Cookie", cookie)
		s.dial("/ws/position", "X-Plugin-Secret", pluginSecret)
	}
	took, err := s.stop(9 * time.Second)
	if err != nil || took >= 9*time.Second {
		t.Errorf("stopping took %s: %v", took, err)
	}
	if _, err := net.DialTimeout("tcp", s.host, time.Second); err == nil {
		t.Error("it still listens")
	}
}

func TestARemovedUsersSocketIsClosed(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	s := serve(t, h)
	conn := s.dial("/ws/live", "Cookie", h.cookie("reader"))
	must(t, conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"subscribe","snapshot":true}`)))
	await(t, conn, `"snapshot"`)
	must(t, h.auth.Remove(t.Context(), h.adminID, h.readerID))
	for {
		_, _, err := conn.ReadMessage()
		if err == nil {
			continue
		}
		if !websocket.IsCloseError(err, websocket.ClosePolicyViolation) {
			t.Errorf("err = %v", err)
		}
		break
	}
	if _, err := s.stop(9 * time.Second); err != nil {
		t.Error(err)
	}
}
