package inventory

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/inventory"
	items "github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemraw"
	"github.com/mosswart/overlord/ent/predicate"
	"github.com/mosswart/overlord/gamedata/object"
)

// namesAtOnce bounds the parameters of a query.
const namesAtOnce = 10_000

// lock makes sure that there is a row for each inventory, and returns the rows, locked, in the order of names. On SQLite
// the transaction itself is the lock.
func (s *session) lock(ctx context.Context, all []string) ([]*character, error) {
	rows := make([]*ent.InventoryCreate, 0, len(all))
	for _, name := range all {
		rows = append(rows, s.tx.Ent.Inventory.Create().SetCharacterName(name))
	}
	for part := range slices.Chunk(rows, rowsAtOnce) {
		err := s.tx.Ent.Inventory.CreateBulk(part...).
			OnConflict(sql.ConflictColumns(inventory.FieldCharacterName), sql.DoNothing()).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("add %d inventories: %w", len(part), err)
		}
	}
	characters := make([]*character, 0, len(all))
	for part := range slices.Chunk(all, namesAtOnce) {
		if s.tx.Dialect == dialect.Postgres {
			if err := s.lockRows(ctx, part); err != nil {
				return nil, err
			}
		}
		stored, err := s.tx.Ent.Inventory.Query().Where(inventory.CharacterNameIn(part...)).
			Order(inventory.ByCharacterName()).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("read %d inventories: %w", len(part), err)
		}
		for _, row := range stored {
			characters = append(characters, &character{
				name: row.CharacterName, row: row.ID, fullAsOf: moment(row.FullAsOf), asOf: moment(row.AsOf),
				digest: row.Digest, skipped: row.SkippedItems, count: row.ItemCount,
				held: map[int64]*holding{}, stored: map[int64]holding{},
			})
		}
	}
	return characters, nil
}

// lockRows locks the rows of inventories in the order of names, so that two writers never wait for each other.
func (s *session) lockRows(ctx context.Context, all []string) error {
	t := sql.Dialect(s.tx.Dialect).Table(inventory.Table)
	query, args := sql.Dialect(s.tx.Dialect).Select(t.C(inventory.FieldID)).From(t).
		Where(sql.In(t.C(inventory.FieldCharacterName), values(all)...)).
		OrderBy(t.C(inventory.FieldCharacterName)).ForUpdate().Query()
	if _, err := s.tx.SQL.ExecContext(ctx, query, args...); err != nil {
		return fmt.Errorf("lock %d inventories: %w", len(all), err)
	}
	return nil
}

func values[T any](all []T) []any {
	out := make([]any, len(all))
	for i, v := range all {
		out[i] = v
	}
	return out
}

// load locks the characters of events and reads what they hold, as far as the events need it.
func (s *session) load(ctx context.Context, byName map[string][]told) ([]*character, error) {
	characters, err := s.lock(ctx, names(byName))
	if err != nil {
		return nil, err
	}
	byID := map[string]*character{}
	var whole, some []string // characters of whom everything is needed, and of whom some items
	var objects []int64
	for _, c := range characters {
		byID[c.name] = c
		ids, all := s.needs(c, byName[c.name])
		switch {
		case all:
			whole = append(whole, c.name)
		case len(ids) > 0:
			some = append(some, c.name)
			objects = append(objects, ids...)
		}
	}
	for part := range slices.Chunk(whole, namesAtOnce) {
		if err := s.loadItems(ctx, byID, items.CharacterNameIn(part...)); err != nil {
			return nil, err
		}
	}
	for part := range slices.Chunk(objects, namesAtOnce) {
		if err := s.loadItems(ctx, byID, items.CharacterNameIn(some...), items.ObjectIDIn(part...)); err != nil {
			return nil, err
		}
	}
	return characters, nil
}

// needs says which items have to be known to take in events, or that all have. It reads the full inventories that have to
// be compared.
func (s *session) needs(c *character, events []told) (ids []int64, all bool) {
	if len(events) == 1 && events[0].action == replacing && c.repeats(events[0].at, events[0].digest) {
		return nil, false
	}
	for i := range events {
		switch t := &events[i]; t.action {
		case replacing:
			all = true
			s.readAll(t)
		case removing:
			ids = append(ids, t.id)
		default:
			ids = append(ids, int64(t.item.object.ID))
		}
	}
	return ids, all
}

func (s *session) loadItems(ctx context.Context, byName map[string]*character, where ...predicate.Item) error {
	rows, err := s.tx.Ent.Item.Query().Where(where...).
		Select(items.FieldID, items.FieldCharacterName, items.FieldObjectID, items.FieldName, items.FieldAsOf, items.FieldFirstSeenAt,
			items.FieldRemovedAt, items.FieldDigest, items.FieldAppraised, items.FieldAppraisedAt, items.FieldAbsentAt,
			items.FieldRulesVersion).
		All(ctx)
	if err != nil {
		return fmt.Errorf("read items: %w", err)
	}
	for _, row := range rows {
		c := byName[row.CharacterName]
		if c == nil {
			continue
		}
		h := holding{
			id: row.ID, object: row.ObjectID, name: row.Name, told: moment(row.AsOf), removed: row.RemovedAt != nil,
			absent: moment(row.AbsentAt), first: row.FirstSeenAt.UTC(), rules: row.RulesVersion,
		}
		if row.RulesVersion > 0 { // else only a removal has told of it
			h.last = &snapshot{appraised: row.Appraised, digest: row.Digest}
		}
		if row.AppraisedAt != nil {
			h.appraisal, h.appraised = &snapshot{appraised: true}, row.AppraisedAt.UTC()
		}
		held := h
		c.held[h.object], c.stored[h.object] = &held, h
	}
	return nil
}

func moment(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// loadTexts reads the snapshots of holdings as the database has them.
func (s *session) loadTexts(ctx context.Context, byRow map[int]holding) error {
	ids := make([]int, 0, len(byRow))
	for id := range byRow {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for part := range slices.Chunk(ids, rowsAtOnce) {
		rows, err := s.tx.Ent.ItemRaw.Query().Where(itemraw.ItemIDIn(part...)).
			Select(itemraw.FieldItemID, itemraw.FieldPayload, itemraw.FieldAppraisal).All(ctx)
		if err != nil {
			return fmt.Errorf("read %d items as they came: %w", len(part), err)
		}
		for _, row := range rows {
			h := byRow[row.ItemID]
			h.last.fill(row.Payload)
			h.appraisal.fill(row.Appraisal)
		}
	}
	return nil
}

// fill adds the text to a snapshot that was read without.
func (s *snapshot) fill(text json.RawMessage) {
	if s == nil || s.text != nil {
		return
	}
	s.text = text
	s.object, _ = object.Decode(text)
}
