package ledger

import "github.com/prometheus/client_golang/prometheus"

// descriptions are the metrics of a ledger.
type descriptions struct{ atStart, received, replayed, settled, pending *prometheus.Desc }

func describe() descriptions {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("overlord_events_"+name, help, labels, nil)
	}
	return descriptions{
		atStart:  desc("pending_at_start", "Events that waited in the journal when the process began.", "type"),
		received: desc("received_total", "Events from plugins that were taken in to be stored.", "type"),
		replayed: desc("replayed_total", "Dead letters that were sent back into the journal.", "type"),
		settled: desc("settled_total",
			"What became of events: inserted, applied, duplicate, superseded, dropped (with the reason) or dead.",
			"type", "outcome", "reason"),
		pending: desc("pending", "Events taken in and not yet in the database.", "type"),
	}
}

// Describe implements prometheus.Collector.
func (l *Ledger) Describe(out chan<- *prometheus.Desc) {
	d := describe()
	for _, desc := range []*prometheus.Desc{d.atStart, d.received, d.replayed, d.settled, d.pending} {
		out <- desc
	}
}

// Collect implements prometheus.Collector.
func (l *Ledger) Collect(out chan<- prometheus.Metric) {
	d := describe()
	came, results := l.picture()
	settled := make(map[string]int, len(came))
	for r, n := range results {
		settled[string(r.Type)] += n
		out <- prometheus.MustNewConstMetric(d.settled, prometheus.CounterValue, float64(n),
			string(r.Type), string(r.Outcome), r.Reason)
	}
	for kind, in := range came {
		label := string(kind)
		out <- prometheus.MustNewConstMetric(d.atStart, prometheus.GaugeValue, float64(in.atStart), label)
		out <- prometheus.MustNewConstMetric(d.received, prometheus.CounterValue, float64(in.received), label)
		out <- prometheus.MustNewConstMetric(d.replayed, prometheus.CounterValue, float64(in.replayed), label)
		out <- prometheus.MustNewConstMetric(d.pending, prometheus.GaugeValue,
			float64(in.atStart+in.received+in.replayed-settled[label]), label)
	}
}
