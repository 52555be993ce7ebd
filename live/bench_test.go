package live

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/olahol/melody"

	"github.com/mosswart/overlord/ingest/event"
)

// BenchmarkFanOut sends a guild's stream – 60 characters, 300 events a second – to 200 browsers, and prints the CPU
// that one event costs the process, its browsers' share of reading included. The pace is fixed, so ns/op says nothing.
//
//	plain   melody's Broadcast, a frame an event
//	frames  the hub, for browsers without batch_ms
//	batch   the hub, for browsers with batch_ms 50
func BenchmarkFanOut(b *testing.B) {
	events := guildStream(b)
	b.Run("plain", func(b *testing.B) {
		m := melody.New()
		m.Config.MessageBufferSize = 4096
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _ = m.HandleRequest(w, r) }))
		defer server.Close()
		defer audience(b, server.URL, "", func() bool { return m.Len() == listeners })()
		measure(b, func(i int) { _ = m.Broadcast(newFrame(events[i%len(events)]).text) })
		if err := m.Close(); err != nil {
			b.Fatal(err)
		}
	})
	for name, subscription := range map[string]string{"frames": "", "batch": `{"type":"subscribe","batch_ms":50}`} {
		b.Run(name, func(b *testing.B) {
			h := NewHub(HubOptions{Log: slog.New(slog.DiscardHandler)})
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _ = h.Serve(w, r, Viewer{}) }))
			defer server.Close()
			defer audience(b, server.URL, subscription, func() bool { return len(*h.listeners.Load()) == listeners })()
			measure(b, func(i int) { h.Consume(events[i%len(events) : i%len(events)+1]) })
			if err := h.Close(context.Background()); err != nil {
				b.Fatal(err)
			}
		})
	}
}

const (
	listeners       = 200
	eventsPerSecond = 300
)

// guildStream is a second and more of telemetry, vitals and nearby objects of 60 characters. Equal timestamps keep it
// from being late when it is repeated.
func guildStream(b *testing.B) []event.Event {
	var events []event.Event
	for i := range 60 {
		name := fmt.Sprintf("Mule %02d", i)
		events = append(events,
			at(b, 0, "telemetry", name, `"session_id":"b1f0","char_tag":"moss","ew":33.61,"ns":42.1,"z":0.39,"kills":1203,"kills_per_hour":"842.5","onlinetime":"01:25:40","vt_state":"Combat"`),
			at(b, 0, "vitals", name, `"health_current":301,"health_max":341,"health_percentage":88.3,"vitae":5`),
			at(b, 0, "nearby_objects", name, `"radius":75,"objects":[{"id":1,"name":"Raving Fiun","ew":33.7,"ns":42.2}]`),
			at(b, 0, "chat", name, `"text":"hi","color":2`))
	}
	return events
}

// audience connects the browsers, who read and throw away. The answer hangs up and waits for them.
func audience(b *testing.B, url, subscription string, complete func() bool) (leave func()) {
	b.Helper()
	var reading sync.WaitGroup
	var conns []*websocket.Conn
	for range listeners {
		conn, response, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(url, "http"), nil)
		if err != nil {
			b.Fatal(err)
		}
		_ = response.Body.Close()
		if subscription != "" {
			if err := conn.WriteMessage(websocket.TextMessage, []byte(subscription)); err != nil {
				b.Fatal(err)
			}
		}
		conns = append(conns, conn)
		reading.Go(func() { _, _ = io.Copy(io.Discard, conn.NetConn()) })
	}
	eventually(b, "the audience is complete", complete)
	return func() {
		for _, conn := range conns {
			_ = conn.Close()
		}
		reading.Wait()
	}
}

func measure(b *testing.B, send func(i int)) {
	tick := time.NewTicker(time.Second / eventsPerSecond)
	defer tick.Stop()
	b.ResetTimer()
	before := cpuTime(b)
	for i := range b.N {
		<-tick.C
		send(i)
	}
	time.Sleep(100 * time.Millisecond) // the last batch is under way
	used := cpuTime(b) - before
	b.StopTimer()
	b.ReportMetric(float64(used.Microseconds())/float64(b.N), "cpu-µs/event")
	b.ReportMetric(float64(used.Nanoseconds())/float64(b.N)/listeners, "cpu-ns/delivery")
}

func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
