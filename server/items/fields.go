package items

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

// Field is one name that the search language knows; fields.json has them all, for the pages too.
type Field struct {
	Name      string   `json:"name"`
	Aliases   []string `json:"aliases"`
	Kind      Kind     `json:"kind"`
	Label     string   `json:"label"`
	Help      string   `json:"help"`
	Unit      string   `json:"unit"`
	Choices   string   `json:"choices"`   // of a Choice: which closed list
	Values    string   `json:"values"`    // the route that lists its values
	At        string   `json:"at"`        // of a Number: table and column
	Base      *float64 `json:"base"`      // of a percentage: the value that is 0 %; nil is 1
	Parameter string   `json:"parameter"` // min_ and max_ of it are parameters of the route
	Facet     bool     `json:"facet"`
	Sort      bool     `json:"sort"` // texts that can be sorted by; numbers always can
}

// Kind is how a field is compared.
type Kind string

// The kinds.
const (
	Text    Kind = "text"
	Choice  Kind = "choice"
	Number  Kind = "number"
	spells  Kind = "spell"
	cantrip Kind = "cantrip"
)

//go:embed fields.json
var fieldsJSON []byte

var fieldTable, fieldsByName = readFields()

func readFields() ([]Field, map[string]*Field) {
	var table struct {
		Fields []Field `json:"fields"`
	}
	if err := json.Unmarshal(fieldsJSON, &table); err != nil {
		panic(fmt.Sprintf("items: fields.json: %v", err))
	}
	byName := map[string]*Field{}
	for i := range table.Fields {
		f := &table.Fields[i]
		for _, name := range append([]string{f.Name}, f.Aliases...) {
			byName[name] = f
		}
	}
	return table.Fields, byName
}

// Fields are all fields, in the table's order. Nobody changes them.
func Fields() []Field { return fieldTable }

// fieldByName finds a field by its name or an alias, whatever the case.
func fieldByName(name string) (*Field, bool) {
	f, ok := fieldsByName[strings.ToLower(name)]
	return f, ok
}

// percent is what 0 % and 1 % are in the field's column; ok is false where it is no percentage.
func (f *Field) percent() (base float64, ok bool) {
	if f.Unit != "%" {
		return 0, false
	}
	if f.Base != nil {
		return *f.Base, true
	}
	return 1, true
}
