package timeseries_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/timeseries"
)

func TestTrailsAreTheLastPlaceOutdoorsOfEachStep(t *testing.T) {
	minute := time.Date(2026, 6, 24, 12, 0, 0, 0, time.UTC)
	at := func(character string, second int, ew event.Float, landcell event.Int) *event.Telemetry {
		e := pulse(character, "s1", 0)
		e.Timestamp = minute.Add(time.Duration(second) * time.Second)
		e.EW, e.NS, e.Landcell = ew, event.Float{V: -1, Known: true}, landcell
		return e
	}
	known := func(v float64) event.Float { return event.Float{V: v, Known: true} }
	cell := func(v int64) event.Int { return event.Int{V: v, Known: true} }
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		s := opened(t, db)
		insert(t, db, s.InsertTelemetry,
			at("Ann", -1, known(1), event.Int{}), // before
			at("Ann", 0, known(2), event.Int{}), at("Ann", 8, known(4), cell(0xA9B4003F)), at("Ann", 4, known(3), cell(0xA9B400FF)),
			at("Ann", 9, known(99), cell(0xA9B40100)), // indoors
			at("Ann", 20, event.Float{}, event.Int{}), // nowhere
			at("Ann", 30, known(5), event.Int{}),
			at("Ann", 32, known(8), event.Int{}), // after
			at("Bob", 31, known(6), event.Int{}), at("Eve", 31, known(7), cell(0x01C90123)))
		got, err := s.Trails(t.Context(), minute, minute.Add(32*time.Second), 10*time.Second)
		want := map[string][]timeseries.TrailPoint{
			"Ann": {{At: minute.Add(8 * time.Second), EW: 4, NS: -1}, {At: minute.Add(30 * time.Second), EW: 5, NS: -1}},
			"Bob": {{At: minute.Add(31 * time.Second), EW: 6, NS: -1}},
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got  %v, %v\nwant %v", got, err, want)
		}
		if _, err := s.Trails(t.Context(), minute, minute.Add(time.Hour), time.Millisecond); err == nil {
			t.Error("a step of a millisecond is answered")
		}
	})
}

// TestCoarseTrailsAreTheSameBeforeAndAfterTheirMinutesAreRolledUp is about steps for which a place a minute is enough.
func TestCoarseTrailsAreTheSameBeforeAndAfterTheirMinutesAreRolledUp(t *testing.T) {
	minute := noon.Truncate(time.Minute)
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		s := aged(t, db, 0)
		for i, second := range []int{-30, 0, 59, 60, 90, 119, 125} {
			e := pulse("Ann", "s1", 0)
			e.Timestamp = minute.Add(time.Duration(second) * time.Second)
			e.EW, e.NS = event.Float{V: float64(i), Known: true}, event.Float{V: -1, Known: true}
			if second == 119 {
				e.Landcell = event.Int{V: 0xA9B40100, Known: true}
			}
			insert(t, db, s.InsertTelemetry, e)
		}
		check := func(when string, want ...timeseries.TrailPoint) {
			t.Helper()
			got, err := s.Trails(t.Context(), minute.Add(-10*time.Second), minute.Add(time.Hour), time.Minute)
			if err != nil || !reflect.DeepEqual(got, map[string][]timeseries.TrailPoint{"Ann": want}) {
				t.Errorf("%s: %v, %v; want %v", when, got, err, want)
			}
		}
		at := func(second int, ew float64) timeseries.TrailPoint {
			return timeseries.TrailPoint{At: minute.Add(time.Duration(second) * time.Second), EW: ew, NS: -1}
		}
		check("of rows", at(59, 2), at(90, 4), at(125, 6))
		if err := aged(t, db, 1).Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		check("of minutes", at(-1, 0), at(59, 2), at(119, 4), at(179, 6)) // the minute before is not cut
		e := pulse("Ann", "s1", 0)
		e.Timestamp, e.EW, e.NS = minute.Add(58*time.Second), event.Float{V: 7, Known: true}, event.Float{V: -1, Known: true}
		insert(t, db, s.InsertTelemetry, e)
		check("of both", at(-1, 0), at(59, 2), at(119, 4), at(179, 6))
	})
}

