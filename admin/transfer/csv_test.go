package transfer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func readAll(text string, sep byte) (records [][]csvCell, found byte, err error) {
	r, err := newCSVReader(strings.NewReader(text), sep)
	if err != nil {
		return nil, 0, err
	}
	for {
		cells, err := r.read()
		if errors.Is(err, io.EOF) {
			return records, r.sep, nil
		}
		if err != nil {
			return records, r.sep, err
		}
		records = append(records, slices.Clone(cells))
	}
}

func text(s string) csvCell   { return csvCell{text: s} }
func quoted(s string) csvCell { return csvCell{text: s, quoted: true} }

func TestReadCSV(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		sep  byte
		want [][]csvCell
	}{
		"plain":            {"a,b\n1,2\n", ',', [][]csvCell{{text("a"), text("b")}, {text("1"), text("2")}}},
		"no last feed":     {"a,b\n1,", ',', [][]csvCell{{text("a"), text("b")}, {text("1"), text("")}}},
		"BOM, semicolons":  {"\ufeffa;b\r\n\"x;y\";\"\"\r\n", ';', [][]csvCell{{text("a"), text("b")}, {quoted("x;y"), quoted("")}}},
		"tabs":             {"a\tb,c\td\n", '\t', [][]csvCell{{text("a"), text("b,c"), text("d")}}},
		"sep=":             {"sep=;\r\na,b,c;d\r\n", ';', [][]csvCell{{text("a,b,c"), text("d")}}},
		"quoted feeds":     {"a\n\"1\r\n2\r3\n4\"\n", ',', [][]csvCell{{text("a")}, {quoted("1\r\n2\r3\n4")}}},
		"old Mac":          {"a,b\r1,2\r", ',', [][]csvCell{{text("a"), text("b")}, {text("1"), text("2")}}},
		"quotes":           {"a\n\"say \"\"hi\"\"\"\nx\"y\n", ',', [][]csvCell{{text("a")}, {quoted(`say "hi"`)}, {text(`x"y`)}}},
		"blank":            {"a\n\n\"\"\n", ',', [][]csvCell{{text("a")}, {text("")}, {quoted("")}}},
		"empty":            {"", ',', nil},
		"quoted separator": {"\"a;b;c\",d\n", ',', [][]csvCell{{quoted("a;b;c"), text("d")}}},
	} {
		t.Run(name, func(t *testing.T) {
			got, sep, err := readAll(c.in, 0)
			if err != nil {
				t.Fatal(err)
			}
			if sep != c.sep || len(got) != len(c.want) {
				t.Fatalf("separator %q, records %v", sep, got)
			}
			for i := range got {
				if !slices.Equal(got[i], c.want[i]) {
					t.Errorf("record %d: %v, want %v", i, got[i], c.want[i])
				}
			}
		})
	}
}

func TestMalformedCSV(t *testing.T) {
	for name, in := range map[string]string{
		"no end":       "a\n\"b",
		"after quote":  "a\n\"b\"c\n",
		"UTF-16":       "\xff\xfea\x00",
		"long cell":    "a\n" + strings.Repeat("x", MaxCell+1),
		"long row":     "a\n" + strings.Repeat(strings.Repeat("x", MaxCell-1)+",", 5),
		"many columns": strings.Repeat(",", maxColumns+1),
	} {
		if _, _, err := readAll(in, ','); !errors.As(err, new(*malformed)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What is written is read again as it was, whatever the cells, and encoding/csv understands it likewise.
func TestCSVRoundTrip(t *testing.T) {
	special := rapid.StringOfN(rapid.SampledFrom([]rune("a'=+-@1e.,;\t\r\n\" \ufeffé\x00")), 0, 6, -1)
	cell := rapid.OneOf(special, rapid.String(), rapid.Just("sep=,"))
	rapid.Check(t, func(t *rapid.T) {
		sep := rapid.SampledFrom([]byte(",;\t")).Draw(t, "separator")
		width := rapid.IntRange(2, 5).Draw(t, "width")
		var (
			file []byte
			want [][]string
			null = map[[2]int]bool{}
		)
		for row := range rapid.IntRange(1, 4).Draw(t, "rows") {
			var record []csvCell
			var texts []string
			for col := range width {
				if rapid.IntRange(0, 4).Draw(t, "null") == 0 {
					record, texts, null[[2]int{row, col}] = append(record, csvCell{}), append(texts, ""), true
					continue
				}
				s := cell.Draw(t, "cell")
				record, texts = append(record, textCell(s)), append(texts, s)
			}
			file, want = appendCSV(file, sep, record), append(want, texts)
		}
		got, _, err := readAll(string(file), sep)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%v: %d records for %d of %q", err, len(got), len(want), file)
		}
		std := csv.NewReader(bytes.NewReader(file))
		std.Comma = rune(sep)
		theirs, err := std.ReadAll()
		if err != nil {
			t.Fatalf("encoding/csv: %v of %q", err, file)
		}
		for row := range got {
			for col, c := range got[row] {
				if unguard(c.text) != want[row][col] || c.null() != null[[2]int{row, col}] {
					t.Fatalf("row %d column %d: %q, want %q", row, col, c.text, want[row][col])
				}
				if len(theirs) != len(got) { // encoding/csv skips nothing here: no record is a blank line
					t.Fatalf("encoding/csv reads %d records", len(theirs))
				}
				if strings.ReplaceAll(c.text, "\r\n", "\n") != theirs[row][col] {
					t.Fatalf("encoding/csv reads %q for %q", theirs[row][col], c.text)
				}
			}
		}
	})
}

func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "\ufeffa;b\r\n\"x\ny\";\r\n", "sep=\t\na\tb\n", "\"\"\"\"\n", "'=1\n\"'=\"\n", "a\rb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		records, sep, err := readAll(in, 0)
		if err != nil && !errors.As(err, new(*malformed)) {
			t.Fatal(err)
		}
		var file []byte
		kept := [][]csvCell{}
		for _, record := range records {
			if blank(record) {
				continue
			}
			for i, c := range record {
				record[i] = csvCell{text: c.text, quoted: c.quoted || c.text != "" && needsQuotes(c.text, sep)}
			}
			kept = append(kept, record)
			file = appendCSV(file, sep, record)
		}
		again, _, err := readAll(string(file), sep)
		if err != nil || len(again) != len(kept) {
			t.Fatalf("%v: %q → %q", err, in, file)
		}
		for i := range kept {
			if !slices.Equal(kept[i], again[i]) {
				t.Fatalf("%q → %q: %v, %v", in, file, kept[i], again[i])
			}
			for _, c := range kept[i] {
				if unguard(guard(c.text)) != c.text {
					t.Fatalf("guard of %q", c.text)
				}
			}
		}
	})
}
