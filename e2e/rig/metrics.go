package rig

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Metrics is one scrape: values by series, such as `go_goroutines` or `overlord_events_pending{type="rare"}`.
type Metrics map[string]float64

// Metrics scrapes the server.
func (s *Server) Metrics() (Metrics, error) {
	status, body, err := s.Get("/metrics")
	if err != nil {
		return nil, err
	}
	if status != 200 {
		return nil, fmt.Errorf("/metrics answers %d %.200s", status, body)
	}
	m := Metrics{}
	for line := range bytes.Lines(body) {
		if line[0] == '#' {
			continue
		}
		text := strings.TrimSpace(string(line))
		at := strings.LastIndexByte(text, ' ')
		value, err := strconv.ParseFloat(text[at+1:], 64)
		if err != nil {
			return nil, fmt.Errorf("read metrics: %w", err)
		}
		m[text[:at]] = value
	}
	return m, nil
}

// Sum adds up the series of a name that have all of the labels, given as `key="value"`.
func (m Metrics) Sum(name string, labels ...string) (sum float64) {
	for series, value := range m {
		if series != name && !strings.HasPrefix(series, name+"{") {
			continue
		}
		if !slices.ContainsFunc(labels, func(label string) bool { return !strings.Contains(series, label) }) {
			sum += value
		}
	}
	return sum
}

// Books are one type's counts of events as the server tells them.
type Books struct {
	AtStart, Received, Replayed, Pending           int
	Inserted, Applied, Duplicate, Superseded, Dead int
	Dropped                                        map[string]int // by reason
}

func (b Books) dropped() (n int) {
	for _, count := range b.Dropped {
		n += count
	}
	return n
}

// Fault says whether the books do not balance, to the event.
func (b Books) Fault() error {
	came := b.AtStart + b.Received + b.Replayed
	went := b.Inserted + b.Applied + b.Duplicate + b.Superseded + b.Dead + b.dropped() + b.Pending
	if came != went {
		return fmt.Errorf("%d came, %d are accounted for: %+v", came, went, b)
	}
	return nil
}

// Books returns the counts of every type that was seen.
func (m Metrics) Books() map[string]Books {
	all := map[string]Books{}
	for series, value := range m {
		name, labels, _ := strings.Cut(series, "{")
		short, ok := strings.CutPrefix(name, "overlord_events_")
		if !ok {
			continue
		}
		kind, n := label(labels, "type"), int(value)
		b := all[kind]
		switch short {
		case "pending_at_start_total", "pending_at_start":
			b.AtStart += n
		case "received_total":
			b.Received += n
		case "replayed_total":
			b.Replayed += n
		case "pending":
			b.Pending += n
		case "settled_total":
			switch label(labels, "outcome") {
			case "inserted":
				b.Inserted += n
			case "applied":
				b.Applied += n
			case "duplicate":
				b.Duplicate += n
			case "superseded":
				b.Superseded += n
			case "dead":
				b.Dead += n
			case "dropped":
				b.Dropped = maps.Clone(b.Dropped)
				if b.Dropped == nil {
					b.Dropped = map[string]int{}
				}
				b.Dropped[label(labels, "reason")] += n
			}
		}
		all[kind] = b
	}
	return all
}

func label(labels, name string) string {
	_, rest, _ := strings.Cut(labels, name+`="`)
	value, _, _ := strings.Cut(rest, `"`)
	return value
}

// CPU is the processor time that the server has used.
func (s *Server) CPU() (time.Duration, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.PID()))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest) // from the third field, the state
	var ticks int64
	for _, field := range fields[11:13] {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return 0, fmt.Errorf("read the server's processor time: %w", err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil // Linux tells of hundredths of a second
}

// Memory is the server's resident memory in bytes, now and at its peak.
func (s *Server) Memory() (now, peak int64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.PID()))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(line, ":")
		n, _, _ := strings.Cut(strings.TrimSpace(value), " ")
		kib, err := strconv.ParseInt(n, 10, 64)
		switch key {
		case "VmRSS":
			now = kib << 10
		case "VmHWM":
			peak = kib << 10
		default:
			continue
		}
		if err != nil {
			return 0, 0, fmt.Errorf("read the server's memory: %w", err)
		}
	}
	return now, peak, nil
}
