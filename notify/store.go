package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertevent"
	"github.com/mosswart/overlord/ent/alertrule"
	"github.com/mosswart/overlord/ent/alertwatch"
	"github.com/mosswart/overlord/internal/database"
)

// firing is one time that a rule fires.
type firing struct {
	rule      *ent.AlertRule
	character string
	key       string
	since, at time.Time
	reason    reason
	watch     *watch // nil for news
	counted   bool   // a death whose number is known
	shown     bool   // browsers were told before the log could be
}

// change is one thing that the database is to be told: exactly one of its fields but at is set.
type change struct {
	fire *firing
	keep *watch
	end  *watch
	at   time.Time // of an end
}

// changesAtOnce is how many changes go into one transaction.
const changesAtOnce = 200

// write tells the database what it has not got yet. A change that it refuses for good is given up, and counted.
func (e *Engine) write(ctx context.Context, now time.Time) error {
	size := changesAtOnce
	for len(e.changes) > 0 {
		some := e.changes[:min(size, len(e.changes))]
		written, err := e.store(ctx, some)
		switch {
		case err == nil:
			e.changes = e.changes[len(some):]
			e.awaySince = time.Time{}
			e.tell(written)
		case database.Away(err) || ctx.Err() != nil:
			e.away(now)
			e.show(some)
			return fmt.Errorf("write alerts: %w", err)
		case size > 1:
			size = 1
		default:
			e.log.ErrorContext(ctx, "an alert was given up", slog.Any("error", err))
			e.metrics.lost.Inc()
			e.changes = e.changes[1:]
		}
	}
	return nil
}

// logged is an alert that came into the log, or changed there.
type logged struct {
	row    *ent.AlertEvent
	hidden bool
	shown  bool
	fresh  bool
}

// store writes changes in one transaction and returns the alerts that browsers are to hear of.
func (e *Engine) store(ctx context.Context, changes []change) (all []logged, err error) {
	err = e.o.DB.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
		all = nil
		for _, c := range changes {
			var row *ent.AlertEvent
			var err error
			switch {
			case c.fire != nil:
				row, err = e.logFiring(ctx, tx.Ent, c.fire)
			case c.keep != nil:
				err = keepWatch(ctx, tx.Ent, c.keep, nil)
			default:
				row, err = endWatch(ctx, tx.Ent, c.end, c.at)
			}
			if err != nil {
				return err
			}
			if row != nil {
				all = append(all, logged{row, e.hidden[row.CharacterName], c.fire != nil && c.fire.shown, c.fire != nil})
			}
		}
		return nil
	})
	return all, err
}

// logFiring writes an alert into the log, unless its cause is in it, and says whether somebody is to be told.
func (e *Engine) logFiring(ctx context.Context, tx *ent.Client, f *firing) (*ent.AlertEvent, error) {
	known, err := e.knows(ctx, tx, f)
	if err != nil {
		return nil, err
	}
	if known != 0 {
		return nil, keepWatch(ctx, tx, f.watch, &known)
	}
	silenced, cooling := silence(f.rule, f.at), alertevent.SilencedCooldown
	if silenced == nil && f.rule.CooldownSeconds > 0 {
		told, err := tx.AlertEvent.Query().Where(
			alertevent.RuleID(f.rule.ID), alertevent.CharacterName(f.character), alertevent.SilencedIsNil(), alertevent.Test(false),
			alertevent.FiredAtGT(f.at.Add(-cooldown(f.rule))),
		).Exist(ctx)
		if err != nil {
			return nil, fmt.Errorf("look for the last alert: %w", err)
		}
		if told {
			silenced = &cooling
		}
	}
	detail, err := json.Marshal(f.reason.detail)
	if err != nil {
		return nil, fmt.Errorf("encode why an alert fired: %w", err)
	}
	create := tx.AlertEvent.Create().SetRuleID(f.rule.ID).SetRuleName(f.rule.Name).SetKind(eventKind(f.rule.Kind)).
		SetCharacterName(f.character).SetDedupeKey(f.key).SetWhy(f.reason.why).SetDetail(detail).
		SetSince(f.since).SetFiredAt(f.at).SetNillableSilenced(silenced)
	if e.o.Outbox != nil && f.rule.Post && silenced == nil && !e.hidden[f.character] {
		due, err := dueWith(ctx, tx, f)
		if err != nil {
			return nil, err
		}
		create.SetMessageDueAt(due)
	}
	row, err := create.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("log an alert: %w", err)
	}
	return row, keepWatch(ctx, tx, f.watch, &row.ID)
}

