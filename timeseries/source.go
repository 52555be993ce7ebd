package timeseries

import "fmt"

// rowsBetween is the common table expression part: the rows of character $1 from $2 until before $3.
func (s *Store) rowsBetween() string {
	return `part AS (SELECT session_id, timestamp AS at, kills, rares_found, deaths, prismatic_taper_count, kills_per_hour,
	mem_mb, cpu_pct, latency_ms, latency_ms AS latency_max_ms, CASE WHEN ` + outdoors + ` THEN ew END AS ew, ns FROM telemetry_events
	WHERE character_name = $1 AND timestamp >= $2 AND timestamp < $3)`
}

// minutesBetween is the same by the minute.
func (s *Store) minutesBetween() string {
	return s.freshBetween("$2") + `,
part AS (SELECT session_id, minute AS at, ` + minuteColumns + ` FROM ` + s.minutes() + `
	WHERE character_name = $1 AND minute >= $2 AND minute < $3 AND minute NOT IN (SELECT minute FROM stale` + s.whole() + `)
	UNION ALL SELECT session_id, minute, ` + minuteColumns + ` FROM fresh)`
}

// freshBetween is the common table expression fresh: what character $1's rows say of the noted minutes from the given
// parameter, or "" for the beginning, until before $3.
func (s *Store) freshBetween(from string) string {
	since := ""
	if from != "" {
		since = "minute >= " + from + " AND "
	}
	return `stale AS (SELECT DISTINCT minute FROM telemetry_minutes_stale WHERE ` + since + `minute < $3),
` + s.byMinute(s.home.ofMinutes(ofCharacter))
}

// minutes is the relation that has the telemetry by the minute.
func (s *Store) minutes() string {
	if s.kind == KindTimescale {
		return "telemetry_by_minute"
	}
	return "telemetry_minutes"
}

// whole is the condition on stale minutes of which no row has been removed, so that their rows say everything. Of an
// older one the minute's row and the rows that came late count together.
func (s *Store) whole() string {
	if s.kind == KindSQLite {
		return fmt.Sprintf(" WHERE minute >= %d", s.rowsSince().UnixMicro())
	}
	return ""
}
