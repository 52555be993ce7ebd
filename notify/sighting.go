package notify

import (
	"math"
	"strings"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// sighting is what the engine knows of one character. Times are those of receipt: plugins' clocks differ.
type sighting struct {
	name, tag string
	heardAt   time.Time // of anything; what the database says, after a start
	stamp     time.Time // the plugin's, of the newest telemetry: a late one changes nothing
	pulseAt   time.Time // of the newest telemetry; zero before the first

	ew, ns    event.Float // where it stood still since
	kills     event.Int
	place     string // where it is, in words; "" where that means nothing
	vtState   string
	idleSince time.Time // zero while it moves or kills
	motion    bool      // whether it moves is known: one position does not tell

	silentSince time.Time // of the game server, by the newest telemetry; zero where the plugin does not tell
	tapers      event.Int
	vitae       event.Int // %

	deaths int64  // highest counter that was told, -1 while unknown
	died   *death // the last death, nil before the first
}

func newSighting(name string) *sighting { return &sighting{name: name, deaths: -1} }

// pulse takes telemetry in.
func (s *sighting) pulse(t *event.Telemetry) {
	if t.Timestamp.Before(s.stamp) {
		return
	}
	before, first := s.pulseAt, s.pulseAt.IsZero()
	if t.ReceivedAt.Sub(before) > goneAfter {
		first = true
		s.idleSince, s.silentSince, s.vitae, s.motion = time.Time{}, time.Time{}, event.Int{}, false
	}
	s.stamp, s.pulseAt, s.tag, s.vtState, s.tapers = t.Timestamp, t.ReceivedAt, t.CharTag, t.VTState, t.PrismaticTaperCount
	s.place = place(t.EW, t.NS, t.Landcell)

	moved := first || s.moved(t)
	if moved {
		s.ew, s.ns, s.kills = t.EW, t.NS, t.Kills
	}
	s.motion = !first
	atRest := strings.EqualFold(t.VTState, "Idle")
	switch {
	case moved && !atRest:
		s.idleSince = time.Time{}
	case !s.idleSince.IsZero():
	case atRest:
		s.idleSince = t.ReceivedAt
	default:
		s.idleSince = before
	}

	switch silent := t.LastServerMessageS; {
	case !silent.Known || silent.V < frozenSilence.Seconds():
		s.silentSince = time.Time{}
	case s.silentSince.IsZero():
		s.silentSince = t.ReceivedAt.Add(-time.Duration(silent.V * float64(time.Second)))
	}
}

// moved reports whether a character went somewhere or killed something. Where the plugin tells no place it counts as
// moving: nothing is known.
func (s *sighting) moved(t *event.Telemetry) bool {
	if !t.EW.Known || !t.NS.Known || !s.ew.Known || !s.ns.Known {
		return true
	}
	return math.Hypot(t.EW.V-s.ew.V, t.NS.V-s.ns.V) > stillWithin || t.Kills.Known && t.Kills != s.kills
}
