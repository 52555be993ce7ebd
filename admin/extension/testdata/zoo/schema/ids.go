package schema

import (
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"strings"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"github.com/google/uuid"

	"example.org/zoo/zootype"
)

// Country is named by a text that people choose.
type Country struct{ ent.Schema }

// Fields implements ent.Interface.
func (Country) Fields() []ent.Field {
	return []ent.Field{field.String("id").StorageKey("iso").MaxLen(20).NotEmpty(), field.String("name")}
}

// Edges implements ent.Interface.
func (Country) Edges() []ent.Edge {
	return []ent.Edge{edge.To("parcels", Parcel.Type), edge.To("capital", Town.Type).Unique()}
}

// Town is named by a UUID that the database does not make.
type Town struct{ ent.Schema }

// Fields implements ent.Interface.
func (Town) Fields() []ent.Field {
	return []ent.Field{field.UUID("id", uuid.UUID{}).Default(uuid.New).StorageKey("oid"), field.String("name").Unique()}
}

// Edges implements ent.Interface.
func (Town) Edges() []ent.Edge {
	return []ent.Edge{edge.From("country", Country.Type).Ref("capital").Unique()}
}

// Parcel is named by a type of its own.
type Parcel struct{ ent.Schema }

// Fields implements ent.Interface.
func (Parcel) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").GoType(zootype.Code("")).DefaultFunc(func() zootype.Code { return zootype.Code(rand.Text()) }),
		field.Int("weight").Default(1),
	}
}

// Edges implements ent.Interface.
func (Parcel) Edges() []ent.Edge {
	return []ent.Edge{edge.From("country", Country.Type).Ref("parcels").Unique().Required(), edge.To("letters", Letter.Type)}
}

// Letter is named by a number that people choose.
type Letter struct{ ent.Schema }

// Fields implements ent.Interface.
func (Letter) Fields() []ent.Field {
	return []ent.Field{field.Int64("id").Annotations(entsql.Annotation{Incremental: new(bool)}), field.String("text").Optional()}
}

// Edges implements ent.Interface.
func (Letter) Edges() []ent.Edge { return []ent.Edge{edge.From("parcels", Parcel.Type).Ref("letters")} }

// Stamp is named by a text that is kept in another form.
type Stamp struct{ ent.Schema }

// Fields implements ent.Interface.
func (Stamp) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").ValueScanner(field.ValueScannerFunc[string, *sql.NullString]{
			V: func(s string) (driver.Value, error) { return "stamp:" + s, nil },
			S: func(s *sql.NullString) (string, error) { return strings.TrimPrefix(s.String, "stamp:"), nil },
		}),
		field.Uint64("worth").Default(0),
	}
}
