package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/internal/fault"
)

// History is the answer of GET /history: columns of equal length, a value for each point of time, null where none is
// known.
type History struct {
	Character   string    `json:"character"`
	From        time.Time `json:"from"`
	To          time.Time `json:"to"`
	StepSeconds int       `json:"step_seconds" doc:"between two points"`
	Source      string    `json:"source" enum:"raw,minutes" doc:"what the points are made of"`

	T                   []int64    `json:"t" doc:"Unix seconds, ascending; at most 2,000"`
	Kills               []*float64 `json:"kills" doc:"of the session"`
	KillsPerHour        []*float64 `json:"kills_per_hour" doc:"as the plugin reckons it"`
	RaresFound          []*float64 `json:"rares_found" doc:"of the session"`
	Deaths              []*float64 `json:"deaths" doc:"of the session"`
	PrismaticTaperCount []*float64 `json:"prismatic_taper_count"`
	MemMB               []*float64 `json:"mem_mb"`
	CPUPct              []*float64 `json:"cpu_pct"`
	LatencyMS           []*float64 `json:"latency_ms" doc:"mean"`
	LatencyMaxMS        []*float64 `json:"latency_max_ms"`
	EW                  []*float64 `json:"ew"`
	NS                  []*float64 `json:"ns"`
}

type historyInput struct {
	Character string    `query:"character" required:"true" minLength:"1" maxLength:"64" doc:"the character's name, exactly"`
	From      time.Time `query:"from" doc:"24 hours before to by default"`
	To        time.Time `query:"to" doc:"now by default"`
	Step      int       `query:"step" minimum:"1" maximum:"86400" doc:"seconds between two points, at least; chosen by the server where it is left out, or would make more than 2,000"`
}

// registerHistory is GET /history.
func (s *Server) registerHistory() {
	operate(s, Reader, huma.Operation{
		OperationID: "history", Method: http.MethodGet, Path: "/history", Tags: []string{"characters"},
		Summary: "A character's telemetry over time", Description: "Downsampled to at most 2,000 points.",
	}, s.history)
}

func (s *Server) history(context.Context, *historyInput) (*struct{ Body History }, error) {
	return nil, fault.New(fault.Unavailable, "History is not kept yet.")
}
