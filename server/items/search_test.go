package items_test

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/server/items"
)

// everyPage turns the pages of a search to the last one.
func everyPage(t *testing.T, db *database.DB, q items.Query) (ids []int, first items.Found) {
	t.Helper()
	for page := 0; ; page++ {
		found, err := items.Search(t.Context(), db, q)
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		if page == 0 {
			first = found
		} else if found.Total != first.Total {
			t.Errorf("%q: page %d says %d, the first %d", q.Text, page, found.Total, first.Total)
		}
		ids = append(ids, found.IDs...)
		if found.Next == "" {
			return ids, first
		}
		q.Cursor = found.Next
	}
}

// inOrder are the ids of things as a list sorts them.
func inOrder(all []*thing, sort string, down bool) []int {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b *thing) int {
		sign := 1
		if down {
			sign = -1
		}
		byID := sign * cmp.Compare(a.id, b.id)
		switch sort {
		case "", "name":
			return cmp.Or(sign*cmp.Compare(a.name, b.name), byID)
		case "on":
			return cmp.Or(sign*cmp.Compare(a.character, b.character), byID)
		}
		x, y := a.number(sort), b.number(sort)
		switch {
		case x == nil && y == nil:
			return byID
		case x == nil:
			return 1
		case y == nil:
			return -1
		}
		return cmp.Or(sign*cmp.Compare(*x, *y), byID)
	})
	ids := make([]int, len(all))
	for i, t := range all {
		ids[i] = t.id
	}
	return ids
}

func TestSearchesFindWhatTheLanguageSays(t *testing.T) {
	const rows, searches = 150, 120
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		r := rand.New(rand.NewPCG(5, 23))
		all := atRandom(r, rows)
		put(t, db, all)
		texts := slices.Clone(conditions)
		for range searches {
			texts = append(texts, searchAtRandom(r, 3))
		}
		sorts := []string{"", "name", "on", "al", "value", "work", "critdmg", "variance", "attack", "dmg"}
		for _, text := range texts {
			e, err := filter.ParseSearch(text)
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			var fitting []*thing
			chests := 0
			for _, it := range all {
				if !it.removed && holds(e.Expr, it) {
					fitting = append(fitting, it)
					if it.wear&0x200 != 0 {
						chests++
					}
				}
			}
			q := items.Query{
				Text: text, And: notAPack(), Sort: sorts[r.IntN(len(sorts))], Direction: []string{"", "desc"}[r.IntN(2)],
				Limit: 1 + r.IntN(60), Facets: []string{"slot", "set", "armor_level"},
			}
			ids, first := everyPage(t, db, q)
			if want := inOrder(fitting, q.Sort, q.Direction == "desc"); !slices.Equal(ids, want) {
				t.Errorf("%q by %q %s, %d a page: found %v, want %v", text, q.Sort, q.Direction, q.Limit, ids, want)
			}
			if first.Total != len(fitting) || first.Capped {
				t.Errorf("%q: %d in all, want %d", text, first.Total, len(fitting))
			}
			counted := 0
			for _, v := range first.Facets["slot"].Values {
				if v.Value == "chest" {
					counted = v.Count
				}
			}
			if counted != chests {
				t.Errorf("%q: %d go on the chest, want %d", text, counted, chests)
			}
			if (first.Closest != nil) != (len(fitting) == 0) {
				t.Errorf("%q: closest %v of %d", text, first.Closest, len(fitting))
			}
		}
	})
}

// notAPack leaves out the packs that put makes.
func notAPack() filter.Expr {
	return filter.Not{Term: &filter.Cmp{Path: []string{"class"}, Op: filter.Has, Value: filter.Text("10")}}
}

func TestFaultsSayWhereTheyStand(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	for text, want := range map[string]items.Error{
		`gold foo:1`:           {Message: `there is no field "foo"`, From: 5, To: 8},
		`😀 al:>=x`:             {Message: `"x" is no number`, From: 8, To: 9},
		`set:nonsense`:         {Message: `there is no set "nonsense"`, From: 4, To: 12},
		`al:(1,2`:              {Message: `expected "," or ")"`, From: 7, To: 7},
		`name:>3`:              {Message: "name takes no >", From: 6, To: 7},
		`cantrip:"epic stuff"`: {Message: `there is no cantrip "epic stuff"`, From: 8, To: 20},
		`al:$me`:               {Message: "al takes no variables", From: 3, To: 6},
	} {
		_, err := items.Search(t.Context(), db, items.Query{Text: text})
		var failed *items.Error
		if !errors.As(err, &failed) || *failed != want {
			t.Errorf("%q: %#v, want %#v", text, err, want)
		}
	}
	for _, q := range []items.Query{{Sort: "slot"}, {Sort: "nothing"}, {Cursor: "x"}, {Facets: []string{"lore"}}} {
		if _, err := items.Search(t.Context(), db, q); err == nil {
			t.Errorf("%+v is accepted", q)
		}
	}
}

func TestClosestSaysWhichConditionToDrop(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	put(t, db, atRandom(rand.New(rand.NewPCG(5, 23)), 60))
	found, err := items.Search(t.Context(), db, items.Query{Text: "é is:armor al:>=900", Limit: 5})
	if err != nil || found.Total != 0 || len(found.Closest) != 3 {
		t.Fatalf("%+v, %v", found, err)
	}
	without, err := items.Search(t.Context(), db, items.Query{Text: "é is:armor"})
	if err != nil || found.Closest[2] != (items.Closest{From: 11, To: 19, Text: "al:>=900", Without: without.Total}) || without.Total == 0 {
		t.Errorf("%+v, want %d without the last, %v", found.Closest, without.Total, err)
	}
}

func TestExportIsWholeAndHoldsNoFormulas(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	all := atRandom(rand.New(rand.NewPCG(5, 23)), 40)
	all[0].name, all[0].removed = `=HYPERLINK("x")`, false
	put(t, db, all)
	var b bytes.Buffer
	if err := items.WriteCSV(t.Context(), db, items.Query{}, &b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	found, err := items.Search(t.Context(), db, items.Query{})
	if err != nil || len(rows) != found.Total+1 {
		t.Errorf("%d rows for %d items, %v", len(rows), found.Total, err)
	}
	if !slices.ContainsFunc(rows, func(row []string) bool { return row[1] == `'=HYPERLINK("x")` }) {
		t.Error("the formula is not guarded")
	}
}
