package server

import (
	"fmt"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent/itemchange"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestChangesOfAnInventoryAreReadNewestFirst(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie := h.cookie("reader")
		h.character("Aldra")
		for i := range 3 {
			db.Ent.ItemChange.Create().SetCharacterName("Aldra").SetObjectID(int64(i)).SetName(fmt.Sprintf("Thing %d", i)).
				SetChange(itemchange.ChangeGained).SetTimestamp(h.clock.now().Add(time.Duration(i) * time.Second)).
				SetDetail([]byte(`{"stack_count":[4,5]}`)).ExecX(t.Context())
		}
		var page InventoryChanges
		h.get(cookie, "/inventory/Aldra/changes?limit=2", &page)
		if len(page.Changes) != 2 || page.Changes[0].Name != "Thing 2" || page.Changes[0].Detail["stack_count"] == nil || page.NextCursor == "" {
			t.Fatalf("%+v", page)
		}
		rest := page.NextCursor
		page = InventoryChanges{}
		h.get(cookie, "/inventory/Aldra/changes?limit=2&cursor="+rest, &page)
		if len(page.Changes) != 1 || page.Changes[0].Name != "Thing 0" || page.NextCursor != "" {
			t.Errorf("%+v", page)
		}
		if code := h.get(cookie, "/inventory/Aldra/changes?cursor=nonsense", nil); code != 422 {
			t.Error(code)
		}
		if code := h.get(cookie, "/inventory/Nobody/changes", nil); code != 404 {
			t.Error(code)
		}
	})
}
