package extension

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"entgo.io/ent/entc/gen"
	"entgo.io/ent/entc/load"
	"entgo.io/ent/schema/field"

	"github.com/mosswart/overlord/admin/annotation"
	"github.com/mosswart/overlord/admin/meta"
)

func sized(f *load.Field, size int64) *load.Field {
	f.Size = &size
	return f
}

func unique(f *load.Field) *load.Field {
	f.Unique = true
	return f
}

func TestWhatASchemaLeavesOutIsGuessed(t *testing.T) {
	secret := optional(text("password"))
	secret.Sensitive = true
	hidden := optional(text("note"))
	hidden.Annotations = map[string]any{annotation.FieldName: annotation.Field{Hidden: true}}
	hooked := text("folded")
	hooked.Annotations = map[string]any{annotation.FieldName: annotation.Field{ReadOnly: true}}
	counted := number("amount")
	counted.Default, counted.DefaultValue = true, int64(3)
	d, err := describe(graph(t,
		&load.Schema{Name: "Person", Fields: []*load.Field{
			text("first_name"), text("last_name"), unique(text("email")), sized(optional(text("life")), 5000), secret, hidden, counted, optional(number("boss_id")),
			{Name: "data", Info: &field.TypeInfo{Type: field.TypeJSON, Ident: "map[string]any"}}, enum("state", "IN_PROGRESS", "done"), hooked,
		}, Edges: []*load.Edge{
			{Name: "boss", Type: "Person", Unique: true, Field: "boss_id"}, {Name: "desk", Type: "Desk", Unique: true}, {Name: "skills", Type: "Skill"},
		}, Indexes: []*load.Index{{Unique: true, Fields: []string{"first_name"}, Edges: []string{"desk"}}, {Fields: []string{"last_name"}}}},
		&load.Schema{Name: "Desk"},
		&load.Schema{Name: "Skill", Fields: []*load.Field{unique(text("word"))}, Annotations: map[string]any{annotation.ModelName: annotation.Model{Hidden: true}}},
	))
	if err != nil {
		t.Fatal(err)
	}
	person, desk, skill := d.types[0].Meta, d.types[1].Meta, d.types[2].Meta
	for what, pair := range map[string][2]any{
		"title":             {person.Title, []string{"first_name", "last_name"}},
		"no title":          {desk.Title, []string(nil)},
		"unique title":      {skill.Title, []string{"word"}},
		"columns":           {person.Columns, []string{"first_name", "last_name", "email", "amount", "boss", "state", "folded"}},
		"columns of an id":  {desk.Columns, []string{"id"}},
		"search":            {person.Search, []string{"first_name", "last_name", "email"}},
		"keys":              {person.Keys, [][]string{{"email"}, {"boss"}, {"first_name", "desk"}}},
		"plural":            {person.Plural, "People"},
		"email's widget":    {person.Field("email").Widget, "email"},
		"long text":         {person.Field("life").Widget, "textarea"},
		"secret":            {person.Field("password").Widget, "password"},
		"secrets' filter":   {person.Field("password").Filterable, false},
		"default":           {person.Field("amount").Default, any(int64(3))},
		"required":          {person.Field("first_name").Required, true},
		"filled in":         {person.Field("amount").Required, false},
		"left to a hook":    {person.Field("folded").Required || !person.Field("folded").HasDefault, false},
		"foreign key":       {person.Field("boss_id").Edge, "boss"},
		"edge's field":      {person.Edge("boss").Field, "boss_id"},
		"edge's columns":    {person.Edge("skills").Columns, []string{"person_skills"}},
		"edge to a hidden":  {person.Edge("skills").Hidden, true},
		"JSON is no column": {slices.Contains(person.Columns, "data"), false},
		"choices":           {person.Field("state").Choices, []meta.Choice{{Value: "IN_PROGRESS", Label: "In progress"}, {Value: "done", Label: "Done"}}},
		"accessors":         {len(d.types[0].Values), len(person.Fields)},
		"hidden accessor":   {d.types[0].Values[5], "{}"},
		"secret's accessor": {strings.Contains(d.types[0].Values[4], "Get"), false},
	} {
		if !reflect.DeepEqual(pair[0], pair[1]) {
			t.Errorf("%s: %#v, want %#v", what, pair[0], pair[1])
		}
	}
}

