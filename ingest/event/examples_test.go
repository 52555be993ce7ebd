package event

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"testing"
	"time"
)

// examples reads the contract's example frames, by type.
func examples(t testing.TB) map[Type][]byte {
	t.Helper()
	text, err := os.ReadFile("testdata/examples.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	frames := make(map[Type][]byte)
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		var named struct{ Type Type }
		if err := json.Unmarshal(line, &named); err != nil {
			t.Fatal(err)
		}
		frames[named.Type] = line
	}
	return frames
}

var receipt = time.Date(2026, 6, 24, 19, 0, 0, 123456789, time.UTC)

func decode(t testing.TB, frame string) Event {
	t.Helper()
	e, err := Decode([]byte(frame), receipt)
	if err != nil {
		t.Fatalf("Decode(%s): %v", frame, err)
	}
	return e
}

func num(v float64) Float { return Float{V: v, Known: true} }
func whole(v int64) Int   { return Int{V: v, Known: true} }

// body returns the event without its head.
func body(e Event) Event {
	*e.Header() = Head{}
	return e
}

func TestExamplesDecodeFieldByField(t *testing.T) {
	frames := examples(t)
	cases := map[Type]struct {
		timestamp, session string
		want               Event
	}{
		TypeTelemetry: {"2026-06-24T17:46:50Z", "b1f0", &Telemetry{
			EW: num(33.61), NS: num(42.1), Z: num(0.39), Kills: whole(1203), KillsPerHour: num(842.5),
			OnlineTime: "01:25:40", Deaths: whole(0), TotalDeaths: whole(57), PrismaticTaperCount: whole(1834),
			RaresFound: whole(2), VTState: "Combat", CharTag: "moss", MemMB: num(412.5), CPUPct: num(7.2), LatencyMS: num(38),
		}},
		TypeVitals: {"2026-06-24T17:46:50Z", "", &Vitals{Points: Points{
			HealthCurrent: whole(301), HealthMax: whole(341), HealthPercentage: num(88.3),
			StaminaCurrent: whole(390), StaminaMax: whole(400), StaminaPercentage: num(97.5),
			ManaCurrent: whole(210), ManaMax: whole(300), ManaPercentage: num(70), Vitae: whole(5),
		}}},
		TypeRare: {"2026-06-24T17:50:02Z", "", &Rare{
			Name: "Hunter's Crystal", EW: num(33.6), NS: num(42.1), Z: num(0.4),
		}},
		TypeSpawn: {"2026-06-24T17:50:03Z", "", &Spawn{
			Mob: "Raving Fiun", EW: num(33.7), NS: num(42.2), Z: num(0.4),
		}},
		TypePortal: {"2026-06-24T17:51:00Z", "", &Portal{
			PortalName: "Portal to Holtburg", EW: num(33.6), NS: num(42.1), Z: num(0.39),
		}},
		TypeChat: {"2026-06-24T17:51:02Z", "", &Chat{
			Text: `[Allegiance] Patron says, "hi"`, Color: whole(18),
		}},
		TypeQuest: {"2026-06-24T17:51:05Z", "", &Quest{QuestName: "stipendtimer_0812", Countdown: "ready"}},
		TypeInventoryDelta: {"2026-06-24T17:51:06Z", "", &InventoryDelta{
			Action: "remove", ItemID: whole(-2147418050),
		}},
		TypeFullInventory: {"2026-06-24T17:40:00Z", "", &FullInventory{
			ItemCount: whole(1),
			Items: []json.RawMessage{json.RawMessage(`{"HasIdData":true,"Id":-1200403418,"LastIdTime":0,"ObjectClass":2,` +
				`"BoolValues":{"22":true},"DoubleValues":{"167772160":1.2},` +
				`"IntValues":{"5":170,"28":254,"131":63,"218103822":1,"218103821":16384},` +
				`"StringValues":{"1":"Chainmail Basinet"},"ActiveSpells":[],"Spells":[1485,1561,1573,2552]}`)},
		}},
		TypeShareVitals: {"2026-06-24T17:51:07Z", "", &Share{
			PlayerID: whole(1342177280), Server: "Coldeve", Points: Points{
				HealthCurrent: whole(301), HealthMax: whole(341), StaminaCurrent: whole(390), StaminaMax: whole(400),
				ManaCurrent: whole(210), ManaMax: whole(300),
			},
		}},
		TypeNearbyObjects: {"2026-06-24T17:51:08Z", "", &NearbyObjects{
			Radius: num(75), Objects: []NearbyObject{{
				ID: whole(2164260865), Name: "Raving Fiun", ObjectClass: whole(5),
				EW: num(33.7), NS: num(42.2), Z: num(0.4), Distance: num(24.1),
			}},
		}},
		TypeCantrips: {"2026-06-24T17:51:09Z", "", &Cantrips{Cantrips: []Cantrip{{
			SpellID: whole(6107), Name: "Legendary Strength", Family: whole(261), Tier: "legendary", ItemID: whole(-2147418050),
		}}}},
		TypeDungeonMap: {"2026-06-24T17:51:10Z", "", &DungeonMap{
			Landblock: "0x01C9", Levels: []DungeonLevel{{
				Z: num(-6), Tiles: []DungeonTile{{X: num(10), Y: num(-20), Cell: whole(256), Rot: num(0), EnvID: whole(13)}},
			}},
		}},
		TypeCharacterStats: {"2026-06-24T17:40:00Z", "", &CharacterStats{
			Level: whole(275), Deaths: whole(57), SkillCredits: whole(0), Race: "Aluvian", Gender: "Female",
			TotalXP: whole(191226310247), UnassignedXP: whole(0), LuminanceEarned: whole(500000), LuminanceTotal: whole(1500000),
			Attributes: map[string]Attribute{"strength": {Base: whole(290), Creation: whole(100)}},
			Vitals:     map[string]VitalBase{"health": {Base: whole(341)}},
			Skills:     map[string]Skill{"war_magic": {Base: whole(533), Training: "Specialized"}},
			Allegiance: Allegiance{
				Name: "Knights", Monarch: &AllegianceRank{Name: "King", Race: whole(1), Rank: whole(10), Gender: whole(1)},
			},
			CurrentTitle: whole(12), Titles: []Int{whole(12), whole(40)},
		}},
		TypeCombatStats: {"2026-06-24T17:45:00Z", "b1f0", &CombatStats{Session: CombatSession{
			TotalKills: whole(1203), TotalDamageGiven: whole(900123), TotalDamageReceived: whole(5023),
			Monsters: map[string]MonsterCombat{"Raving Fiun": {
				KillCount: whole(12), DamageGiven: whole(9001), DamageReceived: whole(55),
				Offense: map[string]map[string]AttackTotals{"Magic": {"Fire": {
					TotalAttacks: whole(30), FailedAttacks: whole(2), Crits: whole(4), TotalNormalDamage: whole(6400),
					MaxNormalDamage: whole(310), TotalCritDamage: whole(2601), MaxCritDamage: whole(700),
				}}},
			}},
		}}},
		TypeDeath: {"2026-06-24T18:00:00Z", "", &Death{
			Killer: "Raving Fiun", EW: num(33.7), NS: num(42.2), Z: num(0.4), Vitae: whole(10), TotalDeaths: whole(58),
		}},
	}
	if len(frames) != 16 || len(cases) != len(frames) {
		t.Fatalf("%d examples, %d cases; want 16 of each", len(frames), len(cases))
	}
	for kind, frame := range frames {
		t.Run(string(kind), func(t *testing.T) {
			want := cases[kind]
			e := decode(t, string(frame))
			h := *e.Header()
			if h.Type != kind || h.Character != "Mule 07" || h.SessionID != want.session {
				t.Errorf("type %q, character %q, session %q", h.Type, h.Character, h.SessionID)
			}
			if got := h.Timestamp.Format(time.RFC3339Nano); got != want.timestamp || h.TimestampReplaced {
				t.Errorf("timestamp %s (replaced: %t), want %s", got, h.TimestampReplaced, want.timestamp)
			}
			if !h.ReceivedAt.Equal(receipt) || h.Mistyped != 0 || !bytes.Equal(h.Raw, frame) {
				t.Errorf("received %v, mistyped %d, raw %s", h.ReceivedAt, h.Mistyped, h.Raw)
			}
			if got := body(e); !reflect.DeepEqual(got, want.want) {
				t.Errorf("got  %+v\nwant %+v", got, want.want)
			}
		})
	}
}

