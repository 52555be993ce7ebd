package journal

import (
	"bytes"
	"encoding/binary"

	"go.etcd.io/bbolt"
)

// A lane's bucket holds blocks: the frames of consecutive positions one behind the other, under the first and the last
// of them. Some dozens of events a key cost bbolt a fraction of what a key for each would.
const (
	blockBytes = 16 << 10
	// blockOverhead is about what the file spends on a block besides its frames.
	blockOverhead = 64
	blockKeySize  = 16
)

func blockKey(first, last int64) []byte {
	key := make([]byte, 0, blockKeySize)
	key = binary.BigEndian.AppendUint64(key, uint64(first)) //nolint:gosec // positions are positive
	return binary.BigEndian.AppendUint64(key, uint64(last)) //nolint:gosec // positions are positive
}

// parseBlockKey returns false for what is no key of a block.
func parseBlockKey(key []byte) (first, last int64, ok bool) {
	if len(key) != blockKeySize {
		return 0, 0, false
	}
	first = int64(binary.BigEndian.Uint64(key))    //nolint:gosec // checked below
	last = int64(binary.BigEndian.Uint64(key[8:])) //nolint:gosec // checked below
	return first, last, first > 0 && last >= first && last <= maxPosition
}

// seek moves the cursor to the block that holds position, or else to the next one.
func seek(c *bbolt.Cursor, position int64) (key, value []byte) {
	key, value = c.Seek(blockKey(position, 0))
	if first, _, ok := parseBlockKey(key); ok && first == position {
		return key, value
	}
	if key == nil {
		key, value = c.Last()
	} else {
		key, value = c.Prev()
	}
	if _, last, ok := parseBlockKey(key); ok && last >= position {
		return key, value
	}
	return c.Seek(blockKey(position, 0))
}

// eachRecord calls fn for each position of a block, in order, until fn returns false. r is nil for one whose frame is
// damaged; damaged is then what lies in its place, if that is known. It returns what is left of the value.
func eachRecord(
	lane int, first, last int64, value []byte, fn func(position int64, r *record, damaged []byte) bool,
) (rest []byte) {
	position := first
	for position <= last {
		r, size, ok := nextRecord(lane, position, last, value)
		var damaged []byte
		if !ok {
			// Go on with the next frame that is whole.
			skipped := len(value)
			for at := 1; at < len(value); at++ {
				found := bytes.Index(value[at:], []byte(frameMagic))
				if found < 0 {
					break
				}
				at += found
				if r, size, ok = nextRecord(lane, position, last, value[at:]); ok {
					skipped = at
					break
				}
			}
			damaged, value = value[:skipped], value[skipped:]
		}
		stop := last + 1
		if ok {
			stop = r.position
		}
		for ; position < stop; position++ {
			if !fn(position, nil, damaged) {
				return value
			}
			damaged = nil
		}
		if ok {
			value = value[size:]
			if !fn(position, &r, nil) {
				return value
			}
			position++
		}
	}
	return value
}

// nextRecord reads the record at the start of text, if it is whole and its position is in the range.
func nextRecord(lane int, from, to int64, text []byte) (r record, size int, ok bool) {
	body, size, err := cutFrame(text)
	if err != nil {
		return r, 0, false
	}
	r, err = parseEntry(body)
	return r, size, err == nil && r.lane == lane && r.position >= from && r.position <= to
}
