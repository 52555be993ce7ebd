package entity

import (
	"database/sql"
	"database/sql/driver"
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"entgo.io/ent/schema/field"
)

// TextOf is the codec of a type that has, or whose pointer has, both of encoding.TextMarshaler and
// encoding.TextUnmarshaler: a UUID, a decimal, an address. On the wire it is a string; a bare JSON number is read as
// its digits. Its argument only says the Go type.
func TextOf[T any](T) Codec {
	return otherCodec[T]{
		text: func(value any) (string, error) {
			raw, err := as[encoding.TextMarshaler](value).MarshalText()
			return string(raw), err
		},
		parse: func(text string) (any, error) {
			p, get := target[T]()
			if err := p.(encoding.TextUnmarshaler).UnmarshalText([]byte(text)); err != nil {
				return nil, errForm
			}
			return get(), nil
		},
		arg: argument,
	}
}

// ValuerOf is the codec of a type that has driver.Valuer and whose pointer has sql.Scanner: it has on the wire, as a
// string, what the database holds. Its argument only says the Go type.
func ValuerOf[T any](T) Codec {
	return otherCodec[T]{
		text: func(value any) (string, error) {
			v, err := as[driver.Valuer](value).Value()
			return text(v), err
		},
		parse: func(text string) (any, error) {
			for _, source := range sources(text) {
				p, get := target[T]()
				if scan(p.(sql.Scanner), source) == nil {
					return get(), nil
				}
			}
			return nil, errForm
		},
		arg: argument,
	}
}

// Scanned is inner for a field that has an external value scanner: a SQL statement gets what the scanner makes of a
// value.
func Scanned[T any](inner Codec, scanner field.TypeValueScanner[T]) Codec {
	return scannedCodec[T]{inner, scanner}
}

type scannedCodec[T any] struct {
	Codec
	scanner field.TypeValueScanner[T]
}

func (c scannedCodec[T]) Arg(value any) (any, error) { return c.scanner.Value(value.(T)) }

// ScannerOf is the codec of a type that only an external value scanner can read and write: it has on the wire, as a
// string, what the database holds.
func ScannerOf[T any](scanner field.TypeValueScanner[T]) Codec {
	return otherCodec[T]{
		text: func(value any) (string, error) {
			v, err := scanner.Value(value.(T))
			return text(v), err
		},
		parse: func(text string) (any, error) {
			for _, source := range sources(text) {
				into := scanner.ScanValue()
				s, ok := into.(sql.Scanner)
				if !ok || scan(s, source) != nil {
					continue
				}
				if value, err := scanner.FromValue(into); err == nil && !isNil(value) {
					return value, nil
				}
			}
			return nil, errForm
		},
		arg: func(value any) (any, error) { return scanner.Value(value.(T)) },
	}
}

// Opaque is the codec of a type that nothing can read back: it is shown and never written. Its argument only says the
// Go type.
func Opaque[T any](T) Codec {
	return otherCodec[T]{
		text:  func(value any) (string, error) { return fmt.Sprint(value), nil },
		parse: func(string) (any, error) { return nil, errors.New("cannot be written here") },
		arg:   argument,
	}
}

var errForm = errors.New("is not of the form that belongs here")

// otherCodec has a value as a string on the wire.
type otherCodec[T any] struct {
	text  func(any) (string, error)
	parse func(string) (any, error)
	arg   func(any) (any, error)
}

func (c otherCodec[T]) AppendJSON(dst []byte, value any) []byte {
	s, err := c.text(value)
	if err != nil { // what the database holds is none
		return append(dst, "null"...)
	}
	return appendString(dst, s)
}

func (c otherCodec[T]) ParseJSON(raw []byte) (any, error) {
	if len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9') {
		return c.parse(string(raw))
	}
	s, err := parseString(raw)
	if err != nil {
		return nil, err
	}
	return c.parse(s)
}

func (c otherCodec[T]) Text(value any) string {
	s, _ := c.text(value) // "" is all that can be shown of it
	return s
}

func (c otherCodec[T]) ParseText(text string) (any, error) { return c.parse(strings.TrimSpace(text)) }

func (c otherCodec[T]) Arg(value any) (any, error) { return c.arg(value) }

// as is value, or a pointer to it, as an interface that the generator has seen that one of them has.
func as[I any](value any) I {
	if i, ok := value.(I); ok {
		return i
	}
	p := reflect.New(reflect.TypeOf(value))
	p.Elem().Set(reflect.ValueOf(value))
	return p.Interface().(I)
}

// target is a pointer to read a T into, and what gives the T then. Where T is a pointer itself, it is that.
func target[T any]() (pointer any, get func() any) {
	if typ := reflect.TypeFor[T](); typ.Kind() == reflect.Pointer {
		p := reflect.New(typ.Elem()).Interface()
		return p, func() any { return p }
	}
	p := new(T)
	return p, func() any { return *p }
}

// argument is a value as its own driver.Valuer has it, or as the basic type that it was made from.
func argument(value any) (any, error) {
	if valuer, ok := value.(driver.Valuer); ok {
		return valuer.Value()
	}
	switch v := reflect.ValueOf(value); v.Kind() { //nolint:exhaustive // the others have no basic type
	case reflect.String:
		return v.String(), nil
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return v.Bytes(), nil
		}
	}
	if marshaler, ok := value.(encoding.TextMarshaler); ok {
		raw, err := marshaler.MarshalText()
		return string(raw), err
	}
	if stringer, ok := value.(fmt.Stringer); ok {
		return stringer.String(), nil
	}
	return value, nil
}

// text is a value of the database as text.
func text(v driver.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case []byte:
		return string(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	return fmt.Sprint(v)
}

// sources are the forms in which a database may have given text.
func sources(text string) []any {
	list := []any{text, []byte(text)}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		list = append(list, n)
	}
	if f, err := strconv.ParseFloat(text, 64); err == nil {
		list = append(list, f)
	}
	if b, err := strconv.ParseBool(text); err == nil {
		list = append(list, b)
	}
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		list = append(list, t.UTC())
	}
	return list
}

// scan guards against scanners that assert a type without looking.
func scan(s sql.Scanner, source any) (err error) {
	defer func() {
		if recover() != nil {
			err = errForm
		}
	}()
	return s.Scan(source)
}
