package extension

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"entgo.io/ent/entc/gen"
	"entgo.io/ent/schema/field"

	"github.com/mosswart/overlord/admin/annotation"
	"github.com/mosswart/overlord/admin/meta"
)

// From longText bytes on a text gets a large input, but one that names the row only beyond longTitle.
const (
	longText  = 256
	longTitle = 1000
)

// describeField adds a field to the type.
func (t *typeDescription) describeField(f *gen.Field) error {
	var a annotation.Field
	if err := read(f.Annotations, annotation.FieldName, &a); err != nil {
		return err
	}
	c := codingOf(t.node, f, zeroOf(f, "z"))
	// What people do not give is filled in by a default, the database, or a hook.
	filled := f.Default || !f.Optional && (len(f.RequiredFor()) == 0 || a.ReadOnly || a.Hidden)
	m := meta.Field{
		Name: f.Name, Kind: c.kind, Column: f.StorageKey(),
		Label: cmp.Or(a.Label, label(f.Name)), Help: cmp.Or(a.Help, f.Comment()), Group: a.Group,
		Unit: a.Unit, When: a.When,
		Required: !f.Optional && !filled, HasDefault: filled, Nullable: f.Optional, Unique: f.Unique, Immutable: f.Immutable,
		ReadOnly: a.ReadOnly || c.readOnly, Sensitive: a.Sensitive || f.Sensitive(), Hidden: a.Hidden,
	}
	if f.IsDeprecated() { // ent does not load it unless asked
		m.Hidden = m.Hidden || !m.Required
		t.Deprecated = true
	}
	if c.kind == meta.String || c.kind == meta.Bytes {
		if size := f.Column().Size; size > 0 && size < math.MaxInt32 {
			m.MaxLength = int(size)
		}
	}
	m.Choices = choices(f, a.Choices)
	m.Default = constant(f, c.kind)
	m.Widget = cmp.Or(a.Widget, widget(f, &m))
	readable := !m.Sensitive && !m.Hidden && !c.readOnly && !c.scanned
	m.Filterable = readable
	m.Sortable = readable && m.Kind != meta.JSON && m.Kind != meta.Bytes
	if f.IsEdgeField() {
		if e, err := f.Edge(); err == nil && e != nil {
			m.Edge = e.Name
		}
	}
	t.Meta.Fields = append(t.Meta.Fields, m)

	v := []string{"Codec: " + c.codec}
	if !m.Sensitive {
		v = append(v, "Get: func(row any) any { return "+getOf(t.node, f, c.kind)+" }")
	}
	if check := checkOf(t.node, f); check != "" {
		v = append(v, "Check: "+check)
	}
	if m.Hidden {
		v = nil
	}
	t.Values = append(t.Values, "{"+strings.Join(v, ", ")+"}")
	t.UsesZero = t.UsesZero || strings.Contains(c.codec, "z.") && !m.Hidden
	return nil
}

func choices(f *gen.Field, given []annotation.Choice) (all []meta.Choice) {
	for _, value := range f.EnumValues() {
		c := meta.Choice{Value: value, Label: label(value)}
		if i := slices.IndexFunc(given, func(g annotation.Choice) bool { return g.Value == value }); i >= 0 {
			c.Label, c.Tone = cmp.Or(given[i].Label, c.Label), given[i].Tone
		}
		all = append(all, c)
	}
	return all
}

// constant is the default where it is a constant of a kind that a form can show.
func constant(f *gen.Field, k meta.Kind) any {
	if !f.Default || f.DefaultFunc() {
		return nil
	}
	switch v := f.DefaultValue().(type) {
	case string:
		if k == meta.String || k == meta.Enum {
			return v
		}
	case bool:
		if k == meta.Bool {
			return v
		}
	case int64, uint64:
		if k == meta.Int {
			return v
		}
	case float64:
		if k == meta.Float {
			return v
		}
	}
	return nil
}

// widget is the input that suits a field better than its kind says.
func widget(f *gen.Field, m *meta.Field) string {
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return m.Name == w || strings.HasSuffix(m.Name, "_"+w) })
	}
	switch {
	case m.Kind == meta.JSON:
		return "json"
	case m.Kind == meta.Int && f.Type.RType != nil && f.Type.RType.Ident == "time.Duration":
		return "duration"
	case m.Kind != meta.String:
		return ""
	case m.Sensitive:
		return "password"
	case f.Type.Type == field.TypeString && f.Column().Size >= longText && (f.Column().Size > longTitle || !slices.Contains(titles, m.Name)):
		return "textarea"
	case has("email"):
		return "email"
	case has("url", "website", "homepage"):
		return "url"
	case has("color", "colour"):
		return "color"
	}
	return ""
}
