package solver

import (
	"math"
	"math/bits"
)

// goal is what one search maximises: the values of the pieces and the gains of the wishes met, among the suits whose
// primary weight is at least the target.
type goal struct {
	value    bool // pieces' values count
	gain     []int64
	primary  []int64
	targeted bool
	target   int64
	unit     int64 // a suit counts as better from so much on; 0: equal ones matter too
}

// node is a part of the search tree: some pieces chosen, others ruled out.
type node struct {
	bound   int64
	chosen  []int32 // indices in search.cands
	cands   []int32 // those that are left, by group
	free    []uint8 // by group: room left
	covered mask
	value   int64 // of the chosen pieces and the wishes they meet
	primary int64
	armor   int64
	used    []int16 // by row
	owners  []bool  // those that may be used at no cost; nil without a limit
	barred  []bool  // owners that are out
	spare   int     // how many more owners
	prices  prices
	reach   prices // of the search's cover
}

// prices are the Lagrangian multipliers. Any prices give a true bound; good ones give a low one.
type prices struct {
	all   []int64 // the following four, in one slice
	wish  []int64 // what meeting a wish once more is worth: 0 to its gain
	row   []int64 // what a piece pays for counting in a rule: ≥ 0 for at most, ≤ 0 for at least
	slot  []int64 // what a piece pays for each group that it takes beside its first
	owner []int64 // what a piece pays for its owner, by owner and group
	level int64   // of one point of primary weight, where there is a target
	floor int64   // of one point of armour level, where there is a floor
}

func (s *search) newPrices() prices {
	w, r, g := len(s.gain), len(s.m.rows), len(s.m.groups)
	o := 0
	if s.m.ownerCap > 0 {
		o = s.m.owners * g
	}
	return slicePrices(make([]int64, w+r+g+o), w, r, g)
}

func slicePrices(all []int64, w, r, g int) prices {
	return prices{all: all, wish: all[:w], row: all[w : w+r], slot: all[w+r : w+r+g], owner: all[w+r+g:]}
}

func (p *prices) copyFrom(o *prices) {
	copy(p.all, o.all)
	p.level, p.floor = o.level, o.floor
}

// evaluation is the scratch space of one worker for bounding nodes.
type evaluation struct {
	cost     []int64 // by index in node.cands: what it is worth at the prices
	best     []int64 // the same at the best prices found
	keep     prices
	first    []int64 // by group: the best piece's worth, then the second best's where two fit
	second   []int64
	firstAt  []int32
	secAt    []int32
	topOf    []int64 // the two of the best prices
	secOf    []int64
	gradient []float64 // by price, then of the floor and of the level
	course   []float64 // the gradient, deflected
	held     []int64   // by owner
	heldAt   []int32
	picked   []bool
	found    int64 // the bound at the best prices
}

func (s *search) newEvaluation() *evaluation {
	g, n := len(s.m.groups), len(s.cands)
	return &evaluation{
		cost: make([]int64, n), best: make([]int64, n), keep: s.newPrices(),
		first: make([]int64, g), second: make([]int64, g), firstAt: make([]int32, g), secAt: make([]int32, g),
		topOf: make([]int64, g), secOf: make([]int64, g),
		gradient: make([]float64, len(s.newPrices().all)+2), course: make([]float64, len(s.newPrices().all)+2),
		held: make([]int64, s.m.owners), heldAt: make([]int32, 0, s.m.owners), picked: make([]bool, s.m.owners),
	}
}

// What a group of a relaxed suit can hold instead of a piece.
const (
	nobody  = int32(-1) // nothing
	spanned = int32(-2) // a piece whose first group is another one
)

// relax lowers the bound of a node by up to so many steps of the subgradient method, and says whether the node can still
// hold a suit that counts. It leaves the best prices in the node, and in e.best what each piece is worth at them.
func (s *search) relax(e *evaluation, n *node, steps int, pace float64) bool {
	found, since := int64(math.MaxInt64), 0
	clear(e.course)
	for step := 0; ; step++ {
		bound := s.at(e, n)
		if bound < found {
			if float64(found)-float64(bound) > 0.005*(float64(bound)-float64(s.best())) {
				since = 0
			}
			found, e.found = bound, bound
			e.best, e.cost = e.cost, e.best
			e.topOf, e.first = e.first, e.topOf
			e.secOf, e.second = e.second, e.secOf
			e.keep.copyFrom(&n.prices)
		} else {
			since++
		}
		n.bound = min(n.bound, bound)
		if s.hopeless(bound) {
			return false
		}
		if step >= steps || step&15 == 15 && s.stopped() {
			break
		}
		if since >= 6 {
			pace, since = pace/2, 0
			n.prices.copyFrom(&e.keep)
			if pace < 0.01 {
				break
			}
			clear(e.course)
			s.at(e, n)
		}
		s.move(e, n, bound, pace)
	}
	n.prices.copyFrom(&e.keep)
	return true
}

