// Command search measures the search over items: 60,000 of a simulated guild on PostgreSQL and SQLite, then 1,000,000 on
// PostgreSQL, with queries such as people ask. It prints what each takes, the median and the slowest of all, and how the
// database runs the slowest query. It fails where a limit is missed.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/mosswart/overlord/ent/migrations"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/pgcluster"
	"github.com/mosswart/overlord/server/items"
)

// The limits.
const (
	medianLimit   = 15 * time.Millisecond
	slowLimit     = 60 * time.Millisecond
	slowLimitMany = 150 * time.Millisecond
)

var everyFacet = []string{"slot", "set", "material", "character", "class", "armor_level"}

// queries are what is measured.
var queries = []items.Query{
	{Text: ``},
	{Text: ``, Sort: "value", Direction: "desc"},
	{Text: `is:armor`, Facets: everyFacet},
	{Text: `slot:chest al:>=300`, Sort: "al", Direction: "desc", Facets: everyFacet},
	{Text: `is:armor slot:chest al:>=250 (spell:"Epic*" or set:*) -on:*7`, Facets: everyFacet},
	{Text: `set:adept slot:(head,hands,feet)`, Sort: "al", Direction: "desc"},
	{Text: `cantrip:"epic strength"`},
	{Text: `cantrip:>="major strength" cantrip:>="major endurance"`},
	{Text: `cantrip:invulnerability wield:<=180 is:jewelry`},
	{Text: `spell:"Legendary*"`, Sort: "on"},
	{Text: `is:weapon dmg:>=50 -is:worn`, Sort: "dmg", Direction: "desc"},
	{Text: `is:caster elem:>=10 mat:gem`},
	{Text: `critdmg:>=1 is:armor`, Sort: "ratings", Direction: "desc"},
	{Text: `gold`},
	{Text: `"of the" scroll`, Sort: "burden"},
	{Text: `is:rare`, Facets: everyFacet},
	{Text: `work:>=8 tinks:0..3 value:>=10k`, Sort: "work", Direction: "desc"},
	{Text: `is:worn al:<200`, Sort: "al"},
	{Text: `imbue:"armor rending" or imbue:cs`},
	{Text: `al:>=900 slot:chest set:adept`},
}

const (
	rounds = 15
	guild  = 60 // characters
	some   = 60_000
	many   = 1_000_000
)

func main() {
	only := flag.String("only", "", "sqlite, postgres or million; all by default")
	keep := flag.String("keep", "", "URL of a database to measure alone and to keep; one without items is filled")
	count := flag.Int("items", some, "how many items it is filled with")
	flag.Parse()
	if err := run(context.Background(), *only, *keep, *count); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, only, keep string, count int) error {
	if keep != "" {
		return kept(ctx, keep, count)
	}
	all, err := packs(ctx, guild)
	if err != nil {
		return err
	}
	if only == "" || only == "sqlite" {
		dir, err := os.MkdirTemp("", "overlord-bench-")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		if err := filled(ctx, nil, "sqlite:"+filepath.Join(dir, "overlord.db"), all, some, slowLimit); err != nil {
			return err
		}
	}
	if only == "sqlite" {
		return nil
	}
	cluster, err := pgcluster.Start()
	if err != nil {
		return err
	}
	defer func() { _ = cluster.Stop() }()
	fmt.Println(cluster.URL("postgres"))
	if only == "" || only == "postgres" {
		if err := filled(ctx, cluster, cluster.URL("postgres"), all, some, slowLimit); err != nil {
			return err
		}
	}
	if only == "postgres" {
		return nil
	}
	return filled(ctx, cluster, cluster.URL("postgres"), all, many, slowLimitMany)
}

