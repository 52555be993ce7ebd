package chaos

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/mosswart/overlord/e2e/rig"
)

// TestNothingIsLostOrDoubledByKilling kills the server at random moments under load: within commits of the journal,
// transactions of the writers, cuts of the journal, and within the replay that follows a kill.
//
// An event counts as received when a browser has been told of it, which is after the server has read it.
func TestNothingIsLostOrDoubledByKilling(t *testing.T) {
	databases(t, func(t *testing.T, url string) {
		random := dice(t)
		s := play(t, rig.ServerOptions{Database: url}, rig.LoadOptions{Rate: either(1500, 3000)})
		disk := probe(t, s.server.Data)
		checked := 0
		for range either(5, 20) {
			time.Sleep(time.Duration(200+random.IntN(1000)) * time.Millisecond)
			s.kill(disk.grace())
			s.start()
			if random.IntN(3) == 0 { // once more, perhaps in the middle of the replay
				time.Sleep(time.Duration(random.IntN(200)) * time.Millisecond)
				s.kill(disk.grace())
				s.start()
			}
			if random.IntN(3) > 0 {
				v := s.check()
				checked++
				t.Logf("after kill %d: %d events sent, %d stored; the oldest lost had been seen %v before a kill, allowed were %v",
					len(s.deadlines), v.Events, v.Stored, v.LostAge.Round(time.Millisecond), disk.grace().Round(time.Millisecond))
				s.load.Resume()
			}
		}
		time.Sleep(300 * time.Millisecond)
		v := s.check()
		if v.Stored < 500*len(s.deadlines) {
			t.Errorf("only %d events in %d kills: that proves little", v.Stored, len(s.deadlines))
		}
		t.Logf("%d kills, %d checks, %d events sent, %d stored", len(s.deadlines), checked+1, v.Events, v.Stored)
		s.server.Stop()
		s.judge()
	})
}

// disk measures how long the disk takes to make a page durable.
type disk struct {
	mu    sync.Mutex
	worst time.Duration
}

// probe measures until the test's end.
func probe(t *testing.T, folder string) *disk {
	t.Helper()
	f, err := os.Create(filepath.Join(folder, "probe"))
	if err != nil {
		t.Fatal(err)
	}
	d, stop := &disk{}, make(chan struct{})
	var probing sync.WaitGroup
	probing.Go(func() {
		defer func() { _ = f.Close() }()
		page := make([]byte, 4096)
		for {
			began := time.Now()
			if _, err := f.WriteAt(page, 0); err != nil {
				t.Error(err)
				return
			}
			if err := f.Sync(); err != nil {
				t.Error(err)
				return
			}
			d.mu.Lock()
			d.worst = max(d.worst, time.Since(began))
			d.mu.Unlock()
			select {
			case <-time.After(20 * time.Millisecond):
			case <-stop:
				return
			}
		}
	})
	t.Cleanup(func() {
		close(stop)
		probing.Wait()
	})
	return d
}

// grace is how old an event may be that a kill takes: the 50 ms for which the journal gathers, and then the time of the
// commit that may be under way and of its own, each of two writes that wait for the disk.
func (d *disk) grace() time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return 50*time.Millisecond + 4*d.worst
}
