package change

import (
	"context"
	"slices"
	"strings"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// plain is a type whose rows the database keeps as they are given, so that a new one need not be read again. For each of
// model.fields it says whether the database fills the column in where nothing is given for it.
type plain []bool

// plainOf is nil for a type of which a row may read otherwise than it was written: something in the database computes
// values of it or keeps them in a form of its own, it leads somewhere, or not everybody may read all of it.
func plainOf(d string, m *model, t *table) plain {
	if t.moved || m.Intercepted || len(m.ones) > 0 {
		return nil
	}
	for i := range m.Fields {
		if m.Fields[i].Sensitive || m.Fields[i].Hidden {
			return nil
		}
	}
	filled := make(plain, len(m.fields))
	for n, i := range m.fields {
		c := t.column(m.Fields[i].Column)
		if c == nil || c.generated || !c.keeps(d, m.Fields[i].Kind) {
			return nil
		}
		filled[n] = c.filled
	}
	return filled
}

// keeping are the types of columns that hold every value of a kind unchanged. Of kinds that are not named, one has to look.
var keeping = map[string]map[meta.Kind][]string{
	dialect.SQLite: {
		meta.String: {"text", "varchar"}, meta.Enum: {"text", "varchar"}, meta.Int: {"integer"}, meta.Float: {"real"},
		meta.Bool: {"bool"}, meta.Time: {"datetime"}, meta.JSON: {"json"},
	},
	dialect.Postgres: {
		meta.String: {"text", "character varying"}, meta.Enum: {"text", "character varying"},
		meta.Int: {"bigint", "integer", "smallint"}, meta.Float: {"double precision"},
		meta.Bool: {"boolean"}, meta.Time: {"timestamp with time zone"}, meta.JSON: {"json", "jsonb"},
	},
}

// keeps reports whether the column keeps what a field of that kind holds.
func (c *column) keeps(d string, kind meta.Kind) bool {
	name, _, _ := strings.Cut(c.kind, "(") // without a length, which refuses what is longer
	return slices.Contains(keeping[d][kind], name)
}

// asWritten reports whether a row that w has just created, as ent returned it, is what the database would answer.
func (s *session) asWritten(ctx context.Context, m *model, row any, w *write) (bool, error) {
	if len(m.ones) > 0 || keeping[s.tx.Driver.Dialect()] == nil {
		return false, nil
	}
	c, err := s.schema(ctx, m)
	if err != nil {
		return false, err
	}
	filled, ok := c.plain[m]
	if !ok {
		return false, nil
	}
	for n, i := range m.fields {
		if filled[n] && !w.gives(i) {
			return false, nil
		}
		value := m.Values[i].Get(row)
		if value == nil {
			continue
		}
		if codec, ok := m.Values[i].Codec.(entity.Keeper); !ok || !codec.Keeps(value) {
			return false, nil
		}
	}
	return true, nil
}

// gives reports whether w has a value for a field.
func (w *write) gives(field int) bool {
	for _, s := range w.set {
		if s.field == field {
			return s.value != nil
		}
	}
	return false
}
