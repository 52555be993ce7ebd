package timeseries

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// MostTrailPoints bounds Trails as a whole.
const MostTrailPoints = 100_000

// TrailPoint is where a character was outdoors, in map units (240 m, + is east and north).
type TrailPoint struct {
	At     time.Time
	EW, NS float64
}

// coarse is the step from which on trails are read by the minute where minutes are cheaper than rows. TimescaleDB makes
// those of the last hour when they are read.
func (s *Store) coarse() time.Duration {
	if s.kind == KindTimescale {
		return time.Minute
	}
	return 30 * time.Second
}

// Trails returns by character where it has been outdoors from since until before until, in the order of time: the last
// place of each step of that length, which must be a second or more and is cut to whole ones. Where the step is half a
// minute or more, there may be one place a minute only, and its time may be late by as much. There are no more than
// MostTrailPoints of all characters together, those of the last names being left out.
func (s *Store) Trails(ctx context.Context, since, until time.Time, every time.Duration) (_ map[string][]TrailPoint, err error) {
	if every < time.Second {
		return nil, fmt.Errorf("read trails: a step of %v is too short", every)
	}
	expressions, places := "", "SELECT character_name, timestamp AS at, ew, ns FROM telemetry_events WHERE timestamp < $3 AND "+outdoors
	if every >= s.coarse() {
		expressions = s.staleBetween("$1", "$3") + ",\n"
		places = "SELECT character_name, " + s.home.plus("minute", 59) + " AS at, ew, ns FROM " + s.minutes() +
			" WHERE minute >= " + s.home.minute("$1") + ` AND minute < $3 AND ew IS NOT NULL AND ns IS NOT NULL
		AND minute NOT IN (SELECT minute FROM stale)
	UNION ALL SELECT e.character_name, e.timestamp, e.ew, e.ns FROM ` + s.home.ofMinutes(outdoors)
	}
	// #nosec G202 -- pieces of this package's own
	statement := "WITH " + expressions + "part AS (SELECT character_name, " + s.home.bucket("at", every) + " AS bucket, at, ew, ns FROM (" + places + `) AS places
	WHERE at >= $1 AND at < $3),
place AS (` + s.home.newest("character_name, bucket", "part", "true") + `)
SELECT character_name, ` + s.home.micros("at") + `, ew, ns FROM place ORDER BY character_name, bucket LIMIT $2`
	rows, err := s.db.QueryContext(ctx, statement, s.home.moment(since), MostTrailPoints, s.home.moment(until))
	if err != nil {
		return nil, fmt.Errorf("read trails: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	trails := map[string][]TrailPoint{}
	for rows.Next() {
		var (
			name   string
			micros int64
			p      TrailPoint
		)
		if err := rows.Scan(&name, &micros, &p.EW, &p.NS); err != nil {
			return nil, fmt.Errorf("read a trail's point: %w", err)
		}
		p.At = time.UnixMicro(micros).UTC()
		trails[name] = append(trails[name], p)
	}
	return trails, rows.Err()
}

// staleBetween is the common table expression stale: the minutes that are noted as touched and not rolled up yet, from
// the one that a time is in until before another.
func (s *Store) staleBetween(from, to string) string {
	return "stale AS (SELECT DISTINCT minute FROM telemetry_minutes_stale WHERE minute >= " + s.home.minute(from) + " AND minute < " + to + ")"
}
