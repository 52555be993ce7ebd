package timeseries

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// KillsBefore returns how many kills a session of a character had counted before at, 0 where it was not seen before.
// from is no later than the session's first row. It looks a row up and reads no stretch of them.
func (s *Store) KillsBefore(ctx context.Context, character, session string, from, at time.Time) (int64, error) {
	var kills sql.NullInt64
	err := s.db.QueryRowContext(ctx, `SELECT kills FROM telemetry_events WHERE character_name = $1 AND session_id = $2
	AND timestamp >= $3 AND timestamp < $4 AND kills IS NOT NULL ORDER BY timestamp DESC LIMIT 1`,
		character, session, s.home.moment(from), s.home.moment(at)).Scan(&kills)
	if errors.Is(err, sql.ErrNoRows) { // its rows may have been removed, and only its minutes be there
		err = s.db.QueryRowContext(ctx, `SELECT max(kills) FROM `+s.minutes()+` WHERE character_name = $1 AND session_id = $2 AND minute < $3`,
			character, session, s.home.moment(at)).Scan(&kills)
	}
	if err != nil {
		return 0, fmt.Errorf("read a session's kills: %w", err)
	}
	return kills.Int64, nil
}
