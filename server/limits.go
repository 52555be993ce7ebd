package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/mosswart/overlord/internal/fault"
)

// The site's limits. http.Server gets those that are about connections; see HTTPServer.
const (
	BodyLimit         = 1 << 20          // bytes of a request's body
	RequestTimeout    = 20 * time.Second // a request's context; sockets have none
	ReadHeaderTimeout = 10 * time.Second
	ReadTimeout       = 30 * time.Second // header and body
	WriteTimeout      = 45 * time.Second // from the end of the header; a hijacked socket is free of it
	IdleTimeout       = 120 * time.Second
	MaxHeaderBytes    = 32 << 10
)

// limitBody refuses bodies over BodyLimit: at once where the length is declared, else when the reader gets there.
func (s *Server) limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, resourcesPath) {
			next.ServeHTTP(w, r) // imports are larger; the admin has limits of its own
			return
		}
		if r.ContentLength > BodyLimit {
			w.Header().Set("Connection", "close")
			s.refuse(w, r, fault.New(fault.TooLarge, "The body is too large."))
			return
		}
		if r.Body != nil && r.Body != http.NoBody {
			// One byte more than huma's own limit, so that it is huma that answers 413 for operations.
			r.Body = http.MaxBytesReader(w, r.Body, BodyLimit+1)
		}
		next.ServeHTTP(w, r)
	})
}

// refuse answers a request before it is routed.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, err error) {
	p, headers := s.problem(r.Context(), err)
	s.writeProblem(w, r, p, headers)
}
