package change

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
)

// Revert makes a row what it was right after the revision of that number. Fields and edges that changed since and that
// are nobody's to write stay as they are; where others are among them that the caller may not write, the problem is 403.
// ifMatch is as with [Engine.Update], but may be "", and then is not checked.
func (e *Engine) Revert(ctx context.Context, by access.Principal, t *entity.Type, id, ifMatch string, revision int) (Result, error) {
	m := e.model(t)
	rights, err := e.allowed(by, m, access.Update, "revert")
	if err != nil {
		return Result{}, err
	}
	var row any
	s, err := e.run(ctx, by, Revert, m, func(ctx context.Context, s *session) error {
		old, err := s.one(ctx, m, rights, access.Update, id, live)
		if err != nil {
			return err
		}
		if ifMatch != "" && ifMatch != "*" && !matches(ifMatch, m.Version(old)) {
			return s.stale(ctx, m, rights, old, ifMatch, nil)
		}
		deltas, err := s.since(ctx, m, id, revision)
		if err != nil {
			return err
		}
		in, err := m.reverse(m.mutable(deltas), &snapshot{})
		if err != nil {
			return problem.Internal(err)
		}
		if err := m.mayRevert(rights, &in); err != nil {
			return err
		}
		rows, err := s.update(ctx, m, rights, []any{old}, []Input{in}, 0)
		if err == nil {
			row = rows[0]
		}
		return err
	})
	if err != nil {
		return Result{}, single(err)
	}
	return s.result(m, id, row), nil
}

// since is what happened to a row after a revision, as one diff.
func (s *session) since(ctx context.Context, m *model, id string, revision int) (map[string]delta, error) {
	total := map[string]delta{}
	for walked, before := 0, 0; walked < maxWalk; {
		page, err := s.e.store.HistoryIn(ctx, s.tx, m.Slug, id, before, 50)
		if err != nil {
			return nil, err
		}
		for i := range page {
			r := &page[i]
			if r.Number == revision {
				if kindOf(r) == removed {
					return nil, problem.NotFound(fmt.Sprintf("state after revision %d, which deleted the row", revision))
				}
				return total, nil
			}
			deltas, err := parseDiff(r.Diff)
			if err != nil {
				return nil, problem.Internal(err)
			}
			for name, d := range deltas {
				total[name] = d.then(total[name])
			}
			before = r.Number
		}
		if len(page) == 0 {
			break
		}
		walked += len(page)
	}
	return nil, problem.NotFound(fmt.Sprintf("revision %d among the last %d", revision, maxWalk))
}

// then is the delta of d and of what came after it, as far as taking it back needs to know.
func (d delta) then(later delta) delta {
	without := func(list, other []ref) []ref {
		return slices.DeleteFunc(slices.Clone(list), func(r ref) bool {
			return slices.ContainsFunc(other, func(o ref) bool { return o.ID == r.ID })
		})
	}
	return delta{
		from:    d.from,
		added:   append(without(d.added, later.removed), without(later.added, d.removed)...),
		removed: append(without(d.removed, later.added), without(later.removed, d.added)...),
	}
}

// mutable leaves out what nobody may change, the trash's time included.
func (m *model) mutable(deltas map[string]delta) map[string]delta {
	maps.DeleteFunc(deltas, func(name string, _ delta) bool {
		if f := m.Field(name); f != nil {
			return f.ReadOnly || f.Immutable || f.Hidden || f.Computed || name == m.SoftDelete
		}
		edge := m.Edge(name)
		return edge == nil || edge.ReadOnly || edge.Immutable || edge.Hidden
	})
	return deltas
}

// mayRevert is the problem that a caller may not write all that in sets.
func (m *model) mayRevert(rights access.Rights, in *Input) error {
	var refused []string
	for _, name := range slices.Sorted(maps.Keys(in.Set)) {
		if !rights.Sets(name, false) {
			refused = append(refused, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(in.Edges)) {
		if !rights.Sets(name, false) {
			refused = append(refused, name)
		}
	}
	if len(refused) == 0 {
		return nil
	}
	known := slices.DeleteFunc(slices.Clone(refused), func(name string) bool { return !rights.Reads(name) })
	if len(known) < len(refused) {
		return problem.Forbidden("revert it: fields that you cannot see would change")
	}
	return problem.Forbidden("revert it: " + strings.Join(known, ", ") + " would change")
}
