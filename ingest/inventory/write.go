package inventory

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent/inventory"
	items "github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemcombat"
	"github.com/mosswart/overlord/ent/itemenhancements"
	"github.com/mosswart/overlord/ent/itemname"
	"github.com/mosswart/overlord/ent/itemratings"
	"github.com/mosswart/overlord/ent/itemraw"
	"github.com/mosswart/overlord/ent/itemrequirements"
	"github.com/mosswart/overlord/ent/itemspell"
)

// satellite is a table that has at most one row an item.
type satellite struct {
	table string
	layout
	of func(*Record) any // a pointer, nil for no row
}

// The columns of the rows that are written.
var (
	itemLayout  = layoutOf[Item]()
	spellLayout = layoutOf[Spell]()
	satellites  = []satellite{
		{itemcombat.Table, layoutOf[Combat](), func(r *Record) any { return r.Combat }},
		{itemrequirements.Table, layoutOf[Requirements](), func(r *Record) any { return r.Requirements }},
		{itemenhancements.Table, layoutOf[Enhancements](), func(r *Record) any { return r.Enhancements }},
		{itemratings.Table, layoutOf[Ratings](), func(r *Record) any { return r.Ratings }},
	}

	// stateColumns are those of a holding, apart from what it is.
	stateColumns = []string{
		items.FieldID, items.FieldCharacterName, items.FieldFirstSeenAt, items.FieldAsOf, items.FieldRemovedAt, items.FieldDigest,
		items.FieldAppraised, items.FieldAppraisedAt, items.FieldAbsentAt, items.FieldRulesVersion,
	}
	// copyColumns are copies out of the parts, to search by.
	copyColumns = []string{
		items.FieldArmorLevel, items.FieldMaxDamage, items.FieldWieldLevel, items.FieldTimesTinkered, items.FieldRatingTotal,
		items.FieldCantripTiers,
	}
	itemColumns  = slices.Concat(stateColumns, itemLayout.columns, copyColumns)
	noteColumns  = append(slices.Clone(stateColumns), items.FieldObjectID)
	spellColumns = append([]string{itemspell.FieldItemID}, spellLayout.columns...)
	rawColumns   = []string{itemraw.FieldItemID, itemraw.FieldPayload, itemraw.FieldAppraisal, itemraw.FieldReceivedAt}
)

// rewrite is an item whose content is to be written.
type rewrite struct {
	c      *character
	h      *holding
	before holding // as the database has it; without an id where it does not
	was    *Record // what its rows hold; nil where that has to be written anew anyhow
	now    Record
}

// work is what is to be written.
type work struct {
	deletes  []int
	rewrites []*rewrite
	notes    [][]any // rows of which only the state has changed
}

