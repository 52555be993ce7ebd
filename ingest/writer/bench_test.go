package writer

import (
	"context"
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// BenchmarkWriterTelemetry stores telemetry of 60 characters, sessions, totals and characters included: what a
// transaction of 500 or 5,000 events costs ("range"), and the whole way through the journal ("journal"). "copy" is what
// PostgreSQL takes at most: the same rows by COPY, 5,000 at a time, into the bare table. cpu-µs/row is the process's own
// time, without the database server's. The PostgreSQL of the tests does not sync to disk; SQLite and the journal do.
func BenchmarkWriterTelemetry(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		for _, size := range []int{500, 5000} {
			b.Run(fmt.Sprintf("%s/range-%d", name, size), func(b *testing.B) {
				db := testkit.Open(b, url(b))
				series := openSeries(b, db)
				measure(b, size, func(events []event.Event) error {
					return db.InTx(b.Context(), func(ctx context.Context, tx database.Tx) error {
						_, err := store(ctx, tx, series, events)
						return err
					})
				})
			})
		}
		b.Run(name+"/journal", func(b *testing.B) {
			w, _ := run(b, testkit.Open(b, url(b)))
			measure(b, 5000, func(events []event.Event) error {
				for few := range slices.Chunk(events, 50) {
					if err := w.Write(b.Context(), slices.Clone(few)); err != nil {
						return err
					}
				}
				return w.Flush(b.Context())
			})
		})
	}
	b.Run("copy", func(b *testing.B) {
		db := testkit.Open(b, testkit.Postgres(b))
		measure(b, 5000, func(events []event.Event) error { return copyTelemetry(b, db, events) })
	})
}

// measure hands over batches of telemetry.
func measure(b *testing.B, size int, take func([]event.Event) error) {
	var spent time.Duration
	for tick := 0; b.Loop(); tick++ {
		b.StopTimer()
		events := guild(tick, size)
		b.StartTimer()
		before := processTime(b)
		if err := take(events); err != nil {
			b.Fatal(err)
		}
		spent += processTime(b) - before
	}
	rows := float64(b.N * size)
	b.ReportMetric(rows/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(spent.Seconds()*1e6/rows, "cpu-µs/row")
}

// processTime is the processor time that this process has used.
func processTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// guild is a batch of telemetry, the next one with each tick.
func guild(tick, size int) []event.Event {
	known := func(v float64) event.Float { return event.Float{V: v, Known: true} }
	events := make([]event.Event, size)
	for i := range events {
		n := tick*size + i
		v := float64(n) / 7
		count := event.Int{V: int64(n / 60), Known: true}
		events[i] = &event.Telemetry{
			Head: event.Head{
				Type: event.TypeTelemetry, Character: fmt.Sprintf("Mule %02d", n%60), SessionID: "b1f0",
				Timestamp: noon.Add(time.Duration(n/60) * 2 * time.Second), ReceivedAt: time.Now(), Raw: []byte(example),
			},
			EW: known(v), NS: known(-v), Z: known(.4), Kills: count, KillsPerHour: known(842.5), OnlineTime: "01:25:40",
			Deaths: event.Int{Known: true}, TotalDeaths: event.Int{V: 57, Known: true}, PrismaticTaperCount: count,
			RaresFound: event.Int{V: 2, Known: true}, VTState: "Combat", CharTag: "moss", MemMB: known(412.5),
			CPUPct: known(7.2), LatencyMS: known(38), Heading: known(90),
		}
	}
	return events
}

// example is a frame of the usual length.
const example = `{"type":"telemetry","timestamp":"2026-06-24T17:46:50Z","character_name":"Mule 07","char_tag":"moss",` +
	`"session_id":"b1f0","ew":33.61,"ns":42.1,"z":0.39,"kills":1203,"kills_per_hour":"842.5","onlinetime":"01:25:40",` +
	`"deaths":"0","total_deaths":"57","prismatic_taper_count":"1834","rares_found":2,"vt_state":"Combat","mem_mb":412.5,` +
	`"cpu_pct":7.2,"latency_ms":38.0,"heading":90}`

func copyTelemetry(b *testing.B, db *database.DB, events []event.Event) error {
	tx, err := db.SQL.BeginTx(b.Context(), nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // nothing after Commit
	statement, err := tx.PrepareContext(b.Context(), `COPY telemetry_events (character_name, session_id, timestamp, ew, ns, z,
		kills, kills_per_hour, onlinetime, deaths, total_deaths, prismatic_taper_count, rares_found, vt_state, char_tag, mem_mb,
		cpu_pct, latency_ms, heading) FROM STDIN`)
	if err != nil {
		return err
	}
	defer func() { _ = statement.Close() }() // the COPY ends with the empty Exec
	for _, e := range events {
		t := e.(*event.Telemetry)
		_, err := statement.ExecContext(b.Context(), t.Character, t.SessionID, t.Timestamp, t.EW.V, t.NS.V, t.Z.V, t.Kills.V,
			t.KillsPerHour.V, t.OnlineTime, t.Deaths.V, t.TotalDeaths.V, t.PrismaticTaperCount.V, t.RaresFound.V, t.VTState,
			t.CharTag, t.MemMB.V, t.CPUPct.V, t.LatencyMS.V, t.Heading.V)
		if err != nil {
			return err
		}
	}
	if _, err := statement.ExecContext(b.Context()); err != nil {
		return err
	}
	return tx.Commit()
}
