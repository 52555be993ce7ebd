package sim

import (
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// random is a seeded source with the few draws that the simulation makes. Not safe for concurrent use.
type random struct{ *rand.Rand }

// newRandom makes the source number stream of a seed.
func newRandom(seed, stream uint64) random {
	return random{rand.New(rand.NewPCG(seed, stream*0x9E3779B97F4A7C15+1))} //nolint:gosec // repeatable on purpose
}

func (r random) between(low, high float64) float64 { return low + (high-low)*r.Float64() }

// whole draws from low to high, both included.
func (r random) whole(low, high int) int { return low + r.IntN(high-low+1) }

func (r random) chance(p float64) bool { return r.Float64() < p }

func (r random) span(low, high time.Duration) time.Duration {
	return low + time.Duration(r.Int64N(int64(high-low)+1))
}

func pick[T any](r random, from []T) T { return from[r.IntN(len(from))] }

// fixed is a source that depends on a name alone: for what is the same in every simulation, such as where a portal stands.
func fixed(name string) random {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return newRandom(h.Sum64(), 0)
}
