package wardrobe

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// agrees says whether a line is plain. It fails where the plain reader does not give what the general one gives.
func agrees(t *testing.T, line string) bool {
	t.Helper()
	var p plainReader
	raw := []byte(strings.TrimSpace(line))
	got, owner, ok := p.record(raw)
	if !ok {
		return false
	}
	it, err := decode(raw)
	want := it.Record()
	got.Owner, got.Spells = string(owner), slices.Clone(got.Spells)
	if len(got.Spells) == 0 && len(want.Spells) == 0 {
		got.Spells, want.Spells = nil, nil
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n%v\ngot  %+v\nwant %+v", line, err, got, want)
	}
	return true
}

const plainLine = `{"HasIdData":true,"Id":-2147418111,"LastIdTime":0,"ObjectClass":2,"BoolValues":{"22":true,"1":false},` +
	`"DoubleValues":{"29":1.15,"5":-0.033,"6":1e-3},"IntValues":{"218103822":512,"218103821":-2147483648,"131":63,"28":268,"370":3,"384":-1,` +
	`"158":7,"159":1,"160":180,"188":3,"324":1,"109":395,"114":1,"265":23,"19":400000},"StringValues":{"1":"Haebrean Breastplate","7":"é"},` +
	`"ActiveSpells":[4407],"Spells":[4712,4696,4712],"ContainerId":77,"owner":"Mule 7"}`

func TestThePlainReaderReadsWhatTheGeneralOneReads(t *testing.T) {
	for _, line := range []string{
		plainLine,
		strings.ReplaceAll(strings.ReplaceAll(plainLine, ":", " :\t"), ",", " , "),
		`{"Id":1}`,
		`{"Id":4294967295,"IntValues":null,"Spells":[],"ActiveSpells":null,"StringValues":{}}`,
		`{"owner":"","Id":5,"IntValues":{"28":7,"28":9,"131":-1,"400":1,"218103808":5,"999999999":4}}`,
	} {
		if !agrees(t, line) {
			t.Errorf("not plain: %s", line)
		}
	}
	for _, line := range []string{
		`{}`, `{"Id":0}`, `{"Id":1}x`, `[]`, `{"Id":1,"Id":2}`, `{"Id":"1"}`, `{"Id":01}`, `{"Id":1.0}`, `{"Id":1e3}`, `{"Id":-}`, `{"Id":5000000000}`,
		`{"Id":1,}`, `{"Id":1,"Name":"Helm"}`, `{"Id":1,"StringValues":{"1":"a\\u0041"}}`, `{"Id":1,"StringValues":{"1":"` + "\xff" + `"}}`,
		`{"Id":1,"IntValues":{"28":1001}}`, `{"Id":1,"IntValues":{"28":-40}}`, `{"Id":1,"IntValues":{"x":1}}`, `{"Id":1,"IntValues":{"28":"1"}}`,
		`{"Id":1,"Spells":[0]}`, `{"Id":1,"Spells":[1,]}`, `{"Id":1,"owner":null}`, `{"Id":1,"owner":"\\""}`, `{"Id":1,"DoubleValues":{"5":1.}}`,
		`{"Id":1,"HasIdData":1}`, `{"Id":1,"BoolValues":[]}`, `{"Id":1,"Spells":` + strings.ReplaceAll(fmt.Sprint(slices.Repeat([]int{1, 2}, 80)), " ", ",") + `]}`,
	} {
		if agrees(t, line) {
			t.Errorf("plain: %s", line)
		}
	}
}

func TestItemsAreWrittenAsTheyAreRead(t *testing.T) {
	line := `{"HasIdData":true,"Id":-5,"ObjectClass":2,"IntValues":{"28":620},"Spells":[6095],"owner":"Mule \"7\""}`
	it, err := decode([]byte(line))
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal([]Item{it})
	if err != nil {
		t.Fatal(err)
	}
	if again, err := decode(text[1 : len(text)-1]); err != nil || !reflect.DeepEqual(again, it) || it.Owner != `Mule "7"` {
		t.Errorf("%v: %s", err, text)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(plainLine)
	f.Add(`{"Id":-2147418111,"ObjectClass":2,"IntValues":{"218103822":512,"131":63,"28":268},"Spells":[4712],"owner":"Mule"}`)
	f.Add(`{"IntValues":{"x":1}}`)
	f.Add("{}\n\n[]")
	f.Fuzz(func(t *testing.T, text string) {
		agrees(t, text)
		items, err := Read(strings.NewReader(text), Wearer{Name: "Ada", Level: 1})
		if err != nil && items != nil {
			t.Error("items and an error")
		}
	})
}
