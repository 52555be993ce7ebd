package server

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestItemsAreLaidOutAsTheyLie(t *testing.T) {
	const self, bag = 0x50000001, 0x90000010
	rows := []*ent.Item{
		{ID: 1, ObjectID: 0x90000001, Name: "Boots", EquippedSlots: 0x100, Burden: new(int64(300))},
		{ID: 2, ObjectID: 0x90000002, Name: "Helm", EquippedSlots: 0x1, Burden: new(int64(200))},
		{ID: 3, ObjectID: 0x90000003, Name: "Taper", ContainerID: new(int64(self)), SlotInPack: new(int64(1)), Burden: new(int64(5))},
		{ID: 4, ObjectID: 0x90000004, Name: "Pyreal", ContainerID: new(int64(self)), SlotInPack: new(int64(0)), Burden: new(int64(10))},
		{ID: 5, ObjectID: bag, Name: "Sack", ObjectClass: 10, ContainerID: new(int64(self)), Burden: new(int64(65)), Icon: new(int64(7)), ItemSlots: new(int64(24))},
		{ID: 6, ObjectID: 0x90000006, Name: "Gem", ContainerID: new(int64(bag)), SlotInPack: new(int64(3)), Burden: new(int64(50))},
		{ID: 7, ObjectID: 0x90000007, Name: "Scroll", ContainerID: new(int64(bag)), SlotInPack: new(int64(2)), Burden: new(int64(5))},
		{ID: 8, ObjectID: 0x90000008, Name: "Key", ContainerID: new(int64(0x90009999))},
		{ID: 9, ObjectID: 0x90000009, Name: "Foci of Strife", ObjectClass: 38, Burden: new(int64(50)), ItemSlots: new(int64(0))},
	}
	got := pack(rows)
	if !slices.Equal(got.worn, []int{2, 1}) {
		t.Errorf("worn: %v", got.worn)
	}
	// 300 + 200 worn, 15 loose, the sack as it says (65, its contents of 55 in it), the foci 50.
	if got.burden != 630 {
		t.Errorf("burden %d", got.burden)
	}
	want := []string{"0 Main pack 102 3 [4 3 8]", "2415919120 Sack 24 2 [7 6]", "2415919113 Foci of Strife 0 0 []"}
	for i, c := range got.containers {
		if text := fmt.Sprintf("%d %s %d %d %v", c.ID, c.Name, *c.Slots, c.Used, c.Items); text != want[i] {
			t.Errorf("%s, want %s", text, want[i])
		}
	}
	if all := got.all(); len(all) != len(rows) || len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(rows) {
		t.Errorf("every item stands once: %v", all)
	}
}

func (h *house) inventory(name string, asOf time.Time, count int) {
	h.t.Helper()
	must(h.t, h.db.Ent.Inventory.Create().SetCharacterName(name).SetAsOf(asOf).SetFullAsOf(asOf).SetItemCount(count).Exec(h.t.Context()))
}

func TestAnInventoryIsReadWithItsPacks(t *testing.T) {
	testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
		h := newHouse(t, db, nil)
		cookie := h.cookie("reader")
		now := h.clock.now()
		h.character("Aldra")
		h.character("Dace")
		h.inventory("Aldra", now, 3)
		add := func(object int64, name string) *ent.ItemCreate {
			return db.Ent.Item.Create().SetCharacterName("Aldra").SetObjectID(object).SetName(name)
		}
		sack := add(10, "Sack").SetObjectClass(10).SetItemSlots(24).SaveX(t.Context())
		helm := add(11, "Gold Helm").SetObjectClass(2).SetEquippedSlots(1).SetEquippableSlots(1).SetBurden(300).SaveX(t.Context())
		gem := add(12, "Ruby").SetObjectClass(11).SetContainerID(10).SetStackCount(5).SaveX(t.Context())
		add(13, "Gone").SetRemovedAt(now).ExecX(t.Context())
		add(14, "").ExecX(t.Context())

		var got Inventory
		if code := h.get(cookie, "/inv/inventory/Aldra", &got); code != 200 {
			t.Fatal(code)
		}
		if got.Missing || got.ItemCount != 3 || got.Burden != 300 || !got.AsOf.Equal(now) || len(got.Items) != 3 {
			t.Errorf("%+v", got)
		}
		if !slices.Equal(got.Worn, []int{helm.ID}) || len(got.Containers) != 2 || *got.Containers[1].Slots != 24 ||
			!slices.Equal(got.Containers[1].Items, []int{gem.ID}) || *got.Containers[1].Item != sack.ID {
			t.Errorf("%+v", got.Containers)
		}

		var found FoundItems
		if code := h.get(cookie, "/inv/inventory/Aldra/search?q=is:worn&character=Dace&owner_scope=all", &found); code != 200 || found.Total != 1 || found.Items[0].ID != helm.ID {
			t.Errorf("searched: %d %+v", code, found)
		}
		if code := h.get(cookie, "/inventory/Dace/search?q=is:worn", &found); code != 200 || found.Total != 0 {
			t.Errorf("of another: %d %+v", code, found)
		}
		if code := h.get(cookie, "/inventory/Nobody/search", nil); code != 404 {
			t.Error(code)
		}

		var none Inventory
		if code := h.get(cookie, "/inventory/Dace", &none); code != 200 || !none.Missing || none.Items == nil {
			t.Errorf("%d %+v", code, none)
		}
		if code := h.get(cookie, "/inventory/Nobody", nil); code != 404 {
			t.Error(code)
		}

		var all Inventories
		h.get(cookie, "/inventories", &all)
		if len(all.Inventories) != 1 || all.Inventories[0].CharacterName != "Aldra" || all.Inventories[0].ItemCount != 3 {
			t.Errorf("%+v", all)
		}
		w := do(h, request("GET", "/inventories", "", "Cookie", cookie))
		if again := do(h, request("GET", "/inventories", "", "Cookie", cookie, "If-None-Match", w.Header().Get("Etag"))); again.Code != 304 {
			t.Errorf("asked for again: %d", again.Code)
		}
		var names InventoryCharacters
		if h.get(cookie, "/inv/inventory-characters", &names); !slices.Equal(names.Characters, []string{"Aldra"}) {
			t.Errorf("%+v", names)
		}
	})
}
