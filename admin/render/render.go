// Package render writes rows as JSON, by appending to a buffer: a [Plan] is made once for a type, a choice of fields
// and a caller, and then writes each row without a map and without reflection.
package render

import (
	"encoding/json"
	"slices"

	"github.com/mosswart/overlord/admin/entity"
)

// Options say what a [Plan] writes.
type Options struct {
	// Fields are the names of the fields and to-one edges to write, in that order; nil writes all.
	Fields []string
	// Reads reports whether the caller may read a field or an edge of a type, nil where everything may be read.
	// What may not be read is left out, of labels too.
	Reads func(slug, name string) bool
	// Computed makes the values of the type's computed fields from a row that was loaded with all fields. A value is
	// whatever encoding/json can write.
	Computed map[string]func(row any) any
	// ETag adds the row's version as "_etag", for which the row is loaded whole.
	ETag bool
}

// Plan writes rows of one type. It is safe for concurrent use.
type Plan struct {
	t       *entity.Type
	members []member
	label   Label
	title   []byte // `,"label":`
	query   entity.Query
	etag    bool
}

// member is one field or edge of the object.
type member struct {
	key      []byte // `,"name":`
	field    *entity.Value
	computed func(row any) any
	edge     string
	target   *Label // of an edge
}

// keysSize is about how long the names of a type's fields and edges are together.
const keysSize = 512

// New plans how rows of t are written. Names in o.Fields that t does not have, or that may not be read, are left out.
func New(reg *entity.Registry, t *entity.Type, o Options) *Plan {
	reads := o.Reads
	if reads == nil {
		reads = func(string, string) bool { return true }
	}
	p := &Plan{t: t, label: NewLabel(t, reads), title: []byte(`,"label":`), etag: o.ETag}
	if t.Field("label") != nil || t.Edge("label") != nil {
		p.title = []byte(`,"_label":`)
	}
	whole := o.Fields == nil || o.ETag
	var fields, edges []string
	keys := make([]byte, 0, keysSize)
	add := func(name string, field, edge int) {
		if !reads(t.Slug, name) {
			return
		}
		var m member
		switch {
		case field >= 0:
			switch f, v := &t.Fields[field], &t.Values[field]; {
			case f.Hidden || f.Sensitive:
				return
			case f.Computed:
				if m.computed = o.Computed[name]; m.computed == nil {
					return
				}
				whole = true
			case v.Get == nil || v.Codec == nil:
				return
			default:
				m.field = v
				if !whole {
					fields = append(fields, name)
				}
			}
		case edge >= 0:
			e := &t.Edges[edge]
			target := reg.Type(e.Type)
			if !e.ToOne() || e.Hidden || t.One == nil || target == nil {
				return
			}
			label := NewLabel(target, reads)
			m.edge, m.target = name, &label
			edges = append(edges, name)
		default:
			return
		}
		start := len(keys)
		keys = append(AppendString(append(keys, ','), name), ':')
		m.key = keys[start:len(keys):len(keys)]
		p.members = append(p.members, m)
	}
	if o.Fields == nil {
		p.members = make([]member, 0, len(t.Fields)+len(t.Edges))
		for i := range t.Fields {
			add(t.Fields[i].Name, i, -1)
		}
		for i := range t.Edges {
			add(t.Edges[i].Name, -1, i)
		}
	} else {
		for _, name := range slices.Compact(slices.Clone(o.Fields)) {
			add(name, t.FieldIndex(name), t.EdgeIndex(name))
		}
	}
	p.query = entity.Query{Edges: edges}
	if o.ETag {
		p.query = t.Whole()
	} else if !whole {
		p.query.Fields = p.label.addFields(fields)
	}
	return p
}

// Query is what the rows have to be loaded with: fields and edges, no shape.
func (p *Plan) Query() entity.Query { return p.query }

// Seen says for edges which of the rows that they lead to the caller may see, by id. Edges that it does not name lead to
// rows that may all be seen.
type Seen map[string]map[string]bool

// Append writes a row as one JSON object: id, label, then the fields and to-one edges, these as {id, label} or null.
// Where the type has a field or an edge called label, that keeps the name, and the row's label is _label.
func (p *Plan) Append(dst []byte, row any) []byte { return p.AppendSeen(dst, row, nil) }

// AppendSeen is Append for a caller who may not see every row that an edge leads to: the label of such a row is its id.
func (p *Plan) AppendSeen(dst []byte, row any, seen Seen) []byte {
	dst = append(dst, `{"id":`...)
	dst = AppendString(dst, p.t.IDText(row))
	dst = append(dst, p.title...)
	dst = AppendString(dst, p.label.Of(row))
	for i := range p.members {
		dst = p.members[i].append(dst, p.t, row, seen)
	}
	if p.etag {
		dst = append(dst, `,"_etag":`...)
		dst = AppendString(dst, p.t.Version(row))
	}
	return append(dst, '}')
}

func (m *member) append(dst []byte, t *entity.Type, row any, seen Seen) []byte {
	dst = append(dst, m.key...)
	switch {
	case m.field != nil:
		if v := m.field.Get(row); v != nil {
			return m.field.Codec.AppendJSON(dst, v)
		}
	case m.edge != "":
		if target, id, _ := t.One(row, m.edge); target != nil || id != "" {
			if ids, ok := seen[m.edge]; ok && !ids[id] {
				target = nil
			}
			return AppendRef(dst, id, m.target.orID(target, id))
		}
	default:
		if text, err := json.Marshal(m.computed(row)); err == nil {
			return append(dst, text...)
		}
	}
	return append(dst, "null"...)
}

// AppendRef writes {"id": …, "label": …}.
func AppendRef(dst []byte, id, label string) []byte {
	dst = append(dst, `{"id":`...)
	dst = AppendString(dst, id)
	dst = append(dst, `,"label":`...)
	dst = AppendString(dst, label)
	return append(dst, '}')
}
