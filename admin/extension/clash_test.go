package extension

import (
	"strings"
	"testing"

	"entgo.io/ent/entc/gen"
	"entgo.io/ent/entc/load"
	"entgo.io/ent/schema/field"
)

// graph makes a graph of schemas as ent loads them.
func graph(t *testing.T, schemas ...*load.Schema) *gen.Graph {
	t.Helper()
	storage, err := gen.NewStorage("sql")
	if err != nil {
		t.Fatal(err)
	}
	g, err := gen.NewGraph(&gen.Config{Package: "example.org/project/ent", Target: t.TempDir(), Storage: storage, IDType: &field.TypeInfo{Type: field.TypeInt}}, schemas...)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func text(name string) *load.Field {
	return &load.Field{Name: name, Info: &field.TypeInfo{Type: field.TypeString}}
}

func number(name string) *load.Field {
	return &load.Field{Name: name, Info: &field.TypeInfo{Type: field.TypeInt}}
}

func optional(f *load.Field) *load.Field {
	f.Optional = true
	return f
}

func enum(name string, values ...string) *load.Field {
	f := &load.Field{Name: name, Info: &field.TypeInfo{Type: field.TypeEnum}}
	for _, v := range values {
		f.Enums = append(f.Enums, struct{ N, V string }{v, v})
	}
	return f
}

func TestNamesThatEntWouldMakeTwiceAreRefusedWithTheRemedy(t *testing.T) {
	for _, test := range []struct {
		name    string
		schemas []*load.Schema
		want    string // "" where all is well
	}{
		{"setter", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("name"), text("set_name")}}}, `schema Item: field "name" and field "set_name" make the same method SetName`},
		{"adder", []*load.Schema{{Name: "Item", Fields: []*load.Field{number("size"), number("add_size")}}}, "AddSize"},
		{"adder of text", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("size"), text("add_size")}}}, ""},
		{"clearer", []*load.Schema{{Name: "Item", Fields: []*load.Field{optional(text("size")), text("clear_size")}}}, "ClearSize"},
		{"clearer of a required field", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("size"), text("clear_size")}}}, ""},
		{"cleared", []*load.Schema{{Name: "Item", Fields: []*load.Field{optional(text("size")), text("size_cleared")}}}, "SizeCleared"},
		{"resetter", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("size"), text("reset_size")}}}, "ResetSize"},
		{"old value", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("size"), text("old_size")}}}, "OldSize"},
		{"a foreign key that the edge does not know of", []*load.Schema{
			{Name: "Item", Fields: []*load.Field{number("owner_id")}, Edges: []*load.Edge{{Name: "owner", Type: "Owner", Unique: true}}}, {Name: "Owner"},
		}, `field "owner_id" and edge "owner" make the same method SetOwnerID`},
		{"a foreign key that it knows of", []*load.Schema{
			{Name: "Item", Fields: []*load.Field{optional(number("owner_id"))}, Edges: []*load.Edge{{Name: "owner", Type: "Owner", Unique: true, Field: "owner_id"}}}, {Name: "Owner"},
		}, ""},
		{"edge and method", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("query_parts")}, Edges: []*load.Edge{{Name: "parts", Type: "Item"}}}}, "QueryParts"},
		{"method of every mutation", []*load.Schema{{Name: "Item", Fields: []*load.Field{optional(text("edge"))}}}, "field \"edge\" make the same method ClearEdge"},
		{"predicate", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("size"), text("size_in")}}}, "SizeIn"},
		{"enum's value", []*load.Schema{{Name: "Item", Fields: []*load.Field{enum("state", "open"), text("state_open")}}}, "StateOpen"},
		{"constant", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("size"), text("field_size")}}}, "FieldSize"},
		{"method of the struct", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("string")}}}, `field "string" and ent itself make the same field or method String`},
		{"edges", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("edges")}, Edges: []*load.Edge{{Name: "parts", Type: "Item"}}}}, "Edges"},
		{"no edges", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("edges")}}}, ""},
		{"same words", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("in_use"), text("in-use")}}}, "InUse"},
		{"names that ent gets out of the way of", []*load.Schema{{Name: "Item", Fields: []*load.Field{text("op"), text("type"), text("func"), text("client"), text("label"), text("value"), text("config"), text("range"), text("table"), text("fields"), optional(text("where"))}}}, ""},
		{"types", []*load.Schema{{Name: "Book"}, {Name: "BookQuery"}}, "schema Book and schema BookQuery make the same type or function BookQuery"},
		{"plural", []*load.Schema{{Name: "Book"}, {Name: "Books", Annotations: tableOf("other")}}, "make the same type or function Books"},
		{"ent's folders", []*load.Schema{{Name: "Runtime"}}, `schema Runtime: ent has a file or folder "runtime" of its own`},
		{"ent's errors", []*load.Schema{{Name: "ValidationError"}}, "ent itself and schema ValidationError"},
		{"names of packages", []*load.Schema{{Name: "Task"}, {Name: "Group"}, {Name: "PC"}, {Name: "Goods"}, {Name: "API"}, {Name: "Context"}, {Name: "Http"}, {Name: "Echo"}, {Name: "Admin"}, {Name: "Resource"}, {Name: "Meta"}, {Name: "Entity"}, {Name: "Binding"}, {Name: "Sql"}}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := clashes(graph(t, test.schemas...))
			switch {
			case test.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want %s", err, test.want)
			case err != nil && !strings.Contains(err.Error(), "rename"):
				t.Errorf("no remedy: %v", err)
			}
		})
	}
}

