package server

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/live"
)

// totalsAge is how old the totals of GET /live may be: dozens of browsers poll it every 5 s.
const totalsAge = 3 * time.Second

// onlineWithin is how recently a plugin must have been heard of for its character to be online.
const onlineWithin = 30 * time.Second

// LivePlayer is one character of GET /live: what the live state has, and its totals from the database.
type LivePlayer struct {
	live.Player
	TotalKills int64 `json:"total_kills" doc:"over all sessions"`
	TotalRares int64 `json:"total_rares" doc:"rare events stored"`
	Online     bool  `json:"online" doc:"heard of in the last 30 s"`
}

// Live is the answer of GET /live.
type Live struct {
	Players []LivePlayer `json:"players"`
}

type liveInput struct {
	Within int `query:"within" minimum:"1" maximum:"86400" default:"30" doc:"seconds since a character was last heard of"`
}

// registerLive is GET /live.
func (s *Server) registerLive() {
	shared := newSharedAnswers(s.now, time.Second, s.livePlayers)
	operate(s, Reader, huma.Operation{
		OperationID: "live", Method: http.MethodGet, Path: "/live", Tags: []string{"characters"},
		Summary:     "Who is where now",
		Description: "Those heard of in the last `within` seconds, by name; up to a second old. Poll it every few seconds.",
		Responses:   sharedSchema[Live](s),
	}, func(ctx context.Context, in *liveInput) (*sharedOutput, error) {
		return shared.get(ctx, in.Within)
	})
}

func (s *Server) livePlayers(ctx context.Context, within int) (any, error) {
	players := s.options.Hub.State().Players(time.Duration(within) * time.Second)
	totals := s.totals.get(ctx)
	now := s.now()
	live := Live{Players: make([]LivePlayer, 0, len(players))}
	for _, p := range players {
		t := totals[p.CharacterName]
		live.Players = append(live.Players, LivePlayer{
			Player: p, TotalKills: t.kills, TotalRares: t.rares, Online: now.Sub(p.LastSeen) <= onlineWithin,
		})
	}
	return live, nil
}

type total struct{ kills, rares int64 }

// totalsCache holds every character's totals, read anew at most every totalsAge. It is safe for concurrent use; who
// comes while it is read waits for it. When the database does not answer, the last totals stand.
type totalsCache struct {
	ent *ent.Client
	now func() time.Time
	log *slog.Logger

	mu     sync.Mutex
	readAt time.Time
	totals map[string]total
}

// get returns a map that nobody changes.
func (c *totalsCache) get(ctx context.Context) map[string]total {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if c.totals != nil && now.Sub(c.readAt) < totalsAge {
		return c.totals
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	fresh, err := readTotals(ctx, c.ent)
	c.readAt = now // also after a failure: the next try comes totalsAge later
	if err != nil {
		c.log.WarnContext(ctx, "totals are stale", slog.Any("error", err))
		if c.totals == nil {
			c.totals = map[string]total{}
		}
		return c.totals
	}
	c.totals = fresh
	return fresh
}

func readTotals(ctx context.Context, client *ent.Client) (map[string]total, error) {
	stats, err := client.CharStats.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read char_stats: %w", err)
	}
	rares, err := client.RareStats.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read rare_stats: %w", err)
	}
	totals := make(map[string]total, len(stats))
	for _, row := range stats {
		totals[row.CharacterName] = total{kills: row.TotalKills}
	}
	for _, row := range rares {
		t := totals[row.CharacterName]
		t.rares = row.TotalRares
		totals[row.CharacterName] = t
	}
	return totals, nil
}
