package event

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestNumbersAreCoerced(t *testing.T) {
	unknown := Float{}
	none := Int{}
	cases := []struct {
		json string
		f    Float
		i    Int
	}{
		{`842.5`, num(842.5), none},
		{`"842.5"`, num(842.5), none},
		{`"1,234"`, num(1234), whole(1234)},
		{`"1,234,567.5"`, num(1234567.5), none},
		{`"-1,234"`, num(-1234), whole(-1234)},
		{`"12,34"`, unknown, none},
		{`"842,5"`, unknown, none},
		{`"1234,567"`, unknown, none},
		{`",123"`, unknown, none},
		{`"1,2345"`, unknown, none},
		{`"N/A"`, unknown, none},
		{`""`, unknown, none},
		{`" "`, unknown, none},
		{`"-"`, unknown, none},
		{`null`, unknown, none},
		{`0`, num(0), whole(0)},
		{`"0"`, num(0), whole(0)},
		{`-0`, num(math.Copysign(0, -1)), whole(0)},
		{`57`, num(57), whole(57)},
		{`57.0`, num(57), whole(57)},
		{`"57.00"`, num(57), whole(57)},
		{`1e3`, num(1000), whole(1000)},
		{`" 12 "`, num(12), whole(12)},
		{`"+5"`, num(5), whole(5)},
		{`"\u0031\u0032"`, num(12), whole(12)},
		{`191226310247`, num(191226310247), whole(191226310247)},
		{`9223372036854775807`, num(9223372036854775807), whole(math.MaxInt64)},
		{`9223372036854775808`, num(9223372036854775808), none},
		{`-9223372036854775808`, num(-9223372036854775808), whole(math.MinInt64)},
		{`-9223372036854775809`, num(-9223372036854775809), none},
		{`1e400`, unknown, none},
		{`"1e400"`, unknown, none},
		{`1e300`, num(1e300), none},
		{`"NaN"`, unknown, none},
		{`"Infinity"`, unknown, none},
		{`"-inf"`, unknown, none},
		{`"0x10"`, unknown, none},
		{`"1_000"`, unknown, none},
		{`"12 kills"`, unknown, none},
		{`"1e"`, unknown, none},
		{`"."`, unknown, none},
		{`true`, unknown, none},
		{`{}`, unknown, none},
		{`[1]`, unknown, none},
	}
	for _, c := range cases {
		t.Run(c.json, func(t *testing.T) {
			var f Float
			var i Int
			if err := json.Unmarshal([]byte(c.json), &f); err != nil || f != c.f {
				t.Errorf("Float %+v, %v; want %+v", f, err, c.f)
			}
			if err := json.Unmarshal([]byte(c.json), &i); err != nil || i != c.i {
				t.Errorf("Int %+v, %v; want %+v", i, err, c.i)
			}
			e := decode(t, `{"type":"telemetry","character_name":"A","ew":`+c.json+`,"kills":`+c.json+`}`).(*Telemetry)
			if e.EW != c.f || e.Kills != c.i {
				t.Errorf("decoded ew %+v, kills %+v", e.EW, e.Kills)
			}
			wrongKind := strings.ContainsAny(c.json[:1], "t{[")
			if want := map[bool]int{true: 2}[wrongKind]; e.Mistyped != want {
				t.Errorf("mistyped %d, want %d", e.Mistyped, want)
			}
		})
	}
}

func TestMissingNumberIsUnknownNotZero(t *testing.T) {
	e := decode(t, `{"type":"telemetry","character_name":"A"}`).(*Telemetry)
	if e.Kills.Known || e.EW.Known || e.Kills.Ptr() != nil || e.EW.Ptr() != nil {
		t.Errorf("%+v", e)
	}
	if text := marshal(t, []any{e.Kills, e.EW, whole(3), num(2.5)}); text != `[null,null,3,2.5]` {
		t.Error(text)
	}
}

