package ingest

import (
	"context"
	"errors"
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

// Live is told of every event at once. Consume must not block and must not keep the slice; it may keep the events,
// which nobody changes any more.
type Live interface {
	Consume(events []event.Event)
}

// Each is several that are told, one after the other.
type Each []Live

// Consume implements Live.
func (e Each) Consume(events []event.Event) {
	for _, one := range e {
		one.Consume(events)
	}
}

// Writer stores events. Write takes the events over and returns when they are queued; it blocks while the queue is
// full, until ctx ends.
type Writer interface {
	Write(ctx context.Context, events []event.Event) error
}

// Options configure a Gateway. Live and Writer may be nil: events then go nowhere.
type Options struct {
	// Secret is what plugins send in X-Plugin-Secret. Empty or a placeholder: nobody gets in.
	Secret  string
	Live    Live
	Writer  Writer
	Log     *slog.Logger          // nil: slog.Default()
	Metrics prometheus.Registerer // nil: metrics are counted, but not registered
	Now     func() time.Time      // nil: time.Now

	// MaxSockets limits the plugin sockets open at once; 0 means 512.
	MaxSockets int
	// Patience is the longest wait for the writer with one event; 0 means 10 s.
	Patience time.Duration
	// PingPeriod is the time between pings; 0 means 20 s. A socket that answers none for 3¾ periods is closed.
	PingPeriod time.Duration
}

const (
	maxFrame          = 16 << 20 // bytes; above it the socket is closed with 1009
	maxSockets        = 512
	maxNamesPerSocket = 4
	handshakeTimeout  = 10 * time.Second
	writeTimeout      = 10 * time.Second
	pingPeriod        = 20 * time.Second // nginx cuts idle sockets at 60 s
	defaultPatience   = 10 * time.Second
	outgoingFrames    = 256 // per socket, before relayed frames are dropped
	closeGrace        = 2 * time.Second
)

// Gateway is the plugins' end of the server. It is safe for concurrent use.
type Gateway struct {
	live     Live
	writer   Writer
	log      *slog.Logger
	metrics  *metrics
	rates    *rates
	now      func() time.Time
	secret   secret
	limit    int64
	patience time.Duration

	sockets  *melody.Melody
	roster   roster
	sessions sessions
	open     atomic.Int64 // sockets, including those whose handshake is under way
	stalled  atomic.Bool  // the last wait for the writer ran out

	// ctx ends when Close gives up waiting; it frees goroutines that wait for the writer.
	ctx     context.Context
	giveUp  context.CancelFunc
	mu      sync.Mutex // guards closing against running.Add
	closing bool
	running sync.WaitGroup // one for each ServeHTTP
}

// NewGateway makes a gateway. It has no goroutines of its own: each socket's live as long as its ServeHTTP, but for
// melody's write pump, which ends with the connection.
func NewGateway(o Options) *Gateway {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.MaxSockets <= 0 {
		o.MaxSockets = maxSockets
	}
	if o.Patience <= 0 {
		o.Patience = defaultPatience
	}
	if o.PingPeriod <= 0 {
		o.PingPeriod = pingPeriod
	}
	g := &Gateway{
		live: o.Live, writer: o.Writer, log: o.Log, metrics: newMetrics(o.Metrics), rates: newRates(o.Now()), now: o.Now,
		secret: newSecret(o.Secret), limit: int64(o.MaxSockets), patience: o.Patience,
		sockets: melody.New(),
	}
	g.ctx, g.giveUp = context.WithCancel(context.Background())
	if !g.secret.usable {
		g.log.Warn("no plugin can connect: SHARED_SECRET is unset or a placeholder")
	}

	m := g.sockets
	m.Config = &melody.Config{
		WriteWait:         writeTimeout,
		PingPeriod:        o.PingPeriod,
		PongWait:          o.PingPeriod*3 + o.PingPeriod*3/4,
		MaxMessageSize:    maxFrame,
		MessageBufferSize: outgoingFrames,
	}
	m.Upgrader = &websocket.Upgrader{
		HandshakeTimeout: handshakeTimeout,
		ReadBufferSize:   16 << 10, // some dozens of events a system call, when a plugin sends again what it had kept
		WriteBufferSize:  4096,
		WriteBufferPool:  &sync.Pool{},
		// Plugins are no browsers. ServeHTTP has refused requests with an Origin before; this holds if it ever does not.
		CheckOrigin: func(r *http.Request) bool { return !hasOrigin(r) },
	}
	m.HandleConnect(g.connected)
	m.HandleMessage(g.received)
	m.HandleMessageBinary(g.receivedBinary)
	m.HandleError(g.failed)
	m.HandleDisconnect(g.disconnected)
	return g
}

// ServeHTTP answers GET /ws/position and blocks as long as the socket is open: 403 with an Origin header, 401 without
// the right X-Plugin-Secret, 503 when there are too many sockets or the gateway is closing.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case hasOrigin(r):
		g.refuse(w, r, http.StatusForbidden, "origin", "Plugins send no Origin header; this address is not for browsers.")
		return
	case !g.secret.matches(r.Header["X-Plugin-Secret"]):
		g.refuse(w, r, http.StatusUnauthorized, "secret", "X-Plugin-Secret is missing or wrong.")
		return
	}
	if !g.begin() {
		g.refuse(w, r, http.StatusServiceUnavailable, "closing", "The server is stopping.")
		return
	}
	defer g.running.Done()
	defer g.open.Add(-1)
	if g.open.Add(1) > g.limit {
		g.refuse(w, r, http.StatusServiceUnavailable, "full", "Too many plugin sockets are open.")
		return
	}
	keys := map[string]any{socketKey: newSocket(r.RemoteAddr)}
	if err := g.sockets.HandleRequestWithKeys(w, r, keys); err != nil {
		// gorilla has answered.
		g.metrics.refused.WithLabelValues("handshake").Inc()
		g.log.Info("plugin handshake failed", slog.String("address", r.RemoteAddr), slog.Any("error", err))
	}
}

