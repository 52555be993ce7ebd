package entity

import (
	"encoding/base64"
	"errors"
	"strings"
)

// BytesOf is the codec of bytes, which are base64 on the wire and as text. Its argument only says the Go type.
func BytesOf[T ~[]byte](T) Codec { return bytesCodec[T]{} }

type bytesCodec[T ~[]byte] struct{}

func (bytesCodec[T]) AppendJSON(dst []byte, value any) []byte {
	return append(base64.StdEncoding.AppendEncode(append(dst, '"'), value.(T)), '"')
}

func (c bytesCodec[T]) ParseJSON(raw []byte) (any, error) {
	s, err := parseString(raw)
	if err != nil {
		return nil, errBase64
	}
	return c.ParseText(s)
}

func (bytesCodec[T]) Text(value any) string { return base64.StdEncoding.EncodeToString(value.(T)) }

func (bytesCodec[T]) ParseText(text string) (any, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(strings.TrimSpace(text))
	if err != nil {
		return nil, errBase64
	}
	return T(b), nil
}

func (bytesCodec[T]) Arg(value any) (any, error) { return []byte(value.(T)), nil }

var errBase64 = errors.New("must be bytes in base64")
