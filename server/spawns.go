package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/timeseries"
)

const spawnsAge = time.Minute // a day of spawns is a million rows: one count serves everybody for so long

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

type heatQuestion struct {
	hours int
	mob   string
}

// registerSpawns is GET /spawns/heatmap and GET /spawns/mobs.
func (s *Server) registerSpawns() {
	heat := newSharedAnswers(s.now, spawnsAge, s.heatMap)
	operate(s, Reader, huma.Operation{
		OperationID: "spawn-heatmap", Method: http.MethodGet, Path: "/spawns/heatmap", Tags: []string{"map"},
		Summary: "Where monsters appeared", Description: "At most 50,000 cells, the fullest ones; up to a minute old.", Responses: sharedSchema[HeatMap](s),
	}, func(ctx context.Context, in *heatMapInput) (*sharedOutput, error) {
		return heat.get(ctx, heatQuestion{in.Hours, in.Mob})
	})
	mobs := newSharedAnswers(s.now, spawnsAge, s.mobs)
	operate(s, Reader, huma.Operation{
		OperationID: "spawn-mobs", Method: http.MethodGet, Path: "/spawns/mobs", Tags: []string{"map"},
		Summary: "Which monsters appeared", Description: "At most 2,000; up to a minute old.", Responses: sharedSchema[Mobs](s),
	}, func(ctx context.Context, in *MobsQuery) (*sharedOutput, error) { return mobs.get(ctx, in.Hours) })
}

func (s *Server) heatMap(ctx context.Context, q heatQuestion) (any, error) {
	series, err := s.series()
	if err != nil {
		return nil, err
	}
	cells, err := series.HeatCells(ctx, s.now().Add(-time.Duration(q.hours)*time.Hour), q.mob)
	if err != nil {
		return nil, err
	}
	out := HeatMap{Hours: q.hours, Cell: timeseries.CellSide, Cells: make([]HeatCell, 0, len(cells))}
	for _, c := range cells {
		out.Cells = append(out.Cells, HeatCell(c))
	}
	return out, nil
}

func (s *Server) mobs(ctx context.Context, hours int) (any, error) {
	series, err := s.series()
	if err != nil {
		return nil, err
	}
	mobs, err := series.Mobs(ctx, s.now().Add(-time.Duration(hours)*time.Hour))
	if err != nil {
		return nil, err
	}
	out := Mobs{Mobs: make([]Mob, 0, len(mobs))}
	for _, m := range mobs {
		out.Mobs = append(out.Mobs, Mob{m.Name, m.Count})
	}
	return out, nil
}