// However .NET's formatting writes a number, it comes back as it was.
func TestCoercionRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Int64().Draw(t, "v")
		texts := []string{
			strconv.FormatInt(v, 10), `"` + strconv.FormatInt(v, 10) + `"`, `"` + thousands(v) + `"`, `" ` + thousands(v) + `.00 "`,
		}
		text := rapid.SampledFrom(texts).Draw(t, "text")
		i, ok := coerceInt([]byte(text))
		// ".00" goes by way of a float, which is exact to 2^53.
		if exact := !strings.Contains(text, ".") || v > -1<<53 && v < 1<<53; exact && i != whole(v) || !ok {
			t.Fatalf("Int of %s: %+v, %t", text, i, ok)
		}
		x := rapid.Float64().Draw(t, "x")
		literal := strconv.FormatFloat(x, rapid.SampledFrom([]byte("efg")).Draw(t, "format"), -1, 64)
		for _, text := range []string{literal, `"` + literal + `"`} {
			if f, ok := coerceFloat([]byte(text)); f != num(x) || !ok {
				t.Fatalf("Float of %s: %+v, %t", text, f, ok)
			}
		}
		written, err := json.Marshal(num(x))
		var back float64
		if err != nil || json.Unmarshal(written, &back) != nil || back != x {
			t.Fatalf("%v written as %s", x, written)
		}
	})
}

// thousands writes v with commas between groups of three digits.
func thousands(v int64) string {
	digits := strconv.FormatInt(v, 10)
	sign := ""
	if digits[0] == '-' {
		sign, digits = "-", digits[1:]
	}
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return sign + digits
}

func TestNoTextIsEverAnUnexpectedNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("0123456789+-.,eExXnNaAiIfF_/ "))).Draw(t, "text")
		f, _ := coerceFloat([]byte(`"` + text + `"`))
		if math.IsNaN(f.V) || math.IsInf(f.V, 0) || !f.Known && f.V != 0 {
			t.Fatalf("%q: %+v", text, f)
		}
		plain, err := strconv.ParseFloat(strings.TrimSpace(strings.ReplaceAll(text, ",", "")), 64)
		if f.Known && (err != nil || plain != f.V) {
			t.Fatalf("%q: %+v, want %v", text, f, plain)
		}
	})
}

func TestTimestamps(t *testing.T) {
	received := receipt.Truncate(time.Microsecond).Format(time.RFC3339Nano)
	cases := []struct{ name, json, want string }{
		{"seconds", `"2026-06-24T17:46:50Z"`, "2026-06-24T17:46:50Z"},
		{"ticks of .NET are truncated to microseconds", `"2026-06-24T17:46:50.1234567Z"`, "2026-06-24T17:46:50.123456Z"},
		{"truncated, not rounded", `"2026-06-24T17:46:50.123456999Z"`, "2026-06-24T17:46:50.123456Z"},
		{"offset becomes UTC", `"2026-06-24T19:46:50+02:00"`, "2026-06-24T17:46:50Z"},
		{"missing zone is UTC", `"2026-06-24T17:46:50"`, "2026-06-24T17:46:50Z"},
		{"missing zone with fraction", `"2026-06-24T17:46:50.5"`, "2026-06-24T17:46:50.5Z"},
		{"space for T", `"2026-06-24 17:46:50"`, "2026-06-24T17:46:50Z"},
		{"escaped", `"2026-06-24T17:46:50\u005a"`, "2026-06-24T17:46:50Z"},
		{"5 minutes ahead is let pass", `"2026-06-24T19:05:00Z"`, "2026-06-24T19:05:00Z"},
		{"more than 5 minutes ahead", `"2026-06-24T19:05:01Z"`, ""},
		{"1999 is old enough", `"1999-01-01T00:00:00Z"`, "1999-01-01T00:00:00Z"},
		{"before 1999", `"1998-12-31T23:59:59.999Z"`, ""},
		{"default of .NET", `"0001-01-01T00:00:00"`, ""},
		{"no time", `"yesterday, I think so"`, ""},
		{"impossible date", `"2026-02-30T00:00:00Z"`, ""},
		{"number", `1782323210`, ""},
		{"null", `null`, ""},
		{"object", `{}`, ""},
		{"empty", `""`, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := decode(t, `{"type":"chat","character_name":"A","timestamp":`+c.json+`}`).Header()
			want := c.want
			if want == "" {
				want = received
			}
			if got := h.Timestamp.Format(time.RFC3339Nano); got != want || h.TimestampReplaced != (c.want == "") {
				t.Errorf("%s, replaced %t; want %s", got, h.TimestampReplaced, want)
			}
			if h.Timestamp.Location() != time.UTC {
				t.Error("not UTC")
			}
		})
	}
	t.Run("missing", func(t *testing.T) {
		if h := decode(t, `{"type":"chat","character_name":"A"}`).Header(); !h.TimestampReplaced {
			t.Error("not replaced")
		}
	})
}

