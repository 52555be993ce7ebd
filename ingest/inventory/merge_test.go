package inventory_test

import (
	"reflect"
	"testing"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/ingest/inventory"
)

func read(t *testing.T, text string) object.Object {
	t.Helper()
	o, oddities := object.Decode([]byte(text))
	if len(oddities) > 0 {
		t.Fatal(oddities)
	}
	return o
}

func TestAnUnappraisedSnapshotNeverWipesAnAppraisal(t *testing.T) {
	appraised := read(t, `{"HasIdData":true,"Id":-7,"LastIdTime":99,"ObjectClass":2,"IntValues":{"5":300,"10":512,"19":5000,"28":500,"131":63,"218103814":1,"218103818":1342177290},`+
		`"DoubleValues":{"167772160":1.2},"StringValues":{"1":"Helm","39":"Ada"},"BoolValues":{"22":true},"ActiveSpells":[4407],"Spells":[6107]}`)
	bare := read(t, `{"HasIdData":false,"Id":-7,"ObjectClass":2,"IntValues":{"5":310,"19":5100,"131":63,"218103810":-55,"231735296":4},"StringValues":{"1":"Helmet"}}`)
	want := read(t, `{"HasIdData":true,"Id":-7,"LastIdTime":99,"ObjectClass":2,"IntValues":{"5":310,"19":5100,"28":500,"131":63,"218103810":-55,"231735296":4},`+
		`"DoubleValues":{"167772160":1.2},"StringValues":{"1":"Helmet","39":"Ada"},"BoolValues":{"22":true},"ActiveSpells":[4407],"Spells":[6107]}`)
	got := inventory.Merge(appraised, bare)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if again := inventory.Merge(got, bare); !reflect.DeepEqual(again, want) {
		t.Errorf("a repeated snapshot makes it %+v", again)
	}
	if appraised.Ints[gamedata.IntWornAt] != 512 || len(bare.Doubles) != 0 {
		t.Error("the arguments were changed")
	}
	if r := inventory.Normalise(got); r.Item.EquippedSlots != 0 || r.Combat == nil || *r.Combat.BaseArmorLevel != 260 || len(r.Spells) != 2 || !r.Item.HasIDData {
		t.Errorf("%+v", r)
	}
	for name, test := range map[string]struct{ earlier, later object.Object }{
		"a newer appraisal":  {appraised, read(t, `{"HasIdData":true,"Id":-7,"ObjectClass":2}`)},
		"no appraisal yet":   {bare, bare},
		"another object":     {appraised, read(t, `{"Id":-8,"ObjectClass":2}`)},
		"another class":      {appraised, read(t, `{"Id":-7,"ObjectClass":3}`)},
		"after nothing":      {object.Object{}, bare},
		"its first snapshot": {object.Object{ID: bare.ID, ObjectClass: 2}, appraised},
	} {
		if got := inventory.Merge(test.earlier, test.later); !reflect.DeepEqual(got, test.later) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
