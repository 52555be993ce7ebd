package ingest

import (
	"sync"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// Status is how the gateway is doing.
type Status struct {
	Sockets    int // plugin sockets that are open
	Characters int // characters that they carry
	// EventsPerSecond is, by type, the mean over the last minute, or since the start where that is shorter. Types that
	// the contract does not have count as "unknown"; a type that did not come is left out.
	EventsPerSecond map[event.Type]float64
	LastEventAt     time.Time // when the last event was received; zero before the first
}

// Status tells how the gateway is doing. It is safe for concurrent use.
func (g *Gateway) Status() Status {
	s := Status{}
	s.Sockets, s.Characters = g.roster.counts()
	s.EventsPerSecond, s.LastEventAt = g.rates.read(g.now())
	return s
}

// rateWindow is how many seconds a rate is the mean of.
const rateWindow = 60

// rates counts events by type in one bucket a second. Make it with newRates; it is safe for concurrent use.
type rates struct {
	began time.Time

	mu     sync.Mutex
	last   time.Time
	newest int64 // the second that the newest bucket stands for
	counts map[event.Type]*[rateWindow]uint32
}

func newRates(now time.Time) *rates {
	return &rates{began: now, newest: now.Unix(), counts: make(map[event.Type]*[rateWindow]uint32)}
}

// add counts an event at the present moment; one of before the window's newest second counts there.
func (r *rates) add(t event.Type, now time.Time) {
	if !t.Known() {
		t = "unknown"
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.advance(now)
	if now.After(r.last) {
		r.last = now
	}
	buckets := r.counts[t]
	if buckets == nil {
		buckets = new([rateWindow]uint32)
		r.counts[t] = buckets
	}
	buckets[r.newest%rateWindow]++
}

// advance empties the buckets of the seconds that have passed since the newest. The caller holds the lock.
func (r *rates) advance(now time.Time) {
	second := now.Unix()
	passed := second - r.newest
	if passed <= 0 {
		return
	}
	for _, buckets := range r.counts {
		if passed >= rateWindow {
			*buckets = [rateWindow]uint32{}
			continue
		}
		for s := r.newest + 1; s <= second; s++ {
			buckets[s%rateWindow] = 0
		}
	}
	r.newest = second
}

// read returns the rates and when the last event was counted.
func (r *rates) read(now time.Time) (map[event.Type]float64, time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.advance(now)
	seconds := min(max(now.Sub(r.began).Seconds(), 1), rateWindow)
	perSecond := make(map[event.Type]float64, len(r.counts))
	for t, buckets := range r.counts {
		var sum uint64
		for _, n := range buckets {
			sum += uint64(n)
		}
		if sum > 0 {
			perSecond[t] = float64(sum) / seconds
		}
	}
	return perSecond, r.last
}
