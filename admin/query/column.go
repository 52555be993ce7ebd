package query

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"math/big"
	"reflect"
	"strings"
	"time"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// column is a field or the id of a type, as far as queries go.
type column struct {
	name     string // "id" for the id
	sql      string // its name in the table
	kind     meta.Kind
	choices  []meta.Choice
	nullable bool
	isID     bool
	whole    bool // stands for a row, so that an id of text is compared as a whole

	get   func(row any) any // of an ent row
	parse func(text string) (any, error)
	arg   func(value any) (any, error)
	text  func(value any) string
}

// columnsOf are the columns of a type by the names that filters have for them.
func columnsOf(t *entity.Type) map[string]column {
	columns := make(map[string]column, len(t.Fields)+1)
	if t.Type.ID.Kind != "" {
		columns["id"] = column{
			name: "id", sql: t.Type.ID.Columns[0], kind: t.Type.ID.Kind, isID: true, nullable: t.View,
			get: t.ID, parse: t.ParseID,
			arg:  func(value any) (any, error) { return driver.DefaultParameterConverter.ConvertValue(value) },
			text: func(value any) string { return fmt.Sprint(value) },
		}
	}
	for i := range t.Fields {
		f := &t.Fields[i]
		col := column{name: f.Name, sql: f.Column, kind: f.Kind, choices: f.Choices, nullable: f.Nullable || t.View}
		if codec := t.Values[i].Codec; codec != nil {
			col.get, col.parse, col.arg, col.text = t.Values[i].Get, codec.ParseText, codec.Arg, codec.Text
		}
		columns[f.Name] = col
	}
	return columns
}

// order compares two values of the column that are not null.
func (c *column) order(a, b any) int {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	switch {
	case x.CanInt():
		return cmp.Compare(x.Int(), y.Int())
	case x.CanUint():
		return cmp.Compare(x.Uint(), y.Uint())
	case x.CanFloat():
		return cmp.Compare(x.Float(), y.Float())
	case c.kind == meta.Time:
		return instant(x).Compare(instant(y))
	}
	s, t := c.text(a), c.text(b)
	if c.kind == meta.Other {
		p, isNumber := new(big.Rat).SetString(s)
		q, isToo := new(big.Rat).SetString(t)
		if isNumber && isToo {
			return p.Cmp(q)
		}
	}
	return strings.Compare(s, t)
}

func instant(v reflect.Value) time.Time {
	return v.Convert(reflect.TypeFor[time.Time]()).Interface().(time.Time)
}

// precision is how exactly a database holds a time.
func precision(name string) time.Duration {
	if name == dialect.Postgres {
		return time.Microsecond
	}
	return time.Nanosecond
}
