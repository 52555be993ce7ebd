package inventory_test

import (
	"testing"

	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/ingest/inventory"
)

// BenchmarkItem is what one item of a full inventory costs before it is compared and stored.
func BenchmarkItem(b *testing.B) {
	cases, items := telling(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		o, _ := object.Decode(items[cases[i%len(cases)]])
		inventory.Normalise(o)
	}
}

// BenchmarkDecode is the part of it that an unchanged item costs too.
func BenchmarkDecode(b *testing.B) {
	cases, items := telling(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		object.Decode(items[cases[i%len(cases)]])
	}
}
