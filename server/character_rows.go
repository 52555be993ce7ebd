package server

import (
	"context"
	"fmt"

	"github.com/mosswart/overlord/ent/alertevent"
	"github.com/mosswart/overlord/ent/alertrule"
	"github.com/mosswart/overlord/ent/alertwatch"
	"github.com/mosswart/overlord/ent/charactersheet"
	"github.com/mosswart/overlord/ent/charsession"
	"github.com/mosswart/overlord/ent/charstats"
	"github.com/mosswart/overlord/ent/combatstats"
	"github.com/mosswart/overlord/ent/combatstatssession"
	"github.com/mosswart/overlord/ent/commandlog"
	"github.com/mosswart/overlord/ent/deathevent"
	"github.com/mosswart/overlord/ent/inventory"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/ent/itemchange"
	"github.com/mosswart/overlord/ent/rareevent"
	"github.com/mosswart/overlord/ent/rarestats"
	"github.com/mosswart/overlord/ent/rarestatssession"
	"github.com/mosswart/overlord/internal/database"
)

// characterTables are the tables whose rows name a character in character_name: alert rules that are about it alone, too.
// The command log is not among them: it tells what users did.
func characterTables() []string {
	return []string{
		"telemetry_events", "telemetry_minutes", "spawn_events", alertevent.Table, alertrule.Table, alertwatch.Table,
		charsession.Table, charstats.Table, charactersheet.Table, combatstats.Table, combatstatssession.Table,
		deathevent.Table, inventory.Table, item.Table, itemchange.Table, rareevent.Table, rarestats.Table, rarestatssession.Table,
	}
}

// forgetRows deletes what is stored under a character's name, its commands excepted.
func forgetRows(ctx context.Context, tx database.Tx, name string) error {
	for _, table := range characterTables() {
		if err := execRows(ctx, tx, `DELETE FROM "`+table+`" WHERE character_name = $1`, name); err != nil {
			return fmt.Errorf("forget %s: %w", table, err)
		}
	}
	return nil
}

// renameRows lets what is stored under a character's name, its commands too, go over to another one.
func renameRows(ctx context.Context, tx database.Tx, from, to string) error {
	for _, table := range append(characterTables(), commandlog.Table) {
		if err := execRows(ctx, tx, `UPDATE "`+table+`" SET character_name = $1 WHERE character_name = $2`, to, from); err != nil {
			return fmt.Errorf("rename in %s: %w", table, err)
		}
	}
	return nil
}

func execRows(ctx context.Context, tx database.Tx, query string, args ...any) error {
	_, err := tx.SQL.ExecContext(ctx, query, args...)
	return err
}
