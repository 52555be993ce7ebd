package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/alertrule"
	"github.com/mosswart/overlord/internal/database"
)

// usualRules are what a new site watches for. What happens often, or is nobody's emergency, is not posted.
func usualRules(client *ent.Client, now time.Time) []*ent.AlertRuleCreate {
	rule := func(name string, kind Kind, grace, cooldown, gathered time.Duration, post bool) *ent.AlertRuleCreate {
		return client.AlertRule.Create().SetName(name).SetKind(kind).SetPost(post).SetCreatedAt(now).SetUpdatedAt(now).
			SetGraceSeconds(int(grace.Seconds())).SetCooldownSeconds(int(cooldown.Seconds())).SetGroupSeconds(int(gathered.Seconds()))
	}
	return []*ent.AlertRuleCreate{
		rule("Deaths", alertrule.KindDeath, 0, 0, 30*time.Second, true),
		rule("Idle", alertrule.KindIdle, 5*time.Minute, 15*time.Minute, time.Minute, true),
		rule("Offline", alertrule.KindOffline, 3*time.Minute, 0, time.Minute, true),
		rule("Frozen clients", alertrule.KindFrozen, time.Minute, 15*time.Minute, time.Minute, true),
		rule("Few tapers", alertrule.KindLowTapers, 0, time.Hour, time.Minute, false).SetThreshold(usualTapers),
		rule("Vitae", alertrule.KindVitae, 0, time.Hour, time.Minute, false).SetThreshold(usualVitae),
		rule("Great rares", alertrule.KindRare, 0, 0, 0, false).SetRareTier(alertrule.RareTierGreat),
		rule("Plugins", alertrule.KindIngest, 2*time.Minute, 15*time.Minute, 0, true),
		rule("Database", alertrule.KindDatabase, time.Minute, 15*time.Minute, 0, true),
	}
}

// seed gives a site that has neither rules nor alerts the usual rules. Who wants none switches them off: a site from
// which all rules were removed before any had fired gets them again.
func seed(ctx context.Context, db *database.DB, now time.Time) (seeded bool, err error) {
	err = db.InTx(ctx, func(ctx context.Context, tx database.Tx) error {
		rules, err := tx.Ent.AlertRule.Query().Exist(ctx)
		if err != nil || rules {
			return err
		}
		alerts, err := tx.Ent.AlertEvent.Query().Exist(ctx)
		if err != nil || alerts {
			return err
		}
		seeded = true
		return tx.Ent.AlertRule.CreateBulk(usualRules(tx.Ent, now)...).Exec(ctx)
	})
	if err != nil {
		return false, fmt.Errorf("seed alert rules: %w", err)
	}
	return seeded, nil
}
