package bench

import (
	"fmt"
	"os/exec"
	"testing"
	"time"

	"github.com/mosswart/overlord/e2e/rig"
)

// BenchmarkMemory is the server's resident memory with a guild of 60 that sends all kinds of events and 50 browsers, on
// SQLite.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		server := rig.Serve(b, rig.ServerOptions{})
		for range 50 {
			rig.Listen(b, server, rig.BrowserOptions{Subscribe: `{"type":"subscribe","batch_ms":50,"snapshot":true}`})
		}
		var samples []int64
		ended := make(chan error, 1)
		go func() {
			out, err := exec.CommandContext(b.Context(), rig.Binary(b), "simulate", "--characters", "60", "--seconds", "30", "--seed", "1",
				"--url", server.Socket("/ws/position"), "--secret", rig.Secret).CombinedOutput()
			if err != nil {
				err = fmt.Errorf("simulate: %w\n%s", err, out)
			}
			ended <- err
		}()
		for sampling := true; sampling; {
			select {
			case err := <-ended:
				if err != nil {
					b.Fatal(err)
				}
				sampling = false
			case <-time.After(250 * time.Millisecond):
				now, _, err := server.Memory()
				if err != nil {
					b.Fatal(err)
				}
				samples = append(samples, now)
			}
		}
		_, peak, err := server.Memory()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(0, "ns/op")
		b.ReportMetric(float64(median(samples[len(samples)/2:]))/(1<<20), "RSS-MiB")
		b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
	}
}
