package solver

import (
	"cmp"
	"math/bits"
	"slices"
)

// undominated sets aside the candidates that never need to be worn, and returns the others by group.
//
// B replaces A where B takes the same groups, meets at least A's wishes, is worth no less (where value counts), has no less
// armour level (where there is a floor), counts in no rule to its disadvantage, and costs no more owners; equals go by item id. That is safe only while a B is free: one
// may be in the other half of a pair, one in another slot that it fits. So A goes only where there are more of them than
// that. When halted it is not complete. A piece of a suit that a further one has to differ from counts in a rule, so it does not replace one that is not.
func (m *model) undominated(from []int32, value bool, halted func() bool) []int32 {
	atMost, atLeast := m.senses()
	main := func(c *cand) int64 { // worth without the tie-break
		q := c.value / m.scale
		if c.value%m.scale < 0 {
			q--
		}
		return q
	}
	elsewhere := make(map[int32]uint32) // by item: the groups of all its options
	buckets := map[uint32][]int32{}
	for _, i := range from {
		c := &m.cands[i]
		if c.mask.empty() && c.rows&atLeast == 0 && (!value || main(c) < 0) && (m.floor == 0 || c.armor <= 0) {
			continue
		}
		elsewhere[c.item] |= c.occ
		buckets[c.occ] = append(buckets[c.occ], i)
	}
	var out []int32
	for occ, bucket := range buckets {
		if halted() {
			break
		}
		slices.SortFunc(bucket, func(a, b int32) int {
			x, y := &m.cands[a], &m.cands[b]
			byMask := cmp.Compare(y.mask.count(), x.mask.count())
			byValue := cmp.Compare(main(y), main(x))
			if value {
				byMask, byValue = byValue, byMask
			}
			return cmp.Or(byMask, byValue, cmp.Compare(a, b))
		})
		var room int
		for g := occ; g != 0; g &= g - 1 {
			room = max(room, int(m.groups[bits.TrailingZeros32(g)].capacity))
		}
		var kept []int32
	next:
		for _, a := range bucket {
			x := &m.cands[a]
			bound, roaming, roams := 0, 0, uint32(0)
			for _, b := range kept {
				y := &m.cands[b]
				if !y.mask.covers(x.mask) || value && main(y) < main(x) || m.floor > 0 && y.armor < x.armor ||
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
		}
		out = append(out, kept...)
	}
	slices.SortFunc(out, func(a, b int32) int {
		return cmp.Or(cmp.Compare(m.cands[a].group, m.cands[b].group), cmp.Compare(a, b))
	})
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
