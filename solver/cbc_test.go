package solver_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/solvertest"
)

// cbc is the greatest sum that a suit of a problem reaches; ok is false where there is no suit.
func cbc(t *testing.T, p *solver.Problem, sum solvertest.Terms, floors ...solvertest.Floor) (most int64, ok bool) {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "suit.lp"), filepath.Join(dir, "suit.txt")
	if err := os.WriteFile(in, []byte(solvertest.Program(p, sum, floors...)), 0o600); err != nil {
		t.Fatal(err)
	}
	if log, err := exec.CommandContext(t.Context(), "cbc", in, "ratio", "0", "allow", "0", "solve", "solution", out).CombinedOutput(); err != nil {
		t.Fatalf("cbc: %v\n%s", err, log)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	if strings.Contains(strings.ToLower(line), "infeasible") {
		return 0, false
	}
	number, found := strings.CutPrefix(line, "Optimal - objective value ")
	value, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if !found || err != nil {
		t.Fatalf("cbc says %q", line)
	}
	if value > 0 {
		return int64(-value - 0.5), true
	}
	return int64(-value + 0.5), true
}

// oracle is the best score of a problem in judge's terms: one criterion after the other, each under the floors of those
// before it.
func oracle(t *testing.T, p *solver.Problem) (score [4]int64, ok bool) {
	t.Helper()
	stages := []solvertest.Terms{{Required: 1}}
	if o := p.Objective; o.Weighted {
		stages = append(stages, solvertest.Terms{Wishes: int64(max(o.WishWeight, 1)), Ratings: 1, Armor: int64(o.ArmorWeight)})
	} else {
		marks := ranked(p, 0, 1, 2, 3)
		for _, mark := range marks[1:] {
			stages = append(stages, [...]solvertest.Terms{{Wishes: 1}, {Ratings: 1}, {Armor: 1}}[mark-1])
		}
	}
	var floors []solvertest.Floor
	for k, stage := range stages {
		if stage.Required > 0 && !required(p) || stage == (solvertest.Terms{Ratings: 1}) && len(p.Objective.Ratings) == 0 {
			continue
		}
		if score[k], ok = cbc(t, p, stage, floors...); !ok {
			return score, false
		}
		floors = append(floors, solvertest.Floor{Terms: stage, Least: score[k]})
	}
	return score, true
}

func required(p *solver.Problem) bool {
	for _, w := range p.Wishes {
		if w.Required {
			return true
		}
	}
	return false
}

func TestAgreesWithCBC(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("cbc"); err != nil {
		t.Skip("SKIPPED: cbc is not installed (Debian's coinor-cbc): no comparison with a general solver")
	}
	kinds := []string{
		"any", "maxima", "minima", "lock", "empty", "excluded", "barred", "owners", "reductions", "floor", "ratings", "required",
		"weights", "weighted", "order", "everything",
	}
	count := len(kinds)
	if text := os.Getenv("OVERLORD_CBC_INSTANCES"); text != "" {
		var err error
		if count, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	for k := range count {
		kind := kinds[k%len(kinds)]
		r := rand.New(rand.NewPCG(uint64(k), 1))
		p := ruled(solvertest.Inventory(uint64(k), 150+r.IntN(450)), wanted(10+r.IntN(40)), kind)
		for i := range p.Items {
			if r.IntN(4) == 0 {
				p.Items[i].Ratings = map[solver.Rating]int{1: 1 + r.IntN(2), 2: r.IntN(2)}
			}
		}
		demand(r, p, kind)
		best, ok := oracle(t, p)
		result, err := solver.Solve(t.Context(), p, solver.Options{})
		if (err == nil) != ok {
			t.Errorf("%d, %s: %v, cbc says %v", k, kind, err, ok)
			continue
		}
		if err != nil {
			continue
		}
		if got := verify(t, p, result.Suits[0]); got != best || !result.Proven {
			t.Errorf("%d, %s: %v, proven %v; cbc says %v", k, kind, got, result.Proven, best)
		}
	}
}

// demand is constrain for problems of a real size.
func demand(r *rand.Rand, p *solver.Problem, kind string) {
	any := func() *solver.Item { return &p.Items[r.IntN(len(p.Items))] }
	switch kind {
	case "minima":
		p.Primary.Min, p.Secondary.Min = 1+r.IntN(3), r.IntN(3)
	case "lock":
		it := any()
		p.Locks = []solver.Lock{{Item: it.ID, Slots: it.Options[0].Slots}}
	case "empty":
		p.Empty = solver.SlotsOf(solver.Slot(r.IntN(17)))
	case "excluded":
		for range 50 {
			p.Exclude = append(p.Exclude, any().ID)
		}
		p.Without = []string{any().Owner, any().Owner}
	case "barred":
		for i := range p.Items {
			if r.IntN(3) == 0 {
				p.Items[i].Barred = "needs level 180"
			}
		}
	case "owners":
		p.MaxOwners = 2 + r.IntN(4)
		for i := range p.Items {
			p.Items[i].Owner = fmt.Sprintf("Mule %d", r.IntN(9))
		}
	case "reductions":
		p.LimitReductions, p.MaxReductions = true, r.IntN(3)
	case "floor":
		p.ArmorFloor = 2000 + r.IntN(1000)
	case "ratings":
		p.Objective.Ratings = map[solver.Rating]int{1: 1 + r.IntN(3), 2: r.IntN(3)}
	case "required":
		for i := range p.Wishes {
			p.Wishes[i].Required = r.IntN(3) == 0
		}
	case "weights":
		for i := range p.Wishes {
			p.Wishes[i].Weight = 1 + r.IntN(5)
		}
	case "weighted":
		p.Objective = solver.Objective{Weighted: true, WishWeight: 50 + r.IntN(200), ArmorWeight: 1, Ratings: map[solver.Rating]int{1: r.IntN(100)}}
	case "order":
		all := solver.Criteria()
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		p.Objective.Order, p.Objective.Ratings = all, map[solver.Rating]int{1: 2, 2: 1}
	case "everything":
		for _, other := range []string{"lock", "excluded", "barred", "reductions", "floor", "ratings", "required", "weights"} {
			if r.IntN(2) == 0 {
				demand(r, p, other)
			}
		}
		if len(p.Locks) > 0 { // a locked piece may not be out
			p.Exclude, p.Without = nil, nil
		}
	}
}
