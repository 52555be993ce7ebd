package items

import (
	"slices"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemcombat"
	"github.com/mosswart/overlord/ent/itemenhancements"
	"github.com/mosswart/overlord/ent/itemname"
	"github.com/mosswart/overlord/ent/itemratings"
	"github.com/mosswart/overlord/ent/itemrequirements"
	"github.com/mosswart/overlord/ent/itemspell"
	"github.com/mosswart/overlord/gamedata"
)

// condition is a search as conditions on rows. It is true or false of a row, never unknown.
type condition interface {
	// where is the condition on the items of s, or with not its exact opposite.
	where(s *sql.Selector, not bool) *sql.Predicate
}

// all is fulfilled where each of its conditions is; without any, everywhere.
type all []condition

func (a all) where(s *sql.Selector, not bool) *sql.Predicate {
	if len(a) == 0 {
		return constant(!not)
	}
	if not {
		return either(each(a, s, not))
	}
	var out []*sql.Predicate
	lists, others := a.listed(s)
	for _, c := range others {
		out = append(out, c.where(s, false))
	}
	if lists != nil {
		out = append(out, sql.In(s.C(item.FieldID), lists))
	}
	if len(out) == 0 {
		return constant(true)
	}
	return both(out)
}

// listed selects the items that fulfil all the conditions on rows of parts; the others are those on the items themselves.
func (a all) listed(s *sql.Selector) (lists *sql.Selector, others all) {
	for _, c := range a.flat() {
		switch l := listed(c, s); {
		case l == nil:
			others = append(others, c)
		case lists == nil:
			lists = l
		default:
			lists.Intersect(l) // before the items are looked at, which are far apart
		}
	}
	return lists, others
}

// flat are the conditions without "and" within "and".
func (a all) flat() []condition {
	var out []condition
	for _, c := range a {
		if inner, ok := c.(all); ok {
			out = append(out, inner.flat()...)
		} else {
			out = append(out, c)
		}
	}
	return out
}

// both and either put "and" and "or" between conditions. One alone stays as it is: ent would take it for an "and" or "or"
// of its own and leave out the parentheses that what is in it needs.
func both(of []*sql.Predicate) *sql.Predicate {
	if len(of) == 1 {
		return of[0]
	}
	return sql.And(of...)
}

func either(of []*sql.Predicate) *sql.Predicate {
	if len(of) == 1 {
		return of[0]
	}
	return sql.Or(of...)
}

// anyOf is fulfilled where one of its conditions is; without any, nowhere.
type anyOf []condition

func (a anyOf) where(s *sql.Selector, not bool) *sql.Predicate {
	if len(a) == 0 {
		return constant(not)
	}
	if not {
		return both(each(a, s, not))
	}
	var lists *sql.Selector
	var out []*sql.Predicate
	for _, c := range a.merged() {
		switch l := listed(c, s); {
		case l == nil:
			out = append(out, c.where(s, false))
		case lists == nil:
			lists = l
		default:
			lists.UnionAll(l)
		}
	}
	if lists != nil {
		out = append(out, sql.In(s.C(item.FieldID), lists))
	}
	return either(out)
}

// merged are the conditions with one test of bits a column.
func (a anyOf) merged() anyOf {
	var out anyOf
	for _, c := range a {
		if inner, ok := c.(anyOf); ok && len(inner) == 1 {
			c = inner[0]
		}
		one, _ := c.(test)
		same := slices.IndexFunc(out, func(other condition) bool {
			of, ok := other.(test)
			return ok && one.mask != 0 && of.mask != 0 && of.at == one.at
		})
		if same < 0 {
			out = append(out, c)
			continue
		}
		out[same] = bits(one.at, one.mask|out[same].(test).mask)
	}
	return out
}

