package sim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/ingest/event"
)

var start = time.Date(2026, 6, 24, 17, 46, 50, 0, time.UTC)

func options(seed uint64, n int, drama float64) Options {
	o, err := Options{
		URL: "ws://nowhere/ws/position", Secret: "x", Seed: seed, Characters: n, Drama: drama, Relog: 6 * time.Minute,
		Now: func() time.Time { return start },
	}.withDefaults()
	if err != nil {
		panic(err)
	}
	return o
}

// live lets a guild live for so long without a network.
func live(o Options, span time.Duration) map[string][]frame {
	lives := map[string][]frame{}
	for _, c := range guild(o, o.clock()) {
		for c.now <= span {
			lives[c.name] = append(lives[c.name], c.step().frames...)
		}
	}
	return lives
}

func TestTheSameSeedGivesTheSameGuildAndEvents(t *testing.T) {
	a, b := live(options(7, 8, 5), 4*time.Minute), live(options(7, 8, 5), 4*time.Minute)
	if len(a) != 8 || len(b) != 8 {
		t.Fatalf("%d and %d characters", len(a), len(b))
	}
	for name, frames := range a {
		if len(frames) != len(b[name]) {
			t.Fatalf("%s: %d and %d frames", name, len(frames), len(b[name]))
		}
		for i, f := range frames {
			if !bytes.Equal(f.body, b[name][i].body) {
				t.Fatalf("%s: frame %d differs\n%s\n%s", name, i, f.body, b[name][i].body)
			}
		}
	}
	other := live(options(8, 8, 5), time.Second)
	for name := range a {
		if _, same := other[name]; same {
			t.Errorf("%s lives in two seeds", name)
		}
	}
}

func TestCharactersHaveNamesOfTheirOwn(t *testing.T) {
	for _, seed := range []uint64{1, 2, 99} {
		all := names(newRandom(seed, 0), 2000)
		seen := map[string]bool{}
		for _, name := range all {
			if seen[strings.ToLower(name)] {
				t.Errorf("two are called %s", name)
			}
			seen[strings.ToLower(name)] = true
			if strings.TrimSpace(name) != name || len(name) > 32 || len(name) < 3 {
				t.Errorf("%q", name)
			}
			for _, letter := range name {
				if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789' ", letter) {
					t.Errorf("%q has a %q", name, letter)
				}
			}
		}
	}
}

// contract is EVENTS' list of fields; a "?" marks an optional one.
func contract() map[string]string {
	points := " health_current health_max health_percentage stamina_current stamina_max stamina_percentage mana_current mana_max mana_percentage vitae"
	share := " player_id server"
	return map[string]string{
		"telemetry":          "session_id ew ns z kills kills_per_hour onlinetime deaths total_deaths prismatic_taper_count rares_found vt_state char_tag mem_mb cpu_pct mem_handles latency_ms landcell? heading? server? last_server_message_s?",
		"vitals":             points,
		"full_inventory":     "item_count items",
		"inventory_delta":    "action item? item_id?",
		"portal":             "portal_name ew ns z",
		"rare":               "name ew ns z additional_info? tier?",
		"spawn":              "mob ew ns z wcid?",
		"death":              "killer text ew ns z landcell vitae total_deaths",
		"combat_stats":       "session_id session",
		"character_stats":    "level deaths skill_credits race gender birth total_xp unassigned_xp luminance_earned luminance_total attributes vitals skills allegiance current_title titles properties",
		"quest":              "quest_name countdown",
		"chat":               "text color",
		"cantrips":           "cantrips",
		"nearby_objects":     "radius objects",
		"dungeon_map":        "landblock name? levels",
		"share_vitals":       points + share,
		"share_position":     "ew ns z heading landcell" + share,
		"share_items":        "tracked_items" + share,
		"share_cast_attempt": "spell_id target skill" + share,
		"share_cast_success": "spell_id target duration_ms" + share,
	}
}

