package database_test

import (
	"context"
	"testing"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/testkit"
)

func BenchmarkEmptyTransaction(b *testing.B) {
	for _, bench := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", testkit.SQLite}, {"postgres", testkit.Postgres}} {
		b.Run(bench.name, func(b *testing.B) {
			db := testkit.Open(b, bench.url(b))
			b.ReportAllocs()
			for b.Loop() {
				if err := db.InTx(b.Context(), func(context.Context, database.Tx) error { return nil }); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
