package transfer

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/entity"
)

// lookup finds the rows that an edge is to lead to by some of their fields.
type lookup struct {
	edge   string
	target *entity.Type
	key    unique              // of the target, though it need not be unique
	ids    map[string][]string // at most two of the rows for each text of key
}

// follow replaces what lines say about the targets of edges by the targets' ids.
func (p *pass) follow(ctx context.Context, lines []*line) error {
	type question struct {
		line   *line
		values []any
		text   string
	}
	asked := map[*lookup][]question{}
	var order []*lookup
	for _, l := range lines {
		for _, edge := range slices.Sorted(maps.Keys(l.keys)) {
			k := p.lookup(edge, slices.Sorted(maps.Keys(l.keys[edge])))
			values, nulls := make([]any, len(k.key.members)), 0
			for i, m := range k.key.members {
				c := l.keys[edge][m.name]
				if c.null {
					nulls++
					continue
				}
				var err error
				if values[i], err = m.parse(c); err != nil {
					p.fail(l, edge+"."+m.name, err.Error())
				}
			}
			switch {
			case l.bad:
			case nulls == len(values):
				l.cells[edge] = p.link(l, edge, "")
			case nulls > 0:
				p.fail(l, edge+"."+k.key.members[0].name, "is only given in part")
			default:
				if asked[k] == nil {
					order = append(order, k)
				}
				asked[k] = append(asked[k], question{l, values, k.key.text(values)})
			}
		}
	}
	for _, k := range order {
		unknown := map[string][]any{}
		for _, q := range asked[k] {
			if _, ok := k.ids[q.text]; !ok {
				unknown[q.text] = q.values
			}
		}
		if len(k.ids)+len(unknown) > maxKnown {
			clear(k.ids)
			for _, q := range asked[k] {
				unknown[q.text] = q.values
			}
		}
		var tuples [][]any
		for _, text := range slices.Sorted(maps.Keys(unknown)) {
			k.ids[text] = nil
			tuples = append(tuples, unknown[text])
		}
		if err := p.ask(ctx, k, tuples); err != nil {
			return err
		}
		for _, q := range asked[k] {
			name := k.edge + "." + k.key.members[0].name
			switch ids := k.ids[q.text]; len(ids) {
			case 0:
				p.fail(q.line, name, fmt.Sprintf("there is no %s with this", strings.ToLower(k.target.Label)))
			case 1:
				q.line.cells[k.edge] = p.link(q.line, k.edge, ids[0])
			default:
				p.fail(q.line, name, fmt.Sprintf("there are several %s with this; give the id", strings.ToLower(k.target.Plural)))
			}
		}
	}
	return nil
}

// link is a cell that leads an edge to an id, "" for nowhere.
func (p *pass) link(l *line, edge, id string) *fileCell {
	var column string
	for _, c := range l.keys[edge] {
		column = c.column
	}
	c := &fileCell{column: column, text: id, null: id == ""}
	if p.req.Format != CSV {
		if c.raw, _ = json.Marshal(id); c.null { // a string can always be written
			c.raw = json.RawMessage("null")
		}
	}
	return c
}

func (p *pass) lookup(edge string, fields []string) *lookup {
	name := edge + "." + strings.Join(fields, ".")
	if k := p.lookups[name]; k != nil {
		return k
	}
	target := p.reg.Type(p.t.Edge(edge).Type)
	k := &lookup{edge: edge, target: target, ids: map[string][]string{}}
	for _, field := range fields {
		if m, ok := newMember(target, p.reg.Type, field); ok {
			k.key.members = append(k.key.members, m)
		}
	}
	p.lookups[name] = k
	return k
}

// ask looks tuples up. Where very many rows have the same, it asks for one tuple at a time, and for no more than two
// rows of it.
func (p *pass) ask(ctx context.Context, k *lookup, tuples [][]any) error {
	if len(tuples) == 0 {
		return nil
	}
	allowed, err := p.compiler.RowFilter(k.target, p.visible)
	if err != nil {
		return err
	}
	shape, err := matching(k.key.members, tuples)
	if err != nil {
		return err
	}
	limit := 2
	if len(tuples) > 1 {
		limit = 4 * chunkRows
	}
	rows, err := k.target.Ops.Find(ctx, p.client, entity.Query{Fields: k.key.names(), Shape: func(s *sql.Selector) {
		shape(s)
		allowed.Predicate()(s)
		undeleted(k.target, s)
		s.Limit(limit)
	}})
	if err != nil {
		return err
	}
	if len(rows) == limit && len(tuples) > 1 {
		half := len(tuples) / 2
		if err := p.ask(ctx, k, tuples[:half]); err != nil {
			return err
		}
		return p.ask(ctx, k, tuples[half:])
	}
	for _, row := range rows {
		if values, ok := k.key.ofRow(row); ok {
			text := k.key.text(values)
			if len(k.ids[text]) < 2 {
				k.ids[text] = append(k.ids[text], k.target.IDText(row))
			}
		}
	}
	return nil
}