func TestEveryFrameIsAsTheContractSays(t *testing.T) {
	fields := contract()
	seen := map[string]int{}
	for name, frames := range live(options(3, 14, 60), 11*time.Minute) {
		for _, f := range frames {
			seen[f.kind]++
			if fault := against(fields[f.kind], f.body); fault != "" {
				t.Fatalf("%s: %s: %s\n%.400s", name, f.kind, fault, f.body)
			}
			e, err := event.Decode(slices.Clone(f.body), f.at.Add(time.Second))
			if err != nil {
				t.Fatalf("%s: %v\n%.400s", name, err, f.body)
			}
			h := e.Header()
			if h.Mistyped != 0 || h.TimestampReplaced || string(h.Type) != f.kind || h.Character != name || !h.Timestamp.Equal(f.at) {
				t.Fatalf("%s: read as %+v, sent at %v\n%.400s", name, *h, f.at, f.body)
			}
			if unknown := unknownNumbers(e, f.body); unknown != "" {
				t.Fatalf("%s: %s is unknown\n%.400s", name, unknown, f.body)
			}
		}
	}
	for _, kind := range event.Types() {
		if kind != event.TypeRegister && seen[string(kind)] == 0 {
			t.Errorf("no %s in 14 lives of 11 minutes", kind)
		}
	}
}

func against(list string, body []byte) string {
	var got map[string]json.RawMessage
	if err := json.Unmarshal(body, &got); err != nil {
		return err.Error()
	}
	allowed := map[string]bool{"type": true, "timestamp": true, "character_name": true}
	for field := range strings.FieldsSeq(list) {
		name, maybe := strings.CutSuffix(field, "?")
		allowed[name] = true
		if _, ok := got[name]; !ok && !maybe {
			return "no " + name
		}
	}
	for name, value := range got {
		if !allowed[name] {
			return "not in the contract: " + name
		}
		if string(value) == "null" {
			return name + " is null"
		}
	}
	return ""
}

// unknownNumbers names a number that the decoder could not read; kills_per_hour may be "N/A".
func unknownNumbers(e event.Event, body []byte) string {
	switch e := e.(type) {
	case *event.Telemetry:
		if !e.KillsPerHour.Known && !bytes.Contains(body, []byte(`"kills_per_hour":"N/A"`)) {
			return "kills_per_hour"
		}
		if !e.EW.Known || !e.NS.Known || !e.Kills.Known || !e.Deaths.Known || !e.TotalDeaths.Known || !e.PrismaticTaperCount.Known || !e.RaresFound.Known {
			return "a counter"
		}
	case *event.CharacterStats:
		if !e.Level.Known || !e.TotalXP.Known || len(e.Skills) < 30 || len(e.Attributes) != 6 || len(e.Vitals) != 3 || len(e.Titles) == 0 {
			return "a part of the sheet"
		}
	case *event.FullInventory:
		if int(e.ItemCount.V) != len(e.Items) || len(e.Items) < fewestThings || len(e.Items) > mostThings+10 {
			return "item_count"
		}
	}
	return ""
}

