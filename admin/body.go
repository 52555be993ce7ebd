package admin

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/mosswart/overlord/admin/problem"
)

// maxDepth is how deeply a body's objects and arrays may be nested.
const maxDepth = 32

// body reads the request's JSON, unparsed.
func (c *call) body() ([]byte, error) {
	if kind, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type")); err != nil || kind != "application/json" && !strings.HasSuffix(kind, "+json") {
		return nil, problem.New(http.StatusUnsupportedMediaType, "not_json", "Send JSON, with Content-Type: application/json.")
	}
	raw, err := io.ReadAll(http.MaxBytesReader(c.w, c.r.Body, c.a.o.Limits.Body))
	if err != nil {
		return nil, bodyProblem(err)
	}
	if depth(raw) > maxDepth {
		return nil, problem.New(http.StatusUnprocessableEntity, "too_deep", "Nest objects and arrays at most %d deep.", maxDepth)
	}
	if !json.Valid(raw) {
		return nil, notJSON(raw)
	}
	return raw, nil
}

func bodyProblem(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return problem.New(http.StatusRequestEntityTooLarge, "too_large", "Send at most %d bytes.", tooLarge.Limit)
	}
	p := problem.New(http.StatusBadRequest, "unreadable", "The request ended before its body did.")
	p.Cause = err
	return p
}

func notJSON(raw []byte) error {
	var syntax *json.SyntaxError
	var at int64
	if err := json.Unmarshal(raw, new(json.RawMessage)); errors.As(err, &syntax) {
		at = syntax.Offset
	}
	return problem.New(http.StatusBadRequest, "malformed", "The body is not JSON; the mistake is at byte %d.", at)
}

// decode reads the request's JSON into an object that has no other members than into's.
func (c *call) decode(into any) error {
	raw, err := c.body()
	if err != nil {
		return err
	}
	return decodeStrictly(raw, into)
}

func decodeStrictly(raw []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	var wrong *json.UnmarshalTypeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &wrong) && wrong.Field != "":
		return problem.Field(wrong.Field, "must be %s, not %s", jsonKind(wrong.Type.Kind().String()), wrong.Value)
	case errors.As(err, &wrong):
		return problem.New(http.StatusUnprocessableEntity, "invalid", "Send a JSON object.")
	}
	if name, ok := strings.CutPrefix(err.Error(), `json: unknown field "`); ok {
		p := problem.Field(strings.TrimSuffix(name, `"`), "is unknown")
		p.Code = "unknown_field"
		return p
	}
	return notJSON(raw)
}

// jsonKind is a Go kind in the words of JSON.
func jsonKind(kind string) string {
	switch {
	case strings.HasPrefix(kind, "int"), strings.HasPrefix(kind, "uint"), strings.HasPrefix(kind, "float"):
		return "a number"
	case kind == "slice", kind == "array":
		return "an array"
	case kind == "bool":
		return "true or false"
	case kind == "string":
		return "a string"
	}
	return "an object"
}

// depth is how deeply the objects and arrays of a JSON text are nested; it needs no memory for it.
func depth(raw []byte) int {
	deepest, now := 0, 0
	quoted, escaped := false, false
	for _, b := range raw {
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = b == '\\', b != '"'
		case b == '"':
			quoted = true
		case b == '{' || b == '[':
			now++
			deepest = max(deepest, now)
		case b == '}' || b == ']':
			now--
		}
	}
	return deepest
}
