package server

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/ent/rareevent"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// pulse is a telemetry of a session with a kill count.
func pulse(name, session string, at time.Time, kills int64) *event.Telemetry {
	return &event.Telemetry{
		Head:  event.Head{Type: event.TypeTelemetry, Character: name, SessionID: session, Timestamp: at.UTC()},
		Kills: event.Int{V: kills, Known: true},
	}
}

// stores adds telemetry to the time series.
func (h *house) stores(pulses ...*event.Telemetry) {
	h.t.Helper()
	must(h.t, h.db.InTx(h.t.Context(), func(ctx context.Context, tx database.Tx) error {
		_, _, err := h.series.InsertTelemetry(ctx, tx.SQL, pulses)
		return err
	}))
}

// session adds a play session's counters.
func (h *house) session(name, id string, first, last time.Time, kills int64) {
	h.t.Helper()
	must(h.t, h.db.Ent.CharSession.Create().SetCharacterName(name).SetSessionID(id).SetFirstAt(first).SetLastAt(last).SetKills(kills).Exec(h.t.Context()))
}

func TestKillsOfTodayAreThoseSinceMidnightOrSinceAMoment(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		ctx, cookie := t.Context(), h.cookie("reader")
		midnight := h.clock.now().Truncate(24 * time.Hour).Add(24 * time.Hour)
		h.clock.advance(midnight.Add(2 * time.Hour).Sub(h.clock.now()))
		must(t, h.db.Ent.Character.Create().SetName("Hidden").SetHidden(true).Exec(ctx))

		// One session across midnight, one of today, one of yesterday, one whose early rows are gone.
		h.session("A", "across", midnight.Add(-time.Hour), midnight.Add(time.Hour), 130)
		h.stores(pulse("A", "across", midnight.Add(-time.Hour), 10), pulse("A", "across", midnight.Add(-time.Second), 100),
			pulse("A", "across", midnight, 101), pulse("A", "across", midnight.Add(time.Hour), 130))
		h.session("A", "today", midnight.Add(time.Hour), midnight.Add(2*time.Hour), 7)
		h.session("B", "yesterday", midnight.Add(-3*time.Hour), midnight.Add(-time.Minute), 55)
		h.session("Hidden", "today", midnight.Add(time.Minute), midnight.Add(time.Hour), 3)
		for name, kills := range map[string]int64{"A": 137, "B": 55, "Hidden": 3, "Zero": 0} {
			must(t, db.Ent.CharStats.Create().SetCharacterName(name).SetTotalKills(kills).SetFirstAt(midnight).SetLastAt(midnight).Exec(ctx))
		}
		ask := func(query string) string {
			var got Totals
			if code := h.get(cookie, "/total-kills"+query, &got); code != 200 {
				t.Fatalf("%s: %d", query, code)
			}
			var text strings.Builder
			fmt.Fprintf(&text, "%d %d %s", got.AllTime, got.Today, got.Since.Sub(midnight))
			for _, c := range got.Characters {
				fmt.Fprintf(&text, " %s:%d/%d", c.CharacterName, c.AllTime, c.Today)
			}
			return text.String()
		}
		since := func(d time.Duration) string {
			return "?since=" + url.QueryEscape(midnight.Add(d).In(time.FixedZone("", 7200)).Format(time.RFC3339Nano))
		}
		for query, want := range map[string]string{
			"":                       "195 40 0s A:137/37 B:55/0",
			since(-30 * time.Minute): "195 185 -30m0s A:137/127 B:55/55",
			since(90 * time.Minute):  "195 7 1h30m0s A:137/7 B:55/0",
			since(-48 * time.Hour):   "195 195 -48h0m0s A:137/137 B:55/55",
			since(30 * time.Minute):  "195 39 30m0s A:137/36 B:55/0",
		} {
			if got := ask(query); got != want {
				t.Errorf("%s:\ngot  %s\nwant %s", query, got, want)
			}
		}
		for _, bad := range []string{"yesterday", "2026-06-24", midnight.Add(3 * time.Hour).Format(time.RFC3339), midnight.Add(-91 * 24 * time.Hour).Format(time.RFC3339)} {
			w := do(h, request("GET", "/total-kills?since="+bad, "", "Cookie", cookie))
			if p := problemOf(t, w); w.Code != 422 || p.Errors["since"] == "" {
				t.Errorf("since=%s: %d %+v", bad, w.Code, p)
			}
		}
	})
}

func TestRaresOfTodayAreCounted(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		ctx, cookie := t.Context(), h.cookie("reader")
		midnight := h.clock.now().Truncate(24 * time.Hour)
		for i, at := range []time.Time{midnight.Add(-time.Microsecond), midnight, midnight} {
			must(t, db.Ent.RareEvent.Create().SetCharacterName("A").SetName(fmt.Sprint(i)).SetTimestamp(at).Exec(ctx))
		}
		must(t, db.Ent.RareStats.Create().SetCharacterName("A").SetTotalRares(9).Exec(ctx))
		must(t, db.Ent.RareStats.Create().SetCharacterName("B").SetTotalRares(4).Exec(ctx))
		var got Totals
		if h.get(cookie, "/total-rares", &got); got.AllTime != 13 || got.Today != 2 || !got.Since.Equal(midnight) ||
			fmt.Sprint(got.Characters) != "[{A 9 2} {B 4 0}]" {
			t.Errorf("%+v", got)
		}
	})
}

func TestARareWithoutATierHasTheGamesOwn(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		ctx, cookie, now := t.Context(), h.cookie("reader"), h.clock.now()
		add := func(name string, tier *rareevent.Tier) {
			must(t, db.Ent.RareEvent.Create().SetCharacterName("A").SetName(name).SetTimestamp(now).SetNillableTier(tier).Exec(ctx))
		}
		great := rareevent.TierGreat
		add("Hunter's Crystal", nil)
		add("Staff of Fettered Souls", nil)
		add("A Thing of Tomorrow", nil)
		add("Pearl of Blade Baning", &great) // the plugin's word counts
		tiers := func(query string) string {
			var page Rares
			if code := h.get(cookie, "/rares"+query, &page); code != 200 {
				t.Fatal(code)
			}
			var text strings.Builder
			for i := range page.Rares {
				r := page.Rares[len(page.Rares)-1-i]
				tier := "-"
				if r.Tier != nil {
					tier = *r.Tier
				}
				_, _ = text.WriteString(r.Name + ": " + tier + "; ")
			}
			return text.String()
		}
		for query, want := range map[string]string{
			"":             "Hunter's Crystal: common; Staff of Fettered Souls: great; A Thing of Tomorrow: -; Pearl of Blade Baning: great; ",
			"?tier=common": "Hunter's Crystal: common; ",
			"?tier=great":  "Staff of Fettered Souls: great; Pearl of Blade Baning: great; ",
		} {
			if got := tiers(query); got != want {
				t.Errorf("%s: %s", query, got)
			}
		}
	})
}

func TestHiddenCharactersAreLeftOutOfListsAndCounted(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	h.character("A")
	must(t, h.db.Ent.CombatStats.Create().SetCharacterName("A").SetAsOf(h.clock.now()).Exec(t.Context()))
	var list CombatList
	if h.get(h.cookie("reader"), "/combat-stats", &list); len(list.Combat) != 1 {
		t.Errorf("%+v", list)
	}
	must(t, h.db.Ent.Character.Update().Where(character.Name("A")).SetHidden(true).Exec(t.Context()))
	h.clock.advance(combatAge)
	if h.get(h.cookie("reader"), "/combat-stats", &list); len(list.Combat) != 0 {
		t.Errorf("%+v", list)
	}
}
