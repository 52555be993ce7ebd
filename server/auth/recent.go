package auth

import "container/list"

// recent is a map of bounded size that forgets what was used longest ago. It is not safe for concurrent use.
type recent[K comparable, V any] struct {
	limit int
	byKey map[K]*list.Element
	order *list.List // of entry[K, V], newest first
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

func newRecent[K comparable, V any](limit int) *recent[K, V] {
	return &recent[K, V]{limit: limit, byKey: map[K]*list.Element{}, order: list.New()}
}

// get returns the value under key and marks it as used.
func (m *recent[K, V]) get(key K) (value V, ok bool) {
	e, ok := m.byKey[key]
	if !ok {
		return value, false
	}
	m.order.MoveToFront(e)
	return e.Value.(*entry[K, V]).value, true
}

// put sets the value under key and marks it as used.
func (m *recent[K, V]) put(key K, value V) {
	if e, ok := m.byKey[key]; ok {
		e.Value.(*entry[K, V]).value = value
		m.order.MoveToFront(e)
		return
	}
	m.byKey[key] = m.order.PushFront(&entry[K, V]{key, value})
	if m.order.Len() > m.limit {
		oldest := m.order.Remove(m.order.Back()).(*entry[K, V])
		delete(m.byKey, oldest.key)
	}
}

func (m *recent[K, V]) clear() {
	clear(m.byKey)
	m.order.Init()
}
