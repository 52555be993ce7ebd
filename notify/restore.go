package notify

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertevent"
	"github.com/mosswart/overlord/ent/alertrule"
	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/ent/deathevent"
	"github.com/mosswart/overlord/ent/outbox"
	"github.com/mosswart/overlord/ent/rareevent"
	"github.com/mosswart/overlord/ingest/event"
)

const (
	logAge     = 180 * 24 * time.Hour // how long alerts are kept
	messageAge = 30 * 24 * time.Hour  // and messages that were sent or given up
	watchAge   = 30 * 24 * time.Hour  // how long somebody who went offline is waited for
	pruneEvery = time.Hour
)

// read makes sure that the engine knows what the database does: once everything, then the rules, every few seconds.
func (e *Engine) read(ctx context.Context, now time.Time) error {
	if e.heardLast.IsZero() {
		if err := e.readHeardLast(ctx); err != nil {
			return err
		}
	}
	if !e.restored {
		if !e.o.CaughtUp() && now.Sub(e.started) < catchUp {
			return nil
		}
		if err := e.restore(ctx, now); err != nil {
			return err
		}
		e.restored = true
	}
	if !e.stale.Swap(false) && now.Sub(e.readAt) < rulesAge {
		return nil
	}
	err := e.readRules(ctx)
	if err != nil {
		e.stale.Store(true)
		return err
	}
	e.readAt, e.awaySince = now, time.Time{}
	return nil
}

// readHeardLast finds when the service was last there, before what is heard now is stored.
func (e *Engine) readHeardLast(ctx context.Context) error {
	last, err := e.o.DB.Ent.Character.Query().Where(character.LastSeenAtLT(e.started)).
		Order(character.ByLastSeenAt(sql.OrderDesc())).Select(character.FieldLastSeenAt).First(ctx)
	switch {
	case ent.IsNotFound(err):
		e.heardLast = e.started
	case err != nil:
		return fmt.Errorf("read when characters were last seen: %w", err)
	default:
		e.heardLast = last.LastSeenAt
	}
	return nil
}

func (e *Engine) readRules(ctx context.Context) error {
	rules, err := e.o.DB.Ent.AlertRule.Query().Order(alertrule.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("read alert rules: %w", err)
	}
	names, err := e.o.DB.Ent.Character.Query().Where(character.Hidden(true)).Select(character.FieldName).Strings(ctx)
	if err != nil {
		return fmt.Errorf("read hidden characters: %w", err)
	}
	hidden := make(map[string]bool, len(names))
	for _, name := range names {
		hidden[name] = true
	}
	e.rules, e.hidden = rules, hidden
	e.metrics.rules.Set(float64(len(rules)))
	return nil
}

