package change

import (
	"bytes"
	"context"
	"slices"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
)

// Check says beforehand what writing would come to: for each row, loaded with [entity.Type.Whole], whether its input
// changes it. A row that is nil is to be created, which always is a change. Inputs that cannot be written, as far as
// that can be told without trying, are named in a *RowErrors. Nothing is locked.
func (e *Engine) Check(ctx context.Context, by access.Principal, t *entity.Type, rows []any, ins []Input) ([]bool, error) {
	m := e.model(t)
	s := &session{
		e: e, by: by, tx: entity.Tx{Client: e.source.Client(), Driver: e.source.Driver()},
		seen: map[*model]map[any]any{},
	}
	differs := make([]bool, len(ins))
	var errs RowErrors
	for start := 0; start < len(ins); start += chunk {
		end := min(start+chunk, len(ins))
		writes, err := s.resolve(ctx, m, rows[start:end], ins[start:end], start, &errs)
		if err != nil {
			return nil, err
		}
		for i, w := range writes {
			differs[start+i] = rows[start+i] == nil || !w.empty()
		}
	}
	return differs, errs.err()
}

// resolve makes writes of inputs: it looks up the rows that edges are to lead to, works out what really changes, and
// notes what cannot be written under the input's place in the list, counted from first. rows are the rows as they are,
// loaded whole; nil ones are to be created.
func (s *session) resolve(ctx context.Context, m *model, rows []any, ins []Input, first int, errs *RowErrors) ([]*write, error) {
	writes := make([]*write, len(ins))
	states := make([]*state, len(ins))
	for i := range ins {
		states[i] = m.blank()
		if rows[i] != nil {
			states[i] = m.read(rows[i])
		}
		writes[i] = m.settings(states[i], rows[i], &ins[i])
	}
	for n := range m.Edges {
		if slices.ContainsFunc(ins, func(in Input) bool { _, ok := in.Edges[m.Edges[n].Name]; return ok }) {
			l := linker{session: s, m: m, edge: &m.Edges[n], target: m.targets[n], first: first, errs: errs}
			if err := l.resolve(ctx, rows, ins, states, writes); err != nil {
				return nil, err
			}
		}
	}
	return writes, nil
}

// settings are the fields that an input really changes. Clearing a vague field that reads as zero changes nothing.
func (m *model) settings(old *state, row any, in *Input) *write {
	w := &write{id: in.ID}
	for i := range m.Fields {
		value, ok := in.Set[m.Fields[i].Name]
		if !ok {
			continue
		}
		if v := &m.Values[i]; row != nil && v.Get != nil && v.Codec != nil {
			if value == nil && (v.Get(row) == nil || m.mayBeNull(i, row)) ||
				value != nil && old.fields[i] != nil && bytes.Equal(v.Codec.AppendJSON(nil, value), old.fields[i]) {
				continue
			}
		}
		w.set = append(w.set, setting{field: i, value: value})
	}
	return w
}
