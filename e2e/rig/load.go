package rig

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// LoadOptions say what a Load sends.
type LoadOptions struct {
	Characters int // 16
	Sockets    int // 4; the characters are spread over them, at most 4 each
	Rate       int // events a second in all; 0: as fast as they are taken
	Mix        Mix // nil: every stored kind
	Count      int // how many events to send in all, rounded up to the same for each character; 0: until the end

	// Began is the timestamp of every character's first event; zero: two hours ago. With that of an earlier load
	// (Load.Began) the same events come again, and after them new ones.
	Began time.Time
}

// Load sends distinct events over plugins' sockets, each of them once, and keeps for each when it was handed to its
// socket and when a browser saw it. A socket that breaks is opened again; what was handed to it is not sent again.
type Load struct {
	options  LoadOptions
	began    time.Time // the timestamp of every character's event 0
	sequence []Kind
	books    []*book
	byName   map[string]*book

	rate   atomic.Int64
	paused atomic.Bool
	handed atomic.Int64
	breaks atomic.Int64
	done   chan struct{}
	cancel context.CancelFunc
}

// book is what was sent for one character.
type book struct {
	name string
	mu   sync.Mutex
	sent []sent
}

type sent struct {
	kind         Kind
	handed, seen time.Time
}

func nameOf(character int) string { return fmt.Sprintf("Mule %03d", character) }

const burst = 5 * time.Millisecond // between two writes to a socket

// StartLoad begins to send to a server. Stop ends it; the test's end does too.
func StartLoad(t testing.TB, s *Server, o LoadOptions) *Load {
	t.Helper()
	if o.Characters == 0 {
		o.Characters = 16
	}
	if o.Sockets == 0 {
		o.Sockets = 4
	}
	if o.Mix == nil {
		o.Mix = usual()
	}
	if o.Began.IsZero() {
		o.Began = time.Now().UTC().Add(-2 * time.Hour).Truncate(time.Second)
	}
	l := &Load{
		options: o, began: o.Began,
		sequence: o.Mix.sequence(), byName: map[string]*book{}, done: make(chan struct{}),
	}
	for i := range o.Characters {
		b := &book{name: nameOf(i)}
		l.books = append(l.books, b)
		l.byName[b.name] = b
	}
	l.SetRate(o.Rate)
	ctx, cancel := context.WithCancel(t.Context())
	l.cancel = cancel
	var senders sync.WaitGroup
	for i := range o.Sockets {
		var mine []*book
		for j := i; j < len(l.books); j += o.Sockets {
			mine = append(mine, l.books[j])
		}
		senders.Go(func() { l.send(ctx, s.Socket("/ws/position"), mine) })
	}
	go func() {
		senders.Wait()
		close(l.done)
	}()
	t.Cleanup(l.Stop)
	return l
}

// Began is the timestamp of every character's first event.
func (l *Load) Began() time.Time { return l.began }

// Stop ends the load and waits until its sockets are closed.
func (l *Load) Stop() {
	l.cancel()
	<-l.done
}

// Done is closed when the load has sent its Count of events, or was stopped.
func (l *Load) Done() <-chan struct{} { return l.done }

// Pause keeps the load from sending, with its sockets open, until Resume. A write that is under way goes on.
func (l *Load) Pause() { l.paused.Store(true) }

// Resume ends a Pause.
func (l *Load) Resume() { l.paused.Store(false) }

// SetRate changes how many events a second are sent in all; 0: as fast as they are taken.
func (l *Load) SetRate(perSecond int) { l.rate.Store(int64(perSecond)) }

// Handed is how many events were handed to sockets.
func (l *Load) Handed() int { return int(l.handed.Load()) }

// Breaks is how many sockets broke.
func (l *Load) Breaks() int { return int(l.breaks.Load()) }

// send keeps one socket open and writes to it until ctx ends or everything is sent.
func (l *Load) send(ctx context.Context, address string, mine []*book) {
	for ctx.Err() == nil {
		if l.session(ctx, address, mine) == nil {
			return
		}
		l.breaks.Add(1)
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
		}
	}
}