// at is the bound at the node's prices. It leaves in e what the relaxed suit is.
func (s *search) at(e *evaluation, n *node) int64 {
	m, p := s.m, &n.prices
	bound := n.value
	for w := range s.gain {
		if n.covered.has(w) {
			p.wish[w] = 0
			continue
		}
		gain := s.gain[w]
		if s.targeted {
			gain += p.level * s.primary[w]
		}
		p.wish[w] = min(max(p.wish[w], 0), gain)
		bound += gain - p.wish[w]
	}
	if s.targeted {
		bound -= p.level * (s.target - n.primary)
	}
	for k, r := range m.rows {
		bound += p.row[k] * int64(r.bound-n.used[k])
	}
	if m.floor > 0 {
		bound += p.floor * (n.armor - m.floor)
	}
	for g := range e.first {
		e.first[g], e.second[g], e.firstAt[g], e.secAt[g] = 0, 0, nobody, nobody
	}
	groups := len(m.groups)
	for at, i := range n.cands {
		c := &s.cands[i]
		worth := c.value + p.floor*c.armor
		for b := c.mask[0] &^ n.covered[0]; b != 0; b &= b - 1 {
			worth += p.wish[bits.TrailingZeros64(b)]
		}
		for b := c.mask[1] &^ n.covered[1]; b != 0; b &= b - 1 {
			worth += p.wish[64+bits.TrailingZeros64(b)]
		}
		for b := c.rows; b != 0; b &= b - 1 {
			worth -= p.row[bits.TrailingZeros64(b)]
		}
		g := c.group
		if c.multi {
			for b := c.occ & (c.occ - 1); b != 0; b &= b - 1 {
				worth -= p.slot[bits.TrailingZeros32(b)]
			}
		}
		if n.owners != nil && !n.owners[c.owner] {
			worth -= p.owner[int(c.owner)*groups+int(g)]
		}
		e.cost[at] = worth
		switch {
		case worth > e.first[g]:
			e.first[g], e.second[g], e.firstAt[g], e.secAt[g] = worth, e.first[g], i, e.firstAt[g]
		case worth > e.second[g]:
			e.second[g], e.secAt[g] = worth, i
		}
	}
	for g, room := range n.free {
		switch room {
		case 0:
			e.first[g], e.second[g], e.firstAt[g], e.secAt[g] = 0, 0, nobody, nobody
		case 1:
			if s.spans[g] && p.slot[g] > e.first[g] { // a piece anchored elsewhere
				e.first[g], e.firstAt[g] = p.slot[g], spanned
			}
			bound += e.first[g]
		default:
			bound += e.first[g] + e.second[g]
		}
	}
	if n.owners != nil {
		bound += s.hold(e, n)
	}
	return bound
}

// hold is the most that the spare owners' prices add up to; the relaxed suit may use those owners.
func (s *search) hold(e *evaluation, n *node) (sum int64) {
	groups := len(s.m.groups)
	e.heldAt = e.heldAt[:0]
	for o := range n.owners {
		e.held[o], e.picked[o] = 0, false
		if n.owners[o] || n.barred[o] {
			continue
		}
		for g := range groups {
			e.held[o] += n.prices.owner[o*groups+g] * int64(n.free[g])
		}
	}
	for range n.spare {
		best := nobody
		for o := range n.owners {
			if !n.owners[o] && !n.barred[o] && !e.picked[o] && e.held[o] > 0 && (best == nobody || e.held[o] > e.held[best]) {
				best = int32(o) //nolint:gosec // few
			}
		}
		if best == nobody {
			break
		}
		e.picked[best] = true
		e.heldAt = append(e.heldAt, best)
		sum += e.held[best]
	}
	return sum
}

