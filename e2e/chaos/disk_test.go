package chaos

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/mosswart/overlord/e2e/rig"
)

// TestAFullDiskLosesNothingThatIsNotCounted lets the journal's disk fill while the database is away. Live delivery goes
// on, /readyz says so, and when the database is back the server recovers by itself. Telemetry and spawns may lose their
// oldest: exactly as many as the books say.
func TestAFullDiskLosesNothingThatIsNotCounted(t *testing.T) {
	for name, env := range map[string][]string{
		"the disk has no room":         {"JOURNAL_MIN_FREE=0"},
		"less is free than it may use": {"JOURNAL_MIN_FREE=3MiB"},
		"the journal's own limit":      {"JOURNAL_MIN_FREE=0", "JOURNAL_MAX_BYTES=3MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			if name != "the disk has no room" && !soak() {
				t.Skip("only in the long form")
			}
			cluster := rig.Cluster(t)
			url := rig.Database(t, "disk", "")
			s := play(t, rig.ServerOptions{Data: smallDisk(t, "8m"), Database: url, Env: env}, rig.LoadOptions{Rate: 300})
			time.Sleep(500 * time.Millisecond)
			s.check()

			if err := cluster.Freeze(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = cluster.Thaw() })
			s.latencies.Take()
			before := s.load.Handed()
			s.load.SetRate(4000)
			s.load.Resume()
			said := false
			for end := time.Now().Add(either(5*time.Second, 20*time.Second)); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
				ready, err := s.server.Ready()
				if err != nil {
					t.Errorf("/readyz: %v", err)
				} else if ready.Code == 503 && ready.Checks["journal"] != "ok" {
					said = true
				}
			}
			latencies, sent := s.latencies.Take(), s.load.Handed()-before
			if _, p99 := rig.Quantiles(latencies); p99 > liveLimit || len(latencies) < sent*9/10 {
				t.Errorf("live delivery meanwhile: %s, of %d sent", rig.Describe(latencies), sent)
			}
			if err := cluster.Thaw(); err != nil {
				t.Fatal(err)
			}
			if name != "the journal's own limit" && !said {
				t.Error("/readyz did not say that the journal has no room")
			}
			books := s.drain()
			lost := 0
			for kind, b := range books {
				if err := b.Fault(); err != nil {
					t.Errorf("the books of %s: %v", kind, err)
				}
				for reason, n := range b.Dropped {
					if kind != "telemetry" && kind != "spawn" {
						t.Errorf("%d events of %s were dropped: %s", n, kind, reason)
					}
					lost += n
				}
			}
			if lost == 0 {
				t.Error("the disk never filled: that proves nothing")
			}
			stored, err := s.load.Read(t.Context(), url)
			if err != nil {
				t.Fatal(err)
			}
			v := s.load.Judge(stored, nil)
			for _, e := range v.Lost {
				if e.Kind != rig.Telemetry && e.Kind != rig.Spawn {
					t.Errorf("lost: %v", e)
				}
			}
			missing := rowEvents(s.load) - v.Stored
			if missing != lost {
				t.Errorf("%d events are lost, the books say %d", missing, lost)
			}
			t.Logf("live delivery meanwhile: %s; %d of %d events lost, all counted", rig.Describe(latencies), missing, v.Events)
			if len(v.Faults) > 0 {
				t.Error(v.Faults)
			}
			s.load.SetRate(300)
			s.load.Resume()
			time.Sleep(300 * time.Millisecond)
			s.drain()
			if ready, err := s.server.Ready(); err != nil || ready.Code != 200 {
				t.Errorf("/readyz afterwards: %+v, %v", ready, err)
			}
			s.server.Stop()
		})
	}
}

// TestADiskThatIsFullForAWhileLosesNothing has something else fill the journal's disk at a guild's ordinary rate, while
// the database is away and while it is there: what came waits in memory, and nothing at all is lost.
func TestADiskThatIsFullForAWhileLosesNothing(t *testing.T) {
	for name, away := range map[string]bool{"database away": true, "database there": false} {
		t.Run(name, func(t *testing.T) {
			folder := smallDisk(t, "4m")
			cluster := rig.Cluster(t)
			s := play(t, rig.ServerOptions{Data: folder, Database: rig.Database(t, "ballast", ""), Env: []string{"JOURNAL_MIN_FREE=0"}},
				rig.LoadOptions{Rate: 300})
			s.check()
			if away {
				if err := cluster.Freeze(); err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = cluster.Thaw() })
			}
			ballast := filepath.Join(folder, "ballast")
			if err := os.WriteFile(ballast, make([]byte, 4<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("the disk is not full: %v", err)
			}
			s.load.Resume()
			s.latencies.Take()
			time.Sleep(either(4*time.Second, 10*time.Second))
			latencies := s.latencies.Take()
			ready, err := s.server.Ready()
			if err != nil || away && (ready.Code != 503 || ready.Checks["journal"] == "ok") {
				t.Errorf("/readyz: %+v, %v", ready, err)
			}
			if _, p99 := rig.Quantiles(latencies); p99 > liveLimit || len(latencies) < 900 {
				t.Errorf("live delivery meanwhile: %s", rig.Describe(latencies))
			}
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
			if err := cluster.Thaw(); err != nil {
				t.Fatal(err)
			}
			s.check()
			for kind, b := range s.drain() {
				if len(b.Dropped) > 0 {
					t.Errorf("%s: dropped %v", kind, b.Dropped)
				}
			}
			if ready, err := s.server.Ready(); err != nil || ready.Code != 200 {
				t.Errorf("/readyz afterwards: %+v, %v", ready, err)
			}
		})
	}
}

// smallDisk mounts a tmpfs of that size, until the test's end. Only root may.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size="+size+",mode=0700"); err != nil {
		if os.Geteuid() == 0 && os.Getenv("CI") != "" {
			t.Fatalf("mount a small disk: %v", err)
		}
		t.Skipf("SKIPPED, NOT TESTED WITH A FULL DISK: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return folder
}