func TestSpawnsAreCountedByCellAndByMob(t *testing.T) {
	known := func(v float64) event.Float { return event.Float{V: v, Known: true} }
	at := func(mob string, ew, ns event.Float, second int) *event.Spawn {
		e := spawn(mob, ew)
		e.NS, e.Timestamp = ns, noon.Add(time.Duration(second)*time.Second)
		return e
	}
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		s := opened(t, db)
		insert(t, db, s.InsertSpawns,
			at("Olthoi", known(3.9), known(-4.1), 0), at("Olthoi", known(4.24), known(-4.24), 1), at("Tusker", known(3.8), known(-3.8), 2),
			at("Tusker", known(4.26), known(-4.1), 3), at("Tusker", event.Float{}, known(1), 4), at("Tusker", known(4), known(-4), -1))
		for _, test := range []struct {
			mob  string
			want []timeseries.Cell
		}{
			{"", []timeseries.Cell{{EW: 4, NS: -4, Count: 3}, {EW: 4.5, NS: -4, Count: 1}}},
			{"Tusker", []timeseries.Cell{{EW: 4, NS: -4, Count: 1}, {EW: 4.5, NS: -4, Count: 1}}},
			{"tusker", []timeseries.Cell{}},
		} {
			if got, err := s.HeatCells(t.Context(), noon, test.mob); err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("%q: %v, %v; want %v", test.mob, got, err, test.want)
			}
		}
		mobs, err := s.Mobs(t.Context(), noon)
		if want := []timeseries.Mob{{Name: "Tusker", Count: 3}, {Name: "Olthoi", Count: 2}}; err != nil || !reflect.DeepEqual(mobs, want) {
			t.Errorf("%v, %v; want %v", mobs, err, want)
		}
	})
}

// TestSpawnsOfManyHoursAreCountedExactly asks from moments within and between hours, after repeats and late rows.
func TestSpawnsOfManyHoursAreCountedExactly(t *testing.T) {
	known := func(v float64) event.Float { return event.Float{V: v, Known: true} }
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		s := opened(t, db)
		random := rand.New(rand.NewPCG(1, 2))
		var all []*event.Spawn
		for i := range 900 {
			e := spawn([]string{"Olthoi", "Tusker", "Drudge"}[random.IntN(3)], known(float64(random.IntN(40))/8-2.5))
			e.NS, e.Timestamp = known(float64(random.IntN(40))/8-2.5), noon.Add(time.Duration(random.IntN(4*3_600_000))*time.Millisecond)
			if i%7 == 0 {
				e.EW = event.Float{}
			}
			all = append(all, e)
		}
		insert(t, db, s.InsertSpawns, all...)
		insert(t, db, s.InsertSpawns, all[:300]...)
		for _, from := range []time.Time{noon, noon.Truncate(time.Hour).Add(time.Hour), noon.Add(90 * time.Minute), all[5].Timestamp, noon.Add(9 * time.Hour)} {
			for _, mob := range []string{"", "Tusker", "Mosswart"} {
				cells, mobs := map[[2]float64]int64{}, map[string]int64{}
				distinct := map[string]bool{}
				for _, e := range all {
					key := fmt.Sprint(e.Timestamp, e.Mob, e.EW, e.NS)
					if distinct[key] || e.Timestamp.Before(from) {
						continue
					}
					distinct[key] = true
					mobs[e.Mob]++
					if e.EW.Known && (mob == "" || mob == e.Mob) {
						cells[[2]float64{math.Floor(e.EW.V*2+.5) / 2, math.Floor(e.NS.V*2+.5) / 2}]++
					}
				}
				got, err := s.HeatCells(t.Context(), from, mob)
				if err != nil || len(got) != len(cells) {
					t.Fatalf("%q since %v: %d cells, %v; want %d", mob, from, len(got), err, len(cells))
				}
				for _, c := range got {
					if cells[[2]float64{c.EW, c.NS}] != c.Count {
						t.Errorf("%q since %v: %v; want %d", mob, from, c, cells[[2]float64{c.EW, c.NS}])
					}
				}
				gotMobs, err := s.Mobs(t.Context(), from)
				if err != nil || len(gotMobs) != len(mobs) {
					t.Fatalf("since %v: %v, %v; want %v", from, gotMobs, err, mobs)
				}
				for _, m := range gotMobs {
					if mobs[m.Name] != m.Count {
						t.Errorf("since %v: %v; want %d", from, m, mobs[m.Name])
					}
				}
			}
		}
	})
}
