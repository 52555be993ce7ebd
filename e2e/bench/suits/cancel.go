package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/solvertest"
)

const (
	cancelWithin  = 50 * time.Millisecond
	cancelMoments = 100
	cancelUntil   = 500 * time.Millisecond // of searches that take longer, a moment before this
)

// cancels ends searches at random moments, from the first to the last, and prints how long they then took to return their
// best suit.
func cancels(items int) error {
	inventory := solvertest.Inventory(uint64(items), items) //nolint:gosec // positive
	wishes := solvertest.Wishes(solvertest.Names(62)...)
	problems := []struct {
		name string
		p    solver.Problem
	}{
		{"any", solver.Problem{}},
		{"minima", solver.Problem{Primary: solver.SetRule{Set: 13, Min: 5}, Secondary: solver.SetRule{Set: 16, Min: 4}}},
		{"few owners, 32 suits", solver.Problem{MaxOwners: 9, Top: 32, Distance: 4}},
	}
	moments := rand.New(rand.NewPCG(1, 50)) //nolint:gosec // the same moments every time
	table := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintf(table, "\ncancelled, %d items\tsearch ms\tmedian ms\tp99 ms\tworst ms\tworst cpu ms\tno suit yet\t\t\n", items)
	for _, test := range problems {
		test.p.Items, test.p.Wishes = inventory, wishes
		whole, _, _, err := cancelled(&test.p, cancelUntil)
		if err != nil {
			return fmt.Errorf("%s: %w", test.name, err)
		}
		var took []time.Duration
		busiest, early := time.Duration(0), 0
		for range cancelMoments {
			_, late, busy, err := cancelled(&test.p, time.Duration(moments.Int64N(int64(whole))))
			if err != nil {
				early++
			}
			took, busiest = append(took, late), max(busiest, busy)
		}
		slices.Sort(took)
		worst, note := took[len(took)-1], ""
		if worst > cancelWithin {
			note = fmt.Sprintf("over %s", cancelWithin)
		}
		ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
		_, _ = fmt.Fprintf(table, "%s\t%.0f\t%.1f\t%.1f\t%.1f\t%.1f\t%d\t%s\t\n", test.name, ms(whole), ms(took[len(took)/2]),
			ms(took[len(took)*99/100-1]), ms(worst), ms(busiest), early, note)
	}
	return table.Flush()
}

// cancelled runs a search that is ended at a moment. late is how long it took from then on, busy the processor time of that,
// which does not count what else the machine does; 0 where it was done before.
func cancelled(p *solver.Problem, at time.Duration) (took, late, busy time.Duration, err error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	type moment struct {
		clock time.Time
		busy  time.Duration
	}
	now := func() moment { return moment{time.Now(), processor()} }
	began, ended := time.Now(), make(chan moment, 1)
	timer := time.AfterFunc(at, func() {
		ended <- now()
		cancel()
	})
	_, err = solver.Solve(ctx, p, solver.Options{})
	done := now()
	if !timer.Stop() {
		then := <-ended
		late, busy = done.clock.Sub(then.clock), done.busy-then.busy
	}
	return done.clock.Sub(began), late, busy, err //nolint:wrapcheck // the caller says what it was
}

// processor is the processor time that this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
