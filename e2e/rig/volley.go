package rig

import (
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// Volley is a load that is encoded beforehand and then sent as fast as it is taken, at the least cost for the sender.
type Volley struct {
	t     testing.TB
	conns []net.Conn
	texts [][]byte // of each socket
	count int
}

// Aim encodes a load's events (Count of them, rounded up to the same for each character) and opens its sockets, until
// the test's end.
func Aim(t testing.TB, s *Server, o LoadOptions) *Volley {
	t.Helper()
	v := &Volley{t: t, texts: make([][]byte, o.Sockets)}
	each := (o.Count + o.Characters - 1) / o.Characters
	sequence, began := o.Mix.sequence(), o.Began
	if began.IsZero() {
		began = time.Now().UTC().Add(-2 * time.Hour).Truncate(time.Second)
	}
	var payload [1024]byte
	for number := range each {
		for i := range o.Characters {
			text := &v.texts[i%o.Sockets]
			frame := appendFrame(payload[:0], sequence[number%len(sequence)], nameOf(i), began, number)
			*text = appendMessage(*text, opText, frame)
			v.count++
		}
	}
	for range o.Sockets {
		conn, response, err := websocket.DefaultDialer.DialContext(t.Context(), s.Socket("/ws/position"), http.Header{"X-Plugin-Secret": {Secret}})
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		v.conns = append(v.conns, conn.NetConn())
		t.Cleanup(func() { _ = conn.Close() })
	}
	return v
}

// Count is how many events there are.
func (v *Volley) Count() int { return v.count }

// Fire sends everything and returns when the last byte has been handed to its socket. It can be done once, and must not
// take as long as the server waits for an answer to its pings, which is a minute.
func (v *Volley) Fire() {
	v.t.Helper()
	var sending sync.WaitGroup
	for i, conn := range v.conns {
		sending.Go(func() {
			const chunk = 64 << 10
			for text := v.texts[i]; len(text) > 0; text = text[min(chunk, len(text)):] {
				if _, err := conn.Write(text[:min(chunk, len(text))]); err != nil {
					v.t.Errorf("send: %v", err)
					return
				}
			}
		})
		go func() { _, _ = io.Copy(io.Discard, conn) }() // ends with the connection
	}
	sending.Wait()
}