// session is one connection. It returns nil when there is nothing left to do.
func (l *Load) session(ctx context.Context, address string, mine []*book) error {
	conn, response, err := websocket.DefaultDialer.DialContext(ctx, address, http.Header{"X-Plugin-Secret": {Secret}})
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	_ = response.Body.Close()
	raw := conn.NetConn()
	stop := context.AfterFunc(ctx, func() { _ = raw.SetWriteDeadline(time.Now()) })
	pings := make(chan string, 4)
	conn.SetPingHandler(func(text string) error {
		select {
		case pings <- text:
		default:
		}
		return nil
	})
	var reading sync.WaitGroup
	reading.Go(func() {
		for {
			if _, reader, err := conn.NextReader(); err != nil {
				return
			} else if _, err := io.Copy(io.Discard, reader); err != nil {
				return
			}
		}
	})
	err = l.write(ctx, raw, pings, mine)
	stop()
	if err == nil || ctx.Err() != nil { // say goodbye: what was written is read before
		goodbye := appendMessage(nil, websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""))
		_ = raw.SetDeadline(time.Now().Add(2 * time.Second))
		_, _ = raw.Write(goodbye)
		reading.Wait()
		err = nil
	}
	_ = conn.Close()
	reading.Wait()
	return err
}

// write sends bursts at the load's pace until everything is sent or ctx ends, both without an error.
func (l *Load) write(ctx context.Context, conn net.Conn, pings <-chan string, mine []*book) error {
	tick := time.NewTicker(burst)
	defer tick.Stop()
	last := time.Now()
	owed := 0.0
	var b []byte
	for next := 0; ; {
		rate := l.rate.Load()
		if rate > 0 || l.paused.Load() {
			select {
			case <-tick.C:
			case <-ctx.Done():
				return nil
			}
		}
		if ctx.Err() != nil {
			return nil
		}
		now := time.Now()
		n := 64
		if rate > 0 {
			owed += now.Sub(last).Seconds() * float64(rate) * float64(len(mine)) / float64(len(l.books))
			owed = min(owed, 200) // after a stall, what was missed is not made up for
			n = int(owed)
		}
		last = now
		if l.paused.Load() {
			n, owed = 0, 0
		}
		b = b[:0]
		select {
		case text := <-pings:
			b = appendMessage(b, opPong, []byte(text))
		default:
		}
		var payload [1024]byte
		written := 0
		for ; written < n; written++ {
			book, ok := l.pick(mine, &next)
			if !ok {
				break
			}
			kind, number := book.next(l.sequence, now)
			b = appendMessage(b, opText, appendFrame(payload[:0], kind, book.name, l.began, number))
		}
		l.handed.Add(int64(written))
		owed = max(0, owed-float64(written))
		if len(b) > 0 {
			if _, err := conn.Write(b); err != nil {
				return err
			}
		}
		if written < n {
			return nil
		}
	}
}

// pick finds the next character that has something left to send.
func (l *Load) pick(mine []*book, next *int) (*book, bool) {
	most := (l.options.Count + len(l.books) - 1) / len(l.books)
	for range mine {
		b := mine[*next%len(mine)]
		*next++
		if l.options.Count == 0 || b.count() < most {
			return b, true
		}
	}
	return nil, false
}

func (b *book) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.sent)
}

// next numbers a character's next event and notes that it is handed to a socket now.
func (b *book) next(sequence []Kind, now time.Time) (Kind, int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	number := len(b.sent)
	kind := sequence[number%len(sequence)]
	b.sent = append(b.sent, sent{kind: kind, handed: now})
	return kind, number
}

// Saw notes that a browser has been told of an event, at that moment, and returns how long that took; false for what is
// none of the load's events.
func (l *Load) Saw(character string, timestamp, at time.Time) (time.Duration, bool) {
	b := l.byName[character]
	if b == nil {
		return 0, false
	}
	number := int(timestamp.Sub(l.began) / time.Millisecond)
	b.mu.Lock()
	defer b.mu.Unlock()
	if number < 0 || number >= len(b.sent) {
		return 0, false
	}
	e := &b.sent[number]
	if e.seen.IsZero() {
		e.seen = at
	}
	return at.Sub(e.handed), true
}

// Sent counts the events that were handed to sockets, by kind.
func (l *Load) Sent() map[Kind]int {
	counts := map[Kind]int{}
	for _, b := range l.books {
		b.mu.Lock()
		for _, e := range b.sent {
			counts[e.kind]++
		}
		b.mu.Unlock()
	}
	return counts
}

// Quantiles sorts durations and returns their median and 99th percentile.
func Quantiles(of []time.Duration) (p50, p99 time.Duration) {
	if len(of) == 0 {
		return 0, 0
	}
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2], sorted[len(sorted)*99/100]
}
