package ingest

import (
	"github.com/prometheus/client_golang/prometheus"

	"github.com/mosswart/overlord/ingest/event"
)

// metrics are the gateway's counts. Every label's values are a fixed set: types that the contract does not have all
// count as "unknown".
type metrics struct {
	sockets      prometheus.Gauge
	events       map[event.Type]prometheus.Counter
	unknown      prometheus.Counter
	decodeErrors *prometheus.CounterVec
	replaced     prometheus.Counter
	mistyped     prometheus.Counter
	dropped      *prometheus.CounterVec
	refused      *prometheus.CounterVec
	relayed      prometheus.Counter
	relayDropped prometheus.Counter
	sent         *prometheus.CounterVec
}

func newMetrics(registry prometheus.Registerer) *metrics {
	counter := func(name, help string) prometheus.CounterOpts {
		return prometheus.CounterOpts{Namespace: "overlord", Subsystem: "ingest", Name: name, Help: help}
	}
	m := &metrics{
		sockets: prometheus.NewGauge(prometheus.GaugeOpts{
			Namespace: "overlord", Subsystem: "ingest", Name: "sockets", Help: "Open plugin sockets.",
		}),
		events: make(map[event.Type]prometheus.Counter),
		decodeErrors: prometheus.NewCounterVec(counter("decode_errors_total",
			"Frames that were no event, by the field at fault."), []string{"field"}),
		replaced: prometheus.NewCounter(counter("timestamps_replaced_total",
			"Events whose timestamp was missing or absurd.")),
		mistyped: prometheus.NewCounter(counter("unknown_fields_total",
			"Fields whose value could not be read and so is unknown.")),
		dropped: prometheus.NewCounterVec(counter("dropped_total",
			"Events dropped, by reason."), []string{"reason"}),
		refused: prometheus.NewCounterVec(counter("refused_total",
			"Handshakes refused, by reason."), []string{"reason"}),
		relayed: prometheus.NewCounter(counter("relayed_total",
			"share_* frames queued for other plugins.")),
		relayDropped: prometheus.NewCounter(counter("relay_dropped_total",
			"share_* frames not relayed because the plugin did not keep up.")),
		sent: prometheus.NewCounterVec(counter("sent_total",
			"Frames for plugins, by kind and result."), []string{"kind", "result"}),
	}
	events := prometheus.NewCounterVec(counter("events_total",
		"Events received, by type; types that the contract does not have count as unknown."), []string{"type"})
	for _, t := range event.Types() { // so that rates start at 0, not at the first event
		m.events[t] = events.WithLabelValues(string(t))
	}
	m.unknown = events.WithLabelValues("unknown")
	if registry != nil {
		registry.MustRegister(m.sockets, events, m.decodeErrors, m.replaced, m.mistyped, m.dropped, m.refused,
			m.relayed, m.relayDropped, m.sent)
	}
	return m
}

func (m *metrics) received(h *event.Head) {
	if known := m.events[h.Type]; known != nil {
		known.Inc()
	} else {
		m.unknown.Inc()
	}
	if h.TimestampReplaced {
		m.replaced.Inc()
	}
	if h.Mistyped > 0 {
		m.mistyped.Add(float64(h.Mistyped))
	}
}

func (m *metrics) drop(reason string, n int) {
	m.dropped.WithLabelValues(reason).Add(float64(n))
}
