package change

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/mosswart/overlord/admin/meta"
)

// put takes an edge's input, unless the edge was given in another way too.
func (d *decoder) put(edge *meta.Edge, in EdgeInput) {
	if _, twice := d.in.Edges[edge.Name]; twice {
		d.fail(edge.Name, "is given twice, also as %s", edge.Field)
		return
	}
	d.in.Edges[edge.Name] = in
	if edge.ToOne() && len(in.Set) == 0 && edge.Required {
		d.fail(edge.Name, "is required")
	}
}

func (d *decoder) edge(edge *meta.Edge, raw json.RawMessage) {
	if bytes.Equal(raw, []byte("null")) {
		d.put(edge, EdgeInput{Replace: true})
		return
	}
	if edge.ToOne() {
		text, err := parseIDText(raw)
		if err != nil {
			d.fail(edge.Name, "must be an id")
			return
		}
		d.put(edge, EdgeInput{Replace: true, Set: d.ids(edge, []string{text})})
		return
	}
	if raw[0] == '[' {
		d.put(edge, EdgeInput{Replace: true, Set: d.idList(edge, raw)})
		return
	}
	var change struct{ Add, Remove json.RawMessage }
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&change); err != nil {
		d.fail(edge.Name, `must be a list of ids, or {"add": […], "remove": […]}`)
		return
	}
	d.put(edge, EdgeInput{Add: d.idList(edge, change.Add), Remove: d.idList(edge, change.Remove)})
}

// idList reads a list of ids from the wire; nil is an empty one.
func (d *decoder) idList(edge *meta.Edge, raw json.RawMessage) []any {
	if raw == nil {
		return nil
	}
	var members []json.RawMessage
	if err := json.Unmarshal(raw, &members); err != nil {
		d.fail(edge.Name, "must be a list of ids")
		return nil
	}
	if len(members) > MaxLinks {
		d.fail(edge.Name, "has more than %d entries", MaxLinks)
		return nil
	}
	texts := make([]string, len(members))
	for i, member := range members {
		text, err := parseIDText(member)
		if err != nil {
			d.fail(edge.Name, "must be a list of ids")
			return nil
		}
		texts[i] = text
	}
	return d.ids(edge, texts)
}

// ids are ids of an edge's target in their Go type.
func (d *decoder) ids(edge *meta.Edge, texts []string) []any {
	target := d.m.target(edge)
	if target == nil || target.ParseID == nil {
		d.fail(edge.Name, "cannot be changed here")
		return nil
	}
	list := make([]any, 0, len(texts))
	for _, text := range texts {
		id, err := target.ParseID(text)
		if err != nil {
			d.fail(edge.Name, "%q is no id: %s", text, err)
			return nil
		}
		list = append(list, id)
	}
	return list
}

// parseIDText reads an id from the wire: a string, a number, or an object with it as the member id.
func parseIDText(raw json.RawMessage) (string, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil && raw[0] == '"' {
		return text, nil
	}
	var number json.Number
	if json.Unmarshal(raw, &number) == nil && raw[0] != 'n' {
		return number.String(), nil
	}
	var object struct {
		ID json.RawMessage `json:"id"`
	}
	if raw[0] == '{' && json.Unmarshal(raw, &object) == nil && len(object.ID) > 0 && object.ID[0] != '{' {
		return parseIDText(object.ID)
	}
	return "", errors.New("must be an id")
}