// listed selects the items that fulfil a condition on rows of a part; nil for all other conditions. Databases plan one
// list well, and several with "or" between them badly.
func listed(c condition, s *sql.Selector) *sql.Selector {
	switch c := c.(type) {
	case anyOf:
		if c = c.merged(); len(c) == 1 {
			return listed(c[0], s)
		}
	case hasSpell:
		return c.list(s)
	case test:
		if c.at.table != item.Table && !c.null {
			return c.list(s)
		}
	}
	return nil
}

func each(conditions []condition, s *sql.Selector, not bool) []*sql.Predicate {
	out := make([]*sql.Predicate, len(conditions))
	for i, c := range conditions {
		out[i] = c.where(s, not)
	}
	return out
}

func constant(v bool) *sql.Predicate {
	if v {
		return sql.ExprP("1 = 1")
	}
	return sql.ExprP("1 = 0")
}

// short is all of its conditions, of which those on rows of parts list few items: each of these is looked up. PostgreSQL
// would read all of a large table instead, since it takes rows that are far apart for rows on a disk that turns.
type short struct {
	all
	others all    // those on the items themselves
	ids    string // of the items listed, as PostgreSQL writes an array
}

func (c short) where(s *sql.Selector, not bool) *sql.Predicate {
	if not {
		return c.all.where(s, not)
	}
	return sql.And(c.others.where(s, false), sql.P(func(b *sql.Builder) {
		b.Ident(s.C(item.FieldID)).WriteString(" = ANY(ARRAY(SELECT UNNEST(CAST(").Arg(c.ids).WriteString(" AS bigint[]))))")
	}))
}

// opposite is fulfilled where its condition is not.
type opposite struct{ condition }

func (o opposite) where(s *sql.Selector, not bool) *sql.Predicate { return o.condition.where(s, !not) }

// column is where a value is kept: a column of the items or of one of their parts.
type column struct{ table, name string }

// parts are the tables of values, by fields.json's names. The rows of all but the items have an item_id.
var parts = map[string]string{
	"item": item.Table, "combat": itemcombat.Table, "requirements": itemrequirements.Table,
	"enhancements": itemenhancements.Table, "ratings": itemratings.Table,
}

const itemID = itemcombat.FieldItemID // in all parts

// test is a condition on one column.
type test struct {
	at     column
	passes func(c string) *sql.Predicate // of a value that is not NULL; never unknown then
	null   bool                          // no value passes too
	mask   int64                         // of bits
}

func (t test) where(s *sql.Selector, not bool) *sql.Predicate {
	if t.at.table == item.Table {
		c := s.C(t.at.name)
		switch {
		case t.passes == nil && t.null != not:
			return sql.IsNull(c)
		case t.passes == nil:
			return sql.NotNull(c)
		case t.null && !not:
			return sql.Or(sql.IsNull(c), t.passes(c))
		case t.null:
			return sql.And(sql.NotNull(c), sql.Not(t.passes(c)))
		case not:
			return sql.Or(sql.IsNull(c), sql.Not(t.passes(c)))
		default:
			return t.passes(c)
		}
	}
	return having(s, t.list(s), itemID, t.null != not)
}

// list selects the items that pass, or that do not where no value passes too; the column is not the items' own.
func (t test) list(s *sql.Selector) *sql.Selector {
	part := sql.Dialect(s.Dialect()).Select(itemID).From(sql.Table(t.at.table))
	c := part.C(t.at.name)
	switch {
	case t.passes == nil:
		part.Where(sql.NotNull(c))
	case t.null:
		part.Where(sql.And(sql.NotNull(c), sql.Not(t.passes(c))))
	default:
		part.Where(t.passes(c))
	}
	return part
}

// having is that an item is among those of a part's rows; lacking, that it is not. The one can drive a plan, so it is a
// list; the other is asked of each item, since a list of those that have something may be long.
func having(s, part *sql.Selector, key string, lacking bool) *sql.Predicate {
	if lacking {
		return sql.Not(sql.Exists(part.Where(sql.ColumnsEQ(part.C(key), s.C(item.FieldID)))))
	}
	return sql.In(s.C(item.FieldID), part)
}

