package solvertest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mosswart/overlord/solver"
)

// Terms are what a point of each criterion weighs in a sum: of the weights of required wishes and of the others, of the
// ratings with the problem's weights, and of armour level.
type Terms struct{ Required, Wishes, Ratings, Armor int64 }

// Floor asks that a sum be no less than a number.
type Floor struct {
	Terms
	Least int64
}

// Program writes a problem as an integer program in the form that CBC and others read: the greatest sum, negated, under the
// problem's rules and the floors.
func Program(p *solver.Problem, sum Terms, floors ...Floor) string {
	var b strings.Builder
	var binaries []string
	points := map[string]Terms{} // by variable
	slots, cover, owners := map[solver.Slot][]string{}, make([][]string, len(p.Wishes)), map[string][]string{}
	var sets [2][]string
	var reduced, rules []string
	for i := range p.Items {
		it := &p.Items[i]
		locked := slices.ContainsFunc(p.Locks, func(l solver.Lock) bool { return l.Item == it.ID })
		out := slices.Contains(p.Without, it.Owner) || len(p.Owners) > 0 && !slices.Contains(p.Owners, it.Owner)
		if !locked && (it.Barred != "" || out || slices.Contains(p.Exclude, it.ID)) {
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
			worth := Terms{Armor: int64(it.Armor)}
			for rating, weight := range p.Objective.Ratings {
				worth.Ratings += int64(weight * it.Ratings[rating])
			}
			points[x] = worth
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
			y, weight := fmt.Sprintf("y%d", w), int64(max(p.Wishes[w].Weight, 1))
			binaries = append(binaries, y)
			points[y] = Terms{Wishes: weight}
			if p.Wishes[w].Required {
				points[y] = Terms{Required: weight}
			}
			rules = append(rules, fmt.Sprintf("y%d - ", w)+strings.Join(xs, " - ")+" <= 0")
		}
	}
	for n, r := range []solver.SetRule{p.Primary, p.Secondary} {
		if len(sets[n]) == 0 && r.Set != 0 && r.Min > 0 { // nobody has one
			rules = append(rules, fmt.Sprintf("0 %s >= %d", binaries[0], r.Min))
		}
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
	if p.ArmorFloor > 0 {
		floors = append(slices.Clone(floors), Floor{Terms{Armor: 1}, int64(p.ArmorFloor)})
	}
	for _, f := range floors {
		rules = append(rules, strings.Join(linear(binaries, points, f.Terms), " + ")+fmt.Sprintf(" >= %d", f.Least))
	}
	_, _ = fmt.Fprintf(&b, "Minimize\n obj: - %s\nSubject To\n", strings.Join(linear(binaries, points, sum), "\n - "))
	for k, r := range rules {
		_, _ = fmt.Fprintf(&b, " r%d: %s\n", k, strings.ReplaceAll(strings.ReplaceAll(r, " + ", "\n + "), " - ", "\n - "))
	}
	_, _ = fmt.Fprintf(&b, "Binary\n %s\nEnd\n", strings.Join(binaries, "\n "))
	return b.String()
}

// linear are the parts of a weighted sum that are not 0; a sum of nothing is 0 times the first variable.
func linear(variables []string, points map[string]Terms, weights Terms) (parts []string) {
	for _, x := range variables {
		p := points[x]
		n := p.Required*weights.Required + p.Wishes*weights.Wishes + p.Ratings*weights.Ratings + p.Armor*weights.Armor
		if n != 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, x))
		}
	}
	if len(parts) == 0 && len(variables) > 0 {
		return []string{"0 " + variables[0]}
	}
	return parts
}
