package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
)

// HTTPServer is an http.Server for handler with all its limits set. The caller gives it a listener and stops it with
// Server.Shutdown.
func HTTPServer(handler http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: ReadHeaderTimeout, ReadTimeout: ReadTimeout, WriteTimeout: WriteTimeout,
		IdleTimeout: IdleTimeout, MaxHeaderBytes: MaxHeaderBytes, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// Shutdown stops web gracefully: no new connections, running requests finish, the browsers' and the plugins' sockets
// (which http.Server leaves open) are closed with 1001. When ctx ends first, what is left is cut off. All of the
// sockets' goroutines have ended when it returns.
func (s *Server) Shutdown(ctx context.Context, web *http.Server) error {
	var wg sync.WaitGroup
	var webErr, hubErr, gatewayErr, suitsErr error
	wg.Go(func() {
		if webErr = web.Shutdown(ctx); webErr != nil {
			webErr = errors.Join(fmt.Errorf("finish requests: %w", webErr), web.Close())
		}
	})
	if s.suits != nil { // the streams of its events end with it, and their requests
		wg.Go(func() { suitsErr = s.suits.Close(ctx) })
	}
	if s.options.Hub != nil {
		wg.Go(func() { hubErr = s.options.Hub.Close(ctx) })
	}
	if s.options.Gateway != nil {
		wg.Go(func() { gatewayErr = s.options.Gateway.Close(ctx) })
	}
	if s.options.Resources != nil {
		wg.Go(s.options.Resources.CloseSockets)
	}
	wg.Wait()
	// A question that a frozen database holds up ends with its connection, and touches nothing of ours but memory.
	asked := make(chan struct{})
	go func() {
		s.errands.Wait()
		close(asked)
	}()
	select {
	case <-asked:
	case <-ctx.Done():
	}
	return errors.Join(webErr, hubErr, gatewayErr, suitsErr)
}
