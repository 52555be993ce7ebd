package melodylive

import (
	"context"
	"encoding/json"
	"sync/atomic"

	"github.com/gorilla/websocket"
	"github.com/olahol/melody"
	"golang.org/x/time/rate"

	"github.com/mosswart/overlord/admin"
)

// Codes with which the hub closes a socket, beside RFC 6455's.
const (
	closeSignedOut = 4401 // the viewer is no longer signed in
	closeTooFast   = 4429 // more messages than a page has a reason to send
)

// socket is one page's.
type socket struct {
	hub     *Hub
	ctx     context.Context // the request's, for what it asks of the database
	viewer  admin.Viewer
	session *melody.Session
	rate    *rate.Limiter

	watched atomic.Pointer[string]
	queued  atomic.Int64 // messages that wait to be written
	dropped atomic.Int64 // messages for which there was no room, and of which the page has not been told
	open    row          // guarded by hub.mu
}

func newSocket(h *Hub, ctx context.Context, v admin.Viewer) *socket {
	return &socket{hub: h, ctx: ctx, viewer: v, rate: rate.NewLimiter(messageRate, messageBurst)}
}

// request is a message of a page.
type request struct {
	Type     string `json:"type"`
	Resource string `json:"resource"`
	ID       string `json:"id"`
}

// receive handles a message. It runs in the goroutine that reads the socket, one message after the other.
func (s *socket) receive(raw []byte) {
	if !s.rate.Allow() {
		s.end(closeTooFast, "too many messages")
		return
	}
	var m request
	if err := json.Unmarshal(raw, &m); err != nil {
		s.end(websocket.CloseUnsupportedData, "send JSON objects")
		return
	}
	switch m.Type {
	case "watch":
		if s.viewer.Sees(m.Resource) != admin.Nothing {
			s.watched.Store(&m.Resource)
		}
	case "editing":
		if m.ID != "" && s.viewer.Sees(m.Resource) != admin.Nothing && s.viewer.SeesRow(s.ctx, m.Resource, m.ID) {
			s.hub.edit(s, row{m.Resource, m.ID})
		}
	case "idle":
		s.hub.edit(s, row{})
	}
}

func (s *socket) watching() string {
	if resource := s.watched.Load(); resource != nil {
		return *resource
	}
	return ""
}

// send queues a message; where the queue is full it is dropped, and counted.
func (s *socket) send(raw []byte) {
	if s.queued.Add(1) <= int64(s.hub.o.Queue) {
		s.write(raw)
		return
	}
	s.queued.Add(-1)
	s.dropped.Add(1)
	if s.queued.Load() == 0 { // the queue has run empty meanwhile, so sent would come too late
		s.tellGap()
	}
}

// sent runs after each message that went out.
func (s *socket) sent() {
	s.queued.Add(-1)
	s.tellGap()
}

// tellGap tells the page what it has missed. There is always room for that: melody's buffer is longer than the queue.
func (s *socket) tellGap() {
	if n := s.dropped.Swap(0); n > 0 {
		s.queued.Add(1)
		s.write(encode(struct {
			Type    string `json:"type"`
			Dropped int64  `json:"dropped"`
		}{"gap", n}))
	}
}

func (s *socket) write(raw []byte) {
	_ = s.session.Write(raw) // one that is closed needs it no more
}

func (s *socket) checkSignIn() {
	if !s.viewer.Still(s.ctx) {
		s.end(closeSignedOut, "signed out")
	}
}

func (s *socket) end(code int, why string) {
	_ = s.session.CloseWithMsg(melody.FormatCloseMessage(code, why)) // it may be closed already
}
