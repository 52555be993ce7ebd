package server

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent/rareevent"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestLiveJoinsTheStateWithTotalsAndRevalidates(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie := h.cookie("reader")
		ctx := t.Context()
		must(t, db.Ent.CharStats.Create().SetCharacterName("Mule 07").SetTotalKills(91_000).SetFirstAt(h.clock.now()).SetLastAt(h.clock.now()).Exec(ctx))
		must(t, db.Ent.RareStats.Create().SetCharacterName("Mule 07").SetTotalRares(5).Exec(ctx))
		h.hears(h.telemetry("Mule 07", 1203), h.telemetry("Mule 08", 3))

		w := do(h, request("GET", "/api/live", "", "Cookie", cookie))
		var got Live
		must(t, json.Unmarshal(w.Body.Bytes(), &got))
		if len(got.Players) != 2 || got.Players[0].CharacterName != "Mule 07" || got.Players[1].CharacterName != "Mule 08" {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		p := got.Players[0]
		if p.TotalKills != 91_000 || p.TotalRares != 5 || !p.Online || *p.Kills != 1203 || *p.KillsPerHour != 842.5 || *p.TotalDeaths != 57 || p.Z != nil {
			t.Errorf("player = %s", w.Body)
		}
		tag := w.Header().Get("Etag")
		if w.Header().Get("Cache-Control") != "private, no-cache" || tag == "" {
			t.Errorf("headers: %v", w.Header())
		}
		for given, want := range map[string]int{tag: 304, `W/"other", ` + tag: 304, tag[2:]: 304, "*": 304, `W/"other"`: 200, "": 200} {
			w := do(h, request("GET", "/live", "", "Cookie", cookie, "If-None-Match", given))
			if w.Code != want || (want == 304) != (w.Body.Len() == 0) {
				t.Errorf("If-None-Match %q: %d with %d bytes", given, w.Code, w.Body.Len())
			}
		}

		must(t, db.Ent.CharStats.Update().SetTotalKills(91_001).Exec(ctx))
		h.clock.advance(totalsAge - time.Second)
		if h.get(cookie, "/live", &got); got.Players[0].TotalKills != 91_000 {
			t.Errorf("totals were read again after %s", totalsAge-time.Second)
		}
		h.clock.advance(2 * time.Second)
		if h.get(cookie, "/live", &got); got.Players[0].TotalKills != 91_001 {
			t.Errorf("totals are older than %s: %d", totalsAge, got.Players[0].TotalKills)
		}

		h.clock.advance(30 * time.Second)
		if h.get(cookie, "/live", &got); len(got.Players) != 0 {
			t.Errorf("%d players after 30 s", len(got.Players))
		}
		if h.get(cookie, "/live?within=600", &got); len(got.Players) != 2 || got.Players[0].Online {
			t.Errorf("within 600 s: %+v", got.Players)
		}
		for _, bad := range []string{"0", "-1", "x", "86401", "1e9"} {
			if code := h.get(cookie, "/live?within="+bad, nil); code != 422 {
				t.Errorf("within=%s: %d", bad, code)
			}
		}
	})
}

func TestLiveAnswersFromTheLastTotalsWhileTheDatabaseIsAway(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	h := newHouse(t, db, nil)
	cookie := h.cookie("reader")
	h.hears(h.telemetry("Mule 07", 1203))
	var got Live
	if code := h.get(cookie, "/live", &got); code != 200 {
		t.Fatal(code)
	}
	must(t, db.SQL.Close())
	h.clock.advance(2 * totalsAge)
	if code := h.get(cookie, "/live", &got); code != 200 || len(got.Players) != 1 {
		t.Errorf("%d, %d players", code, len(got.Players))
	}
}

