package openapi

import (
	"cmp"
	"slices"

	"github.com/mosswart/overlord/admin/meta"
)

type namedSchema struct {
	name   string
	schema object
}

// typeSchemas are the component schemas of one type: its row, a page of rows, and, where rows can be written, what
// creates and what changes one.
func typeSchemas(t *meta.Type) []namedSchema {
	list := []namedSchema{
		{t.Name + ".Row", rowSchema(t)},
		{t.Name + ".Page", object{
			{"type", "object"},
			{"required", []string{"items", "next", "prev", "count"}},
			{"properties", object{
				{"items", listOf(schema(t.Name + ".Row"))},
				{"next", object{{"type", []string{"string", "null"}}, {"description", "For after; null on the last page."}}},
				{"prev", object{{"type", []string{"string", "null"}}, {"description", "For before; null on the first page."}}},
				{"count", orNull(schema("Count"))},
			}},
		}},
	}
	if t.Editable() {
		list = append(list, namedSchema{t.Name + ".Create", inputSchema(t, true)}, namedSchema{t.Name + ".Update", inputSchema(t, false)})
	}
	return list
}

// rowSchema describes a row as it is read. Only id and label are always there: a reader may ask for some fields
// only, and may not be allowed to see others.
func rowSchema(t *meta.Type) object {
	props := object{
		{"id", object{{"type", "string"}}},
		{"label", object{{"type", "string"}, {"description", "What people call the row."}}},
		{"_etag", object{{"type", "string"}, {"description", "Version of the row, in lists that ask for it."}}},
	}
	for i := range t.Fields {
		if f := &t.Fields[i]; !f.Hidden && !f.Sensitive {
			props = append(props, member{f.Name, fieldSchema(f, false)})
		}
	}
	for i := range t.Edges {
		e := &t.Edges[i]
		switch {
		case e.Hidden:
		case e.ToOne():
			props = append(props, member{e.Name, described(orNull(schema("Ref")), e.Label, e.Help)})
		default:
			props = append(props, member{e.Name, described(schema("Links"), e.Label, e.Help)})
		}
	}
	return object{{"type", "object"}, {"required", []string{"id", "label"}}, {"properties", props}}
}

// inputSchema describes what creates a row, or changes one.
func inputSchema(t *meta.Type, creating bool) object {
	props, required := object{}, []string{}
	if creating && t.ID.Settable {
		id := object{{"type", "string"}}
		if t.ID.Kind == meta.UUID {
			id = append(id, member{"format", "uuid"})
		}
		props = append(props, member{"id", id})
		if t.ID.Required {
			required = append(required, "id")
		}
	}
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Hidden || f.ReadOnly || f.Computed || f.Name == t.SoftDelete || f.Immutable && !creating {
			continue
		}
		props = append(props, member{f.Name, fieldSchema(f, true)})
		if creating && f.Required && f.Edge == "" {
			required = append(required, f.Name)
		}
	}
	for i := range t.Edges {
		e := &t.Edges[i]
		if e.Hidden || e.ReadOnly || e.Immutable && !creating {
			continue
		}
		s := schema("LinksInput")
		if e.ToOne() {
			s = object{{"type", "string"}}
			if !e.Required {
				s = object{{"type", []string{"string", "null"}}}
			}
		}
		props = append(props, member{e.Name, described(s, e.Label, e.Help)})
		if creating && e.Required {
			required = append(required, e.Name)
		}
	}
	s := object{{"type", "object"}}
	if len(required) > 0 {
		s = append(s, member{"required", required})
	}
	return append(s, member{"properties", props}, member{"additionalProperties", false})
}

// fieldSchema describes one field's values, as they are read or written.
func fieldSchema(f *meta.Field, writing bool) object {
	s := object{}
	types := []string{"string"}
	var values []any
	switch f.Kind {
	case meta.Int:
		types = []string{"integer", "string"}
		s = append(s, member{"format", "int64"}, member{"pattern", "^-?[0-9]+$"})
	case meta.Float:
		types = []string{"number"}
	case meta.Bool:
		types = []string{"boolean"}
	case meta.Time:
		s = append(s, member{"format", "date-time"})
	case meta.UUID:
		s = append(s, member{"format", "uuid"})
	case meta.Bytes:
		s = append(s, member{"contentEncoding", "base64"})
		if f.MaxLength > 0 {
			s = append(s, member{"maxLength", (f.MaxLength + 2) / 3 * 4})
		}
	case meta.JSON:
		types = nil
	case meta.Enum:
		for _, c := range f.Choices {
			values = append(values, c.Value)
		}
	case meta.String, meta.Other:
		if f.MaxLength > 0 {
			s = append(s, member{"maxLength", f.MaxLength})
		}
	}
	if f.Nullable {
		if types != nil {
			types = append(types, "null")
		}
		if values != nil {
			values = append(values, nil)
		}
	}
	if values != nil {
		s = slices.Insert(s, 0, member{"enum", values})
	}
	switch len(types) {
	case 0:
	case 1:
		s = slices.Insert(s, 0, member{"type", types[0]})
	default:
		s = slices.Insert(s, 0, member{"type", types})
	}
	s = described(s, f.Label, f.Help)
	switch {
	case !writing && (f.ReadOnly || f.Computed):
		s = append(s, member{"readOnly", true})
	case writing && f.Sensitive:
		s = append(s, member{"writeOnly", true})
	}
	if writing && f.Default != nil {
		s = append(s, member{"default", f.Default})
	}
	return s
}

// described adds what people call a value and what they are told about it.
func described(s object, label, help string) object {
	if text := cmp.Or(help, label); text != "" {
		s = append(s, member{"description", text})
	}
	return s
}

func orNull(s object) object {
	return object{{"oneOf", []any{s, object{{"type", "null"}}}}}
}
