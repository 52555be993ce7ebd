package server

import (
	"net/http"
	"strings"
)

// contentSecurityPolicy allows what is served from here and nothing else: no inline script or style, no frame, no
// plugin. 'self' in connect-src covers the sockets of the same host.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"connect-src 'self'; font-src 'self'; manifest-src 'self'; worker-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

const permissionsPolicy = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), " +
	"magnetometer=(), microphone=(), midi=(), payment=(), usb=()"

// How long clients keep an answer that is no file.
const (
	cacheNothing = "no-store"          // not at all
	cachePrivate = "private, no-cache" // asked for again each time, answered 304
)

// secureHeaders sets what every answer carries. Answers are not stored unless a handler says otherwise.
func (s *Server) secureHeaders(next http.Handler) http.Handler {
	behindTLS := strings.HasPrefix(s.options.PublicURL, "https://")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		// same-origin, not no-referrer: the latter makes browsers send "Origin: null" with our own forms.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", permissionsPolicy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cache-Control", cacheNothing)
		if behindTLS || r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}
