package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/timeseries"
)

// historyMost is the longest stretch that can be asked for at once.
const historyMost = 366 * 24 * time.Hour

// History is the answer of GET /history: columns of equal length, a value for each point of time, null where none is
// known.
type History struct {
	Character   string    `json:"character"`
	From        time.Time `json:"from"`
	To          time.Time `json:"to"`
	StepSeconds int       `json:"step_seconds" doc:"between two points"`
	Source      string    `json:"source" enum:"raw,minutes" doc:"what the points are made of"`

	T                   []int64    `json:"t" doc:"Unix seconds, ascending; at most 2,000"`
	Kills               []*int64   `json:"kills" doc:"of the session"`
	KillsPerHour        []*float64 `json:"kills_per_hour" doc:"as the plugin reckons it"`
	RaresFound          []*int64   `json:"rares_found" doc:"of the session"`
	Deaths              []*int64   `json:"deaths" doc:"of the session"`
	PrismaticTaperCount []*int64   `json:"prismatic_taper_count"`
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

func (s *Server) history(ctx context.Context, in *historyInput) (*struct{ Body History }, error) {
	from, to := in.From.UTC(), in.To.UTC()
	if in.To.IsZero() {
		to = s.now().UTC()
	}
	if in.From.IsZero() {
		from = to.Add(-24 * time.Hour)
	}
	switch {
	case !from.Before(to):
		return nil, fault.Field("to", "must be after from")
	case to.Sub(from) > historyMost:
		return nil, fault.Field("from", "must be at most 366 days before to")
	}
	if err := s.mustBeKnown(ctx, in.Character); err != nil {
		return nil, err
	}
	series, err := s.series()
	if err != nil {
		return nil, err
	}
	h, err := series.History(ctx, timeseries.HistoryQuery{
		Character: in.Character, From: from, To: to, Step: time.Duration(in.Step) * time.Second,
	})
	if err != nil {
		return nil, err
	}
	return &struct{ Body History }{History{
		Character: in.Character, From: from, To: to, StepSeconds: int(h.Step / time.Second), Source: h.Source,
		T: column(h.T), Kills: column(h.Kills), KillsPerHour: column(h.KillsPerHour), RaresFound: column(h.RaresFound), Deaths: column(h.Deaths),
		PrismaticTaperCount: column(h.PrismaticTaperCount), MemMB: column(h.MemMB), CPUPct: column(h.CPUPct),
		LatencyMS: column(h.LatencyMS), LatencyMaxMS: column(h.LatencyMaxMS), EW: column(h.EW), NS: column(h.NS),
	}}, nil
}

// column is a list that is never null.
func column[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}
