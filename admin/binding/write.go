package binding

import (
	"context"
	"errors"
	"fmt"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
)

// ErrReadOnly is the answer to writes of types that cannot be written: views, and types without an id of one column.
var ErrReadOnly = errors.New("rows of this type cannot be written")

// Limits of one INSERT statement.
const (
	maxInsertRows      = 1000
	maxParameters      = 60_000 // PostgreSQL and MySQL take 65,535
	maxSQLiteParameter = 30_000 // SQLite takes 32,766
)

type saver[M ent.Mutation, R any] interface {
	Mutation() M
	Save(context.Context) (R, error)
}

// Save lets set fill in a creation or an update of one row, and runs it.
func Save[M ent.Mutation, R any, B saver[M, R]](ctx context.Context, builder B, set func(ent.Mutation) error) (any, error) {
	if err := set(builder.Mutation()); err != nil {
		return nil, err
	}
	row, err := builder.Save(ctx)
	if err != nil {
		return nil, err
	}
	return row, nil
}

// CreateMany creates one row for each of sets, in as few statements as the database takes. width is the number of the
// table's columns.
func CreateMany[M ent.Mutation, R any, B saver[M, R], K interface {
	Save(context.Context) ([]R, error)
}](ctx context.Context, driver dialect.Driver, width int, create func() B, bulk func(...B) K, sets []func(ent.Mutation) error) ([]any, error) {
	parameters := maxParameters
	if driver.Dialect() == dialect.SQLite {
		parameters = maxSQLiteParameter
	}
	size := max(1, min(maxInsertRows, parameters/max(1, width)))
	created := make([]any, 0, len(sets))
	for len(sets) > 0 {
		n := min(size, len(sets))
		builders := make([]B, n)
		for i, set := range sets[:n] {
			builders[i] = create()
			if err := set(builders[i].Mutation()); err != nil {
				return nil, err
			}
		}
		saved, err := bulk(builders...).Save(ctx)
		if err != nil {
			return nil, err
		}
		created = append(created, rows(saved)...)
		sets = sets[n:]
	}
	return created, nil
}

// UpdateMany makes the change that set fills in to all rows that shape's predicates select.
func UpdateMany[M ent.Mutation, P ~func(*sql.Selector), B interface {
	Where(...P) B
	Mutation() M
	Save(context.Context) (int, error)
}](ctx context.Context, builder B, shape func(*sql.Selector), set func(ent.Mutation) error) (int, error) {
	if err := set(builder.Mutation()); err != nil {
		return 0, err
	}
	if shape != nil {
		builder.Where(P(shape))
	}
	return builder.Save(ctx)
}

// DeleteMany deletes all rows that shape's predicates select.
func DeleteMany[P ~func(*sql.Selector), B interface {
	Where(...P) B
	Exec(context.Context) (int, error)
}](ctx context.Context, builder B, shape func(*sql.Selector)) (int, error) {
	if shape != nil {
		builder.Where(P(shape))
	}
	return builder.Exec(ctx)
}

// By calls one of ent's functions with an id.
func By[T, B any](fn func(T) B, id any) B { return fn(id.(T)) }

// SetID gives a new row its id.
func SetID[T any](set func(T), id any) { set(id.(T)) }

// LinkOne makes a to-one edge lead to the one id that ids holds, or with remove nowhere.
func LinkOne[T any](m ent.Mutation, edge string, remove bool, ids []any, set func(T)) error {
	if remove {
		return m.ClearEdge(edge)
	}
	if len(ids) != 1 {
		return fmt.Errorf("%s takes one id, not %d", edge, len(ids))
	}
	id, ok := ids[0].(T)
	if !ok {
		return fmt.Errorf("%s takes no %T", edge, ids[0])
	}
	set(id)
	return nil
}

// LinkMany adds ids to a to-many edge or takes them off it.
func LinkMany[T any](edge string, remove bool, ids []any, add, take func(...T)) error {
	typed := make([]T, len(ids))
	for i, id := range ids {
		var ok bool
		if typed[i], ok = id.(T); !ok {
			return fmt.Errorf("%s takes no %T", edge, id)
		}
	}
	if remove {
		take(typed...)
	} else {
		add(typed...)
	}
	return nil
}

// Unlinkable is the answer for an edge that does not exist or cannot be written.
func Unlinkable(edge string) error { return fmt.Errorf("%s cannot be written", edge) }

// ReadOnly answers the writes of types that cannot be written.
type ReadOnly struct{}

// Create answers ErrReadOnly, like all of them.
func (ReadOnly) Create(context.Context, any, func(ent.Mutation) error) (any, error) {
	return nil, ErrReadOnly
}

// CreateMany answers ErrReadOnly.
func (ReadOnly) CreateMany(context.Context, any, []func(ent.Mutation) error) ([]any, error) {
	return nil, ErrReadOnly
}

// Update answers ErrReadOnly.
func (ReadOnly) Update(context.Context, any, any, func(ent.Mutation) error) (any, error) {
	return nil, ErrReadOnly
}

// UpdateMany answers ErrReadOnly.
func (ReadOnly) UpdateMany(context.Context, any, func(*sql.Selector), func(ent.Mutation) error) (int, error) {
	return 0, ErrReadOnly
}

// Delete answers ErrReadOnly.
func (ReadOnly) Delete(context.Context, any, any) error { return ErrReadOnly }

// DeleteMany answers ErrReadOnly.
func (ReadOnly) DeleteMany(context.Context, any, func(*sql.Selector)) (int, error) {
	return 0, ErrReadOnly
}
