// Package wsclose ends WebSocket connections so that the peer learns why.
//
// A TCP connection that is closed with unread bytes in its receive buffer is reset, and a reset can overtake the close
// frame that was sent before it. So the peer is given a moment to answer before the connection is cut.
package wsclose

import (
	"errors"
	"io"
	"time"

	"github.com/gorilla/websocket"
)

// Longest that a peer is waited for, and how much of what it still sends is read and thrown away.
const (
	patience   = 2 * time.Second
	drainLimit = 64 << 20
)

// Send writes a close frame and, unless done is closed first, cuts the connection after grace (at most 2 s when 0). It
// blocks until one of the two has happened. The connection's reader goes on meanwhile; it ends when the peer answers.
// Safe to call beside any other use of conn.
func Send(conn *websocket.Conn, code int, reason string, grace time.Duration, done <-chan struct{}) {
	if grace <= 0 || grace > patience {
		grace = patience
	}
	timer := time.NewTimer(grace)
	defer timer.Stop()
	if err := conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, reason), time.Now().Add(grace)); err == nil {
		select {
		case <-done:
			return
		case <-timer.C:
		}
	}
	_ = conn.Close()
}

// Drain is for the goroutine that reads conn, after a read has failed with err. If the frame was too big, gorilla has
// sent its close frame (1009): what the peer is still sending is read away for a moment, so that it sees the frame.
func Drain(conn *websocket.Conn, err error) {
	if !errors.Is(err, websocket.ErrReadLimit) {
		return
	}
	raw := conn.NetConn()
	_ = raw.SetReadDeadline(time.Now().Add(patience))
	_, _ = io.CopyN(io.Discard, raw, drainLimit)
}
