package suits_test

import (
	"cmp"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/mosswart/overlord/ent/suitrun"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/server/suits"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/solvertest"
	"github.com/mosswart/overlord/solver/wardrobe"
)

func want(n int) (out []suits.Want) {
	for _, name := range solvertest.Names(n) {
		out = append(out, suits.Want{Cantrip: name})
	}
	return out
}

func TestTheDatabasesPiecesAreThoseOfTheFile(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		items := treasure(800)
		fill(t, db, items)
		in, err := suits.Load(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range []wardrobe.Wearer{{}, {Name: "Mule 07", Level: 150}} {
			var file []solver.Item
			for k := range items {
				if piece, ok := items[k].Piece(w); ok {
					file = append(file, piece)
				}
			}
			slices.SortFunc(file, func(a, b solver.Item) int { return cmp.Compare(a.ID, b.ID) })
			stored := in.Items(w)
			for _, list := range [][]solver.Item{file, stored} {
				for k := range list {
					slices.SortFunc(list[k].Cantrips, func(a, b solver.Cantrip) int { return cmp.Or(a.Family-b.Family, a.Power-b.Power) })
				}
			}
			if len(file) != len(stored) {
				t.Fatalf("%d pieces, the file has %d", len(stored), len(file))
			}
			for k := range file {
				if !reflect.DeepEqual(file[k], stored[k]) {
					t.Fatalf("stored %+v\n the file %+v", stored[k], file[k])
				}
			}
		}
	})
}

func TestASearchIsProvenExplainedAndStored(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		s := closet(t, db, 800)
		user := db.Ent.User.Create().SetUsername("ada").SetPasswordHash("x").SaveX(t.Context())
		most := 5
		request := suits.Request{
			Wearer: "Mule 07", Level: 275, TimeLimit: suits.Duration(suits.MaxTime), Want: append(want(30), suits.Want{Cantrip: "Epic Impenetrability"}), Top: 3, Distance: 2,
			Primary: &suits.SetRule{Set: 13, Max: &most}, Secondary: &suits.SetRule{Set: 16, Min: 1, Max: &most}, ExclusiveSets: true,
			Ratings: map[string]int{"crit_damage": 1}, Without: []string{"Mule 08"},
		}
		run, err := s.Submit(t.Context(), suits.Asker{UserID: user.ID, Username: "ada"}, request)
		if err != nil {
			t.Fatal(err)
		}
		ended, events := over(t, s, run)
		a := ended.Answer
		if ended.State != suits.Done || a == nil || !a.Proven || len(a.Suits) != 3 || a.Gap != 0 || a.Wanted != 31 {
			t.Fatalf("%+v", ended)
		}
		sets := 0
		for _, set := range a.Suits[0].Sets {
			if set.ID != 13 && set.ID != 16 || set.Count > 5 {
				t.Errorf("sets %v", a.Suits[0].Sets)
			}
			sets += set.Count
		}
		handed := 0
		for _, f := range a.Fetch {
			if f.Owner == "Mule 08" || f.Owner == "Mule 07" && len(f.Items) > 0 {
				t.Errorf("fetch %+v", f)
			}
			for k, it := range f.Items {
				if line := "/mt give " + it.Name + " to Mule 07"; !slices.Contains(f.Commands, line) {
					t.Errorf("%d: no line %q in %q", k, line, f.Commands)
				}
			}
			for _, r := range f.Reduce {
				if !strings.HasSuffix(r.Tool, "Reduction Tool") {
					t.Errorf("%+v", r)
				}
			}
			handed += len(f.Items)
		}
		own := 0
		for _, it := range a.Suits[0].Items {
			if it.Owner == "Mule 07" {
				own++
			}
		}
		if handed+own != len(a.Suits[0].Items) || sets == 0 {
			t.Errorf("%d handed, %d own, of %d; %d of sets", handed, own, len(a.Suits[0].Items), sets)
		}
		if len(a.Unmet) != a.Wanted-a.Covered || a.Unmet[len(a.Unmet)-1].Reason != "no_wearer" || a.Reachable.ArmorLevel < a.ArmorLevel ||
			a.Pieces.InPlay == 0 || a.Pieces.InPlay > a.Pieces.Of || a.Candidates["head"] == 0 || a.Worn == nil {
			t.Errorf("unmet %v, reachable %v, pieces %v, candidates %v", a.Unmet, a.Reachable, a.Pieces, a.Candidates)
		}
		if events[0].Name != suits.EventPhase || events[len(events)-1].Name != suits.EventDone || !slices.ContainsFunc(events, func(e suits.Event) bool { return e.Name == suits.EventSuit }) {
			t.Errorf("%+v", events)
		}

		again := suits.New(suits.Options{DB: db}) // another process
		read, feed, err := again.Find(t.Context(), run.ID)
		if err != nil || feed != nil || plain(t, read.Answer) != plain(t, a) || !reflect.DeepEqual(read.Request.Want, request.Want) || read.Username != "ada" {
			t.Errorf("%v, %+v", err, read)
		}
	})
}

