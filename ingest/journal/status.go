package journal

import (
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
)

// Status is a picture of the journal.
type Status struct {
	ID        uuid.UUID `json:"id"`
	Path      string    `json:"path"`
	FileBytes int64     `json:"file_bytes"`
	UsedBytes int64     `json:"used_bytes"` // of entries; the rest of the file is used again
	MaxBytes  int64     `json:"max_bytes"`
	MinFree   int64     `json:"min_free"`
	// FreeDisk is -1 where the system does not tell.
	FreeDisk int64               `json:"free_disk"`
	Lanes    map[Lane]LaneStatus `json:"lanes"`
	Dead     int                 `json:"dead"`
	// Error is why nothing can be appended now, empty when all is well; ErrorSince is since when.
	Error      string     `json:"error,omitempty"`
	ErrorSince *time.Time `json:"error_since,omitempty"`
	// LastError is the last that there was since the start, and LastErrorAt when it was seen last.
	LastError   string     `json:"last_error,omitempty"`
	LastErrorAt *time.Time `json:"last_error_at,omitempty"`
	Salvage     *Salvage   `json:"salvage,omitempty"` // since the start
}

// LaneStatus is a lane's part of a Status.
type LaneStatus struct {
	First   int64 `json:"first"` // of those not cut; Last+1 when there is none
	Last    int64 `json:"last"`
	Entries int64 `json:"entries"` // in the file: up to some thousands of them may be cut already
	Bytes   int64 `json:"bytes"`
	Waiting int   `json:"waiting"` // in memory, not on disk yet
	Dropped int64 `json:"dropped"` // since the start, for want of room
}

// Status returns a picture of the journal.
func (j *Journal) Status() Status {
	s := Status{Path: j.path, MaxBytes: j.maxBytes, MinFree: j.minFree, FreeDisk: -1, Lanes: make(map[Lane]LaneStatus, lanes)}
	if info, err := os.Stat(j.path); err == nil {
		s.FileBytes = info.Size()
	}
	if free, ok := j.freeDisk(j.path); ok {
		s.FreeDisk = free
	}
	waiting := j.queue.waiting()
	for _, l := range Lanes() {
		first, last := j.Range(l)
		s.Lanes[l] = LaneStatus{First: first, Last: last, Waiting: waiting[l.index()]}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	s.ID, s.Dead = j.state.id, j.dead
	for i := range j.lanes {
		l := s.Lanes[laneAt(i)]
		l.Entries, l.Bytes, l.Dropped = j.lanes[i].entries, j.lanes[i].bytes, j.lanes[i].dropped
		s.UsedBytes += l.Bytes
		s.Lanes[laneAt(i)] = l
	}
	if t := j.trouble; t.err != nil {
		s.Error, s.ErrorSince = t.err.Error(), &t.since
	}
	if t := j.trouble; t.last != nil {
		s.LastError, s.LastErrorAt = t.last.Error(), &t.at
	}
	if j.salvage != nil {
		report := *j.salvage
		s.Salvage = &report
	}
	return s
}

// metrics are the journal's counts. What comes in and what becomes of it is the ledger's.
type metrics struct {
	appendSeconds prometheus.Histogram
	errors        prometheus.Counter
	dropped       [lanes]prometheus.Counter
}

func newMetrics(registry prometheus.Registerer, j *Journal) *metrics {
	const namespace, subsystem = "overlord", "journal"
	m := &metrics{
		appendSeconds: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Subsystem: subsystem, Name: "append_seconds", Help: "Time of one transaction, with its fsync.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5},
		}),
		errors: prometheus.NewCounter(prometheus.CounterOpts{
			Namespace: namespace, Subsystem: subsystem, Name: "errors_total", Help: "Transactions that could not write all.",
		}),
	}
	dropped := prometheus.NewCounterVec(prometheus.CounterOpts{
		Namespace: namespace, Subsystem: subsystem, Name: "dropped_total", Help: "Events lost for want of room, by lane.",
	}, []string{"lane"})
	for i := range m.dropped {
		m.dropped[i] = dropped.WithLabelValues(string(laneAt(i)))
	}
	if registry == nil {
		return m
	}
	gauge := func(name, help, lane string, value func() int64) prometheus.Collector {
		opts := prometheus.GaugeOpts{Namespace: namespace, Subsystem: subsystem, Name: name, Help: help}
		if lane != "" {
			opts.ConstLabels = prometheus.Labels{"lane": lane}
		}
		return prometheus.NewGaugeFunc(opts, func() float64 {
			j.mu.Lock()
			defer j.mu.Unlock()
			return float64(value())
		})
	}
	registry.MustRegister(m.appendSeconds, m.errors, dropped,
		gauge("dead_letters", "Events put aside.", "", func() int64 { return int64(j.dead) }))
	for i := range j.lanes {
		registry.MustRegister(
			gauge("bytes", "What a lane takes in the file.", string(laneAt(i)), func() int64 { return j.lanes[i].bytes }),
			gauge("entries", "Entries of a lane in the file.", string(laneAt(i)), func() int64 { return j.lanes[i].entries }),
		)
	}
	return m
}
