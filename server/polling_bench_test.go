package server

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/testkit"
)

// BenchmarkPolling is what 60 characters cost that browsers poll for: "compute" once for all of them, "ask" for each.
func BenchmarkPolling(b *testing.B) {
	h := newHouse(b, testkit.Open(b, testkit.SQLite(b)), nil)
	cookie, now := h.cookie("reader"), h.clock.now()
	var pulses []*event.Telemetry
	for i := range 60 {
		character := fmt.Sprintf("Mule %02d", i)
		h.hears(h.telemetry(character, i), says(now, "vitals", character, `"health_current":301,"health_max":341,"vitae":5`))
		for s := range 1800 { // an hour
			p := pulse(character, "s", now.Add(-time.Duration(s)*2*time.Second), int64(s))
			p.EW, p.NS = number(float64(s)/10), number(float64(i))
			pulses = append(pulses, p)
		}
	}
	h.stores(pulses...)
	for _, route := range []struct {
		path    string
		compute func(context.Context) (any, error)
	}{
		{"/live", func(ctx context.Context) (any, error) { return h.livePlayers(ctx, 30) }},
		{"/trails", func(ctx context.Context) (any, error) { return h.trails(ctx, 600) }},
		{"/trails?seconds=3600", func(ctx context.Context) (any, error) { return h.trails(ctx, 3600) }},
	} {
		b.Run(route.path[1:]+"/compute", func(b *testing.B) {
			for b.Loop() {
				body, err := route.compute(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				if _, err := json.Marshal(body); err != nil {
					b.Fatal(err)
				}
			}
		})
		tag := do(h, request("GET", route.path, "", "Cookie", cookie)).Header().Get("Etag")
		for name, headers := range map[string][]string{
			"ask": {}, "ask-gzip": {"Accept-Encoding", "gzip"}, "ask-304": {"If-None-Match", tag},
		} {
			r := request("GET", route.path, "", append(headers, "Cookie", cookie)...)
			b.Run(route.path[1:]+"/"+name, func(b *testing.B) {
				for b.Loop() {
					if w := do(h, r.Clone(b.Context())); w.Code != 200 && w.Code != 304 {
						b.Fatal(w.Code)
					}
				}
			})
		}
	}
}
