package server

import (
	"testing"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestAfterARestartWhatIsStoredIsServedAndWhatIsInMemoryRefills(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		before := newHouse(t, db, nil)
		now := before.clock.now()
		before.character("Mule 07")
		before.session("Mule 07", "s", now, now, 12)
		must(t, db.Ent.CharStats.Create().SetCharacterName("Mule 07").SetTotalKills(12).SetSessions(1).SetFirstAt(now).SetLastAt(now).Exec(ctx))
		must(t, db.Ent.RareEvent.Create().SetCharacterName("Mule 07").SetName("Hunter's Crystal").SetTimestamp(now).Exec(ctx))
		must(t, db.Ent.RareStats.Create().SetCharacterName("Mule 07").SetTotalRares(1).Exec(ctx))
		must(t, db.Ent.CharacterSheet.Create().SetCharacterName("Mule 07").SetAsOf(now).SetLevel(275).SetPayload([]byte("{}")).Exec(ctx))
		must(t, db.Ent.CombatStats.Create().SetCharacterName("Mule 07").SetAsOf(now).SetTotalKills(12).Exec(ctx))
		before.stores(pulse("Mule 07", "s", now, 12))
		before.hears(before.telemetry("Mule 07", 12), says(now, "vitals", "Mule 07", `"vitae":5`), says(now, "quest", "Mule 07", `"quest_name":"q","countdown":"ready"`),
			says(now, "chat", "Mule 07", `"text":"hi","color":2`), before.dungeonMap())

		h := openHouse(t, db, nil)
		cookie := h.cookie("reader")
		var characters Characters
		var stats Stats
		var rares Rares
		var kills Totals
		var history History
		var combat CombatList
		for path, out := range map[string]any{
			"/characters": &characters, "/stats/Mule%2007": &stats, "/rares": &rares, "/total-kills": &kills, "/history?character=Mule%2007": &history, "/combat-stats": &combat,
		} {
			if code := h.get(cookie, path, out); code != 200 {
				t.Errorf("%s: %d", path, code)
			}
		}
		if len(characters.Characters) != 1 || *characters.Characters[0].Level != 275 || stats.Totals.Kills != 12 || stats.Session == nil || len(rares.Rares) != 1 ||
			kills.AllTime != 12 || len(history.T) == 0 || len(combat.Combat) != 1 {
			t.Errorf("characters %+v\nstats %+v\nrares %+v\nkills %+v\nhistory %+v\ncombat %+v", characters, stats, rares, kills, history, combat)
		}

		var live Live
		var vitals VitalsList
		var quests QuestStatus
		var chat ChatLog
		read := func() (players, pools, timers, lines, maps int) {
			h.get(cookie, "/live", &live)
			h.get(cookie, "/vitals", &vitals)
			h.get(cookie, "/quest-status", &quests)
			if code := h.get(cookie, "/chat/Mule%2007", &chat); code != 200 {
				t.Errorf("chat: %d", code)
			}
			return len(live.Players), len(vitals.Vitals), len(quests.Characters), len(chat.Lines), h.get(cookie, "/dungeon-map/01C9", nil)
		}
		if p, v, q, l, m := read(); p+v+q+l != 0 || m != 404 {
			t.Errorf("memory survived: %d players, %d vitals, %d quests, %d lines, map %d", p, v, q, l, m)
		}
		h.clock.advance(liveAge)
		now = h.clock.now()
		h.hears(h.telemetry("Mule 07", 12), says(now, "vitals", "Mule 07", `"vitae":5`), says(now, "quest", "Mule 07", `"quest_name":"q","countdown":"ready"`),
			says(now, "chat", "Mule 07", `"text":"hi","color":2`), h.dungeonMap())
		if p, v, q, l, m := read(); p != 1 || v != 1 || q != 1 || l != 1 || m != 200 {
			t.Errorf("not refilled: %d players, %d vitals, %d quests, %d lines, map %d", p, v, q, l, m)
		}
	})
}
