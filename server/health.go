package server

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Health says that the process answers.
type Health struct {
	Status string `json:"status" enum:"ok"`
}

// Readiness says whether the parts that requests need are there.
type Readiness struct {
	Status string            `json:"status" enum:"ok,degraded"`
	Checks map[string]string `json:"checks" doc:"part → ok, or away"`
}

type readinessOutput struct {
	Status int
	Body   Readiness
}

// registerHealth is GET /healthz, /readyz and /metrics.
func (s *Server) registerHealth() {
	operate(s, InternalOnly, huma.Operation{
		OperationID: "health", Method: http.MethodGet, Path: "/healthz", Summary: "The process answers", Tags: []string{"site"},
	}, func(context.Context, *struct{}) (*struct{ Body Health }, error) {
		return &struct{ Body Health }{Health{Status: "ok"}}, nil
	})
	operate(s, InternalOnly, huma.Operation{
		OperationID: "readiness", Method: http.MethodGet, Path: "/readyz", Summary: "The database answers", Tags: []string{"site"},
		Description: "503 with the same body while a part is away.",
	}, s.readiness)

	metrics := promhttp.HandlerFor(s.options.Metrics, promhttp.HandlerOpts{DisableCompression: true})
	s.handle(InternalOnly, http.MethodGet, "/metrics", echo.WrapHandler(metrics))
}

func (s *Server) readiness(ctx context.Context, _ *struct{}) (*readinessOutput, error) {
	out := &readinessOutput{Status: http.StatusOK, Body: Readiness{Status: "ok", Checks: map[string]string{"database": "ok"}}}
	if err := s.pingDatabase(ctx); err != nil {
		s.log.WarnContext(ctx, "not ready", slog.Any("error", err))
		out.Status = http.StatusServiceUnavailable
		out.Body = Readiness{Status: "degraded", Checks: map[string]string{"database": "away"}}
	}
	return out, nil
}

// pingDatabase is nil when the database answers soon.
func (s *Server) pingDatabase(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	return s.options.DB.SQL.PingContext(ctx)
}
