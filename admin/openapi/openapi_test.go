package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mosswart/overlord/admin/meta"
)

func library() []meta.Type {
	return []meta.Type{
		{
			Name: "Book", Slug: "books", Label: "Book", Plural: "Books",
			ID: meta.ID{Kind: meta.UUID, Settable: true, Columns: []string{"id"}},
			Fields: []meta.Field{
				{Name: "title", Kind: meta.String, Label: "Title", Required: true, MaxLength: 200},
				{Name: "pages", Kind: meta.Int, Label: "Pages", Nullable: true, Help: "Without the cover."},
				{Name: "price", Kind: meta.Float, Label: "Price", HasDefault: true, Default: 9.5},
				{Name: "lent", Kind: meta.Bool, Label: "Lent", ReadOnly: true},
				{Name: "state", Kind: meta.Enum, Label: "State", Nullable: true, Choices: []meta.Choice{{Value: "new"}, {Value: "<old>"}}},
				{Name: "created_at", Kind: meta.Time, Label: "Created", Immutable: true},
				{Name: "code", Kind: meta.UUID, Label: "Code"},
				{Name: "extra", Kind: meta.JSON, Label: "Extra", Nullable: true},
				{Name: "cover", Kind: meta.Bytes, Label: "Cover", MaxLength: 4},
				{Name: "isbn", Kind: meta.Other, Label: "ISBN"},
				{Name: "pin", Kind: meta.String, Label: "PIN", Sensitive: true},
				{Name: "internal", Kind: meta.String, Label: "Internal", Hidden: true},
				{Name: "author_id", Kind: meta.Int, Label: "Author id", Edge: "author", Required: true},
			},
			Edges: []meta.Edge{
				{Name: "author", Label: "Author", Type: "authors", Rel: meta.ManyToOne, Field: "author_id", Required: true},
				{Name: "tags", Label: "Tags", Type: "jobs", Rel: meta.ManyToMany},
				{Name: "secret", Label: "Secret", Type: "jobs", Rel: meta.OneToMany, Hidden: true},
			},
		},
		{Name: "Author", Slug: "authors", ID: meta.ID{Kind: meta.Int, Columns: []string{"id"}}},
		{Name: "Job", Slug: "jobs", ID: meta.ID{Kind: meta.Int, Columns: []string{"id"}}, ReadOnly: true},
		{Name: "Loan", Slug: "loans", ID: meta.ID{Parts: []string{"book", "member"}, Columns: []string{"book_id", "member_id"}}},
		{Name: "Overview", Slug: "overviews", View: true},
		{Name: "Vault", Slug: "vaults", Hidden: true, ID: meta.ID{Kind: meta.Int, Columns: []string{"id"}}},
	}
}

func document(t *testing.T, types []meta.Type) map[string]any {
	t.Helper()
	raw, err := Document(Info{Title: "Library", Server: "/admin/api"}, types)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

// at walks into a document by names.
func at(t *testing.T, doc any, names ...string) any {
	t.Helper()
	for i, name := range names {
		o, ok := doc.(map[string]any)
		if !ok || o[name] == nil {
			t.Fatalf("there is no %s", strings.Join(names[:i+1], " → "))
		}
		doc = o[name]
	}
	return doc
}

func TestDocumentIsSound(t *testing.T) {
	for name, types := range map[string][]meta.Type{"library": library(), "no types": nil} {
		t.Run(name, func(t *testing.T) {
			for _, fault := range check(document(t, types)) {
				t.Error(fault)
			}
		})
	}
	raw, err := Wire()
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	for _, fault := range check(doc) {
		t.Error("wire:", fault)
	}
}

func TestCheckFindsFaults(t *testing.T) {
	doc := document(t, library())
	at(t, doc, "paths", "/books/{id}").(map[string]any)["parameters"] = nil
	at(t, doc, "paths", "/books", "get").(map[string]any)["operationId"] = "listAuthor"
	at(t, doc, "components", "schemas", "Book.Row", "properties").(map[string]any)["x"] = map[string]any{"$ref": "#/components/schemas/None"}
	at(t, doc, "components", "schemas", "Book.Create").(map[string]any)["required"] = []any{"none"}
	found := strings.Join(check(doc), "\n")
	for _, want := range []string{"{id} is no parameter", "two operations", "leads nowhere", `requires "none"`} {
		if !strings.Contains(found, want) {
			t.Errorf("%q is not among the faults:\n%s", want, found)
		}
	}
}

func TestSameTypesSameBytes(t *testing.T) {
	first, err := Document(Info{}, library())
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		again, err := Document(Info{}, library())
		if err != nil || !bytes.Equal(first, again) {
			t.Fatal("the bytes differ", err)
		}
	}
	if bytes.Contains(first, []byte(`\u003c`)) || !bytes.Contains(first, []byte("<old>")) {
		t.Error("characters are escaped that need not be")
	}
}

