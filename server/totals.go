package server

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/charsession"
	"github.com/mosswart/overlord/ent/rareevent"
	"github.com/mosswart/overlord/internal/fault"
)

// sinceMost is how far back "today" may be moved.
const sinceMost = 90 * 24 * time.Hour

// CharacterTotal is one character's share of a total.
type CharacterTotal struct {
	CharacterName string `json:"character_name"`
	AllTime       int64  `json:"all_time"`
	Today         int64  `json:"today"`
}

// Totals is the answer of GET /total-kills and GET /total-rares.
type Totals struct {
	AllTime    int64            `json:"all_time"`
	Today      int64            `json:"today" doc:"since the moment in since"`
	Since      time.Time        `json:"since"`
	Characters []CharacterTotal `json:"characters" doc:"by name, without hidden characters; the sums above have everybody"`
}

type totalsInput struct {
	Since time.Time `query:"since" doc:"when today began; the last midnight in UTC by default, at most 90 days ago"`
}

// registerTotals is GET /total-kills and GET /total-rares.
func (s *Server) registerTotals() {
	kills := newSharedAnswers(s.now, totalsAge, func(ctx context.Context, since time.Time) (any, error) {
		return s.total(ctx, since, func(t total) int64 { return t.kills }, s.killsSince)
	})
	rares := newSharedAnswers(s.now, totalsAge, func(ctx context.Context, since time.Time) (any, error) {
		return s.total(ctx, since, func(t total) int64 { return t.rares }, s.raresSince)
	})
	operate(s, Reader, huma.Operation{
		OperationID: "total-kills", Method: http.MethodGet, Path: "/total-kills", Tags: []string{"totals"},
		Summary: "Kills of everybody: ever, and today", Responses: sharedSchema[Totals](s),
	}, s.totalsOf(kills))
	operate(s, Reader, huma.Operation{
		OperationID: "total-rares", Method: http.MethodGet, Path: "/total-rares", Tags: []string{"totals"},
		Summary: "Rares of everybody: ever, and today", Responses: sharedSchema[Totals](s),
	}, s.totalsOf(rares))
}

func (s *Server) totalsOf(shared *sharedAnswers[time.Time]) func(context.Context, *totalsInput) (*sharedOutput, error) {
	return func(ctx context.Context, in *totalsInput) (*sharedOutput, error) {
		now, since := s.now().UTC(), in.Since.UTC()
		switch {
		case in.Since.IsZero():
			since = now.Truncate(24 * time.Hour)
		case since.Before(now.Add(-sinceMost)):
			return nil, fault.Field("since", "must be at most 90 days ago")
		case since.After(now):
			return nil, fault.Field("since", "must not be in the future")
		}
		return shared.get(ctx, since)
	}
}

// total puts the counters of all time and those since a moment together.
func (s *Server) total(
	ctx context.Context, since time.Time, ever func(total) int64, recent func(context.Context, time.Time) (map[string]int64, error),
) (Totals, error) {
	hidden, err := s.hidden(ctx)
	if err != nil {
		return Totals{}, err
	}
	today, err := recent(ctx, since)
	if err != nil {
		return Totals{}, err
	}
	totals := s.totals.get(ctx)
	names := make(map[string]bool, len(totals))
	for name, t := range totals {
		if ever(t) > 0 {
			names[name] = true
		}
	}
	for name := range today {
		names[name] = true
	}
	out := Totals{Since: since, Characters: make([]CharacterTotal, 0, len(names))}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		c := CharacterTotal{name, ever(totals[name]), today[name]}
		out.AllTime += c.AllTime
		out.Today += c.Today
		if !hidden[name] {
			out.Characters = append(out.Characters, c)
		}
	}
	return out, nil
}

// raresSince counts each character's rare events.
func (s *Server) raresSince(ctx context.Context, since time.Time) (map[string]int64, error) {
	var rows []struct {
		CharacterName string `json:"character_name"`
		Count         int64  `json:"count"`
	}
	err := s.options.DB.Ent.RareEvent.Query().Where(rareevent.TimestampGTE(since)).
		GroupBy(rareevent.FieldCharacterName).Aggregate(ent.Count()).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("count rares: %w", err)
	}
	counts := make(map[string]int64, len(rows))
	for _, row := range rows {
		counts[row.CharacterName] = row.Count
	}
	return counts, nil
}

// killsSince sums each character's kills from its sessions' counters. Of a session that was under way then, what it had
// counted before is taken off.
func (s *Server) killsSince(ctx context.Context, since time.Time) (map[string]int64, error) {
	sessions, err := s.options.DB.Ent.CharSession.Query().Where(charsession.LastAtGTE(since)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	counts := make(map[string]int64, len(sessions))
	for _, session := range sessions {
		kills := session.Kills
		if s.options.Series != nil && session.FirstAt.Before(since) {
			before, err := s.options.Series.KillsBefore(ctx, session.CharacterName, session.SessionID, session.FirstAt, since)
			if err != nil {
				return nil, err
			}
			kills = max(0, kills-before)
		}
		if kills > 0 {
			counts[session.CharacterName] += kills
		}
	}
	return counts, nil
}
