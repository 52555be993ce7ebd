package entity

import (
	"bytes"
	"encoding"
	"encoding/json"
	"math"
	"reflect"
	"strings"
)

// Keeper is a Codec that knows of which values every database gives back exactly what it was given, in a column of the
// kind's own type. Where a codec is none, or says no, one has to look.
type Keeper interface {
	Keeps(value any) bool
}

// Keeps implements Keeper.
func (stringCodec[T]) Keeps(value any) bool { return strings.IndexByte(string(value.(T)), 0) < 0 }

// Keeps implements Keeper.
func (intCodec[T]) Keeps(any) bool { return true }

// Keeps implements Keeper.
func (boolCodec[T]) Keeps(any) bool { return true }

// Keeps implements Keeper. SQLite makes 0 of -0.
func (floatCodec[T]) Keeps(value any) bool {
	f := float64(value.(T))
	return !math.IsNaN(f) && !math.IsInf(f, 0) && (f != 0 || !math.Signbit(f))
}

// Keeps implements Keeper. How much of a second is kept is the database's affair, and the driver's.
func (c timeCodec[T]) Keeps(value any) bool {
	t := c.from(value).UTC()
	return t.Nanosecond() == 0 && t.Year() >= 1 && t.Year() <= 9999
}

// Keeps implements Keeper. A type that writes its JSON itself may care for an order that a database does not keep.
func (c jsonCodec[T]) Keeps(value any) bool {
	if !plainJSON(reflect.TypeFor[T](), 0) {
		return false
	}
	if raw, ok := appendLoose(nil, value, 0); ok {
		return raw[0] == '{' || raw[0] == '['
	}
	raw, err := json.Marshal(value)
	if err != nil || raw[0] != '{' && raw[0] != '[' {
		return false
	}
	var again T
	if json.Unmarshal(raw, &again) != nil {
		return false
	}
	second, err := json.Marshal(again)
	return err == nil && bytes.Equal(raw, second)
}

var (
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// plainJSON reports whether encoding/json alone writes values of a type. What a type of the host's holds below some
// depth it does not ask.
func plainJSON(t reflect.Type, depth int) bool {
	const deepest = 8
	if depth > deepest || t.Implements(jsonMarshaler) || t.Implements(textMarshaler) ||
		reflect.PointerTo(t).Implements(jsonMarshaler) || reflect.PointerTo(t).Implements(textMarshaler) {
		return false
	}
	switch t.Kind() { //nolint:exhaustive // the others hold no others
	case reflect.Map:
		return t.Key().Kind() == reflect.String && plainJSON(t.Elem(), depth+1)
	case reflect.Slice, reflect.Array, reflect.Pointer:
		return plainJSON(t.Elem(), depth+1)
	case reflect.Struct:
		for field := range t.Fields() {
			if !plainJSON(field.Type, depth+1) {
				return false
			}
		}
	}
	return true
}
