package writer

import (
	"time"

	"github.com/mosswart/overlord/ingest/journal"
)

// Status is how far the writer is behind.
type Status struct {
	Lanes []LaneStatus `json:"lanes"`
}

// LaneStatus is one lane's part of Status.
type LaneStatus struct {
	Lane              journal.Lane `json:"lane"`
	Position          int64        `json:"position"`             // the last entry that is settled
	Pending           int          `json:"pending"`              // events that are not, on disk or in memory
	OldestPendingAgeS float64      `json:"oldest_pending_age_s"` // since the receipt of the oldest that is being written; 0: none is
	LastCommitAt      time.Time    `json:"last_commit_at,omitzero"`
	Error             string       `json:"error,omitempty"` // what keeps the lane from moving on
	ErrorSince        time.Time    `json:"error_since,omitzero"`
}

// Status tells how the writer fares. It does not ask the database.
func (w *Writer) Status() Status {
	var s Status
	for _, l := range w.lanes {
		s.Lanes = append(s.Lanes, l.status())
	}
	return s
}

func (l *lane) status() LaneStatus {
	s := LaneStatus{Lane: l.name, Pending: l.pending()}
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	s.Position, s.LastCommitAt = l.position, l.commitAt
	if !l.oldest.IsZero() {
		s.OldestPendingAgeS = max(0, now.Sub(l.oldest).Seconds())
	}
	if l.failure != nil {
		s.Error, s.ErrorSince = l.failure.Error(), l.failedAt
	}
	return s
}

// pending is how many events of the lane have no outcome yet.
func (l *lane) pending() (n int) {
	for kind, c := range l.ledger.Counts() {
		if journal.LaneOf(kind) == l.name {
			n += c.Pending
		}
	}
	return n
}
