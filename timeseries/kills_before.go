package timeseries

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// KillsBefore returns how many kills a session of a character had counted before at, 0 where it was not seen before.
// from is no later than the session's first row. It looks the session's last minute up and reads the rows only of
// minutes that have not been rolled up and of the one that at cuts.
func (s *Store) KillsBefore(ctx context.Context, character, session string, from, at time.Time) (int64, error) {
	const counted = ` AND session_id = $2 AND kills IS NOT NULL`
	// #nosec G202 -- pieces of this package's own
	statement := `WITH stale AS (SELECT DISTINCT minute FROM telemetry_minutes_stale WHERE minute >= $3 AND minute < $4)
SELECT max(kills) FROM (
	SELECT * FROM (SELECT kills FROM ` + s.minutes() + ` WHERE character_name = $1` + counted + ` AND minute >= $3 AND minute < $4
		ORDER BY minute DESC LIMIT 1) AS held
	UNION ALL SELECT e.kills FROM ` + s.home.ofMinutes(ofCharacter) + ` WHERE e.session_id = $2
	UNION ALL SELECT kills FROM telemetry_events WHERE character_name = $1` + counted + ` AND timestamp >= $4 AND timestamp < $5
) AS seen`
	var kills sql.NullInt64
	err := s.db.QueryRowContext(ctx, statement, character, session, s.home.moment(floor(from, time.Minute)),
		s.home.moment(floor(at, time.Minute)), s.home.moment(at)).Scan(&kills)
	if err != nil {
		return 0, fmt.Errorf("read a session's kills: %w", err)
	}
	return kills.Int64, nil
}
