package writer

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent/charactersheet"
	"github.com/mosswart/overlord/ent/charstats"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// TestHalfAMinuteOfSixtyCharactersWithResends sends the plugin's own pattern: telemetry every 2 s, a third of it
// twice, over several connections at once.
func TestHalfAMinuteOfSixtyCharactersWithResends(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, stop := run(t, db)
		random := rand.New(rand.NewPCG(7, 7))
		var distinct, sent []event.Event
		for character := range 60 {
			name := fmt.Sprintf("Mule %02d", character)
			for tick := range 15 {
				when := at(float64(2 * tick))
				distinct = append(distinct, pulse(t, name, "b1f0", when, fields{
					"kills": 100*character + tick, "rares_found": tick / 5, "total_deaths": fmt.Sprint(50 + tick/10),
				}))
				if tick%3 == 0 {
					distinct = append(distinct, occur(t, event.TypeSpawn, name, when, fields{"mob": "Raving Fiun", "ew": 1}))
				}
				if tick%5 == 0 {
					distinct = append(distinct, occur(t, event.TypeRare, name, when, fields{
						"name": "Hunter's Crystal", "session_id": "b1f0",
					}))
				}
			}
		}
		sent = slices.Clone(distinct)
		for _, i := range random.Perm(len(distinct))[:len(distinct)*3/10] {
			sent = append(sent, distinct[i])
		}
		random.Shuffle(len(sent), func(i, j int) { sent[i], sent[j] = sent[j], sent[i] })
		writers := make(chan error, 6)
		for part := range slices.Chunk(sent, (len(sent)+5)/6) {
			go func() {
				for few := range slices.Chunk(part, 7) {
					if err := w.Write(t.Context(), slices.Clone(few)); err != nil {
						writers <- err
						return
					}
				}
				writers <- nil
			}()
		}
		for range cap(writers) {
			if err := <-writers; err != nil {
				t.Errorf("Write: %v", err)
			}
		}
		stop() // writes what is left
		snapshot(t, db).compare(t, oracle(distinct))
		for _, kind := range []event.Type{event.TypeTelemetry, event.TypeSpawn, event.TypeRare} {
			c, unique, all := w.Counts()[kind], number(distinct, kind), number(sent, kind)
			if c.Received != all || c.Inserted != unique || c.Duplicate != all-unique || c.Pending != 0 {
				t.Errorf("%s: %+v, want %d inserted of %d", kind, c, unique, all)
			}
		}
	})
}

func number(events []event.Event, kind event.Type) (n int) {
	for _, e := range events {
		if e.Header().Type == kind {
			n++
		}
	}
	return n
}

func TestTotalsAreTheSumOverSessionsAndLateRowsChangeNothing(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, _ := run(t, db)
		write(t, w,
			pulse(t, "Ann", "s1", at(0), fields{"kills": 10, "rares_found": 1, "deaths": "2"}),
			pulse(t, "Ann", "s1", at(60), fields{"kills": 90, "rares_found": 3, "deaths": "2"}))
		write(t, w, pulse(t, "Ann", "s2", at(120), fields{"kills": 5}))
		// Late, repeated and unreadable.
		write(t, w, pulse(t, "Ann", "s1", at(30), fields{"kills": 50, "rares_found": 2}))
		write(t, w, pulse(t, "Ann", "s1", at(0), fields{"kills": 10, "rares_found": 1, "deaths": "2"}))
		write(t, w, pulse(t, "Ann", "s2", at(122), fields{"kills": "N/A", "deaths": -1}))
		total, err := db.Ent.CharStats.Query().Where(charstats.CharacterName("Ann")).Only(t.Context())
		must(t, err)
		if total.TotalKills != 95 || total.TotalRares != 3 || total.TotalDeaths != 2 || total.Sessions != 2 ||
			!total.FirstAt.Equal(at(0)) || !total.LastAt.Equal(at(122)) {
			t.Errorf("totals %+v", total)
		}
		// Totals that are not there are summed anew.
		_, err = db.Ent.CharStats.Delete().Exec(t.Context())
		must(t, err)
		write(t, w, pulse(t, "Ann", "s2", at(124), fields{"kills": 6}))
		total, err = db.Ent.CharStats.Query().Only(t.Context())
		must(t, err)
		if total.TotalKills != 96 || total.TotalRares != 3 || total.Sessions != 2 {
			t.Errorf("totals anew %+v", total)
		}
	})
}

