package server

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/labstack/echo/v4"

	"github.com/mosswart/overlord/internal/fault"
)

// recovered turns a panic into a 500 problem; the stack goes to the log. Where the answer had begun, the connection is
// cut instead, so that nobody takes half an answer for a whole one.
func (s *Server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		ctx := c.Request().Context()
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(http.ErrAbortHandler)
			}
			s.log.ErrorContext(ctx, "panic", slog.String("request_id", RequestID(ctx)),
				slog.String("panic", fmt.Sprint(v)), slog.String("stack", string(debug.Stack())))
			if c.Response().Committed || exchangeFrom(ctx).hijacked {
				panic(http.ErrAbortHandler)
			}
			s.writeProblem(c.Response(), c.Request(), s.newProblem(ctx, statusOf(fault.Internal), internalDetail), nil)
		}()
		return next(c)
	}
}
