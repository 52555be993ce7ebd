package writer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/rareevent"
	"github.com/mosswart/overlord/ent/rarestats"
	"github.com/mosswart/overlord/ent/rarestatssession"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/ledger"
)

// rareKey is a rare's identity.
type rareKey struct {
	character string
	micros    int64
	name      string
}

// saveRares adds the rares that are not there yet, and counts these, and no others, for character and session.
func (b *batch) saveRares(ctx context.Context) error {
	if len(b.rares) == 0 {
		return nil
	}
	seen, err := b.storedRares(ctx)
	if err != nil {
		return err
	}
	var rows []*ent.RareEventCreate
	characters, sessions := map[string]int64{}, map[sessionKey]int64{}
	for _, r := range b.rares {
		key := rareKey{r.Character, r.Timestamp.UnixMicro(), r.Name}
		if seen[key] {
			b.tally.Add(r.Type, ledger.Duplicate, 1)
			continue
		}
		seen[key] = true
		b.tally.Add(r.Type, ledger.Inserted, 1)
		rows = append(rows, b.newRare(r))
		characters[r.Character]++
		sessions[sessionKey{r.Character, r.SessionID}]++
	}
	if len(rows) == 0 {
		return nil
	}
	if err := b.tx.RareEvent.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("add %d rares: %w", len(rows), err)
	}
	return b.countRares(ctx, characters, sessions)
}

// storedRares finds those of the batch that are there already, and perhaps a few others.
func (b *batch) storedRares(ctx context.Context) (map[rareKey]bool, error) {
	var names, characters []string
	var times []time.Time
	for _, r := range b.rares {
		names = append(names, r.Name)
		characters = append(characters, r.Character)
		times = append(times, r.Timestamp)
	}
	stored, err := b.tx.RareEvent.Query().
		Where(rareevent.CharacterNameIn(characters...), rareevent.TimestampIn(times...), rareevent.NameIn(names...)).
		Select(rareevent.FieldCharacterName, rareevent.FieldTimestamp, rareevent.FieldName).
		All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for %d rares: %w", len(b.rares), err)
	}
	seen := make(map[rareKey]bool, len(stored)+len(b.rares))
	for _, r := range stored {
		seen[rareKey{r.CharacterName, r.Timestamp.UnixMicro(), r.Name}] = true
	}
	return seen, nil
}

func (b *batch) newRare(r *event.Rare) *ent.RareEventCreate {
	row := b.tx.RareEvent.Create().SetCharacterName(r.Character).SetTimestamp(r.Timestamp).SetName(r.Name).
		SetSessionID(r.SessionID).SetNillableEw(r.EW.Ptr()).SetNillableNs(r.NS.Ptr()).SetNillableZ(r.Z.Ptr()).
		SetAdditionalInfo(cut(r.AdditionalInfo, 4_000))
	if tier := rareevent.Tier(r.Tier); rareevent.TierValidator(tier) == nil {
		row.SetTier(tier)
	}
	if len(r.Raw) > 0 {
		row.SetPayload(r.Raw)
	}
	return row
}

func (b *batch) countRares(ctx context.Context, characters map[string]int64, sessions map[sessionKey]int64) error {
	totals := make([]*ent.RareStatsCreate, 0, len(characters))
	for _, name := range slices.Sorted(maps.Keys(characters)) {
		totals = append(totals, b.tx.RareStats.Create().SetCharacterName(name).SetTotalRares(characters[name]))
	}
	err := b.tx.RareStats.CreateBulk(totals...).OnConflict(onConflict(func(m merge) {
		m.sum(rarestats.FieldTotalRares)
	}, rarestats.FieldCharacterName)...).Exec(ctx)
	if err != nil {
		return fmt.Errorf("count rares of %d characters: %w", len(totals), err)
	}
	perSession := make([]*ent.RareStatsSessionCreate, 0, len(sessions))
	for _, key := range slices.SortedFunc(maps.Keys(sessions), compareKeys) {
		perSession = append(perSession, b.tx.RareStatsSession.Create().
			SetCharacterName(key.character).SetSessionID(key.session).SetSessionRares(sessions[key]))
	}
	err = b.tx.RareStatsSession.CreateBulk(perSession...).OnConflict(onConflict(func(m merge) {
		m.sum(rarestatssession.FieldSessionRares)
	}, rarestatssession.FieldCharacterName, rarestatssession.FieldSessionID)...).Exec(ctx)
	if err != nil {
		return fmt.Errorf("count rares of %d sessions: %w", len(perSession), err)
	}
	return nil
}
