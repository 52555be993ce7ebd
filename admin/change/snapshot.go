package change

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
)

// snapshot is what the deletion of one row takes away: the row itself and the rows that the database deletes along with
// it, parents first, and the foreign keys that it sets to NULL. Sensitive columns are left out.
type snapshot struct {
	Tables []tableRows  `json:"tables,omitempty"`
	Nulled []nulledKeys `json:"nulled,omitempty"`
	// Nulls are of a row that was updated: the fields that were NULL, though they read as zero.
	Nulls []string `json:"nulls,omitempty"`
}

func parseSnapshot(raw json.RawMessage) (*snapshot, error) {
	p := &snapshot{}
	if len(raw) == 0 {
		return p, nil
	}
	return p, json.Unmarshal(raw, p)
}

type tableRows struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
	Rows    []cells  `json:"rows"`
}

// nulledKeys are rows of Table whose Column pointed To a row that was deleted.
type nulledKeys struct {
	Table  string   `json:"table"`
	Column string   `json:"column"`
	To     cells    `json:"to"` // one
	Key    []string `json:"key"`
	Rows   []cells  `json:"rows"` // values of Key
}

// encode is the snapshot as JSON, nil where there is nothing in it.
func (p *snapshot) encode() json.RawMessage {
	if len(p.Tables)+len(p.Nulled)+len(p.Nulls) == 0 {
		return nil
	}
	raw, err := json.Marshal(p)
	if err != nil { // nothing in it can fail
		panic(err)
	}
	return raw
}

// add appends a row to those of its table.
func (p *snapshot) add(t *table, columns []string, row cells) {
	for i := range p.Tables {
		if p.Tables[i].Table == t.name {
			p.Tables[i].Rows = append(p.Tables[i].Rows, row)
			return
		}
	}
	p.Tables = append(p.Tables, tableRows{Table: t.name, Columns: columns, Rows: []cells{row}})
}

// detach notes that a row's foreign key will be set to NULL.
func (p *snapshot) detach(k *foreignKey, to cell, key cells) {
	for i := range p.Nulled {
		n := &p.Nulled[i]
		if n.Table == k.child.name && n.Column == k.column && cellKey(n.To[0]) == cellKey(to) {
			n.Rows = append(n.Rows, key)
			return
		}
	}
	p.Nulled = append(p.Nulled, nulledKeys{
		Table: k.child.name, Column: k.column, To: cells{to}, Key: k.child.key, Rows: []cells{key},
	})
}

// taker takes the snapshots of several rows that are deleted at once.
type taker struct {
	*session
	c       *catalog
	d       string
	snaps   []*snapshot
	seen    map[string]bool // table and key of the rows that go
	nulled  []detached
	blocked map[string]int // rows that forbid it, by table
	rows    int            // that go
	why     string         // why it cannot be undone
	count   bool           // go on counting when it cannot
	lost    map[string]bool
}

// gone is a row that goes, along with the row of the snapshot of that number.
type gone struct {
	root int
	row  cells
}

type detached struct {
	root int
	k    *foreignKey
	to   cell
	key  cells
}

func (s *session) taker(ctx context.Context, m *model) (*taker, error) {
	t := &taker{
		session: s, d: s.tx.Driver.Dialect(), why: s.why,
		seen: map[string]bool{}, blocked: map[string]int{}, lost: map[string]bool{},
	}
	if t.d != dialect.SQLite && t.d != dialect.Postgres {
		t.cannot("Deleted rows can be brought back on SQLite and PostgreSQL only.")
		return t, nil
	}
	var err error
	if t.c, err = s.schema(ctx, m); err == nil && t.c.table(m) == nil {
		t.cannot("The database has no table " + m.Table + ".")
	}
	return t, err
}

// take notes all that deleting m's rows with these ids would take away. ids are in the database's own order. Where it
// could not be brought back, why says so, and snaps are of no use.
func (t *taker) take(ctx context.Context, m *model, ids []any) error {
	if t.why != "" && !t.count || t.c == nil || t.c.table(m) == nil {
		return nil
	}
	root := t.c.table(m)
	columns, flags := t.columns(root)
	level := map[*table][]gone{}
	q := t.selectFrom(root, columns, flags)
	q.sql(" WHERE ", quote(m.idCol), " IN (").list(ids...).sql(") ORDER BY ", quote(m.idCol))
	err := t.read(ctx, q, columns, flags, func(row cells) {
		level[root] = append(level[root], gone{root: len(t.snaps), row: row})
		t.seen[rowKey(root, columns, row)] = true
		t.snaps = append(t.snaps, &snapshot{})
	})
	if err != nil {
		return err
	}
	if len(t.snaps) != len(ids) {
		t.cannot("Not all of the rows could be read for a snapshot.")
		return nil
	}
	for len(level) > 0 && (t.why == "" || t.count && t.rows <= MaxSnapshot) {
		next := map[*table][]gone{}
		for _, of := range slices.SortedFunc(maps.Keys(level), byName) {
			cols, _ := t.columns(of)
			for _, g := range level[of] {
				t.snaps[g.root].add(of, cols, g.row)
			}
			if t.rows += len(level[of]); t.deleted+t.rows > MaxSnapshot {
				t.cannot(fmt.Sprintf("More than %d rows go, too many to keep.", MaxSnapshot))
			}
			for _, k := range t.c.refs[of] {
				if err := t.follow(ctx, k, cols, level[of], next); err != nil {
					return err
				}
			}
		}
		level = next
	}
	for _, n := range t.nulled {
		if !t.seen[rowKey(n.k.child, n.k.child.key, n.key)] {
			t.snaps[n.root].detach(n.k, n.to, n.key)
		}
	}
	return nil
}

