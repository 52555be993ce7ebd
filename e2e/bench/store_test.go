package bench

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/mosswart/overlord/e2e/rig"
	"github.com/mosswart/overlord/internal/database"
)

const (
	storedRows    = 60_000
	copyRows      = 5_000
	copyWriters   = 2
	batchBrowsers = 20
)

// BenchmarkStore is how many rows of telemetry are committed in a second from the plugins' sockets to the database:
// with the journal, identities, the live state and 20 browsers that take batches, fsync on. The reference is COPY by
// lib/pq, 5,000 rows a transaction and two writers, into the same table with the same indexes in the same cluster.
func BenchmarkStore(b *testing.B) {
	cluster := rig.Cluster(b)
	rig.Database(b, "bench", "")
	rig.Serve(b, rig.ServerOptions{Database: cluster.URL("bench")}).Stop() // makes the schema
	var ours, raw, ratio, serverCPU, databaseCPU []float64
	for b.Loop() {
		for range rounds {
			r := copyIn(b)
			o := store(b)
			raw, ours, ratio = append(raw, r), append(ours, o.rate), append(ratio, o.rate/r)
			serverCPU, databaseCPU = append(serverCPU, o.serverCPU), append(databaseCPU, o.databaseCPU)
			b.Logf("COPY %.0f rows/s, ours %.0f: %.2f; CPU a row: server %.1f µs, database %.1f µs", r, o.rate, o.rate/r, o.serverCPU, o.databaseCPU)
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(ours), "rows/s")
	b.ReportMetric(median(raw), "COPY-rows/s")
	b.ReportMetric(median(ratio), "ratio")
	b.ReportMetric(median(serverCPU), "server-µs/row")
	b.ReportMetric(median(databaseCPU), "db-µs/row")
}

type figures struct{ rate, serverCPU, databaseCPU float64 }

// store sends rows through the whole program.
func store(b *testing.B) figures {
	b.Helper()
	cluster := rig.Cluster(b)
	rig.SQL(b, cluster.URL("postgres"), "DROP DATABASE IF EXISTS ours WITH (FORCE)")
	url := rig.Database(b, "ours", "bench")
	server := rig.Serve(b, rig.ServerOptions{Database: url, Env: []string{"LOG_LEVEL=warn"}})
	defer server.Stop()
	for range batchBrowsers {
		browser := rig.Listen(b, server, rig.BrowserOptions{Subscribe: `{"type":"subscribe","batch_ms":50}`})
		defer browser.Leave()
	}
	volley := rig.Aim(b, server, rig.LoadOptions{Characters: 60, Sockets: 15, Count: storedRows, Mix: rig.Mix{rig.Telemetry: 1}})
	server0, database0 := cpu(b, server.CPU), cpu(b, cluster.CPU)
	began := time.Now()
	volley.Fire()
	fired := time.Since(began)
	rig.Eventually(b, 2*time.Minute, func() error {
		time.Sleep(80 * time.Millisecond) // asking costs too
		m, err := server.Metrics()
		if err != nil {
			return err
		}
		if n := m.Sum("overlord_events_settled_total", `outcome="inserted"`); int(n) != volley.Count() {
			return fmt.Errorf("%v of %d rows are committed", n, volley.Count())
		}
		return nil
	})
	took := time.Since(began)
	b.Logf("sent within %v, committed within %v", fired.Round(time.Millisecond), took.Round(time.Millisecond))
	n := float64(volley.Count())
	return figures{
		rate:        n / took.Seconds(),
		serverCPU:   float64((cpu(b, server.CPU) - server0).Microseconds()) / n,
		databaseCPU: float64((cpu(b, cluster.CPU) - database0).Microseconds()) / n,
	}
}

func cpu(b *testing.B, of func() (time.Duration, error)) time.Duration {
	b.Helper()
	used, err := of()
	if err != nil {
		b.Fatal(err)
	}
	return used
}

// copyIn copies rows like those into an empty table and returns how many a second.
func copyIn(b *testing.B) float64 {
	b.Helper()
	cluster := rig.Cluster(b)
	rig.SQL(b, cluster.URL("postgres"), "DROP DATABASE IF EXISTS raw WITH (FORCE)")
	url := rig.Database(b, "raw", "bench")
	db, _, err := database.Connect(b.Context(), url, 0)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	start := time.Now().UTC().Add(-2 * time.Hour)
	began := time.Now()
	errs := make([]error, copyWriters)
	var writing sync.WaitGroup
	for w := range copyWriters {
		writing.Go(func() {
			for from := w * copyRows; from < storedRows && errs[w] == nil; from += copyWriters * copyRows {
				errs[w] = copyBatch(b.Context(), db, start, from)
			}
		})
	}
	writing.Wait()
	took := time.Since(began)
	if err := errors.Join(errs...); err != nil {
		b.Fatal(err)
	}
	return storedRows / took.Seconds()
}

func copyBatch(ctx context.Context, db *sql.DB, start time.Time, from int) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	statement, err := tx.PrepareContext(ctx, `COPY telemetry_events (character_name, session_id, timestamp, char_tag, ew, ns, z,
		kills, kills_per_hour, onlinetime, deaths, prismatic_taper_count, rares_found, vt_state, mem_mb, cpu_pct, mem_handles, latency_ms) FROM STDIN`)
	if err != nil {
		return err
	}
	defer func() { _ = statement.Close() }()
	for i := from; i < from+copyRows; i++ {
		number := i / 60
		place := float64(number%1800)/10 - 90
		if _, err := statement.ExecContext(ctx, fmt.Sprintf("Mule %03d", i%60), fmt.Sprintf("s%d", number/500),
			start.Add(time.Duration(number)*time.Millisecond), "moss", place, -place/2, 0.39,
			number%500, 842.5, "01:25:40", 0, 1834, 2, "Combat", 412.5, 7.2, 812, 38.0); err != nil {
			return err
		}
	}
	if _, err := statement.ExecContext(ctx); err != nil {
		return err
	}
	return tx.Commit()
}
