package notify

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/mosswart/overlord/ent"
	"github.com/mosswart/overlord/ent/outbox"
	"github.com/mosswart/overlord/internal/database"
)

// Discord is the outbox's name for the webhook.
const Discord = "discord"

const (
	firstPause    = time.Second
	longestPause  = 5 * time.Minute
	longestLimit  = time.Hour      // that a rate limit may ask for
	tooOld        = 24 * time.Hour // a message that could not be sent for so long is given up
	idlePause     = time.Minute    // between looks into an outbox that was empty
	maxLastError  = 500            // runes
	refusedForNow = "earlier answer: "
)

// Sender sends what is in the outbox, one message after the other: the oldest that waits holds up the rest, so that
// they arrive in order. It is safe for concurrent use; make it with NewSender.
type Sender struct {
	db      *database.DB
	hook    *webhook
	now     func() time.Time
	log     *slog.Logger
	metrics *senderMetrics
	wake    chan struct{}

	delivered int // the last message that arrived, should the database not have taken note; Step's own

	mu      sync.Mutex
	pause   time.Time // the service asked us to wait until then
	refused string    // why the service wants nothing from us any more; "" while it does
	failing string    // why the last attempt failed; "" when it did not
}

// SenderOptions configure a Sender.
type SenderOptions struct {
	DB      *database.DB
	URL     string // the webhook's; a secret
	Now     func() time.Time
	Log     *slog.Logger
	Metrics prometheus.Registerer
}

// NewSender makes a sender; nil where there is no webhook. It starts no goroutine.
func NewSender(o SenderOptions) *Sender {
	if o.URL == "" {
		return nil
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Sender{
		db: o.DB, hook: newWebhook(o.URL), now: o.Now, log: o.Log, metrics: newSenderMetrics(o.Metrics), wake: make(chan struct{}, 1),
	}
}

// Wake says that there is something new in the outbox.
func (s *Sender) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run sends until ctx ends. It never fails: what goes wrong is logged and tried again.
func (s *Sender) Run(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-timer.C:
		case <-s.wake:
		}
		next, err := s.Step(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			s.log.Error("the outbox waits", slog.Any("error", err))
			next = s.now().Add(firstPause)
		}
		timer.Reset(max(next.Sub(s.now()), 0))
	}
}

// Step sends what is due now, until nothing is, and says when to come again. The error is the database's.
func (s *Sender) Step(ctx context.Context) (next time.Time, err error) {
	for {
		now := database.Microseconds(s.now())
		row, err := s.oldest(ctx)
		switch {
		case err != nil:
			return time.Time{}, err
		case row == nil:
			return now.Add(idlePause), nil
		case row.NextAttemptAt.After(now):
			return row.NextAttemptAt, nil
		case now.Before(s.paused()):
			return s.paused(), nil
		}
		if err := s.try(ctx, row, now); err != nil {
			return time.Time{}, err
		}
	}
}

// oldest is the message that goes next, nil where none waits.
func (s *Sender) oldest(ctx context.Context) (*ent.Outbox, error) {
	waiting := s.db.Ent.Outbox.Query().Where(outbox.Destination(Discord), outbox.StateEQ(outbox.StatePending))
	row, err := waiting.Clone().Order(outbox.ByID()).First(ctx)
	if ent.IsNotFound(err) {
		s.metrics.pending.Set(0)
		return nil, nil //nolint:nilnil // none waits
	}
	if err != nil {
		return nil, fmt.Errorf("look into the outbox: %w", err)
	}
	n, err := waiting.Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count what waits in the outbox: %w", err)
	}
	s.metrics.pending.Set(float64(n))
	return row, nil
}

