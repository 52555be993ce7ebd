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

// liveAge is how old an answer of a route that many browsers poll may be.
const liveAge = time.Second

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
	shared := newSharedAnswers(s.now, liveAge, s.livePlayers)
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

// totalsWait is how long an answer waits for new totals when it has old ones.
const totalsWait = 250 * time.Millisecond

// totalsCache holds every character's totals, read anew at most every totalsAge. It is safe for concurrent use. While
// the database does not answer, the last totals stand.
type totalsCache struct {
	ent  *ent.Client
	now  func() time.Time
	log  *slog.Logger
	read *errand

	mu     sync.Mutex
	readAt time.Time
	totals map[string]total // nil before the first
}

func newTotalsCache(client *ent.Client, now func() time.Time, log *slog.Logger, errands *sync.WaitGroup) *totalsCache {
	c := &totalsCache{ent: client, now: now, log: log}
	c.read = newErrand(errands, c.refresh)
	return c
}

// get returns a map that nobody changes; it is empty before the totals were ever read.
func (c *totalsCache) get(ctx context.Context) map[string]total {
	totals, fresh := c.known()
	if fresh {
		return totals
	}
	wait := totalsWait
	if totals == nil {
		wait = errandTime
	}
	if err := c.read.run(ctx, wait); err != nil {
		c.log.WarnContext(ctx, "totals are stale", slog.Any("error", err))
	}
	totals, _ = c.known()
	return totals
}

func (c *totalsCache) known() (totals map[string]total, fresh bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.totals, !c.readAt.IsZero() && c.now().Sub(c.readAt) < totalsAge
}

func (c *totalsCache) refresh(ctx context.Context) error {
	totals, err := readTotals(ctx, c.ent)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.readAt = c.now() // also after a failure: the next try comes totalsAge later
	if err == nil {
		c.totals = totals
	}
	return err
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
