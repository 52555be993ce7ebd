package server

import (
	"net/http"

	"github.com/mosswart/overlord/internal/fault"
)

// crossOrigin refuses requests that change something and were sent by another site's page. Reads are harmless, as the
// answer is unreadable to that page; the live socket has the same check of its own.
func (s *Server) crossOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isSafe(r.Method) && s.gate.CrossOrigin(r) {
			s.refuse(w, r, fault.New(fault.Forbidden, "This request came from another site's page.").WithKind("cross-origin"))
			return
		}
		next.ServeHTTP(w, r)
	})
}
