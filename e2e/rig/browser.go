package rig

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// BrowserOptions say how a browser listens.
type BrowserOptions struct {
	Subscribe     string // the first message; "" sends none
	ReceiveBuffer int    // bytes that the system takes for it; 0 leaves that to the system
	Again         bool   // open the socket again when it ends
	// Heard is called with every message, in the goroutine that reads. nil: messages are thrown away. The text is only
	// good during the call.
	Heard func(text []byte, at time.Time)
}

// Browser is a socket on /ws/live.
type Browser struct {
	messages, bytes atomic.Int64
	stopped         atomic.Bool // reading
	wake            chan struct{}
	cancel          context.CancelFunc
	done            chan struct{}

	mu  sync.Mutex
	end error // why the last connection ended
}

// Listen opens a browser's socket and reads it until Leave or the test's end.
func Listen(t testing.TB, s *Server, o BrowserOptions) *Browser {
	t.Helper()
	b := &Browser{wake: make(chan struct{}, 1), done: make(chan struct{})}
	ctx, cancel := context.WithCancel(t.Context())
	b.cancel = cancel
	conn, err := b.open(ctx, s.Socket("/ws/live"), o)
	if err != nil {
		cancel()
		t.Fatalf("open a browser's socket: %v", err)
	}
	go func() {
		defer close(b.done)
		for {
			if conn != nil {
				b.read(ctx, conn, o)
			}
			if ctx.Err() != nil || !o.Again {
				return
			}
			select {
			case <-time.After(20 * time.Millisecond):
			case <-ctx.Done():
			}
			conn, err = b.open(ctx, s.Socket("/ws/live"), o)
			if err != nil {
				conn = nil
			}
		}
	}()
	t.Cleanup(b.Leave)
	return b
}

func (b *Browser) open(ctx context.Context, address string, o BrowserOptions) (*websocket.Conn, error) {
	dialer := websocket.Dialer{HandshakeTimeout: 10 * time.Second, NetDialContext: (&net.Dialer{
		Control: func(_, _ string, c syscall.RawConn) (err error) {
			if o.ReceiveBuffer == 0 {
				return nil
			}
			if cerr := c.Control(func(fd uintptr) {
				err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, o.ReceiveBuffer) // #nosec G115
			}); cerr != nil {
				return cerr
			}
			return err
		},
	}).DialContext}
	conn, response, err := dialer.DialContext(ctx, address, http.Header{})
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close()
	if o.Subscribe != "" {
		if err := conn.WriteMessage(websocket.TextMessage, []byte(o.Subscribe)); err != nil {
			_ = conn.Close()
			return nil, err
		}
	}
	return conn, nil
}

// read reads a connection to its end.
func (b *Browser) read(ctx context.Context, conn *websocket.Conn, o BrowserOptions) {
	stop := context.AfterFunc(ctx, func() { _ = conn.SetReadDeadline(time.Now()) })
	defer stop()
	var message bytes.Buffer
	for {
		for b.stopped.Load() && ctx.Err() == nil {
			select {
			case <-b.wake:
			case <-ctx.Done():
			}
		}
		_, reader, err := conn.NextReader()
		if err == nil {
			message.Reset()
			_, err = message.ReadFrom(reader)
		}
		if err != nil {
			b.mu.Lock()
			b.end = err
			b.mu.Unlock()
			_ = conn.Close()
			return
		}
		b.messages.Add(1)
		b.bytes.Add(int64(message.Len()))
		if o.Heard != nil {
			o.Heard(message.Bytes(), time.Now())
		}
	}
}

// StopReading makes the browser leave what comes in the system's buffers, until Read.
func (b *Browser) StopReading() { b.stopped.Store(true) }

// Read ends StopReading.
func (b *Browser) Read() {
	b.stopped.Store(false)
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// Messages is how many messages were read.
func (b *Browser) Messages() int64 { return b.messages.Load() }

// Bytes is how long those were in all.
func (b *Browser) Bytes() int64 { return b.bytes.Load() }

// Ended says why the last connection ended; nil while the first one lasts.
func (b *Browser) Ended() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.end
}

// Leave closes the socket and waits for its end.
func (b *Browser) Leave() {
	b.cancel()
	<-b.done
}

// Watch is a Heard that tells a load of the events that come, one a message or in batches, and gives each one's
// latency to each, where that is not nil.
func (l *Load) Watch(each func(time.Duration)) func(text []byte, at time.Time) {
	return func(text []byte, at time.Time) {
		for len(text) > 0 {
			character, stamp, rest := nextEvent(text)
			if rest == nil {
				return
			}
			text = rest
			timestamp, err := time.Parse(time.RFC3339Nano, string(stamp))
			if err != nil {
				continue
			}
			if took, ok := l.Saw(string(character), timestamp, at); ok && each != nil {
				each(took)
			}
		}
	}
}

// nextEvent finds the next event's character and timestamp. The load writes the timestamp first, the server the
// character, each next to the other.
func nextEvent(text []byte) (character, timestamp, rest []byte) {
	const name, stamp = `"character_name":"`, `"timestamp":"`
	before, after, found := bytes.Cut(text, []byte(name))
	if !found {
		return nil, nil, nil
	}
	character, rest, _ = bytes.Cut(after, []byte(`"`))
	if at := bytes.LastIndex(before, []byte(stamp)); at >= 0 {
		timestamp, _, _ = bytes.Cut(before[at+len(stamp):], []byte(`"`))
	} else if after, found := bytes.CutPrefix(rest, []byte(","+stamp)); found {
		timestamp, rest, _ = bytes.Cut(after, []byte(`"`))
	}
	return character, timestamp, rest
}

// Latencies gathers durations from several goroutines.
type Latencies struct {
	mu  sync.Mutex
	all []time.Duration
}

// Add takes one in.
func (l *Latencies) Add(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = append(l.all, d)
}

// Take returns what was gathered since it was last called.
func (l *Latencies) Take() []time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := l.all
	l.all = nil
	return all
}

// Describe writes a median and a 99th percentile for people.
func Describe(of []time.Duration) string {
	p50, p99 := Quantiles(of)
	return fmt.Sprintf("p50 %v, p99 %v of %d", p50.Round(10*time.Microsecond), p99.Round(10*time.Microsecond), len(of))
}
