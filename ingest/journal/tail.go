package journal

import "github.com/mosswart/overlord/ingest/event"

// tail holds the newest events of a lane as they came, so that a writer that keeps up decodes nothing twice and reads
// no file. Their positions follow one another without a gap. The zero value is ready.
type tail struct {
	first  int64 // position of events[head]
	events []event.Event
	head   int
	bytes  int
}

func (t *tail) len() int { return len(t.events) - t.head }

// last is the position of the newest event, first-1 when there is none.
func (t *tail) last() int64 { return t.first + int64(t.len()) - 1 }

// add takes events that begin at position, and lets go of the oldest beyond so many bytes.
func (t *tail) add(position int64, events []event.Event, limit int) {
	if t.len() == 0 || t.last()+1 != position {
		t.reset()
		t.first = position
	}
	for _, e := range events {
		t.bytes += memory(e)
	}
	t.events = append(t.events, events...)
	for t.bytes > limit {
		t.pop()
	}
}

func (t *tail) pop() {
	t.bytes -= memory(t.events[t.head])
	t.events[t.head] = nil
	t.head++
	t.first++
	if t.head >= 1024 && t.head > len(t.events)/2 {
		kept := copy(t.events, t.events[t.head:])
		clear(t.events[kept:])
		t.events, t.head = t.events[:kept], 0
	}
}

// forget lets go of every position up to the one given.
func (t *tail) forget(upTo int64) {
	if upTo >= t.last() {
		t.reset()
		return
	}
	for t.len() > 0 && t.first <= upTo {
		t.pop()
	}
}

func (t *tail) reset() {
	clear(t.events)
	t.events, t.head, t.bytes = t.events[:0], 0, 0
}

// from returns the events from position on; ok is false when they are not all here.
func (t *tail) from(position int64) (events []event.Event, ok bool) {
	if t.len() == 0 || position < t.first || position > t.last() {
		return nil, false
	}
	return t.events[t.head+int(position-t.first):], true
}
