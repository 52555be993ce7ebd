package notify

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertrule"
)

// reason is why a rule fired: a sentence for people, and the numbers in it.
type reason struct {
	why    string
	detail map[string]any
}

// whyState is the reason of a state that has held since a moment.
func whyState(rule *ent.AlertRule, s *sighting, since, now time.Time) reason {
	lasted := now.Sub(since)
	detail := map[string]any{"lasted_s": math.Round(lasted.Seconds()), "grace_s": rule.GraceSeconds}
	if s.place != "" {
		detail["place"] = s.place
	}
	var why string
	switch rule.Kind {
	case alertrule.KindIdle:
		detail["vt_state"] = s.vtState
		why = "Neither moved nor killed for " + Lasting(lasted)
		if strings.EqualFold(s.vtState, "Idle") {
			why = "VTank is idle for " + Lasting(lasted)
		}
	case alertrule.KindOffline:
		why = "Not heard of for " + Lasting(lasted)
	case alertrule.KindFrozen:
		why = "The client runs, but has heard nothing from the game server for " + Lasting(lasted)
	case alertrule.KindLowTapers:
		detail["tapers"], detail["threshold"] = s.tapers.V, Threshold(rule)
		why = fmt.Sprintf("%d prismatic tapers are left; the limit is %s", s.tapers.V, number(Threshold(rule)))
	case alertrule.KindVitae:
		detail["vitae"], detail["threshold"] = s.vitae.V, Threshold(rule)
		why = fmt.Sprintf("%d %% vitae; the limit is %s %%", s.vitae.V, number(Threshold(rule)))
	default:
	}
	if s.place != "" {
		why += ", at " + s.place
	}
	return reason{why + ".", detail}
}

// whyService is the reason of trouble with the service.
func whyService(rule *ent.AlertRule, h Health, crowd int, since, now time.Time) reason {
	lasted := now.Sub(since)
	detail := map[string]any{"lasted_s": math.Round(lasted.Seconds()), "grace_s": rule.GraceSeconds}
	switch {
	case rule.Kind == alertrule.KindDatabase:
		detail["pending"] = h.Pending
		return reason{fmt.Sprintf("The database has taken nothing for %s; %d events wait on disk.", Lasting(lasted), h.Pending), detail}
	case !h.JournalSince.IsZero():
		return reason{fmt.Sprintf("Events of the plugins cannot be kept on disk for %s: it is full, or cannot be written.", Lasting(lasted)), detail}
	default:
		detail["characters"] = crowd
		return reason{fmt.Sprintf("No plugin was heard for %s; %d characters had been online.", Lasting(lasted), crowd), detail}
	}
}

// why is the reason of news.
func (n *news) why() reason {
	detail := map[string]any{"at": n.at.UTC().Format(time.RFC3339)}
	if n.place != "" {
		detail["place"] = n.place
	}
	var said strings.Builder
	if n.kind == alertrule.KindRare {
		detail["rare"], detail["tier"] = n.rare, n.tier
		said.WriteString("Found " + n.rare)
		if n.tier != "" {
			said.WriteString(", a " + n.tier + " rare")
		}
	} else {
		n.death.say(&said, detail)
	}
	if n.place != "" {
		said.WriteString(", at " + n.place)
	}
	return reason{said.String() + ".", detail}
}

func (k *death) say(said *strings.Builder, detail map[string]any) {
	switch {
	case k.killer != "":
		detail["killer"] = k.killer
		said.WriteString("Killed by " + k.killer)
	case k.count > 1:
		detail["deaths"] = k.count
		fmt.Fprintf(said, "Died %d times", k.count)
	default:
		said.WriteString("Died")
	}
	if k.total >= 0 {
		detail["total_deaths"] = k.total
		fmt.Fprintf(said, ", death %d", k.total)
	}
	if k.vitae.Known && k.vitae.V > 0 {
		detail["vitae"] = k.vitae.V
		fmt.Fprintf(said, ", %d %% vitae", k.vitae.V)
	}
}

// Lasting is a length of time as people say it, in its two largest units: "45 s", "5 min", "1 h 20 min", "3 d 4 h".
func Lasting(d time.Duration) string {
	d = max(d.Round(time.Second), 0)
	days, hours, minutes, seconds := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60, int(d.Seconds())%60
	two := func(a int, unitA string, b int, unitB string) string {
		if b == 0 {
			return strconv.Itoa(a) + " " + unitA
		}
		return fmt.Sprintf("%d %s %d %s", a, unitA, b, unitB)
	}
	switch {
	case days > 0:
		return two(days, "d", hours, "h")
	case hours > 0:
		return two(hours, "h", minutes, "min")
	case minutes > 0:
		return two(minutes, "min", seconds, "s")
	default:
		return strconv.Itoa(seconds) + " s"
	}
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