// known is that a column has a value.
func known(at column) condition { return test{at: at} }

// bits is that a mask shares a bit with a column.
func bits(at column, mask int64) condition {
	return test{at: at, mask: mask, passes: func(c string) *sql.Predicate {
		return sql.P(func(b *sql.Builder) { b.WriteString("(").Ident(c).WriteString(" & ").Arg(mask).WriteString(") <> 0") })
	}}
}

// some is that a mask or a number is above zero.
func some(at column) condition {
	return test{at: at, passes: func(c string) *sql.Predicate { return sql.GT(c, 0) }}
}

// oneOf is that a column's number is among ids.
func oneOf(at column, ids []int64) condition {
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return test{at: at, passes: func(c string) *sql.Predicate { return sql.In(c, args...) }}
}

// among is that an item's text is one of a list.
func among(field string, texts []string) condition {
	if len(texts) == 0 {
		return anyOf{}
	}
	args := make([]any, len(texts))
	for i, t := range texts {
		args[i] = t
	}
	return test{at: column{item.Table, field}, passes: func(c string) *sql.Predicate { return sql.In(c, args...) }}
}

// hasSpell is that one of the item's own spells fulfils a condition.
type hasSpell struct {
	which func(s *sql.Selector) *sql.Predicate
}

func (h hasSpell) where(s *sql.Selector, not bool) *sql.Predicate {
	return having(s, h.list(s), itemspell.FieldItemID, not)
}

// list selects the items that have it.
func (h hasSpell) list(s *sql.Selector) *sql.Selector {
	spell := sql.Dialect(s.Dialect()).Select(itemspell.FieldItemID).From(sql.Table(itemspell.Table))
	return spell.Where(sql.EQ(spell.C(itemspell.FieldIsActive), false)).Where(h.which(spell))
}

// named is that an item's name is one of those that a pattern finds among all names.
type named struct{ texts }

func (n named) where(s *sql.Selector, not bool) *sql.Predicate {
	if not {
		return sql.NotIn(s.C(item.FieldName), n.among(s.Dialect()))
	}
	return sql.In(s.C(item.FieldName), n.among(s.Dialect()))
}

// among selects the names that fit.
func (t texts) among(dialect string) *sql.Selector {
	names := sql.Dialect(dialect).Select(itemname.FieldName).From(sql.Table(itemname.Table))
	return names.Where(t.where(names.C(itemname.FieldName), names.C(itemname.FieldFolded)))
}

// inPack is that an item lies in a pack whose name fits.
type inPack struct{ texts }

func (p inPack) where(s *sql.Selector, not bool) *sql.Predicate {
	pack := sql.Dialect(s.Dialect()).Select(item.FieldID).From(sql.Table(item.Table).As("pack"))
	pack.Where(sql.ColumnsEQ(pack.C(item.FieldCharacterName), s.C(item.FieldCharacterName))).
		Where(sql.ColumnsEQ(pack.C(item.FieldObjectID), s.C(item.FieldContainerID))).
		Where(sql.IsNull(pack.C(item.FieldRemovedAt))).
		Where(sql.In(pack.C(item.FieldName), p.among(s.Dialect())))
	if not {
		return sql.Not(sql.Exists(pack))
	}
	return sql.Exists(pack)
}

// inMainPack is that an item lies in the character's main pack: its container is the character, which is no item.
func inMainPack() condition {
	container := column{item.Table, item.FieldContainerID}
	return all{
		opposite{some(column{item.Table, item.FieldEquippedSlots})},
		test{at: container, passes: func(c string) *sql.Predicate { return sql.LT(c, firstItemID) }},
	}
}

// firstItemID is where the ids of things begin that the server makes; characters' are below (facts of the game).
const firstItemID = int64(1) << 31

var wearSlots = column{item.Table, item.FieldWearSlots}

func worn(at gamedata.Slot) condition { return bits(wearSlots, int64(at)) }