func byName(a, b *table) int { return strings.Compare(a.name, b.name) }

func (t *taker) cannot(why string) {
	if t.why == "" {
		t.why = why
	}
}

// columns are those of a table that are kept, and the sensitive ones, of which only whether they are NULL is looked at.
func (t *taker) columns(of *table) (kept, secret []string) {
	for i := range of.columns {
		c := &of.columns[i]
		switch {
		case t.c.secret(of, c.name) != "":
			secret = append(secret, c.name)
		case !c.generated:
			kept = append(kept, c.name)
		}
	}
	return kept, secret
}

// rowKey names a row of a table by its primary key.
func rowKey(of *table, columns []string, row cells) string {
	key := []string{of.name}
	for _, name := range of.key {
		if i := slices.Index(columns, name); i >= 0 {
			key = append(key, cellKey(row[i]))
		}
	}
	return strings.Join(key, "\x00")
}

func (t *taker) selectFrom(of *table, columns, flags []string) *statement {
	q := &statement{dialect: t.d}
	q.sql("SELECT ")
	for i, name := range columns {
		if i > 0 {
			q.sql(",")
		}
		q.sql(cellExpr(t.d, name))
	}
	for _, name := range flags {
		if t.d == dialect.SQLite {
			q.sql(",", quote(name), " IS NOT NULL")
		} else {
			q.sql(",(", quote(name), " IS NOT NULL)::int")
		}
	}
	return q.sql(" FROM ", of.quoted)
}

// read runs a query of columns and of flags, which say which sensitive columns have a value.
func (t *taker) read(ctx context.Context, q *statement, columns, flags []string, fn func(row cells)) error {
	values := make([]any, len(columns)+len(flags))
	dest := make([]any, len(values))
	for i := range values {
		dest[i] = &values[i]
	}
	return each(ctx, t.tx.Driver, q.text.String(), q.args, func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		row := make(cells, len(columns))
		for i := range columns {
			c, err := scanned(t.d, values[i])
			if err != nil {
				return err
			}
			row[i] = c
		}
		for i, name := range flags {
			if has, ok := values[len(columns)+i].(int64); ok && has != 0 {
				t.lost[name] = true
			}
		}
		fn(row)
		return nil
	})
}

// follow looks for the rows that refer by k to rows which go.
func (t *taker) follow(ctx context.Context, k *foreignKey, columns []string, rows []gone, next map[*table][]gone) error {
	if k.column == "" {
		t.cannot("The table " + k.child.name + " has a foreign key of several columns.")
		return nil
	}
	at := slices.Index(columns, k.to)
	if at < 0 {
		t.cannot("The table " + k.child.name + " refers to a column that is not kept.")
		return nil
	}
	roots := map[string]int{}
	var values []cell
	for _, g := range rows {
		key := cellKey(g.row[at])
		if _, ok := roots[key]; !ok && g.row[at] != nil {
			roots[key] = g.root
			values = append(values, g.row[at])
		}
	}
	kept, flags := t.columns(k.child)
	if k.onDelete != cascade {
		kept, flags = append(slices.Clone(k.child.key), k.column), nil
	}
	ref := slices.Index(kept, k.column)
	for part := range slices.Chunk(values, chunk) {
		q := t.selectFrom(k.child, kept, flags)
		q.sql(" WHERE ", quote(k.column), " IN (").cells(k.child, k.column, part...).sql(")")
		err := t.read(ctx, q, kept, flags, func(row cells) { t.found(k, kept, row, ref, roots, next) })
		if err != nil {
			return err
		}
	}
	return nil
}

// found notes one row that refers by k to a row which goes.
func (t *taker) found(k *foreignKey, columns []string, row cells, ref int, roots map[string]int, next map[*table][]gone) {
	key := rowKey(k.child, columns, row)
	root := roots[cellKey(row[ref])]
	if len(k.child.key) == 0 {
		t.cannot("The table " + k.child.name + " has no primary key.")
		return
	}
	switch k.onDelete {
	case cascade:
		if !t.c.knows(k.child) {
			t.cannot("Rows of the table " + k.child.name + " go along, which the admin does not know.")
		}
		if !t.seen[key] {
			t.seen[key] = true
			next[k.child] = append(next[k.child], gone{root: root, row: row})
		}
	case setNull:
		t.nulled = append(t.nulled, detached{root: root, k: k, to: row[ref], key: row[:len(k.child.key)]})
	case setOther:
		t.cannot("Rows of the table " + k.child.name + " get a default value instead.")
	default:
		if !t.seen[key] {
			t.blocked[k.child.name]++
		}
	}
}

// settle tells the session what of the deletion cannot be undone, and is nil then.
func (t *taker) settle() []*snapshot {
	secrets := map[string]bool{}
	for _, of := range t.taken() {
		_, flags := t.columns(of)
		for _, name := range flags {
			if c := of.column(name); c.required {
				t.cannot("A deleted row has " + t.c.secret(of, name) + ", of which no copy is kept, and cannot be without.")
			} else if t.lost[name] {
				secrets[t.c.secret(of, name)] = true
			}
		}
	}
	if t.why != "" {
		t.cannotUndo(t.why)
		return nil
	}
	for name := range secrets {
		t.session.lost[name] = true
	}
	t.deleted += t.rows
	return t.snaps
}

// taken are the tables from which rows go.
func (t *taker) taken() []*table {
	var tables []*table
	for _, p := range t.snaps {
		for i := range p.Tables {
			if of := t.c.tables[p.Tables[i].Table]; !slices.Contains(tables, of) {
				tables = append(tables, of)
			}
		}
	}
	return tables
}