// Each relaxation that is offered does what it says.
func TestRelaxationsKeepTheirWord(t *testing.T) {
	t.Parallel()
	s := closet(t, testkit.Open(t, testkit.SQLite(t)), 300)
	reductions := 0
	owners, err := s.Owners(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	heads, _, err := s.Candidates(t.Context(), suits.CandidateQuery{Slot: "head", Limit: 1})
	if err != nil || len(heads) != 1 {
		t.Fatal(err, heads)
	}
	locked := heads[0].ID
	for name, r := range map[string]suits.Request{
		"sets":              {Want: want(15), Primary: &suits.SetRule{Set: 13, Min: 2}, Secondary: &suits.SetRule{Set: 16, Min: 1}},
		"a lock":            {Want: want(15), Lock: []suits.Lock{{Item: locked, Slot: "head"}}, Empty: []string{"neck", "trinket", "bracelet_left", "bracelet_right"}},
		"few owners":        {Want: want(15), MaxOwners: 4, Without: []string{owners[3].Name}},
		"tiers":             {Want: append(want(62)[57:], suits.Want{Cantrip: "Legendary Sprint"})},
		"reductions":        {Want: want(15), MaxReductions: &reductions},
		"too many of a set": {Want: want(5), Primary: &suits.SetRule{Set: 13, Min: 9}},
		"too much armour":   {Want: want(5), ArmorFloor: 90000},
		"a floor":           {Want: want(20), ArmorFloor: 2500},
	} {
		r.Top, r.TimeLimit = 1, suits.Duration(suits.MaxTime)
		run, err := s.Submit(t.Context(), suits.Asker{}, r)
		if err != nil {
			t.Fatal(name, err)
		}
		ended, _ := over(t, s, run)
		a := ended.Answer
		if ended.State != suits.Done || a == nil {
			t.Fatalf("%s: %+v", name, ended)
		}
		var offers []suits.Relaxation
		if a.Infeasible != nil {
			offers = a.Infeasible.Relax
		}
		for _, u := range a.Unmet {
			offers = append(offers, u.Relax...)
		}
		if len(offers) == 0 {
			t.Errorf("%s: no offers", name)
		}
		for _, offer := range offers[:min(len(offers), 1)] {
			text, _ := json.Marshal(r)
			fields := map[string]json.RawMessage{}
			if err := json.Unmarshal(text, &fields); err != nil {
				t.Fatal(err)
			}
			maps.Copy(fields, offer.Change)
			text, _ = json.Marshal(fields)
			var changed suits.Request
			if err := json.Unmarshal(text, &changed); err != nil {
				t.Fatalf("%s: %s: %v", name, text, err)
			}
			again, err := s.Submit(t.Context(), suits.Asker{}, changed)
			if err != nil {
				t.Fatalf("%s: %+v: %v", name, offer, err)
			}
			if ended, _ = over(t, s, again); ended.Answer.Covered < offer.Gains.Covered || ended.Answer.Covered == offer.Gains.Covered && ended.Answer.ArmorLevel < offer.Gains.ArmorLevel {
				t.Errorf("%s: %+v gives %d, %d", name, offer, ended.Answer.Covered, ended.Answer.ArmorLevel)
			}
		}
		t.Logf("%s: %d of %d, %d offers", name, a.Covered, a.Wanted, len(offers))
	}
}

func TestTheQueueTakesTurns(t *testing.T) {
	t.Parallel()
	db := testkit.Open(t, testkit.SQLite(t))
	s := closet(t, db, 1500)
	hard := suits.Request{Want: want(62), MaxOwners: 9, Top: 32, Distance: 4, TimeLimit: suits.Duration(time.Minute)}
	ask := func(user int) *suits.Run {
		t.Helper()
		run, err := s.Submit(t.Context(), suits.Asker{Username: "x", UserID: user}, hard)
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	one, two, three, four := ask(0), ask(0), ask(0), ask(0)
	if one.State != suits.Running || two.State != suits.Running || three.State != suits.Queued || three.Ahead != 2 || four.Ahead != 3 {
		t.Errorf("%v %v %v, %d and %d ahead", one.State, two.State, three.State, three.Ahead, four.Ahead)
	}
	for range suits.QueuePerUser - 2 {
		ask(0)
	}
	other := db.Ent.User.Create().SetUsername("bo").SetPasswordHash("x").SaveX(t.Context())
	if late := ask(other.ID); late.Ahead != 2 { // who has had no turn yet comes before who has had two
		t.Errorf("another user's: %d ahead", late.Ahead)
	}
	if _, err := s.Submit(t.Context(), suits.Asker{}, hard); fault.CodeOf(err) != fault.TooMany {
		t.Errorf("one too many: %v", err)
	}
	if err := s.Cancel(t.Context(), suits.Asker{UserID: 5}, three.ID); fault.CodeOf(err) != fault.Forbidden {
		t.Errorf("somebody else's: %v", err)
	}
	if err := s.Cancel(t.Context(), suits.Asker{}, three.ID); err != nil {
		t.Error(err)
	}
	if ended, _ := over(t, s, three); ended.State != suits.Cancelled || ended.Answer != nil {
		t.Errorf("%+v", ended)
	}
	if now, _, err := s.Find(t.Context(), four.ID); err != nil || now.Ahead != 3 {
		t.Errorf("%v, %+v", err, now)
	}
	if err := s.Cancel(t.Context(), suits.Asker{Admin: true, UserID: 5}, one.ID); err != nil {
		t.Error(err)
	}
	if ended, _ := over(t, s, one); ended.State != suits.Cancelled || ended.FinishedAt == nil {
		t.Errorf("%+v", ended)
	}
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, run := range []*suits.Run{two, four} {
		if ended, _ := over(t, s, run); !ended.State.Over() || !strings.HasPrefix(ended.Failure, "The server stopped") {
			t.Errorf("%+v", ended)
		}
	}
	if _, err := s.Submit(t.Context(), suits.Asker{Username: "late"}, hard); fault.CodeOf(err) != fault.Unavailable {
		t.Errorf("after the end: %v", err)
	}
}

func TestWhatAnEarlierProcessLeftIsMarkedAndOldRunsGo(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		s := suits.New(suits.Options{DB: db})
		at := time.Now().Add(-time.Minute)
		left := db.Ent.SuitRun.Create().SetRequest([]byte(`{}`)).SetState(suitrun.StateRunning).SetCreatedAt(at).SaveX(t.Context())
		old := db.Ent.SuitRun.Create().SetRequest([]byte(`{}`)).SetState(suitrun.StateDone).SetCreatedAt(at.AddDate(0, 0, -91)).SaveX(t.Context())
		if r, _, err := s.Find(t.Context(), left.ID); err != nil || r.State != suits.Failed {
			t.Errorf("%v, %+v", err, r)
		}
		if err := s.Keep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if r := db.Ent.SuitRun.GetX(t.Context(), left.ID); r.State != suitrun.StateFailed || r.Failure == "" || r.FinishedAt == nil {
			t.Errorf("%+v", r)
		}
		for _, id := range []uuid.UUID{old.ID, uuid.New()} {
			if _, _, err := s.Find(t.Context(), id); fault.CodeOf(err) != fault.NotFound {
				t.Errorf("%v", err)
			}
		}
	})
}

