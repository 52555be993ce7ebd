package suits

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/mosswart/overlord/internal/database"
	"github.com/mosswart/overlord/internal/fault"
)

// The limits of the queue.
const (
	AtOnce       = 2   // searches that run at the same time
	QueueLength  = 64  // that wait
	QueuePerUser = 8   // of them of one user
	recentRuns   = 32  // finished ones that are kept in memory
	keepDays     = 90  // rows
	sweepRows    = 500 // at a time
)

// Asker is who asks: a user, or a program on one of our own networks.
type Asker struct {
	UserID   int // 0 for a program
	Username string
	Admin    bool
}

// Options of New.
type Options struct {
	DB       *database.DB
	ReadOnly bool             // nothing is written: no runs
	Log      *slog.Logger     // nil: none
	Now      func() time.Time // nil: time.Now
}

// Service runs searches, two at a time, the others in their turn: users take turns, and each user's own come in order. It
// is safe for concurrent use. Close ends it.
type Service struct {
	db       *database.DB
	pantry   *Pantry
	readOnly bool
	log      *slog.Logger
	now      func() time.Time
	since    time.Time

	ctx  context.Context //nolint:containedctx // of the searches: they outlive the requests that asked for them
	stop context.CancelCauseFunc
	work sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	queue   []*run // in the order of asking
	running []*run
	recent  []*run      // finished, newest last
	served  map[int]int // by user: the number of the turn that he had last
	turns   int
}

var errStopped = errors.New("the server stops")
var errCancelled = errors.New("somebody cancelled it")

// New makes a service. It starts nothing and does not touch the database.
func New(o Options) *Service {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &Service{
		db: o.DB, pantry: NewPantry(o.DB), readOnly: o.ReadOnly, log: o.Log, now: o.Now, since: o.Now().UTC(), served: map[int]int{},
	}
	s.ctx, s.stop = context.WithCancelCause(context.Background())
	return s
}

// Pantry is the inventory that searches read.
func (s *Service) Pantry() *Pantry { return s.pantry }

// Submit checks a request and puts it in the queue. The error names the fields at fault, or says that too much waits.
func (s *Service) Submit(ctx context.Context, who Asker, r Request) (*Run, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	if _, err := s.wearer(ctx, &r); err != nil {
		return nil, err
	}
	if len(r.Lock) > 0 {
		in, err := s.pantry.Inventory(ctx)
		if err != nil {
			return nil, err
		}
		if _, err := askOf(&r, in, wardrobeOf(r), nil); err != nil {
			return nil, err
		}
	}
	if err := s.room(who); err != nil {
		return nil, err
	}
	one := &run{id: uuid.New(), who: who, request: r, created: s.now().UTC(), state: Queued, feed: newFeed()}
	if err := s.insert(ctx, one); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, fault.New(fault.Unavailable, "The server is stopping.")
	}
	s.queue = append(s.queue, one)
	s.next()
	return one.view(s.ahead(one)), nil
}

// room says whether one more may wait.
func (s *Service) room(who Asker) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := 0
	for _, r := range s.queue {
		if r.who.UserID == who.UserID {
			own++
		}
	}
	if own >= QueuePerUser {
		return fault.New(fault.TooMany, fmt.Sprintf("%d searches of yours are waiting already.", own)).WithRetryAfter(DefaultTime)
	}
	if len(s.queue) >= QueueLength {
		return fault.New(fault.TooMany, "Too many searches are waiting.").WithRetryAfter(DefaultTime)
	}
	return nil
}

// Find is a run as it stands now; feed is its events while it is in memory, nil after. The error is a NotFound fault
// where there is none.
func (s *Service) Find(ctx context.Context, id uuid.UUID) (*Run, *Feed, error) {
	s.mu.Lock()
	for _, r := range slices.Concat(s.queue, s.running, s.recent) {
		if r.id == id {
			ahead := s.ahead(r)
			s.mu.Unlock()
			return r.view(ahead), r.feed, nil
		}
	}
	s.mu.Unlock()
	r, err := s.read(ctx, id)
	return r, nil, err
}

