package cmd

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ingest/inventory"
	"github.com/mosswart/overlord/internal/database"
)

// magToolsFile writes an inventory of swords with the ids given, as of a time.
func magToolsFile(t *testing.T, path string, at time.Time, ids ...string) {
	t.Helper()
	var xml strings.Builder
	xml.WriteString(`<?xml version="1.0" encoding="utf-8"?><ArrayOfMyWorldObject>`)
	for _, id := range ids {
		xml.WriteString(`<MyWorldObject><HasIdData>true</HasIdData><Id>` + id + `</Id><LastIdTime>0</LastIdTime><ObjectClass>1</ObjectClass>` +
			`<IntValues><item><key><int>131</int></key><value><int>64</int></value></item><item><key><int>218103842</int></key><value><int>60</int></value></item>` +
			`<item><key><int>218103822</int></key><value><int>1048576</int></value></item></IntValues>` +
			`<DoubleValues><item><key><int>167772171</int></key><value><double>0.5</double></value></item></DoubleValues>` +
			`<StringValues><item><key><int>1</int></key><value><string>Long Sword</string></value></item></StringValues><ActiveSpells /><Spells><int>4661</int></Spells></MyWorldObject>`)
	}
	xml.WriteString(`</ArrayOfMyWorldObject>`)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(xml.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

// inventoryCommand runs one and returns what it printed, on both outputs, and its exit code.
func inventoryCommand(t *testing.T, data string, args ...string) (out string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Run(t.Context(), append([]string{"inventory", "--data", data}, args...), strings.NewReader(""), &stdout, &stderr)
	return stdout.String() + stderr.String(), code
}

func openData(t *testing.T, data string) *database.DB {
	t.Helper()
	db, err := database.Open(t.Context(), "sqlite:"+filepath.Join(data, "overlord.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func TestInventoriesAreImportedAndMadeAnew(t *testing.T) {
	data, files := t.TempDir(), t.TempDir()
	at := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	ada := filepath.Join(files, "Coldeve", "Ada Lo.Inventory.xml")
	magToolsFile(t, ada, at, "-5", "-6", "-7")
	magToolsFile(t, filepath.Join(files, "Levistras", "Bob.Inventory.xml"), at, "-8")
	magToolsFile(t, filepath.Join(files, "odd.xml"), at, "-9")

	for _, step := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"a folder, one server", []string{"import", files, "--server", "Coldeve"}, 0, "Ada Lo     3      2026-06-01T12:00:00Z  imported"},
		{"again", []string{"import", ada}, 0, "known already"},
		{"a file whose name says nothing", []string{"import", filepath.Join(files, "odd.xml")}, 1, "say --character"},
		{"with a character", []string{"import", filepath.Join(files, "odd.xml"), "--character", "Eve"}, 0, "Eve        1"},
		{"with a name that is none", []string{"import", filepath.Join(files, "odd.xml"), "--character", "E\tve"}, 1, "is no character's name"},
		{"one character, many files", []string{"import", files, "--character", "Eve"}, 1, "is for one file: there are 2"},
		{"nothing there", []string{"import", data + "/../" + filepath.Base(data), "--server", "Nowhere"}, 1, "no *.Inventory.xml there"},
		{"no file", []string{"import", filepath.Join(files, "none.Inventory.xml")}, 1, "no such file"},
		{"no path", []string{"import"}, 1, "requires at least 1 arg"},
		{"rules are the newest", []string{"renormalize"}, 0, "0 items made anew by version"},
	} {
		if out, code := inventoryCommand(t, data, step.args...); code != step.code || !strings.Contains(out, step.want) {
			t.Errorf("%s: exit %d: %s, want %q", step.name, code, out, step.want)
		}
	}

	magToolsFile(t, ada, at.Add(-time.Hour), "-5")
	if out, _ := inventoryCommand(t, data, "import", ada); !strings.Contains(out, "the database has a newer one") {
		t.Error(out)
	}
	damaged := filepath.Join(files, "Cut.Inventory.xml")
	if err := os.WriteFile(damaged, []byte("<ArrayOfMyWorldObject><MyWorldObject>"), 0o600); err != nil {
		t.Fatal(err)
	}
	magToolsFile(t, ada, at.Add(time.Hour), "-5", "-10")
	out, code := inventoryCommand(t, data, "import", damaged, ada)
	if code != 1 || !strings.Contains(out, "Cut.Inventory.xml: read Mag-Tools' file") || !strings.Contains(out, "Ada Lo     2") {
		t.Errorf("a damaged file stops the others: %s", out)
	}

	db := openData(t, data)
	swords := db.Ent.Item.Query().Where(item.CharacterName("Ada Lo"), item.RemovedAtIsNil()).Order(item.ByObjectID()).WithCombat().AllX(t.Context())
	if len(swords) != 2 || swords[0].ObjectID != 4294967286 || swords[0].Name != "Steel Long Sword" || *swords[0].Edges.Combat.BuffedMaxDamage != 67 {
		t.Fatalf("%v", swords)
	}

	// Rows of other rules are made anew; the rest is left alone.
	db.Ent.Item.Update().Where(item.ObjectID(swords[0].ObjectID)).SetRulesVersion(99).SetName("Sord").ExecX(t.Context())
	if out, code := inventoryCommand(t, data, "renormalize"); code != 0 || !strings.Contains(out, "1 items made anew") {
		t.Errorf("exit %d: %s", code, out)
	}
	if got := db.Ent.Item.GetX(t.Context(), swords[0].ID); got.Name != "Steel Long Sword" || got.RulesVersion != inventory.RulesVersion {
		t.Errorf("%v", got)
	}
}

func TestTheReportIsOfAFileOrTheDatabase(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	lines := filepath.Join(dir, "items.ndjson")
	if err := os.WriteFile(lines, []byte(`{"Id":-5,"IntValues":{"28":100,"4711":1},"StringValues":{"1":"Helm"}}`+"\n\n"+`{"Id":-6,"IntValues":{"28":90,"13":4}}`+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	xml := filepath.Join(dir, "Ada.Inventory.xml")
	magToolsFile(t, xml, time.Now().Add(-time.Hour), "-5", "-6")
	bad := filepath.Join(dir, "bad.ndjson")
	if err := os.WriteFile(bad, []byte("{}\n[1]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := inventoryCommand(t, data, "import", xml); code != 0 {
		t.Fatal(out)
	}
	for _, step := range []struct {
		name string
		args []string
		code int
		want []string
	}{
		{"a file", []string{lines}, 0, []string{
			"int     28    ArmorLevel            2      column       item_combat_stats.armor_level", "4711                        1      unexplained",
			"4 properties in 2 items: 2 go to columns, 1 stay in the raw items alone, 1 are unexplained",
		}},
		{"Mag-Tools", []string{xml}, 0, []string{"item_combat_stats.max_damage", "5 properties in 2 items"}},
		{"the database", []string{"--from-db"}, 0, []string{"item_combat_stats.max_damage", "5 properties in 2 items"}},
		{"no item", []string{bad}, 1, []string{"line 2: no item"}},
		{"nothing named", nil, 1, []string{"name a file, or say --from-db"}},
		{"both", []string{lines, "--from-db"}, 1, []string{"name a file, or say --from-db"}},
		{"no file", []string{filepath.Join(dir, "none")}, 1, []string{"no such file"}},
	} {
		out, code := inventoryCommand(t, data, append([]string{"report"}, step.args...)...)
		for _, want := range step.want {
			if code != step.code || !strings.Contains(out, want) {
				t.Errorf("%s: exit %d: %s, want %q", step.name, code, out, want)
			}
		}
	}
	out, _ := inventoryCommand(t, data, "report", lines, "--unexplained", "--json")
	var report struct {
		Items      int
		Properties []inventory.Finding
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || report.Items != 2 || len(report.Properties) != 1 || report.Properties[0].ID != 4711 {
		t.Errorf("%v: %s", err, out)
	}
}

func TestTheProgressBarSaysHowFarItIs(t *testing.T) {
	b := progressBar{what: "items", total: 60_000}
	for done, want := range map[int]string{
		0:      "[..............................]   0 % 0 of 60,000 items",
		15_000: "[#######.......................]  25 % 15,000 of 60,000 items, 30s left",
		60_000: "[##############################] 100 % 60,000 of 60,000 items",
	} {
		if got := strings.TrimSuffix(b.text(done, 10*time.Second), "\x1b[K"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	var silent bytes.Buffer
	quiet := newProgressBar(&silent, "items", 10)
	quiet.set(5)
	quiet.close()
	if silent.Len() > 0 {
		t.Errorf("a log gets %q", silent.String())
	}
}
