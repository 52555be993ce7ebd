// Command suits compares `overlord suits solve` with CBC, a general solver, on inventories of treasure. Both are timed from
// outside: start to exit, reading included. It prints a table, and fails where the two disagree on the best suit, where ours
// is not proven, and where it takes too much memory. A second table says how long cancelled searches take to return.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/solvertest"
)

// What is asked of ours.
const (
	firstSuit    = 50 * time.Millisecond
	upTo5000     = time.Second
	upTo20000    = 5 * time.Second
	fasterBy     = 5.0         // than CBC, where CBC takes
	fasterWhere  = time.Second // more than this
	memoryMiB    = 300
	cbcLimit     = 300 * time.Second
	wishWeight   = 10_000 // of a wish over armour level, for CBC
	suitSeconds  = 120
	instanceName = "instance"
)

func main() {
	binary := flag.String("overlord", "./overlord", "the program to measure")
	items := flag.String("items", "1000,5000,20000", "sizes of inventories")
	wishes := flag.String("wishes", "20,40,62", "numbers of wishes")
	alone := flag.Bool("alone", false, "without CBC")
	flag.Parse()
	if err := run(*binary, *items, *wishes, *alone); err != nil {
		fmt.Fprintln(os.Stderr, "bench-suits:", err)
		os.Exit(1)
	}
}

func run(binary, items, wishes string, alone bool) error {
	sizes, err := numbers(items)
	if err != nil {
		return err
	}
	counts, err := numbers(wishes)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bench-suits-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	table := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(table, "items\twishes\tsets\tmet\tarmour\tours s\tcpu s\tfirst ms\tMiB\tcbc s\tcbc cpu s\tcbc MiB\tratio\tcpu ratio\t\t")
	var faults []error
	for _, n := range sizes {
		file := filepath.Join(dir, "items.ndjson")
		if err := writeItems(file, n); err != nil {
			return err
		}
		for _, w := range counts {
			for _, rule := range []string{"any", "maxima", "minima"} {
				c := contest{binary: binary, dir: dir, file: file, items: n, wishes: w, rule: rule}
				row, err := c.hold(alone)
				if err != nil {
					faults = append(faults, fmt.Errorf("%d items, %d wishes, %s: %w", n, w, rule, err))
				}
				_, _ = fmt.Fprintln(table, row)
				_ = table.Flush() // a line at a time
			}
		}
	}
	faults = append(faults, cancels(sizes[len(sizes)-1]))
	return errors.Join(faults...)
}

func numbers(text string) (out []int, err error) {
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, fmt.Errorf("%q is no number", part)
		}
		out = append(out, n)
	}
	return out, nil
}

func writeItems(path string, n int) error {
	var b bytes.Buffer
	lines := json.NewEncoder(&b)
	for _, it := range solvertest.Items(uint64(n), n) { //nolint:gosec // positive
		if err := lines.Encode(it); err != nil {
			return err
		}
	}
	return os.WriteFile(path, b.Bytes(), 0o600)
}

// contest is one instance.
type contest struct {
	binary, dir, file string
	items, wishes     int
	rule              string
}

func (c contest) hold(alone bool) (row string, err error) {
	ours, answer, err := c.ours()
	if errors.Is(err, errNoSuit) {
		row = fmt.Sprintf("%d\t%d\t%s\tnone\t\t%.2f\t%.2f\t\t%d\t", c.items, c.wishes, c.rule, ours.wall.Seconds(), ours.cpu.Seconds(), ours.mib)
		if alone {
			return row, nil
		}
		theirs, _, err := c.cbc()
		if !errors.Is(err, errNoSuit) {
			return row, errors.New("CBC finds a suit")
		}
		return row + fmt.Sprintf("%.2f\t%.2f\t%d\t%.1f×\t%.1f×\t\t", theirs.wall.Seconds(), theirs.cpu.Seconds(), theirs.mib,
			theirs.wall.Seconds()/ours.wall.Seconds(), theirs.cpu.Seconds()/ours.cpu.Seconds()), nil
	}
	if err != nil {
		return "", err
	}
	row = fmt.Sprintf("%d\t%d\t%s\t%d\t%d\t%.2f\t%.2f\t%.1f\t%d\t", c.items, c.wishes, c.rule, answer.Covered, answer.ArmorLevel,
		ours.wall.Seconds(), ours.cpu.Seconds(), answer.FirstSuitSeconds*1000, ours.mib)
	var late []string
	limit := upTo5000
	if c.items > 5000 {
		limit = upTo20000
	}
	if ours.wall > limit {
		late = append(late, fmt.Sprintf("over %s", limit))
	}
	if answer.FirstSuitSeconds > firstSuit.Seconds() {
		late = append(late, fmt.Sprintf("first suit over %s", firstSuit))
	}
	if !answer.Proven {
		err = errors.New("not proven")
	}
	if ours.mib > memoryMiB {
		err = errors.Join(err, fmt.Errorf("%d MiB", ours.mib))
	}
	if alone {
		return row + "\t\t\t\t\t" + strings.Join(late, ", ") + "\t", err
	}
	theirs, best, cbcErr := c.cbc()
	if cbcErr != nil {
		return row + "\t\t\t\t\t" + cbcErr.Error() + "\t", err
	}
	if best != int64(answer.Covered)*wishWeight+answer.ArmorLevel {
		err = errors.Join(err, fmt.Errorf("CBC finds %d wishes, armour %d", best/wishWeight, best%wishWeight))
	}
	ratio := theirs.wall.Seconds() / ours.wall.Seconds()
	if theirs.wall > fasterWhere && ratio < fasterBy {
		late = append(late, fmt.Sprintf("less than %.0f×", fasterBy))
	}
	return row + fmt.Sprintf("%.2f\t%.2f\t%d\t%.1f×\t%.1f×\t%s\t", theirs.wall.Seconds(), theirs.cpu.Seconds(), theirs.mib,
		ratio, theirs.cpu.Seconds()/ours.cpu.Seconds(), strings.Join(late, ", ")), err
}

