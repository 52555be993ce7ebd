package query

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
)

// maxKeys is how many keys an order may name.
const maxKeys = 8

// Key is one key of an order: a field, or one behind edges to one row, or such an edge, which stands for the title
// of the row that it leads to.
type Key struct {
	Path []string
	Desc bool
}

// ParseSort reads an order: keys with commas between them, "-" before a descending one. An empty text is nil: the
// type's own order. The error is a *problem.Problem.
func ParseSort(text string) ([]Key, error) {
	if text == "" {
		return nil, nil
	}
	var keys []Key
	for key := range strings.SplitSeq(text, ",") {
		path, desc := strings.CutPrefix(strings.TrimSpace(key), "-")
		if len(keys) == maxKeys {
			return nil, refusal("bad_sort", "sort", "An order has at most %d keys.", maxKeys)
		}
		keys = append(keys, Key{strings.Split(path, "."), desc})
	}
	return keys, nil
}

// sortKey is a key that was checked.
type sortKey struct {
	column // at the end of steps; nullable says whether the value there can be null
	desc   bool
	path   string    // as the caller named it
	steps  []through // edges to one row
}

// order binds an order. It ends with the id, in the direction of the key before it, so that one index serves both.
// A view without an id has no ids.
func (k *checker) order(t *entity.Type, keys []Key) (bound, ids []sortKey, err error) {
	if keys == nil {
		bound = k.ownOrder(t)
	}
	for _, key := range keys {
		more, err := k.sortKeys(t, key)
		if err != nil {
			return nil, nil, err
		}
		bound = append(bound, more...)
	}
	ids = k.ids(t)
	desc := len(bound) > 0 && bound[len(bound)-1].desc
	for i := range ids {
		ids[i].desc = desc
	}
	var kept []sortKey
	for _, key := range append(bound, ids...) {
		if slices.ContainsFunc(kept, func(other sortKey) bool { return other.path == key.path }) {
			continue
		}
		if kept = append(kept, key); key.isID && len(key.steps) == 0 {
			break // nothing after it matters
		}
	}
	return kept, ids, nil
}

// ownOrder is the type's default order, as far as the caller may read what it names.
func (k *checker) ownOrder(t *entity.Type) []sortKey {
	var bound []sortKey
	for _, name := range t.Order {
		path, desc := strings.CutPrefix(name, "-")
		if keys, err := k.sortKeys(t, Key{strings.Split(path, "."), desc}); err == nil {
			bound = append(bound, keys...)
		}
	}
	return bound
}

// ids are the keys that tell every two rows of t apart, none for a view without an id.
func (k *checker) ids(t *entity.Type) []sortKey {
	if t.Type.ID.Kind != "" {
		return []sortKey{{column: k.columns[t.Slug]["id"], path: "id"}}
	}
	var keys []sortKey
	for _, part := range t.Type.ID.Parts {
		if f := t.Field(part); f != nil {
			col := k.columns[t.Slug][f.Name]
			col.nullable = false
			keys = append(keys, sortKey{column: col, path: f.Name})
		}
	}
	return keys
}

// sortKeys are the keys that one stands for.
func (k *checker) sortKeys(t *entity.Type, key Key) ([]sortKey, error) {
	fail := func(format string, args ...any) ([]sortKey, error) {
		return nil, refusal("bad_sort", "sort", format, args...)
	}
	if len(key.Path) > filter.MaxSteps {
		return fail("A path has at most %d names.", filter.MaxSteps)
	}
	bound := sortKey{desc: key.Desc, path: strings.Join(key.Path, ".")}
	nullable := false
	for i, name := range key.Path {
		last := i == len(key.Path)-1
		e := k.edge(t, name)
		if e == nil {
			col, err := k.column(t, name)
			if err != nil {
				p := refusal("unknown_field", "sort", "%s", err)
				return nil, p
			}
			if !last {
				return fail("%q of %s is no edge: nothing is behind its dot", name, label(t))
			}
			if f := t.Field(name); f != nil && !f.Sortable || col.kind == meta.JSON || col.kind == meta.Bytes {
				return fail("%q of %s cannot be sorted by", name, label(t))
			}
			bound.column = col
			bound.nullable = col.nullable || nullable
			return []sortKey{bound}, nil
		}
		step := through{source: t, target: k.types[e.Type], edge: e}
		if !e.ToOne() {
			return fail("%q of %s leads to many rows, which have no one value to sort by", name, label(t))
		}
		if !k.crosses(step.target) {
			return fail("%q of %s cannot be sorted by: its rows are not open to it", name, label(t))
		}
		var err error
		if step.visible, err = k.visible(step.target); err != nil {
			return nil, err
		}
		nullable = nullable || !e.OwnFK || !e.Required || step.visible != nil
		bound.steps = append(bound.steps, step)
		t = step.target
	}
	return k.titleKeys(t, bound)
}

