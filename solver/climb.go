package solver

import (
	"math"
	"math/bits"
	"slices"
)

// score is the worth of a suit in one number: primary weight over value. ok is false where it breaks a rule.
func (m *model) score(pieces []int32) (score int64, ok bool) {
	var met mask
	var value, armor int64
	var occ uint32
	var used [64]int16
	var owners [32]int32
	spare, known := m.ownerCap, 0
	if m.ownerCap > 0 {
		for _, u := range m.ownerUsed {
			if u {
				spare--
			}
		}
	}
	var pairs uint32
	for _, i := range pieces {
		c := &m.cands[i]
		if clash := occ & c.occ; clash != 0 {
			if m.groups[c.group].capacity != 2 || pairs&c.occ != 0 {
				return 0, false
			}
			pairs |= c.occ
		}
		occ |= c.occ
		met = met.or(c.mask)
		value += c.value
		armor += c.armor
		for b := c.rows; b != 0; b &= b - 1 {
			used[bits.TrailingZeros64(b)]++
		}
		if m.ownerCap > 0 && !m.ownerUsed[c.owner] && !slices.Contains(owners[:known], c.owner) {
			owners[known] = c.owner
			known++
		}
	}
	if m.ownerCap > 0 && known > spare || m.floor > 0 && armor < m.floor {
		return 0, false
	}
	for k, r := range m.rows {
		if r.least && used[k] < r.bound || !r.least && used[k] > r.bound {
			return 0, false
		}
	}
	return value + met.sum(m.gain) + met.sum(m.primary)*m.big, true
}

// greedy fills a suit with the piece that adds most, again and again; prices, where given, say what wishes are worth. It
// gives nil where it runs into a rule that it cannot meet.
func (m *model) greedy(from []int32, prices []int64) []int32 {
	s := &search{m: m, goal: goal{value: true, gain: m.gain, primary: m.primary}, cands: m.cands}
	n := s.root()
	n.cands = append(n.cands[:0], from...)
	worth := make([]int64, len(m.gain))
	for w := range worth {
		worth[w] = m.gain[w] + m.primary[w]*m.big
		if prices != nil {
			worth[w] = prices[w]
		}
	}
	trial := s.fresh()
	for {
		if !s.settle(n) {
			return nil
		}
		due := uint64(0)
		for k, set := range m.sets {
			if set != 0 && !n.metSet(m, k) {
				due |= set
			}
		}
		best, most, asked := nobody, int64(0), false
		for _, i := range n.cands {
			c := &m.cands[i]
			value := c.value + c.mask.minus(n.covered).sum(worth)
			if needed := c.rows&due != 0; needed && !asked || (needed || !asked) && (value > most || best == nobody && needed) {
				best, most, asked = i, value, needed
			}
		}
		if best == nobody || most <= 0 && !asked {
			break
		}
		if due != 0 { // only where the rest can still meet the rules
			trial.copyFrom(n)
			s.take(trial, best)
			if !s.settle(trial) {
				n.drop(best)
				continue
			}
		}
		s.take(n, best)
	}
	if !s.feasible(n) {
		return nil
	}
	return ordered(n.chosen)
}

// heaviest is the greedy choice by armour level alone, for where the floor is out of the other's reach.
func (m *model) heaviest(from []int32) []int32 {
	heavy := *m
	heavy.cands = slices.Clone(m.cands)
	for i := range heavy.cands {
		heavy.cands[i].value = heavy.cands[i].armor
	}
	heavy.gain, heavy.primary = make([]int64, len(m.gain)), make([]int64, len(m.gain))
	return heavy.greedy(from, nil)
}

