package timeseries_test

import (
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
			at("Bob", 31, known(6), event.Int{}), at("Eve", 31, known(7), cell(0x01C90123)))
		got, err := s.Trails(t.Context(), minute, 10*time.Second)
		want := map[string][]timeseries.TrailPoint{
			"Ann": {{At: minute.Add(8 * time.Second), EW: 4, NS: -1}, {At: minute.Add(30 * time.Second), EW: 5, NS: -1}},
			"Bob": {{At: minute.Add(31 * time.Second), EW: 6, NS: -1}},
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got  %v, %v\nwant %v", got, err, want)
		}
		if _, err := s.Trails(t.Context(), minute, time.Millisecond); err == nil {
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
			got, err := s.Trails(t.Context(), minute.Add(-10*time.Second), time.Minute)
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
			cell float64
			want []timeseries.Cell
		}{
			{"", .5, []timeseries.Cell{{EW: 4, NS: -4, Count: 3}, {EW: 4.5, NS: -4, Count: 1}}},
			{"", 4, []timeseries.Cell{{EW: 4, NS: -4, Count: 4}}},
			{"Tusker", .5, []timeseries.Cell{{EW: 4, NS: -4, Count: 1}, {EW: 4.5, NS: -4, Count: 1}}},
			{"tusker", .5, []timeseries.Cell{}},
		} {
			if got, err := s.HeatCells(t.Context(), noon, test.mob, test.cell); err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("%q by %v: %v, %v; want %v", test.mob, test.cell, got, err, test.want)
			}
		}
		if _, err := s.HeatCells(t.Context(), noon, "", 0); err == nil {
			t.Error("cells without size are answered")
		}
		mobs, err := s.Mobs(t.Context(), noon)
		if want := []timeseries.Mob{{Name: "Tusker", Count: 3}, {Name: "Olthoi", Count: 2}}; err != nil || !reflect.DeepEqual(mobs, want) {
			t.Errorf("%v, %v; want %v", mobs, err, want)
		}
	})
}
