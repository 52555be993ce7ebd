package inventory_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/ingest/inventory"
)

var update = flag.Bool("update", false, "write testdata/records.json anew; read every change of it against the game's rules")

// telling are the items of testdata, by case.
func telling(t testing.TB) (cases []string, items map[string]json.RawMessage) {
	t.Helper()
	raw, err := os.ReadFile("testdata/items.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	items = map[string]json.RawMessage{}
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for lines.Scan() {
		var named struct{ Case string }
		if err := json.Unmarshal(lines.Bytes(), &named); err != nil {
			t.Fatal(err)
		}
		cases = append(cases, named.Case)
		items[named.Case] = bytes.Clone(lines.Bytes())
	}
	if len(items) < 40 || len(cases) != len(items) {
		t.Fatalf("%d items, %d cases", len(items), len(cases))
	}
	return cases, items
}

func TestTellingItemsBecomeTheRowsThatTheyShould(t *testing.T) {
	const file = "testdata/records.json"
	cases, items := telling(t)
	var got bytes.Buffer
	got.WriteString("{\n")
	for i, name := range cases {
		o, oddities := object.Decode(items[name])
		record, err := json.Marshal(struct {
			inventory.Record
			Oddities []object.Oddity `json:"oddities,omitempty"`
		}{inventory.Normalise(o), oddities})
		if err != nil {
			t.Fatal(err)
		}
		got.WriteString(`"` + name + `": {` + "\n")
		// One line a part, so that a change of one shows.
		var parts map[string]json.RawMessage
		if err := json.Unmarshal(record, &parts); err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, part := range []string{"item", "combat", "requirements", "enhancements", "ratings", "spells", "oddities"} {
			if parts[part] != nil {
				lines = append(lines, `  "`+part+`": `+string(parts[part]))
			}
		}
		got.WriteString(strings.Join(lines, ",\n") + "\n}")
		if i+1 < len(cases) {
			got.WriteByte(',')
		}
		got.WriteByte('\n')
	}
	got.WriteString("}\n")
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	g, w := strings.Split(got.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(g), len(w)) {
		if i >= len(g) || i >= len(w) || g[i] != w[i] {
			t.Fatalf("line %d of %s differs:\ngot  %s\nwant %s", i+1, file, at(g, i), at(w, i))
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(end)"
}
