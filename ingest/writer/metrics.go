package writer

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"

	"github.com/mosswart/overlord/ingest/inventory"
)

// metrics are by lane.
type metrics struct {
	flushSeconds, lagSeconds, rows *prometheus.HistogramVec
	retries, lost                  *prometheus.CounterVec
	skipped, odd                   *prometheus.CounterVec
	itemRows                       prometheus.Counter
}

func newMetrics(registry prometheus.Registerer) *metrics {
	factory := promauto.With(registry)
	lane := []string{"lane"}
	return &metrics{
		flushSeconds: factory.NewHistogramVec(prometheus.HistogramOpts{
			Name: "overlord_writer_flush_seconds", Help: "Time to write one range of the journal.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, lane),
		lagSeconds: factory.NewHistogramVec(prometheus.HistogramOpts{
			Name: "overlord_writer_lag_seconds", Help: "From the receipt of a range's first event to its commit.",
			Buckets: []float64{.01, .025, .05, .1, .25, .5, 1, 5, 15, 60, 300, 3600},
		}, lane),
		rows: factory.NewHistogramVec(prometheus.HistogramOpts{
			Name: "overlord_writer_range_events", Help: "Events in one transaction.",
			Buckets: []float64{1, 10, 30, 100, 300, 1000, 2000, 5000},
		}, lane),
		retries: factory.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_writer_retries_total", Help: "Attempts to write a range that failed and were repeated.",
		}, lane),
		lost: factory.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_writer_position_lost_total",
			Help: "Times that the database's position was not one that this journal could have led to.",
		}, lane),
		skipped: factory.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_inventory_items_skipped_total", Help: "Items of inventory events that were not kept, by reason.",
		}, []string{"reason"}),
		odd: factory.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_inventory_values_unknown_total", Help: "Values of items that could not be read and so are unknown, by fault.",
		}, []string{"fault"}),
		itemRows: factory.NewCounter(prometheus.CounterOpts{
			Name: "overlord_inventory_rows_written_total",
			Help: "Rows of items, their parts and their history that were inserted, changed or deleted.",
		}),
	}
}

// inventory counts what was found in inventory events that are stored now.
func (m *metrics) inventory(found *inventory.Result) {
	for reason, n := range found.Skipped {
		m.skipped.WithLabelValues(reason).Add(float64(n))
	}
	for fault, n := range found.Oddities {
		m.odd.WithLabelValues(string(fault)).Add(float64(n))
	}
	m.itemRows.Add(float64(found.Rows))
}
