package sim

import (
	"context"
	"time"
)

// storms cut every socket at once, several times, evenly over a run. A player that has no socket at that moment loses
// the next one that it opens. Safe for concurrent use.
type storms struct {
	every  time.Duration   // real time
	starts []chan struct{} // each is closed when its storm comes
}

func newStorms(o Options) *storms {
	s := &storms{every: time.Duration(float64(o.Duration) / o.Speed / float64(o.Storms+1))}
	for range o.Storms {
		s.starts = append(s.starts, make(chan struct{}))
	}
	return s
}

// run lets the storms come, until there are no more or ctx ends.
func (s *storms) run(ctx context.Context) {
	began := time.Now()
	for i, start := range s.starts {
		if !sleep(ctx, time.Until(began.Add(time.Duration(i+1)*s.every))) {
			return
		}
		close(start)
	}
}

// after is closed when the storm after so many has come; nil, which never is, when there is none.
func (s *storms) after(seen int) <-chan struct{} {
	if seen >= len(s.starts) {
		return nil
	}
	return s.starts[seen]
}

// passed is how many have come.
func (s *storms) passed() int {
	for i, start := range s.starts {
		select {
		case <-start:
		default:
			return i
		}
	}
	return len(s.starts)
}
