package query_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/filter"
	"github.com/mosswart/overlord/admin/meta"
	"github.com/mosswart/overlord/admin/problem"
	"github.com/mosswart/overlord/admin/query"
)

var noon = time.Date(2021, 2, 2, 12, 0, 0, 0, time.UTC)

// TestDatabasesSelectWhatTheFilterSays compares what random filters find in the databases with their evaluation in
// memory.
func TestDatabasesSelectWhatTheFilterSays(t *testing.T) {
	eachLibrary(t, 40, func(t *testing.T, l *library) {
		c := query.New(l.reg)
		some, nothing := 0, 0
		for range 400 {
			typ := l.reg.Types[l.IntN(len(l.reg.Types))]
			e := l.filter(typ, 2)
			access := query.Access{Now: noon, Vars: map[string]string{"me": "3"}}
			if l.IntN(3) == 0 {
				access.Rows = func(slug string) (filter.Expr, error) { return rowFilters[slug], nil }
			}
			e = reparse(t, e)
			bound, err := c.Check(typ, e, access)
			if err != nil {
				t.Fatalf("%s: %s: %v", typ.Slug, e, err)
			}
			want := []string{}
			for _, o := range l.rows[typ.Slug] {
				if bound.Match(o) {
					want = append(want, typ.IDText(o.row))
				}
			}
			got := l.find(t, typ, bound.Predicate())
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("%s: %s\nfinds %v\nwant  %v\n%s", typ.Slug, e, got, want, statement(l, typ, bound.Predicate()))
			}
			for _, limit := range []int{0, 7} {
				most := len(want)
				if limit > 0 {
					most = min(most, limit)
				}
				if n, err := typ.Ops.Count(t.Context(), l.client, bound.Predicate(), limit); err != nil || n != most {
					t.Fatalf("%s: %s counts %d, %v; want %d", typ.Slug, e, n, err, most)
				}
			}
			switch len(want) {
			case 0, len(l.rows[typ.Slug]):
				nothing++
			default:
				some++
			}
		}
		if some < nothing/2 {
			t.Errorf("only %d of %d filters tell rows apart: the test has become blunt", some, some+nothing)
		}
	})
}

// TestDatabasesTakeWhateverIsAccepted compares fields with what does not suit them: it is refused with a problem, or
// the databases take it.
func TestDatabasesTakeWhateverIsAccepted(t *testing.T) {
	junk := append(slices.Clone(words), "99999999999999999999", "-9223372036854775808", "9223372036854775807", "1e400", "1e308", "-0", "0x10", "1_000", "+5", " 7 ", "0001-01-01", "0000", "9999",
		"9999-12-31T23:59:59.999999999Z", "0001-01-01T00:00:00+14:00", "2021-02-30", "2021-13", "now+99999y", "now-2020y", "today+0d", "24:00", "{}", "null", "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
		"{6ba7b810-9dad-11d1-80b4-00c04fd430c8}", "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8", "AA==", "\uFFFD", "\u202e", strings.Repeat("é", 2000), strings.Repeat("%", 3000), "\x01")
	eachLibrary(t, 8, func(t *testing.T, l *library) {
		c := query.New(l.reg)
		accepted := 0
		for range 600 {
			typ := l.reg.Types[l.IntN(len(l.reg.Types))]
			e, ok := l.cmp(typ).(*filter.Cmp)
			if !ok {
				continue
			}
			text := func() filter.Value { return filter.Text(junk[l.IntN(len(junk))]) }
			e.Value = []filter.Value{text(), filter.List{text(), filter.Null{}, text()}, filter.Range{Low: text(), High: text()}, filter.Pattern{string(text().(filter.Text)), ""}}[l.IntN(4)]
			b, err := c.Check(typ, e, query.Access{Now: noon})
			if err != nil {
				if p := problem.Of(err); p.Status != 400 || p.Detail == "" {
					t.Fatalf("%s: %v", e, err)
				}
				continue
			}
			accepted++
			l.find(t, typ, b.Predicate())
			for _, o := range l.rows[typ.Slug] {
				b.Match(o)
			}
		}
		if accepted < 80 {
			t.Errorf("only %d filters were accepted", accepted)
		}
	})
}

