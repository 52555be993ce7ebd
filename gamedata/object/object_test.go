package object_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
)

func decode(t *testing.T, text string) object.Object {
	t.Helper()
	o, oddities := object.Decode([]byte(text))
	if len(oddities) != 0 {
		t.Errorf("%.60s: %v", text, oddities)
	}
	return o
}

func TestAnItemIsReadAsThePluginWritesIt(t *testing.T) {
	got := decode(t, `{"HasIdData":true,"Id":-1200403418,"LastIdTime":1700000000,"ObjectClass":2,"BoolValues":{"22":true,"69":false},`+
		`"DoubleValues":{"167772160":1.2},"IntValues":{"5":170,"28":254,"131":63,"218103822":1,"218103821":16384,"179":-2147483648},`+
		`"StringValues":{"1":"Chainmail Basinet"},"ActiveSpells":[4407],"Spells":[1485,1561],"ContainerId":1342177281,"Material":"Silver","Imbue":null}`)
	want := object.Object{
		ID: 3094563878, HasIDData: true, LastIDTime: 1_700_000_000, ObjectClass: gamedata.ClassArmor, ContainerID: 1342177281,
		Bools:   map[gamedata.BoolProperty]bool{22: true, 69: false},
		Doubles: map[gamedata.FloatProperty]float64{gamedata.FloatSlashProtection: 1.2},
		Ints:    map[gamedata.IntProperty]int64{5: 170, 28: 254, 131: 63, 218103822: 1, 218103821: 16384, 179: math.MinInt32},
		Strings: map[gamedata.StringProperty]string{1: "Chainmail Basinet"}, ActiveSpells: []int{4407}, Spells: []int{1485, 1561},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got.Name() != "Silver Chainmail Basinet" || !got.Loot() || got.EquippableSlots() != gamedata.SlotHead ||
		got.Coverage() != gamedata.CoversHead || got.EquippedSlots() != 0 || got.Container() != 1342177281 {
		t.Errorf("%s, %v, %v", got.Name(), got.EquippableSlots(), got.Coverage())
	}
	if got.Imbues() != gamedata.ImbueIgnoreAllArmor { // bit 31
		t.Errorf("imbued with %v", got.Imbues())
	}
	if object.Wire(got.ID) != -1200403418 || object.Wire(5) != 5 {
		t.Error("ids change on their way back")
	}
}

func TestNumbersMayBeStringsAndGettersFillIn(t *testing.T) {
	plain := decode(t, `{"HasIdData":true,"Id":-5,"ObjectClass":1,"IntValues":{"28":1200,"171":3},"DoubleValues":{"29":1.15},"StringValues":{"1":"Sword"},"Spells":[2586]}`)
	for name, text := range map[string]string{
		"strings": `{"HasIdData":"True","Id":"-5","ObjectClass":"1","IntValues":{"28":"1,200","171":"3.0"},"DoubleValues":{"29":"1.15"},"StringValues":{"1":"Sword"},"Spells":["2586"]}`,
		"getters": `{"HasIdData":true,"Id":4294967291,"ObjectClass":1,"IntValues":{"28":1200},"Name":"Sword","Tinks":3,"MeleeDefenseBonus":1.15,"AttackBonus":-1,"Burden":-1,` +
			`"Spells":[2586],"ArmorLevel":77,"CritRating":-1,"Material":null,"CalcedBuffedTinkedDoT":-1,"BuffedManaCBonus":-1}`,
		"doubled and null": `{"HasIdData":false,"HasIdData":true,"Id":-5,"ObjectClass":1,"BoolValues":null,"IntValues":{"28":1200,"171":3,"5":null},"DoubleValues":{"29":1.15},` +
			`"StringValues":{"1":"Sword"},"Spells":[2586,2586],"ActiveSpells":null}`,
	} {
		if got := decode(t, text); !reflect.DeepEqual(got, plain) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", name, got, plain)
		}
	}
}

