package inventory

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"time"

	"github.com/mosswart/overlord/ent/itemchange"
	"github.com/mosswart/overlord/internal/database"
)

// ChangesKept is how long the history of gains, losses and changes is kept.
const ChangesKept = 30 * 24 * time.Hour

// change is one line of the history. It is written as events come, so, unlike the inventory, it depends on their order.
type change struct {
	object int64
	name   string
	what   itemchange.Change
	at     time.Time
	detail json.RawMessage
}

func (c *character) gained(object int64, name string, at time.Time) {
	c.changes = append(c.changes, change{object: object, name: name, what: itemchange.ChangeGained, at: at})
}

func (c *character) lost(h *holding, at time.Time) {
	c.changes = append(c.changes, change{object: h.object, name: h.name, what: itemchange.ChangeLost, at: at})
}

// saveChanges adds to the history.
func (s *session) saveChanges(ctx context.Context, characters []*character, all []*rewrite) error {
	for _, r := range all {
		detail, err := r.changed()
		if err != nil {
			return err
		}
		if detail != nil {
			r.c.changes = append(r.c.changes, change{
				object: r.h.object, name: r.now.Item.Name, what: itemchange.ChangeChanged, at: r.c.of(r.h), detail: detail,
			})
		}
	}
	b := bulk{table: itemchange.Table, columns: []string{
		itemchange.FieldCharacterName, itemchange.FieldObjectID, itemchange.FieldName, itemchange.FieldChange,
		itemchange.FieldTimestamp, itemchange.FieldDetail,
	}}
	for _, c := range characters {
		for _, change := range c.changes {
			var detail any
			if change.detail != nil {
				detail = change.detail
			}
			b.rows = append(b.rows, []any{
				c.name, change.object, text(change.name, maxItemName), string(change.what), change.at, detail,
			})
		}
	}
	return s.insert(ctx, b)
}

// telling are the values whose change makes an item another: not where it lies, how many it is, or what mana is left, which
// change all the time.
var telling = []struct {
	name string
	of   func(*Record) any
}{
	{"name", func(r *Record) any { return r.Item.Name }},
	{"material", func(r *Record) any { return r.Item.Material }},
	{"workmanship", func(r *Record) any { return r.Item.Workmanship }},
	{"equipment_set", func(r *Record) any { return r.Item.EquipmentSet }},
	{"equippable_slots", func(r *Record) any { return r.Item.EquippableSlots }},
	{"coverage", func(r *Record) any { return r.Item.Coverage }},
	{"base_armor_level", func(r *Record) any { return of(r.Combat, func(c *Combat) *int64 { return c.BaseArmorLevel }) }},
	{"base_max_damage", func(r *Record) any { return of(r.Combat, func(c *Combat) *int64 { return c.BaseMaxDamage }) }},
	{"times_tinkered", func(r *Record) any {
		return of(r.Enhancements, func(e *Enhancements) *int64 { return e.TimesTinkered })
	}},
	{"imbue_bits", func(r *Record) any {
		return of(r.Enhancements, func(e *Enhancements) *int64 { return e.ImbueBits })
	}},
}

// of is a value of a part that may be missing.
func of[P any](part *P, value func(*P) *int64) *int64 {
	if part == nil {
		return nil
	}
	return value(part)
}

// changed tells in what an item that was there before has changed, as {"field": [before, after]}; nil for in nothing that
// matters. What an appraisal first tells is no change.
func (r *rewrite) changed() (json.RawMessage, error) {
	if r.was == nil || r.before.last == nil || r.before.removed || r.h.removed || r.was.Item.HasIDData != r.now.Item.HasIDData {
		return nil, nil
	}
	detail := map[string][2]any{}
	for _, t := range telling {
		if was, now := t.of(r.was), t.of(&r.now); !reflect.DeepEqual(was, now) {
			detail[t.name] = [2]any{was, now}
		}
	}
	if len(detail) == 0 {
		return nil, nil
	}
	return json.Marshal(detail)
}

// Forget deletes the history that is older than ChangesKept, and returns how many lines of it there were.
func Forget(ctx context.Context, db *database.DB, now time.Time) (int, error) {
	n := 0
	err := db.InTx(ctx, func(ctx context.Context, tx database.Tx) (err error) {
		n, err = tx.Ent.ItemChange.Delete().Where(itemchange.TimestampLT(database.Microseconds(now.Add(-ChangesKept)))).Exec(ctx)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("forget old changes of items: %w", err)
	}
	return n, nil
}
