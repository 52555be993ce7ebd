package server

import (
	"net/http"
	"net/url"
	"strings"
)

// stripPrefix makes /api/X and /websocket/X into /X, once, as nginx does where it stands in front; names such as
// /api-version do not begin with the prefix and stay. The separator must be a real slash: /api%2Flive is no prefix.
// /inv/X is another name of the routes of inventories, for programs that know them under it.
// It also hands HEAD to the GET routes; net/http leaves the body out.
func stripPrefix(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := exchangeFrom(r.Context())
		for _, prefix := range []string{"/api/", "/websocket/"} {
			if u, ok := withoutPrefix(r.URL, prefix); ok {
				r = shallow(r)
				r.URL, x.prefixed = u, true
				break
			}
		}
		if u, ok := withoutPrefix(r.URL, "/inv/"); ok && isInventoryPath(u.Path) {
			r = shallow(r)
			r.URL, x.prefixed = u, true
		}
		if r.Method == http.MethodHead {
			r = shallow(r)
			r.Method, x.head = http.MethodGet, true
			w = &headWriter{ResponseWriter: w}
		}
		x.path = r.URL.Path
		next.ServeHTTP(w, r)
	})
}

// isInventoryPath tells the routes that have a second name under /inv/: those of inventories, of the search and of suits.
func isInventoryPath(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch first {
	case "inventory", "inventories", "inventory-characters", "search", "sets", "spells", "materials", "suitbuilder", "icons":
		return true
	default:
		return false
	}
}

func withoutPrefix(u *url.URL, prefix string) (*url.URL, bool) {
	path, ok := strings.CutPrefix(u.Path, prefix)
	if !ok {
		return nil, false
	}
	out := *u
	out.Path = "/" + path
	if u.RawPath != "" {
		raw, ok := strings.CutPrefix(u.RawPath, prefix)
		if !ok {
			return nil, false
		}
		out.RawPath = "/" + raw
	}
	return &out, true
}

func shallow(r *http.Request) *http.Request {
	c := *r
	return &c
}

// headWriter drops the body, for writers that do not do so themselves.
type headWriter struct{ http.ResponseWriter }

// Write says that all is written.
func (w *headWriter) Write(b []byte) (int, error) { return len(b), nil }

// Unwrap is for http.ResponseController.
func (w *headWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