// try sends one message and writes down what came of it. The attempt itself is written down before: a process that
// ends in between sends it once more at most.
func (s *Sender) try(ctx context.Context, row *ent.Outbox, now time.Time) error {
	if why := s.closed(); why != "" {
		return s.giveUp(ctx, row, refusedForNow+why)
	}
	if now.Sub(row.CreatedAt) > tooOld {
		return s.giveUp(ctx, row, "a day old, and still not sent; last: "+row.LastError)
	}
	if row.ID == s.delivered {
		return s.markSent(ctx, row, now)
	}
	if err := row.Update().AddAttempts(1).Exec(ctx); err != nil {
		return fmt.Errorf("note an attempt: %w", err)
	}
	ctx = context.WithoutCancel(ctx) // a message that is on its way is waited for, so that a restart does not send it again
	answer := s.hook.send(ctx, row.Payload)
	s.metrics.posted.WithLabelValues(string(answer.verdict)).Inc()
	s.note(answer, now)
	switch answer.verdict {
	case arrived:
		s.delivered = row.ID
		return s.markSent(ctx, row, now)
	case limited:
		return s.putOff(ctx, row, now.Add(min(max(answer.wait, firstPause/10), longestLimit)), answer.why)
	case gone:
		s.log.ErrorContext(ctx, "alerts are not posted any more", slog.String("why", answer.why))
		return s.giveUp(ctx, row, answer.why)
	case refused:
		return s.giveUp(ctx, row, answer.why)
	default:
		return s.putOff(ctx, row, now.Add(pauseAfter(row.Attempts+1)), answer.why)
	}
}

func (s *Sender) markSent(ctx context.Context, row *ent.Outbox, now time.Time) error {
	err := row.Update().SetState(outbox.StateSent).SetSentAt(now).SetLastError("").Exec(ctx)
	if err != nil {
		return fmt.Errorf("note that a message was sent: %w", err)
	}
	return nil
}

func (s *Sender) giveUp(ctx context.Context, row *ent.Outbox, why string) error {
	s.log.WarnContext(ctx, "a message was given up", slog.Int("message", row.ID), slog.String("why", why))
	err := row.Update().SetState(outbox.StateFailed).SetLastError(cut(why, maxLastError)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("give up a message: %w", err)
	}
	return nil
}

func (s *Sender) putOff(ctx context.Context, row *ent.Outbox, until time.Time, why string) error {
	s.log.InfoContext(ctx, "a message waits", slog.Int("message", row.ID), slog.String("why", why), slog.Time("until", until))
	err := row.Update().SetNextAttemptAt(until).SetLastError(cut(why, maxLastError)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("put off a message: %w", err)
	}
	return nil
}

// pauseAfter is how long a message waits after so many attempts: 1 s, 2 s, 4 s … 5 min.
func pauseAfter(attempts int) time.Duration {
	pause := firstPause
	for range attempts - 1 {
		if pause *= 2; pause >= longestPause {
			return longestPause
		}
	}
	return pause
}

func (s *Sender) note(a answer, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing = a.why
	if a.wait > 0 {
		s.pause = now.Add(min(a.wait, longestLimit))
	}
	if a.verdict == gone {
		s.refused = a.why
	}
}

func (s *Sender) paused() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pause
}

// closed is why the service wants nothing from us any more, "" while it does. A restart, with another webhook, opens.
func (s *Sender) closed() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refused
}

// PostStatus is how posting goes.
type PostStatus struct {
	State   string // off: no webhook is set; ok; waiting: it does not arrive for now; refused: it was given up
	Why     string // with waiting and refused
	Waiting int    // messages that have not arrived
}

// Status tells how posting goes. A nil Sender is off.
func (s *Sender) Status(ctx context.Context) (PostStatus, error) {
	if s == nil {
		return PostStatus{State: "off"}, nil
	}
	n, err := s.db.Ent.Outbox.Query().Where(outbox.Destination(Discord), outbox.StateEQ(outbox.StatePending)).Count(ctx)
	if err != nil {
		return PostStatus{}, fmt.Errorf("look into the outbox: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.refused != "":
		return PostStatus{"refused", s.refused, n}, nil
	case s.failing != "" && n > 0:
		return PostStatus{"waiting", s.failing, n}, nil
	default:
		return PostStatus{State: "ok", Waiting: n}, nil
	}
}
