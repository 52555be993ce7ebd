package change

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

// Undo takes a whole change back: all of its rows or none. It is for whoever made the change, and for superusers, as
// long as the token lives; rights that were lost meanwhile are missed. Where a row is not any more as the change left
// it, the problem is 409 "changed_since", whose member rows lists up to 100 such rows as {type, id, label}.
func (e *Engine) Undo(ctx context.Context, by access.Principal, token string) (Result, error) {
	var only *model
	var row any
	var id string
	s, err := e.run(ctx, by, Undo, nil, func(ctx context.Context, s *session) error {
		ctx = entity.WithDeleted(ctx)
		change, err := e.store.ChangeByToken(ctx, s.tx, token)
		if err != nil {
			return err
		}
		if change.Actor.ID != by.ID && !by.Superuser {
			return problem.Forbidden("undo what somebody else did")
		}
		if err := e.store.MarkUndone(ctx, s.tx, change.ID, by.Name); err != nil {
			return err
		}
		s.change.Type = change.Type
		u := undoer{session: s}
		if err := u.all(ctx, change); err != nil {
			return err
		}
		if s.changed == 1 {
			only, row, id = u.m, u.row, u.id
		}
		return nil
	})
	if err != nil {
		return Result{}, err
	}
	if only == nil {
		return s.result(nil, "", nil), nil
	}
	return s.result(only, id, row), nil
}

// undoer takes the revisions of a change back, newest first, in runs of one kind.
type undoer struct {
	*session
	stale []stale
	// The last row that was taken back.
	m   *model
	row any
	id  string
}

// stale is a row that has changed since.
type stale struct {
	Type  string `json:"type"`
	ID    string `json:"id"`
	Label string `json:"label"`
}

// kind is what a revision did.
type kind int

const (
	made kind = iota
	altered
	removed
)

func kindOf(r *store.Revision) kind {
	switch {
	case r.VersionAfter == "":
		return removed
	case r.VersionBefore == "":
		return made
	}
	return altered
}

func (u *undoer) all(ctx context.Context, change *store.Change) error {
	var run []store.Revision
	for before := int64(0); ; {
		page, err := u.e.store.Revisions(ctx, u.tx, change.ID, before, store.MaxPage)
		if err != nil {
			return err
		}
		for i := range page {
			r := &page[i]
			before = r.Seq
			if r.Effect {
				continue
			}
			// What was deleted at once has to come back at once. The rest goes in chunks, none of which has a row twice.
			if len(run) > 0 && (kindOf(&run[0]) != kindOf(r) || run[0].Type != r.Type || kindOf(r) != removed &&
				(len(run) == chunk || slices.ContainsFunc(run, func(o store.Revision) bool { return o.ObjectID == r.ObjectID }))) {
				if err := u.back(ctx, run); err != nil {
					return err
				}
				run = run[:0]
			}
			run = append(run, *r)
		}
		if len(page) < store.MaxPage {
			break
		}
	}
	if len(run) > 0 {
		if err := u.back(ctx, run); err != nil {
			return err
		}
	}
	return u.conflict()
}

// conflict is the problem that rows have changed since, nil where none has.
func (u *undoer) conflict() error {
	if len(u.stale) == 0 {
		return nil
	}
	p := problem.New(http.StatusConflict, "changed_since", "It cannot be undone: it was changed again since.")
	if len(u.stale) > 1 {
		p.Detail = fmt.Sprintf("It cannot be undone: %d of its rows were changed again since.", len(u.stale))
	}
	p.Extra = map[string]any{"rows": u.stale[:min(len(u.stale), maxConflict)]}
	return p
}

func (u *undoer) note(r *store.Revision) {
	u.stale = append(u.stale, stale{Type: r.Type, ID: r.ObjectID, Label: r.Label})
}

