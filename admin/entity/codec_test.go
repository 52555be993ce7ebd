package entity_test

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"net/netip"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/schema/field"
	"github.com/google/uuid"

	"github.com/mosswart/overlord/admin/entity"
)

type (
	shade  string
	small  int8
	stamp  time.Time
	rgb    struct{ R, G, B uint8 }
	nested struct {
		Name string `json:"name"`
		List []int  `json:"list,omitempty"`
	}
)

// Value and Scan keep a colour as text.
func (c rgb) Value() (driver.Value, error) { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B), nil }

func (c *rgb) Scan(src any) error {
	s, ok := src.([]byte) // takes bytes alone, as some do
	if !ok {
		return errors.New("not bytes")
	}
	_, err := fmt.Sscanf(string(s), "#%02x%02x%02x", &c.R, &c.G, &c.B)
	return err
}

var addressScanner = field.ValueScannerFunc[*url.URL, *sql.NullString]{
	V: func(u *url.URL) (driver.Value, error) { return u.String(), nil },
	S: func(s *sql.NullString) (*url.URL, error) { return url.Parse(s.String) },
}

func TestValuesOfEveryKindGoOutAndComeBack(t *testing.T) {
	id := uuid.MustParse("6ba7b810-9dad-11d1-80b4-00c04fd430c8")
	at := time.Date(2026, 11, 22, 15, 4, 5, 123456789, time.UTC)
	for _, test := range []struct {
		name             string
		codec            entity.Codec
		value            any
		json, text       string
		arg              any
		onlyText, noText bool
	}{
		{name: "string", codec: entity.StringOf(""), value: "a \"b\"\n\\ \u2028 é \x00", json: `"a \"b\"\n\\ \u2028 é \u0000"`, text: "a \"b\"\n\\ \u2028 é \x00", arg: "a \"b\"\n\\ \u2028 é \x00"},
		{name: "named string", codec: entity.StringOf(shade("")), value: shade("red"), json: `"red"`, text: "red", arg: "red"},
		{name: "int", codec: entity.IntOf(0), value: -42, json: `-42`, text: "-42", arg: int64(-42)},
		{name: "named int", codec: entity.IntOf(small(0)), value: small(-128), json: `-128`, text: "-128", arg: int64(-128)},
		{name: "int at the limit of a float", codec: entity.IntOf(int64(0)), value: int64(1<<53 - 1), json: `9007199254740991`, text: "9007199254740991", arg: int64(1<<53 - 1)},
		{name: "int beyond a float", codec: entity.IntOf(int64(0)), value: int64(1<<53 + 1), json: `"9007199254740993"`, text: "9007199254740993", arg: int64(1<<53 + 1)},
		{name: "smallest int", codec: entity.IntOf(int64(0)), value: int64(math.MinInt64), json: `"-9223372036854775808"`, text: "-9223372036854775808", arg: int64(math.MinInt64)},
		{name: "duration", codec: entity.IntOf(time.Duration(0)), value: 90 * time.Minute, json: `5400000000000`, text: "1h30m0s", arg: int64(5400000000000)},
		{name: "uint", codec: entity.UintOf(uint8(0)), value: uint8(255), json: `255`, text: "255", arg: int64(255)},
		{name: "largest uint", codec: entity.UintOf(uint64(0)), value: uint64(math.MaxUint64), json: `"18446744073709551615"`, text: "18446744073709551615", arg: "18446744073709551615"},
		{name: "float", codec: entity.FloatOf(0.0), value: 0.1, json: `0.1`, text: "0.1", arg: 0.1},
		{name: "small float", codec: entity.FloatOf(0.0), value: 5e-324, json: `5e-324`, text: "5e-324", arg: 5e-324},
		{name: "float32", codec: entity.FloatOf(float32(0)), value: float32(0.1), json: `0.1`, text: "0.1", arg: float64(float32(0.1))},
		{name: "bool", codec: entity.BoolOf(false), value: true, json: `true`, text: "true", arg: true},
		{name: "time", codec: entity.TimeOf(time.Time{}), value: at, json: `"2026-11-22T15:04:05.123456789Z"`, text: "2026-11-22T15:04:05.123456789Z", arg: at},
		{name: "named time", codec: entity.TimeOf(stamp{}), value: stamp(at), json: `"2026-11-22T15:04:05.123456789Z"`, text: "2026-11-22T15:04:05.123456789Z", arg: at},
		{name: "uuid", codec: entity.TextOf(uuid.UUID{}), value: id, json: `"` + id.String() + `"`, text: id.String(), arg: id.String()},
		{name: "address", codec: entity.TextOf(netip.Addr{}), value: netip.MustParseAddr("::1"), json: `"::1"`, text: "::1", arg: "::1"},
		{name: "pointer with text", codec: entity.TextOf((*big.Int)(nil)), value: big.NewInt(7), json: `"7"`, text: "7", arg: "7"},
		{name: "valuer", codec: entity.ValuerOf(rgb{}), value: rgb{1, 2, 255}, json: `"#0102ff"`, text: "#0102ff", arg: "#0102ff"},
		{name: "null number", codec: entity.ValuerOf(sql.NullInt64{}), value: sql.NullInt64{Int64: 5, Valid: true}, json: `"5"`, text: "5", arg: int64(5)},
		{name: "scanner alone", codec: entity.ScannerOf[*url.URL](addressScanner), value: &url.URL{Scheme: "https", Host: "a.b"}, json: `"https://a.b"`, text: "https://a.b", arg: "https://a.b"},
		{name: "json", codec: entity.JSONOf(map[string]any(nil)), value: map[string]any{"a": []any{1.5, "<", nil}}, json: `{"a":[1.5,"\u003c",null]}`, text: `{"a":[1.5,"\u003c",null]}`, arg: []byte(`{"a":[1.5,"\u003c",null]}`)},
		{name: "json with many digits", codec: entity.JSONOf([]any(nil)), value: []any{json.Number("9007199254740993")}, json: `[9007199254740993]`, text: `[9007199254740993]`, arg: []byte(`[9007199254740993]`)},
		{name: "json of a struct", codec: entity.JSONOf((*nested)(nil)), value: &nested{Name: "x", List: []int{1}}, json: `{"name":"x","list":[1]}`, text: `{"name":"x","list":[1]}`, arg: []byte(`{"name":"x","list":[1]}`)},
		{name: "bytes", codec: entity.BytesOf([]byte(nil)), value: []byte{0, 255}, json: `"AP8="`, text: "AP8=", arg: []byte{0, 255}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := string(test.codec.AppendJSON([]byte("x"), test.value)); got != "x"+test.json {
				t.Errorf("JSON: %s, want %s", got, test.json)
			}
			if got := test.codec.Text(test.value); got != test.text {
				t.Errorf("text: %q, want %q", got, test.text)
			}
			if got, err := test.codec.ParseJSON([]byte(test.json)); err != nil || !reflect.DeepEqual(got, test.value) {
				t.Errorf("from JSON: %#v, %v", got, err)
			}
			if got, err := test.codec.ParseText(test.text); err != nil || !reflect.DeepEqual(got, test.value) {
				t.Errorf("from text: %#v, %v", got, err)
			}
			if got, err := test.codec.Arg(test.value); err != nil || !reflect.DeepEqual(got, test.arg) {
				t.Errorf("argument: %#v, %v, want %#v", got, err, test.arg)
			}
		})
	}
}

