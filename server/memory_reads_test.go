package server

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

// says is a frame of a character's at a moment.
func says(at time.Time, kind, name, fields string) string {
	if fields != "" {
		fields = "," + fields
	}
	return fmt.Sprintf(`{"type":%q,"timestamp":%q,"character_name":%q%s}`, kind, at.Format(time.RFC3339), name, fields)
}

func TestWhatIsInMemoryIsServed(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie, now := h.cookie("reader"), h.clock.now()
		h.hears(
			says(now, "vitals", "Mule 08", `"vitae":5`),
			says(now, "vitals", "Mule 07", `"health_current":301,"health_max":"341","health_percentage":88.3`),
			says(now, "cantrips", "Mule 07", `"cantrips":[{"spell_id":6107,"name":"Legendary Strength","family":261,"tier":"legendary","item_id":-2147418050}]`),
			says(now, "nearby_objects", "Mule 07", `"radius":75,"objects":[{"id":2164260865,"name":"Raving Fiun","object_class":5,"ew":33.7,"ns":42.2,"z":0.4,"distance":24.1}]`),
		)
		var vitals VitalsList
		h.get(cookie, "/vitals", &vitals)
		if len(vitals.Vitals) != 2 || vitals.Vitals[0].CharacterName != "Mule 07" || *vitals.Vitals[0].HealthMax != 341 || vitals.Vitals[0].Vitae != nil ||
			*vitals.Vitals[1].Vitae != 5 || !vitals.Vitals[0].Timestamp.Equal(now) {
			t.Errorf("vitals = %+v", vitals)
		}
		var cantrips Cantrips
		h.get(cookie, "/cantrips/Mule%2007", &cantrips)
		if len(cantrips.Cantrips) != 1 || *cantrips.Cantrips[0].SpellID != 6107 || cantrips.Cantrips[0].Tier != "legendary" || !cantrips.Timestamp.Equal(now) {
			t.Errorf("cantrips = %+v", cantrips)
		}
		var nearby Nearby
		h.get(cookie, "/nearby/Mule%2007", &nearby)
		if len(nearby.Objects) != 1 || *nearby.Radius != 75 || nearby.Objects[0].Name != "Raving Fiun" || nearby.Objects[0].HealthPct != nil {
			t.Errorf("nearby = %+v", nearby)
		}
	})
}

// empty are the routes about one character of which nothing may be known, and what they say then.
var empty = map[string]string{
	"/cantrips/":     `{"character_name":NAME,"timestamp":null,"cantrips":[]}`,
	"/nearby/":       `{"character_name":NAME,"timestamp":null,"radius":null,"objects":[]}`,
	"/chat/":         `{"character_name":NAME,"lines":[]}`,
	"/combat-stats/": `{"character_name":NAME,"lifetime":null,"session":null,"sessions":[],"next_cursor":""}`,
}

func TestAnUnknownCharacterIs404AndAKnownOneWithNothingIsEmpty(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie := h.cookie("reader")
		h.character("Stored Only")
		h.hears(says(h.clock.now(), "share_items", "Heard Only", ""))
		for route, answer := range empty {
			for _, name := range []string{"Stored Only", "Heard Only"} {
				w := do(h, request("GET", route+url.PathEscape(name), "", "Cookie", cookie))
				if want := strings.ReplaceAll(answer, "NAME", `"`+name+`"`) + "\n"; w.Code != 200 || w.Body.String() != want {
					t.Errorf("%s%s: %d %s", route, name, w.Code, w.Body)
				}
			}
			w := do(h, request("GET", route+"Nobody", "", "Cookie", cookie))
			if p := problemOf(t, w); w.Code != 404 || p.Detail != "No character of this name has been seen." {
				t.Errorf("%s: %d %+v", route, w.Code, p)
			}
			w = do(h, request("GET", route+strings.Repeat("x", 65), "", "Cookie", cookie))
			if p := problemOf(t, w); w.Code != 422 || p.Errors["character"] == "" {
				t.Errorf("%s with a long name: %d %+v", route, w.Code, p)
			}
		}
		for route, want := range map[string]string{
			"/vitals": `{"vitals":[]}`, "/quest-status": `{"characters":[]}`, "/quests": `{"characters":[],"quests":[]}`, "/combat-stats": `{"combat":[],"monsters":null}`,
		} {
			if w := do(h, request("GET", route, "", "Cookie", cookie)); w.Code != 200 || strings.TrimSuffix(w.Body.String(), "\n") != want {
				t.Errorf("%s: %d %s", route, w.Code, w.Body)
			}
		}
	})
}

