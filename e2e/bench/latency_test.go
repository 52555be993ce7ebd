package bench

import (
	"testing"
	"time"

	"github.com/mosswart/overlord/e2e/rig"
)

// BenchmarkLatency is the time from a plugin's socket to a browser's at 60 characters that send 2 events a second each,
// on SQLite, with 20 more browsers: to one that takes each event, and to one that takes batches of 50 ms.
func BenchmarkLatency(b *testing.B) {
	server := rig.Serve(b, rig.ServerOptions{})
	load := rig.StartLoad(b, server, rig.LoadOptions{Characters: 60, Sockets: 60, Rate: 120})
	for range 20 {
		rig.Listen(b, server, rig.BrowserOptions{Subscribe: `{"type":"subscribe","batch_ms":50}`})
	}
	var single, batched rig.Latencies
	rig.Listen(b, server, rig.BrowserOptions{Heard: load.Watch(single.Add)})
	rig.Listen(b, server, rig.BrowserOptions{Subscribe: `{"type":"subscribe","batch_ms":50}`, Heard: load.Watch(batched.Add)})
	var p50, p99, batch50, batch99 []float64
	for b.Loop() {
		time.Sleep(time.Second)
		for range rounds {
			single.Take()
			batched.Take()
			time.Sleep(5 * time.Second)
			s, t := single.Take(), batched.Take()
			if len(s) < 500 || len(t) < 500 {
				b.Fatalf("%d and %d events in 5 s", len(s), len(t))
			}
			b.Logf("each: %s; batches: %s", rig.Describe(s), rig.Describe(t))
			p50, p99 = note(p50, p99, s)
			batch50, batch99 = note(batch50, batch99, t)
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(p50), "p50-ms")
	b.ReportMetric(median(p99), "p99-ms")
	b.ReportMetric(median(batch50), "batch-p50-ms")
	b.ReportMetric(median(batch99), "batch-p99-ms")
}

func note(p50s, p99s []float64, of []time.Duration) ([]float64, []float64) {
	p50, p99 := rig.Quantiles(of)
	return append(p50s, float64(p50.Microseconds())/1000), append(p99s, float64(p99.Microseconds())/1000)
}