func TestCharactersStatsAndSheet(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie := h.cookie("reader")
		ctx, now := t.Context(), h.clock.now()
		id := h.character("Mule 07")
		taken := h.character("O'Neil/x")
		must(t, db.Ent.Character.Create().SetName("Hidden").SetHidden(true).Exec(ctx))
		must(t, db.Ent.Character.UpdateOneID(id).SetTotalDeaths(57).SetEw(33.6).SetNs(-42.1).Exec(ctx))
		must(t, db.Ent.Character.UpdateOneID(taken).SetEw(-101.4).SetNs(-93.2).SetLandcell(0x010A0107).Exec(ctx))
		must(t, db.Ent.CharacterAccess.Create().SetUserID(h.readerID).SetCharacterID(taken).SetCommand(false).Exec(ctx))
		must(t, db.Ent.CharStats.Create().SetCharacterName("Mule 07").SetTotalKills(100).SetTotalDeaths(2).SetSessions(2).SetFirstAt(now).SetLastAt(now).Exec(ctx))
		must(t, db.Ent.RareStats.Create().SetCharacterName("Mule 07").SetTotalRares(5).Exec(ctx))
		for i, session := range []string{"old", "new"} {
			must(t, db.Ent.CharSession.Create().SetCharacterName("Mule 07").SetSessionID(session).SetKills(int64(50+i)).SetRares(1).
				SetFirstAt(now).SetLastAt(now.Add(time.Duration(i)*time.Hour)).Exec(ctx))
		}
		must(t, db.Ent.CharacterSheet.Create().SetCharacterName("Mule 07").SetAsOf(now).SetLevel(275).SetRace("Aluvian").SetTotalXp(191226310247).
			SetPayload(json.RawMessage(`{"attributes":{"strength":{"base":"290","creation":100},"odd":7},"vitals":{"health":{"base":341}},`+
				`"skills":{"war_magic":{"base":533,"training":"Specialized"}},"allegiance":{"name":"Knights","monarch":{"name":"King","race":1,"rank":"10","gender":1}},`+
				`"titles":[12,"40","x"],"properties":{"25":"1,234"}}`)).Exec(ctx))

		var all Characters
		if code := h.get(cookie, "/characters", &all); code != 200 || len(all.Characters) != 2 {
			t.Fatalf("%d: %+v", code, all)
		}
		c := all.Characters[0]
		if c.Name != "Mule 07" || *c.Level != 275 || c.TotalKills != 100 || c.TotalRares != 5 || *c.TotalDeaths != 57 || *c.EW != 33.6 || *c.NS != -42.1 || !c.MayCommand || c.Server != "Coldeve" {
			t.Errorf("character = %+v", c)
		}
		if all.Characters[1].MayCommand || all.Characters[1].Level != nil {
			t.Errorf("character = %+v", all.Characters[1])
		}
		if all.Characters[1].EW != nil || all.Characters[1].NS != nil {
			t.Errorf("a dungeon's coordinates are shown as a place on the map: %+v", all.Characters[1])
		}

		var stats Stats
		if code := h.get(cookie, "/stats/Mule%2007", &stats); code != 200 {
			t.Fatal(code)
		}
		if stats.Totals.Kills != 100 || stats.Totals.Rares != 5 || stats.Totals.Deaths != 57 || stats.Totals.Sessions != 2 ||
			stats.Session == nil || stats.Session.SessionID != "new" || stats.Session.Kills != 51 {
			t.Errorf("stats = %+v, session %+v", stats.Totals, stats.Session)
		}
		stats = Stats{}
		if code := h.get(cookie, "/stats/O%27Neil%2Fx", &stats); code != 200 || stats.Character != "O'Neil/x" || stats.Session != nil {
			t.Errorf("%d %+v", code, stats)
		}
		if code := h.get(cookie, "/stats/mule%2007", nil); code != 404 {
			t.Errorf("another case of the name: %d", code)
		}

		var sheet CharacterSheet
		if code := h.get(cookie, "/character-stats/Mule%2007", &sheet); code != 200 {
			t.Fatal(code)
		}
		if *sheet.Level != 275 || *sheet.TotalXP != 191226310247 || *sheet.Attributes["strength"].Base != 290 || *sheet.Skills["war_magic"].Base != 533 ||
			sheet.Skills["war_magic"].Training != "Specialized" || *sheet.Vitals["health"].Base != 341 || *sheet.Allegiance.Monarch.Rank != 10 ||
			sheet.Allegiance.Patron != nil || !slices.Equal(sheet.Titles, []int64{12, 40}) ||
			!slices.Equal(sheet.TitleNames, []string{"Swashbuckler", "Deadeye"}) || *sheet.Properties["25"] != 1234 {
			t.Errorf("sheet = %+v", sheet)
		}
		if _, odd := sheet.Attributes["odd"]; odd {
			t.Error("an attribute that is none is shown")
		}
		if code := h.get(cookie, "/character-stats/Nobody", nil); code != 404 {
			t.Errorf("no sheet: %d", code)
		}
	})
}

