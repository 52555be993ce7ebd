package query

import (
	"strings"

	"entgo.io/ent/dialect/sql"
)

// node is a predicate over the rows of one type.
type node interface {
	// write writes it as SQL over the row of w's table at. The SQL may be null where the predicate is false.
	write(w writer, at table)
	match(row Row) bool
	local() bool
}

// all is the node that all of nodes hold. A nil one always does; so does the result where there is no other.
func all(nodes ...node) node {
	var rest and
	for _, n := range nodes {
		if n != nil {
			rest = append(rest, n)
		}
	}
	switch len(rest) {
	case 0:
		return nil
	case 1:
		return rest[0]
	}
	return rest
}

// anyOf is the node that any of nodes holds, none of them nil.
func anyOf(nodes []node) node {
	if len(nodes) == 1 {
		return nodes[0]
	}
	return or(nodes)
}

type (
	and  []node
	or   []node
	not  struct{ node }
	leaf struct {
		column
		test
	}
)

func (n and) write(w writer, at table) { w.join(n, " AND ", at) }

func (n and) match(row Row) bool {
	for _, term := range n {
		if !term.match(row) {
			return false
		}
	}
	return true
}

func (n and) local() bool { return areLocal(n) }

// write of no node is false.
func (n or) write(w writer, at table) {
	if len(n) == 0 {
		w.S("1 = 0")
		return
	}
	w.join(n, " OR ", at)
}

func (n or) match(row Row) bool {
	for _, term := range n {
		if term.match(row) {
			return true
		}
	}
	return false
}

func (n or) local() bool { return areLocal(n) }

func areLocal(nodes []node) bool {
	for _, n := range nodes {
		if !n.local() {
			return false
		}
	}
	return true
}

// write takes null for false, as match does.
func (n not) write(w writer, at table) {
	w.S("(")
	n.node.write(w, at)
	w.S(") IS NOT TRUE")
}

func (n not) match(row Row) bool { return !n.node.match(row) }

func (n leaf) write(w writer, at table) { n.test.write(w, at.col(w, n.sql)) }

func (n leaf) match(row Row) bool {
	if n.isID {
		return n.test.match(row.ID())
	}
	return n.test.match(row.Field(n.name))
}

func (n leaf) local() bool { return true }

// writer writes SQL.
type writer struct {
	*sql.Builder
	aliases *int // how many are in use
}

// where adds n, over the rows of at, to a selector.
func where(s *sql.Selector, at table, n node) {
	if n == nil {
		return
	}
	s.Where(sql.P(func(b *sql.Builder) { n.write(writer{b, new(int)}, at) }))
}

func (w writer) join(nodes []node, operator string, at table) {
	w.S("(")
	for i, n := range nodes {
		if i > 0 {
			w.S(operator)
		}
		n.write(w, at)
	}
	w.S(")")
}

// table is how the columns of one row in a statement are named.
type table struct {
	alias     string // or else:
	qualifier string // quoted, with its dot
}

// outer is the table that a selector is about now; what becomes of the selector later does not matter.
func outer(s *sql.Selector) table {
	const column = "c" // any
	return table{qualifier: strings.TrimSuffix(s.C(column), s.Quote(column))}
}

// col is a column's name, qualified and quoted.
func (t table) col(w writer, name string) string {
	if t.alias != "" {
		return w.Quote(t.alias) + "." + w.Quote(name)
	}
	return t.qualifier + w.Quote(name)
}
