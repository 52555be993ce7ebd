package store

import (
	"sync"
	"time"
)

// marks remembers when things were last used until that is written down. The zero value is ready; it is safe for
// concurrent use.
type marks struct {
	mu sync.Mutex
	at map[string]time.Time
}

// mark notes that something is used now.
func (m *marks) mark(id string, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.at == nil {
		m.at = make(map[string]time.Time)
	}
	if len(m.at) < maxRecent || !m.at[id].IsZero() {
		m.at[id] = now
	}
}

// take gives all marks, and has none afterwards.
func (m *marks) take() map[string]time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	taken := m.at
	m.at = nil
	return taken
}
