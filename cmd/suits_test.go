package cmd_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/mosswart/overlord/cmd"
)

// Five pieces: two helms that compete, a coat to reduce, a ring, and a helm with Impenetrability only.
const fivePieces = `{"Id":-1,"ObjectClass":2,"IntValues":{"218103822":1,"218103821":16384,"131":60,"28":200,"265":13},"StringValues":{"1":"Helm"},"Spells":[3965],"owner":"Ada"}
{"Id":-2,"ObjectClass":2,"IntValues":{"218103822":1,"218103821":16384,"131":60,"28":300,"265":16},"StringValues":{"1":"Hood"},"Spells":[3964],"owner":"Bo"}
{"Id":-3,"ObjectClass":2,"IntValues":{"218103822":7680,"218103821":15360,"131":60,"28":250,"265":13},"StringValues":{"1":"Coat"},"Spells":[4226],"owner":"Bo"}
{"Id":-4,"ObjectClass":4,"IntValues":{"218103822":786432,"131":60},"StringValues":{"1":"Ring"},"Spells":[4704],"owner":"Cy"}
{"Id":-5,"ObjectClass":2,"IntValues":{"218103822":1,"218103821":16384,"131":60,"28":210},"StringValues":{"1":"Cap"},"Spells":[6095],"owner":"Cy"}
`

type answer struct {
	Covered    int   `json:"covered"`
	Wanted     int   `json:"wanted"`
	ArmorLevel int64 `json:"armor_level"`
	UpperBound int   `json:"upper_bound"`
	Proven     bool  `json:"proven"`
	Items      []struct {
		Slot    string `json:"slot"`
		ID      int64  `json:"id"`
		Reduced bool   `json:"reduced"`
	} `json:"items"`
	Unmet []struct {
		Wish string `json:"wish"`
		Why  string `json:"why"`
	} `json:"unmet"`
	RunnerUp map[string]struct {
		ID    int64    `json:"id"`
		Loses []string `json:"loses"`
	} `json:"runner_up"`
	Alternates []struct{} `json:"alternates"`
}

