package change

import (
	"context"
	"strconv"
	"strings"

	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

// Create creates a row.
func (e *Engine) Create(ctx context.Context, by access.Principal, t *entity.Type, in Input) (Result, error) {
	m := e.model(t)
	if _, err := e.allowed(by, m, access.Create, "create"); err != nil {
		return Result{}, err
	}
	var row any
	s, err := e.run(ctx, by, Create, m, func(ctx context.Context, s *session) error {
		rows, err := s.create(ctx, m, []Input{in}, 0)
		if err == nil {
			row = rows[0]
		}
		return err
	})
	if err != nil {
		return Result{}, single(err)
	}
	return s.result(m, m.IDText(row), row), nil
}

// Update changes a row. ifMatch is the If-Match header: the row's version as the caller knows it, "*" for any. Where
// the row has another one, the problem is 409 "stale" with the row as the caller had it (base, null where that is not
// known any more), as it is (theirs) and as it was to become (yours), and with its version now (version).
func (e *Engine) Update(ctx context.Context, by access.Principal, t *entity.Type, id, ifMatch string, in Input) (Result, error) {
	m := e.model(t)
	rights, err := e.allowed(by, m, access.Update, "change")
	if err != nil {
		return Result{}, err
	}
	if ifMatch == "" {
		return Result{}, unconditional()
	}
	var row any
	s, err := e.run(ctx, by, Update, m, func(ctx context.Context, s *session) error {
		old, err := s.one(ctx, m, rights, access.Update, id, live)
		if err != nil {
			return err
		}
		if ifMatch != "*" && !matches(ifMatch, m.Version(old)) {
			return s.stale(ctx, m, rights, old, ifMatch, &in)
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

// create creates rows, at most a chunk of them, and returns them whole. What is wrong with an input is noted under its
// place in the list, counted from first.
func (s *session) create(ctx context.Context, m *model, ins []Input, first int) ([]any, error) {
	for i := range ins {
		if err := s.before(m, &HookCall{Op: Create, Input: &ins[i]}); err != nil {
			return nil, err
		}
	}
	var errs RowErrors
	writes, err := s.resolve(ctx, m, make([]any, len(ins)), ins, first, &errs)
	if err == nil {
		err = errs.err()
	}
	if err != nil {
		return nil, err
	}
	var made []any
	whole := false // made is all there is to know
	if len(writes) == 1 {
		var row any
		if row, err = m.Ops.Create(ctx, s.tx.Client, writes[0].fill(m, true)); err == nil {
			whole, err = s.asWritten(ctx, m, row, writes[0])
		}
		made = []any{row}
	} else {
		sets := make([]func(ent.Mutation) error, len(writes))
		for i, w := range writes {
			sets[i] = w.fill(m, true)
		}
		made, err = m.Ops.CreateMany(ctx, s.tx.Client, sets)
	}
	if err != nil {
		return nil, s.e.failure(m, err)
	}
	rows := made
	if !whole {
		if rows, err = s.reload(ctx, m, m.ids(made), nil); err != nil {
			return nil, err
		}
	}
	for i := range ins {
		if err := s.created(ctx, m, rows[i], writes[i]); err != nil {
			return nil, err
		}
		if err := s.after(m, &HookCall{Op: Create, ID: m.IDText(rows[i]), New: rows[i], Input: &ins[i]}); err != nil {
			return nil, err
		}
	}
	return rows, s.others(ctx, writes)
}

// created records that a row is there now, which was made with w.
func (s *session) created(ctx context.Context, m *model, row any, w *write) error {
	now := m.read(row)
	return s.record(ctx, m, store.Revision{
		ObjectID: m.IDText(row), Action: Create, Label: m.label.Of(row), Diff: m.diff(m.blank(), now, w.links),
		SecretFields: w.secrets(m), VersionAfter: m.version(now),
	})
}

// update changes rows, at most a chunk of them, each by its input. rows are loaded whole and locked. It returns them as
// they are then; those that nothing changes stay as they are, and out of the log.
func (s *session) update(ctx context.Context, m *model, rights access.Rights, rows []any, ins []Input, first int) ([]any, error) {
	for i := range ins {
		if err := s.before(m, &HookCall{Op: s.op, ID: m.IDText(rows[i]), Old: rows[i], Input: &ins[i]}); err != nil {
			return nil, err
		}
	}
	var errs RowErrors
	writes, err := s.resolve(ctx, m, rows, ins, first, &errs)
	if err == nil {
		err = errs.err()
	}
	if err != nil {
		return nil, err
	}
	allowed, err := s.e.rows(m, s.by, rights, access.Update)
	if err != nil {
		return nil, err
	}
	return s.apply(ctx, m, rows, writes, allowed, Update)
}

// apply does checked writes, and records them as action. Rows that allowed does not select afterwards make it fail.
func (s *session) apply(ctx context.Context, m *model, rows []any, writes []*write, allowed func(*sql.Selector), action string) ([]any, error) {
	snapshots, err := s.remember(ctx, m, rows, writes)
	if err != nil {
		return nil, err
	}
	var touched []int
	groups := map[string][]int{} // rows by what they are to become
	var order []string
	for i, w := range writes {
		if w.empty() {
			continue
		}
		touched = append(touched, i)
		key := w.signature(m, i)
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], i)
	}
	if len(touched) == 0 {
		return rows, nil
	}
	ids := m.ids(rows)
	var direct any // the row, where ent's own answer is all there is to know
	for _, key := range order {
		group := groups[key]
		set := writes[group[0]].fill(m, false)
		if len(group) == 1 {
			direct, err = m.Ops.Update(ctx, s.tx.Client, ids[group[0]], set)
		} else {
			some := make([]any, len(group))
			for n, i := range group {
				some[n] = ids[i]
			}
			_, err = m.Ops.UpdateMany(ctx, s.tx.Client, m.withID(some...), set)
		}
		if err != nil {
			return nil, s.e.failure(m, err)
		}
	}
	var now []any
	if len(touched) == 1 && len(m.ones) == 0 && allowed == nil {
		now = []any{direct}
	} else {
		some := make([]any, len(touched))
		for n, i := range touched {
			some[n] = ids[i]
		}
		if now, err = s.reload(ctx, m, some, allowed); err != nil {
			return nil, err
		}
	}
	after := append([]any{}, rows...)
	for n, i := range touched {
		after[i] = now[n]
		if err := s.updated(ctx, m, rows[i], now[n], writes[i], snapshots[i], action); err != nil {
			return nil, err
		}
	}
	return after, s.others(ctx, writes)
}

// updated records that a row has changed.
func (s *session) updated(ctx context.Context, m *model, old, row any, w *write, snap *snapshot, action string) error {
	was, now := m.read(old), m.read(row)
	r := store.Revision{
		ObjectID: m.IDText(row), Action: action, Label: m.label.Of(row), Diff: m.diff(was, now, w.links),
		SecretFields: w.secrets(m), VersionBefore: m.version(was), VersionAfter: m.version(now),
	}
	if r.Diff == nil && len(r.SecretFields) == 0 {
		return nil
	}
	if len(r.SecretFields) > 0 {
		s.cannotUndo("It changed " + strings.Join(r.SecretFields, ", ") + ", of which no old value is kept.")
	}
	if snap != nil {
		r.Snapshot = snap.encode()
	}
	if err := s.record(ctx, m, r); err != nil {
		return err
	}
	return s.after(m, &HookCall{Op: s.op, ID: r.ObjectID, Old: old, New: row})
}

// signature is the same for writes that can be done in one statement; i makes it unique where they cannot.
func (w *write) signature(m *model, i int) string {
	alone := "#" + strconv.Itoa(i)
	if len(w.links) > 0 {
		return alone
	}
	var key []byte
	for _, s := range w.set {
		codec := m.Values[s.field].Codec
		if codec == nil && s.value != nil {
			return alone
		}
		key = append(strconv.AppendInt(key, int64(s.field), 10), ':')
		if s.value != nil {
			key = codec.AppendJSON(append(key, '='), s.value)
		}
		key = append(key, 0)
	}
	return string(key)
}

// reload loads rows whole by their ids, in their order. All have to be among those that allowed selects.
func (s *session) reload(ctx context.Context, m *model, ids []any, allowed func(*sql.Selector)) ([]any, error) {
	rows, err := s.find(ctx, m, false, m.withID(ids...), allowed)
	if err != nil {
		return nil, err
	}
	if len(rows) == 1 && len(ids) == 1 {
		return rows, nil
	}
	byID := make(map[any]any, len(rows))
	for _, row := range rows {
		byID[m.ID(row)] = row
	}
	ordered := make([]any, len(ids))
	for i, id := range ids {
		if ordered[i] = byID[id]; ordered[i] == nil {
			return nil, problem.Forbidden("move a row out of those that you may change")
		}
	}
	return ordered, nil
}

// others records what became of the rows at the other end of edges whose foreign key is theirs.
func (s *session) others(ctx context.Context, writes []*write) error {
	for _, w := range writes {
		for i := range w.links {
			l := &w.links[i]
			if len(l.others) == 0 {
				continue
			}
			for start := 0; start < len(l.others); start += chunk {
				old := l.others[start:min(start+chunk, len(l.others))]
				now, err := s.reload(ctx, l.target, l.target.ids(old), nil)
				if err != nil {
					return err
				}
				for n, row := range now {
					was, is := l.target.read(old[n]), l.target.read(row)
					r := store.Revision{
						ObjectID: l.target.IDText(row), Action: link, Label: l.target.label.Of(row), Effect: true,
						Diff: l.target.diff(was, is, nil), VersionBefore: l.target.version(was), VersionAfter: l.target.version(is),
					}
					if r.Diff == nil {
						continue
					}
					if err := s.record(ctx, l.target, r); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}
