package writer

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promauto"
)

// metrics are by lane.
type metrics struct {
	flushSeconds, lagSeconds, rows *prometheus.HistogramVec
	retries, lost                  *prometheus.CounterVec
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
	}
}