// TestRangeOfThousandsOfCharactersFitsTheDatabases stores ranges as long as they come in which no two events share
// anything.
func TestRangeOfThousandsOfCharactersFitsTheDatabases(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		var bulk, kept []event.Event
		for i := range bulkEvents / 2 {
			name := fmt.Sprintf("Mule %04d", i)
			bulk = append(bulk,
				pulse(t, name, "s1", at(0), fields{"total_deaths": 57}), pulse(t, name, "s2", at(2), fields{"total_deaths": 58}))
		}
		for i := range keptEvents / 5 {
			name := fmt.Sprintf("Mule %04d", i)
			session := fields{"session_id": fmt.Sprint(i), "session": fields{"total_kills": 1}}
			kept = append(kept,
				occur(t, event.TypeRare, name, at(float64(i)), fields{"name": fmt.Sprint("rare ", i)}),
				occur(t, event.TypePortal, name, at(float64(i)), fields{"portal_name": fmt.Sprint("portal ", i), "ew": i, "ns": i}),
				occur(t, event.TypeDeath, name, at(float64(i)), fields{"killer": "Olthoi", "total_deaths": i}),
				occur(t, event.TypeCharacterStats, name, at(float64(i)), fields{"level": i}),
				occur(t, event.TypeCombatStats, name, at(float64(i)), session))
		}
		w := made(t, db, filepath.Join(t.TempDir(), "journal.db"))
		w.flushTimeout = time.Minute // a busy machine and the race detector take longer than a database would
		stop := start(t, w)
		write(t, w, append(bulk, kept...)...)
		stop()
		snapshot(t, db).compare(t, oracle(append(bulk, kept...)))
		if n := retries(w, journal.Bulk) + retries(w, journal.Kept); n != 0 {
			t.Errorf("%v attempts failed", n)
		}
	})
}

func TestCharacterShowsItsNewestTelemetry(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, _ := run(t, db)
		write(t, w, occur(t, event.TypeSpawn, "Ann", at(-5), fields{"mob": "Olthoi"}))
		c, err := db.Ent.Character.Query().Only(t.Context())
		must(t, err)
		if c.StateAt != nil || c.Ew != nil || !c.FirstSeenAt.Equal(at(-5)) {
			t.Errorf("after a spawn only: %+v", c)
		}
		write(t, w, pulse(t, "Ann", "s1", at(10), fields{
			"ew": 1.5, "ns": "-2.5", "char_tag": "moss", "server": "Coldeve", "landcell": 0x01C90100, "heading": 90,
			"kills_per_hour": "1,842.5", "onlinetime": "1.02:03:04", "vt_state": "Combat", "prismatic_taper_count": "1834",
			"total_deaths": "57",
		}))
		write(t, w, pulse(t, "Ann", "s0", at(4), fields{"ew": 9, "char_tag": "old"})) // late
		write(t, w, occur(t, event.TypeSpawn, "Ann", at(20), fields{"mob": "Olthoi"}))
		c, err = db.Ent.Character.Query().Only(t.Context())
		must(t, err)
		got := fmt.Sprintln(c.FirstSeenAt.Equal(at(-5)), c.LastSeenAt.Equal(at(20)), c.StateAt.Equal(at(10)), c.SessionID,
			*c.Ew, *c.Ns, c.Tag, c.Server, *c.Landcell, *c.Heading, *c.KillsPerHour, c.OnlineTime, c.VtState,
			*c.PrismaticTaperCount, *c.TotalDeaths)
		if want := "true true true s1 1.5 -2.5 moss Coldeve 29950208 90 1842.5 1.02:03:04 Combat 1834 57\n"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	})
}

func TestRareIsCountedOnceForCharacterAndSession(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, stop := run(t, db)
		crystal := occur(t, event.TypeRare, "Ann", at(0), fields{
			"name": "Hunter's Crystal", "session_id": "s1", "tier": "common", "ew": 33.6, "novelty": []int{1},
			"additional_info": strings.Repeat("é", 2_000),
		})
		write(t, w, crystal, crystal)
		write(t, w, crystal,
			occur(t, event.TypeRare, "Ann", at(0), fields{"name": "Hunter's Crystal", "session_id": "s2"}), // stamped anew
			occur(t, event.TypeRare, "Ann", at(1), fields{"name": "Hunter's Crystal", "session_id": "s2", "tier": "mythic"}))
		stop()
		c := w.Counts()[event.TypeRare]
		if c.Inserted != 2 || c.Duplicate != 3 {
			t.Errorf("outcomes %+v", c)
		}
		got := snapshot(t, db)
		want := tables{
			"rares":       {`Ann at 0 Hunter's Crystal tier "common"`, `Ann at 1000000 Hunter's Crystal tier ""`},
			"rare totals": {"[Ann ] 2", "[Ann session s1] 1", "[Ann session s2] 1"},
			"characters":  got["characters"],
		}
		got.compare(t, want)
		stored, err := db.Ent.RareEvent.Query().Order().First(t.Context())
		must(t, err)
		var payload map[string]any
		must(t, json.Unmarshal(stored.Payload, &payload))
		if payload["novelty"] == nil {
			t.Errorf("unknown keys are not kept: %s", stored.Payload)
		}
	})
}

