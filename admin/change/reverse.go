package change

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/mosswart/overlord/admin/meta"
)

// reverse is the input that takes deltas back. snap may know which fields were NULL.
func (m *model) reverse(deltas map[string]delta, snap *snapshot) (Input, error) {
	in := Input{Set: map[string]any{}, Edges: map[string]EdgeInput{}}
	for name, d := range deltas {
		if i, ok := m.names[name]; ok {
			if edge := m.Fields[i].Edge; edge != "" {
				if _, both := deltas[edge]; both {
					continue
				}
			}
			value, err := m.parseField(i, d.from)
			if err != nil {
				return in, err
			}
			if slices.Contains(snap.Nulls, name) {
				value = nil
			}
			in.Set[name] = value
			continue
		}
		edge := m.Edge(name)
		if edge == nil {
			continue
		}
		change, err := m.reverseEdge(edge, d)
		if err != nil {
			return in, err
		}
		in.Edges[name] = change
	}
	return in, nil
}

// parseField is a field's value from the wire, nil for null.
func (m *model) parseField(i int, raw json.RawMessage) (any, error) {
	if raw == nil {
		return nil, nil
	}
	if m.Values[i].Codec == nil {
		return nil, errors.New(m.Fields[i].Name + " cannot be read any more")
	}
	return m.Values[i].Codec.ParseJSON(raw)
}

func (m *model) reverseEdge(edge *meta.Edge, d delta) (EdgeInput, error) {
	target := m.target(edge)
	if target == nil || target.ParseID == nil {
		return EdgeInput{}, errors.New(edge.Name + " leads nowhere any more")
	}
	ids := func(refs []ref) ([]any, error) {
		list := make([]any, len(refs))
		for i, r := range refs {
			id, err := target.ParseID(r.ID)
			if err != nil {
				return nil, err
			}
			list[i] = id
		}
		return list, nil
	}
	var in EdgeInput
	var err error
	if !edge.ToOne() {
		if in.Add, err = ids(d.removed); err == nil {
			in.Remove, err = ids(d.added)
		}
		return in, err
	}
	in.Replace = true
	if d.from != nil {
		var from ref
		if err = json.Unmarshal(d.from, &from); err == nil {
			in.Set, err = ids([]ref{from})
		}
	}
	return in, err
}
