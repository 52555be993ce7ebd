package openapi

import (
	"bytes"
	"encoding/json"
)

// object is a JSON object whose members keep their order, so that a schema's properties stand as the type's
// fields do.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON implements json.Marshaler.
func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	out.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := enc.Encode(m.name); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := enc.Encode(m.value); err != nil {
			return nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

func ref(kind, name string) object {
	return object{{"$ref", "#/components/" + kind + "/" + name}}
}

func schema(name string) object { return ref("schemas", name) }

func listOf(item any) object { return object{{"type", "array"}, {"items", item}} }

// indent puts each member of objects and each element of arrays that lie less than depth deep on a line of its own,
// and what is deeper on one line.
func indent(compact []byte, depth int) []byte {
	out := make([]byte, 0, len(compact)*5/4)
	level, quoted := 0, false
	line := func() {
		if level <= depth {
			out = append(append(out, '\n'), bytes.Repeat([]byte("  "), level)...)
		}
	}
	for i, c := range compact {
		switch {
		case quoted:
			out = append(out, c)
			quoted = c != '"' || escaped(compact[:i])
			continue
		case c == '\n': // the encoder ends each value with one
			continue
		case c == '}' || c == ']':
			level--
			if empty := compact[i-1] == '{' || compact[i-1] == '['; !empty && level < depth {
				line()
			}
			out = append(out, c)
			continue
		}
		out = append(out, c)
		switch c {
		case '"':
			quoted = true
		case '{', '[':
			level++
			if next := compact[i+1]; next != '}' && next != ']' {
				line()
			}
		case ',':
			line()
			if level > depth {
				out = append(out, ' ')
			}
		case ':':
			out = append(out, ' ')
		}
	}
	return append(out, '\n')
}

// escaped reports whether a character after text, inside of a string, is escaped.
func escaped(text []byte) bool {
	n := len(text) - len(bytes.TrimRight(text, `\`))
	return n%2 == 1
}
