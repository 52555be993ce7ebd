package ingest

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"

	"github.com/mosswart/overlord/config"
)

// secret is the digest of the plugins' shared secret. Digests are compared, so that neither the time nor an empty
// secret gives anything away.
type secret struct {
	digest [sha256.Size]byte
	usable bool
}

// newSecret makes a secret that matches nothing where nobody chose one: it is empty or a placeholder.
func newSecret(text string) secret {
	usable := strings.TrimSpace(text) != "" && !config.IsPlaceholder(text)
	return secret{digest: sha256.Sum256([]byte(text)), usable: usable}
}

// matches compares the header's values in constant time. Exactly one is expected.
func (s secret) matches(header []string) bool {
	if !s.usable || len(header) != 1 {
		return false
	}
	digest := sha256.Sum256([]byte(header[0]))
	return subtle.ConstantTimeCompare(digest[:], s.digest[:]) == 1
}

// hasOrigin reports whether the request carries an Origin header, even an empty one.
func hasOrigin(r *http.Request) bool {
	_, ok := r.Header["Origin"]
	return ok
}

// refuse answers a handshake with a problem and counts it.
func (g *Gateway) refuse(w http.ResponseWriter, r *http.Request, status int, reason, detail string) {
	g.metrics.refused.WithLabelValues(reason).Inc()
	g.log.Warn("plugin refused", slog.String("reason", reason), slog.String("address", r.RemoteAddr))
	body, err := json.Marshal(map[string]any{
		"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": detail,
	})
	if err != nil {
		http.Error(w, detail, status)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "application/problem+json")
	header.Set("Cache-Control", "no-store")
	if status == http.StatusServiceUnavailable {
		header.Set("Retry-After", "10")
	}
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
