package inventory_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/inventory"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

var dawn = time.Date(2026, time.June, 24, 12, 0, 0, 0, time.UTC)

func second(n int) time.Time { return dawn.Add(time.Duration(n) * time.Second) }

// thing is what tests tell of an item.
type thing struct {
	id        int64
	appraised bool
	value     int
	armor     int
}

func (t thing) text() json.RawMessage {
	armor, spells := "", "[]"
	if t.appraised {
		armor, spells = fmt.Sprintf(`,"28":%d`, t.armor), "[2108,4407]"
	}
	return fmt.Appendf(nil, `{"HasIdData":%t,"Id":%d,"LastIdTime":0,"ObjectClass":2,"IntValues":{"19":%d%s},"StringValues":{"1":"Cap %d"},"Spells":%s}`,
		t.appraised, object.Wire(uint32(t.id)), t.value, armor, t.id, spells) //nolint:gosec // small
}

func full(name string, at time.Time, things ...thing) *event.FullInventory {
	e := &event.FullInventory{
		Head:  event.Head{Type: event.TypeFullInventory, Character: name, Timestamp: at},
		Items: []json.RawMessage{},
	}
	for _, t := range things {
		e.Items = append(e.Items, t.text())
	}
	return e
}

func delta(name string, at time.Time, action string, t thing) *event.InventoryDelta {
	e := &event.InventoryDelta{
		Head:   event.Head{Type: event.TypeInventoryDelta, Character: name, Timestamp: at},
		Action: action,
	}
	if action == "remove" {
		e.ItemID = event.Int{V: object.Wire(uint32(t.id)), Known: true} //nolint:gosec // small
	} else {
		e.Item = t.text()
	}
	return e
}

