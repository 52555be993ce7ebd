package admin

import (
	"container/list"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
)

// Rate is a token bucket: PerSecond requests in the long run, Burst at once.
type Rate struct {
	PerSecond float64
	Burst     int
}

// maxBuckets is how many callers a limiter remembers; the one that was quiet for longest is forgotten first, which
// gives it a full bucket.
const maxBuckets = 10_000

// limiter holds one bucket for each caller. It is safe for concurrent use.
type limiter struct {
	rate Rate

	mu      sync.Mutex
	buckets map[string]*list.Element // of *bucket
	recent  list.List
}

type bucket struct {
	key    string
	tokens *rate.Limiter
}

func newLimiter(r Rate) *limiter { return &limiter{rate: r, buckets: map[string]*list.Element{}} }

func (l *limiter) bucket(key string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e := l.buckets[key]; e != nil {
		l.recent.MoveToFront(e)
		return e.Value.(*bucket).tokens
	}
	if len(l.buckets) >= maxBuckets {
		oldest := l.recent.Back()
		delete(l.buckets, oldest.Value.(*bucket).key)
		l.recent.Remove(oldest)
	}
	b := &bucket{key: key, tokens: rate.NewLimiter(rate.Limit(l.rate.PerSecond), l.rate.Burst)}
	l.buckets[key] = l.recent.PushFront(b)
	return b.tokens
}

// take takes a token at now, or answers how long to wait for one.
func (l *limiter) take(key string, now time.Time) (wait time.Duration) {
	r := l.bucket(key).ReserveN(now, 1)
	if wait = r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

// tooMany is 429 with the time after which to come again.
func tooMany(w http.ResponseWriter, wait time.Duration) error {
	seconds := int(wait/time.Second) + 1
	w.Header().Set("Retry-After", strconv.Itoa(seconds))
	return problem.New(http.StatusTooManyRequests, "too_many_requests", "Too many requests; come again in %d s.", seconds)
}

// callerKey names the bucket of somebody who is known: each API key has its own.
func callerKey(by *access.Principal) string { return by.Via + "\x00" + by.ID + "\x00" + by.KeyID }

// peer is the address that a request came from, as r.RemoteAddr says. Of an IPv6 address it is the /64, of which a
// single caller can have every address.
func peer(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is6() {
		if prefix, err := addr.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return addr.String()
}
