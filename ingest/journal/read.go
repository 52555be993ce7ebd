package journal

import (
	"context"
	"errors"
	"time"

	"go.etcd.io/bbolt"

	"github.com/mosswart/overlord/ingest/event"
)

// Entry is one position of a lane.
type Entry struct {
	Position int64
	// Event is nil for an entry that is damaged.
	Event event.Event
	// Bad is set instead: what is left of the entry, ready to be buried.
	Bad *DeadLetter
}

// Read returns entries that are on disk, beyond the position after, in order: at most maxEvents, and not much more
// than maxBytes of memory, but at least one if there is one. Positions may be missing where bulk lost its oldest. What
// Read has given out is not lost for want of room any more, until it is cut.
func (j *Journal) Read(ctx context.Context, lane Lane, after int64, maxEvents, maxBytes int) ([]Entry, error) {
	entries, found, until, err := j.read(lane, after, maxEvents, maxBytes)
	if entries != nil {
		return entries, nil
	}
	var d *damage
	if errors.As(err, &d) {
		// Once the file is salvaged it can be read.
		if err = j.ask(ctx, j.remount); err == nil {
			entries, found, until, err = j.read(lane, after, maxEvents, maxBytes)
			if entries != nil {
				return entries, nil
			}
		}
	}
	if err != nil {
		return nil, err
	}
	if len(found) == 0 && until > after {
		// Everything up to what memory holds is gone.
		return j.Read(ctx, lane, until, maxEvents, maxBytes)
	}
	entries = make([]Entry, len(found))
	for i := range found {
		entries[i] = found[i].entry(lane, j.now)
	}
	return entries, nil
}

// read reads from memory, or else from the file, and marks what it found as handed out. entries is nil where memory does
// not have them.
func (j *Journal) read(lane Lane, after int64, maxEvents, maxBytes int) (entries []Entry, list []found, until int64, err error) {
	j.evicting.RLock()
	defer j.evicting.RUnlock()
	if entries, ok := j.readTail(lane, after, maxEvents, maxBytes); ok {
		return entries, nil, 0, nil
	}
	list, until, err = j.readFile(lane, after, maxEvents, maxBytes)
	if n := len(list); n > 0 {
		j.mu.Lock()
		l := &j.lanes[lane.index()]
		l.handed = max(l.handed, list[n-1].position)
		j.mu.Unlock()
	}
	return nil, list, until, err
}

func (j *Journal) readTail(lane Lane, after int64, maxEvents, maxBytes int) ([]Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	l := &j.lanes[lane.index()]
	if after >= l.newest {
		return []Entry{}, true
	}
	events, ok := l.tail.from(after + 1)
	if !ok {
		return nil, false
	}
	n, size := 0, 0
	for n < len(events) && n < maxEvents && (n == 0 || size < maxBytes) {
		size += memory(events[n])
		n++
	}
	entries := make([]Entry, n)
	for i := range entries {
		entries[i] = Entry{Position: after + 1 + int64(i), Event: events[i]}
	}
	l.handed = max(l.handed, after+int64(n))
	if lane == Bulk {
		j.readAt = time.Now()
	}
	return entries, true
}

// found is an entry read from the file and not decoded yet, so that the file is held for a moment only.
type found struct {
	position int64
	record   record
	bad      bool
	damaged  []byte
}

