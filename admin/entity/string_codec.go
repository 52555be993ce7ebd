package entity

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// StringOf is the codec of a string, of an enum too. Its argument only says the Go type.
func StringOf[T ~string](T) Codec { return stringCodec[T]{} }

type stringCodec[T ~string] struct{}

func (stringCodec[T]) AppendJSON(dst []byte, value any) []byte {
	return appendString(dst, string(value.(T)))
}

func (stringCodec[T]) ParseJSON(raw []byte) (any, error) {
	s, err := parseString(raw)
	return T(s), err
}

func (stringCodec[T]) Text(value any) string { return string(value.(T)) }

func (stringCodec[T]) ParseText(text string) (any, error) {
	if !utf8.ValidString(text) {
		return T(""), errUTF8
	}
	return T(text), nil
}

func (stringCodec[T]) Arg(value any) (any, error) { return string(value.(T)), nil }

var (
	errText = errors.New("must be text")
	errUTF8 = errors.New("must be text in UTF-8")
)

// parseString reads a JSON string. encoding/json would put a replacement character for what is not UTF-8, so that
// is refused first.
func parseString(raw []byte) (string, error) {
	if !utf8.Valid(raw) {
		return "", errUTF8
	}
	if n := len(raw); n >= 2 && raw[0] == '"' && raw[n-1] == '"' && !bytes.ContainsFunc(raw[1:n-1], special) {
		return string(raw[1 : n-1]), nil
	}
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return "", errText
	}
	return s, nil
}

// special reports whether a character stands in a JSON string only for something else, or not at all.
func special(r rune) bool { return r < ' ' || r == '"' || r == '\\' }

// appendString appends s as a JSON string. Bytes that are not UTF-8 become replacement characters.
func appendString(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
				i++
				continue
			}
			dst = append(dst, s[start:i]...)
			switch c {
			case '"', '\\':
				dst = append(dst, '\\', c)
			case '\n':
				dst = append(dst, '\\', 'n')
			case '\r':
				dst = append(dst, '\\', 'r')
			case '\t':
				dst = append(dst, '\\', 't')
			default:
				dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
			}
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			dst = append(append(dst, s[start:i]...), `\ufffd`...)
		case r == '\u2028' || r == '\u2029': // line ends in JavaScript, not in JSON
			dst = append(append(dst, s[start:i]...), '\\', 'u', '2', '0', '2', hex[r&0xf])
		default:
			i += size
			continue
		}
		i += size
		start = i
	}
	return append(append(dst, s[start:]...), '"')
}
