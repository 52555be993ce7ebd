// Package schema is the one place where Overlord's entities are described: their fields, edges, validators,
// indexes, and how an admin shows them. The code in the parent folder is generated from it.
//
// Habits: times are UTC with microseconds; columns keyed on a character carry character_name as it is on the
// wire; a value that the plugin did not send is NULL, never 0; a column that comes to a table with rows is
// either nullable or has a constant default, which becomes the database's default.
package schema

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"

	"github.com/mosswart/overlord/admin/annotation"
)

// Groups of the admin's menu.
const (
	groupPeople     = "People"
	groupCharacters = "Characters"
	groupEvents     = "Events"
	groupItems      = "Items"
	groupItemParts  = "Parts of items"
	groupAlerts     = "Alerts"
	groupGuild      = "Guild"
	groupSystem     = "System"
)

// Lengths in characters (not bytes).
const (
	maxNameLength = 64    // characters, users, monsters
	maxTextLength = 4_000 // what a person types
)

// described puts together the annotations that every entity has: its table, its comment and its admin model.
func described(table, comment string, model annotation.Model) []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: table}, schema.Comment(comment), model}
}

// now is the present as databases keep it: UTC, whole microseconds.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// characterName is the character's name exactly as the plugin sends it.
func characterName() ent.Field {
	return field.String("character_name").NotEmpty().MaxRuneLen(maxNameLength).Validate(plainLine).
		Comment("The character's name, exactly as on the wire.").Annotations(annotation.Field{Label: "Character"})
}

// sessionID is the plugin's session, ” where the plugin named none.
func sessionID() ent.Field {
	return field.String("session_id").Default("").MaxRuneLen(maxNameLength).
		Comment("The plugin's session; '' where it named none.").Annotations(annotation.Field{Label: "Session"})
}

// coordinates are the place where something happened; each is NULL where unknown.
func coordinates() []ent.Field {
	return []ent.Field{
		coordinate("ew", "Map units east of the centre, negative to the west; NULL where unknown."),
		coordinate("ns", "Map units north of the centre, negative to the south; NULL where unknown."),
		coordinate("z", "Height in metres / 240; NULL where unknown."),
	}
}

func coordinate(name, comment string) ent.Field {
	return field.Float(name).Optional().Nillable().Validate(finite).Comment(comment).
		Annotations(annotation.Field{Label: coordinateLabels[name], Group: "Place"})
}

var coordinateLabels = map[string]string{"ew": "East", "ns": "North", "z": "Height"}

// counter is a number of things, 0 at first.
func counter(name, comment string) ent.Field {
	return field.Int64(name).Default(0).NonNegative().Comment(comment)
}

// unknownInt is a whole number of the game's that may not be known.
func unknownInt(name, comment string) ent.Field {
	return field.Int64(name).Optional().Nillable().Comment(comment)
}

// unknownFloat is a finite number of the game's that may not be known.
func unknownFloat(name, comment string) ent.Field {
	return field.Float(name).Optional().Nillable().Validate(finite).Comment(comment)
}

// told adds to a field what an admin is told of it.
func told(f ent.Field, about annotation.Field) ent.Field {
	d := f.Descriptor()
	d.Annotations = append(d.Annotations, about)
	return f
}

// reported are fields that plugins fill in, and no hand.
func reported(fields ...ent.Field) []ent.Field {
	for i := range fields {
		told(fields[i], annotation.Field{ReadOnly: true})
	}
	return fields
}

// createdAt is set once, when the row is made.
func createdAt() ent.Field {
	return field.Time("created_at").Default(now).Immutable().Comment("When the row was made.").
		Annotations(annotation.Field{Label: "Created", ReadOnly: true})
}

// updatedAt follows every update through ent.
func updatedAt() ent.Field {
	return field.Time("updated_at").Default(now).UpdateDefault(now).Comment("When the row last changed.").
		Annotations(annotation.Field{Label: "Changed", ReadOnly: true})
}

func finite(v float64) error {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return errors.New("must be a finite number")
	}
	return nil
}

// plainLine refuses text that would not show as one line: control characters, invalid UTF-8, blanks at the ends.
func plainLine(s string) error {
	if !utf8.ValidString(s) {
		return errors.New("must be valid UTF-8")
	}
	if strings.TrimSpace(s) != s {
		return errors.New("must not begin or end with a blank")
	}
	for _, r := range s {
		if unicode.IsControl(r) {
			return fmt.Errorf("must not contain the control character %U", r)
		}
	}
	return nil
}
