package notify

import "github.com/prometheus/client_golang/prometheus"

type metrics struct {
	fired   *prometheus.CounterVec
	lost    prometheus.Counter
	rules   prometheus.Gauge
	watches prometheus.Gauge
	waiting prometheus.Gauge
	seconds prometheus.Histogram
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		fired: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_alerts_fired_total", Help: "Alerts by kind, and why nobody was told (told: somebody was).",
		}, []string{"kind", "silenced"}),
		lost: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "overlord_alerts_lost_total", Help: "Alerts that could not be written: too many waited, or the database refused them.",
		}),
		rules:   prometheus.NewGauge(prometheus.GaugeOpts{Name: "overlord_alert_rules", Help: "Alert rules."}),
		watches: prometheus.NewGauge(prometheus.GaugeOpts{Name: "overlord_alert_watches", Help: "States that hold and that a rule watches."}),
		waiting: prometheus.NewGauge(prometheus.GaugeOpts{Name: "overlord_alerts_waiting", Help: "Changes of the alert log that the database has not got yet."}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "overlord_alert_tick_seconds", Help: "How long it takes to hold everything against the rules.",
			Buckets: []float64{.0005, .002, .01, .05, .2, 1, 5},
		}),
	}
	if reg != nil {
		reg.MustRegister(m.fired, m.lost, m.rules, m.watches, m.waiting, m.seconds)
	}
	return m
}

type senderMetrics struct {
	posted  *prometheus.CounterVec
	pending prometheus.Gauge
}

func newSenderMetrics(reg prometheus.Registerer) *senderMetrics {
	m := &senderMetrics{
		posted: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "overlord_outbox_attempts_total", Help: "Attempts to send a message, by what came of them.",
		}, []string{"result"}),
		pending: prometheus.NewGauge(prometheus.GaugeOpts{Name: "overlord_outbox_pending", Help: "Messages that have not arrived yet."}),
	}
	if reg != nil {
		reg.MustRegister(m.posted, m.pending)
	}
	return m
}
