package server

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mosswart/overlord/internal/testkit"
)

func TestAnErrandIsRunOnceForAllAndNobodyWaitsLongerThanHeLikes(t *testing.T) {
	var running sync.WaitGroup
	var times atomic.Int64
	begun, release, wrong := make(chan struct{}), make(chan struct{}), errors.New("wrong")
	e := newErrand(&running, func(context.Context) error {
		if times.Add(1) == 1 {
			close(begun)
		}
		<-release // as lib/pq does, it does not look at its context
		return wrong
	})
	if err := e.run(t.Context(), time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the first: %v", err)
	}
	<-begun
	gone, leave := context.WithCancel(t.Context())
	leave()
	if err := e.run(gone, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("one who has gone: %v", err)
	}
	under := e.join(t.Context())
	for range 10 {
		if e.join(t.Context()) != under {
			t.Error("another one began beside it")
		}
	}
	close(release)
	<-under.done
	if times.Load() != 1 {
		t.Errorf("run %d times", times.Load())
	}
	if err := e.run(t.Context(), time.Minute); !errors.Is(err, wrong) || times.Load() != 2 {
		t.Errorf("again: %v, run %d times", err, times.Load())
	}
	running.Wait()
}

func TestAFrozenDatabaseHoldsUpNeitherLiveNorHealth(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	cookie := h.cookie("reader")
	h.hears(h.telemetry("Mule 07", 1203), says(h.clock.now(), "chat", "Mule 07", `"text":"hi","color":2`))
	for _, path := range []string{"/live", "/chat/Mule%2007"} { // what is known before
		if code := h.get(cookie, path, nil); code != 200 {
			t.Fatal(code)
		}
	}
	frozen := make(chan struct{})
	for _, e := range []*errand{h.totals.read, h.tells.reading, h.ping} {
		e.do = func(context.Context) error { <-frozen; return nil }
	}
	h.clock.advance(2 * tellsAge)
	began := time.Now()
	for path, want := range map[string]int{"/live": 200, "/chat/Mule%2007": 200, "/server-health": 200} {
		if code := h.get(cookie, path, nil); code != want {
			t.Errorf("%s: %d", path, code)
		}
	}
	if w := h.internally("/readyz"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("readyz: %d", w.Code)
	}
	if took := time.Since(began); took > 2*pingWait+tellsWait+totalsWait+5*time.Second {
		t.Errorf("all together took %s", took)
	}
	close(frozen)
	if w := h.internally("/readyz"); w.Code != 200 {
		t.Errorf("readyz after the thaw: %d", w.Code)
	}
}