// slope computes the subgradient at the point that was evaluated last, for every price and, last, for the floor (in the
// heaviest piece's armour levels) and the level. Where a price is at its end and the slope points beyond, it is 0.
func (s *search) slope(e *evaluation, n *node) {
	m, p := s.m, &n.prices
	g := e.gradient
	clear(g)
	words, rows, groups := len(s.gain), len(m.rows), len(m.groups)
	row, slot, owner := g[words:], g[words+rows:], g[words+rows+groups:]
	if n.owners != nil {
		for _, o := range e.heldAt {
			for k, room := range n.free {
				owner[int(o)*groups+k] = float64(room)
			}
		}
	}
	armor := n.armor - m.floor
	for k, room := range n.free {
		for half := range int(room) {
			i := e.firstAt[k]
			if half == 1 {
				i = e.secAt[k]
			}
			if i == spanned {
				slot[k]++
			}
			if i < 0 {
				continue
			}
			c := &s.cands[i]
			armor += c.armor
			for word, b := range c.mask.minus(n.covered) {
				for ; b != 0; b &= b - 1 {
					g[word<<6+bits.TrailingZeros64(b)]++
				}
			}
			for b := c.rows; b != 0; b &= b - 1 {
				row[bits.TrailingZeros64(b)]--
			}
			for b := c.occ & (c.occ - 1); b != 0; b &= b - 1 {
				slot[bits.TrailingZeros32(b)]--
			}
			if n.owners != nil && !n.owners[c.owner] {
				owner[int(c.owner)*groups+k]--
			}
		}
	}
	reach := float64(n.primary - s.target) // what the relaxed suit has of the primary weight beyond the target
	for w := range words {
		if n.covered.has(w) {
			continue
		}
		most := s.most(p, w)
		if s.targeted {
			share := 1.0
			if most > 0 {
				share = float64(p.wish[w]) / float64(most)
			}
			reach += float64(s.primary[w]) * (1 - share + share*g[w])
		}
		g[w]--
		if g[w] < 0 && p.wish[w] >= most {
			g[w] = 0
		}
	}
	for k, r := range m.rows {
		row[k] += float64(r.bound - n.used[k])
		if p.row[k] == 0 && (row[k] < 0) == r.least {
			row[k] = 0
		}
	}
	for at, price := range p.all[words+rows:] {
		if price == 0 && slot[at] > 0 {
			slot[at] = 0
		}
	}
	if m.floor > 0 && (p.floor > 0 || armor < 0) {
		g[len(g)-2] = float64(armor) / float64(m.armorUnit)
	}
	if s.targeted {
		g[len(g)-1] = reach
	}
}

// move takes one step against the subgradient, deflected by the steps before.
func (s *search) move(e *evaluation, n *node, bound int64, pace float64) {
	s.slope(e, n)
	p := &n.prices
	var length float64
	for k, d := range e.gradient {
		e.course[k] = d + 0.5*e.course[k]
		length += e.course[k] * e.course[k]
	}
	if length == 0 {
		return
	}
	gap := float64(bound) - float64(s.best())
	if s.best() == none {
		gap = math.Abs(float64(bound))*0.1 + 1
	}
	stride := pace * (gap + 1) / length
	by := func(d float64) int64 { return int64(min(max(stride*d, -1e16), 1e16)) }
	if s.m.floor > 0 {
		p.floor = max(0, p.floor-by(e.course[len(e.course)-2])/s.m.armorUnit)
	}
	level := p.level
	if s.targeted {
		p.level = min(max(level-by(e.course[len(e.course)-1]), level/2, 1), 2*level+1) // never at once to where the wishes' shares are lost
	}
	for w, gain := range s.gain {
		if level != p.level { // keep its share
			p.wish[w] = int64(float64(p.wish[w]) * float64(s.most(p, w)) / float64(gain+level*s.primary[w]))
		}
		p.wish[w] -= by(e.course[w])
	}
	rest := p.all[len(p.wish):]
	for k := range rest {
		rest[k] -= by(e.course[len(p.wish)+k])
		if k < len(p.row) && s.m.rows[k].least {
			rest[k] = min(rest[k], 0)
		} else {
			rest[k] = max(rest[k], 0)
		}
	}
}

// most is the highest sensible price of a wish.
func (s *search) most(p *prices, w int) int64 {
	if !s.targeted {
		return s.gain[w]
	}
	return s.gain[w] + p.level*s.primary[w]
}
