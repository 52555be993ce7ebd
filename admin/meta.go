package admin

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/openapi"
	"github.com/mosswart/overlord/admin/query"
)

type metaBody struct {
	Name      string              `json:"name"`
	Version   string              `json:"version"`
	Me        metaMe              `json:"me"`
	Types     []metaType          `json:"types"`
	Actions   map[string][]Action `json:"actions"`
	Groups    []string            `json:"groups"`
	Features  metaFeatures        `json:"features"`
	Operators any                 `json:"operators"`
}

type metaMe struct {
	metaPerson
	Superuser    bool        `json:"superuser"`
	Roles        []string    `json:"roles"`
	Impersonator *metaPerson `json:"impersonator"`
}

type metaPerson struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type metaType struct {
	meta.Type
	Fields []metaField `json:"fields"` // instead of the embedded one's
	Edges  []metaEdge  `json:"edges"`
	Rights metaRights  `json:"rights"`
}

type metaField struct {
	meta.Field
	metaWrites
}

type metaEdge struct {
	meta.Edge
	metaWrites
}

// metaWrites say what the caller may write.
type metaWrites struct {
	Writable  bool `json:"writable"`  // in a row that is there
	Creatable bool `json:"creatable"` // in a new one
}

type metaRights struct {
	View    bool     `json:"view"`
	Create  bool     `json:"create"`
	Update  bool     `json:"update"`
	Delete  bool     `json:"delete"`
	Export  bool     `json:"export"`
	Import  bool     `json:"import"`
	Actions []string `json:"actions"`
}

// metaFeatures say which pages beside those of the types there are for the caller.
type metaFeatures struct {
	Users       bool `json:"users"`
	Keys        bool `json:"keys"`
	Roles       bool `json:"roles"`
	Live        bool `json:"live"`
	System      bool `json:"system"`
	Audit       bool `json:"audit"`
	Impersonate bool `json:"impersonate"`
	TOTP        bool `json:"totp"`
}

