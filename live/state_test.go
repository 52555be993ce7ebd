package live

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

var noon = time.Date(2026, 6, 24, 12, 0, 0, 0, time.UTC)

func decodeAt(t testing.TB, frame string, at time.Time) event.Event {
	t.Helper()
	e, err := event.Decode([]byte(frame), at)
	if err != nil {
		t.Fatalf("%s: %v", frame, err)
	}
	return e
}

// at makes an event of second s after noon, received then too.
func at(t testing.TB, s int, kind, name, rest string) event.Event {
	t.Helper()
	when := noon.Add(time.Duration(s) * time.Second)
	frame := fmt.Sprintf(`{"type":%q,"character_name":%q,"timestamp":%q`, kind, name, when.Format(time.RFC3339Nano))
	if rest != "" {
		frame += "," + rest
	}
	return decodeAt(t, frame+"}", when)
}

func clockAt(s int) func() time.Time {
	return func() time.Time { return noon.Add(time.Duration(s) * time.Second) }
}

func player(t testing.TB, s *State, name string) Player {
	t.Helper()
	p, ok := s.Player(name)
	if !ok {
		t.Fatalf("no player %s", name)
	}
	return p
}

func TestPlayerHasTelemetrysFieldsAsNumbersAndVitals(t *testing.T) {
	text, err := os.ReadFile("../ingest/event/testdata/examples.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	received := time.Date(2026, 6, 24, 17, 46, 52, 0, time.UTC)
	s := NewState(func() time.Time { return received.Add(20 * time.Second) })
	for line := range strings.Lines(string(text)) {
		s.Consume([]event.Event{decodeAt(t, strings.TrimSpace(line), received)})
	}
	got, err := json.Marshal(s.Players(30 * time.Second))
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"character_name":"Mule 07","char_tag":"moss","session_id":"b1f0","timestamp":"2026-06-24T17:46:50Z","last_seen":"2026-06-24T17:46:52Z",` +
		`"ew":33.61,"ns":42.1,"z":0.39,"landcell":null,"heading":null,"indoors":false,"outdoor_ew":33.61,"outdoor_ns":42.1,` +
		`"kills":1203,"kills_per_hour":842.5,"onlinetime":"01:25:40","deaths":0,"total_deaths":57,"prismatic_taper_count":1834,` +
		`"rares_found":2,"session_rares":2,"vt_state":"Combat","mem_mb":412.5,"cpu_pct":7.2,"mem_handles":null,"latency_ms":38,` +
		`"server":"","last_server_message_s":null,"health_current":301,"health_max":341,"health_percentage":88.3,` +
		`"stamina_current":390,"stamina_max":400,"stamina_percentage":97.5,"mana_current":210,"mana_max":300,"mana_percentage":70,"vitae":5}]`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := s.Players(10 * time.Second); len(got) != 0 {
		t.Errorf("seen 20 s ago, but %d within 10 s", len(got))
	}
	if _, ok := s.Cantrips("Mule 07"); !ok {
		t.Error("no cantrips")
	}
	if n, ok := s.Nearby("Mule 07"); !ok || len(n.Objects) != 1 {
		t.Error("nothing nearby")
	}
	if q := s.Quests(); len(q) != 1 || q[0].Countdown != "ready" {
		t.Errorf("quests %v", q)
	}
	if c := s.Chat("Mule 07", false); len(c) != 1 {
		t.Errorf("chat %v", c)
	}
	if m, ok := s.DungeonMap("0x01c9"); !ok || len(m.Levels) != 1 {
		t.Error("no floor plan")
	}
}

func TestPlayersAreSortedAndOnlyThoseSeenLately(t *testing.T) {
	s := NewState(clockAt(60))
	for i, name := range []string{"C", "A", "B"} {
		s.Consume([]event.Event{at(t, 30*i, "vitals", name, "")})
	}
	var names []string
	for _, p := range s.Players(30 * time.Second) {
		names = append(names, p.CharacterName)
	}
	if got := strings.Join(names, " "); got != "A B" {
		t.Errorf("players %s", got)
	}
	if p := player(t, s, "C"); p.Timestamp != nil || p.EW != nil {
		t.Errorf("without telemetry: %+v", p)
	}
}

func TestLateTelemetryNeverMovesTheStateBack(t *testing.T) {
	type pulse struct {
		second  int
		session string
		kills   int
	}
	cases := []struct {
		name   string
		pulses []pulse
		want   int
	}{
		{"in order", []pulse{{0, "a", 1}, {2, "a", 2}}, 2},
		{"out of order in a session", []pulse{{2, "a", 2}, {0, "a", 1}}, 2},
		{"again", []pulse{{2, "a", 2}, {2, "a", 2}}, 2},
		{"a newer session wins", []pulse{{2, "a", 2}, {4, "b", 0}}, 0},
		{"the session before, late", []pulse{{4, "b", 0}, {2, "a", 2}}, 0},
		{"the session before, at the same time", []pulse{{4, "b", 0}, {4, "a", 2}}, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := NewState(clockAt(0))
			for _, p := range c.pulses {
				s.Consume([]event.Event{at(t, p.second, "telemetry", "A", fmt.Sprintf(`"session_id":%q,"kills":%d`, p.session, p.kills))})
			}
			if got := player(t, s, "A").Kills; got == nil || *got != int64(c.want) {
				t.Errorf("kills %v, want %d", got, c.want)
			}
		})
	}
}

func TestLateVitalsQuestsCantripsAndNearbyObjectsAreIgnored(t *testing.T) {
	s := NewState(clockAt(0))
	s.Consume([]event.Event{
		at(t, 2, "vitals", "A", `"vitae":2`), at(t, 1, "vitals", "A", `"vitae":1`),
		at(t, 2, "quest", "A", `"quest_name":"q","countdown":"ready"`), at(t, 1, "quest", "A", `"quest_name":"q","countdown":"1d 02:03:04"`),
		at(t, 2, "cantrips", "A", `"cantrips":[{"name":"new"}]`), at(t, 1, "cantrips", "A", `"cantrips":[]`),
		at(t, 2, "nearby_objects", "A", `"radius":2`), at(t, 1, "nearby_objects", "A", `"radius":1`),
	})
	if v := player(t, s, "A").Vitae; *v != 2 {
		t.Errorf("vitae %d", *v)
	}
	if q := s.Quests(); len(q) != 1 || q[0].Countdown != "ready" {
		t.Errorf("quests %v", q)
	}
	if c, _ := s.Cantrips("A"); len(c.Cantrips) != 1 {
		t.Errorf("cantrips %v", c)
	}
	if n, _ := s.Nearby("A"); n.Radius.V != 2 {
		t.Errorf("nearby %v", n)
	}
}

func TestIndoorsTheLastOutdoorPositionIsKept(t *testing.T) {
	s := NewState(clockAt(0))
	steps := []struct {
		rest    string
		indoors bool
		ew, out float64
	}{
		{`"ew":1,"ns":1,"landcell":2847145985`, false, 1, 1}, // 0xA9B40001
		{`"ew":2,"ns":2,"landcell":29950208`, true, 2, 1},    // 0x01C90100
		{`"ew":3,"ns":3,"landcell":29950207`, false, 3, 3},   // 0x01C900FF
		{`"ew":4,"ns":4`, false, 4, 4},                       // unknown: plot it
	}
	for i, step := range steps {
		s.Consume([]event.Event{at(t, i, "telemetry", "A", step.rest)})
		p := player(t, s, "A")
		if p.Indoors != step.indoors || *p.EW != step.ew || *p.OutdoorEW != step.out || *p.OutdoorNS != step.out {
			t.Errorf("step %d: indoors %t, ew %v, outdoors %v", i, p.Indoors, *p.EW, *p.OutdoorEW)
		}
	}
	s.Consume([]event.Event{at(t, 0, "telemetry", "B", `"ew":2,"ns":2,"landcell":29950208`)})
	if p := player(t, s, "B"); p.OutdoorEW != nil {
		t.Error("never seen outdoors, but has a place there")
	}
}

func TestStateIsBounded(t *testing.T) {
	s := NewState(clockAt(0))
	for i := range maxCharacters + 10 {
		s.Consume([]event.Event{at(t, i, "vitals", fmt.Sprintf("C%05d", i), "")})
	}
	if n := len(s.Players(time.Hour)); n != maxCharacters {
		t.Errorf("%d characters", n)
	}
	if _, ok := s.Player("C00009"); ok {
		t.Error("the oldest is still there")
	}
	player(t, s, "C00010")

	for i := range maxChatLines + 5 {
		s.Consume([]event.Event{at(t, 3000, "chat", "A", fmt.Sprintf(`"text":"%d","color":2`, i))})
	}
	lines := s.Chat("A", true)
	if len(lines) != maxChatLines || lines[0].Text != "5" || lines[maxChatLines-1].Text != "204" {
		t.Errorf("%d lines, from %s to %s", len(lines), lines[0].Text, lines[len(lines)-1].Text)
	}
	for i := range maxDungeonMaps + 1 {
		s.Consume([]event.Event{at(t, 3000, "dungeon_map", "A", fmt.Sprintf(`"landblock":"0x%04X"`, i))})
		s.Consume([]event.Event{at(t, 3000, "dungeon_map", "A", `"landblock":"0x0000"`)}) // stays young
	}
	_, first := s.DungeonMap("0x0000")
	_, second := s.DungeonMap("0x0001")
	if !first || second || len(s.maps.byLandblock) != maxDungeonMaps || len(s.maps.order) != maxDungeonMaps {
		t.Errorf("first %t, second %t, %d maps", first, second, len(s.maps.byLandblock))
	}
	for i := range maxQuests + 1 {
		s.Consume([]event.Event{at(t, i, "quest", "A", fmt.Sprintf(`"quest_name":"%03d"`, i))})
	}
	if q := s.Quests(); len(q) != maxQuests || q[0].QuestName != "001" {
		t.Errorf("%d quests from %s", len(q), q[0].QuestName)
	}
}

func TestChatWithoutTells(t *testing.T) {
	s := NewState(clockAt(0))
	for _, color := range []int{2, 3, 4, 31, 18} {
		s.Consume([]event.Event{at(t, 0, "chat", "A", fmt.Sprintf(`"text":"%d","color":%d`, color, color))})
	}
	if all, public := s.Chat("A", true), s.Chat("A", false); len(all) != 5 || len(public) != 2 || public[1].Text != "18" {
		t.Errorf("%d lines, %d without tells", len(all), len(public))
	}
}

func TestVitalsAndQuestsOfEverybodyAreSorted(t *testing.T) {
	s := NewState(clockAt(0))
	if s.Knows("B") || len(s.Vitals()) != 0 || len(s.Quests()) != 0 {
		t.Error("an empty state knows something")
	}
	s.Consume([]event.Event{
		at(t, 0, "vitals", "B", `"vitae":2`), at(t, 0, "quest", "B", `"quest_name":"z"`), at(t, 0, "quest", "B", `"quest_name":"a"`),
		at(t, 0, "quest", "A", `"quest_name":"m"`), at(t, 0, "vitals", "A", `"vitae":1`), at(t, 0, "chat", "C", `"text":"hi"`),
	})
	var got []string
	for _, v := range s.Vitals() {
		got = append(got, v.Character)
	}
	for _, q := range s.Quests() {
		got = append(got, q.Character+q.QuestName)
	}
	if strings.Join(got, " ") != "A B Am Ba Bz" || !s.Knows("C") {
		t.Error(got)
	}
}

func TestALandblockIsFoundHoweverItIsWritten(t *testing.T) {
	s := NewState(clockAt(0))
	s.Consume([]event.Event{at(t, 0, "dungeon_map", "A", `"landblock":"0x01C9"`)})
	for _, written := range []string{"0x01C9", "0X01c9", "01C9", "01c9", " 01C9 "} {
		if _, ok := s.DungeonMap(written); !ok {
			t.Errorf("%q is not found", written)
		}
	}
}