func suits(t *testing.T, args ...string) (code int, out, faults string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "items.ndjson")
	if err := os.WriteFile(path, []byte(fivePieces), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code = cmd.Run(t.Context(), append([]string{"suits", "solve", "--items", path}, args...), strings.NewReader(""), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestSuitsSolveAnswersInJSON(t *testing.T) {
	const want = "Epic Strength,Epic Focus,Epic Endurance,Epic Magic Resistance"
	tests := map[string]struct {
		args    []string
		covered int
		armor   int64
		ids     []int64
		unmet   string
	}{
		"any":            {[]string{"--want", want}, 3, 550, []int64{-2, -3, -4}, "Epic Strength: owned, but"},
		"one set":        {[]string{"--want", want, "--primary", "13:0-5", "--exclusive-sets"}, 3, 450, []int64{-1, -3, -4}, "Epic Focus: owned, but loses to a set rule"},
		"a must":         {[]string{"--want", want, "--must", "Epic Strength"}, 3, 450, []int64{-1, -3, -4}, "Epic Focus: owned, but"},
		"a lock":         {[]string{"--want", want, "--lock", "-5@head"}, 2, 540, []int64{-5, -3, -4}, "Epic Strength: owned, but fits only slots that are locked"},
		"excluded":       {[]string{"--want", want, "--exclude", "-2,-1"}, 2, 540, []int64{-5, -3, -4}, "Epic Strength: owned, but excluded"},
		"an owner out":   {[]string{"--want", want, "--without", "Cy"}, 2, 550, []int64{-2, -3}, "owner is excluded"},
		"owners":         {[]string{"--want", want, "--owners", "Ada"}, 1, 200, []int64{-1}, "owner is excluded"},
		"one owner":      {[]string{"--want", want, "--max-owners", "1"}, 2, 550, []int64{-2, -3}, "one more owner"},
		"no reductions":  {[]string{"--want", want, "--max-reductions", "0"}, 3, 550, []int64{-2, -3, -4}, "Epic Strength"},
		"empty head":     {[]string{"--want", want, "--empty", "head"}, 2, 250, []int64{-3, -4}, "stay empty"},
		"serves no one":  {[]string{"--want", "Epic Impenetrability"}, 0, 550, []int64{-2, -3}, "Epic Impenetrability: serves only the piece"},
		"a floor":        {[]string{"--want", want, "--armor-floor", "540"}, 3, 550, []int64{-2, -3, -4}, "Epic Strength: owned, but with it the armour falls below the floor"},
		"armour first":   {[]string{"--want", want, "--order", "armor,cantrips"}, 3, 550, []int64{-2, -3, -4}, "Epic Strength: owned, but"},
		"a sum":          {[]string{"--want", want, "--order", "weighted", "--cantrip-weight", "200", "--armor-weight", "1", "--weight", "Epic Strength=2"}, 3, 450, []int64{-1, -3, -4}, "Epic Focus"},
		"nobody has one": {[]string{"--want", "Legendary Strength"}, 0, 550, []int64{-2, -3}, "Legendary Strength: nobody owns one"},
	}
	for name, test := range tests {
		code, out, faults := suits(t, append(test.args, "--json")...)
		var a answer
		if err := json.Unmarshal([]byte(out), &a); code != 0 || err != nil {
			t.Errorf("%s: exit %d, %v\n%s", name, code, err, faults)
			continue
		}
		var ids []int64
		for _, it := range a.Items {
			ids = append(ids, it.ID)
			if it.ID == -3 && it.Reduced != (name != "no reductions") {
				t.Errorf("%s: %+v", name, it)
			}
		}
		var unmet strings.Builder
		for _, u := range a.Unmet {
			unmet.WriteString(u.Wish + ": " + u.Why + "\n")
		}
		if a.Covered != test.covered || a.ArmorLevel != test.armor || !reflect.DeepEqual(ids, test.ids) || !a.Proven || a.UpperBound != a.Covered || !strings.Contains(unmet.String(), test.unmet) {
			t.Errorf("%s: %s", name, out)
		}
	}
}

func TestSuitsSolveNamesRunnersUpAndFurtherSuits(t *testing.T) {
	_, out, faults := suits(t, "--want", "Epic Strength,Epic Focus", "--top", "2", "--json")
	var a answer
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatal(err, faults)
	}
	if up := a.RunnerUp["head"]; up.ID != -1 || !reflect.DeepEqual(up.Loses, []string{"Epic Focus"}) || len(a.Alternates) != 1 {
		t.Error(out)
	}
	_, out, _ = suits(t, "--want", "Epic Strength,Epic Focus", "--top", "2")
	for _, part := range []string{"1 of 2 wishes, armour 550: proven best", "To fetch:", "Bo: ", "To reduce:", "Suit 2: "} {
		if !strings.Contains(out, part) {
			t.Errorf("%q is not in\n%s", part, out)
		}
	}
}

func TestSuitsSolveRefusesWhatItCannotRead(t *testing.T) {
	for fault, args := range map[string][]string{
		`no cantrip is called "Epic Nonsense"`: {"--want", "Epic Nonsense"},
		"want SET:MIN-MAX":                     {"--primary", "13:x"},
		"want ITEM@SLOT":                       {"--lock", "head"},
		`there is no slot "nose"`:              {"--empty", "nose"},
		"not an item's id":                     {"--exclude", "Helm"},
		"no such file":                         {"--items", "/nonexistent/items"},
		"there is no such rating":              {"--rating", "luck=1"},
		"in the order of the objective":        {"--order", "armor,luck"},
		"there is no such wish":                {"--weight", "Epic Strength=2"},
		"no suit meets the rules":              {"--primary", "13:5"},
	} {
		if code, _, faults := suits(t, args...); code != 1 || !strings.Contains(faults, fault) {
			t.Errorf("%v: exit %d, %s", args, code, faults)
		}
	}
}
