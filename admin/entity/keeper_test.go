package entity

import (
	"encoding/json"
	"math"
	"testing"
	"time"
)

func TestOnlyWhatEveryDatabaseGivesBackIsKept(t *testing.T) {
	type ordered struct{ Raw json.RawMessage }
	second := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))
	for name, c := range map[string]struct {
		codec Codec
		value any
		want  bool
	}{
		"text":                  {StringOf(""), "Ünï", true},
		"text with a zero":      {StringOf(""), "a\x00b", false},
		"number":                {IntOf(0), -7, true},
		"duration":              {IntOf(time.Duration(0)), time.Hour, true},
		"truth":                 {BoolOf(false), true, true},
		"fraction":              {FloatOf(0.0), 0.1, true},
		"negative zero":         {FloatOf(0.0), math.Copysign(0, -1), false},
		"infinity":              {FloatOf(0.0), math.Inf(1), false},
		"whole second":          {TimeOf(time.Time{}), second, true},
		"part of a second":      {TimeOf(time.Time{}), second.Add(time.Microsecond), false},
		"object":                {JSONOf(map[string]any{}), map[string]any{"a": []any{1.5, "b", nil}}, true},
		"number of many digits": {JSONOf(map[string]any{}), map[string]any{"a": json.Number("12345678901234567890")}, false},
		"list":                  {JSONOf([]string{}), []string{"a"}, true},
		"bare number":           {JSONOf(any(nil)), 1.0, false},
		"raw text":              {JSONOf(json.RawMessage{}), json.RawMessage(`{"b":1,"a":2}`), false},
		"raw text within":       {JSONOf(ordered{}), ordered{json.RawMessage(`{"b":1,"a":2}`)}, false},
	} {
		if got := c.codec.(Keeper).Keeps(c.value); got != c.want {
			t.Errorf("%s: kept %v, want %v", name, got, c.want)
		}
	}
}
