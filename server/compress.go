package server

import (
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"
)

// compress answers in zstd or gzip where the client takes it and the answer is worth it. Sockets and event streams
// are left alone. Our ETags are weak, so one is true of every encoding of the same answer.
func compress(next http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.CompressionLevel(5), gzhttp.PreferZstd(true),
		gzhttp.ContentTypeFilter(compressible))
	if err != nil {
		return nil, err
	}
	compressed := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") != "" {
			next.ServeHTTP(w, r)
			return
		}
		compressed.ServeHTTP(w, r)
	}), nil
}

func compressible(contentType string) bool {
	if strings.HasPrefix(contentType, "text/event-stream") {
		return false
	}
	for _, kind := range []string{"text/", "application/json", "application/problem+json", "application/openapi+json", "application/javascript", "application/manifest+json", "image/svg+xml"} {
		if strings.HasPrefix(contentType, kind) {
			return true
		}
	}
	return false
}
