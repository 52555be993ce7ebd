package change

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"entgo.io/ent/dialect"

	"github.com/mosswart/overlord/admin/problem"
)

// putter puts rows from snapshots back. What they refer to may have been deleted since: then the database would have
// dealt with them too, had they been there, and they are put back as they would be now.
type putter struct {
	*session
	c       *catalog
	d       string
	sets    []*rowSet
	exist   map[string]map[string]bool // keys that the database has, by table and column
	patches []patch
}

// rowSet are rows of one table that are put back, nil where they would be gone by now.
type rowSet struct {
	of      *table
	columns []string
	rows    []cells
}

// patch is a foreign key that can be set only once the row that it leads to is there.
type patch struct {
	set    *rowSet
	row    cells
	column string
	value  cell
}

func (r *rowSet) at(column string) int { return slices.Index(r.columns, column) }

// putBack inserts what snapshots hold. m is a type whose row is in them.
func (s *session) putBack(ctx context.Context, m *model, snaps []*snapshot) error {
	c, err := s.schema(ctx, m)
	if err != nil {
		return err
	}
	p := &putter{session: s, c: c, d: s.tx.Driver.Dialect(), exist: map[string]map[string]bool{}}
	for _, snap := range snaps {
		for i := range snap.Tables {
			if err := p.gather(&snap.Tables[i]); err != nil {
				return err
			}
		}
	}
	p.order()
	if err := p.adapt(ctx); err != nil {
		return err
	}
	p.postpone()
	for _, set := range p.sets {
		if err := p.insert(ctx, m, set); err != nil {
			return err
		}
	}
	for _, late := range p.patches {
		if err := p.patch(ctx, m, late); err != nil {
			return err
		}
	}
	for _, snap := range snaps {
		for i := range snap.Nulled {
			if err := p.attach(ctx, m, &snap.Nulled[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

func changedSince(what string) error {
	return problem.New(http.StatusConflict, "changed_since", "It cannot be brought back: %s.", what)
}

// gather adds rows of a snapshot to those of their table.
func (p *putter) gather(rows *tableRows) error {
	of := p.c.tables[rows.Table]
	if of == nil {
		return changedSince("the table " + rows.Table + " is no more")
	}
	for _, name := range rows.Columns {
		if of.column(name) == nil {
			return changedSince("the table " + rows.Table + " has no column " + name + " any more")
		}
	}
	for _, set := range p.sets {
		if set.of == of && slices.Equal(set.columns, rows.Columns) {
			set.rows = append(set.rows, rows.Rows...)
			return nil
		}
	}
	p.sets = append(p.sets, &rowSet{of: of, columns: rows.Columns, rows: slices.Clone(rows.Rows)})
	return nil
}

// order sorts the sets so that tables come after those that they refer to, as far as there are no circles.
func (p *putter) order() {
	var sorted []*rowSet
	visited := map[*table]bool{}
	var visit func(of *table)
	visit = func(of *table) {
		if visited[of] {
			return
		}
		visited[of] = true
		for _, k := range of.keys {
			visit(k.parent)
		}
		for _, set := range p.sets {
			if set.of == of {
				sorted = append(sorted, set)
			}
		}
	}
	for _, set := range p.sets {
		visit(set.of)
	}
	p.sets = sorted
}

// insert inserts the rows of a set.
func (p *putter) insert(ctx context.Context, m *model, set *rowSet) error {
	rows := slices.DeleteFunc(set.rows, func(row cells) bool { return row == nil })
	names := make([]string, len(set.columns))
	for i, name := range set.columns {
		names[i] = quote(name)
	}
	size := max(1, min(chunk, 30_000/max(1, len(names)))) // SQLite takes 32,766 parameters
	for part := range slices.Chunk(rows, size) {
		q := &statement{dialect: p.d}
		q.sql("INSERT INTO ", set.of.quoted, " (", strings.Join(names, ","), ")")
		if p.d == dialect.SQLite {
			q.sql(" VALUES ")
			for i, row := range part {
				q.sql(strings.Repeat(",", min(i, 1)), "(").cells(set.of, "", row...).sql(")")
			}
		} else {
			q.arrays(set, part)
		}
		if err := p.exec(ctx, m, q, set.of); err != nil {
			return err
		}
	}
	return nil
}

// arrays selects rows from arrays, one a column, which PostgreSQL reads far faster than thousands of parameters.
func (q *statement) arrays(set *rowSet, rows []cells) {
	q.sql(" OVERRIDING SYSTEM VALUE SELECT ")
	for i, name := range set.columns {
		q.sql(strings.Repeat(",", min(i, 1)), "c", strconv.Itoa(i), "::", set.of.column(name).kind)
	}
	q.sql(" FROM unnest(")
	names := make([]string, len(set.columns))
	for i := range set.columns {
		names[i] = "c" + strconv.Itoa(i)
		q.sql(strings.Repeat(",", min(i, 1))).list(textArray(rows, i)).sql("::text[]")
	}
	q.sql(") AS u(", strings.Join(names, ","), ")")
}

// textArray is a column of rows as PostgreSQL writes an array of text.
func textArray(rows []cells, column int) string {
	var b strings.Builder
	for i, row := range rows {
		b.WriteByte("{,"[min(i, 1)])
		text, ok := row[column].(string)
		if !ok {
			b.WriteString("NULL")
			continue
		}
		b.WriteByte('"')
		for _, c := range []byte(text) {
			if c == '"' || c == '\\' {
				b.WriteByte('\\')
			}
			b.WriteByte(c)
		}
		b.WriteByte('"')
	}
	b.WriteByte('}')
	return b.String()
}

// exec runs a statement that writes to a table. What it collides with is a row that has taken the place meanwhile.
func (p *putter) exec(ctx context.Context, m *model, q *statement, of *table) error {
	err := p.tx.Driver.Exec(ctx, q.text.String(), q.args, nil)
	if err == nil {
		return nil
	}
	failed := problem.Of(p.e.failure(m, err))
	if failed.Status >= http.StatusInternalServerError {
		return failed
	}
	detail := []string{"another row of " + of.name + " has taken its place"}
	for field, reason := range failed.Errors {
		detail = append(detail, field+" "+reason)
	}
	return changedSince(strings.Join(detail, ", "))
}

// where names a row by its primary key.
func (q *statement) where(of *table, columns []string, row cells) *statement {
	q.sql(" WHERE ")
	for i, name := range of.key {
		if i > 0 {
			q.sql(" AND ")
		}
		q.sql(quote(name), " = ").cells(of, name, row[slices.Index(columns, name)])
	}
	return q
}

func (p *putter) patch(ctx context.Context, m *model, late patch) error {
	q := &statement{dialect: p.d}
	q.sql("UPDATE ", late.set.of.quoted, " SET ", quote(late.column), " = ").cells(late.set.of, late.column, late.value).
		where(late.set.of, late.set.columns, late.row)
	return p.exec(ctx, m, q, late.set.of)
}

// attach sets the foreign keys again that the deletion set to NULL, but for those that lead elsewhere by now.
func (p *putter) attach(ctx context.Context, m *model, n *nulledKeys) error {
	of := p.c.tables[n.Table]
	if of == nil || of.column(n.Column) == nil || !slices.Equal(of.key, n.Key) {
		return changedSince("the table " + n.Table + " has changed")
	}
	exec := func(q *statement) error {
		q.sql(" AND ", quote(n.Column), " IS NULL")
		return p.exec(ctx, m, q, of)
	}
	start := func() *statement {
		q := &statement{dialect: p.d}
		return q.sql("UPDATE ", of.quoted, " SET ", quote(n.Column), " = ").cells(of, n.Column, n.To...)
	}
	if len(n.Key) > 1 {
		for _, key := range n.Rows {
			if err := exec(start().where(of, n.Key, key)); err != nil {
				return err
			}
		}
		return nil
	}
	for part := range slices.Chunk(n.Rows, chunk) {
		q := start().sql(" WHERE ", quote(n.Key[0]), " IN (")
		for i, key := range part {
			q.sql(strings.Repeat(",", min(i, 1))).cells(of, n.Key[0], key...)
		}
		if err := exec(q.sql(")")); err != nil {
			return err
		}
	}
	return nil
}