// restore reads what the engine knew before the start: who was online, the deaths that were counted, the states that
// held, and what happened last, which may have been stored but not told.
func (e *Engine) restore(ctx context.Context, now time.Time) error {
	client := e.o.DB.Ent
	seeded, err := seed(ctx, e.o.DB, now)
	if err != nil {
		return err
	}
	if seeded {
		e.log.InfoContext(ctx, "there were no alert rules: the usual ones were made")
	}
	if err := e.readRules(ctx); err != nil {
		return err
	}
	characters, err := client.Character.Query().
		Select(character.FieldName, character.FieldTag, character.FieldTotalDeaths, character.FieldLastSeenAt).All(ctx)
	if err != nil {
		return fmt.Errorf("read characters: %w", err)
	}
	rows, err := client.AlertWatch.Query().WithRule().All(ctx)
	if err != nil {
		return fmt.Errorf("read watches: %w", err)
	}
	e.nextMessage, err = e.nextDue(ctx)
	if err != nil {
		return err
	}
	recent, err := e.recent(ctx, e.heardLast.Add(-lookBack))
	if err != nil {
		return err
	}

	for _, row := range rows {
		w := &watch{
			watchKey: watchKey{row.RuleID, row.CharacterName}, kind: row.Edges.Rule.Kind, since: row.Since.UTC(),
			kept: true, fired: row.AlertID != nil,
		}
		e.watches[w.watchKey] = w
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range characters {
		e.recall(c, now)
	}
	e.restoredNews = recent
	for _, n := range recent {
		if s := e.characters[n.character]; s != nil {
			n.tag = s.tag
		}
	}
	return nil
}

// recall takes in what the database knows of a character. Who was there when anybody was last heard was online when the
// service went away.
func (e *Engine) recall(c *ent.Character, now time.Time) {
	s, met := e.characters[c.Name]
	online := e.heardLast.Sub(c.LastSeenAt) <= e.longestGrace()+time.Minute
	if !met && !online && c.TotalDeaths == nil {
		return
	}
	if !met {
		if len(e.characters) >= maxSightings {
			return
		}
		s = e.sighting(c.Name)
		s.tag = c.Tag
		if online {
			s.heardAt = c.LastSeenAt
		}
	}
	if c.TotalDeaths == nil {
		return
	}
	if before := *c.TotalDeaths; met && s.deaths > before {
		e.add(&news{
			kind: alertrule.KindDeath, character: s.name, tag: s.tag, at: s.stamp, due: now,
			death: &death{at: now, total: s.deaths, count: s.deaths - before},
		})
	} else {
		s.deaths = max(s.deaths, before)
	}
}

// longestGrace is the longest that a character may be away before a rule fires.
func (e *Engine) longestGrace() (longest time.Duration) {
	for _, rule := range e.rules {
		if rule.Kind == alertrule.KindOffline && rule.Enabled {
			longest = max(longest, grace(rule))
		}
	}
	return longest
}

// recent is what the database says has happened since a moment. Most of it is in the log: its keys tell.
func (e *Engine) recent(ctx context.Context, since time.Time) ([]*news, error) {
	deaths, err := e.o.DB.Ent.DeathEvent.Query().Where(deathevent.TimestampGTE(since)).Order(deathevent.ByTimestamp()).Limit(maxNews).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read deaths: %w", err)
	}
	rares, err := e.o.DB.Ent.RareEvent.Query().Where(rareevent.TimestampGTE(since)).Order(rareevent.ByTimestamp()).Limit(maxNews).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read rares: %w", err)
	}
	all := make([]*news, 0, len(deaths)+len(rares))
	for _, d := range deaths {
		k := &death{at: d.Timestamp, total: -1, count: 1, named: d.Explicit, killer: d.Killer, text: d.Text}
		if d.TotalDeaths != nil {
			k.total = *d.TotalDeaths
		}
		if d.Vitae != nil {
			k.vitae = event.Int{V: *d.Vitae, Known: true}
		}
		all = append(all, &news{
			kind: alertrule.KindDeath, character: d.CharacterName, at: d.Timestamp, due: d.Timestamp, death: k,
			place: place(known(d.Ew), known(d.Ns), event.Int{}),
		})
	}
	for _, r := range rares {
		var tier string
		if r.Tier != nil {
			tier = string(*r.Tier)
		}
		all = append(all, &news{
			kind: alertrule.KindRare, character: r.CharacterName, at: r.Timestamp, due: r.Timestamp, rare: r.Name, tier: tierOf(r.Name, tier),
			place: place(known(r.Ew), known(r.Ns), event.Int{}),
		})
	}
	return all, nil
}

func known(v *float64) event.Float {
	if v == nil {
		return event.Float{}
	}
	return event.Float{V: *v, Known: true}
}

// prune removes what is old, once an hour.
func (e *Engine) prune(ctx context.Context, now time.Time) error {
	if now.Sub(e.prunedAt) < pruneEvery {
		return nil
	}
	client := e.o.DB.Ent
	alerts, err := client.AlertEvent.Delete().Where(alertevent.FiredAtLT(now.Add(-logAge))).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove old alerts: %w", err)
	}
	messages, err := client.Outbox.Delete().
		Where(outbox.StateNEQ(outbox.StatePending), outbox.CreatedAtLT(now.Add(-messageAge))).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove old messages: %w", err)
	}
	if alerts+messages > 0 {
		e.log.InfoContext(ctx, "removed what is old", slog.Int("alerts", alerts), slog.Int("messages", messages))
	}
	e.prunedAt = now
	return nil
}
