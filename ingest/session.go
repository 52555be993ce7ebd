package ingest

import (
	"sync"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// maxSessions bounds how many characters' current sessions are remembered; they outlive sockets, since a plugin that
// reconnects may send a rare before its first telemetry.
const maxSessions = 4096

// sessions knows each character's current session: that of its newest telemetry. The zero value is ready.
type sessions struct {
	mu      sync.Mutex
	current map[string]session
}

type session struct {
	id string
	at time.Time
}

// stamp learns from telemetry that names a session, and gives every other event without one its character's current
// session. Telemetry without a session keeps none: its identity says so.
func (s *sessions) stamp(e event.Event) {
	h := e.Header()
	if h.Type != event.TypeTelemetry {
		if h.SessionID == "" {
			s.mu.Lock()
			h.SessionID = s.current[h.Character].id
			s.mu.Unlock()
		}
		return
	}
	if h.SessionID == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	known, ok := s.current[h.Character]
	if ok && h.Timestamp.Before(known.at) {
		return // late: an older session must not come back
	}
	if s.current == nil {
		s.current = make(map[string]session)
	}
	if !ok && len(s.current) >= maxSessions {
		s.forgetOldest()
	}
	s.current[h.Character] = session{id: h.SessionID, at: h.Timestamp}
}

func (s *sessions) forgetOldest() {
	var oldest string
	var at time.Time
	for name, known := range s.current {
		if oldest == "" || known.at.Before(at) {
			oldest, at = name, known.at
		}
	}
	delete(s.current, oldest)
}
