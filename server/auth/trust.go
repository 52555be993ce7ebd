package auth

import (
	"net/http"
	"strings"
)

// isInternal reports whether a request may skip the cookie: its socket's source is one of our own networks, and it bears
// no sign of a proxy (which would hide where it came from) or of a browser (in which any page could have sent it), and it
// asks for one of our own hosts (a browser's DNS rebinding would not). The presence of a header counts, not its value.
func isInternal(r *http.Request, n network, h hosts) bool {
	if !n.contains(peerAddr(r)) || !h.allowsHost(r.Host) {
		return false
	}
	for name := range r.Header {
		switch name := http.CanonicalHeaderKey(name); name {
		case "X-Forwarded-For", "Forwarded", "X-Real-Ip", "Origin", "Referer", "Cookie":
			return false
		default:
			if strings.HasPrefix(name, "Sec-Fetch-") {
				return false
			}
		}
	}
	return true
}
