package inventory_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemchange"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/inventory"
	"github.com/mosswart/overlord/ingest/ledger"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func helmet(n int64) thing { return thing{id: 1<<31 + n, value: 10} }

func (t thing) seen(armor int) thing {
	t.appraised, t.armor = true, armor
	return t
}

// changes are the lines of the history, oldest first.
func changes(t testing.TB, db *database.DB) (lines []string) {
	t.Helper()
	for _, c := range db.Ent.ItemChange.Query().Order(itemchange.ByID()).AllX(t.Context()) {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", c.CharacterName, c.Change, c.Name, c.Detail)))
	}
	return lines
}

func names(t testing.TB, db *database.DB, character string) (names []string) {
	t.Helper()
	return db.Ent.Item.Query().Where(item.CharacterName(character), item.RemovedAtIsNil()).Order(item.ByObjectID()).
		Select(item.FieldName).StringsX(t.Context())
}

func TestAnUnchangedInventoryCostsNoRow(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		var all, other []thing
		for n := range int64(300) {
			all = append(all, helmet(n).seen(100))
			other = append(other, helmet(299-n).seen(100)) // in another order, so every item has to be compared
		}
		first := apply(t, db, full("Ann", second(1), all...))
		if first.Rows < 1200 {
			t.Errorf("only %d rows written for 300 new items with their parts", first.Rows)
		}
		for i, things := range [][]thing{all, other} {
			again := apply(t, db, full("Ann", second(2+i), things...))
			if again.Rows > 1 {
				t.Errorf("%d rows written by an unchanged inventory", again.Rows)
			}
		}
		if n := db.Ent.Item.Query().CountX(t.Context()); n != 300 {
			t.Errorf("%d items", n)
		}
		other[7].armor++
		if changed := apply(t, db, full("Ann", second(9), other...)); changed.Rows > 6 {
			t.Errorf("%d rows written by one changed item", changed.Rows)
		}
	})
}

func TestHandingAnItemOverIsALossAndAGain(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		apply(t, db, full("Ann", second(1), helmet(1), helmet(2)), full("Bob", second(1)))
		apply(t, db, delta("Bob", second(3), "add", helmet(1)), delta("Ann", second(2), "remove", helmet(1)))
		if ann, bob := names(t, db, "Ann"), names(t, db, "Bob"); len(ann) != 1 || len(bob) != 1 || bob[0] != "Cap 2147483649" {
			t.Errorf("Ann has %v, Bob %v", ann, bob)
		}
		got := strings.Join(changes(t, db), "; ")
		if want := "Ann lost Cap 2147483649; Bob gained Cap 2147483649"; got != want {
			t.Errorf("history: %s, want %s", got, want)
		}
	})
}

func TestTheHistoryTellsWhatMakesAnItemAnotherAndForgets(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		apply(t, db, full("Ann", second(1), helmet(1).seen(100), helmet(2)))
		apply(t, db, delta("Ann", second(2), "update", helmet(2).seen(50))) // what an appraisal first tells is no change
		apply(t, db, delta("Ann", second(3), "update", thing{id: helmet(1).id, value: 9}.seen(100)))
		apply(t, db, delta("Ann", second(4), "update", helmet(1).seen(120)))
		apply(t, db, full("Ann", second(5), helmet(1).seen(120)))
		got := strings.ReplaceAll(strings.Join(changes(t, db), "; "), ": ", ":")
		want := `Ann changed Cap 2147483649 {"base_armor_level":[100,120]}; Ann lost Cap 2147483650`
		if got = strings.ReplaceAll(got, ", ", ","); got != want {
			t.Errorf("history: %s, want %s", got, want)
		}
		n, err := inventory.Forget(t.Context(), db, second(4).Add(inventory.ChangesKept+time.Millisecond))
		must(t, err)
		if n != 1 || len(changes(t, db)) != 1 {
			t.Errorf("%d forgotten, %d left", n, len(changes(t, db)))
		}
	})
}

func TestAnAppraisalOutlivesALaterSnapshotWithoutOne(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		apply(t, db, full("Ann", second(1), helmet(1).seen(240)))
		apply(t, db, full("Ann", second(2), thing{id: helmet(1).id, value: 99}))
		row := db.Ent.Item.Query().WithCombat().WithSpells().OnlyX(t.Context())
		if !row.HasIDData || *row.ValuePyreals != 99 || row.ArmorLevel == nil || *row.ArmorLevel != 240 || row.Edges.Combat == nil || len(row.Edges.Spells) != 2 {
			t.Errorf("%+v", row)
		}
	})
}

func TestASoundItemSurvivesItsNeighbours(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		e := full("Ann", second(1), helmet(1))
		for _, text := range []string{`{"Id":0}`, `{"StringValues":{"1":"Nobody"}}`, `"garbage"`, `[[[[]]]]`, `{"Id":"x"}`, `null`,
			string(helmet(1).text()), `{"Id":7,"IntValues":"no map","Spells":{"a":1},"ObjectClass":"?"}`} {
			e.Items = append(e.Items, json.RawMessage(text))
		}
		result := apply(t, db, e)
		if result.Skipped[inventory.SkippedNoID] != 6 || result.Skipped[inventory.SkippedRepeated] != 1 {
			t.Errorf("skipped %v", result.Skipped)
		}
		whole := db.Ent.Inventory.Query().OnlyX(t.Context())
		if n := db.Ent.Item.Query().CountX(t.Context()); n != 2 || whole.ItemCount != 2 || whole.SkippedItems != 7 {
			t.Errorf("%d items; %+v", n, whole)
		}
	})
}

