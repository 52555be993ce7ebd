package change

import (
	"context"
	"maps"
	"slices"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
)

// adapt deals with rows that refer to what is no more, as the foreign keys say, until nothing more changes.
func (p *putter) adapt(ctx context.Context) error {
	for again := true; again; {
		again = false
		for _, set := range p.sets {
			for _, k := range set.of.keys {
				at := set.at(k.column)
				if at < 0 {
					continue
				}
				here, err := p.targets(ctx, k, set, at)
				if err != nil {
					return err
				}
				for i, row := range set.rows {
					if row == nil || row[at] == nil || here[cellKey(row[at])] {
						continue
					}
					switch k.onDelete {
					case setNull:
						set.rows[i] = slices.Clone(row)
						set.rows[i][at] = nil
					case cascade:
						set.rows[i], again = nil, true
					default:
						return changedSince("a row of " + k.parent.name + " that one of " + k.child.name + " refers to is gone")
					}
				}
			}
		}
	}
	return nil
}

// targets are the keys to which k may lead: of rows that are put back, and of those among the wanted that are there.
func (p *putter) targets(ctx context.Context, k *foreignKey, set *rowSet, at int) (map[string]bool, error) {
	here := map[string]bool{}
	for _, other := range p.sets {
		if other.of != k.parent {
			continue
		}
		if to := other.at(k.to); to >= 0 {
			for _, row := range other.rows {
				if row != nil {
					here[cellKey(row[to])] = true
				}
			}
		}
	}
	name := k.parent.name + "\x00" + k.to
	known := p.exist[name]
	if known == nil {
		known = map[string]bool{}
		p.exist[name] = known
	}
	ask := map[string]cell{}
	for _, row := range set.rows {
		if row == nil || row[at] == nil {
			continue
		}
		key := cellKey(row[at])
		if _, asked := known[key]; !asked && !here[key] {
			ask[key] = row[at]
		}
	}
	keys := slices.Sorted(maps.Keys(ask))
	for part := range slices.Chunk(keys, chunk) {
		values := make([]cell, len(part))
		for i, key := range part {
			values[i], known[key] = ask[key], false
		}
		q := &statement{dialect: p.d}
		q.sql("SELECT ", cellExpr(p.d, k.to), " FROM ", k.parent.quoted, " WHERE ", quote(k.to), " IN (").cells(k.parent, k.to, values...).sql(")")
		if p.d == dialect.Postgres {
			q.sql(" FOR KEY SHARE")
		}
		err := each(ctx, p.tx.Driver, q.text.String(), q.args, func(rows *sql.Rows) error {
			var value any
			if err := rows.Scan(&value); err != nil {
				return err
			}
			c, err := scanned(p.d, value)
			known[cellKey(c)] = true
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	for key, there := range known {
		if there {
			here[key] = true
		}
	}
	return here, nil
}

// postpone sets aside foreign keys that lead to rows which are inserted later.
func (p *putter) postpone() {
	later := map[string]int{} // rows to come, by table, column and key
	key := func(of *table, column string, c cell) string { return of.name + "\x00" + column + "\x00" + cellKey(c) }
	count := func(set *rowSet, row cells, by int) {
		for _, k := range p.c.refs[set.of] {
			if to := set.at(k.to); to >= 0 {
				later[key(set.of, k.to, row[to])] += by
			}
		}
	}
	for _, set := range p.sets {
		for _, row := range set.rows {
			if row != nil {
				count(set, row, 1)
			}
		}
	}
	for _, set := range p.sets {
		for i, row := range set.rows {
			if row == nil {
				continue
			}
			count(set, row, -1)
			for _, k := range set.of.keys {
				at := set.at(k.column)
				if at < 0 || row[at] == nil || set.of.column(k.column).required || later[key(k.parent, k.to, row[at])] == 0 {
					continue
				}
				p.patches = append(p.patches, patch{set: set, row: row, column: k.column, value: row[at]})
				set.rows[i] = slices.Clone(set.rows[i])
				set.rows[i][at] = nil
			}
		}
	}
}
