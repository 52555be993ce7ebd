// Package melodylive carries the admin's changes and presence to its pages over WebSockets, with melody.
//
// A page sends one JSON object a message, at most 4 KiB and 20 a second in the long run:
//
//	{"type": "watch", "resource": "books"}                 changes of books from now on, instead of another type's
//	{"type": "editing", "resource": "books", "id": "7"}    I have this row open, and no other
//	{"type": "idle"}                                       I have no row open
//
// and receives:
//
//	{"type": "change", "resource": "books", "ids": ["7"], "more": false, "action": "update", "by": {"id", "name"}}
//	{"type": "presence", "resource": "books", "id": "7", "people": [{"id", "name"}]}
//	{"type": "gap", "dropped": 12}                         it was too slow: 12 messages are lost, so ask again
//
// A change is told to those who watch the type; ids are left out, and more is true, for viewers who may see only some of
// its rows. Presence is told to those who have the same row open, and to those who watch the type and may see all of it.
package melodylive

import (
	"cmp"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/olahol/melody"

	"github.com/mosswart/overlord/admin"
	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/problem"
)

// Options configure a Hub. The zero value is a good one.
type Options struct {
	// AllowedOrigin decides whether a page of a browser may open a socket. nil: only pages of the same host.
	AllowedOrigin func(*http.Request) bool
	Logger        *slog.Logger // nil: slog.Default()

	// The limits; 0 means the default.
	MaxSockets        int           // in all; 1,000
	MaxSocketsPerUser int           // 20
	Queue             int           // messages that wait for one socket; 64
	PingPeriod        time.Duration // 20 s; the viewer's sign-in is checked again as often
}

const (
	maxMessage    = 4 << 10 // bytes, from a page
	writeTimeout  = 10 * time.Second
	messageRate   = 20 // from a page, a second in the long run
	messageBurst  = 60
	maxPeople     = 20 // of one row, in a message
	handshakeTime = 10 * time.Second
	socketKey     = "socket"
)

// Hub holds the sockets. It implements [admin.Live], and is safe for concurrent use.
type Hub struct {
	o      Options
	melody *melody.Melody

	mu      sync.Mutex
	closed  bool
	sockets map[*socket]struct{}
	users   map[string]int               // sockets of each
	editing map[row]map[*socket]struct{} // who has which row open
}

// row names one row of one type.
type row struct{ resource, id string }

// New makes a hub. Close it at the end.
func New(o Options) *Hub {
	o.MaxSockets = cmp.Or(o.MaxSockets, 1000)
	o.MaxSocketsPerUser = cmp.Or(o.MaxSocketsPerUser, 20)
	o.Queue = cmp.Or(o.Queue, 64)
	o.PingPeriod = cmp.Or(o.PingPeriod, 20*time.Second)
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	h := &Hub{o: o, melody: melody.New(), sockets: map[*socket]struct{}{}, users: map[string]int{}, editing: map[row]map[*socket]struct{}{}}
	h.melody.Upgrader.CheckOrigin = o.AllowedOrigin // nil: gorilla compares Origin with Host
	h.melody.Upgrader.HandshakeTimeout = handshakeTime
	h.melody.Upgrader.Error = func(w http.ResponseWriter, _ *http.Request, status int, reason error) {
		problem.New(status, "no_socket", "No socket was opened: %v.", reason).Write(w)
	}
	*h.melody.Config = melody.Config{
		WriteWait: writeTimeout, PongWait: 2 * o.PingPeriod, PingPeriod: o.PingPeriod,
		MaxMessageSize: maxMessage, MessageBufferSize: o.Queue + 8, // beside the queue, gaps and the end
	}
	h.melody.HandleConnect(func(session *melody.Session) { h.enter(of(session), session) })
	h.melody.HandleDisconnect(func(session *melody.Session) { h.leave(of(session)) })
	h.melody.HandleMessage(func(session *melody.Session, raw []byte) { of(session).receive(raw) })
	h.melody.HandleMessageBinary(func(session *melody.Session, _ []byte) {
		of(session).end(websocket.CloseUnsupportedData, "send text")
	})
	h.melody.HandlePong(func(session *melody.Session) { of(session).checkSignIn() })
	h.melody.HandleSentMessage(func(session *melody.Session, _ []byte) { of(session).sent() })
	return h
}

func of(session *melody.Session) *socket { return session.MustGet(socketKey).(*socket) }

// Serve implements [admin.Live].
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, v admin.Viewer) error {
	s := newSocket(h, r.Context(), v)
	if err := h.reserve(v.ID); err != nil {
		return err
	}
	defer h.release(v.ID)
	err := h.melody.HandleRequestWithKeys(w, r, map[string]any{socketKey: s})
	if err != nil {
		h.o.Logger.InfoContext(r.Context(), "a socket was not opened", "error", err)
	}
	return err
}

