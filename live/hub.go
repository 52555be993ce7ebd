package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/olahol/melody"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/wsclose"
)

// HubOptions configure a Hub.
type HubOptions struct {
	State *State // nil: one of the hub's own
	// Commander and Plugins may also come later, through Connect.
	Commander Commander
	Plugins   Plugins
	// AllowedOrigin decides whether a browser page may open a socket. nil: only pages of the same host.
	AllowedOrigin func(*http.Request) bool
	Log           *slog.Logger          // nil: slog.Default()
	Metrics       prometheus.Registerer // nil: metrics are counted, but not registered
	Now           func() time.Time      // nil: time.Now

	// The limits; 0 means the default.
	MaxSockets        int           // in all; 1,000
	MaxSocketsPerUser int           // 20; internal callers share only the limit for all
	QueueFrames       int           // frames that wait for one socket; 1,024
	QueueBytes        int           // 32 MiB; frames are shared between the sockets
	Behind            time.Duration // how long a socket may lose frames before it is closed; 30 s
	PingPeriod        time.Duration // 20 s
}

const (
	maxMessage       = 64 << 10 // bytes, from a browser
	handshakeTimeout = 10 * time.Second
	writeTimeout     = 10 * time.Second
	closeGrace       = 2 * time.Second
	listenerKey      = "listener"
)

// Errors of Serve. The request has been answered with a problem in each case.
var (
	ErrFull     = errors.New("live: too many sockets")
	ErrUserFull = errors.New("live: too many sockets of one user")
	ErrClosed   = errors.New("live: closed")
)

// Hub carries events to the browsers. It is safe for concurrent use.
type Hub struct {
	state   *State
	log     *slog.Logger
	metrics *metrics
	limits  HubOptions // only its limits are read
	now     func() time.Time

	sockets *melody.Melody
	parties atomic.Pointer[parties]
	// listeners is replaced, never changed, so that Consume reads it without a lock.
	listeners atomic.Pointer[[]*listener]

	mu       sync.Mutex // guards what follows, and writes of listeners
	closing  bool
	admitted map[*listener]struct{} // the listeners, and those whose handshake is under way
	byUser   map[int]int
	running  sync.WaitGroup // one for each Serve
}

type parties struct {
	commander Commander
	plugins   Plugins
}

// NewHub makes a hub. Its goroutines belong to its sockets: Serve waits for them.
func NewHub(o HubOptions) *Hub {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.State == nil {
		o.State = NewState(o.Now)
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	orDefault(&o.MaxSockets, 1000)
	orDefault(&o.MaxSocketsPerUser, 20)
	orDefault(&o.QueueFrames, 1024)
	orDefault(&o.QueueBytes, 32<<20)
	orDefault(&o.Behind, 30*time.Second)
	orDefault(&o.PingPeriod, 20*time.Second)

	h := &Hub{
		state: o.State, log: o.Log, metrics: newMetrics(o.Metrics), limits: o, now: o.Now,
		sockets: melody.New(), admitted: make(map[*listener]struct{}), byUser: make(map[int]int),
	}
	h.listeners.Store(&[]*listener{})
	h.Connect(o.Commander, o.Plugins)

	m := h.sockets
	m.Config = &melody.Config{
		WriteWait:         writeTimeout,
		PingPeriod:        o.PingPeriod,
		PongWait:          3 * o.PingPeriod,
		MaxMessageSize:    maxMessage,
		MessageBufferSize: 2 * window,
	}
	m.Upgrader = &websocket.Upgrader{
		HandshakeTimeout: handshakeTimeout,
		ReadBufferSize:   1024,
		WriteBufferSize:  4096,
		WriteBufferPool:  &sync.Pool{},
		CheckOrigin:      o.AllowedOrigin, // nil: gorilla's own check for the same host
		Error: func(w http.ResponseWriter, _ *http.Request, status int, reason error) {
			problem(w, status, reason.Error())
		},
	}
	m.HandleConnect(h.connected)
	m.HandleMessage(func(s *melody.Session, text []byte) { listenerOf(s).received(text) })
	m.HandleMessageBinary(func(s *melody.Session, _ []byte) { listenerOf(s).malformed("binary frames are not understood") })
	m.HandleSentMessage(func(s *melody.Session, _ []byte) { listenerOf(s).sent() })
	m.HandleError(func(s *melody.Session, err error) { wsclose.Drain(s.WebsocketConnection(), err) })
	return h
}

func orDefault[T int | time.Duration](option *T, value T) {
	if *option <= 0 {
		*option = value
	}
}

// Connect completes the hub with what is made after it: the server carries out commands, and the gateway, which is
// given the hub, asks for floor plans. Either may be nil; what needs it is then refused.
func (h *Hub) Connect(commander Commander, plugins Plugins) {
	h.parties.Store(&parties{commander, plugins})
}

// State returns the state that the hub fills.
func (h *Hub) State() *State { return h.state }

// Sockets returns how many browser sockets are open.
func (h *Hub) Sockets() int { return len(*h.listeners.Load()) }

// Consume takes events into the state and queues them for every socket that wants them. It never blocks on a socket,
// keeps the events, but not the slice.
func (h *Hub) Consume(events []event.Event) {
	for _, e := range events {
		fresh := h.state.apply(e)
		t := e.Header().Type
		if t.Replaceable() && !fresh {
			continue // a late frame would move the browsers' markers back
		}
		if t == event.TypeRegister || !t.Known() {
			continue
		}
		listeners := *h.listeners.Load()
		if len(listeners) == 0 {
			continue
		}
		f := newFrame(e)
		for _, l := range listeners {
			l.offer(f)
		}
	}
}

// Announce queues a frame of the server's own, which is not of any plugin's event, for every socket that wants its type;
// admins says that only admins may see it. It never blocks. text must not be changed afterwards.
func (h *Hub) Announce(t event.Type, text []byte, admins bool) {
	f := &frame{text: text, kind: t, admins: admins}
	for _, l := range *h.listeners.Load() {
		l.offer(f)
	}
}

// Serve answers GET /ws/live for a viewer and blocks as long as the socket is open. It always answers the request
// itself; the error is for the log: ErrFull, ErrUserFull, ErrClosed, or why the handshake failed.
func (h *Hub) Serve(w http.ResponseWriter, r *http.Request, v Viewer) error {
	l := newListener(h, v)
	defer l.ended()
	if err := h.admit(l); err != nil {
		h.metrics.refused.Inc()
		status := http.StatusServiceUnavailable
		if errors.Is(err, ErrUserFull) {
			status = http.StatusTooManyRequests
		}
		w.Header().Set("Retry-After", "10")
		problem(w, status, err.Error())
		return err
	}
	defer h.running.Done()
	defer h.leave(l)

	err := h.sockets.HandleRequestWithKeys(w, r, map[string]any{listenerKey: l})
	l.ended()
	h.remove(l)
	l.goroutines.Wait()
	if err != nil {
		return fmt.Errorf("open socket: %w", err)
	}
	return nil
}

// admit counts a socket in.
func (h *Hub) admit(l *listener) error {
	v := &l.viewer
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closing:
		return ErrClosed
	case len(h.admitted) >= h.limits.MaxSockets:
		return ErrFull
	case v.UserID != 0 && h.byUser[v.UserID] >= h.limits.MaxSocketsPerUser:
		return ErrUserFull
	}
	h.admitted[l] = struct{}{}
	h.byUser[v.UserID]++
	h.running.Add(1)
	return nil
}

