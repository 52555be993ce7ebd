package entity

import (
	"errors"
	"strings"
)

// BoolOf is the codec of a truth value. Its argument only says the Go type.
func BoolOf[T ~bool](T) Codec { return boolCodec[T]{} }

type boolCodec[T ~bool] struct{}

func (boolCodec[T]) AppendJSON(dst []byte, value any) []byte {
	if value.(T) {
		return append(dst, "true"...)
	}
	return append(dst, "false"...)
}

func (boolCodec[T]) ParseJSON(raw []byte) (any, error) {
	switch string(raw) {
	case "true":
		return T(true), nil
	case "false":
		return T(false), nil
	}
	return T(false), errors.New("must be true or false")
}

func (boolCodec[T]) Text(value any) string {
	if value.(T) {
		return "true"
	}
	return "false"
}

func (boolCodec[T]) ParseText(text string) (any, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true", "t", "yes", "y", "on", "1":
		return T(true), nil
	case "false", "f", "no", "n", "off", "0":
		return T(false), nil
	}
	return T(false), errors.New("must be yes or no")
}

func (boolCodec[T]) Arg(value any) (any, error) { return bool(value.(T)), nil }