// climb improves a suit by replacing pieces, one and then two at a time, for at most so many trials.
func (m *model) climb(pieces, from []int32, trials int, stopped func() bool) []int32 {
	best := slices.Clone(pieces)
	score, ok := m.score(best)
	if !ok {
		return pieces
	}
	byWish := make([][]int32, len(m.gain))
	for _, i := range from {
		for w := range byWish {
			if m.cands[i].mask.has(w) {
				byWish[w] = append(byWish[w], i)
			}
		}
	}
	worn, tried := m.newOutfit(), m.newOutfit()
	trial, second := make([]int32, 0, 32), make([]int32, 0, 32)
	worn.dress(best)
	for improved := true; improved && trials > 0; {
		improved = false
		for _, i := range from {
			for half := range int(m.groups[m.cands[i].group].capacity) {
				trials--
				if worn.with(i, half) <= score {
					continue
				}
				trial = m.put(best, i, trial, half)
				if got, ok := m.score(trial); ok && got > score {
					best, score, improved = append(best[:0], trial...), got, true
					worn.dress(best)
				}
			}
		}
		if improved || stopped() {
			continue
		}
		// A piece that meets an open wish, and then one that meets a wish lost by it.
	pairs:
		for _, i := range from {
			if m.cands[i].mask.minus(worn.met).empty() {
				continue
			}
			for half := range int(m.groups[m.cands[i].group].capacity) {
				trial = m.put(best, i, trial, half)
				tried.dress(trial)
				for w := range byWish {
					if !worn.met.has(w) || tried.met.has(w) {
						continue
					}
					for _, j := range byWish[w] {
						if m.cands[j].occ&m.cands[i].occ != 0 {
							continue
						}
						trials--
						if tried.with(j, 0) <= score {
							continue
						}
						second = m.put(trial, j, second, 0)
						if got, ok := m.score(second); ok && got > score {
							best, score, improved = append(best[:0], second...), got, true
							worn.dress(best)
							break pairs
						}
					}
				}
				if trials <= 0 || stopped() {
					break pairs
				}
			}
		}
	}
	return best
}

// outfit is a suit that is being improved. It says what a swap would come to without going over all pieces again.
type outfit struct {
	m      *model
	worth  []int64 // by wish, in terms of model.score
	pieces []int32
	items  uint64    // of the pieces, by the last bits of their numbers
	met    mask      // by any piece
	again  mask      // by two or more
	holder [][2]int8 // by group: the pieces that take it, by place in pieces; -1 for none
	rest   [32]mask  // by place in pieces, met by all the others; beyond the last, by all
	score  [32]int64 // of the same, rules aside
}

func (m *model) newOutfit() *outfit {
	o := &outfit{m: m, worth: make([]int64, len(m.gain)), holder: make([][2]int8, len(m.groups))}
	for w := range o.worth {
		o.worth[w] = m.gain[w] + m.primary[w]*m.big
	}
	return o
}

// dress makes it the outfit of a suit, which must not change as long as it is.
func (o *outfit) dress(pieces []int32) {
	o.pieces, o.items, o.met, o.again = pieces, 0, mask{}, mask{}
	for g := range o.holder {
		o.holder[g] = [2]int8{-1, -1}
	}
	var value int64
	for k, i := range pieces {
		c := &o.m.cands[i]
		o.again = o.again.or(o.met.and(c.mask))
		o.met = o.met.or(c.mask)
		value += c.value
		o.items |= 1 << (c.item & 63)
		for b := c.occ; b != 0; b &= b - 1 {
			held := &o.holder[bits.TrailingZeros32(b)]
			if held[0] < 0 {
				held[0] = int8(k) //nolint:gosec // at most 23
			} else {
				held[1] = int8(k) //nolint:gosec // at most 23
			}
		}
	}
	all := o.met.sum(o.worth)
	for k, i := range pieces {
		c := &o.m.cands[i]
		alone := c.mask.minus(o.again)
		o.rest[k] = o.met.minus(alone)
		o.score[k] = value - c.value + all - alone.sum(o.worth)
	}
	o.rest[len(pieces)], o.score[len(pieces)] = o.met, value+all
}

// with is the score of the suit that put makes, but for the rules.
func (o *outfit) with(i int32, half int) int64 {
	c := &o.m.cands[i]
	if c.multi || o.wears(c.item) {
		return math.MaxInt64 // it takes more than one piece's place: score says
	}
	k := int(o.holder[c.group][half])
	if k < 0 {
		k = len(o.pieces)
	}
	return o.instead(k, c)
}

// instead is the score, rules aside, with a candidate in the place of the k-th piece, or beside all where that is beyond
// the last.
func (o *outfit) instead(k int, c *cand) int64 {
	return o.score[k] + c.value + c.mask.minus(o.rest[k]).sum(o.worth)
}

func (o *outfit) wears(item int32) bool {
	if o.items&(1<<(item&63)) == 0 {
		return false
	}
	for _, i := range o.pieces {
		if o.m.cands[i].item == item {
			return true
		}
	}
	return false
}

// put is a suit with a candidate in place of what is in its way: in a full pair, the piece of that half.
func (m *model) put(base []int32, i int32, into []int32, half int) []int32 {
	c := &m.cands[i]
	into = append(into[:0], i)
	pair, seen := m.groups[c.group].capacity == 2, 0
	for _, k := range base {
		o := &m.cands[k]
		if o.item == c.item {
			continue
		}
		if o.occ&c.occ != 0 {
			seen++
			if !pair || seen-1 == half {
				continue
			}
		}
		into = append(into, k)
	}
	return into
}
