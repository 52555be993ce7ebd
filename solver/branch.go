package solver

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
	"sync"
	"sync/atomic"
)

const none = math.MinInt64 / 4

// search is one branch and bound for one goal. Its workers share the best suit and the heap of open nodes; the result,
// when it is proven, does not depend on who found what when: equal suits go by their candidates' order, and no node that
// may hold an equal one is left out.
type search struct {
	ctx context.Context
	m   *model
	goal
	cands []cand
	ids   []int32 // in model.cands
	spans []bool  // by group: some piece takes it beside its first group
	cover *search // with a target: the same pieces for the primary weight alone; it prunes what cannot reach the target

	bestValue atomic.Int64
	halted    atomic.Bool
	scale     int64 // of the cover's values over primary weight

	hungry atomic.Int32 // workers without work
	nodes  atomic.Int64

	mu     sync.Mutex
	wake   *sync.Cond
	open   nodeHeap
	active []int64 // by worker: the bound of what it is at
	busy   int
	suit   []int32 // the best, in model.cands, sorted; nil for none
	found  func(suit []int32)
	bound  func(bound int64)
	told   int64
}

func (m *model) newSearch(ctx context.Context, g goal, ids []int32) *search {
	s := &search{ctx: ctx, m: m, goal: g, ids: ids, cands: make([]cand, len(ids)), spans: make([]bool, len(m.groups)), told: math.MaxInt64}
	s.wake = sync.NewCond(&s.mu)
	for k, i := range ids {
		s.cands[k] = m.cands[i]
		c := &s.cands[k]
		if !g.value {
			c.value = 0
		}
		for b := c.occ & (c.occ - 1); b != 0; b &= b - 1 {
			s.spans[bits.TrailingZeros32(b)] = true
		}
	}
	s.bestValue.Store(none)
	return s
}

// aim gives a search with a target its cover: weights are the primary weights on a finer scale.
func (s *search) aim(weights []int64, scale int64) {
	s.cover = s.m.newSearch(s.ctx, goal{gain: weights, primary: s.primary}, s.ids)
	s.cover.bestValue.Store(s.target * scale)
	s.scale = scale
}

// screen bounds the primary weight that a node can reach, sets aside the pieces with which it is too low, and says whether
// the target is in reach.
func (w *worker) screen(n *node, steps int) bool {
	if w.cover == nil {
		return true
	}
	value, bound := n.value, n.bound
	n.value = n.primary * w.s.scale
	n.prices, n.reach = n.reach, n.prices
	ok := w.cover.s.relax(w.cover.e, n, steps, 0.35)
	if ok {
		w.cover.fix(n)
	}
	n.prices, n.reach = n.reach, n.prices
	n.value, n.bound = value, bound
	return ok
}

func (s *search) best() int64 { return s.bestValue.Load() }

func (s *search) stopped() bool {
	if !s.halted.Load() && s.ctx.Err() != nil {
		s.halted.Store(true)
	}
	return s.halted.Load()
}

// hopeless says whether no suit within a bound counts.
func (s *search) hopeless(bound int64) bool { return bound < s.best()+s.unit }

// offer takes a feasible suit (of model.cands) in, if it is better.
func (s *search) offer(suit []int32) {
	value, primary := s.valueOf(suit)
	if s.targeted && primary < s.target || value < s.best() {
		return
	}
	suit = ordered(suit)
	s.mu.Lock()
	defer s.mu.Unlock()
	best := s.best()
	if value < best || value == best && (s.unit > 0 || slices.Compare(suit, s.suit) >= 0) {
		return
	}
	s.suit = suit
	s.bestValue.Store(value)
	if s.found != nil {
		s.found(suit)
	}
}

func (s *search) valueOf(suit []int32) (value, primary int64) {
	var met mask
	for _, i := range suit {
		met = met.or(s.m.cands[i].mask)
		if s.value {
			value += s.m.cands[i].value
		}
	}
	return value + met.sum(s.gain), met.sum(s.primary)
}

// branchOn is one child of a node: a piece to choose, or nobody for leaving the group empty.
type branchOn struct {
	cand  int32
	bound int64
}

type worker struct {
	s     *search
	e     *evaluation
	nodes []*node
	lists [][]branchOn
	count []int32
	cover *worker // of search.cover
}

func (s *search) newWorker() *worker {
	w := &worker{s: s, e: s.newEvaluation(), count: make([]int32, len(s.m.groups))}
	if s.cover != nil {
		w.cover = s.cover.newWorker()
	}
	return w
}

func (w *worker) at(depth int) *node {
	for len(w.nodes) <= depth {
		w.nodes = append(w.nodes, w.s.fresh())
		w.lists = append(w.lists, nil)
	}
	return w.nodes[depth]
}

const (
	rootSteps  = 150
	innerSteps = 12
)

