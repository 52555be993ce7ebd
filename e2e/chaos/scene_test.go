// Package chaos runs the real program and breaks what is around it: it is killed, its database freezes, crashes and is
// restored, its disk fills, its browsers stop reading. After each, what was received is in the database once.
//
// `make test` runs short forms; OVERLORD_SOAK=1 makes them long.
package chaos

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/e2e/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

// soak says whether the long forms run.
func soak() bool { return os.Getenv("OVERLORD_SOAK") == "1" }

// either picks by the form that runs.
func either[T any](short, long T) T {
	if soak() {
		return long
	}
	return short
}

// dice are seeded anew each time; the seed is in the log.
func dice(t *testing.T) *rand.Rand {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

const drainTime = 90 * time.Second

// scene is one server under load, with a browser that sees every event.
type scene struct {
	t         *testing.T
	server    *rig.Server
	load      *rig.Load
	browser   *rig.Browser
	latencies rig.Latencies

	deadlines []rig.Deadline
	rowsAt    map[rig.Kind]int // rows of the database when the server was started last
	lossy     bool             // the database's answers to commits may be lost: what was inserted may count as a duplicate
}

// play starts a server on an empty database, a browser and a load.
func play(t *testing.T, so rig.ServerOptions, lo rig.LoadOptions) *scene {
	t.Helper()
	s := &scene{t: t, server: rig.Serve(t, so), rowsAt: map[rig.Kind]int{}}
	s.attend(lo)
	return s
}

// attend begins a load and watches it.
func (s *scene) attend(lo rig.LoadOptions) {
	s.t.Helper()
	s.load = rig.StartLoad(s.t, s.server, lo)
	s.browser = rig.Listen(s.t, s.server, rig.BrowserOptions{Again: true, Heard: s.load.Watch(s.latencies.Add)})
}

// kill ends the server the hard way; what was seen grace before that has to survive it.
func (s *scene) kill(grace time.Duration) {
	s.t.Helper()
	s.deadlines = append(s.deadlines, rig.Deadline{At: s.server.Kill(), Grace: grace})
}

// start starts the server after a kill. What it had told the database to commit may still be on its way.
func (s *scene) start() {
	s.t.Helper()
	rig.Eventually(s.t, drainTime, func() error { return rig.Alone(s.t.Context(), s.server.Database) })
	rows, err := rig.Count(s.t.Context(), s.server.Database)
	if err != nil {
		s.t.Fatal(err)
	}
	s.rowsAt = rows
	s.server.Start()
}

// drain waits until the server has settled everything that it received, with the load paused. It returns the books.
func (s *scene) drain() map[string]rig.Books {
	s.t.Helper()
	s.load.Pause()
	var books map[string]rig.Books
	var before float64
	quiet := time.Now()
	rig.Eventually(s.t, drainTime, func() error {
		m, err := s.server.Metrics()
		if err != nil {
			return err
		}
		books = m.Books()
		if came := m.Sum("overlord_ingest_events_total"); came != before {
			before, quiet = came, time.Now()
		}
		if pending := m.Sum("overlord_events_pending"); pending != 0 {
			for kind, b := range books {
				if b.Pending == 0 {
					delete(books, kind)
				}
			}
			return fmt.Errorf("%v events are pending: %+v", pending, books)
		}
		if time.Since(quiet) < 150*time.Millisecond {
			return errors.New("events still come in")
		}
		return s.intake(m, books)
	})
	return books
}

// intake compares what the gateway says that it handed on with what the books say came in.
func (s *scene) intake(m rig.Metrics, books map[string]rig.Books) error {
	received, decoded := 0, 0.0
	for kind, b := range books {
		received += b.Received
		decoded += m.Sum("overlord_ingest_events_total", `type="`+kind+`"`)
	}
	if dropped := m.Sum("overlord_ingest_dropped_total"); float64(received)+dropped != decoded {
		return fmt.Errorf("%v events of stored types were decoded, %d are in the books and %v were dropped before", decoded, received, dropped)
	}
	return nil
}

// check drains, and compares the books with the database, and the database with what was sent.
func (s *scene) check() rig.Verdict {
	s.t.Helper()
	books := s.drain()
	rows, err := rig.Count(s.t.Context(), s.server.Database)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, kind := range slices.Sorted(maps.Keys(rows)) {
		b := books[string(kind)]
		if err := b.Fault(); err != nil {
			s.t.Errorf("the books of %s: %v", kind, err)
		}
		inserted := b.Inserted
		if s.lossy {
			inserted += b.Duplicate
		} else if b.Duplicate > 0 {
			s.t.Errorf("%s: %d events were written twice", kind, b.Duplicate)
		}
		if grown := rows[kind] - s.rowsAt[kind]; grown != inserted {
			s.t.Errorf("%s: %d rows more than at the server's start, the books say %d: %+v", kind, grown, inserted, b)
		}
		if b.Dead > 0 {
			s.t.Errorf("%s: %d dead letters", kind, b.Dead)
		}
	}
	return s.judge()
}

// judge compares the database with what was sent, and fails the test on any difference.
func (s *scene) judge() rig.Verdict {
	s.t.Helper()
	stored, err := s.load.Read(s.t.Context(), s.server.Database)
	if err != nil {
		s.t.Fatal(err)
	}
	v := s.load.Judge(stored, s.deadlines)
	if err := v.Error(); err != nil {
		s.t.Error(err)
	}
	return v
}

// databases are those on which a scenario runs.
func databases(t *testing.T, run func(t *testing.T, url string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { run(t, "") })
	t.Run("postgres", func(t *testing.T) { run(t, rig.Database(t, "chaos", "")) })
}
