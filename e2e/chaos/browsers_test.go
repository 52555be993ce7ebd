package chaos

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/mosswart/overlord/e2e/rig"
)

// TestABrowserThatStopsReadingDisturbsNobody lets one of 21 browsers stop reading. The others' delivery stays what it
// is before and afterwards in the same run, and the one is told of its gap and goes on, or is closed and comes back.
func TestABrowserThatStopsReadingDisturbsNobody(t *testing.T) {
	server := rig.Serve(t, rig.ServerOptions{})
	load := rig.StartLoad(t, server, rig.LoadOptions{Rate: either(400, 600), Characters: 32, Sockets: 8, Mix: rig.Mix{rig.Telemetry: 3, rig.Spawn: 1}})
	var latencies rig.Latencies
	for range 20 {
		rig.Listen(t, server, rig.BrowserOptions{Heard: load.Watch(latencies.Add)})
	}
	var gaps, after atomic.Int64
	slow := rig.Listen(t, server, rig.BrowserOptions{Again: true, ReceiveBuffer: 4096, Heard: func(text []byte, _ time.Time) {
		if strings.HasPrefix(string(text), `{"type":"gap"`) {
			gaps.Add(1)
		}
		after.Add(1)
	}})
	chatter := talk(t, server)
	defer chatter()

	window := either(4*time.Second, 60*time.Second)
	time.Sleep(time.Second)
	latencies.Take()
	time.Sleep(window)
	before := latencies.Take()
	slow.StopReading()
	time.Sleep(2 * window)
	during := latencies.Take()
	dropped, err := server.Metrics()
	if err != nil {
		t.Fatal(err)
	}
	after.Store(0)
	slow.Read()
	rig.Eventually(t, 30*time.Second, func() error {
		if gaps.Load() == 0 && slow.Ended() == nil {
			return fmt.Errorf("the browser was neither told of a gap nor closed; the server dropped %v frames", dropped.Sum("overlord_live_dropped_total"))
		}
		if after.Load() < 500 {
			return fmt.Errorf("it has read %d messages since it reads again", after.Load())
		}
		return nil
	})
	latencies.Take()
	time.Sleep(window)
	afterwards := latencies.Take()
	_, p99Before := rig.Quantiles(before)
	_, p99During := rig.Quantiles(during)
	_, p99After := rig.Quantiles(afterwards)
	t.Logf("the others before: %s; meanwhile: %s; afterwards: %s; the slow one's gaps: %d, its end: %v",
		rig.Describe(before), rig.Describe(during), rig.Describe(afterwards), gaps.Load(), slow.Ended())
	if undisturbed := max(p99Before, p99After); p99During > 2*undisturbed+20*time.Millisecond {
		t.Errorf("the others' p99 was %v before, %v meanwhile and %v afterwards", p99Before, p99During, p99After)
	}
	if len(during) < 2*len(before)*8/10 {
		t.Errorf("the others heard %d events in one window and %d in the two that followed", len(before), len(during))
	}
}

// TestBrowsersThatComeAndGoLeaveNothing connects 200 browsers again and again while plugins send.
func TestBrowsersThatComeAndGoLeaveNothing(t *testing.T) {
	server := rig.Serve(t, rig.ServerOptions{Env: []string{"GOGC=50"}})
	rig.StartLoad(t, server, rig.LoadOptions{Rate: 300})
	crowd := func() {
		browsers := make([]*rig.Browser, 200)
		for i := range browsers {
			o := rig.BrowserOptions{}
			switch i % 3 {
			case 0:
				o.Subscribe = `{"type":"subscribe","batch_ms":50,"snapshot":true}`
			case 1:
				o.Subscribe = `{"type":"subscribe","message_types":["rare","chat"]}`
			}
			browsers[i] = rig.Listen(t, server, o)
		}
		for _, b := range browsers {
			b.Leave()
		}
	}
	crowd() // what is made once is made
	before := calm(t, server)
	rounds := 0
	for end := time.Now().Add(either(5*time.Second, 5*time.Minute)); time.Now().Before(end); rounds++ {
		crowd()
	}
	after := calm(t, server)
	t.Logf("%d browsers; goroutines %v, then %v; live heap %.1f MiB, then %.1f MiB", 200*rounds,
		before.goroutines, after.goroutines, before.heap/(1<<20), after.heap/(1<<20))
	if after.goroutines > before.goroutines+5 {
		t.Errorf("%v goroutines before, %v after", before.goroutines, after.goroutines)
	}
	if after.heap > before.heap*1.25+2<<20 {
		t.Errorf("%.1f MiB of heap before, %.1f MiB after", before.heap/(1<<20), after.heap/(1<<20))
	}
}

type rest struct{ goroutines, heap float64 }

// calm waits until all browsers are gone and the garbage has been collected several times since, and measures. The
// collector's next goal tells what it found alive.
func calm(t *testing.T, server *rig.Server) rest {
	t.Helper()
	rig.Eventually(t, 30*time.Second, func() error {
		m, err := server.Metrics()
		if err != nil {
			return err
		}
		if n := m["overlord_live_sockets"]; n != 0 {
			return fmt.Errorf("%v browsers are left", n)
		}
		return nil
	})
	var least rest
	collections := -1.0
	rig.Eventually(t, 150*time.Second, func() error {
		m, err := server.Metrics()
		if err != nil {
			return err
		}
		if collections < 0 {
			collections = m["go_gc_duration_seconds_count"]
		}
		if n := m["go_gc_duration_seconds_count"] - collections; n < 3 {
			return fmt.Errorf("%v collections", n)
		}
		goroutines, heap := m["go_goroutines"], m["go_memstats_next_gc_bytes"]
		if least.goroutines == 0 || goroutines < least.goroutines {
			least.goroutines = goroutines
		}
		if least.heap == 0 || heap < least.heap {
			least.heap = heap
		}
		if n := m["go_gc_duration_seconds_count"] - collections; n < 8 {
			return fmt.Errorf("%v collections", n)
		}
		return nil
	})
	return least
}

// talk sends 200 long chat lines a second, which fill the buffers between the server and a browser that does not read.
func talk(t *testing.T, server *rig.Server) (stop func()) {
	t.Helper()
	conn, response, err := websocket.DefaultDialer.DialContext(t.Context(), server.Socket("/ws/position"), http.Header{"X-Plugin-Secret": {rig.Secret}})
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	line := []byte(`{"type":"chat","character_name":"Crier","color":2,"text":"` + strings.Repeat("hear, hear! ", 300) + `"}`)
	done := make(chan struct{})
	var talking, listening sync.WaitGroup
	listening.Go(func() { // the library answers pings while it reads
		for {
			if _, _, err := conn.NextReader(); err != nil {
				return
			}
		}
	})
	talking.Go(func() {
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
			case <-done:
				return
			}
			if err := conn.WriteMessage(websocket.TextMessage, line); err != nil {
				t.Error(err)
				return
			}
		}
	})
	return func() {
		close(done)
		talking.Wait()
		_ = conn.Close()
		listening.Wait()
	}
}
