package server

import (
	"context"
	"time"

	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/timeseries"
)

// Series reads what grows without end; timeseries.Store does.
type Series interface {
	History(ctx context.Context, q timeseries.HistoryQuery) (timeseries.History, error)
	Trails(ctx context.Context, since, until time.Time, every time.Duration) (map[string][]timeseries.TrailPoint, error)
	Explored(ctx context.Context, since time.Time) ([]timeseries.Landblock, error)
	KillsPerHour(ctx context.Context, character string, from, to time.Time) ([]timeseries.Hour, error)
	KillsBefore(ctx context.Context, character, session string, from, at time.Time) (int64, error)
	HeatCells(ctx context.Context, from time.Time, mob string) ([]timeseries.Cell, error)
	Mobs(ctx context.Context, from time.Time) ([]timeseries.Mob, error)
	Kind() string
}

// series is where telemetry and spawns are read, or why they cannot be.
func (s *Server) series() (Series, error) {
	if s.options.Series == nil {
		return nil, fault.New(fault.Unavailable, "This server does not read its time series.")
	}
	return s.options.Series, nil
}
