package writer

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/charactersheet"
	"github.com/mosswart/overlord/ingest/event"
	"github.com/mosswart/overlord/ingest/ledger"
)

// saveSheets keeps each character's newest character_stats. One that is older than what is stored is superseded.
func (b *batch) saveSheets(ctx context.Context) error {
	if len(b.sheets) == 0 {
		return nil
	}
	names := map[string]bool{}
	for _, s := range b.sheets {
		names[s.Character] = true
	}
	stored, err := b.tx.CharacterSheet.Query().
		Where(charactersheet.CharacterNameIn(slices.Sorted(maps.Keys(names))...)).
		Select(charactersheet.FieldCharacterName, charactersheet.FieldAsOf).
		All(ctx)
	if err != nil {
		return fmt.Errorf("look for the sheets of %d characters: %w", len(names), err)
	}
	asOf := map[string]time.Time{}
	for _, row := range stored {
		asOf[row.CharacterName] = row.AsOf
	}
	newest := map[string]*event.CharacterStats{}
	for _, s := range b.sheets {
		outcome := ledger.Inserted
		if held, found := asOf[s.Character]; found {
			outcome = replaces(s.Timestamp, held)
		}
		b.tally.Add(s.Type, outcome, 1)
		if outcome != ledger.Inserted && outcome != ledger.Applied {
			continue
		}
		asOf[s.Character], newest[s.Character] = s.Timestamp, s
	}
	return b.upsertSheets(ctx, newest)
}

// replaces is the outcome of a payload that replaces state, from the time that it is of and that of the state.
func replaces(at, held time.Time) ledger.Outcome {
	switch at.Compare(held) {
	case 1:
		return ledger.Applied
	case 0:
		return ledger.Duplicate
	default:
		return ledger.Superseded
	}
}

func (b *batch) upsertSheets(ctx context.Context, newest map[string]*event.CharacterStats) error {
	if len(newest) == 0 {
		return nil
	}
	rows := make([]*ent.CharacterSheetCreate, 0, len(newest))
	for _, name := range slices.Sorted(maps.Keys(newest)) {
		s := newest[name]
		rows = append(rows, b.tx.CharacterSheet.Create().SetCharacterName(name).SetAsOf(s.Timestamp).
			SetNillableLevel(s.Level.Ptr()).SetRace(s.Race).SetGender(s.Gender).SetBirth(s.Birth).
			SetNillableDeaths(s.Deaths.Ptr()).SetNillableSkillCredits(s.SkillCredits.Ptr()).
			SetNillableTotalXp(s.TotalXP.Ptr()).SetNillableUnassignedXp(s.UnassignedXP.Ptr()).
			SetNillableLuminanceEarned(s.LuminanceEarned.Ptr()).SetNillableLuminanceTotal(s.LuminanceTotal.Ptr()).
			SetNillableCurrentTitle(s.CurrentTitle.Ptr()).SetPayload(s.Raw))
	}
	err := b.tx.CharacterSheet.CreateBulk(rows...).OnConflict(onConflict(func(m merge) {
		m.replace(charactersheet.FieldAsOf, charactersheet.FieldLevel, charactersheet.FieldRace,
			charactersheet.FieldGender, charactersheet.FieldBirth, charactersheet.FieldDeaths,
			charactersheet.FieldSkillCredits, charactersheet.FieldTotalXp, charactersheet.FieldUnassignedXp,
			charactersheet.FieldLuminanceEarned, charactersheet.FieldLuminanceTotal,
			charactersheet.FieldCurrentTitle, charactersheet.FieldPayload)
	}, charactersheet.FieldCharacterName)...).Exec(ctx)
	if err != nil {
		return fmt.Errorf("save %d character sheets: %w", len(rows), err)
	}
	return nil
}