// titleKeys are the keys that an edge stands for: the title of its target, else its id.
func (k *checker) titleKeys(t *entity.Type, edge sortKey) ([]sortKey, error) {
	var keys []sortKey
	add := func(col column) {
		key := edge
		key.path += "." + col.name
		key.column = col
		key.nullable = true
		keys = append(keys, key)
	}
	for _, name := range t.Title {
		if f := k.field(t, name); f != nil && f.Sortable {
			add(k.columns[t.Slug][f.Name])
		}
	}
	if len(keys) == 0 && t.Type.ID.Kind != "" {
		add(k.columns[t.Slug]["id"])
	}
	if len(keys) == 0 {
		return nil, refusal("bad_sort", "sort", "%q cannot be sorted by: %s have neither title nor id", edge.path, label(t))
	}
	return keys, nil
}

// signature tells orders apart, so that a cursor is not used with another one.
func signature(t *entity.Type, dialect string, keys []sortKey) string {
	h := fnv.New32a()
	_, _ = fmt.Fprintf(h, "%s %s", t.Slug, dialect) // a hash never fails
	for _, key := range keys {
		_, _ = fmt.Fprintf(h, ",%s %t", key.path, key.desc)
	}
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// exprs joins what keys need and returns how each is written.
func exprs(s *sql.Selector, keys []sortKey) []string {
	list := make([]string, len(keys))
	for i, key := range keys {
		if len(key.steps) == 0 {
			list[i] = s.C(key.sql)
		} else {
			list[i] = key.join(s, i)
		}
	}
	return list
}

// join joins the steps to a selector and returns the value at their end. Every joined column has a name of its own,
// so that it makes no name ambiguous that another predicate of the query uses.
func (key sortKey) join(s *sql.Selector, n int) string {
	builder := sql.Dialect(s.Dialect())
	left := s.C(key.steps[0].from())
	for i, step := range key.steps {
		wanted := key.sql
		if i+1 < len(key.steps) {
			wanted = key.steps[i+1].from()
		}
		match := step.edge.Columns[0]
		if step.edge.OwnFK {
			match = step.target.Type.ID.Columns[0]
		}
		t := builder.Table(step.target.Table).Schema(step.target.Schema).As("_t")
		suffix := fmt.Sprintf("%d_%d", n, i)
		joined := builder.Select().From(t).
			AppendSelectAs(t.C(match), "_k"+suffix).
			AppendSelectAs(t.C(wanted), "_v"+suffix).
			As("_s" + suffix)
		where(joined, table{alias: "_t"}, step.visible)
		s.LeftJoin(joined).On(left, quoted(s, "_s"+suffix, "_k"+suffix))
		left = quoted(s, "_s"+suffix, "_v"+suffix)
	}
	return left
}

func quoted(s *sql.Selector, table, column string) string {
	return s.Quote(table) + "." + s.Quote(column)
}

// from is the column of the step's source that says where it leads.
func (n through) from() string {
	if n.edge.OwnFK {
		return n.edge.Columns[0]
	}
	return n.source.Type.ID.Columns[0]
}

// orderBy orders a selector by keys, or backwards.
func orderBy(s *sql.Selector, keys []sortKey, exprs []string, back bool) {
	for i, key := range keys {
		term := exprs[i]
		if key.desc != back {
			term += " DESC"
		}
		if key.nullable && back {
			term += " NULLS FIRST"
		} else if key.nullable {
			term += " NULLS LAST"
		}
		s.OrderExpr(sql.Expr(term))
	}
}
