package change

import (
	"context"
	"fmt"
	"sync"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/meta"
)

// catalog is what the database itself says about its tables. The schema's own word is not enough: what else goes when a
// row is deleted is decided by the foreign keys that are really there.
type catalog struct {
	tables map[string]*table        // by name, with the schema's name before it or, in the current schema, without too
	refs   map[*table][]*foreignKey // by the table that they lead to
	owners map[*table]*model        // whose rows they hold
	joins  map[*table]bool          // those that join two types
	plain  map[*model]plain         // those whose rows are as they were written, see plainOf
}

type table struct {
	name    string // with the schema's before it where that is not the current one
	quoted  string // name as SQL writes it
	columns []column
	key     []string // of the primary key
	keys    []*foreignKey
	moved   bool // it has triggers or rules, which may write something else than they were given
}

type column struct {
	name      string
	kind      string // as SQL writes it
	required  bool
	generated bool // computed by the database
	filled    bool // by the database, where nothing is given for it
}

// foreignKey leads from child to parent.
type foreignKey struct {
	child, parent *table
	column, to    string // "" where it has several columns
	onDelete      action
}

// action is what becomes of a row when the one that it refers to is deleted.
type action string

const (
	cascade  action = "CASCADE"
	setNull  action = "SET NULL"
	setOther action = "SET DEFAULT"
	refuse   action = "NO ACTION" // and RESTRICT
)

func (t *table) column(name string) *column {
	for i := range t.columns {
		if t.columns[i].name == name {
			return &t.columns[i]
		}
	}
	return nil
}

// catalogCache keeps the catalog, which is read when first needed, and anew when a table turns up that it lacks.
type catalogCache struct {
	mu    sync.Mutex
	known *catalog
}

// schema is the catalog, with the table of m in it if there is one.
func (s *session) schema(ctx context.Context, m *model) (*catalog, error) {
	c := &s.e.catalog
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known != nil && c.known.table(m) != nil {
		return c.known, nil
	}
	known, err := readCatalog(ctx, s.tx.Driver)
	if err != nil {
		return nil, err
	}
	known.assign(s.tx.Driver.Dialect(), s.e.models)
	c.known = known
	return known, nil
}

// table is that of a model, nil where the database has none.
func (c *catalog) table(m *model) *table {
	if m.Schema != "" {
		return c.tables[m.Schema+"."+m.Table]
	}
	return c.tables[m.Table]
}

// assign notes what the tables of a database of dialect d hold.
func (c *catalog) assign(d string, models map[string]*model) {
	for _, m := range models {
		if t := c.table(m); t != nil {
			c.owners[t] = m
			if p := plainOf(d, m, t); p != nil {
				c.plain[m] = p
			}
		}
		for i := range m.Edges {
			if t := c.tables[m.Edges[i].Table]; t != nil && m.Edges[i].Rel == meta.ManyToMany {
				c.joins[t] = true
			}
		}
	}
}

// knows reports whether a table belongs to a type of the registry, or joins two of them.
func (c *catalog) knows(t *table) bool { return c.owners[t] != nil || c.joins[t] }

// secret is the name of the sensitive field that a column holds, "" for none.
func (c *catalog) secret(t *table, column string) string {
	m := c.owners[t]
	if m == nil {
		return ""
	}
	for i := range m.Fields {
		if f := &m.Fields[i]; f.Sensitive && f.Column == column {
			return f.Name
		}
	}
	return ""
}

// The queries give, in order: schema, whether it is the current one, table, column, its type, required, generated, filled,
// place in the primary key (0: not in it).
const (
	sqliteColumns = `SELECT 'main', 1, m.name, x.name, lower(x.type), x."notnull" OR x.pk > 0, x.hidden > 1,
			x.dflt_value IS NOT NULL, x.pk
		FROM sqlite_master m, pragma_table_xinfo(m.name) x
		WHERE m.type = 'table' AND x.hidden <> 1 ORDER BY m.name, x.cid`
	postgresColumns = `SELECT n.nspname::text, (n.nspname = current_schema())::int, c.relname::text, a.attname::text,
			format_type(a.atttypid, a.atttypmod), a.attnotnull::int, (a.attgenerated <> '')::int,
			(a.atthasdef OR a.attidentity <> '')::int,
			coalesce(array_position(k.conkey, a.attnum), 0)
		FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
		WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND ` + postgresOwn + `
		ORDER BY 1, 3, a.attnum`
	postgresName = `CASE WHEN n.nspname = current_schema() THEN c.relname::text ELSE n.nspname || '.' || c.relname END`
	postgresOwn  = `n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname NOT LIKE '\_timescaledb%'`
)

