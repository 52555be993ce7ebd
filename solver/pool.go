package solver

import (
	"container/heap"
	"sync"
)

// run searches the tree with so many workers, and says whether it got to the end. Suits that are offered before it are
// where it starts from.
func (s *search) run(n *node, workers int) bool {
	if s.hopeless(n.bound) {
		return true
	}
	s.active = make([]int64, workers)
	for i := range s.active {
		s.active[i] = none
	}
	s.push(n)
	var group sync.WaitGroup
	for i := range workers {
		group.Go(func() { s.work(i) })
	}
	group.Wait()
	return !s.stopped()
}

func (s *search) work(me int) {
	w := s.newWorker()
	for {
		n := s.next(me)
		if n == nil {
			return
		}
		steps := innerSteps
		if len(n.chosen) == 0 {
			steps = 60
		}
		w.explore(n, 0, steps, 0.35)
	}
}

func (s *search) push(n *node) {
	s.mu.Lock()
	heap.Push(&s.open, n)
	s.mu.Unlock()
	s.wake.Signal()
}

// next waits for a node; nil when the search has ended.
func (s *search) next(me int) *node {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.halted.Load() { // what it was at stays open
		s.wake.Broadcast()
		return nil
	}
	if s.active[me] != none {
		s.active[me] = none
		s.busy--
	}
	s.hungry.Add(1)
	defer s.hungry.Add(-1)
	for {
		for len(s.open) > 0 && s.hopeless(s.open[0].bound) {
			heap.Pop(&s.open)
		}
		if len(s.open) > 0 && !s.halted.Load() {
			n := heap.Pop(&s.open).(*node) //nolint:errcheck // it holds nothing else
			s.active[me] = n.bound
			s.busy++
			s.tell()
			return n
		}
		if s.busy == 0 || s.halted.Load() {
			s.wake.Broadcast()
			return nil
		}
		s.wake.Wait()
	}
}

// tell passes a lower bound on. The lock is held.
func (s *search) tell() {
	if bound := s.openBound(); bound < s.told {
		s.told = bound
		if s.bound != nil {
			s.bound(bound)
		}
	}
}

// openBound is the bound of all that is not settled.
func (s *search) openBound() int64 {
	bound := s.best()
	for _, b := range s.active {
		bound = max(bound, b)
	}
	for _, n := range s.open {
		bound = max(bound, n.bound)
	}
	return bound
}

// nodeHeap gives the node with the highest bound first.
type nodeHeap []*node

func (h nodeHeap) Len() int           { return len(h) }
func (h nodeHeap) Less(i, j int) bool { return h[i].bound > h[j].bound }
func (h nodeHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push is heap.Interface's.
func (h *nodeHeap) Push(x any) { *h = append(*h, x.(*node)) } //nolint:errcheck // it holds nothing else

// Pop is heap.Interface's.
func (h *nodeHeap) Pop() any {
	old := *h
	n := old[len(old)-1]
	*h = old[:len(old)-1]
	return n
}
