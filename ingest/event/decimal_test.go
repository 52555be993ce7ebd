package event_test

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/mosswart/overlord/ingest/event"
)

func TestAFloatIsWrittenAsStrconvWritesIt(t *testing.T) {
	check := func(v float64) {
		t.Helper()
		want := strconv.FormatFloat(v, 'f', -1, 64)
		if got := string(event.AppendFloat(nil, v)); got != want {
			t.Fatalf("%b is written as %s, want %s", v, got, want)
		}
	}
	for _, v := range []float64{
		0, math.Copysign(0, -1), 1, -1, 0.1, 0.000001, 0.0000001, 0.0000005, 0.00000149, 33.61, -42.1, 842.5, 0.30000000000000004, 999_999_999.999999,
		999_999_999.9999999, 1e9, 1e15, -1e15, 1 << 53, 1e21, 1e300, math.MaxFloat64, math.SmallestNonzeroFloat64, 123456.789012, 1e-5, 4e-6,
	} {
		check(v)
		check(-v)
		check(math.Nextafter(v, math.Inf(1)))
		check(math.Nextafter(v, math.Inf(-1)))
	}
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // reproducible
	for range 200_000 {
		v := float64(random.Int64N(2e15)-1e15) / math.Pow10(random.IntN(12))
		check(v)
		check(math.Nextafter(v, 0))
		if v := math.Float64frombits(random.Uint64()); !math.IsNaN(v) && !math.IsInf(v, 0) {
			check(v)
		}
	}
}

func BenchmarkAppendFloat(b *testing.B) {
	var buffer [32]byte
	for b.Loop() {
		for _, v := range [...]float64{33.61, -42.1, 0.39, 842.5, 412.5, 7.2, 38} {
			event.AppendFloat(buffer[:0], v)
		}
	}
}