func TestWhatCannotBeDoneIsNotThere(t *testing.T) {
	paths := at(t, document(t, library()), "paths").(map[string]any)
	for _, path := range []string{"/books/{id}/tags", "/books/_chart", "/books/_import", "/jobs/{id}", "/loans/{id}", "/overviews", "/overviews/_export"} {
		if paths[path] == nil {
			t.Errorf("%s is missing", path)
		}
	}
	for _, path := range []string{"/books/{id}/author", "/books/{id}/secret", "/authors/_chart", "/jobs/_import", "/loans/{id}/history", "/overviews/{id}", "/overviews/_lookup", "/vaults", "/jobs/_bulk"} {
		if paths[path] != nil {
			t.Errorf("%s is there", path)
		}
	}
	for _, path := range []string{"/jobs", "/loans", "/overviews"} {
		if paths[path].(map[string]any)["post"] != nil {
			t.Errorf("%s can be posted to", path)
		}
	}
}

func TestSchemas(t *testing.T) {
	schemas := at(t, document(t, library()), "components", "schemas")
	for path, want := range map[string]string{
		"Book.Row/required":                   `["id","label"]`,
		"Book.Row/properties/author":          `{"description":"Author","oneOf":[{"$ref":"#/components/schemas/Ref"},{"type":"null"}]}`,
		"Book.Row/properties/tags":            `{"$ref":"#/components/schemas/Links","description":"Tags"}`,
		"Book.Row/properties/lent":            `{"description":"Lent","readOnly":true,"type":"boolean"}`,
		"Book.Create/required":                `["title","author"]`,
		"Book.Create/properties/author":       `{"description":"Author","type":"string"}`,
		"Book.Create/properties/id":           `{"format":"uuid","type":"string"}`,
		"Book.Create/properties/title":        `{"description":"Title","maxLength":200,"type":"string"}`,
		"Book.Create/properties/pages":        `{"description":"Without the cover.","format":"int64","pattern":"^-?[0-9]+$","type":["integer","string","null"]}`,
		"Book.Create/properties/price":        `{"default":9.5,"description":"Price","type":"number"}`,
		"Book.Create/properties/state":        `{"description":"State","enum":["new","<old>",null],"type":["string","null"]}`,
		"Book.Create/properties/extra":        `{"description":"Extra"}`,
		"Book.Create/properties/cover":        `{"contentEncoding":"base64","description":"Cover","maxLength":8,"type":"string"}`,
		"Book.Create/properties/pin":          `{"description":"PIN","type":"string","writeOnly":true}`,
		"Book.Create/additionalProperties":    `false`,
		"Book.Update/properties/tags":         `{"$ref":"#/components/schemas/LinksInput","description":"Tags"}`,
		"Job/properties/state/enum":           `["running","done","failed"]`, // the shared one, whatever types there are
		"Job.Row/properties/label/type":       `"string"`,
		"Overview.Page/properties/items/type": `"array"`,
	} {
		var got bytes.Buffer
		enc := json.NewEncoder(&got)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(at(t, schemas, strings.Split(path, "/")...)); err != nil {
			t.Fatal(err)
		}
		if strings.TrimSpace(got.String()) != want {
			t.Errorf("%s:\n got %s\nwant %s", path, got.String(), want)
		}
	}
	for schema, absent := range map[string][]string{
		"Book.Row":    {"pin", "internal", "secret"},
		"Book.Create": {"lent", "internal", "secret"},
		"Book.Update": {"lent", "internal", "created_at", "id"},
	} {
		for _, name := range absent {
			if at(t, schemas, schema, "properties").(map[string]any)[name] != nil {
				t.Errorf("%s has %s", schema, name)
			}
		}
	}
}

// However it is laid out, it is the same JSON.
func TestIndentKeepsTheJSON(t *testing.T) {
	for _, in := range []string{
		`{}`, `[]`, `"a,b:{"`, `{"a":[],"b":{},"c":"\\\"{,","d":[[[[1,{"e":[2,3]}]]]]}`, `[{"a":"\\\\"},[1,[2,[3,[4,[5]]]]]]`,
	} {
		var got bytes.Buffer
		if err := json.Compact(&got, indent([]byte(in), 2)); err != nil || got.String() != in {
			t.Errorf("%s became %s (%v)", in, got.String(), err)
		}
	}
	if got := string(indent([]byte(`{"a":{"b":{"c":[1,2]}},"d":{}}`), 2)); got != "{\n  \"a\": {\n    \"b\": {\"c\": [1, 2]}\n  },\n  \"d\": {}\n}\n" {
		t.Errorf("laid out as\n%s", got)
	}
}

