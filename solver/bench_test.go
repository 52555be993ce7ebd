package solver_test

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/solvertest"
)

// wanted are n wishes.
func wanted(n int) []solver.Wish { return solvertest.Wishes(solvertest.Names(n)...) }

func ruled(items []solver.Item, wishes []solver.Wish, rule string) *solver.Problem {
	p := &solver.Problem{Items: items, Wishes: wishes}
	switch rule {
	case "maxima":
		p.Primary = solver.SetRule{Set: 13, Bounded: true, Max: 5}
		p.Secondary = solver.SetRule{Set: 16, Bounded: true, Max: 4}
		p.ExclusiveSets = true
	case "minima":
		p.Primary = solver.SetRule{Set: 13, Min: 5}
		p.Secondary = solver.SetRule{Set: 16, Min: 4}
	}
	return p
}

// processor is the processor time that this process has used: others use the machine too.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkSolve(b *testing.B) {
	for _, n := range []int{1000, 5000, 20000} {
		items := solvertest.Inventory(uint64(n), n)
		for _, w := range []int{20, 40, 62} {
			for _, rule := range []string{"any", "maxima", "minima"} {
				p := ruled(items, wanted(w), rule)
				b.Run(fmt.Sprintf("items=%d/wishes=%d/sets=%s", n, w, rule), func(b *testing.B) {
					for b.Loop() {
						began, busy, first := time.Now(), processor(), time.Duration(0)
						ctx, cancel := context.WithTimeout(b.Context(), 20*time.Second)
						r, err := solver.Solve(ctx, p, solver.Options{Progress: func(p solver.Progress) {
							if p.Found && first == 0 {
								first = time.Since(began)
							}
						}})
						cancel()
						if err != nil {
							b.Fatal(err)
						}
						s := r.Suits[0].Score
						b.ReportMetric(float64((processor()-busy).Microseconds())/1000, "cpu-ms")
						b.ReportMetric(float64(r.Nodes), "nodes")
						b.ReportMetric(float64(first.Microseconds())/1000, "first-ms")
						b.ReportMetric(float64(s.Met), "met")
						b.ReportMetric(float64(r.Bound.Met), "bound")
						b.ReportMetric(float64(s.Armor), "armor")
						if !r.Proven {
							b.Logf("not proven: %+v, bound %+v", s, r.Bound)
						}
					}
				})
			}
		}
	}
}