func TestMinusOneIsAbsent(t *testing.T) {
	o := decode(t, `{"Id":1,"IntValues":{"218103842":-1,"33":-1},"DoubleValues":{"62":-1,"5":-1}}`)
	if v, ok := o.Int(gamedata.IntMaxDamage); ok || v != 0 {
		t.Errorf("damage %d", v)
	}
	if v, ok := o.Float(62); ok || v != 0 {
		t.Errorf("attack bonus %v", v)
	}
	bonded, ok := o.Int(gamedata.IntBonded)
	rate, ok2 := o.Float(gamedata.FloatManaRate)
	if bonded != -1 || rate != -1 || !ok || !ok2 {
		t.Error("what slips away at death, and what drains a point a second, is lost")
	}
}

func TestWhatCannotBeReadIsUnknownAndToldOf(t *testing.T) {
	ids := []string{"1", "1", "0"}
	for i := range 10_000 {
		ids = append(ids, strconv.Itoa(i+1))
	}
	many := strings.Join(ids, ",")
	tests := []struct {
		name, text string
		want       []object.Oddity
	}{
		{"no JSON", `{"Id":1`, []object.Oddity{{"", object.NotJSON, 1}}},
		{"no item", `[1,2]`, []object.Oddity{{"", object.WrongKind, 1}, {"Id", object.NoID, 1}}},
		{"no id", `{"ObjectClass":2}`, []object.Oddity{{"Id", object.NoID, 1}}},
		{"id of another kind", `{"Id":{}}`, []object.Oddity{{"Id", object.WrongKind, 1}, {"Id", object.NoID, 1}}},
		{"id of 64 bits", `{"Id":1e12}`, []object.Oddity{{"Id", object.OutOfRange, 1}, {"Id", object.NoID, 1}}},
		{"absurd numbers", `{"Id":1,"IntValues":{"5":-40,"28":2000000000,"19":1e400,"105":"N/A","171":2.5,"60":99999999999}}`, []object.Oddity{
			{"IntValues 5", object.OutOfRange, 1}, {"IntValues 28", object.OutOfRange, 1}, {"IntValues 19", object.OutOfRange, 1},
			{"IntValues 105", object.WrongKind, 1}, {"IntValues 171", object.WrongKind, 1}, {"IntValues 60", object.OutOfRange, 1},
		}},
		{"not finite", `{"Id":1,"DoubleValues":{"5":"NaN","29":"Infinity","62":1e300}}`, []object.Oddity{
			{"DoubleValues 5", object.OutOfRange, 1}, {"DoubleValues 29", object.OutOfRange, 1}, {"DoubleValues 62", object.OutOfRange, 1},
		}},
		{"nested garbage", `{"Id":1,"IntValues":{"28":{"a":[1,{"b":"}]"}]},"5":7},"BoolValues":[true],"Spells":{"1":2},"StringValues":{"1":["x"]}}`, []object.Oddity{
			{"IntValues 28", object.WrongKind, 1}, {"BoolValues", object.WrongKind, 1}, {"Spells", object.WrongKind, 1}, {"StringValues 1", object.WrongKind, 1},
		}},
		{"keys that are no ids", `{"Id":1,"IntValues":{"a very long name indeed":1,"-1e9":1}}`, []object.Oddity{
			{"IntValues a very long name", object.NoProperty, 1}, {"IntValues -1e9", object.NoProperty, 1},
		}},
		{"10,000 spells", `{"Id":1,"Spells":[` + many + `]}`, []object.Oddity{{"Spells", object.OutOfRange, 1}, {"Spells", object.TooMany, 10_000 - object.MaxSpells}}},
		{"a class beyond all", `{"Id":1,"ObjectClass":-7}`, []object.Oddity{{"ObjectClass", object.OutOfRange, 1}}},
		{"a long text", `{"Id":1,"StringValues":{"16":"` + strings.Repeat("ü", 3000) + `"}}`, []object.Oddity{{"StringValues 16", object.TooLong, 1}}},
	}
	for _, test := range tests {
		o, got := object.Decode([]byte(test.text))
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
		if len(o.Spells) > object.MaxSpells || len(o.Strings[16]) > object.MaxText {
			t.Errorf("%s: %d spells", test.name, len(o.Spells))
		}
	}
	// The sound rest of an item survives.
	if o, _ := object.Decode([]byte(tests[7].text)); o.ID != 1 || o.Ints[5] != 7 || len(o.Ints) != 1 {
		t.Errorf("%+v", o)
	}
	var keys []string
	for i := range 5000 {
		keys = append(keys, fmt.Sprintf(`"x%d":1`, i))
	}
	if _, got := object.Decode([]byte(`{"Id":1,"IntValues":{` + strings.Join(keys, ",") + `}}`)); len(got) > 40 {
		t.Errorf("%d kinds of oddities", len(got))
	}
}

