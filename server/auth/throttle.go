package auth

import (
	"math"
	"net/netip"
	"sync"
	"time"
)

// The limits of the throttle. An attempt heats its address, its user name and the pair of both, before anything costly is
// done with it; success takes the heat back, and time cools it.
const (
	addressBurst = 6 // attempts that an address may have open or failed …
	addressCool  = 10 * time.Second
	pairBurst    = 5 // … and that it may have so for one name …
	pairCool     = time.Minute
	strangeBurst = 2 // … where it never signed that name in, while the name is under attack
	strangeCool  = 5 * time.Minute
	userHot      = 10 // failures, from anywhere strange, that mean a name is under attack
	userMost     = 60
	userCool     = 6 * time.Second
	codeBurst    = 10 // wrong second factors that one user may have, from anywhere
	codeCool     = 5 * time.Minute

	throttleEntries = 20_000 // of each kind; about 5 MB in all
)

// throttle decides before any hashing whether a sign-in may be tried, and how urgent it is. A flood is refused by its
// addresses; a name is never locked: from an address that it has signed in from before, nothing that strangers do counts,
// and from a new one it keeps a few tries of its own. Memory is bounded. It is safe for concurrent use.
type throttle struct {
	now func() time.Time

	mu        sync.Mutex
	addresses *recent[netip.Prefix, *heat]
	pairs     *recent[pair, *heat]
	users     *recent[string, *heat]
	codes     *recent[int, *heat]
	known     *recent[pair, struct{}] // has signed in
}

type pair struct {
	user string
	from netip.Prefix
}

func newThrottle(now func() time.Time) *throttle {
	return &throttle{
		now:       now,
		addresses: newRecent[netip.Prefix, *heat](throttleEntries),
		pairs:     newRecent[pair, *heat](throttleEntries),
		users:     newRecent[string, *heat](throttleEntries),
		codes:     newRecent[int, *heat](throttleEntries),
		known:     newRecent[pair, struct{}](throttleEntries),
	}
}

// heat is a count that cools by one every so often.
type heat struct {
	degrees float64
	at      time.Time
}

func (h *heat) cool(now time.Time, every time.Duration) float64 {
	if passed := now.Sub(h.at); passed > 0 {
		h.degrees = max(0, h.degrees-passed.Seconds()/every.Seconds())
	}
	h.at = now
	return h.degrees
}

// wait is how long it takes until there is room for one more below burst; 0 when there is already.
func (h *heat) wait(now time.Time, burst int, every time.Duration) time.Duration {
	over := h.cool(now, every) + 1 - float64(burst)
	if over <= 1e-9 {
		return 0
	}
	return time.Duration(over * float64(every))
}

func heatOf[K comparable](m *recent[K, *heat], key K, now time.Time) *heat {
	h, ok := m.get(key)
	if !ok {
		h = &heat{at: now}
		m.put(key, h)
	}
	return h
}

// attempt is one admitted try to sign in.
type attempt struct {
	key   pair
	known bool
	// urgency orders the queue for hashing, least first: 0 a known pair, 1 an address and a name without failures, 2 such an
	// address and a name under attack, and so on upwards with the failures of the address.
	urgency int
}

// admit counts an attempt, or says how long to wait before the next one.
func (t *throttle) admit(user string, addr netip.Addr) (attempt, time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	a := attempt{key: pair{clipName(user), throttlePrefix(addr)}}
	_, a.known = t.known.get(a.key)

	onPair := heatOf(t.pairs, a.key, now)
	if a.known {
		if wait := onPair.wait(now, pairBurst, pairCool); wait > 0 {
			return a, wait
		}
		onPair.degrees++
		return a, 0
	}

	onAddress := heatOf(t.addresses, a.key.from, now)
	onUser := heatOf(t.users, a.key.user, now)
	hot := onUser.cool(now, userCool) >= userHot
	burst, cool := pairBurst, pairCool
	if hot {
		burst, cool = strangeBurst, strangeCool
	}
	wait := max(onAddress.wait(now, addressBurst, addressCool), onPair.wait(now, burst, cool))
	if wait > 0 {
		return a, wait
	}
	a.urgency = 1 + 2*int(math.Ceil(onAddress.degrees))
	if onUser.degrees >= 3 {
		a.urgency++
	}
	onAddress.degrees++
	onPair.degrees++
	onUser.degrees = min(onUser.degrees+1, userMost)
	return a, 0
}

// passed takes an attempt's heat back: its password was right.
func (t *throttle) passed(a attempt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if h, ok := t.pairs.get(a.key); ok {
		h.degrees = max(0, h.degrees-1)
	}
	if a.known {
		return
	}
	if h, ok := t.addresses.get(a.key.from); ok {
		h.degrees = max(0, h.degrees-1)
	}
	if h, ok := t.users.get(a.key.user); ok {
		h.degrees = max(0, h.degrees-1)
	}
}

// unread takes the heat of the name back: nobody has looked at the password. The address keeps its own, or a flood would
// queue for ever.
func (t *throttle) unread(a attempt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if h, ok := t.pairs.get(a.key); ok {
		h.degrees = max(0, h.degrees-1)
	}
	if h, ok := t.users.get(a.key.user); ok && !a.known {
		h.degrees = max(0, h.degrees-1)
	}
}

// signedIn remembers that this name has signed in from this address.
func (t *throttle) signedIn(user string, addr netip.Addr) {
	if !addr.IsValid() {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.known.put(pair{clipName(user), throttlePrefix(addr)}, struct{}{})
}

// admitCode counts a try of a second factor of this user, from anywhere, or says how long to wait before the next one.
func (t *throttle) admitCode(userID int) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	h := heatOf(t.codes, userID, now)
	if wait := h.wait(now, codeBurst, codeCool); wait > 0 {
		return wait
	}
	h.degrees++
	return 0
}

// codePassed takes the heat of a right second factor back.
func (t *throttle) codePassed(userID int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if h, ok := t.codes.get(userID); ok {
		h.degrees = max(0, h.degrees-1)
	}
}

// clipName bounds the memory that a name takes. No user's name is that long.
func clipName(name string) string {
	if len(name) > 4*maxNameRunes {
		return ""
	}
	return foldName(name)
}