// explore searches a node and everything below it.
func (w *worker) explore(n *node, depth, steps int, pace float64) {
	s := w.s
	s.nodes.Add(1)
	if s.stopped() || !s.settle(n) || !w.screen(n, steps) || !s.relax(w.e, n, steps, pace) {
		return
	}
	w.fix(n)
	if n.owners != nil && n.spare > 0 {
		if o := w.pivot(n); o != nobody {
			w.split(n, o, depth)
			return
		}
	}
	g := w.choose(n)
	if g < 0 {
		if s.feasible(n) {
			suit := make([]int32, len(n.chosen))
			for k, i := range n.chosen {
				suit[k] = s.ids[i]
			}
			s.offer(suit)
		}
		return
	}
	w.at(depth + 1)
	list := w.children(n, g, w.lists[depth][:0])
	w.lists[depth] = list
	for k, b := range list {
		if s.hopeless(b.bound) || s.halted.Load() {
			return
		}
		child := w.at(depth + 1)
		share := s.hungry.Load() > 0 && k < len(list)-1
		if share {
			child = s.fresh()
		}
		child.copyFrom(n)
		child.bound = min(n.bound, b.bound)
		if b.cand == nobody {
			child.free[g] = 0
		} else {
			if n.free[g] == 2 { // pairs of pieces come once
				for _, earlier := range list[:k] {
					if earlier.cand != nobody {
						child.drop(earlier.cand)
					}
				}
			}
			s.take(child, b.cand)
		}
		if share {
			s.push(child)
			continue
		}
		w.explore(child, depth+1, innerSteps, 0.35)
	}
}

func (n *node) drop(i int32) {
	n.cands = slices.DeleteFunc(n.cands, func(j int32) bool { return j == i })
}

// fix removes the pieces with which the bound is too low.
func (w *worker) fix(n *node) {
	e, kept, costs := w.e, n.cands[:0], w.e.best[:0]
	for at, i := range n.cands {
		if w.s.hopeless(w.forced(n, i, e.best[at])) {
			continue
		}
		kept = append(kept, i)
		costs = append(costs, e.best[at])
	}
	n.cands = kept
}

// forced is the bound of a node if a piece is chosen that is worth so much at the best prices.
func (w *worker) forced(n *node, i int32, cost int64) int64 {
	e, c := w.e, &w.s.cands[i]
	loss := e.topOf[c.group]
	if n.free[c.group] == 2 {
		loss = max(e.secOf[c.group], cost) // nothing for the two that the relaxed suit has
	}
	bound := e.found - loss + cost
	for b := c.occ & (c.occ - 1); c.multi && b != 0; b &= b - 1 {
		g := bits.TrailingZeros32(b)
		bound -= e.topOf[g] - e.keep.slot[g]
	}
	return bound
}

// choose is the group with the fewest ways to fill it, or -1 where nothing is left to choose.
func (w *worker) choose(n *node) int {
	clear(w.count)
	for _, i := range n.cands {
		for b := w.s.cands[i].occ; b != 0; b &= b - 1 {
			w.count[bits.TrailingZeros32(b)]++
		}
	}
	best := -1
	for g, room := range n.free {
		if room == 0 || w.count[g] == 0 {
			continue
		}
		if !w.s.hopeless(w.e.found - w.e.topOf[g] - w.e.secOf[g]*int64(room-1)) {
			w.count[g]++
		}
		if room == 2 {
			w.count[g] *= 2
		}
		if best < 0 || w.count[g] < w.count[best] || w.count[g] == w.count[best] && w.e.topOf[g] > w.e.topOf[best] {
			best = g
		}
	}
	return best
}

// children are the ways to fill a group, the most promising first.
func (w *worker) children(n *node, g int, list []branchOn) []branchOn {
	for at, i := range n.cands {
		if w.s.cands[i].occ&(1<<g) != 0 {
			list = append(list, branchOn{i, min(n.bound, w.forced(n, i, w.e.best[at]))})
		}
	}
	empty := w.e.found - w.e.topOf[g]
	if n.free[g] == 2 {
		empty -= w.e.secOf[g]
	}
	list = append(list, branchOn{nobody, min(n.bound, empty)})
	slices.SortFunc(list, func(a, b branchOn) int {
		return cmp.Or(cmp.Compare(b.bound, a.bound), cmp.Compare(b.cand, a.cand))
	})
	return list
}

// pivot is the undecided owner that the relaxed suit holds most of, or nobody where the owners left are few enough.
func (w *worker) pivot(n *node) int32 {
	clear(w.e.held)
	undecided := 0
	for at, i := range n.cands {
		c := &w.s.cands[i]
		if n.owners[c.owner] {
			continue
		}
		if w.e.held[c.owner] == 0 {
			undecided++
			w.e.held[c.owner] = 1
		}
		if w.e.best[at] > 0 && w.e.best[at] >= w.e.topOf[c.group] {
			w.e.held[c.owner] += w.e.best[at] + 1
		}
	}
	if undecided <= n.spare {
		return nobody
	}
	best := nobody
	for o, held := range w.e.held {
		for g := range w.s.m.groups {
			held += w.e.keep.owner[o*len(w.s.m.groups)+g] * int64(n.free[g])
		}
		if w.e.held[o] > 0 && (best == nobody || held > w.e.held[best]) {
			best = int32(o) //nolint:gosec // few
			w.e.held[o] = held
		}
	}
	return best
}

// split searches a node with an owner in, then with him out.
func (w *worker) split(n *node, o int32, depth int) {
	for _, in := range []bool{true, false} {
		child := w.at(depth + 1)
		share := in && w.s.hungry.Load() > 0
		if share {
			child = w.s.fresh()
		}
		child.copyFrom(n)
		if in {
			child.owners[o] = true
			child.spare--
		} else {
			child.barred[o] = true
		}
		if share {
			w.s.push(child)
			continue
		}
		w.explore(child, depth+1, innerSteps, 0.35)
	}
}