// kept measures a database that stays, after filling it where it is empty. Of a server that is not ours the processor's
// time is not known.
func kept(ctx context.Context, url string, count int) error {
	if err := migrations.Apply(ctx, url, slog.New(slog.DiscardHandler)); err != nil {
		return err
	}
	db, err := database.Open(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	n, err := db.Ent.Item.Query().Count(ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		all, err := packs(ctx, guild)
		if err != nil {
			return err
		}
		return filled(ctx, nil, url, all, count, slowLimitMany)
	}
	limit := slowLimit
	if n > 2*some {
		limit = slowLimitMany
	}
	return measure(ctx, db, nil, limit)
}

// filled measures a database with so many items.
func filled(ctx context.Context, cluster *pgcluster.Cluster, url string, all []pack, items int, limit time.Duration) error {
	if err := migrations.Apply(ctx, url, slog.New(slog.DiscardHandler)); err != nil {
		return err
	}
	db, err := database.Open(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if err := store(ctx, db, all); err != nil {
		return err
	}
	if err := multiply(ctx, db, items); err != nil {
		return err
	}
	patient, err := db.Patient(ctx)
	if err != nil {
		return err
	}
	settle := "ANALYZE"
	if db.Dialect == "postgres" {
		settle = "VACUUM ANALYZE"
	}
	if _, err := patient.ExecContext(ctx, settle); err != nil {
		return err
	}
	if err := patient.Close(); err != nil {
		return err
	}
	return measure(ctx, db, cluster, limit)
}

func measure(ctx context.Context, db *database.DB, cluster *pgcluster.Cluster, limit time.Duration) error {
	var n int
	if err := db.SQL.QueryRowContext(ctx, "SELECT COUNT(*) FROM items").Scan(&n); err != nil {
		return err
	}
	fmt.Printf("\n%s, %d items\n", db.Dialect, n)
	took, busy := make([][]time.Duration, len(queries)), make([][]time.Duration, len(queries))
	totals := make([]string, len(queries))
	for round := range rounds + 1 {
		for i, q := range queries {
			q.Limit = 50
			began, worked := time.Now(), processor(cluster)
			found, err := items.Search(ctx, db, q)
			if err != nil {
				return fmt.Errorf("%s: %w", q.Text, err)
			}
			if _, err := items.Load(ctx, db.Ent, found.IDs); err != nil {
				return err
			}
			if round > 0 { // the first one warms
				took[i] = append(took[i], time.Since(began))
				busy[i] = append(busy[i], processor(cluster)-worked)
			}
			totals[i] = fmt.Sprint(found.Total) + map[bool]string{true: "+"}[found.Capped]
		}
	}
	fmt.Println("processor: median, most; elapsed: median, most; found")
	var everyTook, everyBusy []time.Duration
	slowest := 0
	for i, q := range queries {
		slices.Sort(took[i])
		slices.Sort(busy[i])
		everyTook, everyBusy = append(everyTook, took[i]...), append(everyBusy, busy[i]...)
		if busy[i][rounds/2] > busy[slowest][rounds/2] {
			slowest = i
		}
		fmt.Printf("%7.1f %7.1f ms; %7.1f %7.1f ms; %7s  %s\n",
			ms(busy[i][rounds/2]), ms(busy[i][rounds-1]), ms(took[i][rounds/2]), ms(took[i][rounds-1]), totals[i], title(q))
	}
	slices.Sort(everyTook)
	slices.Sort(everyBusy)
	p50, p99 := everyBusy[len(everyBusy)/2], everyBusy[len(everyBusy)*99/100]
	fmt.Printf("processor: p50 %.1f ms (limit %v), p99 %.1f ms (limit %v); elapsed: p50 %.1f ms, p99 %.1f ms\n",
		ms(p50), medianLimit, ms(p99), limit, ms(everyTook[len(everyTook)/2]), ms(everyTook[len(everyTook)*99/100]))
	fmt.Printf("the slowest, %s:\n", title(queries[slowest]))
	plans, err := items.Explain(ctx, db, queries[slowest])
	if err != nil {
		return err
	}
	fmt.Println(strings.Join(plans, "\n"))
	if p50 > medianLimit || p99 > limit {
		return fmt.Errorf("%s, %d items: too slow", db.Dialect, n)
	}
	return nil
}

func title(q items.Query) string {
	text := q.Text
	if q.Sort != "" {
		text += "  by " + q.Sort + " " + q.Direction
	}
	if q.Facets != nil {
		text += "  with facets"
	}
	return text
}

// processor is the processor time used so far by this program and the database's server, which is what a query takes where
// nobody else is at work. nil: there is no server, or it is not ours.
func processor(cluster *pgcluster.Cluster) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	own := time.Duration(used.Utime.Nano() + used.Stime.Nano())
	if cluster == nil {
		return own
	}
	others, err := cluster.CPU()
	if err != nil {
		return own
	}
	return own + others
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