// Cancel ends a run; what it has found is kept. One that is over stays as it is. Only who asked for it and admins may.
func (s *Service) Cancel(ctx context.Context, who Asker, id uuid.UUID) error {
	found, _, err := s.Find(ctx, id)
	if err != nil || found.State.Over() {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	mine := func(r *run) bool { return who.Admin || r.who.UserID == who.UserID }
	refusal := fault.New(fault.Forbidden, "Only who asked for this search may end it.")
	for k, r := range s.queue {
		if r.id != id {
			continue
		}
		if !mine(r) {
			return refusal
		}
		s.queue = slices.Delete(s.queue, k, k+1)
		s.remember(r)
		s.place()
		s.work.Go(func() { s.finish(r, Cancelled, nil, "Cancelled before its turn came.") })
		return nil
	}
	for _, r := range s.running {
		if r.id != id {
			continue
		}
		if !mine(r) {
			return refusal
		}
		r.cancel(errCancelled)
	}
	return nil
}

// next starts what there is room for. The lock is held.
func (s *Service) next() {
	for len(s.running) < AtOnce && len(s.queue) > 0 && !s.closed {
		k := s.turn(s.queue, s.running, s.served)
		r := s.queue[k]
		s.queue = slices.Delete(s.queue, k, k+1)
		s.turns++
		s.served[r.who.UserID] = s.turns
		s.running = append(s.running, r)
		ctx, cancel := context.WithCancelCause(s.ctx)
		r.start(s.now().UTC(), cancel)
		s.work.Go(func() {
			defer cancel(nil)
			s.execute(ctx, r)
		})
	}
	s.place()
}

// turn is whose turn it is: of the users with the fewest searches running, who has waited longest for a turn; his first.
func (s *Service) turn(queue, running []*run, served map[int]int) int {
	best, fewest, since := 0, 0, 0
	for k, r := range queue {
		runs := 0
		for _, o := range running {
			if o.who.UserID == r.who.UserID {
				runs++
			}
		}
		if k == 0 || runs < fewest || runs == fewest && served[r.who.UserID] < since {
			best, fewest, since = k, runs, served[r.who.UserID]
		}
	}
	return best
}

// ahead is how many searches come before one that waits: those that run, and those whose turn is earlier. The lock is
// held.
func (s *Service) ahead(of *run) int {
	for k, r := range s.order() {
		if r == of {
			return len(s.running) + k
		}
	}
	return 0
}

// order is the queue in the order of turns, as if each ended before the next began. The lock is held.
func (s *Service) order() (out []*run) {
	queue, served, turns := slices.Clone(s.queue), maps.Clone(s.served), s.turns
	for len(queue) > 0 {
		k := s.turn(queue, nil, served)
		turns++
		served[queue[k].who.UserID] = turns
		out = append(out, queue[k])
		queue = slices.Delete(queue, k, k+1)
	}
	return out
}

// place tells those that wait where they stand. The lock is held.
func (s *Service) place() {
	for k, r := range s.order() {
		r.waits(len(s.running) + k)
	}
}

// ended makes room for the next.
func (s *Service) ended(r *run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = slices.DeleteFunc(s.running, func(o *run) bool { return o == r })
	s.remember(r)
	if len(s.served) > 1000 { // who was served long ago is as good as new
		clear(s.served)
	}
	s.next()
}

// remember keeps a run in memory for a while. The lock is held.
func (s *Service) remember(r *run) {
	s.recent = append(s.recent, r)
	if len(s.recent) > recentRuns {
		s.recent = slices.Delete(s.recent, 0, 1)
	}
}

// Run keeps the runs' table, at once and then every hour, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		if err := s.Keep(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "cannot keep the table of suit runs", slog.Any("error", err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Keep marks what an earlier process left unfinished, and drops what is older than 90 days.
func (s *Service) Keep(ctx context.Context) error {
	if s.readOnly {
		return nil
	}
	if err := s.orphans(ctx); err != nil {
		return fmt.Errorf("mark unfinished suit runs: %w", err)
	}
	if err := s.sweep(ctx); err != nil {
		return fmt.Errorf("drop old suit runs: %w", err)
	}
	return nil
}

// Close ends all searches and stores what they have found. It waits for that as long as ctx allows.
func (s *Service) Close(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	waiting := s.queue
	s.queue = nil
	for _, r := range waiting {
		s.remember(r)
	}
	s.mu.Unlock()
	s.stop(errStopped)
	for _, r := range waiting {
		s.work.Go(func() { s.finish(r, Failed, nil, "The server stopped before its turn came.") })
	}
	done := make(chan struct{})
	go func() {
		s.work.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("end the suit searches: %w", ctx.Err())
	}
}
