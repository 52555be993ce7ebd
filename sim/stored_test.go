package sim_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/ingest/writer"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/live"
	"github.com/mosswart/overlord/sim"
	"github.com/mosswart/overlord/timeseries"
)

const secret = "sesame-for-tests"

// house is the way from a plugin's socket to a database, without the site.
type house struct {
	url   string
	state *live.State
	store *writer.Writer
}

func openHouse(t *testing.T, db *database.DB) house {
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	state := live.NewState(time.Now)
	books := ledger.New(nil)
	spool, err := journal.Open(t.Context(), journal.Options{Path: filepath.Join(t.TempDir(), "journal.db"), Ledger: books, Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	store, err := writer.New(t.Context(), writer.Options{
		DB: db, Series: timeseries.New(db.Dialect), Journal: spool, Ledger: books, Log: quiet,
	})
	if err != nil {
		t.Fatal(err)
	}
	gateway := ingest.NewGateway(ingest.Options{Secret: secret, Live: state, Writer: spool, Log: quiet})
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	stored := make(chan error, 1)
	go func() { stored <- store.Run(ctx) }()
	site := httptest.NewServer(gateway)
	t.Cleanup(func() {
		closing, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		if err := gateway.Close(closing); err != nil {
			t.Error(err)
		}
		site.Close()
		stop()
		if err := <-stored; err != nil {
			t.Error(err)
		}
		if err := spool.Close(); err != nil {
			t.Error(err)
		}
	})
	return house{url: "ws" + strings.TrimPrefix(site.URL, "http") + "/ws/position", state: state, store: store}
}

// TestFramesSentTwiceLeaveTheDistinctRows is the main job end to end: 60 characters for 30 s, 30 % of the frames sent
// twice, some late, sockets that break.
func TestFramesSentTwiceLeaveTheDistinctRows(t *testing.T) {
	t.Parallel()
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := openHouse(t, db)
		sent, err := sim.Run(t.Context(), sim.Options{
			URL: h.url, Secret: secret, Seed: 60, Characters: 60, Duration: 30 * time.Second, Speed: 10, Drama: 120,
			Relog: 15 * time.Second, Resend: 0.3, Reorder: 0.1, ReconnectEvery: 20 * time.Second,
		})
		if err != nil {
			t.Fatal(err)
		}
		flushing, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		if err := h.store.Flush(flushing); err != nil {
			t.Fatal(err)
		}
		if sent.Lost != 0 || sent.Resent < 1000 || sent.Reordered < 300 || sent.Connects < 120 {
			t.Errorf("the run was too smooth, or lost something: %d lost, %d again, %d late, %d sockets",
				sent.Lost, sent.Resent, sent.Reordered, sent.Connects)
		}
		checkRows(t, db, sent)
		checkCounters(t, db, sent)
		checkOutcomes(t, h, sent)
		if players := h.state.Players(time.Hour); len(players) != 60 {
			t.Errorf("%d players live", len(players))
		}
	})
}

func checkRows(t *testing.T, db *database.DB, sent sim.Summary) {
	t.Helper()
	for kind, table := range map[string]string{
		"telemetry": "telemetry_events", "spawn": "spawn_events", "rare": "rare_events", "portal": "portals", "death": "death_events",
	} {
		var rows int
		if err := db.SQL.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		if want := sent.Distinct[kind]; rows != want || want == 0 {
			t.Errorf("%s: %d rows, %d distinct events sent", table, rows, want)
		}
	}
}

func checkCounters(t *testing.T, db *database.DB, sent sim.Summary) {
	t.Helper()
	ctx := t.Context()
	type counters struct{ kills, rares, deaths, sessions int64 }
	totals := map[string]counters{}
	for _, c := range db.Ent.CharStats.Query().AllX(ctx) {
		totals[c.CharacterName] = counters{c.TotalKills, c.TotalRares, c.TotalDeaths, c.Sessions}
	}
	type session struct{ name, id string }
	sessions, sessionRares := map[session]counters{}, map[session]int64{}
	for _, s := range db.Ent.CharSession.Query().AllX(ctx) {
		sessions[session{s.CharacterName, s.SessionID}] = counters{s.Kills, s.Rares, s.Deaths, 1}
	}
	for _, s := range db.Ent.RareStatsSession.Query().AllX(ctx) {
		sessionRares[session{s.CharacterName, s.SessionID}] = s.SessionRares
	}
	rares := map[string]int64{}
	for _, r := range db.Ent.RareStats.Query().AllX(ctx) {
		rares[r.CharacterName] = r.TotalRares
	}
	sheets := map[string]time.Time{}
	for _, s := range db.Ent.CharacterSheet.Query().AllX(ctx) {
		sheets[s.CharacterName] = s.AsOf
	}
	all := 0
	for _, c := range sent.PerCharacter {
		want := counters{int64(c.Kills), int64(c.Rares), int64(c.Deaths), int64(len(c.Sessions))}
		if totals[c.Name] != want {
			t.Errorf("%s: totals %+v, sent %+v", c.Name, totals[c.Name], want)
		}
		if rares[c.Name] != int64(c.RareEvents) {
			t.Errorf("%s: %d rares counted, %d sent", c.Name, rares[c.Name], c.RareEvents)
		}
		if !sheets[c.Name].Equal(c.SheetAsOf) {
			t.Errorf("%s: sheet of %v, newest sent %v", c.Name, sheets[c.Name], c.SheetAsOf)
		}
		for _, s := range c.Sessions {
			all++
			key := session{c.Name, s.SessionID}
			if want := (counters{int64(s.Kills), int64(s.Rares), int64(s.Deaths), 1}); sessions[key] != want {
				t.Errorf("%v: %+v, sent %+v", key, sessions[key], want)
			}
			if sessionRares[key] != int64(s.RareEvents) {
				t.Errorf("%v: %d rares counted, %d sent", key, sessionRares[key], s.RareEvents)
			}
		}
	}
	if len(totals) != 60 || len(sessions) != all || all < 90 {
		t.Errorf("%d characters and %d sessions stored, %d sessions sent", len(totals), len(sessions), all)
	}
}

// checkOutcomes compares the writer's own counts with what was sent: nothing dropped, nothing dead, every frame read.
func checkOutcomes(t *testing.T, h house, sent sim.Summary) {
	t.Helper()
	for kind, c := range h.store.Counts() {
		if len(c.Dropped) != 0 || c.Dead != 0 || c.Pending != 0 {
			t.Errorf("%s: %+v", kind, c)
		}
		// Some deaths are told by telemetry alone. Of the rest at least every event came.
		if kind != event.TypeDeath && c.Received < sent.Distinct[string(kind)] {
			t.Errorf("%s: %d received, %d events sent", kind, c.Received, sent.Distinct[string(kind)])
		}
	}
}
