package writer

import (
	"context"
	"sync"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// eventBytes is about what an event takes in memory besides its frame.
const eventBytes = 512

// queue holds accepted events in order, bounded by number and by bytes.
type queue struct {
	maxEvents, maxBytes int

	mu      sync.Mutex
	events  []event.Event
	bytes   int
	oldest  time.Time // when the first of events came
	closed  bool
	added   int           // events ever accepted
	settled int           // events ever committed or given up
	urgent  int           // events up to this number do not wait for company
	room    chan struct{} // closed, and renewed, when events leave or the queue closes
	done    chan struct{} // closed, and renewed, when events are settled
	arrived chan struct{} // holds a token when the reader should look again
}

func newQueue(maxEvents, maxBytes int) *queue {
	return &queue{
		maxEvents: maxEvents, maxBytes: maxBytes,
		room: make(chan struct{}), done: make(chan struct{}), arrived: make(chan struct{}, 1),
	}
}

func sizeOf(events []event.Event) (bytes int) {
	for _, e := range events {
		bytes += eventBytes + len(e.Header().Raw)
	}
	return bytes
}

// put adds all of events, in one piece, once there is room for them; more than would ever fit go in when the queue
// is empty. accepted is called before anybody can take them.
func (q *queue) put(ctx context.Context, events []event.Event, accepted func()) error {
	bytes := sizeOf(events)
	for {
		q.mu.Lock()
		if q.closed {
			q.mu.Unlock()
			return ErrStopped
		}
		if len(q.events) == 0 || len(q.events)+len(events) <= q.maxEvents && q.bytes+bytes <= q.maxBytes {
			if len(q.events) == 0 {
				q.oldest = time.Now()
			}
			accepted()
			q.events = append(q.events, events...)
			q.bytes += bytes
			q.added += len(events)
			q.mu.Unlock()
			q.nudge()
			return nil
		}
		room := q.room
		q.mu.Unlock()
		select {
		case <-room:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (q *queue) nudge() {
	select {
	case q.arrived <- struct{}{}:
	default:
	}
}

// await returns when a batch is due: so many events are there, the oldest has waited so long, or somebody is in a
// hurry. It returns false when ctx ends first.
func (q *queue) await(ctx context.Context, events int, patience time.Duration) bool {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for ctx.Err() == nil {
		q.mu.Lock()
		waiting, oldest, hurry := len(q.events), q.oldest, q.urgent > q.settled
		q.mu.Unlock()
		var due <-chan time.Time
		if waiting > 0 {
			left := patience - time.Since(oldest)
			if waiting >= events || hurry || left <= 0 {
				return true
			}
			timer.Reset(left)
			due = timer.C
		}
		select {
		case <-q.arrived:
		case <-due:
		case <-ctx.Done():
		}
	}
	return false
}

// take removes the next batch: at most so many events, and not many more bytes. It is empty when the queue is.
func (q *queue) take(events, bytes int) []event.Event {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, size := 0, 0
	for n < len(q.events) && n < events && size < bytes {
		size += sizeOf(q.events[n : n+1])
		n++
	}
	batch := q.events[:n:n]
	q.events = q.events[n:]
	if len(q.events) == 0 {
		q.events = nil // lets go of the array
	}
	q.bytes -= size
	close(q.room)
	q.room = make(chan struct{})
	return batch
}

// settle notes that so many of the events taken are done with.
func (q *queue) settle(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.settled += n
	close(q.done)
	q.done = make(chan struct{})
}

// close refuses further events and wakes whoever waits.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	q.closed = true
	close(q.room)
	q.room = make(chan struct{})
}

// flushed returns when everything that was accepted before the call is settled.
func (q *queue) flushed(ctx context.Context) error {
	q.mu.Lock()
	target := q.added
	q.urgent = max(q.urgent, target)
	q.mu.Unlock()
	q.nudge()
	for {
		q.mu.Lock()
		settled, done := q.settled, q.done
		q.mu.Unlock()
		if settled >= target {
			return nil
		}
		select {
		case <-done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
