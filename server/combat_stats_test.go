package server

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent/character"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestCombatIsServedByMonsterAttackAndElement(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		ctx, cookie, now := t.Context(), h.cookie("reader"), h.clock.now()
		h.character("Mule 07")
		monsters := json.RawMessage(`{"Raving Fiun":{"kill_count":"12","damage_given":9001,"offense":{"Magic":{"Fire":{"total_attacks":30,"crits":"N/A","max_crit_damage":700}}}},"odd":7}`)
		must(t, db.Ent.CombatStats.Create().SetCharacterName("Mule 07").SetAsOf(now).SetTotalKills(1203).SetTotalDamageGiven(900_123).
			SetTotalCloakSurges(4).SetMonsters(monsters).Exec(ctx))
		for i := range 7 {
			must(t, db.Ent.CombatStatsSession.Create().SetCharacterName("Mule 07").SetSessionID(fmt.Sprint("s", i)).
				SetAsOf(now.Add(-time.Duration(i/2)*time.Hour)).SetTotalKills(int64(i)).SetMonsters(monsters).Exec(ctx))
		}
		must(t, db.Ent.CombatStatsSession.Create().SetCharacterName("Mule 08").SetSessionID("s").SetAsOf(now).Exec(ctx))

		var list CombatList
		if h.get(cookie, "/combat-stats", &list); len(list.Combat) != 1 || list.Combat[0].CharacterName != "Mule 07" || list.Combat[0].TotalDamageGiven != 900_123 ||
			!list.Combat[0].AsOf.Equal(now) {
			t.Errorf("%+v", list)
		}
		var got CombatStats
		h.get(cookie, "/combat-stats/Mule%2007", &got)
		fiun := got.Lifetime.Monsters["Raving Fiun"]
		fire := fiun.Offense["Magic"]["Fire"]
		if got.Lifetime.TotalCloakSurges != 4 || *fiun.KillCount != 12 || fiun.DamageReceived != nil || *fire.TotalAttacks != 30 || fire.Crits != nil ||
			*fire.MaxCritDamage != 700 || fiun.Defense == nil {
			t.Errorf("lifetime = %+v", got.Lifetime)
		}
		if got.Session == nil || got.Session.SessionID != "s1" || got.Session.TotalKills != 1 || len(got.Session.Monsters) == 0 || len(got.Sessions) != 7 || got.NextCursor != "" {
			t.Errorf("%+v", got)
		}

		seen, cursor := "", ""
		for page := 0; page == 0 || cursor != ""; page++ {
			if code := h.get(cookie, "/combat-stats/Mule%2007?limit=3&cursor="+cursor, &got); code != 200 || page > 3 {
				t.Fatalf("page %d: %d", page, code)
			}
			for _, s := range got.Sessions {
				seen += s.SessionID
			}
			cursor = got.NextCursor
		}
		if seen != "s1s0s3s2s5s4s6" {
			t.Errorf("pages hold %s", seen)
		}
		for _, bad := range []string{"limit=0", "limit=501", "cursor=x"} {
			if code := h.get(cookie, "/combat-stats/Mule%2007?"+bad, nil); code != 422 {
				t.Errorf("%s: %d", bad, code)
			}
		}
	})
}

func TestCombatOfAllIsTheSumOfEach(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		ctx, cookie, now := t.Context(), h.cookie("reader"), h.clock.now()
		fight := func(attacks, most int) json.RawMessage {
			return json.RawMessage(fmt.Sprintf(`{"Raving Fiun":{"kill_count":%d,"offense":{"Magic":{"Fire":{"total_attacks":%d,"crits":"N/A","max_crit_damage":%d}}}}}`, attacks/2, attacks, most))
		}
		for name, session := range map[string]int{"Mule 07": 10, "Mule 08": 30, "Hidden": 500} {
			h.character(name)
			must(t, db.Ent.CombatStats.Create().SetCharacterName(name).SetAsOf(now).SetTotalKills(100).SetMonsters(fight(10*session, 9*session)).Exec(ctx))
			// The newest of a moment is the one that came last.
			for i, as := range []time.Time{now.Add(-time.Hour), now, now} {
				must(t, db.Ent.CombatStatsSession.Create().SetCharacterName(name).SetSessionID(fmt.Sprint("s", i)).SetAsOf(as).
					SetTotalKills(int64(i)).SetMonsters(fight(session*i, session)).Exec(ctx))
			}
		}
		must(t, db.Ent.Character.Update().Where(character.Name("Hidden")).SetHidden(true).Exec(ctx))
		var got CombatList
		if h.get(cookie, "/combat-stats", &got); len(got.Combat) != 2 || got.Monsters != nil {
			t.Errorf("lifetimes: %+v", got)
		}
		for path, want := range map[string][4]int64{"": {100, 200, 400, 270}, "&of=session": {2, 40, 80, 30}} {
			h.get(cookie, "/combat-stats?monsters=true"+path, &got)
			fiun := got.Monsters["Raving Fiun"]
			fire := fiun.Offense["Magic"]["Fire"]
			if len(got.Combat) != 2 || got.Combat[0].TotalKills != want[0] || *fiun.KillCount != want[1] || *fire.TotalAttacks != want[2] ||
				*fire.MaxCritDamage != want[3] || fire.Crits != nil || fiun.DamageGiven != nil {
				t.Errorf("%s: %+v %+v", path, got.Combat, fiun)
			}
		}
		if code := h.get(cookie, "/combat-stats?of=week", nil); code != 422 {
			t.Errorf("a week: %d", code)
		}
	})
}
