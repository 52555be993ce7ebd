package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/danielgtaylor/huma/v2"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertevent"
	"github.com/mosswart/overlord/ent/alertrule"
	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/notify"
)

// Alerts is what watches over the guild; notify.Engine is one.
type Alerts interface {
	// Refresh says that rules have changed.
	Refresh()
	// Test fires a rule for somebody who wants to see whether it reaches people. ent.IsNotFound: there is no such rule.
	Test(ctx context.Context, rule int, by string) (notify.Alert, error)
	// Tell tells the browsers of an alert that has changed; hidden: it is for admins.
	Tell(row *ent.AlertEvent, hidden bool)
	// Posting tells how posting to Discord goes.
	Posting(ctx context.Context) (notify.PostStatus, error)
}

// AlertLog is one page of GET /alerts.
type AlertLog struct {
	Alerts     []notify.Alert `json:"alerts"`
	NextCursor string         `json:"next_cursor" doc:"empty on the last page"`
}

type alertsInput struct {
	Character string    `query:"character" maxLength:"64"`
	Kind      []string  `query:"kind,explode" maxItems:"9" enum:"death,idle,offline,frozen,low_tapers,vitae,rare,ingest,database" doc:"any of them; repeat it"`
	Rule      int       `query:"rule" minimum:"1"`
	From      time.Time `query:"from" doc:"fired not before"`
	To        time.Time `query:"to" doc:"fired before"`
	Open      bool      `query:"open" doc:"only those of which nobody took note"`
	Told      bool      `query:"told" doc:"only those that were not silenced"`
	Limit     int       `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Cursor    string    `query:"cursor" maxLength:"64" doc:"next_cursor of the page before"`
}

// registerAlerts is /alerts and what is below it.
func (s *Server) registerAlerts() {
	operate(s, Reader, huma.Operation{
		OperationID: "alerts", Method: http.MethodGet, Path: "/alerts", Tags: []string{"alerts"}, Summary: "The log of alerts, newest first",
		Description: "Alerts of hidden characters are shown to admins alone. New ones, and those that change, come as frames of type alert on /ws/live.",
	}, s.alerts)
	operate(s, Admin, huma.Operation{
		OperationID: "acknowledge-alert", Method: http.MethodPost, Path: "/alerts/{id}/acknowledge", Tags: []string{"alerts"}, Summary: "Take note of an alert",
	}, s.acknowledgeAlert)
	operate(s, Admin, huma.Operation{
		OperationID: "acknowledge-alerts", Method: http.MethodPost, Path: "/alerts/acknowledge", Tags: []string{"alerts"},
		Summary: "Take note of every alert up to one", DefaultStatus: http.StatusOK,
	}, s.acknowledgeAlerts)
	s.registerAlertRules()
}

func (s *Server) alerts(ctx context.Context, in *alertsInput) (*struct{ Body AlertLog }, error) {
	after, err := pageAfter(in.Cursor, alertevent.FieldFiredAt)
	if err != nil {
		return nil, err
	}
	query := s.options.DB.Ent.AlertEvent.Query().Where(after).Limit(in.Limit+1).
		Order(alertevent.ByFiredAt(sql.OrderDesc()), alertevent.ByID(sql.OrderDesc()))
	if in.Character != "" {
		query.Where(alertevent.CharacterName(in.Character))
	}
	if len(in.Kind) > 0 {
		kinds := make([]alertevent.Kind, len(in.Kind))
		for i, kind := range in.Kind {
			kinds[i] = alertevent.Kind(kind)
		}
		query.Where(alertevent.KindIn(kinds...))
	}
	if in.Rule != 0 {
		query.Where(alertevent.RuleID(in.Rule))
	}
	if !in.From.IsZero() {
		query.Where(alertevent.FiredAtGTE(in.From.UTC()))
	}
	if !in.To.IsZero() {
		query.Where(alertevent.FiredAtLT(in.To.UTC()))
	}
	if in.Open {
		query.Where(alertevent.AcknowledgedAtIsNil(), alertevent.SilencedIsNil())
	}
	if in.Told {
		query.Where(alertevent.SilencedIsNil())
	}
	if !PrincipalFrom(ctx).Admin {
		query.Where(ofShownCharacters)
	}
	rows, err := query.All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read alerts: %w", err)
	}
	rows, next := pageOf(rows, in.Limit, func(a *ent.AlertEvent) cursor { return cursor{a.FiredAt, a.ID} })
	out := AlertLog{Alerts: make([]notify.Alert, 0, len(rows)), NextCursor: next}
	for _, row := range rows {
		out.Alerts = append(out.Alerts, notify.AlertOf(row))
	}
	return &struct{ Body AlertLog }{out}, nil
}

// ofShownCharacters leaves out the alerts of hidden characters.
func ofShownCharacters(s *sql.Selector) {
	hidden := sql.Table(character.Table)
	s.Where(sql.NotIn(s.C(alertevent.FieldCharacterName),
		sql.Select(hidden.C(character.FieldName)).From(hidden).Where(sql.EQ(hidden.C(character.FieldHidden), true))))
}

func (s *Server) acknowledgeAlert(ctx context.Context, in *struct {
	ID int `path:"id" minimum:"1"`
},
) (*struct{ Body notify.Alert }, error) {
	client := s.options.DB.Ent.AlertEvent
	_, err := client.Update().Where(alertevent.ID(in.ID), alertevent.AcknowledgedAtIsNil()).
		SetAcknowledgedAt(database.Microseconds(s.now())).SetAcknowledgedBy(PrincipalFrom(ctx).Username).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("acknowledge an alert: %w", err)
	}
	row, err := client.Get(ctx, in.ID)
	if ent.IsNotFound(err) {
		return nil, fault.New(fault.NotFound, "There is no such alert.")
	}
	if err != nil {
		return nil, fmt.Errorf("read an alert: %w", err)
	}
	s.tellAlerts(ctx, row)
	return &struct{ Body notify.Alert }{notify.AlertOf(row)}, nil
}

type acknowledgeAll struct {
	UpTo int `json:"up_to" minimum:"1" doc:"the id of the newest alert that was read"`
}

// Acknowledged is the answer of POST /alerts/acknowledge.
type Acknowledged struct {
	Count int `json:"count"`
}

// maxToldAcknowledged is how many alerts' frames an acknowledgement of all sends; pages that hold more ask again.
const maxToldAcknowledged = 500

func (s *Server) acknowledgeAlerts(ctx context.Context, in *struct{ Body acknowledgeAll }) (*struct{ Body Acknowledged }, error) {
	client := s.options.DB.Ent.AlertEvent
	open := client.Query().Where(alertevent.IDLTE(in.Body.UpTo), alertevent.AcknowledgedAtIsNil())
	ids, err := open.Order(alertevent.ByID(sql.OrderDesc())).Limit(maxToldAcknowledged).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for open alerts: %w", err)
	}
	n, err := client.Update().Where(alertevent.IDLTE(in.Body.UpTo), alertevent.AcknowledgedAtIsNil()).
		SetAcknowledgedAt(database.Microseconds(s.now())).SetAcknowledgedBy(PrincipalFrom(ctx).Username).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("acknowledge alerts: %w", err)
	}
	rows, err := client.Query().Where(alertevent.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read alerts: %w", err)
	}
	s.tellAlerts(ctx, rows...)
	return &struct{ Body Acknowledged }{Acknowledged{n}}, nil
}

// tellAlerts tells the browsers that alerts have changed. What cannot be told is read when a page asks next.
func (s *Server) tellAlerts(ctx context.Context, rows ...*ent.AlertEvent) {
	if s.options.Alerts == nil {
		return
	}
	names, err := s.options.DB.Ent.Character.Query().Where(character.Hidden(true)).Select(character.FieldName).Strings(ctx)
	if err != nil {
		return
	}
	hidden := make(map[string]bool, len(names))
	for _, name := range names {
		hidden[name] = true
	}
	for _, row := range rows {
		s.options.Alerts.Tell(row, hidden[row.CharacterName])
	}
}

// refreshAlerts says that rules have changed.
func (s *Server) refreshAlerts() {
	if s.options.Alerts != nil {
		s.options.Alerts.Refresh()
	}
}

func noSuchRule() error { return fault.New(fault.NotFound, "There is no such rule.") }

// ruleFault says what a refused write of a rule is about.
func ruleFault(err error) error {
	switch {
	case ent.IsNotFound(err):
		return noSuchRule()
	case ent.IsConstraintError(err):
		return fault.New(fault.Conflict, "There is a rule of that name.").WithField(alertrule.FieldName, "is taken")
	default:
		return fmt.Errorf("write an alert rule: %w", err)
	}
}