func TestPeopleTypeValuesInManyForms(t *testing.T) {
	for _, test := range []struct {
		codec entity.Codec
		text  string
		want  any
	}{
		{entity.BoolOf(false), " Yes ", true}, {entity.BoolOf(false), "off", false}, {entity.BoolOf(false), "1", true}, {entity.BoolOf(false), "N", false},
		{entity.TimeOf(time.Time{}), "2026-11-22", time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)},
		{entity.TimeOf(time.Time{}), "2026-11-22 15:04", time.Date(2026, 11, 22, 15, 4, 0, 0, time.UTC)},
		{entity.TimeOf(time.Time{}), "2026-11-22T15:04", time.Date(2026, 11, 22, 15, 4, 0, 0, time.UTC)},
		{entity.TimeOf(time.Time{}), "2026-11-22 15:04:05.5", time.Date(2026, 11, 22, 15, 4, 5, 5e8, time.UTC)},
		{entity.TimeOf(time.Time{}), "2026-11-22T15:04:05+02:00", time.Date(2026, 11, 22, 13, 4, 5, 0, time.UTC)},
		{entity.IntOf(0), " +7 ", 7}, {entity.UintOf(uint(0)), "+7", uint(7)}, {entity.FloatOf(0.0), " -1.5e3", -1500.0},
		{entity.IntOf(time.Duration(0)), "90s", 90 * time.Second}, {entity.IntOf(time.Duration(0)), "5", 5 * time.Nanosecond},
	} {
		if got, err := test.codec.ParseText(test.text); err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%q: %v, %v, want %v", test.text, got, err, test.want)
		}
	}
	if got, err := entity.TextOf(big.Float{}).ParseJSON([]byte("12.50")); err != nil {
		t.Errorf("a bare number: %v, %v", got, err)
	}
}