// The queries give, in order: child table, a number of the key, column, parent table, its column ("" for the primary
// key), action; a row for each column.
const (
	sqliteKeys = `SELECT m.name, f.id, f."from", f."table", coalesce(f."to", ''), upper(f.on_delete)
		FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq`
	postgresKeys = `SELECT ch.name, k.oid::bigint, ca.attname::text, pa.name, pc.attname::text,
			CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' ELSE 'NO ACTION' END
		FROM pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS u(child, parent, seq)
		JOIN (SELECT c.oid, ` + postgresName + ` AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
			WHERE ` + postgresOwn + `) ch ON ch.oid = k.conrelid
		JOIN (SELECT c.oid, ` + postgresName + ` AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace) pa
			ON pa.oid = k.confrelid
		JOIN pg_attribute ca ON ca.attrelid = k.conrelid AND ca.attnum = u.child
		JOIN pg_attribute pc ON pc.attrelid = k.confrelid AND pc.attnum = u.parent
		WHERE k.contype = 'f' AND k.conparentid = 0 ORDER BY 1, 2, u.seq`
)

// The queries give the tables that have triggers or rules.
const (
	sqliteMoved   = `SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'`
	postgresMoved = `SELECT ` + postgresName + ` FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p') AND ` + postgresOwn + ` AND (c.relhasrules OR
			EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal))`
)

func readCatalog(ctx context.Context, driver dialect.Driver) (*catalog, error) {
	columns, keys, moved := sqliteColumns, sqliteKeys, sqliteMoved
	switch driver.Dialect() {
	case dialect.SQLite:
	case dialect.Postgres:
		columns, keys, moved = postgresColumns, postgresKeys, postgresMoved
	default:
		return nil, fmt.Errorf("snapshots know SQLite and PostgreSQL, not %s", driver.Dialect())
	}
	c := &catalog{
		tables: map[string]*table{}, refs: map[*table][]*foreignKey{}, owners: map[*table]*model{}, joins: map[*table]bool{},
		plain: map[*model]plain{},
	}
	err := each(ctx, driver, columns, nil, func(rows *sql.Rows) error {
		var schema, name string
		var current bool
		var col column
		var key int
		if err := rows.Scan(&schema, &current, &name, &col.name, &col.kind, &col.required, &col.generated, &col.filled, &key); err != nil {
			return err
		}
		t := c.add(schema, current, name)
		t.columns = append(t.columns, col)
		for key > len(t.key) {
			t.key = append(t.key, "")
		}
		if key > 0 {
			t.key[key-1] = col.name
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = each(ctx, driver, moved, nil, func(rows *sql.Rows) error {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		if t := c.tables[name]; t != nil {
			t.moved = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var last *foreignKey
	lastID := int64(-1)
	err = each(ctx, driver, keys, nil, func(rows *sql.Rows) error {
		var child, parent string
		var id int64
		var k foreignKey
		if err := rows.Scan(&child, &id, &k.column, &parent, &k.to, &k.onDelete); err != nil {
			return err
		}
		k.child, k.parent = c.tables[child], c.tables[parent]
		if k.child == nil || k.parent == nil {
			return nil
		}
		if last != nil && last.child == k.child && lastID == id {
			last.column, last.to = "", ""
			return nil
		}
		if k.to == "" && len(k.parent.key) == 1 {
			k.to = k.parent.key[0]
		}
		if k.onDelete == "RESTRICT" {
			k.onDelete = refuse
		}
		last, lastID = &k, id
		k.child.keys = append(k.child.keys, last)
		c.refs[k.parent] = append(c.refs[k.parent], last)
		return nil
	})
	return c, err
}

// add is the table of that name, which is new or known.
func (c *catalog) add(schema string, current bool, name string) *table {
	full := schema + "." + name
	if t := c.tables[full]; t != nil {
		return t
	}
	t := &table{name: full, quoted: quote(schema) + "." + quote(name)}
	c.tables[full] = t
	if current {
		t.name, t.quoted = name, quote(name)
		c.tables[name] = t
	}
	return t
}

// each runs a query and calls fn for each of its rows.
func each(ctx context.Context, driver dialect.Driver, query string, args []any, fn func(*sql.Rows) error) error {
	if args == nil {
		args = []any{}
	}
	rows := &sql.Rows{}
	if err := driver.Query(ctx, query, args, rows); err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // its error, if any, is Err's
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