func TestClashesAreRefused(t *testing.T) {
	a := meta.Type{Name: "A", Slug: "as"}
	for _, b := range []meta.Type{{Name: "A", Slug: "bs"}, {Name: "B", Slug: "as"}} {
		if _, err := Document(Info{}, []meta.Type{a, b}); err == nil {
			t.Errorf("%s at %s beside A at as is accepted", b.Name, b.Slug)
		}
	}
}

// The schemas of the metadata are written by hand; this holds them to package meta.
func TestMetaIsDescribedAsItIs(t *testing.T) {
	raw, err := Wire()
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	beside := map[string][]string{"Type": {"rights"}, "Field": {"writable", "creatable"}, "Edge": {"writable", "creatable"}}
	for name, of := range map[string]reflect.Type{
		"Type": reflect.TypeFor[meta.Type](), "Field": reflect.TypeFor[meta.Field](), "Edge": reflect.TypeFor[meta.Edge](),
		"ID": reflect.TypeFor[meta.ID](), "Choice": reflect.TypeFor[meta.Choice](), "Scope": reflect.TypeFor[meta.Scope](),
	} {
		schema := at(t, doc, "components", "schemas", name)
		want, required := slices.Clone(beside[name]), []string{}
		for field := range of.Fields() {
			tag := field.Tag.Get("json")
			member, rest, _ := strings.Cut(tag, ",")
			if member == "-" {
				continue
			}
			want = append(want, member)
			if rest != "omitempty" {
				required = append(required, member)
			}
		}
		var got, must []string
		for member := range at(t, schema, "properties").(map[string]any) {
			got = append(got, member)
		}
		for _, member := range at(t, schema, "required").([]any) {
			if !slices.Contains(beside[name], member.(string)) {
				must = append(must, member.(string))
			}
		}
		for _, list := range [][]string{want, got, required, must} {
			slices.Sort(list)
		}
		if !slices.Equal(want, got) || !slices.Equal(required, must) {
			t.Errorf("%s: has %v, requires %v\n  described as %v, requires %v", name, want, required, got, must)
		}
	}
}

var (
	methods  = []string{"get", "put", "post", "delete", "patch"}
	inPaths  = regexp.MustCompile(`\{([^}]+)\}`)
	naming   = regexp.MustCompile(`^[a-zA-Z0-9._-]+$`)
	keywords = []string{
		"$ref", "type", "enum", "const", "oneOf", "required", "properties", "additionalProperties", "items", "prefixItems",
		"minItems", "maxItems", "minimum", "maximum", "maxLength", "pattern", "format", "contentEncoding", "description",
		"default", "readOnly", "writeOnly",
	}
)

// check says what is wrong with a document by the rules of OpenAPI 3.1 and of JSON Schema, as far as they concern
// what this package writes.
func check(doc map[string]any) []string {
	c := &checker{doc: doc, ids: map[string]string{}}
	if doc["openapi"] != "3.1.0" {
		c.fault("openapi is %v", doc["openapi"])
	}
	info, _ := doc["info"].(map[string]any)
	if info["title"] == "" || info["version"] == "" {
		c.fault("info lacks title or version")
	}
	components, _ := doc["components"].(map[string]any)
	for kind, list := range components {
		for name, value := range list.(map[string]any) {
			if !naming.MatchString(name) {
				c.fault("component name %q", name)
			}
			switch where := kind + "/" + name; kind {
			case "schemas":
				c.schema(where, value)
			case "responses":
				c.response(where, value)
			case "parameters":
				c.parameter(where, value)
			case "headers":
				c.schema(where, value.(map[string]any)["schema"])
			}
		}
	}
	paths, _ := doc["paths"].(map[string]any)
	for path, item := range paths {
		c.path(path, item.(map[string]any))
	}
	return c.faults
}