func TestCharactersStayOnLandAndRunNoFasterThanTheyCan(t *testing.T) {
	outdoors, indoors, moved := 0, 0, 0
	for name, frames := range live(options(11, 24, 10), 20*time.Minute) {
		var last *event.Telemetry
		jumped := false
		for _, f := range frames {
			e, err := event.Decode(slices.Clone(f.body), f.at)
			if err != nil {
				t.Fatal(err)
			}
			switch e := e.(type) {
			case *event.Portal, *event.Death:
				jumped = true
			case *event.Spawn: // dungeons lie west of 98 W
				if at := (gamedata.Coordinates{EW: e.EW.V, NS: e.NS.V}); at.EW > -98 && !gamedata.Land(at).Dry() {
					t.Fatalf("%s: %s spawns in the water at %v", name, e.Mob, at)
				}
			case *event.Telemetry:
				inside := e.Landcell.Known && gamedata.IsIndoors(uint32(e.Landcell.V)) //nolint:gosec // a cell
				at := gamedata.Coordinates{EW: e.EW.V, NS: e.NS.V}
				if inside {
					indoors++
				} else if outdoors++; !gamedata.Land(at).Dry() {
					t.Fatalf("%s is in the water at %v", name, at)
				} else if e.Landcell.Known && !sameBlock(at, uint32(e.Landcell.V)) { //nolint:gosec // a cell
					t.Fatalf("%s: %v is not in cell %08X", name, at, e.Landcell.V)
				}
				jumped = jumped || last != nil && e.TotalDeaths.V > last.TotalDeaths.V
				if last != nil && !jumped && !inside && !wasInside(last) && last.SessionID == e.SessionID {
					was := gamedata.Coordinates{EW: last.EW.V, NS: last.NS.V}
					speed := was.DistanceTo(at) / e.Timestamp.Sub(last.Timestamp).Seconds()
					if speed > 0.05 {
						t.Fatalf("%s ran %.3f units/s from %v to %v", name, speed, was, at)
					}
					if speed > 0.03 {
						moved++
					}
					if speed > 0 && e.VTState == "Idle" && last.VTState == "Idle" {
						t.Fatalf("%s moves while idle", name)
					}
				}
				last, jumped = e, false
			}
		}
	}
	if outdoors < 3000 || indoors < 100 || moved < 500 {
		t.Errorf("%d positions outdoors, %d indoors, %d at a run: too few to tell", outdoors, indoors, moved)
	}
}

func wasInside(e *event.Telemetry) bool {
	return e.Landcell.Known && gamedata.IsIndoors(uint32(e.Landcell.V)) //nolint:gosec // a cell
}

// sameBlock allows for the three decimals that coordinates are sent with.
func sameBlock(at gamedata.Coordinates, cell uint32) bool {
	for _, d := range []float64{0, -0.001, 0.001} {
		for _, f := range []float64{0, -0.001, 0.001} {
			if block, ok := (gamedata.Coordinates{EW: at.EW + d, NS: at.NS + f}).Landblock(); ok && block == gamedata.LandblockOf(cell) {
				return true
			}
		}
	}
	return false
}

func TestCountersOnlyRiseWithinASession(t *testing.T) {
	sessions, deaths, rares, combat := map[string]bool{}, 0, 0, 0
	for name, frames := range live(options(5, 12, 40), 16*time.Minute) {
		var last *event.Telemetry
		identities := map[string]bool{}
		stamp := time.Time{}
		for _, f := range frames {
			if !f.at.After(stamp) {
				t.Fatalf("%s: two frames at %v", name, f.at)
			}
			stamp = f.at
			if e, _ := event.Decode(slices.Clone(f.body), f.at); f.kind == kindRare {
				rares++
			} else if e, ok := e.(*event.Telemetry); ok {
				sessions[e.SessionID] = true
				if last != nil && last.SessionID == e.SessionID {
					if e.Kills.V < last.Kills.V || e.Deaths.V < last.Deaths.V || e.RaresFound.V < last.RaresFound.V {
						t.Fatalf("%s: a counter fell", name)
					}
					if e.VTState == "Combat" {
						combat++
					}
				}
				if last != nil {
					rise := e.TotalDeaths.V - last.TotalDeaths.V
					if rise < 0 || rise > 1 {
						t.Fatalf("%s: total deaths from %d to %d", name, last.TotalDeaths.V, e.TotalDeaths.V)
					}
					deaths += int(rise)
				}
				if key := e.SessionID + e.Timestamp.String(); identities[key] {
					t.Fatalf("%s: telemetry %s twice", name, key)
				} else {
					identities[key] = true
				}
				last = e
			}
		}
	}
	if len(sessions) < 24 || deaths < 10 || rares < 10 || combat < 500 {
		t.Errorf("%d sessions, %d deaths, %d rares, %d fights seen: too few to tell", len(sessions), deaths, rares, combat)
	}
}

