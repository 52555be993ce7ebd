package admin

import (
	"net/http"
	"strconv"
	"testing"
	"time"
)

func TestABucketGivesItsBurstAndThenItsRate(t *testing.T) {
	l, now := newLimiter(Rate{PerSecond: 2, Burst: 3}), time.Unix(1_000_000, 0)
	for i := range 3 {
		if wait := l.take("a", now); wait != 0 {
			t.Fatalf("request %d has to wait %v", i, wait)
		}
	}
	if wait := l.take("a", now); wait != 500*time.Millisecond {
		t.Errorf("the fourth has to wait %v, want 500ms", wait)
	}
	if wait := l.take("b", now); wait != 0 {
		t.Errorf("somebody else has to wait %v", wait)
	}
	if wait := l.take("a", now.Add(500*time.Millisecond)); wait != 0 {
		t.Errorf("half a second later there is %v to wait: refused requests must cost nothing", wait)
	}
}

func TestALimiterForgetsWhoWasQuietForLongest(t *testing.T) {
	l, now := newLimiter(Rate{PerSecond: 1, Burst: 1}), time.Unix(1_000_000, 0)
	l.take("kept", now)
	for i := range maxBuckets * 2 {
		l.take(strconv.Itoa(i), now)
		if i%100 == 0 && l.take("kept", now) == 0 {
			t.Fatal("a caller who comes all the time was forgotten")
		}
	}
	if len(l.buckets) != maxBuckets || l.recent.Len() != maxBuckets {
		t.Errorf("%d buckets, %d in order, want %d", len(l.buckets), l.recent.Len(), maxBuckets)
	}
}

func TestPeerIsTheNetworkOfOneCaller(t *testing.T) {
	for remote, want := range map[string]string{
		"192.0.2.7:1234": "192.0.2.7", "[::ffff:192.0.2.7]:80": "192.0.2.7", "[2001:db8:1:2:3::4]:9": "2001:db8:1:2::/64",
		"[fe80::1%eth0]:1": "fe80::/64", "@": "@", "": "",
	} {
		if got := peer(&http.Request{RemoteAddr: remote}); got != want {
			t.Errorf("peer of %q is %q, want %q", remote, got, want)
		}
	}
}
