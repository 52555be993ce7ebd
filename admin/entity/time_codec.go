package entity

import (
	"errors"
	"reflect"
	"strings"
	"time"
)

// TimeOf is the codec of an instant: time.Time or a type made from it. On the wire it is in UTC. As text it may be a
// date, or a date and a time of day, which are taken as UTC where no zone is given. Its argument only says the Go type.
func TimeOf[T any](T) Codec {
	if typ := reflect.TypeFor[T](); typ != timeType {
		return timeCodec[T]{
			from: func(value any) time.Time { return reflect.ValueOf(value).Convert(timeType).Interface().(time.Time) },
			to:   func(t time.Time) any { return reflect.ValueOf(t).Convert(typ).Interface() },
		}
	}
	return timeCodec[T]{
		from: func(value any) time.Time { return value.(time.Time) },
		to:   func(t time.Time) any { return t },
	}
}

var timeType = reflect.TypeFor[time.Time]()

type timeCodec[T any] struct {
	from func(any) time.Time
	to   func(time.Time) any
}

func (c timeCodec[T]) AppendJSON(dst []byte, value any) []byte {
	return append(c.from(value).UTC().AppendFormat(append(dst, '"'), time.RFC3339Nano), '"')
}

func (c timeCodec[T]) ParseJSON(raw []byte) (any, error) {
	s, err := parseString(raw)
	if err != nil {
		return nil, errInstant
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return nil, errInstant
	}
	return c.to(t.UTC()), nil
}

func (c timeCodec[T]) Text(value any) string { return c.from(value).UTC().Format(time.RFC3339Nano) }

func (c timeCodec[T]) ParseText(text string) (any, error) {
	text = strings.TrimSpace(text)
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return c.to(t.UTC()), nil
		}
	}
	return nil, errors.New("must be a date and time such as 2026-11-22 or 2026-11-22 15:04")
}

func (c timeCodec[T]) Arg(value any) (any, error) { return c.from(value).UTC(), nil }

// layouts are the forms of a time that a person types; a fraction of a second may follow each second.
var layouts = []string{
	time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04Z07:00",
	"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly,
}

var errInstant = errors.New("must be a time such as 2026-11-22T15:04:05Z")
