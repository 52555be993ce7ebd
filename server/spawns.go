package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/internal/fault"
)

// HeatMap is the answer of GET /spawns/heatmap.
type HeatMap struct {
	Hours int        `json:"hours"`
	Cell  float64    `json:"cell" doc:"a cell's side in map units"`
	Cells []HeatCell `json:"cells"`
}

// HeatCell is how often monsters appeared in one square; ew and ns are its middle.
type HeatCell struct {
	EW    float64 `json:"ew"`
	NS    float64 `json:"ns"`
	Count int64   `json:"count"`
}

// Mobs is the answer of GET /spawns/mobs.
type Mobs struct {
	Mobs []Mob `json:"mobs" doc:"the most frequent first"`
}

// Mob is how often one kind of monster appeared.
type Mob struct {
	Mob   string `json:"mob"`
	Count int64  `json:"count"`
}

type MobsQuery struct {
	Hours int `query:"hours" minimum:"1" maximum:"168" default:"24" doc:"how far back"`
}

type heatMapInput struct {
	MobsQuery
	Mob string `query:"mob" maxLength:"64" doc:"only this one, exactly"`
}

// registerSpawns is GET /spawns/heatmap and GET /spawns/mobs.
func (s *Server) registerSpawns() {
	operate(s, Reader, huma.Operation{
		OperationID: "spawn-heatmap", Method: http.MethodGet, Path: "/spawns/heatmap", Tags: []string{"map"}, Summary: "Where monsters appeared",
	}, s.heatMap)
	operate(s, Reader, huma.Operation{
		OperationID: "spawn-mobs", Method: http.MethodGet, Path: "/spawns/mobs", Tags: []string{"map"}, Summary: "Which monsters appeared",
	}, s.mobs)
}

func (s *Server) heatMap(context.Context, *heatMapInput) (*struct{ Body HeatMap }, error) {
	return nil, fault.New(fault.Unavailable, "Spawns are not kept yet.")
}

func (s *Server) mobs(context.Context, *MobsQuery) (*struct{ Body Mobs }, error) {
	return nil, fault.New(fault.Unavailable, "Spawns are not kept yet.")
}
