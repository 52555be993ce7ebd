package server

import (
	"context"
	"log/slog"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gorilla/websocket"
	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/live"
	"github.com/mosswart/overlord/server/auth"
)

// registerSockets is GET /ws/live, the browsers', and GET /ws/position, the plugins'.
func (s *Server) registerSockets() {
	s.handle(Reader, http.MethodGet, "/ws/live", s.liveSocket, socketRoute)
	s.describe(huma.Operation{
		OperationID: "live-socket", Method: http.MethodGet, Path: "/ws/live", Tags: []string{"sockets"}, Summary: "Events as they happen (WebSocket)",
		Description: "Send subscribe, commands and request_dungeon_map; receive every event that the caller may see.",
		Responses:   map[string]*huma.Response{"101": {Description: "Switching Protocols"}},
	})
	s.handle(Plugin, http.MethodGet, "/ws/position", func(c echo.Context) error {
		s.options.Gateway.ServeHTTP(c.Response(), c.Request())
		return nil
	}, socketRoute)
	s.describe(huma.Operation{
		OperationID: "plugin-socket", Method: http.MethodGet, Path: "/ws/position", Tags: []string{"sockets"}, Summary: "Where plugins send their events (WebSocket)",
		Description: "Needs the header X-Plugin-Secret; refuses browsers.",
		Responses:   map[string]*huma.Response{"101": {Description: "Switching Protocols"}},
	})
}

func (s *Server) liveSocket(c echo.Context) error {
	r := c.Request()
	ctx := r.Context()
	if s.gate.CrossOrigin(r) {
		return fault.New(fault.Forbidden, "This socket was asked for by another site's page.").WithKind("cross-origin")
	}
	if !websocket.IsWebSocketUpgrade(r) {
		c.Response().Header().Set("Upgrade", "websocket")
		return echo.NewHTTPError(http.StatusUpgradeRequired)
	}
	p := PrincipalFrom(ctx)
	viewer := live.Viewer{
		UserID: p.UserID, Username: p.Username, SessionID: p.SessionID, Admin: p.Admin, Internal: p.Kind == auth.Internal,
	}
	if p.Kind == auth.User && !p.Admin {
		viewer.SeesTells = func(character string) bool { return s.tells.sees(p.UserID, character) }
		var watch sync.WaitGroup
		watching, stop := context.WithCancel(context.WithoutCancel(ctx))
		s.tells.refresh(watching)
		watch.Go(func() { s.tells.keepFresh(watching) })
		defer watch.Wait()
		defer stop()
	}
	// The hub has answered the request itself, whatever came of it.
	if err := s.options.Hub.Serve(c.Response(), r, viewer); err != nil {
		s.log.InfoContext(ctx, "no live socket", slog.String("request_id", RequestID(ctx)), slog.Any("error", err))
	}
	return nil
}
