package query

import (
	"slices"
	"strings"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
)

// test is a predicate over one value. A null value passes isNull alone, and anyTest with one in it.
type test interface {
	write(w writer, col string) // like node's
	match(value any) bool
}

// The operators by what they need of a kind.
var (
	exact   = []filter.Op{filter.Has, filter.Equal, filter.NotEqual}
	ordered = []filter.Op{filter.Has, filter.Equal, filter.NotEqual, filter.Greater, filter.GreaterEqual, filter.Less, filter.LessEqual}
	textual = []filter.Op{filter.Has, filter.Contains, filter.Equal, filter.NotEqual, filter.Greater, filter.GreaterEqual, filter.Less, filter.LessEqual}
	within  = []filter.Op{filter.Has, filter.Contains}
)

// Operators are the operators of each kind. Null goes with ":", "=" and "!=" for every kind; an edge has those three.
func Operators() map[meta.Kind][]filter.Op {
	return map[meta.Kind][]filter.Op{
		meta.String: textual, meta.Int: ordered, meta.Float: ordered, meta.Bool: exact, meta.Time: ordered,
		meta.Enum: exact, meta.UUID: exact, meta.JSON: within, meta.Bytes: exact, meta.Other: ordered,
	}
}

func operators(kind meta.Kind) []filter.Op {
	switch kind {
	case meta.String:
		return textual
	case meta.JSON:
		return within
	case meta.Bool, meta.Enum, meta.UUID, meta.Bytes:
		return exact
	case meta.Int, meta.Float, meta.Time, meta.Other:
	}
	return ordered
}

// test binds what a column is compared with. NotEqual is bound as Equal.
func (k *checker) test(col column, c *filter.Cmp) (test, error) {
	v, err := filter.FillValue(c.Value, k.Vars)
	if err != nil {
		return nil, filterProblem("bad_value", c.ValuePos, "%s", err)
	}
	allowed := operators(col.kind)
	if onlyNull(v) {
		allowed = append(slices.Clip(exact), allowed...)
	}
	if !slices.Contains(allowed, c.Op) {
		return nil, filterProblem("bad_operator", c.OpPos, "%s does not suit %q, which is %s; use one of %s", c.Op, col.name, describe(col.kind), list(operators(col.kind)))
	}
	op := c.Op
	if op == filter.NotEqual {
		op = filter.Equal
	}
	t, err := k.value(col, op, v)
	if err != nil {
		if _, ok := err.(*problem.Problem); ok { //nolint:errorlint // never wrapped
			return nil, err
		}
		return nil, filterProblem("bad_value", c.ValuePos, "%q %s", col.name, err)
	}
	return t, nil
}

func onlyNull(v filter.Value) bool {
	if items, ok := v.(filter.List); ok {
		return !slices.ContainsFunc(items, func(item filter.Value) bool { return !onlyNull(item) })
	}
	return v == filter.Null{}
}

// describe is a kind in a message.
func describe(kind meta.Kind) string {
	switch kind {
	case meta.String:
		return "text"
	case meta.Int, meta.Float:
		return "a number"
	case meta.Bool:
		return "yes or no"
	case meta.Time:
		return "a time"
	case meta.Enum:
		return "a choice"
	case meta.UUID:
		return "a UUID"
	case meta.JSON:
		return "JSON"
	case meta.Bytes:
		return "bytes"
	case meta.Other:
	}
	return "a value of its own type"
}

// value binds a value without variables.
func (k *checker) value(col column, op filter.Op, v filter.Value) (test, error) {
	switch v := v.(type) {
	case filter.List:
		return k.list(col, op, v)
	case filter.Range:
		return k.between(col, v)
	case filter.Pattern:
		if col.kind == meta.String && !col.whole || col.kind == meta.JSON {
			return textTest{v, col}, nil
		}
		return k.literal(col, op, strings.Join(v, "*"))
	case filter.Text:
		return k.literal(col, op, string(v))
	}
	if op != filter.Has && op != filter.Equal {
		return nil, errNull
	}
	return isNull{}, nil
}

