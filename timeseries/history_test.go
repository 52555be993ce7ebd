package timeseries_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/timeseries"
)

// checkHistory compares a history with the rows that it was made of.
func checkHistory(t *testing.T, h timeseries.History, rows []*event.Telemetry) {
	t.Helper()
	steps := map[int64][]*event.Telemetry{}
	first, last := int64(math.MaxInt64), int64(0)
	for _, e := range rows {
		at := e.Timestamp.Truncate(h.Step).Unix()
		steps[at] = append(steps[at], e)
		first, last = min(first, at), max(last, at)
	}
	seconds := int64(h.Step / time.Second)
	if len(rows) == 0 {
		first, last = seconds, 0
	}
	if want := (last-first)/seconds + 1; int64(len(h.T)) != want {
		t.Fatalf("%d points, want %d", len(h.T), want)
	}
	for i, at := range h.T {
		if at != first+int64(i)*seconds {
			t.Fatalf("point %d is at %d, want %d", i, at, first+int64(i)*seconds)
		}
		rows := steps[at]
		for _, c := range []struct {
			name string
			got  *int64
			of   func(*event.Telemetry) event.Int
		}{
			{"kills", h.Kills[i], func(e *event.Telemetry) event.Int { return e.Kills }},
			{"rares", h.RaresFound[i], func(e *event.Telemetry) event.Int { return e.RaresFound }},
			{"deaths", h.Deaths[i], func(e *event.Telemetry) event.Int { return e.Deaths }},
			{"tapers", h.PrismaticTaperCount[i], func(e *event.Telemetry) event.Int { return e.PrismaticTaperCount }},
		} {
			var want *int64
			for _, e := range rows {
				if v := c.of(e); v.Known && (want == nil || v.V > *want) {
					want = &v.V
				}
			}
			if show(c.got) != show(want) {
				t.Errorf("%s at %d: %s, want %s", c.name, at, show(c.got), show(want))
			}
		}
		for _, c := range []struct {
			name string
			got  *float64
			of   func(*event.Telemetry) event.Float
		}{
			{"kills an hour", h.KillsPerHour[i], func(e *event.Telemetry) event.Float { return e.KillsPerHour }},
			{"memory", h.MemMB[i], func(e *event.Telemetry) event.Float { return e.MemMB }},
			{"cpu", h.CPUPct[i], func(e *event.Telemetry) event.Float { return e.CPUPct }},
			{"latency", h.LatencyMS[i], func(e *event.Telemetry) event.Float { return e.LatencyMS }},
		} {
			if want := meanOf(rows, h.Source, c.of); !near(c.got, want) {
				t.Errorf("%s at %d: %s, want %s", c.name, at, show(c.got), show(want))
			}
		}
		var longest *float64
		places := map[string]bool{}
		var newest time.Time
		for _, e := range rows {
			if e.LatencyMS.Known && (longest == nil || e.LatencyMS.V > *longest) {
				longest = &e.LatencyMS.V
			}
		}
		for _, e := range rows { // two sessions may share their last moment
			if at := lastMoment(e, h.Source, rows); outdoors(e) && !at.Before(newest) {
				if at.After(newest) {
					clear(places)
				}
				newest = at
				places[fmt.Sprint(e.EW.V, e.NS.V)] = true
			}
		}
		if !near(h.LatencyMaxMS[i], longest) {
			t.Errorf("longest latency at %d: %s, want %s", at, show(h.LatencyMaxMS[i]), show(longest))
		}
		if got := show(h.EW[i]) + " " + show(h.NS[i]); len(places) == 0 && got != "unknown unknown" || len(places) > 0 && !places[got] {
			t.Errorf("place at %d: %s, want one of %v", at, got, places)
		}
	}
}

// lastMoment is the time that decides which place of a step is its last. By the minute it is the minute, in which only
// the last place of each session counts.
func lastMoment(e *event.Telemetry, source string, rows []*event.Telemetry) time.Time {
	if source == timeseries.SourceRaw {
		return e.Timestamp
	}
	minute := e.Timestamp.Truncate(time.Minute)
	for _, other := range rows {
		if outdoors(other) && other.SessionID == e.SessionID && other.Timestamp.Truncate(time.Minute).Equal(minute) && other.Timestamp.After(e.Timestamp) {
			return time.Time{}
		}
	}
	return minute
}

