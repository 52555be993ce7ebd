package notify

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertevent"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
)

// TypeAlert is the type of the frames that tell browsers of alerts.
const TypeAlert event.Type = "alert"

// Alert is an alert as the site shows it: a row of the log, and a frame on /ws/live, which comes again whenever the
// alert changes.
type Alert struct {
	ID             int             `json:"id" doc:"0 while the database is away"`
	RuleID         *int            `json:"rule_id" doc:"null when the rule was removed since"`
	RuleName       string          `json:"rule_name" doc:"the rule's name at the time"`
	Kind           string          `json:"kind" enum:"death,idle,offline,frozen,low_tapers,vitae,rare,ingest,database"`
	CharacterName  string          `json:"character_name" doc:"empty when about the service"`
	Why            string          `json:"why" doc:"why it fired, in words"`
	Detail         json.RawMessage `json:"detail" doc:"the numbers that made it fire, by name; null without"`
	Since          *time.Time      `json:"since" doc:"when it happened, or began"`
	FiredAt        time.Time       `json:"fired_at"`
	EndedAt        *time.Time      `json:"ended_at" doc:"when it was over; null while it lasts, and for what has no length"`
	Silenced       *string         `json:"silenced" enum:"muted,quiet,cooldown" doc:"why nobody was told; null: they were"`
	Test           bool            `json:"test" doc:"somebody tried the rule; nothing happened"`
	AcknowledgedAt *time.Time      `json:"acknowledged_at" doc:"when somebody took note"`
	AcknowledgedBy string          `json:"acknowledged_by"`
}

// AlertOf is a row of the log as the site shows it.
func AlertOf(row *ent.AlertEvent) Alert {
	a := Alert{
		ID: row.ID, RuleID: row.RuleID, RuleName: row.RuleName, Kind: string(row.Kind), CharacterName: row.CharacterName,
		Why: row.Why, Detail: row.Detail, Since: utc(row.Since), FiredAt: row.FiredAt.UTC(), EndedAt: utc(row.EndedAt),
		Silenced: (*string)(row.Silenced), Test: row.Test, AcknowledgedAt: utc(row.AcknowledgedAt), AcknowledgedBy: row.AcknowledgedBy,
	}
	if a.Detail == nil {
		a.Detail = json.RawMessage("null")
	}
	return a
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}

// Tell tells the browsers of an alert. Those of hidden characters are for admins.
func (e *Engine) Tell(row *ent.AlertEvent, hidden bool) {
	if e.o.Live == nil {
		return
	}
	text, err := json.Marshal(struct {
		Type event.Type `json:"type"`
		Alert
	}{TypeAlert, AlertOf(row)})
	if err != nil { // the detail is JSON of ours
		e.log.Error("encode an alert", "error", err)
		return
	}
	e.o.Live.Announce(TypeAlert, text, hidden)
}

// tell counts what came into the log, tells the browsers, and notes when messages are due.
func (e *Engine) tell(all []logged) {
	for _, l := range all {
		if l.fresh {
			silenced := "told"
			if l.row.Silenced != nil {
				silenced = string(*l.row.Silenced)
			}
			e.metrics.fired.WithLabelValues(string(l.row.Kind), silenced).Inc()
			if due := l.row.MessageDueAt; due != nil && (e.nextMessage.IsZero() || due.Before(e.nextMessage)) {
				e.nextMessage = *due
			}
		}
		if !l.shown {
			e.Tell(l.row, l.hidden)
		}
	}
}

// show tells the browsers that the database is in trouble, since the log cannot.
func (e *Engine) show(changes []change) {
	for _, c := range changes {
		if f := c.fire; f != nil && !f.shown && ofService(f.rule.Kind) && silence(f.rule, f.at) == nil {
			f.shown = true
			e.Tell(&ent.AlertEvent{
				RuleID: &f.rule.ID, RuleName: f.rule.Name, Kind: eventKind(f.rule.Kind), Why: f.reason.why, Since: &f.since, FiredAt: f.at,
			}, false)
		}
	}
}

// Test fires a rule to see whether it reaches people, whatever its quiet hours say, and logs that as a test. The
// errors are the database's; ent.IsNotFound tells that there is no such rule.
func (e *Engine) Test(ctx context.Context, id int, by string) (Alert, error) {
	rule, err := e.o.DB.Ent.AlertRule.Get(ctx, id)
	if err != nil {
		return Alert{}, fmt.Errorf("read the rule to test: %w", err)
	}
	now := database.Microseconds(e.now())
	create := e.o.DB.Ent.AlertEvent.Create().SetRuleID(rule.ID).SetRuleName(rule.Name).SetKind(alertevent.Kind(rule.Kind)).
		SetDedupeKey(fmt.Sprintf("%d:test:%s", rule.ID, rand.Text())).SetTest(true).SetSince(now).SetFiredAt(now).
		SetWhy("A test by " + by + ": nothing happened.")
	posted := e.o.Outbox != nil && rule.Post
	if posted {
		create.SetMessageDueAt(now)
	}
	row, err := create.Save(ctx)
	if err != nil {
		return Alert{}, fmt.Errorf("log a test: %w", err)
	}
	if posted {
		e.due.Store(true)
	}
	e.Tell(row, false)
	return AlertOf(row), nil
}

// Posting tells how posting to Discord goes.
func (e *Engine) Posting(ctx context.Context) (PostStatus, error) { return e.o.Outbox.Status(ctx) }
