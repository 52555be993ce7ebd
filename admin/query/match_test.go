package query_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/query"
)

// formRow is a row of plain values.
type formRow map[string]any

func (r formRow) ID() any                 { return nil }
func (r formRow) Field(name string) any   { return r[name] }
func (r formRow) Edge(string) []query.Row { return nil }

// sqlite stands for a database that is not asked.
type sqlite struct{ entity.Source }

func (sqlite) Dialect() string { return dialect.SQLite }

// TestSharedMeaning runs the cases on which the pages' own evaluation is tested as well.
func TestSharedMeaning(t *testing.T) {
	raw, err := os.ReadFile("../filter/testdata/matches.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases struct {
		Fields map[string]meta.Kind
		Row    map[string]json.RawMessage
		True   []string
		False  []string
	}
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	codecs := map[meta.Kind]entity.Codec{
		meta.String: entity.StringOf(""), meta.Int: entity.IntOf(int64(0)), meta.Float: entity.FloatOf(0.0), meta.Bool: entity.BoolOf(false),
		meta.Time: entity.TimeOf(time.Time{}), meta.Enum: entity.StringOf(""), meta.UUID: entity.TextOf(uuid.UUID{}), meta.JSON: entity.JSONOf(any(nil)),
	}
	typ := &entity.Type{Type: meta.Type{Slug: "forms"}}
	row := formRow{}
	for name, kind := range cases.Fields {
		f := meta.Field{Name: name, Kind: kind, Nullable: true, Filterable: true}
		if kind == meta.Enum {
			f.Choices = []meta.Choice{{Value: "open"}, {Value: "shut"}}
		}
		typ.Fields, typ.Values = append(typ.Fields, f), append(typ.Values, entity.Value{Codec: codecs[kind]})
		if string(cases.Row[name]) != "null" {
			if row[name], err = codecs[kind].ParseJSON(cases.Row[name]); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	c := query.New(&entity.Registry{Types: []*entity.Type{typ}, Source: sqlite{}})
	access := query.Access{Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), Vars: map[string]string{"me": "7"}}
	for want, texts := range map[bool][]string{true: cases.True, false: cases.False} {
		for _, text := range texts {
			e, err := filter.Parse(text)
			if err != nil {
				t.Errorf("%s: %v", text, err)
				continue
			}
			b, err := c.Check(typ, e, access)
			if err != nil {
				t.Errorf("%s: %v", text, err)
			} else if b.Match(row) != want {
				t.Errorf("%s is not %v", text, want)
			}
		}
	}
}