func TestFieldsThatTheExamplesLackAreRead(t *testing.T) {
	const head = `"character_name":"A","timestamp":"2026-06-24T17:46:50Z",`
	points := Points{HealthCurrent: whole(1)}
	cases := []struct {
		name, frame string
		want        Event
	}{
		{"telemetry", `{"type":"telemetry",` + head + `"mem_handles":812,"landcell":4294901761,"heading":270.5,"server":"Coldeve","last_server_message_s":0.4}`,
			&Telemetry{MemHandles: whole(812), Landcell: whole(4294901761), Heading: num(270.5), Server: "Coldeve", LastServerMessageS: num(0.4)}},
		{"rare", `{"type":"rare",` + head + `"name":"x","additional_info":"y","tier":"great"}`,
			&Rare{Name: "x", AdditionalInfo: "y", Tier: "great"}},
		{"spawn", `{"type":"spawn",` + head + `"mob":"x","wcid":7}`, &Spawn{Mob: "x", WCID: whole(7)}},
		{"death", `{"type":"death",` + head + `"text":"x","landcell":5}`, &Death{Text: "x", Landcell: whole(5)}},
		{"delta", `{"type":"inventory_delta",` + head + `"action":"add","item":{"Id":5}}`,
			&InventoryDelta{Action: "add", Item: json.RawMessage(`{"Id":5}`)}},
		{"stats", `{"type":"character_stats",` + head + `"birth":"long ago","properties":{"25":"3","26":null}}`,
			&CharacterStats{Birth: "long ago", Properties: map[string]Int{"25": whole(3), "26": {}}}},
		{"share_position", `{"type":"share_position",` + head + `"player_id":1,"server":"s","ew":1.5,"ns":2,"z":3,"heading":4,"landcell":5}`,
			&Share{PlayerID: whole(1), Server: "s", EW: num(1.5), NS: num(2), Z: num(3), Heading: num(4), Landcell: whole(5)}},
		{"share_items", `{"type":"share_items",` + head + `"tracked_items":[{"icon":1,"name":"Taper","count":"1,834"}]}`,
			&Share{TrackedItems: []TrackedItem{{Icon: whole(1), Name: "Taper", Count: whole(1834)}}}},
		{"share_cast_attempt", `{"type":"share_cast_attempt",` + head + `"spell_id":1,"target":-5,"skill":"war_magic"}`,
			&Share{SpellID: whole(1), Target: "-5", Skill: "war_magic"}},
		{"share_cast_success", `{"type":"share_cast_success",` + head + `"spell_id":1,"target":"Fiun","duration_ms":900}`,
			&Share{SpellID: whole(1), Target: "Fiun", DurationMS: whole(900)}},
		{"share_vitals", `{"type":"share_vitals",` + head + `"health_current":1}`, &Share{Points: points}},
		{"register", `{"type":"register","character_name":"A"}`, &Register{}},
		{"unknown", `{"type":"weather",` + head + `"sky":"grey"}`, &Unknown{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e := decode(t, c.frame)
			if h := e.Header(); h.Mistyped != 0 || h.TimestampReplaced || h.Character != "A" {
				t.Errorf("head %+v", h)
			}
			if got := body(e); !reflect.DeepEqual(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
		})
	}
}

// An unreadable value is as good as a missing one: the rest of the event survives, in every field of every type.
func TestWronglyTypedFieldIsUnknownAndTheRestSurvives(t *testing.T) {
	for kind, frame := range examples(t) {
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(frame, &fields); err != nil {
			t.Fatal(err)
		}
		for name, value := range fields {
			if name == "type" || name == "character_name" {
				continue
			}
			t.Run(string(kind)+"/"+name, func(t *testing.T) {
				wrong := json.RawMessage(`{"x":[1]}`)
				if value[0] == '{' || value[0] == '[' {
					wrong = json.RawMessage(`"text"`)
				}
				fields := maps.Clone(fields)
				delete(fields, name)
				missing := decode(t, marshal(t, fields))
				fields[name] = wrong
				mistyped := decode(t, marshal(t, fields))
				if got := mistyped.Header().Mistyped; name != "timestamp" && got != 1 {
					t.Errorf("mistyped %d, want 1", got)
				}
				if name == "timestamp" && !mistyped.Header().TimestampReplaced {
					t.Error("timestamp not replaced")
				}
				if mistyped, missing := body(mistyped), body(missing); !reflect.DeepEqual(mistyped, missing) {
					t.Errorf("mistyped %+v\nmissing  %+v", mistyped, missing)
				}
			})
		}
	}
}

func marshal(t testing.TB, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestNestedMistakesLoseOnlyThemselves(t *testing.T) {
	e := decode(t, `{"type":"character_stats","character_name":"A","skills":{"a":{"base":"12","training":5},"b":7,"c":{"base":{},"training":"Trained"}},"titles":[1,"2",null,{}]}`).(*CharacterStats)
	wantSkills := map[string]Skill{"a": {Base: whole(12)}, "b": {}, "c": {Training: "Trained"}}
	if !reflect.DeepEqual(e.Skills, wantSkills) || !reflect.DeepEqual(e.Titles, []Int{whole(1), whole(2), {}, {}}) {
		t.Errorf("skills %+v, titles %+v", e.Skills, e.Titles)
	}
	if e.Mistyped != 1 {
		t.Errorf("mistyped %d, want 1: the skills", e.Mistyped)
	}
	n := decode(t, `{"type":"nearby_objects","character_name":"A","objects":["x",{"id":1,"name":"y","distance":"N/A","health_pct":"55.5"}]}`).(*NearbyObjects)
	if want := []NearbyObject{{}, {ID: whole(1), Name: "y", HealthPct: num(55.5)}}; !reflect.DeepEqual(n.Objects, want) {
		t.Errorf("objects %+v", n.Objects)
	}
}

func BenchmarkDecodeTelemetry(b *testing.B) {
	frame := examples(b)[TypeTelemetry]
	b.SetBytes(int64(len(frame)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(frame, receipt); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDecodeFullInventory is the largest frame of the contract: 1,000 items.
func BenchmarkDecodeFullInventory(b *testing.B) {
	item := decode(b, string(examples(b)[TypeFullInventory])).(*FullInventory).Items[0]
	items := bytes.Repeat(append(item, ','), 1000)
	frame := []byte(`{"type":"full_inventory","character_name":"A","item_count":1000,"items":[` + string(items[:len(items)-1]) + `]}`)
	b.SetBytes(int64(len(frame)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(frame, receipt); err != nil {
			b.Fatal(err)
		}
	}
}