// save writes what has changed.
func (s *session) save(ctx context.Context, characters []*character) error {
	var w work
	for _, c := range characters {
		w.collect(c)
	}
	if err := s.normalise(ctx, w.rewrites); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{
		func(ctx context.Context) error { return s.remove(ctx, items.Table, items.FieldID, w.deletes) },
		func(ctx context.Context) error { return s.saveItems(ctx, w.rewrites) },
		func(ctx context.Context) error {
			return s.upsert(ctx, bulk{items.Table, noteColumns, w.notes}, items.FieldID)
		},
		func(ctx context.Context) error { return s.saveRaw(ctx, w.rewrites) },
		func(ctx context.Context) error { return s.saveParts(ctx, w.rewrites) },
		func(ctx context.Context) error { return s.saveSpells(ctx, w.rewrites) },
		func(ctx context.Context) error { return s.saveChanges(ctx, characters, w.rewrites) },
		func(ctx context.Context) error { return s.saveInventories(ctx, characters) },
		func(ctx context.Context) error { return s.saveNames(ctx, w.rewrites) },
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// collect compares what a character holds with what the database has.
func (w *work) collect(c *character) {
	for id, before := range c.stored {
		if c.held[id] == nil {
			w.deletes = append(w.deletes, before.id)
			c.count -= present(&before)
		}
	}
	first := len(w.rewrites)
	for id, h := range c.held {
		before := c.stored[id]
		if h.id == 0 {
			h.id = before.id // lost and gained again: the row serves on
		}
		c.count += present(h) - present(&before)
		switch {
		case before.id == 0 || h.last != before.last || h.appraisal != before.appraisal || h.last != nil && h.rules != RulesVersion:
			w.rewrites = append(w.rewrites, &rewrite{c: c, h: h, before: before})
		case h.note() != before.note():
			w.notes = append(w.notes, append(h.state(c), h.object))
		}
	}
	// In the order of ids, as the rows lie.
	slices.SortFunc(w.rewrites[first:], func(a, b *rewrite) int { return int(a.h.object - b.h.object) })
	slices.Sort(w.deletes)
}

// present is 1 for an item that is there.
func present(h *holding) int {
	if h.object == 0 || h.removed {
		return 0
	}
	return 1
}

// note is the part of a holding's state that can change while its content stays.
type note struct {
	told, appraised, absent time.Time
	removed                 bool
}

func (h *holding) note() note {
	n := note{told: h.told, removed: h.removed}
	if !h.speaksForItself() {
		n.absent = h.absent
	}
	if h.appraisal != nil {
		n.appraised = h.appraised
	}
	return n
}

// state is the values of stateColumns.
func (h *holding) state(c *character) []any {
	n := h.note()
	var removed time.Time
	if n.removed {
		removed = n.told
	}
	var digest int64
	appraised, rules := false, 0
	if h.last != nil {
		digest, appraised, rules = h.last.digest, h.last.appraised, RulesVersion
	}
	return append(make([]any, 0, len(itemColumns)),
		h.id, c.name, h.first, orNull(n.told), orNull(removed), digest, appraised, orNull(n.appraised), orNull(n.absent), rules)
}

func orNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

// record normalises a holding.
func (h *holding) record() Record {
	switch {
	case h.last == nil:
		return Record{Item: Item{ObjectID: h.object}}
	case h.appraisal == nil:
		return Normalise(h.last.object)
	default:
		return Normalise(Merge(h.appraisal.object, h.last.object))
	}
}

// normalise makes the records of rewrites, of what is and of what was.
func (s *session) normalise(ctx context.Context, all []*rewrite) error {
	stored := map[int]holding{}
	for _, r := range all {
		if r.before.id != 0 && r.before.last != nil {
			stored[r.before.id] = r.before
		}
	}
	if err := s.loadTexts(ctx, stored); err != nil {
		return err
	}
	for _, r := range all {
		r.now = r.h.record()
		if r.before.id != 0 && (r.before.last == nil || r.before.rules == RulesVersion) {
			was := r.before.record()
			r.was = &was
		}
	}
	return s.number(ctx, all)
}

// number gives new items the ids of their rows.
func (s *session) number(ctx context.Context, all []*rewrite) error {
	n := 0
	for _, r := range all {
		if r.h.id == 0 {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	query := `SELECT 1 + MAX(COALESCE((SELECT seq FROM sqlite_sequence WHERE name = ?), 0), COALESCE((SELECT MAX(id) FROM items), 0))`
	args := []any{items.Table}
	if s.tx.Dialect == dialect.Postgres {
		query = `SELECT nextval(pg_get_serial_sequence($1, 'id')) FROM generate_series(1, $2)`
		args = append(args, n)
	}
	rows, err := s.tx.SQL.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("number %d items: %w", n, err)
	}
	defer func() { _ = rows.Close() }()
	id := 0
	for _, r := range all {
		if r.h.id != 0 {
			continue
		}
		if rows.Next() {
			if err := rows.Scan(&id); err != nil {
				return fmt.Errorf("number %d items: %w", n, err)
			}
		} else {
			id++ // SQLite has one writer: what follows is free, too
		}
		r.h.id = id
	}
	return rows.Err()
}

// saveItems writes the items' own rows.
func (s *session) saveItems(ctx context.Context, all []*rewrite) error {
	fresh, old := bulk{table: items.Table, columns: itemColumns}, bulk{table: items.Table, columns: itemColumns}
	for _, r := range all {
		row := itemLayout.appendTo(r.h.state(r.c), &r.now.Item)
		row = append(row, copies(&r.now)...)
		if r.before.id == 0 {
			fresh.rows = append(fresh.rows, row)
		} else {
			old.rows = append(old.rows, row)
		}
	}
	if err := s.insert(ctx, fresh); err != nil {
		return err
	}
	return s.upsert(ctx, old, items.FieldID)
}

// copies is the values of copyColumns.
func copies(r *Record) []any {
	var armor, damage, level, tinkered, rating *int64
	if r.Combat != nil {
		armor, damage = r.Combat.ArmorLevel, r.Combat.MaxDamage
	}
	if r.Requirements != nil {
		level = r.Requirements.WieldLevel
	}
	if r.Enhancements != nil {
		tinkered = r.Enhancements.TimesTinkered
	}
	if r.Ratings != nil {
		rating = r.Ratings.Total
	}
	values := make([]any, 0, len(copyColumns))
	for _, v := range []*int64{armor, damage, level, tinkered, rating} {
		if v == nil {
			values = append(values, nil)
		} else {
			values = append(values, *v)
		}
	}
	return append(values, cantripTiers(r.Spells))
}

// Bits of items.cantrip_tiers.
const (
	minorBit int64 = 1 << iota
	majorBit
	epicBit
	legendaryBit
	otherTierBit
)

// cantripTiers is a bit for each tier of an item's own cantrips.
func cantripTiers(spells []Spell) (bits int64) {
	for _, s := range spells {
		if s.Active {
			continue
		}
		switch s.Tier {
		case "":
		case "minor":
			bits |= minorBit
		case "major":
			bits |= majorBit
		case "epic":
			bits |= epicBit
		case "legendary":
			bits |= legendaryBit
		default:
			bits |= otherTierBit
		}
	}
	return bits
}

// saveRaw writes the items as they came.
func (s *session) saveRaw(ctx context.Context, all []*rewrite) error {
	fresh, old := bulk{table: itemraw.Table, columns: rawColumns}, bulk{table: itemraw.Table, columns: rawColumns}
	for _, r := range all {
		h, to := r.h, &fresh
		switch {
		case h.last == nil:
			continue
		case r.before.last != nil:
			if h.last == r.before.last && h.appraisal == r.before.appraisal {
				continue // other rules are all that is new
			}
			to = &old
		}
		var appraisal any
		if h.appraisal != nil {
			appraisal = h.appraisal.text
		}
		to.rows = append(to.rows, []any{h.id, h.last.text, appraisal, r.c.of(h)})
	}
	if err := s.insert(ctx, fresh); err != nil {
		return err
	}
	return s.upsert(ctx, old, itemraw.FieldItemID)
}

// saveParts writes the parts of which there is one row an item, as far as they have changed.
func (s *session) saveParts(ctx context.Context, all []*rewrite) error {
	for _, p := range satellites {
		columns := append([]string{itemcombat.FieldItemID}, p.columns...) // the same name in all of them
		fresh, old := bulk{table: p.table, columns: columns}, bulk{table: p.table, columns: columns}
		var gone []int
		for _, r := range all {
			now := p.of(&r.now)
			var was any
			if r.was != nil {
				if was = p.of(r.was); reflect.DeepEqual(was, now) {
					continue
				}
			}
			absent := reflect.ValueOf(now).IsNil()
			if absent {
				if r.before.id != 0 {
					gone = append(gone, r.h.id)
				}
				continue
			}
			row := p.appendTo([]any{r.h.id}, now)
			if r.before.id == 0 || r.was != nil && reflect.ValueOf(was).IsNil() {
				fresh.rows = append(fresh.rows, row)
			} else {
				old.rows = append(old.rows, row)
			}
		}
		if err := s.remove(ctx, p.table, itemcombat.FieldItemID, gone); err != nil {
			return err
		}
		if err := s.insert(ctx, fresh); err != nil {
			return err
		}
		if err := s.upsert(ctx, old, itemcombat.FieldItemID); err != nil {
			return err
		}
	}
	return nil
}

// saveSpells writes the spells of items whose spells have changed.
func (s *session) saveSpells(ctx context.Context, all []*rewrite) error {
	b := bulk{table: itemspell.Table, columns: spellColumns}
	var gone []int
	for _, r := range all {
		if r.was != nil && slices.Equal(r.was.Spells, r.now.Spells) {
			continue
		}
		if r.before.id != 0 {
			gone = append(gone, r.h.id)
		}
		for i := range r.now.Spells {
			b.rows = append(b.rows, spellLayout.appendTo([]any{r.h.id}, &r.now.Spells[i]))
		}
	}
	if err := s.remove(ctx, itemspell.Table, itemspell.FieldItemID, gone); err != nil {
		return err
	}
	return s.insert(ctx, b)
}

// saveInventories writes the rows of the inventories as a whole.
func (s *session) saveInventories(ctx context.Context, characters []*character) error {
	b := bulk{table: inventory.Table, columns: []string{
		inventory.FieldID, inventory.FieldCharacterName, inventory.FieldFullAsOf, inventory.FieldAsOf, inventory.FieldItemCount,
		inventory.FieldSkippedItems, inventory.FieldDigest,
	}}
	for _, c := range characters {
		if c.changed {
			b.rows = append(b.rows, []any{c.row, c.name, orNull(c.fullAsOf), orNull(c.asOf), c.count, c.skipped, c.digest})
		}
	}
	return s.upsert(ctx, b, inventory.FieldID)
}

// saveNames adds the names that items have now to those that are known, in their order, so that two writers never wait for
// each other.
func (s *session) saveNames(ctx context.Context, all []*rewrite) error {
	unseen := map[string]bool{}
	for _, r := range all {
		if name := r.now.Item.Name; name != "" && (r.was == nil || r.was.Item.Name != name) {
			unseen[name] = true
		}
	}
	b := bulk{table: itemname.Table, columns: []string{itemname.FieldName, itemname.FieldFolded}}
	for _, name := range names(unseen) {
		b.rows = append(b.rows, []any{name, strings.ToLower(name)})
	}
	return s.write(ctx, b, sql.ConflictColumns(itemname.FieldName), sql.DoNothing())
}
