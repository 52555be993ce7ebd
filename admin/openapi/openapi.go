// Package openapi writes the OpenAPI 3.1 document of an admin: every endpoint of every type, with schemas made
// from the types' metadata, and the endpoints that all admins have.
//
// Component schemas of a type are named with a dot ("Book.Row", "Book.Create", "Book.Update"), the shared ones
// without ("Problem"), so that no type can clash with them. A type's operation ids are a verb and the type's name
// ("listBook"), the shared ones are in lower case ("dashboard"). The same types always give the same bytes.
package openapi

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/mosswart/overlord/admin/meta"
)

// Info describes the API as a whole. All of it may be left empty.
type Info struct {
	Title       string // "Admin" where empty
	Version     string // "1" where empty
	Description string
	Server      string // path or URL under which the API is mounted; empty: none is named
	Cookie      string // name of the session cookie; "admin_session" where empty
}

// wire holds the components that do not depend on types: schemas, responses, parameters and headers.
//
//go:embed wire.json
var wire []byte

type components struct {
	Schemas    map[string]json.RawMessage `json:"schemas"`
	Responses  map[string]json.RawMessage `json:"responses,omitempty"`
	Parameters map[string]json.RawMessage `json:"parameters,omitempty"`
	Headers    map[string]json.RawMessage `json:"headers,omitempty"`
	Security   map[string]object          `json:"securitySchemes,omitempty"`
}

// Document is the document of an admin with these types, as JSON with each operation and each component on
// a line of its own. Hidden
// types do not exist; hidden fields and edges are left out, sensitive fields are only written. It fails where two
// types share a name or a slug.
func Document(info Info, types []meta.Type) ([]byte, error) {
	c, err := shared()
	if err != nil {
		return nil, err
	}
	c.Security = map[string]object{
		"session": {{"type", "apiKey"}, {"in", "cookie"}, {"name", cmp.Or(info.Cookie, "admin_session")},
			{"description", "Requests that change something must come from the same origin."}},
		"key": {{"type", "http"}, {"scheme", "bearer"}, {"description", "An API key, within its scopes."}},
	}
	paths := commonPaths()
	var tags []object
	for i := range types {
		t := &types[i]
		if t.Hidden {
			continue
		}
		tags = append(tags, object{{"name", t.Slug}, {"description", cmp.Or(t.Help, t.Plural, t.Name)}})
		for _, s := range typeSchemas(t) {
			if c.Schemas[s.name] != nil {
				return nil, fmt.Errorf("openapi: two types are named %q", t.Name)
			}
			if c.Schemas[s.name], err = s.schema.MarshalJSON(); err != nil {
				return nil, fmt.Errorf("openapi: schema %s: %w", s.name, err)
			}
		}
		for _, p := range typePaths(t) {
			if paths[p.name] != nil {
				return nil, fmt.Errorf("openapi: two types have the path %q", p.name)
			}
			paths[p.name] = p.value
		}
	}
	return render(info, tags, paths, c)
}

// Wire is a document without any endpoint: only the components that all admins share. Clients that are not made
// for one project's types are typed from it.
func Wire() ([]byte, error) {
	c, err := shared()
	if err != nil {
		return nil, err
	}
	return render(Info{Title: "The admin's wire"}, nil, map[string]any{}, c)
}

func shared() (c components, err error) {
	if err = json.Unmarshal(wire, &c); err != nil {
		err = fmt.Errorf("openapi: shared components: %w", err)
	}
	return c, err
}

func render(info Info, tags []object, paths map[string]any, c components) ([]byte, error) {
	about := object{{"title", cmp.Or(info.Title, "Admin")}, {"version", cmp.Or(info.Version, "1")}}
	if info.Description != "" {
		about = append(about, member{"description", info.Description})
	}
	doc := object{
		{"openapi", "3.1.0"},
		{"info", about},
		{"jsonSchemaDialect", "https://spec.openapis.org/oas/3.1/dialect/base"},
	}
	if info.Server != "" {
		doc = append(doc, member{"servers", []object{{{"url", info.Server}}}})
	}
	if len(tags) > 0 {
		doc = append(doc, member{"tags", tags})
	}
	if len(c.Security) > 0 {
		doc = append(doc, member{"security", []object{{{"session", []string{}}}, {{"key", []string{}}}}})
	}
	doc = append(doc, member{"paths", paths}, member{"components", c})
	raw, err := doc.MarshalJSON()
	if err != nil {
		return nil, fmt.Errorf("openapi: %w", err)
	}
	return indent(raw, 3), nil
}
