package cmd_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/cmd"
	"github.com/mosswart/overlord/ingest/inventory"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/solver/solvertest"
)

func TestSuitsSolveAnswersFromTheDatabaseAsFromTheFile(t *testing.T) {
	var lines bytes.Buffer
	owners := map[string][]json.RawMessage{}
	for k, it := range solvertest.Items(3, 1200) {
		it.ActiveSpells = []int{}
		if k%3 == 0 && it.Ints[28] > 0 { // shown with Impenetrability VIII on it
			it.Ints[28] += 240
			it.ActiveSpells = []int{4407}
		}
		if k%7 == 0 {
			it.Ints[158], it.Ints[159], it.Ints[160] = 7, 1, int64(100+k%200)
		}
		if k%11 == 0 {
			it.Ints[114], it.Ints[374] = 1, 2
		}
		it.HasIDData = true
		raw, err := json.Marshal(it)
		if err != nil {
			t.Fatal(err)
		}
		lines.Write(append(slices.Clone(raw), '\n'))
		owners[it.Owner] = append(owners[it.Owner], raw)
	}
	file := filepath.Join(t.TempDir(), "items.ndjson")
	if err := os.WriteFile(file, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, database := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		t.Run(name, func(t *testing.T) {
			url := database(t)
			t.Setenv("DATABASE_URL", url)
			db := testkit.Open(t, url)
			for owner, items := range owners {
				if _, err := inventory.Import(t.Context(), db, owner, time.Now(), items); err != nil {
					t.Fatal(owner, err)
				}
			}
			question := []string{
				"suits", "solve", "--want", strings.Join(solvertest.Names(40), ","), "--wearer", "Mule 07", "--level", "200", "--top", "3",
				"--primary", "13:-5", "--secondary", "16:1-4", "--rating", "crit_damage=1", "--armor-floor", "1500", "--json", "--data", t.TempDir(),
			}
			var answers []string
			for _, from := range [][]string{{"--items", file}, {"--from-db"}} {
				var stdout, stderr bytes.Buffer
				if code := cmd.Run(t.Context(), append(question, from...), strings.NewReader(""), &stdout, &stderr); code != 0 {
					t.Fatalf("%v: exit %d, %s", from, code, &stderr)
				}
				var answer map[string]any
				if err := json.Unmarshal(stdout.Bytes(), &answer); err != nil {
					t.Fatal(err)
				}
				delete(answer, "seconds")
				delete(answer, "first_suit_seconds")
				text, _ := json.MarshalIndent(answer, "", " ")
				answers = append(answers, string(text))
			}
			if answers[0] != answers[1] {
				t.Errorf("the file gives %s\nthe database %s", answers[0], answers[1])
			}
			if !strings.Contains(answers[0], `"proven": true`) {
				t.Error(answers[0])
			}
		})
	}
}