// TestPagesAreTheWholeListInOrder walks through random lists by pages, forwards and back again.
func TestPagesAreTheWholeListInOrder(t *testing.T) {
	eachLibrary(t, 40, func(t *testing.T, l *library) {
		c := query.New(l.reg)
		for range 120 {
			typ := l.reg.Types[l.IntN(len(l.reg.Types))]
			plan := query.Plan{Limit: 1 + l.IntN(30)}
			if l.IntN(2) == 0 {
				plan.Filter = l.filter(typ, 1)
			}
			access := query.Access{Now: noon, Vars: map[string]string{"me": "3"}}
			if l.IntN(3) == 0 {
				access.Rows = func(slug string) (filter.Expr, error) { return rowFilters[slug], nil }
			}
			var sorts []sortBy
			for range l.IntN(4) {
				s := l.sortBy(typ)
				sorts = append(sorts, s)
				plan.Sort = append(plan.Sort, query.Key{Path: s.path, Desc: s.desc})
			}
			if plan.Sort == nil {
				plan.Sort = []query.Key{{Path: []string{"id"}}}
				sorts = []sortBy{{path: []string{"id"}}}
			}
			want := l.sorted(t, c, typ, plan, access, sorts)
			name := fmt.Sprintf("%s by %v where %v, %d a page", typ.Slug, plan.Sort, plan.Filter, plan.Limit)

			var got []string
			var cursors []string
			p, result := l.page(t, c, typ, plan, access, name)
			for {
				if result.Prev == "" != (len(got) == 0) {
					t.Fatalf("%s: the page at %d has the cursor %q back", name, len(got), result.Prev)
				}
				got = append(got, ids(typ, result.Rows)...)
				if n := len(result.Rows); n > plan.Limit || n < plan.Limit && result.Next != "" {
					t.Fatalf("%s: a page has %d rows", name, n)
				}
				if result.Next == "" {
					break
				}
				plan.After = result.Next
				cursors = append(cursors, plan.After)
				_, result = l.page(t, c, typ, plan, access, name)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s:\ngot  %v\nwant %v\n%s", name, got, want, statement(l, typ, p.Query(entity.Query{}).Shape))
			}
			var back []string
			for plan.After, plan.Before = "", result.Prev; plan.Before != ""; plan.Before = result.Prev {
				_, result = l.page(t, c, typ, plan, access, name)
				if result.Next == "" {
					t.Fatalf("%s: a page before another has none behind it", name)
				}
				back = append(ids(typ, result.Rows), back...)
			}
			if n := len(cursors) * plan.Limit; !slices.Equal(back, want[:min(n, len(want))]) {
				t.Fatalf("%s, backwards:\ngot  %v\nwant %v", name, back, want[:n])
			}
		}
	})
}

// rowFilters are rows that some callers may not see.
var rowFilters = map[string]filter.Expr{
	"authors":  must(`born:null or born<8`),
	"books":    must(`-status:withdrawn author.name~a or pages<6`),
	"branches": must(`open:true or parent.open:false`),
	"tags":     must(`color!=a`),
}

func must(text string) filter.Expr {
	e, err := filter.Parse(text)
	if err != nil {
		panic(err)
	}
	return e
}

// reparse proves on the way that a filter survives its text.
func reparse(t *testing.T, e filter.Expr) filter.Expr {
	t.Helper()
	again, err := filter.Parse(e.String())
	if err != nil || again.String() != e.String() {
		t.Fatalf("%s is read back as %v: %v", e, again, err)
	}
	return again
}

func (l *library) find(t *testing.T, typ *entity.Type, shape func(*sql.Selector)) []string {
	t.Helper()
	rows, err := typ.Ops.Find(t.Context(), l.client, entity.Query{Fields: []string{}, Shape: shape})
	if err != nil {
		t.Fatalf("%v\n%s", err, statement(l, typ, shape))
	}
	return ids(typ, rows)
}

func ids(typ *entity.Type, rows []any) []string {
	texts := make([]string, len(rows))
	for i, row := range rows {
		texts[i] = typ.IDText(row)
	}
	return texts
}

func statement(l *library, typ *entity.Type, shape func(*sql.Selector)) string {
	builder := sql.Dialect(l.reg.Source.Dialect())
	s := builder.Select("*").From(builder.Table(typ.Table))
	shape(s)
	text, args := s.Query()
	return fmt.Sprint(text, args)
}

