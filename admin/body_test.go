package admin

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// deepest is depth by decoding, for texts that are JSON.
func deepest(v any) int {
	n := 0
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			n = max(n, deepest(e))
		}
	case map[string]any:
		for _, e := range v {
			n = max(n, deepest(e))
		}
	default:
		return 0
	}
	return n + 1
}

func anyJSON(levels int) *rapid.Generator[any] {
	leaf := rapid.OneOf(rapid.Map(rapid.String(), func(s string) any { return s }), rapid.Map(rapid.Bool(), func(b bool) any { return b }))
	if levels == 0 {
		return leaf
	}
	inner := anyJSON(levels - 1)
	return rapid.OneOf(leaf,
		rapid.Map(rapid.SliceOfN(inner, 0, 3), func(s []any) any { return s }),
		rapid.Map(rapid.MapOfN(rapid.String(), inner, 0, 3), func(m map[string]any) any { return m }))
}

func TestDepthIsThatOfTheDecodedValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw, err := json.Marshal(anyJSON(5).Draw(t, "value"))
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatal(err)
		}
		if got, want := depth(raw), deepest(v); got != want {
			t.Errorf("depth of %s is %d, want %d", raw, got, want)
		}
	})
}

func FuzzDepth(f *testing.F) {
	f.Add(`{"a":[1,{"b":"]}\\\"["}]}`)
	f.Add(strings.Repeat("[", 1000))
	f.Fuzz(func(t *testing.T, text string) {
		if n := depth([]byte(text)); n < 0 || n > len(text) {
			t.Errorf("depth of %q is %d", text, n)
		}
	})
}

func TestStrictDecodingNamesTheMember(t *testing.T) {
	type inner struct {
		N int `json:"n"`
	}
	type into struct {
		Name string   `json:"name"`
		IDs  []string `json:"ids"`
		In   inner    `json:"in"`
	}
	for raw, want := range map[string]string{
		`{"name":1}`:        "map[name:must be a string, not number]",
		`{"ids":"a"}`:       "map[ids:must be an array, not string]",
		`{"in":{"n":"x"}}`:  "map[in.n:must be a number, not string]",
		`{"nope":1}`:        "map[nope:is unknown]",
		`{"in":{"nope":1}}`: "map[nope:is unknown]",
		`[]`:                "Send a JSON object.",
		`{"name":`:          "The body is not JSON",
	} {
		err := decodeStrictly([]byte(raw), new(into))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", raw, err, want)
		}
	}
}
