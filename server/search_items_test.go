package server

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/server/items"
)

func TestItemsAreSearchedPageByPage(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie := h.cookie("reader")
		must(t, db.Ent.Inventory.Create().SetCharacterName("Aldra").SetFullAsOf(h.clock.now()).Exec(t.Context()))
		for i := range 5 {
			name := fmt.Sprintf("Gold Coat %d", i)
			must(t, db.Ent.ItemName.Create().SetName(name).SetFolded(strings.ToLower(name)).Exec(t.Context()))
			must(t, db.Ent.Item.Create().SetCharacterName("Aldra").SetObjectID(int64(1<<31+i)).SetName(name).SetObjectClass(2).
				SetArmorLevel(int64(300+i)).SetEquipmentSet(13).SetWearSlots(0x200).Exec(t.Context()))
		}
		var page FoundItems
		if status := h.get(cookie, "/search/items?q=coat+al:>300&sort=al&direction=desc&limit=3&facets=set,armor_level", &page); status != 200 {
			t.Fatal(status)
		}
		if len(page.Items) != 3 || page.Total != 4 || page.NextCursor == nil || page.Items[0].Name != "Gold Coat 4" || page.Items[0].Set.Name != "Soldier's" ||
			page.Facets.Set[0] != (items.FacetValue{Value: "13", Label: "Soldier's", Count: 4}) || page.Facets.ArmorLevel.Max != 304 {
			t.Errorf("%+v", page)
		}
		var last FoundItems
		h.get(cookie, "/search/items?q=coat+al:>300&sort=al&direction=desc&limit=3&cursor="+*page.NextCursor, &last)
		if len(last.Items) != 1 || last.Items[0].Name != "Gold Coat 1" || last.NextCursor != nil {
			t.Errorf("%+v", last)
		}
		var detail items.Detail
		if status := h.get(cookie, fmt.Sprintf("/search/items/%d", page.Items[0].ID), &detail); status != 200 || detail.Name != "Gold Coat 4" {
			t.Errorf("%d %+v", status, detail)
		}
		w := do(h, request("GET", "/search/items?q=coat+foo:1", "", "Cookie", cookie))
		var p Problem
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 422 || p.Errors["q"] != `there is no field "foo"` || p.At == nil || *p.At != (ProblemSpan{5, 8}) {
			t.Errorf("%d %s %v", w.Code, w.Body, err)
		}
		w = do(h, request("GET", "/search/items.csv?q=coat", "", "Cookie", cookie))
		if w.Code != 200 || strings.Count(w.Body.String(), "\n") != 6 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		if w = do(h, request("GET", "/search/items.csv?q=foo:1", "", "Cookie", cookie)); w.Code != 422 {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

func TestSavedSearchesAreTheirUsersOwn(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		send := func(user, method, path, body string) (int, NamedSearch) {
			w := do(h, request(method, path, body, "Cookie", h.cookie(user), "Content-Type", "application/json"))
			var saved NamedSearch
			if w.Code < 300 && w.Code != 204 {
				must(t, json.Unmarshal(w.Body.Bytes(), &saved))
			}
			return w.Code, saved
		}
		body := `{"page":"items","name":"Chests","expression":"q=slot:chest"}`
		status, saved := send("reader", "POST", "/saved-searches", body)
		if status != 201 || saved.Name != "Chests" || saved.Expression != "q=slot:chest" {
			t.Fatal(status, saved)
		}
		if status, _ := send("reader", "POST", "/saved-searches", body); status != 409 {
			t.Errorf("a second one of the same name: %d", status)
		}
		if status, _ := send("reader", "POST", "/saved-searches", `{"page":"items","name":" ","expression":""}`); status != 422 {
			t.Errorf("a blank name: %d", status)
		}
		own := fmt.Sprintf("/saved-searches/%d", saved.ID)
		for _, method := range []string{"PATCH", "DELETE"} {
			if status, _ := send("admin", method, own, map[string]string{"PATCH": `{"name":"Mine"}`}[method]); status != 404 {
				t.Errorf("%s by another: %d", method, status)
			}
		}
		if status, changed := send("reader", "PATCH", own, `{"name":"Coats"}`); status != 200 || changed.Name != "Coats" || changed.Expression != saved.Expression {
			t.Errorf("%d %+v", status, changed)
		}
		var list NamedSearches
		h.get(h.cookie("reader"), "/saved-searches?page=items", &list)
		if len(list.Searches) != 1 {
			t.Errorf("%+v", list)
		}
		h.get(h.cookie("admin"), "/saved-searches", &list)
		if len(list.Searches) != 0 {
			t.Errorf("another's: %+v", list)
		}
		if status, _ := send("reader", "DELETE", own, ""); status != 204 {
			t.Errorf("forget: %d", status)
		}
	})
}
