package notify

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
)

// Live tells the browsers. The live hub is one.
type Live interface {
	// Announce queues a frame for every socket that wants its type; admins says that only admins may see it. It does
	// not block.
	Announce(t event.Type, text []byte, admins bool)
}

// Options configure an Engine.
type Options struct {
	DB     *database.DB
	Live   Live          // nil: no browser hears
	Health func() Health // nil: the engine knows of the database what it meets itself
	Outbox *Sender       // nil: nothing is posted
	// CaughtUp reports whether the database has what was on its way to it when the process started: only then does it
	// say what had happened. nil: it has.
	CaughtUp func() bool
	Site     string                // the site's address, for links in messages; "" without
	Now      func() time.Time      // nil: time.Now
	Log      *slog.Logger          // nil: slog.Default()
	Metrics  prometheus.Registerer // nil: metrics are counted, but not registered
}

const (
	tickEvery    = time.Second
	rulesAge     = 5 * time.Second  // how old the rules may be; the admin writes them behind our back
	patience     = 10 * time.Second // with the database
	maxSightings = 2_000            // characters, as the live state has it
	maxNews      = 10_000           // deaths and rares that wait for a tick
	maxChanges   = 10_000           // what waits for the database
	catchUp      = time.Minute      // how long a start waits for what was on its way to the database
)

// Engine holds what happens against the rules. It is safe for concurrent use; make it with New, and let Run tick.
type Engine struct {
	o       Options
	now     func() time.Time
	log     *slog.Logger
	metrics *metrics
	started time.Time
	stale   atomic.Bool // the rules are to be read anew
	due     atomic.Bool // alerts may wait to be gathered, whatever nextMessage says

	mu         sync.Mutex // guards what events change
	characters map[string]*sighting
	heardAt    time.Time
	news       []*news

	turn         sync.Mutex // guards what a tick uses
	heardLast    time.Time  // when anybody was last heard before the start
	restored     bool
	rules        []*ent.AlertRule
	readAt       time.Time
	hidden       map[string]bool
	watches      map[watchKey]*watch
	changes      []change  // what the database has not got yet, in order
	awaySince    time.Time // since when it does not take them; zero when it does
	nextMessage  time.Time // when alerts that wait are to be gathered; zero: none wait
	prunedAt     time.Time
	restoredNews []*news // of what the database says, to be judged when the rules are there
}

// New makes an engine. It starts no goroutine and asks the database nothing.
func New(o Options) *Engine {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Health == nil {
		o.Health = func() Health { return Health{} }
	}
	if o.CaughtUp == nil {
		o.CaughtUp = func() bool { return true }
	}
	return &Engine{
		o: o, now: o.Now, log: o.Log, metrics: newMetrics(o.Metrics), started: database.Microseconds(o.Now()),
		characters: map[string]*sighting{}, hidden: map[string]bool{}, watches: map[watchKey]*watch{},
	}
}

// Run ticks until ctx ends. It never fails: what goes wrong is logged and tried again.
func (e *Engine) Run(ctx context.Context) error {
	ticker := time.NewTicker(tickEvery)
	defer ticker.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		err := e.Tick(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil && !failing {
			e.log.Error("alerts wait", slog.Any("error", err))
		} else if err == nil && failing {
			e.log.Info("alerts go on")
		}
		failing = err != nil
	}
}

// Refresh says that rules have changed: the next tick reads them.
func (e *Engine) Refresh() { e.stale.Store(true) }

// Consume takes events in. It keeps none of them and does not block on anything slow.
func (e *Engine) Consume(events []event.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, ev := range events {
		h := ev.Header()
		s := e.sighting(h.Character)
		s.heardAt = later(s.heardAt, h.ReceivedAt)
		e.heardAt = later(e.heardAt, h.ReceivedAt)
		switch ev := ev.(type) {
		case *event.Telemetry:
			e.add(s.count(ev))
			s.pulse(ev)
		case *event.Vitals:
			if ev.Vitae.Known {
				s.vitae = ev.Vitae
			}
		case *event.Death:
			e.add(s.heardDeath(ev))
		case *event.Rare:
			e.add(s.heardRare(ev))
		}
	}
}

func (e *Engine) add(n *news) {
	if n == nil {
		return
	}
	if len(e.news) >= maxNews {
		e.metrics.lost.Inc()
		return
	}
	e.news = append(e.news, n)
}

// sighting finds or makes a character; when there are too many, the one that was not heard for longest goes.
func (e *Engine) sighting(name string) *sighting {
	if s, ok := e.characters[name]; ok {
		return s
	}
	if len(e.characters) >= maxSightings {
		var oldest *sighting
		for _, s := range e.characters {
			if oldest == nil || s.heardAt.Before(oldest.heardAt) {
				oldest = s
			}
		}
		delete(e.characters, oldest.name)
	}
	s := newSighting(name)
	e.characters[name] = s
	return s
}

// Tick holds everything against the rules once, and writes what comes of it. What the database does not take waits
// for the next tick; the error then says why. Ticks do not overlap.
func (e *Engine) Tick(ctx context.Context) error {
	e.turn.Lock()
	defer e.turn.Unlock()
	began := time.Now()
	defer func() { e.metrics.seconds.Observe(time.Since(began).Seconds()) }()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	now := database.Microseconds(e.now())

	if err := e.read(ctx, now); err != nil {
		e.away(now)
		if !e.restored {
			return err
		}
	}
	if !e.restored {
		return nil
	}
	e.judgeNews(now)
	e.judgeStates(now)
	e.metrics.waiting.Set(float64(len(e.changes)))
	e.metrics.watches.Set(float64(len(e.watches)))
	if err := e.write(ctx, now); err != nil {
		return err
	}
	if err := e.gather(ctx, now); err != nil {
		return err
	}
	return e.prune(ctx, now)
}

// away notes that the database does not answer.
func (e *Engine) away(now time.Time) {
	if e.awaySince.IsZero() {
		e.awaySince = now
	}
}

// health is the service's as it is told, and what the engine meets itself.
func (e *Engine) health() Health {
	h := e.o.Health()
	if h.DatabaseSince.IsZero() || !e.awaySince.IsZero() && e.awaySince.Before(h.DatabaseSince) {
		h.DatabaseSince = e.awaySince
	}
	return h
}
