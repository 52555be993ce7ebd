package writer

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/combatstats"
	"github.com/mosswart/overlord/ent/combatstatssession"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/ledger"
)

// combatChange is a session's record before a batch, nil where there was none, and after it.
type combatChange struct {
	before *record
	after  *event.CombatStats
}

// saveCombat keeps each session's newest combat_stats, and a character's lifetime: the sum of the newest of all its
// sessions. One that is older than what is stored is superseded.
func (b *batch) saveCombat(ctx context.Context) error {
	if len(b.fights) == 0 {
		return nil
	}
	stored, err := b.storedCombat(ctx)
	if err != nil {
		return err
	}
	changes := map[sessionKey]*combatChange{}
	for _, f := range b.fights {
		key := sessionKey{f.Character, f.SessionID}
		before, change := stored[key], changes[key]
		outcome := ledger.Inserted
		switch {
		case change != nil:
			outcome = replaces(f.Timestamp, change.after.Timestamp)
		case before != nil:
			outcome = replaces(f.Timestamp, before.asOf)
		}
		b.tally.Add(f.Type, outcome, 1)
		if outcome == ledger.Inserted || outcome == ledger.Applied {
			changes[key] = &combatChange{before, f}
		}
	}
	if err := b.upsertCombatSessions(ctx, changes); err != nil {
		return err
	}
	return b.saveLifetimes(ctx, changes)
}

// storedCombat reads the records of the batch's sessions, and perhaps of a few others.
func (b *batch) storedCombat(ctx context.Context) (map[sessionKey]*record, error) {
	names, sessions := map[string]bool{}, map[string]bool{}
	for _, f := range b.fights {
		names[f.Character], sessions[f.SessionID] = true, true
	}
	rows, err := b.tx.CombatStatsSession.Query().
		Where(combatstatssession.CharacterNameIn(slices.Sorted(maps.Keys(names))...),
			combatstatssession.SessionIDIn(slices.Sorted(maps.Keys(sessions))...)).
		All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for the fights of %d characters: %w", len(names), err)
	}
	stored := make(map[sessionKey]*record, len(rows))
	for _, row := range rows {
		r, err := sessionRecord(row)
		if err != nil {
			return nil, err
		}
		stored[sessionKey{row.CharacterName, row.SessionID}] = r
	}
	return stored, nil
}

func sessionRecord(row *ent.CombatStatsSession) (*record, error) {
	r, err := newRecord(row.Monsters)
	if err != nil {
		return nil, fmt.Errorf("read a session's fights of %s: %w", row.CharacterName, err)
	}
	r.asOf = row.AsOf
	r.totals = totals{row.TotalKills, row.TotalDamageGiven, row.TotalDamageReceived, row.TotalAetheriaSurges, row.TotalCloakSurges}
	return r, nil
}

func (b *batch) upsertCombatSessions(ctx context.Context, changes map[sessionKey]*combatChange) error {
	if len(changes) == 0 {
		return nil
	}
	rows := make([]*ent.CombatStatsSessionCreate, 0, len(changes))
	for _, key := range slices.SortedFunc(maps.Keys(changes), compareKeys) {
		f := changes[key].after
		t := totalsOf(f.Session)
		row := b.tx.CombatStatsSession.Create().SetCharacterName(key.character).SetSessionID(key.session).SetAsOf(f.Timestamp).
			SetTotalKills(t[0]).SetTotalDamageGiven(t[1]).SetTotalDamageReceived(t[2]).
			SetTotalAetheriaSurges(t[3]).SetTotalCloakSurges(t[4])
		if len(f.Session.Monsters) > 0 {
			monsters, err := json.Marshal(f.Session.Monsters)
			if err != nil {
				return fmt.Errorf("write a session's fights of %s: %w", key.character, err)
			}
			row.SetMonsters(monsters)
		}
		rows = append(rows, row)
	}
	err := b.tx.CombatStatsSession.CreateBulk(rows...).OnConflict(onConflict(func(m merge) {
		m.replace(combatstatssession.FieldAsOf, combatstatssession.FieldTotalKills,
			combatstatssession.FieldTotalDamageGiven, combatstatssession.FieldTotalDamageReceived,
			combatstatssession.FieldTotalAetheriaSurges, combatstatssession.FieldTotalCloakSurges,
			combatstatssession.FieldMonsters)
	}, combatstatssession.FieldCharacterName, combatstatssession.FieldSessionID)...).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save the fights of %d sessions: %w", len(rows), err)
	}
	return nil
}

// saveLifetimes brings the sums up to date: by what the sessions' records have grown, which costs the same however
// many sessions there are, or, where that would not be exact, by adding up all sessions anew.
func (b *batch) saveLifetimes(ctx context.Context, changes map[sessionKey]*combatChange) error {
	if len(changes) == 0 {
		return nil
	}
	byName := map[string][]*combatChange{}
	for key, change := range changes {
		byName[key.character] = append(byName[key.character], change)
	}
	names := slices.Sorted(maps.Keys(byName))
	stored, err := b.tx.CombatStats.Query().Where(combatstats.CharacterNameIn(names...)).All(ctx)
	if err != nil {
		return fmt.Errorf("look for the lifetimes of %d characters: %w", len(names), err)
	}
	lifetimes := make(map[string]*record, len(names))
	for _, row := range stored {
		r, err := newRecord(row.Monsters)
		if err != nil {
			return fmt.Errorf("read the lifetime of %s: %w", row.CharacterName, err)
		}
		r.asOf = row.AsOf
		r.totals = totals{row.TotalKills, row.TotalDamageGiven, row.TotalDamageReceived, row.TotalAetheriaSurges, row.TotalCloakSurges}
		lifetimes[row.CharacterName] = r
	}
	rows := make([]*ent.CombatStatsCreate, 0, len(names))
	for _, name := range names {
		r := lifetimes[name]
		if r == nil || !r.grow(byName[name]) {
			if r, err = b.sumCombat(ctx, name); err != nil {
				return err
			}
		}
		row := b.tx.CombatStats.Create().SetCharacterName(name).SetAsOf(r.asOf).
			SetTotalKills(r.totals[0]).SetTotalDamageGiven(r.totals[1]).SetTotalDamageReceived(r.totals[2]).
			SetTotalAetheriaSurges(r.totals[3]).SetTotalCloakSurges(r.totals[4])
		if len(r.cells) > 0 {
			monsters, err := json.Marshal(r.monsters())
			if err != nil {
				return fmt.Errorf("write the lifetime of %s: %w", name, err)
			}
			row.SetMonsters(monsters)
		}
		rows = append(rows, row)
	}
	err = b.tx.CombatStats.CreateBulk(rows...).OnConflict(onConflict(func(m merge) {
		m.replace(combatstats.FieldAsOf, combatstats.FieldTotalKills, combatstats.FieldTotalDamageGiven,
			combatstats.FieldTotalDamageReceived, combatstats.FieldTotalAetheriaSurges,
			combatstats.FieldTotalCloakSurges, combatstats.FieldMonsters)
	}, combatstats.FieldCharacterName)...).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save the lifetimes of %d characters: %w", len(rows), err)
	}
	return nil
}

// sumCombat adds up all of a character's sessions.
func (b *batch) sumCombat(ctx context.Context, name string) (*record, error) {
	rows, err := b.tx.CombatStatsSession.Query().Where(combatstatssession.CharacterName(name)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read all fights of %s: %w", name, err)
	}
	sum := &record{cells: map[cellKey]cell{}}
	for _, row := range rows {
		r, err := sessionRecord(row)
		if err != nil {
			return nil, err
		}
		sum.add(r, nil)
	}
	return sum, nil
}
