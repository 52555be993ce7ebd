package auth

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// hostPort is a host's name in lower case, without brackets and without a trailing dot, and its port or "".
type hostPort struct{ name, port string }

// parseHost reads a Host header, the host of a URL, or an entry of ALLOWED_HOSTS. ok is false where there is no name.
func parseHost(text string) (host hostPort, ok bool) {
	name, port, err := net.SplitHostPort(text)
	if err != nil {
		name, port = text, ""
	}
	name = strings.TrimSuffix(strings.ToLower(strings.Trim(name, "[]")), ".")
	if name == "" || strings.ContainsAny(name, "/@ ") {
		return hostPort{}, false
	}
	return hostPort{name, port}, true
}

// withoutDefault drops the port that scheme has anyway.
func (h hostPort) withoutDefault(scheme string) hostPort {
	if scheme == "http" && h.port == "80" || scheme == "https" && h.port == "443" {
		h.port = ""
	}
	return h
}

func (h hostPort) isLoopback() bool {
	addr, err := netip.ParseAddr(h.name)
	return h.name == "localhost" || err == nil && addr.Unmap().IsLoopback()
}

// hosts are the names that this site goes by.
type hosts struct {
	allowed   []hostPort
	publicURL *url.URL // may be nil
}

// newHosts takes ALLOWED_HOSTS' entries, the listen address and PUBLIC_URL; all may be missing. Loopback names are always
// allowed, an unspecified listen address (0.0.0.0, ::) is no name.
func newHosts(allowed []string, listenAddr string, publicURL *url.URL) hosts {
	h := hosts{publicURL: publicURL}
	for _, entry := range allowed {
		if host, ok := parseHost(entry); ok {
			h.allowed = append(h.allowed, host)
		}
	}
	if host, ok := parseHost(listenAddr); ok {
		if addr, err := netip.ParseAddr(host.name); err != nil || !addr.IsUnspecified() {
			h.allowed = append(h.allowed, host)
		}
	}
	if publicURL != nil {
		if host, ok := parseHost(publicURL.Host); ok {
			h.allowed = append(h.allowed, host)
		}
	}
	return h
}

// allowsHost reports whether a request's Host is one of ours. An entry without a port allows every port.
func (h hosts) allowsHost(text string) bool {
	host, ok := parseHost(text)
	if !ok {
		return false
	}
	return host.isLoopback() || slices.ContainsFunc(h.allowed, func(a hostPort) bool {
		return a.name == host.name && (a.port == "" || a.port == host.port)
	})
}

// allowsOrigin reports whether a page of this origin belongs to the site: it has the request's own host and port, or those
// of PUBLIC_URL, or those of an entry of ALLOWED_HOSTS (whose port, where it has none, is the scheme's own). "null", and
// anything that is not one http or https origin, does not.
func (h hosts) allowsOrigin(origin, requestHost string) bool {
	u, err := url.Parse(origin)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	from, ok := parseHost(u.Host)
	if !ok {
		return false
	}
	from = from.withoutDefault(u.Scheme)
	if own, ok := parseHost(requestHost); ok && from == own.withoutDefault(u.Scheme) {
		return true
	}
	return slices.ContainsFunc(h.allowed, func(a hostPort) bool {
		if h.publicURL != nil && h.publicURL.Scheme != u.Scheme && strings.EqualFold(a.name, h.publicURL.Hostname()) {
			return false // a plain-text twin of a site on TLS is not the site
		}
		return from == a.withoutDefault(u.Scheme)
	})
}

// crossOrigin reports whether a browser sent this request on behalf of a page that is not the site's. Browsers say so in
// Sec-Fetch-Site, and in Origin with every POST and every WebSocket; programs send neither.
func (h hosts) crossOrigin(r *http.Request) bool {
	origins, hasOrigin := r.Header["Origin"]
	site := r.Header.Values("Sec-Fetch-Site")
	if hasOrigin && len(origins) == 1 && origins[0] == "null" && len(site) == 1 && site[0] == "same-origin" {
		return false // a form on a page of ours that hides its address (Referrer-Policy: no-referrer)
	}
	if hasOrigin && (len(origins) != 1 || !h.allowsOrigin(origins[0], r.Host)) {
		return true
	}
	switch {
	case len(site) == 0:
		return false
	case len(site) == 1 && (site[0] == "same-origin" || site[0] == "none"):
		return false
	default:
		// same-site and cross-site pages must name themselves, and be one of ours under another name.
		return !hasOrigin
	}
}
