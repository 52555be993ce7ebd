package event

import (
	"encoding/json"
	"math/big"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// aNumber is the grammar of decimal, said in another way.
var aNumber = regexp.MustCompile(`^[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$`)

// FuzzCoercion holds the coercion of texts against a regular expression and exact arithmetic.
func FuzzCoercion(f *testing.F) {
	for _, seed := range []string{
		"842.5", "1,234", "N/A", "", " 12 ", "-0", "+7", ".5", "5.", ".", "1e3", "1e", "1,23", "12,345.6e-2", "0x1F", "NaN", "Infinity",
		"9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e308", "1e309", "1_000", "１２",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 200 {
			t.Skip()
		}
		value, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var float Float
		var whole Int
		if float.UnmarshalJSON(value) != nil || whole.UnmarshalJSON(value) != nil {
			t.Fatalf("%q: an error", text)
		}
		trimmed := strings.TrimSpace(text)
		if !aNumber.MatchString(trimmed) {
			if float.Known || whole.Known {
				t.Fatalf("%q is no number: %+v %+v", text, float, whole)
			}
			return
		}
		digits := strings.ReplaceAll(trimmed, ",", "")
		exponent := strings.TrimLeft(strings.TrimLeft(digits[strings.IndexAny(digits+"e", "eE"):], "eE+-"), "0")
		if len(exponent) > 4 {
			return // too big or too small for the oracle to write out
		}
		exact, ok := new(big.Rat).SetString(digits)
		if !ok {
			t.Fatalf("the oracle does not read %q", digits)
		}
		nearest, _ := exact.Float64()
		if fits := nearest-nearest == 0; float.Known != fits || fits && float.V != nearest {
			t.Fatalf("Float of %q: %+v, want %v", text, float, nearest)
		}
		if exact.IsInt() && exact.Num().IsInt64() && !strings.ContainsAny(digits, ".eE") {
			if !whole.Known || whole.V != exact.Num().Int64() {
				t.Fatalf("Int of %q: %+v, want %v", text, whole, exact)
			}
		} else if whole.Known && exact.Cmp(new(big.Rat).SetInt64(whole.V)) != 0 {
			// Written with a fraction or an exponent it goes by way of a float, which has 53 bits.
			if back, _ := new(big.Rat).SetInt64(whole.V).Float64(); back != nearest {
				t.Fatalf("Int of %q: %+v, want %v", text, whole, exact)
			}
		}
	})
}
