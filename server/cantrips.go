package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// Cantrips is the answer of GET /cantrips/{character}.
type Cantrips struct {
	CharacterName string     `json:"character_name"`
	Timestamp     *time.Time `json:"timestamp" doc:"of the list; null before the first"`
	Cantrips      []Cantrip  `json:"cantrips"`
}

// Cantrip is one active cantrip and the item it comes from.
type Cantrip struct {
	SpellID *int64 `json:"spell_id"`
	Name    string `json:"name"`
	Family  *int64 `json:"family" doc:"of which only the strongest counts"`
	Tier    string `json:"tier" example:"legendary"`
	ItemID  *int64 `json:"item_id"`
}

// registerCantrips is GET /cantrips/{character}.
func (s *Server) registerCantrips() {
	operate(s, Reader, huma.Operation{
		OperationID: "cantrips", Method: http.MethodGet, Path: "/cantrips/{character}", Tags: []string{"characters"},
		Summary: "The cantrips that are active on a character", Description: "From memory: empty until the plugin has sent them.",
	}, s.cantrips)
}

func (s *Server) cantrips(ctx context.Context, in *CharacterPath) (*struct{ Body Cantrips }, error) {
	if err := s.mustBeKnown(ctx, in.Character); err != nil {
		return nil, err
	}
	out := Cantrips{CharacterName: in.Character, Cantrips: []Cantrip{}}
	if newest, ok := s.options.Hub.State().Cantrips(in.Character); ok {
		out.Timestamp = &newest.Timestamp
		for _, c := range newest.Cantrips {
			out.Cantrips = append(out.Cantrips, Cantrip{c.SpellID.Ptr(), c.Name, c.Family.Ptr(), c.Tier, c.ItemID.Ptr()})
		}
	}
	return &struct{ Body Cantrips }{out}, nil
}
