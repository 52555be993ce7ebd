package suits_test

import (
	"context"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/server/suits"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/solvertest"
	"github.com/mosswart/overlord/solver/wardrobe"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fill writes items into the normalised tables.
func fill(t testing.TB, db *database.DB, items []wardrobe.Item) {
	t.Helper()
	const chunk = 1000
	for len(items) > 0 {
		part := items[:min(chunk, len(items))]
		items = items[len(part):]
		err := db.InTx(t.Context(), func(ctx context.Context, tx database.Tx) error { return fillPart(ctx, tx.Ent, part) })
		if err != nil {
			t.Fatal(err)
		}
	}
}

func fillPart(ctx context.Context, client *ent.Client, part []wardrobe.Item) error {
	var items []*ent.ItemCreate
	for k := range part {
		it := &part[k]
		r := it.Record()
		create := client.Item.Create().SetCharacterName(it.Owner).SetObjectID(int64(it.ID)).SetName(r.Name).
			SetObjectClass(int(it.ObjectClass)).SetEquippableSlots(int64(r.Slots)).SetCoverage(int64(r.Coverage)).SetHasIDData(true)
		number := func(p gamedata.IntProperty, set func(int64) *ent.ItemCreate) {
			if v, ok := it.Ints[p]; ok && v > 0 {
				set(v)
			}
		}
		number(gamedata.IntMaterial, create.SetMaterial)
		number(gamedata.IntEquipmentSet, create.SetEquipmentSet)
		number(gamedata.IntAttuned, create.SetAttuned)
		number(gamedata.IntWornAt, create.SetEquippedSlots)
		items = append(items, create)
	}
	rows, err := client.Item.CreateBulk(items...).Save(ctx)
	if err != nil {
		return err
	}
	var combat []*ent.ItemCombatCreate
	var spells []*ent.ItemSpellCreate
	var ratings []*ent.ItemRatingsCreate
	var needs []*ent.ItemRequirementsCreate
	for k := range part {
		it, row := &part[k], rows[k].ID
		r := it.Record()
		if r.BaseArmor > 0 {
			combat = append(combat, client.ItemCombat.Create().SetItemID(row).SetArmorLevel(int64(r.BaseArmor)).SetBaseArmorLevel(int64(r.BaseArmor)))
		}
		for _, id := range r.Spells {
			s, _ := gamedata.SpellByID(id)
			spells = append(spells, client.ItemSpell.Create().SetItemID(row).SetSpellID(id).SetFamily(s.Family).SetPower(s.Power).SetTier(string(s.Tier)))
		}
		if n := r.Ratings[solver.Rating(gamedata.IntCritDamageRating)]; n > 0 {
			ratings = append(ratings, client.ItemRatings.Create().SetItemID(row).SetCritDamage(int64(n)).SetTotal(int64(n)))
		}
		if w := r.Wield[0]; w.Kind != 0 {
			needs = append(needs, client.ItemRequirements.Create().SetItemID(row).SetWieldKind(int64(w.Kind)).
				SetWieldSubject(int64(w.Subject)).SetWieldMinimum(int64(w.Minimum)))
		}
	}
	if err := client.ItemCombat.CreateBulk(combat...).Exec(ctx); err != nil {
		return err
	}
	if err := client.ItemSpell.CreateBulk(spells...).Exec(ctx); err != nil {
		return err
	}
	if err := client.ItemRatings.CreateBulk(ratings...).Exec(ctx); err != nil {
		return err
	}
	return client.ItemRequirements.CreateBulk(needs...).Exec(ctx)
}

// closet is a service over a database with so many pieces of treasure, each cantrip once on a piece.
func closet(t testing.TB, db *database.DB, pieces int) *suits.Service {
	t.Helper()
	fill(t, db, treasure(pieces))
	s := suits.New(suits.Options{DB: db})
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return s
}

// treasure is rolled treasure with ratings and requirements on some; a spell that a piece has twice is there once.
func treasure(n int) []wardrobe.Item {
	items := solvertest.Items(7, n)
	for k := range items {
		it := &items[k]
		seen := map[int]bool{}
		var spells []int
		for _, id := range it.Spells {
			if !seen[id] {
				spells = append(spells, id)
			}
			seen[id] = true
		}
		it.Spells = spells
		if k%5 == 0 {
			it.Ints[gamedata.IntCritDamageRating] = int64(1 + k%3)
		}
		if k%4 == 0 {
			it.Ints[gamedata.IntWieldType], it.Ints[gamedata.IntWieldSkill], it.Ints[gamedata.IntWieldValue] = 7, 1, 180
		}
		if k%50 == 0 {
			it.Ints[gamedata.IntAttuned] = 1
		}
	}
	return items
}

// over waits until a run has ended, and is its events.
func over(t testing.TB, s *suits.Service, run *suits.Run) (*suits.Run, []suits.Event) {
	t.Helper()
	_, feed, err := s.Find(t.Context(), run.ID)
	if err != nil {
		t.Fatal(err)
	}
	var all []suits.Event
	for last := 0; ; {
		events, changed, done := feed.After(last)
		for _, e := range events {
			all, last = append(all, e), e.ID
		}
		if done {
			break
		}
		select {
		case <-changed:
		case <-time.After(time.Minute):
			t.Fatalf("the run does not end: %v", all)
		}
	}
	ended, _, err := s.Find(t.Context(), run.ID)
	if err != nil {
		t.Fatal(err)
	}
	return ended, all
}
