package solver

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
)

// Score is what a suit achieves. Scores of a lexicographic objective compare by Required, then in the objective's order.
type Score struct {
	Required int64 // weights of the required wishes that it meets
	Wishes   int64 // weights of the others
	Ratings  int64 // with the user's weights
	Armor    int64 // once a piece
	Total    int64 // the weighted sum, in a weighted objective
	Met      int   // number of wishes met, required or not
}

// Progress is what is known at a moment of the search.
type Progress struct {
	Suit  *Suit // the best so far; nil before the first
	Index int   // of the suits asked for, the one that is being looked for: 0 first
	Bound Score // no suit is better than this; falls
	Found bool  // it is a suit that is new, and not the bound
	Nodes int64 // of the search tree so far
}

// Options of Solve.
type Options struct {
	Workers  int            // 0: as many as there are processors for Go
	Progress func(Progress) // called one at a time, from any goroutine; must not block
}

// Result is the answer.
type Result struct {
	Suits  []Suit  // best first; at least one
	Proven bool    // every suit is proven to be the best of those that may stand there
	Bound  Score   // of the first suit; its own score where it is proven
	Nodes  int64   // of the search tree
	Unmet  []Unmet // explains the wishes that the first suit does not meet
	// RunnersUp are the best other pieces, by slot of the first suit.
	RunnersUp []RunnerUp
}