// knows finds the alert of the same cause in the log; 0 where there is none. A death whose number nobody knew at the
// time is the same as one within a minute whose number is known.
func (e *Engine) knows(ctx context.Context, tx *ent.Client, f *firing) (int, error) {
	same := alertevent.DedupeKey(f.key)
	if f.rule.Kind == alertrule.KindDeath && f.counted {
		same = alertevent.Or(same, alertevent.And(
			alertevent.RuleID(f.rule.ID), alertevent.CharacterName(f.character), alertevent.Test(false),
			alertevent.DedupeKeyHasPrefix(strings.TrimSuffix(keyOf(f.rule.ID, f.rule.Kind, uncounted, ""), ":")),
			alertevent.SinceGT(f.since.Add(-fillWithin)), alertevent.SinceLT(f.since.Add(fillWithin)),
		))
	}
	ids, err := tx.AlertEvent.Query().Where(same).Limit(1).IDs(ctx)
	if err != nil {
		return 0, fmt.Errorf("look for the same alert: %w", err)
	}
	if len(ids) == 0 {
		return 0, nil
	}
	return ids[0], nil
}

// dueWith is when the message that gathers an alert is to be made: with the alerts of the same rule that wait already.
func dueWith(ctx context.Context, tx *ent.Client, f *firing) (time.Time, error) {
	waiting, err := tx.AlertEvent.Query().Where(alertevent.RuleID(f.rule.ID), alertevent.MessageDueAtNotNil()).
		Order(alertevent.ByMessageDueAt()).Limit(1).All(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("look for alerts that wait: %w", err)
	}
	if len(waiting) > 0 {
		return *waiting[0].MessageDueAt, nil
	}
	return f.at.Add(gathered(f.rule)), nil
}

// keepWatch writes a state that holds, so that a restart knows it. nil is none.
func keepWatch(ctx context.Context, tx *ent.Client, w *watch, alert *int) error {
	if w == nil {
		return nil
	}
	err := tx.AlertWatch.Create().SetRuleID(w.rule).SetCharacterName(w.character).SetSince(w.since).SetNillableAlertID(alert).
		OnConflictColumns(alertwatch.FieldRuleID, alertwatch.FieldCharacterName).UpdateNewValues().Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep a watch: %w", err)
	}
	return nil
}

// endWatch forgets a state that is over and says so in the log; the row is nil where it had not fired.
func endWatch(ctx context.Context, tx *ent.Client, w *watch, at time.Time) (*ent.AlertEvent, error) {
	_, err := tx.AlertWatch.Delete().Where(alertwatch.RuleID(w.rule), alertwatch.CharacterName(w.character)).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("forget a watch: %w", err)
	}
	if !w.fired {
		return nil, nil //nolint:nilnil // nothing had fired
	}
	row, err := tx.AlertEvent.Query().Where(alertevent.DedupeKey(keyOf(w.rule, w.kind, w.cause(), w.character))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil //nolint:nilnil // somebody removed it
	}
	if err != nil {
		return nil, fmt.Errorf("look for the alert that is over: %w", err)
	}
	row, err = row.Update().SetEndedAt(at).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("end an alert: %w", err)
	}
	return row, nil
}