func TestNamesTravelPercentEncoded(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie := h.cookie("reader")
		for _, name := range []string{"Mule 07", "D'Arc", "A/B", "A%2FB", "a?b#c", "Größe +1", "..", "x;y=z&w"} {
			h.character(name)
			for _, prefix := range []string{"", "/api"} {
				for _, route := range []string{"/cantrips/", "/nearby/", "/chat/", "/combat-stats/", "/stats/"} {
					w := do(h, request("GET", prefix+route+strings.ReplaceAll(url.PathEscape(name), "..", "%2E%2E"), "", "Cookie", cookie))
					if want := fmt.Sprintf("%q", name); w.Code != 200 || !strings.Contains(w.Body.String(), strings.ReplaceAll(want, `\u0026`, "&")) {
						t.Errorf("%s%s%s: %d %s", prefix, route, name, w.Code, w.Body)
					}
				}
			}
			var history History
			if code := h.get(cookie, "/history?character="+url.QueryEscape(name), &history); code != 200 || history.Character != name {
				t.Errorf("history of %s: %d %+v", name, code, history)
			}
		}
	})
}

func TestQuestsByCharacterAndAsAMatrix(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	cookie, now := h.cookie("reader"), h.clock.now()
	h.hears(
		says(now, "quest", "B", `"quest_name":"stipend","countdown":"ready"`),
		says(now, "quest", "A", `"quest_name":"stipend","countdown":"1d 00:00:00"`),
		says(now, "quest", "A", `"quest_name":"arena","countdown":"02:00:00"`),
		says(now, "quest", "A", `"quest_name":"odd","countdown":"???"`),
	)
	h.clock.advance(3 * time.Hour)
	var status QuestStatus
	h.get(cookie, "/quest-status", &status)
	var got strings.Builder
	for _, c := range status.Characters {
		got.WriteString(c.CharacterName + ":")
		for _, q := range c.Quests {
			ready, at := "unknown", "-"
			if q.Ready != nil {
				ready = fmt.Sprint(*q.Ready)
			}
			if q.ReadyAt != nil {
				at = q.ReadyAt.Sub(now).String()
			}
			fmt.Fprintf(&got, " %s %s %s;", q.QuestName, ready, at)
			if !q.Timestamp.Equal(now) {
				t.Errorf("%s was read at %s", q.QuestName, q.Timestamp)
			}
		}
	}
	if want := "A: arena true 2h0m0s; odd unknown -; stipend false 24h0m0s;B: stipend true -;"; got.String() != want {
		t.Errorf("got  %s\nwant %s", got.String(), want)
	}
	var matrix QuestMatrix
	h.get(cookie, "/quests", &matrix)
	if fmt.Sprint(matrix.Characters) != "[A B]" || len(matrix.Quests) != 3 || matrix.Quests[2].QuestName != "stipend" || len(matrix.Quests[2].States) != 2 ||
		*matrix.Quests[2].States["A"].Ready || !*matrix.Quests[2].States["B"].Ready || matrix.Quests[1].States["A"].Countdown != "???" {
		t.Errorf("matrix = %+v", matrix)
	}
}

