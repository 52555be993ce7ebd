package suits_test

import (
	"testing"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/internal/testkit"
	"github.com/mosswart/overlord/server/suits"
)

// BenchmarkLoad reads an inventory of 60,000 items of which a third can be worn in a suit.
func BenchmarkLoad(b *testing.B) {
	for name, url := range map[string]string{"sqlite": testkit.SQLite(b), "postgres": testkit.Postgres(b)} {
		db := testkit.Open(b, url)
		fill(b, db, treasure(20000))
		for k := range 80 {
			rows := db.Ent.Item.MapCreateBulk(make([]struct{}, 500), func(c *ent.ItemCreate, i int) {
				c.SetCharacterName("Mule 01").SetObjectID(int64(k*500 + i + 1)).SetName("Salvage").SetObjectClass(5)
			})
			if err := rows.Exec(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if in, err := suits.Load(b.Context(), db); err != nil || len(in.Pieces) != 20000 {
					b.Fatal(err)
				}
			}
		})
	}
}
