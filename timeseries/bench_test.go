package timeseries_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/timeseries"
)

// BenchmarkPage reads what pages ask for from two hours of telemetry of 20 characters, rolled up: compare the reads with
// each other, as 24 hours of 60 characters are 36 times as many rows.
func BenchmarkPage(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": testkit.SQLite, "postgres": testkit.Postgres} {
		db := testkit.Open(b, url(b))
		end := noon.Truncate(time.Hour)
		s := openedWith(b, db, timeseries.Options{Now: func() time.Time { return end.Add(2 * time.Minute) }})
		for at := end.Add(-2 * time.Hour); at.Before(end); at = at.Add(time.Minute) {
			var pulses []*event.Telemetry
			for i := range 600 {
				e := pulse(fmt.Sprint("Mule ", i%20), "s1", 0)
				e.Timestamp, e.Kills = at.Add(time.Duration(i/20*2)*time.Second), event.Int{V: at.Unix(), Known: true}
				e.EW, e.NS = event.Float{V: float64(i), Known: true}, event.Float{V: 1, Known: true}
				pulses = append(pulses, e)
			}
			err := db.InTx(b.Context(), func(ctx context.Context, tx database.Tx) error {
				_, _, err := s.InsertTelemetry(ctx, tx.SQL, pulses)
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		if err := s.Tidy(b.Context()); err != nil {
			b.Fatal(err)
		}
		if s.Kind() == timeseries.KindPostgres { // as its autovacuum does
			if _, err := db.SQL.ExecContext(b.Context(), "ANALYZE"); err != nil {
				b.Fatal(err)
			}
		}
		for _, read := range []struct {
			name string
			do   func(context.Context) error
		}{
			{"history-rows", func(ctx context.Context) error {
				_, err := s.History(ctx, timeseries.HistoryQuery{Character: "Mule 7", From: end.Add(-time.Hour), To: end})
				return err
			}},
			{"history-minutes", func(ctx context.Context) error {
				_, err := s.History(ctx, timeseries.HistoryQuery{Character: "Mule 7", From: end.Add(-24 * time.Hour), To: end})
				return err
			}},
			{"kills-per-hour", func(ctx context.Context) error {
				_, err := s.KillsPerHour(ctx, "Mule 7", end.Add(-24*time.Hour), end)
				return err
			}},
			{"kills-before", func(ctx context.Context) error {
				_, err := s.KillsBefore(ctx, "Mule 7", "s1", end.Add(-2*time.Hour), end.Add(-time.Hour))
				return err
			}},
			{"trails-rows", func(ctx context.Context) error {
				_, err := s.Trails(ctx, end.Add(-10*time.Minute), end, 6*time.Second)
				return err
			}},
			{"trails-minutes", func(ctx context.Context) error {
				_, err := s.Trails(ctx, end.Add(-time.Hour), end, 31*time.Second)
				return err
			}},
		} {
			b.Run(name+"/"+read.name, func(b *testing.B) {
				for b.Loop() {
					if err := read.do(b.Context()); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
