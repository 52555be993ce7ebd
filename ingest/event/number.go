package event

import (
	"bytes"
	"math"
	"strconv"
)

// Float is a number that may be unknown. The zero value is unknown; V is 0 then.
type Float struct {
	V     float64
	Known bool
}

// Int is a whole number that may be unknown. The zero value is unknown; V is 0 then.
type Int struct {
	V     int64
	Known bool
}

// Ptr returns a pointer to a copy of the value, nil when unknown.
func (f Float) Ptr() *float64 {
	if !f.Known {
		return nil
	}
	return &f.V
}

// Ptr returns a pointer to a copy of the value, nil when unknown.
func (i Int) Ptr() *int64 {
	if !i.Known {
		return nil
	}
	return &i.V
}

// MarshalJSON writes the number, or null when it is unknown.
func (f Float) MarshalJSON() ([]byte, error) { return f.Append(nil), nil }

// MarshalJSON writes the number, or null when it is unknown.
func (i Int) MarshalJSON() ([]byte, error) { return i.Append(nil), nil }

// Append appends the number as JSON to b, or null when it is unknown.
func (f Float) Append(b []byte) []byte {
	if !f.Known || math.IsNaN(f.V) || math.IsInf(f.V, 0) {
		return append(b, "null"...)
	}
	if abs := math.Abs(f.V); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		return strconv.AppendFloat(b, f.V, 'e', -1, 64) // as encoding/json and JavaScript do
	}
	return AppendFloat(b, f.V)
}

// Append appends the number as JSON to b, or null when it is unknown.
func (i Int) Append(b []byte) []byte {
	if !i.Known {
		return append(b, "null"...)
	}
	return strconv.AppendInt(b, i.V, 10)
}

// UnmarshalJSON takes a number or a string that holds one. All else makes f unknown; it never returns an error.
func (f *Float) UnmarshalJSON(value []byte) error {
	*f, _ = coerceFloat(value)
	return nil
}

// UnmarshalJSON takes a whole number or a string that holds one. All else makes i unknown; it never returns an
// error.
func (i *Int) UnmarshalJSON(value []byte) error {
	*i, _ = coerceInt(value)
	return nil
}

// coerceFloat reads a JSON value. ok is false when the value is of a kind that never holds a number; "N/A" and ""
// are unknown, but ok.
func coerceFloat(value []byte) (f Float, ok bool) {
	digits, ok := numeral(value)
	if len(digits) == 0 {
		return Float{}, ok
	}
	v, err := strconv.ParseFloat(string(digits), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return Float{}, true
	}
	return Float{V: v, Known: true}, true
}

// coerceInt reads a JSON value as coerceFloat does. 1203.0 and 1e3 are whole numbers; 12.7 is none and so unknown.
func coerceInt(value []byte) (i Int, ok bool) {
	digits, ok := numeral(value)
	if len(digits) == 0 {
		return Int{}, ok
	}
	if v, err := strconv.ParseInt(string(digits), 10, 64); err == nil {
		return Int{V: v, Known: true}, true
	}
	v, err := strconv.ParseFloat(string(digits), 64)
	// 2^63 itself does not fit; every float below it that is whole does.
	if err != nil || v != math.Trunc(v) || v < math.MinInt64 || v >= math.MaxInt64 {
		return Int{}, true
	}
	if !bytes.ContainsAny(digits, ".eE") {
		return Int{}, true // plain digits beyond int64, which the float rounded back into it
	}
	return Int{V: int64(v), Known: true}, true
}

// numeral strips a JSON value down to the text of a decimal number, without thousands separators. It is empty for
// anything else; ok is then false if the value is of a kind that never holds a number.
func numeral(value []byte) (digits []byte, ok bool) {
	if len(value) == 0 || value[0] == 'n' { // missing, null
		return nil, true
	}
	switch c := value[0]; {
	case c == '-' || isDigit(c):
		return value, true
	case c != '"':
		return nil, false
	}
	text := value[1 : len(value)-1]
	if bytes.IndexByte(text, '\\') >= 0 {
		text = []byte(unquote(text))
	}
	return decimal(bytes.TrimSpace(text)), true
}

// decimal returns text if it is a decimal number as the plugin's string formatting writes one: a sign, digits in one
// run or in groups of three with commas, a fraction, an exponent. "842,5" is none: whether its comma groups or
// divides cannot be known. Anything else gives nil, also hexadecimal, "NaN" and "Infinity", which strconv would take.
func decimal(text []byte) []byte {
	rest := text
	if len(rest) > 0 && (rest[0] == '-' || rest[0] == '+') {
		rest = rest[1:]
	}
	whole, commas, ok := groups(rest)
	if !ok {
		return nil
	}
	rest = rest[whole:]
	fraction := 0
	if len(rest) > 0 && rest[0] == '.' {
		fraction = digitRun(rest[1:])
		rest = rest[1+fraction:]
	}
	if whole+fraction == 0 {
		return nil
	}
	if len(rest) > 0 && (rest[0] == 'e' || rest[0] == 'E') {
		rest = rest[1:]
		if len(rest) > 0 && (rest[0] == '-' || rest[0] == '+') {
			rest = rest[1:]
		}
		n := digitRun(rest)
		if n == 0 {
			return nil
		}
		rest = rest[n:]
	}
	if len(rest) != 0 {
		return nil
	}
	if commas {
		return bytes.ReplaceAll(text, []byte{','}, nil)
	}
	return text
}

// groups measures the whole part of a number: digits, or one to three digits and then groups of a comma and three.
func groups(text []byte) (length int, commas, ok bool) {
	length = digitRun(text)
	if length == len(text) || text[length] != ',' {
		return length, false, true
	}
	if length < 1 || length > 3 {
		return 0, false, false
	}
	for length < len(text) && text[length] == ',' {
		if digitRun(text[length+1:]) != 3 {
			return 0, false, false
		}
		length += 4
	}
	return length, true, true
}

func digitRun(text []byte) int {
	n := 0
	for n < len(text) && isDigit(text[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