func TestRaresAndDeathsAreKeysetPagesThatLoseNothing(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie := h.cookie("reader")
		ctx, now := t.Context(), h.clock.now()
		// Three at each moment, so that pages end in the middle of one.
		for i := range 12 {
			at := now.Add(-time.Duration(i/3) * time.Microsecond)
			tier := rareevent.TierCommon
			if i%4 == 0 {
				tier = rareevent.TierGreat
			}
			must(t, db.Ent.RareEvent.Create().SetCharacterName(fmt.Sprintf("Mule %02d", i%2)).SetName(fmt.Sprintf("Gem %02d", i)).SetTimestamp(at).SetTier(tier).SetEw(1).Exec(ctx))
			must(t, db.Ent.DeathEvent.Create().SetCharacterName("Mule 00").SetTotalDeaths(int64(i)).SetTimestamp(at).SetKiller("Raving Fiun").Exec(ctx))
		}
		names := map[string]int{}
		var order []time.Time
		path := "/rares?limit=5"
		pages := 0
		for cursor := ""; ; pages++ {
			var page Rares
			if code := h.get(cookie, path+"&cursor="+cursor, &page); code != 200 || pages > 5 {
				t.Fatalf("page %d: %d", pages, code)
			}
			for _, r := range page.Rares {
				names[r.Name]++
				order = append(order, r.Timestamp)
			}
			if cursor = page.NextCursor; cursor == "" {
				break
			}
			// A rare that comes in meanwhile is on none of the next pages and moves none of them.
			must(t, db.Ent.RareEvent.Create().SetCharacterName("Mule 00").SetName(fmt.Sprint("late ", pages)).SetTimestamp(now.Add(time.Hour)).Exec(ctx))
		}
		if len(names) != 12 || len(order) != 12 || !slices.IsSortedFunc(order, func(a, b time.Time) int { return b.Compare(a) }) {
			t.Errorf("%d names in %d rows: %v", len(names), len(order), names)
		}
		var deaths Deaths
		if h.get(cookie, "/deaths?character=Mule%2000&limit=7", &deaths); len(deaths.Deaths) != 7 || deaths.NextCursor == "" {
			t.Fatalf("deaths = %+v", deaths)
		}
		if h.get(cookie, "/deaths?limit=7&cursor="+deaths.NextCursor, &deaths); len(deaths.Deaths) != 5 || deaths.NextCursor != "" || deaths.Deaths[0].Killer != "Raving Fiun" {
			t.Errorf("deaths = %+v", deaths)
		}
		var rares Rares
		if h.get(cookie, "/rares?character=Mule%2001", &rares); len(rares.Rares) != 6 {
			t.Errorf("%d rares of one character", len(rares.Rares))
		}
		if h.get(cookie, "/rares?tier=great", &rares); len(rares.Rares) != 3 || *rares.Rares[0].Tier != "great" {
			t.Errorf("great: %+v", rares)
		}
		if h.get(cookie, "/rares?to="+now.Format(time.RFC3339), &rares); len(rares.Rares) != 9 {
			t.Errorf("%d rares before now", len(rares.Rares))
		}
		if h.get(cookie, "/rares?from="+now.Format(time.RFC3339)+"&to="+now.Add(time.Minute).Format(time.RFC3339), &rares); len(rares.Rares) != 3 {
			t.Errorf("%d rares in a minute", len(rares.Rares))
		}
		if h.get(cookie, "/rares?character=Nobody", &rares); rares.Rares == nil || len(rares.Rares) != 0 {
			t.Errorf("nobody's rares: %+v", rares)
		}
		var totals RareTotals
		if h.get(cookie, "/rares/totals?to="+now.Add(time.Minute).Format(time.RFC3339), &totals); totals.RareCount != (RareCount{12, 3, 9}) || len(totals.Characters) != 2 ||
			totals.Characters[0].CharacterName != "Mule 00" || totals.Characters[0].RareCount != (RareCount{6, 3, 3}) || totals.Characters[1].RareCount != (RareCount{6, 0, 6}) {
			t.Errorf("totals: %+v", totals)
		}
		// What the plugin ranked not, the game's table does; what is in neither is of no tier.
		must(t, db.Ent.RareEvent.Create().SetCharacterName("Mule 02").SetName("Hunter's Crystal").SetTimestamp(now).Exec(ctx))
		must(t, db.Ent.RareEvent.Create().SetCharacterName("Mule 02").SetName("Pebble").SetTimestamp(now).Exec(ctx))
		if h.get(cookie, "/rares/totals?character=Mule%2002", &totals); totals.RareCount != (RareCount{2, 0, 1}) {
			t.Errorf("totals of two without a tier: %+v", totals)
		}
		if h.get(cookie, "/rares/totals?tier=great", &totals); totals.RareCount != (RareCount{3, 3, 0}) || len(totals.Characters) != 1 {
			t.Errorf("totals of great ones: %+v", totals)
		}
		for _, bad := range []string{"limit=0", "limit=501", "cursor=x", "cursor=MS4yIA", "tier=epic", "from=yesterday"} {
			if code := h.get(cookie, "/rares?"+bad, nil); code != 422 {
				t.Errorf("%s: %d", bad, code)
			}
		}
	})
}

