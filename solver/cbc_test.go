package solver_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/solvertest"
)

// program writes a problem (lexicographic, weights 1, no ratings) as an integer program: ten thousand times the wishes met
// plus the armour level, negated.
func program(p *solver.Problem) string {
	var b strings.Builder
	var objective, binaries []string
	slots, cover, owners := map[solver.Slot][]string{}, make([][]string, len(p.Wishes)), map[string][]string{}
	var sets [2][]string
	var reduced, rules []string
	for i := range p.Items {
		it := &p.Items[i]
		if it.Barred != "" || slices.Contains(p.Exclude, it.ID) {
			continue
		}
		var once []string
		for k, o := range it.Options {
			counted := false
			x := fmt.Sprintf("x%d_%d", i, k)
			for n, r := range []solver.SetRule{p.Primary, p.Secondary} {
				if o.Slots&solver.BodyArmor != 0 && r.Set != 0 && it.Set == r.Set {
					sets[n] = append(sets[n], x)
					counted = true
				}
			}
			if o.Slots&solver.BodyArmor != 0 && p.ExclusiveSets && !counted {
				continue
			}
			binaries, once = append(binaries, x), append(once, x)
			for _, l := range p.Locks {
				if l.Item == it.ID && l.Slots == o.Slots {
					rules = append(rules, x+" = 1")
				}
			}
			for s := range o.Slots.Each {
				slots[s] = append(slots[s], x)
			}
			if o.Reduced {
				reduced = append(reduced, x)
			}
			owners[it.Owner] = append(owners[it.Owner], x)
			if it.Armor != 0 {
				objective = append(objective, fmt.Sprintf("%d %s", it.Armor, x))
			}
			for w, wish := range p.Wishes {
				if slices.ContainsFunc(it.Cantrips, func(c solver.Cantrip) bool { return c.Family == wish.Family && c.Power >= wish.Power }) {
					cover[w] = append(cover[w], x)
				}
			}
		}
		if len(once) > 1 {
			rules = append(rules, strings.Join(once, " + ")+" <= 1")
		}
	}
	for s, xs := range slots {
		if p.Empty.Has(s) {
			rules = append(rules, strings.Join(xs, " + ")+" = 0")
		} else {
			rules = append(rules, strings.Join(xs, " + ")+" <= 1")
		}
	}
	for w, xs := range cover {
		if len(xs) > 0 {
			objective = append(objective, fmt.Sprintf("10000 y%d", w))
			binaries = append(binaries, fmt.Sprintf("y%d", w))
			rules = append(rules, fmt.Sprintf("y%d - ", w)+strings.Join(xs, " - ")+" <= 0")
		}
	}
	for n, r := range []solver.SetRule{p.Primary, p.Secondary} {
		if len(sets[n]) > 0 {
			rules = append(rules, strings.Join(sets[n], " + ")+fmt.Sprintf(" >= %d", r.Min))
			if r.Bounded {
				rules = append(rules, strings.Join(sets[n], " + ")+fmt.Sprintf(" <= %d", r.Max))
			}
		}
	}
	if p.LimitReductions && len(reduced) > 0 {
		rules = append(rules, strings.Join(reduced, " + ")+fmt.Sprintf(" <= %d", p.MaxReductions))
	}
	if p.MaxOwners > 0 {
		var zs []string
		for o, xs := range owners {
			z := "z" + strings.ReplaceAll(o, " ", "")
			zs, binaries = append(zs, z), append(binaries, z)
			for _, x := range xs {
				rules = append(rules, x+" - "+z+" <= 0")
			}
		}
		rules = append(rules, strings.Join(zs, " + ")+fmt.Sprintf(" <= %d", p.MaxOwners))
	}
	_, _ = fmt.Fprintf(&b, "Minimize\n obj: - %s\nSubject To\n", strings.Join(objective, "\n - "))
	for k, r := range rules {
		_, _ = fmt.Fprintf(&b, " r%d: %s\n", k, strings.ReplaceAll(strings.ReplaceAll(r, " + ", "\n + "), " - ", "\n - "))
	}
	_, _ = fmt.Fprintf(&b, "Binary\n %s\nEnd\n", strings.Join(binaries, "\n "))
	return b.String()
}

// cbc solves a problem; ok is false where it has no suit.
func cbc(t *testing.T, p *solver.Problem) (met, armor int64, ok bool) {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "suit.lp"), filepath.Join(dir, "suit.txt")
	if err := os.WriteFile(in, []byte(program(p)), 0o600); err != nil {
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
	if strings.HasPrefix(strings.ToLower(line), "infeasible") || strings.Contains(line, "infeasible") {
		return 0, 0, false
	}
	number, found := strings.CutPrefix(line, "Optimal - objective value ")
	value, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if !found || err != nil {
		t.Fatalf("cbc says %q", line)
	}
	total := int64(-value + 0.5)
	return total / 10000, total % 10000, true
}

func TestAgreesWithCBC(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("cbc"); err != nil {
		t.Skip("SKIPPED: cbc is not installed (Debian's coinor-cbc): no comparison with a general solver")
	}
	count := 21
	if text := os.Getenv("OVERLORD_CBC_INSTANCES"); text != "" {
		var err error
		if count, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	kinds := []string{"any", "maxima", "minima", "lock", "empty", "excluded", "owners", "reductions"}
	for k := range count {
		kind := kinds[k%len(kinds)]
		r := rand.New(rand.NewPCG(uint64(k), 1))
		p := ruled(solvertest.Inventory(uint64(k), 150+r.IntN(450)), wanted(10+r.IntN(40)), kind)
		switch kind {
		case "minima":
			p.Primary.Min, p.Secondary.Min = 1+r.IntN(3), r.IntN(3)
		case "lock":
			it := &p.Items[r.IntN(len(p.Items))]
			p.Locks = []solver.Lock{{Item: it.ID, Slots: it.Options[0].Slots}}
		case "empty":
			p.Empty = solver.SlotsOf(solver.Slot(r.IntN(17)))
		case "excluded":
			for range 50 {
				p.Exclude = append(p.Exclude, p.Items[r.IntN(len(p.Items))].ID)
			}
		case "owners":
			p.MaxOwners = 2 + r.IntN(4)
			for i := range p.Items {
				p.Items[i].Owner = fmt.Sprintf("Mule %d", r.IntN(9))
			}
		case "reductions":
			p.LimitReductions, p.MaxReductions = true, r.IntN(3)
		}
		met, armor, ok := cbc(t, p)
		result, err := solver.Solve(t.Context(), p, solver.Options{})
		if (err == nil) != ok {
			t.Errorf("%d, %s: %v, cbc says %v", k, kind, err, ok)
			continue
		}
		if err != nil {
			continue
		}
		verify(t, p, result.Suits[0])
		if s := result.Suits[0].Score; int64(s.Met) != met || s.Armor != armor || !result.Proven {
			t.Errorf("%d, %s: %d, armour %d, proven %v; cbc says %d, %d", k, kind, s.Met, s.Armor, result.Proven, met, armor)
		}
	}
}