func TestOnlyFramesThatAreNoEventsAreRefused(t *testing.T) {
	cases := []struct{ name, frame, field string }{
		{"empty", ``, ""},
		{"text", `hello`, ""},
		{"number", `5`, ""},
		{"array", `[{"type":"chat"}]`, ""},
		{"null", `null`, ""},
		{"cut off", `{"type":"chat","character_name":"A"`, ""},
		{"two objects", `{"type":"chat","character_name":"A"}{}`, ""},
		{"trailing comma", `{"type":"chat","character_name":"A",}`, ""},
		{"single quotes", `{'type':'chat'}`, ""},
		{"bare NaN", `{"type":"chat","character_name":"A","ew":NaN}`, ""},
		{"leading zero", `{"type":"chat","character_name":"A","ew":01}`, ""},
		{"raw newline in a string", "{\"type\":\"chat\",\"character_name\":\"A\nB\"}", ""},
		{"nested mistake", `{"type":"chat","character_name":"A","x":[{"a":}]}`, ""},
		{"nested too deep", `{"type":"chat","character_name":"A","x":` + strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20) + `}`, ""},
		{"no type", `{"character_name":"A"}`, "type"},
		{"empty type", `{"type":"","character_name":"A"}`, "type"},
		{"null type", `{"type":null,"character_name":"A"}`, "type"},
		{"object as type", `{"type":{},"character_name":"A"}`, "type"},
		{"no character", `{"type":"chat"}`, "character_name"},
		{"no character to register", `{"type":"register"}`, "character_name"},
		{"no character, unknown type", `{"type":"weather"}`, "character_name"},
		{"blank character", `{"type":"chat","character_name":"  "}`, "character_name"},
		{"number as character", `{"type":"chat","character_name":5}`, "character_name"},
		{"long character", `{"type":"chat","character_name":"` + strings.Repeat("A", 65) + `"}`, "character_name"},
		{"control character", `{"type":"chat","character_name":"A\tB"}`, "character_name"},
		{"C1 control character", `{"type":"chat","character_name":"A\u0085B"}`, "character_name"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, err := Decode([]byte(c.frame), receipt)
			var fault *DecodeError
			if !errors.As(err, &fault) || fault.Field != c.field || e != nil {
				t.Fatalf("%v, %v; want a fault of field %q", e, err, c.field)
			}
			if c.field != "" && !strings.Contains(err.Error(), c.field) {
				t.Errorf("%q does not name %s", err, c.field)
			}
		})
	}
}

func TestCharacterNameIsTrimmedAndMayHave64Bytes(t *testing.T) {
	long := strings.Repeat("A", 64)
	for wire, want := range map[string]string{" Mule 07 ": "Mule 07", long: long, "+Envoy": "+Envoy", `\u00c9owyn`: "Éowyn"} {
		if got := decode(t, `{"type":"register","character_name":"`+wire+`"}`).Header().Character; got != want {
			t.Errorf("%q: %q", wire, got)
		}
	}
}

func TestUnknownTypeIsUnknown(t *testing.T) {
	for _, name := range []string{"weather", "Telemetry", strings.Repeat("x", 100)} {
		e := decode(t, `{"type":"`+name+`","character_name":"A"}`)
		if _, ok := e.(*Unknown); !ok || e.Header().Type.Known() || len(e.Header().Type) > 64 {
			t.Errorf("%s: %T, %q", name, e, e.Header().Type)
		}
	}
}

func TestKeysAreExactAndTheLastOneCounts(t *testing.T) {
	e := decode(t, ` { "type" : "chat" , "character_name":"A","Text":"no","te\u0078t":"escaped","color":1,"color":"18","extra":{"text":"no"} } `).(*Chat)
	if e.Text != "escaped" || e.Color != whole(18) || e.Mistyped != 0 {
		t.Errorf("%+v", e)
	}
}

func TestLongTextsAreCutBetweenCharacters(t *testing.T) {
	e := decode(t, `{"type":"spawn","character_name":"A","mob":"`+strings.Repeat("é", 200)+`"}`).(*Spawn)
	if len(e.Mob) != 254 || !utf8.ValidString(e.Mob) || e.Mistyped != 1 {
		t.Errorf("%d bytes, mistyped %d", len(e.Mob), e.Mistyped)
	}
}