func TestLifetimeDeathsDoNotFallFromOneRunToTheNext(t *testing.T) {
	later := options(1, 3, 1)
	later.Now = func() time.Time { return start.Add(5 * time.Hour) }
	before, after := guild(options(1, 3, 1), options(1, 3, 1).clock()), guild(later, later.clock())
	for i := range before {
		if before[i].name != after[i].name || after[i].totalDeaths != before[i].totalDeaths+5 || before[i].session.id == after[i].session.id {
			t.Errorf("%s: %d deaths, then %d", before[i].name, before[i].totalDeaths, after[i].totalDeaths)
		}
	}
}

func TestPortalsStandWellInsideARoundedPosition(t *testing.T) {
	homes := towns()
	for _, from := range homes {
		for _, to := range homes[:5] {
			p := portalTo(from, to)
			for _, v := range []float64{p.stands.EW, p.stands.NS} {
				if off := math.Abs(v*10 - math.Round(v*10)); p.stands != from.Coordinates && off > 0.35 {
					t.Errorf("%s in %s stands at %v: near the edge of rounding", p.name, from.Name, p.stands)
				}
			}
			if !gamedata.Land(p.stands).Dry() {
				t.Errorf("%s in %s is in the water", p.name, from.Name)
			}
		}
	}
}

func TestOnlineTimeHasDaysWhenThereAreAny(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "00:00:00", 85*time.Minute + 40*time.Second: "01:25:40", 49*time.Hour + time.Second: "2.01:00:01",
	} {
		if got := onlineTime(d); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}

func TestAllegianceHasOneMonarchAndRanksThatRise(t *testing.T) {
	members := guild(options(2, 60, 1), options(2, 60, 1).clock())
	if members[0].allegiance.Monarch != nil || members[0].allegiance.Followers != 4 {
		t.Errorf("the monarch: %+v", members[0].allegiance)
	}
	for i, c := range members[1:] {
		if c.allegiance.Monarch.Name != members[0].name || c.allegiance.Patron.Name == c.name || c.allegiance.Rank >= c.allegiance.Patron.Rank {
			t.Errorf("%d: %+v, patron %+v", i+1, c.allegiance, c.allegiance.Patron)
		}
	}
}

func TestInventoryFitsThePluginsShape(t *testing.T) {
	for name, frames := range live(options(4, 6, 1), 3*time.Minute) {
		ids := map[int64]bool{}
		for _, f := range frames {
			var e struct {
				Items  []map[string]json.RawMessage `json:"items"`
				Item   map[string]json.RawMessage   `json:"item"`
				Action string                       `json:"action"`
				ItemID int64                        `json:"item_id"`
			}
			if f.kind != kindFullInventory && f.kind != kindInventoryDelta {
				continue
			}
			if err := json.Unmarshal(f.body, &e); err != nil {
				t.Fatal(err)
			}
			if f.kind == kindFullInventory {
				clear(ids)
			}
			if e.Action == "remove" {
				if !ids[e.ItemID] {
					t.Fatalf("%s: %d is removed, and was not there", name, e.ItemID)
				}
				delete(ids, e.ItemID)
			}
			if e.Item != nil {
				e.Items = append(e.Items, e.Item)
			}
			for _, it := range e.Items {
				id, err := strconv.ParseInt(string(it["Id"]), 10, 64)
				if err != nil || id >= 0 || id < math.MinInt32 {
					t.Fatalf("%s: id %s", name, it["Id"])
				}
				if known := ids[id]; known != (e.Action == "update") {
					t.Fatalf("%s: %s %d, known: %v", name, e.Action, id, known)
				}
				ids[id] = true
				for _, key := range []string{"HasIdData", "LastIdTime", "ObjectClass", "BoolValues", "DoubleValues", "IntValues", "StringValues", "ActiveSpells", "Spells"} {
					if value, ok := it[key]; !ok || string(value) == "null" {
						t.Fatalf("%s: item without %s: %s", name, key, fmt.Sprint(it))
					}
				}
			}
		}
	}
}

