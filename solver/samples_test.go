package solver_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

func pieces(t testing.TB, path string) (out []solver.Item) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	out, err = wardrobe.Read(file, wardrobe.Wearer{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSampleInventoriesHaveTheirKnownOptima(t *testing.T) {
	dir := os.Getenv("OVERLORD_SAMPLES_DIR")
	if dir == "" {
		t.Skip("SKIPPED: OVERLORD_SAMPLES_DIR is not set: the optima of the sample inventories are not reproduced")
	}
	tests := []struct {
		file string
		sets bool
		met  int
		al   int64
	}{
		{"small", false, 19, 2723},
		{"medium", false, 20, 3039},
		{"medium", true, 19, 2606},
	}
	for _, test := range tests {
		p := &solver.Problem{Items: pieces(t, filepath.Join(dir, "suits", test.file+".ndjson")), Wishes: wanted(20)}
		if test.sets {
			p.Primary = solver.SetRule{Set: 13, Bounded: true, Max: 5}
			p.Secondary = solver.SetRule{Set: 16, Bounded: true, Max: 4}
			p.ExclusiveSets = true
		}
		result, err := solver.Solve(t.Context(), p, solver.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if s := result.Suits[0].Score; s.Met != test.met || s.Armor != test.al || !result.Proven {
			t.Errorf("%s, sets %v: %d covered, armour %d, proven %v; want %d, %d", test.file, test.sets, s.Met, s.Armor, result.Proven, test.met, test.al)
		}
		verify(t, p, result.Suits[0])
		t.Logf("%s, sets %v: %d nodes", test.file, test.sets, result.Nodes)
	}
}
