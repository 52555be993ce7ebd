package change

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
)

// decoder makes an Input of what was sent, and collects all that is wrong with it by field.
type decoder struct {
	m        *model
	rights   access.Rights
	creating bool
	in       Input
	errs     map[string]string
}

func (e *Engine) decoder(t *entity.Type, rights access.Rights, creating bool) *decoder {
	return &decoder{
		m: e.model(t), rights: rights, creating: creating, errs: map[string]string{},
		in: Input{Set: map[string]any{}, Edges: map[string]EdgeInput{}},
	}
}

// Decode makes an Input of a JSON object whose members are fields and edges by name. A to-one edge is an id, {"id": …}
// or null; a to-many edge is a list of ids, null for none, or {"add": […], "remove": […]}; a field that holds a foreign
// key may be given instead of its edge. A new row's own id is the member "id", where it can be given. All that is wrong
// is told at once, by field; of fields that the caller may neither read nor write it is that there is no such field.
// Whether the rows exist that edges are to lead to is seen when writing.
func (e *Engine) Decode(t *entity.Type, rights access.Rights, body []byte, creating bool) (Input, error) {
	d := e.decoder(t, rights, creating)
	members, ok := membersOf(body)
	if !ok {
		return d.in, problem.New(http.StatusBadRequest, "bad_json", "The body has to be a JSON object.")
	}
	for name, raw := range members {
		null := bytes.Equal(raw, []byte("null"))
		if name == "id" && d.m.Field("id") == nil {
			d.id(func() (string, error) { return parseIDText(raw) })
			continue
		}
		f, edge := d.lookup(name)
		switch {
		case f != nil && null:
			d.clear(f)
		case f != nil:
			d.set(f, raw, func(codec entity.Codec) (any, error) { return codec.ParseJSON(raw) })
		case edge != nil:
			d.edge(edge, raw)
		}
	}
	d.complete()
	if len(d.errs) > 0 {
		return d.in, problem.Fields(d.errs)
	}
	return d.in, nil
}

// DecodeText is Decode for cells of a table: a value as people type it, or ids with commas, semicolons or spaces between
// them for an edge. An empty cell clears what can be null, is the empty text in a field of text that cannot, and is an
// error in other fields. The errors are nil where there are none.
func (e *Engine) DecodeText(t *entity.Type, rights access.Rights, cells map[string]string, creating bool) (Input, map[string]string) {
	d := e.decoder(t, rights, creating)
	for name, text := range cells {
		if name == "id" && d.m.Field("id") == nil {
			d.id(func() (string, error) { return text, nil })
			continue
		}
		f, edge := d.lookup(name)
		switch {
		case f != nil && text == "" && (f.Nullable || f.Kind != meta.String):
			d.clear(f)
		case f != nil:
			d.set(f, []byte(text), func(codec entity.Codec) (any, error) { return codec.ParseText(text) })
		case edge != nil:
			ids := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
			d.put(edge, EdgeInput{Replace: true, Set: d.ids(edge, ids)})
		}
	}
	d.complete()
	if len(d.errs) > 0 {
		return d.in, d.errs
	}
	return d.in, nil
}

func (d *decoder) fail(name, format string, args ...any) {
	if _, ok := d.errs[name]; !ok {
		d.errs[name] = fmt.Sprintf(format, args...)
	}
}

// lookup finds the field or edge that may be written under a name, or notes why there is none.
func (d *decoder) lookup(name string) (*meta.Field, *meta.Edge) {
	f, edge := d.m.Field(name), d.m.Edge(name)
	known := d.rights.Reads(name) || d.rights.Writes(name)
	if !known || f == nil && edge == nil || f != nil && f.Hidden || edge != nil && edge.Hidden {
		d.fail(name, "there is no such field")
		return nil, nil
	}
	immutable, readOnly := edge != nil && edge.Immutable, edge != nil && edge.ReadOnly
	if f != nil {
		immutable, readOnly = f.Immutable, f.ReadOnly || f.Computed || name == d.m.SoftDelete
	}
	switch {
	case readOnly:
		d.fail(name, "cannot be changed")
	case immutable && !d.creating:
		d.fail(name, "can only be given when it is created")
	case !d.rights.Sets(name, d.creating):
		d.fail(name, "you may not change it")
	default:
		return f, edge
	}
	return nil, nil
}

// id takes a new row's own id.
func (d *decoder) id(text func() (string, error)) {
	switch {
	case !d.creating:
		d.fail("id", "cannot be changed")
		return
	case !d.m.Type.Type.ID.Settable || d.m.ParseID == nil:
		d.fail("id", "cannot be given")
		return
	}
	plain, err := text()
	if err == nil {
		d.in.ID, err = d.m.ParseID(plain)
	}
	if err != nil {
		d.fail("id", "%s", err)
	}
}

func (d *decoder) clear(f *meta.Field) {
	edge := d.edgeOf(f)
	switch {
	case edge != nil && !edge.Required:
		d.put(edge, EdgeInput{Replace: true})
	case !f.Nullable:
		d.fail(f.Name, "cannot be empty")
	default:
		d.in.Set[f.Name] = nil
	}
}

// set takes a field's value, which parse makes of what was sent, once it has passed the schema's own validators. What
// they say of a sensitive value is not repeated, as they may quote it.
func (d *decoder) set(f *meta.Field, sent []byte, parse func(entity.Codec) (any, error)) {
	v := &d.m.Values[d.m.names[f.Name]]
	if v.Codec == nil {
		d.fail(f.Name, "cannot be changed here")
		return
	}
	value, err := parse(v.Codec)
	if err == nil {
		err = check(f, v, value, sent)
	}
	switch {
	case err != nil && f.Sensitive:
		d.fail(f.Name, "is not valid")
	case err != nil:
		d.fail(f.Name, "%s", err)
	default:
		if edge := d.edgeOf(f); edge != nil {
			d.put(edge, EdgeInput{Replace: true, Set: []any{value}})
			return
		}
		d.in.Set[f.Name] = value
	}
}

// edgeOf is the edge whose foreign key a field holds, nil where it is an ordinary field.
func (d *decoder) edgeOf(f *meta.Field) *meta.Edge {
	if f.Edge == "" {
		return nil
	}
	edge := d.m.Edge(f.Edge)
	if edge == nil || d.m.target(edge) == nil {
		return nil
	}
	return edge
}

// complete notes what a new row needs and was not given.
func (d *decoder) complete() {
	if !d.creating {
		return
	}
	if d.m.Type.Type.ID.Required && d.in.ID == nil {
		d.fail("id", "is required")
	}
	for i := range d.m.Fields {
		f := &d.m.Fields[i]
		if !f.Required || f.Computed {
			continue
		}
		if edge := d.edgeOf(f); edge != nil {
			continue
		}
		if _, given := d.in.Set[f.Name]; !given {
			d.missing(f.Name)
		}
	}
	for i := range d.m.Edges {
		edge := &d.m.Edges[i]
		if _, given := d.in.Edges[edge.Name]; edge.Required && !given {
			if _, told := d.errs[edge.Field]; told && edge.Field != "" {
				continue
			}
			d.missing(edge.Name)
		}
	}
}

// missing notes that something required was not given; what the caller could not have given is not named.
func (d *decoder) missing(name string) {
	if !d.rights.Sets(name, true) && !d.rights.Reads(name) {
		d.fail("", "something is required that you may not write")
		return
	}
	d.fail(name, "is required")
}