func TestAnnotationsThatNameWhatIsNotThereAreRefused(t *testing.T) {
	for want, model := range map[string]annotation.Model{
		`annotation.Model.Title names "nme"`:               {Title: []string{"nme"}},
		`annotation.Model.ListColumns names "parts"`:       {ListColumns: []string{"name", "parts"}},
		`annotation.Model.Search names "x"`:                {Search: []string{"x"}},
		`annotation.Model.Order names "y"`:                 {Order: []string{"-name", "-y"}},
		`annotation.Model.Inlines names "name"`:            {Inlines: []string{"name"}},
		`annotation.Model.SoftDelete names "at"`:           {SoftDelete: "at"},
		`annotation.Model.TimeField names "name"`:          {TimeField: "name"},
		`schemas Item and Part have the same slug "parts"`: {Slug: "parts"},
		`the slug "system" cannot be used`:                 {Slug: "system"},
		``:                                                 {Title: []string{"name"}, ListColumns: []string{"id", "name", "whole"}, Order: []string{"-whole.name", "id"}, Inlines: []string{"parts"}, SoftDelete: "gone", TimeField: "at"},
	} {
		at := &load.Field{Name: "at", Info: &field.TypeInfo{Type: field.TypeTime}}
		gone := &load.Field{Name: "gone", Info: &field.TypeInfo{Type: field.TypeTime}, Optional: true}
		_, err := describe(graph(t,
			&load.Schema{Name: "Item", Fields: []*load.Field{text("name"), at, gone}, Annotations: map[string]any{annotation.ModelName: model},
				Edges: []*load.Edge{{Name: "parts", Type: "Part"}, {Name: "whole", Type: "Item", Unique: true}}},
			&load.Schema{Name: "Part"},
		))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestNothingIsWrittenWhenSomethingFails(t *testing.T) {
	e := New()
	g := graph(t, &load.Schema{Name: "Item", Fields: []*load.Field{text("name")}})
	folder := filepath.Join(g.Target, "resource")
	if err := e.generate(gen.GenerateFunc(func(*gen.Graph) error { return nil })).Generate(g); err != nil {
		t.Fatal(err)
	}
	names := func(dir string) (all []string) {
		t.Helper()
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			all = append(all, entry.Name())
		}
		return all
	}
	want := []string{"openapi.json", "resource.go", "type_items.go"}
	if got := names(folder); !slices.Equal(got, want) {
		t.Fatalf("made %v, want %v", got, want)
	}
	stop := errors.New("ent fails")
	other := graph(t, &load.Schema{Name: "Other"})
	other.Target = g.Target
	if err := e.generate(gen.GenerateFunc(func(*gen.Graph) error { return stop })).Generate(other); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	bad := graph(t, &load.Schema{Name: "Other", Fields: []*load.Field{text("name"), text("set_name")}})
	bad.Target = g.Target
	asked := false
	if err := e.generate(gen.GenerateFunc(func(*gen.Graph) error { asked = true; return nil })).Generate(bad); err == nil || asked {
		t.Fatalf("%v, and ent was asked: %v", err, asked)
	}
	if got := names(folder); !slices.Equal(got, want) || len(names(g.Target)) != 1 {
		t.Errorf("now there are %v in %v, want %v", got, names(g.Target), want)
	}
	if err := e.generate(gen.GenerateFunc(func(*gen.Graph) error { return nil })).Generate(other); err != nil {
		t.Fatal(err)
	}
	if got := names(folder); !slices.Equal(got, []string{"openapi.json", "resource.go", "type_others.go"}) || len(names(g.Target)) != 1 {
		t.Errorf("now there are %v in %v", got, names(g.Target))
	}
}
