// Package change is the one way in which the admin changes anything. Each operation is one transaction of the
// project's own ent client, hooks and privacy policies included, and writes what it did to the audit log in that same
// transaction: which fields went from what to what, and of what is deleted enough to bring it back exactly. On that
// log rest undo, revert, undelete and the three-way answer to an edit of a row that has changed meanwhile.
//
// Values of sensitive fields are written but never read: they are in no diff, no snapshot and no error.
package change

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
	"github.com/mosswart/overlord/admin/store"
)

// Limits of one operation.
const (
	MaxRows     = 200_000 // rows that one bulk operation changes
	MaxSnapshot = 50_000  // rows that one operation deletes, those that go along included, and can be undone
	MaxLinks    = 10_000  // rows that an edge is given, or has where it is replaced
	chunk       = 500     // rows read or written at once
	maxConflict = 100     // rows that a refusal names
	maxWalk     = 1_000   // revisions that are walked back to find a state
)

// What is done to rows. A custom action goes by its own name.
const (
	Create  = "create"
	Update  = "update"
	Delete  = "delete"
	Restore = "restore"
	Purge   = "purge"
	Undo    = "undo"
	Revert  = "revert"
	// trash and link are revisions only: a row that went into the trash, and one whose edge was changed at its other end.
	trash = "trash"
	link  = "link"
)

// Options of an Engine; the zero value is good.
type Options struct {
	Hooks   []Hook
	Publish func(Event)      // called after each commit, must not block; nil: nobody listens
	Now     func() time.Time // nil: time.Now
	UndoFor time.Duration    // how long a change can be undone; 0: 24 hours
	Logger  *slog.Logger     // nil: slog.Default
}

// Engine changes rows. It is safe for concurrent use.
type Engine struct {
	reg      *entity.Registry
	store    *store.Store
	source   entity.Source
	compiler *query.Compiler
	models   map[string]*model
	hooks    []Hook
	publish  func(Event)
	now      func() time.Time
	undoFor  time.Duration
	log      *slog.Logger
	writer   chan struct{} // holds one token while a SQLite transaction runs, nil elsewhere
	early    atomic.Bool   // transactions of SQLite begin without the write lock, so that it has to be taken first
	catalog  catalogCache
}

// New is an engine for the types of reg whose audit log is st.
func New(reg *entity.Registry, st *store.Store, o Options) *Engine {
	e := &Engine{
		reg: reg, store: st, source: reg.Source, compiler: query.New(reg),
		hooks: o.Hooks, publish: o.Publish, now: o.Now, undoFor: o.UndoFor, log: o.Logger,
	}
	if e.now == nil {
		e.now = time.Now
	}
	if e.undoFor <= 0 {
		e.undoFor = 24 * time.Hour
	}
	if e.log == nil {
		e.log = slog.Default()
	}
	if reg.Source.Dialect() == dialect.SQLite {
		e.writer = make(chan struct{}, 1)
	}
	e.models = newModels(reg)
	return e
}

// Result is what an operation did.
type Result struct {
	Row     any      // where it was about one row: that row, loaded with [entity.Type.Whole], nil when it is gone
	ID      string   // where it was about one row
	Version string   // of Row
	Changed int      // rows
	Undo    string   // token for [Engine.Undo]; "" where that is not possible, or nothing was changed
	Why     string   // why it cannot be undone, one sentence
	Lost    []string // sensitive fields whose values undoing will not bring back
}

// Event tells listeners what has been committed.
type Event struct {
	Type   string   // slug
	IDs    []string // at most 100, as on the wire
	More   bool     // there were more
	Action string
	By     access.Principal
	At     time.Time
}

// Progress is told how many of how many rows are done.
type Progress func(done, total int)

func (p Progress) report(done, total int) {
	if p != nil {
		p(done, total)
	}
}

func (e *Engine) model(t *entity.Type) *model { return e.models[t.Slug] }

// allowed are the rights of by on m, or the problem that right, one of package access or a custom action, is not among
// them. what is what was asked for, an infinitive.
func (e *Engine) allowed(by access.Principal, m *model, right, what string) (access.Rights, error) {
	rights := e.store.Rights(by, &m.Type.Type)
	switch {
	case !rights.View && !rights.Actions(right):
		return rights, problem.NotFound("such type")
	case !m.Editable():
		return rights, problem.New(http.StatusMethodNotAllowed, "read_only", "%s are read-only.", m.Plural)
	case !rights.Actions(right):
		return rights, problem.Forbidden(what + " " + strings.ToLower(m.Plural))
	}
	return rights, nil
}

// rows is the predicate that narrows m's rows to those on which by may do action, nil where those are all.
func (e *Engine) rows(m *model, by access.Principal, rights access.Rights, action string) (func(*sql.Selector), error) {
	expr := rights.RowsFor(action)
	if expr == nil {
		return nil, nil
	}
	bound, err := e.compiler.Check(m.Type, expr, query.Access{Vars: by.Vars(), Now: e.now().UTC()})
	if err != nil {
		return nil, problem.Internal(err)
	}
	return bound.Predicate(), nil
}

// lockWriter waits until no other operation of this engine writes to a SQLite database, which has one writer: waiting
// here is fair and ends with ctx, where SQLite's own waiting is a series of naps.
func (e *Engine) lockWriter(ctx context.Context) (unlock func(), err error) {
	if e.writer == nil {
		return func() {}, nil
	}
	select {
	case e.writer <- struct{}{}:
		return func() { <-e.writer }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
