package items

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/internal/fault"
)

// order is what a list of items is sorted by; ties by id in the same direction, what has no value last.
type order struct {
	field *Field
	at    column
	down  bool
}

// orderOf reads a sort key, a number's or text's name, and a direction, "asc" or "desc"; "" is by name, upwards.
func orderOf(key, direction string) (order, error) {
	if key == "" {
		key = "name"
	}
	f, ok := fieldByName(key)
	if !ok || f.Kind != Number && !f.Sort {
		return order{}, fault.Field("sort", fmt.Sprintf("Items are not sorted by %q.", key))
	}
	o := order{field: f, down: direction == "desc"}
	switch f.Name {
	case "name":
		o.at = column{item.Table, item.FieldName}
	case "on":
		o.at = column{item.Table, item.FieldCharacterName}
	default:
		o.at = f.column()
	}
	return o, nil
}

func (o order) direction() string {
	if o.down {
		return "DESC"
	}
	return "ASC"
}

// beyond is the comparison with what comes before the next.
func (o order) beyond() string {
	if o.down {
		return "<"
	}
	return ">"
}

// place is where a page ends: the sort key, nil where there is none, and the id. It names the order that it is of.
type place struct {
	Sort string `json:"s"`
	Down bool   `json:"d,omitempty"`
	Key  any    `json:"k"`
	ID   int    `json:"i"`
}

// maxCursor bounds a cursor's text, which holds a name at most.
const maxCursor = 2048

// String is the form that clients hand back; they need not understand it.
func (p place) String() string {
	plain, err := json.Marshal(p)
	if err != nil {
		panic(fmt.Sprintf("items: cursor: %v", err)) // a text or a finite number
	}
	return base64.RawURLEncoding.EncodeToString(plain)
}

// placeOf reads a cursor of this order; nil for "", the first page.
func (o order) placeOf(cursor string) (*place, error) {
	if cursor == "" {
		return nil, nil
	}
	var p place
	plain, err := base64.RawURLEncoding.DecodeString(cursor)
	if err == nil {
		err = json.Unmarshal(plain, &p)
	}
	isText := slices.Contains([]string{"name", "on"}, o.field.Name)
	switch p.Key.(type) {
	case string:
		isText = !isText
	case float64:
	case nil:
		isText = false
	default:
		isText = true
	}
	if err != nil || len(cursor) > maxCursor || isText || p.Sort != o.field.Name || p.Down != o.down || p.ID < 1 {
		return nil, fault.Field("cursor", "This is no cursor of this list.")
	}
	return &p, nil
}