// begin counts a handler in, unless the gateway is closing.
func (g *Gateway) begin() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closing {
		return false
	}
	g.running.Add(1)
	return true
}

func (g *Gateway) connected(s *melody.Session) {
	k := socketOf(s)
	k.session = s
	g.roster.add(k)
	g.metrics.sockets.Inc()
	g.log.Info("plugin connected", slog.Uint64("socket", k.id), slog.String("address", k.address))
	g.mu.Lock()
	closing := g.closing
	g.mu.Unlock()
	if closing { // Close has listed the sockets already
		_ = s.CloseWithMsg(melody.FormatCloseMessage(melody.CloseGoingAway, "server is stopping"))
	}
}

func (g *Gateway) disconnected(s *melody.Session) {
	k := socketOf(s)
	close(k.done)
	names := g.roster.remove(k)
	g.metrics.sockets.Dec()
	g.log.Info("plugin disconnected", slog.Uint64("socket", k.id), slog.Any("characters", names))
}

// failed hears of read and write errors, in the goroutine in which they happened.
func (g *Gateway) failed(s *melody.Session, err error) {
	k := socketOf(s)
	switch {
	case errors.Is(err, melody.ErrMessageBufferFull):
		k.overflow = true // send holds k.sending
	case errors.Is(err, websocket.ErrReadLimit):
		g.metrics.drop("too_big", 1)
		g.log.Warn("plugin frame over 16 MiB", slog.Uint64("socket", k.id))
		wsclose.Drain(s.WebsocketConnection(), err)
	}
}

// Close refuses new sockets, closes the open ones with 1001 and waits for their goroutines. It returns ctx's error if
// they had to be cut off; it waits for their end then too. Calling it again waits again.
func (g *Gateway) Close(ctx context.Context) error {
	g.mu.Lock()
	g.closing = true
	g.mu.Unlock()

	var farewells sync.WaitGroup
	for _, k := range g.roster.all() {
		farewells.Go(func() {
			wsclose.Send(k.session.WebsocketConnection(), melody.CloseGoingAway, "server is stopping", closeGrace, k.done)
		})
	}
	ended := make(chan struct{})
	go func() {
		farewells.Wait()
		g.running.Wait()
		close(ended)
	}()
	var err error
	select {
	case <-ended:
	case <-ctx.Done():
		err = ctx.Err()
		g.giveUp()
		for _, k := range g.roster.all() {
			_ = k.session.WebsocketConnection().Close()
		}
		<-ended
	}
	g.giveUp()
	return err
}
