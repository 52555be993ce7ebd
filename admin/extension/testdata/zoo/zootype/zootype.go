// Package zootype has the Go types of the zoo's fields.
package zootype

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// Amount is a decimal with text and database forms, as decimal packages have them.
type Amount struct{ rat *big.Rat }

// MarshalText implements encoding.TextMarshaler.
func (a Amount) MarshalText() ([]byte, error) {
	if a.rat == nil {
		return []byte("0.00"), nil
	}
	return []byte(a.rat.FloatString(2)), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (a *Amount) UnmarshalText(text []byte) error {
	r, ok := new(big.Rat).SetString(string(text))
	if !ok || strings.ContainsAny(string(text), "/e") {
		return errors.New("not an amount")
	}
	a.rat = r
	return nil
}

// Value implements driver.Valuer.
func (a Amount) Value() (driver.Value, error) {
	text, err := a.MarshalText()
	return string(text), err
}

// Scan implements sql.Scanner.
func (a *Amount) Scan(src any) error {
	switch src := src.(type) {
	case nil:
		return nil
	case []byte:
		return a.UnmarshalText(src)
	}
	return a.UnmarshalText(fmt.Append(nil, src))
}

// Point has nothing but its database form.
type Point struct{ X, Y int }

// Value implements driver.Valuer.
func (p Point) Value() (driver.Value, error) { return fmt.Sprintf("%d:%d", p.X, p.Y), nil }

// Scan implements sql.Scanner.
func (p *Point) Scan(src any) error {
	var text string
	switch src := src.(type) {
	case nil:
		return nil
	case string:
		text = src
	case []byte:
		text = string(src)
	default:
		return fmt.Errorf("cannot scan %T", src)
	}
	_, err := fmt.Sscanf(text, "%d:%d", &p.X, &p.Y)
	return err
}

// Size is an enum of text.
type Size string

// Values implements field.EnumValues.
func (Size) Values() []string { return []string{"small", "large"} }

// Level is an enum that is a number in Go and a text in the database.
type Level int

// Values implements field.EnumValues.
func (Level) Values() []string { return []string{"low", "high"} }

// String implements fmt.Stringer.
func (l Level) String() string { return l.Values()[l] }

// Value implements driver.Valuer.
func (l Level) Value() (driver.Value, error) { return l.String(), nil }

// Scan implements sql.Scanner.
func (l *Level) Scan(src any) error {
	for i, name := range l.Values() {
		if fmt.Sprint(src) == name || fmt.Sprintf("%s", src) == name {
			*l = Level(i)
			return nil
		}
	}
	return fmt.Errorf("no level %v", src)
}

// Day is a time of its own type.
type Day time.Time

// Grams is a number of its own type.
type Grams uint32

// Code is text of its own type, which validates itself.
type Code string

// Validate is called by ent.
func (c Code) Validate() error {
	if c == "" {
		return errors.New("must not be empty")
	}
	return nil
}

// Digest is bytes of its own type.
type Digest []byte

// Settings is kept as JSON.
type Settings struct {
	Theme string            `json:"theme,omitempty"`
	Sizes []int             `json:"sizes,omitempty"`
	More  map[string]string `json:"more,omitempty"`
}

// Dir is text of its own type.
type Dir string

// Value implements driver.Valuer.
func (d Day) Value() (driver.Value, error) { return time.Time(d), nil }

// Scan implements sql.Scanner.
func (d *Day) Scan(src any) error {
	t, ok := src.(time.Time)
	if !ok && src != nil {
		return fmt.Errorf("cannot scan %T", src)
	}
	*d = Day(t)
	return nil
}