func TestNamesAreWhatTheGameShows(t *testing.T) {
	for text, want := range map[string]string{
		`{"Id":1,"IntValues":{"131":60},"StringValues":{"1":"Ring"}}`:           "Gold Ring",
		`{"Id":1,"IntValues":{"131":64},"StringValues":{"1":"Salvaged Steel"}}`: "Salvaged Steel",
		`{"Id":1,"IntValues":{"131":0},"StringValues":{"1":" Ring\t"}}`:         "Ring",
		`{"Id":1,"IntValues":{"131":3000},"StringValues":{"1":"Ring"}}`:         "Ring",
		`{"Id":1,"IntValues":{"131":60}}`:                                       "",
		`{"Id":1,"StringValues":{"1":"A\u0000B \ud800"}}`:                       "AB \uFFFD",
	} {
		if got := decode(t, text); got.Name() != want {
			t.Errorf("%s: %q, want %q", text, got.Name(), want)
		}
	}
}

func TestMembersBesideThePluginsAreFound(t *testing.T) {
	raw := []byte(`{"Id":1,"owner":"Mule \"07\"","deep":{"owner":"x"},"n":7,"none":null,"StringValues":{"1":"owner"}}`)
	for name, want := range map[string]string{"owner": `Mule "07"`, "n": "7", "none": "", "deep": "", "nobody": ""} {
		if got := object.Member(raw, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	o := decode(t, `{"HasIdData":true,"Id":-7,"ObjectClass":31,"IntValues":{"45":8,"218103810":-2147418000},"DoubleValues":{"152":1.19},"BoolValues":{"22":true},"StringValues":{"1":"Orb \"of\" Öl"},"Spells":[6098],"ContainerId":-9}`)
	raw, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	if again := decode(t, string(raw)); !reflect.DeepEqual(again, o) {
		t.Errorf("%s\n%+v\n%+v", raw, again, o)
	}
	if !strings.Contains(string(raw), `"Id":-7,`) || o.Container() != math.MaxUint32-8 {
		t.Errorf("%s, in %d", raw, o.Container())
	}
}

const magTools = `<?xml version="1.0" encoding="utf-16"?>
<ArrayOfMyWorldObject xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <MyWorldObject>
    <HasIdData>true</HasIdData><Id>-1200403418</Id><LastIdTime>12</LastIdTime><ObjectClass>2</ObjectClass>
    <BoolValues><item><key><int>22</int></key><value><boolean>true</boolean></value></item></BoolValues>
    <DoubleValues><item><key><int>167772160</int></key><value><double>1.2</double></value></item></DoubleValues>
    <IntValues><item><key><int>28</int></key><value><int>254</int></value></item><item><key><int>5</int></key><value><int>many</int></value></item></IntValues>
    <StringValues><item><key><int>1</int></key><value><string>Chainmail Basinet &amp; more</string></value></item></StringValues>
    <ActiveSpells><int>4407</int></ActiveSpells><Spells><int>1485</int><int>1561</int></Spells>
  </MyWorldObject>
  <MyWorldObject><HasIdData>false</HasIdData><Id>7</Id><ObjectClass>10</ObjectClass><BoolValues /><IntValues /><Spells /></MyWorldObject>
</ArrayOfMyWorldObject>`

func TestMagToolsFilesGiveTheSameItems(t *testing.T) {
	want := []object.Object{
		decode(t, `{"HasIdData":true,"Id":-1200403418,"LastIdTime":12,"ObjectClass":2,"BoolValues":{"22":true},"DoubleValues":{"167772160":1.2},`+
			`"IntValues":{"28":254},"StringValues":{"1":"Chainmail Basinet & more"},"ActiveSpells":[4407],"Spells":[1485,1561]}`),
		decode(t, `{"Id":7,"ObjectClass":10}`),
	}
	var got []object.Object
	for o, err := range object.ReadMagTools(strings.NewReader(magTools)) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, o)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	for o, err := range object.ReadMagTools(strings.NewReader(magTools)) {
		if err != nil || o.ID != want[0].ID {
			t.Error(err)
		}
		break // it may be left early
	}
}

func TestFaultyMagToolsFilesEndWithAnError(t *testing.T) {
	for name, test := range map[string]struct {
		text  string
		items int
	}{
		"empty":          {"", 0},
		"another file":   {"<html><body/></html>", 0},
		"cut off":        {magTools[:len(magTools)-150], 1},
		"cut in an item": {magTools[:700], 0},
		"no XML":         {"PK\x03\x04", 0},
	} {
		items, errs := 0, 0
		for _, err := range object.ReadMagTools(strings.NewReader(test.text)) {
			if err != nil {
				errs++
			} else {
				items++
			}
		}
		if items != test.items || errs != 1 {
			t.Errorf("%s: %d items, %d errors", name, items, errs)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"HasIdData":true,"Id":-5,"ObjectClass":2,"IntValues":{"28":620,"5":"1,000"},"DoubleValues":{"29":1.1},"StringValues":{"1":"Helm\n"},"Spells":[6095,"x"]}`))
	f.Add([]byte(`{"Id":"-5","IntValues":{"28":{"a":"\\\"}"}}}`))
	f.Add([]byte(" [ {} , null ] "))
	f.Add([]byte(`{"Spells":[[[[1]]],-1,1e99],"Name":"\u0000"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_ = object.Member(raw, "Id")
		o, _ := object.Decode(raw)
		for p, v := range o.Ints {
			if v < math.MinInt32 || v > math.MaxUint32 {
				t.Errorf("%d is %d", p, v)
			}
		}
		for p, v := range o.Doubles {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%d is %v", p, v)
			}
		}
		if len(o.Spells) > object.MaxSpells || slices.ContainsFunc(slices.Collect(maps.Values(o.Strings)), func(s string) bool {
			return len(s) > object.MaxText || strings.Contains(s, "\x00")
		}) {
			t.Errorf("%+v", o)
		}
		// Writing it and reading it again changes nothing.
		written, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := object.Decode(written); !reflect.DeepEqual(again, o) {
			t.Errorf("%s\ngot  %+v\nwant %+v", written, again, o)
		}
	})
}

func FuzzReadMagTools(f *testing.F) {
	f.Add([]byte(magTools))
	f.Add([]byte(magTools[:700]))
	f.Add([]byte("<ArrayOfMyWorldObject><MyWorldObject><IntValues><item><key/><value><int>1</int><int>2</int></value></item></IntValues><Spells><int>x</int></Spells></MyWorldObject></ArrayOfMyWorldObject>"))
	f.Fuzz(func(t *testing.T, text []byte) {
		ended := false
		for o, err := range object.ReadMagTools(bytes.NewReader(text)) {
			if ended {
				t.Fatal("it goes on after an error")
			}
			if ended = err != nil; ended {
				continue
			}
			raw, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			if again, _ := object.Decode(raw); !reflect.DeepEqual(again, o) {
				t.Errorf("%s\ngot  %+v\nwant %+v", raw, again, o)
			}
		}
	})
}
