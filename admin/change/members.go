package change

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// membersOf takes a JSON object apart: its members by name, each as it stands there; of a name that comes twice the last.
// Not ok is what is no JSON object.
func membersOf(text []byte) (members map[string][]byte, ok bool) {
	if !json.Valid(text) {
		return nil, false
	}
	rest := bytes.TrimLeft(text, space)
	if rest[0] != '{' {
		return nil, false
	}
	members = map[string][]byte{}
	for rest = bytes.TrimLeft(rest[1:], space+","); rest[0] != '}'; rest = bytes.TrimLeft(rest, space+",") {
		n := valueEnd(rest)
		name := nameOf(rest[:n])
		rest = bytes.TrimLeft(rest[n:], space+":")
		n = valueEnd(rest)
		members[name] = rest[:n:n]
		rest = rest[n:]
	}
	return members, true
}

// space is what may stand between the parts of a JSON text.
const space = " \t\r\n"

// nameOf is what a JSON string says, which is part of a valid text.
func nameOf(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') < 0 && utf8.Valid(quoted) {
		return string(quoted[1 : len(quoted)-1])
	}
	var name string
	_ = json.Unmarshal(quoted, &name)
	return name
}

// valueEnd is where the value ends that a valid JSON text begins with.
func valueEnd(text []byte) int {
	open := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			for i++; text[i] != '"'; i++ {
				if text[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			open++
			continue
		case '}', ']':
			if open--; open < 0 {
				return i // of what the value is in
			}
		case ',', ' ', '\t', '\r', '\n', ':':
			if open == 0 {
				return i
			}
			continue
		default:
			continue
		}
		if open == 0 {
			return i + 1
		}
	}
	return len(text)
}
