package change

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/meta"
)

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
