package server

import (
	"reflect"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/timeseries"
)

func TestThePastIsADayOfPlaces(t *testing.T) {
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie, minute := h.cookie("reader"), h.clock.now().Truncate(time.Minute)
		var walk []*event.Telemetry
		for i := range 60 { // an hour, a fix a minute
			p := pulse("Mule 07", "s", minute.Add(-time.Duration(i+1)*time.Minute), 0)
			p.EW, p.NS = number(33.6), number(42.1)
			walk = append(walk, p)
		}
		old := pulse("Alt", "s", minute.Add(-25*time.Hour), 0)
		old.EW, old.NS = number(5), number(6)
		h.stores(append(walk, old)...)

		var got PastTrails
		if code := h.get(cookie, "/trails/past", &got); code != 200 || !got.To.Equal(minute) || !got.From.Equal(minute.Add(-24*time.Hour)) {
			t.Fatalf("%d %+v", code, got)
		}
		if got.StepSeconds != 120 || len(got.Trails) != 1 || len(got.Trails[0].Points) < 30 || len(got.Trails[0].Points) > 31 {
			t.Errorf("a day: %+v", got)
		}
		if h.get(cookie, "/trails/past?hours=1", &got); got.StepSeconds != 60 || len(got.Trails) != 1 || len(got.Trails[0].Points) < 59 {
			t.Errorf("an hour: %+v", got)
		}
		before := "/trails/past?hours=2&to=" + minute.Add(-24*time.Hour).UTC().Format(time.RFC3339)
		if h.get(cookie, before, &got); len(got.Trails) != 1 || got.Trails[0].CharacterName != "Alt" {
			t.Errorf("the day before: %+v", got)
		}
		for _, bad := range []string{"hours=0", "hours=25", "to=yesterday"} {
			if code := h.get(cookie, "/trails/past?"+bad, nil); code != 422 {
				t.Errorf("%s: %d", bad, code)
			}
		}
		var explored Explored
		if code := h.get(cookie, "/explored", &explored); code != 200 || explored.Days != 7 || len(explored.Blocks) != 2 {
			t.Fatalf("%d %+v", code, explored)
		}
		if want := [][2]int{{0x85, 0x86}, {0xA9, 0xB4}}; !reflect.DeepEqual(explored.Blocks, want) {
			t.Errorf("explored %v, want %v", explored.Blocks, want)
		}
	})
}

func TestThePastIsReadInStepsThatKeepItsSizeInBounds(t *testing.T) {
	for _, characters := range []int{0, 1, 60, 300, 1000, 1_000_000} {
		for _, hours := range []int{1, 6, 24} {
			span := time.Duration(hours) * time.Hour
			step := pastStep(span, characters)
			points := int((span+step-1)/step) + 1
			if step < time.Minute || step%time.Minute != 0 || points > pastPoints || step < span && points*characters > timeseries.MostTrailPoints {
				t.Errorf("%d characters, %v: %v makes %d points", characters, span, step, points)
			}
		}
	}
}
