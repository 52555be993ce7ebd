package notify

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertrule"
)

// watchKey is a rule, and a character that it watches; "" where it watches the service.
type watchKey struct {
	rule      int
	character string
}

// watch is a state that holds, and that a rule watches.
type watch struct {
	watchKey
	kind  Kind
	since time.Time
	kept  bool // the database has it
	fired bool
}

// cause names the state, apart from whom and the rule.
func (w *watch) cause() string { return strconv.FormatInt(w.since.UnixMicro(), 10) }

// keyOf names a cause for the log.
func keyOf(rule int, kind Kind, cause, character string) string {
	return fmt.Sprintf("%d:%s:%s:%s", rule, kind, cause, character)
}

// judgeNews fires what happened and is due.
func (e *Engine) judgeNews(now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	var waiting []*news
	for _, n := range slices.Concat(e.restoredNews, e.news) {
		if n.due.After(now) && (n.death == nil || !n.death.named) {
			waiting = append(waiting, n)
			continue
		}
		for _, rule := range e.rules {
			if rule.Enabled && rule.Kind == n.kind && concerns(rule, n.character, n.tag) && n.isFor(rule, now) {
				e.fire(&firing{
					rule: rule, character: n.character, since: n.at, at: now, reason: n.why(),
					key: keyOf(rule.ID, n.kind, n.cause(), n.character), counted: n.death != nil && n.death.total >= 0,
				})
			}
		}
	}
	e.restoredNews, e.news = nil, waiting
}

// isFor reports whether a rule wants to know: of rares, those of its tier; of all, what happened in its time.
func (n *news) isFor(rule *ent.AlertRule, now time.Time) bool {
	if rule.RareTier != nil && n.kind == alertrule.KindRare && n.tier != string(*rule.RareTier) {
		return false
	}
	return now.Sub(n.at) < newsAge && !n.due.Before(rule.CreatedAt)
}

// judgeStates holds every character against every rule.
func (e *Engine) judgeStates(now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	health, crowd := e.health(), e.crowd()
	watching := make(map[int]*ent.AlertRule, len(e.rules))
	for _, rule := range e.rules {
		if !rule.Enabled || happens(rule.Kind) {
			continue
		}
		watching[rule.ID] = rule
		if ofService(rule.Kind) {
			verdict, since := judgeService(rule, health, e.heardAt, crowd, now)
			e.follow(rule, "", verdict, since, now, func(since time.Time) reason { return whyService(rule, health, crowd, since, now) })
			continue
		}
		for _, s := range e.characters {
			if !concerns(rule, s.name, s.tag) {
				continue
			}
			verdict, since := judge(rule, s, e.started, now)
			e.follow(rule, s.name, verdict, since, now, func(since time.Time) reason { return whyState(rule, s, since, now) })
		}
	}
	for key, w := range e.watches {
		rule, s := watching[key.rule], e.characters[key.character]
		switch {
		case rule == nil || rule.Kind != w.kind, s != nil && !concerns(rule, s.name, s.tag):
			e.end(w, now)
		case s == nil && key.character != "" && now.Sub(e.started) >= goneAfter && (w.kind != alertrule.KindOffline || now.Sub(w.since) > watchAge):
			e.end(w, now)
		}
	}
}

// crowd is how many characters were heard in the last minute before everybody fell silent.
func (e *Engine) crowd() (n int) {
	for _, s := range e.characters {
		if !s.heardAt.Before(e.started) && e.heardAt.Sub(s.heardAt) <= time.Minute {
			n++
		}
	}
	return n
}

// follow takes a verdict in: a state begins, fires when it has held for the rule's grace, and ends.
func (e *Engine) follow(rule *ent.AlertRule, character string, verdict holds, since, now time.Time, why func(time.Time) reason) {
	key := watchKey{rule.ID, character}
	w := e.watches[key]
	switch {
	case verdict == no && w != nil:
		e.end(w, now)
	case verdict == yes && w == nil:
		w = &watch{watchKey: key, kind: rule.Kind, since: since.UTC().Truncate(time.Microsecond)}
		e.watches[key] = w
	}
	if verdict != yes {
		return
	}
	lasted := now.Sub(w.since)
	if !w.fired && lasted >= grace(rule) {
		w.fired, w.kept = true, true
		e.fire(&firing{
			rule: rule, character: character, since: w.since, at: now, reason: why(w.since), watch: w,
			key: keyOf(rule.ID, rule.Kind, w.cause(), character),
		})
	} else if !w.kept && lasted >= settleAfter {
		w.kept = true
		e.change(change{keep: w})
	}
}

// end forgets a state that is over.
func (e *Engine) end(w *watch, now time.Time) {
	delete(e.watches, w.watchKey)
	if w.kept {
		e.change(change{end: w, at: now})
	}
}

func (e *Engine) fire(f *firing) { e.change(change{fire: f}) }

// change queues what the database is to be told. When it has been away for too long the oldest are lost, and counted.
func (e *Engine) change(c change) {
	if len(e.changes) >= maxChanges {
		e.changes = e.changes[1:]
		e.metrics.lost.Inc()
	}
	e.changes = append(e.changes, c)
}
