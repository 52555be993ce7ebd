package writer

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// tree is a fight record as a flat map: "monster", "monster/offense/Magic/Fire" and "" (the totals) to its numbers.
type tree map[string]map[string]int64

// treeOf reads a record from JSON, by the plainest way there is: what is no whole number from 0 up is none.
func treeOf(t testing.TB, payload []byte) tree {
	t.Helper()
	out := tree{}
	var walk func(path string, value map[string]any)
	walk = func(path string, value map[string]any) {
		for key, v := range value {
			if inner, ok := v.(map[string]any); ok {
				if key == "monsters" {
					walk("", inner)
				} else {
					walk(strings.TrimPrefix(path+"/"+key, "/"), inner)
				}
				continue
			}
			if out[path] == nil {
				out[path] = map[string]int64{}
			}
			number, _ := v.(float64)
			if text, ok := v.(string); ok {
				_, _ = fmt.Sscan(strings.ReplaceAll(text, ",", ""), &number)
			}
			out[path][key] = int64(max(number, 0))
		}
	}
	var value map[string]any
	must(t, json.Unmarshal(payload, &value))
	walk("", value)
	return out
}

// plus adds another session's tree.
func (a tree) plus(b tree) {
	for path, numbers := range b {
		if a[path] == nil {
			a[path] = map[string]int64{}
		}
		for key, v := range numbers {
			if strings.HasPrefix(key, "max_") {
				a[path][key] = max(a[path][key], v)
			} else {
				a[path][key] += v
			}
		}
	}
}

// String prints the numbers that are not 0, and the paths in any case.
func (a tree) String() string {
	var lines []string
	for path, numbers := range a {
		var told []string
		for key, v := range numbers {
			if v != 0 {
				told = append(told, fmt.Sprint(key, "=", v))
			}
		}
		slices.Sort(told)
		lines = append(lines, fmt.Sprint(path, told))
	}
	slices.Sort(lines)
	return strings.Join(lines, " ")
}

// oracleCombat keeps each session's newest record and adds them up. events are in the order of their time.
func oracleCombat(events []event.Event, out tables) {
	newest := map[[2]string]*event.CombatStats{}
	for _, e := range events {
		if f, ok := e.(*event.CombatStats); ok {
			newest[[2]string{f.Character, f.SessionID}] = f
		}
	}
	lifetimes, asOf := map[string]tree{}, map[string]int64{}
	for key, f := range newest {
		var frame struct{ Session json.RawMessage }
		if err := json.Unmarshal(f.Raw, &frame); err != nil {
			panic(err)
		}
		session := treeOf(&testing.T{}, frame.Session)
		out.add("fights", "%v as of %d %v", key, micros(f.Timestamp), session)
		if lifetimes[key[0]] == nil {
			lifetimes[key[0]] = tree{}
		}
		lifetimes[key[0]].plus(session)
		asOf[key[0]] = max(asOf[key[0]], micros(f.Timestamp))
	}
	for name, lifetime := range lifetimes {
		out.add("lifetimes", "%s as of %d %v", name, asOf[name], lifetime)
	}
}

func snapshotCombat(t testing.TB, db *database.DB, out tables) {
	t.Helper()
	stored := func(monsters json.RawMessage, kills, given, received, aetheria, cloaks int64) tree {
		all := fields{
			"total_kills": kills, "total_damage_given": given, "total_damage_received": received,
			"total_aetheria_surges": aetheria, "total_cloak_surges": cloaks,
		}
		if len(monsters) > 0 {
			all["monsters"] = monsters
		}
		payload, err := json.Marshal(all)
		must(t, err)
		return treeOf(t, payload)
	}
	sessions, err := db.Ent.CombatStatsSession.Query().All(t.Context())
	must(t, err)
	for _, s := range sessions {
		out.add("fights", "%v as of %d %v", [2]string{s.CharacterName, s.SessionID}, micros(s.AsOf),
			stored(s.Monsters, s.TotalKills, s.TotalDamageGiven, s.TotalDamageReceived, s.TotalAetheriaSurges, s.TotalCloakSurges))
	}
	lifetimes, err := db.Ent.CombatStats.Query().All(t.Context())
	must(t, err)
	for _, l := range lifetimes {
		out.add("lifetimes", "%s as of %d %v", l.CharacterName, micros(l.AsOf),
			stored(l.Monsters, l.TotalKills, l.TotalDamageGiven, l.TotalDamageReceived, l.TotalAetheriaSurges, l.TotalCloakSurges))
	}
}

