package notify_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertevent"
	"github.com/mosswart/overlord/ent/alertrule"
	"github.com/mosswart/overlord/ent/outbox"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/notify"
)

// watch is an engine on the test's clock, with rules of the test's own.
type watch struct {
	*notify.Engine
	t      *testing.T
	db     *database.DB
	clock  *clock
	live   *browsers
	health notify.Health
	ew     float64
}

func newWatch(t *testing.T, db *database.DB, rules ...func(*ent.AlertRuleCreate)) *watch {
	w := &watch{t: t, db: db, clock: &clock{at: time.Date(2026, 6, 24, 12, 0, 0, 0, time.UTC)}, live: &browsers{}}
	for i, change := range rules {
		rule := db.Ent.AlertRule.Create().SetName(fmt.Sprint("rule ", i)).SetCreatedAt(w.clock.now().Add(-time.Hour))
		change(rule)
		must(t, rule.Exec(t.Context()))
	}
	w.restart()
	return w
}

func (w *watch) restart() {
	w.Engine = notify.New(notify.Options{
		DB: w.db, Live: w.live, Health: func() notify.Health { return w.health }, Now: w.clock.now, Log: silent,
		Outbox: notify.NewSender(notify.SenderOptions{DB: w.db, URL: "https://discord.com/api/webhooks/1/x", Now: w.clock.now, Log: silent}),
	})
	must(w.t, w.Tick(w.t.Context()))
}

// hear takes an event with the fields given, of now.
func (w *watch) hear(kind, name string, fields string) {
	w.t.Helper()
	now := w.clock.now()
	e, err := event.Decode(fmt.Appendf(nil, `{"type":%q,"timestamp":%q,"character_name":%q%s}`, kind, now.Format(time.RFC3339Nano), name, fields), now)
	must(w.t, err)
	w.Consume([]event.Event{e})
}

// pass lets time pass, in which a character sends telemetry with the fields given every other second. Without vt_state
// it runs about.
func (w *watch) pass(d time.Duration, name, fields string) {
	w.t.Helper()
	for end := w.clock.now().Add(d); w.clock.now().Before(end); {
		if name != "" {
			if !strings.Contains(fields, "ew") {
				w.ew += 0.01
				w.hear("telemetry", name, fmt.Sprintf(`,"ew":%f,"ns":1,"vt_state":"Nav"%s`, w.ew, fields))
			} else {
				w.hear("telemetry", name, fields)
			}
		}
		must(w.t, w.Tick(w.t.Context()))
		w.clock.advance(2 * time.Second)
	}
}

// log is the alerts, as "kind character why", with why nobody was told.
func (w *watch) log() string {
	var all []string
	for _, row := range w.db.Ent.AlertEvent.Query().Order(alertevent.ByID()).AllX(w.t.Context()) {
		line := strings.Join(strings.Fields(fmt.Sprint(row.Kind, " ", row.CharacterName, " ", row.Why)), " ")
		if row.Silenced != nil {
			line += " [" + string(*row.Silenced) + "]"
		}
		all = append(all, line)
	}
	return strings.Join(all, "\n")
}

func (w *watch) expect(lines ...string) {
	w.t.Helper()
	if got, want := w.log(), strings.Join(lines, "\n"); got != want {
		w.t.Errorf("the log has\n%s\nwant\n%s", got, want)
	}
}

func kind(k notify.Kind, more ...func(*ent.AlertRuleCreate)) func(*ent.AlertRuleCreate) {
	return func(r *ent.AlertRuleCreate) {
		r.SetKind(k)
		for _, change := range more {
			change(r)
		}
	}
}

func held(d time.Duration) func(*ent.AlertRuleCreate) {
	return func(r *ent.AlertRuleCreate) { r.SetGraceSeconds(int(d.Seconds())) }
}

