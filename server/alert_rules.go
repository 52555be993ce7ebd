package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertevent"
	"github.com/mosswart/overlord/ent/alertrule"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/notify"
)

// AlertRule is one rule of GET /alerts/rules.
type AlertRule struct {
	AlertRuleForm
	ID         int        `json:"id"`
	MutedUntil *time.Time `json:"muted_until" doc:"silent until then; null: not muted"`
	CreatedAt  time.Time  `json:"created_at"`
	UpdatedAt  time.Time  `json:"updated_at"`
	Fired      *time.Time `json:"last_fired_at" doc:"null where the log has no alert of it"`
}

// AlertRuleForm is a rule as it is made and changed; it is exported because huma sets the fields of embedded structs.
type AlertRuleForm struct {
	Name      string   `json:"name" minLength:"1" maxLength:"64"`
	Kind      string   `json:"kind" enum:"death,idle,offline,frozen,low_tapers,vitae,rare,ingest,database"`
	Enabled   bool     `json:"enabled"`
	Character string   `json:"character_name" maxLength:"64" doc:"only characters of this name, in which * stands for any letters; empty for all"`
	Tag       string   `json:"char_tag" maxLength:"64" doc:"only characters with this tag; empty for all"`
	Threshold *float64 `json:"threshold" minimum:"0" maximum:"100000" doc:"tapers that are left, or % of vitae, at which it fires; null: the kind's usual one"`
	RareTier  *string  `json:"rare_tier" enum:"common,great" doc:"only rares of this tier; null: all"`
	Grace     int      `json:"grace_seconds" minimum:"0" maximum:"86400" doc:"how long it must hold"`
	Cooldown  int      `json:"cooldown_seconds" minimum:"0" maximum:"604800" doc:"how long it stays silent afterwards, per character"`
	Group     int      `json:"group_seconds" minimum:"0" maximum:"3600" doc:"alerts within this time become one message"`
	QuietFrom *int     `json:"quiet_from_minute" minimum:"0" maximum:"1439" doc:"quiet hours begin, minute of the day; null: none"`
	QuietTo   *int     `json:"quiet_to_minute" minimum:"0" maximum:"1439" doc:"quiet hours end"`
	QuietZone string   `json:"quiet_zone" minLength:"1" maxLength:"64" doc:"time zone of the quiet hours, such as Europe/Stockholm"`
	Post      bool     `json:"post" doc:"whether it is posted to Discord, where a webhook is set"`
}

// AlertRules is the answer of GET /alerts/rules.
type AlertRules struct {
	Rules   []AlertRule `json:"rules" nullable:"false" doc:"by name"`
	Posting Posting     `json:"posting"`
}

// Posting is how posting to Discord goes.
type Posting struct {
	State   string `json:"state" enum:"off,ok,waiting,refused" doc:"off: no webhook is set; waiting: messages do not arrive for now; refused: the webhook is gone"`
	Why     string `json:"why" doc:"with waiting and refused"`
	Waiting int    `json:"waiting" doc:"messages that have not arrived"`
}

// RulePath is exported because huma sets the fields of embedded structs.
type RulePath struct {
	ID int `path:"id" minimum:"1"`
}

// AlertMute says until when a rule is silent.
type AlertMute struct {
	Until *time.Time `json:"until" doc:"null: no longer"`
}

func (s *Server) registerAlertRules() {
	operation := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{
			OperationID: id, Method: method, Path: "/alerts/rules" + path, Tags: []string{"alerts"}, Summary: summary, DefaultStatus: status,
		}
	}
	operate(s, Reader, operation("alert-rules", http.MethodGet, "", "What is watched for", http.StatusOK), s.alertRules)
	operate(s, Admin, operation("add-alert-rule", http.MethodPost, "", "Watch for something", http.StatusCreated), s.addAlertRule)
	operate(s, Admin, operation("change-alert-rule", http.MethodPatch, "/{id}", "Change a rule: the whole of it", http.StatusOK), s.changeAlertRule)
	operate(s, Admin, operation("remove-alert-rule", http.MethodDelete, "/{id}", "Remove a rule; its alerts stay in the log", http.StatusNoContent), s.removeAlertRule)
	operate(s, Admin, operation("mute-alert-rule", http.MethodPost, "/{id}/mute", "Silence a rule for a while", http.StatusOK), s.muteAlertRule)
	operate(s, Admin, operation("test-alert-rule", http.MethodPost, "/{id}/test", "Fire a rule, to see whether it reaches people", http.StatusOK), s.testAlertRule)
}

