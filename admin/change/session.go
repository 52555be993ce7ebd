package change

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/store"
)

// session is one operation in its transaction. It is used by one goroutine.
type session struct {
	e      *Engine
	by     access.Principal
	tx     entity.Tx
	host   context.Context // of the operation, for the host's code
	op     string
	change store.Change

	recorded bool             // change is in the log
	pending  []store.Revision // not yet in the log
	events   map[string]*Event
	last     store.Revision // that was recorded, without its content
	changed  int
	deleted  int // rows in snapshots
	why      string
	lost     map[string]bool
	seen     map[*model]map[any]any // rows that may be linked to, by id
}

// run does one operation, and does it again where the database gives it up for the sake of another one.
//
// A transaction of SQLite that reads before it writes fails when somebody else has written in between, unless it has the
// write lock from its beginning. A host's transactions mostly do (_txlock=immediate); where they turn out not to, each
// takes it first from then on.
func (e *Engine) run(ctx context.Context, by access.Principal, op string, m *model,
	fn func(ctx context.Context, s *session) error,
) (*session, error) {
	for try := 1; ; try++ {
		s, err := e.once(ctx, by, op, m, e.early.Load(), fn)
		if try == 4 || ctx.Err() != nil || !isDeadlock(err) && !e.isBusy(err) {
			return s, err
		}
		e.early.Store(e.writer != nil)
	}
}

