package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/internal/fault"
)

// Trails is the answer of GET /trails.
type Trails struct {
	Seconds int     `json:"seconds" doc:"as asked"`
	Trails  []Trail `json:"trails" doc:"by name"`
}

// Trail is where one character has been, outdoors, oldest first.
type Trail struct {
	CharacterName string       `json:"character_name"`
	Points        [][3]float64 `json:"points" doc:"at most 120 of Unix milliseconds, ew, ns"`
}

type trailsInput struct {
	Seconds int `query:"seconds" minimum:"1" maximum:"3600" default:"600" doc:"how far back"`
}

// registerTrails is GET /trails.
func (s *Server) registerTrails() {
	shared := newSharedAnswers(s.now, s.trails)
	operate(s, Reader, huma.Operation{
		OperationID: "trails", Method: http.MethodGet, Path: "/trails", Tags: []string{"map"},
		Summary: "Where everybody has been lately", Description: "Outdoors only, by name; up to a second old.", Responses: sharedSchema[Trails](s),
	}, func(ctx context.Context, in *trailsInput) (*sharedOutput, error) {
		return shared.get(ctx, in.Seconds)
	})
}

func (s *Server) trails(context.Context, int) (any, error) {
	return nil, fault.New(fault.Unavailable, "Positions are not kept yet.")
}