// PostgreSQL's text refuses NUL, and jsonb also lone surrogates and huge numbers; browsers close on invalid UTF-8.
func TestWhatTheDatabaseWouldRefuseIsCleaned(t *testing.T) {
	e := decode(t, `{"type":"chat","character_name":"A","text":"a\u0000b\\u0000","x":["\ud800","\ud83d\ude00","\ude00\ud83d",1e99999,1e5,-5]}`).(*Chat)
	if e.Text != "a\uFFFDb\\u0000" {
		t.Errorf("text %q", e.Text)
	}
	want := `{"type":"chat","character_name":"A","text":"a\ufffdb\\u0000","x":["\ufffd","\ud83d\ude00","\ufffd\ufffd",null,1e5,-5]}`
	if string(e.Raw) != want {
		t.Errorf("raw  %s\nwant %s", e.Raw, want)
	}
	e = decode(t, "{\"type\":\"chat\",\"character_name\":\"A\",\"text\":\"caf\xe9\"}").(*Chat)
	if e.Text != "caf\uFFFD" || !utf8.Valid(e.Raw) {
		t.Errorf("text %q, raw %q", e.Text, e.Raw)
	}
}

func TestTypesKnowWhatBecomesOfThem(t *testing.T) {
	var persisted, replaceable, shared []string
	for _, kind := range Types() {
		if !kind.Known() {
			t.Errorf("%s is not known", kind)
		}
		if kind.Persisted() {
			persisted = append(persisted, string(kind))
		}
		if kind.Replaceable() {
			replaceable = append(replaceable, string(kind))
		}
		if kind.Shared() != strings.HasPrefix(string(kind), "share_") {
			t.Errorf("%s shared: %t", kind, kind.Shared())
		}
		if kind.Shared() {
			shared = append(shared, string(kind))
		}
	}
	if got := strings.Join(persisted, " "); got != "telemetry full_inventory inventory_delta portal rare spawn death combat_stats character_stats" {
		t.Errorf("persisted: %s", got)
	}
	if got := strings.Join(replaceable, " "); got != "telemetry vitals nearby_objects" {
		t.Errorf("replaceable: %s", got)
	}
	if len(shared) != 5 || Type("weather").Known() {
		t.Errorf("shared: %v", shared)
	}
}

func TestTellsAreTypes3And4And31(t *testing.T) {
	for color, want := range map[string]bool{`3`: true, `4`: true, `"31"`: true, `18`: false, `2`: false, `null`: true, `{}`: true} {
		if got := decode(t, `{"type":"chat","character_name":"A","text":"x","color":`+color+`}`).(*Chat).Tell(); got != want {
			t.Errorf("color %s: %t", color, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, frame := range examples(f) {
		f.Add(frame)
	}
	f.Add([]byte(`{"type":"weather","character_name":"A","x":[{"a":[1,-2.5e+3,true,false,null,"\ud83d\ude00\u0000"]},{}]}`))
	f.Add([]byte(`{"type":"telemetry","character_name":" A ","ew":"1,234","kills":"N/A","timestamp":"2026-06-24 17:46:50"}`))
	f.Add([]byte(`{"t\u0079pe":"register","character_name":"\u00e9","x":1e9999}`))
	f.Fuzz(func(t *testing.T, frame []byte) {
		original := string(frame)
		e, err := Decode(frame, receipt)
		var fault *DecodeError
		if err != nil && !errors.As(err, &fault) {
			t.Fatalf("untyped error %v", err)
		}
		var fields map[string]json.RawMessage
		isObject := json.Unmarshal([]byte(strings.ToValidUTF8(original, "\uFFFD")), &fields) == nil && fields != nil
		deep := strings.Count(original, "[")+strings.Count(original, "{") > maxDepth
		if refused := err != nil && fault.Field == ""; refused == isObject && !deep {
			t.Fatalf("refused as a whole: %t (%v), encoding/json takes it: %t", refused, err, isObject)
		}
		if err != nil {
			return
		}
		h := e.Header()
		if !json.Valid(h.Raw) || !utf8.Valid(h.Raw) {
			t.Fatalf("raw %q", h.Raw)
		}
		if h.Type == "" || h.Character == "" || len(h.Character) > 64 || strings.ContainsFunc(h.Character, unicode.IsControl) ||
			strings.TrimSpace(h.Character) != h.Character {
			t.Fatalf("type %q, character %q", h.Type, h.Character)
		}
		if h.Timestamp.Nanosecond()%1000 != 0 || h.Timestamp.Before(earliest) || h.Timestamp.After(receipt.Add(maxAhead)) {
			t.Fatalf("timestamp %v", h.Timestamp)
		}
		again, err := Decode(append([]byte(nil), h.Raw...), receipt)
		if err != nil || string(again.Header().Raw) != string(h.Raw) {
			t.Fatalf("the cleaned frame is not its own: %v", err)
		}
	})
}
