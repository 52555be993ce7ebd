package inventory_test

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/ingest/inventory"
)

// FuzzNormalise feeds items of any shape: rows come of each, keep the id, hold what the tables take, and are the same
// when they are made again from what was kept.
func FuzzNormalise(f *testing.F) {
	_, items := telling(f)
	for _, raw := range items {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		o, _ := object.Decode(raw)
		r := inventory.Normalise(o)
		if r.Item.ObjectID != int64(o.ID) || r.Item.ObjectID < 0 || r.Item.ObjectID > math.MaxUint32 {
			t.Fatalf("id %d of %d", r.Item.ObjectID, o.ID)
		}
		for _, id := range []*int64{r.Item.ContainerID, r.Item.WielderID} {
			if id != nil && (*id <= 0 || *id > math.MaxUint32) {
				t.Errorf("id %d", *id)
			}
		}
		if !utf8.ValidString(r.Item.Name) || utf8.RuneCountInString(r.Item.Name) > 255 || r.Item.ObjectClass < 0 || r.Item.EquippedSlots < 0 {
			t.Errorf("%+v", r.Item)
		}
		if _, err := json.Marshal(r); err != nil { // not finite
			t.Error(err)
		}
		if len(r.Spells) > 2*object.MaxSpells {
			t.Errorf("%d spells", len(r.Spells))
		}
		kept, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := object.Decode(kept)
		if !reflect.DeepEqual(inventory.Normalise(again), r) || !reflect.DeepEqual(inventory.Merge(o, o), o) {
			t.Errorf("%s becomes another record", kept)
		}
	})
}
