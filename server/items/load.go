package items

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/inventory"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemcombat"
	"github.com/mosswart/overlord/ent/itemenhancements"
	"github.com/mosswart/overlord/ent/itemrequirements"
	"github.com/mosswart/overlord/ent/itemspell"
	"github.com/mosswart/overlord/ent/predicate"
)

// loadAtOnce is how many items one statement asks for: each is a parameter.
const loadAtOnce = 1000

// Load reads items by their rows' ids, in the order of ids. Those that are gone are left out. It is safe for concurrent use.
func Load(ctx context.Context, client *ent.Client, ids []int) ([]Item, error) {
	out := make([]Item, 0, len(ids))
	for chunk := range slices.Chunk(ids, loadAtOnce) {
		rows, err := client.Item.Query().Where(item.IDIn(chunk...), item.RemovedAtIsNil()).
			// Of the parts only what itemOf shows: they have a hundred columns.
			WithCombat(func(q *ent.ItemCombatQuery) {
				q.Select(itemcombat.FieldBaseArmorLevel, itemcombat.FieldVariance, itemcombat.FieldDamageType)
			}).
			WithRequirements(func(q *ent.ItemRequirementsQuery) { q.Select(itemrequirements.FieldLoreDifficulty) }).
			WithEnhancements(func(q *ent.ItemEnhancementsQuery) { q.Select(itemenhancements.FieldImbueBits) }).
			WithRatings().
			WithSpells(func(q *ent.ItemSpellQuery) { q.Order(itemspell.ByIsActive(), itemspell.BySpellID(sql.OrderAsc())) }).
			All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load items: %w", err)
		}
		told, err := fullTimes(ctx, client, rows)
		if err != nil {
			return nil, err
		}
		byID := make(map[int]*ent.Item, len(rows))
		for _, row := range rows {
			byID[row.ID] = row
		}
		for _, id := range chunk {
			if row := byID[id]; row != nil {
				out = append(out, itemOf(row, told[row.CharacterName]))
			}
		}
	}
	return out, nil
}

// fullTimes are the times of the newest full inventories of the rows' characters.
func fullTimes(ctx context.Context, client *ent.Client, rows []*ent.Item) (map[string]time.Time, error) {
	names := map[string]bool{}
	for _, row := range rows {
		names[row.CharacterName] = true
	}
	asked := make([]string, 0, len(names))
	for name := range names {
		asked = append(asked, name)
	}
	inventories, err := client.Inventory.Query().Where(ofCharacters(asked)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load inventories: %w", err)
	}
	told := make(map[string]time.Time, len(inventories))
	for _, i := range inventories {
		if i.FullAsOf != nil {
			told[i.CharacterName] = i.FullAsOf.UTC()
		}
	}
	return told, nil
}

// ofCharacters are the inventories of characters, each looked up by its name: as for items ([short]) PostgreSQL would read
// all of a few thousand instead.
func ofCharacters(names []string) predicate.Inventory {
	return func(s *sql.Selector) {
		if s.Dialect() != dialect.Postgres {
			inventory.CharacterNameIn(names...)(s)
			return
		}
		s.Where(sql.P(func(b *sql.Builder) {
			b.Ident(s.C(inventory.FieldCharacterName)).WriteString(" = ANY(ARRAY(SELECT UNNEST(STRING_TO_ARRAY(")
			b.Arg(strings.Join(names, between)).WriteString(", '" + between + "'))))")
		}))
	}
}
