package server

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/timeseries"
)

const (
	trailPoints = 120             // of one trail, at most
	trailsAge   = 5 * time.Second // how old an answer may be: the newest fixes come over the live socket
	trailsAhead = time.Hour       // plugins' clocks may be fast by so much
)

// Trails is the answer of GET /trails.
type Trails struct {
	Seconds int     `json:"seconds" doc:"as asked"`
	Trails  []Trail `json:"trails" doc:"by name, at most 120 points each"`
}

// Trail is where one character has been, outdoors, oldest first.
type Trail struct {
	CharacterName string       `json:"character_name"`
	Points        [][3]float64 `json:"points" doc:"of Unix milliseconds, ew, ns"`
}

type trailsInput struct {
	Seconds int `query:"seconds" minimum:"1" maximum:"3600" default:"600" doc:"how far back"`
}

// registerTrails is GET /trails.
func (s *Server) registerTrails() {
	shared := newSharedAnswers(s.now, trailsAge, s.trails)
	operate(s, Reader, huma.Operation{
		OperationID: "trails", Method: http.MethodGet, Path: "/trails", Tags: []string{"map"},
		Summary: "Where everybody has been lately", Description: "Outdoors only, by name; up to 5 s old.", Responses: sharedSchema[Trails](s),
	}, func(ctx context.Context, in *trailsInput) (*sharedOutput, error) {
		return shared.get(ctx, in.Seconds)
	})
}

func (s *Server) trails(ctx context.Context, seconds int) (any, error) {
	series, err := s.series()
	if err != nil {
		return nil, err
	}
	// The first and the last step may be cut short, so that one less than the points fits.
	step := time.Duration((seconds+trailPoints-2)/(trailPoints-1)) * time.Second
	now := s.now()
	trails, err := series.Trails(ctx, now.Add(-time.Duration(seconds)*time.Second), now.Add(trailsAhead), step)
	if err != nil {
		return nil, err
	}
	return Trails{Seconds: seconds, Trails: trailsByName(trails)}, nil
}

// trailsByName is what the time series tell of trails, as it is written.
func trailsByName(trails map[string][]timeseries.TrailPoint) []Trail {
	out := make([]Trail, 0, len(trails))
	for _, name := range slices.Sorted(maps.Keys(trails)) {
		trail := Trail{CharacterName: name, Points: make([][3]float64, 0, len(trails[name]))}
		for _, p := range trails[name] {
			trail.Points = append(trail.Points, [3]float64{float64(p.At.UnixMilli()), p.EW, p.NS})
		}
		out = append(out, trail)
	}
	return out
}
