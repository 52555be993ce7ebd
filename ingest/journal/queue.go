package journal

import (
	"context"
	"sync"
	"time"

	"github.com/mosswart/overlord/ingest/event"
)

// eventBytes is about what an event takes in memory besides its frame.
const eventBytes = 640

func memory(e event.Event) int { return eventBytes + len(e.Header().Raw) }

// queue holds what was accepted and has not been taken for writing, a list a lane, each bounded by number and bytes.
type queue struct {
	maxEvents, maxBytes int

	mu     sync.Mutex
	lanes  [lanes]waiting
	oldest time.Time // when the first of what waits came
	closed bool
	full   bool // the disk takes nothing: bulk loses its oldest instead of blocking

	room    chan struct{} // closed, and renewed, when events leave or the queue closes
	changed chan struct{} // closed, and renewed, when a generation is settled
	arrived chan struct{} // holds a token when the owner should look again
}

// waiting is one lane's part. What waits belongs to one generation; taking it begins the next.
type waiting struct {
	events     []event.Event
	spare      []event.Event // an emptied slice to use again
	bytes      int
	generation int
	settled    int // generations up to it are on disk
	wanted     int // generations up to it do not wait for company
}

func newQueue(maxEvents, maxBytes int) *queue {
	q := &queue{
		maxEvents: maxEvents, maxBytes: maxBytes,
		room: make(chan struct{}), changed: make(chan struct{}), arrived: make(chan struct{}, 1),
	}
	for i := range q.lanes {
		q.lanes[i].generation = 1
	}
	return q
}

// put adds all of events in one piece once each lane has room for its part; a part that would never fit goes in when
// the lane is empty. accepted is called before anybody can take them, dropped for each event that had to give way.
func (q *queue) put(ctx context.Context, events []event.Event, accepted func(), dropped func(event.Event)) error {
	var count, bytes [lanes]int
	for _, e := range events {
		lane := LaneOf(e.Header().Type).index()
		count[lane]++
		bytes[lane] += memory(e)
	}
	for {
		q.mu.Lock()
		if q.closed {
			q.mu.Unlock()
			return ErrClosed
		}
		if q.full {
			q.makeRoom(count[bulk], bytes[bulk], dropped)
		}
		if q.fits(bulk, count, bytes) && q.fits(kept, count, bytes) {
			accepted()
			q.add(events)
			q.mu.Unlock()
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

func (q *queue) fits(lane int, count, bytes [lanes]int) bool {
	w := &q.lanes[lane]
	return len(w.events) == 0 || count[lane] == 0 ||
		len(w.events)+count[lane] <= q.maxEvents && w.bytes+bytes[lane] <= q.maxBytes
}

// makeRoom drops the oldest of bulk until so much more fits.
func (q *queue) makeRoom(count, bytes int, dropped func(event.Event)) {
	w := &q.lanes[bulk]
	n := 0
	for n < len(w.events) && (len(w.events)-n+count > q.maxEvents || w.bytes+bytes > q.maxBytes) {
		w.bytes -= memory(w.events[n])
		dropped(w.events[n])
		n++
	}
	clear(w.events[:n])
	w.events = w.events[n:]
}

func (q *queue) add(events []event.Event) {
	if len(q.lanes[bulk].events)+len(q.lanes[kept].events) == 0 {
		q.oldest = time.Now()
		q.nudge() // the owner sets its timer
	}
	total, bytes := 0, 0
	for _, e := range events {
		w := &q.lanes[LaneOf(e.Header().Type).index()]
		w.events = append(w.events, e)
		w.bytes += memory(e)
	}
	for i := range q.lanes {
		total += len(q.lanes[i].events)
		bytes += q.lanes[i].bytes
	}
	if total >= batchEvents || bytes >= batchBytes {
		q.nudge()
	}
}

func (q *queue) nudge() {
	select {
	case q.arrived <- struct{}{}:
	default:
	}
}

// due says how long what waits may go on waiting: 0 when a batch is due now, a negative time when nothing waits.
func (q *queue) due() time.Duration {
	q.mu.Lock()
	defer q.mu.Unlock()
	total, bytes, hurry := 0, 0, q.closed
	for i := range q.lanes {
		w := &q.lanes[i]
		total += len(w.events)
		bytes += w.bytes
		hurry = hurry || w.wanted >= w.generation
	}
	switch {
	case total == 0:
		return -1
	case hurry || total >= batchEvents || bytes >= batchBytes:
		return 0
	default:
		return max(0, patience-time.Since(q.oldest))
	}
}

// take removes everything that waits in the lane and returns its generation. The slice goes back by settle.
func (q *queue) take(lane int) ([]event.Event, int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	w := &q.lanes[lane]
	if len(w.events) == 0 {
		return nil, 0
	}
	events, generation := w.events, w.generation
	w.events, w.spare = w.spare, nil
	w.bytes = 0
	w.generation++
	close(q.room)
	q.room = make(chan struct{})
	return events, generation
}

// settle notes that a generation is done with, and takes the slice back.
func (q *queue) settle(lane, generation int, events []event.Event) {
	q.mu.Lock()
	defer q.mu.Unlock()
	w := &q.lanes[lane]
	w.settled = generation
	if cap(events) <= 2*batchEvents {
		clear(events)
		w.spare = events[:0]
	}
	close(q.changed)
	q.changed = make(chan struct{})
}

func (q *queue) waiting() (n [lanes]int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i := range q.lanes {
		n[i] = len(q.lanes[i].events)
	}
	return n
}

// sync returns when everything that was accepted before the call is settled.
func (q *queue) sync(ctx context.Context) error {
	q.mu.Lock()
	var target [lanes]int
	for i := range q.lanes {
		w := &q.lanes[i]
		target[i] = w.generation - 1
		if len(w.events) > 0 {
			target[i] = w.generation
		}
		w.wanted = max(w.wanted, target[i])
	}
	q.mu.Unlock()
	q.nudge()
	for {
		q.mu.Lock()
		done := q.lanes[bulk].settled >= target[bulk] && q.lanes[kept].settled >= target[kept]
		changed := q.changed
		q.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (q *queue) setFull(full bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if full && !q.full {
		close(q.room) // whoever waits with bulk need not
		q.room = make(chan struct{})
	}
	q.full = full
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
	q.nudge()
}
