package solver

import (
	"math"
	"math/bits"
	"slices"
)

func (s *search) root() *node {
	m := s.m
	n := s.fresh()
	n.bound, n.used = math.MaxInt64, make([]int16, len(m.rows))
	for _, g := range m.groups {
		n.free = append(n.free, g.capacity)
	}
	for i := range s.cands {
		n.cands = append(n.cands, int32(i)) //nolint:gosec // far fewer
	}
	if m.ownerCap > 0 {
		n.owners, n.barred = slices.Clone(m.ownerUsed), make([]bool, m.owners)
		n.spare = m.ownerCap
		for _, used := range n.owners {
			if used {
				n.spare--
			}
		}
	}
	for w, gain := range s.gain {
		n.prices.wish[w] = gain / 2
	}
	if s.targeted {
		var most int64
		for i := range s.cands {
			most = max(most, s.cands[i].value)
		}
		n.prices.level = most/2 + 1
		for w := range s.gain {
			n.prices.wish[w] = (s.gain[w] + n.prices.level*s.primary[w]) / 2
		}
		if s.cover != nil {
			for w, gain := range s.cover.gain {
				n.reach.wish[w] = gain / 2
			}
		}
	}
	return n
}

// copyFrom makes n a copy of o, with its own memory.
func (n *node) copyFrom(o *node) {
	n.bound, n.covered, n.value, n.primary, n.armor, n.spare = o.bound, o.covered, o.value, o.primary, o.armor, o.spare
	n.chosen = append(n.chosen[:0], o.chosen...)
	n.cands = append(n.cands[:0], o.cands...)
	n.free = append(n.free[:0], o.free...)
	n.used = append(n.used[:0], o.used...)
	if o.owners != nil {
		n.owners = append(n.owners[:0], o.owners...)
		n.barred = append(n.barred[:0], o.barred...)
	}
	n.prices.copyFrom(&o.prices)
	n.reach.copyFrom(&o.reach)
}

// take chooses a piece.
func (s *search) take(n *node, i int32) {
	c := &s.cands[i]
	fresh := c.mask.minus(n.covered)
	n.chosen = append(n.chosen, i)
	n.value += c.value + fresh.sum(s.gain)
	n.primary += fresh.sum(s.primary)
	n.armor += c.armor
	n.covered = n.covered.or(c.mask)
	for b := c.occ; b != 0; b &= b - 1 {
		n.free[bits.TrailingZeros32(b)]--
	}
	for b := c.rows; b != 0; b &= b - 1 {
		n.used[bits.TrailingZeros64(b)]++
	}
	if n.owners != nil && !n.owners[c.owner] {
		n.owners[c.owner] = true
		n.spare--
	}
	n.cands = slices.DeleteFunc(n.cands, func(j int32) bool { return s.cands[j].item == c.item })
}

// settle drops the candidates that the rules forbid by now, and says whether the rules can still be met.
func (s *search) settle(n *node) bool {
	m := s.m
	for {
		var full uint64
		for k, r := range m.rows {
			if !r.least && n.used[k] >= r.bound {
				full |= 1 << k
			}
		}
		var closed uint32
		for g, room := range n.free {
			if room == 0 {
				closed |= 1 << g
			}
		}
		kept := n.cands[:0]
		var has [3]uint32 // groups that have a piece of the primary set, of the secondary, of either
		for _, i := range n.cands {
			c := &s.cands[i]
			if c.occ&closed != 0 || c.rows&full != 0 ||
				n.owners != nil && !n.owners[c.owner] && (n.spare == 0 || n.barred[c.owner]) {
				continue
			}
			kept = append(kept, i)
			for k, set := range m.sets {
				if c.rows&set != 0 {
					has[k] |= 1 << c.group
					has[2] |= 1 << c.group
				}
			}
		}
		n.cands = kept
		if m.sets[0]|m.sets[1] == 0 {
			return s.heavyEnough(n)
		}
		changed, both := false, 0
		for k := range 3 {
			need, rows := 0, uint64(0)
			if k < 2 {
				if m.sets[k] == 0 {
					continue
				}
				at := bits.TrailingZeros64(m.sets[k])
				need, rows = max(0, int(m.rows[at].bound-n.used[at])), m.sets[k]
				both += need
			} else {
				need, rows = both, m.sets[0]|m.sets[1]
				if m.sets[0] == 0 || m.sets[1] == 0 {
					break
				}
				if n.metSet(m, 0) {
					rows = m.sets[1]
					has[2] = has[1]
				} else if n.metSet(m, 1) {
					rows = m.sets[0]
					has[2] = has[0]
				}
			}
			avail := bits.OnesCount32(has[k])
			if need > avail {
				return false
			}
			if need > 0 && need == avail {
				before := len(n.cands)
				n.cands = slices.DeleteFunc(n.cands, func(i int32) bool {
					c := &s.cands[i]
					return has[k]&(1<<c.group) != 0 && c.rows&rows == 0
				})
				changed = changed || len(n.cands) != before
			}
		}
		if !changed {
			return s.heavyEnough(n)
		}
	}
}

// heavyEnough says whether the armour floor is in reach if every group takes its heaviest pieces.
func (s *search) heavyEnough(n *node) bool {
	if s.m.floor == 0 {
		return true
	}
	var first, second [32]int64
	for _, i := range n.cands {
		c := &s.cands[i]
		switch g := c.group; {
		case c.armor > first[g]:
			first[g], second[g] = c.armor, first[g]
		case c.armor > second[g]:
			second[g] = c.armor
		}
	}
	reach := n.armor
	for g, room := range n.free {
		if room > 0 {
			reach += first[g]
		}
		if room > 1 {
			reach += second[g]
		}
	}
	return reach >= s.m.floor
}

// metSet says whether the minimum of a set is reached.
func (n *node) metSet(m *model, k int) bool {
	at := bits.TrailingZeros64(m.sets[k])
	return n.used[at] >= m.rows[at].bound
}

// feasible says whether the chosen pieces alone keep the rules.
func (s *search) feasible(n *node) bool {
	for k, r := range s.m.rows {
		if r.least && n.used[k] < r.bound {
			return false
		}
	}
	return n.armor >= s.m.floor && (!s.targeted || n.primary >= s.target)
}

func (s *search) fresh() *node {
	n := &node{prices: s.newPrices()}
	if s.cover != nil {
		n.reach = s.newPrices()
	}
	return n
}
