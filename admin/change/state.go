package change

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"hash/fnv"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/render"
	"github.com/mosswart/overlord/admin/store"
)

// state is a row as the history knows it.
type state struct {
	fields [][]byte // values on the wire, one a field of the type; nil for null and for what is not recorded
	ones   []ref    // where the edges of model.ones lead
}

// ref names a row that an edge leads to; the zero ref leads nowhere.
type ref struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

func (r ref) append(dst []byte) []byte {
	if r.ID == "" {
		return append(dst, "null"...)
	}
	return render.AppendRef(dst, r.ID, r.Label)
}

// read is the state of a row that was loaded whole.
func (m *model) read(row any) *state {
	s := &state{fields: make([][]byte, len(m.Fields)), ones: make([]ref, len(m.ones))}
	buf := make([]byte, 0, entity.RowSize)
	for _, i := range m.fields {
		value := m.Values[i].Get(row)
		if value == nil {
			continue
		}
		start := len(buf)
		buf = m.Values[i].Codec.AppendJSON(buf, value)
		s.fields[i] = buf[start:len(buf):len(buf)]
	}
	for n, i := range m.ones {
		target, id, _ := m.One(row, m.Edges[i].Name)
		s.ones[n] = ref{ID: id, Label: id}
		if target != nil && m.targets[i] != nil {
			s.ones[n].Label = m.targets[i].label.Of(target)
		}
	}
	return s
}

// blank is the state of no row at all.
func (m *model) blank() *state {
	return &state{fields: make([][]byte, len(m.Fields)), ones: make([]ref, len(m.ones))}
}

func (s *state) clone() *state {
	return &state{fields: append([][]byte{}, s.fields...), ones: append([]ref{}, s.ones...)}
}

// version is [entity.Type.Version] of the row whose state s is.
func (m *model) version(s *state) string {
	h := fnv.New128a()
	buf := make([]byte, 0, entity.RowSize)
	for _, i := range m.fields {
		buf = append(append(buf, s.fields[i]...), 0)
	}
	for n := range m.ones {
		buf = append(append(buf, s.ones[n].ID...), 0)
	}
	_, _ = h.Write(buf) // a hash never fails
	return base64.RawURLEncoding.EncodeToString(h.Sum(buf[:0]))
}

// diff is what differs between two states, as JSON: [from, to] by field and to-one edge, {removed, added} by to-many
// edge. It is nil where nothing does.
func (m *model) diff(from, to *state, links []linkChange) json.RawMessage {
	var dst []byte
	member := func(name string) {
		if dst == nil {
			dst = append(make([]byte, 0, 256), '{')
		} else {
			dst = append(dst, ',')
		}
		dst = append(render.AppendString(dst, name), ':')
	}
	for _, i := range m.fields {
		a, b := from.fields[i], to.fields[i]
		if bytes.Equal(a, b) {
			continue
		}
		member(m.Fields[i].Name)
		dst = append(appendValue(append(appendValue(append(dst, '['), a), ','), b), ']')
	}
	for n, i := range m.ones {
		a, b := from.ones[n], to.ones[n]
		if a.ID == b.ID {
			continue
		}
		member(m.Edges[i].Name)
		dst = append(b.append(append(a.append(append(dst, '[')), ',')), ']')
	}
	for _, l := range links {
		if len(l.add)+len(l.remove) == 0 || l.edge.ToOne() {
			continue
		}
		member(l.edge.Name)
		dst = appendRefs(append(dst, `{"removed":`...), l.target, l.remove)
		dst = append(appendRefs(append(dst, `,"added":`...), l.target, l.add), '}')
	}
	if dst == nil {
		return nil
	}
	return append(dst, '}')
}

// revision is what happened to a row, from one state to another; to is nil where it is gone. Diff is nil where nothing
// that is recorded has changed.
func (m *model) revision(id, label string, from, to *state) store.Revision {
	r := store.Revision{ObjectID: id, Action: Update, Label: label, VersionBefore: m.version(from)}
	if to == nil {
		r.Action, r.Diff = Delete, m.diff(from, m.blank(), nil)
	} else {
		r.Diff, r.VersionAfter = m.diff(from, to, nil), m.version(to)
	}
	return r
}

func appendValue(dst, value []byte) []byte {
	if value == nil {
		return append(dst, "null"...)
	}
	return append(dst, value...)
}

func appendRefs(dst []byte, m *model, rows []any) []byte {
	dst = append(dst, '[')
	for i, row := range rows {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = render.AppendRef(dst, m.IDText(row), m.label.Of(row))
	}
	return append(dst, ']')
}

// delta is one member of a diff that was read back.
type delta struct {
	from, to       json.RawMessage // of a field or to-one edge; nil for null
	removed, added []ref           // of a to-many edge
}

func (d *delta) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '{' {
		var links struct{ Removed, Added []ref }
		err := json.Unmarshal(raw, &links)
		d.removed, d.added = links.Removed, links.Added
		return err
	}
	var pair [2]json.RawMessage
	err := json.Unmarshal(raw, &pair)
	d.from, d.to = notNull(pair[0]), notNull(pair[1])
	return err
}

func notNull(raw json.RawMessage) json.RawMessage {
	if string(raw) == "null" {
		return nil
	}
	return raw
}

func parseDiff(raw json.RawMessage) (map[string]delta, error) {
	deltas := map[string]delta{}
	if len(raw) == 0 {
		return deltas, nil
	}
	return deltas, json.Unmarshal(raw, &deltas)
}

// back takes a state to what it was before deltas. What the type no longer has is passed over.
func (m *model) back(s *state, deltas map[string]delta) error {
	for name, d := range deltas {
		if i, ok := m.names[name]; ok {
			s.fields[i] = d.from
			continue
		}
		for n, i := range m.ones {
			if m.Edges[i].Name != name {
				continue
			}
			s.ones[n] = ref{}
			if d.from != nil {
				if err := json.Unmarshal(d.from, &s.ones[n]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
