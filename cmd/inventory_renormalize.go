package cmd

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mosswart/overlord/ingest/inventory"
	"github.com/mosswart/overlord/internal/database"
)

// renormalizeAtOnce is how many items are written in one transaction.
const renormalizeAtOnce = 500

func newInventoryRenormalizeCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "renormalize", Short: "Make the rows of items anew that other rules had made", Args: cobra.NoArgs,
		Long: `Make the rows of items anew, out of what is kept of them as they came, where another version of the rules had made them.
Histories and times stay as they are. It goes on where it was stopped, and has nothing to do once it is through.`,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.database(c.Context(), func(db *database.DB) error {
				total, err := inventory.Stale(c.Context(), db)
				if err != nil {
					return err
				}
				bar := newProgressBar(a.stderr, "items", total)
				done, err := renormalize(c.Context(), db, bar.set)
				bar.close()
				if err != nil {
					return fmt.Errorf("stopped after %d of %d items, which are done; the next call goes on: %w", done, total, err)
				}
				return say(c, "%d items made anew by version %d of the rules", done, inventory.RulesVersion)
			})
		},
	}
}

func renormalize(ctx context.Context, db *database.DB, tell func(done int)) (done int, err error) {
	for last := 0; ; {
		batch, err := inventory.Renormalise(ctx, db, last, renormalizeAtOnce)
		if err != nil || batch.Done == 0 {
			return done, err
		}
		last, done = batch.Last, done+batch.Done
		tell(done)
	}
}