func TestWrongValuesAreRefusedInWordsForPeople(t *testing.T) {
	for _, test := range []struct {
		codec     entity.Codec
		json, why string
	}{
		{entity.StringOf(""), `5`, "must be text"}, {entity.StringOf(""), "\"\xff\"", "must be text in UTF-8"}, {entity.StringOf(""), `"a`, "must be text"},
		{entity.IntOf(0), `1.5`, "must be a whole number"}, {entity.IntOf(0), `"x"`, "must be a whole number"}, {entity.IntOf(0), `true`, "must be a whole number"},
		{entity.IntOf(int8(0)), `128`, "must be between -128 and 127"}, {entity.IntOf(int64(0)), `9223372036854775808`, "must be between -9223372036854775808 and 9223372036854775807"},
		{entity.UintOf(uint8(0)), `-1`, "must be between 0 and 255"}, {entity.UintOf(uint64(0)), `18446744073709551616`, "must be between 0 and 18446744073709551615"}, {entity.UintOf(uint(0)), `"0x1"`, "must be a whole number"},
		{entity.FloatOf(0.0), `"NaN"`, "must be a number"}, {entity.FloatOf(0.0), `"Inf"`, "must be a number"}, {entity.FloatOf(0.0), `1e999`, "is too large"}, {entity.FloatOf(float32(0)), `1e39`, "is too large"}, {entity.FloatOf(0.0), `{}`, "must be a number"},
		{entity.BoolOf(false), `"true"`, "must be true or false"}, {entity.BoolOf(false), `1`, "must be true or false"},
		{entity.TimeOf(time.Time{}), `"yesterday"`, "must be a time such as 2026-11-22T15:04:05Z"}, {entity.TimeOf(time.Time{}), `5`, "must be a time such as 2026-11-22T15:04:05Z"},
		{entity.TextOf(uuid.UUID{}), `"x"`, "is not of the form that belongs here"}, {entity.ValuerOf(rgb{}), `"red"`, "is not of the form that belongs here"},
		{entity.JSONOf(nested{}), `{"nam":1}`, `has a member that does not belong there: "nam"`}, {entity.JSONOf(nested{}), `{"name":1}`, `has a number at "name", where text belongs`},
		{entity.JSONOf([]string(nil)), `{"a":1}`, `is an object, where a list belongs`}, {entity.JSONOf(nested{}), `{`, "must be JSON: it ends too early"}, {entity.JSONOf(nested{}), `{x}`, "must be JSON: wrong at character 2"}, {entity.JSONOf(nested{}), `{} {}`, "must be one JSON value"}, {entity.JSONOf([]string(nil)), `null`, "must not be null"},
		{entity.BytesOf([]byte(nil)), `"*"`, "must be bytes in base64"}, {entity.Opaque(make(chan int)), `"x"`, "cannot be written here"},
	} {
		if got, err := test.codec.ParseJSON([]byte(test.json)); err == nil || err.Error() != test.why {
			t.Errorf("%s: %v, %v, want %s", test.json, got, err, test.why)
		}
	}
	if got := string(entity.FloatOf(0.0).AppendJSON(nil, math.Inf(1))); got != "null" {
		t.Errorf("infinity on the wire: %s", got)
	}
	if got := string(entity.Opaque(rgb{}).AppendJSON(nil, rgb{})); got != `"{0 0 0}"` {
		t.Errorf("an opaque value: %s", got)
	}
}