func TestADungeonMapIsFoundHoweverItIsAskedFor(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	cookie := h.cookie("reader")
	h.hears(h.dungeonMap())
	for _, landblock := range []string{"0x01C9", "0X01c9", "01C9", "01c9"} {
		var m DungeonMap
		if code := h.get(cookie, "/dungeon-map/"+landblock, &m); code != 200 || m.Landblock != "0x01C9" || len(m.Levels) != 1 || *m.Levels[0].Tiles[0].EnvID != 13 {
			t.Errorf("%s: %d %+v", landblock, code, m)
		}
	}
	w := do(h, request("GET", "/dungeon-map/0x01CA", "", "Cookie", cookie))
	if p := problemOf(t, w); w.Code != 404 || !strings.Contains(p.Detail, "request_dungeon_map") || p.Type != "/problems/no-dungeon-map" {
		t.Errorf("%d %+v", w.Code, p)
	}
	for _, bad := range []string{"1C9", "0x01C9FF", "0x", "west", "0x01G9", "0x01C9%0A"} {
		w := do(h, request("GET", "/dungeon-map/"+bad, "", "Cookie", cookie))
		if p := problemOf(t, w); w.Code != 422 || p.Errors["landblock"] == "" {
			t.Errorf("%s: %d %+v", bad, w.Code, p)
		}
	}
}

func TestTellsAreOnlyInTheChatOfThoseWhoMaySeeThem(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		now := h.clock.now()
		id := h.character("Mule 07")
		must(t, db.Ent.CharacterAccess.Create().SetUserID(h.user("trusted", false)).SetCharacterID(id).SetSeeTells(true).Exec(t.Context()))
		for _, name := range []string{"Mule 07", "Mule 08"} {
			for _, color := range []string{"2", "3", "4", "31", "18", `"?"`} {
				h.hears(says(now, "chat", name, fmt.Sprintf(`"text":"line %s","color":%s`, strings.Trim(color, `"`), color)))
			}
		}
		read := func(r *http.Request) string {
			w := do(h, r)
			if w.Code != 200 || w.Header().Get("Cache-Control") != "private, no-store" || w.Header().Get("Etag") == "" {
				t.Errorf("%s: %d %v", r.URL, w.Code, w.Header())
			}
			return w.Body.String()
		}
		asUser := func(user string) func(string) string {
			cookie := h.cookie(user)
			return func(path string) string { return read(request("GET", path, "", "Cookie", cookie)) }
		}
		internal := func(path string) string {
			r := request("GET", "http://127.0.0.1:8770"+path, "")
			r.RemoteAddr = "127.0.0.1:4000"
			return read(r)
		}
		for name, tc := range map[string]struct {
			ask  func(string) string
			path string
			all  bool
		}{
			"an admin":                                  {asUser("admin"), "/chat/Mule%2008", true},
			"a user who may":                            {asUser("trusted"), "/chat/Mule%2007", true},
			"a user who may, of another character":      {asUser("trusted"), "/chat/Mule%2008", false},
			"a user who may not":                        {asUser("reader"), "/chat/Mule%2007", false},
			"a program of the house":                    {internal, "/chat/Mule%2007", false},
			"an admin, a few":                           {asUser("admin"), "/chat/Mule%2008?limit=6", true},
			"a user who may not, as many as there were": {asUser("reader"), "/chat/Mule%2007?limit=2", false},
		} {
			body := tc.ask(tc.path)
			for _, line := range []string{"2", "18"} {
				if !strings.Contains(body, `"line `+line+`"`) {
					t.Errorf("%s: line %s is missing: %s", name, line, body)
				}
			}
			for _, tell := range []string{"3", "4", "31", "?"} {
				if strings.Contains(body, `"line `+tell+`"`) != tc.all {
					t.Errorf("%s: of kind %s: %s", name, tell, body)
				}
			}
		}
		cookie := h.cookie("reader")
		var log ChatLog
		if h.get(cookie, "/chat/Mule%2007?limit=1", &log); len(log.Lines) != 1 || log.Lines[0].Text != "line 18" || *log.Lines[0].Color != 18 {
			t.Errorf("the newest line: %+v", log)
		}
		for _, bad := range []string{"0", "201", "-1", "x"} {
			if code := h.get(cookie, "/chat/Mule%2007?limit="+bad, nil); code != 422 {
				t.Errorf("limit=%s: %d", bad, code)
			}
		}
	})
}
