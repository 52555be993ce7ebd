package change

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
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

// linker resolves one edge of several inputs.
type linker struct {
	*session
	m      *model
	edge   *meta.Edge
	target *model
	first  int
	errs   *RowErrors
}

func (l *linker) fail(input int, format string, args ...any) {
	l.errs.add(l.first+input, l.edge.Name, fmt.Sprintf(format, args...))
}

func (l *linker) resolve(ctx context.Context, rows []any, ins []Input, states []*state, writes []*write) error {
	if l.target == nil || l.target.ID == nil || l.m.Link == nil {
		for i := range ins {
			if _, ok := ins[i].Edges[l.edge.Name]; ok {
				l.fail(i, "cannot be changed")
			}
		}
		return nil
	}
	var wanted []any
	for i := range ins {
		in := ins[i].Edges[l.edge.Name]
		wanted = append(append(append(wanted, in.Set...), in.Add...), in.Remove...)
	}
	found, err := l.visible(ctx, l.target, wanted)
	if err != nil {
		return err
	}
	for i := range ins {
		in, ok := ins[i].Edges[l.edge.Name]
		if !ok || !l.known(i, found, &in) {
			continue
		}
		var change linkChange
		if l.edge.ToOne() {
			change, err = l.toOne(ctx, i, states[i], rows[i], found, in)
		} else {
			change, err = l.toMany(ctx, i, rows[i], found, in)
		}
		if err != nil {
			return err
		}
		if len(change.add)+len(change.remove) > 0 {
			writes[i].links = append(writes[i].links, change)
		}
	}
	return l.claim(ctx, writes)
}

// known notes the ids among in's that lead to no row that the caller may see, and is false where there are any.
func (l *linker) known(i int, found map[any]any, in *EdgeInput) bool {
	var missing []string
	for _, id := range slices.Concat(in.Set, in.Add) {
		if _, ok := found[id]; !ok {
			missing = append(missing, fmt.Sprint(id))
		}
	}
	if n := len(in.Set) + len(in.Add) + len(in.Remove); n > MaxLinks {
		l.fail(i, "has more than %d entries", MaxLinks)
		return false
	}
	if len(missing) == 0 {
		return true
	}
	more := ""
	if len(missing) > 10 {
		missing, more = missing[:10], " and others"
	}
	l.fail(i, "there is no %s %s%s", strings.ToLower(l.target.Label), strings.Join(missing, ", "), more)
	return false
}

func (l *linker) toOne(ctx context.Context, i int, old *state, row any, found map[any]any, in EdgeInput) (linkChange, error) {
	change := linkChange{edge: l.edge, target: l.target}
	current := ""
	for n, at := range l.m.ones {
		if &l.m.Edges[at] == l.edge {
			current = old.ones[n].ID
		}
	}
	switch {
	case len(in.Set) > 1 || !in.Replace:
		l.fail(i, "leads to one row at most")
		return change, nil
	case len(in.Set) == 0:
		if l.edge.Required {
			l.fail(i, "is required")
			return change, nil
		}
	default:
		target := found[in.Set[0]]
		if l.target.IDText(target) == current {
			return change, nil
		}
		change.add = []any{target}
	}
	if current == "" || row == nil {
		return change, nil
	}
	target, _, _ := l.m.One(row, l.edge.Name)
	if target == nil {
		return change, nil
	}
	change.remove = []any{target}
	return change, ctx.Err()
}

func (l *linker) toMany(ctx context.Context, i int, row any, found map[any]any, in EdgeInput) (linkChange, error) {
	change := linkChange{edge: l.edge, target: l.target}
	add := in.Add
	if in.Replace {
		add = in.Set
	}
	var linked []any
	if row != nil {
		var err error
		among := slices.Concat(in.Add, in.Remove)
		if in.Replace {
			among = nil
		}
		if linked, err = l.linked(ctx, l.m, l.edge, l.target, l.m.ID(row), among, in.Replace); err != nil {
			return change, err
		}
	}
	if len(linked) > MaxLinks {
		l.fail(i, "has more than %d entries, too many to replace: add and remove single ones", MaxLinks)
		return change, nil
	}
	have := map[any]any{}
	for _, target := range linked {
		have[l.target.ID(target)] = target
	}
	want := map[any]bool{}
	for _, id := range add {
		if _, ok := have[id]; !ok && !want[id] {
			change.add = append(change.add, found[id])
		}
		want[id] = true
	}
	if in.Replace {
		for _, target := range linked {
			if !want[l.target.ID(target)] {
				change.remove = append(change.remove, target)
			}
		}
		return change, nil
	}
	for _, id := range in.Remove {
		if target, ok := have[id]; ok {
			if want[id] {
				l.fail(i, "%s is to be added and removed", l.target.IDText(target))
			}
			change.remove = append(change.remove, target)
			delete(have, id)
		}
	}
	return change, nil
}

