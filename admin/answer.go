package admin

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
)

// maxKept is the size up to which a buffer is used again.
const maxKept = 256 << 10

var buffers = sync.Pool{New: func() any { return &buffer{b: make([]byte, 0, 16<<10)} }}

// buffer is where an answer is written before it is sent.
type buffer struct{ b []byte }

func newBuffer() *buffer { return buffers.Get().(*buffer) }

func (b *buffer) free() {
	if cap(b.b) <= maxKept {
		b.b = b.b[:0]
		buffers.Put(b)
	}
}

// write answers with JSON text.
func (c *call) write(status int, body []byte) error {
	h := c.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.w.WriteHeader(status)
	_, _ = c.w.Write(body) // the client is gone when this fails
	return nil
}

// answer answers with a value.
func (c *call) answer(status int, value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return c.write(status, body)
}

// cached answers with JSON text that the client may keep, as long as it asks each time whether it is still good.
func (c *call) cached(body []byte) error {
	sum := sha256.Sum256(body)
	etag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	h := c.w.Header()
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Vary", "Cookie, Authorization")
	h.Set("ETag", etag)
	if c.r.Header.Get("If-None-Match") == etag {
		c.w.WriteHeader(http.StatusNotModified)
		return nil
	}
	return c.write(http.StatusOK, body)
}

// failure is what an error of the project's client is to the caller.
func (a *Admin) failure(t *entity.Type, err error) error {
	switch a.reg.Source.Classify(err).Kind {
	case entity.NotFound:
		return problem.NotFound(t.Label)
	case entity.Denied:
		return problem.Forbidden("see these " + t.Slug)
	case entity.Invalid, entity.Constraint, entity.Unknown:
	}
	return err
}
