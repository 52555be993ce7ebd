package server

import (
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent/alertevent"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/notify"
)

const ruleBody = `{"name":%q,"kind":"idle","enabled":true,"character_name":"Mule*","char_tag":"","threshold":null,"rare_tier":null,
	"grace_seconds":300,"cooldown_seconds":3600,"group_seconds":60,"quiet_from_minute":1320,"quiet_to_minute":420,"quiet_zone":%q,"post":true}`

func TestRulesAreWrittenByAdminsAndTheLogIsReadByAll(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		var engine *notify.Engine
		h := newHouse(t, db, func(o *Options) {
			engine = notify.New(notify.Options{DB: db, Live: o.Hub, Now: o.Now, Log: slog.New(slog.DiscardHandler)})
			o.Alerts = engine
		})
		must(t, engine.Tick(t.Context())) // makes the usual rules
		admin, reader := h.cookie("admin"), h.cookie("reader")
		send := func(method, path, body string, out any) int {
			w := do(h, request(method, path, body, "Cookie", admin, "Content-Type", "application/json"))
			if w.Code < 300 && out != nil {
				decode(t, w, out)
			}
			return w.Code
		}
		var rules AlertRules
		if code := h.get(reader, "/alerts/rules", &rules); code != 200 || len(rules.Rules) != 9 || rules.Posting.State != "off" {
			t.Fatalf("%d: %+v", code, rules)
		}
		var rule AlertRule
		if code := send("POST", "/alerts/rules", fmt.Sprintf(ruleBody, "Idle mules", "Europe/Stockholm"), &rule); code != http.StatusCreated || rule.QuietFrom == nil || *rule.QuietFrom != 1320 {
			t.Fatalf("%d: %+v", code, rule)
		}
		for name, zone := range map[string]string{"Idle mules": "UTC", " x": "UTC", "Elsewhere": "Mars/Olympus"} {
			if code := send("POST", "/alerts/rules", fmt.Sprintf(ruleBody, name, zone), nil); code != 409 && code != 422 {
				t.Errorf("%q in %s: %d", name, zone, code)
			}
		}
		path := fmt.Sprintf("/alerts/rules/%d", rule.ID)
		until := h.clock.now().Add(time.Hour)
		if code := send("POST", path+"/mute", fmt.Sprintf(`{"until":%q}`, until.Format(time.RFC3339)), &rule); code != 200 || rule.MutedUntil == nil || !rule.MutedUntil.Equal(until) {
			t.Errorf("mute: %d %+v", code, rule)
		}
		if code := send("PATCH", path, fmt.Sprintf(ruleBody, "Idle mules and more", "UTC"), &rule); code != 200 || rule.Name != "Idle mules and more" || rule.MutedUntil == nil {
			t.Errorf("change: %d %+v", code, rule)
		}
		var tested TestedAlert
		if code := send("POST", path+"/test", "", &tested); code != 200 || !tested.Alert.Test || tested.Alert.RuleName != rule.Name {
			t.Errorf("test: %d %+v", code, tested)
		}

		h.character("Mule 07")
		hidden := h.character("Secret")
		must(t, db.Ent.Character.UpdateOneID(hidden).SetHidden(true).Exec(t.Context()))
		for i, name := range []string{"Mule 07", "Secret", "Mule 07"} {
			must(t, db.Ent.AlertEvent.Create().SetRuleID(rule.ID).SetRuleName(rule.Name).SetKind(alertevent.KindIdle).SetCharacterName(name).
				SetDedupeKey(fmt.Sprint("cause ", i)).SetWhy("VTank is idle for 5 min.").SetFiredAt(h.clock.now().Add(time.Duration(i)*time.Minute)).Exec(t.Context()))
		}
		for _, c := range []struct {
			who, query string
			want       int
		}{
			{admin, "", 4},
			{reader, "", 3},
			{reader, "?character=Secret", 0},
			{admin, "?character=Secret", 1},
			{reader, "?kind=idle&character=Mule%2007", 2},
			{reader, "?kind=death&kind=rare", 0},
			{reader, "?rule=" + fmt.Sprint(rule.ID), 3},
			{reader, "?from=" + h.clock.now().Add(2*time.Minute).Format(time.RFC3339), 1},
		} {
			var log AlertLog
			if code := h.get(c.who, "/alerts"+c.query, &log); code != 200 || len(log.Alerts) != c.want {
				t.Errorf("%s: %d, %d alerts, want %d", c.query, code, len(log.Alerts), c.want)
			}
		}
		var first, second AlertLog
		h.get(reader, "/alerts?limit=2", &first)
		h.get(reader, "/alerts?limit=2&cursor="+first.NextCursor, &second)
		if len(first.Alerts) != 2 || len(second.Alerts) != 1 || first.Alerts[0].ID == second.Alerts[0].ID || second.NextCursor != "" {
			t.Errorf("pages: %+v, then %+v", first, second)
		}
		var one notify.Alert
		if code := send("POST", fmt.Sprintf("/alerts/%d/acknowledge", first.Alerts[0].ID), "", &one); code != 200 || one.AcknowledgedBy != "admin" || one.AcknowledgedAt == nil {
			t.Errorf("acknowledge: %d %+v", code, one)
		}
		var n Acknowledged
		if code := send("POST", "/alerts/acknowledge", fmt.Sprintf(`{"up_to":%d}`, first.Alerts[0].ID), &n); code != 200 || n.Count != 3 {
			t.Errorf("acknowledge all: %d %+v", code, n)
		}
		var open AlertLog
		if h.get(admin, "/alerts?open=true", &open); len(open.Alerts) != 0 {
			t.Errorf("open: %+v", open)
		}
		if code := send("DELETE", path, "", nil); code != http.StatusNoContent {
			t.Error(code)
		}
		if h.get(admin, "/alerts", &open); len(open.Alerts) != 4 || open.Alerts[0].RuleID != nil || open.Alerts[0].RuleName != rule.Name {
			t.Errorf("the log without its rule: %+v", open.Alerts)
		}
	})
}
