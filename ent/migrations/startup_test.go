package migrations_test

import (
	"testing"
	"time"

	"github.com/mosswart/overlord/ent/migrations"
	"github.com/mosswart/overlord/internal/testkit"
)

// startUpBudget is what checking the migrations may cost a start that has nothing to apply.
const startUpBudget = 300 * time.Millisecond

func TestAStartWithNothingToMigrateIsQuick(t *testing.T) {
	for name, url := range map[string]string{"sqlite": testkit.SQLite(t), "postgres": testkit.Postgres(t)} {
		best := time.Hour
		for range 5 { // the machine may be busy
			begun := time.Now()
			if err := migrations.Apply(t.Context(), url, discard); err != nil {
				t.Fatal(err)
			}
			best = min(best, time.Since(begun))
		}
		t.Logf("%s: %v", name, best)
		if best > startUpBudget {
			t.Errorf("%s: %v, want at most %v", name, best, startUpBudget)
		}
	}
}

func BenchmarkStartupChecked(b *testing.B) {
	for _, bench := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", testkit.SQLite}, {"postgres", testkit.Postgres}} {
		b.Run(bench.name, func(b *testing.B) {
			url := bench.url(b)
			for b.Loop() {
				if err := migrations.Apply(b.Context(), url, discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
