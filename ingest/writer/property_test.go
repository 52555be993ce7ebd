package writer

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// TestAnyOrderAndRepetitionLeaveTheSameTables is the rule that all the others serve.
func TestAnyOrderAndRepetitionLeaveTheSameTables(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		series := openSeries(t, db)
		rapid.Check(t, func(r *rapid.T) {
			empty(t, db)
			distinct := history(t, r)
			sent := append([]event.Event{}, distinct...)
			if len(distinct) > 0 {
				sent = append(sent, rapid.SliceOfN(rapid.SampledFrom(distinct), 0, 20).Draw(r, "repeats")...)
			}
			sent = rapid.Permutation(sent).Draw(r, "order")
			for len(sent) > 0 {
				n := rapid.IntRange(1, len(sent)).Draw(r, "batch")
				var results *results
				err := db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) (err error) {
					results, err = store(ctx, tx, series, sent[:n])
					return err
				})
				if err != nil {
					r.Fatalf("store: %v", err)
				}
				if results.Sum() != n {
					r.Fatalf("%d events have %d outcomes: %v", n, results.Sum(), results)
				}
				sent = sent[n:]
			}
			snapshot(t, db).compare(r, oracle(distinct))
		})
	})
}

// empty removes what a check before has left.
func empty(t testing.TB, db *database.DB) {
	t.Helper()
	for _, table := range []string{
		"telemetry_events", "spawn_events", "characters", "char_sessions", "char_stats", "death_events", "rare_events",
		"rare_stats", "rare_stats_sessions", "portals", "character_stats", "combat_stats", "combat_stats_sessions",
	} {
		if _, err := db.SQL.ExecContext(t.Context(), "DELETE FROM "+table); err != nil {
			t.Fatal(err)
		}
	}
}

// history draws what three characters live through in some minutes. No two events have one identity.
func history(t testing.TB, r *rapid.T) (events []event.Event) {
	taken := map[string]bool{}
	once := func(format string, parts ...any) bool {
		key := fmt.Sprintf(format, parts...)
		defer func() { taken[key] = true }()
		return !taken[key]
	}
	for i, name := range []string{"Ann", "Bob", "Ünal O'Neil"} {
		// The first dies often and tells the number, the second dies once and does not, the third counts nothing.
		dies := [][]float64{{100, 300, 500}, {200}, {}}[i]
		deathsAt := func(when float64) (n int) {
			for _, d := range dies {
				if when >= d {
					n++
				}
			}
			return n
		}
		for range rapid.IntRange(0, 12).Draw(r, "pulses") {
			when := float64(rapid.IntRange(0, 1200).Draw(r, "at")) / 2
			session := rapid.SampledFrom([]string{"", "s1", "s2"}).Draw(r, "session")
			if !once("telemetry %s %s %v", name, session, when) {
				continue
			}
			more := fields{"kills": int(when) + i, "rares_found": int(when) / 100, "char_tag": session + "tag"}
			if rapid.Bool().Draw(r, "placed") {
				more["ew"] = when / 10
			} else {
				more["ew"] = "N/A"
			}
			if i < 2 {
				more["total_deaths"] = fmt.Sprint(57 + deathsAt(when))
				more["deaths"] = fmt.Sprint(deathsAt(when))
			}
			events = append(events, pulse(t, name, session, at(when), more))
		}
		for j, d := range dies {
			if !rapid.Bool().Draw(r, "told") {
				continue
			}
			more := fields{"killer": "Raving Fiun", "vitae": 5}
			if i == 0 {
				more["total_deaths"] = 58 + j
			}
			events = append(events, occur(t, event.TypeDeath, name, at(d), more))
		}
		events = append(events, finds(t, r, name, once)...)
		events = append(events, fights(t, r, name, once)...)
	}
	return events
}

// finds draws events of the other kinds. Portals are seen by whoever at times of their own: when two see one in the
// same instant, either may have been first.
func finds(t testing.TB, r *rapid.T, name string, once func(string, ...any) bool) (events []event.Event) {
	for range rapid.IntRange(0, 6).Draw(r, "finds") {
		when := float64(rapid.IntRange(0, 20).Draw(r, "at"))
		kind := rapid.SampledFrom([]event.Type{
			event.TypeRare, event.TypeSpawn, event.TypePortal, event.TypeCharacterStats,
		}).Draw(r, "kind")
		what := rapid.SampledFrom([]string{"one", "two"}).Draw(r, "what")
		switch kind {
		case event.TypeRare:
			if once("rare %s %v %s", name, when, what) {
				events = append(events, occur(t, kind, name, at(when), fields{
					"name": what, "session_id": fmt.Sprint("s", int(when)%2), "tier": []string{"", "great", "odd"}[int(when)%2],
				}))
			}
		case event.TypeSpawn:
			if once("spawn %s %v %s", name, when, what) {
				more := fields{"mob": what, "ew": when}
				if what == "two" {
					delete(more, "ew")
				}
				events = append(events, occur(t, kind, name, at(when), more))
			}
		case event.TypePortal:
			if once("portal %s %v", what, when) {
				events = append(events, occur(t, kind, name, at(when), fields{
					"portal_name": what, "ew": 10.5 + when/1000, "ns": -3.25,
				}))
			}
		default:
			if once("sheet %s %v", name, when) {
				events = append(events, occur(t, kind, name, at(when), fields{"level": 100 + when}))
			}
		}
	}
	return events
}
