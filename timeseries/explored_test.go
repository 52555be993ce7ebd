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

func TestExploredAreTheLandblocksOfPlacesOutdoors(t *testing.T) {
	minute := noon.Truncate(time.Minute)
	at := func(character string, minutes int, ew, ns float64, landcell int64) *event.Telemetry {
		e := pulse(character, "s1", 0)
		e.Timestamp = minute.Add(time.Duration(minutes) * time.Minute)
		e.EW, e.NS = event.Float{V: ew, Known: true}, event.Float{V: ns, Known: true}
		e.Landcell = event.Int{V: landcell, Known: landcell != 0}
		return e
	}
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		s := aged(t, db, 0)
		insert(t, db, s.InsertTelemetry,
			at("Ann", -90, 1, 1, 0),             // before
			at("Ann", 0, 33.6, 42.1, 0),         // Holtburg, A9B4
			at("Ann", -1, 33.7, 42.2, 0),        // the same landblock
			at("Bob", -2, -101.9, -101.9, 0),    // the world's corner
			at("Bob", -3, 50, 50, 0x01C90100),   // indoors
			at("Bob", -4, -102.5, 0, 0),         // off the world
			at("Eve", -5, 102, 102, 0xFEFE0001)) // the other corner
		check := func(when string) {
			t.Helper()
			got, err := s.Explored(t.Context(), minute.Add(-time.Hour))
			want := []timeseries.Landblock{{X: 0, Y: 0}, {X: 0xA9, Y: 0xB4}, {X: 0xFE, Y: 0xFE}}
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %v, %v; want %v", when, got, err, want)
			}
		}
		check("of rows")
		if s.Kind() == timeseries.KindTimescale {
			return
		}
		if err := aged(t, db, 1).Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		check("of minutes")
	})
}
