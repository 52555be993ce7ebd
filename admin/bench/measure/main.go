// Command measure drives our admin, on SQLite and on PostgreSQL, and PocketBase with wrk over loopback, one after the
// other, on the same 50,000 rows of 20 columns, and prints what a request costs the server in CPU time. It is told by
// the script run where everything is.
//
// CPU time is the process's own, from /proc; for PostgreSQL its database's processes are added. Ours checks an API
// key and the rights of its role in every request, and writes history and an undo token with every change; PocketBase
// checks a token and the collection's rule, with its request log off. Both SQLites keep a write-ahead log with
// synchronous=NORMAL, which loses no consistency but perhaps the last writes when the power fails; PocketBase's cache is
// 32 MB a connection and ours 3 MB. Ours moves its write-ahead log into the database every 16 MB, PocketBase its own every
// 4 MB, as SQLite does by itself; ours lets the heap grow to three times what is in use, PocketBase to twice, as Go does
// by itself. PostgreSQL is told that its disk is a solid-state one (random_page_cost=1.1), and has vacuumed before; else it
// is as it comes, and every commit is on disk before it is answered. PocketBase knows no capped count and no words search:
// its exact count, and a filter for the same word in the same two columns, stand in for them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"
)

var (
	ours       = flag.String("ours", "", "our server")
	pocketbase = flag.String("pocketbase", "", "PocketBase")
	work       = flag.String("work", "", "empty folder for data")
	postgres   = flag.String("postgres", "", "URL of an empty PostgreSQL database; empty: not measured")
	postmaster = flag.Int("postmaster", 0, "PostgreSQL's process id")
	seconds    = flag.Int("seconds", 5, "length of one measurement")
	only       = flag.String("only", "", "measure only operations whose name has this in it")
	profile    = flag.Bool("profile", false, "write CPU profiles of ours into the folder")
	strict     = flag.Bool("strict", false, "fail when a goal is missed")
)

func main() {
	flag.Parse()
	missed, err := run(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	if *strict && missed > 0 {
		os.Exit(1)
	}
}

func run(ctx context.Context) (missed int, err error) {
	candidates := []*candidate{
		ourServer("SQLite", "sqlite:"+filepath.Join(*work, "ours.db"), nil),
	}
	if *postgres != "" {
		candidates = append(candidates, ourServer("PostgreSQL", *postgres, []int{*postmaster}))
	}
	candidates = append(candidates, pocketBase())
	for _, c := range candidates {
		log.Printf("%s: making the rows", c.name)
		if err := c.measure(ctx); err != nil {
			return 0, fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return table(candidates), nil
}

// operation is one kind of request.
type operation struct {
	name string
	goal float64 // ms of CPU a request, 0 for none
}

var operations = []operation{
	{"list, capped total", 1.2},
	{"list, exact total", 0},
	{"list, no total", 0.9},
	{"get", 0.2},
	{"create", 0.5},
	{"update", 0.6},
	{"filtered list", 0},
	{"search", 0},
}

// ratioGoal is the part of PocketBase's cost that ours may have.
const ratioGoal = 0.5

func wanted(o operation) bool { return strings.Contains(o.name, *only) }

// table prints all results, and returns how many goals were missed.
func table(candidates []*candidate) (missed int) {
	theirs := candidates[len(candidates)-1]
	row := func(name, goal string, value func(*candidate) float64, format string, limit float64) {
		fmt.Printf("| %-18s ", name)
		for _, c := range candidates {
			fmt.Printf("| %10s ", fmt.Sprintf(format, value(c)))
		}
		for _, c := range candidates[:len(candidates)-1] {
			ratio := value(c) / value(theirs)
			mark := " "
			if ratio > ratioGoal || limit > 0 && value(c) > limit {
				mark = "!"
				missed++
			}
			fmt.Printf("| %8.2f%s ", ratio, mark)
		}
		fmt.Printf("| %8s |\n", goal)
	}
	fmt.Printf("| %-18s ", "CPU ms a request")
	for _, c := range candidates {
		fmt.Printf("| %10s ", c.name)
	}
	for _, c := range candidates[:len(candidates)-1] {
		fmt.Printf("| ÷ %-7s ", c.name[:min(7, len(c.name))])
	}
	fmt.Printf("| %8s |\n", "goal")
	for _, o := range operations {
		if !wanted(o) {
			continue
		}
		goal := ""
		if o.goal > 0 {
			goal = fmt.Sprintf("%.1f", o.goal)
		}
		row(o.name, goal, func(c *candidate) float64 { return c.cost[o.name] }, "%.3f", o.goal)
	}
	row("RSS, MiB", "60", func(c *candidate) float64 { return c.rss }, "%.0f", 60)
	row("start, ms", "150", func(c *candidate) float64 { return float64(c.start) / float64(time.Millisecond) }, "%.0f", 150)
	for _, c := range candidates {
		if len(c.databases) > 0 {
			fmt.Printf("\nOf %s, the database's own part, ms:", c.name)
			for _, o := range operations {
				if wanted(o) {
					fmt.Printf(" %s %.3f;", o.name, c.database[o.name])
				}
			}
			fmt.Println()
		}
	}
	if missed > 0 {
		fmt.Printf("\n%d goals are missed (!): at most %.1f of PocketBase's cost, and the goal in the last column.\n", missed, ratioGoal)
	}
	return missed
}

var errNoAnswer = errors.New("the server did not answer in time")
