package query

import (
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
)

// Compiler knows a project's types. It is safe for concurrent use.
type Compiler struct {
	types   map[string]*entity.Type
	columns map[string]map[string]column // by the slug of their type
	dialect string
}

// New makes the compiler of a project.
func New(reg *entity.Registry) *Compiler {
	c := &Compiler{types: map[string]*entity.Type{}, columns: map[string]map[string]column{}, dialect: reg.Source.Dialect()}
	for _, t := range reg.Types {
		c.types[t.Slug], c.columns[t.Slug] = t, columnsOf(t)
	}
	return c
}

// Access is what one caller may see. The zero Access sees everything.
type Access struct {
	// Reads says whether a field or an edge of the type with that slug may be read; nil: all may. What may not is
	// answered exactly as what does not exist. It is not asked about "id".
	Reads func(slug, name string) bool
	// Rows is the filter of the rows of that type that may be seen, nil for all of them. It applies to the listed
	// type and to every type that an edge leads to. It is trusted: it may name fields that Reads refuses.
	Rows func(slug string) (filter.Expr, error)
	// Crosses says whether a filter or an order may look at the rows that an edge leads to, where the schema of their
	// type has interceptors or a privacy policy, which do not run for them. nil: where it has soft deletion, which is
	// observed. A comparison with the edge itself, author:7, needs no look at the row.
	Crosses func(t *entity.Type) bool
	// Vars are the values of a filter's variables: "me", "name".
	Vars map[string]string
	// Now is the time that now, today and the like refer to; its location is the zone in which days begin. The zero
	// time is the present in UTC.
	Now time.Time
}

// Bound is a filter that was checked: it fits the type. It is safe for concurrent use.
type Bound struct{ node node }

// Check binds a filter to one of the project's types. A nil filter binds to what every row fulfils. The error is a *problem.Problem.
func (c *Compiler) Check(t *entity.Type, e filter.Expr, a Access) (*Bound, error) {
	n, err := newChecker(c, a).bind(t, e)
	return &Bound{n}, err
}

// RowFilter is the caller's filter of the rows of t. The error is a *problem.Problem.
func (c *Compiler) RowFilter(t *entity.Type, a Access) (*Bound, error) {
	n, err := newChecker(c, a).rows(t)
	return &Bound{n}, err
}

// Predicate adds the filter to a selector of the type's rows, in a query, an update or a deletion.
func (b *Bound) Predicate() func(*sql.Selector) {
	return func(s *sql.Selector) { where(s, outer(s), b.node) }
}

// Match evaluates the filter in memory. Text is ordered by its bytes.
func (b *Bound) Match(row Row) bool { return b.node == nil || b.node.match(row) }

// Local reports whether Match asks for nothing but the row's id and fields.
func (b *Bound) Local() bool { return b.node == nil || b.node.local() }

// Row gives Match a row's values.
type Row interface {
	// ID is the row's id in its Go type.
	ID() any
	// Field is the value of a field in its Go type, nil where it is null.
	Field(name string) any
	// Edge is the rows that an edge leads to.
	Edge(name string) []Row
}

// Entity is an ent row as a Row. It has no edges, and so suits filters that are Local. A field that can be null but
// whose Go type cannot is its zero value.
func Entity(t *entity.Type, row any) Row { return entityRow{t, row} }

type entityRow struct {
	t   *entity.Type
	row any
}

func (r entityRow) ID() any { return r.t.ID(r.row) }

func (r entityRow) Field(name string) any {
	for i := range r.t.Fields {
		if r.t.Fields[i].Name == name && r.t.Values[i].Get != nil {
			return r.t.Values[i].Get(r.row)
		}
	}
	return nil
}

func (r entityRow) Edge(string) []Row { return nil }
