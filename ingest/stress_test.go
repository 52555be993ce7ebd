package ingest

import (
	"fmt"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
)

// For the race detector: plugins come, share, are commanded and go, all at once. Nothing of it may be lost, and nothing
// be left.
func TestComingAndGoingBesideCommands(t *testing.T) {
	r := newRig(t, Options{})
	const plugins, events = 12, 40
	var wg sync.WaitGroup
	connected := make([]*plugin, plugins)
	for i := range connected {
		connected[i] = r.connect()
	}
	eventually(t, "all sockets", func() bool { return r.count("sockets") == plugins })
	for i, p := range connected {
		name := fmt.Sprintf("C%d", i%4)
		wg.Go(func() {
			for n := range events {
				frame := `{"type":"share_position","character_name":"` + name + `"}`
				if n%2 == 0 {
					frame = telemetry(name, "s", fmt.Sprintf("2026-06-24T17:00:%02dZ", n))
				}
				if err := p.conn.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
					t.Errorf("send: %v", err)
					return
				}
				r.gateway.SendCommand(name, "x")
			}
		})
	}
	wg.Wait()
	eventually(t, "all events", func() bool { return len(r.live.all()) == plugins*events })
	eventually(t, "all stored", func() bool { return len(r.stored.all()) == plugins*events/2 })
	relayed := r.count("relayed_total") + r.count("relay_dropped_total")
	if want := float64(plugins * events / 2 * (plugins - 1)); relayed != want {
		t.Errorf("%v relayed or dropped, want %v", relayed, want)
	}
}
