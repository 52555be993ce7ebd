package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/ent/charsession"
	"github.com/mosswart/overlord/ent/charstats"
)

// Stats is the answer of GET /stats/{character}.
type Stats struct {
	Character string        `json:"character"`
	Totals    StatsTotals   `json:"totals"`
	Session   *StatsSession `json:"session" doc:"the newest session; null before the first telemetry"`
	Hours     []StatsHour   `json:"hours" doc:"one for each hour, oldest first; the last one is under way"`
}

// StatsTotals are a character's counters over everything that is stored.
type StatsTotals struct {
	Kills       int64     `json:"kills"`
	Rares       int64     `json:"rares" doc:"rare events stored"`
	Deaths      int64     `json:"deaths" doc:"of the character's life where the game has told, else of the sessions seen"`
	Sessions    int64     `json:"sessions"`
	FirstSeenAt time.Time `json:"first_seen_at"`
	LastSeenAt  time.Time `json:"last_seen_at"`
}

// StatsSession is one play session's greatest counters.
type StatsSession struct {
	SessionID string    `json:"session_id"`
	Kills     int64     `json:"kills"`
	Rares     int64     `json:"rares"`
	Deaths    int64     `json:"deaths"`
	FirstAt   time.Time `json:"first_at"`
	LastAt    time.Time `json:"last_at"`
}

// StatsHour is one hour's counters, over all sessions in it.
type StatsHour struct {
	Start   time.Time `json:"start"`
	Kills   int64     `json:"kills"`
	Rares   int64     `json:"rares"`
	Deaths  int64     `json:"deaths"`
	Minutes int64     `json:"minutes" doc:"of play; 0 where there was none"`
}

type statsInput struct {
	CharacterPath
	Hours int `query:"hours" minimum:"1" maximum:"720" default:"24" doc:"how many hours to list"`
}

// registerStats is GET /stats/{character}.
func (s *Server) registerStats() {
	operate(s, Reader, huma.Operation{
		OperationID: "stats", Method: http.MethodGet, Path: "/stats/{character}", Tags: []string{"characters"},
		Summary: "A character's totals, newest session and last hours",
	}, s.stats)
}

func (s *Server) stats(ctx context.Context, in *statsInput) (*struct{ Body Stats }, error) {
	client := s.options.DB.Ent
	known, err := client.Character.Query().Where(character.Name(in.Character)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, unknownCharacter()
	}
	if err != nil {
		return nil, fmt.Errorf("read character: %w", err)
	}
	out := Stats{Character: known.Name, Totals: StatsTotals{FirstSeenAt: known.FirstSeenAt.UTC(), LastSeenAt: known.LastSeenAt.UTC()}}

	lifetime, err := client.CharStats.Query().Where(charstats.CharacterName(known.Name)).Only(ctx)
	switch {
	case err == nil:
		out.Totals.Kills, out.Totals.Deaths, out.Totals.Sessions = lifetime.TotalKills, lifetime.TotalDeaths, lifetime.Sessions
	case !ent.IsNotFound(err):
		return nil, fmt.Errorf("read totals: %w", err)
	}
	if known.TotalDeaths != nil {
		out.Totals.Deaths = *known.TotalDeaths
	}
	out.Totals.Rares = s.totals.get(ctx)[known.Name].rares

	session, err := client.CharSession.Query().Where(charsession.CharacterName(known.Name)).
		Order(charsession.ByLastAt(sql.OrderDesc()), charsession.ByID(sql.OrderDesc())).First(ctx)
	switch {
	case err == nil:
		out.Session = &StatsSession{
			SessionID: session.SessionID, Kills: session.Kills, Rares: session.Rares, Deaths: session.Deaths,
			FirstAt: session.FirstAt.UTC(), LastAt: session.LastAt.UTC(),
		}
	case !ent.IsNotFound(err):
		return nil, fmt.Errorf("read newest session: %w", err)
	}
	if out.Hours, err = s.statsHours(ctx, known.Name, in.Hours); err != nil {
		return nil, err
	}
	return &struct{ Body Stats }{out}, nil
}

// statsHours are the last so many hours of the clock, of which the last is under way.
func (s *Server) statsHours(ctx context.Context, name string, n int) ([]StatsHour, error) {
	out := make([]StatsHour, 0, n)
	if s.options.Series == nil {
		return out, nil
	}
	end := s.now().UTC().Truncate(time.Hour).Add(time.Hour)
	hours, err := s.options.Series.KillsPerHour(ctx, name, end.Add(-time.Duration(n)*time.Hour), end)
	if err != nil {
		return nil, err
	}
	for _, h := range hours {
		out = append(out, StatsHour{h.Start, h.Kills, h.Rares, h.Deaths, int64(h.Minutes)})
	}
	return out, nil
}