// readFile reads entries beyond after, but none beyond until, from where on memory has them.
func (j *Journal) readFile(lane Lane, after int64, maxEvents, maxBytes int) (list []found, until int64, err error) {
	i := lane.index()
	j.mu.Lock()
	after = max(after, j.state.settled[i], j.lanes[i].wanted)
	until = j.lanes[i].newest
	if t := &j.lanes[i].tail; t.len() > 0 && after+1 < t.first {
		until = t.first - 1
	}
	j.mu.Unlock()
	list = make([]found, 0, min(int64(maxEvents), max(0, until-after), int64(maxBytes/eventBytes+1)))
	size := 0
	err = j.view(func(tx *bbolt.Tx) error {
		cursor := tx.Bucket(laneBuckets[i]).Cursor()
		for key, value := seek(cursor, after+1); key != nil; key, value = cursor.Next() {
			first, last, ok := parseBlockKey(key)
			if !ok || first > until {
				return nil
			}
			more := true
			eachRecord(i, first, last, value, func(position int64, r *record, damaged []byte) bool {
				if position <= after {
					return true
				}
				if position > until || len(list) == maxEvents || len(list) > 0 && size >= maxBytes {
					more = false
					return false
				}
				f := found{position: position, bad: r == nil}
				if r != nil {
					f.record = *r
					f.record.raw = append(make([]byte, 0, len(r.raw)), r.raw...)
				} else {
					f.damaged = append([]byte(nil), damaged...)
				}
				size += eventBytes + len(f.record.raw)
				list = append(list, f)
				return true
			})
			if !more {
				return nil
			}
		}
		return nil
	})
	return list, until, err
}

// entry decodes what was found.
func (f *found) entry(lane Lane, now func() time.Time) Entry {
	if f.bad {
		return Entry{Position: f.position, Bad: &DeadLetter{
			Lane: lane, Position: f.position, At: now().UTC(), Damaged: true, Raw: f.damaged,
			Reason: "the entry in the journal is damaged",
		}}
	}
	r := &f.record
	e, err := decodeAgain(r.raw, time.Unix(0, r.receivedAt), r.session)
	if err != nil {
		return Entry{Position: f.position, Bad: &DeadLetter{
			Lane: lane, Position: f.position, At: now().UTC(), Type: r.kind, Raw: r.raw,
			ReceivedAt: time.Unix(0, r.receivedAt).UTC(), Session: r.session, Reason: err.Error(),
		}}
	}
	return Entry{Position: f.position, Event: e}
}

// Wait returns when there is an entry on disk beyond the position after, or with ctx's error, or ErrClosed.
func (j *Journal) Wait(ctx context.Context, lane Lane, after int64) error {
	for {
		j.mu.Lock()
		l := &j.lanes[lane.index()]
		there, grown := l.newest > after, l.grown
		j.mu.Unlock()
		if there {
			return ctx.Err()
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return ctx.Err()
		case <-j.stopped:
			return ErrClosed
		}
	}
}

// Range returns the positions of the first and the last entry that is on disk and not cut; first is last+1 when there
// is none. A position is never used twice under one ID.
func (j *Journal) Range(lane Lane) (first, last int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	i := lane.index()
	l := &j.lanes[i]
	return min(max(l.first, l.wanted+1, j.state.settled[i]+1), l.newest+1), l.newest
}

// Pending counts, by type, the entries beyond the position after. An entry that is damaged counts under "".
func (j *Journal) Pending(ctx context.Context, lane Lane, after int64) (map[event.Type]int, error) {
	count, err := j.pending(ctx, lane, after)
	var d *damage
	if errors.As(err, &d) {
		if err = j.ask(ctx, j.remount); err == nil {
			count, err = j.pending(ctx, lane, after)
		}
	}
	return count, err
}

func (j *Journal) pending(ctx context.Context, lane Lane, after int64) (map[event.Type]int, error) {
	i := lane.index()
	j.mu.Lock()
	after = max(after, j.state.settled[i], j.lanes[i].wanted)
	j.mu.Unlock()
	count := make(map[event.Type]int)
	for {
		blocks := 0
		next := after
		err := j.view(func(tx *bbolt.Tx) error {
			cursor := tx.Bucket(laneBuckets[i]).Cursor()
			for key, value := seek(cursor, after+1); key != nil && blocks < cutBlocks; key, value = cursor.Next() {
				first, last, ok := parseBlockKey(key)
				if !ok {
					break
				}
				eachRecord(i, first, last, value, func(position int64, r *record, _ []byte) bool {
					switch {
					case position <= after:
					case r == nil:
						count[""]++
					default:
						count[r.kind]++
					}
					return true
				})
				next = last
				blocks++
			}
			return nil
		})
		if err == nil {
			err = ctx.Err()
		}
		if err != nil || blocks < cutBlocks {
			return count, err
		}
		after = next
	}
}
