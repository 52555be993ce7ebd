// Package entity is the narrow waist between the code that the extension generates for a project and the admin's
// run time: the run time knows a project only as a [Registry], and the generated code knows the run time only as
// this package.
//
// A row is a pointer to ent's struct for the type, and is handed about as any. A client is the project's
// *ent.Client, handed about as any. Neither is looked into by anybody but the generated code.
package entity

import (
	"context"
	"encoding/base64"
	"hash/fnv"

	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/meta"
)

// Registry is a project's types and its database. It is made once, by the generated New, and is safe for
// concurrent use.
type Registry struct {
	Types  []*Type
	Source Source
}

// Source is the project's database as its own ent client sees it, hooks and interceptors included.
type Source interface {
	// Dialect is dialect.SQLite or dialect.Postgres (or what else ent supports).
	Dialect() string
	// Client is the client outside of transactions.
	Client() any
	// Driver is the driver under Client.
	Driver() dialect.Driver
	// InTx runs fn in one transaction, which commits when fn returns nil and else leaves nothing. fn must use
	// tx alone and must not call InTx.
	InTx(ctx context.Context, fn func(ctx context.Context, tx Tx) error) error
	// Classify says what kind of failure err, which a method of Ops returned, is.
	Classify(err error) Failure
}

// Tx is one transaction: the client and the driver share it.
type Tx struct {
	Client any
	Driver dialect.Driver
}

// Failure is what went wrong in a call of [Ops].
type Failure struct {
	Kind    FailureKind
	Field   string // of Invalid and, where the database says it, of Constraint: the field's or edge's name, or ""
	Message string // safe to show: never holds a value of a sensitive field; "" where there is none
}

// FailureKind sorts failures by what the caller can do about them.
type FailureKind int

// The kinds of failure.
const (
	Unknown    FailureKind = iota // the database or a hook failed; not the caller's fault
	NotFound                      // no such row
	Invalid                       // a validator refused the value of Field
	Constraint                    // a unique or foreign key constraint refused it
	Denied                        // the schema's privacy policy refused it
)

// Type is one type of a project.
type Type struct {
	meta.Type

	// Values are the accessors of Type.Fields, in the same order. That of a hidden or a computed field is zero.
	Values []Value

	// ID returns the row's id in its Go type; it is nil for composite ids and for views without an id, for which
	// only IDText works.
	ID func(row any) any
	// IDText is the row's id as it stands on the wire.
	IDText func(row any) string
	// ParseID reads an id from the wire into its Go type, nil where ID is nil. The error is fit to show.
	ParseID func(text string) (any, error)
	// SetID gives a new row its id, nil unless meta.ID.Settable.
	SetID func(m ent.Mutation, id any)

	// One returns the row that a to-one edge leads to and its id as it stands on the wire: nil and "" where it
	// leads nowhere. loaded is false where the query did not ask for the edge. Of the target only the id and the
	// title fields are loaded.
	One func(row any, edge string) (target any, id string, loaded bool)

	// Link adds targets to an edge, or with remove takes them off it. A to-one edge takes one id. ids have the Go
	// type of the target's id. Clearing a whole edge is ent.Mutation's ClearEdge.
	Link func(m ent.Mutation, edge string, remove bool, ids ...any) error

	Ops Ops
}

// Value reads, decodes and checks one field.
type Value struct {
	Codec Codec
	// Get returns the field of a row: nil where it is null, else the field's own Go type (a pointer is resolved).
	// It is nil for sensitive fields.
	Get func(row any) any
	// Check runs the schema's validators on a value of the field's Go type; nil where there is none.
	Check func(value any) error
}

// Query says which rows Find is to load.
type Query struct {
	Fields []string            // columns to load, by field name; the id always is; nil loads all but sensitive ones
	Edges  []string            // to-one edges to load, with the target's title fields
	Shape  func(*sql.Selector) // adds predicates, order and limit; nil adds none
}

// Ops are what the project's client can do with one type. Each method takes the client to use, which may be a
// transaction's. Writes run the schema's hooks and privacy policies, reads its interceptors and policies. Types that
// are not meta.Type.Editable answer writes with an error.
type Ops interface {
	// Find returns the rows that q selects, in its order.
	Find(ctx context.Context, client any, q Query) ([]any, error)
	// Count counts the rows that shape's predicates select, but not beyond limit, where limit > 0.
	Count(ctx context.Context, client any, shape func(*sql.Selector), limit int) (int, error)
	// Create creates a row that set fills in, and returns it.
	Create(ctx context.Context, client any, set func(ent.Mutation) error) (row any, err error)
	// CreateMany creates one row for each of sets, in statements as large as the database takes.
	CreateMany(ctx context.Context, client any, sets []func(ent.Mutation) error) (rows []any, err error)
	// Update changes the row with that id, and returns it as it is then.
	Update(ctx context.Context, client any, id any, set func(ent.Mutation) error) (row any, err error)
	// UpdateMany makes the same change to all rows that shape's predicates select, and returns how many.
	UpdateMany(ctx context.Context, client any, shape func(*sql.Selector), set func(ent.Mutation) error) (int, error)
	// Delete deletes the row with that id.
	Delete(ctx context.Context, client any, id any) error
	// DeleteMany deletes all rows that shape's predicates select, and returns how many.
	DeleteMany(ctx context.Context, client any, shape func(*sql.Selector)) (int, error)
}

// Type returns the type with that slug, or nil.
func (r *Registry) Type(slug string) *Type {
	for _, t := range r.Types {
		if t.Slug == slug {
			return t
		}
	}
	return nil
}

// Whole is the query that loads all that an editor sees: every field but sensitive ones, and every to-one edge. Only
// rows loaded with it have a comparable Version.
func (t *Type) Whole() Query {
	var q Query
	for i := range t.Edges {
		if e := &t.Edges[i]; e.ToOne() && !e.Hidden {
			q.Edges = append(q.Edges, e.Name)
		}
	}
	return q
}

// RowSize is about how many bytes a row has as JSON: buffers for one begin with that.
const RowSize = 1 << 10

// Version names the state of a row that was loaded with Whole: two states of one row have the same version only
// when every field and to-one edge is the same. It is the row's ETag, without quotes.
func (t *Type) Version(row any) string {
	h := fnv.New128a()
	buf := make([]byte, 0, RowSize)
	for i := range t.Fields {
		if t.Values[i].Get == nil || t.Values[i].Codec == nil {
			continue
		}
		if v := t.Values[i].Get(row); v != nil {
			buf = t.Values[i].Codec.AppendJSON(buf, v)
		}
		buf = append(buf, 0)
	}
	for i := range t.Edges {
		if e := &t.Edges[i]; e.ToOne() && !e.Hidden && t.One != nil {
			_, id, _ := t.One(row, e.Name)
			buf = append(append(buf, id...), 0)
		}
	}
	_, _ = h.Write(buf) // a hash never fails
	return base64.RawURLEncoding.EncodeToString(h.Sum(buf[:0]))
}