type checker struct {
	doc    map[string]any
	ids    map[string]string
	faults []string
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// resolve follows a reference, if value is one.
func (c *checker) resolve(where string, value any) map[string]any {
	o, ok := value.(map[string]any)
	if !ok {
		c.fault("%s is %T, no object", where, value)
		return map[string]any{}
	}
	link, ok := o["$ref"].(string)
	if !ok {
		return o
	}
	var target any = c.doc
	for name := range strings.SplitSeq(strings.TrimPrefix(link, "#/"), "/") {
		next, _ := target.(map[string]any)
		target = next[name]
	}
	found, ok := target.(map[string]any)
	if !ok {
		c.fault("%s: %s leads nowhere", where, link)
	}
	return found
}

func (c *checker) path(path string, item map[string]any) {
	if !strings.HasPrefix(path, "/") {
		c.fault("path %q", path)
	}
	common, _ := item["parameters"].([]any)
	for method, value := range item {
		if method == "parameters" {
			continue
		}
		if !slices.Contains(methods, method) {
			c.fault("%s has %q", path, method)
			continue
		}
		where, o := method+" "+path, value.(map[string]any)
		id, _ := o["operationId"].(string)
		if other := c.ids[id]; other != "" || id == "" {
			c.fault("two operations are %q: %s and %s", id, other, where)
		}
		c.ids[id] = where
		own, _ := o["parameters"].([]any)
		seen := map[string]bool{}
		for _, p := range slices.Concat(common, own) {
			p := c.parameter(where, p)
			key := fmt.Sprint(p["in"], " ", p["name"])
			if seen[key] {
				c.fault("%s has %s twice", where, key)
			}
			seen[key] = true
		}
		for _, m := range inPaths.FindAllStringSubmatch(path, -1) {
			if !seen["path "+m[1]] {
				c.fault("%s: {%s} is no parameter", where, m[1])
			}
		}
		for key := range seen {
			if name, ok := strings.CutPrefix(key, "path "); ok && !strings.Contains(path, "{"+name+"}") {
				c.fault("%s: %s is not in the path", where, name)
			}
		}
		if body, ok := o["requestBody"]; ok {
			c.content(where, c.resolve(where, body)["content"])
		}
		responses, _ := o["responses"].(map[string]any)
		if len(responses) < 2 {
			c.fault("%s answers %v", where, responses)
		}
		for status, r := range responses {
			if status != "default" && !regexp.MustCompile(`^[1-5]\d\d$`).MatchString(status) {
				c.fault("%s answers %q", where, status)
			}
			c.response(where+" "+status, r)
		}
	}
}

func (c *checker) parameter(where string, value any) map[string]any {
	p := c.resolve(where, value)
	if p["name"] == nil || p["in"] == nil {
		c.fault("%s: parameter %v", where, p)
	}
	if p["in"] == "path" && p["required"] != true {
		c.fault("%s: %s is in the path and not required", where, p["name"])
	}
	c.schema(fmt.Sprint(where, " ", p["name"]), p["schema"])
	return p
}

func (c *checker) response(where string, value any) {
	r := c.resolve(where, value)
	if r["description"] == nil {
		c.fault("%s has no description", where)
	}
	if r["content"] != nil {
		c.content(where, r["content"])
	}
	headers, _ := r["headers"].(map[string]any)
	for name, h := range headers {
		c.schema(where+" "+name, c.resolve(where, h)["schema"])
	}
}

func (c *checker) content(where string, value any) {
	types, _ := value.(map[string]any)
	if len(types) == 0 {
		c.fault("%s has no content", where)
	}
	for name, media := range types {
		c.schema(where+" "+name, media.(map[string]any)["schema"])
	}
}

func (c *checker) schema(where string, value any) {
	s, ok := value.(map[string]any)
	if !ok {
		c.fault("%s has no schema", where)
		return
	}
	c.resolve(where, s)
	for word := range s {
		if !slices.Contains(keywords, word) {
			c.fault("%s: keyword %q", where, word)
		}
	}
	properties, _ := s["properties"].(map[string]any)
	for name, p := range properties {
		c.schema(where+"."+name, p)
	}
	required, _ := s["required"].([]any)
	for _, name := range required {
		if properties[name.(string)] == nil {
			c.fault("%s requires %q, which it does not have", where, name)
		}
	}
	for _, word := range []string{"items", "additionalProperties"} {
		if sub, ok := s[word].(map[string]any); ok {
			c.schema(where+" "+word, sub)
		}
	}
	for _, word := range []string{"oneOf", "prefixItems"} {
		subs, _ := s[word].([]any)
		for i, sub := range subs {
			c.schema(fmt.Sprintf("%s %s %d", where, word, i), sub)
		}
	}
	names := []string{"string", "integer", "number", "boolean", "null", "array", "object"}
	switch t := s["type"].(type) {
	case nil:
	case string:
		if !slices.Contains(names, t) {
			c.fault("%s: type %q", where, t)
		}
	case []any:
		for _, name := range t {
			if !slices.Contains(names, name.(string)) {
				c.fault("%s: type %q", where, name)
			}
		}
	default:
		c.fault("%s: type %v", where, t)
	}
}