func TestEachKindFiresOnItsStateAndOnce(t *testing.T) {
	const still = `,"ew":5,"ns":5,"kills":7,"vt_state":"Combat"`
	for _, c := range []struct {
		name  string
		rule  func(*ent.AlertRuleCreate)
		live  func(w *watch)
		wants []string
	}{
		{"VTank is idle", kind(alertrule.KindIdle, held(time.Minute)), func(w *watch) {
			w.pass(30*time.Second, "Dorn", "")
			w.pass(2*time.Minute, "Dorn", `,"ew":5,"ns":5,"vt_state":"Idle"`)
		}, []string{"idle Dorn VTank is idle for 1 min, at 5.0N, 5.0E."}},
		{"nothing moves or dies", kind(alertrule.KindIdle, held(time.Minute)), func(w *watch) { w.pass(2*time.Minute, "Dorn", still) }, []string{"idle Dorn Neither moved nor killed for 1 min, at 5.0N, 5.0E."}},
		{"stands, and kills", kind(alertrule.KindIdle, held(time.Minute)), func(w *watch) {
			for i := range 4 {
				w.pass(40*time.Second, "Dorn", fmt.Sprintf(`,"ew":5,"ns":5,"kills":%d,"vt_state":"Combat"`, i))
			}
		}, nil},
		{"idle twice", kind(alertrule.KindIdle, held(time.Minute)), func(w *watch) {
			for range 2 {
				w.pass(90*time.Second, "Dorn", still)
				w.pass(20*time.Second, "Dorn", "")
			}
		}, []string{"idle Dorn Neither moved nor killed for 1 min, at 5.0N, 5.0E.", "idle Dorn Neither moved nor killed for 1 min, at 5.0N, 5.0E."}},
		{"offline", kind(alertrule.KindOffline, held(time.Minute)), func(w *watch) {
			w.pass(10*time.Second, "Dorn", "")
			w.pass(3*time.Minute, "", "")
		}, []string{"offline Dorn Not heard of for 1 min, at 1.0N, 0.1E."}},
		{"frozen", kind(alertrule.KindFrozen, held(40*time.Second)), func(w *watch) {
			for age := range 40 {
				w.pass(2*time.Second, "Dorn", fmt.Sprintf(`,"last_server_message_s":%d`, 2*age))
			}
		}, []string{"frozen Dorn The client runs, but has heard nothing from the game server for 40 s, at 1.0N, 0.2E."}},
		{"few tapers", kind(alertrule.KindLowTapers), func(w *watch) {
			w.pass(4*time.Second, "Dorn", `,"prismatic_taper_count":"1,101"`)
			w.pass(4*time.Second, "Dorn", `,"prismatic_taper_count":"100"`)
			w.pass(4*time.Second, "Dorn", `,"prismatic_taper_count":"99"`)
		}, []string{"low_tapers Dorn 100 prismatic tapers are left; the limit is 100, at 1.0N, 0.0E."}},
		{"vitae", kind(alertrule.KindVitae), func(w *watch) {
			for _, vitae := range []int{5, 10, 15} {
				w.hear("vitals", "Dorn", fmt.Sprintf(`,"vitae":%d`, vitae))
				w.pass(4*time.Second, "Dorn", "")
			}
		}, []string{"vitae Dorn 10 % vitae; the limit is 10 %, at 1.0N, 0.0E."}},
		{"great rares alone", kind(alertrule.KindRare, func(r *ent.AlertRuleCreate) { r.SetRareTier(alertrule.RareTierGreat) }), func(w *watch) {
			w.hear("rare", "Dorn", `,"name":"Hunter's Crystal","ew":33.6,"ns":42.1`)
			w.hear("rare", "Dorn", `,"name":"Count Renari's Equalizer","ew":33.6,"ns":42.1`)
			w.hear("rare", "Dorn", `,"name":"Count Renari's Equalizer","ew":33.6,"ns":42.1`) // sent twice
			w.pass(4*time.Second, "", "")
		}, []string{"rare Dorn Found Count Renari's Equalizer, a great rare, at 42.1N, 33.6E."}},
		{"a death that event and counter tell", kind(alertrule.KindDeath), func(w *watch) {
			w.pass(4*time.Second, "Dorn", `,"total_deaths":"57"`)
			w.pass(2*time.Second, "Dorn", `,"total_deaths":"58"`)
			w.hear("death", "Dorn", `,"killer":"Raving Fiun","total_deaths":58,"vitae":5`)
			w.pass(20*time.Second, "Dorn", `,"total_deaths":"58"`)
		}, []string{"death Dorn Killed by Raving Fiun, death 58, 5 % vitae."}},
		{"a death event without a number, then the counter", kind(alertrule.KindDeath), func(w *watch) {
			w.pass(4*time.Second, "Dorn", `,"total_deaths":"57"`)
			w.hear("death", "Dorn", `,"killer":"Raving Fiun"`)
			w.pass(20*time.Second, "Dorn", `,"total_deaths":"58"`)
		}, []string{"death Dorn Killed by Raving Fiun, death 58."}},
		{"another character", kind(alertrule.KindDeath, func(r *ent.AlertRuleCreate) { r.SetCharacterName("Mule*") }), func(w *watch) {
			w.hear("death", "Dorn", `,"killer":"Raving Fiun","total_deaths":58`)
			w.hear("death", "mule 07", `,"killer":"Raving Fiun","total_deaths":3`)
			w.pass(4*time.Second, "", "")
		}, []string{"death mule 07 Killed by Raving Fiun, death 3."}},
		{"all plugins silent", kind(alertrule.KindIngest, held(time.Minute)), func(w *watch) {
			for range 5 {
				for _, name := range []string{"A", "B", "C"} {
					w.hear("vitals", name, `,"vitae":0`)
				}
				w.pass(2*time.Second, "", "")
			}
			w.pass(3*time.Minute, "", "")
		}, []string{"ingest No plugin was heard for 1 min; 3 characters had been online."}},
		{"one of one leaves", kind(alertrule.KindIngest, held(time.Minute)), func(w *watch) {
			w.pass(10*time.Second, "Dorn", "")
			w.pass(3*time.Minute, "", "")
		}, nil},
		{"the database", kind(alertrule.KindDatabase, held(time.Minute)), func(w *watch) {
			w.health = notify.Health{DatabaseSince: w.clock.now(), Pending: 1234}
			w.pass(2*time.Minute, "", "")
		}, []string{"database The database has taken nothing for 1 min; 1234 events wait on disk."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWatch(t, testkit.Open(t, testkit.SQLite(t)), c.rule)
			c.live(w)
			w.expect(c.wants...)
		})
	}
}

