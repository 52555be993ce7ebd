package admintest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// errCycle says that a row can only be made where another of its type is there already.
var errCycle = errors.New("rows of the type need one another")

// sample makes up a row, and before it the rows that it needs. above are the types that wait for this one.
func (e *exercise) sample(t *entity.Type, above []string) (map[string]any, error) {
	if slices.Contains(above, t.Slug) {
		return nil, fmt.Errorf("%s: %w", t.Slug, errCycle)
	}
	above = append(slices.Clone(above), t.Slug)
	e.serial++
	body := map[string]any{}
	if t.Type.ID.Settable && (t.Type.ID.Required || t.Type.ID.Kind == meta.String) {
		value, err := e.id(t)
		if err != nil {
			return nil, err
		}
		body["id"] = value
	}
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Hidden || f.ReadOnly || f.Computed || f.Edge != "" && t.Edge(f.Edge) != nil || f.Name == t.SoftDelete {
			continue // where it is required, a hook may fill it in
		}
		value, err := e.value(f, t.Values[i], nil)
		if err != nil && f.Required {
			return nil, err
		}
		if err == nil {
			body[f.Name] = value
		}
	}
	for i := range t.Edges {
		edge := &t.Edges[i]
		if !edge.Required {
			continue
		}
		id, err := e.target(edge, above)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", edge.Name, err)
		}
		if edge.ToOne() {
			body[edge.Name] = id
		} else {
			body[edge.Name] = []string{id}
		}
	}
	return body, nil
}

// target makes a row for an edge to lead to.
func (e *exercise) target(edge *meta.Edge, above []string) (string, error) {
	t := e.registry.Type(edge.Type)
	if t == nil || !t.Editable() || t.Hidden || edge.ReadOnly || edge.Hidden {
		return "", errors.New("is required and cannot be written")
	}
	body, err := e.sample(t, above)
	if err != nil {
		return "", err
	}
	a := e.send("POST", "/"+t.Slug, "", body)
	var made struct {
		ID string `json:"id"`
	}
	if a.status != http.StatusCreated || json.Unmarshal(a.body, &made) != nil {
		return "", fmt.Errorf("%s %s cannot be created: %d %s", t.Slug, raw(body), a.status, a.body)
	}
	return made.ID, nil
}

// other finds a field that can be changed, and another value for it.
func (e *exercise) other(t *entity.Type, row map[string]any) (name string, value any, ok bool) {
	e.serial++
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.Hidden || f.ReadOnly || f.Computed || f.Immutable || f.Sensitive || f.Edge != "" || f.Name == t.SoftDelete {
			continue
		}
		if v, err := e.value(f, t.Values[i], raw(row[f.Name])); err == nil {
			return f.Name, v, true
		}
	}
	return "", nil, false
}

// value makes up a value that the schema's validators take and that differs from except.
func (e *exercise) value(f *meta.Field, v entity.Value, except []byte) (any, error) {
	var before any
	if except != nil && string(except) != "null" {
		before, _ = v.Codec.ParseJSON(except)
	}
	for _, text := range e.candidates(f) {
		value, err := v.Codec.ParseText(text)
		if err != nil || f.MaxLength > 0 && len(text) > f.MaxLength || v.Check != nil && v.Check(value) != nil || reflect.DeepEqual(value, before) {
			continue
		}
		return json.RawMessage(v.Codec.AppendJSON(nil, value)), nil
	}
	return nil, fmt.Errorf("%s: none of the values that were tried is valid", f.Name)
}

// id makes up an id that is not there yet.
func (e *exercise) id(t *entity.Type) (string, error) {
	for _, text := range e.candidates(&meta.Field{Kind: t.Type.ID.Kind, Unique: true}) {
		if _, err := t.ParseID(text); err == nil {
			return text, nil
		}
	}
	return "", errors.New("id: none of the values that were tried is valid")
}

// candidates are values that may do for a field, as text, the most telling first.
func (e *exercise) candidates(f *meta.Field) []string {
	n := strconv.Itoa(e.serial)
	switch f.Kind {
	case meta.Bool:
		return []string{"true", "false"}
	case meta.Enum:
		var all []string
		for _, c := range f.Choices {
			all = append(all, c.Value)
		}
		return all
	case meta.Int:
		if f.Unique {
			return []string{strconv.Itoa(1000 + e.serial), n}
		}
		return []string{n, "1", "2", "3", "10", "50", "100", "500", "1000", "2020", "65535", "100000", "0", "-1"}
	case meta.Float:
		return []string{n + ".5", "0.5", "0.25", "1", "10", "50", "100", "0", "-1"}
	case meta.Time:
		return []string{fmt.Sprintf("2026-11-22T15:04:%02dZ", e.serial%60), "2031-01-02", "1990-01-02"}
	case meta.UUID:
		return []string{uuid.NewString(), n}
	case meta.JSON:
		return []string{`{"a":` + n + `}`, `{"a":"` + n + `"}`, `["a` + n + `"]`, `[` + n + `]`, `[[1,2],[3,4]]`, `{}`, `[]`, `[{}]`, `"a` + n + `"`, `1`, `true`, `"2026-11-22T15:04:05Z"`}
	case meta.Bytes:
		return []string{"AQID", "AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", ""}
	case meta.String, meta.Other:
	}
	general := []string{
		"Sample " + n, "sample-" + n, "sample" + n, "s" + n, n, "sample" + n + "@example.org", "https://example.org/" + n, "/sample/" + n,
		"#0102" + fmt.Sprintf("%02x", e.serial%256), "10.0.0." + strconv.Itoa(e.serial%256), "10.0.0.0/24", "00:00:5e:00:53:" + fmt.Sprintf("%02x", e.serial%256),
		n + ".5", "en", "EUR", "DE", "+4930123456", "2026-11-22", "2026-11-22T15:04:05Z", "15:04", "1h30m", "v1." + n + ".0", uuid.NewString(),
		"true", `{"a":1}`, `[]`, "AB" + fmt.Sprintf("%02d", e.serial%100), "Ab1!" + strings.Repeat("x", 8), strings.Repeat("ab", 16), strings.Repeat("ab", 32), "x", "1",
	}
	if strings.Contains(f.Name, "email") || f.Widget == "email" {
		general = append([]string{general[5]}, general...)
	}
	if f.Widget == "url" {
		general = append([]string{general[6]}, general...)
	}
	return general
}

// raw is a value as JSON.
func raw(value any) []byte {
	b, err := json.Marshal(value)
	if err != nil {
		return []byte("null")
	}
	return b
}
