package notify

import (
	"strings"
	"time"
	_ "time/tzdata" // quiet hours must hold on machines without a database of time zones, too

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertevent"
)

// Matches reports whether text is one of those that pattern stands for: * stands for any letters, case does not
// matter, and an empty pattern stands for all.
func Matches(pattern, text string) bool {
	if pattern == "" {
		return true
	}
	parts := strings.Split(strings.ToLower(pattern), "*")
	text = strings.ToLower(text)
	if len(parts) == 1 {
		return text == parts[0]
	}
	first, last := parts[0], parts[len(parts)-1]
	if len(text) < len(first)+len(last) || !strings.HasPrefix(text, first) || !strings.HasSuffix(text, last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		_, rest, found := strings.Cut(text, part)
		if !found {
			return false
		}
		text = rest
	}
	return true
}

// concerns reports whether a rule is about a character.
func concerns(rule *ent.AlertRule, name, tag string) bool {
	return Matches(rule.CharacterName, name) && (rule.CharTag == "" || strings.EqualFold(rule.CharTag, tag))
}

// Quiet reports whether a moment lies in the rule's quiet hours, which may go over midnight. Quiet hours that begin
// when they end are none.
func Quiet(rule *ent.AlertRule, at time.Time) bool {
	if rule.QuietFromMinute == nil || rule.QuietToMinute == nil {
		return false
	}
	zone, err := time.LoadLocation(rule.QuietZone)
	if err != nil { // the schema has refused it before
		zone = time.UTC
	}
	at = at.In(zone)
	minute, from, to := at.Hour()*60+at.Minute(), *rule.QuietFromMinute, *rule.QuietToMinute
	if from <= to {
		return from <= minute && minute < to
	}
	return minute >= from || minute < to
}

// silence is why a rule tells nobody at a moment, nil where it does. Cooldown is another matter: the log knows it.
func silence(rule *ent.AlertRule, at time.Time) *alertevent.Silenced {
	var why alertevent.Silenced
	switch {
	case rule.MutedUntil != nil && at.Before(*rule.MutedUntil):
		why = alertevent.SilencedMuted
	case Quiet(rule, at):
		why = alertevent.SilencedQuiet
	default:
		return nil
	}
	return &why
}
