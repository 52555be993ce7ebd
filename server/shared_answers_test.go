package server

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// counted answers each question with how many answers there were before.
func counted(c *clock) (*sharedAnswers[int], *atomic.Int64) {
	var n atomic.Int64
	return newSharedAnswers(c.now, time.Second, func(_ context.Context, q int) (any, error) {
		return fmt.Sprintf("%d: %d", q, n.Add(1)), nil
	}), &n
}

func text(t *testing.T, s *sharedAnswers[int], q int) string {
	t.Helper()
	if _, err := s.get(t.Context(), q); err != nil {
		t.Fatal(err)
	}
	a, mine := s.find(q)
	if mine {
		return "" // not kept
	}
	return string(a.text)
}

func TestAnAnswerServesEverybodyForASecond(t *testing.T) {
	c := &clock{at: time.Unix(1_000_000, 0)}
	s, n := counted(c)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if _, err := s.get(t.Context(), 1); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n.Load() != 1 {
		t.Errorf("%d computations for 50 askers", n.Load())
	}
	c.advance(time.Second - time.Nanosecond)
	if got := text(t, s, 1); got != `"1: 1"` {
		t.Error(got)
	}
	if got := text(t, s, 2); got != `"2: 2"` {
		t.Errorf("another question: %s", got)
	}
	c.advance(time.Nanosecond)
	if got := text(t, s, 1); got != `"1: 3"` {
		t.Errorf("after a second: %s", got)
	}
}

func TestWhoAsksManyQuestionsFillsNoMemory(t *testing.T) {
	c := &clock{at: time.Unix(1_000_000, 0)}
	s, _ := counted(c)
	for q := range 100 {
		if _, err := s.get(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.known) != mostShared {
		t.Errorf("%d answers are kept", len(s.known))
	}
	c.advance(time.Second)
	if _, err := s.get(t.Context(), 1000); err != nil || len(s.known) != 1 {
		t.Errorf("%d answers are kept, %v", len(s.known), err)
	}
}

func TestAFailureIsToldToThoseWhoWaitAndNotKept(t *testing.T) {
	broken := errors.New("broken")
	tries := 0
	s := newSharedAnswers(time.Now, time.Hour, func(context.Context, int) (any, error) {
		tries++
		if tries == 1 {
			return nil, broken
		}
		return "fine", nil
	})
	if _, err := s.get(t.Context(), 1); !errors.Is(err, broken) {
		t.Error(err)
	}
	if got := text(t, s, 1); got != `"fine"` || tries != 2 {
		t.Errorf("%s after %d tries", got, tries)
	}
	s = newSharedAnswers(time.Now, time.Hour, func(context.Context, int) (any, error) { panic("broken") })
	func() {
		defer func() { _ = recover() }()
		_, _ = s.get(t.Context(), 1)
	}()
	if len(s.known) != 0 {
		t.Error("a panic left an answer that never comes")
	}
}

func TestWhoLeavesWhileAnAnswerIsMadeSpoilsItForNobody(t *testing.T) {
	begun, release := make(chan struct{}), make(chan struct{})
	s := newSharedAnswers(time.Now, time.Hour, func(ctx context.Context, _ int) (any, error) {
		close(begun)
		<-release
		return "fine", ctx.Err()
	})
	first, leave := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { _, _ = s.get(first, 1) })
	<-begun
	impatient, stop := context.WithCancel(t.Context())
	stop()
	if _, err := s.get(impatient, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("one who does not wait: %v", err)
	}
	leave()
	close(release)
	all.Wait()
	if got := text(t, s, 1); got != `"fine"` {
		t.Error(got)
	}
}