func (l *library) page(t *testing.T, c *query.Compiler, typ *entity.Type, plan query.Plan, access query.Access, name string) (*query.Page, query.Result) {
	t.Helper()
	p, err := c.Page(typ, plan, access)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	q := p.Query(entity.Query{Fields: []string{}})
	rows, err := typ.Ops.Find(t.Context(), l.client, q)
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, statement(l, typ, q.Shape))
	}
	result, err := p.Finish(t.Context(), l.reg.Source.Driver(), rows)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return p, result
}

// filter is a random filter.
func (l *library) filter(typ *entity.Type, depth int) filter.Expr {
	if depth > 0 {
		switch l.IntN(6) {
		case 0:
			return filter.Not{Term: l.filter(typ, depth-1)}
		case 1, 2:
			return filter.All(l.filter(typ, depth-1), l.filter(typ, depth-1))
		case 3:
			return filter.Any(l.filter(typ, depth-1), l.filter(typ, depth-1), l.filter(typ, depth-1))
		}
	}
	for {
		if cmp := l.cmp(typ); cmp != nil {
			return cmp
		}
	}
}

// cmp is a random comparison, mostly with a value that is there.
func (l *library) cmp(typ *entity.Type) filter.Expr {
	var path []string
	for l.IntN(2) == 0 && len(path) < 3 {
		e := &typ.Edges[l.IntN(len(typ.Edges))]
		path = append(path, e.Name)
		typ = l.reg.Type(e.Type)
		if l.IntN(6) == 0 {
			op := []filter.Op{filter.Has, filter.Equal, filter.NotEqual}[l.IntN(3)]
			return &filter.Cmp{Path: path, Op: op, Value: l.several(op, func() filter.Value { return l.id(typ) })}
		}
	}
	if l.IntN(8) == 0 {
		op := []filter.Op{filter.Has, filter.Equal, filter.NotEqual}[l.IntN(3)]
		return &filter.Cmp{Path: append(path, "id"), Op: op, Value: l.several(op, func() filter.Value { return l.id(typ) })}
	}
	i := l.IntN(len(typ.Fields))
	f := &typ.Fields[i]
	if !f.Filterable {
		return nil
	}
	ops := query.Operators()[f.Kind]
	op := ops[l.IntN(len(ops))]
	value := l.several(op, func() filter.Value { return l.literal(typ, i, op) })
	if l.IntN(10) == 0 {
		op, value = []filter.Op{filter.Has, filter.Equal, filter.NotEqual}[l.IntN(3)], filter.Null{}
	}
	return &filter.Cmp{Path: append(path, f.Name), Op: op, Value: value}
}

func (l *library) id(typ *entity.Type) filter.Value {
	rows := l.rows[typ.Slug]
	switch l.IntN(5) {
	case 0:
		return filter.Null{}
	case 1:
		if typ.Type.ID.Kind == meta.Int {
			return filter.Var("me")
		}
	}
	return filter.Text(typ.IDText(rows[l.IntN(len(rows))].row))
}

// several is one value, or some of them where the operator takes a list.
func (l *library) several(op filter.Op, one func() filter.Value) filter.Value {
	if l.IntN(4) > 0 || !slices.Contains([]filter.Op{filter.Has, filter.Equal, filter.NotEqual, filter.Contains}, op) {
		if v := one(); (v != filter.Value(filter.Null{})) || op == filter.Has || op == filter.Equal || op == filter.NotEqual {
			return v
		}
	}
	items := filter.List{}
	for range 1 + l.IntN(3) {
		if v := one(); op != filter.Contains || v != filter.Value(filter.Null{}) {
			items = append(items, v)
		}
	}
	return items
}

