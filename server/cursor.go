package server

import (
	"encoding/base64"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/internal/fault"
)

// cursor is a place in a list that is sorted by time and id, newest first. It survives rows that come in at the top.
type cursor struct {
	at time.Time
	id int
}

// String is the form that clients hand back; they need not understand it.
func (c cursor) String() string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%d.%d", c.at.UnixMicro(), c.id))
}

// parseCursor reads what String wrote.
func parseCursor(text string) (cursor, error) {
	plain, err := base64.RawURLEncoding.DecodeString(text)
	var micros int64
	var id int
	if err == nil {
		_, err = fmt.Sscanf(string(plain), "%d.%d", &micros, &id)
	}
	c := cursor{time.UnixMicro(micros).UTC(), id}
	if err != nil || c.String() != text {
		return cursor{}, fault.Field("cursor", "This is no cursor of ours.")
	}
	return c, nil
}

// pageAfter is the condition that a page begins behind a cursor, in a table that is sorted by a column of times and id,
// newest first. "" is the first page.
func pageAfter(text, column string) (func(*sql.Selector), error) {
	if text == "" {
		return func(*sql.Selector) {}, nil
	}
	after, err := parseCursor(text)
	if err != nil {
		return nil, err
	}
	return func(s *sql.Selector) {
		at, id := s.C(column), s.C("id")
		s.Where(sql.Or(sql.LT(at, after.at), sql.And(sql.EQ(at, after.at), sql.LT(id, after.id))))
	}, nil
}

// pageOf cuts rows, of which one more than limit was asked for, to a page and says where the next begins; "" where
// there is none.
func pageOf[T any](rows []T, limit int, place func(T) cursor) ([]T, string) {
	if len(rows) <= limit {
		return rows, ""
	}
	rows = rows[:limit]
	return rows, place(rows[limit-1]).String()
}
