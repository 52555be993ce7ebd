package suits_test

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/mosswart/overlord/ent/inventory"
	"github.com/mosswart/overlord/ent/item"
	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/server/suits"
)

func TestThePantryHasWhatTheDatabaseHas(t *testing.T) {
	for name, url := range map[string]string{"sqlite": testkit.SQLite(t), "postgres": testkit.Postgres(t)} {
		t.Run(name, func(t *testing.T) {
			db := testkit.Open(t, url)
			fill(t, db, treasure(600))
			owners, err := db.Ent.Item.Query().Unique(true).Order(item.ByCharacterName()).Select(item.FieldCharacterName).Strings(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
			for _, owner := range owners {
				if err := db.Ent.Inventory.Create().SetCharacterName(owner).SetAsOf(at).Exec(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			pantry, r := suits.NewPantry(db), rand.New(rand.NewPCG(1, 60)) //nolint:gosec // the same changes every time
			for range 25 {
				at = at.Add(time.Minute)
				for range r.IntN(3) {
					change(t, db, r, owners, at)
				}
				got, err := pantry.Inventory(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				want, err := suits.Load(t.Context(), db)
				if err != nil || !reflect.DeepEqual(got.Pieces, want.Pieces) {
					t.Fatalf("%v, %d pieces, want %d", err, len(got.Pieces), len(want.Pieces))
				}
				again, err := pantry.Inventory(t.Context())
				if err != nil || again != got {
					t.Fatal("read again although nothing has changed", err)
				}
			}
		})
	}
}

// change is what a report of one character does: a piece is gone, has another set, or is now where another one still has it.
func change(t *testing.T, db *database.DB, r *rand.Rand, owners []string, at time.Time) {
	t.Helper()
	owner, giver := owners[r.IntN(len(owners))], owners[r.IntN(len(owners))]
	mine, err := db.Ent.Item.Query().Where(item.CharacterName(owner), item.RemovedAtIsNil()).Order(item.ByID()).All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	switch what := r.IntN(4); {
	case what == 0 && len(mine) > 0:
		err = db.Ent.Item.UpdateOne(mine[0]).SetRemovedAt(at).Exec(t.Context())
	case what == 1 && len(mine) > 0:
		err = db.Ent.Item.UpdateOne(mine[0]).SetEquipmentSet(int64(13 + r.IntN(5))).SetAsOf(at).Exec(t.Context())
	case what == 2:
		if err = db.Ent.Item.Update().Where(item.CharacterName(owner)).SetRemovedAt(at).Exec(t.Context()); err == nil {
			_, err = db.Ent.Inventory.Delete().Where(inventory.CharacterName(owner)).Exec(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	default:
		theirs, oops := db.Ent.Item.Query().Where(item.CharacterName(giver), item.RemovedAtIsNil()).Order(item.ByID()).All(t.Context())
		if oops != nil {
			t.Fatal(oops)
		}
		if len(theirs) == 0 || owner == giver {
			return
		}
		taken := theirs[r.IntN(len(theirs))]
		if known, err := db.Ent.Item.Query().Where(item.CharacterName(owner), item.ObjectID(taken.ObjectID)).Exist(t.Context()); err != nil || known {
			return
		}
		err = db.Ent.Item.Create().SetCharacterName(owner).SetObjectID(taken.ObjectID).SetName(taken.Name).SetObjectClass(taken.ObjectClass).
			SetNillableEquippableSlots(taken.EquippableSlots).SetNillableCoverage(taken.Coverage).SetAsOf(at).Exec(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	n, err := db.Ent.Inventory.Update().Where(inventory.CharacterName(owner)).SetAsOf(at).Save(t.Context())
	if err == nil && n == 0 { // all that he had is gone: he is back
		err = db.Ent.Inventory.Create().SetCharacterName(owner).SetAsOf(at).Exec(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestPiecesThatNeedMoreArcaneLoreAreOut(t *testing.T) {
	db := testkit.Open(t, testkit.SQLite(t))
	s := closet(t, db, 60)
	db.Ent.ItemRequirements.Delete().ExecX(t.Context())
	demanding := db.Ent.Item.Query().Where(item.EquippableSlots(0x8000)).FirstX(t.Context())
	db.Ent.ItemRequirements.Create().SetItemID(demanding.ID).SetLoreDifficulty(400).ExecX(t.Context())
	for lore, want := range map[int]string{0: "", 399: "needs arcane lore 400", 400: ""} {
		found, _, err := s.Candidates(t.Context(), suits.CandidateQuery{Slot: "neck", ArcaneLore: lore, Limit: 100})
		k := slices.IndexFunc(found, func(c suits.Candidate) bool { return c.ID == demanding.ID })
		if err != nil || k < 0 || found[k].Barred != want {
			t.Errorf("%d: %v, %+v", lore, err, found)
		}
		view, err := s.Submit(t.Context(), suits.Asker{}, suits.Request{Lock: []suits.Lock{{Item: demanding.ID, Slot: "neck"}}, ArcaneLore: lore})
		if err != nil || view.Request.ArcaneLore != lore {
			t.Errorf("%d: %v, %+v", lore, err, view)
		}
	}
}
