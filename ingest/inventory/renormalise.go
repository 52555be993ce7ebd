package inventory

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	items "github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/predicate"
	"github.com/mosswart/overlord/internal/database"
)

// Batch is what one call of Renormalise did.
type Batch struct {
	Last int // the greatest id of a row that it looked at
	Done int // how many items it wrote; 0: none is left
}

// stale are items that other rules have normalised, older ones or those of a newer program; version 0 is that of bare
// tombstones.
var stale = []predicate.Item{items.RulesVersionNotIn(0, RulesVersion)}

// Stale is the number of items that Renormalise would write.
func Stale(ctx context.Context, db *database.DB) (int, error) {
	n, err := db.Ent.Item.Query().Where(stale...).Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count items of older rules: %w", err)
	}
	return n, nil
}

// Renormalise makes up to limit items with row ids beyond after anew out of what is kept of them as they came, where other
// rules had made them, in one transaction. It leaves times and history alone. It may run beside a server: it locks the
// inventories that it changes.
func Renormalise(ctx context.Context, db *database.DB, after, limit int) (Batch, error) {
	batch := Batch{Last: after}
	err := db.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
		var found []struct {
			ID            int
			CharacterName string `sql:"character_name"`
		}
		err := tx.Ent.Item.Query().Where(append(stale, items.IDGT(after))...).Order(items.ByID(sql.OrderAsc())).Limit(limit).
			Select(items.FieldID, items.FieldCharacterName).Scan(ctx, &found)
		if err != nil || len(found) == 0 {
			return err
		}
		byName := map[string][]told{}
		ids := make([]int, 0, len(found))
		for _, row := range found {
			byName[row.CharacterName] = nil
			ids = append(ids, row.ID)
		}
		s := newSession(tx)
		characters, err := s.load(ctx, byName)
		if err != nil {
			return err
		}
		byCharacter := map[string]*character{}
		for _, c := range characters {
			byCharacter[c.name] = c
		}
		if err := s.loadItems(ctx, byCharacter, items.IDIn(ids...)); err != nil {
			return err
		}
		if err := s.save(ctx, characters); err != nil {
			return err
		}
		batch = Batch{Last: ids[len(ids)-1], Done: len(ids)}
		return nil
	})
	if err != nil {
		return Batch{}, fmt.Errorf("normalise items anew: %w", err)
	}
	return batch, nil
}
