package entity

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unsafe"
)

type signed interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64
}

type unsigned interface {
	~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64
}

// IntOf is the codec of a signed whole number. Its argument only says the Go type. A time.Duration is nanoseconds on
// the wire and "1h30m" as text.
func IntOf[T signed](T) Codec {
	if _, ok := any(T(0)).(time.Duration); ok {
		return durationCodec{}
	}
	return intCodec[T]{}
}

// UintOf is the codec of an unsigned whole number. Its argument only says the Go type.
func UintOf[T unsigned](T) Codec { return uintCodec[T]{} }

// FloatOf is the codec of a floating-point number. NaN and the infinities, which JSON does not have, are null on the
// wire and are refused when read. Its argument only says the Go type.
func FloatOf[T ~float32 | ~float64](T) Codec { return floatCodec[T]{} }

// exact is the largest whole number up to which JavaScript's numbers hold all of them.
const exact = 1<<53 - 1

var (
	errWhole  = errors.New("must be a whole number")
	errNumber = errors.New("must be a number")
)

type intCodec[T signed] struct{}

func (intCodec[T]) AppendJSON(dst []byte, value any) []byte {
	n := int64(value.(T))
	if n > exact || n < -exact {
		return append(strconv.AppendInt(append(dst, '"'), n, 10), '"')
	}
	return strconv.AppendInt(dst, n, 10)
}

func (c intCodec[T]) ParseJSON(raw []byte) (any, error) { return c.ParseText(digits(raw)) }

func (intCodec[T]) Text(value any) string { return strconv.FormatInt(int64(value.(T)), 10) }

func (intCodec[T]) ParseText(text string) (any, error) {
	bits := int(unsafe.Sizeof(T(0))) * 8
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, bits)
	if errors.Is(err, strconv.ErrRange) {
		return T(0), fmt.Errorf("must be between %d and %d", int64(-1)<<(bits-1), int64(1)<<(bits-1)-1)
	}
	if err != nil {
		return T(0), errWhole
	}
	return T(n), nil
}

func (intCodec[T]) Arg(value any) (any, error) { return int64(value.(T)), nil }

type uintCodec[T unsigned] struct{}

func (uintCodec[T]) AppendJSON(dst []byte, value any) []byte {
	n := uint64(value.(T))
	if n > exact {
		return append(strconv.AppendUint(append(dst, '"'), n, 10), '"')
	}
	return strconv.AppendUint(dst, n, 10)
}

func (c uintCodec[T]) ParseJSON(raw []byte) (any, error) { return c.ParseText(digits(raw)) }

func (uintCodec[T]) Text(value any) string { return strconv.FormatUint(uint64(value.(T)), 10) }

func (uintCodec[T]) ParseText(text string) (any, error) {
	text = strings.TrimSpace(text)
	bits := int(unsafe.Sizeof(T(0))) * 8
	n, err := strconv.ParseUint(strings.TrimPrefix(text, "+"), 10, bits)
	if err == nil {
		return T(n), nil
	}
	if _, signedErr := strconv.ParseInt(text, 10, 64); signedErr == nil || errors.Is(err, strconv.ErrRange) {
		return T(0), fmt.Errorf("must be between 0 and %d", uint64(math.MaxUint64)>>(64-bits))
	}
	return T(0), errWhole
}

// Arg is a string beyond what a driver takes as a number.
func (uintCodec[T]) Arg(value any) (any, error) {
	if n := uint64(value.(T)); n <= math.MaxInt64 {
		return int64(n), nil
	}
	return strconv.FormatUint(uint64(value.(T)), 10), nil
}

type floatCodec[T ~float32 | ~float64] struct{}

func (floatCodec[T]) AppendJSON(dst []byte, value any) []byte {
	f := float64(value.(T))
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return append(dst, "null"...)
	}
	format := byte('f')
	if abs := math.Abs(f); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		format = 'e'
	}
	return strconv.AppendFloat(dst, f, format, -1, floatBits[T]())
}

func (c floatCodec[T]) ParseJSON(raw []byte) (any, error) { return c.ParseText(digits(raw)) }

func (floatCodec[T]) Text(value any) string {
	return strconv.FormatFloat(float64(value.(T)), 'g', -1, floatBits[T]())
}

func (floatCodec[T]) ParseText(text string) (any, error) {
	text = strings.TrimSpace(text)
	if strings.Trim(text, "+-.0123456789eE") != "" { // so no NaN, no infinity, no hexadecimal
		return T(0), errNumber
	}
	f, err := strconv.ParseFloat(text, floatBits[T]())
	if errors.Is(err, strconv.ErrRange) {
		return T(0), errors.New("is too large")
	}
	if err != nil {
		return T(0), errNumber
	}
	return T(f), nil
}

func (floatCodec[T]) Arg(value any) (any, error) { return float64(value.(T)), nil }

func floatBits[T ~float32 | ~float64]() int { return int(unsafe.Sizeof(T(0))) * 8 }

type durationCodec struct{ intCodec[time.Duration] }

func (durationCodec) Text(value any) string { return value.(time.Duration).String() }

func (c durationCodec) ParseText(text string) (any, error) {
	if d, err := time.ParseDuration(strings.TrimSpace(text)); err == nil {
		return d, nil
	}
	if n, err := c.intCodec.ParseText(text); err == nil {
		return n, nil
	}
	return time.Duration(0), errors.New(`must be a duration such as "1h30m"`)
}

// digits is a JSON number as text, or what is inside of a JSON string, where a number may stand too.
func digits(raw []byte) string {
	if len(raw) >= 2 && raw[0] == '"' && raw[len(raw)-1] == '"' {
		raw = raw[1 : len(raw)-1]
	}
	return string(raw)
}
