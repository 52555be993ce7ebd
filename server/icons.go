package server

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

const (
	// iconSpace is what the game adds to an icon's number: the part of its archive that pictures are in.
	iconSpace = 0x06000000
	// maxIcon is the greatest number within that part.
	maxIcon = 0xFFFFFF
	// maxIconBytes is far more than a picture of 32 × 32 takes.
	maxIconBytes = 256 << 10
	// cacheIcon is how long browsers keep one: the game's pictures do not change, but an admin may add better ones.
	cacheIcon = "private, max-age=86400"
)

// registerIcons is GET /icons/{file}: the game's own icons, where the site was given them.
func (s *Server) registerIcons() {
	s.handle(Reader, http.MethodGet, "/icons/{file}", s.icon)
}

// icon answers with the picture of an item by its number, "6689.png"; 404 where there is none.
func (s *Server) icon(c echo.Context) error {
	number, isPNG := strings.CutSuffix(c.Param("file"), ".png")
	id, err := strconv.ParseUint(number, 10, 32)
	if !isPNG || err != nil || s.options.Icons == nil {
		return echo.ErrNotFound
	}
	if id >= iconSpace {
		id -= iconSpace
	}
	if id == 0 || id > maxIcon {
		return echo.ErrNotFound
	}
	content, at, err := findIcon(s.options.Icons, id)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return echo.ErrNotFound
	case err != nil:
		return fmt.Errorf("read icon %d: %w", id, err)
	}
	h := c.Response().Header()
	h.Set("Content-Type", contentType(".png"))
	h.Set("Cache-Control", cacheIcon)
	h.Set("Etag", weakETag(content))
	http.ServeContent(c.Response(), c.Request(), "", at, bytes.NewReader(content))
	return nil
}

// findIcon looks for an icon under the names that extractors give it; the error is fs.ErrNotExist where it has none.
func findIcon(folder fs.FS, id uint64) (content []byte, at time.Time, err error) {
	for _, name := range []string{
		fmt.Sprintf("%d.png", id), fmt.Sprintf("0x%08X.png", iconSpace+id), fmt.Sprintf("0x%08x.png", iconSpace+id),
		fmt.Sprintf("%08X.png", iconSpace+id), fmt.Sprintf("%08x.png", iconSpace+id), fmt.Sprintf("%d.png", iconSpace+id),
	} {
		content, at, err = readIcon(folder, name)
		if !errors.Is(err, fs.ErrNotExist) {
			return content, at, err
		}
	}
	return nil, time.Time{}, err
}

func readIcon(folder fs.FS, name string) ([]byte, time.Time, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, time.Time{}, err
	}
	defer func() { _ = f.Close() }() // read only
	info, err := f.Stat()
	if err != nil {
		return nil, time.Time{}, err
	}
	if !info.Mode().IsRegular() || info.Size() > maxIconBytes {
		return nil, time.Time{}, fs.ErrNotExist
	}
	content, err := io.ReadAll(io.LimitReader(f, maxIconBytes))
	return content, info.ModTime(), err
}