// reserve counts a socket of a user, before it is opened.
func (h *Hub) reserve(user string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := 0
	for _, n := range h.users {
		all += n
	}
	switch {
	case h.closed:
		return problem.New(http.StatusServiceUnavailable, "closing", "The server is about to stop.")
	case h.users[user] >= h.o.MaxSocketsPerUser:
		return problem.New(http.StatusTooManyRequests, "too_many_sockets", "You have %d live connections already.", h.users[user])
	case all >= h.o.MaxSockets:
		return problem.New(http.StatusServiceUnavailable, "too_many_sockets", "There are too many live connections.")
	}
	h.users[user]++
	return nil
}

func (h *Hub) release(user string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.users[user]--; h.users[user] == 0 {
		delete(h.users, user)
	}
}

func (h *Hub) enter(s *socket, session *melody.Session) {
	s.session = session
	h.mu.Lock()
	defer h.mu.Unlock()
	h.sockets[s] = struct{}{}
}

func (h *Hub) leave(s *socket) {
	h.edit(s, row{})
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.sockets, s)
}

// all are the sockets that are open now.
func (h *Hub) all() []*socket {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := make([]*socket, 0, len(h.sockets))
	for s := range h.sockets {
		list = append(list, s)
	}
	return list
}

type person struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type changeMessage struct {
	Type     string   `json:"type"`
	Resource string   `json:"resource"`
	IDs      []string `json:"ids"`
	More     bool     `json:"more"`
	Action   string   `json:"action"`
	By       person   `json:"by"`
}

// Publish implements [admin.Live].
func (h *Hub) Publish(e change.Event) {
	m := changeMessage{Type: "change", Resource: e.Type, IDs: e.IDs, More: e.More, Action: e.Action, By: person{e.By.ID, e.By.Name}}
	whole := encode(m)
	m.IDs, m.More = []string{}, true
	vague := encode(m)
	for _, s := range h.all() {
		if s.watching() != e.Type {
			continue
		}
		switch s.viewer.Sees(e.Type) {
		case admin.AllRows:
			s.send(whole)
		case admin.SomeRows:
			s.send(vague)
		case admin.Nothing:
		}
	}
}

// edit notes that s has r open and no other row, or none where r is zero, and tells whom it concerns.
func (h *Hub) edit(s *socket, r row) {
	h.mu.Lock()
	before := s.open
	if before == r {
		h.mu.Unlock()
		return
	}
	if before != (row{}) {
		delete(h.editing[before], s)
		if len(h.editing[before]) == 0 {
			delete(h.editing, before)
		}
	}
	s.open = r
	if r != (row{}) {
		if h.editing[r] == nil {
			h.editing[r] = map[*socket]struct{}{}
		}
		h.editing[r][s] = struct{}{}
	}
	h.mu.Unlock()
	h.tellPresence(before)
	h.tellPresence(r)
}

type presenceMessage struct {
	Type     string   `json:"type"`
	Resource string   `json:"resource"`
	ID       string   `json:"id"`
	People   []person `json:"people"`
}

// presence is who has a row open, each person once, and the sockets that are to know.
func (h *Hub) presence(r row) (presenceMessage, []*socket) {
	h.mu.Lock()
	defer h.mu.Unlock()
	m := presenceMessage{Type: "presence", Resource: r.resource, ID: r.id, People: []person{}}
	seen := map[string]bool{}
	var concerned []*socket
	for s := range h.editing[r] {
		concerned = append(concerned, s)
		if !seen[s.viewer.ID] && len(m.People) < maxPeople {
			seen[s.viewer.ID] = true
			m.People = append(m.People, person{s.viewer.ID, s.viewer.Name})
		}
	}
	for s := range h.sockets {
		if s.open != r && s.watching() == r.resource {
			concerned = append(concerned, s)
		}
	}
	return m, concerned
}

func (h *Hub) tellPresence(r row) {
	if r == (row{}) {
		return
	}
	m, concerned := h.presence(r)
	raw := encode(m)
	for _, s := range concerned {
		sight := s.viewer.Sees(r.resource)
		if sight == admin.AllRows || sight == admin.SomeRows && h.has(s, r) {
			s.send(raw)
		}
	}
}

func (h *Hub) has(s *socket, r row) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return s.open == r
}

// Close closes all sockets with 1001, "going away", and takes no more.
func (h *Hub) Close() error {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	err := h.melody.CloseWithMsg(melody.FormatCloseMessage(melody.CloseGoingAway, "the server stops"))
	if errors.Is(err, melody.ErrClosed) {
		return nil
	}
	return err
}

// encode writes a message; its strings and lists always can be.
func encode(message any) []byte {
	raw, err := json.Marshal(message)
	if err != nil {
		panic(err)
	}
	return raw
}

var _ admin.Live = (*Hub)(nil)
