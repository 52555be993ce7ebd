package timeseries

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// MostHours is how many hours KillsPerHour answers with at most.
const MostHours = 24 * 100

// Hour is what a character did in one hour of the clock, in UTC.
type Hour struct {
	Start                time.Time
	Kills, Rares, Deaths int64
	Minutes              int // in which it was seen
}

// KillsPerHour returns every hour from the one that from lies in to the one that to ends in, also those in which the
// character was not seen. The kills of an hour are the sum over sessions of what the session's greatest count rose to in
// it above the greatest before; so are rares and deaths. Rows that come late, again or out of order change nothing.
func (s *Store) KillsPerHour(ctx context.Context, character string, from, to time.Time) ([]Hour, error) {
	from, to = floor(from, time.Hour), floor(to.Add(time.Hour-time.Microsecond), time.Hour)
	n := int(to.Sub(from) / time.Hour)
	if n < 0 || n > MostHours {
		return nil, fmt.Errorf("read kills an hour: from %v to %v are not 0 to %d hours", from, to, MostHours)
	}
	hours := make([]Hour, n)
	for i := range hours {
		hours[i].Start = from.Add(time.Duration(i) * time.Hour)
	}
	if n == 0 {
		return hours, nil
	}
	if err := s.readCounters(ctx, character, hours); err != nil {
		return nil, err
	}
	return hours, s.readPresence(ctx, character, hours)
}

// counters are the greatest counts of a session up to some time.
type counters struct{ kills, rares, deaths int64 }

// raise makes held the greatest seen, and returns by how much it rose.
func raise(held *int64, seen *int64) int64 {
	if seen == nil || *seen <= *held {
		return 0
	}
	by := *seen - *held
	*held = *seen
	return by
}

// readCounters adds up what each session's counters rose by in each of the hours. A session's greatest counts before
// the first hour are read with it, as an hour of its own.
func (s *Store) readCounters(ctx context.Context, character string, hours []Hour) (err error) {
	// #nosec G202 -- pieces of this package's own
	statement := "WITH " + s.freshBetween("") + `,
present AS (SELECT session_id FROM ` + s.minutes() + ` WHERE character_name = $1 AND minute >= $2 AND minute < $3
	UNION SELECT session_id FROM fresh WHERE minute >= $2),
part AS (SELECT session_id, minute AS at, kills, rares_found, deaths FROM ` + s.minutes() + `
		WHERE character_name = $1 AND minute < $3 AND session_id IN (SELECT session_id FROM present)
	UNION ALL SELECT session_id, minute, kills, rares_found, deaths FROM fresh)
SELECT session_id, CASE WHEN at < $2 THEN -1 ELSE ` + s.home.bucket("at", time.Hour) + ` END AS hour, max(kills), max(rares_found), max(deaths)
FROM part GROUP BY session_id, hour ORDER BY session_id, hour`
	rows, err := s.db.QueryContext(ctx, statement, s.hourArguments(character, hours)...)
	if err != nil {
		return fmt.Errorf("read kills an hour: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var (
		held    counters
		current string
	)
	for rows.Next() {
		var (
			session              string
			hour                 int64
			kills, rares, deaths *int64
		)
		if err := rows.Scan(&session, &hour, &kills, &rares, &deaths); err != nil {
			return fmt.Errorf("read a session's hour: %w", err)
		}
		if session != current {
			held, current = counters{}, session
		}
		var before Hour // what the session rose to before the first hour
		h := &before
		if hour >= 0 {
			h = &hours[hour-hours[0].Start.Unix()/3600]
		}
		h.Kills += raise(&held.kills, kills)
		h.Rares += raise(&held.rares, rares)
		h.Deaths += raise(&held.deaths, deaths)
	}
	return rows.Err()
}

// readPresence counts the minutes of each hour in which there are rows.
func (s *Store) readPresence(ctx context.Context, character string, hours []Hour) (err error) {
	// #nosec G202 -- pieces of this package's own
	statement := "WITH " + s.minutesBetween() +
		" SELECT " + s.home.bucket("at", time.Hour) + " AS hour, count(DISTINCT at) FROM part GROUP BY hour"
	rows, err := s.db.QueryContext(ctx, statement, s.hourArguments(character, hours)...)
	if err != nil {
		return fmt.Errorf("read presence: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var hour int64
		var minutes int
		if err := rows.Scan(&hour, &minutes); err != nil {
			return fmt.Errorf("read an hour's presence: %w", err)
		}
		hours[hour-hours[0].Start.Unix()/3600].Minutes = minutes
	}
	return rows.Err()
}

func (s *Store) hourArguments(character string, hours []Hour) []any {
	return []any{character, s.home.moment(hours[0].Start), s.home.moment(hours[len(hours)-1].Start.Add(time.Hour))}
}