func TestPortalsOfTheLastHourOrAll(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie := h.cookie("reader")
		now := h.clock.now()
		for i, age := range []time.Duration{time.Minute, 59 * time.Minute, 61 * time.Minute, 48 * time.Hour} {
			must(t, db.Ent.Portal.Create().SetPortalName(fmt.Sprint("Portal ", i)).SetEwTenths(i).SetNsTenths(1).SetEw(float64(i)/10).SetNs(.1).
				SetFirstSeenAt(now.Add(-age)).SetLastSeenAt(now.Add(-age)).SetDiscoveredBy("Mule 07").Exec(t.Context()))
		}
		for path, want := range map[string]int{
			"/portals": 2, "/portals?all=1": 4, "/portals?all=true": 4, "/portals?all=0": 2, "/portals?all=1&text=TAL%200": 1, "/portals?text=portal": 2,
		} {
			var got Portals
			if code := h.get(cookie, path, &got); code != 200 || len(got.Portals) != want || got.Portals[0].PortalName != "Portal 0" || got.Portals[0].Z != nil {
				t.Errorf("%s: %d %+v", path, code, got)
			}
		}
		seen, next := "", ""
		for page := 0; page == 0 || next != ""; page++ {
			var got Portals
			if code := h.get(cookie, "/portals?all=1&limit=3&cursor="+next, &got); code != 200 || page > 1 {
				t.Fatalf("page %d: %d", page, code)
			}
			for _, p := range got.Portals {
				seen += p.PortalName + "; "
			}
			next = got.NextCursor
		}
		if seen != "Portal 0; Portal 1; Portal 2; Portal 3; " {
			t.Errorf("pages hold %s", seen)
		}
		for _, bad := range []string{"all=maybe", "limit=0", "limit=1001", "cursor=x"} {
			if code := h.get(cookie, "/portals?"+bad, nil); code != 422 {
				t.Errorf("%s: %d", bad, code)
			}
		}
	})
}

func TestReadinessFollowsTheDatabase(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	h := newHouse(t, db, nil)
	ask := func(path string) (int, string) {
		r := request("GET", "http://127.0.0.1:8770"+path, "")
		r.RemoteAddr = "127.0.0.1:4000"
		w := do(h, r)
		return w.Code, w.Body.String()
	}
	if code, body := ask("/readyz"); code != 200 || body != `{"status":"ok","checks":{"database":"ok"}}`+"\n" {
		t.Errorf("%d %s", code, body)
	}
	must(t, db.SQL.Close())
	if code, body := ask("/readyz"); code != 503 || body != `{"status":"degraded","checks":{"database":"away"}}`+"\n" {
		t.Errorf("%d %s", code, body)
	}
	if code, _ := ask("/healthz"); code != 200 {
		t.Errorf("healthz: %d", code)
	}
}
