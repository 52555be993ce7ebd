package server

import (
	"time"

	"entgo.io/ent/dialect/sql"
)

// EventQuery is how the logs of events are asked; it is exported because huma sets the fields of embedded structs.
type EventQuery struct {
	Character string    `query:"character" maxLength:"64"`
	From      time.Time `query:"from" doc:"not before"`
	To        time.Time `query:"to" doc:"before"`
	Limit     int       `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Cursor    string    `query:"cursor" maxLength:"64" doc:"next_cursor of the page before"`
}

// where is the condition on a table of events, which has the columns character_name, timestamp and id. The page is to
// be sorted by the last two, newest first.
func (q EventQuery) where() (func(*sql.Selector), error) {
	after, err := pageAfter(q.Cursor, "timestamp")
	if err != nil {
		return nil, err
	}
	return func(s *sql.Selector) {
		at := s.C("timestamp")
		if q.Character != "" {
			s.Where(sql.EQ(s.C("character_name"), q.Character))
		}
		if !q.From.IsZero() {
			s.Where(sql.GTE(at, q.From.UTC()))
		}
		if !q.To.IsZero() {
			s.Where(sql.LT(at, q.To.UTC()))
		}
		after(s)
	}, nil
}
