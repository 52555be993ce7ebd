package sim_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/item"
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
	series, err := timeseries.Open(t.Context(), db, timeseries.Options{Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	store, err := writer.New(t.Context(), writer.Options{
		DB: db, Series: series, Journal: spool, Ledger: books, Log: quiet,
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

// TestTheDatabaseHoldsExactlyWhatWasSent is the main job end to end: 60 characters for 60 s, 30 % of the frames sent
// twice, some late, sockets that break one by one, and twice all of them at once.
func TestTheDatabaseHoldsExactlyWhatWasSent(t *testing.T) {
	t.Parallel()
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		h := openHouse(t, db)
		sent, err := sim.Run(t.Context(), sim.Options{
			URL: h.url, Secret: secret, Seed: 60, Characters: 60, Duration: time.Minute, Speed: 10, Drama: 80,
			Relog: 25 * time.Second, Resend: 0.3, Reorder: 0.1, ReconnectEvery: 40 * time.Second, Storms: 2,
		})
		if err != nil {
			t.Fatal(err)
		}
		flushing, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
		defer cancel()
		if err := h.store.Flush(flushing); err != nil {
			t.Fatal(err)
		}
		if sent.Lost != 0 || sent.Storms != 2 || sent.Cuts < 120 || sent.Resent < 3000 || sent.Reordered < 500 {
			t.Errorf("the run was too smooth, or lost something: %d lost, %d storms, %d sockets cut, %d again, %d late",
				sent.Lost, sent.Storms, sent.Cuts, sent.Resent, sent.Reordered)
		}
		checkRows(t, db, sent)
		checkCounters(t, db, sent)
		checkCombat(t, db, sent)
		checkInventories(t, db, sent)
		checkOutcomes(t, h, sent)
		if players := h.state.Players(time.Hour); len(players) != 60 {
			t.Errorf("%d players live", len(players))
		}
	})
}

// checkRows compares the identities of the stored rows with those sent: as many, and the same.
func checkRows(t *testing.T, db *database.DB, sent sim.Summary) {
	t.Helper()
	for kind, stored := range map[string]struct {
		query    string
		identity func(*sql.Rows) (string, error)
	}{
		"telemetry": {"SELECT character_name, session_id, timestamp FROM telemetry_events", func(r *sql.Rows) (string, error) {
			var name, session string
			var at moment
			err := r.Scan(&name, &session, &at)
			return sim.TelemetryIdentity(name, session, at.Time), err
		}},
		"spawn": {"SELECT character_name, timestamp, mob, ew, ns, z FROM spawn_events", func(r *sql.Rows) (string, error) {
			var name, mob string
			var at moment
			var ew, ns, z float64
			err := r.Scan(&name, &at, &mob, &ew, &ns, &z)
			return sim.SpawnIdentity(name, at.Time, mob, ew, ns, z), err
		}},
		"rare": {"SELECT character_name, timestamp, name FROM rare_events", func(r *sql.Rows) (string, error) {
			var name, rare string
			var at moment
			err := r.Scan(&name, &at, &rare)
			return sim.RareIdentity(name, at.Time, rare), err
		}},
		"death": {"SELECT character_name, total_deaths FROM death_events", func(r *sql.Rows) (string, error) {
			var name string
			var total int64
			err := r.Scan(&name, &total)
			return sim.DeathIdentity(name, total), err
		}},
		"portal": {"SELECT portal_name, ew, ns FROM portals", func(r *sql.Rows) (string, error) {
			var name string
			var ew, ns float64
			err := r.Scan(&name, &ew, &ns)
			return sim.PortalIdentity(name, ew, ns), err
		}},
	} {
		n, digest := digestOf(t, db, stored.query, stored.identity)
		if want := sent.Distinct[kind]; n != want || n == 0 || digest != sent.Digests[kind] {
			t.Errorf("%s: %d rows (%x), %d distinct events sent (%x)", kind, n, digest, want, sent.Digests[kind])
		}
	}
}

func digestOf(t *testing.T, db *database.DB, query string, identity func(*sql.Rows) (string, error)) (n int, digest sim.Digest) {
	t.Helper()
	rows, err := db.SQL.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := rows.Close(); err != nil {
			t.Error(err)
		}
	}()
	for rows.Next() {
		text, err := identity(rows)
		if err != nil {
			t.Fatal(err)
		}
		digest.Add(text)
		n++
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return n, digest
}

// moment reads a timestamp column: microseconds on SQLite's time series, a time elsewhere.
type moment struct{ time.Time }

// Scan implements sql.Scanner.
func (m *moment) Scan(v any) error {
	switch v := v.(type) {
	case int64:
		m.Time = time.UnixMicro(v)
	case time.Time:
		m.Time = v
	default:
		return fmt.Errorf("a timestamp that is a %T", v)
	}
	return nil
}

// checkCombat compares every session's last fight record, and the lifetime, which is their sum.
func checkCombat(t *testing.T, db *database.DB, sent sim.Summary) {
	t.Helper()
	type session struct{ name, id string }
	type record struct {
		totals   sim.CombatTotals
		asOf     time.Time
		monsters json.RawMessage
	}
	sessions, lifetimes := map[session]record{}, map[string]sim.CombatTotals{}
	for _, s := range db.Ent.CombatStatsSession.Query().AllX(t.Context()) {
		sessions[session{s.CharacterName, s.SessionID}] = record{
			sim.CombatTotals{Kills: int(s.TotalKills), Given: int(s.TotalDamageGiven), Received: int(s.TotalDamageReceived), Surges: int(s.TotalAetheriaSurges), Cloaks: int(s.TotalCloakSurges)},
			s.AsOf, s.Monsters,
		}
	}
	for _, l := range db.Ent.CombatStats.Query().AllX(t.Context()) {
		lifetimes[l.CharacterName] = sim.CombatTotals{Kills: int(l.TotalKills), Given: int(l.TotalDamageGiven), Received: int(l.TotalDamageReceived), Surges: int(l.TotalAetheriaSurges), Cloaks: int(l.TotalCloakSurges)}
	}
	all, kills := 0, 0
	for _, c := range sent.PerCharacter {
		for _, s := range c.Sessions {
			if s.CombatAsOf.IsZero() {
				continue
			}
			all++
			got := sessions[session{c.Name, s.SessionID}]
			if got.totals != s.Combat || !got.asOf.Equal(s.CombatAsOf) {
				t.Errorf("%s, %s: combat %+v of %v, sent %+v of %v", c.Name, s.SessionID, got.totals, got.asOf, s.Combat, s.CombatAsOf)
			}
			if !sameJSON(t, got.monsters, s.Monsters) {
				t.Errorf("%s, %s: monsters %.300s, sent %.300s", c.Name, s.SessionID, got.monsters, s.Monsters)
			}
		}
		if kills += c.Combat.Kills; lifetimes[c.Name] != c.Combat {
			t.Errorf("%s: combat of a lifetime %+v, sent %+v", c.Name, lifetimes[c.Name], c.Combat)
		}
	}
	if len(sessions) != all || all < 60 || kills < 60 {
		t.Errorf("%d fight records stored, %d sent, %d kills", len(sessions), all, kills)
	}
}

// sameJSON compares two records by monster; one without any may be stored as nothing.
func sameJSON(t *testing.T, a, b json.RawMessage) bool {
	t.Helper()
	if len(a) == 0 {
		return string(b) == "{}"
	}
	var x, y any
	if err := errors.Join(json.Unmarshal(a, &x), json.Unmarshal(b, &y)); err != nil {
		t.Error(err)
	}
	return reflect.DeepEqual(x, y)
}

// checkInventories compares every character's items, to the last property, with what its plugin has told.
func checkInventories(t *testing.T, db *database.DB, sent sim.Summary) {
	t.Helper()
	ctx := t.Context()
	type whole struct {
		asOf  time.Time
		count int
	}
	told := map[string]whole{}
	for _, i := range db.Ent.Inventory.Query().AllX(ctx) {
		told[i.CharacterName] = whole{*i.AsOf, i.ItemCount}
	}
	for _, c := range sent.PerCharacter {
		got, hash := sim.InventorySummary{AsOf: c.Inventory.AsOf}, sha256.New()
		rows := db.Ent.Item.Query().Where(item.CharacterName(c.Name), item.RemovedAtIsNil()).WithRaw().WithSpells().AllX(ctx)
		slices.SortFunc(rows, func(a, b *ent.Item) int { return int(int32(a.ObjectID)) - int(int32(b.ObjectID)) }) //nolint:gosec // as on the wire
		for _, row := range rows {
			got.Count++
			got.IDs = append(got.IDs, int32(row.ObjectID)) //nolint:gosec // as on the wire
			got.Value += number(row.ValuePyreals)
			got.Burden += number(row.Burden)
			got.Stacked += number(row.StackCount)
			if row.EquippedSlots != 0 {
				got.Worn++
			}
			for _, s := range row.Edges.Spells {
				if !s.IsActive && row.Edges.Raw.Appraisal == nil {
					got.Spells++
				}
			}
			_, _ = hash.Write(append(sim.CanonicalItem(row.Edges.Raw.Payload), '\n'))
		}
		got.Digest = hex.EncodeToString(hash.Sum(nil))
		if !reflect.DeepEqual(got, c.Inventory) {
			t.Errorf("%s has\n%+v, told\n%+v", c.Name, got, c.Inventory)
		}
		if want := (whole{c.Inventory.AsOf, c.Inventory.Count}); told[c.Name] != want {
			t.Errorf("%s: %+v, told %+v", c.Name, told[c.Name], want)
		}
	}
}

func number(v *int64) int64 {
	if v == nil {
		return 0
	}
	return *v
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
