package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// Nearby is the answer of GET /nearby/{character}.
type Nearby struct {
	CharacterName string         `json:"character_name"`
	Timestamp     *time.Time     `json:"timestamp" doc:"of the list; null before the first"`
	Radius        *float64       `json:"radius" doc:"metres"`
	Objects       []NearbyObject `json:"objects"`
}

// NearbyObject is one object near a character; positions are in map units.
type NearbyObject struct {
	ID          *int64   `json:"id"`
	Name        string   `json:"name"`
	ObjectClass *int64   `json:"object_class"`
	EW          *float64 `json:"ew"`
	NS          *float64 `json:"ns"`
	Z           *float64 `json:"z"`
	Distance    *float64 `json:"distance" doc:"metres"`
	HealthPct   *float64 `json:"health_pct"`
}

// registerNearby is GET /nearby/{character}.
func (s *Server) registerNearby() {
	operate(s, Reader, huma.Operation{
		OperationID: "nearby", Method: http.MethodGet, Path: "/nearby/{character}", Tags: []string{"characters"},
		Summary: "What is around a character", Description: "From memory: empty until the plugin has sent it.",
	}, s.nearby)
}

func (s *Server) nearby(ctx context.Context, in *CharacterPath) (*struct{ Body Nearby }, error) {
	if err := s.mustBeKnown(ctx, in.Character); err != nil {
		return nil, err
	}
	out := Nearby{CharacterName: in.Character, Objects: []NearbyObject{}}
	if newest, ok := s.options.Hub.State().Nearby(in.Character); ok {
		out.Timestamp, out.Radius = &newest.Timestamp, newest.Radius.Ptr()
		for _, o := range newest.Objects {
			out.Objects = append(out.Objects, NearbyObject{
				ID: o.ID.Ptr(), Name: o.Name, ObjectClass: o.ObjectClass.Ptr(), EW: o.EW.Ptr(), NS: o.NS.Ptr(), Z: o.Z.Ptr(),
				Distance: o.Distance.Ptr(), HealthPct: o.HealthPct.Ptr(),
			})
		}
	}
	return &struct{ Body Nearby }{out}, nil
}
