package change

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/render"
)

func unconditional() error {
	return problem.New(http.StatusPreconditionRequired, "precondition_required",
		"Say which version this is about: send its ETag as If-Match.")
}

// matches reports whether an If-Match header names version.
func matches(ifMatch, version string) bool {
	for tag := range strings.SplitSeq(ifMatch, ",") {
		tag = strings.Trim(strings.TrimPrefix(strings.TrimSpace(tag), "W/"), `"`)
		if tag == "*" || tag == version {
			return true
		}
	}
	return false
}

// stale is the problem that a row is not as the caller believes: 409 with base, theirs and yours, as far as the caller
// may read them. in is what was to be written, nil where the row was to be deleted.
func (s *session) stale(ctx context.Context, m *model, rights access.Rights, row any, ifMatch string, in *Input) error {
	theirs := m.read(row)
	base, err := s.base(ctx, m, m.IDText(row), theirs, ifMatch)
	if err != nil {
		return err
	}
	p := problem.New(http.StatusConflict, "stale", "Somebody has changed it meanwhile.")
	p.Extra = map[string]any{"base": nil, "theirs": s.show(m, rights, theirs), "yours": nil, "version": m.version(theirs)}
	if base != nil {
		p.Extra["base"] = s.show(m, rights, base)
	}
	if in != nil {
		if p.Extra["yours"], err = s.wanted(ctx, m, rights, in); err != nil {
			return err
		}
	}
	return p
}

// base is the state that a row had when its version was ifMatch, found by walking back from what it is now; nil where
// history does not know it.
func (s *session) base(ctx context.Context, m *model, id string, now *state, ifMatch string) (*state, error) {
	at := now.clone()
	for walked, before := 0, 0; walked < maxWalk; {
		revisions, err := s.e.store.HistoryIn(ctx, s.tx, m.Slug, id, before, 50)
		if err != nil {
			return nil, err
		}
		if len(revisions) == 0 {
			return nil, nil
		}
		for _, r := range revisions {
			deltas, err := parseDiff(r.Diff)
			if err != nil {
				return nil, err
			}
			if err := m.back(at, deltas); err != nil {
				return nil, err
			}
			if matches(ifMatch, m.version(at)) {
				return at, nil
			}
			before = r.Number
		}
		walked += len(revisions)
	}
	return nil, nil
}

// show is what the caller may read of a state: fields as on the wire, to-one edges as {id, label}.
func (s *session) show(m *model, rights access.Rights, at *state) map[string]json.RawMessage {
	shown := map[string]json.RawMessage{}
	for _, i := range m.fields {
		if f := &m.Fields[i]; rights.Reads(f.Name) && !f.Hidden {
			shown[f.Name] = appendValue(nil, at.fields[i])
		}
	}
	for n, i := range m.ones {
		if name := m.Edges[i].Name; rights.Reads(name) {
			shown[name] = s.mask(m.targets[i], at.ones[n]).append(nil)
		}
	}
	return shown
}

// mask leaves of a ref only the id where the caller may not read what its label is made of.
func (s *session) mask(target *model, r ref) ref {
	if target == nil {
		return r
	}
	rights := s.e.store.Rights(s.by, &target.Type.Type)
	for _, name := range target.label.Fields() {
		if !rights.Reads(name) {
			return ref{ID: r.ID, Label: r.ID}
		}
	}
	return r
}

// wanted is what an input was to set, as far as it may be read back: fields as on the wire, to-one edges as
// {id, label}, to-many edges as lists of those.
func (s *session) wanted(ctx context.Context, m *model, rights access.Rights, in *Input) (map[string]json.RawMessage, error) {
	shown := map[string]json.RawMessage{}
	for name, value := range in.Set {
		i, ok := m.names[name]
		if !ok || !rights.Reads(name) || m.Values[i].Codec == nil {
			continue
		}
		shown[name] = json.RawMessage("null")
		if value != nil {
			shown[name] = m.Values[i].Codec.AppendJSON(nil, value)
		}
	}
	for i := range m.Edges {
		edge, target := &m.Edges[i], m.targets[i]
		change, ok := in.Edges[edge.Name]
		if !ok || target == nil || !rights.Reads(edge.Name) {
			continue
		}
		found, err := s.visible(ctx, target, append(append(change.Set[:len(change.Set):len(change.Set)], change.Add...), change.Remove...))
		if err != nil {
			return nil, err
		}
		refs := func(dst []byte, ids []any) []byte {
			rows := make([]any, 0, len(ids))
			for _, id := range ids {
				if row, ok := found[id]; ok {
					rows = append(rows, row)
				}
			}
			return s.appendMasked(dst, target, rows)
		}
		switch {
		case edge.ToOne() && len(change.Set) == 0:
			shown[edge.Name] = json.RawMessage("null")
		case edge.ToOne():
			list := refs(nil, change.Set)
			if list = list[1 : len(list)-1]; len(list) == 0 {
				list = []byte("null")
			}
			shown[edge.Name] = list
		case change.Replace:
			shown[edge.Name] = refs(nil, change.Set)
		default:
			dst := refs([]byte(`{"add":`), change.Add)
			shown[edge.Name] = append(refs(append(dst, `,"remove":`...), change.Remove), '}')
		}
	}
	return shown, nil
}

func (s *session) appendMasked(dst []byte, m *model, rows []any) []byte {
	dst = append(dst, '[')
	for i, row := range rows {
		if i > 0 {
			dst = append(dst, ',')
		}
		r := s.mask(m, ref{ID: m.IDText(row), Label: m.label.Of(row)})
		dst = render.AppendRef(dst, r.ID, r.Label)
	}
	return append(dst, ']')
}