func TestPortalIsOneRowATenthOfAMapUnit(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, stop := run(t, db)
		see := func(who string, when float64, ew any) event.Event {
			return occur(t, event.TypePortal, who, at(when), fields{"portal_name": "Portal to Holtburg", "ew": ew, "ns": 42.1})
		}
		write(t, w, see("Bob", 10, 33.61))
		write(t, w, see("Ann", 20, 33.58), see("Cid", 20, 33.58), see("Cid", 15, 33.6))
		write(t, w, see("Dee", 5, 33.6)) // first, told late
		write(t, w, see("Bob", 10, 33.66))
		write(t, w, see("Bob", 10, "N/A"), see("Bob", 10, 1e300),
			occur(t, event.TypePortal, "Bob", at(10), fields{"ew": 1, "ns": 1}))
		stop()
		got := snapshot(t, db)
		want := tables{
			"portals": {
				"Portal to Holtburg 336 421 first 5000000 by Dee last 20000000 ew 33.58",
				"Portal to Holtburg 337 421 first 10000000 by Bob last 10000000 ew 33.66",
			},
			"characters": got["characters"],
		}
		got.compare(t, want)
		c := w.Counts()[event.TypePortal]
		if c.Inserted != 2 || c.Applied != 2 || c.Duplicate != 2 || c.Dropped[reasonPlaceless] != 2 || c.Dropped[reasonNameless] != 1 {
			t.Errorf("outcomes %+v", c)
		}
	})
}

func TestOlderCharacterSheetIsSuperseded(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, stop := run(t, db)
		sheet := func(when float64, more fields) event.Event {
			return occur(t, event.TypeCharacterStats, "Ann", at(when), more)
		}
		full := fields{
			"level": 275, "race": "Aluvian", "gender": "Female", "deaths": 57, "total_xp": int64(math.MaxInt64),
			"attributes": fields{"strength": fields{"base": 290, "creation": 100}}, "titles": []int{12, 40},
		}
		write(t, w, sheet(600, full))
		write(t, w, sheet(0, fields{"level": 1}), sheet(600, full))
		row, err := db.Ent.CharacterSheet.Query().Where(charactersheet.CharacterName("Ann")).Only(t.Context())
		must(t, err)
		if *row.Level != 275 || row.Race != "Aluvian" || *row.TotalXp != math.MaxInt64 || !row.AsOf.Equal(at(600)) {
			t.Errorf("row %+v", row)
		}
		var payload struct {
			Attributes map[string]map[string]int
			Titles     []int
		}
		must(t, json.Unmarshal(row.Payload, &payload))
		if payload.Attributes["strength"]["base"] != 290 || len(payload.Titles) != 2 {
			t.Errorf("payload %s", row.Payload)
		}
		// A newer one replaces all of it, also what it does not tell.
		write(t, w, sheet(1200, fields{"race": "Sho"}))
		row, err = db.Ent.CharacterSheet.Query().Only(t.Context())
		must(t, err)
		if row.Level != nil || row.TotalXp != nil || row.Gender != "" || row.Race != "Sho" {
			t.Errorf("row %+v", row)
		}
		stop()
		c := w.Counts()[event.TypeCharacterStats]
		if c.Inserted != 1 || c.Applied != 1 || c.Duplicate != 1 || c.Superseded != 1 {
			t.Errorf("outcomes %+v", c)
		}
	})
}

func TestEventsThatCannotBeStoredAreDroppedWithTheReason(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, stop := run(t, db)
		write(t, w,
			occur(t, event.TypeSpawn, "Ann", at(0), nil), occur(t, event.TypeRare, "Ann", at(0), nil),
			occur(t, event.TypeChat, "Ann", at(0), fields{"text": "hi", "color": 2}), occur(t, "novelty", "Ann", at(0), nil))
		stop()
		for kind, reason := range map[event.Type]string{
			event.TypeSpawn: reasonNameless, event.TypeRare: reasonNameless,
			event.TypeChat: reasonNotStored, "novelty": reasonNotStored,
		} {
			if c := w.Counts()[kind]; c.Dropped[reason] != 1 {
				t.Errorf("%s: %+v", kind, c)
			}
		}
		if n := rows(t, db, "characters"); n != 0 {
			t.Errorf("%d characters", n)
		}
	})
}
