package server

import (
	"bytes"
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
)

//go:embed templates/unbuilt.html templates/api-docs.html
var templates embed.FS

// registerDocs is GET /api-docs, a page, and GET /api-docs/openapi.json. It comes after all operations: both are
// rendered once, here.
func (s *Server) registerDocs() error {
	s.tidyDocument()
	document, err := s.openAPI()
	if err != nil {
		return err
	}
	page, err := s.docsPage()
	if err != nil {
		return err
	}
	s.handle(Reader, http.MethodGet, "/api-docs", func(c echo.Context) error {
		return writeFile(c, file{name: "api-docs.html", content: page, cache: cacheRevalidate})
	}, pageRoute)
	s.handle(Reader, http.MethodGet, "/api-docs/openapi.json", func(c echo.Context) error {
		return writeFile(c, file{name: "openapi.json", content: document, cache: cacheRevalidate})
	})
	return nil
}

// OpenAPI is the site's OpenAPI 3.1 document as indented JSON. It needs no running server and is the same every time.
func OpenAPI() ([]byte, error) {
	s, err := build(Options{})
	if err != nil {
		return nil, err
	}
	return s.openAPI()
}

func (s *Server) openAPI() ([]byte, error) {
	flat, err := json.Marshal(s.api.OpenAPI())
	if err != nil {
		return nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, flat, "", "  "); err != nil {
		return nil, fmt.Errorf("indent the OpenAPI document: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// tidyDocument corrects what huma tells of us: its own error model is not ours, lists are empty and never null, and an
// object behind a pointer may be null.
func (s *Server) tidyDocument() {
	registry := s.api.OpenAPI().Components.Schemas
	schemas := registry.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
	for name, schema := range schemas {
		optional := optionalObjects(registry.TypeFromRef("#/components/schemas/" + name))
		for field, property := range schema.Properties {
			for list := property; list != nil && list.Type == huma.TypeArray; list = list.Items {
				list.Nullable = false
			}
			if optional[field] && property.Ref != "" {
				schema.Properties[field] = &huma.Schema{
					Description: property.Description, AnyOf: []*huma.Schema{{Ref: property.Ref}, {Type: "null"}},
				}
			}
		}
	}
}

// optionalObjects names a struct's fields that are written as null where there is no object.
func optionalObjects(t reflect.Type) map[string]bool {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == nil || t.Kind() != reflect.Struct {
		return nil
	}
	fields := map[string]bool{}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct && !strings.Contains(options, "omit") {
			fields[name] = true
		}
	}
	return fields
}

type docsTag struct {
	Name       string
	Operations []docsOperation
}

type docsOperation struct {
	ID, Method, Class, Path, Summary, Description, Access string
	Params, Body, Answer                                  []docsField
	Bare                                                  bool
}

type docsField struct {
	Name, Type, Doc string
	Needed          bool
}

func (s *Server) docsPage() ([]byte, error) {
	page, err := template.ParseFS(templates, "templates/api-docs.html")
	if err != nil {
		return nil, fmt.Errorf("read the API page's template: %w", err)
	}
	var out bytes.Buffer
	if err := page.Execute(&out, s.docsTags()); err != nil {
		return nil, fmt.Errorf("render the API page: %w", err)
	}
	return out.Bytes(), nil
}

func (s *Server) docsTags() []docsTag {
	byName := map[string]*docsTag{}
	for path, item := range s.api.OpenAPI().Paths {
		for method, op := range map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodPatch: item.Patch, http.MethodDelete: item.Delete,
		} {
			if op == nil {
				continue
			}
			name := "other"
			if len(op.Tags) > 0 {
				name = op.Tags[0]
			}
			if byName[name] == nil {
				byName[name] = &docsTag{Name: name}
			}
			byName[name].Operations = append(byName[name].Operations, s.docsOperation(method, path, op))
		}
	}
	tags := make([]docsTag, 0, len(byName))
	for _, t := range byName {
		slices.SortFunc(t.Operations, func(a, b docsOperation) int {
			return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
		})
		tags = append(tags, *t)
	}
	slices.SortFunc(tags, func(a, b docsTag) int { return strings.Compare(a.Name, b.Name) })
	return tags
}

func (s *Server) docsOperation(method, path string, op *huma.Operation) docsOperation {
	d := docsOperation{
		ID: op.OperationID, Method: method, Class: strings.ToLower(method), Path: path, Summary: op.Summary, Description: op.Description,
	}
	d.Access, _ = op.Extensions["x-access"].(string)
	for _, p := range op.Parameters {
		d.Params = append(d.Params, docsField{Name: p.Name, Type: s.typeName(p.Schema), Doc: cmp.Or(p.Description, "in the "+p.In), Needed: p.Required})
	}
	if op.RequestBody != nil {
		d.Body = s.docsFields(op.RequestBody.Content)
	}
	for _, status := range []string{"200", "201", "202"} {
		if r := op.Responses[status]; r != nil && d.Answer == nil {
			d.Answer = s.docsFields(r.Content)
			for i := range d.Answer {
				d.Answer[i].Needed = false // always there
			}
		}
	}
	d.Bare = len(d.Params)+len(d.Body)+len(d.Answer) == 0
	return d
}

// docsFields lists the fields of a JSON body, and of what its lists hold, as "players[].ew".
func (s *Server) docsFields(content map[string]*huma.MediaType) []docsField {
	for _, kind := range []string{"application/json", "application/x-www-form-urlencoded"} {
		if m := content[kind]; m != nil {
			return s.schemaFields(m.Schema, "", 0)
		}
	}
	return nil
}

func (s *Server) schemaFields(schema *huma.Schema, prefix string, depth int) []docsField {
	schema = s.resolve(schema)
	if schema == nil || depth > 3 {
		return nil
	}
	names := make([]string, 0, len(schema.Properties))
	for name := range schema.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	var out []docsField
	for _, name := range names {
		p := schema.Properties[name]
		resolved := s.resolve(p)
		out = append(out, docsField{
			Name: prefix + name, Type: s.typeName(p), Doc: cmp.Or(p.Description, resolved.Description),
			Needed: prefix == "" && slices.Contains(schema.Required, name),
		})
		switch {
		case resolved.Type == huma.TypeArray && resolved.Items != nil:
			out = append(out, s.schemaFields(resolved.Items, prefix+name+"[].", depth+1)...)
		case resolved.Type == huma.TypeObject:
			out = append(out, s.schemaFields(resolved, prefix+name+".", depth+1)...)
		}
	}
	return out
}

func (s *Server) resolve(schema *huma.Schema) *huma.Schema {
	if schema != nil && len(schema.AnyOf) > 0 {
		schema = schema.AnyOf[0]
	}
	if schema != nil && schema.Ref != "" {
		return s.api.OpenAPI().Components.Schemas.SchemaFromRef(schema.Ref)
	}
	return schema
}

func (s *Server) typeName(schema *huma.Schema) string {
	if schema != nil && len(schema.AnyOf) > 0 {
		return s.typeName(schema.AnyOf[0]) + " or null"
	}
	schema = s.resolve(schema)
	if schema == nil {
		return ""
	}
	name := schema.Type
	switch {
	case schema.Type == huma.TypeArray && schema.Items != nil:
		name = "list of " + s.typeName(schema.Items)
	case schema.Format == "date-time":
		name = "time"
	case len(schema.Enum) > 0:
		words := make([]string, len(schema.Enum))
		for i, v := range schema.Enum {
			words[i] = fmt.Sprint(v)
		}
		name = strings.Join(words, " | ")
	}
	if schema.Nullable {
		name += " or null"
	}
	return name
}
