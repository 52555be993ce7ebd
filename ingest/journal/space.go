package journal

import (
	"errors"
	"math"
	"time"

	"go.etcd.io/bbolt"
)

const (
	// diskMargin of a disk is left free in any case, so that a file on a full disk can still be cut.
	diskMargin = 256 << 10
	// reservePages of the file are left free while it may not grow: each transaction writes new pages before it frees
	// the old ones.
	reservePages = 48
	// evictStep is the least that is evicted at a time.
	evictStep = 64 << 10
	// cutBlocks bounds what one transaction cuts.
	cutBlocks = 4096
)

// room says how many bytes of each lane the disk has room for.
func (j *Journal) room(*change) (room [lanes]int64) {
	room = [lanes]int64{math.MaxInt64, math.MaxInt64}
	free, ok := j.freeDisk(j.path)
	if !ok || free-max(j.minFree, diskMargin) > 64*batchBytes {
		return room
	}
	stats := j.db.Stats()
	pages := stats.FreePageN + stats.PendingPageN - reservePages
	reusable := max(0, int64(pages)) * int64(j.db.Info().PageSize)
	for i, reserve := range [lanes]int64{bulk: j.minFree, kept: j.minFree / 4} {
		// A quarter for what pages waste.
		room[i] = (reusable + max(0, free-max(reserve, diskMargin))) / 4 * 3
	}
	return room
}

// evict deletes the oldest blocks of bulk that nobody has read, until so many bytes are gone; never the newest.
func (j *Journal) evict(tx *bbolt.Tx, c *change, short int64) error {
	if !j.evicts {
		j.evicting.Lock()
		j.evicts = true
	}
	j.mu.Lock()
	handed, wanted := j.lanes[bulk].handed, j.lanes[bulk].wanted
	j.mu.Unlock()
	l := &c.lanes[bulk]
	bucket := tx.Bucket(laneBuckets[bulk])
	cursor := bucket.Cursor()
	var keys [][]byte
	short = max(short, min(evictStep, l.bytes/8))
	key, value := seek(cursor, handed+1)
	for ; key != nil && short > 0; key, value = cursor.Next() {
		first, last, ok := parseBlockKey(key)
		if !ok || first <= handed {
			continue
		}
		if last >= l.newest {
			break
		}
		eachRecord(bulk, first, last, value, func(position int64, r *record, _ []byte) bool {
			if position > wanted {
				if r != nil {
					c.drop(bulk, r.kind)
				} else {
					c.drop(bulk, "")
				}
			}
			return true
		})
		keys = append(keys, key)
		short -= int64(len(value) + blockOverhead)
		l.bytes -= int64(len(value) + blockOverhead)
		l.entries -= last - first + 1
		l.evicted = last
	}
	return j.remove(bucket, c, bulk, keys)
}

// evicted lets readers go on, after what was evicted is known or nothing was.
func (j *Journal) evicted() {
	if j.evicts {
		j.evicts = false
		j.evicting.Unlock()
	}
}

// remove deletes blocks and finds where the lane begins now.
func (j *Journal) remove(bucket *bbolt.Bucket, c *change, lane int, keys [][]byte) error {
	for _, key := range keys {
		if err := bucket.Delete(key); err != nil {
			return err
		}
	}
	l := &c.lanes[lane]
	key, _ := bucket.Cursor().First()
	if first, _, ok := parseBlockKey(key); ok {
		l.first = max(first, c.state.settled[lane]+1)
	} else {
		l.first = l.newest + 1
	}
	return nil
}

// makeRoom evicts from bulk in a transaction of its own.
func (j *Journal) makeRoom() {
	f := &j.flight[bulk]
	if len(f.events) == f.done {
		return
	}
	defer j.evicted()
	c := j.begin()
	err := j.transact(func(tx *bbolt.Tx) error {
		if err := j.evict(tx, c, sizeOf(f.events[f.done:])); err != nil {
			return err
		}
		if c.lanes[bulk].evicted == 0 {
			return errFull
		}
		return c.state.put(tx)
	})
	if err == nil || j.landed(c) {
		j.apply(c)
	}
}

// cutAlone cuts what may go in a transaction of its own, which needs fewer pages than one that appends too: the disk may
// have room for that, where nothing else makes any.
func (j *Journal) cutAlone() {
	c := j.begin()
	err := j.transact(func(tx *bbolt.Tx) error { return errors.Join(j.cut(tx, c), c.state.put(tx)) })
	if err == nil || j.landed(c) {
		j.apply(c)
	}
}

// Cut says that every position of the lane up to the one given is done with. The entries leave memory at once, and
// the file with one of the next transactions.
func (j *Journal) Cut(lane Lane, upTo int64) error {
	j.mu.Lock()
	l := &j.lanes[lane.index()]
	upTo = min(upTo, l.newest)
	if upTo > l.wanted {
		l.wanted = upTo
		l.handed = max(l.handed, upTo)
		l.tail.forget(upTo)
		if lane == Bulk {
			j.letGo()
		}
	}
	much := l.wanted-j.state.settled[lane.index()] >= cutEntries
	j.mu.Unlock()
	if much {
		j.queue.nudge()
	}
	select {
	case <-j.stopped:
		return ErrClosed
	default:
		return nil
	}
}

func (j *Journal) cutWanted() bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := range j.lanes {
		if j.lanes[i].wanted > j.state.settled[i] {
			return true
		}
	}
	return false
}

// cutDue reports whether it is time to cut.
func (j *Journal) cutDue(now time.Time) bool {
	j.mu.Lock()
	defer j.mu.Unlock()
	waited := now.Sub(j.cutAt) >= cutPause
	for i := range j.lanes {
		if n := j.lanes[i].wanted - j.state.settled[i]; n >= cutEntries || n > 0 && waited {
			return true
		}
	}
	return false
}

// cut deletes the blocks that are done with as a whole.
func (j *Journal) cut(tx *bbolt.Tx, c *change) error {
	for i := range c.lanes {
		j.mu.Lock()
		wanted := j.lanes[i].wanted
		j.mu.Unlock()
		if wanted <= c.state.settled[i] {
			continue
		}
		l := &c.lanes[i]
		bucket := tx.Bucket(laneBuckets[i])
		cursor := bucket.Cursor()
		var keys [][]byte
		settled := wanted
		for key, value := cursor.First(); key != nil; key, value = cursor.Next() {
			first, last, ok := parseBlockKey(key)
			if !ok || last > wanted {
				break
			}
			if len(keys) == cutBlocks {
				settled = first - 1
				break
			}
			keys = append(keys, key)
			l.bytes -= int64(len(value) + blockOverhead)
			l.entries -= last - first + 1
		}
		c.state.settled[i] = settled
		if err := j.remove(bucket, c, i, keys); err != nil {
			return err
		}
	}
	return nil
}
