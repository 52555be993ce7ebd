package writer

import (
	"bytes"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
)

// link is a way to a PostgreSQL server on which the bytes can be held up, as by a server that hangs or a network that
// swallows packets: connections stay open and are accepted, and nothing comes through.
type link struct {
	url string

	mu    sync.Mutex
	open  chan struct{} // closed while bytes pass
	conns map[net.Conn]bool
	done  bool
	wg    sync.WaitGroup

	freezeAtCommit atomic.Bool // the next commit still gets to the server; its answer, and all that follows, does not pass
}

// newLink makes a link to the server of a URL. It ends with the test.
func newLink(t *testing.T, direct string) *link {
	t.Helper()
	target, err := url.Parse(direct)
	must(t, err)
	network, address := "tcp", target.Host
	if dir := target.Query().Get("host"); dir != "" {
		port := target.Query().Get("port")
		if port == "" {
			port = "5432"
		}
		network, address = "unix", dir+"/.s.PGSQL."+port
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	through := *target
	through.Host = listener.Addr().String()
	query := through.Query()
	query.Del("host")
	query.Del("port")
	through.RawQuery = query.Encode()
	l := &link{url: through.String(), open: make(chan struct{}), conns: map[net.Conn]bool{}}
	close(l.open)
	l.wg.Go(func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := net.Dial(network, address)
			if err != nil {
				_ = client.Close()
				continue
			}
			l.carry(client, server)
			l.carry(server, client)
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		l.thaw()
		l.mu.Lock()
		l.done = true
		l.mu.Unlock()
		l.cut()
		l.wg.Wait()
	})
	return l
}

// carry copies bytes one way until either side ends, and then ends both.
func (l *link) carry(from, to net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.done {
		_ = from.Close()
		return
	}
	l.conns[from] = true
	l.wg.Go(func() {
		chunk := make([]byte, 32<<10)
		for {
			n, err := gated{from, l}.Read(chunk)
			if err != nil {
				break
			}
			commit := bytes.Contains(chunk[:n], []byte("COMMIT")) && l.freezeAtCommit.CompareAndSwap(true, false)
			if commit {
				l.freeze()
			}
			if _, err := to.Write(chunk[:n]); err != nil {
				break
			}
		}
		_, _ = from.Close(), to.Close()
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.conns, from)
	})
}

// cut breaks all connections.
func (l *link) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for c := range l.conns {
		_ = c.Close()
	}
}

// gated reads only while the link is open.
type gated struct {
	net.Conn
	link *link
}

func (g gated) Read(p []byte) (int, error) {
	n, err := g.Conn.Read(p)
	g.link.mu.Lock()
	open := g.link.open
	g.link.mu.Unlock()
	<-open
	return n, err
}

func (l *link) freeze() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = make(chan struct{})
}

func (l *link) thaw() {
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.open:
	default:
		close(l.open)
	}
}