// meanOf is the mean of the known values, or by the minute the mean of the minutes' means.
func meanOf(rows []*event.Telemetry, source string, of func(*event.Telemetry) event.Float) *float64 {
	parts := map[string][]float64{}
	for i, e := range rows {
		part := fmt.Sprint(i)
		if source == timeseries.SourceMinutes {
			part = e.SessionID + e.Timestamp.Truncate(time.Minute).String()
		}
		if v := of(e); v.Known {
			parts[part] = append(parts[part], v.V)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	var means []float64
	for _, values := range parts {
		means = append(means, mean(values))
	}
	m := mean(means)
	return &m
}

func mean(values []float64) float64 {
	var sum float64
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

func near(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return math.Abs(*a-*b) <= 1e-9*max(1, math.Abs(*b))
}

func show[V any](v *V) string {
	if v == nil {
		return "unknown"
	}
	return fmt.Sprint(*v)
}

func TestHistoryIsTheRowsByStep(t *testing.T) {
	start := time.Now().UTC().Truncate(time.Hour).Add(-8 * time.Hour)
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		s := opened(t, db)
		random := rand.New(rand.NewPCG(1, 2))
		want := model{}
		check := func() {
			t.Helper()
			for _, q := range []timeseries.HistoryQuery{
				{From: start, To: start.Add(10 * time.Minute), Step: time.Second},
				{From: start, To: start.Add(50 * time.Minute), Step: 12 * time.Second},
				{From: start.Add(95 * time.Second), To: start.Add(90 * time.Minute), Step: time.Minute},
				{From: start, To: start.Add(6 * time.Hour), Step: 5 * time.Minute},
				{From: start, To: start.Add(6 * time.Hour), Step: time.Hour},
				{From: start, To: start.Add(6 * time.Hour)},
				{From: start, To: start.Add(6 * time.Hour), Points: 30},
				{From: start.Add(-time.Hour), To: start},
			} {
				q.Character = "Ann"
				h, err := s.History(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				if points := q.Points; len(h.T) > timeseries.MostPoints || points > 0 && len(h.T) > points || h.Step < q.Step {
					t.Errorf("%+v: %d points of %v", q, len(h.T), h.Step)
				}
				from, to := q.From.Truncate(h.Step), q.To.Add(h.Step-1).Truncate(h.Step)
				checkHistory(t, h, want.of("Ann", from, to))
			}
		}
		slow := s.Kind() == timeseries.KindTimescale // in WebAssembly, where a refresh takes seconds
		many, few := 1_500, 500
		if slow {
			many, few = 600, 200
		}
		first := randomPulses(random, start, 6*time.Hour, many)
		want.add(first)
		insertInBatches(t, random, db, s, first)
		check()
		if !slow {
			caughtUp(t, db, s)
			check()
		}
		late := randomPulses(random, start, 6*time.Hour, few)
		want.add(late)
		insertInBatches(t, random, db, s, late)
		check()
		caughtUp(t, db, s)
		check()
	})
}

func TestStepIsTheShortestThatFits(t *testing.T) {
	now := time.Date(2026, 6, 24, 12, 0, 0, 0, time.UTC)
	db := testkit.Open(t, testkit.SQLite(t))
	s := openedWith(t, db, timeseries.Options{Now: func() time.Time { return now }})
	day := 24 * time.Hour
	for _, test := range []struct {
		span, step time.Duration
		points     int
		wantStep   time.Duration
		wantSource string
	}{
		{span: 30 * time.Minute, wantStep: time.Second, wantSource: timeseries.SourceRaw},
		{span: 30 * time.Minute, step: 1500 * time.Millisecond, wantStep: time.Second, wantSource: timeseries.SourceRaw},
		{span: time.Hour, wantStep: 2 * time.Second, wantSource: timeseries.SourceRaw},
		{span: time.Hour, step: time.Second, wantStep: 2 * time.Second, wantSource: timeseries.SourceRaw},
		{span: time.Hour, points: 100, wantStep: time.Minute, wantSource: timeseries.SourceMinutes},
		{span: 3 * time.Hour, wantStep: time.Minute, wantSource: timeseries.SourceMinutes},
		{span: day, wantStep: time.Minute, wantSource: timeseries.SourceMinutes},
		{span: day, step: 90 * time.Second, wantStep: 2 * time.Minute, wantSource: timeseries.SourceMinutes},
		{span: 3*day + time.Hour, step: time.Hour, wantStep: time.Hour, wantSource: timeseries.SourceMinutes},
		{span: 30 * day, wantStep: 30 * time.Minute, wantSource: timeseries.SourceMinutes},
		{span: 90 * day, wantStep: 2 * time.Hour, wantSource: timeseries.SourceMinutes},
	} {
		h, err := s.History(t.Context(), timeseries.HistoryQuery{Character: "Ann", From: now.Add(-test.span), To: now, Step: test.step, Points: test.points})
		if err != nil || h.Step != test.wantStep || h.Source != test.wantSource {
			t.Errorf("%v at %v, %d points: %v of %s, %v; want %v of %s", test.span, test.step, test.points, h.Step, h.Source, err, test.wantStep, test.wantSource)
		}
	}
	for _, q := range []timeseries.HistoryQuery{
		{From: now, To: now}, {From: now, To: now.Add(-time.Hour)}, {From: now.Add(-time.Hour), To: now, Step: -1}, {To: now},
	} {
		if _, err := s.History(t.Context(), q); err == nil {
			t.Errorf("%+v is answered", q)
		}
	}
}