func TestSoManyItemsAreKeptAndNoMore(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	e := full("Ann", second(1))
	for n := range inventory.MaxItems + 5 {
		e.Items = append(e.Items, json.RawMessage(`{}`), fmt.Appendf(nil, `{"Id":%d}`, n+1))
	}
	result := apply(t, db, e)
	if n := db.Ent.Item.Query().CountX(t.Context()); n != inventory.MaxItems || result.Skipped[inventory.SkippedTooMany] != 5 {
		t.Errorf("%d items, skipped %v", n, result.Skipped)
	}
}

func TestDeltasOfNothingAreDroppedWithAReason(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		nameless := delta("Ann", second(1), "add", helmet(1))
		nameless.Item = json.RawMessage(`{"Id":null}`)
		unknown := delta("Ann", second(1), "juggle", helmet(1))
		idless := delta("Ann", second(1), "remove", helmet(1))
		idless.ItemID = event.Int{}
		result := apply(t, db, nameless, unknown, idless)
		for reason, n := range map[string]int{"no_item": 2, "no_action": 1} {
			if got := result.Outcomes[ledger.Result{Type: event.TypeInventoryDelta, Outcome: ledger.Dropped, Reason: reason}]; got != n {
				t.Errorf("%s: %d, want %d", reason, got, n)
			}
		}
		if n := db.Ent.Inventory.Query().CountX(t.Context()); n != 0 {
			t.Errorf("%d inventories", n)
		}
	})
}

func TestAnInventoryThatCannotBeReadReplacesNothing(t *testing.T) {
	list := func(items ...string) *event.FullInventory {
		e := &event.FullInventory{Items: []json.RawMessage{}}
		for _, text := range items {
			e.Items = append(e.Items, json.RawMessage(text))
		}
		return e
	}
	counted := list()
	counted.ItemCount = event.Int{V: 3, Known: true}
	for name, e := range map[string]*event.FullInventory{
		"no list": {}, "an empty list of three items": counted, "no item with an id": list(`{}`, `"x"`, `{"Id":0}`),
	} {
		if inventory.Unusable(e) == nil {
			t.Errorf("%s is held to be an inventory", name)
		}
	}
	for name, e := range map[string]*event.FullInventory{"nothing": list(), "one sound item": list(`null`, `{"Id":5}`)} {
		if err := inventory.Unusable(e); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestImportGivesWayToWhatIsNewer(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		outcome := func(at time.Time) ledger.Outcome {
			result, err := inventory.Import(t.Context(), db, "Ann", at, []json.RawMessage{helmet(1).text()})
			must(t, err)
			for r := range result.Outcomes {
				return r.Outcome
			}
			return ""
		}
		for i, c := range []struct {
			at   time.Time
			want ledger.Outcome
		}{{second(5), ledger.Inserted}, {second(5), ledger.Duplicate}, {second(4), ledger.Superseded}, {second(6), ledger.Applied}} {
			if got := outcome(c.at); got != c.want {
				t.Errorf("%d: %s, want %s", i, got, c.want)
			}
		}
		if _, err := inventory.Import(t.Context(), db, "Ann", second(9), nil); err == nil || errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("no items at all: %v", err)
		}
	})
}

func TestRenormaliseMakesRowsAnewOutOfWhatCame(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		ctx := t.Context()
		apply(t, db, full("Ann", second(1), helmet(1).seen(240), helmet(2).seen(100), helmet(3)), delta("Ann", second(2), "remove", helmet(9)))
		before := db.Ent.Item.Query().Order(item.ByID()).AllX(ctx)
		db.Ent.Item.Update().Where(item.NameNEQ("")).SetName("old rules").SetRulesVersion(inventory.RulesVersion + 1).ClearArmorLevel().ExecX(ctx)
		db.Ent.ItemCombat.Delete().ExecX(ctx)
		if n, err := inventory.Stale(ctx, db); err != nil || n != 3 {
			t.Fatalf("%d items of other rules, %v", n, err)
		}
		done, after := 0, 0
		for {
			batch, err := inventory.Renormalise(ctx, db, after, 2)
			must(t, err)
			if batch.Done == 0 {
				break
			}
			done, after = done+batch.Done, batch.Last
		}
		rows := db.Ent.Item.Query().WithCombat().Order(item.ByID()).AllX(ctx)
		for i, row := range rows {
			if row.Name != before[i].Name || !same(row.ArmorLevel, before[i].ArmorLevel) || (row.Edges.Combat != nil) != (row.ArmorLevel != nil) {
				t.Errorf("%+v, was %+v", row, before[i])
			}
		}
		if n, err := inventory.Stale(ctx, db); err != nil || n != 0 || done != 3 || len(changes(t, db)) != 0 {
			t.Errorf("%d left, %d done, %v; history %v", n, done, err, changes(t, db))
		}
	})
}

func same(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }

func TestADigestIsOfWhatIsSaidNotOfHow(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		one := `{"HasIdData":true,"Id":-5,"LastIdTime":7,"ObjectClass":2,"IntValues":{"19":1,"5":2},"StringValues":{"1":"Cap"}}`
		two := `{"StringValues":{"1":"Cap"}, "IntValues":{"5":"2","19":1}, "ObjectClass":2,"LastIdTime":900,"Id":-5,"HasIdData":true}`
		e := full("Ann", second(1))
		e.Items = []json.RawMessage{json.RawMessage(one)}
		apply(t, db, e)
		again := full("Ann", second(2))
		again.Items = []json.RawMessage{json.RawMessage(two)}
		if result := apply(t, db, again); result.Rows > 1 {
			t.Errorf("%d rows written", result.Rows)
		}
	})
}