// Solve answers a problem. When ctx ends it returns the best suits so far within 50 ms, with a bound that is true; that is
// no error. Errors are ErrInvalid, and ErrInfeasible where it is proven that no suit keeps the rules; an ended ctx before
// the first suit gives the context's error. It is safe for concurrent use and changes nothing in p.
func Solve(ctx context.Context, p *Problem, o Options) (*Result, error) {
	m, err := compile(p)
	if err != nil {
		return nil, err
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	r := &run{ctx: ctx, m: m, o: o, result: &Result{Proven: true}}
	top, distance := max(p.Top, 1), max(p.Distance, 1)
	for k := range top {
		if k > 0 {
			if m = m.apart(r.last, distance); m == nil {
				break
			}
		}
		r.m, r.index = m, k
		pieces, proven := r.solve()
		switch {
		case pieces == nil && k == 0 && !proven:
			return nil, fmt.Errorf("no suit was found in time: %w", context.Cause(ctx))
		case pieces == nil && k == 0:
			return nil, fmt.Errorf("%w: the sets' minimum or the armour floor is out of reach", ErrInfeasible)
		}
		r.result.Proven = r.result.Proven && proven
		if pieces == nil {
			break
		}
		r.last = pieces
		r.result.Suits = append(r.result.Suits, m.suit(pieces))
		if k == 0 {
			r.result.Bound = r.told
			if proven {
				r.result.Bound = r.result.Suits[0].Score
			}
			r.result.RunnersUp = m.runnersUp(pieces)
			r.result.Unmet = m.unmet(pieces)
		}
		if !proven { // time is up
			break
		}
	}
	return r.result, nil
}

// run is the state of one call of Solve.
type run struct {
	ctx    context.Context
	m      *model
	o      Options
	index  int
	last   []int32
	result *Result

	mu   sync.Mutex
	now  *search // that runs
	best []int32 // of the suit that is looked for now
	top  int64   // its score
	told Score
}

// apart is the model of a further suit: at least so many pieces of an earlier one are not in it. It is nil where there is
// no such suit, as the earlier one has fewer pieces.
func (m *model) apart(earlier []int32, distance int) *model {
	if len(earlier) < distance || len(m.rows) >= 62 {
		return nil
	}
	next := *m
	next.cands = slices.Clone(m.cands)
	next.rows = append(slices.Clone(m.rows), row{bound: int16(len(earlier) - distance)}) //nolint:gosec // small
	worn := map[int32]bool{}
	for _, i := range earlier {
		worn[m.cands[i].item] = true
	}
	for i := range next.cands {
		if worn[next.cands[i].item] {
			next.cands[i].rows |= 1 << len(m.rows)
		}
	}
	return &next
}

// solve finds the best suit of r.m. proven says that it is, or that there is none.
func (r *run) solve() (best []int32, proven bool) {
	m := r.m
	r.best, r.top = nil, math.MinInt64
	all := make([]int32, len(m.cands))
	for i := range all {
		all[i] = int32(i) //nolint:gosec // far fewer
	}
	r.tell(m.most)
	for _, start := range [][]int32{r.warm(), m.greedy(all, nil)} {
		if start != nil {
			r.offer(start)
		}
	}
	if r.best == nil && m.floor > 0 {
		if start := m.heaviest(all); start != nil {
			r.offer(start)
		}
	}
	halted := func() bool { return r.ctx.Err() != nil }
	full := m.undominated(all, true, r.o.Workers, halted)
	if halted() {
		return r.best, false
	}
	if r.best != nil {
		r.offer(m.climb(r.best, full, 100_000, halted))
	}
	if m.summed {
		return r.settle(goal{value: true, gain: m.gain, primary: m.primary}, full, halted, nil, 0)
	}
	var primary int64
	for _, w := range m.primary {
		primary += w
	}
	shift := int64(1) << 20
	for shift > 1 && primary*64 > limit/shift {
		shift >>= 1
	}
	gain := make([]int64, len(m.primary))
	for w := range gain {
		gain[w] = m.primary[w] * shift
	}
	if primary > 0 && (r.best == nil || r.primary() < primary) {
		covers := m.undominated(full, false, r.o.Workers, halted)
		if halted() {
			return r.best, false
		}
		_, proven = r.settle(goal{gain: gain, primary: m.primary, unit: shift}, covers, halted, nil, 0)
		if !proven {
			return r.best, false
		}
	}
	if r.best == nil && primary > 0 {
		return nil, true
	}
	weights := m.eased(r.primary())
	var met mask
	for _, i := range r.best {
		met = met.or(m.cands[i].mask)
	}
	for w := range gain {
		gain[w] = weights[w] * shift
	}
	return r.settle(goal{value: true, gain: m.gain, primary: weights, targeted: true, target: met.sum(weights)}, full, halted, gain, shift)
}

// eased are weights that ask the same of a suit as that its primary weight be the greatest possible, but that are closer
// to each other: with all required wishes met, one of them needs to weigh only more than the others that are open.
func (m *model) eased(most int64) []int64 {
	var others, required int64
	for k, i := range m.wishes {
		if m.p.Wishes[i].Required {
			required += m.primary[k]
		} else {
			others += m.primary[k]
		}
	}
	if required == 0 || most < required {
		return m.primary
	}
	open := others - (most - required)
	out := slices.Clone(m.primary)
	for k, i := range m.wishes {
		if m.p.Wishes[i].Required {
			out[k] = open + 1
		}
	}
	return out
}

// settle runs one search.
func (r *run) settle(g goal, ids []int32, halted func() bool, weights []int64, scale int64) ([]int32, bool) {
	m := r.m
	s := m.newSearch(r.ctx, g, ids)
	r.now = s
	if g.targeted && g.target > 0 {
		s.aim(weights, scale)
	}
	if r.best != nil {
		s.offer(r.best)
	}
	s.found = r.offer
	var primary int64
	if g.targeted {
		primary = r.primary()
	}
	s.bound = func(bound int64) { r.tell(m.bounded(g, bound, primary)) }
	n := s.root()
	w := s.newWorker()
	e := w.e
	for round := range 6 { // the root, with a suit made after its prices now and then
		if !s.settle(n) || !w.screen(n, rootSteps/(1+2*min(round, 2))) {
			return r.best, true
		}
		if !s.relax(e, n, rootSteps/(1+2*min(round, 2)), 1/float64(1+2*min(round, 2))) {
			s.tell()
			return r.best, true
		}
		w.fix(n)
		if halted() {
			break
		}
		prices := slices.Clone(n.prices.wish)
		from := make([]int32, len(n.cands))
		for k, i := range n.cands {
			from[k] = s.ids[i]
		}
		if !g.value {
			for k := range prices {
				prices[k] = m.big / 64 * (prices[k] / max(1, g.unit/64))
			}
		}
		if made := m.greedy(from, prices); made != nil {
			s.offer(m.climb(made, from, 30_000, halted))
		}
	}
	s.told = math.MaxInt64
	proven := s.run(n, r.o.Workers)
	r.result.Nodes, r.now = r.result.Nodes+s.nodes.Load(), nil
	s.mu.Lock()
	s.tell()
	s.mu.Unlock()
	return r.best, proven
}

// warm is the part of the caller's suit that can be worn.
func (r *run) warm() []int32 {
	m := r.m
	if len(m.p.Warm) == 0 {
		return nil
	}
	var pieces []int32
	for i := range m.cands {
		if slices.Contains(m.p.Warm, m.p.Items[m.cands[i].item].ID) {
			next := append(slices.Clone(pieces), int32(i)) //nolint:gosec // far fewer
			if slices.ContainsFunc(pieces, func(k int32) bool { return m.cands[k].item == m.cands[i].item }) {
				continue
			}
			if _, ok := m.score(next); ok || len(m.rows) > 0 || m.floor > 0 {
				pieces = next
			}
		}
	}
	if _, ok := m.score(pieces); !ok {
		return nil
	}
	return pieces
}

// offer takes a feasible suit in, if it is better.
func (r *run) offer(pieces []int32) {
	score, ok := r.m.score(pieces)
	r.mu.Lock()
	defer r.mu.Unlock()
	pieces = ordered(pieces)
	if !ok || score < r.top || score == r.top && slices.Compare(pieces, r.best) >= 0 {
		return
	}
	r.best, r.top = pieces, score
	if r.o.Progress != nil {
		s := r.m.suit(pieces)
		r.o.Progress(Progress{Suit: &s, Index: r.index, Bound: r.told, Found: true, Nodes: r.nodes()})
	}
}

// nodes are those of the searches so far. The lock is held, and r.now does not change while its workers run.
func (r *run) nodes() int64 {
	if r.now == nil {
		return r.result.Nodes
	}
	return r.result.Nodes + r.now.nodes.Load()
}

// ordered is a sorted copy; not nil, as a suit without pieces is a suit.
func ordered(pieces []int32) []int32 {
	out := append(make([]int32, 0, len(pieces)), pieces...)
	slices.Sort(out)
	return out
}

// primary is the primary weight of the best suit.
func (r *run) primary() int64 {
	var met mask
	for _, i := range r.best {
		met = met.or(r.m.cands[i].mask)
	}
	return met.sum(r.m.primary)
}

// tell passes on what no suit can be better than.
func (r *run) tell(bound Score) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.told = bound
	if r.o.Progress == nil {
		return
	}
	progress := Progress{Index: r.index, Bound: bound, Nodes: r.nodes()}
	if r.best != nil {
		s := r.m.suit(r.best)
		progress.Suit = &s
	}
	r.o.Progress(progress)
}