// literal is something to compare the i-th field with.
func (l *library) literal(typ *entity.Type, i int, op filter.Op) filter.Value {
	f := &typ.Fields[i]
	text := func() filter.Text {
		if f.Kind == meta.JSON {
			return filter.Text([]string{"en", "le", "ÉLAN", "WIDTH", "7", "日"}[l.IntN(6)])
		}
		if f.Kind == meta.Time && l.IntN(2) == 0 {
			return filter.Text([]string{"2020", "2021-01", "2021-02-02", "now", "today", "now-1d", "today-1mo", "yesterday+12h"}[l.IntN(8)])
		}
		if f.Kind == meta.String && l.IntN(2) == 0 {
			return filter.Text(l.word())
		}
		rows := l.rows[typ.Slug]
		if value := rows[l.IntN(len(rows))].fields[f.Name]; value != nil {
			return filter.Text(typ.Values[i].Codec.Text(value))
		}
		return map[meta.Kind]filter.Text{meta.String: "a", meta.Int: "3", meta.Float: "2.5", meta.Bool: "yes", meta.Time: "2020", meta.Enum: filter.Text(append(f.Choices, meta.Choice{})[0].Value)}[f.Kind]
	}
	between := slices.Contains(query.Operators()[f.Kind], filter.Less) && (op == filter.Has || op == filter.Equal || op == filter.NotEqual)
	switch n := l.IntN(10); {
	case n == 0 && between:
		return filter.Range{Low: text(), High: text()}
	case n == 1 && between:
		return filter.Range{Low: text()}
	case n == 2 && op == filter.Has && f.Kind == meta.String:
		return filter.Pattern{string(text()), ""}
	case n == 3 && op == filter.Has && f.Kind == meta.String:
		return filter.Pattern{"", string([]rune(l.word())[:1]), l.word(), ""}
	case n == 4 && (op == filter.Has || op == filter.Equal || op == filter.NotEqual) && f.Kind != meta.JSON:
		return filter.Null{}
	}
	return text()
}

// sortBy is a key of a random order.
type sortBy struct {
	path []string
	desc bool
}

func (l *library) sortBy(typ *entity.Type) sortBy {
	s := sortBy{desc: l.IntN(2) == 0}
	for {
		if l.IntN(3) == 0 && len(s.path) < 3 {
			e := &typ.Edges[l.IntN(len(typ.Edges))]
			if e.ToOne() {
				s.path = append(s.path, e.Name)
				typ = l.reg.Type(e.Type)
			}
			continue
		}
		f := &typ.Fields[l.IntN(len(typ.Fields))]
		if l.IntN(10) == 0 {
			s.path = append(s.path, "id")
			return s
		} else if f.Sortable {
			s.path = append(s.path, f.Name)
			return s
		}
	}
}

// sorted is the whole list, put in order here.
func (l *library) sorted(t *testing.T, c *query.Compiler, typ *entity.Type, plan query.Plan, access query.Access, sorts []sortBy) []string {
	t.Helper()
	matched, err := c.Check(typ, plan.Filter, access)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]*query.Bound{}
	for _, t2 := range l.reg.Types {
		if seen[t2.Slug], err = c.RowFilter(t2, access); err != nil {
			t.Fatal(err)
		}
	}
	var rows []*object
	for _, o := range l.rows[typ.Slug] {
		if matched.Match(o) && seen[typ.Slug].Match(o) {
			rows = append(rows, o)
		}
	}
	at := func(o *object, path []string) any {
		for _, name := range path[:len(path)-1] {
			targets := o.edges[name]
			if len(targets) == 0 {
				return nil
			}
			o = targets[0]
			if soft := o.t.SoftDelete; soft != "" && o.fields[soft] != nil || !seen[o.t.Slug].Match(o) {
				return nil
			}
		}
		if last := path[len(path)-1]; last != "id" {
			return o.fields[last]
		}
		return o.ID()
	}
	sorts = append(slices.Clone(sorts), sortBy{[]string{"id"}, sorts[len(sorts)-1].desc})
	slices.SortFunc(rows, func(a, b *object) int {
		for _, s := range sorts {
			x, y := at(a, s.path), at(b, s.path)
			if x == nil || y == nil {
				if x != nil || y != nil {
					return map[bool]int{true: 1, false: -1}[x == nil]
				}
				continue
			}
			if o := compare(x, y); o != 0 {
				return map[bool]int{true: -o, false: o}[s.desc]
			}
		}
		return 0
	})
	var texts []string
	for _, o := range rows {
		texts = append(texts, typ.IDText(o.row))
	}
	return texts
}

func compare(a, b any) int {
	if x, ok := a.(time.Time); ok {
		return x.Compare(b.(time.Time))
	}
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	switch {
	case x.CanInt():
		return cmp.Compare(x.Int(), y.Int())
	case x.CanUint():
		return cmp.Compare(x.Uint(), y.Uint())
	case x.CanFloat():
		return cmp.Compare(x.Float(), y.Float())
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}
