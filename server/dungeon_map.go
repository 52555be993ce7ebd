package server

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/internal/fault"
)

// DungeonMap is the answer of GET /dungeon-map/{landblock}.
type DungeonMap struct {
	Landblock     string         `json:"landblock" example:"0x01C9"`
	Name          string         `json:"name" doc:"empty while unknown"`
	CharacterName string         `json:"character_name" doc:"whose plugin sent it"`
	Timestamp     time.Time      `json:"timestamp"`
	Levels        []DungeonLevel `json:"levels"`
}

// DungeonLevel is one floor.
type DungeonLevel struct {
	Z     *float64      `json:"z" doc:"metres"`
	Tiles []DungeonTile `json:"tiles"`
}

// DungeonTile is one cell of a floor.
type DungeonTile struct {
	X     *float64 `json:"x" doc:"metres"`
	Y     *float64 `json:"y" doc:"metres"`
	Cell  *int64   `json:"cell"`
	Rot   *float64 `json:"rot"`
	EnvID *int64   `json:"env_id" doc:"which of the game's rooms it is"`
}

type dungeonMapInput struct {
	Landblock string `path:"landblock" pattern:"^(0[xX])?[0-9A-Fa-f]{4}$" patternDescription:"a landblock such as 0x01C9 or 01C9" example:"0x01C9"`
}

// registerDungeonMap is GET /dungeon-map/{landblock}.
func (s *Server) registerDungeonMap() {
	operate(s, Reader, huma.Operation{
		OperationID: "dungeon-map", Method: http.MethodGet, Path: "/dungeon-map/{landblock}", Tags: []string{"map"},
		Summary:     "The floor plan of a landblock",
		Description: "From memory: one of the last 64 that plugins have sent. One that is not there can be asked for on /ws/live with request_dungeon_map.",
	}, s.dungeonMap)
}

func (s *Server) dungeonMap(_ context.Context, in *dungeonMapInput) (*struct{ Body DungeonMap }, error) {
	m, ok := s.options.Hub.State().DungeonMap(in.Landblock)
	if !ok {
		return nil, fault.New(fault.NotFound,
			"No plugin has sent this landblock's map yet; request_dungeon_map on /ws/live asks one for it.").WithKind("no-dungeon-map")
	}
	digits := in.Landblock[len(in.Landblock)-4:]
	out := DungeonMap{
		Landblock: "0x" + strings.ToUpper(digits), Name: m.Name, CharacterName: m.Character, Timestamp: m.Timestamp,
		Levels: make([]DungeonLevel, 0, len(m.Levels)),
	}
	for _, l := range m.Levels {
		level := DungeonLevel{Z: l.Z.Ptr(), Tiles: make([]DungeonTile, 0, len(l.Tiles))}
		for _, t := range l.Tiles {
			level.Tiles = append(level.Tiles, DungeonTile{t.X.Ptr(), t.Y.Ptr(), t.Cell.Ptr(), t.Rot.Ptr(), t.EnvID.Ptr()})
		}
		out.Levels = append(out.Levels, level)
	}
	return &struct{ Body DungeonMap }{out}, nil
}
