package event

import (
	"strings"
	"time"
)

const maxAhead = 5 * time.Minute

// earliest is the year in which the game opened: no event is older.
var earliest = time.Date(1999, time.January, 1, 0, 0, 0, 0, time.UTC)

func (d *decoder) timestamp(h *Head) {
	if t, ok := parseTimestamp(d.inside(fieldTimestamp)); ok &&
		!t.Before(earliest) && !t.After(h.ReceivedAt.Add(maxAhead)) {
		h.Timestamp = t.UTC().Truncate(time.Microsecond)
		return
	}
	h.Timestamp = h.ReceivedAt.Truncate(time.Microsecond)
	// A register frame need not carry a time.
	h.TimestampReplaced = h.Type != TypeRegister
}

// parseTimestamp reads RFC 3339; a missing zone means UTC, and a space may stand for the T.
func parseTimestamp(inside []byte) (time.Time, bool) {
	const shortest = len("2006-01-02T15:04:05")
	if len(inside) < shortest || len(inside) > maxShortText {
		return time.Time{}, false
	}
	text := strings.TrimSpace(unquote(inside))
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return t, true
	}
	if len(text) > 10 && (text[10] == ' ' || text[10] == 't') {
		text = text[:10] + "T" + text[11:]
	}
	for _, layout := range [...]string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, strings.ToUpper(text)); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