// list binds any of several items; those that are compared for equality become one IN.
func (k *checker) list(col column, op filter.Op, items filter.List) (test, error) {
	var several anyTest
	var same equal
	for _, item := range items {
		t, err := k.value(col, op, item)
		if err != nil {
			return nil, err
		}
		if e, ok := t.(equal); ok {
			same.column, same.values, same.args = col, append(same.values, e.values...), append(same.args, e.args...)
			continue
		}
		several = append(several, t)
	}
	if len(same.values) > 0 {
		several = append(several, same)
	}
	if len(several) == 1 {
		return several[0], nil
	}
	return several, nil
}

func (k *checker) literal(col column, op filter.Op, text string) (test, error) {
	if col.kind == meta.JSON || op == filter.Contains || op == filter.Has && col.kind == meta.String && !col.whole {
		return textTest{filter.Pattern{"", text, ""}, col}, nil
	}
	low, high, err := k.span(col, text, op)
	if err != nil {
		return nil, err
	}
	switch op { //nolint:exhaustive // Contains and NotEqual are done with
	case filter.Greater:
		high.open = !high.open
		return interval{col, &high, nil}, nil
	case filter.GreaterEqual:
		return interval{col, &low, nil}, nil
	case filter.Less:
		low.open = true
		return interval{col, nil, &low}, nil
	case filter.LessEqual:
		return interval{col, nil, &high}, nil
	}
	if high.open {
		return interval{col, &low, &high}, nil
	}
	return equal{col, []any{low.value}, []any{low.arg}}, nil
}

func (k *checker) between(col column, r filter.Range) (test, error) {
	if !slices.Contains(operators(col.kind), filter.Less) {
		return nil, errRange
	}
	in := interval{column: col}
	if low, ok := r.Low.(filter.Text); ok {
		from, _, err := k.span(col, string(low), filter.Equal)
		if err != nil {
			return nil, err
		}
		in.low = &from
	}
	if high, ok := r.High.(filter.Text); ok {
		_, to, err := k.span(col, string(high), filter.Equal)
		if err != nil {
			return nil, err
		}
		in.high = &to
	}
	return in, nil
}

// isNull is passed by null.
type isNull struct{}

func (isNull) write(w writer, col string) { w.S(col + " IS NULL") }
func (isNull) match(value any) bool       { return value == nil }

// anyTest is passed by what passes any of its tests.
type anyTest []test

func (t anyTest) write(w writer, col string) {
	w.S("(")
	for i, one := range t {
		if i > 0 {
			w.S(" OR ")
		}
		one.write(w, col)
	}
	w.S(")")
}

func (t anyTest) match(value any) bool {
	return slices.ContainsFunc(t, func(one test) bool { return one.match(value) })
}

// equal is passed by any of values.
type equal struct {
	column
	values, args []any
}

func (t equal) write(w writer, col string) {
	if len(t.args) == 1 {
		w.S(col + " = ").Arg(t.args[0])
		return
	}
	w.S(col + " IN (").Args(t.args...).S(")")
}

func (t equal) match(value any) bool {
	return value != nil && slices.ContainsFunc(t.values, func(v any) bool { return t.order(value, v) == 0 })
}

// interval is passed by what lies between its ends; a nil one is open.
type interval struct {
	column
	low, high *end
}

// end is one end of an interval; open says that it is no part of it.
type end struct {
	value, arg any
	open       bool
}

func (t interval) write(w writer, col string) {
	w.S("(")
	if t.low != nil {
		w.S(col + map[bool]string{false: " >= ", true: " > "}[t.low.open]).Arg(t.low.arg)
	}
	if t.low != nil && t.high != nil {
		w.S(" AND ")
	}
	if t.high != nil {
		w.S(col + map[bool]string{false: " <= ", true: " < "}[t.high.open]).Arg(t.high.arg)
	}
	w.S(")")
}

func (t interval) match(value any) bool {
	if value == nil {
		return false
	}
	if t.low != nil {
		if o := t.order(value, t.low.value); o < 0 || o == 0 && t.low.open {
			return false
		}
	}
	if t.high != nil {
		if o := t.order(value, t.high.value); o > 0 || o == 0 && t.high.open {
			return false
		}
	}
	return true
}

func (w writer) sqlite() bool { return w.Dialect() == dialect.SQLite }
