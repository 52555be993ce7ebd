package server

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/timeseries"
)

const (
	pastPoints  = 721             // of one trail, at most: a place each two minutes of a day
	pastLeast   = time.Minute     // between two points, at least
	pastAge     = time.Minute     // how old an answer may be
	exploredAge = 5 * time.Minute // how old an answer may be
)

// PastTrails is the answer of GET /trails/past.
type PastTrails struct {
	From        time.Time `json:"from"`
	To          time.Time `json:"to"`
	StepSeconds int       `json:"step_seconds" doc:"between two points of a trail, where nothing is missing"`
	Trails      []Trail   `json:"trails" doc:"by name, at most 721 points each"`
}

type pastInput struct {
	To    time.Time `query:"to" doc:"now by default; cut to the minute"`
	Hours int       `query:"hours" minimum:"1" maximum:"24" default:"24" doc:"how far back from there"`
}

type pastQuestion struct {
	to    int64 // Unix seconds
	hours int
}

// Explored is the answer of GET /explored.
type Explored struct {
	Days   int      `json:"days" doc:"as asked"`
	Blocks [][2]int `json:"blocks" doc:"column to the east and row to the north of a landblock, the two bytes of its number"`
}

type exploredInput struct {
	Days int `query:"days" minimum:"1" maximum:"30" default:"7" doc:"how far back"`
}

// registerPast is GET /trails/past and GET /explored: where everybody has been.
func (s *Server) registerPast() {
	past := newSharedAnswers(s.now, pastAge, s.past)
	operate(s, Reader, huma.Operation{
		OperationID: "past-trails", Method: http.MethodGet, Path: "/trails/past", Tags: []string{"map"},
		Summary:     "Where everybody was in hours gone by",
		Description: "Outdoors only, by name; the last place of each step, which is longer where there are many characters. Up to a minute old.",
		Responses:   sharedSchema[PastTrails](s),
	}, func(ctx context.Context, in *pastInput) (*sharedOutput, error) {
		to := in.To
		if to.IsZero() {
			to = s.now()
		}
		return past.get(ctx, pastQuestion{to.Truncate(time.Minute).Unix(), in.Hours})
	})
	explored := newSharedAnswers(s.now, exploredAge, s.explored)
	operate(s, Reader, huma.Operation{
		OperationID: "explored", Method: http.MethodGet, Path: "/explored", Tags: []string{"map"},
		Summary: "Landblocks that anybody has set foot in", Description: "Outdoors only; up to 5 minutes old.", Responses: sharedSchema[Explored](s),
	}, func(ctx context.Context, in *exploredInput) (*sharedOutput, error) { return explored.get(ctx, in.Days) })
}

func (s *Server) past(ctx context.Context, q pastQuestion) (any, error) {
	series, err := s.series()
	if err != nil {
		return nil, err
	}
	span := time.Duration(q.hours) * time.Hour
	to := time.Unix(q.to, 0).UTC()
	step := pastStep(span, len(s.options.Hub.State().Players(span)))
	trails, err := series.Trails(ctx, to.Add(-span), to, step)
	if err != nil {
		return nil, err
	}
	return PastTrails{From: to.Add(-span), To: to, StepSeconds: int(step / time.Second), Trails: trailsByName(trails)}, nil
}

// pastStep is the shortest step of whole minutes at which so many characters' trails of so long a time may be read.
func pastStep(span time.Duration, characters int) time.Duration {
	points := min(pastPoints, timeseries.MostTrailPoints/max(characters, 1))
	// The first and the last step may be cut short.
	step := span / time.Duration(max(points-1, 1))
	return max(pastLeast, (step + time.Minute - 1).Truncate(time.Minute))
}

func (s *Server) explored(ctx context.Context, days int) (any, error) {
	series, err := s.series()
	if err != nil {
		return nil, err
	}
	blocks, err := series.Explored(ctx, s.now().Add(-time.Duration(days)*24*time.Hour))
	if err != nil {
		return nil, err
	}
	out := Explored{Days: days, Blocks: make([][2]int, 0, len(blocks))}
	for _, b := range blocks {
		out.Blocks = append(out.Blocks, [2]int{b.X, b.Y})
	}
	return out, nil
}
