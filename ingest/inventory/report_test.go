package inventory_test

import (
	"bufio"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/ingest/inventory"
)

func TestEveryPropertyOfTheTellingItemsIsExplained(t *testing.T) {
	_, items := telling(t)
	var all []object.Object
	for _, raw := range items {
		o, _ := object.Decode(raw)
		all = append(all, o)
	}
	findings := inventory.Report(slices.Values(all))
	for _, f := range findings {
		if f.Fate == inventory.Unexplained || f.Why == "" {
			t.Errorf("%s %d (%s): %s", f.Kind, f.ID, f.Name, f.Fate)
		}
	}
	name := slices.IndexFunc(findings, func(f inventory.Finding) bool { return f.Kind == gamedata.StringProperties && f.ID == 1 })
	if name < 0 || findings[name].Items != len(items)-1 || findings[name].Why != "items.name" || findings[name].Name != "Name" {
		t.Errorf("%+v", findings[max(name, 0)])
	}
	if len(findings) < 100 || !slices.IsSortedFunc(findings, func(a, b inventory.Finding) int { return strings.Compare(string(a.Kind), string(b.Kind)) }) {
		t.Errorf("%d findings", len(findings))
	}
	unknown := inventory.Report(slices.Values([]object.Object{{Ints: map[gamedata.IntProperty]int64{4711: 1}}}))
	if len(unknown) != 1 || unknown[0].Fate != inventory.Unexplained || unknown[0].Name != "" {
		t.Errorf("%+v", unknown)
	}
}

// TestTheReportSaysWhatTheRulesDo changes one property at a time: the record must change just for those that the report
// says a column is made of.
func TestTheReportSaysWhatTheRulesDo(t *testing.T) {
	bare := func() object.Object {
		return object.Object{
			ID: 1, HasIDData: true,
			Ints: map[gamedata.IntProperty]int64{ // without these, others say nothing
				gamedata.IntWieldType: 2, gamedata.IntWieldType2: 2, gamedata.IntWieldType3: 2, gamedata.IntWieldType4: 2,
			},
			Doubles: map[gamedata.FloatProperty]float64{}, Strings: map[gamedata.StringProperty]string{}, Bools: map[gamedata.BoolProperty]bool{},
		}
	}
	plain := inventory.Normalise(bare())
	changes := func(kind gamedata.PropertyKind, id int32) bool {
		o := bare()
		switch kind {
		case gamedata.IntProperties:
			o.Ints[gamedata.IntProperty(id)] = 3
		case gamedata.FloatProperties:
			o.Doubles[gamedata.FloatProperty(id)] = 0.5
		case gamedata.StringProperties:
			o.Strings[gamedata.StringProperty(id)] = "text"
		case gamedata.BoolProperties:
			o.Bools[gamedata.BoolProperty(id)] = true
		}
		return !reflect.DeepEqual(inventory.Normalise(o), plain)
	}
	for _, kind := range []gamedata.PropertyKind{gamedata.IntProperties, gamedata.FloatProperties, gamedata.StringProperties, gamedata.BoolProperties} {
		ids := []int32{218103817}
		for _, p := range gamedata.Properties(kind) {
			ids = append(ids, p.ID)
		}
		for _, id := range ids {
			o := object.Object{
				Ints: map[gamedata.IntProperty]int64{}, Doubles: map[gamedata.FloatProperty]float64{},
				Strings: map[gamedata.StringProperty]string{}, Bools: map[gamedata.BoolProperty]bool{},
			}
			switch kind {
			case gamedata.IntProperties:
				o.Ints[gamedata.IntProperty(id)] = 1
			case gamedata.FloatProperties:
				o.Doubles[gamedata.FloatProperty(id)] = 1
			case gamedata.StringProperties:
				o.Strings[gamedata.StringProperty(id)] = ""
			case gamedata.BoolProperties:
				o.Bools[gamedata.BoolProperty(id)] = true
			}
			f := inventory.Report(slices.Values([]object.Object{o}))[0]
			if got := changes(kind, id); got != (f.Fate == inventory.InColumn) {
				t.Errorf("%s %d (%s) is said to be: %s (%s), but it changes the record: %v", kind, id, f.Name, f.Fate, f.Why, got)
			}
		}
	}
}

func TestNothingInTheSamplesIsUnexplained(t *testing.T) {
	dir := os.Getenv("OVERLORD_SAMPLES_DIR")
	if dir == "" {
		t.Skip("SKIPPED: OVERLORD_SAMPLES_DIR is not set: the rules are not tried on captured items")
	}
	file, err := os.Open(filepath.Join(dir, "items.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var all []object.Object
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, object.MaxItem)
	for lines.Scan() {
		o, oddities := object.Decode(lines.Bytes())
		if len(oddities) > 0 {
			t.Errorf("%s: %v", o.Name(), oddities)
		}
		r := inventory.Normalise(o)
		if r.Item.ObjectID == 0 || r.Item.Name == "" || r.Item.WCID == nil || r.Item.Icon == nil {
			t.Errorf("%+v", r.Item)
		}
		if n := len(r.Spells); n != len(o.Spells)+len(o.ActiveSpells) {
			t.Errorf("%s: %d of %d spells", o.Name(), n, len(o.Spells))
		}
		for _, s := range r.Spells {
			if s.Family == 0 {
				t.Errorf("%s: spell %d is unknown", o.Name(), s.SpellID)
			}
		}
		if o.EquippableSlots() != 0 && r.Item.WearSlots == 0 {
			t.Errorf("%s is worn nowhere: %x", o.Name(), uint32(o.EquippableSlots()))
		}
		all = append(all, o)
	}
	if err := lines.Err(); err != nil || len(all) < 1000 {
		t.Fatalf("%d items, %v", len(all), err)
	}
	fates := map[inventory.Fate]int{}
	for _, f := range inventory.Report(slices.Values(all)) {
		fates[f.Fate]++
		if f.Fate == inventory.Unexplained {
			t.Errorf("%s %d (%s) in %d items is unexplained", f.Kind, f.ID, f.Name, f.Items)
		}
	}
	t.Logf("%d items: properties by fate: %v", len(all), fates)
}