func TestNumbersComeInEveryFormThePluginsWrite(t *testing.T) {
	wanted := map[string]int{
		`"kills":`: 0, `"kills":"`: 0, `"kills_per_hour":"N/A"`: 0, `"deaths":"0"`: 0, `"total_deaths":"`: 0,
		`"prismatic_taper_count":"1,`: 0, `"prismatic_taper_count":"`: 0, `"latency_ms":"N/A"`: 0, `"latency_ms":""`: 0, `"mem_mb":"`: 0,
	}
	for _, frames := range live(options(6, 40, 1), 30*time.Second) {
		for _, f := range frames {
			if f.kind != kindTelemetry {
				continue
			}
			for form := range wanted {
				if bytes.Contains(f.body, []byte(form)) {
					wanted[form]++
				}
			}
		}
	}
	for form, n := range wanted {
		if n == 0 {
			t.Errorf("no telemetry with %s", form)
		}
	}
}

func TestChatComesInEveryColourOfTheGame(t *testing.T) {
	colors, links := map[gamedata.ChatType]int{}, 0
	for _, frames := range live(options(6, 30, 20), 40*time.Minute) {
		for _, f := range frames {
			if f.kind != kindChat {
				continue
			}
			var e struct {
				Text  string
				Color gamedata.ChatType
			}
			if err := json.Unmarshal(f.body, &e); err != nil {
				t.Fatal(err)
			}
			colors[e.Color]++
			if strings.Contains(e.Text, "<Tell:IIDString:") && strings.Contains(e.Text, `<\Tell>`) {
				links++
			}
		}
	}
	for color := gamedata.ChatBroadcast; color <= gamedata.ChatSalvaging; color++ {
		if color != gamedata.ChatAllChannels && color != gamedata.ChatAbuse && colors[color] == 0 {
			t.Errorf("no line of type %d", color)
		}
	}
	if colors[gamedata.ChatAdminTell] == 0 || links == 0 {
		t.Errorf("%d administrators' tells, %d clickable names", colors[gamedata.ChatAdminTell], links)
	}
}

func TestQuestsCountDown(t *testing.T) {
	for left, want := range map[time.Duration]string{
		-time.Hour: "ready", 0: "ready", time.Second: "00:00:01", 26*time.Hour + 3*time.Minute + 4*time.Second: "1d 02:03:04",
	} {
		if got := countdown(left); got != want {
			t.Errorf("%v: %s, want %s", left, got, want)
		}
	}
	fell := 0
	for name, frames := range live(options(2, 6, 1), 20*time.Minute) {
		last := map[string]string{}
		for _, f := range frames {
			var e questEvent
			if f.kind != kindQuest || json.Unmarshal(f.body, &e) != nil {
				continue
			}
			if was := last[e.Name]; was != "" && was != "ready" && e.Countdown != "ready" {
				if len(e.Countdown) == len(was) && e.Countdown >= was && strings.Contains(was, "d") == strings.Contains(e.Countdown, "d") {
					t.Errorf("%s: %s from %s to %s", name, e.Name, was, e.Countdown)
				}
				fell++
			}
			last[e.Name] = e.Countdown
		}
	}
	if fell < 50 {
		t.Errorf("%d countdowns seen twice", fell)
	}
}

func TestEveryDeathIsWordedAsTheGameDoes(t *testing.T) {
	c := guild(options(1, 1, 1), options(1, 1, 1).clock())[0]
	for range 200 {
		if text := c.killedBy("Raving Fiun"); !strings.Contains(text, "Raving Fiun") || strings.Contains(text, "%") || !strings.HasSuffix(text, "!") {
			t.Errorf("%q", text)
		}
		if text := c.killed("raving fiun"); !strings.Contains(strings.ToLower(text), "raving fiun") || strings.Contains(text, "%") || text[:1] != strings.ToUpper(text[:1]) {
			t.Errorf("%q", text)
		}
	}
}
