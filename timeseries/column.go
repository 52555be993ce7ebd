package timeseries

import (
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// kind says what a column holds.
type kind int

const (
	text kind = iota
	float
	whole
	moment
)

// cell is one value on its way into a column. Its kind is its column's.
type cell struct {
	known bool
	text  string
	float float64
	whole int64 // moment: Unix microseconds
}

// column is a column of a table whose rows are made from events of type E.
type column[E any] struct {
	name string
	kind kind
	of   func(*E) cell
}

// table is a time series: where its rows go and how they are made from events.
type table[E any] struct {
	name    string
	columns []column[E]
}

func telemetryTable() table[event.Telemetry] {
	type e = event.Telemetry
	return table[e]{"telemetry_events", []column[e]{
		{"character_name", text, func(t *e) cell { return textCell(t.Character) }},
		{"session_id", text, func(t *e) cell { return textCell(t.SessionID) }},
		{"timestamp", moment, func(t *e) cell { return momentCell(t.Timestamp) }},
		{"char_tag", text, func(t *e) cell { return optionalText(t.CharTag) }},
		{"ew", float, func(t *e) cell { return floatCell(t.EW) }},
		{"ns", float, func(t *e) cell { return floatCell(t.NS) }},
		{"z", float, func(t *e) cell { return floatCell(t.Z) }},
		{"kills", whole, func(t *e) cell { return wholeCell(t.Kills) }},
		{"kills_per_hour", float, func(t *e) cell { return floatCell(t.KillsPerHour) }},
		{"onlinetime", text, func(t *e) cell { return optionalText(t.OnlineTime) }},
		{"deaths", whole, func(t *e) cell { return wholeCell(t.Deaths) }},
		{"total_deaths", whole, func(t *e) cell { return wholeCell(t.TotalDeaths) }},
		{"prismatic_taper_count", whole, func(t *e) cell { return wholeCell(t.PrismaticTaperCount) }},
		{"rares_found", whole, func(t *e) cell { return wholeCell(t.RaresFound) }},
		{"vt_state", text, func(t *e) cell { return optionalText(t.VTState) }},
		{"mem_mb", float, func(t *e) cell { return floatCell(t.MemMB) }},
		{"cpu_pct", float, func(t *e) cell { return floatCell(t.CPUPct) }},
		{"mem_handles", whole, func(t *e) cell { return wholeCell(t.MemHandles) }},
		{"latency_ms", float, func(t *e) cell { return floatCell(t.LatencyMS) }},
		{"landcell", whole, func(t *e) cell { return wholeCell(t.Landcell) }},
		{"heading", float, func(t *e) cell { return floatCell(t.Heading) }},
		{"server", text, func(t *e) cell { return optionalText(t.Server) }},
		{"last_server_message_s", float, func(t *e) cell { return floatCell(t.LastServerMessageS) }},
	}}
}

func spawnTable() table[event.Spawn] {
	type e = event.Spawn
	return table[e]{"spawn_events", []column[e]{
		{"character_name", text, func(s *e) cell { return textCell(s.Character) }},
		{"timestamp", moment, func(s *e) cell { return momentCell(s.Timestamp) }},
		{"mob", text, func(s *e) cell { return textCell(s.Mob) }},
		{"ew", float, func(s *e) cell { return floatCell(s.EW) }},
		{"ns", float, func(s *e) cell { return floatCell(s.NS) }},
		{"z", float, func(s *e) cell { return floatCell(s.Z) }},
		{"wcid", whole, func(s *e) cell { return wholeCell(s.WCID) }},
	}}
}

func textCell(s string) cell { return cell{known: true, text: s} }

// optionalText makes an empty text unknown: on the wire the two are the same.
func optionalText(s string) cell { return cell{known: s != "", text: s} }

func floatCell(f event.Float) cell { return cell{known: f.Known, float: f.V} }

func wholeCell(i event.Int) cell { return cell{known: i.Known, whole: i.V} }

func momentCell(t time.Time) cell { return cell{known: true, whole: t.UnixMicro()} }
