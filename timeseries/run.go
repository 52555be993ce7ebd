package timeseries

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/mosswart/overlord/internal/database"
)

const (
	// runEvery is how long Run waits between its rounds.
	runEvery = 20 * time.Second
	// settle is how long after its end a minute is rolled up, when most of its rows have come.
	settle = 15 * time.Second

	// Work is done in small transactions, since on SQLite the writers wait for each.
	minutesAStep = 2
	rowsAStep    = 1_000
)

// metrics count what Run does.
type metrics struct {
	rolled, failures prometheus.Counter
	removed          *prometheus.CounterVec // by table
}

func newMetrics(registerer prometheus.Registerer) metrics {
	factory := promauto.With(registerer)
	return metrics{
		rolled: factory.NewCounter(prometheus.CounterOpts{
			Name: "overlord_timeseries_minutes_rolled_total", Help: "Minutes of telemetry that were rolled up, some more than once.",
		}),
		failures: factory.NewCounter(prometheus.CounterOpts{
			Name: "overlord_timeseries_failures_total", Help: "Rounds of rolling up and removing that failed and will be repeated.",
		}),
		removed: factory.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_timeseries_rows_removed_total", Help: "Rows that were removed for their age.",
		}, []string{"table"}),
	}
}

// Run rolls minutes up and removes what is too old, a little at a time, until ctx ends. What fails is logged and tried
// again. On TimescaleDB the database does all of it by itself, and Run only waits.
func (s *Store) Run(ctx context.Context) error {
	ticker := time.NewTicker(runEvery)
	defer ticker.Stop()
	for {
		if s.kind != KindTimescale {
			if err := s.tidy(ctx); err != nil && ctx.Err() == nil {
				s.metrics.failures.Inc()
				s.options.Log.WarnContext(ctx, "time series: will be tried again", slog.Any("error", err))
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// tidy rolls up every minute that has ended and removes everything that is too old.
func (s *Store) tidy(ctx context.Context) error {
	for {
		n, err := s.rollUp(ctx, s.options.Now().Add(-time.Minute-settle), minutesAStep)
		if err != nil {
			return err
		}
		s.metrics.rolled.Add(float64(n))
		if n < minutesAStep {
			break
		}
	}
	type aging struct {
		table, column string
		before        time.Time
	}
	aged := []aging{
		{"telemetry_events", "timestamp", s.rowsSince()},
		{"telemetry_minutes", "minute", s.daysAgo(s.options.TelemetryDays)},
		{"spawn_events", "timestamp", s.daysAgo(s.options.SpawnDays)},
	}
	if s.kind == KindSQLite {
		aged = append(aged, aging{"spawn_cells", "hour", s.daysAgo(s.options.SpawnDays)}, aging{"spawn_mobs", "hour", s.daysAgo(s.options.SpawnDays)})
	}
	for _, old := range aged {
		for {
			n, err := s.prune(ctx, old.table, old.column, old.before)
			if err != nil {
				return err
			}
			s.metrics.removed.WithLabelValues(old.table).Add(float64(n))
			if n < rowsAStep {
				break
			}
		}
	}
	return nil
}

// prune removes the oldest rows of a table, about rowsAStep of them, that are older than that and whose minute is not
// still to be rolled up, and returns how many.
func (s *Store) prune(ctx context.Context, table, column string, before time.Time) (int64, error) {
	noted := "(SELECT min(minute) FROM telemetry_minutes_stale)"
	if table != "telemetry_events" {
		noted = "NULL"
	}
	return s.remove(ctx, "DELETE FROM "+table+" WHERE "+column+" < $1 AND "+column+" < coalesce("+noted+", $1) AND "+
		column+" <= coalesce((SELECT "+column+" FROM "+table+" ORDER BY "+column+" LIMIT 1 OFFSET "+fmt.Sprint(rowsAStep-1)+"), $1)", before)
}

func (s *Store) remove(ctx context.Context, statement string, before time.Time) (removed int64, err error) {
	err = s.pool.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
		result, err := tx.SQL.ExecContext(ctx, statement, s.home.moment(before))
		if err != nil {
			return fmt.Errorf("remove what is too old: %w", err)
		}
		removed, err = result.RowsAffected()
		return err
	})
	return removed, err
}
