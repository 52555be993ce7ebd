package server

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/mosswart/overlord/ingest/journal"
	"github.com/mosswart/overlord/ingest/writer"
)

// pingWait is how soon the database must answer.
const pingWait = 2 * time.Second

// Journal is what tells of the journal; journal.Journal does.
type Journal interface{ Status() journal.Status }

// Writer is what tells how far storing is behind; writer.Writer does.
type Writer interface{ Status() writer.Status }

// Health says that the process answers.
type Health struct {
	Status string `json:"status" enum:"ok"`
}

// Readiness says whether the parts that requests need are there.
type Readiness struct {
	Status string            `json:"status" enum:"ok,degraded"`
	Checks map[string]string `json:"checks" doc:"database → ok, or away; journal → ok, or stuck while it cannot append"`
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
		OperationID: "readiness", Method: http.MethodGet, Path: "/readyz", Summary: "The database answers, and the journal takes events", Tags: []string{"site"},
		Description: "503 with the same body while a part is away.",
	}, s.readiness)

	metrics := promhttp.HandlerFor(s.options.Metrics, promhttp.HandlerOpts{DisableCompression: true})
	s.handle(InternalOnly, http.MethodGet, "/metrics", echo.WrapHandler(metrics))
}

func (s *Server) readiness(ctx context.Context, _ *struct{}) (*readinessOutput, error) {
	out := &readinessOutput{Status: http.StatusOK, Body: Readiness{Status: "ok", Checks: map[string]string{"database": "ok"}}}
	if err := s.databaseAway(ctx); err != nil {
		s.log.WarnContext(ctx, "not ready: the database", slog.Any("error", err))
		out.Body.Checks["database"] = "away"
	}
	if s.options.Journal != nil {
		out.Body.Checks["journal"] = "ok"
		if why := s.options.Journal.Status().Error; why != "" {
			s.log.WarnContext(ctx, "not ready: the journal", slog.String("error", why))
			out.Body.Checks["journal"] = "stuck"
		}
	}
	for _, state := range out.Body.Checks {
		if state != "ok" {
			out.Status, out.Body.Status = http.StatusServiceUnavailable, "degraded"
		}
	}
	return out, nil
}

// databaseAway is nil when the database answers a ping soon, and the writer is not held up by it.
func (s *Server) databaseAway(ctx context.Context) error {
	if err := s.ping.run(ctx, pingWait); err != nil {
		return err
	}
	if s.options.Writer == nil {
		return nil
	}
	for _, l := range s.options.Writer.Status().Lanes {
		if l.Error != "" {
			return fmt.Errorf("the writer has been held up since %s: %s", l.ErrorSince.UTC().Format(time.RFC3339), l.Error)
		}
	}
	return nil
}
