package timeseries

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
)

// minuteColumns are the columns of a minute's row beside its key. Counters only grow in a session, so their greatest
// value is their last, whatever the order in which rows came; a gauge's is its mean.
const minuteColumns = "samples, kills, rares_found, deaths, prismatic_taper_count, kills_per_hour, mem_mb, cpu_pct, " +
	"latency_ms, latency_max_ms, ew, ns"

// byMinute is a list of common table expressions, the last of which, fresh, has a row for each character, session and
// minute of the rows that the FROM clause of, with its alias e, selects.
func (s *Store) byMinute(of string) string {
	const key = "character_name, session_id, minute"
	return `raw AS (SELECT e.character_name, e.session_id, ` + s.home.minute("e.timestamp") + ` AS minute, e.timestamp AS at,
	e.kills, e.rares_found, e.deaths, e.prismatic_taper_count, e.kills_per_hour, e.mem_mb, e.cpu_pct, e.latency_ms,
	e.ew, e.ns, e.landcell FROM ` + of + `),
place AS (` + s.home.newest(key, "raw", outdoors) + `),
fresh AS (SELECT ` + key + `, ` + minuteColumns + ` FROM (SELECT ` + key + `, count(*) AS samples, max(kills) AS kills,
	max(rares_found) AS rares_found, max(deaths) AS deaths, max(prismatic_taper_count) AS prismatic_taper_count,
	avg(kills_per_hour) AS kills_per_hour, avg(mem_mb) AS mem_mb, avg(cpu_pct) AS cpu_pct, avg(latency_ms) AS latency_ms,
	max(latency_ms) AS latency_max_ms FROM raw GROUP BY ` + key + `) AS whole LEFT JOIN place USING (` + key + `))`
}

// minutesOf are the minutes that the events' rows are in, each once. Every batch notes its minutes by rows of its own,
// whether they are noted already or not: so a minute that is rolled up while a batch is not committed yet stays noted.
func minutesOf(events []*event.Telemetry) (minutes []time.Time) {
	seen := map[time.Time]bool{}
	for _, e := range events {
		if minute := e.Timestamp.UTC().Truncate(time.Minute); !seen[minute] {
			seen[minute] = true
			minutes = append(minutes, minute)
		}
	}
	return minutes
}

// rollUp brings the rows of noted minutes before the given time up to date, in one transaction of at most so many
// minutes, and returns how many there were.
//
// The notes go first, so that the rows of whoever noted a minute are seen; a note that is not committed yet stays.
// Rows of a minute may have been removed since it was rolled up (a late row of an old minute): of two pictures, the
// one that rests on more rows counts, and of two counters the greater.
func (s *Store) rollUp(ctx context.Context, before time.Time, most int) (rolled int, err error) {
	err = s.pool.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
		minutes, err := s.notedMinutes(ctx, tx.SQL, before, most)
		if err != nil {
			return err
		}
		rolled = len(minutes)
		for _, minute := range minutes {
			if _, err := tx.SQL.ExecContext(ctx, "DELETE FROM telemetry_minutes_stale WHERE minute = $1", s.home.moment(minute)); err != nil {
				return fmt.Errorf("take the note of %v: %w", minute, err)
			}
			_, err := tx.SQL.ExecContext(ctx, s.rollUpStatement(), s.home.moment(minute), s.home.moment(minute.Add(time.Minute)))
			if err != nil {
				return fmt.Errorf("roll up %v: %w", minute, err)
			}
		}
		return nil
	})
	return rolled, err
}

func (s *Store) notedMinutes(ctx context.Context, tx *sql.Tx, before time.Time, most int) (minutes []time.Time, err error) {
	// #nosec G202 -- a piece of this package's own
	rows, err := tx.QueryContext(ctx, "SELECT DISTINCT "+s.home.micros("minute")+" FROM telemetry_minutes_stale WHERE minute < $1 ORDER BY 1 LIMIT $2",
		s.home.moment(before), most)
	if err != nil {
		return nil, fmt.Errorf("read noted minutes: %w", err)
	}
	defer func() { _ = rows.Close() }() // an error shows in Err
	for rows.Next() {
		var micros int64
		if err := rows.Scan(&micros); err != nil {
			return nil, fmt.Errorf("read a noted minute: %w", err)
		}
		minutes = append(minutes, time.UnixMicro(micros).UTC())
	}
	return minutes, rows.Err()
}

func (s *Store) rollUpStatement() string {
	var set []string
	for column := range strings.SplitSeq(minuteColumns, ", ") {
		held, offered := "held."+column, "excluded."+column
		switch column {
		case "samples", "kills", "rares_found", "deaths":
			set = append(set, column+" = CASE WHEN "+offered+" IS NULL OR "+held+" > "+offered+" THEN "+held+" ELSE "+offered+" END")
		default:
			set = append(set, column+" = CASE WHEN held.samples > excluded.samples THEN "+held+" ELSE "+offered+" END")
		}
	}
	return "WITH " + s.byMinute("telemetry_events e WHERE e.timestamp >= $1 AND e.timestamp < $2") +
		" INSERT INTO telemetry_minutes AS held (character_name, session_id, minute, " + minuteColumns + ") SELECT * FROM fresh WHERE true" +
		" ON CONFLICT (character_name, minute, session_id) DO UPDATE SET " + strings.Join(set, ", ")
}