func TestARestartForgetsNothingAndFiresNothingTwice(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w := newWatch(t, db, kind(alertrule.KindIdle, held(5*time.Minute)), kind(alertrule.KindOffline, held(time.Minute)))
		const idle = `,"ew":5,"ns":5,"vt_state":"Idle"`
		w.pass(3*time.Minute, "Dorn", idle)
		w.restart()
		w.pass(3*time.Minute, "Dorn", idle)
		w.expect("idle Dorn VTank is idle for 5 min, at 5.0N, 5.0E.")
		w.restart()
		w.pass(7*time.Minute, "Dorn", idle)
		w.pass(90*time.Second, "", "")
		w.restart()
		w.pass(5*time.Minute, "", "")
		w.expect("idle Dorn VTank is idle for 5 min, at 5.0N, 5.0E.", "offline Dorn Not heard of for 1 min, at 5.0N, 5.0E.")
		w.pass(10*time.Second, "Dorn", "")
		for _, row := range db.Ent.AlertEvent.Query().AllX(t.Context()) {
			if row.EndedAt == nil {
				t.Errorf("%s is not over", row.Kind)
			}
		}
		if n := db.Ent.AlertWatch.Query().CountX(t.Context()); n != 0 {
			t.Errorf("%d watches are left", n)
		}
	})
}

func TestSilenceIsLoggedWithItsReasonAndToldToNobody(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w := newWatch(t, db, kind(alertrule.KindDeath, func(r *ent.AlertRuleCreate) {
			r.SetCooldownSeconds(3600).SetQuietFromMinute(22 * 60).SetQuietToMinute(7 * 60).SetQuietZone("Europe/Stockholm")
		}))
		total := 10
		die := func() {
			total++
			w.hear("death", "Dorn", fmt.Sprintf(`,"killer":"Fiun","total_deaths":%d`, total))
			w.pass(2*time.Second, "", "")
		}
		die()
		die()
		w.clock.advance(2 * time.Hour)
		die()
		w.clock.advance(7 * time.Hour) // 21:00 UTC is 23:00 in Stockholm in June
		die()
		w.clock.advance(12 * time.Hour)
		db.Ent.AlertRule.Update().SetMutedUntil(w.clock.now().Add(time.Hour)).ExecX(t.Context())
		w.Refresh()
		die()
		w.expect("death Dorn Killed by Fiun, death 11.", "death Dorn Killed by Fiun, death 12. [cooldown]", "death Dorn Killed by Fiun, death 13.",
			"death Dorn Killed by Fiun, death 14. [quiet]", "death Dorn Killed by Fiun, death 15. [muted]")
		if n := db.Ent.Outbox.Query().CountX(t.Context()); n != 2 {
			t.Errorf("%d messages, want 2", n)
		}
	})
}

