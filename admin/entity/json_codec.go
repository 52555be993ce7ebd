package entity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
)

// JSONOf is the codec of a value that is kept as JSON. Where the Go type holds numbers of no particular type, they
// become json.Number instead of float64 if one of them has more digits than a float64 keeps. Members that the Go type
// would drop are refused. Its argument only says the Go type.
func JSONOf[T any](T) Codec { return jsonCodec[T]{} }

type jsonCodec[T any] struct{}

func (jsonCodec[T]) AppendJSON(dst []byte, value any) []byte {
	if text, ok := appendLoose(dst, value, 0); ok {
		return text
	}
	raw, err := json.Marshal(value)
	if err != nil { // what the database holds is none
		return append(dst, "null"...)
	}
	return append(dst, raw...)
}

func (jsonCodec[T]) ParseJSON(raw []byte) (any, error) {
	var value T
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if manyDigits(raw) {
		decoder.UseNumber()
	}
	if err := decoder.Decode(&value); err != nil {
		return nil, explain(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("must be one JSON value")
	}
	if isNil(value) {
		return nil, errors.New("must not be null")
	}
	return value, nil
}

func (c jsonCodec[T]) Text(value any) string { return string(c.AppendJSON(nil, value)) }

func (c jsonCodec[T]) ParseText(text string) (any, error) { return c.ParseJSON([]byte(text)) }

func (jsonCodec[T]) Arg(value any) (any, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("is no JSON: %w", err)
	}
	return raw, nil
}

// manyDigits reports whether a number in raw has more digits than a float64 is sure to keep.
func manyDigits(raw []byte) bool {
	n := 0
	for _, c := range raw {
		switch {
		case c >= '0' && c <= '9':
			if n++; n > 15 {
				return true
			}
		case c != '.':
			n = 0
		}
	}
	return false
}

// explain says what is wrong with JSON in words that name no Go type.
func explain(err error) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("must be JSON: wrong at character %d", syntax.Offset)
	case errors.As(err, &wrong) && wrong.Field != "":
		return fmt.Errorf("has %s at %q, where %s belongs", jsonValue(wrong.Value), wrong.Field, jsonName(wrong.Type))
	case errors.As(err, &wrong):
		return fmt.Errorf("is %s, where %s belongs", jsonValue(wrong.Value), jsonName(wrong.Type))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("must be JSON: it ends too early")
	case strings.HasPrefix(err.Error(), "json: unknown field "):
		return fmt.Errorf("has a member that does not belong there: %s", strings.TrimPrefix(err.Error(), "json: unknown field "))
	}
	return errors.New("must be JSON that fits this field")
}

// jsonValue is what encoding/json found, in words.
func jsonValue(found string) string {
	switch word, _, _ := strings.Cut(found, " "); word {
	case "string":
		return "text"
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "bool":
		return "true or false"
	}
	return "a number"
}

// jsonName is what a Go type is in JSON.
func jsonName(t reflect.Type) string {
	switch t.Kind() { //nolint:exhaustive // the others are no JSON
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Map, reflect.Struct:
		return "an object"
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "a whole number"
	case reflect.Float32, reflect.Float64:
		return "a number"
	}
	return "another kind of value"
}

func isNil(value any) bool {
	if value == nil {
		return true
	}
	switch v := reflect.ValueOf(value); v.Kind() { //nolint:exhaustive // the others cannot be nil
	case reflect.Map, reflect.Slice, reflect.Pointer, reflect.Interface:
		return v.IsNil()
	}
	return false
}
