package chaos

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/mosswart/overlord/e2e/rig"
	"github.com/mosswart/overlord/internal/pgcluster"
)

// liveLimit is the greatest 99th percentile of live delivery while something is broken, on a busy machine.
const liveLimit = 500 * time.Millisecond

// TestTheDatabaseFailsAndNothingIsLost breaks PostgreSQL and the way to it, one way after the other, under load. Live
// delivery goes on meanwhile, the server says that it is degraded, and catches up by itself.
func TestTheDatabaseFailsAndNothingIsLost(t *testing.T) {
	cluster := rig.Cluster(t)
	url := rig.Database(t, "outage", "")
	way := rig.StartProxy(t, cluster.Address())
	s := play(t, rig.ServerOptions{Database: rig.Through(url, way.Address())}, rig.LoadOptions{Rate: either(1000, 2000)})
	s.server.Database = url // for our own look at it
	s.lossy = true
	var knife *cutter

	for _, outage := range []struct {
		name     string
		begin    func() error
		end      func() error
		lasts    time.Duration
		degraded bool // so long and so complete that /readyz tells of it
	}{
		{"frozen", cluster.Freeze, cluster.Thaw, either(6*time.Second, 30*time.Second), true},
		{"killed and restarted", cluster.Crash, cluster.Restart, either(2*time.Second, 5*time.Second), true},
		{"stopped at once and restarted", func() error { return cluster.Halt("immediate") }, cluster.Restart, either(2*time.Second, 5*time.Second), true},
		{
			"connections cut", func() error { knife = cut(cluster, "outage"); return nil },
			func() error { return knife.end() }, either(2*time.Second, 10*time.Second), false,
		},
		{
			"answers stall", func() error { way.Add("stall", "timeout", "downstream", `{"timeout":0}`); return nil },
			func() error { way.Remove("stall"); return nil }, either(2500*time.Millisecond, 30*time.Second), true,
		},
		{
			"connections reset in mid-COPY", func() error { way.Add("limit", "limit_data", "upstream", `{"bytes":60000}`); return nil },
			func() error { way.Remove("limit"); return nil }, either(2*time.Second, 10*time.Second), false,
		},
	} {
		ok := t.Run(outage.name, func(t *testing.T) {
			s.t = t
			s.load.Resume()
			time.Sleep(300 * time.Millisecond)
			s.latencies.Take()
			before := s.load.Handed()
			if err := outage.begin(); err != nil {
				t.Fatal(err)
			}
			over := time.After(outage.lasts)
			said := !outage.degraded
			for waiting := true; waiting; {
				select {
				case <-over:
					waiting = false
				case <-time.After(50 * time.Millisecond):
					if ready, err := s.server.Ready(); err != nil {
						t.Errorf("/readyz: %v", err)
					} else if ready.Code == 503 && ready.Status == "degraded" && ready.Checks["database"] == "away" {
						said = true
					}
				}
			}
			latencies, sent := s.latencies.Take(), s.load.Handed()-before
			if err := outage.end(); err != nil {
				t.Fatal(err)
			}
			if !said {
				t.Error("/readyz did not say that the database is away")
			}
			if _, p99 := rig.Quantiles(latencies); p99 > liveLimit || len(latencies) < sent*9/10 {
				t.Errorf("live delivery meanwhile: %s, of %d sent", rig.Describe(latencies), sent)
			}
			rig.Eventually(t, drainTime, func() error {
				if ready, err := s.server.Ready(); err != nil || ready.Code != 200 {
					return fmt.Errorf("/readyz afterwards: %+v, %w", ready, err)
				}
				return nil
			})
			ended := time.Now()
			v := s.check()
			t.Logf("live delivery meanwhile: %s; caught up after %v; %d events sent, %d stored",
				rig.Describe(latencies), time.Since(ended).Round(10*time.Millisecond), v.Events, v.Stored)
		})
		s.t = t
		if !ok {
			return
		}
	}
	s.server.Stop()
	if v := s.judge(); v.Stored != rowEvents(s.load) {
		t.Errorf("%d of %d events are stored", v.Stored, rowEvents(s.load))
	}
	if breaks := s.load.Breaks(); breaks > 0 {
		t.Errorf("%d plugin sockets broke", breaks)
	}
}

// rowEvents counts what was sent of the kinds that have a row an event.
func rowEvents(l *rig.Load) (n int) {
	for kind, count := range l.Sent() {
		if kind != rig.CharacterStats && kind != rig.CombatStats {
			n += count
		}
	}
	return n
}

// cutter ends the program's connections while it runs.
type cutter struct {
	stop  context.CancelFunc
	ended chan error
	cut   int
}

func cut(cluster *pgcluster.Cluster, database string) *cutter {
	ctx, stop := context.WithCancel(context.Background())
	c := &cutter{stop: stop, ended: make(chan error, 1)}
	go func() {
		var err error
		c.cut, err = rig.CutConnections(ctx, cluster, database, 7*time.Millisecond)
		c.ended <- err
	}()
	return c
}

func (c *cutter) end() error {
	c.stop()
	if err := <-c.ended; err != nil {
		return err
	}
	if c.cut < 5 {
		return errors.New("hardly a connection was there to be cut")
	}
	return nil
}
