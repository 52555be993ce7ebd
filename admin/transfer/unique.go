package transfer

import (
	"context"
	"database/sql/driver"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/change"
	"github.com/mosswart/overlord/admin/entity"
	"github.com/mosswart/overlord/admin/problem"
)

// member is a column by which rows are found: the id, a field, or an edge whose foreign key is in the table.
type member struct {
	name, column string

	parse func(*fileCell) (any, error)
	arg   func(any) (any, error)
	text  func(any) string
	ofRow func(row any) any
	given func(in *change.Input) (value any, ok bool)
}

// newMember is the member of that name, false where nothing of that name can be one.
func newMember(t *entity.Type, targets func(slug string) *entity.Type, name string) (member, bool) {
	if name == "id" && t.ParseID != nil && t.ID != nil {
		m := idMember(name, t.Type.ID.Columns[0], t)
		m.ofRow = t.ID
		m.given = func(in *change.Input) (any, bool) { return in.ID, in.ID != nil }
		return m, true
	}
	for i := range t.Fields {
		f, v := &t.Fields[i], &t.Values[i]
		if f.Name != name || f.Column == "" || v.Get == nil || v.Codec == nil {
			continue
		}
		return member{
			name: name, column: f.Column, arg: v.Codec.Arg, text: v.Codec.Text, ofRow: v.Get,
			parse: func(c *fileCell) (any, error) { return c.parse(v.Codec) },
			given: func(in *change.Input) (any, bool) { value, ok := in.Set[name]; return value, ok },
		}, true
	}
	e := t.Edge(name)
	if e == nil || !e.OwnFK || !e.ToOne() || t.One == nil {
		return member{}, false
	}
	target := targets(e.Type)
	if target == nil || target.ParseID == nil || target.ID == nil {
		return member{}, false
	}
	m := idMember(name, e.Columns[0], target)
	m.ofRow = func(row any) any {
		if to, _, _ := t.One(row, name); to != nil {
			return target.ID(to)
		}
		return nil
	}
	m.given = func(in *change.Input) (any, bool) {
		to, ok := in.Edges[name]
		if !ok || len(to.Set) == 0 {
			return nil, ok
		}
		return to.Set[0], true
	}
	return m, true
}

// idMember is a member that holds ids of t.
func idMember(name, column string, t *entity.Type) member {
	return member{
		name: name, column: column, arg: func(v any) (any, error) { return driver.DefaultParameterConverter.ConvertValue(v) },
		text:  func(v any) string { return fmt.Sprint(v) },
		parse: func(c *fileCell) (any, error) { return t.ParseID(c.id()) },
	}
}

// matching selects the rows whose members have the values of one of tuples.
func matching(members []member, tuples [][]any) (func(*sql.Selector), error) {
	args := make([][]any, len(tuples))
	for i, values := range tuples {
		args[i] = make([]any, len(members))
		for n, m := range members {
			var err error
			if args[i][n], err = m.arg(values[n]); err != nil {
				return nil, fmt.Errorf("%s: %w", m.name, err)
			}
		}
	}
	return func(s *sql.Selector) {
		if len(members) == 1 {
			s.Where(sql.In(s.C(members[0].column), slices.Concat(args...)...))
			return
		}
		either := make([]*sql.Predicate, len(args))
		for i, tuple := range args {
			all := make([]*sql.Predicate, len(members))
			for n, m := range members {
				all[n] = sql.EQ(s.C(m.column), tuple[n])
			}
			either[i] = sql.And(all...)
		}
		s.Where(sql.Or(either...))
	}, nil
}

// unique is what no two rows may have in common.
type unique struct {
	members []member
	seen    map[[16]byte]int // rows of the file by a hash of what they have
}

func (u *unique) isID() bool { return len(u.members) == 1 && u.members[0].name == "id" }

func (u *unique) names() []string {
	names := make([]string, len(u.members))
	for i, m := range u.members {
		names[i] = m.name
	}
	return names
}

func (u *unique) is(names []string) bool {
	own := u.names()
	return len(own) == len(names) && !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(own, name) })
}

// text is one text for values, different ones for different values.
func (u *unique) text(values []any) string {
	var text strings.Builder
	for i, m := range u.members {
		part := m.text(values[i])
		fmt.Fprintf(&text, "%d %s", len(part), part)
	}
	return text.String()
}

// ofRow are a row's values, false where one is null.
func (u *unique) ofRow(row any) (values []any, ok bool) {
	for _, m := range u.members {
		value := m.ofRow(row)
		if value == nil {
			return nil, false
		}
		values = append(values, value)
	}
	return values, true
}

// ofLine are the values that a line will have, false where one is null, or where it does not give any of them and
// was not found by them either.
func (u *unique) ofLine(l *line, isKey bool) (values []any, ok bool) {
	some := isKey && l.row != nil
	for _, m := range u.members {
		value, given := m.given(&l.in)
		switch {
		case given:
			some = true
		case l.row != nil:
			value = m.ofRow(l.row)
		}
		if value == nil {
			return nil, false
		}
		values = append(values, value)
	}
	return values, some
}