// back takes a run of revisions of one type and kind back.
func (u *undoer) back(ctx context.Context, run []store.Revision) error {
	m := u.e.models[run[0].Type]
	if m == nil {
		return changedSince("the type " + run[0].Type + " is no more")
	}
	right := map[kind]string{made: access.Create, altered: access.Update, removed: access.Delete}[kindOf(&run[0])]
	if right == access.Update && (run[0].Action == trash || run[0].Action == Restore) {
		right = access.Delete
	}
	rights := u.e.store.Rights(u.by, &m.Type.Type)
	if u.op == Undo && !rights.Actions(right) {
		return problem.Forbidden(right + " " + strings.ToLower(m.Plural))
	}
	allowed, err := u.e.rows(m, u.by, rights, right)
	if err != nil {
		return err
	}
	u.m = m
	if kindOf(&run[0]) == removed {
		if len(u.stale) > 0 {
			return nil
		}
		return u.bringBack(ctx, m, run, allowed)
	}
	rows, err := u.current(ctx, m, run, allowed)
	if err != nil || rows == nil {
		return err
	}
	if kindOf(&run[0]) == made {
		return u.takeAway(ctx, m, run, rows)
	}
	return u.setBack(ctx, m, run, rows)
}

// current are the rows of a run as they are, in its order; those that are not as the run left them are noted, and then
// there are no rows.
func (u *undoer) current(ctx context.Context, m *model, run []store.Revision, allowed func(*sql.Selector)) ([]any, error) {
	ids := make([]any, len(run))
	for i := range run {
		id, err := m.ParseID(run[i].ObjectID)
		if err != nil {
			return nil, problem.Internal(err)
		}
		ids[i] = id
	}
	found, err := u.find(ctx, m, true, m.withID(ids...), allowed, m.byID)
	if err != nil {
		return nil, err
	}
	byID := make(map[any]any, len(found))
	for _, row := range found {
		byID[m.ID(row)] = row
	}
	rows := make([]any, len(run))
	for i := range run {
		rows[i] = byID[ids[i]]
		if rows[i] == nil || m.Version(rows[i]) != run[i].VersionAfter {
			u.note(&run[i])
		}
	}
	if len(u.stale) > 0 {
		return nil, nil
	}
	return rows, nil
}

// bringBack restores rows that were deleted.
func (u *undoer) bringBack(ctx context.Context, m *model, run []store.Revision, allowed func(*sql.Selector)) error {
	snaps := make([]*snapshot, len(run))
	ids := make([]any, len(run))
	for i := range run {
		if len(run[i].Snapshot) == 0 {
			return problem.New(http.StatusConflict, "no_snapshot", "%s was deleted without a copy.", run[i].Label)
		}
		snap, err := parseSnapshot(run[i].Snapshot)
		if err != nil {
			return problem.Internal(err)
		}
		snaps[i] = snap
		if ids[i], err = m.ParseID(run[i].ObjectID); err != nil {
			return problem.Internal(err)
		}
	}
	if err := u.putBack(ctx, m, snaps); err != nil {
		return err
	}
	for start := 0; start < len(ids); start += chunk {
		part := ids[start:min(start+chunk, len(ids))]
		rows, err := u.find(ctx, m, false, m.withID(part...), allowed)
		if err != nil {
			return err
		}
		byID := make(map[any]any, len(rows))
		for _, row := range rows {
			byID[m.ID(row)] = row
		}
		for n, id := range part {
			r := &run[start+n]
			row := byID[id]
			if row == nil {
				u.note(r)
				continue
			}
			now := m.read(row)
			err := u.record(ctx, m, store.Revision{
				ObjectID: r.ObjectID, Action: Restore, Label: m.label.Of(row),
				Diff: m.diff(m.blank(), now, nil), VersionAfter: m.version(now), Snapshot: r.Snapshot,
			})
			if err != nil {
				return err
			}
			if err := u.after(ctx, m, &HookCall{Op: u.op, ID: r.ObjectID, New: row}); err != nil {
				return err
			}
			u.row, u.id = row, r.ObjectID
		}
	}
	return nil
}

// takeAway deletes rows that were created, unless others have come to refer to them.
func (u *undoer) takeAway(ctx context.Context, m *model, run []store.Revision, rows []any) error {
	order := make(map[string]*store.Revision, len(run))
	for i := range run {
		order[run[i].ObjectID] = &run[i]
	}
	sorted, err := u.find(ctx, m, false, m.withID(m.ids(rows)...), m.byID)
	if err != nil {
		return err
	}
	t, err := u.taker(ctx, m)
	if err != nil {
		return err
	}
	if err := t.take(ctx, m, m.ids(sorted)); err != nil {
		return err
	}
	for i, row := range sorted {
		if t.why != "" {
			break
		}
		r := order[m.IDText(row)]
		expected, err := u.brought(t.c.table(m), m, r)
		if err != nil {
			return err
		}
		for table, n := range t.snaps[i].count() {
			if n > expected[table] {
				u.note(r)
				break
			}
		}
	}
	if len(u.stale) > 0 {
		return nil
	}
	if err := u.remove(ctx, m, sorted); err != nil {
		return err
	}
	u.row, u.id = nil, run[len(run)-1].ObjectID
	return nil
}

