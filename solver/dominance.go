package solver

import (
	"cmp"
	"math/bits"
	"slices"
	"sync"
)

// undominated sets aside the candidates that never need to be worn, and returns the others by group.
//
// B replaces A where B takes the same groups, meets at least A's wishes, is worth no less (where value counts), has no less
// armour level (where there is a floor), counts in no rule to its disadvantage, and costs no more owners; equals go by item id. That is safe only while a B is free: one
// may be in the other half of a pair, one in another slot that it fits. So A goes only where there are more of them than
// that. A piece of a suit that a further one has to differ from counts in a rule, so it does not replace one that is not.
// When halted what it returns is of no use.
func (m *model) undominated(from []int32, value bool, workers int, halted func() bool) []int32 {
	_, atLeast := m.senses()
	elsewhere := make([]uint32, len(m.p.Items)) // the groups of all options of an item
	buckets := map[uint32][]ranked{}
	for _, i := range from {
		c := &m.cands[i]
		main := floorDiv(c.value, m.scale)
		if c.mask.empty() && c.rows&atLeast == 0 && (!value || main < 0) && (m.floor == 0 || c.armor <= 0) {
			continue
		}
		elsewhere[c.item] |= c.occ
		buckets[c.occ] = append(buckets[c.occ], ranked{i, int32(c.mask.count()), main}) //nolint:gosec // at most 128
	}
	var mu sync.Mutex
	var group sync.WaitGroup
	var out []int32
	todo := make(chan uint32, len(buckets))
	for occ := range buckets {
		todo <- occ
	}
	close(todo)
	for range workers {
		group.Go(func() {
			for occ := range todo {
				kept := m.worthy(occ, buckets[occ], elsewhere, value, halted)
				mu.Lock()
				out = append(out, kept...)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	slices.SortFunc(out, func(a, b int32) int {
		return cmp.Or(cmp.Compare(m.cands[a].group, m.cands[b].group), cmp.Compare(a, b))
	})
	return out
}

// ranked is a candidate with what it is compared by first.
type ranked struct {
	cand   int32
	wishes int32 // how many it meets
	main   int64 // its worth without the tie-break
}

// floorDiv is a/b, rounded down; b is positive.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// pollEvery is after so many candidates that the end of the search is looked for.
const pollEvery = 64

// worthy are those of a bucket of candidates with the same groups that may need to be worn.
func (m *model) worthy(occ uint32, bucket []ranked, elsewhere []uint32, value bool, halted func() bool) (out []int32) {
	atMost, atLeast := m.senses()
	slices.SortFunc(bucket, func(a, b ranked) int {
		byMask, byValue := cmp.Compare(b.wishes, a.wishes), cmp.Compare(b.main, a.main)
		if value {
			byMask, byValue = byValue, byMask
		}
		return cmp.Or(byMask, byValue, cmp.Compare(a.cand, b.cand))
	})
	var room int
	for g := occ; g != 0; g &= g - 1 {
		room = max(room, int(m.groups[bits.TrailingZeros32(g)].capacity))
	}
	var kept []ranked
next:
	for k, a := range bucket {
		if k%pollEvery == 0 && halted() {
			break
		}
		x := &m.cands[a.cand]
		bound, roaming, roams := 0, 0, uint32(0)
		for _, b := range kept {
			y := &m.cands[b.cand]
			if !y.mask.covers(x.mask) || value && b.main < a.main || m.floor > 0 && y.armor < x.armor ||
				y.rows&^x.rows&atMost != 0 || x.rows&^y.rows&atLeast != 0 || y.item == x.item ||
				m.ownerCap > 0 && y.owner != x.owner && !m.ownerUsed[y.owner] {
				continue
			}
			if others := elsewhere[y.item] &^ occ; others == 0 {
				bound++
			} else {
				roaming++
				roams |= others
			}
			if bound >= room || bound+roaming >= room+m.room(roams) {
				continue next
			}
		}
		kept = append(kept, a)
		out = append(out, a.cand)
	}
	return out
}

// room is how many pieces fit into groups.
func (m *model) room(groups uint32) (n int) {
	for ; groups != 0; groups &= groups - 1 {
		n += int(m.groups[bits.TrailingZeros32(groups)].capacity)
	}
	return n
}

// senses are the rules that can forbid and those that can demand a piece. Those that no suit can break count as neither.
func (m *model) senses() (atMost, atLeast uint64) {
	for k, r := range m.rows {
		switch {
		case r.least:
			atLeast |= 1 << k
		case int(r.bound) < int(slotCount):
			atMost |= 1 << k
		}
	}
	return atMost, atLeast
}
