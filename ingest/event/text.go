package event

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unquote decodes the inside of a JSON string that the scanner has passed and clean has been over.
func unquote(inside []byte) string {
	if bytes.IndexByte(inside, '\\') < 0 {
		return string(inside)
	}
	quoted := make([]byte, 0, len(inside)+2)
	quoted = append(quoted, '"')
	quoted = append(quoted, inside...)
	quoted = append(quoted, '"')
	var text string
	if err := json.Unmarshal(quoted, &text); err != nil {
		return "" // cannot be: the scanner is as strict as encoding/json
	}
	return text
}

// cut shortens text to at most limit bytes, between characters.
func cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	// The clone lets go of the long text.
	return strings.Clone(text[:limit])
}

const maxNameLength = 64

// characterName trims name and says what is wrong with it, if anything.
func characterName(name string) (trimmed, fault string) {
	trimmed = strings.TrimSpace(name)
	switch {
	case trimmed == "":
		return "", "is missing"
	case len(trimmed) > maxNameLength:
		return "", "is longer than 64 bytes"
	case strings.ContainsFunc(trimmed, unicode.IsControl):
		return "", "contains control characters"
	}
	return trimmed, ""
}

// clean rewrites JSON that the scanner found unclean so that PostgreSQL's jsonb takes it: \u0000 and lone surrogates
// become \ufffd, numbers beyond any float become null.
func clean(frame []byte) []byte {
	out := make([]byte, 0, len(frame)+16)
	for pos := 0; pos < len(frame); {
		switch c := frame[pos]; {
		case c == '"':
			s := scanner{text: frame, pos: pos}
			_ = s.str() // passed before
			out = appendCleanString(out, frame[pos:s.pos])
			pos = s.pos
		case c == '-' || isDigit(c):
			s := scanner{text: frame, pos: pos}
			_ = s.number() // passed before
			if s.unclean {
				out = append(out, "null"...)
			} else {
				out = append(out, frame[pos:s.pos]...)
			}
			pos = s.pos
		default:
			out = append(out, c)
			pos++
		}
	}
	return out
}

func appendCleanString(out, quoted []byte) []byte {
	for pos := 0; pos < len(quoted); {
		if quoted[pos] != '\\' {
			out = append(out, quoted[pos])
			pos++
			continue
		}
		s := scanner{text: quoted, pos: pos}
		_ = s.escape() // passed before
		if s.unclean {
			out = append(out, `\ufffd`...)
		} else {
			out = append(out, quoted[pos:s.pos+1]...)
		}
		pos = s.pos + 1
	}
	return out
}
