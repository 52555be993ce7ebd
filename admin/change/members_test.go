package change

import (
	"bytes"
	"encoding/json"
	"testing"
)

// An object is taken apart as encoding/json does it.
func FuzzMembersAreThoseOfEncodingJSON(f *testing.F) {
	for _, text := range []string{
		`{}`, ` { } `, `{"a":1}`, `{"a" : {"b":[1,{"c":"}"}]} , "d":"e\"f\\","a":null}`, `{"":"","x":-1.5e+3,"y":true}`, `[1]`,
		`null`, `"a"`, ``, `{"a":1`, `{"a":1,}`, `{"a,b:c":[ ], "\u0061":"\ud800", "b` + "\xff" + `":" "}`, "{\n\t\"a\"\r:\n[[],{}]\n}",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var want map[string]json.RawMessage
		fine := json.Unmarshal(text, &want) == nil && want != nil
		got, ok := membersOf(text)
		if ok != fine || len(got) != len(want) {
			t.Fatalf("%q: %d members, %v; want %d, %v", text, len(got), ok, len(want), fine)
		}
		for name, value := range want {
			if !bytes.Equal(got[name], value) {
				t.Errorf("%q: %q is %q, want %q", text, name, got[name], value)
			}
		}
	})
}
