package event

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"
)

// DecodeError says why a frame is no event. Reason is a safe text without any of the frame's content.
type DecodeError struct {
	// Field is the wire's name of the field at fault; empty when the frame as a whole is.
	Field  string
	Reason string
}

func (e *DecodeError) Error() string {
	if e.Field == "" {
		return "event: frame " + e.Reason
	}
	return "event: field " + e.Field + " " + e.Reason
}

// Longest texts that are kept, in bytes; what is longer is cut and counted in Head.Mistyped. Names end up in
// unique indexes, which take no long values.
const (
	maxTypeText  = 64
	maxShortText = 64   // session ids, states, tags, servers
	maxNameText  = 255  // names of monsters, items, portals, quests
	maxLongText  = 4096 // chat lines, death messages
)

// Decode reads one frame once, and takes it over: the event keeps parts of it. receivedAt becomes the event's time of
// receipt and replaces a missing or absurd timestamp (more than 5 minutes in the future, or before 1999).
//
// The only errors are of type *DecodeError: the frame is no JSON object, or has no type or no usable character_name.
// A type that the contract does not have gives an *Unknown.
func Decode(frame []byte, receivedAt time.Time) (Event, error) {
	if !utf8.Valid(frame) {
		// A browser closes its socket on a text frame that is not UTF-8, and PostgreSQL refuses the text.
		frame = bytes.ToValidUTF8(frame, []byte("\uFFFD"))
	}
	d := decoder{frame: frame}
	if err := d.locate(); err != nil {
		return nil, err
	}
	if d.unclean {
		frame = clean(frame)
		d = decoder{frame: frame}
		if err := d.locate(); err != nil {
			return nil, err
		}
	}
	head, err := d.head(receivedAt)
	if err != nil {
		return nil, err
	}
	e := d.build(head)
	e.Header().Mistyped = d.mistyped
	return e, nil
}

// decoder holds where each field's value lies in the frame. A key that comes twice counts with its last value.
type decoder struct {
	frame    []byte
	values   [fieldCount]span
	unclean  bool
	mistyped int
}

type span struct{ start, end int }

// locate walks the frame once.
func (d *decoder) locate() error {
	s := scanner{text: d.frame}
	if !s.take('{') {
		if _, _, err := s.value(); err != nil {
			return notJSON(err)
		}
		return &DecodeError{Reason: "is no JSON object"}
	}
	for more := !s.take('}'); more; {
		s.space()
		keyStart := s.pos + 1
		if err := s.key(); err != nil {
			return notJSON(err)
		}
		f := d.keyed(keyStart)
		start, end, err := s.value()
		if err != nil {
			return notJSON(err)
		}
		d.values[f] = span{start, end}
		if more = s.take(','); !more && !s.take('}') {
			return notJSON(errSyntax)
		}
	}
	s.space()
	if s.pos != len(d.frame) {
		return notJSON(errSyntax)
	}
	d.values[fieldNone] = span{}
	d.unclean = s.unclean
	return nil
}

// keyed finds the field of the key that starts at the position and has been scanned.
func (d *decoder) keyed(start int) field {
	inside := d.frame[start:]
	end := bytes.IndexByte(inside, '"')
	if bytes.IndexByte(inside[:end], '\\') < 0 {
		return fieldOf(inside[:end])
	}
	s := scanner{text: d.frame, pos: start - 1}
	_ = s.str() // passed before
	return fieldOf([]byte(unquote(d.frame[start : s.pos-1])))
}

func notJSON(err error) error {
	if errors.Is(err, errDepth) {
		return &DecodeError{Reason: "is nested too deep"}
	}
	return &DecodeError{Reason: "is not JSON"}
}

// head reads what all events have.
func (d *decoder) head(receivedAt time.Time) (Head, error) {
	h := Head{Raw: d.frame, ReceivedAt: receivedAt.UTC()}
	name := d.inside(fieldType)
	if len(bytes.TrimSpace(name)) == 0 {
		return h, &DecodeError{Field: "type", Reason: "is missing"}
	}
	t, ok := known(name)
	if !ok {
		t, _ = known([]byte(cut(unquote(name), maxTypeText)))
	}
	h.Type = t

	character, fault := characterName(unquote(d.inside(fieldCharacterName)))
	if fault != "" {
		return h, &DecodeError{Field: "character_name", Reason: fault}
	}
	h.Character = character
	h.SessionID = d.text(fieldSessionID, maxShortText)
	d.timestamp(&h)
	return h, nil
}

// inside returns a string's content, not yet unquoted; nil for any other value.
func (d *decoder) inside(f field) []byte {
	value := d.value(f)
	if len(value) < 2 || value[0] != '"' {
		return nil
	}
	return value[1 : len(value)-1]
}

func (d *decoder) value(f field) []byte {
	at := d.values[f]
	return d.frame[at.start:at.end]
}

func (d *decoder) float(f field) Float {
	v, ok := coerceFloat(d.value(f))
	if !ok {
		d.mistyped++
	}
	return v
}

func (d *decoder) int(f field) Int {
	v, ok := coerceInt(d.value(f))
	if !ok {
		d.mistyped++
	}
	return v
}

// text reads a string; a number is taken as it is written.
func (d *decoder) text(f field, limit int) string {
	value := d.value(f)
	if len(value) == 0 || value[0] == 'n' {
		return ""
	}
	var text string
	switch c := value[0]; {
	case c == '"':
		text = unquote(value[1 : len(value)-1])
	case c == '-' || isDigit(c):
		text = string(value)
	default:
		d.mistyped++
		return ""
	}
	if len(text) > limit {
		d.mistyped++
		return cut(text, limit)
	}
	return text
}

// list splits an array into its elements; nil for what is none.
func (d *decoder) list(f field) []json.RawMessage {
	value := d.value(f)
	if len(value) == 0 || value[0] == 'n' {
		return nil
	}
	s := scanner{text: value}
	if !s.take('[') {
		d.mistyped++
		return nil
	}
	elements := []json.RawMessage{}
	for more := !s.take(']'); more; more = s.take(',') {
		start, end, err := s.value()
		if err != nil { // cannot be: the frame has been scanned
			break
		}
		elements = append(elements, json.RawMessage(value[start:end:end]))
	}
	return elements
}

// object returns an object as it came, nil when absent.
func (d *decoder) object(f field) json.RawMessage {
	value := d.value(f)
	if len(value) == 0 || value[0] == 'n' {
		return nil
	}
	if value[0] != '{' {
		d.mistyped++
		return nil
	}
	return json.RawMessage(value)
}

// nested fills target, a pointer to one of this package's payload types, as far as the value fits it.
func (d *decoder) nested(f field, target any) {
	value := d.value(f)
	if len(value) == 0 {
		return
	}
	// encoding/json goes on after a value that does not fit and reports the first one.
	if err := json.Unmarshal(value, target); err != nil {
		d.mistyped++
	}
}
