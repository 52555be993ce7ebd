package change

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
)

// Tx is a transaction in which rows of one type are created and updated as one change, for imports and the like. It is
// used by one goroutine, and not after the function it was given to.
type Tx struct {
	s *session
	m *model
}

// InTx runs fn in a transaction. What fn writes through its Tx becomes one change, which is called action and can be
// undone as one. An error of fn leaves nothing and comes back as it is. Who may do action is for the caller to have
// asked; which rows and edges he may write is seen to.
func (e *Engine) InTx(ctx context.Context, by access.Principal, action string, t *entity.Type,
	fn func(ctx context.Context, tx *Tx) error,
) (Result, error) {
	m := e.model(t)
	s, err := e.once(ctx, by, action, m, true, func(_ context.Context, s *session) error {
		return fn(s.host, &Tx{s: s, m: m})
	})
	if err != nil {
		return Result{}, err
	}
	return s.result(m, "", nil), nil
}

// Client is the transaction's client, and Driver its driver.
func (tx *Tx) Client() any            { return tx.s.tx.Client }
func (tx *Tx) Driver() dialect.Driver { return tx.s.tx.Driver }

// Create creates a row for each input, and returns them loaded with [entity.Type.Whole]. Inputs that cannot be written
// are named in a *RowErrors, as far as that is known before trying.
func (tx *Tx) Create(ctx context.Context, ins []Input) ([]any, error) {
	rows := make([]any, 0, len(ins))
	for start := 0; start < len(ins); start += chunk {
		made, err := tx.s.create(ctx, tx.m, ins[start:min(start+chunk, len(ins))], start)
		if err != nil {
			return nil, err
		}
		rows = append(rows, made...)
	}
	return rows, nil
}

// Load loads and locks the rows that shape selects, among those that the caller may update, in the order of their ids.
func (tx *Tx) Load(ctx context.Context, shape func(*sql.Selector)) ([]any, error) {
	rights := tx.s.e.store.Rights(tx.s.by, &tx.m.Type.Type)
	allowed, err := tx.s.e.rows(tx.m, tx.s.by, rights, access.Update)
	if err != nil {
		return nil, err
	}
	return tx.s.find(ctx, tx.m, true, shape, tx.m.in(live), allowed, tx.m.byID)
}

// Update changes each of rows, which Load has loaded, by the input in its place, and returns how many that changed. It
// fails as Create does.
func (tx *Tx) Update(ctx context.Context, rows []any, ins []Input) (changed int, err error) {
	rights := tx.s.e.store.Rights(tx.s.by, &tx.m.Type.Type)
	before := tx.s.changed
	for start := 0; start < len(ins); start += chunk {
		end := min(start+chunk, len(ins))
		if _, err := tx.s.update(ctx, tx.m, rights, rows[start:end], ins[start:end], start); err != nil {
			return 0, err
		}
	}
	return tx.s.changed - before, nil
}
