package store

import (
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// bucket is how many attempts may be open or failed at once, and how long it takes until one of them is forgotten.
type bucket struct {
	burst int
	cool  time.Duration
}

// An attempt to sign in counts for its address, for its name from that address, and for its name from anywhere new. The
// last one slows down an attack from many addresses; an address from which the name has signed in before is not slowed
// by it, so that nobody can be locked out.
var (
	perAddress = bucket{10, 10 * time.Second}
	perPair    = bucket{5, time.Minute}
	perName    = bucket{20, 20 * time.Second}
	perCode    = bucket{10, 5 * time.Minute} // second factors of one user
)

// throttleMost bounds the counts that are kept.
const throttleMost = 20_000

// throttle slows guessing down before anything costly is done. It is safe for concurrent use.
type throttle struct {
	now func() time.Time

	mu    sync.Mutex
	heats map[spot]*heat
	known map[spot]struct{} // has signed in
}

// spot is what attempts are counted by.
type spot struct{ kind, name, address string }

// heat is a count that cools down.
type heat struct {
	degrees float64
	at      time.Time
}

func newThrottle(now func() time.Time) *throttle {
	return &throttle{now: now, heats: make(map[spot]*heat), known: make(map[spot]struct{})}
}

// attempt is one try that was let on.
type attempt struct {
	heats []*heat
	pair  spot
}

// admit counts a try to sign in, or says how long to wait before the next one.
func (t *throttle) admit(name, address string) (attempt, time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	name = nameKey(name)
	a := attempt{pair: spot{"pair", name, address}}
	_, known := t.known[a.pair]
	limits := map[spot]bucket{a.pair: perPair}
	if !known {
		limits[spot{"address", "", address}] = perAddress
		limits[spot{"name", name, ""}] = perName
	}
	return a.heatUp(t, limits)
}

// admitCode counts a try of a second factor, from anywhere, or says how long to wait before the next one.
func (t *throttle) admitCode(user string) (attempt, time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return attempt{}.heatUp(t, map[spot]bucket{{"code", user, ""}: perCode})
}

// heatUp adds a degree to all the spots, or to none.
func (a attempt) heatUp(t *throttle, limits map[spot]bucket) (attempt, time.Duration) {
	now := t.now()
	var wait time.Duration
	for at, limit := range limits {
		h := t.heats[at]
		if h == nil {
			makeRoom(t.heats)
			h = &heat{at: now}
			t.heats[at] = h
		}
		h.degrees = max(0, h.degrees-float64(now.Sub(h.at))/float64(limit.cool))
		h.at = now
		if over := h.degrees + 1 - float64(limit.burst); over > 1e-9 {
			wait = max(wait, time.Duration(over*float64(limit.cool)))
		}
		a.heats = append(a.heats, h)
	}
	if wait == 0 {
		for _, h := range a.heats {
			h.degrees++
		}
	}
	return a, wait
}

// makeRoom drops an eighth of what is kept where it is too much: any eighth, so that nobody can choose what is forgotten.
func makeRoom[V any](kept map[spot]V) {
	if len(kept) < throttleMost {
		return
	}
	for at := range kept {
		if len(kept) < throttleMost*7/8 {
			return
		}
		delete(kept, at)
	}
}

// passed takes an attempt's heat back: it was right.
func (t *throttle) passed(a attempt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, h := range a.heats {
		h.degrees = max(0, h.degrees-1)
	}
	if a.pair != (spot{}) {
		makeRoom(t.known)
		t.known[a.pair] = struct{}{}
	}
}

// remoteAddress is the part of the peer's address that one caller is likely to have for himself: all of an IPv4 address,
// the /64 of an IPv6 one. "" where it is no IP address.
func remoteAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return prefix(host)
}

func prefix(host string) string {
	address, err := netip.ParseAddr(host)
	if err != nil {
		return ""
	}
	address = address.Unmap().WithZone("")
	if address.Is4() {
		return address.String()
	}
	p, err := address.Prefix(64)
	if err != nil {
		return ""
	}
	return p.String()
}
