package entity

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// anything is a random value as encoding/json reads one, mostly of the plain sort.
func anything(r *rand.Rand, depth int) any {
	switch kind := r.IntN(10); {
	case kind < 2 && depth > 0:
		m := map[string]any{}
		for range r.IntN(20) {
			m[fmt.Sprint("name ", r.IntN(100))] = anything(r, depth-1)
		}
		return m
	case kind < 4 && depth > 0:
		list := make([]any, r.IntN(4))
		for i := range list {
			list[i] = anything(r, depth-1)
		}
		return list
	case kind < 5:
		return []any{nil, true, map[string]any(nil), []any(nil), []any{}, ""}[r.IntN(6)]
	case kind < 6:
		return []string{"ü", "<b>", `"`, "\u2028", "\xff", "\x00", "\x7f", "a & b", "tab\t"}[r.IntN(9)]
	case kind < 8:
		return math.Float64frombits(r.Uint64() &^ (1 << 62)) // all sorts of exponents
	case kind < 9:
		return float64(r.IntN(1e6)-5e5) / 1000
	}
	return []any{"plain", 1e20, 1e21, 1e-6, 9e-7, math.Copysign(0, -1), float64(1 << 60), int8(3), json.Number("7")}[r.IntN(9)]
}

// Where it is ok, it is what encoding/json writes, and reads back as it was.
func TestLooseValuesAreWrittenAsByEncodingJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	ok := 0
	for range 20_000 {
		value := anything(r, 3)
		got, plain := appendLoose([]byte("x"), value, 0)
		if !plain {
			continue
		}
		ok++
		want, err := json.Marshal(value)
		if err != nil || "x"+string(want) != string(got) {
			t.Fatalf("%#v: %s, want %s (%v)", value, got[1:], want, err)
		}
	}
	if ok < 5_000 {
		t.Errorf("only %d were plain", ok)
	}
	loop := map[string]any{}
	loop["self"] = loop
	if _, plain := appendLoose(nil, loop, 0); plain {
		t.Error("what holds itself is plain")
	}
}