func TestABurstIsOneMessageAndHiddenCharactersAreInNone(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		must(t, db.Ent.Character.Create().SetName("Secret").SetHidden(true).Exec(t.Context()))
		w := newWatch(t, db, kind(alertrule.KindDeath, func(r *ent.AlertRuleCreate) { r.SetGroupSeconds(30) }))
		for i := range 7 {
			w.hear("death", fmt.Sprintf("Mule *%d*", i), `,"killer":"@everyone <@1>","total_deaths":1`)
			w.pass(4*time.Second, "", "")
		}
		w.hear("death", "Secret", `,"killer":"Fiun","total_deaths":1`)
		w.restart()
		w.pass(time.Minute, "", "")
		rows := db.Ent.Outbox.Query().Order(outbox.ByID()).AllX(t.Context())
		if len(rows) != 1 {
			t.Fatalf("%d messages", len(rows))
		}
		var m struct {
			Embeds []struct{ Title, Description string }
		}
		must(t, json.Unmarshal(rows[0].Payload, &m))
		if e := m.Embeds[0]; e.Title != "7 characters died in 24 s" || strings.Count(e.Description, "\n") != 6 ||
			!strings.Contains(e.Description, `**Mule \*0\*** · Killed by @`) || strings.Contains(e.Description, "@everyone") || strings.Contains(e.Description, "<@1>") || strings.Contains(e.Description, "Secret") {
			t.Errorf("%+v", e)
		}
		for _, f := range w.live.frames {
			if f.admins != (f.CharacterName == "Secret") {
				t.Errorf("%s: for admins %t", f.CharacterName, f.admins)
			}
		}
	})
}

func TestTheUsualRulesAreMadeOnce(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	w := newWatch(t, db)
	if n := db.Ent.AlertRule.Query().CountX(t.Context()); n != 9 {
		t.Fatalf("%d rules", n)
	}
	rule := db.Ent.AlertRule.Query().FirstX(t.Context())
	alert, err := w.Test(t.Context(), rule.ID, "Asheron")
	must(t, err)
	if !alert.Test || !strings.Contains(alert.Why, "Asheron") {
		t.Errorf("%+v", alert)
	}
	db.Ent.AlertRule.Delete().ExecX(t.Context())
	w.restart()
	if n := db.Ent.AlertRule.Query().CountX(t.Context()); n != 0 {
		t.Errorf("%d rules came back", n)
	}
}

func TestPatternsAndQuietHours(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "Dorn", true},
		{"dorn", "Dorn", true},
		{"Dor", "Dorn", false},
		{"Mule*", "mule 07", true},
		{"*07", "Mule 07", true},
		{"M*0*7", "Mule 007", true},
		{"a*a", "a", false},
		{"*", "", true},
		{"*x*", "Mule", false},
	} {
		if got := notify.Matches(c.pattern, c.text); got != c.want {
			t.Errorf("%q on %q: %t", c.pattern, c.text, got)
		}
	}
	minute := func(m int) *int { return &m }
	for _, c := range []struct {
		from, to *int
		at       string
		want     bool
	}{
		{minute(22 * 60), minute(7 * 60), "23:00", true},
		{minute(22 * 60), minute(7 * 60), "07:00", false},
		{minute(9 * 60), minute(17 * 60), "09:00", true},
		{minute(9 * 60), minute(17 * 60), "17:00", false},
		{minute(60), minute(60), "01:00", false},
		{minute(60), nil, "01:00", false},
	} {
		at, err := time.Parse("15:04", c.at)
		must(t, err)
		if got := notify.Quiet(&ent.AlertRule{QuietFromMinute: c.from, QuietToMinute: c.to, QuietZone: "UTC"}, at); got != c.want {
			t.Errorf("%s: %t", c.at, got)
		}
	}
}
