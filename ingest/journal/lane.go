package journal

import "github.com/mosswart/overlord/ingest/event"

// Lane is one of the journal's sequences. Each has positions of its own, from 1 on, and is written by a writer of its
// own, so that a flood in one does not hold the other up.
type Lane string

// The lanes.
const (
	// Bulk is for what comes every second and may lose its oldest when there is no room: telemetry and spawns.
	Bulk Lane = "bulk"
	// Kept is for every other type that is stored.
	Kept Lane = "kept"
)

// Lanes lists the lanes. The slice is the caller's own.
func Lanes() []Lane { return []Lane{Bulk, Kept} }

// LaneOf says where events of a type go.
func LaneOf(t event.Type) Lane {
	switch t {
	case event.TypeTelemetry, event.TypeSpawn:
		return Bulk
	default:
		return Kept
	}
}

// Within the package a lane is its index.
const (
	bulk = iota
	kept
	lanes
)

func (l Lane) index() int {
	if l == Bulk {
		return bulk
	}
	return kept
}

func laneAt(i int) Lane {
	if i == bulk {
		return Bulk
	}
	return Kept
}
