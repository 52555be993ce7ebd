package annotation_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"entgo.io/ent/schema"

	"github.com/mosswart/overlord/admin/annotation"
)

func TestMergeKeepsWhatTheLaterAnnotationLeavesOut(t *testing.T) {
	base := annotation.Model{Label: "User", Group: "People", ListColumns: []string{"name"}, ReadOnly: true}
	field := annotation.Field{Label: "Name", Help: "As in the game.", Hidden: true}
	tests := []struct {
		name      string
		got, want schema.Annotation
	}{
		{"model: later wins, rest stays", base.Merge(annotation.Model{Label: "Member", Order: []string{"-name"}}),
			annotation.Model{Label: "Member", Group: "People", ListColumns: []string{"name"}, Order: []string{"-name"}, ReadOnly: true}},
		{"model: pointer counts as value", base.Merge(&annotation.Model{Icon: "user"}),
			annotation.Model{Label: "User", Group: "People", Icon: "user", ListColumns: []string{"name"}, ReadOnly: true}},
		{"model: an empty list replaces", base.Merge(annotation.Model{ListColumns: []string{}}),
			annotation.Model{Label: "User", Group: "People", ListColumns: []string{}, ReadOnly: true}},
		{"model: another kind changes nothing", base.Merge(field), base},
		{"model: nil pointer changes nothing", base.Merge((*annotation.Model)(nil)), base},
		{"field: later wins, rest stays", field.Merge(annotation.Field{Help: "Exact.", Widget: "textarea", ReadOnly: true}),
			annotation.Field{Label: "Name", Help: "Exact.", Widget: "textarea", Hidden: true, ReadOnly: true}},
		{"model: what hides or forbids stays", annotation.Model{Hidden: true, ReadOnly: true}.Merge(annotation.Model{Slug: "people"}),
			annotation.Model{Slug: "people", Hidden: true, ReadOnly: true}},
		{"field: what hides or forbids stays", annotation.Field{Sensitive: true, Unit: "m"}.Merge(annotation.Field{When: "a:1"}),
			annotation.Field{Sensitive: true, Unit: "m", When: "a:1"}},
		{"edge: later wins, rest stays", annotation.Edge{Label: "A", Group: "G", ReadOnly: true}.Merge(&annotation.Edge{Label: "B", Hidden: true}),
			annotation.Edge{Label: "B", Group: "G", ReadOnly: true, Hidden: true}},
		{"edge: another kind changes nothing", annotation.Edge{Label: "A"}.Merge(field), annotation.Edge{Label: "A"}},
		{"field: another kind changes nothing", field.Merge(base), field},
		{"field: nil pointer changes nothing", field.Merge((*annotation.Field)(nil)), field},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if !reflect.DeepEqual(test.got, test.want) {
				t.Errorf("got %+v, want %+v", test.got, test.want)
			}
		})
	}
}

func TestAnnotationsSurviveTheJSONThatEntKeepsThemIn(t *testing.T) {
	want := annotation.Model{Label: "User", Plural: "Users", Group: "People", Icon: "user",
		ListColumns: []string{"name"}, Search: []string{"name"}, Order: []string{"-id"}, ReadOnly: true,
		Slug: "people", Help: "Who may sign in.", Title: []string{"name"}, Scopes: []annotation.Scope{{Name: "New", Filter: "a>1"}},
		Inlines: []string{"keys"}, SoftDelete: "deleted_at", TimeField: "at", Hidden: true}
	raw, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got annotation.Model
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v from %s", got, want, raw)
	}
	if want.Name() != annotation.ModelName || (annotation.Field{}).Name() != annotation.FieldName ||
		(annotation.Edge{}).Name() != annotation.EdgeName {
		t.Error("annotations are not stored under their own names")
	}
}
