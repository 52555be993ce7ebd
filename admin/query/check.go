package query

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
)

// checker binds what one caller asks for.
type checker struct {
	*Compiler
	Access
	trusted bool            // everything may be named
	memo    map[string]node // what is visible of a type that an edge leads to
}

func newChecker(c *Compiler, a Access) *checker {
	if a.Now.IsZero() {
		a.Now = time.Now().UTC()
	}
	return &checker{Compiler: c, Access: a}
}

// trust is a checker for row filters: nothing is hidden from it.
func (k *checker) trust() *checker {
	return &checker{Compiler: k.Compiler, Access: Access{Vars: k.Vars, Now: k.Now, Crosses: func(*entity.Type) bool { return true }}, trusted: true}
}

// bind checks a filter; nil is what every row fulfils.
func (k *checker) bind(t *entity.Type, e filter.Expr) (node, error) {
	switch e := e.(type) {
	case filter.And:
		terms, err := k.bindAll(t, e)
		return all(terms...), err
	case filter.Or:
		terms, err := k.bindAll(t, e)
		return anyOf(terms), err
	case filter.Not:
		term, err := k.bind(t, e.Term)
		return not{term}, err
	case *filter.Cmp:
		n, err := k.path(t, e, e.Path)
		if err == nil && e.Op == filter.NotEqual {
			n = not{n}
		}
		return n, err
	}
	return nil, nil
}

func (k *checker) bindAll(t *entity.Type, terms []filter.Expr) ([]node, error) {
	nodes := make([]node, len(terms))
	for i, term := range terms {
		var err error
		if nodes[i], err = k.bind(t, term); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

// rows is what of t the caller may see, nil for all.
func (k *checker) rows(t *entity.Type) (node, error) {
	if k.Rows == nil {
		return nil, nil
	}
	e, err := k.Rows(t.Slug)
	if err != nil || e == nil {
		return nil, err
	}
	n, err := k.trust().bind(t, e)
	if err != nil {
		return nil, problem.Internal(fmt.Errorf("row filter of %s: %w", t.Slug, err)) // not for the caller to see
	}
	return n, nil
}

// visible is what of t there is at the end of an edge: neither deleted nor hidden from the caller.
func (k *checker) visible(t *entity.Type) (node, error) {
	if n, ok := k.memo[t.Slug]; ok {
		return n, nil
	}
	n, err := k.rows(t)
	if err != nil {
		return nil, err
	}
	if f := t.Field(t.SoftDelete); f != nil {
		n = all(leaf{k.columns[t.Slug][f.Name], isNull{}}, n)
	}
	if k.memo == nil {
		k.memo = map[string]node{}
	}
	k.memo[t.Slug] = n
	return n, nil
}

// path binds a comparison at the end of a path that begins at t.
func (k *checker) path(t *entity.Type, c *filter.Cmp, path []string) (node, error) {
	name, rest := path[0], path[1:]
	if e := k.edge(t, name); e != nil {
		return k.cross(t, e, c, rest)
	}
	col, err := k.column(t, name)
	if err != nil {
		return nil, filterProblem("unknown_field", c.Pos, "%s", err)
	}
	if len(rest) > 0 {
		return nil, filterProblem("unknown_field", c.Pos, "%q of %s is no edge: nothing is behind its dot", name, label(t))
	}
	if f := t.Field(name); f != nil && !f.Filterable && !k.trusted {
		return nil, filterProblem("unknown_field", c.Pos, "%q of %s cannot be filtered", name, label(t))
	}
	test, err := k.test(col, c)
	return leaf{col, test}, err
}

// cross binds a comparison behind the edge e, or with the edge itself.
func (k *checker) cross(t *entity.Type, e *meta.Edge, c *filter.Cmp, rest []string) (node, error) {
	target := k.types[e.Type]
	step := through{source: t, edge: e, target: target}
	crosses := k.crosses(target)
	if len(rest) > 0 && !crosses {
		return nil, filterProblem("unknown_field", c.Pos, "%q of %s can only be compared as a whole: its rows are not open to filters", e.Name, label(t))
	}
	if crosses {
		var err error
		if step.visible, err = k.visible(target); err != nil {
			return nil, err
		}
	}
	if len(rest) == 0 {
		return k.end(step, c)
	}
	var err error
	step.empty = e.ToOne() && acceptsNull(c.Value)
	step.inner, err = k.path(target, c, rest)
	return step, err
}

// end binds a comparison of an edge's targets with ids, of which null says that there is none.
func (k *checker) end(step through, c *filter.Cmp) (node, error) {
	ids, null := c.Value, false
	switch v := c.Value.(type) {
	case filter.Null:
		ids, null = nil, true
	case filter.List:
		rest := slices.DeleteFunc(slices.Clone(v), func(item filter.Value) bool { return item == filter.Null{} })
		if null = len(rest) < len(v); null {
			ids = rest
		}
		if len(rest) == 0 {
			ids = nil
		}
	}
	if !slices.Contains(exact, c.Op) {
		return nil, filterProblem("bad_operator", c.OpPos, "%s does not suit the edge %q; use one of %s", c.Op, step.edge.Name, list(exact))
	}
	var either []node
	if null {
		either = append(either, not{step})
	}
	if ids != nil {
		if step.target.Type.ID.Kind == "" {
			return nil, filterProblem("bad_value", c.ValuePos, "%s have no single id; compare %q with null or one of their fields", label(step.target), step.edge.Name)
		}
		col := k.columns[step.target.Slug]["id"]
		col.name, col.whole = step.edge.Name, true
		one := *c
		one.Value = ids
		test, err := k.test(col, &one)
		if err != nil {
			return nil, err
		}
		step.inner = leaf{col, test}
		either = append(either, step)
	}
	return anyOf(either), nil
}

func acceptsNull(v filter.Value) bool {
	if items, ok := v.(filter.List); ok {
		return slices.ContainsFunc(items, acceptsNull)
	}
	return v == filter.Null{}
}

func (k *checker) crosses(t *entity.Type) bool {
	if !t.Intercepted {
		return true
	}
	if k.Crosses == nil {
		return t.SoftDelete != ""
	}
	return k.Crosses(t)
}

// field is the field of that name, nil where the caller knows of none.
func (k *checker) field(t *entity.Type, name string) *meta.Field {
	f := t.Field(name)
	if f == nil || f.Computed || !k.trusted && (f.Hidden || f.Sensitive || k.Reads != nil && !k.Reads(t.Slug, name)) {
		return nil
	}
	return f
}

// edge is the edge of that name, nil where the caller knows of none.
func (k *checker) edge(t *entity.Type, name string) *meta.Edge {
	e := t.Edge(name)
	if e == nil || k.types[e.Type] == nil || !k.trusted && (e.Hidden || k.Reads != nil && !k.Reads(t.Slug, name)) {
		return nil
	}
	return e
}

// column is the id or the field of that name. The error says that there is none.
func (k *checker) column(t *entity.Type, name string) (column, error) {
	if f := k.field(t, name); f != nil {
		return k.columns[t.Slug][f.Name], nil
	}
	if name == "id" && t.Type.ID.Kind != "" {
		return k.columns[t.Slug]["id"], nil
	}
	return column{}, fmt.Errorf("unknown field %q of %s%s", name, label(t), closest(name, k.names(t)))
}

func list(ops []filter.Op) string {
	texts := make([]string, len(ops))
	for i, op := range ops {
		texts[i] = string(op)
	}
	return strings.Join(texts, " ")
}