func alertRule(row *ent.AlertRule) AlertRule {
	out := AlertRule{
		ID: row.ID, CreatedAt: row.CreatedAt.UTC(), UpdatedAt: row.UpdatedAt.UTC(),
		AlertRuleForm: AlertRuleForm{
			Name: row.Name, Kind: string(row.Kind), Enabled: row.Enabled, Character: row.CharacterName, Tag: row.CharTag,
			Threshold: row.Threshold, RareTier: (*string)(row.RareTier), Grace: row.GraceSeconds, Cooldown: row.CooldownSeconds,
			Group: row.GroupSeconds, QuietFrom: row.QuietFromMinute, QuietTo: row.QuietToMinute, QuietZone: row.QuietZone, Post: row.Post,
		},
	}
	if row.MutedUntil != nil {
		until := row.MutedUntil.UTC()
		out.MutedUntil = &until
	}
	return out
}

func (s *Server) alertRules(ctx context.Context, _ *struct{}) (*struct{ Body AlertRules }, error) {
	rows, err := s.options.DB.Ent.AlertRule.Query().Order(alertrule.ByName()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read alert rules: %w", err)
	}
	fired, err := s.lastFired(ctx)
	if err != nil {
		return nil, err
	}
	out := AlertRules{Rules: make([]AlertRule, 0, len(rows)), Posting: Posting{State: "off"}}
	for _, row := range rows {
		rule := alertRule(row)
		rule.Fired = fired[row.ID]
		out.Rules = append(out.Rules, rule)
	}
	if s.options.Alerts != nil {
		posting, err := s.options.Alerts.Posting(ctx)
		if err != nil {
			return nil, err
		}
		out.Posting = Posting(posting)
	}
	return &struct{ Body AlertRules }{out}, nil
}

func (s *Server) addAlertRule(ctx context.Context, in *struct{ Body AlertRuleForm }) (*struct{ Body AlertRule }, error) {
	if err := in.Body.check(); err != nil {
		return nil, err
	}
	create := s.options.DB.Ent.AlertRule.Create().SetCreatedAt(s.now()).SetKind(alertrule.Kind(in.Body.Kind))
	in.Body.write(create.Mutation())
	row, err := create.Save(ctx)
	if err != nil {
		return nil, ruleFault(err)
	}
	s.refreshAlerts()
	return &struct{ Body AlertRule }{alertRule(row)}, nil
}

func (s *Server) changeAlertRule(ctx context.Context, in *struct {
	RulePath
	Body AlertRuleForm
},
) (*struct{ Body AlertRule }, error) {
	if err := in.Body.check(); err != nil {
		return nil, err
	}
	update := s.options.DB.Ent.AlertRule.UpdateOneID(in.ID).SetKind(alertrule.Kind(in.Body.Kind))
	in.Body.write(update.Mutation())
	row, err := update.Save(ctx)
	if err != nil {
		return nil, ruleFault(err)
	}
	s.refreshAlerts()
	return &struct{ Body AlertRule }{alertRule(row)}, nil
}