func (h *Hub) leave(l *listener) {
	v := &l.viewer
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.admitted, l)
	if h.byUser[v.UserID]--; h.byUser[v.UserID] == 0 {
		delete(h.byUser, v.UserID)
	}
}

// connected starts a socket; melody's write pump has not started yet.
func (h *Hub) connected(s *melody.Session) {
	l := listenerOf(s)
	l.session = s
	l.goroutines.Go(l.pump)
	l.goroutines.Go(l.obey)
	h.mu.Lock()
	defer h.mu.Unlock()
	listeners := append([]*listener{l}, *h.listeners.Load()...)
	h.listeners.Store(&listeners)
	h.metrics.sockets.Inc()
}

// remove takes a socket out of the fan-out.
func (h *Hub) remove(l *listener) {
	h.mu.Lock()
	defer h.mu.Unlock()
	before := *h.listeners.Load()
	after := make([]*listener, 0, len(before))
	for _, other := range before {
		if other != l {
			after = append(after, other)
		}
	}
	if len(after) < len(before) {
		h.listeners.Store(&after)
		h.metrics.sockets.Dec()
	}
}

// CloseUser closes every socket of a user, with 1008. It does not wait. 0, the internal callers' id, is nobody.
func (h *Hub) CloseUser(userID int) {
	if userID == 0 {
		return
	}
	h.closeWhere(melody.ClosePolicyViolation, "session ended", "session_ended",
		func(v *Viewer) bool { return v.UserID == userID })
}

// CloseSession closes every socket that was opened with a sign-in session, with 1008. It does not wait.
func (h *Hub) CloseSession(sessionID string) {
	if sessionID == "" {
		return
	}
	h.closeWhere(melody.ClosePolicyViolation, "session ended", "session_ended",
		func(v *Viewer) bool { return v.SessionID == sessionID })
}

// closeWhere closes sockets; one whose handshake is under way is closed as soon as it is open.
func (h *Hub) closeWhere(code int, reason, label string, match func(*Viewer) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.admitted {
		if match(&l.viewer) {
			l.close(code, reason, label)
		}
	}
}

// Close refuses new sockets, closes the open ones with 1001 and waits for their goroutines. It returns ctx's error if
// they had to be cut off; it waits for their end then too. Calling it again waits again.
func (h *Hub) Close(ctx context.Context) error {
	h.mu.Lock()
	h.closing = true
	h.mu.Unlock()
	h.closeWhere(melody.CloseGoingAway, "server is stopping", "shutdown", func(*Viewer) bool { return true })
	ended := make(chan struct{})
	go func() {
		h.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		for _, l := range *h.listeners.Load() {
			_ = l.session.WebsocketConnection().Close()
		}
		<-ended
		return ctx.Err()
	}
}

// problem answers a request that became no socket.
func problem(w http.ResponseWriter, status int, detail string) {
	body, err := json.Marshal(map[string]any{
		"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": detail,
	})
	if err != nil {
		http.Error(w, detail, status)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
