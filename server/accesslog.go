package server

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/mosswart/overlord/server/auth"
)

// observe is the outermost layer: it names the request, and when it is over logs and counts it.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{id: r.Header.Get("X-Request-Id"), path: r.URL.Path}
		if !saneID(x.id) {
			x.id = rand.Text()
		}
		w.Header().Set("X-Request-Id", x.id)
		began := s.now()
		rec := &recorder{ResponseWriter: w, x: x}
		defer func() { // also when an answer is cut off by a panic
			took := s.now().Sub(began)
			s.metrics.observe(x, r.Method, rec.status(), took)
			s.logRequest(r, x, rec, took)
		}()
		next.ServeHTTP(rec, r.WithContext(withExchange(r.Context(), x)))
	})
}

func (s *Server) logRequest(r *http.Request, x *exchange, rec *recorder, took time.Duration) {
	level := slog.LevelInfo
	if rec.status() >= http.StatusInternalServerError {
		level = slog.LevelWarn
	} else if x.route != nil && x.route.Access == InternalOnly {
		level = slog.LevelDebug
	}
	attrs := []slog.Attr{
		slog.String("request_id", x.id),
		slog.String("method", r.Method),
		slog.String("path", loggedPath(x.path)),
		slog.Int("status", rec.status()),
		slog.Int64("bytes", rec.written),
		slog.Float64("took_ms", float64(took.Microseconds())/1000),
		slog.String("client", s.gate.ClientAddr(r).String()),
	}
	switch x.principal.Kind {
	case auth.User:
		attrs = append(attrs, slog.String("user", x.principal.Username))
	case auth.Internal:
		attrs = append(attrs, slog.Bool("internal", true))
	case auth.Anonymous:
	}
	s.log.LogAttrs(r.Context(), level, "request", attrs...)
}

// loggedPath is a path without secrets: the query never gets this far, a one-time link's token is left out.
func loggedPath(path string) string {
	const invite = "/invite/"
	if before, _, ok := strings.Cut(path, invite); ok {
		return before + invite + "…"
	}
	if len(path) > 512 {
		return path[:512] + "…"
	}
	return path
}

// saneID accepts the ids that proxies give: short and of plain characters.
func saneID(id string) bool {
	if id == "" || len(id) > 64 {
		return false
	}
	for _, c := range id {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && !strings.ContainsRune("-_.", c) {
			return false
		}
	}
	return true
}

// recorder notes an answer's status and size.
type recorder struct {
	http.ResponseWriter
	x       *exchange
	code    int
	written int64
}

func (w *recorder) status() int {
	if w.code == 0 {
		return http.StatusOK
	}
	return w.code
}

// WriteHeader notes the first final status.
func (w *recorder) WriteHeader(code int) {
	if w.code == 0 && (code >= 200 || code == http.StatusSwitchingProtocols) {
		w.code = code
	}
	w.ResponseWriter.WriteHeader(code)
}

// Write counts.
func (w *recorder) Write(b []byte) (int, error) {
	if w.code == 0 {
		w.code = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.written += int64(n)
	return n, err
}

// Flush passes on.
func (w *recorder) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

// Hijack passes on; the handshake's status is not written through us.
func (w *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(w.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, fmt.Errorf("hijack: %w", err)
	}
	w.code, w.x.hijacked = http.StatusSwitchingProtocols, true
	return conn, rw, nil
}

// Unwrap is for http.ResponseController.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