// fights draws combat_stats. Within a session the numbers mostly grow, as they do in the game, and sometimes do not.
func fights(t testing.TB, r *rapid.T, name string, once func(string, ...any) bool) (events []event.Event) {
	for range rapid.IntRange(0, 5).Draw(r, "fights") {
		when := float64(rapid.IntRange(0, 20).Draw(r, "at"))
		session := rapid.SampledFrom([]string{"", "s1", "s2", "s3"}).Draw(r, "session")
		if !once("combat %s %s %v", name, session, when) {
			continue
		}
		number := func(what string) any {
			v := rapid.IntRange(0, 9).Draw(r, what) + int(when)
			return rapid.SampledFrom([]any{v, v, fmt.Sprint(v), "N/A", -v, nil, "1,234"}).Draw(r, what+" as")
		}
		attack := func() fields {
			return fields{
				"total_attacks": number("attacks"), "failed_attacks": number("failed"), "crits": number("crits"),
				"total_normal_damage": number("normal"), "max_normal_damage": number("max normal"),
				"total_crit_damage": number("critical"), "max_crit_damage": number("max critical"),
			}
		}
		monsters := fields{}
		for _, monster := range []string{"Raving Fiun", `Drudge "Slinker"`, "Ölthoi"} {
			if !rapid.Bool().Draw(r, "met") {
				continue
			}
			m := fields{"kill_count": number("kills"), "damage_given": number("given"), "damage_received": number("received")}
			for _, side := range []string{"offense", "defense"} {
				if !rapid.Bool().Draw(r, side) {
					continue
				}
				m[side] = fields{"Magic": fields{"Fire": attack(), "": attack()}, "Melee": fields{"Fire": attack()}}
			}
			monsters[monster] = m
		}
		events = append(events, occur(t, event.TypeCombatStats, name, at(when), fields{
			"session_id": session,
			"session": fields{
				"total_kills": number("total kills"), "total_damage_given": number("total given"),
				"total_damage_received": number("total received"), "total_aetheria_surges": number("aetheria"),
				"total_cloak_surges": number("cloaks"), "monsters": monsters,
			},
		}))
	}
	return events
}

func TestCombatOfASessionIsReplacedAndOlderIsSuperseded(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		w, stop := run(t, db)
		fight := func(session string, when float64, kills, best int) event.Event {
			return occur(t, event.TypeCombatStats, "Ann", at(when), fields{
				"session_id": session, "session": fields{
					"total_kills": kills, "total_damage_given": "9,001",
					"monsters": fields{"Raving Fiun": fields{"kill_count": kills, "offense": fields{"Magic": fields{"Fire": fields{
						"total_attacks": kills, "max_normal_damage": best, "crits": "N/A",
					}}}}},
				},
			})
		}
		write(t, w, fight("s1", 600, 12, 310), fight("s2", 700, 3, 90))
		write(t, w, fight("s1", 0, 1, 999), fight("s1", 600, 12, 310), fight("s1", 900, 20, 320))
		stop()
		row, err := db.Ent.CombatStats.Query().Only(t.Context())
		must(t, err)
		var monsters map[string]event.MonsterCombat
		must(t, json.Unmarshal(row.Monsters, &monsters))
		fire := monsters["Raving Fiun"].Offense["Magic"]["Fire"]
		if row.TotalKills != 23 || row.TotalDamageGiven != 18_002 || !row.AsOf.Equal(at(900)) ||
			monsters["Raving Fiun"].KillCount.V != 23 || fire.TotalAttacks.V != 23 || fire.MaxNormalDamage.V != 320 ||
			!fire.Crits.Known || fire.Crits.V != 0 {
			t.Errorf("lifetime %+v %s", row, row.Monsters)
		}
		c := w.Counts()[event.TypeCombatStats]
		if c.Inserted != 2 || c.Applied != 1 || c.Duplicate != 1 || c.Superseded != 1 {
			t.Errorf("outcomes %+v", c)
		}
		session, err := db.Ent.CombatStatsSession.Query().Order().First(t.Context())
		must(t, err)
		if !strings.Contains(string(session.Monsters), "null") {
			t.Errorf("what a session does not tell is not unknown: %s", session.Monsters)
		}
	})
}