// claim makes sure that targets which carry the foreign key themselves are free to be taken and may be changed.
func (l *linker) claim(ctx context.Context, writes []*write) error {
	if l.edge.OwnFK || l.edge.Rel == meta.ManyToMany {
		return nil
	}
	owners := map[any]int{} // of what is added: the input
	var touched []any
	for i, w := range writes {
		for _, change := range w.links {
			if change.edge != l.edge {
				continue
			}
			for _, row := range change.add {
				id := l.target.ID(row)
				if other, ok := owners[id]; ok && other != i {
					l.fail(i, "%s can have one only, but is given to several", l.target.IDText(row))
				}
				owners[id] = i
			}
			touched = append(touched, l.target.ids(change.add)...)
			touched = append(touched, l.target.ids(change.remove)...)
			if inverse := l.target.Edge(l.edge.Inverse); len(change.remove) > 0 && inverse != nil && inverse.Required {
				l.fail(i, "%s cannot be without one: give it another there", l.target.IDText(change.remove[0]))
			}
		}
	}
	if len(touched) == 0 {
		return nil
	}
	rights := l.e.store.Rights(l.by, &l.target.Type.Type)
	if !rights.Update || l.edge.Inverse != "" && !rights.Sets(l.edge.Inverse, false) {
		for i, w := range writes {
			if slices.ContainsFunc(w.links, func(c linkChange) bool { return c.edge == l.edge }) {
				l.fail(i, "you may not change %s", strings.ToLower(l.target.Plural))
			}
		}
		return nil
	}
	allowed, err := l.e.rows(l.target, l.by, rights, access.Update)
	if err != nil {
		return err
	}
	free := map[any]bool{} // may be changed: false for those that belong to another
	whole := map[any]any{}
	column := l.edge.Columns[0]
	for part := range slices.Chunk(touched, chunk) {
		rows, err := l.find(ctx, l.target, l.locking(), l.target.withID(part...), allowed, l.target.byID)
		if err != nil {
			return err
		}
		for _, row := range rows {
			free[l.target.ID(row)] = true
			whole[l.target.ID(row)] = row
		}
		taken, err := l.find(ctx, l.target, false, l.target.withID(part...), func(sel *sql.Selector) {
			sel.Where(sql.NotNull(sel.C(column)))
		})
		if err != nil {
			return err
		}
		for _, row := range taken {
			if id := l.target.ID(row); free[id] {
				if _, added := owners[id]; added {
					free[id] = false
				}
			}
		}
	}
	for i, w := range writes {
		for n := range w.links {
			change := &w.links[n]
			if change.edge != l.edge {
				continue
			}
			for _, row := range slices.Concat(change.add, change.remove) {
				ok, mine := free[l.target.ID(row)]
				change.others = append(change.others, whole[l.target.ID(row)])
				switch {
				case !mine:
					l.fail(i, "you may not change %s %s", strings.ToLower(l.target.Label), l.target.IDText(row))
				case !ok:
					l.fail(i, "%s %s already belongs to another", strings.ToLower(l.target.Label), l.target.IDText(row))
				}
			}
		}
	}
	return nil
}

// locking says whether rows that are about to change are locked: not outside of an operation.
func (s *session) locking() bool { return s.op != "" }

// visible are the rows of m with these ids that the caller may see, by id, with their label's fields.
func (s *session) visible(ctx context.Context, m *model, ids []any) (map[any]any, error) {
	seen := s.seen[m]
	if seen == nil {
		seen = map[any]any{}
		s.seen[m] = seen
	}
	var unknown []any
	asked := map[any]bool{}
	for _, id := range ids {
		if _, ok := seen[id]; !ok && !asked[id] {
			asked[id] = true
			unknown = append(unknown, id)
		}
	}
	rights := s.e.store.Rights(s.by, &m.Type.Type)
	if len(unknown) == 0 || !rights.View {
		return seen, nil
	}
	allowed, err := s.e.rows(m, s.by, rights, access.View)
	if err != nil {
		return nil, err
	}
	where := live
	if s.op == Undo {
		where = anywhere // what led into the trash is to lead there again
	}
	for part := range slices.Chunk(unknown, chunk) {
		rows, err := m.Ops.Find(ctx, s.tx.Client, m.named(shapes(m.withID(part...), m.in(where), allowed)))
		if err != nil {
			return nil, s.e.failure(m, err)
		}
		for _, row := range rows {
			seen[m.ID(row)] = row
		}
	}
	return seen, nil
}

// linked are the rows to which an edge of the row with the id owner leads, of those that the caller may see, with
// their label's fields: all where all is set, though no more than one beyond MaxLinks, else those among ids.
func (s *session) linked(ctx context.Context, m *model, edge *meta.Edge, target *model, owner any, ids []any, all bool) ([]any, error) {
	rights := s.e.store.Rights(s.by, &target.Type.Type)
	if !rights.View || !all && len(ids) == 0 {
		return nil, nil
	}
	allowed, err := s.e.rows(target, s.by, rights, access.View)
	if err != nil {
		return nil, err
	}
	if all {
		limit := func(sel *sql.Selector) { sel.Limit(MaxLinks + 1) }
		rows, err := target.Ops.Find(ctx, s.tx.Client, target.named(shapes(linkedTo(edge, target, owner), allowed, target.byID, limit)))
		return rows, s.e.failure(target, err)
	}
	var rows []any
	for part := range slices.Chunk(ids, chunk) {
		more, err := target.Ops.Find(ctx, s.tx.Client,
			target.named(shapes(linkedTo(edge, target, owner), target.withID(part...), allowed, target.byID)))
		if err != nil {
			return nil, s.e.failure(target, err)
		}
		rows = append(rows, more...)
	}
	return rows, nil
}

// named is the query for rows with nothing but their id and what their label is made of.
func (m *model) named(shape func(*sql.Selector)) entity.Query {
	return entity.Query{Fields: append([]string{}, m.label.Fields()...), Shape: shape}
}

// linkedTo narrows a selection of target's rows to those that the edge leads to from the row with the id owner.
func linkedTo(edge *meta.Edge, target *model, owner any) func(*sql.Selector) {
	return func(sel *sql.Selector) {
		if edge.Rel != meta.ManyToMany {
			sel.Where(sql.EQ(sel.C(edge.Columns[0]), owner))
			return
		}
		links := sql.Dialect(sel.Dialect()).Table(edge.Table)
		sel.Where(sql.In(sel.C(target.idCol), sql.Dialect(sel.Dialect()).
			Select(links.C(edge.Columns[1])).From(links).Where(sql.EQ(links.C(edge.Columns[0]), owner))))
	}
}
