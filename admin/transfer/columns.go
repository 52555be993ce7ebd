package transfer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// target is what a column of a file is taken for.
type target struct {
	kind  targetKind
	name  string // of the field or edge
	field string // of an edgeKey: the field of the edge's target
}

type targetKind int

const (
	nothing   targetKind = iota // not imported
	toID                        // the row's id
	toField                     //
	toEdge                      // id or ids of what the edge leads to
	toEdgeKey                   // a value by which what the edge leads to is found
)

func (t target) String() string {
	switch t.kind {
	case toID:
		return "id"
	case toEdgeKey:
		return t.name + "." + t.field
	default:
		return t.name
	}
}

// columns match the columns of a file with what a type has: by name, else by label, in each case without regard to
// case, spaces, dashes and underscores.
type columns struct {
	t       *entity.Type
	targets func(slug string) *entity.Type
	writes  func(name string) bool             // of t
	reads   func(slug, name string) bool       //
	given   map[string]string                  // columns whose meaning the request says
	ids     bool                               // an id in the file is of use
	idless  string                             // why it is not
	byName  map[string]target                  // normalised
	found   map[string]target                  // columns of the file so far
	taken   map[target]string                  // by which column
	report  *Report                            //
	fault   func(row int, column, text string) // a column that cannot be
}

// normal is a name without what people write in different ways.
func normal(name string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '_', '-', '\u00a0':
			return -1
		}
		return r
	}, strings.ToLower(strings.TrimSpace(name)))
}

// index finds out by which names t's parts go.
func (c *columns) index() {
	c.byName, c.found, c.taken = map[string]target{}, map[string]target{}, map[target]string{}
	put := func(name string, t target) {
		if _, ok := c.byName[normal(name)]; !ok && name != "" {
			c.byName[normal(name)] = t
		}
	}
	fields := c.visible(c.t, c.writes)
	var edges []*meta.Edge
	for i := range c.t.Edges {
		if e := &c.t.Edges[i]; !e.Hidden && (c.reads(c.t.Slug, e.Name) || c.writes(e.Name)) && c.targets(e.Type) != nil {
			edges = append(edges, e)
		}
	}
	put("id", target{kind: toID})
	for _, f := range fields {
		put(f.Name, c.ofField(f))
	}
	for _, e := range edges {
		put(e.Name, target{kind: toEdge, name: e.Name})
	}
	for _, f := range fields {
		put(f.Label, c.ofField(f))
	}
	for _, e := range edges {
		put(e.Label, target{kind: toEdge, name: e.Name})
	}
	for _, e := range edges {
		if !e.ToOne() {
			continue
		}
		to := c.targets(e.Type)
		keys := slices.DeleteFunc(c.visible(to, func(string) bool { return false }), func(f *meta.Field) bool {
			_, ok := newMember(to, c.targets, f.Name)
			return !ok
		})
		for _, prefix := range []string{e.Name, e.Label} {
			for _, f := range keys {
				put(prefix+"."+f.Name, target{toEdgeKey, e.Name, f.Name})
			}
			for _, f := range keys {
				put(prefix+"."+f.Label, target{toEdgeKey, e.Name, f.Name})
			}
			if len(to.Title) == 1 && slices.ContainsFunc(keys, func(f *meta.Field) bool { return f.Name == to.Title[0] }) {
				put(prefix+".label", target{toEdgeKey, e.Name, to.Title[0]})
			}
		}
	}
}

// visible are the fields of t that exist for the caller; those of a foreign type have to be readable.
func (c *columns) visible(t *entity.Type, writes func(string) bool) []*meta.Field {
	var fields []*meta.Field
	for i := range t.Fields {
		f := &t.Fields[i]
		if !f.Hidden && (writes(f.Name) || !f.Sensitive && c.reads(t.Slug, f.Name)) {
			fields = append(fields, f)
		}
	}
	return fields
}

// ofField is what a column that is called as f is taken for. A foreign key is its edge.
func (c *columns) ofField(f *meta.Field) target {
	if f.Edge != "" {
		if e := c.t.Edge(f.Edge); e != nil && !e.Hidden && c.targets(e.Type) != nil {
			return target{kind: toEdge, name: e.Name}
		}
	}
	return target{kind: toField, name: f.Name}
}

// of is what a column means; all are the columns that stand beside it, row is the one where it was first seen.
func (c *columns) of(column string, row int, all []string) target {
	if t, ok := c.found[column]; ok {
		return t
	}
	t, reason := c.match(column, all)
	other, taken := c.taken[t]
	switch {
	case t.kind == nothing:
	case taken:
		c.fault(row, column, fmt.Sprintf("means the same as %q", other))
		t = target{}
	default:
		c.taken[t] = column
		c.report.Columns[column] = t.String()
	}
	if reason != "" {
		c.report.Ignored = append(c.report.Ignored, Ignored{column, reason})
	}
	c.found[column] = t
	return t
}

// isForeignKey reports whether a name is that of the field that holds the foreign key of the edge t, and not the
// edge's own.
func (c *columns) isForeignKey(name string, t target) bool {
	e := c.t.Edge(t.name)
	return t.kind == toEdge && normal(name) != normal(e.Name) && normal(name) != normal(e.Label)
}

// match finds out what a column means; a reason says why it means nothing.
func (c *columns) match(column string, all []string) (t target, reason string) {
	name, given := c.given[column]
	if given && name == "" {
		return target{}, "is left out"
	}
	if !given {
		name = column
	}
	t, ok := c.byName[normal(name)]
	switch {
	case !ok && !given && (name == "label" || name == "_label" || name == "_etag"):
		return target{}, "is made from the row"
	case !ok && strings.HasSuffix(normal(name), ".label"):
		return target{}, "does not name one row for sure"
	case !ok:
		return target{}, "is unknown"
	}
	switch t.kind {
	case toID:
		if !c.ids {
			return target{}, c.idless
		}
		return t, ""
	case toEdge, toEdgeKey:
		direct := target{kind: toEdge, name: t.name}
		for _, other := range all {
			if (t.kind == toEdgeKey || c.isForeignKey(name, t)) && c.byName[normal(c.nameOf(other))] == direct && !c.isForeignKey(c.nameOf(other), direct) {
				return target{}, fmt.Sprintf("%q says it already", other)
			}
		}
	default:
	}
	switch {
	case !c.written(t.name):
		return target{}, "is read-only"
	case !c.writes(t.name):
		return target{}, "may not be written by you"
	}
	return t, ""
}

// written reports whether a field or edge can be written by anybody.
func (c *columns) written(name string) bool {
	for i := range c.t.Fields {
		if f := &c.t.Fields[i]; f.Name == name {
			return !f.ReadOnly && !f.Computed && name != c.t.SoftDelete && c.t.Values[i].Codec != nil
		}
	}
	e := c.t.Edge(name)
	return e != nil && !e.ReadOnly && c.targets(e.Type).ParseID != nil && c.t.Link != nil
}

func (c *columns) nameOf(column string) string {
	if name, ok := c.given[column]; ok {
		return name
	}
	return column
}
