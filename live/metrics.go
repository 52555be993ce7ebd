package live

import "github.com/prometheus/client_golang/prometheus"

// metrics are the hub's counts.
type metrics struct {
	sockets   prometheus.Gauge
	dropped   prometheus.Counter
	closed    *prometheus.CounterVec
	refused   prometheus.Counter
	malformed prometheus.Counter
	commands  *prometheus.CounterVec
}

func newMetrics(registry prometheus.Registerer) *metrics {
	counter := func(name, help string) prometheus.CounterOpts {
		return prometheus.CounterOpts{Namespace: "overlord", Subsystem: "live", Name: name, Help: help}
	}
	m := &metrics{
		sockets: prometheus.NewGauge(prometheus.GaugeOpts{
			Namespace: "overlord", Subsystem: "live", Name: "sockets", Help: "Open browser sockets.",
		}),
		dropped: prometheus.NewCounter(counter("dropped_total", "Frames dropped for browsers that did not keep up.")),
		closed: prometheus.NewCounterVec(counter("closed_total", "Browser sockets that the server closed, by reason."),
			[]string{"reason"}),
		refused:   prometheus.NewCounter(counter("refused_total", "Browser sockets refused because there were too many.")),
		malformed: prometheus.NewCounter(counter("malformed_total", "Messages from browsers that were not understood.")),
		commands:  prometheus.NewCounterVec(counter("commands_total", "Commands from browsers, by their last state."), []string{"state"}),
	}
	if registry != nil {
		registry.MustRegister(m.sockets, m.dropped, m.closed, m.refused, m.malformed, m.commands)
	}
	return m
}