// findUniques collects what is unique in the type, as far as it can be asked for.
func (p *pass) findUniques() error {
	sets := [][]string{{"id"}}
	sets = append(sets, p.t.Keys...)
	for i := range p.t.Fields {
		if f := &p.t.Fields[i]; f.Unique && !f.Computed {
			sets = append(sets, []string{f.Name})
		}
	}
	for _, names := range sets {
		u := &unique{seen: map[[16]byte]int{}}
		for _, name := range names {
			if m, ok := newMember(p.t, p.reg.Type, name); ok {
				u.members = append(u.members, m)
			}
		}
		if len(u.members) == len(names) && !slices.ContainsFunc(p.uniques, func(o *unique) bool { return o.is(names) }) {
			p.uniques = append(p.uniques, u)
		}
	}
	return p.checkKey()
}

// checkKey refuses a key that is none, and one that the caller may not see with the same words.
func (p *pass) checkKey() error {
	if p.req.Mode != Upsert || len(p.req.Key) == 0 {
		return nil
	}
	for _, name := range p.req.Key {
		if name != "id" && !p.columns.reads(p.t.Slug, name) {
			return problem.Field("key", "there is no field %q", name)
		}
	}
	if !slices.ContainsFunc(p.uniques, func(u *unique) bool { return u.is(p.req.Key) }) {
		return problem.Field("key", "%s is not unique, so it cannot find rows", strings.Join(p.req.Key, " and "))
	}
	return nil
}

// chooseKey decides by what an upsert finds rows, once the file's columns are known.
func (p *pass) chooseKey(rows bool) error {
	for _, u := range p.uniques {
		asked := len(p.req.Key) > 0
		if asked && !u.is(p.req.Key) {
			continue
		}
		missing := slices.DeleteFunc(u.names(), p.hasColumn)
		if len(missing) == 0 {
			p.key = u
			return nil
		}
		if asked && rows {
			return problem.Field("key", "the file has no column for %s", strings.Join(missing, " and "))
		}
	}
	if rows {
		return problem.Field("key", "the file has no column by which rows could be found")
	}
	return nil
}

// hasColumn reports whether the file has a column for an id, a field or an edge.
func (p *pass) hasColumn(name string) bool {
	for to := range p.columns.taken {
		if to.kind == toID && name == "id" || to.name == name && name != "" {
			return true
		}
	}
	return false
}

// checkUnique looks for rows, in the file and in the table, that have in common what they may not.
func (p *pass) checkUnique(ctx context.Context, lines []*line) error {
	for _, u := range p.uniques {
		byText := map[string]*line{}
		var tuples [][]any
		for _, l := range lines {
			values, ok := u.ofLine(l, u == p.key)
			if !ok {
				continue
			}
			text := u.text(values)
			var hash [16]byte
			h := fnv.New128a()
			_, _ = h.Write([]byte(text)) // a hash never fails
			h.Sum(hash[:0])
			if other, ok := u.seen[hash]; ok {
				p.fail(l, u.names()[0], fmt.Sprintf("%s the same as in row %d", u.verb(), other))
				continue
			}
			u.seen[hash] = l.number
			if l.row != nil {
				if own, ok := u.ofRow(l.row); ok && u.text(own) == text {
					continue
				}
			}
			byText[text] = l
			tuples = append(tuples, values)
		}
		if len(tuples) == 0 {
			continue
		}
		if err := p.checkTaken(ctx, u, tuples, byText); err != nil {
			return err
		}
	}
	return nil
}

// verb begins a sentence about the members.
func (u *unique) verb() string {
	if len(u.members) == 1 {
		return "is"
	}
	return "is, together with " + strings.Join(u.names()[1:], " and ") + ","
}

func (p *pass) checkTaken(ctx context.Context, u *unique, tuples [][]any, byText map[string]*line) error {
	shape, err := matching(u.members, tuples)
	if err != nil {
		return err
	}
	q := entity.Query{Fields: []string{}, Shape: shape}
	for _, m := range u.members {
		switch {
		case p.t.Field(m.name) != nil:
			q.Fields = append(q.Fields, m.name)
		case p.t.Edge(m.name) != nil:
			q.Edges = append(q.Edges, m.name)
		}
	}
	rows, err := p.t.Ops.Find(entity.WithDeleted(ctx), p.client, q)
	if err != nil {
		return err
	}
	for _, row := range rows {
		values, ok := u.ofRow(row)
		if !ok {
			continue
		}
		if l := byText[u.text(values)]; l != nil && (l.row == nil || p.t.IDText(l.row) != p.t.IDText(row)) {
			p.fail(l, u.names()[0], u.verb()+" taken already")
		}
	}
	return nil
}
