package server

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/server/suits"
	"github.com/mosswart/overlord/solver/solvertest"
)

// hoard gives the house's characters treasure to wear.
func hoard(h *house, n int) {
	h.t.Helper()
	var items []*ent.ItemCreate
	pieces := solvertest.Items(5, n)
	for k := range pieces {
		r := pieces[k].Record()
		items = append(items, h.db.Ent.Item.Create().SetCharacterName(r.Owner).SetObjectID(int64(uint32(r.ID))).SetName(r.Name).
			SetEquippableSlots(int64(r.Slots)).SetCoverage(int64(r.Coverage)).SetMaterial(60).SetEquipmentSet(int64(r.Set)))
	}
	var rows []*ent.Item
	for part := range slices.Chunk(items, 500) {
		made, err := h.db.Ent.Item.CreateBulk(part...).Save(h.t.Context())
		must(h.t, err)
		rows = append(rows, made...)
	}
	var spells []*ent.ItemSpellCreate
	seen := map[[2]int]bool{}
	for k := range pieces {
		for _, id := range pieces[k].Spells {
			if s, _ := gamedata.SpellByID(id); !seen[[2]int{k, id}] {
				spells = append(spells, h.db.Ent.ItemSpell.Create().SetItemID(rows[k].ID).SetSpellID(id).SetFamily(s.Family).SetTier(string(s.Tier)))
			}
			seen[[2]int{k, id}] = true
		}
	}
	for part := range slices.Chunk(spells, 500) {
		must(h.t, h.db.Ent.ItemSpell.CreateBulk(part...).Exec(h.t.Context()))
	}
}

type streamed struct {
	id, name string
	data     json.RawMessage
}

// stream reads a run's events from a real socket, until the server ends them.
func stream(t *testing.T, web *httptest.Server, cookie, path, lastID string) (status int, events []streamed) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", web.URL+path, nil)
	must(t, err)
	r.Header.Set("Cookie", cookie)
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Accept-Encoding", "gzip, zstd")
	if lastID != "" {
		r.Header.Set("Last-Event-ID", lastID)
	}
	res, err := http.DefaultTransport.RoundTrip(r)
	must(t, err)
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != 200 {
		return res.StatusCode, nil
	}
	if res.Header.Get("X-Accel-Buffering") != "no" || res.Header.Get("Content-Type") != "text/event-stream" || res.Header.Get("Content-Encoding") != "" {
		t.Errorf("headers %v", res.Header)
	}
	lines := bufio.NewReader(res.Body)
	var now streamed
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			return 200, events
		}
		must(t, err)
		field, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch field {
		case "id":
			now.id = value
		case "event":
			now.name = value
		case "data":
			now.data = json.RawMessage(value)
		case "":
			if now.name != "" {
				events = append(events, now)
			}
			now = streamed{}
		}
	}
}