func TestARequestIsCheckedFieldByField(t *testing.T) {
	t.Parallel()
	one, nine := 1, 9
	for field, r := range map[string]suits.Request{
		"want[1]":             {Want: []suits.Want{{Cantrip: "Epic Strength"}, {Cantrip: "Epic Nonsense"}}},
		"want[0].weight":      {Want: []suits.Want{{Cantrip: "Epic Strength", Weight: -1}}},
		"primary.set":         {Primary: &suits.SetRule{Set: 900}},
		"primary.max":         {Primary: &suits.SetRule{Set: 13, Min: 5, Max: &one}},
		"secondary.set":       {Primary: &suits.SetRule{Set: 13}, Secondary: &suits.SetRule{Set: 13, Max: &nine}},
		"exclusive_sets":      {ExclusiveSets: true},
		"lock[0].slot":        {Lock: []suits.Lock{{Item: 1, Slot: "nose"}}},
		"lock[1].item":        {Lock: []suits.Lock{{Item: 1, Slot: "head"}, {Item: 1, Slot: "neck"}}},
		"empty[0]":            {Empty: []string{"nose"}},
		"slots[1]":            {Slots: []string{"head", "nose"}},
		"ratings.luck":        {Ratings: map[string]int{"luck": 1}},
		"ratings.crit_damage": {Ratings: map[string]int{"crit_damage": 1001}},
		"order[1]":            {Order: suits.Order{Criteria: []solver.Criterion{solver.ByArmor, solver.ByArmor}}},
		"top":                 {Top: 33},
		"time_limit":          {TimeLimit: suits.Duration(61 * time.Second)},
	} {
		err := r.Check()
		var f *fault.Error
		if !asFault(err, &f) || f.Code != fault.Invalid || f.Fields[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	s := closet(t, testkit.Open(t, testkit.SQLite(t)), 200)
	heads, _, err := s.Candidates(t.Context(), suits.CandidateQuery{Slot: "head", Limit: 5, Text: "mule piece"})
	if err != nil || len(heads) == 0 {
		t.Fatal(err)
	}
	for field, r := range map[string]suits.Request{
		"wearer":       {Wearer: "Nobody at all"},
		"lock[0].item": {Lock: []suits.Lock{{Item: 987654, Slot: "head"}}},
		"lock[0].slot": {Lock: []suits.Lock{{Item: heads[0].ID, Slot: "neck"}}},
		"lock[1].slot": {Lock: []suits.Lock{{Item: heads[0].ID, Slot: "head"}, {Item: heads[1].ID, Slot: "head"}}},
	} {
		_, err := s.Submit(t.Context(), suits.Asker{}, r)
		var f *fault.Error
		if !asFault(err, &f) || f.Fields[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestRequestsReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	var r suits.Request
	text := `{"want":["Epic Strength",{"cantrip":"Epic Focus","must":true,"weight":3}],"order":"weighted","time_limit":"1.5s","primary":{"set":13,"min":5,"max":null}}`
	if err := json.Unmarshal([]byte(text), &r); err != nil {
		t.Fatal(err)
	}
	if r.Want[0].Cantrip != "Epic Strength" || !r.Want[1].Must || !r.Order.Weighted || r.Limit() != 1500*time.Millisecond || r.Primary.Max != nil || r.Check() != nil {
		t.Errorf("%+v: %v", r, r.Check())
	}
	out, err := json.Marshal(r)
	var again suits.Request
	if err != nil || json.Unmarshal(out, &again) != nil || !reflect.DeepEqual(again, r) {
		t.Errorf("%s: %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"order":["armor","cantrips"],"time_limit":2}`), &again); err != nil || again.Order.Criteria[0] != solver.ByArmor || again.Limit() != 2*time.Second {
		t.Errorf("%v: %+v", err, again)
	}
	if err := json.Unmarshal([]byte(`{"time_limit":"soon"}`), &again); err != nil || again.Check() == nil {
		t.Errorf("%v: soon is a time", err)
	}
}

// plain is a value as JSON whose objects are in order: databases store JSON in forms of their own.
func plain(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	var any any
	if err == nil {
		err = json.Unmarshal(text, &any)
	}
	if err != nil {
		t.Fatal(err)
	}
	text, _ = json.Marshal(any)
	return string(text)
}

func asFault(err error, f **fault.Error) bool {
	var ok bool
	*f, ok = err.(*fault.Error) //nolint:errorlint // it is not wrapped
	return ok
}