// count is how many rows of each table are part of a snapshot or refer to it.
func (p *snapshot) count() map[string]int {
	n := map[string]int{}
	for i := range p.Tables {
		n[p.Tables[i].Table] += len(p.Tables[i].Rows)
	}
	for i := range p.Nulled {
		n[p.Nulled[i].Table] += len(p.Nulled[i].Rows)
	}
	return n
}

// brought is how many rows of each table came with the row that a revision made: those that a snapshot brought back, or
// the links that it was created with.
func (u *undoer) brought(of *table, m *model, r *store.Revision) (map[string]int, error) {
	snap, err := parseSnapshot(r.Snapshot)
	if err != nil {
		return nil, problem.Internal(err)
	}
	expected := snap.count()
	if len(r.Snapshot) > 0 {
		return expected, nil
	}
	deltas, err := parseDiff(r.Diff)
	if err != nil {
		return nil, problem.Internal(err)
	}
	expected[of.name]++
	for i := range m.Edges {
		edge := &m.Edges[i]
		d := deltas[edge.Name]
		switch {
		case edge.ToOne() && !edge.OwnFK && d.to != nil:
			expected[edge.Table]++
		case !edge.ToOne():
			expected[edge.Table] += len(d.added)
			if edge.Rel == meta.ManyToMany && edge.Type == m.Slug && edge.Inverse == "" {
				expected[edge.Table] += len(d.added) // kept in both directions
			}
		}
	}
	return expected, nil
}

// setBack takes updates back.
func (u *undoer) setBack(ctx context.Context, m *model, run []store.Revision, rows []any) error {
	ins := make([]Input, len(run))
	joins := make([]*snapshot, len(run))
	for i := range run {
		snap, err := parseSnapshot(run[i].Snapshot)
		if err != nil {
			return problem.Internal(err)
		}
		deltas, err := parseDiff(run[i].Diff)
		if err != nil {
			return problem.Internal(err)
		}
		joins[i] = snap
		if ins[i], err = m.reverse(deltas, snap); err != nil {
			return problem.Internal(err)
		}
		if err := u.before(ctx, m, &HookCall{Op: u.op, ID: run[i].ObjectID, Old: rows[i], Input: &ins[i]}); err != nil {
			return err
		}
	}
	var errs RowErrors
	writes, err := u.resolve(ctx, m, rows, ins, 0, &errs)
	if err != nil {
		return err
	}
	for i := range run {
		if len(errs.Rows[i]) > 0 || !complete(&ins[i], writes[i]) {
			u.note(&run[i])
		}
	}
	if len(u.stale) > 0 {
		return nil
	}
	for i, w := range writes {
		for n := range w.links {
			w.links[n].raw = joins[i].has(w.links[n].edge.Table)
		}
	}
	action := Update
	switch run[0].Action {
	case trash:
		action = Restore
	case Restore:
		action = trash
	}
	if rows, err = u.apply(ctx, m, rows, writes, nil, action); err != nil {
		return err
	}
	var snaps []*snapshot
	for i := range joins {
		if len(joins[i].Tables) > 0 {
			snaps = append(snaps, &snapshot{Tables: joins[i].Tables})
		}
	}
	if len(snaps) > 0 {
		if err := u.putBack(ctx, m, snaps); err != nil {
			return err
		}
	}
	u.row, u.id = rows[len(rows)-1], run[len(run)-1].ObjectID
	return nil
}

// complete reports whether all the links that an input names are still to be made or cut.
func complete(in *Input, w *write) bool {
	for name, edge := range in.Edges {
		if edge.Replace {
			continue
		}
		at := slices.IndexFunc(w.links, func(l linkChange) bool { return l.edge.Name == name })
		if at < 0 || len(w.links[at].add) != len(edge.Add) || len(w.links[at].remove) != len(edge.Remove) {
			return false
		}
	}
	return true
}

func (p *snapshot) has(table string) bool {
	return slices.ContainsFunc(p.Tables, func(rows tableRows) bool { return rows.Table == table })
}

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
