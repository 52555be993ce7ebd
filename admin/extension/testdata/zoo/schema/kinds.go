package schema

import (
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"errors"
	"math/big"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"github.com/google/uuid"

	"example.org/zoo/zootype"
)

// Kinds has a field of every kind, required.
type Kinds struct{ ent.Schema }

// Fields implements ent.Interface.
func (Kinds) Fields() []ent.Field {
	return []ent.Field{
		field.String("plain").StorageKey("a_string").StructTag(`json:"s"`).NotEmpty().MaxLen(100),
		field.Text("text").MinLen(1),
		field.String("code").GoType(zootype.Code("")),
		field.String("pattern").Match(regexp.MustCompile(`^[a-z]+-\d+$`)),
		field.String("directory").GoType(zootype.Dir("")),
		field.Int("int").Positive(),
		field.Int8("int8"),
		field.Int16("int16"),
		field.Int32("int32"),
		field.Int64("int64"),
		field.Int64("duration").GoType(time.Duration(0)),
		field.Uint("uint"),
		field.Uint8("uint8"),
		field.Uint16("uint16"),
		field.Uint32("grams").GoType(zootype.Grams(0)),
		field.Uint64("uint64"),
		field.Float("float").Min(0),
		field.Float32("float32"),
		field.Bool("bool"),
		field.Time("time"),
		field.Time("day").GoType(zootype.Day{}),
		field.Enum("enum").Values("a", "b-c", "D_E"),
		field.Enum("named_enum").NamedValues("One", "ONE", "Two", "TWO"),
		field.Enum("size").GoType(zootype.Size("")),
		field.Enum("level").GoType(zootype.Level(0)),
		field.UUID("uuid", uuid.UUID{}),
		field.Bytes("bytes").MaxLen(1000),
		field.Bytes("digest").GoType(zootype.Digest(nil)),
		field.Bytes("ip").GoType(net.IP(nil)),
		field.JSON("settings", zootype.Settings{}),
		field.JSON("settings_list", []*zootype.Settings{}),
		field.JSON("anything", map[string]any{}),
		field.JSON("by_uuid", map[uuid.UUID][]netip.Addr{}),
		field.JSON("raw", json.RawMessage{}),
		field.JSON("link", &url.URL{}),
		field.Strings("strings"),
		field.Ints("ints").Validate(func(list []int) error {
			if len(list) > 10 {
				return errors.New("too many")
			}
			return nil
		}),
		field.Floats("floats"),
		field.Any("any"),
		field.Other("amount", zootype.Amount{}).SchemaType(map[string]string{dialect.SQLite: "text", dialect.Postgres: "numeric"}),
		field.Other("point", zootype.Point{}).SchemaType(map[string]string{dialect.SQLite: "text", dialect.Postgres: "text"}),
		field.String("null_string").GoType(sql.NullString{}),
		field.String("website").GoType(&url.URL{}).ValueScanner(field.BinaryValueScanner[*url.URL]{}),
		field.String("big").GoType(&big.Int{}).ValueScanner(field.TextValueScanner[*big.Int]{}),
		field.String("hidden_as_hex").ValueScanner(field.ValueScannerFunc[string, *sql.NullString]{
			V: func(s string) (driver.Value, error) { return hex.EncodeToString([]byte(s)), nil },
			S: func(s *sql.NullString) (string, error) {
				b, err := hex.DecodeString(s.String)
				return string(b), err
			},
		}),
		field.String("secret").Sensitive().Optional(),
		field.Int("generated").Optional().Annotations(entsql.Annotation{Default: "5"}),
		field.Time("stamped").Annotations(entsql.DefaultExpr("CURRENT_TIMESTAMP")),
		field.String("old").Optional().Deprecated("use string"),
	}
}

// Optional has optional fields, nillable and not.
type Optional struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Optional) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: "optional_things"}, schema.Comment("Nothing here must be there.")}
}

// Fields implements ent.Interface.
func (Optional) Fields() []ent.Field {
	var fields []ent.Field
	for _, f := range []interface {
		ent.Field
	}{
		field.String("plain").Optional(), field.String("plain_null").Optional().Nillable(),
		field.Int("int").Optional(), field.Int("int_null").Optional().Nillable(),
		field.Float("float").Optional(), field.Float("float_null").Optional().Nillable(),
		field.Bool("bool").Optional(), field.Bool("bool_null").Optional().Nillable(),
		field.Time("time").Optional(), field.Time("time_null").Optional().Nillable(),
		field.Time("day_null").GoType(zootype.Day{}).Optional().Nillable(),
		field.Enum("enum").Values("x", "y").Optional(), field.Enum("enum_null").Values("x", "y").Optional().Nillable(),
		field.Enum("size_null").GoType(zootype.Size("")).Optional().Nillable(),
		field.Enum("level_null").GoType(zootype.Level(0)).Optional().Nillable(),
		field.UUID("uuid", uuid.UUID{}).Optional(), field.UUID("uuid_null", uuid.UUID{}).Optional().Nillable(),
		field.UUID("uuid_pointer", &uuid.UUID{}).Optional(),
		field.Bytes("bytes").Optional(), field.Bytes("bytes_null").Optional().Nillable(),
		field.JSON("json", zootype.Settings{}).Optional(), field.JSON("json_map", map[string]int{}).Optional(),
		field.Strings("strings").Optional(),
		field.Other("amount", zootype.Amount{}).Optional().SchemaType(map[string]string{dialect.SQLite: "text", dialect.Postgres: "numeric"}),
		field.Other("amount_null", zootype.Amount{}).Optional().Nillable().SchemaType(map[string]string{dialect.SQLite: "text", dialect.Postgres: "numeric"}),
		field.Other("amount_pointer", &zootype.Amount{}).Optional().SchemaType(map[string]string{dialect.SQLite: "text", dialect.Postgres: "numeric"}),
		field.String("null_string").GoType(&sql.NullString{}).Optional(),
		field.Int("required_but_null").Nillable(),
	} {
		fields = append(fields, f)
	}
	return fields
}
