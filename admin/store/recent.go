package store

import (
	"sync"
	"time"
)

const (
	// freshFor is how long another process's change may go unnoticed.
	freshFor = 5 * time.Second
	// maxRecent bounds what is kept at hand of one kind.
	maxRecent = 10_000
)

// recent keeps values at hand for freshFor. It is safe for concurrent use.
type recent[K comparable, V any] struct {
	most int
	now  func() time.Time

	mu      sync.Mutex
	cleared int // how many times
	values  map[K]dated[V]
}

type dated[V any] struct {
	value V
	since time.Time
}

func newRecent[K comparable, V any](most int, now func() time.Time) *recent[K, V] {
	return &recent[K, V]{most: most, now: now, values: make(map[K]dated[V])}
}

// get is the value of a key, or what load says it is.
func (r *recent[K, V]) get(key K, load func() (V, error)) (V, error) {
	asked := r.now()
	r.mu.Lock()
	kept, ok := r.values[key]
	cleared := r.cleared
	r.mu.Unlock()
	if ok && asked.Sub(kept.since) < freshFor {
		return kept.value, nil
	}
	value, err := load()
	if err != nil {
		return value, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cleared != cleared {
		return value, nil // it may be from before
	}
	if len(r.values) >= r.most {
		clear(r.values)
	}
	r.values[key] = dated[V]{value, asked}
	return value, nil
}

// clear forgets everything, also what is being loaded.
func (r *recent[K, V]) clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cleared++
	clear(r.values)
}
