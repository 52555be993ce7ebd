package inventory

import (
	"context"
	"encoding/json"
	"time"

	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/internal/database"
)

// Import replaces a character's inventory by items, in the plugin's shape, as a full inventory of that time would: where
// the database has a newer one nothing changes and the outcome is Superseded. It may run beside a server. The error is
// Unusable's, or the database's.
func Import(ctx context.Context, db *database.DB, character string, at time.Time, items []json.RawMessage) (Result, error) {
	e := &event.FullInventory{
		Head:  event.Head{Type: event.TypeFullInventory, Character: character, Timestamp: database.Microseconds(at)},
		Items: items,
	}
	if err := Unusable(e); err != nil {
		return Result{}, err
	}
	var result Result
	err := db.InTx(ctx, func(ctx context.Context, tx database.Tx) (err error) {
		result, err = Apply(ctx, tx, []event.Event{e})
		return err
	})
	return result, err
}
