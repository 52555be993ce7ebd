package ingest

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/olahol/melody"
	"golang.org/x/time/rate"

	"github.com/mosswart/overlord/ingest/event"
)

const (
	socketKey = "socket"
	// maxUnknownTypes bounds what one connection can make us remember.
	maxUnknownTypes = 64
	logInterval     = 10 * time.Second
)

// socket is one plugin connection.
type socket struct {
	id      uint64 // set by the roster; grows with each connection
	address string
	session *melody.Session
	done    chan struct{} // closed when the connection has ended

	names []string // bound characters, guarded by the roster

	// Only the reading goroutine uses these.
	unknown   map[event.Type]struct{} // logged already
	malformed *rate.Limiter           // log lines
	crowded   *rate.Limiter
	stalled   *rate.Limiter

	sending  sync.Mutex
	overflow bool // melody's buffer was full; set within send, by failed
}

func newSocket(address string) *socket {
	return &socket{
		address: address, done: make(chan struct{}),
		malformed: rate.NewLimiter(rate.Every(logInterval), 1),
		crowded:   rate.NewLimiter(rate.Every(logInterval), 1),
		stalled:   rate.NewLimiter(rate.Every(logInterval), 1),
	}
}

func socketOf(s *melody.Session) *socket {
	return s.MustGet(socketKey).(*socket)
}

// send queues a text frame, and reports whether it was queued. It never blocks. melody tells of a full buffer only
// through its error handler, which it calls within Write.
func (k *socket) send(frame []byte) bool {
	k.sending.Lock()
	defer k.sending.Unlock()
	k.overflow = false
	return k.session.Write(frame) == nil && !k.overflow
}

// firstUnknown reports whether the type is new to the connection and worth a log line.
func (k *socket) firstUnknown(t event.Type) bool {
	if _, seen := k.unknown[t]; seen || len(k.unknown) >= maxUnknownTypes {
		return false
	}
	if k.unknown == nil {
		k.unknown = make(map[event.Type]struct{})
	}
	k.unknown[t] = struct{}{}
	return true
}

// roster knows the open sockets and which characters they carry. The zero value is ready.
type roster struct {
	mu     sync.RWMutex
	open   map[*socket]struct{}
	byName map[string][]*socket // in the order in which they brought the name
	lastID atomic.Uint64
}

func (r *roster) add(k *socket) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open == nil {
		r.open = make(map[*socket]struct{})
		r.byName = make(map[string][]*socket)
	}
	k.id = r.lastID.Add(1)
	r.open[k] = struct{}{}
}

// remove forgets a socket and returns the names it carried.
func (r *roster) remove(k *socket) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.open, k)
	for _, name := range k.names {
		left := make([]*socket, 0, len(r.byName[name]))
		for _, other := range r.byName[name] {
			if other != k {
				left = append(left, other)
			}
		}
		if len(left) == 0 {
			delete(r.byName, name)
		} else {
			r.byName[name] = left
		}
	}
	return k.names
}

// bind ties a character to a socket. fresh says that the socket did not carry the name before; ok is false when the
// socket carries its four already.
func (r *roster) bind(k *socket, name string) (fresh, ok bool) {
	r.mu.RLock()
	bound := slices.Contains(k.names, name)
	r.mu.RUnlock()
	if bound {
		return false, true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(k.names) >= maxNamesPerSocket {
		return false, false
	}
	k.names = append(k.names, name)
	r.byName[name] = append(r.byName[name], k)
	return true, true
}

// newest returns a character's sockets, the one that brought the name last first.
func (r *roster) newest(name string) []*socket {
	r.mu.RLock()
	defer r.mu.RUnlock()
	bound := r.byName[name]
	sockets := make([]*socket, 0, len(bound))
	for _, k := range slices.Backward(bound) {
		if !k.session.IsClosed() {
			sockets = append(sockets, k)
		}
	}
	return sockets
}

// counts returns how many sockets are open and how many characters they carry.
func (r *roster) counts() (sockets, characters int) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.open), len(r.byName)
}

func (r *roster) all() []*socket {
	r.mu.RLock()
	defer r.mu.RUnlock()
	sockets := make([]*socket, 0, len(r.open))
	for k := range r.open {
		sockets = append(sockets, k)
	}
	return sockets
}
