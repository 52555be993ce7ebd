package notify

import (
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertevent"
	"github.com/mosswart/overlord/ent/alertrule"
)

// Kind is what a rule watches for.
type Kind = alertrule.Kind

// Thresholds of rules that set none of their own.
const (
	usualTapers = 100 // prismatic tapers: an evening's worth of casting is several hundred
	usualVitae  = 10  // %: two deaths of 5 % each
)

// What a state is made of.
const (
	frozenSilence = 15 * time.Second // a game server that is there is heard every few seconds
	stillWithin   = 0.002            // map units, half a metre: less is no movement
	staleAfter    = 30 * time.Second // telemetry that old says nothing of the present; it comes every 2 s
	goneAfter     = 10 * time.Minute // who was silent for so long has begun anew when he comes back
	crowdSize     = 3                // characters that fall silent together: then it is not they
	settleAfter   = 30 * time.Second // states that have held so long are kept across a restart
)

// News.
const (
	fillWithin = time.Minute     // a counter that rises and a death event so close together are one death, as the writer has it
	fillWait   = 5 * time.Second // how long a death that the counter told waits for the event that says who did it
	newsAge    = 6 * time.Hour   // what was kept back for longer, by a plugin without connection, is no news
	lookBack   = 10 * time.Minute
)

// happens reports whether a kind is news, which has no length, rather than a state.
func happens(kind Kind) bool { return kind == alertrule.KindDeath || kind == alertrule.KindRare }

// ofService reports whether a kind is about the service itself, not about a character.
func ofService(kind Kind) bool { return kind == alertrule.KindIngest || kind == alertrule.KindDatabase }

// Threshold is the number at which a rule fires: its own, or its kind's usual one; 0 for kinds without.
func Threshold(rule *ent.AlertRule) float64 {
	switch {
	case rule.Threshold != nil:
		return *rule.Threshold
	case rule.Kind == alertrule.KindLowTapers:
		return usualTapers
	case rule.Kind == alertrule.KindVitae:
		return usualVitae
	default:
		return 0
	}
}

func grace(rule *ent.AlertRule) time.Duration { return time.Duration(rule.GraceSeconds) * time.Second }

func cooldown(rule *ent.AlertRule) time.Duration {
	return time.Duration(rule.CooldownSeconds) * time.Second
}

func gathered(rule *ent.AlertRule) time.Duration {
	return time.Duration(rule.GroupSeconds) * time.Second
}

func eventKind(kind Kind) alertevent.Kind { return alertevent.Kind(kind) }
