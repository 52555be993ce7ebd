package writer

import (
	"fmt"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// BenchmarkWriterTelemetry stores telemetry of 60 characters, 500 events an iteration, sessions, totals and characters
// included. "copy" is what PostgreSQL takes at most: the same rows by COPY into the bare table. The PostgreSQL of the
// tests does not sync to disk; SQLite does.
func BenchmarkWriterTelemetry(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		b.Run(name, func(b *testing.B) {
			w, _ := run(b, testkit.Open(b, url(b)), Options{})
			tick := 0
			for b.Loop() {
				if err := w.Write(b.Context(), guild(tick)); err != nil {
					b.Fatal(err)
				}
				tick++
			}
			if err := w.Flush(b.Context()); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(b.N*batchEvents)/b.Elapsed().Seconds(), "rows/s")
		})
	}
	b.Run("copy", func(b *testing.B) {
		db := testkit.Open(b, testkit.Postgres(b))
		tick := 0
		for b.Loop() {
			if err := copyTelemetry(b, db, guild(tick)); err != nil {
				b.Fatal(err)
			}
			tick++
		}
		b.ReportMetric(float64(b.N*batchEvents)/b.Elapsed().Seconds(), "rows/s")
	})
}

// guild is a batch of telemetry, the next one with each tick.
func guild(tick int) []event.Event {
	known := func(v float64) event.Float { return event.Float{V: v, Known: true} }
	events := make([]event.Event, batchEvents)
	for i := range events {
		n := tick*batchEvents + i
		v := float64(n) / 7
		count := event.Int{V: int64(n / 60), Known: true}
		events[i] = &event.Telemetry{
			Head: event.Head{
				Type: event.TypeTelemetry, Character: fmt.Sprintf("Mule %02d", n%60), SessionID: "b1f0",
				Timestamp: noon.Add(time.Duration(n/60) * 2 * time.Second), ReceivedAt: time.Now(),
			},
			EW: known(v), NS: known(-v), Z: known(.4), Kills: count, KillsPerHour: known(842.5), OnlineTime: "01:25:40",
			Deaths: event.Int{Known: true}, TotalDeaths: event.Int{V: 57, Known: true}, PrismaticTaperCount: count,
			RaresFound: event.Int{V: 2, Known: true}, VTState: "Combat", CharTag: "moss", MemMB: known(412.5),
			CPUPct: known(7.2), LatencyMS: known(38), Heading: known(90),
		}
	}
	return events
}

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
