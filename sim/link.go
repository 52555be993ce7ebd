package sim

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	dialTimeout  = 10 * time.Second
	writeTimeout = 10 * time.Second
	closeTimeout = 5 * time.Second
	confirmEvery = 20       // frames between two pings
	confirmBytes = 32 << 10 // or so many bytes: what is not confirmed is kept
)

// link is one open socket. The owner writes; a goroutine of its own reads until the socket ends, and gone is closed
// when it has ended.
type link struct {
	conn      *websocket.Conn
	messages  chan message
	gone      chan struct{}
	clean     atomic.Bool   // the server answered our close
	confirmed atomic.Uint64 // number of the last frame that the server has surely read
}

// message is what a server sends to a plugin.
type message struct {
	Type      string `json:"type"`
	Player    string `json:"player_name"`
	Command   string `json:"command"`
	Landblock string `json:"landblock"`
}

// dial opens a socket. ErrRefused means that trying again is no use.
func dial(ctx context.Context, url, secret string, t *tally) (*link, error) {
	dialer := websocket.Dialer{HandshakeTimeout: dialTimeout, ReadBufferSize: 4096, WriteBufferSize: 4096}
	conn, response, err := dialer.DialContext(ctx, url, http.Header{"X-Plugin-Secret": {secret}})
	if response != nil && response.Body != nil {
		_ = response.Body.Close()
	}
	if err != nil {
		if errors.Is(err, websocket.ErrBadHandshake) && response != nil && final(response.StatusCode) {
			return nil, fmt.Errorf("connect to %s: %w: %s (%s)", url, ErrRefused, response.Status, likely(response.StatusCode))
		}
		return nil, fmt.Errorf("connect to %s: %w", url, err)
	}
	l := &link{conn: conn, messages: make(chan message, 64), gone: make(chan struct{})}
	conn.SetPongHandler(func(number string) error {
		if n, err := strconv.ParseUint(number, 10, 64); err == nil {
			l.confirmed.Store(n)
		}
		return nil
	})
	t.connected()
	go l.read(t)
	return l, nil
}

// final says whether an HTTP status will be the same next time.
func final(status int) bool {
	return status >= 400 && status < 500 && status != http.StatusRequestTimeout && status != http.StatusTooManyRequests
}

func likely(status int) string {
	if status == http.StatusUnauthorized || status == http.StatusForbidden {
		return "wrong secret?"
	}
	return "no plugin endpoint?"
}

func (l *link) read(t *tally) {
	defer close(l.gone)
	var text []byte
	for {
		_, frame, err := l.conn.NextReader()
		if err == nil {
			text, err = readInto(text[:0], frame)
		}
		if err != nil {
			l.clean.Store(websocket.IsCloseError(err, websocket.CloseNormalClosure))
			return
		}
		if kind, shared := sharedBy(text); shared { // what other clients share, by far the most
			t.received(kind)
			continue
		}
		var m message
		if err := json.Unmarshal(text, &m); err != nil {
			t.received("unreadable")
			continue
		}
		switch {
		case m.Command != "":
			t.received("command")
		case m.Type == "request_dungeon_map":
			t.received(m.Type)
		default:
			t.received(m.Type)
			continue
		}
		select {
		case l.messages <- m:
		default:
			t.received("dropped")
		}
	}
}

// readInto appends all that r has to b.
func readInto(b []byte, r io.Reader) ([]byte, error) {
	for {
		b = slices.Grow(b, 512)
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if errors.Is(err, io.EOF) {
			return b, nil
		}
		if err != nil {
			return b, fmt.Errorf("read: %w", err)
		}
	}
}

// sharedBy peeks at the type of a message that another client wrote.
func sharedBy(text []byte) (kind string, ok bool) {
	rest, ok := bytes.CutPrefix(text, []byte(`{"type":"`))
	if !ok || !bytes.HasPrefix(rest, []byte("share_")) {
		return "", false
	}
	name, _, ok := bytes.Cut(rest, []byte{'"'})
	return string(name), ok
}

func (l *link) write(body []byte) error {
	if err := l.conn.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	if err := l.conn.WriteMessage(websocket.TextMessage, body); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// ask pings with a frame's number; the answer says that the server has read all frames up to it.
func (l *link) ask(number uint64) error {
	payload := []byte(strconv.FormatUint(number, 10))
	if err := l.conn.WriteControl(websocket.PingMessage, payload, time.Now().Add(writeTimeout)); err != nil {
		return fmt.Errorf("ping: %w", err)
	}
	return nil
}

// close says goodbye and waits for the answer; true means that the server has read everything.
func (l *link) close(patience time.Duration) bool {
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	if err := l.conn.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(patience)); err == nil {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		select {
		case <-l.gone:
		case <-timer.C:
		}
	}
	l.cut()
	return l.clean.Load()
}

// reset lets the end of the socket throw away what is on its way, as a lost line does.
func (l *link) reset() {
	if tcp, ok := l.conn.NetConn().(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
}

// cut ends the socket without a word and waits for its reader.
func (l *link) cut() {
	_ = l.conn.Close()
	<-l.gone
}