func (e *Engine) once(ctx context.Context, by access.Principal, op string, m *model, early bool,
	fn func(ctx context.Context, s *session) error,
) (*session, error) {
	unlock, err := e.lockWriter(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	now := e.now()
	s := &session{e: e, by: by, op: op, events: map[string]*Event{}, lost: map[string]bool{}, seen: map[*model]map[any]any{}}
	s.change = store.Change{Actor: store.ActorOf(by), Action: op, At: now, ExpiresAt: now.Add(e.undoFor)}
	if m != nil {
		s.change.Type = m.Slug
	}
	err = e.source.InTx(ctx, func(ctx context.Context, tx entity.Tx) error {
		s.tx, s.host = tx, ctx
		if e.writer != nil {
			// Each statement that can be cancelled costs goroutines. The transaction as a whole still can be, and its
			// statements are short. The host's code, which may wait for other things, is given s.host.
			ctx = context.WithoutCancel(ctx)
		}
		if early {
			if err := e.store.Lock(ctx, tx); err != nil {
				return err
			}
		}
		if err := fn(ctx, s); err != nil {
			return err
		}
		return s.finish(ctx)
	})
	if err != nil && ctx.Err() != nil {
		return nil, errors.Join(ctx.Err(), err) // a database has its own words for it
	}
	if err != nil {
		return nil, err
	}
	s.announce(now)
	return s, nil
}

// isDeadlock reports whether the database gave up on the transaction for the sake of another.
func isDeadlock(err error) bool {
	var coded interface{ SQLState() string }
	if !errors.As(err, &coded) {
		return false
	}
	return coded.SQLState() == "40P01" || coded.SQLState() == "40001"
}

// isBusy reports whether a SQLite transaction could not get the lock that it needs.
func (e *Engine) isBusy(err error) bool {
	var coded interface{ Code() int }
	return e.writer != nil && err != nil &&
		(errors.As(err, &coded) && coded.Code()&0xff == 5 || strings.Contains(err.Error(), "database is locked"))
}

// record adds one row's revision to the log, and its row to what listeners are told.
func (s *session) record(ctx context.Context, m *model, r store.Revision) error {
	r.Type = m.Slug
	s.pending = append(s.pending, r)
	s.last = store.Revision{Type: r.Type, ObjectID: r.ObjectID, VersionAfter: r.VersionAfter}
	if !r.Effect {
		s.changed++
	}
	event := s.events[m.Slug]
	if event == nil {
		event = &Event{Type: m.Slug}
		s.events[m.Slug] = event
	}
	if len(event.IDs) < 100 {
		event.IDs = append(event.IDs, r.ObjectID)
	} else {
		event.More = true
	}
	if len(s.pending) >= chunk {
		return s.flush(ctx)
	}
	return nil
}

func (s *session) flush(ctx context.Context) error {
	if len(s.pending) == 0 {
		return nil
	}
	write := s.e.store.Append
	if !s.recorded {
		s.change.Rows = s.changed
		if s.why != "" {
			s.change.ExpiresAt = time.Time{}
		}
		write = s.e.store.Record
	}
	err := write(ctx, s.tx, &s.change, s.pending)
	s.recorded = true
	s.pending = s.pending[:0]
	return err
}

// finish writes what is left of the log.
func (s *session) finish(ctx context.Context) error {
	if err := s.flush(ctx); err != nil {
		return err
	}
	final := s.why != "" && !s.change.ExpiresAt.IsZero()
	if !s.recorded || s.change.Rows == s.changed && !final {
		return nil
	}
	s.change.Rows = s.changed
	if final {
		s.change.ExpiresAt = time.Time{}
	}
	return s.e.store.Settle(ctx, s.tx, &s.change)
}

// announce tells listeners what was committed.
func (s *session) announce(now time.Time) {
	if s.e.publish == nil {
		return
	}
	for _, slug := range slices.Sorted(maps.Keys(s.events)) {
		event := s.events[slug]
		event.Action, event.By, event.At = s.op, s.by, now
		s.e.publish(*event)
	}
}

// cannotUndo notes why undoing will not be possible. The first reason stands.
func (s *session) cannotUndo(why string) {
	if s.why == "" {
		s.why = why
	}
}

// result is what the operation did; row is the one that it was about, nil where it is gone or there were several.
func (s *session) result(m *model, id string, row any) Result {
	r := Result{ID: id, Row: row, Changed: s.changed, Lost: slices.Sorted(maps.Keys(s.lost))}
	switch {
	case row == nil:
	case s.last.Type == m.Slug && s.last.ObjectID == id:
		r.Version = s.last.VersionAfter
	default:
		r.Version = m.Version(row)
	}
	if s.recorded {
		r.Why = s.why
		if s.why == "" {
			r.Undo = s.change.Token
		}
	}
	return r
}

// find loads whole rows; locked ones stay as they are until the transaction ends.
func (s *session) find(ctx context.Context, m *model, locked bool, shape ...func(*sql.Selector)) ([]any, error) {
	q := m.Whole()
	q.Shape = func(sel *sql.Selector) {
		shapes(shape...)(sel)
		if locked && s.e.source.Dialect() != dialect.SQLite {
			sel.ForUpdate()
		}
	}
	rows, err := m.Ops.Find(ctx, s.tx.Client, q)
	return rows, s.e.failure(m, err)
}

// byID orders rows as the database orders their ids, so that operations lock them in one order.
func (m *model) byID(s *sql.Selector) { s.OrderBy(s.C(m.idCol)) }

// one loads and locks the row with an id from the wire, provided that the caller may do what he asks for with it.
func (s *session) one(ctx context.Context, m *model, rights access.Rights, action, id string, p place) (any, error) {
	missing := problem.NotFound(strings.ToLower(m.Label) + " " + id)
	key, err := m.ParseID(id)
	if err != nil {
		return nil, missing
	}
	allowed, err := s.e.rows(m, s.by, rights, action)
	if err != nil {
		return nil, err
	}
	rows, err := s.find(ctx, m, true, m.withID(key), m.in(p), allowed)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, missing
	}
	return rows[0], nil
}

// again loads a row after it was written, provided that it is still among those on which the caller may do action.
func (s *session) again(ctx context.Context, m *model, rights access.Rights, action string, id any) (any, error) {
	allowed, err := s.e.rows(m, s.by, rights, action)
	if err != nil {
		return nil, err
	}
	rows, err := s.find(ctx, m, false, m.withID(id), allowed)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, problem.Forbidden("move a row of " + strings.ToLower(m.Plural) + " out of those that you may change")
	}
	return rows[0], nil
}
