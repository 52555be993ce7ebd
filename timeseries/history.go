package timeseries

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// MostPoints is how many points History answers with at most.
const MostPoints = 2_000

// fewestPoints and longestHistory bound a query; the longest of steps makes fewestPoints of longestHistory.
const (
	fewestPoints   = 20
	longestHistory = 400 * 24 * time.Hour
)

// Sources of a History.
const (
	SourceRaw     = "raw"
	SourceMinutes = "minutes"
)

// HistoryQuery asks for one character's telemetry from From until before To, a point a Step.
type HistoryQuery struct {
	Character string
	From, To  time.Time
	Step      time.Duration // 0: the shortest that fits; one that makes too many points is lengthened
	Points    int           // how many points at most, 20 to MostPoints; 0: MostPoints
}

// History is telemetry by columns of equal length, a value for each step from the first with any row to the last. nil
// is unknown, as everything is in a step without rows. Counters are the greatest of their step, gauges its mean.
type History struct {
	Step   time.Duration
	Source string  // SourceRaw or SourceMinutes
	T      []int64 // Unix seconds of the step's start, a multiple of Step

	Kills, RaresFound, Deaths, PrismaticTaperCount []*int64   // kills, rares and deaths are of a session
	KillsPerHour, MemMB, CPUPct                    []*float64 // as the plugin reckons them
	LatencyMS, LatencyMaxMS                        []*float64
	EW, NS                                         []*float64 // the last place outdoors
}

// steps are the lengths that are chosen from. Those of a minute and more are whole minutes.
var steps = [...]time.Duration{
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 20 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 20 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 28 * 24 * time.Hour,
}

// plan says at which step and from what a query is answered, where rows are kept since then and may be read for as long
// as that.
func (q HistoryQuery) plan(kept time.Time, longest time.Duration) (step time.Duration, source string, err error) {
	points := time.Duration(MostPoints)
	if q.Points > 0 {
		points = time.Duration(min(max(q.Points, fewestPoints), MostPoints))
	}
	span := q.To.Sub(q.From)
	if span <= 0 || span > longestHistory || q.Step < 0 {
		return 0, "", fmt.Errorf("read a history: it must be longer than nothing and not longer than %v, and its step not negative", longestHistory)
	}
	least := (span + points - 2) / (points - 1) // the span's ends may lie within steps
	if q.From.Before(kept) || span > longest {
		least = max(least, time.Minute)
	}
	if q.Step >= least {
		step = max(q.Step.Truncate(time.Second), time.Second)
		if step > time.Minute {
			step = (step + time.Minute - 1).Truncate(time.Minute)
		}
	} else {
		step = steps[slices.IndexFunc(steps[:], func(s time.Duration) bool { return s >= least })]
	}
	if step < time.Minute {
		return step, SourceRaw, nil
	}
	return step, SourceMinutes, nil
}

// History reads one character's telemetry at a step. Steps of a minute and more come from the minutes. From and To
// are cut to whole steps, From down and To up. The error says what is wrong with the query or that the database failed.
func (s *Store) History(ctx context.Context, q HistoryQuery) (History, error) {
	step, source, err := q.plan(s.rowsSince(), s.longestRaw())
	if err != nil {
		return History{}, err
	}
	h := History{Step: step, Source: source}
	from, to := floor(q.From, step), floor(q.To.Add(step-1), step)
	relation := s.rowsBetween
	if source == SourceMinutes {
		relation = s.minutesBetween
	}
	// #nosec G202 -- pieces of this package's own
	statement := "WITH " + relation() + `, src AS (SELECT ` + s.home.bucket("at", step) + ` AS bucket, part.* FROM part),
spot AS (` + s.home.newest("bucket", "src", "ew IS NOT NULL AND ns IS NOT NULL") + `)
SELECT whole.*, spot.ew, spot.ns FROM (SELECT bucket, max(kills), max(rares_found), max(deaths), max(prismatic_taper_count),
	avg(kills_per_hour), avg(mem_mb), avg(cpu_pct), avg(latency_ms), max(latency_max_ms) FROM src GROUP BY bucket) AS whole
LEFT JOIN spot ON spot.bucket = whole.bucket ORDER BY whole.bucket LIMIT $4`
	rows, err := s.db.QueryContext(ctx, statement, q.Character, s.home.moment(from), s.home.moment(to), MostPoints+1)
	if err != nil {
		return History{}, fmt.Errorf("read a history: %w", err)
	}
	defer func() { _ = rows.Close() }() // an error shows in Err
	for rows.Next() {
		var (
			bucket int64
			p      point
		)
		if err := rows.Scan(&bucket, &p.kills, &p.rares, &p.deaths, &p.tapers, &p.perHour, &p.memory, &p.cpu, &p.latency,
			&p.latencyMax, &p.ew, &p.ns); err != nil {
			return History{}, fmt.Errorf("read a point of a history: %w", err)
		}
		at := bucket * int64(step/time.Second)
		for n := len(h.T); n > 0 && h.T[n-1]+int64(step/time.Second) < at; n++ {
			h.add(h.T[n-1]+int64(step/time.Second), point{})
		}
		h.add(at, p)
	}
	if err := rows.Err(); err != nil {
		return History{}, fmt.Errorf("read a history: %w", err)
	}
	return h, nil
}

// point is one step of a history.
type point struct {
	kills, rares, deaths, tapers                      *int64
	perHour, memory, cpu, latency, latencyMax, ew, ns *float64
}

func (h *History) add(at int64, p point) {
	h.T = append(h.T, at)
	h.Kills, h.RaresFound, h.Deaths = append(h.Kills, p.kills), append(h.RaresFound, p.rares), append(h.Deaths, p.deaths)
	h.PrismaticTaperCount = append(h.PrismaticTaperCount, p.tapers)
	h.KillsPerHour, h.MemMB, h.CPUPct = append(h.KillsPerHour, p.perHour), append(h.MemMB, p.memory), append(h.CPUPct, p.cpu)
	h.LatencyMS, h.LatencyMaxMS = append(h.LatencyMS, p.latency), append(h.LatencyMaxMS, p.latencyMax)
	h.EW, h.NS = append(h.EW, p.ew), append(h.NS, p.ns)
}

// rowsSince is the time from which on every row is still there.
func (s *Store) rowsSince() time.Time {
	days := s.options.TelemetryDays
	if s.kind == KindSQLite {
		days = s.options.RawDays
	}
	return s.daysAgo(days)
}

// longestRaw is the longest span that is read row by row: on SQLite that goes through the rows of all characters.
func (s *Store) longestRaw() time.Duration {
	if s.kind == KindSQLite {
		return time.Hour
	}
	return 48 * time.Hour
}

func (s *Store) daysAgo(days int) time.Time {
	return s.options.Now().UTC().Add(-time.Duration(days) * 24 * time.Hour).Truncate(time.Minute)
}

// floor cuts t to a whole number of steps since 1970.
func floor(t time.Time, step time.Duration) time.Time {
	seconds := int64(step / time.Second)
	whole := t.Unix()
	return time.Unix(whole-(whole%seconds+seconds)%seconds, 0).UTC()
}
