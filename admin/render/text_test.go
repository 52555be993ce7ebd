package render_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/render"
)

// What is written reads back as what encoding/json would make of it.
func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "plain", "a\"b\\c", "\x00\x1f\n\r\t\x7f", "żółw 🐢", "\xff\xfe", "a\xc3", "\u2028<script>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		written := render.AppendString(nil, text)
		var got string
		if err := json.Unmarshal(written, &got); err != nil {
			t.Fatalf("%q is written as %s: %v", text, written, err)
		}
		if want := strings.ToValidUTF8(text, "\ufffd"); len(want) == len(text) && got != want {
			t.Errorf("%q reads back as %q", text, got)
		}
		reference, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var want string
		if err := json.Unmarshal(reference, &want); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%q reads back as %q, encoding/json's as %q", text, got, want)
		}
	})
}

func BenchmarkAppendString(b *testing.B) {
	text := strings.Repeat("The Left Hand of Darkness. ", 4)
	buf := make([]byte, 0, 256)
	for b.Loop() {
		buf = render.AppendString(buf[:0], text)
	}
}
