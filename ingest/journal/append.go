package journal

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/mosswart/overlord/ingest/event"
)

const reasonFull = "journal_full"

// errFull is why events stay in memory while the file may not grow.
var errFull = errors.New("the journal is full")

// change is what a transaction does to the lanes, applied to memory after its commit.
type change struct {
	state   state
	lanes   [lanes]laneChange
	dropped map[event.Type]int // evicted from the file, or given up before they came to it
}

type laneChange struct {
	first          int64
	newest         int64
	entries, bytes int64
	dropped        int64
	evicted        int64 // the highest position that was evicted
	taken          int   // how many of the flight's events are done with
	skipped        int   // the first of them that were dropped
	position       int64 // of the first that was written
}

func (j *Journal) begin() *change {
	j.mu.Lock()
	defer j.mu.Unlock()
	c := &change{state: j.state}
	for i := range c.lanes {
		l := &j.lanes[i]
		c.lanes[i] = laneChange{first: l.first, newest: l.newest, entries: l.entries, bytes: l.bytes}
	}
	c.state.commits++
	return c
}

// attempt writes what is in flight, as far as there is room, and, where cut is set, cuts what may go. The error says
// why something stays in flight; progress, that it need not for long.
func (j *Journal) attempt(cut bool) (progress bool, err error) {
	c := j.begin()
	err = j.transact(func(tx *bbolt.Tx) error {
		if cut {
			if err := j.cut(tx, c); err != nil {
				return err
			}
		}
		return errors.Join(j.appendAll(tx, c), c.state.put(tx))
	})
	if err != nil && !j.landed(c) {
		j.evicted()
		// Room that was made within a transaction that failed is not made: try that alone.
		if cut {
			j.cutAlone()
		}
		j.makeRoom()
		return false, err
	}
	before := j.remaining()
	j.apply(c)
	j.evicted()
	if cut {
		j.cutAt = time.Now()
	}
	if left := j.remaining(); left > 0 {
		return left < before || c.lanes[bulk].evicted > 0, errFull
	}
	return true, nil
}

func (j *Journal) remaining() (n int) {
	for i := range j.flight {
		n += len(j.flight[i].events) - j.flight[i].done
	}
	return n
}

// landed reports whether a transaction that ended with an error is in the file all the same, as one is whose last
// fsync failed.
func (j *Journal) landed(c *change) bool {
	var s state
	err := j.view(func(tx *bbolt.Tx) (err error) {
		s, err = parseState(tx.Bucket(metaBucket).Get(stateKey))
		return err
	})
	return err == nil && s == c.state
}

// appendAll writes as much of the flights as may go into the file.
func (j *Journal) appendAll(tx *bbolt.Tx, c *change) error {
	room := j.room(c)
	j.readyArena()
	for _, lane := range [...]int{kept, bulk} {
		f := &j.flight[lane]
		events := f.events[f.done:]
		if len(events) == 0 {
			continue
		}
		l := &c.lanes[lane]
		var limit int64
		if lane == kept {
			limit = j.maxBytes - l.bytes
		} else {
			most := min(j.maxBytes/4*3, j.maxBytes-c.lanes[kept].bytes)
			need := sizeOf(events)
			if short := max(need-(most-l.bytes), need-room[bulk]); short > 0 {
				if err := j.evict(tx, c, short); err != nil {
					return err
				}
			}
			// What still finds no room is older than what does.
			for limit = most - l.bytes; need > limit && l.skipped < len(events); l.skipped++ {
				need -= int64(frameSize(events[l.skipped]))
				c.drop(bulk, events[l.skipped].Header().Type)
			}
			events = events[l.skipped:]
		}
		n, size := 0, int64(0)
		for n < len(events) && size+int64(frameSize(events[n])) <= min(limit, room[lane]) {
			size += int64(frameSize(events[n]))
			n++
		}
		l.taken = l.skipped + n
		if lane == kept && room[bulk] != math.MaxInt64 {
			room[bulk] = max(0, room[bulk]-size) // the same free pages
		}
		if err := j.append(tx, c, lane, events[:n]); err != nil {
			return err
		}
	}
	return nil
}

// readyArena empties the buffer of frames and gives it room for what is in flight, so that it does not grow piecemeal.
func (j *Journal) readyArena() {
	need := int64(0)
	for i := range j.flight {
		need += sizeOf(j.flight[i].events[j.flight[i].done:])
	}
	if cap(j.arena) > 4*batchBytes && need < batchBytes {
		j.arena = nil
	}
	j.arena = slices.Grow(j.arena[:0], int(need))
}

func sizeOf(events []event.Event) (n int64) {
	for _, e := range events {
		n += int64(frameSize(e))
	}
	return n
}

// append writes events under the lane's next positions.
func (j *Journal) append(tx *bbolt.Tx, c *change, lane int, events []event.Event) error {
	if len(events) == 0 {
		return nil
	}
	bucket := tx.Bucket(laneBuckets[lane])
	bucket.FillPercent = 1
	l := &c.lanes[lane]
	position, settled := c.state.last[lane]+1, c.state.settled[lane]
	l.position = position
	if l.entries == 0 {
		l.first = position
	}
	first, start := position, len(j.arena)
	for i, e := range events {
		j.arena = appendEntry(j.arena, lane, position, settled, e)
		if size := len(j.arena) - start; size >= blockBytes || i == len(events)-1 {
			if err := bucket.Put(blockKey(first, position), j.arena[start:]); err != nil {
				return fmt.Errorf("append to the journal: %w", err)
			}
			l.bytes += int64(size + blockOverhead)
			l.entries += position - first + 1
			first, start = position+1, len(j.arena)
		}
		position++
	}
	c.state.last[lane] = position - 1
	l.newest = position - 1
	return nil
}

// apply makes a committed change known.
func (j *Journal) apply(c *change) {
	for t, n := range c.dropped {
		j.ledger.Dropped(t, n, reasonFull)
	}
	j.mu.Lock()
	j.state = c.state
	for i := range j.lanes {
		l, d, f := &j.lanes[i], &c.lanes[i], &j.flight[i]
		l.entries, l.bytes = d.entries, d.bytes
		l.dropped += d.dropped
		l.first = d.first
		l.tail.forget(d.evicted)
		if d.taken > d.skipped {
			l.tail.add(d.position, f.events[f.done+d.skipped:f.done+d.taken], j.tailMax)
		}
		f.done += d.taken
		if d.newest > l.newest {
			l.newest = d.newest
			close(l.grown)
			l.grown = make(chan struct{})
		}
	}
	j.keepBack()
	j.mu.Unlock()
	for i := range j.flight {
		j.metrics.dropped[i].Add(float64(c.lanes[i].dropped))
		if f := &j.flight[i]; f.generation != 0 && f.done == len(f.events) {
			j.queue.settle(i, f.generation, f.events)
			*f = flight{}
		}
	}
}

func (c *change) drop(lane int, t event.Type) {
	if c.dropped == nil {
		c.dropped = make(map[event.Type]int)
	}
	c.dropped[t]++
	c.lanes[lane].dropped++
}