// meta answers all that pages are drawn from, as far as the caller may see it.
func (c *call) meta() error {
	policy := c.a.store.Policy()
	manages, standalone := policy.Manages(c.by), c.a.store.Standalone()
	body := metaBody{
		Name: c.a.o.Name, Version: c.a.o.Version,
		Me:      metaMe{metaPerson: metaPerson{c.by.ID, c.by.Name}, Superuser: c.by.Superuser, Roles: c.by.Roles},
		Types:   []metaType{},
		Actions: map[string][]Action{},
		Groups:  []string{},
		Features: metaFeatures{
			Users: manages && standalone, Keys: c.by.Via != "key", Roles: manages, Live: c.a.o.Live != nil,
			System: len(c.a.o.System) > 0 && policy.Sees(c.by, access.System), Audit: policy.Audits(c.by),
			Impersonate: c.by.Superuser && c.by.Via != "key" && c.by.Impersonator == nil, TOTP: standalone,
		},
		Operators: query.Operators(),
	}
	if body.Me.Roles == nil {
		body.Me.Roles = []string{}
	}
	if by := c.by.Impersonator; by != nil {
		body.Me.Impersonator = &metaPerson{by.ID, by.Name}
	}
	for _, t := range c.a.reg.Types {
		if !c.rights(t).View {
			continue
		}
		described := c.describe(t)
		for i := range c.a.actions[t.Slug] {
			if action := c.a.actions[t.Slug][i]; slices.Contains(described.Rights.Actions, action.Name) {
				body.Actions[t.Slug] = append(body.Actions[t.Slug], action)
			}
		}
		body.Types = append(body.Types, described)
		if t.Group != "" && !slices.Contains(body.Groups, t.Group) {
			body.Groups = append(body.Groups, t.Group)
		}
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return c.cached(raw)
}

// openapi answers the OpenAPI document of what the caller may see.
func (c *call) openapi() error {
	var types []meta.Type
	for _, t := range c.a.reg.Types {
		if c.rights(t).View {
			types = append(types, c.readable(t))
		}
	}
	raw, err := openapi.Document(openapi.Info{Title: c.a.o.Name, Version: c.a.o.Version, Server: c.a.o.API}, types)
	if err != nil {
		return err
	}
	return c.cached(raw)
}

// describe is a type as the caller may see and write it.
func (c *call) describe(t *entity.Type) metaType {
	r := c.rights(t)
	d := metaType{Type: c.readable(t), Fields: []metaField{}, Edges: []metaEdge{}}
	editable := t.Editable()
	writes := func(name string, immutable bool) metaWrites {
		return metaWrites{Writable: editable && !immutable && r.Sets(name, false), Creatable: editable && r.Sets(name, true)}
	}
	for _, f := range d.Type.Fields {
		d.Fields = append(d.Fields, metaField{f, writes(f.Name, f.Immutable)})
	}
	for _, e := range d.Type.Edges {
		d.Edges = append(d.Edges, metaEdge{e, writes(e.Name, e.Immutable)})
	}
	d.Rights = metaRights{
		View: r.View, Create: editable && c.may(t, access.Create, r.Create), Update: editable && c.may(t, access.Update, r.Update),
		Delete: editable && c.may(t, access.Delete, r.Delete), Export: c.may(t, access.Export, r.Export),
		Import: editable && c.may(t, access.Import, r.Import), Actions: []string{},
	}
	for i := range c.a.actions[t.Slug] {
		if name := c.a.actions[t.Slug][i].Name; c.may(t, name, r.Actions(name)) {
			d.Rights.Actions = append(d.Rights.Actions, name)
		}
	}
	return d
}

// may adds the host's word to that of the roles.
func (c *call) may(t *entity.Type, op string, may bool) bool {
	return may && (c.a.o.Authorize == nil || c.a.o.Authorize(c.ctx, c.by, op, &t.Type) == nil)
}

// readable is a type without what the caller may not read. Sensitive fields that he may write are in it.
func (c *call) readable(t *entity.Type) meta.Type {
	r := c.rights(t)
	d := t.Type
	d.Fields = slices.DeleteFunc(slices.Clone(t.Fields), func(f meta.Field) bool {
		return f.Hidden || !c.reads(t.Slug, f.Name) && (!f.Sensitive || !r.Writes(f.Name))
	})
	d.Edges = slices.DeleteFunc(slices.Clone(t.Edges), func(e meta.Edge) bool {
		return e.Hidden || !c.reads(t.Slug, e.Name)
	})
	lacks := func(name string) bool {
		name = strings.TrimPrefix(name, "-")
		first, _, _ := strings.Cut(name, ".")
		f := t.Field(first)
		return first != "id" && (f != nil && f.Sensitive || !c.reads(t.Slug, first))
	}
	d.Title = slices.DeleteFunc(append([]string{}, t.Title...), lacks) // never null
	d.Columns = slices.DeleteFunc(append([]string{}, t.Columns...), lacks)
	d.Search = slices.DeleteFunc(slices.Clone(t.Search), lacks)
	d.Order = slices.DeleteFunc(slices.Clone(t.Order), lacks)
	d.Inlines = slices.DeleteFunc(slices.Clone(t.Inlines), lacks)
	d.Keys = slices.DeleteFunc(slices.Clone(t.Keys), func(key []string) bool { return slices.ContainsFunc(key, lacks) })
	seen := c.access()
	d.Scopes = slices.DeleteFunc(slices.Clone(t.Scopes), func(s meta.Scope) bool {
		e, err := query.ParseFilter(s.Filter)
		if err == nil {
			_, err = c.a.queries.Check(t, e, seen)
		}
		return err != nil
	})
	if d.TimeField != "" && lacks(d.TimeField) {
		d.TimeField = ""
	}
	return d
}