func tableOf(name string) map[string]any {
	return map[string]any{"EntSQL": map[string]any{"table": name}}
}

func TestSlugsAreUniqueAndGetOutOfTheWayOfThePages(t *testing.T) {
	model := func(slug string) map[string]any { return map[string]any{"AdminModel": map[string]any{"slug": slug}} }
	for _, test := range []struct {
		name    string
		schemas []*load.Schema
		slugs   map[string]string
		want    string
	}{
		{"guessed", []*load.Schema{{Name: "AlertRule"}, {Name: "Role"}, {Name: "Key"}, {Name: "User"}, {Name: "APIKey"}, {Name: "Goods"}, {Name: "PC"}, {Name: "Person"}, {Name: "API"}, {Name: "BookCopy"}},
			map[string]string{"AlertRule": "alert_rules", "Role": "role", "Key": "key", "User": "users", "APIKey": "api_keys", "Goods": "goods", "PC": "pcs", "Person": "person", "API": "apis", "BookCopy": "book_copies"}, ""},
		{"given", []*load.Schema{{Name: "Role", Annotations: model("ranks")}}, map[string]string{"Role": "ranks"}, ""},
		{"twice", []*load.Schema{{Name: "Role", Annotations: model("ranks")}, {Name: "Rank"}}, nil, `schemas Role and Rank have the same slug "ranks"`},
		{"reserved", []*load.Schema{{Name: "Role", Annotations: model("roles")}}, nil, `the slug "roles" cannot be used`},
		{"no slug", []*load.Schema{{Name: "Role", Annotations: model("My Roles")}}, nil, `the slug "My Roles" cannot be used`},
	} {
		t.Run(test.name, func(t *testing.T) {
			slugs, err := slugsOf(graph(t, test.schemas...))
			if test.want != "" {
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("got %v, want %s", err, test.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range test.slugs {
				if slugs[name] != want {
					t.Errorf("%s: %q, want %q", name, slugs[name], want)
				}
			}
		})
	}
}

func TestLabelsAreWords(t *testing.T) {
	for name, want := range map[string]string{
		"created_at": "Created at", "AlertRule": "Alert rule", "author_id": "Author ID", "APIKey": "API key", "PC": "PC", "IN_PROGRESS": "In progress",
		"isbn": "ISBN", "firstName": "First name", "full-admin": "Full admin", "x": "X", "_": "_",
	} {
		if got := label(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for label, want := range map[string]string{"Alert rule": "Alert rules", "Category": "Categories", "Goods": "Goods", "Book copy": "Book copies", "Sales person": "Sales people", "Person": "People", "PC": "PCs"} {
		if got := pluralLabel(label); got != want {
			t.Errorf("%s: %q, want %q", label, got, want)
		}
	}
}
