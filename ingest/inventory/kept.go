package inventory

import (
	"context"
	"fmt"
	"iter"

	"entgo.io/ent/dialect/sql"

	"github.com/mosswart/overlord/ent/itemraw"
	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/internal/database"
)

// keptAtOnce is how many items are read from the database at a time.
const keptAtOnce = 500

// Kept are all items of the database out of what is kept of them as they came, in the order of their rows. An error, the
// database's, ends them.
func Kept(ctx context.Context, db *database.DB) iter.Seq2[object.Object, error] {
	return func(yield func(object.Object, error) bool) {
		for last := 0; ; {
			rows, err := db.Ent.ItemRaw.Query().Where(itemraw.IDGT(last)).Order(itemraw.ByID(sql.OrderAsc())).Limit(keptAtOnce).All(ctx)
			if err != nil {
				yield(object.Object{}, fmt.Errorf("read raw items: %w", err))
				return
			}
			for _, row := range rows {
				last = row.ID
				o, _ := object.Decode(row.Payload)
				if row.Appraisal != nil {
					appraised, _ := object.Decode(row.Appraisal)
					o = Merge(appraised, o)
				}
				if !yield(o, nil) {
					return
				}
			}
			if len(rows) < keptAtOnce {
				return
			}
		}
	}
}
