package entity

import (
	"math"
	"slices"
	"strconv"
)

// looseDepth is how deep appendLoose follows values that hold others.
const looseDepth = 32

// appendLoose appends value byte for byte as encoding/json does, but without reflection, where it is of the types that
// encoding/json itself reads into an any. It does so only where nothing needs care: text is printable ASCII that is not
// escaped, numbers are not written with an exponent. In all other cases it is not ok, and what it has appended is of no
// use. What is ok reads back as it was, from any database.
func appendLoose(dst []byte, value any, depth int) (_ []byte, ok bool) {
	if depth > looseDepth {
		return dst, false
	}
	switch v := value.(type) {
	case nil:
		return append(dst, "null"...), true
	case bool:
		return strconv.AppendBool(dst, v), true
	case string:
		return appendPlain(dst, v)
	case float64:
		if abs := math.Abs(v); v == 0 && math.Signbit(v) || v != 0 && !(abs >= 1e-6 && abs < 1e21) {
			return dst, false
		}
		return strconv.AppendFloat(dst, v, 'f', -1, 64), true
	case []any:
		if v == nil {
			return append(dst, "null"...), true
		}
		dst, ok = append(dst, '['), true
		for i := 0; i < len(v) && ok; i++ {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst, ok = appendLoose(dst, v[i], depth+1)
		}
		return append(dst, ']'), ok
	case map[string]any:
		if v == nil {
			return append(dst, "null"...), true
		}
		names := make([]string, 0, 16)
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		dst, ok = append(dst, '{'), true
		for i := 0; i < len(names) && ok; i++ {
			if i > 0 {
				dst = append(dst, ',')
			}
			if dst, ok = appendPlain(dst, names[i]); ok {
				dst, ok = appendLoose(append(dst, ':'), v[names[i]], depth+1)
			}
		}
		return append(dst, '}'), ok
	}
	return dst, false
}

// appendPlain appends text that JSON holds as it is.
func appendPlain(dst []byte, text string) (_ []byte, ok bool) {
	for i := range len(text) {
		switch c := text[i]; {
		case c < ' ', c >= 0x7f, c == '"', c == '\\', c == '<', c == '>', c == '&':
			return dst, false
		}
	}
	return append(append(append(dst, '"'), text...), '"'), true
}
