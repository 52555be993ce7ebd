package items

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemcombat"
	"github.com/mosswart/overlord/ent/itemenhancements"
	"github.com/mosswart/overlord/ent/itemratings"
	"github.com/mosswart/overlord/ent/itemrequirements"
)

func TestEveryFieldHasAColumnAndNamesOfItsOwn(t *testing.T) {
	valid := map[string]func(string) bool{
		item.Table: item.ValidColumn, itemcombat.Table: itemcombat.ValidColumn, itemrequirements.Table: itemrequirements.ValidColumn,
		itemenhancements.Table: itemenhancements.ValidColumn, itemratings.Table: itemratings.ValidColumn,
	}
	seen := map[string]bool{}
	for _, f := range Fields() {
		for _, name := range append([]string{f.Name}, f.Aliases...) {
			if seen[name] || name != strings.ToLower(name) {
				t.Errorf("%q names two fields, or is not in lower case", name)
			}
			seen[name] = true
		}
		if at := f.column(); f.Kind == Number && (valid[at.table] == nil || !valid[at.table](at.name)) {
			t.Errorf("%s is at %q, which is no column", f.Name, f.At)
		}
		if f.Label == "" || f.Kind == Choice && f.Choices != "is" && lists()[f.Choices].values == nil {
			t.Errorf("%s has no label, or no choices", f.Name)
		}
	}
}

// What the pages offer is what the server knows, and all of it.
func TestTheTableListsWhatTheServerKnows(t *testing.T) {
	var table map[string]json.RawMessage
	if err := json.Unmarshal(fieldsJSON, &table); err != nil {
		t.Fatal(err)
	}
	words := func(name string) map[string]string {
		var listed []struct{ Value, Label string }
		if err := json.Unmarshal(table[name], &listed); err != nil {
			t.Fatal(err)
		}
		out := map[string]string{}
		for _, l := range listed {
			out[l.Value] = l.Label
		}
		return out
	}
	for name, known := range map[string][]value{"slots": slots, "elements": elements, "imbues": imbues} {
		listed := words(name)
		for _, v := range known {
			if listed[v.Word] != v.Label {
				t.Errorf("%s: %q is called %q, want %q", name, v.Word, listed[v.Word], v.Label)
			}
			delete(listed, v.Word)
		}
		if len(listed) > 0 {
			t.Errorf("%s: the server does not know %v", name, listed)
		}
	}
	listed := words("is")
	for word := range is() {
		if listed[word] == "" {
			t.Errorf("is:%s is not listed", word)
		}
		delete(listed, word)
	}
	if len(listed) > 0 {
		t.Errorf("is: the server does not know %v", listed)
	}
}

func TestPlainParametersAreASearch(t *testing.T) {
	for query, want := range map[string]string{
		"text=gold+chest":                                  "gold chest",
		"character=Aldra&character=Brisk":                  "on=Aldra or on=Brisk",
		"character=Aldra&owner_scope=all":                  "",
		"slot=chest&slot=head":                             "slot:chest or slot:head",
		"cantrip=strength&cantrip=endurance&min_tier=epic": `cantrip>="epic strength" cantrip>="epic endurance"`,
		"min_tier=major":                                   "cantrip>=major",
		"worn=no":                                          "-is:worn",
		"rare=yes":                                         "is:rare",
		"min_armor_level=300":                              "al>=300",
		"max_crit_damage=2":                                "critdmg<=2",
		"spell=Epic*":                                      "spell:Epic*",
		"set=13&set=adept":                                 "set:13 or set:adept",
		"owner_scope=selected&unknown=1&limit=5&sort=value": "",
	} {
		given := parseQuery(t, query)
		e, err := Plain(given)
		got := ""
		if e != nil {
			got = e.String()
		}
		if err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", query, got, err, want)
		}
		if _, err := filter.ParseSearch(got); err != nil {
			t.Errorf("%s: %v", got, err)
		}
	}
	for _, query := range []string{"min_armor_level=high", "worn=perhaps"} {
		if _, err := Plain(parseQuery(t, query)); err == nil {
			t.Errorf("%s is accepted", query)
		}
	}
}

func parseQuery(t *testing.T, query string) url.Values {
	t.Helper()
	given, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return given
}
