package live

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"github.com/olahol/melody"
	"golang.org/x/time/rate"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/wsclose"
)

const (
	// window is how many frames melody may hold for a socket. All else waits in our own queue, where we choose what to
	// drop; melody's buffer is twice as large and never full.
	window = 16
	// Control frames (answers, errors, snapshots) that may wait for one socket.
	maxControl = 128
	// A batch is split beyond this, but for a single event that is larger.
	maxBatchBytes = 1 << 20
	// What a browser may send: events a second, and commands that wait.
	requestsPerSecond = 20
	requestBurst      = 60
	maxCommands       = 16
	// Malformed frames that are forgiven, and how fast they are forgotten.
	malformedBurst  = 20
	malformedForget = 10 * time.Second
)

// listener is one browser's socket.
type listener struct {
	hub     *Hub
	viewer  Viewer
	session *melody.Session

	ctx        context.Context
	ended      context.CancelFunc // the connection is gone
	goroutines sync.WaitGroup     // pump and obey
	wake       chan struct{}
	unsent     chan struct{} // a token for each frame that melody holds
	commands   chan Command

	// Only the reading goroutine uses these.
	requests   *rate.Limiter
	forgivable *rate.Limiter

	mu          sync.Mutex
	wants       map[event.Type]struct{} // nil: all
	batch       time.Duration           // 0: a frame an event
	queue       queue
	control     []any     // []byte, or what is still to be serialised
	behindSince time.Time // of the first drop since the queue was last empty

	farewell sync.Once
	closed   chan struct{} // we want the socket closed, for the reason that follows
	code     int
	reason   string
}

// newListener makes a listener without a connection.
func newListener(h *Hub, v Viewer) *listener {
	l := &listener{
		hub: h, viewer: v,
		wake: make(chan struct{}, 1), unsent: make(chan struct{}, window), commands: make(chan Command, maxCommands),
		requests:   rate.NewLimiter(requestsPerSecond, requestBurst),
		forgivable: rate.NewLimiter(rate.Every(malformedForget), malformedBurst),
		queue:      queue{maxFrames: h.limits.QueueFrames, maxBytes: h.limits.QueueBytes},
		closed:     make(chan struct{}),
	}
	l.ctx, l.ended = context.WithCancel(context.Background())
	return l
}

func listenerOf(s *melody.Session) *listener {
	return s.MustGet(listenerKey).(*listener)
}

// offer queues an event if the socket wants it and its viewer may hear it. It never blocks.
func (l *listener) offer(f *frame) {
	if (f.tell || f.admins) && !l.viewer.mayHear(f) {
		return
	}
	l.mu.Lock()
	if l.wants != nil {
		if _, ok := l.wants[f.kind]; !ok {
			l.mu.Unlock()
			return
		}
	}
	dropped := l.queue.dropped
	late, first := false, l.queue.count == 0
	if l.queue.push(f) {
		now := l.hub.now()
		if l.behindSince.IsZero() {
			l.behindSince = now
		}
		late = now.Sub(l.behindSince) > l.hub.limits.Behind
		l.hub.metrics.dropped.Add(float64(l.queue.dropped - dropped))
	}
	l.mu.Unlock()
	if first { // else the pump knows already: it goes on until the queue is empty
		l.rouse()
	}
	if late {
		l.close(melody.CloseTryAgainLater, "too slow", "behind")
	}
}

// tell queues a frame of our own, which goes out before all events that wait: JSON as []byte, or what is to be written
// as JSON.
func (l *listener) tell(message any) {
	l.mu.Lock()
	full := !l.tellLocked(message)
	l.mu.Unlock()
	if full {
		l.close(melody.CloseTryAgainLater, "too slow", "behind")
		return
	}
	l.rouse()
}

func (l *listener) tellLocked(message any) bool {
	if len(l.control) >= maxControl {
		return false
	}
	l.control = append(l.control, message)
	return true
}

func (l *listener) rouse() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// sent gives back the token of a frame that melody has written.
func (l *listener) sent() {
	select {
	case <-l.unsent:
	default:
	}
}

// close asks for the socket's end; the first reason counts. It does not wait.
func (l *listener) close(code int, reason, label string) {
	l.farewell.Do(func() {
		l.code, l.reason = code, reason
		l.hub.metrics.closed.WithLabelValues(label).Inc()
		l.hub.log.Info("close browser socket", slog.String("why", label), slog.String("user", l.viewer.Username))
		close(l.closed)
	})
}

// pump moves frames from the queue to the socket until either ends. It is the only writer.
func (l *listener) pump() {
	tick := time.NewTimer(time.Hour)
	tick.Stop()
	defer tick.Stop()
	ticking := false
	for {
		select {
		case <-l.ctx.Done():
			return
		case <-l.closed:
			wsclose.Send(l.session.WebsocketConnection(), l.code, l.reason, closeGrace, l.ctx.Done())
			return
		case <-l.wake:
			if !l.writeControl() {
				continue
			}
			switch wait, waiting := l.pending(); {
			case !waiting || ticking:
			case wait == 0:
				l.writeEvents()
			default:
				tick.Reset(wait)
				ticking = true
			}
		case <-tick.C:
			ticking = false
			l.writeEvents()
		}
	}
}

// pending reports whether events wait, and how long they may be gathered.
func (l *listener) pending() (wait time.Duration, waiting bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.batch, l.queue.count > 0 || l.queue.dropped > 0
}

// writeControl writes all control frames; false when the socket is ending.
func (l *listener) writeControl() bool {
	l.mu.Lock()
	messages := l.control
	l.control = nil
	l.mu.Unlock()
	for _, message := range messages {
		text, ok := message.([]byte)
		if !ok {
			var err error
			if text, err = json.Marshal(message); err != nil {
				l.hub.log.Error("encode frame for browser", slog.Any("error", err))
				continue
			}
		}
		if !l.write(text) {
			return false
		}
	}
	return true
}

// writeEvents writes what is queued, until the queue is empty or the socket is ending.
func (l *listener) writeEvents() {
	for {
		if !l.writeControl() {
			return
		}
		lost, text := l.next()
		if lost > 0 && !l.write(gap(lost)) {
			return
		}
		if text == nil || !l.write(text) {
			return
		}
	}
}

// next takes the next frame off the queue: an event, or a batch; nil when the queue is empty.
func (l *listener) next() (lost int, text []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	lost = l.queue.takeGap()
	limit := 1
	if l.batch > 0 {
		limit = l.queue.count
	}
	frames := l.queue.take(limit, maxBatchBytes)
	if l.queue.count == 0 {
		l.behindSince = time.Time{}
	}
	switch {
	case len(frames) == 0:
		return lost, nil
	case l.batch > 0:
		return lost, batch(frames)
	default:
		return lost, frames[0].text
	}
}

// write hands a frame to melody as soon as it holds few enough; false when the socket is ending.
func (l *listener) write(text []byte) bool {
	select {
	case l.unsent <- struct{}{}:
	case <-l.closed:
		return false
	case <-l.ctx.Done():
		return false
	}
	return l.session.Write(text) == nil
}
