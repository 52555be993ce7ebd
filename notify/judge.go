package notify

import (
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertrule"
)

// Health is how the service itself is doing; zero times are those of things that are well.
type Health struct {
	JournalSince  time.Time // since when the journal cannot take events
	DatabaseSince time.Time // since when the database does not take events
	Pending       int       // events that wait for the database
}

// holds is what a rule finds: that a state holds (since when), that it does not, or that nobody can tell.
type holds int

const (
	unknown holds = iota
	no
	yes
)

// judge says whether what a rule watches holds for a character now. started is when the engine did: silence before
// that is the engine's own.
func judge(rule *ent.AlertRule, s *sighting, started, now time.Time) (holds, time.Time) {
	if rule.Kind == alertrule.KindOffline {
		if s.heardAt.IsZero() {
			return unknown, time.Time{}
		}
		heard := later(s.heardAt, started)
		if now.Sub(heard) < max(grace(rule), staleAfter) && s.heardAt.Before(started) {
			return unknown, time.Time{} // it may have been there all the time
		}
		return when(now.Sub(heard) >= max(grace(rule), staleAfter)), s.heardAt
	}
	switch silent := now.Sub(later(s.pulseAt, started)); {
	case silent >= goneAfter:
		return no, time.Time{}
	case now.Sub(s.pulseAt) > staleAfter:
		return unknown, time.Time{}
	}
	switch rule.Kind {
	case alertrule.KindIdle:
		if s.idleSince.IsZero() && !s.motion {
			return unknown, time.Time{}
		}
		return when(!s.idleSince.IsZero()), s.idleSince
	case alertrule.KindFrozen:
		return when(!s.silentSince.IsZero()), s.silentSince
	case alertrule.KindLowTapers:
		if !s.tapers.Known {
			return unknown, time.Time{}
		}
		return when(float64(s.tapers.V) <= Threshold(rule)), s.pulseAt
	case alertrule.KindVitae:
		if !s.vitae.Known {
			return unknown, time.Time{}
		}
		return when(float64(s.vitae.V) >= max(Threshold(rule), 1)), s.pulseAt
	default:
		return no, time.Time{}
	}
}

// judgeService is judge for the service. heardAt is when any plugin was last heard since the start, zero where none was,
// and crowd how many characters were there then: that one of them leaves is no trouble of ours.
func judgeService(rule *ent.AlertRule, h Health, heardAt time.Time, crowd int, now time.Time) (holds, time.Time) {
	switch {
	case rule.Kind == alertrule.KindDatabase:
		return when(!h.DatabaseSince.IsZero()), h.DatabaseSince
	case !h.JournalSince.IsZero():
		return yes, h.JournalSince
	case heardAt.IsZero():
		return unknown, time.Time{}
	default:
		return when(crowd >= crowdSize && now.Sub(heardAt) >= max(grace(rule), staleAfter)), heardAt
	}
}

func when(is bool) holds {
	if is {
		return yes
	}
	return no
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
