package suits

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/mosswart/overlord/internal/fault"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

const (
	tellEvery     = 100 * time.Millisecond // at most so often: suits after the first, bounds
	progressEvery = 250 * time.Millisecond
	reachTime     = 300 * time.Millisecond // for the armour level that is possible at most
)

// run is one search in memory.
type run struct {
	id      uuid.UUID
	who     Asker
	request Request
	created time.Time
	feed    *Feed
	cancel  context.CancelCauseFunc // while it runs

	mu       sync.Mutex
	state    State
	started  *time.Time
	finished *time.Time
	failure  string
	answer   *Answer
	place    int // that it was told
}

func (r *run) view(ahead int) *Run {
	r.mu.Lock()
	defer r.mu.Unlock()
	return &Run{
		ID: r.id, State: r.state, Ahead: ahead, Username: r.who.Username, Request: r.request, CreatedAt: r.created,
		StartedAt: r.started, FinishedAt: r.finished, Failure: r.failure, Answer: r.answer,
	}
}

func (r *run) start(at time.Time, cancel context.CancelCauseFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state, r.started, r.cancel = Running, &at, cancel
}

// waits tells a queued run its place, when it is a new one.
func (r *run) waits(ahead int) {
	r.mu.Lock()
	again := r.place == ahead+1
	r.place = ahead + 1
	r.mu.Unlock()
	if !again {
		r.feed.tell(EventPhase, 0, phaseEvent{Name: string(Queued), Ahead: ahead})
	}
}

func (r *run) keep(a *Answer) {
	r.mu.Lock()
	r.answer = a
	r.mu.Unlock()
}

func wardrobeOf(r Request) wardrobe.Wearer {
	return wardrobe.Wearer{Name: r.Wearer, Level: r.Level, ArcaneLore: r.ArcaneLore}
}

// execute runs one search from reading to the stored answer.
func (s *Service) execute(ctx context.Context, r *run) {
	defer s.ended(r)
	if err := s.begun(ctx, r); err != nil {
		s.log.WarnContext(ctx, "cannot note that a suit run began", slog.Any("error", err))
	}
	answer, err := s.search(ctx, r)
	var f *fault.Error
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errCancelled):
		s.finish(r, Cancelled, answer, "Cancelled; this is the best until then.")
	case errors.Is(cause, errStopped):
		s.finish(r, Cancelled, answer, "The server stopped; this is the best until then.")
	case errors.As(err, &f):
		s.finish(r, Failed, nil, f.Message)
	case err != nil:
		s.log.ErrorContext(ctx, "suit run failed", slog.String("id", r.id.String()), slog.Any("error", err))
		s.finish(r, Failed, nil, "Something went wrong on our side.")
	default:
		s.finish(r, Done, answer, "")
	}
}

// search finds and explains. When ctx ends, what was found until then comes without an error, and without help.
func (s *Service) search(ctx context.Context, r *run) (*Answer, error) {
	r.feed.tell(EventPhase, 0, phaseEvent{Name: "reading"})
	in, err := s.pantry.Inventory(ctx)
	if err != nil {
		return nil, err
	}
	w, err := s.wearer(ctx, &r.request)
	if err != nil {
		return nil, err
	}
	q, err := ask(&r.request, in, w)
	if err != nil {
		return nil, err
	}
	workers := runtime.GOMAXPROCS(0)
	r.feed.tell(EventPhase, 0, phaseEvent{Name: "searching"})
	n := newNarrator(r, q, s.now)
	ended := n.run()
	limited, cancel := context.WithTimeout(ctx, r.request.Limit())
	result, err := solver.Solve(limited, &q.problem, solver.Options{Workers: workers, Progress: n.hear})
	cancel()
	ended()
	switch {
	case errors.Is(err, solver.ErrInvalid):
		return nil, invalid(err)
	case errors.Is(err, solver.ErrInfeasible):
		r.feed.tell(EventPhase, 0, phaseEvent{Name: "explaining"})
		a := q.empty(n.seconds())
		a.Infeasible = &Infeasible{Why: "No suit keeps the rules: the sets' minimum or the armour floor is out of reach.", Relax: q.rescue(ctx, workers)}
		a.Reachable = q.reachable(ctx, workers)
		return a, nil
	case err != nil && ctx.Err() == nil:
		a := q.empty(n.seconds()) // no suit within the time
		a.Infeasible = &Infeasible{Why: "No suit was found in time.", Relax: []Relaxation{}}
		return a, nil
	case err != nil:
		return nil, nil //nolint:nilerr,nilnil // it was ended before the first suit
	}
	a := q.answer(result, n.seconds(), n.first())
	r.keep(a)
	if ctx.Err() == nil {
		r.feed.tell(EventPhase, 0, phaseEvent{Name: "explaining"})
		a.Reachable = q.reachable(ctx, workers)
		q.help(ctx, workers, result, a.Unmet)
	}
	return a, nil
}

// empty is an answer without suits.
func (q *question) empty(seconds float64) *Answer {
	a := &Answer{
		Wanted: len(q.wishes) + len(q.others), Seconds: seconds, Suits: []Suit{}, Unmet: []Unmet{}, RunnerUp: map[string]RunnerUp{}, Fetch: []Fetch{},
	}
	a.Pieces, a.Candidates = q.inPlay()
	if worn, ok := q.wornNow(); ok {
		suit := q.suit(worn)
		a.Worn = &suit
	}
	return a
}

