package server

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/mosswart/overlord/internal/fault"
)

// crossOrigin refuses requests that change something and come from another site's page. Reads are harmless, as the
// answer is unreadable to that page; sockets have SameOrigin.
func (s *Server) crossOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	if o := s.publicOrigin(); o != "" {
		// Behind a proxy that changes Host, the browser's Origin is the public one.
		_ = protection.AddTrustedOrigin(o)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := protection.Check(r); err != nil {
			s.refuse(w, r, fault.Wrap(err, fault.Forbidden, "This request came from another site's page.").WithKind("cross-origin"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// SameOrigin says whether a socket's Origin is this site: none at all (no browser), the host that was asked, or
// PublicURL. It is for the live hub's upgrade check.
func (s *Server) SameOrigin(r *http.Request) bool {
	return sameOrigin(r, s.publicOrigin())
}

// SameOrigin is Server.SameOrigin for a site whose PublicURL may be empty, for parts that are built before the Server.
func SameOrigin(publicURL string) func(*http.Request) bool {
	public := originOf(publicURL)
	return func(r *http.Request) bool { return sameOrigin(r, public) }
}

func sameOrigin(r *http.Request, public string) bool {
	origins, present := r.Header["Origin"]
	if !present {
		return true
	}
	if len(origins) != 1 {
		return false
	}
	if public != "" && strings.EqualFold(origins[0], public) {
		return true
	}
	u, err := url.Parse(origins[0])
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && strings.EqualFold(u.Host, r.Host)
}

func (s *Server) publicOrigin() string { return originOf(s.options.PublicURL) }

// originOf is the scheme and host of an address, or "".
func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