func apply(t testing.TB, db *database.DB, events ...event.Event) inventory.Result {
	t.Helper()
	var result inventory.Result
	err := db.InTx(context.WithoutCancel(t.Context()), func(ctx context.Context, tx database.Tx) (err error) {
		result, err = inventory.Apply(ctx, tx, events)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := result.Outcomes.Sum(); n != len(events) {
		t.Fatalf("%d events have %d outcomes: %v", len(events), n, result.Outcomes)
	}
	return result
}

func empty(t testing.TB, db *database.DB) {
	t.Helper()
	for _, table := range []string{"items", "inventories", "item_changes", "item_names"} {
		if _, err := db.SQL.ExecContext(t.Context(), "DELETE FROM "+table); err != nil {
			t.Fatal(err)
		}
	}
}

// state is what is known of an item in the end.
type state struct {
	Removed         time.Time
	Last, Appraisal thing // zero for none; of a tombstone only the appraisal is told
}

type key struct {
	name string
	id   int64
}

// stored reads the end state, and checks that every row says what follows from it.
func stored(t testing.TB, db *database.DB) map[key]state {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	all, present := map[key]state{}, map[string]int{}
	for _, row := range db.Ent.Item.Query().WithRaw().WithCombat().WithSpells().AllX(ctx) {
		var s state
		var last, appraisal object.Object
		if raw := row.Edges.Raw; raw != nil {
			last, _ = object.Decode(raw.Payload)
			s.Last = thingOf(last)
			if raw.Appraisal != nil {
				appraisal, _ = object.Decode(raw.Appraisal)
				s.Appraisal = thingOf(appraisal)
				last = inventory.Merge(appraisal, last)
			}
		}
		if row.RemovedAt != nil {
			s.Removed, s.Last = row.RemovedAt.UTC(), thing{}
		} else {
			present[row.CharacterName]++
			want := inventory.Normalise(last)
			got := inventory.Record{Item: want.Item, Combat: want.Combat}
			got.Item.Name, got.Item.ValuePyreals, got.Item.HasIDData = row.Name, row.ValuePyreals, row.HasIDData
			if row.Edges.Combat != nil {
				combat := inventory.Combat{}
				if want.Combat != nil {
					combat = *want.Combat
				}
				combat.ArmorLevel, combat.BaseArmorLevel = row.Edges.Combat.ArmorLevel, row.Edges.Combat.BaseArmorLevel
				got.Combat = &combat
			} else {
				got.Combat = nil
			}
			if !reflect.DeepEqual(got.Item, want.Item) || !reflect.DeepEqual(got.Combat, want.Combat) || len(row.Edges.Spells) != len(want.Spells) {
				t.Fatalf("%s has %d with rows that do not follow from what is kept: %+v %+v, want %+v %+v; %d spells, want %d",
					row.CharacterName, row.ObjectID, got.Item, got.Combat, want.Item, want.Combat, len(row.Edges.Spells), len(want.Spells))
			}
		}
		all[key{row.CharacterName, row.ObjectID}] = s
	}
	for _, i := range db.Ent.Inventory.Query().AllX(ctx) {
		if i.ItemCount != present[i.CharacterName] {
			t.Fatalf("%s is said to have %d items and has %d", i.CharacterName, i.ItemCount, present[i.CharacterName])
		}
	}
	return all
}

func thingOf(o object.Object) thing {
	return thing{id: int64(o.ID), appraised: o.HasIDData, value: int(o.Ints[19]), armor: int(o.Ints[28])}
}

// oracle takes the events in the order of their times, as simply as can be.
func oracle(events []event.Event) map[key]state {
	read := func(text json.RawMessage) thing {
		o, _ := object.Decode(text)
		return thingOf(o)
	}
	rank := func(e event.Event) int {
		switch e := e.(type) {
		case *event.FullInventory:
			return 0
		case *event.InventoryDelta:
			switch {
			case e.Action == "remove":
				return 3
			case read(e.Item).appraised:
				return 2
			}
		}
		return 1
	}
	events = slices.SortedFunc(slices.Values(events), func(a, b event.Event) int {
		return cmp.Or(a.Header().Timestamp.Compare(b.Header().Timestamp), cmp.Compare(rank(a), rank(b)))
	})
	all := map[key]state{}
	newest := func(before state, now thing) state {
		switch {
		case now.appraised:
			return state{Last: now}
		case before.Last.appraised:
			return state{Last: now, Appraisal: before.Last}
		default:
			return state{Last: now, Appraisal: before.Appraisal}
		}
	}
	for _, e := range events {
		head := e.Header()
		switch e := e.(type) {
		case *event.FullInventory:
			before := maps.Clone(all)
			maps.DeleteFunc(all, func(k key, _ state) bool { return k.name == head.Character })
			for _, text := range e.Items {
				now := read(text)
				k := key{head.Character, now.id}
				all[k] = newest(before[k], now)
			}
		case *event.InventoryDelta:
			if e.Action != "remove" {
				now := read(e.Item)
				k := key{head.Character, now.id}
				all[k] = newest(all[k], now)
				continue
			}
			k := key{head.Character, int64(uint32(e.ItemID.V))} //nolint:gosec // 32 bits
			gone := state{Removed: head.Timestamp, Appraisal: all[k].Appraisal}
			if all[k].Last.appraised {
				gone.Appraisal = all[k].Last
			}
			all[k] = gone
		}
	}
	return all
}

// history draws distinct events. In one instant there may be several deltas of an item, but for two that would have to be
// told apart by their digests.
func history(r *rapid.T) []event.Event {
	var all []event.Event
	type instant struct {
		name  string
		id    int64
		at    int
		class int
	}
	taken := map[instant]bool{}
	fulls := map[instant]bool{}
	for range rapid.IntRange(1, 14).Draw(r, "events") {
		name := rapid.SampledFrom([]string{"Mule 07", "Überfürst"}).Draw(r, "name")
		at := rapid.IntRange(1, 12).Draw(r, "at") * 2
		draw := func(id int64) thing {
			return thing{
				id: id, appraised: rapid.Bool().Draw(r, "appraised"),
				value: rapid.IntRange(1, 2).Draw(r, "value"), armor: 0,
			}.armored(r)
		}
		if rapid.IntRange(0, 3).Draw(r, "kind") == 0 {
			if fulls[instant{name: name, at: at}] {
				continue
			}
			fulls[instant{name: name, at: at}] = true
			var things []thing
			for id := int64(1); id <= 3; id++ {
				if rapid.Bool().Draw(r, "has") {
					things = append(things, draw(1<<31+id))
				}
			}
			all = append(all, full(name, second(at+1), things...))
			continue
		}
		action := rapid.SampledFrom([]string{"add", "update", "remove"}).Draw(r, "action")
		t := draw(1<<31 + int64(rapid.IntRange(1, 3).Draw(r, "id")))
		class := 0
		switch {
		case action == "remove":
			class = 2
		case t.appraised:
			class = 1
		}
		if k := (instant{name, t.id, at, class}); !taken[k] {
			taken[k] = true
			all = append(all, delta(name, second(at), action, t))
		}
	}
	return all
}

func (t thing) armored(r *rapid.T) thing {
	if t.appraised {
		t.armor = rapid.IntRange(100, 102).Draw(r, "armor")
	}
	return t
}

// TestAnyOrderAndRepetitionLeaveTheSameInventory is the rule that all the others serve.
func TestAnyOrderAndRepetitionLeaveTheSameInventory(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		rapid.Check(t, func(r *rapid.T) {
			empty(t, db)
			distinct := history(r)
			sent := slices.Clone(distinct)
			if len(distinct) > 0 {
				sent = append(sent, rapid.SliceOfN(rapid.SampledFrom(distinct), 0, 6).Draw(r, "repeats")...)
			}
			sent = rapid.Permutation(sent).Draw(r, "order")
			for len(sent) > 0 {
				n := rapid.IntRange(1, len(sent)).Draw(r, "batch")
				apply(t, db, sent[:n]...)
				sent = sent[n:]
			}
			if got, want := stored(t, db), oracle(distinct); !reflect.DeepEqual(got, want) {
				r.Fatalf("got  %+v\nwant %+v", got, want)
			}
		})
	})
}
