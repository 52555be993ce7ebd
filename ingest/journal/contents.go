package journal

import (
	"encoding/binary"
	"errors"
)

// topLeaf checks a leaf of the root: the journal's buckets.
func (v *surveyor) topLeaf(elements []element) error {
	for _, e := range elements {
		if !e.bucket || len(e.value) < bucketHeader {
			return errors.New("has something that is no bucket")
		}
		var leaf func([]element) error
		switch string(e.key) {
		case string(metaBucket):
			leaf = v.metaLeaf
		case string(deadBucket):
			leaf = v.deadLeaf
		case string(buriedBucket):
			leaf = v.buriedLeaf
		case string(Bulk):
			leaf = func(elements []element) error { return v.laneLeaf(bulk, elements) }
		case string(Kept):
			leaf = func(elements []element) error { return v.laneLeaf(kept, elements) }
		default:
			return errors.New("has an unknown bucket")
		}
		v.buckets++
		root := binary.LittleEndian.Uint64(e.value)
		if root != 0 {
			if err := v.page(root, nil, nil, 0, leaf); err != nil {
				return err
			}
			continue
		}
		// A small bucket's only page lies in the value.
		inline := e.value[bucketHeader:]
		if len(inline) < pageHeader {
			return errors.New("has a bucket without a page")
		}
		branch, elements, err := parsePage(inline)
		if err != nil {
			return err
		}
		if branch {
			return errors.New("has an inline bucket that branches")
		}
		if err := inOrder(elements, nil, nil); err != nil {
			return err
		}
		if err := leaf(elements); err != nil {
			return err
		}
	}
	return nil
}

func (v *surveyor) metaLeaf(elements []element) (err error) {
	if len(elements) != 1 || elements[0].bucket || string(elements[0].key) != string(stateKey) {
		return errState
	}
	v.found.state, err = parseState(elements[0].value)
	v.hasState = err == nil
	return err
}

func (v *surveyor) deadLeaf(elements []element) error {
	for _, e := range elements {
		if e.bucket || len(e.key) != 8 {
			return errors.New("has something that is no dead letter")
		}
		v.found.dead++
	}
	return nil
}

func (v *surveyor) buriedLeaf(elements []element) error {
	for _, e := range elements {
		if e.bucket || len(e.key) != 9 || len(e.value) != 8 {
			return errors.New("has something that names no dead letter")
		}
	}
	return nil
}

// laneLeaf checks blocks. A damaged frame within one is no fault: its neighbours tell where it begins and ends.
func (v *surveyor) laneLeaf(lane int, elements []element) error {
	l := &v.found.lanes[lane]
	for _, e := range elements {
		first, last, ok := parseBlockKey(e.key)
		if !ok || e.bucket || first <= l.last || last-first >= int64(len(e.value)) {
			return errors.New("has something that is no block")
		}
		damaged, misplaced := 0, false
		rest := eachRecord(lane, first, last, e.value, func(_ int64, r *record, instead []byte) bool {
			if r == nil {
				// What is damaged has left something, but for what follows it; and no whole frame.
				_, _, err := cutFrame(instead)
				misplaced = misplaced || damaged == 0 && len(instead) == 0 || err == nil
				damaged++
			}
			return true
		})
		if misplaced || len(rest) > 0 {
			// The key is what is damaged: the frames say themselves where they belong.
			return errors.New("has a block under a wrong key")
		}
		v.found.damaged += damaged
		if l.entries == 0 {
			l.first = first
		}
		l.last = last
		l.entries += last - first + 1
		l.bytes += int64(len(e.value) + blockOverhead)
	}
	return nil
}
