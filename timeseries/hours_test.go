package timeseries_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/timeseries"
)

// hours is what KillsPerHour should answer, reckoned row by row.
func (m model) hours(character string, from, to time.Time) (hours []timeseries.Hour) {
	greatest := func(rows []*event.Telemetry, session string, of func(*event.Telemetry) event.Int) (greatest int64) {
		for _, e := range rows {
			if e.SessionID == session && of(e).Known {
				greatest = max(greatest, of(e).V)
			}
		}
		return greatest
	}
	for start := from.Truncate(time.Hour); start.Before(to); start = start.Add(time.Hour) {
		before, within := m.of(character, time.Time{}, start), m.of(character, start, start.Add(time.Hour))
		h := timeseries.Hour{Start: start}
		for _, session := range []string{"", "s1", "s2"} {
			rise := func(of func(*event.Telemetry) event.Int) int64 {
				return max(0, greatest(within, session, of)-greatest(before, session, of))
			}
			h.Kills += rise(func(e *event.Telemetry) event.Int { return e.Kills })
			h.Rares += rise(func(e *event.Telemetry) event.Int { return e.RaresFound })
			h.Deaths += rise(func(e *event.Telemetry) event.Int { return e.Deaths })
		}
		minutes := map[time.Time]bool{}
		for _, e := range within {
			minutes[e.Timestamp.Truncate(time.Minute)] = true
		}
		h.Minutes = len(minutes)
		hours = append(hours, h)
	}
	return hours
}

// TestKillsPerHourAreTheSumOverSessionsOfTheirRise compares with a slow oracle over random rows that come late, again
// and in any order, before and after the minutes are rolled up, from the first hour on and from the middle.
func TestKillsPerHourAreTheSumOverSessionsOfTheirRise(t *testing.T) {
	const hours = 9
	start := time.Now().UTC().Truncate(time.Hour).Add(-(hours + 2) * time.Hour)
	end := start.Add(hours * time.Hour)
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		s := opened(t, db)
		seeds := uint64(2)
		if s.Kind() == timeseries.KindTimescale { // which is slow in WebAssembly
			seeds = 1
		}
		for seed := range seeds {
			random := rand.New(rand.NewPCG(seed, 2))
			if _, err := db.SQL.ExecContext(t.Context(), "DELETE FROM telemetry_events"); err != nil {
				t.Fatal(err)
			}
			if s.Kind() != timeseries.KindTimescale {
				if _, err := db.SQL.ExecContext(t.Context(), "DELETE FROM telemetry_minutes"); err != nil {
					t.Fatal(err)
				}
			}
			want := model{}
			check := func(when string) {
				t.Helper()
				for _, from := range []time.Time{start, start.Add(4*time.Hour + 20*time.Minute)} {
					got, err := s.KillsPerHour(t.Context(), "Ann", from, end.Add(-30*time.Minute))
					if err != nil {
						t.Fatal(err)
					}
					if want := want.hours("Ann", from, end); !slices.Equal(got, want) {
						t.Errorf("seed %d, %s, from %v:\ngot  %v\nwant %v", seed, when, from, got, want)
					}
				}
			}
			first := randomPulses(random, start, hours*time.Hour, 400)
			want.add(first)
			insertInBatches(t, random, db, s, first)
			caughtUp(t, db, s)
			check("rolled up")
			again := slices.Clone(first)
			random.Shuffle(len(again), func(i, j int) { again[i], again[j] = again[j], again[i] })
			late := append(again[:200], randomPulses(random, start, hours*time.Hour, 300)...)
			want.add(late)
			insertInBatches(t, random, db, s, late)
			if s.Kind() != timeseries.KindTimescale { // which learns of rows that are late by hours when it refreshes
				check("late rows came")
			}
			caughtUp(t, db, s)
			check("late rows rolled up")
		}
	})
}

func TestKillsPerHourIncludeHoursWithoutRows(t *testing.T) {
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		s := opened(t, db)
		got, err := s.KillsPerHour(t.Context(), "Nobody", noon, noon.Add(2*time.Hour))
		want := []timeseries.Hour{
			{Start: noon.Truncate(time.Hour)}, {Start: noon.Truncate(time.Hour).Add(time.Hour)}, {Start: noon.Truncate(time.Hour).Add(2 * time.Hour)},
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%v, %v; want %v", got, err, want)
		}
		if _, err := s.KillsPerHour(t.Context(), "Nobody", noon, noon.Add(timeseries.MostHours*time.Hour)); err == nil {
			t.Error("any number of hours is answered")
		}
	})
}

// TestKillsOfTheRunningHourAreSeenAtOnce is about rows of which nothing has been rolled up yet.
func TestKillsOfTheRunningHourAreSeenAtOnce(t *testing.T) {
	now := time.Now().UTC()
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		s := opened(t, db)
		for i, kills := range []int64{40, 45} {
			e := pulse("Ann", "s1", 0)
			e.Timestamp, e.Kills = now.Add(time.Duration(i-2)*time.Second), event.Int{V: kills, Known: true}
			insert(t, db, s.InsertTelemetry, e)
			hours, err := s.KillsPerHour(t.Context(), "Ann", now.Add(-time.Hour), now)
			if err != nil {
				t.Fatal(err)
			}
			var sum int64
			for _, h := range hours {
				sum += h.Kills
			}
			if sum != kills {
				t.Errorf("%d kills, want %d", sum, kills)
			}
		}
	})
}

func TestKillsBeforeAMomentAreThoseThatTheSessionHadCounted(t *testing.T) {
	start := time.Now().UTC().Truncate(time.Hour).Add(-3 * time.Hour)
	testkit.EachSeriesDatabase(t, func(t *testing.T, db *database.DB) {
		s := opened(t, db)
		add := func(session string, second int, kills event.Int) {
			e := pulse("Ann", session, 0)
			e.Timestamp, e.Kills = start.Add(time.Duration(second)*time.Second), kills
			insert(t, db, s.InsertTelemetry, e)
		}
		known := func(v int64) event.Int { return event.Int{V: v, Known: true} }
		check := func(when string) {
			t.Helper()
			for _, test := range []struct {
				session string
				second  int
				want    int64
			}{
				{"s1", 0, 0}, {"s1", 1, 5}, {"s1", 59, 5}, {"s1", 60, 9}, {"s1", 110, 9}, {"s1", 119, 20}, {"s1", 7000, 20}, {"s2", 7000, 70}, {"s3", 7000, 0},
			} {
				got, err := s.KillsBefore(t.Context(), "Ann", test.session, start, start.Add(time.Duration(test.second)*time.Second))
				if err != nil || got != test.want {
					t.Errorf("%s, %s before second %d: %d, %v; want %d", when, test.session, test.second, got, err, test.want)
				}
			}
		}
		add("s1", 0, known(5))
		add("s1", 59, known(9))
		add("s2", 30, known(70))
		add("s1", 118, known(20))
		add("s1", 200, event.Int{})
		check("of rows")
		if s.Kind() != timeseries.KindTimescale { // whose minutes other tests refresh
			caughtUp(t, db, s)
			check("of minutes")
		}
	})
}
