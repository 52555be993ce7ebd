package notify_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertevent"
	"github.com/mosswart/overlord/ent/outbox"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/ingest/writer"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/notify"
	"github.com/mosswart/overlord/sim"
	"github.com/mosswart/overlord/timeseries"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var silent = slog.New(slog.DiscardHandler)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// site is a tracker's way from the gateway to Discord, on a clock of the test's own: journal and writer are the real
// ones, and so are engine and sender, which the test steps.
type site struct {
	t       *testing.T
	db      *database.DB
	clock   *clock
	discord *discord
	dir     string
	live    *browsers

	spool  *journal.Journal
	engine *notify.Engine
	sender *notify.Sender
	stop   func()
}

func openSite(t *testing.T, db *database.DB, discord *discord, c *clock) *site {
	s := &site{t: t, db: db, clock: c, discord: discord, dir: t.TempDir(), live: &browsers{}}
	s.start()
	t.Cleanup(func() { s.stop() })
	return s
}

func (s *site) start() {
	s.t.Helper()
	ctx := context.WithoutCancel(s.t.Context())
	books := ledger.New(nil)
	spool, err := journal.Open(ctx, journal.Options{Path: filepath.Join(s.dir, "journal.db"), Ledger: books, Log: silent})
	must(s.t, err)
	series, err := timeseries.Open(ctx, s.db, timeseries.Options{Log: silent})
	must(s.t, err)
	store, err := writer.New(ctx, writer.Options{DB: s.db, Series: series, Journal: spool, Ledger: books, Log: silent})
	must(s.t, err)
	held := spool.Status().Lanes
	running, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- store.Run(running) }()
	s.spool = spool
	s.sender = notify.NewSender(notify.SenderOptions{DB: s.db, URL: s.discord.url(), Now: s.clock.now, Log: silent})
	s.engine = notify.New(notify.Options{DB: s.db, Live: s.live, Outbox: s.sender, Site: "https://overlord.example.org", Now: s.clock.now, Log: silent})
	s.stop = func() {
		cancel()
		if err := <-done; err != nil {
			s.t.Error(err)
		}
		if err := spool.Close(); err != nil {
			s.t.Error(err)
		}
		s.stop = func() {}
	}
	// The engine waits for what the journal held; the test's minutes are shorter than the database's.
	deadline := time.Now().Add(30 * time.Second)
	for !caughtUp(store, held) {
		if time.Now().After(deadline) {
			s.t.Fatal("the writer does not catch up")
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func caughtUp(store *writer.Writer, held map[journal.Lane]journal.LaneStatus) bool {
	for _, lane := range store.Status().Lanes {
		if lane.Position < held[lane.Lane].Last {
			return false
		}
	}
	return true
}

// hears takes an event in, as the gateway does. Of what is stored, only that goes to the database which a restart asks
// for: deaths, rares, and a fifth of the telemetry.
func (s *site) hears(e event.Event) {
	s.t.Helper()
	s.engine.Consume([]event.Event{e})
	h := e.Header()
	if h.Type == event.TypeDeath || h.Type == event.TypeRare || h.Type == event.TypeTelemetry && h.Timestamp.Unix()%10 < 2 {
		must(s.t, s.spool.Write(s.t.Context(), []event.Event{e}))
	}
}

// second lets a second pass.
func (s *site) second() {
	s.t.Helper()
	s.clock.advance(time.Second)
	must(s.t, s.engine.Tick(s.t.Context()))
	if s.clock.now().Unix()%stepEvery == 0 {
		_, err := s.sender.Step(s.t.Context())
		must(s.t, err)
	}
}

// stepEvery is how often the sender looks, in seconds.
const stepEvery = 3

// What happens to the guild of the test, in simulated time.
const (
	serverStops   = 5*time.Minute + 30*time.Second
	serverStarts  = 5*time.Minute + 50*time.Second
	discordStops  = 3 * time.Minute
	discordCuts   = 4 * time.Minute
	discordIsBack = 5 * time.Minute
)

func TestAGuildsTenMinutesAreToldOnceEach(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		begin := time.Now().UTC().Truncate(time.Second)
		c := &clock{at: begin}
		fake := newDiscord(t, c)
		s := openSite(t, db, fake, c)
		must(t, s.engine.Tick(t.Context())) // the usual rules are made

		script := []sim.Script{
			{After: 40 * time.Second, Member: 4, Command: "/die"},
			{After: 3 * time.Minute, Member: 7, Command: "/die"},                // its plugin sends no death events: the counter tells
			{After: 5*time.Minute + 40*time.Second, Member: 8, Command: "/die"}, // nobody hears it
			{After: 7 * time.Minute, Member: 9, Command: "/die"},
			{After: 9*time.Minute + 30*time.Second, Member: 10, Command: "/die"},
			{After: 5 * time.Second, Member: 20, Command: "/vt stop"},
			{After: 2 * time.Minute, Member: 21, Command: "/vt stop"},
			{After: 4 * time.Minute, Member: 22, Command: "/vt stop"},
		}
		leaves := map[int]time.Duration{30: time.Minute, 31: 4 * time.Minute}
		guild, err := sim.Play(sim.Options{Characters: 60, Seed: 7, Duration: 12 * time.Minute, Drama: 1e-9, Relog: 100 * time.Hour, Now: c.now}, script...)
		must(t, err)

		names, restarted := map[int]string{}, false
		for told := range guild {
			names[told.Member] = told.Character
			for c.now().Add(time.Second).Before(told.At) {
				if into := c.now().Sub(begin); into >= serverStops && !restarted {
					c.advance(time.Second)
				} else {
					s.second()
				}
			}
			switch into := told.At.Sub(begin); {
			case into >= discordStops && into < discordCuts:
				fake.answers(inTrouble)
			case into >= discordCuts && into < discordIsBack:
				fake.answers(cutsOff)
			default:
				fake.answers(well)
			}
			switch into := told.At.Sub(begin); {
			case leaves[told.Member] != 0 && into >= leaves[told.Member]:
				continue
			case into >= serverStops && into < serverStarts:
				s.stop()
				continue
			case into >= serverStarts && !restarted:
				restarted = true
				s.start()
			}
			if of := told.Text[:32]; !bytes.Contains(of, []byte("inventory")) { // the larger half of it all, and nothing to alerts
				e, err := event.Decode(told.Text, told.At)
				must(t, err)
				s.hears(e)
			}
		}

		rows := db.Ent.AlertEvent.Query().Order(alertevent.ByID()).AllX(t.Context())
		got := map[string]string{}
		for _, row := range rows {
			key := string(row.Kind) + " " + row.CharacterName
			if got[key] != "" {
				t.Errorf("%s twice: %s and %s", key, got[key], row.Why)
			}
			got[key] = row.Why
			t.Logf("%8s %-8s %-16s %s %s", row.FiredAt.Sub(begin).Round(time.Second), row.Kind, row.CharacterName, row.Why, row.Detail)
		}
		want := map[string]string{
			"death " + names[4]: "Killed by your own hand, death ", "death " + names[7]: "Died, death ", "death " + names[8]: "Died, death ",
			"death " + names[9]: "Killed by your own hand, death ", "death " + names[10]: "Killed by your own hand, death ",
			"idle " + names[20]: "VTank is idle for 5 min", "idle " + names[21]: "VTank is idle for 5 min", "idle " + names[22]: "VTank is idle for 5 min",
			"offline " + names[30]: "Not heard of for 3 min", "offline " + names[31]: "Not heard of for ",
		}
		for _, key := range slices.Sorted(maps.Keys(want)) {
			if !strings.HasPrefix(got[key], want[key]) {
				t.Errorf("%s: %q, want %q…", key, got[key], want[key])
			}
		}
		if len(rows) != len(want) {
			t.Errorf("%d alerts, want %d", len(rows), len(want))
		}
		s.checkPosted(rows)
		if frames := s.live.fired(); len(frames) != len(want) {
			t.Errorf("browsers heard of %d alerts, want %d: %v", len(frames), len(want), frames)
		}
	})
}

