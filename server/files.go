package server

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// How long browsers keep a file.
const (
	cacheForever    = "public, max-age=31536000, immutable" // its name changes with its content
	cacheRevalidate = "no-cache"                            // asked for again each time, answered 304
	cacheHour       = "public, max-age=3600"
)

// registerFiles serves the embedded files: the app's build, the style of our own pages, the map.
func (s *Server) registerFiles() error {
	s.handle(Public, http.MethodGet, "/assets/{file...}", s.folder("app/assets", cacheForever))
	s.handle(Public, http.MethodGet, "/pages/{file...}", s.folder("pages", cacheRevalidate))
	s.handle(Reader, http.MethodGet, "/map/{file...}", s.folder("map", cacheRevalidate))
	s.handle(Reader, http.MethodGet, "/inventory.html", s.oneFile("inventory.html", cacheRevalidate), pageRoute)
	s.handle(Reader, http.MethodGet, "/suitbuilder.html", s.oneFile("suitbuilder.html", cacheRevalidate), pageRoute)
	s.handle(Reader, http.MethodGet, "/classic", s.oneFile("classic.html", cacheRevalidate), pageRoute)
	s.handle(Public, http.MethodGet, "/robots.txt", s.oneFile("robots.txt", cacheHour))
	s.handle(Public, http.MethodGet, "/favicon.svg", s.oneFile("favicon.svg", cacheHour))

	// Files that the build leaves beside index.html, such as the script that sets the theme before the first paint.
	if s.options.Static == nil {
		return nil
	}
	entries, err := fs.ReadDir(s.options.Static, "app")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("list the app's files: %w", err)
	}
	for _, e := range entries {
		if e.IsDir() || e.Name() == "index.html" || s.byKey[routeKey{http.MethodGet, "/" + e.Name()}] != nil {
			continue
		}
		s.handle(Public, http.MethodGet, "/"+e.Name(), s.oneFile("app/"+e.Name(), cacheRevalidate))
	}
	return nil
}

func (s *Server) folder(dir, cache string) echo.HandlerFunc {
	return func(c echo.Context) error {
		name := c.Param("*")
		if !fs.ValidPath(name) || name == "." {
			return echo.ErrNotFound
		}
		return s.serve(c, path.Join(dir, name), cache)
	}
}

func (s *Server) oneFile(name, cache string) echo.HandlerFunc {
	return func(c echo.Context) error { return s.serve(c, name, cache) }
}

func (s *Server) serve(c echo.Context, name, cache string) error {
	info, err := fs.Stat(s.options.Static, name)
	if err != nil || !info.Mode().IsRegular() {
		return echo.ErrNotFound
	}
	content, err := fs.ReadFile(s.options.Static, name)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	f := file{name: name, content: content, cache: cache}
	accepted := c.Request().Header.Values("Accept-Encoding")
	for _, form := range precompressed {
		smaller, err := fs.ReadFile(s.options.Static, name+form.ending)
		if err != nil {
			continue // the build left none
		}
		c.Response().Header().Set("Vary", "Accept-Encoding")
		if accepts(accepted, form.encoding) {
			f.etag, f.content, f.encoding = weakETag(content), smaller, form.encoding
			break
		}
	}
	return writeFile(c, f)
}

// precompressed are the forms that the build lays beside its files, smallest first.
var precompressed = []struct{ ending, encoding string }{{".br", "br"}, {".gz", "gzip"}}

// accepts reports whether Accept-Encoding names an encoding, other than to refuse it.
func accepts(header []string, encoding string) bool {
	for _, line := range header {
		for part := range strings.SplitSeq(line, ",") {
			name, parameter, _ := strings.Cut(part, ";")
			if !strings.EqualFold(strings.TrimSpace(name), encoding) {
				continue
			}
			weight, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q=")
			q, err := strconv.ParseFloat(weight, 64)
			return !ok || err == nil && q > 0
		}
	}
	return false
}

type file struct {
	name     string // for its type
	content  []byte
	encoding string // of content; empty: none
	etag     string // of what content says, whatever its encoding; empty: made from it
	cache    string
}

// writeFile answers with a file, or 304 where the browser has it.
func writeFile(c echo.Context, f file) error {
	h := c.Response().Header()
	h.Set("Content-Type", contentType(f.name))
	h.Set("Cache-Control", f.cache)
	h.Set("Etag", cmp.Or(f.etag, weakETag(f.content)))
	if f.encoding != "" {
		h.Set("Content-Encoding", f.encoding)
	}
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, bytes.NewReader(f.content))
	return nil
}

// weakETag names a content, whatever encoding it travels in.
func weakETag(content []byte) string {
	sum := sha256.Sum256(content)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// contentType is by extension and ours alone: the machine's own tables differ.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".json", ".map":
		return "application/json"
	case ".svg":
		return "image/svg+xml"
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json"
	case ".png":
		return "image/png"
	case ".webp":
		return "image/webp"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	default:
		return "application/octet-stream"
	}
}