func TestASuitSearchStreamsItsEventsAndResumes(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		hoard(h, 800)
		h.character("Mule 07")
		h.hears(h.telemetry("Mule 08", 1))
		cookie := h.cookie("reader")
		web := httptest.NewServer(h)
		t.Cleanup(web.Close)

		body := `{"wearer":"Mule 07","want":["Epic Strength",{"cantrip":"Epic Focus","must":true},"Epic Endurance"],"top":3,"order":["cantrips","armor"],"time_limit":"20s","primary":{"set":13,"min":0,"max":null}}`
		w := do(h, request("POST", "/suitbuilder/search", body, "Cookie", cookie, "Content-Type", "application/json"))
		var search SuitSearch
		if err := json.Unmarshal(w.Body.Bytes(), &search); err != nil || w.Code != 202 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		path := "/suitbuilder/search/" + search.ID.String()
		_, events := stream(t, web, cookie, path, "")
		last := events[len(events)-1]
		var done suits.Finished
		if err := json.Unmarshal(last.data, &done); err != nil || last.name != "done" || last.id != "end" || done.State != suits.Done {
			t.Fatalf("%v %+v", err, last)
		}
		if !done.Answer.Proven || done.Answer.Covered != 3 || len(done.Answer.Suits) != 3 {
			t.Errorf("%s", last.data)
		}
		names := map[string]int{}
		for _, e := range events {
			names[e.name]++
		}
		if names["suit"] < 3 || names["bound"] == 0 || names["phase"] == 0 {
			t.Errorf("events %v", names)
		}
		// Who comes back gets what he has not had: here, the end alone; and nothing after that.
		_, rest := stream(t, web, cookie, path, events[len(events)-2].id)
		if len(rest) != 1 || rest[0].name != "done" {
			t.Errorf("resumed: %+v", rest)
		}
		if status, _ := stream(t, web, cookie, path, "end"); status != 204 {
			t.Errorf("after the end: %d", status)
		}

		var run suits.Run
		if status := h.get(cookie, path, &run); status != 200 || run.State != suits.Done || run.Username != "reader" || run.Request.Want[1].Cantrip != "Epic Focus" {
			t.Errorf("%d %+v", status, run)
		}
		for _, f := range run.Answer.Fetch {
			if f.Online != (f.Owner == "Mule 08") || f.Online && f.Place == "" {
				t.Errorf("%+v", f)
			}
		}
		later := openHouse(t, db, nil) // after a restart
		var again suits.Run
		if status := later.get(later.cookie("reader"), path, &again); status != 200 || again.Answer == nil || again.Answer.Covered != 3 {
			t.Errorf("after a restart: %d %+v", status, again)
		}
		second := httptest.NewServer(later)
		t.Cleanup(second.Close)
		if _, events := stream(t, second, later.cookie("reader"), path, "7"); len(events) != 1 || events[0].name != "done" {
			t.Errorf("after a restart: %+v", events)
		}

		r := request("POST", "/suitbuilder/search", `{"want":["Epic Strength"]}`, "Cookie", cookie, "Content-Type", "application/json", "Accept", "text/event-stream")
		if w = do(h, r); w.Code != 200 || !strings.Contains(w.Body.String(), "event: done") {
			t.Errorf("at once: %d %s", w.Code, w.Body)
		}
	})
}

func TestASuitSearchNamesTheFieldAtFault(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	cookie := h.cookie("reader")
	for body, field := range map[string]string{
		`{"want":["Epic Nonsense"]}`:                "want[0]",
		`{"want":[{"cantrip":"Epic Focus","x":1}]}`: "want[0]",
		`{"top":33}`:                             "top",
		`{"time_limit":"61s"}`:                   "time_limit",
		`{"level":"high"}`:                       "level",
		`{"luck":[]}`:                            "luck",
		`{"primary":{"set":13,"min":5,"max":4}}`: "primary.max",
		`{"lock":[{"item":4,"slot":"head"}]}`:    "lock[0].item",
		`{"wearer":"Nobody"}`:                    "wearer",
		`{"order":["luck"]}`:                     "order",
		`{"max_reductions":-1}`:                  "max_reductions",
		`{"want":[` + strings.Repeat(`"Epic Focus",`, 128) + `"Epic Focus"]}`: "want",
	} {
		w := do(h, request("POST", "/suitbuilder/search", body, "Cookie", cookie, "Content-Type", "application/json"))
		if p := problemOf(t, w); w.Code != 422 || p.Errors[field] == "" {
			t.Errorf("%.80s: %d %s", body, w.Code, w.Body)
		}
	}
	if w := do(h, request("GET", "/suitbuilder/candidates?slot=nose", "", "Cookie", cookie)); w.Code != 422 || problemOf(t, w).Errors["slot"] == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := do(h, request("GET", "/suitbuilder/candidates", "", "Cookie", cookie)); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestAStoppingServerEndsSuitSearchesAndTheirStreams(t *testing.T) {
	h := newHouse(t, testkit.Open(t, testkit.SQLite(t)), nil)
	hoard(h, 3000)
	cookie := h.cookie("reader")
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	text, _ := json.Marshal(map[string]any{"want": solvertest.Names(62), "max_owners": 9, "top": 32, "distance": 4, "time_limit": "60s"})
	w := do(h, request("POST", "/suitbuilder/search", string(text), "Cookie", cookie, "Content-Type", "application/json"))
	var search SuitSearch
	must(t, json.Unmarshal(w.Body.Bytes(), &search))
	ended := make(chan []streamed)
	go func() {
		_, events := stream(t, web, cookie, "/suitbuilder/search/"+search.ID.String(), "")
		ended <- events
	}()
	must(t, h.suits.Close(t.Context()))
	select {
	case events := <-ended:
		if last := events[len(events)-1]; last.name != "done" || !strings.Contains(string(last.data), "cancelled") {
			t.Errorf("%s: %.200s", last.name, last.data)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the stream goes on")
	}
	if w := do(h, request("POST", "/suitbuilder/search", "{}", "Cookie", cookie, "Content-Type", "application/json")); w.Code != 503 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
