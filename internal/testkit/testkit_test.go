package testkit_test

import (
	"testing"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func TestEachDatabaseIsMigratedAndItsOwn(t *testing.T) {
	for range 2 { // the second must not see the first one's user
		testkit.EachDatabase(t, func(t *testing.T, db *database.DB) {
			n, err := db.Ent.User.Query().Count(t.Context())
			if err != nil || n != 0 {
				t.Fatalf("%d users, %v; want a migrated database without any", n, err)
			}
			if _, err := db.Ent.User.Create().SetUsername("Aldra").SetPasswordHash("x").Save(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
	}
}
