package server

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/live"
	"github.com/mosswart/overlord/timeseries"
)

const (
	gameServerWithin = 10 * time.Minute // a game server that no plugin has named for so long is not listed
	gameServerSilent = 30 * time.Second // a game server that all its clients have not heard for so long is down
)

// ServerHealth is the answer of GET /server-health.
type ServerHealth struct {
	Status           string             `json:"status" enum:"ok,degraded" doc:"degraded while the database is away or the journal cannot append; the live map goes on"`
	GameServers      []GameServer       `json:"game_servers" doc:"by name"`
	PluginSockets    int                `json:"plugin_sockets"`
	CharactersOnline int                `json:"characters_online" doc:"that a plugin socket carries"`
	Browsers         int                `json:"browsers" doc:"open live sockets"`
	EventsPerSecond  map[string]float64 `json:"events_per_second" doc:"type → mean over the last minute"`
	LastEventAt      *time.Time         `json:"last_event_at" doc:"null before the first"`
	Database         DatabaseHealth     `json:"database"`
	Journal          JournalHealth      `json:"journal"`
}

// GameServer is a game server as its clients see it.
type GameServer struct {
	Server          string   `json:"server" doc:"empty where the plugins do not name it"`
	Up              *bool    `json:"up" doc:"whether any client online has heard from it in the last 30 s; null where nobody is there to tell"`
	LatencyMS       *float64 `json:"latency_ms" doc:"median of its clients online"`
	Characters      int      `json:"characters" doc:"online"`
	LastMessageAgeS *float64 `json:"last_message_age_s" doc:"seconds since any client last heard from it"`
}

// DatabaseHealth is how the database answers.
type DatabaseHealth struct {
	Status    string   `json:"status" enum:"ok,away"`
	Kind      string   `json:"kind" enum:"sqlite,postgres,timescaledb"`
	LatencyMS *float64 `json:"latency_ms" doc:"of a ping; null while it is away"`
}

// JournalHealth is what waits between the plugins and the database.
type JournalHealth struct {
	Lanes []JournalLane `json:"lanes"`
	Dead  int64         `json:"dead" doc:"events that were put aside because the database refused them"`
	Error string        `json:"error" doc:"why it cannot append; empty while it can"`
}

// JournalLane is one queue of the journal.
type JournalLane struct {
	Lane       string   `json:"lane" enum:"bulk,kept"`
	Pending    int64    `json:"pending" doc:"events that are not in the database yet"`
	OldestAgeS *float64 `json:"oldest_age_s" doc:"seconds that the oldest of them has waited; null where none waits"`
	Bytes      int64    `json:"bytes"`
}

// registerServerHealth is GET /server-health.
func (s *Server) registerServerHealth() {
	shared := newSharedAnswers(s.now, liveAge, func(ctx context.Context, _ struct{}) (any, error) { return s.Health(ctx), nil })
	operate(s, Reader, huma.Operation{
		OperationID: "server-health", Method: http.MethodGet, Path: "/server-health", Tags: []string{"site"},
		Summary:     "How plugins, game servers, database and journal are doing",
		Description: "Up to a second old. It answers while the database is away.", Responses: sharedSchema[ServerHealth](s),
	}, func(ctx context.Context, _ *struct{}) (*sharedOutput, error) { return shared.get(ctx, struct{}{}) })
}

// Health is how the site is doing now. It waits for the database at most as long as a ping may take.
func (s *Server) Health(ctx context.Context) ServerHealth {
	gateway := s.options.Gateway.Status()
	out := ServerHealth{
		Status:        "ok",
		GameServers:   gameServers(s.options.Hub.State().Players(gameServerWithin), s.now()),
		PluginSockets: gateway.Sockets, CharactersOnline: gateway.Characters, Browsers: s.options.Hub.Sockets(),
		EventsPerSecond: make(map[string]float64, len(gateway.EventsPerSecond)),
		Database:        DatabaseHealth{Status: "ok", Kind: s.databaseKind()},
	}
	for t, n := range gateway.EventsPerSecond {
		out.EventsPerSecond[string(t)] = n
	}
	if !gateway.LastEventAt.IsZero() {
		at := gateway.LastEventAt.UTC()
		out.LastEventAt = &at
	}
	began := time.Now()
	if err := s.databaseAway(ctx); err != nil {
		out.Status, out.Database.Status = "degraded", "away"
	} else {
		ms := float64(time.Since(began).Microseconds()) / 1000
		out.Database.LatencyMS = &ms
	}
	if out.Journal = s.journalHealth(); out.Journal.Error != "" {
		out.Status = "degraded"
	}
	return out
}

func (s *Server) databaseKind() string {
	switch {
	case s.options.Series != nil:
		return s.options.Series.Kind()
	case s.options.DB.Dialect == dialect.SQLite:
		return timeseries.KindSQLite
	default:
		return timeseries.KindPostgres
	}
}

// journalHealth puts together what the journal and its writer say.
func (s *Server) journalHealth() JournalHealth {
	out := JournalHealth{Lanes: []JournalLane{}}
	var of journal.Status
	if s.options.Journal != nil {
		of = s.options.Journal.Status()
	}
	out.Dead = int64(of.Dead)
	if of.Error != "" {
		out.Error = "The journal cannot append; the server's log says why."
	}
	if s.options.Writer == nil {
		return out
	}
	for _, l := range s.options.Writer.Status().Lanes {
		lane := JournalLane{Lane: string(l.Lane), Pending: int64(l.Pending), Bytes: of.Lanes[l.Lane].Bytes}
		if l.OldestPendingAgeS > 0 {
			lane.OldestAgeS = &l.OldestPendingAgeS
		}
		out.Lanes = append(out.Lanes, lane)
	}
	return out
}

// gameServers groups the characters by the server that their telemetry names.
func gameServers(players []live.Player, now time.Time) []GameServer {
	byName := map[string]*GameServer{}
	latencies := map[string][]float64{}
	for i := range players {
		p := &players[i]
		if p.Timestamp == nil { // no telemetry
			continue
		}
		g := byName[p.Server]
		if g == nil {
			g = &GameServer{Server: p.Server}
			byName[p.Server] = g
		}
		silence := now.Sub(p.LastSeen)
		if p.LastServerMessageS != nil {
			age := *p.LastServerMessageS + silence.Seconds()
			if g.LastMessageAgeS == nil || age < *g.LastMessageAgeS {
				g.LastMessageAgeS = &age
			}
		}
		if silence > onlineWithin {
			continue
		}
		g.Characters++
		if p.LatencyMS != nil {
			latencies[p.Server] = append(latencies[p.Server], *p.LatencyMS)
		}
	}
	out := make([]GameServer, 0, len(byName))
	for name, g := range byName {
		if known := latencies[name]; len(known) > 0 {
			slices.Sort(known)
			g.LatencyMS = &known[len(known)/2]
		}
		if g.Characters > 0 && (g.LastMessageAgeS != nil || g.LatencyMS != nil) {
			up := g.LastMessageAgeS == nil || *g.LastMessageAgeS <= gameServerSilent.Seconds()
			g.Up = &up
		}
		out = append(out, *g)
	}
	slices.SortFunc(out, func(a, b GameServer) int { return cmp.Compare(strings.ToLower(a.Server), strings.ToLower(b.Server)) })
	return out
}
