package change

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/admin/access"
	"github.com/mosswart/overlord/admin/entity"
)

// maxForeseen is how many rows Consequences looks at.
const maxForeseen = 5_000

// Consequences are what deleting rows would do beside, for whoever is about to confirm it.
type Consequences struct {
	Rows     int      `json:"rows"`     // that would be deleted, or moved into the trash
	Trash    bool     `json:"trash"`    // they are only moved into the trash, and nothing else happens
	Deleted  []Effect `json:"deleted"`  // rows elsewhere that go along
	Detached []Effect `json:"detached"` // rows elsewhere that lose their link
	Blocked  []Effect `json:"blocked"`  // rows elsewhere that forbid it
	Undo     bool     `json:"undo"`     // it can be undone
	Why      string   `json:"why,omitempty"`
	Lost     []string `json:"lost,omitempty"` // sensitive fields that undoing would not bring back
}

// Effect is what becomes of some rows of one type.
type Effect struct {
	Type  string `json:"type"` // slug, "" of a table that joins two types or that the admin does not know
	Label string `json:"label"`
	Rows  int    `json:"rows"`
}

// Consequences says what b, a Delete or a Purge, would do beside. Of more than 5,000 rows it looks at the first.
func (e *Engine) Consequences(ctx context.Context, by access.Principal, t *entity.Type, b Bulk) (Consequences, error) {
	m := e.model(t)
	c := Consequences{Deleted: []Effect{}, Detached: []Effect{}, Blocked: []Effect{}}
	_, shape, err := e.selection(by, m, &b)
	if err != nil {
		return c, err
	}
	s := &session{e: e, by: by, tx: entity.Tx{Client: e.source.Client(), Driver: e.source.Driver()}, lost: map[string]bool{}}
	ctx = b.context(ctx)
	if b.IDs != nil {
		ids, err := s.pick(ctx, m, &b, shape)
		if err != nil {
			return c, err
		}
		ids = ids[:min(len(ids), maxForeseen)]
		shape = shapes(shape, m.withID(ids...))
	}
	limit := func(sel *sql.Selector) { sel.Limit(maxForeseen + 1) }
	rows, err := m.Ops.Find(ctx, e.source.Client(), entity.Query{Fields: []string{}, Shape: shapes(shape, m.byID, limit)})
	if err != nil {
		return c, e.failure(m, err)
	}
	c.Rows = len(rows)
	if b.Action == Delete && m.SoftDelete != "" {
		c.Trash, c.Undo = true, true
		return c, nil
	}
	if len(rows) > maxForeseen {
		c.Why = fmt.Sprintf("Only the first %d rows were looked at.", maxForeseen)
		rows = rows[:maxForeseen]
	}
	return c, s.foresee(ctx, m, m.ids(rows), &c)
}

// foresee notes what deleting m's rows with these ids would do.
func (s *session) foresee(ctx context.Context, m *model, ids []any, c *Consequences) error {
	deleted, detached, blocked := map[string]int{}, map[string]int{}, map[string]int{}
	var owners map[*table]*model
	for start := 0; start < len(ids); start += chunk {
		t, err := s.taker(ctx, m)
		if err != nil {
			return err
		}
		t.count = true
		part := ids[start:min(start+chunk, len(ids))]
		if err := t.take(ctx, m, part); err != nil {
			return err
		}
		for _, p := range t.snaps {
			for i := range p.Tables {
				deleted[p.Tables[i].Table] += len(p.Tables[i].Rows)
			}
			for i := range p.Nulled {
				detached[p.Nulled[i].Table] += len(p.Nulled[i].Rows)
			}
		}
		if t.c != nil && t.c.table(m) != nil {
			name := t.c.table(m).name
			deleted[name] -= min(len(part), deleted[name])
			owners = t.c.owners
		}
		for table, n := range t.blocked {
			blocked[table] += n
		}
		t.settle()
	}
	c.Deleted, c.Detached, c.Blocked = s.effects(owners, deleted), s.effects(owners, detached), s.effects(owners, blocked)
	c.Undo = s.why == ""
	if s.why != "" {
		c.Why = s.why
	}
	c.Lost = slices.Sorted(maps.Keys(s.lost))
	return nil
}

// effects are counts by table as what people call those rows. Types that the caller may not see stay nameless.
func (s *session) effects(owners map[*table]*model, tables map[string]int) []Effect {
	list := []Effect{}
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		if tables[name] == 0 {
			continue
		}
		effect := Effect{Label: "links", Rows: tables[name]}
		for of, m := range owners {
			if of.name != name {
				continue
			}
			effect.Label = "other rows"
			if s.e.store.Rights(s.by, &m.Type.Type).View {
				effect.Type, effect.Label = m.Slug, strings.ToLower(m.Plural)
			}
		}
		list = append(list, effect)
	}
	return list
}