// check tells everything that is wrong at once, each with its field.
func (f *AlertRuleForm) check() error {
	wrong := fault.New(fault.Invalid, "Some values are not acceptable.")
	for _, line := range []struct{ field, text string }{{"name", f.Name}, {"character_name", f.Character}, {"char_tag", f.Tag}} {
		if strings.TrimSpace(line.text) != line.text || strings.ContainsFunc(line.text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			wrong = wrong.WithField(line.field, "must be one line without blanks at its ends")
		}
	}
	if _, err := time.LoadLocation(f.QuietZone); err != nil || f.QuietZone == "Local" {
		wrong = wrong.WithField("quiet_zone", "is no time zone that is known here")
	}
	if (f.QuietFrom == nil) != (f.QuietTo == nil) {
		wrong = wrong.WithField("quiet_to_minute", "quiet hours need a beginning and an end")
	}
	if notify.Threshold(&ent.AlertRule{Kind: alertrule.Kind(f.Kind)}) == 0 && f.Threshold != nil {
		wrong = wrong.WithField("threshold", "is for tapers and vitae alone")
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}

// write sets all of a rule but its kind, for the sake of ent's two builders, which share no interface.
func (f *AlertRuleForm) write(m *ent.AlertRuleMutation) {
	m.SetName(f.Name)
	m.SetEnabled(f.Enabled)
	m.SetCharacterName(f.Character)
	m.SetCharTag(f.Tag)
	m.SetGraceSeconds(f.Grace)
	m.SetCooldownSeconds(f.Cooldown)
	m.SetGroupSeconds(f.Group)
	m.SetQuietZone(f.QuietZone)
	m.SetPost(f.Post)
	orClear(f.Threshold, m.SetThreshold, m.ClearThreshold)
	orClear((*alertrule.RareTier)(f.RareTier), m.SetRareTier, m.ClearRareTier)
	orClear(f.QuietFrom, m.SetQuietFromMinute, m.ClearQuietFromMinute)
	orClear(f.QuietTo, m.SetQuietToMinute, m.ClearQuietToMinute)
}

func orClear[T any](v *T, set func(T), unset func()) {
	if v == nil {
		unset()
		return
	}
	set(*v)
}

func (s *Server) removeAlertRule(ctx context.Context, in *RulePath) (*struct{}, error) {
	if err := s.options.DB.Ent.AlertRule.DeleteOneID(in.ID).Exec(ctx); err != nil {
		return nil, ruleFault(err)
	}
	s.refreshAlerts()
	return nil, nil
}

func (s *Server) muteAlertRule(ctx context.Context, in *struct {
	RulePath
	Body AlertMute
},
) (*struct{ Body AlertRule }, error) {
	update := s.options.DB.Ent.AlertRule.UpdateOneID(in.ID).SetNillableMutedUntil(in.Body.Until)
	if in.Body.Until == nil {
		update.ClearMutedUntil()
	}
	row, err := update.Save(ctx)
	if err != nil {
		return nil, ruleFault(err)
	}
	s.refreshAlerts()
	return &struct{ Body AlertRule }{alertRule(row)}, nil
}

// TestedAlert is the answer of POST /alerts/rules/{id}/test.
type TestedAlert struct {
	Alert   notify.Alert `json:"alert"`
	Posting Posting      `json:"posting" doc:"how posting to Discord goes; the test is on its way where it is ok"`
}

func (s *Server) testAlertRule(ctx context.Context, in *RulePath) (*struct{ Body TestedAlert }, error) {
	if s.options.Alerts == nil {
		if _, err := s.options.DB.Ent.AlertRule.Get(ctx, in.ID); err != nil {
			return nil, ruleFault(err)
		}
		return nil, fault.New(fault.Unavailable, "This server does not watch over the guild.")
	}
	alert, err := s.options.Alerts.Test(ctx, in.ID, PrincipalFrom(ctx).Username)
	if err != nil {
		return nil, ruleFault(err)
	}
	posting, err := s.options.Alerts.Posting(ctx)
	if err != nil {
		return nil, err
	}
	return &struct{ Body TestedAlert }{TestedAlert{alert, Posting(posting)}}, nil
}

// lastFired is when each rule has fired last, tests left out.
func (s *Server) lastFired(ctx context.Context) (map[int]*time.Time, error) {
	client := s.options.DB.Ent.AlertEvent
	var newest []struct {
		RuleID int `json:"rule_id"`
		Max    int `json:"max"`
	}
	err := client.Query().Where(alertevent.Test(false), alertevent.RuleIDNotNil()).
		GroupBy(alertevent.FieldRuleID).Aggregate(ent.Max(alertevent.FieldID)).Scan(ctx, &newest)
	if err != nil {
		return nil, fmt.Errorf("look for the rules' last alerts: %w", err)
	}
	ids := make([]int, len(newest))
	for i, n := range newest {
		ids[i] = n.Max
	}
	rows, err := client.Query().Where(alertevent.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the rules' last alerts: %w", err)
	}
	fired := make(map[int]*time.Time, len(rows))
	for _, row := range rows {
		at := row.FiredAt.UTC()
		fired[*row.RuleID] = &at
	}
	return fired, nil
}