type answer struct {
	Covered          int     `json:"covered"`
	ArmorLevel       int64   `json:"armor_level"`
	Proven           bool    `json:"proven"`
	FirstSuitSeconds float64 `json:"first_suit_seconds"`
}

func (c contest) ours() (u usage, a answer, err error) {
	args := []string{
		"suits", "solve", "--items", c.file, "--want", strings.Join(solvertest.Names(c.wishes), ","), "--json",
		"--time-limit", fmt.Sprintf("%ds", suitSeconds),
	}
	switch c.rule {
	case "maxima":
		args = append(args, "--primary", "13:-5", "--secondary", "16:-4", "--exclusive-sets")
	case "minima":
		args = append(args, "--primary", "13:5-", "--secondary", "16:4-")
	}
	u, out, err := measured(exec.CommandContext(context.Background(), c.binary, args...)) //nolint:gosec // the program that is measured
	if err != nil && strings.Contains(err.Error(), solver.ErrInfeasible.Error()) {
		return u, a, errNoSuit
	}
	if err != nil {
		return u, a, err
	}
	return u, a, json.Unmarshal(out, &a)
}

// problem is the same question for CBC.
func (c contest) problem() *solver.Problem {
	p := &solver.Problem{Items: solvertest.Inventory(uint64(c.items), c.items), Wishes: solvertest.Wishes(solvertest.Names(c.wishes)...)} //nolint:gosec // positive
	switch c.rule {
	case "maxima":
		p.Primary = solver.SetRule{Set: 13, Bounded: true, Max: 5}
		p.Secondary = solver.SetRule{Set: 16, Bounded: true, Max: 4}
		p.ExclusiveSets = true
	case "minima":
		p.Primary, p.Secondary = solver.SetRule{Set: 13, Min: 5}, solver.SetRule{Set: 16, Min: 4}
	}
	return p
}

func (c contest) cbc() (u usage, best int64, err error) {
	in, out := filepath.Join(c.dir, instanceName+".lp"), filepath.Join(c.dir, instanceName+".txt")
	program := solvertest.Program(c.problem(), solvertest.Terms{Wishes: wishWeight, Armor: 1})
	if err := os.WriteFile(in, []byte(program), 0o600); err != nil {
		return u, 0, err
	}
	seconds := strconv.Itoa(int(cbcLimit.Seconds()))
	u, _, err = measured(exec.CommandContext(context.Background(), "cbc", in, "sec", seconds, "ratio", "0", "allow", "0", "solve", "solution", out)) //nolint:gosec // files of our own
	if err != nil {
		return u, 0, err
	}
	text, err := os.ReadFile(out) //nolint:gosec // a file of our own
	if err != nil {
		return u, 0, err
	}
	line, _, _ := strings.Cut(string(text), "\n")
	if strings.Contains(strings.ToLower(line), "infeasible") {
		return u, 0, errNoSuit
	}
	number, found := strings.CutPrefix(line, "Optimal - objective value ")
	value, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if !found || err != nil {
		return u, 0, fmt.Errorf("CBC after %.0f s: %s", u.wall.Seconds(), line)
	}
	return u, int64(-value + 0.5), nil
}

// errNoSuit says that the rules leave no suit.
var errNoSuit = errors.New("no suit keeps the rules")

// usage is what a process took.
type usage struct {
	wall, cpu time.Duration
	mib       int64 // at its peak
}

func measured(command *exec.Cmd) (u usage, out []byte, err error) {
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	began := time.Now()
	err = command.Run()
	u.wall = time.Since(began)
	if command.ProcessState == nil {
		return u, nil, err
	}
	u.cpu = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	if r, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		u.mib = r.Maxrss >> 10
	}
	if err != nil {
		err = fmt.Errorf("%s: %w: %.300s", filepath.Base(command.Path), err, stderr.String())
	}
	return u, stdout.Bytes(), err
}
