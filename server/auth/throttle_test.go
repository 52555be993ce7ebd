package auth

import (
	"fmt"
	"net/netip"
	"testing"
	"time"
)

// clock is a time that a test moves.
type clock struct{ t time.Time }

func (c *clock) now() time.Time          { return c.t }
func (c *clock) advance(d time.Duration) { c.t = c.t.Add(d) }

func newClock() *clock { return &clock{time.Date(2026, 6, 24, 17, 46, 50, 0, time.UTC)} }

func addr(text string) netip.Addr { return netip.MustParseAddr(text) }

// admitted counts how many of n attempts get through.
func admitted(t *throttle, n int, user string, from netip.Addr) int {
	through := 0
	for range n {
		if _, wait := t.admit(user, from); wait == 0 {
			through++
		}
	}
	return through
}

func TestThrottleBoundsTheAttemptsOfAnAddress(t *testing.T) {
	c := newClock()
	th := newThrottle(c.now)
	through := 0
	for i := range 50 {
		through += admitted(th, 1, fmt.Sprint("user", i), addr("192.0.2.1"))
	}
	if through != addressBurst {
		t.Errorf("%d of 50 attempts on as many names got through, want %d", through, addressBurst)
	}
	if got := admitted(th, 1, "user99", addr("192.0.2.2")); got != 1 {
		t.Error("a neighbour was refused")
	}
	_, wait := th.admit("user0", addr("192.0.2.1"))
	if wait <= 0 || wait > addressCool {
		t.Errorf("wait %v, want at most %v", wait, addressCool)
	}
	c.advance(wait)
	if got := admitted(th, 5, "somebody", addr("192.0.2.1")); got != 1 {
		t.Errorf("%d got through after the wait, want 1", got)
	}
}

func TestThrottleBoundsTheAttemptsOnANameFromOneAddress(t *testing.T) {
	c := newClock()
	th := newThrottle(c.now)
	if got := admitted(th, 20, "erik", addr("192.0.2.1")); got != pairBurst {
		t.Errorf("%d got through, want %d", got, pairBurst)
	}
	if got := admitted(th, 1, "ERIK", addr("192.0.2.1")); got != 0 {
		t.Error("capitals make another name")
	}
	if got := admitted(th, 1, "dace", addr("192.0.2.1")); got != 1 {
		t.Error("another name from there was refused")
	}
}

func TestThrottleTakesAnIPv6NetworkForOneCaller(t *testing.T) {
	th := newThrottle(newClock().now)
	through := 0
	for i := range 50 {
		through += admitted(th, 1, fmt.Sprint("user", i), addr(fmt.Sprintf("2001:db8:1:2::%x", i+1)))
	}
	if through != addressBurst {
		t.Errorf("%d got through, want %d", through, addressBurst)
	}
	if admitted(th, 1, "erik", addr("2001:db8:1:3::1")) != 1 {
		t.Error("the next /64 was refused")
	}
}

func TestAFloodAgainstANameDoesNotLockTheUserOut(t *testing.T) {
	c := newClock()
	th := newThrottle(c.now)
	home := addr("198.51.100.7")
	th.signedIn("Erik", home)
	through := 0
	for i := range 2000 {
		through += admitted(th, 1, "erik", netip.AddrFrom4([4]byte{10, 0, byte(i / 256), byte(i % 50)}))
		c.advance(10 * time.Millisecond)
	}
	if through > 2000/2 {
		t.Errorf("%d of 2,000 attempts got through", through)
	}
	a, wait := th.admit("erik", home)
	if wait != 0 || !a.known || a.urgency != 0 {
		t.Errorf("from home: wait %v, %+v", wait, a)
	}
	if got := admitted(th, 10, "erik", addr("203.0.113.1")); got != strangeBurst {
		t.Errorf("from a new address %d of 10 got through, want %d", got, strangeBurst)
	}
	if got := admitted(th, 10, "dace", addr("203.0.113.2")); got != pairBurst {
		t.Errorf("another name: %d of 10, want %d", got, pairBurst)
	}
	c.advance(userMost * userCool)
	if got := admitted(th, 10, "erik", addr("203.0.113.9")); got != pairBurst {
		t.Errorf("after it cooled %d of 10 got through, want %d", got, pairBurst)
	}
}

func TestSuccessTakesTheHeatBack(t *testing.T) {
	th := newThrottle(newClock().now)
	for i := range 200 {
		a, wait := th.admit("erik", addr("192.0.2.1"))
		if wait != 0 {
			t.Fatalf("sign-in %d was refused", i)
		}
		th.passed(a)
	}
}

func TestAnAttackedNameIsNotToBlameFromANewAddress(t *testing.T) {
	th := newThrottle(newClock().now)
	for i := range 100 {
		th.admit("erik", netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}))
	}
	a, wait := th.admit("erik", addr("192.0.2.1"))
	if wait != 0 || a.urgency != attacked {
		t.Errorf("wait %v, urgency %d", wait, a.urgency)
	}
}

func TestWhatNobodyHasReadHeatsOnlyTheAddress(t *testing.T) {
	th := newThrottle(newClock().now)
	for i := range addressBurst {
		a, wait := th.admit("erik", addr("192.0.2.1"))
		if wait != 0 {
			t.Fatalf("attempt %d waits %v", i, wait)
		}
		th.unread(a)
	}
	if _, wait := th.admit("erik", addr("192.0.2.1")); wait == 0 {
		t.Error("the address is not throttled")
	}
	if a, wait := th.admit("erik", addr("192.0.2.2")); wait != 0 || a.urgency != 1 {
		t.Errorf("from elsewhere: wait %v, %+v", wait, a)
	}
}

func TestUrgencyFallsWithFailures(t *testing.T) {
	th := newThrottle(newClock().now)
	from := addr("192.0.2.1")
	last := -1
	for i := range 4 {
		a, wait := th.admit(fmt.Sprint("user", i), from)
		if wait != 0 || a.urgency <= last {
			t.Fatalf("attempt %d: wait %v, urgency %d after %d", i, wait, a.urgency, last)
		}
		if i == 0 && a.urgency != 1 || i == 1 && a.urgency <= attacked {
			t.Errorf("attempt %d has urgency %d", i, a.urgency)
		}
		last = a.urgency
	}
}

func TestSecondFactorsAreBoundedFromEverywhere(t *testing.T) {
	c := newClock()
	th := newThrottle(c.now)
	through := 0
	for range 100 {
		if th.admitCode(7) == 0 {
			through++
		}
	}
	if through != codeBurst {
		t.Errorf("%d codes were tried, want %d", through, codeBurst)
	}
	if th.admitCode(8) != 0 {
		t.Error("another user was refused")
	}
	c.advance(codeCool)
	if th.admitCode(7) != 0 || th.admitCode(7) == 0 {
		t.Error("after the wait exactly one more is allowed")
	}
}

func TestThrottleMemoryIsBounded(t *testing.T) {
	th := newThrottle(newClock().now)
	for i := range throttleEntries + 5000 {
		a := netip.AddrFrom4([4]byte{byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i)})
		th.admit(fmt.Sprint("user", i), a)
		th.signedIn(fmt.Sprint("user", i), a)
		th.admitCode(i)
	}
	for name, n := range map[string]int{
		"addresses": len(th.addresses.byKey), "pairs": len(th.pairs.byKey), "users": len(th.users.byKey),
		"codes": len(th.codes.byKey), "known": len(th.known.byKey), "order": th.pairs.order.Len(),
	} {
		if n != throttleEntries {
			t.Errorf("%s: %d entries, want %d", name, n, throttleEntries)
		}
	}
}
