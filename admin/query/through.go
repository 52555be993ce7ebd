package query

import (
	"strconv"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/meta"
)

// through is the predicate that an edge leads to a row that is visible and for which inner holds. Each of the two may
// be nil, which holds always.
//
// In SQL it is an IN over a subquery that needs nothing from outside: the database evaluates it once or turns it into
// a join, and is never driven into a scan a row where a foreign key has no index.
type through struct {
	source, target *entity.Type
	edge           *meta.Edge
	visible, inner node
	empty          bool // it holds where the edge leads nowhere, too
}

func (n through) write(w writer, at table) {
	if n.empty {
		n.empty = false
		nowhere := n
		nowhere.inner = nil
		or{not{nowhere}, n}.write(w, at)
		return
	}
	e := n.edge
	switch {
	case e.OwnFK:
		n.pointed(w, at.col(w, e.Columns[0]))
	case e.Rel == meta.ManyToMany:
		w.S(at.col(w, n.source.Type.ID.Columns[0]) + " IN ")
		link := w.open(e.Columns[0], n.source.Schema, e.Table) // a join table is where its types are
		n.pointed(w, link.col(w, e.Columns[1]))
		w.S(")")
	default: // the foreign key is in the target's table
		w.S(at.col(w, n.source.Type.ID.Columns[0]) + " IN ")
		target := w.open(e.Columns[0], n.target.Schema, n.target.Table)
		w.S(target.col(w, e.Columns[0]) + " IS NOT NULL")
		for _, condition := range []node{n.visible, n.inner} {
			if condition != nil {
				w.S(" AND ")
				condition.write(w, target)
			}
		}
		w.S(")")
	}
}

// pointed writes that the row with the id in col is a target that fits.
func (n through) pointed(w writer, col string) {
	if id, ok := n.inner.(leaf); n.visible == nil && (n.inner == nil || ok && id.isID) {
		if ok {
			id.test.write(w, col)
		} else {
			w.S(col + " IS NOT NULL")
		}
		return
	}
	w.S(col + " IN ")
	target := w.open(n.target.Type.ID.Columns[0], n.target.Schema, n.target.Table)
	all(n.visible, n.inner).write(w, target)
	w.S(")")
}

// open writes the beginning of a subquery for one column, up to its conditions and without its closing parenthesis.
func (w writer) open(column, schema, name string) table {
	*w.aliases++
	t := table{alias: "_" + strconv.Itoa(*w.aliases)}
	w.S("(SELECT " + t.col(w, column) + " FROM " + w.tableName(schema, name) + " AS " + w.Quote(t.alias) + " WHERE ")
	return t
}

// tableName is a table's name, quoted; SQLite has no schemas.
func (w writer) tableName(schema, name string) string {
	if schema != "" && !w.sqlite() {
		return w.Quote(schema) + "." + w.Quote(name)
	}
	return w.Quote(name)
}

func (n through) match(row Row) bool {
	some := false
	for _, target := range row.Edge(n.edge.Name) {
		if n.visible != nil && !n.visible.match(target) {
			continue
		}
		if some = true; n.inner == nil || n.inner.match(target) {
			return true
		}
	}
	return n.empty && !some
}

func (n through) local() bool { return false }
