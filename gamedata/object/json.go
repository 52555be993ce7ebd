package object

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// walker goes over JSON that is known to be valid, and builds nothing.
type walker struct {
	text []byte
	pos  int
}

func (w *walker) space() {
	for w.pos < len(w.text) && w.text[w.pos] <= ' ' {
		w.pos++
	}
}

// value returns the next value's text and goes past it.
func (w *walker) value() []byte {
	w.space()
	start, depth := w.pos, 0
	for w.pos < len(w.text) {
		switch c := w.text[w.pos]; c {
		case '"':
			w.quoted()
			if depth == 0 {
				return w.text[start:w.pos]
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return w.text[start:w.pos]
			}
			if depth--; depth == 0 {
				w.pos++
				return w.text[start:w.pos]
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return w.text[start:w.pos]
			}
		}
		w.pos++
	}
	return w.text[start:w.pos]
}

// quoted goes past a string.
func (w *walker) quoted() {
	for w.pos++; w.pos < len(w.text); w.pos++ {
		switch w.text[w.pos] {
		case '\\':
			w.pos++
		case '"':
			w.pos++
			return
		}
	}
}

// take goes past c, if it is next.
func (w *walker) take(c byte) bool {
	w.space()
	if w.pos < len(w.text) && w.text[w.pos] == c {
		w.pos++
		return true
	}
	return false
}

// members calls each for the members of an object; ok is false where the value is none.
func members(value []byte, each func(key, value []byte)) (ok bool) {
	w := walker{text: value}
	if !w.take('{') {
		return false
	}
	for more := !w.take('}'); more; more = w.take(',') {
		key := unquote(w.value())
		w.take(':')
		each(key, w.value())
	}
	return true
}

// elements calls each for the elements of an array; ok is false where the value is none.
func elements(value []byte, each func(value []byte)) (ok bool) {
	w := walker{text: value}
	if !w.take('[') {
		return false
	}
	for more := !w.take(']'); more; more = w.take(',') {
		each(w.value())
	}
	return true
}

// isNull says whether a value is null or not there.
func isNull(value []byte) bool { return len(value) == 0 || value[0] == 'n' }

// unquote decodes a JSON string, without copying where there is nothing to decode.
func unquote(quoted []byte) []byte {
	if len(quoted) < 2 {
		return nil // not in valid JSON
	}
	inside := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(inside, '\\') < 0 && utf8.Valid(inside) {
		return inside
	}
	var text string
	if err := json.Unmarshal(quoted, &text); err != nil {
		return nil // cannot be: the value is valid
	}
	// PostgreSQL's text has no NUL.
	return []byte(strings.ReplaceAll(text, "\x00", ""))
}

// scalar is the text of a number, a string, true or false; ok is false for all else.
func scalar(value []byte) (text []byte, ok bool) {
	if isNull(value) {
		return nil, false
	}
	switch value[0] {
	case '{', '[':
		return nil, false
	case '"':
		return unquote(value), true
	default:
		return value, true
	}
}