// checkPosted holds what Discord got against the log and the outbox: everything, in order, nothing twice.
func (s *site) checkPosted(rows []*ent.AlertEvent) {
	s.t.Helper()
	queued := s.db.Ent.Outbox.Query().Order(outbox.ByID()).AllX(s.t.Context())
	arrived := s.discord.messages()
	if len(arrived) != len(queued) {
		s.t.Fatalf("%d messages arrived, %d were sent", len(arrived), len(queued))
	}
	attempts := 0
	byID := map[int]string{}
	for i, row := range queued {
		if row.State != outbox.StateSent || row.SentAt == nil || row.LastError != "" {
			s.t.Errorf("message %d: %+v", row.ID, row)
		}
		if !sameJSON(row.Payload, arrived[i]) {
			s.t.Errorf("message %d arrived as %s, was sent as %s", i, arrived[i], row.Payload)
		}
		byID[row.ID] = string(arrived[i])
		attempts += row.Attempts
	}
	if attempts <= len(queued) {
		s.t.Errorf("%d attempts for %d messages: was the webhook ever down?", attempts, len(queued))
	}
	for _, row := range rows {
		if row.MessageID == nil || !strings.Contains(byID[*row.MessageID], row.CharacterName) {
			s.t.Errorf("%s of %s is in no message", row.Kind, row.CharacterName)
		}
	}
}

func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && fmt.Sprint(x) == fmt.Sprint(y)
}
