package live

import (
	"slices"

	"github.com/mosswart/overlord/ingest/event"
)

// queue holds what one socket has yet to be sent, bounded in frames and bytes. When it is full, the oldest frame of a
// replaceable kind goes first, then the oldest of all. It is not safe for concurrent use.
type queue struct {
	maxFrames, maxBytes int
	// coalesce keeps only the newest frame of each replaceable kind of a character.
	coalesce bool

	frames       []*frame // nil where one was taken out of the middle
	first        int      // the sequence number of frames[0]
	count, bytes int
	replaceable  int                // how many of them are
	newest       map[replaceKey]int // sequence numbers, while coalescing
	dropped      int                // since the last gap was told
}

type replaceKey struct {
	kind      event.Type
	character string
}

// push adds a frame and reports whether another had to be dropped for it.
func (q *queue) push(f *frame) (overflowed bool) {
	if q.coalesce && f.replaceable {
		key := replaceKey{f.kind, f.character}
		if seq, ok := q.newest[key]; ok {
			// It takes the older one's place: they go out in one frame, and to move things is what would cost.
			old := &q.frames[seq-q.first]
			q.bytes += len(f.text) - len((*old).text)
			*old = f
			return q.shrink()
		}
		if q.newest == nil {
			q.newest = make(map[replaceKey]int)
		}
		q.newest[key] = q.first + len(q.frames)
	}
	q.frames = append(q.frames, f)
	q.count++
	q.bytes += len(f.text)
	if f.replaceable {
		q.replaceable++
	}
	return q.shrink()
}

// shrink drops what is too much and reports whether anything was.
func (q *queue) shrink() (overflowed bool) {
	for q.count > q.maxFrames || q.bytes > q.maxBytes && q.count > 1 {
		q.dropOldest()
		overflowed = true
	}
	return overflowed
}

func (q *queue) dropOldest() {
	for i, f := range q.frames {
		if f != nil && (f.replaceable || q.replaceable == 0) {
			q.remove(i)
			q.dropped++
			return
		}
	}
}

// remove takes the frame at index i out.
func (q *queue) remove(i int) {
	f := q.frames[i]
	q.frames[i] = nil
	q.count--
	q.bytes -= len(f.text)
	if f.replaceable {
		q.replaceable--
		if q.coalesce {
			delete(q.newest, replaceKey{f.kind, f.character})
		}
	}
	q.trim()
}

// trim forgets removed frames at the front, so that the oldest frame is found at once, and in the middle when they have
// become the greater part.
func (q *queue) trim() {
	lead := 0
	for lead < len(q.frames) && q.frames[lead] == nil {
		lead++
	}
	q.frames = q.frames[lead:]
	q.first += lead
	if len(q.frames) <= 64 || len(q.frames) < 2*q.count {
		return
	}
	kept := q.frames[:0]
	for _, f := range q.frames {
		if f != nil {
			if q.coalesce && f.replaceable {
				q.newest[replaceKey{f.kind, f.character}] = q.first + len(kept)
			}
			kept = append(kept, f)
		}
	}
	clear(q.frames[len(kept):])
	q.frames = kept
}

// take removes and returns the oldest frames: at most limit of them, and no more than maxBytes but for a single one.
func (q *queue) take(limit, maxBytes int) []*frame {
	var taken []*frame
	size := 0
	for q.count > 0 && len(taken) < limit {
		f := q.frames[0] // trim keeps the front filled
		if size += len(f.text); size > maxBytes && len(taken) > 0 {
			break
		}
		q.remove(0)
		taken = append(taken, f)
	}
	return taken
}

// takeGap returns how many frames were dropped since it was last called.
func (q *queue) takeGap() int {
	n := q.dropped
	q.dropped = 0
	return n
}

// setCoalesce switches coalescing on or off, for what is queued already too.
func (q *queue) setCoalesce(on bool) {
	q.coalesce = on
	q.requeue(func(*frame) bool { return true })
}

// supersede takes out the frames of the kinds that a snapshot brings newer.
func (q *queue) supersede(kinds ...event.Type) {
	q.requeue(func(f *frame) bool { return !slices.Contains(kinds, f.kind) })
}

// requeue pushes the frames again that keep wants.
func (q *queue) requeue(keep func(*frame) bool) {
	before := q.frames
	*q = queue{maxFrames: q.maxFrames, maxBytes: q.maxBytes, coalesce: q.coalesce, dropped: q.dropped}
	for _, f := range before {
		if f != nil && keep(f) {
			q.push(f)
		}
	}
}
