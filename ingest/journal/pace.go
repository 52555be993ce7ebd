package journal

import (
	"context"
	"time"
)

// A volley, as when many plugins send again what they kept, comes faster than a database takes it. What memory cannot
// keep until the reader gets there has to be read from the file and decoded again, so those who write bulk wait for a
// reader who is at work, once the tail is half full. Nobody waits for a reader who does not get on, as while the database
// is away: he has what he works on for long by then, since events that are not a volley take their time to fill the tail.

const (
	longestWait = 50 * time.Millisecond // of one Write
	longestHold = time.Second           // after the reader took what he works on
)

// hold keeps writers waiting. It ends by itself.
type hold struct {
	over context.Context
	end  context.CancelFunc
}

// keepBack begins a hold if there should be one; j.mu is held.
func (j *Journal) keepBack() {
	l := &j.lanes[bulk]
	reading := l.handed > l.wanted && l.handed+1 >= l.tail.first // and that from memory
	left := longestHold - time.Since(j.readAt)
	if reading && left > 0 && l.tail.bytes > j.tailMax/2 && j.held.Load() == nil {
		over, end := context.WithTimeout(context.Background(), left)
		j.held.Store(&hold{over: over, end: end})
	}
}

// letGo ends the hold, if there is one.
func (j *Journal) letGo() {
	if h := j.held.Swap(nil); h != nil {
		h.end()
	}
}

// pace returns when nothing holds back what is written to the lane, when that has taken long enough, or when ctx ends.
func (j *Journal) pace(ctx context.Context, lane Lane) {
	if lane != Bulk {
		return
	}
	h := j.held.Load()
	if h == nil || h.over.Err() != nil {
		return
	}
	enough := time.NewTimer(longestWait)
	defer enough.Stop()
	select {
	case <-h.over.Done():
	case <-enough.C:
	case <-ctx.Done():
	}
}