func TestAFieldsScannerStandsBetweenItsValueAndTheDatabase(t *testing.T) {
	shouted := field.ValueScannerFunc[string, *sql.NullString]{
		V: func(s string) (driver.Value, error) { return strings.ToUpper(s), nil },
		S: func(s *sql.NullString) (string, error) { return strings.ToLower(s.String), nil },
	}
	codec := entity.Scanned(entity.StringOf(""), shouted)
	if arg, err := codec.Arg("quiet"); err != nil || arg != "QUIET" {
		t.Errorf("argument %v, %v", arg, err)
	}
	if got := string(codec.AppendJSON(nil, "quiet")); got != `"quiet"` {
		t.Errorf("JSON %s", got)
	}
}

func FuzzWhatACodecWritesItReadsBack(f *testing.F) {
	f.Add("text", int64(1<<60), 1.5, []byte("b"), int64(0))
	f.Fuzz(func(t *testing.T, s string, n int64, x float64, b []byte, nanos int64) {
		type pair struct {
			codec entity.Codec
			value any
		}
		values := []pair{
			{entity.IntOf(int64(0)), n}, {entity.IntOf(int16(0)), int16(n)}, {entity.IntOf(time.Duration(0)), time.Duration(n)},
			{entity.UintOf(uint64(0)), uint64(n)}, {entity.UintOf(uint16(0)), uint16(n)}, {entity.BoolOf(false), n%2 == 0},
			{entity.BytesOf([]byte(nil)), append([]byte{}, b...)}, {entity.TextOf(uuid.UUID{}), uuid.NewSHA1(uuid.Nil, b)},
		}
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			values = append(values, pair{entity.FloatOf(0.0), x})
			if f := float32(x); !math.IsInf(float64(f), 0) {
				values = append(values, pair{entity.FloatOf(float32(0)), f})
			}
		}
		if strings.ToValidUTF8(s, "") == s {
			values = append(values, pair{entity.StringOf(""), s}, pair{entity.JSONOf([]string(nil)), []string{s}})
		}
		if at := time.Unix(nanos%1e11, nanos%1e9).UTC(); at.Year() > 0 && at.Year() < 10000 {
			values = append(values, pair{entity.TimeOf(time.Time{}), at})
		}
		for _, p := range values {
			roundTrip(t, p.codec, p.value)
			_, _ = p.codec.ParseText(s) // whatever somebody sends is refused or read, never a panic
			_, _ = p.codec.ParseJSON(b)
		}
	})
}

func roundTrip(t *testing.T, codec entity.Codec, value any) {
	t.Helper()
	raw := codec.AppendJSON(nil, value)
	if !json.Valid(raw) {
		t.Fatalf("%T %#v: %q is not JSON", codec, value, raw)
	}
	if got, err := codec.ParseJSON(raw); err != nil || !reflect.DeepEqual(got, value) {
		t.Errorf("%T %#v: JSON %s gives %#v, %v", codec, value, raw, got, err)
	}
	text := codec.Text(value)
	if got, err := codec.ParseText(text); err != nil || !reflect.DeepEqual(got, value) {
		t.Errorf("%T %#v: text %q gives %#v, %v", codec, value, text, got, err)
	}
}

func TestCompositeIDsAreJoinedAndTakenApart(t *testing.T) {
	for _, parts := range [][]string{{"1", "2"}, {"a~b", "c/d?e#f%", ""}, {"ä ö", "~~"}, {"x"}} {
		text := entity.JoinID(append([]string{}, parts...)...)
		if strings.ContainsAny(text, "/?# ") {
			t.Errorf("%q does not fit into a path", text)
		}
		if got, err := entity.SplitID(text); err != nil || !reflect.DeepEqual(got, parts) {
			t.Errorf("%q: %q, %v, want %q", text, got, err, parts)
		}
	}
	if _, err := entity.SplitID("1~%zz"); err == nil {
		t.Error("an id with wrong encoding is taken")
	}
}