// answer puts a result into words, but for what else would have to be solved for it.
func (q *question) answer(r *solver.Result, seconds, first float64) *Answer {
	a := q.empty(seconds)
	best := r.Suits[0]
	a.Covered, a.ArmorLevel = best.Score.Met, best.Score.Armor
	a.UpperBound = Bound{Covered: r.Bound.Met, ArmorLevel: r.Bound.Armor}
	a.Gap, a.Proven, a.FirstSuitSeconds = max(0, r.Bound.Met-best.Score.Met), r.Proven, first
	for _, s := range r.Suits {
		a.Suits = append(a.Suits, q.suit(s))
	}
	a.Unmet, a.RunnerUp, a.Fetch = q.unmet(r.Unmet, best), q.runnersUp(r.RunnersUp), q.fetch(best)
	return a
}

// reachable is the armour level that is possible at most under the request's other rules, wishes and floor aside; an upper
// bound where there is no time to find it.
func (q *question) reachable(ctx context.Context, workers int) Reachable {
	p := q.problem
	p.Wishes, p.ArmorFloor, p.Top, p.Objective, p.Warm = nil, 0, 1, solver.Objective{}, nil
	ctx, cancel := context.WithTimeout(ctx, reachTime)
	defer cancel()
	r, err := solver.Solve(ctx, &p, solver.Options{Workers: workers})
	if err != nil {
		return Reachable{}
	}
	return Reachable{ArmorLevel: r.Bound.Armor}
}

// narrator tells the feed how a search goes: the first suit at once, everything after it ten times a second at most.
type narrator struct {
	r     *run
	q     *question
	now   func() time.Time
	began time.Time
	top   int

	mu      sync.Mutex
	newest  solver.Progress
	heard   bool
	suits   map[int]*solver.Suit // by index, not yet told
	firstAt time.Duration
	best    []Suit // by index, told
}

func newNarrator(r *run, q *question, now func() time.Time) *narrator {
	return &narrator{r: r, q: q, now: now, began: now(), top: max(q.problem.Top, 1), suits: map[int]*solver.Suit{}}
}

func (n *narrator) seconds() float64 { return n.now().Sub(n.began).Seconds() }

func (n *narrator) first() float64 {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.firstAt.Seconds()
}

// hear is the solver's callback.
func (n *narrator) hear(p solver.Progress) {
	n.mu.Lock()
	n.newest, n.heard = p, true
	first := p.Found && n.firstAt == 0
	if p.Found {
		n.suits[p.Index] = p.Suit
	}
	if first {
		n.firstAt = max(n.now().Sub(n.began), 1)
	}
	n.mu.Unlock()
	if first {
		n.tell(false)
	}
}

// run tells until the returned function is called, which tells the rest.
func (n *narrator) run() (end func()) {
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(tellEvery)
		defer tick.Stop()
		last := time.Time{}
		for {
			select {
			case <-stop:
				return
			case at := <-tick.C:
				progress := at.Sub(last) >= progressEvery
				if progress {
					last = at
				}
				n.tell(progress)
			}
		}
	}()
	return func() {
		close(stop)
		<-done
		n.tell(true)
	}
}

func (n *narrator) tell(progress bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	seconds := n.seconds()
	for index, s := range n.suits {
		suit := n.q.suit(*s)
		for len(n.best) <= index {
			n.best = append(n.best, suit)
		}
		n.best[index] = suit
		n.r.feed.tell(EventSuit, index+1, suitEvent{Rank: index + 1, Suit: suit, Seconds: seconds})
	}
	if len(n.suits) > 0 {
		clear(n.suits)
		n.r.keep(n.partial(seconds))
	}
	if !n.heard {
		return
	}
	p := n.newest
	if p.Index == 0 {
		b := boundEvent{Wanted: len(n.q.wishes) + len(n.q.others), Upper: Bound{Covered: p.Bound.Met, ArmorLevel: p.Bound.Armor}, Seconds: seconds}
		if p.Suit != nil {
			b.Covered, b.ArmorLevel = p.Suit.Score.Met, p.Suit.Score.Armor
		}
		n.r.feed.tell(EventBound, 0, b)
	}
	if progress {
		share := max(float64(p.Index)/float64(n.top), seconds/n.r.request.Limit().Seconds())
		n.r.feed.tell(EventProgress, 0, progressEvent{Share: min(share, 1), Nodes: p.Nodes, Seconds: seconds})
	}
	n.heard = false
}

// partial is the answer so far. The lock is held.
func (n *narrator) partial(seconds float64) *Answer {
	a := &Answer{
		Covered: n.best[0].Covered, Wanted: n.best[0].Wanted, ArmorLevel: n.best[0].ArmorLevel, Seconds: seconds, FirstSuitSeconds: n.firstAt.Seconds(),
		UpperBound: Bound{Covered: n.newest.Bound.Met, ArmorLevel: n.newest.Bound.Armor}, Suits: append([]Suit{}, n.best...),
		Unmet: []Unmet{}, RunnerUp: map[string]RunnerUp{}, Fetch: []Fetch{}, Candidates: map[string]int{},
	}
	a.Gap = max(0, a.UpperBound.Covered-a.Covered)
	return a
}

// finish stores the end of a run and tells it.
func (s *Service) finish(r *run, state State, a *Answer, why string) {
	at := s.now().UTC()
	if a == nil && state == Cancelled {
		r.mu.Lock()
		a = r.answer
		r.mu.Unlock()
	}
	r.mu.Lock()
	r.state, r.finished, r.failure, r.answer = state, &at, why, a
	r.mu.Unlock()
	if err := s.store(r); err != nil {
		s.log.Error("cannot store a suit run", slog.String("id", r.id.String()), slog.Any("error", err))
	}
	if state == Failed {
		r.feed.tell(EventError, 0, errorEvent{Title: why})
		return
	}
	r.feed.tell(EventDone, 0, Finished{State: state, Answer: a})
}
